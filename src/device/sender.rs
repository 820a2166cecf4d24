//! One round of sending, over any server: steps and answers are `sync`'s, writing down is `journal`'s.

use super::journal::Journal;
use super::sync::{Round, Step, Then};
use crate::api::{self, ApiFault};
use domain::api::{DeviceToken, PullPage, PushReport, RegisterDevice, push_page};

/// More steps than any honest round takes; a server that keeps us running in a circle is left alone for a while.
const MOST_STEPS: usize = 1_000;

/// The three doors of the server that a phone uses.
pub trait Server {
    /// Makes the device known.
    async fn register(&self, request: &RegisterDevice) -> Result<DeviceToken, ApiFault>;
    /// Pushes a page.
    async fn push(&self, token: &str, page: String) -> Result<PushReport, ApiFault>;
    /// Pulls a page.
    async fn pull(&self, token: &str, head: &str) -> Result<PullPage, ApiFault>;
}

/// The server at this app's own address.
#[derive(Debug, Clone, Copy)]
pub struct Home {
    /// Whether the page is about to go: the browser then finishes a push by itself.
    pub hurried: bool,
}

impl Server for Home {
    async fn register(&self, request: &RegisterDevice) -> Result<DeviceToken, ApiFault> {
        api::register_device(request).await
    }

    async fn push(&self, token: &str, page: String) -> Result<PushReport, ApiFault> {
        api::push_statements(token, page, self.hurried).await
    }

    async fn pull(&self, token: &str, head: &str) -> Result<PullPage, ApiFault> {
        api::pull_statements(token, head).await
    }
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Everything is confirmed or refused.
    Done,
    /// Something was left out and wants another round after a pause.
    LeftOut,
    /// The network or the server failed.
    Paused(ApiFault),
    /// The learner was erased.
    Gone,
}

/// Sends until nothing is left to send or something fails. `pull`: also ask what happened elsewhere. `now` is only shown.
pub async fn round(journal: &Journal, server: &impl Server, pull: bool, now: fn() -> i64) -> Ended {
    let profile = journal.profile();
    let mut round = Round::new(profile.device, pull);
    for _ in 0..MOST_STEPS {
        let standing = journal.standing();
        let token = standing.token.clone().unwrap_or_default();
        let step = round.next(&journal.ledger(), &standing);
        let (change, then) = match step {
            Step::Register => {
                let (learner, device, secret) = (profile.learner, profile.device, profile.secret.clone());
                let answer = server.register(&RegisterDevice { learner, secret, device }).await;
                round.registered(&journal.ledger(), &standing, answer)
            }
            Step::Push(places) => {
                let page = {
                    let ledger = journal.ledger();
                    let texts: Vec<&str> =
                        places.iter().filter_map(|place| ledger.rows.get(place)).map(|row| row.text.as_str()).collect();
                    push_page(profile.learner, profile.device, &texts)
                };
                let answer = server.push(&token, page).await;
                round.pushed(&journal.ledger(), &standing, &places, answer, now())
            }
            Step::Pull => {
                let answer = server.pull(&token, &standing.head).await;
                round.pulled(&journal.ledger(), &standing, answer)
            }
            Step::Rest => return if round.left_out() { Ended::LeftOut } else { Ended::Done },
        };
        journal.apply(profile.device, change).await;
        if journal.profile().device != profile.device {
            return Ended::LeftOut;
        }
        match then {
            Then::Continue => {}
            Then::Pause(fault) => return Ended::Paused(fault),
            Then::Gone => return Ended::Gone,
        }
    }
    Ended::Paused(ApiFault::Busy { retry_after: None })
}
