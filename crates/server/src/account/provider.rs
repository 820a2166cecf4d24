//! Coming in through the office's provider of identities (OpenID Connect): what signing in by it and linking it have in common.
//!
//! The browser sets out with a cookie, shows the provider who it is, and comes back to the desk with a code, which the desk
//! hands in. Nobody gets an account by it: it opens the account that its owner has linked. Talking with the provider is
//! `conversation`'s business, what ties the way back to the way out `transaction`'s.

mod conversation;
pub mod identity;
pub mod session;
mod transaction;

pub use conversation::Provider;

use crate::Server;
use crate::error::Fault;
use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::AppendHeaders;
use domain::api::{ProviderAddress, ProviderReply};
use domain::course::Language;
use transaction::{Purpose, Transaction};

/// Where to go, and the cookie to come back with.
type SetOut = (AppendHeaders<[(HeaderName, HeaderValue); 1]>, Json<ProviderAddress>);

fn provider(server: &Server) -> Result<&Provider, Fault> {
    server.provider.as_ref().ok_or(Fault::NotFound("provider"))
}

/// The desk's own address, to which the provider sends the browser back. A page can't forge its origin, and whoever else does
/// gets nowhere: the provider knows which addresses are ours.
fn desk(headers: &HeaderMap) -> Result<String, Fault> {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let origin = origin.filter(|origin| origin.starts_with("https://") || origin.starts_with("http://"));
    let missing = || Fault::BadRequest("the header Origin is missing: open the desk in a browser".into());
    origin.map(|origin| format!("{origin}/desk/")).ok_or_else(missing)
}

/// Begins: the address at the provider where the browser shows who it is.
async fn set_out(server: &Server, headers: &HeaderMap, purpose: Purpose, language: Language) -> Result<SetOut, Fault> {
    let (provider, transaction, now) = (provider(server)?, Transaction::begin()?, server.clock.now());
    let state = transaction.state(purpose, language.tag(), now);
    let address = provider.address(&transaction, state, desk(headers)?, now).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, transaction.cookie(server)?)]);
    Ok((cookie, Json(ProviderAddress { address })))
}

/// Ends: whom the provider knows there, where all of it belongs to what this browser began for this purpose.
async fn come_back(
    server: &Server,
    headers: &HeaderMap,
    purpose: Purpose,
    reply: ProviderReply,
) -> Result<(Transaction, String), Fault> {
    let (provider, now) = (provider(server)?, server.clock.now());
    let transaction = Transaction::of(server, headers).ok_or(Fault::ProviderRefused)?;
    let other_issuer = reply.iss.as_deref().is_some_and(|issuer| issuer != provider.issuer());
    if other_issuer || !transaction.has_begun(&reply.state, purpose, now) {
        return Err(Fault::ProviderRefused);
    }
    let subject = provider.subject(&transaction, reply.code, desk(headers)?, now).await?;
    Ok((transaction, subject))
}
