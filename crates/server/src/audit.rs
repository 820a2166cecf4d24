//! One row for each privileged act, in the transaction of the act itself, each row holding the hash of the one before: a row
//! that was changed or taken out later shows. The store also keeps which row is the newest, so that taking the end off shows.
//! Not a log of what learners do: their statements are.

mod csv;
mod page;

pub use page::doors;

use crate::error::Fault;
use crate::store::{Row, Store, Tx};
use crate::values;
use domain::edition::sha256;
use domain::id::StaffId;
use std::fmt;

/// What processes take turns on while they add to the chain: any number that nothing else uses.
const TURN: i64 = 0x00A0_D170;

/// Where the store keeps number and hash of the newest row.
const END: &str = "audit_end";
/// How many rows are followed at a time.
const STRETCH: i64 = 2000;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// Whoever may run commands on the server's machine.
    Command,
    /// A member of staff.
    Staff(StaffId),
}

impl fmt::Display for Doer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command => f.write_str("command"),
            Self::Staff(id) => write!(f, "staff:{id}"),
        }
    }
}

/// Adds a row at the moment `at`. `act` is a stable word, `detail` names what it was done to, never a secret, and of a
/// learner nothing but the random id.
///
/// # Errors
/// What the engine says; then the act must not be committed either.
pub async fn write(tx: &mut Tx, at: i64, doer: Doer, act: &str, detail: &str) -> Result<(), Fault> {
    tx.take_turn(TURN).await?;
    let last = tx.row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", vec![]).await?;
    let (number, previous) = match last {
        Some(row) => (row.int(0)? + 1, row.text(1)?),
        None => (1, String::new()),
    };
    let doer = doer.to_string();
    let hash = hash(number, at, &doer, act, detail, &previous)?;
    tx.run(
        "INSERT INTO audit (number, at, actor, act, detail, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![number, at, doer, act, detail, previous, &hash],
    )
    .await?;
    let sql = "INSERT INTO store (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.run(sql, values![END, format!("{number}:{hash}")]).await.map(drop)
}

/// The chain's link: over a JSON array, so that no two rows have the same text.
fn hash(number: i64, at: i64, doer: &str, act: &str, detail: &str, previous: &str) -> Result<String, Fault> {
    let text = serde_json::to_vec(&(number, at, doer, act, detail, previous))
        .map_err(|error| Fault::Io(format!("an audit row can't be written: {error}")))?;
    Ok(crate::secret::hex(&sha256(&text)))
}

/// Follows the chain from its first row to its end; answers how many rows hold together.
///
/// # Errors
/// [`Fault::Broken`] naming the first row that doesn't fit.
pub async fn verify(store: &Store) -> Result<i64, Fault> {
    let sql =
        "SELECT number, at, actor, act, detail, previous, hash FROM audit WHERE number > $1 ORDER BY number LIMIT $2";
    let (mut count, mut previous) = (0, String::new());
    // Read before the rows: what is written meanwhile is no fault.
    let end = store.row("SELECT value FROM store WHERE name = $1", values![END]).await?;
    let end = end.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    let (mut last, mut met_end) = (i64::MIN, end.is_empty());
    loop {
        let rows = store.rows(sql, values![last, STRETCH]).await?;
        for row in &rows {
            let (number, link) = (row.int(0)?, link(row)?);
            let missing = number != count + 1;
            if missing || row.text(5)? != previous || row.text(6)? != link {
                let why =
                    if missing { "is not here, or has another number" } else { "or the one before it was changed" };
                return Err(Fault::Broken { row: count + 1, why });
            }
            met_end |= end == format!("{number}:{link}");
            (count, previous, last) = (number, link, number);
        }
        if rows.is_empty() {
            break;
        }
    }
    if met_end {
        Ok(count)
    } else {
        Err(Fault::Broken { row: count + 1, why: "was there once: the end was taken off" })
    }
}

fn link(row: &Row) -> Result<String, Fault> {
    hash(row.int(0)?, row.int(1)?, &row.text(2)?, &row.text(3)?, &row.text(4)?, &row.text(5)?)
}
