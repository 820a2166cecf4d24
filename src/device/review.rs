//! What comes back today: the schedule of everything answered on all of the learner's devices, as far as this one knows.

use super::{Device, browser};
use domain::id::DeviceId;
use domain::schedule::{Schedule, schedule};
use domain::statement::{Reading, Statement, read};

impl Device {
    /// The schedule as it is now, by the editions in memory. Reads the whole journal: for a page, not for a tap.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        let own = self.inner.journal.profile().device;
        let ledger = self.inner.journal.ledger();
        let mut statements: Vec<(DeviceId, Statement)> = Vec::new();
        for (device, text) in ledger.texts_by_device(own) {
            if let Ok(Reading::Known(statement)) = read(text) {
                statements.push((device, statement));
            }
        }
        let all = statements.iter().map(|(device, statement)| (device, statement));
        schedule(all, &*self.editions_at_hand(), browser::now())
    }

    /// The phone's clock, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        browser::now()
    }

    /// A number drawn by chance.
    #[must_use]
    pub fn dice(&self) -> u16 {
        let mut bytes = [0; 2];
        browser::dice(&mut bytes);
        u16::from_be_bytes(bytes)
    }
}
