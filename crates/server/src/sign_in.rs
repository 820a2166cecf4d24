//! Who is signed in, and what they may do: the session's cookie, read by every door of the desk.
//!
//! A session is an opaque token of 256 bits, kept as a hash. Roles are read from the account at every request, so a change
//! of role or a disabled account works on the next one. How one signs in is [`crate::account`]'s business.

use crate::Server;
use crate::config::Serve;
use crate::error::Fault;
use crate::store::{Row, Tx};
use crate::{secret, values};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::id::{SessionId, StaffId};
use domain::people::{Role, StaffMember};
use domain::permission::{Act, Denied, FRESH, Proof, Shown, decide};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long a session lives without a request, in milliseconds: 30 minutes.
pub const IDLE: i64 = 30 * 60 * 1000;
/// How long a session lives at most, in milliseconds: 12 hours.
pub const LONGEST: i64 = 12 * 60 * 60 * 1000;
/// How often a session's last request is written down, in milliseconds: a minute's error in half an hour spares a write a request.
const SEEN_EVERY: i64 = 60 * 1000;

/// A member of staff who is signed in; as an argument of a handler it refuses everybody else (401).
pub struct SignedIn {
    /// Who.
    pub staff: StaffMember,
    /// The session by which they ask.
    pub session: SessionId,
    /// What they have shown so far.
    pub shown: Shown,
}

impl FromRequestParts<Arc<Server>> for SignedIn {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Fault> {
        who(server, &parts.headers).await?.ok_or(Fault::SignedOut)
    }
}

impl SignedIn {
    /// Who asks, where they may do something.
    ///
    /// # Errors
    /// Where not (403): [`Fault::Forbidden`], [`Fault::SecondStepNeeded`] or [`Fault::ProofNeeded`].
    pub fn permit(&self, act: Act) -> Result<&StaffMember, Fault> {
        match decide(&self.staff, act, self.shown) {
            Ok(_) => Ok(&self.staff),
            Err(Denied::Role) => Err(Fault::Forbidden("your role does not include this: ask an administrator")),
            Err(Denied::SecondStep) => Err(Fault::SecondStepNeeded),
            Err(Denied::Proof) => Err(Fault::ProofNeeded),
        }
    }
}

/// Who sends a request; `None` without a session that still lives.
///
/// # Errors
/// What the engine says.
pub async fn who(server: &Server, headers: &HeaderMap) -> Result<Option<SignedIn>, Fault> {
    let Some(token) = session_token(&server.serve, headers) else { return Ok(None) };
    let (hash, now) = (secret::hashed(&token), server.clock.now());
    let sql = "SELECT s.staff, s.name, s.roles, s.unit, n.created_at, n.seen_at, n.proven_at, n.session, \
               t.confirmed_at, s.short_password FROM session n JOIN staff s ON s.staff = n.staff \
               LEFT JOIN second_step t ON t.staff = s.staff WHERE n.token_hash = $1 AND s.disabled_at IS NULL";
    let Some(row) = server.store.row(sql, values![&hash]).await? else { return Ok(None) };
    let (created, seen) = (row.int(4)?, row.int(5)?);
    if now - created >= LONGEST || now - seen >= IDLE {
        return Ok(None);
    }
    if now - seen >= SEEN_EVERY {
        let mut tx = server.store.write().await?;
        tx.run("UPDATE session SET seen_at = $1 WHERE token_hash = $2", values![now, &hash]).await?;
        tx.commit().await?;
    }
    let shown = Shown {
        second_step: row.int_or_null(8)?.is_some(),
        short_password: row.int(9)? != 0,
        fresh: now - row.int(6)? < FRESH,
    };
    Ok(Some(SignedIn { staff: member(&row)?, session: row.parsed(7)?, shown }))
}

/// A member of staff from the columns staff, name, roles, unit.
///
/// # Errors
/// When they can't be read.
pub fn member(row: &Row) -> Result<StaffMember, Fault> {
    let unit = row.text_or_null(3)?.map(|unit| unit.parse());
    let unit = unit.transpose().map_err(|fault: domain::Fault| Fault::Damaged(fault.to_string()))?;
    Ok(StaffMember { id: row.parsed(0)?, name: row.text(1)?, roles: read_roles(&row.text(2)?)?, unit })
}

/// Roles as they are stored: their names with commas between.
#[must_use]
pub fn write_roles(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(",")
}

/// Reads what [`write_roles`] wrote.
///
/// # Errors
/// When it is something else.
pub fn read_roles(text: &str) -> Result<BTreeSet<Role>, Fault> {
    let roles = text.split(',').filter(|name| !name.is_empty()).map(str::parse);
    roles.collect::<Result<_, domain::Fault>>().map_err(|fault| Fault::Damaged(fault.to_string()))
}

/// Begins a session and ends the one that the browser had; answers the new cookie. `device` is the browser, roughly,
/// `proof` what its bearer has just shown.
///
/// # Errors
/// What the engine says.
pub async fn begin(
    tx: &mut Tx,
    server: &Server,
    headers: &HeaderMap,
    staff: StaffId,
    device: &str,
    proof: Proof,
) -> Result<HeaderValue, Fault> {
    let now = server.clock.now();
    end(tx, server, headers).await?;
    tx.run("DELETE FROM session WHERE created_at <= $1 OR seen_at <= $2", values![now - LONGEST, now - IDLE]).await?;
    let token = secret::token()?;
    let session = SessionId::from_bytes(secret::random()?);
    let proven = match proof {
        Proof::Fresh => now,
        Proof::Session => 0,
    };
    tx.run(
        "INSERT INTO session (token_hash, session, staff, device, created_at, seen_at, proven_at) \
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
        values![secret::hashed(&token), session.to_string(), staff.to_string(), device, now, proven],
    )
    .await?;
    cookie(&server.serve, "session", &token, LONGEST / 1000)
}

/// Gives a session a new token after its bearer has shown once more who they are; answers the new cookie. It ends when it
/// would have ended.
///
/// # Errors
/// [`Fault::SignedOut`] where it has ended meanwhile.
pub async fn renew(tx: &mut Tx, server: &Server, session: SessionId) -> Result<HeaderValue, Fault> {
    let token = secret::token()?;
    let sql = "UPDATE session SET token_hash = $1, proven_at = $2, seen_at = $2 WHERE session = $3";
    match tx.run(sql, values![secret::hashed(&token), server.clock.now(), session.to_string()]).await? {
        1 => cookie(&server.serve, "session", &token, LONGEST / 1000),
        _ => Err(Fault::SignedOut),
    }
}

/// Ends the sessions of a person, but for one; answers how many there were.
///
/// # Errors
/// What the engine says.
pub async fn end_all(tx: &mut Tx, staff: StaffId, but: Option<SessionId>) -> Result<u64, Fault> {
    let but = but.map(|session| session.to_string()).unwrap_or_default();
    tx.run("DELETE FROM session WHERE staff = $1 AND session <> $2", values![staff.to_string(), but]).await
}

/// Ends the browser's session, if it has one.
///
/// # Errors
/// What the engine says.
pub async fn end(tx: &mut Tx, server: &Server, headers: &HeaderMap) -> Result<(), Fault> {
    if let Some(token) = session_token(&server.serve, headers) {
        tx.run("DELETE FROM session WHERE token_hash = $1", values![secret::hashed(&token)]).await?;
    }
    Ok(())
}

/// The cookie that takes the session's place once it has ended.
///
/// # Errors
/// Never in practice: the text is fixed.
pub fn no_session(serve: &Serve) -> Result<HeaderValue, Fault> {
    cookie(serve, "session", "", 0)
}

fn session_token(serve: &Serve, headers: &HeaderMap) -> Option<String> {
    token_cookie(serve, headers, "session")
}

/// The value of a cookie of ours, where it can be a token.
#[must_use]
pub fn token_cookie(serve: &Serve, headers: &HeaderMap, name: &str) -> Option<String> {
    let wanted = cookie_name(serve, name);
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == wanted && secret::is_token(value)).map(|(_, value)| value.to_owned())
}

/// Behind TLS the name itself makes the browser insist on Secure, Path=/ and this very host.
fn cookie_name(serve: &Serve, name: &str) -> String {
    if serve.tls { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that scripts can't read and other sites can't send with a change.
///
/// # Errors
/// Never in practice: names and tokens are plain ASCII.
pub fn cookie(serve: &Serve, name: &str, value: &str, seconds: i64) -> Result<HeaderValue, Fault> {
    let secure = if serve.tls { "; Secure" } else { "" };
    let name = cookie_name(serve, name);
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"))
        .map_err(|error| Fault::Io(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_tls_a_cookie_is_bound_to_this_host_and_to_tls() {
        let serve = |tls| Serve {
            host: String::new(),
            port: 0,
            dist: None,
            tls,
            retire_service_worker: false,
            contact: None,
            provider: None,
        };
        let plain = cookie(&serve(false), "session", "ab", 60).unwrap();
        assert_eq!(plain, "session=ab; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
        let bound = cookie(&serve(true), "session", "ab", 60).unwrap();
        assert_eq!(bound, "__Host-session=ab; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        let token = "ab".repeat(32);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("a=b; session={token}").parse().unwrap());
        assert_eq!(session_token(&serve(false), &headers), Some(token.clone()));
        assert_eq!(session_token(&serve(true), &headers), None, "what another host may have set is not looked at");
        headers.insert(header::COOKIE, format!("session=x; __Host-session={token}").parse().unwrap());
        assert_eq!(session_token(&serve(true), &headers), Some(token));
    }
}
