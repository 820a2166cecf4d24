//! Who learns on this phone. A learner is random numbers; no name, no account.

use domain::id::{DeviceId, LearnerId};
use serde::{Deserialize, Serialize};

/// A learner on this phone, and where the series of statements stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The learner.
    pub learner: LearnerId,
    /// By which another device may speak for the learner; 64 hexadecimal digits. Never exported.
    pub secret: String,
    /// The learner's place on this phone.
    pub device: DeviceId,
    /// The epoch in which statements are written now.
    pub epoch: u32,
    /// The number of the next statement.
    pub next_seq: u32,
}

/// Where chance comes from: the browser's generator, or a test.
pub type Dice = fn(&mut [u8]);

impl Profile {
    /// A learner who has done nothing yet.
    #[must_use]
    pub fn new(dice: Dice) -> Self {
        let secret: [u8; 32] = draw(dice);
        Self {
            learner: LearnerId::from_bytes(draw(dice)),
            secret: secret.iter().map(|byte| format!("{byte:02x}")).collect(),
            device: DeviceId::from_bytes(draw(dice)),
            epoch: 1,
            next_seq: 1,
        }
    }

    /// The same learner with a series of its own: what a page that can't be saved writes must never take a number that the
    /// saved series uses too.
    #[must_use]
    pub fn elsewhere(&self, dice: Dice) -> Self {
        Self { device: DeviceId::from_bytes(draw(dice)), epoch: 1, next_seq: 1, ..self.clone() }
    }

    /// Goes on in a later epoch than `epoch`, unless that has happened already.
    pub fn leave_epoch(&mut self, epoch: u32) {
        if self.epoch <= epoch {
            self.epoch = epoch.saturating_add(1);
            self.next_seq = 1;
        }
    }
}

fn draw<const N: usize>(dice: Dice) -> [u8; N] {
    let mut bytes = [0; N];
    dice(&mut bytes);
    bytes
}
