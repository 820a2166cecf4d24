//! For which learner a device speaks now: a learner may have been joined into another, or erased.
//!
//! A joined learner's id stays a name for the one who took them in: phones that know only the old one go on as before.

use super::DeviceBearer;
use crate::error::Fault;
use crate::store::Tx;
use crate::{secret, values};
use domain::id::LearnerId;

/// Where a learner went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// Nowhere.
    Here,
    /// Into another learner.
    Joined(LearnerId),
    /// Erased.
    Erased,
}

impl Whereabouts {
    /// From the columns `joined_into` and `erased_at`.
    ///
    /// # Errors
    /// When the first is no id.
    pub fn of(joined_into: Option<String>, erased_at: Option<i64>) -> Result<Self, Fault> {
        match (erased_at, joined_into) {
            (Some(_), _) => Ok(Self::Erased),
            (None, Some(into)) => {
                into.parse().map(Self::Joined).map_err(|_| Fault::Damaged("a learner's id can't be read".into()))
            }
            (None, None) => Ok(Self::Here),
        }
    }
}

/// The learner under whom everything of `learner` stands.
///
/// # Errors
/// [`Fault::Gone`] for an erased one; what the engine says.
pub async fn under(tx: &mut Tx, learner: LearnerId) -> Result<LearnerId, Fault> {
    let sql = "SELECT joined_into, erased_at FROM learner WHERE learner = $1";
    let row = tx.row(sql, values![learner.to_string()]).await?;
    let whereabouts = match row {
        Some(row) => Whereabouts::of(row.text_or_null(0)?, row.int_or_null(1)?)?,
        None => Whereabouts::Here,
    };
    match whereabouts {
        Whereabouts::Here => Ok(learner),
        // Joining keeps every way one step long, and erasing reaches all who were joined.
        Whereabouts::Joined(into) => Ok(into),
        Whereabouts::Erased => Err(Fault::Gone),
    }
}

/// The learner for whom a token speaks, held until the transaction ends.
///
/// # Errors
/// [`Fault::UnknownToken`], [`Fault::Gone`]; what the engine says.
pub async fn speaker(tx: &mut Tx, bearer: &DeviceBearer) -> Result<LearnerId, Fault> {
    tx.lock_learners(&[bearer.learner.to_string()]).await?;
    let learner = under(tx, bearer.learner).await?;
    if learner != bearer.learner {
        tx.lock_learners(&[learner.to_string()]).await?;
    }
    let sql = "SELECT token_hash FROM device WHERE learner = $1 AND device = $2";
    let row = tx.row(sql, values![learner.to_string(), bearer.device.to_string()]).await?;
    let kept = row.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    if secret::same(&kept, &bearer.secret_hash) { Ok(learner) } else { Err(Fault::UnknownToken) }
}
