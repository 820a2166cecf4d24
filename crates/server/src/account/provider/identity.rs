//! `/api/account/provider/identity`: the identity that a member of staff has linked to their account, one for each. It is
//! issuer and subject; no name, address or number of theirs is asked for or kept.

use super::transaction::Purpose;
use super::{SetOut, come_back, provider, set_out};
use crate::Server;
use crate::account::keys::{Renewed, renewed};
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::{self, SignedIn};
use crate::store::Store;
use crate::values;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{Problem, ProviderAddress, ProviderReply, ThroughProvider};
use domain::id::StaffId;
use domain::permission::Act;
use std::sync::Arc;

/// Begins to link an identity: answers where the browser goes to.
#[utoipa::path(post, path = domain::api::PROVIDER_IDENTITY, tag = "account", request_body = ThroughProvider,
    responses((status = 200, body = ProviderAddress), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem, description = "No provider is configured"), (status = 424, body = Problem, description = "The provider can't be reached"),
        (status = 503, body = Problem)))]
pub async fn begin(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Result<SetOut, Fault> {
    signed.permit(Act::ChangeOwnKeys)?;
    let asked: ThroughProvider = body.json()?;
    set_out(&server, &headers, Purpose::Link(signed.session), asked.language).await
}

/// Links the identity that the provider sent the browser back with, in place of an earlier one. All other sessions end.
#[utoipa::path(put, path = domain::api::PROVIDER_IDENTITY, tag = "account", request_body = ProviderReply,
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem, description = "Signed out, or refused"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem, description = "It is linked to another account"),
        (status = 424, body = Problem), (status = 503, body = Problem)))]
pub async fn finish(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Result<Renewed, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    let (transaction, subject) = come_back(&server, &headers, Purpose::Link(signed.session), body.json()?).await?;
    let now = server.clock.now();
    let mut tx = server.store.write().await?;
    transaction.ends(&mut tx, None, now).await?;
    tx.run("DELETE FROM provider_identity WHERE staff = $1", values![staff.id.to_string()]).await?;
    let sql = "INSERT INTO provider_identity (issuer, subject, staff, linked_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (issuer, subject) DO NOTHING";
    let identity = values![provider(&server)?.issuer(), subject, staff.id.to_string(), now];
    if tx.run(sql, identity).await? == 0 {
        return Err(Fault::Conflict("this identity is linked to another account: unlink it there first".into()));
    }
    sign_in::end_all(&mut tx, staff.id, Some(signed.session)).await?;
    renewed(tx, &server, &signed, "identity_linked", "own").await
}

/// Unlinks it; password and second step are what is left. All other sessions end. May be repeated.
#[utoipa::path(delete, path = domain::api::PROVIDER_IDENTITY, tag = "account",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn unlink(State(server): State<Arc<Server>>, signed: SignedIn) -> Result<Renewed, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    let mut tx = server.store.write().await?;
    tx.run("DELETE FROM provider_identity WHERE staff = $1", values![staff.id.to_string()]).await?;
    sign_in::end_all(&mut tx, staff.id, Some(signed.session)).await?;
    renewed(tx, &server, &signed, "identity_unlinked", "own").await
}

/// Whether somebody has linked an identity of the provider that is configured now.
///
/// # Errors
/// What the engine says.
pub async fn is_linked(store: &Store, issuer: &str, staff: StaffId) -> Result<bool, Fault> {
    let sql = "SELECT staff FROM provider_identity WHERE issuer = $1 AND staff = $2";
    Ok(store.row(sql, values![issuer, staff.to_string()]).await?.is_some())
}
