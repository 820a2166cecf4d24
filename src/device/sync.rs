//! What to send next, and what an answer changes. Pure: no network, no storage, no clock.
//!
//! Only a verdict on a statement takes it off the waiting list; every other answer leaves everything waiting.

use super::ledger::{Ledger, Place, Pulled, Row, RowState};
use crate::api::ApiFault;
use domain::api::{DeviceToken, PAGE_STATEMENTS, PullPage, PushReport, RejectionDetail, Verdict};
use domain::id::{DeviceId, Incarnation};
use domain::statement::{Reading, Rejection, SeriesDigest, read};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest pause between two tries, in seconds.
pub const LONGEST_PAUSE: u32 = 300;

/// How a device stands with the server; kept beside the learner's profile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// The token by which the device speaks for its learner.
    pub token: Option<String>,
    /// The life of the server's store that acknowledged what is acknowledged.
    pub incarnation: Option<Incarnation>,
    /// From where to pull next.
    pub head: String,
    /// When the server last confirmed something, by this device's clock.
    pub last_sent: Option<i64>,
    /// When a trainer last vouched for the learner, after this device came.
    pub vouched_at: Option<i64>,
    /// By how much the server's digest differs from ours for a reason that neither sending again nor pulling removed.
    pub unexplained: SeriesDigest,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Get a token.
    Register,
    /// Push these.
    Push(Vec<Place>),
    /// Pull from the head.
    Pull,
    /// Nothing is left to do in this round.
    Rest,
}

/// Whether the round goes on after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// To the next step.
    Continue,
    /// Not before a pause.
    Pause(ApiFault),
    /// Never again: the learner was erased.
    Gone,
}

/// What an answer changes in the journal; written down in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Statements whose state changed.
    pub rows: Vec<(Place, Row)>,
    /// Statements that arrived.
    pub pulled: Vec<Pulled>,
    /// How the device now stands with the server.
    pub standing: Standing,
    /// A numbering that can't be trusted any more: go on in a later epoch.
    pub leave_epoch: Option<u32>,
}

/// One round of sending: from something to do until nothing is left or the network fails.
#[derive(Debug, Clone)]
pub struct Round {
    device: DeviceId,
    page_most: usize,
    skipped: BTreeSet<Place>,
    registered: bool,
    resent: bool,
    pull: bool,
    pulled: bool,
    /// Whether the pull began at the beginning.
    whole: bool,
    /// What the server last said it holds of our series, and how many statements of the learner.
    theirs: Option<SeriesDigest>,
    wanted: i64,
}

impl Round {
    /// A round of a device. `pull`: also ask whether anything happened elsewhere, as at the start of the app.
    #[must_use]
    pub fn new(device: DeviceId, pull: bool) -> Self {
        Self {
            device,
            page_most: PAGE_STATEMENTS,
            skipped: BTreeSet::new(),
            registered: false,
            resent: false,
            pull,
            pulled: false,
            whole: false,
            theirs: None,
            wanted: 0,
        }
    }

    /// What to do next. A learner who has done nothing yet isn't made known to the server.
    #[must_use]
    pub fn next(&self, ledger: &Ledger, standing: &Standing) -> Step {
        let page = ledger.page(self.page_most, &self.skipped);
        // One who came from another phone has a token before having done anything here.
        let known = !ledger.rows.is_empty() || !ledger.pulled.is_empty() || standing.token.is_some();
        let pull = self.pull && !self.pulled && known;
        match (&standing.token, page.is_empty()) {
            (None, true) if !pull => Step::Rest,
            (None, _) => Step::Register,
            (Some(_), false) => Step::Push(page),
            (Some(_), true) if pull => Step::Pull,
            (Some(_), true) => Step::Rest,
        }
    }

    /// Whether something was left out and wants another round.
    #[must_use]
    pub fn left_out(&self) -> bool {
        !self.skipped.is_empty()
    }

    /// Takes in the answer to a registration.
    pub fn registered(
        &mut self,
        ledger: &Ledger,
        standing: &Standing,
        answer: Result<DeviceToken, ApiFault>,
    ) -> (Change, Then) {
        let mut change = Change { standing: standing.clone(), ..Change::default() };
        match answer {
            Ok(token) => {
                self.registered = true;
                self.meet(token.incarnation, ledger, &mut change);
                change.standing.token = Some(token.token);
                (change, Then::Continue)
            }
            Err(fault) if fault.gone() => (change, Then::Gone),
            Err(fault) => (change, Then::Pause(fault)),
        }
    }

    /// Takes in the answer to a page. `now` is only shown.
    pub fn pushed(
        &mut self,
        ledger: &Ledger,
        standing: &Standing,
        page: &[Place],
        answer: Result<PushReport, ApiFault>,
        now: i64,
    ) -> (Change, Then) {
        let mut change = Change { standing: standing.clone(), ..Change::default() };
        let report = match answer {
            // Verdicts go by position: of another length, they say nothing about anything.
            Ok(report) if report.verdicts.len() != page.len() => {
                let reason = format!("{} verdicts for {} statements", report.verdicts.len(), page.len());
                return (change, Then::Pause(ApiFault::Unreadable(reason)));
            }
            Ok(report) => report,
            Err(fault) => {
                let then = self.not_taken(fault, page, &mut change);
                return (change, then);
            }
        };
        self.page_most = (self.page_most * 2).min(PAGE_STATEMENTS);
        self.meet(report.incarnation, ledger, &mut change);
        for (index, (place, verdict)) in page.iter().zip(&report.verdicts).enumerate() {
            self.judge(ledger, *place, *verdict, detail(&report.details, index), &mut change);
        }
        if report.verdicts.iter().any(|verdict| *verdict != Verdict::Retry) {
            change.standing.last_sent = Some(now);
        }
        self.theirs = Some(report.digest);
        self.compare(ledger, &mut change);
        let mut after = ledger.clone();
        after.rows.extend(change.rows.iter().cloned());
        self.wanted = report.learner_count;
        self.pull |= after.counts().0 == 0 && self.wanted > after.held();
        (change, Then::Continue)
    }

    /// Takes in the answer to a pull.
    pub fn pulled(
        &mut self,
        ledger: &Ledger,
        standing: &Standing,
        answer: Result<PullPage, ApiFault>,
    ) -> (Change, Then) {
        let mut change = Change { standing: standing.clone(), ..Change::default() };
        let page = match answer {
            Ok(page) => page,
            Err(fault) if fault.gone() => return (change, Then::Gone),
            Err(ApiFault::Refused(problem)) if problem.status == 401 => {
                // A server that was set back to before it knew us: what it had acknowledged may be lost too.
                change.standing.token = None;
                self.pulled = self.registered;
                return (change, Then::Continue);
            }
            Err(ApiFault::Refused(_)) => {
                // A head that this server doesn't know: from the beginning next time.
                change.standing.head = String::new();
                self.pulled = true;
                return (change, Then::Continue);
            }
            Err(fault) => return (change, Then::Pause(fault)),
        };
        if standing.incarnation.is_some_and(|known| known != page.incarnation) && !standing.head.is_empty() {
            // The head belongs to another life of the store: what came says nothing.
            self.meet(page.incarnation, ledger, &mut change);
            return (change, Then::Continue);
        }
        self.meet(page.incarnation, ledger, &mut change);
        // Where two learners became one, statements older than our head may have come.
        self.wanted = self.wanted.max(page.learner_count);
        self.pulled = !page.more || page.head == standing.head;
        self.whole |= standing.head.is_empty();
        change.standing.head = page.head;
        // A server that was set back may have forgotten it.
        change.standing.vouched_at = change.standing.vouched_at.max(page.vouched_at);
        for statement in page.statements {
            self.arrived(ledger, Pulled { device: statement.device, text: statement.text }, &mut change);
        }
        if self.pulled {
            self.compare(ledger, &mut change);
            let mut after = ledger.clone();
            after.pulled.extend(change.pulled.iter().cloned());
            if self.wanted > after.held() && !self.whole {
                // Something was received out of order, behind our head.
                change.standing.head = String::new();
                self.pulled = false;
            }
        }
        (change, Then::Continue)
    }

    /// Another life of the server's store may have lost anything: everything is sent again.
    fn meet(&mut self, incarnation: Incarnation, ledger: &Ledger, change: &mut Change) {
        let known = change.standing.incarnation.replace(incarnation);
        if known.is_some_and(|known| known != incarnation) {
            change.rows = ledger.acknowledged_again();
            change.standing.head = String::new();
            change.standing.unexplained = SeriesDigest::default();
            self.pulled = false;
            self.theirs = None;
            self.wanted = 0;
        }
    }

    fn judge(&mut self, ledger: &Ledger, place: Place, verdict: Verdict, detail: &str, change: &mut Change) {
        let Some(row) = ledger.rows.get(&place) else { return };
        let state = match verdict {
            Verdict::Accepted | Verdict::Duplicate => RowState::Acknowledged,
            Verdict::Rejected(code) => {
                if code == Rejection::Conflict {
                    change.leave_epoch = change.leave_epoch.max(Some(place.0));
                }
                RowState::Quarantined { code, detail: detail.into() }
            }
            Verdict::Retry => {
                self.skipped.insert(place);
                return;
            }
        };
        change.rows.retain(|(changed, _)| *changed != place);
        change.rows.push((place, Row { state, ..row.clone() }));
    }

    /// Once nothing waits, both sides must agree; where they don't: send everything again, then pull, then let it be.
    fn compare(&mut self, ledger: &Ledger, change: &mut Change) {
        let Some(theirs) = self.theirs else { return };
        let mut after = ledger.clone();
        after.rows.extend(change.rows.iter().cloned());
        after.pulled.extend(change.pulled.iter().cloned());
        if after.counts().0 > 0 {
            return;
        }
        let ours = after.digest(self.device);
        let differs = SeriesDigest { count: theirs.count - ours.count, a: theirs.a - ours.a, b: theirs.b - ours.b };
        if differs == SeriesDigest::default() || differs == change.standing.unexplained {
            return;
        }
        if !self.resent {
            self.resent = true;
            change.rows.retain(|(_, row)| row.state != RowState::Acknowledged);
            change.rows.extend(after.acknowledged_again());
        } else if self.pulled {
            // Let be only what the server has more than we know of; what it lacks is sent again in the next round.
            if differs.count >= 0 {
                change.standing.unexplained = differs;
            }
        } else {
            self.pull = true;
            change.standing.head = String::new();
        }
    }

    fn not_taken(&mut self, fault: ApiFault, page: &[Place], change: &mut Change) -> Then {
        let ApiFault::Refused(problem) = &fault else { return Then::Pause(fault) };
        if fault.gone() {
            return Then::Gone;
        }
        match (problem.status, page) {
            (401, _) => {
                change.standing.token = None;
                if self.registered { Then::Pause(fault) } else { Then::Continue }
            }
            (400 | 413, [alone]) => {
                self.skipped.insert(*alone);
                Then::Continue
            }
            (400 | 413, _) => {
                self.page_most = (page.len() / 2).max(1);
                Then::Continue
            }
            _ => Then::Pause(fault),
        }
    }

    fn arrived(&mut self, ledger: &Ledger, pulled: Pulled, change: &mut Change) {
        if pulled.device == self.device {
            let place = place_of(&pulled.text);
            match place.and_then(|place| ledger.rows.get(&place)) {
                Some(row) if row.text == pulled.text => return,
                Some(_) | None => {
                    // We wrote this in a life we don't remember (a phone set back to an older copy).
                    change.leave_epoch = change.leave_epoch.max(place.map(|(epoch, _)| epoch));
                }
            }
        }
        if !ledger.pulled.contains(&pulled) {
            change.pulled.push(pulled);
        }
    }
}

fn detail(details: &[RejectionDetail], place: usize) -> &str {
    details.iter().find(|detail| detail.place == place).map_or("", |detail| &detail.detail)
}

fn place_of(text: &str) -> Option<Place> {
    match read(text) {
        Ok(Reading::Known(statement)) => Some((statement.epoch, statement.seq)),
        Ok(Reading::Later { epoch, seq, .. }) => Some((epoch, seq)),
        Err(_) => None,
    }
}

/// How many seconds to wait after so many failures in a row: doubling from 2, at most [`LONGEST_PAUSE`], spread by `dice`
/// (0 to 1) so that a commune's phones don't all come back in the same second.
#[must_use]
pub fn pause(failures: u32, at_least: Option<u32>, dice: f64) -> f64 {
    let doubled = f64::from(2_u32.saturating_pow(failures.clamp(1, 10)).min(LONGEST_PAUSE));
    let spread = doubled * (0.5 + dice.clamp(0.0, 1.0) / 2.0);
    spread.max(f64::from(at_least.unwrap_or(0).min(LONGEST_PAUSE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_are_spread_and_never_exceed_five_minutes() {
        let longest = |failures| pause(failures, None, 1.0);
        assert_eq!((1..=9).map(longest).collect::<Vec<_>>(), [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 300.0]);
        assert_eq!(pause(u32::MAX, None, 1.0), 300.0);
        assert_eq!(pause(3, None, 0.0), 4.0);
    }

    #[test]
    fn a_trainers_word_is_remembered_though_the_server_forgets_it() {
        let mut standing = Standing::default();
        for (told, remembered) in [(None, None), (Some(5), Some(5)), (None, Some(5)), (Some(9), Some(9))] {
            let page = PullPage {
                incarnation: Incarnation::from_bytes([1; 16]),
                statements: vec![],
                head: String::new(),
                more: false,
                learner_count: 0,
                vouched_at: told,
            };
            let mut round = Round::new(DeviceId::from_bytes([2; 16]), true);
            standing = round.pulled(&Ledger::default(), &standing, Ok(page)).0.standing;
            assert_eq!(standing.vouched_at, remembered);
        }
    }

    #[test]
    fn a_server_that_says_when_is_not_asked_before_nor_much_after() {
        assert_eq!(pause(1, Some(30), 0.0), 30.0);
        assert_eq!(pause(1, Some(86_400), 0.0), 300.0);
    }
}
