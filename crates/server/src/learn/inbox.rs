//! Where pages of statements wait: one writer takes them in groups, so that many pages share one durable commit.
//!
//! A page is answered only after its group has been committed. When a group fails, its pages are tried one by one, so a page
//! never fails for another's sake.

use super::push_statements::{Page, store_pages};
use crate::Server;
use crate::error::Fault;
use domain::api::PushReport;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// The most pages that may wait; further ones are told to come back (503).
const MOST_WAITING: usize = 2048;
/// The most pages in one commit.
const MOST_TOGETHER: usize = 96;
/// How often a group is tried again when the engine is busy.
const TRIES: u32 = 5;

/// A page and where its answer goes.
pub struct Job {
    page: Page,
    reply: oneshot::Sender<Result<PushReport, Fault>>,
}

/// The end into which pages are put.
pub struct Inbox(mpsc::Sender<Job>);

/// Makes an inbox and the end from which the writer takes.
#[must_use]
pub fn open() -> (Inbox, mpsc::Receiver<Job>) {
    let (sender, receiver) = mpsc::channel(MOST_WAITING);
    (Inbox(sender), receiver)
}

impl Inbox {
    /// Puts a page in and waits until it is stored for good.
    ///
    /// # Errors
    /// [`Fault::Busy`] at once when too many wait; whatever storing it says.
    pub async fn put(&self, page: Page) -> Result<PushReport, Fault> {
        let (reply, answer) = oneshot::channel();
        self.0.try_send(Job { page, reply }).map_err(|_| Fault::Busy)?;
        answer.await.unwrap_or(Err(Fault::Busy))
    }
}

/// The writer: runs until the server goes.
pub async fn take_in(server: Arc<Server>, mut waiting: mpsc::Receiver<Job>) {
    let mut held: VecDeque<Job> = VecDeque::new();
    loop {
        if held.is_empty() {
            match waiting.recv().await {
                Some(job) => held.push_back(job),
                None => return,
            }
        }
        while held.len() < MOST_TOGETHER {
            let Ok(job) = waiting.try_recv() else { break };
            held.push_back(job);
        }
        let (group, later) = one_page_a_learner(held);
        held = later;
        answer(&server, group).await;
    }
}

/// Pages of one learner go one after another, since each builds on the one before.
fn one_page_a_learner(held: VecDeque<Job>) -> (Vec<Job>, VecDeque<Job>) {
    let mut learners = BTreeSet::new();
    held.into_iter().fold((Vec::new(), VecDeque::new()), |(mut now, mut later), job| {
        if learners.insert(job.page.learner) {
            now.push(job)
        } else {
            later.push_back(job)
        }
        (now, later)
    })
}

async fn answer(server: &Server, group: Vec<Job>) {
    let (pages, replies): (Vec<Page>, Vec<_>) = group.into_iter().map(|job| (job.page, job.reply)).unzip();
    metrics::histogram!("push_group_pages").record(f64::from(u32::try_from(pages.len()).unwrap_or(u32::MAX)));
    match store_patiently(server, &pages).await {
        Ok(reports) => reports.into_iter().zip(replies).for_each(|(report, reply)| drop(reply.send(report))),
        Err(fault) if pages.len() > 1 => {
            tracing::warn!(%fault, pages = pages.len(), "a group of pages failed; storing them one by one");
            for (page, reply) in pages.iter().zip(replies) {
                let report = store_patiently(server, std::slice::from_ref(page)).await;
                drop(reply.send(report.and_then(|mut reports| reports.pop().unwrap_or(Err(Fault::Busy)))));
            }
        }
        Err(fault) => replies.into_iter().take(1).for_each(|reply| drop(reply.send(Err(fault_again(&fault))))),
    }
}

/// Faults aren't clonable; what the phone needs of them is.
fn fault_again(fault: &Fault) -> Fault {
    match fault.code().1 {
        "full" => Fault::Full,
        "busy" => Fault::Busy,
        "damaged" => Fault::Damaged(fault.to_string()),
        _ => Fault::Io(fault.to_string()),
    }
}

async fn store_patiently(server: &Server, pages: &[Page]) -> Result<Vec<Result<PushReport, Fault>>, Fault> {
    let mut tried = 0;
    loop {
        match store_pages(server, pages).await {
            Err(Fault::Busy) if tried < TRIES => {
                tokio::time::sleep(Duration::from_millis(20 << tried)).await;
                tried += 1;
            }
            done => return done,
        }
    }
}
