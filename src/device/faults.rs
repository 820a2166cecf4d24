//! The journal and the sender against a server and a network that do everything wrong: nothing may be lost, nothing cleared
//! without its verdict.

mod people;

use super::journal::{Journal, Opened};
use super::ledger::{Place, RowState};
use super::sender::{Ended, Server, round};
use super::store::{Shelf, Store};
use crate::api::ApiFault;
use domain::api::{
    DeviceToken, Problem, PullPage, PulledStatement, PushPage, PushReport, RegisterDevice, RejectionDetail, Verdict,
};
use domain::id::{DeviceId, Incarnation};
use domain::statement::{Declared, Fact, Rejection, SeriesDigest, Statement};
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    None,
    RequestLost,
    ResponseLost,
    BodyCut,
    Busy,
    Portal,
    OneVerdictShort,
    OneVerdictMore,
    TooLarge,
    BadRequest,
    Forbidden,
    TokenForgotten,
    /// The store is set back to half of what it held, as from a backup.
    Restored,
    /// The store loses half of what it held and doesn't know.
    Damaged,
    RetryFirst,
    /// The learner was erased.
    Erased,
}

const TROUBLES: [Trouble; 15] = [
    Trouble::None,
    Trouble::RequestLost,
    Trouble::ResponseLost,
    Trouble::BodyCut,
    Trouble::Busy,
    Trouble::Portal,
    Trouble::OneVerdictShort,
    Trouble::OneVerdictMore,
    Trouble::TooLarge,
    Trouble::BadRequest,
    Trouble::Forbidden,
    Trouble::TokenForgotten,
    Trouble::Restored,
    Trouble::Damaged,
    Trouble::RetryFirst,
];

/// What happens on the phone.
#[derive(Debug, Clone)]
enum Event {
    Write(u8),
    Round(Vec<Trouble>),
    /// The tab is killed and opened again.
    Reopen,
    /// Another phone of the learner, or an older life of this one, has written something.
    WrittenElsewhere {
        same_device: bool,
        seq: u32,
    },
}

fn event() -> impl Strategy<Value = Event> {
    let trouble = proptest::sample::select(TROUBLES.as_slice());
    prop_oneof![
        4 => (1_u8..9).prop_map(Event::Write),
        5 => proptest::collection::vec(trouble, 0..6).prop_map(Event::Round),
        1 => Just(Event::Reopen),
        1 => (any::<bool>(), 1_u32..20).prop_map(|(same_device, seq)| Event::WrittenElsewhere { same_device, seq }),
    ]
}

/// A server of ours, as the contract describes it, behind a bad network.
#[derive(Default)]
struct FakeServer {
    held: RefCell<Vec<(DeviceId, Place, String)>>,
    token: Cell<Option<u64>>,
    tokens: Cell<u64>,
    life: Cell<u8>,
    troubles: RefCell<Vec<Trouble>>,
    requests: Cell<usize>,
    /// Sequence numbers that the server finds malformed.
    bad: BTreeSet<u32>,
    /// What verdicts really reached the phone.
    confirmed: RefCell<BTreeSet<String>>,
    refused: RefCell<BTreeSet<String>>,
}

impl FakeServer {
    fn incarnation(&self) -> Incarnation {
        Incarnation::from_bytes([self.life.get(); 16])
    }

    fn trouble(&self) -> Trouble {
        self.requests.set(self.requests.get() + 1);
        self.troubles.borrow_mut().pop().unwrap_or(Trouble::None)
    }

    fn refusal(status: u16, kind: &str) -> ApiFault {
        ApiFault::Refused(Problem { kind: kind.into(), status, detail: String::new() })
    }

    /// What happens before the server can answer.
    fn before(&self, trouble: Trouble) -> Result<(), ApiFault> {
        match trouble {
            Trouble::RequestLost => return Err(ApiFault::Offline),
            Trouble::Busy => return Err(ApiFault::Busy { retry_after: Some(1) }),
            Trouble::Portal => return Err(ApiFault::NotApi),
            Trouble::TooLarge => return Err(Self::refusal(413, "too_large")),
            Trouble::BadRequest => return Err(Self::refusal(400, "malformed")),
            Trouble::Forbidden => return Err(Self::refusal(403, "forbidden")),
            Trouble::TokenForgotten => self.token.set(None),
            Trouble::Erased => return Err(Self::refusal(410, "gone")),
            Trouble::Restored | Trouble::Damaged => {
                let mut held = self.held.borrow_mut();
                let half = held.len() / 2;
                held.truncate(half);
                if trouble == Trouble::Restored {
                    self.life.set(self.life.get() + 1);
                    self.token.set(None);
                }
            }
            Trouble::None
            | Trouble::ResponseLost
            | Trouble::BodyCut
            | Trouble::OneVerdictShort
            | Trouble::OneVerdictMore
            | Trouble::RetryFirst => {}
        }
        Ok(())
    }

    fn check_token(&self, token: &str) -> Result<(), ApiFault> {
        let known = self.token.get().is_some_and(|known| known.to_string() == token);
        if known { Ok(()) } else { Err(Self::refusal(401, "unknown_token")) }
    }

    fn verdict(&self, device: DeviceId, statement: &Statement, text: &str) -> Verdict {
        let place = (statement.epoch, statement.seq);
        let mut held = self.held.borrow_mut();
        match held.iter().find(|(by, at, _)| *by == device && *at == place) {
            Some((_, _, same)) if same == text => Verdict::Duplicate,
            Some(_) => Verdict::Rejected(Rejection::Conflict),
            None if self.bad.contains(&statement.seq) => Verdict::Rejected(Rejection::Malformed),
            None => {
                held.push((device, place, text.into()));
                Verdict::Accepted
            }
        }
    }

    fn digest(&self, device: DeviceId) -> SeriesDigest {
        let mut digest = SeriesDigest::default();
        self.held.borrow().iter().filter(|(by, ..)| *by == device).for_each(|(_, _, text)| digest.add(text));
        digest
    }
}

impl Server for FakeServer {
    async fn register(&self, _request: &RegisterDevice) -> Result<DeviceToken, ApiFault> {
        let trouble = self.trouble();
        self.before(trouble)?;
        self.tokens.set(self.tokens.get() + 1);
        self.token.set(Some(self.tokens.get()));
        if matches!(trouble, Trouble::ResponseLost | Trouble::BodyCut) {
            return Err(ApiFault::Offline);
        }
        Ok(DeviceToken { token: self.tokens.get().to_string(), incarnation: self.incarnation(), joined_into: None })
    }

    async fn push(&self, token: &str, page: String) -> Result<PushReport, ApiFault> {
        let trouble = self.trouble();
        self.before(trouble)?;
        self.check_token(token)?;
        let page: PushPage = serde_json::from_str(&page).unwrap();
        let texts: Vec<String> = page.statements.iter().map(|s| serde_json::to_string(s).unwrap()).collect();
        let mut verdicts: Vec<Verdict> = Vec::new();
        for (index, (statement, text)) in page.statements.iter().zip(&texts).enumerate() {
            let retry = trouble == Trouble::RetryFirst && index == 0;
            verdicts.push(if retry { Verdict::Retry } else { self.verdict(page.device, statement, text) });
        }
        match trouble {
            Trouble::ResponseLost => return Err(ApiFault::Offline),
            Trouble::BodyCut => return Err(ApiFault::Unreadable("cut".into())),
            Trouble::OneVerdictShort => drop(verdicts.pop()),
            Trouble::OneVerdictMore => verdicts.push(Verdict::Accepted),
            Trouble::None
            | Trouble::RequestLost
            | Trouble::Busy
            | Trouble::Portal
            | Trouble::TooLarge
            | Trouble::BadRequest
            | Trouble::Forbidden
            | Trouble::TokenForgotten
            | Trouble::Restored
            | Trouble::Damaged
            | Trouble::Erased
            | Trouble::RetryFirst => {
                for (verdict, text) in verdicts.iter().zip(&texts) {
                    match verdict {
                        Verdict::Accepted | Verdict::Duplicate => {
                            drop(self.confirmed.borrow_mut().replace(text.clone()))
                        }
                        Verdict::Rejected(_) => drop(self.refused.borrow_mut().replace(text.clone())),
                        Verdict::Retry => {}
                    }
                }
            }
        }
        Ok(PushReport {
            incarnation: self.incarnation(),
            verdicts,
            details: vec![RejectionDetail { place: 0, detail: "the first".into() }],
            digest: self.digest(page.device),
            learner_count: i64::try_from(self.held.borrow().len()).unwrap(),
        })
    }

    async fn pull(&self, token: &str, head: &str) -> Result<PullPage, ApiFault> {
        let trouble = self.trouble();
        self.before(trouble)?;
        self.check_token(token)?;
        if matches!(trouble, Trouble::ResponseLost | Trouble::BodyCut) {
            return Err(ApiFault::Offline);
        }
        let held = self.held.borrow();
        let from = if head.is_empty() { 0 } else { head.parse::<usize>().unwrap() };
        if from > held.len() {
            return Err(Self::refusal(400, "unknown_head"));
        }
        let to = (from + 3).min(held.len());
        let statements =
            held[from..to].iter().map(|(device, _, text)| PulledStatement { device: *device, text: text.clone() });
        Ok(PullPage {
            incarnation: self.incarnation(),
            statements: statements.collect(),
            head: to.to_string(),
            more: to < held.len(),
            learner_count: i64::try_from(held.len()).unwrap(),
            vouched_at: None,
        })
    }
}

/// Runs a future that never waits: memory and the fake server answer at once.
fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("something waited"),
    }
}

fn dice(bytes: &mut [u8]) {
    thread_local! { static STATE: Cell<u64> = const { Cell::new(0x9e37_79b9_7f4a_7c15) }; }
    for byte in bytes {
        STATE.with(|state| {
            let mut x = state.get();
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            state.set(x);
            *byte = u8::try_from(x >> 56).unwrap();
        });
    }
}

fn fact(revision: u32) -> Fact {
    Fact::Declared(Declared { unit: None, revision })
}

fn text(epoch: u32, seq: u32, at: i64) -> String {
    serde_json::to_string(&Statement { v: 1, epoch, seq, at, did: fact(1) }).unwrap()
}

fn open(store: &Store) -> (Journal, Opened) {
    at_once(Journal::open(Ok(store.clone()), dice))
}

fn send(journal: &Journal, server: &FakeServer) -> Ended {
    at_once(round(journal, server, true, || 1))
}

/// Nothing is off the waiting list but by a verdict that arrived.
fn nothing_cleared_without_its_verdict(journal: &Journal, server: &FakeServer) {
    for row in journal.ledger().rows.values() {
        match &row.state {
            RowState::Waiting => {}
            RowState::Acknowledged => assert!(server.confirmed.borrow().contains(&row.text), "{row:?}"),
            RowState::Quarantined { .. } => assert!(server.refused.borrow().contains(&row.text), "{row:?}"),
        }
    }
}

fn live(journal: &mut Journal, store: &Store, server: &FakeServer, event: &Event) -> usize {
    match event {
        Event::Write(count) => {
            (0..*count).for_each(|i| at_once(journal.append(&fact(u32::from(i) + 1), 1)).unwrap());
            return usize::from(*count);
        }
        Event::Round(troubles) => {
            troubles.clone_into(&mut server.troubles.borrow_mut());
            send(journal, server);
            server.troubles.borrow_mut().clear();
        }
        Event::Reopen => {
            let (reopened, opened) = open(store);
            assert_eq!(opened, Opened::Found);
            assert_eq!(*reopened.ledger(), *journal.ledger());
            assert_eq!((reopened.profile(), reopened.standing()), (journal.profile(), journal.standing()));
            *journal = reopened;
        }
        Event::WrittenElsewhere { same_device, seq } => {
            let device = if *same_device { journal.profile().device } else { DeviceId::from_bytes([7; 16]) };
            let place = (journal.profile().epoch, *seq);
            let mut held = server.held.borrow_mut();
            let free = !held.iter().any(|(by, at, _)| *by == device && *at == place);
            if free {
                held.push((device, place, text(place.0, place.1, 99)));
            }
        }
    }
    0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn after_any_faults_every_statement_ends_with_the_server_or_in_quarantine(
        events in proptest::collection::vec(event(), 1..24),
        bad in proptest::collection::btree_set(1_u32..40, 0..4),
    ) {
        let store = Store::in_memory();
        let (mut journal, opened) = open(&store);
        prop_assert_eq!(opened, Opened::Made);
        let server = FakeServer { bad, ..FakeServer::default() };
        let mut written = 0;
        for event in &events {
            written += live(&mut journal, &store, &server, event);
            nothing_cleared_without_its_verdict(&journal, &server);
            prop_assert_eq!(journal.ledger().rows.len(), written);
        }
        // A store that lost something and doesn't know is found out by the next statement's answer.
        at_once(journal.append(&fact(1), 1)).unwrap();
        // Two rounds of a working network are enough: the second for what the first was told to retry.
        for _ in 0..2 {
            let before = server.requests.get();
            prop_assert_eq!(send(&journal, &server), Ended::Done);
            prop_assert!(server.requests.get() - before < 60);
        }
        nothing_cleared_without_its_verdict(&journal, &server);
        let (reopened, _) = open(&store);
        prop_assert_eq!(&*reopened.ledger(), &*journal.ledger());
        prop_assert_eq!(journal.ledger().counts().0, 0);
        let held: BTreeMap<(DeviceId, Place), String> =
            server.held.borrow().iter().map(|(device, place, text)| ((*device, *place), text.clone())).collect();
        for (place, row) in &journal.ledger().rows {
            if row.state == RowState::Acknowledged {
                prop_assert_eq!(held.get(&(journal.profile().device, *place)), Some(&row.text));
            }
        }
    }
}

#[test]
fn two_tabs_that_know_nothing_of_each_other_never_take_the_same_number() {
    let store = Store::in_memory();
    let ((one, first), (other, second)) = (open(&store), open(&store));
    assert_eq!((first, second), (Opened::Made, Opened::Found));
    for _ in 0..5 {
        at_once(one.append(&fact(1), 1)).unwrap();
        at_once(other.append(&fact(2), 1)).unwrap();
    }
    let (whole, _) = open(&store);
    assert_eq!(whole.ledger().rows.len(), 10);
    let news = at_once(one.refresh()).unwrap().unwrap();
    assert_eq!(one.heard(&news).unwrap().len(), 5);
    assert_eq!(*one.ledger(), *whole.ledger());
}

#[test]
fn a_clock_that_is_wrong_by_ten_years_or_mad_changes_only_a_date() {
    let (journal, _) = open(&Store::in_memory());
    for now in [i64::MIN, -1, 0, 1_450_000_000_000, 2_100_000_000_000, i64::MAX] {
        at_once(journal.append(&fact(1), now)).unwrap();
    }
    assert_eq!(journal.ledger().rows.keys().map(|(_, seq)| *seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(send(&journal, &FakeServer::default()), Ended::Done);
    assert_eq!(journal.ledger().counts(), (0, 0));
}

#[test]
fn a_learner_who_has_done_nothing_is_not_made_known_to_the_server() {
    let (journal, _) = open(&Store::in_memory());
    let server = FakeServer::default();
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(server.requests.get(), 0);
}

#[test]
fn a_place_taken_by_another_statement_begins_a_new_epoch() {
    let (journal, _) = open(&Store::in_memory());
    let server = FakeServer::default();
    server.held.borrow_mut().push((journal.profile().device, (1, 1), text(1, 1, 5)));
    at_once(journal.append(&fact(1), 1)).unwrap();
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(journal.ledger().counts(), (0, 1));
    at_once(journal.append(&fact(2), 1)).unwrap();
    assert_eq!(journal.ledger().rows.keys().last(), Some(&(2, 1)));
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(journal.ledger().counts(), (0, 1));
}

#[test]
fn a_server_set_back_to_an_older_backup_is_refilled_without_a_new_statement() {
    let (journal, _) = open(&Store::in_memory());
    let server = FakeServer::default();
    (0..7).for_each(|_| at_once(journal.append(&fact(1), 1)).unwrap());
    assert_eq!(send(&journal, &server), Ended::Done);
    server.before(Trouble::Restored).unwrap();
    assert_eq!(server.held.borrow().len(), 3);
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(server.held.borrow().len(), 7);
}

#[test]
fn one_statement_that_the_server_chokes_on_holds_up_nothing_else() {
    struct Choking(FakeServer);
    impl Server for Choking {
        async fn register(&self, request: &RegisterDevice) -> Result<DeviceToken, ApiFault> {
            self.0.register(request).await
        }
        async fn push(&self, token: &str, page: String) -> Result<PushReport, ApiFault> {
            if page.contains("\"seq\":42,") {
                return Err(FakeServer::refusal(400, "malformed"));
            }
            self.0.push(token, page).await
        }
        async fn pull(&self, token: &str, head: &str) -> Result<PullPage, ApiFault> {
            self.0.pull(token, head).await
        }
    }
    let (journal, _) = open(&Store::in_memory());
    (0..100).for_each(|_| at_once(journal.append(&fact(1), 1)).unwrap());
    let server = Choking(FakeServer::default());
    assert_eq!(at_once(round(&journal, &server, true, || 1)), Ended::LeftOut);
    assert_eq!(journal.ledger().counts(), (1, 0));
    assert_eq!(server.0.held.borrow().len(), 99);
}

#[test]
fn storage_cleared_under_an_open_page_is_written_again_under_numbers_nobody_used() {
    let store = Store::in_memory();
    let (journal, _) = open(&store);
    (0..3).for_each(|_| at_once(journal.append(&fact(1), 1)).unwrap());
    store.clear();
    at_once(journal.append(&fact(1), 1)).unwrap();
    let (reopened, opened) = open(&store);
    assert_eq!(opened, Opened::Found);
    assert_eq!(reopened.ledger().rows.keys().copied().collect::<Vec<_>>(), [(1, 1), (1, 2), (1, 3), (2, 1)]);
}

#[test]
fn a_phone_without_room_goes_on_in_memory_as_a_series_of_its_own_and_says_so() {
    let store = Store::in_memory();
    let (journal, _) = open(&store);
    let server = FakeServer::default();
    at_once(journal.append(&fact(1), 1)).unwrap();
    let before = journal.profile();
    store.fill_up();
    at_once(journal.append(&fact(2), 1)).unwrap();
    assert!(!journal.saved());
    assert_eq!((journal.profile().learner, journal.profile().secret), (before.learner, before.secret));
    assert_ne!(journal.profile().device, before.device);
    assert_eq!(journal.ledger().texts().count(), 2);
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(server.held.borrow().iter().map(|(device, ..)| *device).collect::<Vec<_>>(), [journal.profile().device]);
}

#[test]
fn a_phone_that_keeps_nothing_still_lets_one_learn_and_send() {
    let nothing = Err(super::store::StoreFault("private mode".into()));
    let (journal, opened) = at_once(Journal::open(nothing, dice));
    assert_eq!((opened, journal.saved()), (Opened::NotSaved, false));
    at_once(journal.append(&fact(1), 1)).unwrap();
    let server = FakeServer::default();
    assert_eq!(send(&journal, &server), Ended::Done);
    assert_eq!(server.held.borrow().len(), 1);
}

#[test]
fn a_statement_that_nobody_would_accept_is_not_written() {
    let store = Store::in_memory();
    let (journal, _) = open(&store);
    assert!(at_once(journal.append(&fact(0), 1)).is_err());
    assert!(journal.ledger().rows.is_empty());
    assert!(at_once(store.all(Shelf::Statement, "")).unwrap().is_empty());
}
