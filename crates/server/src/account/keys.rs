//! Showing once more who one is, for acts that ask for it, and changing one's password.

use super::hashing::Turn;
use super::throttle::Bucket;
use super::{password, second_step};
use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::{self, SignedIn};
use crate::values;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::AppendHeaders;
use domain::api::{NewPassword, Problem, Prove};
use domain::people::{LONGEST_PASSWORD, StaffMember};
use domain::permission::Act;
use std::sync::Arc;

/// Nothing but the session's new cookie.
pub type Renewed = (StatusCode, AppendHeaders<[(HeaderName, HeaderValue); 1]>);

/// Shows the password or a code once more. The session gets a new token, and what asks for fresh proof is open for ten minutes.
#[utoipa::path(post, path = domain::api::PROOF, tag = "account", request_body = Prove,
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem, description = "Signed out, or the password or code is wrong"),
        (status = 429, body = Problem), (status = 503, body = Problem)))]
pub async fn prove(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Result<Renewed, Fault> {
    let staff = signed.permit(Act::UseOwnAccount)?;
    let asked: Prove = body.json()?;
    let bucket = Bucket::of(&server, &headers, &staff.name).await?;
    match (asked.password, asked.code) {
        (Some(password), None) => {
            let turn = server.hashing.turn()?;
            bucket.count(&server).await?;
            if !is_right(&server, staff, password, turn).await? {
                return Err(Fault::WrongCredentials);
            }
            let mut tx = server.store.write().await?;
            bucket.clear(&mut tx).await?;
            renewed(tx, &server, &signed, "proven", "by password").await
        }
        (None, Some(code)) => {
            if !signed.shown.second_step {
                return Err(Fault::Conflict("there is no second step yet: show the password".into()));
            }
            bucket.count(&server).await?;
            let mut tx = server.store.write().await?;
            second_step::pass(&mut tx, staff.id, Some(&code), server.clock.now()).await?;
            bucket.clear(&mut tx).await?;
            renewed(tx, &server, &signed, "proven", "by code").await
        }
        (Some(_), Some(_)) | (None, None) => {
            Err(Fault::BadRequest("show the password or a code, one of the two".into()))
        }
    }
}

async fn is_right(server: &Server, staff: &StaffMember, password: String, turn: Turn) -> Result<bool, Fault> {
    if password.chars().count() > 2 * LONGEST_PASSWORD {
        return Ok(false);
    }
    let sql = "SELECT password_hash FROM staff WHERE staff = $1";
    let row = server.store.row(sql, values![staff.id.to_string()]).await?;
    let kept = row.map(|row| row.text(0)).transpose()?.filter(|hash| !hash.is_empty());
    turn.verify(password, kept).await
}

/// Writes down what was done and gives the session its new token.
pub(super) async fn renewed(
    mut tx: crate::store::Tx,
    server: &Server,
    signed: &SignedIn,
    act: &str,
    detail: &str,
) -> Result<Renewed, Fault> {
    let cookie = sign_in::renew(&mut tx, server, signed.session).await?;
    audit::write(&mut tx, server.clock.now(), Doer::Staff(signed.staff.id), act, detail).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie)])))
}

/// Changes one's password. All other sessions end.
#[utoipa::path(put, path = domain::api::PASSWORD, tag = "account", request_body = NewPassword,
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn change_password(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    body: Body,
) -> Result<Renewed, Fault> {
    let staff = signed.permit(Act::ChangeOwnKeys)?;
    let asked: NewPassword = body.json()?;
    password::check(&asked.password, &staff.name, signed.shown.second_step)?;
    let short = i64::from(password::is_short(&asked.password));
    let hash = server.hashing.turn()?.hash(asked.password).await?;
    let mut tx = server.store.write().await?;
    let sql = "UPDATE staff SET password_hash = $1, short_password = $2 WHERE staff = $3";
    tx.run(sql, values![hash, short, staff.id.to_string()]).await?;
    sign_in::end_all(&mut tx, staff.id, Some(signed.session)).await?;
    renewed(tx, &server, &signed, "password_changed", "own").await
}
