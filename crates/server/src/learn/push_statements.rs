//! `POST /api/learn/statements`: a page of statements becomes rows, progress and tallies, all in one transaction.
//!
//! The walk: read and bound every statement → one by one a verdict → insert → fold → tally → digest → commit → answer. A
//! statement that can't be taken gets its own verdict and never delays the others.

use super::DeviceBearer;
use super::devices::incarnation;
use super::learner::Whereabouts;
use crate::Server;
use crate::editions::Found;
use crate::error::Fault;
use crate::extract::Body;
use crate::projection::{self, Ledger};
use crate::store::{Row, Tx, Value};
use crate::values;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{PAGE_BYTES, PAGE_STATEMENTS, PushPage, PushReport, RejectionDetail, Verdict};
use domain::edition::sha256;
use domain::id::{DeviceId, EditionId, Incarnation, LearnerId};
use domain::statement::{Fact, Reading, Rejection, SeriesDigest, read};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A page that has been read, not yet judged.
pub struct Page {
    /// Whose it is.
    pub learner: LearnerId,
    /// Which device wrote it.
    pub device: DeviceId,
    secret_hash: String,
    entries: Vec<Result<Entry, (Rejection, String)>>,
}

struct Entry {
    epoch: u32,
    seq: u32,
    verb: String,
    text: String,
    fact: Option<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPage<'a> {
    learner: LearnerId,
    device: DeviceId,
    #[serde(borrow)]
    statements: Vec<&'a RawValue>,
}

/// Takes in a page of statements. May be repeated: what is there already is answered `duplicate`.
#[utoipa::path(post, path = domain::api::STATEMENTS, tag = "learn", request_body = PushPage,
    responses((status = 200, body = PushReport), (status = 400, body = domain::api::Problem), (status = 401, body = domain::api::Problem),
        (status = 403, body = domain::api::Problem), (status = 410, body = domain::api::Problem, description = "The learner was erased"), (status = 413, body = domain::api::Problem), (status = 422, body = domain::api::Problem),
        (status = 503, body = domain::api::Problem), (status = 507, body = domain::api::Problem)))]
pub async fn push_statements(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<PushReport>, Fault> {
    let page = read_page(DeviceBearer::read(&headers)?, &body.0)?;
    match server.inbox.put(page).await {
        Err(Fault::JoinedInto(learner)) => {
            let page = read_page(DeviceBearer::read(&headers)?, &body.0)?;
            server.inbox.put(Page { learner, ..page }).await.map(Json)
        }
        done => done.map(Json),
    }
}

/// Reads a page as it came over the wire; each statement that can't be read keeps its reason.
///
/// # Errors
/// When the page itself is none, is too long, or isn't its bearer's.
pub fn read_page(bearer: DeviceBearer, body: &[u8]) -> Result<Page, Fault> {
    if body.len() > PAGE_BYTES {
        return Err(Fault::TooLarge { limit: PAGE_BYTES });
    }
    let page: RawPage<'_> = serde_json::from_slice(body)
        .map_err(|error| Fault::BadRequest(format!("not a page of statements: {error}")))?;
    if page.learner != bearer.learner || page.device != bearer.device {
        return Err(Fault::Forbidden("a device may push only its own learner's statements: use that learner's token"));
    }
    if !(1..=PAGE_STATEMENTS).contains(&page.statements.len()) {
        return Err(Fault::Invalid(format!(
            "a page has 1–{PAGE_STATEMENTS} statements, this one has {}",
            page.statements.len()
        )));
    }
    let entries = page.statements.iter().map(|raw| read_entry(raw.get())).collect();
    Ok(Page { learner: page.learner, device: page.device, secret_hash: bearer.secret_hash, entries })
}

fn read_entry(text: &str) -> Result<Entry, (Rejection, String)> {
    let (epoch, seq, verb, fact) = match read(text)? {
        Reading::Known(statement) => {
            (statement.epoch, statement.seq, statement.did.verb().to_owned(), Some(statement.did))
        }
        Reading::Later { epoch, seq, verb } => (epoch, seq, verb, None),
    };
    Ok(Entry { epoch, seq, verb, text: text.to_owned(), fact })
}

/// What the store knows of a device before a page.
struct Known {
    token_hash: String,
    digest: SeriesDigest,
    last: (u32, u32),
}

/// Stores some pages, at most one a learner, in one transaction.
///
/// # Errors
/// When the engine fails; then nothing of any page was stored. A page of its own fault fails alone, inside the list.
pub async fn store_pages(server: &Server, pages: &[Page]) -> Result<Vec<Result<PushReport, Fault>>, Fault> {
    let learners: Vec<String> = pages.iter().map(|page| page.learner.to_string()).collect();
    let mut tx = server.store.write().await?;
    tx.lock_learners(&learners).await?;
    let incarnation = incarnation(&mut tx).await?;
    let received = received(&mut tx, &learners).await?;
    let devices = devices(&mut tx, &learners).await?;
    let mut ledger = Ledger::load(&mut tx, &learners).await?;
    let editions = server.shelf.find(&server.store, &named_editions(pages, &ledger)).await?;

    let now = server.clock.now();
    let mut stored = Stored::default();
    let mut reports = Vec::with_capacity(pages.len());
    for page in pages {
        let known = devices.get(&(page.learner, page.device));
        let learner = received.get(&page.learner);
        match learner.map(|(_, _, whereabouts)| whereabouts) {
            Some(Whereabouts::Erased) => {
                reports.push(Err(Fault::Gone));
                continue;
            }
            Some(Whereabouts::Joined(into)) => {
                reports.push(Err(Fault::JoinedInto(*into)));
                continue;
            }
            Some(Whereabouts::Here) | None => {}
        }
        let (Some(known), Some((received_at, count, _))) = (known, learner) else {
            reports.push(Err(Fault::UnknownToken));
            continue;
        };
        if !crate::secret::same(&known.token_hash, &page.secret_hash) {
            reports.push(Err(Fault::UnknownToken));
            continue;
        }
        let at = now.max(received_at + 1);
        let judged = judge(&mut tx, page, known, &editions, &mut ledger).await?;
        reports.push(Ok(stored.take(page, known, *count, at, judged, incarnation, &mut ledger, &editions)));
    }
    let refold = stored.write(&mut tx).await?;
    ledger.write(&mut tx).await?;
    for learner in refold {
        projection::refold(&mut tx, server, &learner).await?;
    }
    tx.commit().await?;
    Ok(reports)
}

/// The editions that the pages name, and those in which their learners have done anything so far.
fn named_editions(pages: &[Page], ledger: &Ledger) -> BTreeSet<EditionId> {
    let entries = pages.iter().flat_map(|page| &page.entries).flatten();
    entries.filter_map(|entry| entry.fact.as_ref()?.place()).map(|(_, id, _)| *id).chain(ledger.editions()).collect()
}

async fn received(tx: &mut Tx, learners: &[String]) -> Result<BTreeMap<LearnerId, (i64, i64, Whereabouts)>, Fault> {
    let sql = "SELECT learner, received_at, statements, joined_into, erased_at FROM learner WHERE learner IN ({})";
    let rows = tx.rows_among(sql, learners).await?;
    let read = |row: &Row| {
        let whereabouts = Whereabouts::of(row.text_or_null(3)?, row.int_or_null(4)?)?;
        Ok((row.parsed(0)?, (row.int(1)?, row.int(2)?, whereabouts)))
    };
    rows.iter().map(read).collect()
}

async fn devices(tx: &mut Tx, learners: &[String]) -> Result<BTreeMap<(LearnerId, DeviceId), Known>, Fault> {
    let sql = "SELECT learner, device, token_hash, digest_count, digest_a, digest_b, last_epoch, last_seq FROM device WHERE learner IN ({})";
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    tx.rows_among(sql, learners)
        .await?
        .iter()
        .map(|row| {
            let digest = SeriesDigest { count: row.int(3)?, a: row.int(4)?, b: row.int(5)? };
            let last = (number(row.int(6)?), number(row.int(7)?));
            Ok(((row.parsed(0)?, row.parsed(1)?), Known { token_hash: row.text(2)?, digest, last }))
        })
        .collect()
}

/// A verdict for each entry, in the order of the page, with words where it was refused. New ones are folded into the ledger.
async fn judge(
    tx: &mut Tx,
    page: &Page,
    known: &Known,
    editions: &Found,
    ledger: &mut Ledger,
) -> Result<Vec<(Verdict, Option<String>)>, Fault> {
    let maybe_there = page.entries.iter().flatten().any(|entry| (entry.epoch, entry.seq) <= known.last);
    let there = if maybe_there { stored_texts(tx, page).await? } else { BTreeMap::new() };
    let mut in_page: BTreeMap<(u32, u32), &str> = BTreeMap::new();
    let mut verdicts = Vec::with_capacity(page.entries.len());
    for entry in &page.entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err((rejection, detail)) => {
                verdicts.push((Verdict::Rejected(*rejection), Some(detail.clone())));
                continue;
            }
        };
        let place = (entry.epoch, entry.seq);
        let before = there.get(&place).map(String::as_str).or_else(|| in_page.get(&place).copied());
        verdicts.push(match before {
            Some(text) if text == entry.text => (Verdict::Duplicate, None),
            Some(_) => refused(Rejection::Conflict),
            None => match fold(tx, page.learner, entry, editions, ledger).await? {
                Ok(()) => {
                    in_page.insert(place, &entry.text);
                    (Verdict::Accepted, None)
                }
                Err(rejection) => refused(rejection),
            },
        });
    }
    Ok(verdicts)
}

fn refused(rejection: Rejection) -> (Verdict, Option<String>) {
    let detail = match rejection {
        Rejection::Conflict => "another statement already stands at this epoch and seq",
        Rejection::UnknownActivity => "the edition has no such course, lesson or item",
        Rejection::ResponseMismatch => "the response does not fit the item",
        Rejection::UnknownUnit => "there is no such commune",
        Rejection::Malformed | Rejection::TooLong | Rejection::OutOfRange => "not a statement",
    };
    (Verdict::Rejected(rejection), Some(detail.into()))
}

async fn fold(
    tx: &mut Tx,
    learner: LearnerId,
    entry: &Entry,
    editions: &Found,
    ledger: &mut Ledger,
) -> Result<Result<(), Rejection>, Fault> {
    let Some(fact) = &entry.fact else { return Ok(Ok(())) };
    if let Fact::Declared(declared) = fact {
        let Some(unit) = &declared.unit else { return Ok(Ok(())) };
        let sql = "SELECT kind FROM administrative_unit WHERE unit = $1";
        let kind = tx.row(sql, values![unit.to_string()]).await?.map(|row| row.text(0)).transpose()?;
        return Ok(if kind.as_deref() == Some("commune") { Ok(()) } else { Err(Rejection::UnknownUnit) });
    }
    let Some((_, id, _)) = fact.place() else { return Ok(Ok(())) };
    Ok(ledger.apply(learner, fact, id, editions.get(id).map(AsRef::as_ref)))
}

async fn stored_texts(tx: &mut Tx, page: &Page) -> Result<BTreeMap<(u32, u32), String>, Fault> {
    let mut texts = BTreeMap::new();
    let places: BTreeSet<(u32, u32)> = page.entries.iter().flatten().map(|entry| (entry.epoch, entry.seq)).collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return Ok(texts) };
    // One range covers the page; a page is a run of the series.
    let sql = "SELECT epoch, seq, text FROM statement WHERE learner = $1 AND device = $2 \
               AND (epoch > $3 OR (epoch = $3 AND seq >= $4)) AND (epoch < $5 OR (epoch = $5 AND seq <= $6))";
    let range = values![page.learner.to_string(), page.device.to_string(), first.0, first.1, last.0, last.1];
    for row in tx.rows(sql, range).await? {
        let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let place = (number(row.int(0)?), number(row.int(1)?));
        if places.contains(&place) {
            texts.insert(place, row.text(2)?);
        }
    }
    Ok(texts)
}

/// The rows that a group of pages adds.
#[derive(Default)]
struct Stored {
    statements: Vec<Vec<Value>>,
    devices: Vec<Vec<Value>>,
    learners: Vec<Vec<Value>>,
    refold: BTreeSet<String>,
    accepted: u64,
    rejected: u64,
}

impl Stored {
    #[expect(
        clippy::too_many_arguments,
        reason = "one page's row in every table; a struct for it would only rename the arguments"
    )]
    fn take(
        &mut self,
        page: &Page,
        known: &Known,
        count: i64,
        at: i64,
        judged: Vec<(Verdict, Option<String>)>,
        incarnation: Incarnation,
        ledger: &mut Ledger,
        editions: &Found,
    ) -> PushReport {
        let (learner, device) = (page.learner.to_string(), page.device.to_string());
        let (mut digest, mut last, mut new) = (known.digest, known.last, 0);
        for (entry, (verdict, _)) in page.entries.iter().zip(&judged) {
            let (Ok(entry), Verdict::Accepted) = (entry, verdict) else { continue };
            digest.add_hash(&sha256(entry.text.as_bytes()));
            last = last.max((entry.epoch, entry.seq));
            new += 1;
            if matches!(entry.fact, Some(Fact::Declared(_))) {
                self.refold.insert(learner.clone());
            }
            self.statements.push(values![&learner, &device, entry.epoch, entry.seq, at, &entry.verb, &entry.text]);
        }
        if new > 0 {
            ledger.close_page(page.learner, at, editions);
            self.devices.push(values![&learner, &device, digest.count, digest.a, digest.b, last.0, last.1]);
            self.learners.push(values![&learner, at, count + new]);
        }
        self.accepted += u64::try_from(new).unwrap_or(0);
        let details = judged
            .iter()
            .enumerate()
            .filter_map(|(place, (_, detail))| Some(RejectionDetail { place, detail: detail.clone()? }));
        let details: Vec<RejectionDetail> = details.collect();
        self.rejected += details.len() as u64;
        let verdicts = judged.iter().map(|(verdict, _)| *verdict).collect();
        PushReport { incarnation, verdicts, details, digest, learner_count: count + new }
    }

    /// Writes the rows; answers whose progress must be folded from the start.
    async fn write(self, tx: &mut Tx) -> Result<BTreeSet<String>, Fault> {
        metrics::counter!("statements_accepted").increment(self.accepted);
        metrics::counter!("statements_rejected").increment(self.rejected);
        tx.run_rows(
            "INSERT INTO statement (learner, device, epoch, seq, received_at, verb, text) VALUES",
            self.statements,
            "",
        )
        .await?;
        tx.run_rows(
            "WITH new (learner, device, digest_count, digest_a, digest_b, last_epoch, last_seq) AS (VALUES",
            self.devices,
            ") UPDATE device SET digest_count = new.digest_count, digest_a = new.digest_a, digest_b = new.digest_b, \
             last_epoch = new.last_epoch, last_seq = new.last_seq FROM new WHERE device.learner = new.learner AND device.device = new.device",
        )
        .await?;
        tx.run_rows(
            "WITH new (learner, received_at, statements) AS (VALUES",
            self.learners,
            ") UPDATE learner SET received_at = new.received_at, statements = new.statements FROM new WHERE learner.learner = new.learner",
        )
        .await?;
        Ok(self.refold)
    }
}
