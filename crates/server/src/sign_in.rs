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
use domain::id::StaffId;
use domain::people::{Role, StaffMember};
use domain::permission::{Act, Actor, allows};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long a session lives without a request, in milliseconds: 30 minutes.
pub const IDLE: i64 = 30 * 60 * 1000;
/// How long a session lives at most, in milliseconds: 12 hours.
pub const LONGEST: i64 = 12 * 60 * 60 * 1000;
/// How often a session's last request is written down, in milliseconds: a minute's error in half an hour spares a write a request.
const SEEN_EVERY: i64 = 60 * 1000;

/// A member of staff who is signed in; as an argument of a handler it refuses everybody else (401).
pub struct SignedIn(pub StaffMember);

impl FromRequestParts<Arc<Server>> for SignedIn {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Fault> {
        who(server, &parts.headers).await?.map(Self).ok_or(Fault::SignedOut)
    }
}

/// Whether a member of staff may do something.
///
/// # Errors
/// [`Fault::Forbidden`] where not (403).
pub fn permit(staff: &StaffMember, act: Act) -> Result<(), Fault> {
    if allows(&Actor::Staff(staff.clone()), act) {
        Ok(())
    } else {
        Err(Fault::Forbidden("your role does not include this: ask an administrator"))
    }
}

/// Who sends a request; `None` without a session that still lives.
///
/// # Errors
/// What the engine says.
pub async fn who(server: &Server, headers: &HeaderMap) -> Result<Option<StaffMember>, Fault> {
    let Some(token) = session_token(&server.serve, headers) else { return Ok(None) };
    let (hash, now) = (secret::hashed(&token), server.clock.now());
    let sql = "SELECT s.staff, s.name, s.roles, s.unit, n.created_at, n.seen_at FROM session n \
               JOIN staff s ON s.staff = n.staff WHERE n.token_hash = $1 AND s.disabled_at IS NULL";
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
    member(&row).map(Some)
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

/// Begins a session and ends the one that the browser had; answers the new cookie.
///
/// # Errors
/// What the engine says.
pub async fn begin(tx: &mut Tx, server: &Server, headers: &HeaderMap, staff: StaffId) -> Result<HeaderValue, Fault> {
    let now = server.clock.now();
    end(tx, server, headers).await?;
    tx.run("DELETE FROM session WHERE created_at <= $1 OR seen_at <= $2", values![now - LONGEST, now - IDLE]).await?;
    let token = secret::token()?;
    tx.run(
        "INSERT INTO session (token_hash, staff, created_at, seen_at) VALUES ($1, $2, $3, $3)",
        values![secret::hashed(&token), staff.to_string(), now],
    )
    .await?;
    cookie(&server.serve, "session", &token, LONGEST / 1000)
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
        let serve = |tls| Serve { host: String::new(), port: 0, dist: None, tls, retire_service_worker: false };
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
