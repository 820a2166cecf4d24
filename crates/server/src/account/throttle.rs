//! Slows down guessing: by account and by whether the browser has signed in to it before, never by address (a communal house
//! is one address).
//!
//! Browsers that never signed in to an account share its bucket "unknown": a stranger who fails there makes strangers wait,
//! never the browser that its owner uses. Names without an account are treated alike, so waiting tells nothing either.

use crate::Server;
use crate::error::Fault;
use crate::sign_in::{cookie, token_cookie};
use crate::store::Tx;
use crate::{secret, values};
use axum::http::{HeaderMap, HeaderValue};
use domain::edition::sha256;
use domain::id::StaffId;

/// Failures that cost nothing.
const FREE: i64 = 5;
/// The first wait in milliseconds; it doubles with every further failure.
const FIRST_WAIT: i64 = 10_000;
/// The longest wait in milliseconds: 15 minutes.
const LONGEST_WAIT: i64 = 15 * 60 * 1000;
/// Failures are forgotten after an hour without one: waiting for that gives no more tries than going on does.
const FORGOTTEN: i64 = 60 * 60 * 1000;
/// How long a browser stays known, in milliseconds: a year.
const KNOWN: i64 = 365 * 24 * 60 * 60 * 1000;
/// Browsers of which no owner has signed in to the account.
const UNKNOWN: &str = "unknown";

/// One account as tried from one browser, or from all unknown ones.
pub struct Bucket {
    account: String,
    browser: String,
}

impl Bucket {
    /// The bucket of a try at a name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn of(server: &Server, headers: &HeaderMap, name: &str) -> Result<Self, Fault> {
        let unknown = Self { account: name.to_owned(), browser: UNKNOWN.to_owned() };
        let Some(token) = token_cookie(&server.serve, headers, "browser") else { return Ok(unknown) };
        let hash = secret::hashed(&token);
        let sql = "SELECT b.browser FROM known_browser b JOIN staff s ON s.staff = b.staff \
                   WHERE s.name = $1 AND b.browser = $2 AND b.seen_at > $3";
        let known = server.store.row(sql, values![name, &hash, server.clock.now() - KNOWN]).await?;
        Ok(if known.is_some() { Self { browser: hash, ..unknown } } else { unknown })
    }

    /// Counts a try as failed before it is made, so that many at once are counted too; [`Bucket::clear`] takes it back.
    ///
    /// # Errors
    /// [`Fault::TooManyTries`] while it must wait; such a try isn't counted.
    pub async fn count(&self, server: &Server) -> Result<(), Fault> {
        let now = server.clock.now();
        let mut tx = server.store.write().await?;
        tx.take_turn(self.turn()).await?;
        tx.run("DELETE FROM sign_in_failure WHERE last_at <= $1", values![now - FORGOTTEN]).await?;
        let sql = "SELECT failures, last_at FROM sign_in_failure WHERE account = $1 AND browser = $2";
        if let Some(row) = tx.row(sql, values![&self.account, &self.browser]).await? {
            let rest = row.int(1)? + wait(row.int(0)?) - now;
            if rest > 0 {
                return Err(Fault::TooManyTries(u64::try_from(rest).unwrap_or(0).div_ceil(1000)));
            }
        }
        tx.run(
            "INSERT INTO sign_in_failure (account, browser, failures, last_at) VALUES ($1, $2, 1, $3) \
             ON CONFLICT (account, browser) DO UPDATE SET failures = sign_in_failure.failures + 1, last_at = excluded.last_at",
            values![&self.account, &self.browser, now],
        )
        .await?;
        tx.commit().await
    }

    /// Forgets the failures: the password was right.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn clear(&self, tx: &mut Tx) -> Result<(), Fault> {
        let sql = "DELETE FROM sign_in_failure WHERE account = $1 AND browser = $2";
        tx.run(sql, values![&self.account, &self.browser]).await.map(drop)
    }

    /// What processes take turns on: a number of the account's own.
    fn turn(&self) -> i64 {
        let hash = sha256(self.account.as_bytes());
        hash.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte))
    }
}

/// How long to wait after that many failures, in milliseconds.
fn wait(failures: i64) -> i64 {
    match failures - FREE {
        ..0 => 0,
        beyond => (FIRST_WAIT << beyond.min(10)).min(LONGEST_WAIT),
    }
}

/// Remembers that the browser has signed in to an account; answers the cookie by which it is known again.
///
/// # Errors
/// What the engine says.
pub async fn know_browser(
    tx: &mut Tx,
    server: &Server,
    headers: &HeaderMap,
    staff: StaffId,
) -> Result<HeaderValue, Fault> {
    let now = server.clock.now();
    let token = match token_cookie(&server.serve, headers, "browser") {
        Some(token) => token,
        None => secret::token()?,
    };
    tx.run("DELETE FROM known_browser WHERE seen_at <= $1", values![now - KNOWN]).await?;
    tx.run(
        "INSERT INTO known_browser (staff, browser, seen_at) VALUES ($1, $2, $3) \
         ON CONFLICT (staff, browser) DO UPDATE SET seen_at = excluded.seen_at",
        values![staff.to_string(), secret::hashed(&token), now],
    )
    .await?;
    cookie(&server.serve, "browser", &token, KNOWN / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_are_free_and_then_each_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> =
            [0, 4, 5, 6, 7, 10, 11, 12, 60, i64::MAX].map(|failures| wait(failures) / 1000).to_vec();
        assert_eq!(seconds, [0, 0, 10, 20, 40, 320, 640, 900, 900, 900]);
    }
}
