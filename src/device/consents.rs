//! What the learner allows to be known about them: asked, answered and taken back by statements, which are the receipts.

use super::{Device, DeviceFault};
use domain::statement::{Consent, Consented, Fact, Reading, read};

/// The version of the words in which consents are asked (`locales/*/people.toml`). Other words, another number.
pub const WORDING: u16 = 1;

/// What was agreed to or taken back, in which words and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What.
    pub consent: Consent,
    /// The version of the words.
    pub wording: u16,
    /// When, by the clock of the phone on which it was said.
    pub at: i64,
    revision: u32,
}

impl Device {
    /// Every consent that was given or taken back, on all of the learner's phones; what holds now stands last.
    #[must_use]
    pub fn receipts(&self) -> Vec<Receipt> {
        let ledger = self.inner.journal.ledger();
        let mut receipts: Vec<Receipt> = Vec::new();
        for text in ledger.texts().filter(|text| text.contains("\"consented\"")) {
            let Ok(Reading::Known(statement)) = read(text) else { continue };
            let Fact::Consented(Consented { consent, wording, revision }) = statement.did else { continue };
            let place = receipts.iter().take_while(|receipt| receipt.revision <= revision).count();
            receipts.insert(place, Receipt { consent, wording, at: statement.at, revision });
        }
        receipts
    }

    /// What holds now of the matter of `like`: told, or `None`.
    #[must_use]
    pub fn told(&self, like: &Consent) -> Option<Consent> {
        let last = self.receipts().into_iter().rev().find(|receipt| receipt.consent.same_matter(like));
        last.map(|receipt| receipt.consent).filter(Consent::given)
    }

    /// Writes down that something may be known, or that it may not any more.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn consent(&self, consent: Consent) -> Result<(), DeviceFault> {
        let revision = self.inner.journal.ledger().revision().saturating_add(1);
        self.record(Fact::Consented(Consented { consent, wording: WORDING, revision })).await
    }
}
