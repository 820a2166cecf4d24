//! `POST /api/account/session` signs in, `DELETE` signs out. No answer, and no time it takes, tells whether a name has an account.

use super::second_step;
use super::sessions::device;
use super::throttle::{Bucket, know_browser};
use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::extract::Body;
use crate::sign_in::{self, member};
use crate::values;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::AppendHeaders;
use domain::api::{Problem, SignIn};
use domain::people::{LONGEST_PASSWORD, StaffMember, is_staff_name};
use domain::permission::Proof;
use std::sync::Arc;

/// An answer that sets two cookies: the session's and the browser's.
pub type WithCookies<T> = (AppendHeaders<[(HeaderName, HeaderValue); 2]>, T);

/// Signs in. The session lives in a cookie that scripts can't read: 30 minutes without a request, 12 hours at most.
#[utoipa::path(post, path = domain::api::SESSION, tag = "account", request_body = SignIn,
    responses((status = 200, body = StaffMember), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 413, body = Problem), (status = 429, body = Problem, description = "Wait as long as Retry-After says"), (status = 503, body = Problem)))]
pub async fn sign_in(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<WithCookies<Json<StaffMember>>, Fault> {
    let asked: SignIn = body.json()?;
    // What can't be a name or a password of anybody needs no work to be told so.
    if !is_staff_name(&asked.name) || asked.password.chars().count() > 2 * LONGEST_PASSWORD {
        return Err(Fault::WrongCredentials);
    }
    let turn = server.hashing.turn()?;
    let bucket = Bucket::of(&server, &headers, &asked.name).await?;
    bucket.count(&server).await?;
    let sql = "SELECT staff, name, roles, unit, password_hash FROM staff WHERE name = $1 AND disabled_at IS NULL";
    let row = server.store.row(sql, values![&asked.name]).await?;
    let kept = row.as_ref().map(|row| row.text(4)).transpose()?.filter(|hash| !hash.is_empty());
    let right = turn.verify(asked.password, kept).await?;
    let (true, Some(row)) = (right, row) else {
        metrics::counter!("sign_ins_refused").increment(1);
        return Err(Fault::WrongCredentials);
    };
    let staff = member(&row)?;
    let mut tx = server.store.write().await?;
    // Only who knows the password learns that a code is asked for.
    second_step::pass(&mut tx, staff.id, asked.code.as_deref(), server.clock.now()).await?;
    bucket.clear(&mut tx).await?;
    let cookies = welcome(&mut tx, &server, &headers, &staff, Proof::Fresh).await?;
    audit::write(&mut tx, server.clock.now(), Doer::Staff(staff.id), "signed_in", &staff.name).await?;
    tx.commit().await?;
    metrics::counter!("sign_ins").increment(1);
    Ok((cookies, Json(staff)))
}

/// Begins a session for somebody who is known, and knows the browser again from now on. `proof` is what they have just shown.
pub(super) async fn welcome(
    tx: &mut crate::store::Tx,
    server: &Server,
    headers: &HeaderMap,
    staff: &StaffMember,
    proof: Proof,
) -> Result<AppendHeaders<[(HeaderName, HeaderValue); 2]>, Fault> {
    let session = sign_in::begin(tx, server, headers, staff.id, &device(headers), proof).await?;
    let browser = know_browser(tx, server, headers, staff.id).await?;
    Ok(AppendHeaders([(header::SET_COOKIE, session), (header::SET_COOKIE, browser)]))
}

/// Signs out. May be repeated, and by anybody: without a session there is nothing to end.
#[utoipa::path(delete, path = domain::api::SESSION, tag = "account", responses((status = 204), (status = 503, body = Problem)))]
pub async fn sign_out(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Result<(StatusCode, AppendHeaders<[(HeaderName, HeaderValue); 1]>), Fault> {
    let mut tx = server.store.write().await?;
    sign_in::end(&mut tx, &server, &headers).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, sign_in::no_session(&server.serve)?)])))
}
