//! The journal as it stands in memory: this device's series, each statement with what became of it, and what the learner
//! did elsewhere. Pure: where it is written down is `journal`'s business.

use domain::api::{PAGE_BYTES, PAGE_STATEMENTS};
use domain::id::DeviceId;
use domain::statement::{Declared, Fact, Reading, Rejection, SeriesDigest, Statement, read};
use domain::unit::UnitKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A statement's place in its device's series: epoch and sequence number.
pub type Place = (u32, u32);

/// One statement and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The JSON text, as it was written once.
    pub text: String,
    /// What became of it.
    pub state: RowState,
}

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Not confirmed by the server yet.
    Waiting,
    /// The server has it. Kept all the same, to refill a restored server.
    Acknowledged,
    /// The server refused it for good. Kept, shown and exported; never sent again.
    Quarantined {
        /// Why.
        code: Rejection,
        /// The same in words.
        detail: String,
    },
}

/// A statement that the server holds and this device didn't write (or no longer knows that it did).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pulled {
    /// The device that wrote it.
    pub device: DeviceId,
    /// The JSON text.
    pub text: String,
}

/// The journal of one learner on one phone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// This device's series.
    pub rows: BTreeMap<Place, Row>,
    /// What the learner did elsewhere.
    pub pulled: BTreeSet<Pulled>,
}

impl Ledger {
    /// How many statements wait for the server, and how many it refused.
    #[must_use]
    pub fn counts(&self) -> (u32, u32) {
        self.rows.values().fold((0, 0), |(waiting, quarantined), row| match row.state {
            RowState::Waiting => (waiting + 1, quarantined),
            RowState::Acknowledged => (waiting, quarantined),
            RowState::Quarantined { .. } => (waiting, quarantined + 1),
        })
    }

    /// The oldest waiting statements that fit a page of at most `most` statements, without those to `skip`. Every page has
    /// one at least, since no statement is longer than a page.
    #[must_use]
    pub fn page(&self, most: usize, skip: &BTreeSet<Place>) -> Vec<Place> {
        // The page's own JSON around the statements, generously.
        let mut bytes = 256;
        let waiting = self.rows.iter().filter(|(place, row)| row.state == RowState::Waiting && !skip.contains(place));
        let fitting = waiting.take(most.clamp(1, PAGE_STATEMENTS)).take_while(|(_, row)| {
            bytes += row.text.len() + 1;
            bytes <= PAGE_BYTES
        });
        fitting.map(|(place, _)| *place).collect()
    }

    /// What the server should hold of `device`'s series, which this is, once nothing waits.
    #[must_use]
    pub fn digest(&self, device: DeviceId) -> SeriesDigest {
        let mut digest = SeriesDigest::default();
        self.acknowledged().for_each(|text| digest.add(text));
        self.elsewhere().filter(|pulled| pulled.device == device).for_each(|pulled| digest.add(&pulled.text));
        digest
    }

    /// How many of the learner's statements the server is known to hold.
    #[must_use]
    pub fn held(&self) -> i64 {
        i64::try_from(self.acknowledged().count() + self.elsewhere().count()).unwrap_or(i64::MAX)
    }

    fn acknowledged(&self) -> impl Iterator<Item = &str> {
        self.rows.values().filter(|row| row.state == RowState::Acknowledged).map(|row| row.text.as_str())
    }

    /// What was pulled and isn't in our own series as well.
    fn elsewhere(&self) -> impl Iterator<Item = &Pulled> {
        let mut own = BTreeSet::new();
        own.extend(self.rows.values().map(|row| row.text.as_str()));
        self.pulled.iter().filter(move |pulled| !own.contains(pulled.text.as_str()))
    }

    /// The acknowledged statements, as waiting ones: for a server that has lost them.
    #[must_use]
    pub fn acknowledged_again(&self) -> Vec<(Place, Row)> {
        let acknowledged = self.rows.iter().filter(|(_, row)| row.state == RowState::Acknowledged);
        acknowledged.map(|(place, row)| (*place, Row { state: RowState::Waiting, ..row.clone() })).collect()
    }

    /// The texts that count for progress: all but the refused.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts_by_device(DeviceId::from_bytes([0; 16])).map(|(_, text)| text)
    }

    /// The same, each with the device that wrote it; `own` is the one whose series this is.
    pub fn texts_by_device(&self, own: DeviceId) -> impl Iterator<Item = (DeviceId, &str)> {
        let counts = |row: &&Row| !matches!(row.state, RowState::Quarantined { .. });
        let ours = self.rows.values().filter(counts).map(move |row| (own, row.text.as_str()));
        ours.chain(self.pulled.iter().map(|pulled| (pulled.device, pulled.text.as_str())))
    }

    /// Where the learner lives by their latest word, said on whichever phone.
    #[must_use]
    pub fn unit(&self) -> Option<UnitKey> {
        let mut latest: Option<Declared> = None;
        for text in self.texts().filter(|text| text.contains("\"declared\"")) {
            let Ok(Reading::Known(Statement { did: Fact::Declared(said), .. })) = read(text) else { continue };
            if latest.as_ref().is_none_or(|latest| latest.revision < said.revision) {
                latest = Some(said);
            }
        }
        latest?.unit
    }

    /// The largest revision of what the learner said about themselves that is known here; 0 where nothing was.
    #[must_use]
    pub fn revision(&self) -> u32 {
        let declared = |text: &str| match read(text) {
            Ok(Reading::Known(statement)) => match statement.did {
                Fact::Declared(declared) => Some(declared.revision),
                Fact::Consented(consented) => Some(consented.revision),
                Fact::Initialized(_) | Fact::Experienced(_) | Fact::Answered(_) => None,
            },
            Ok(Reading::Later { .. }) | Err(_) => None,
        };
        // A refused declaration counts here too: the next one must still be larger.
        let own = self.rows.values().map(|row| row.text.as_str());
        let all = own.chain(self.pulled.iter().map(|pulled| pulled.text.as_str()));
        let said = |text: &&str| text.contains("\"declared\"") || text.contains("\"consented\"");
        all.filter(said).filter_map(declared).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(texts: impl IntoIterator<Item = String>) -> Ledger {
        let rows = (1..).zip(texts).map(|(seq, text)| ((1, seq), Row { text, state: RowState::Waiting }));
        Ledger { rows: rows.collect(), pulled: BTreeSet::new() }
    }

    #[test]
    fn a_page_holds_at_most_500_statements_and_60_000_bytes() {
        assert_eq!(waiting(vec!["{}".into(); 900]).page(usize::MAX, &BTreeSet::new()).len(), 500);
        let long = waiting(vec!["x".repeat(4096); 40]);
        let page = long.page(500, &BTreeSet::new());
        let texts: Vec<&str> = page.iter().map(|place| long.rows[place].text.as_str()).collect();
        let (learner, device) = ("0".repeat(32).parse().unwrap(), "0".repeat(32).parse().unwrap());
        let sent = domain::api::push_page(learner, device, &texts);
        assert!(sent.len() <= PAGE_BYTES && sent.len() + 4096 > PAGE_BYTES, "{}", sent.len());
    }

    #[test]
    fn a_page_begins_with_the_oldest_and_leaves_out_what_is_to_be_skipped() {
        let ledger = waiting((0..5).map(|i| i.to_string()));
        assert_eq!(ledger.page(2, &BTreeSet::from([(1, 1)])), [(1, 2), (1, 3)]);
    }

    #[test]
    fn what_the_server_refused_is_kept_and_no_longer_counted() {
        let mut ledger = waiting(["a".into(), "b".into()]);
        let refused = RowState::Quarantined { code: Rejection::Malformed, detail: String::new() };
        ledger.rows.get_mut(&(1, 1)).unwrap().state = refused;
        assert_eq!(ledger.counts(), (1, 1));
        assert_eq!(ledger.texts().collect::<Vec<_>>(), ["b"]);
        assert_eq!(ledger.page(9, &BTreeSet::new()), [(1, 2)]);
    }
}
