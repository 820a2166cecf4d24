//! `POST /api/learn/join`: two learners turn out to be one person; the statements of one move to the other, series and moments
//! of receipt unchanged.
//!
//! Progress is a fold over the set of statements, so both are folded anew and nothing counts twice. The learner who went is kept
//! as a name for the one who stays.

use super::DeviceBearer;
use super::learner::{speaker, under};
use crate::Server;
use crate::error::Fault;
use crate::extract::Body;
use crate::store::Tx;
use crate::{projection, secret, values};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{JoinLearner, Joined};
use std::sync::Arc;

/// Joins a learner into the one for whom the token speaks. May be repeated.
#[utoipa::path(post, path = domain::api::JOIN, tag = "learn", request_body = JoinLearner,
    responses((status = 200, body = Joined), (status = 400, body = domain::api::Problem), (status = 401, body = domain::api::Problem),
        (status = 403, body = domain::api::Problem, description = "The secret is not that learner's"), (status = 404, body = domain::api::Problem),
        (status = 409, body = domain::api::Problem), (status = 410, body = domain::api::Problem, description = "One of them was erased"),
        (status = 413, body = domain::api::Problem), (status = 422, body = domain::api::Problem), (status = 503, body = domain::api::Problem)))]
pub async fn join_learner(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Joined>, Fault> {
    let bearer = DeviceBearer::read(&headers)?;
    let request: JoinLearner = body.json()?;
    let mut tx = server.store.write().await?;
    // Both at once and in one order, so that two phones that join crosswise wait for each other.
    tx.lock_learners(&[bearer.learner.to_string(), request.learner.to_string()]).await?;
    let stays = speaker(&mut tx, &bearer).await?;
    let kept =
        tx.row("SELECT secret_hash FROM learner WHERE learner = $1", values![request.learner.to_string()]).await?;
    let kept = kept.ok_or(Fault::NotFound("learner"))?.text(0)?;
    let goes = under(&mut tx, request.learner).await?;
    if !secret::same(&kept, &secret::hashed(&request.secret)) {
        return Err(Fault::Forbidden("the secret is not that learner's"));
    }
    if goes == stays {
        return counted(&mut tx, stays).await.map(Json);
    }
    if goes != request.learner {
        return Err(Fault::Conflict("that learner was joined into another one already".into()));
    }
    let (into, from) = (stays.to_string(), goes.to_string());
    let sql =
        "SELECT a.device FROM device a JOIN device b ON b.device = a.device WHERE a.learner = $1 AND b.learner = $2";
    if tx.row(sql, values![&into, &from]).await?.is_some() {
        return Err(Fault::Conflict("both learners have a device of the same name".into()));
    }
    for table in ["statement", "device"] {
        tx.run(&format!("UPDATE {table} SET learner = $1 WHERE learner = $2"), values![&into, &from]).await?;
    }
    // The next page must come after the last of either, and the phones of both are told of the later word of a trainer.
    tx.run(
        "UPDATE learner SET statements = statements + (SELECT statements FROM learner WHERE learner = $2), \
         received_at = CASE WHEN received_at < (SELECT received_at FROM learner WHERE learner = $2) \
         THEN (SELECT received_at FROM learner WHERE learner = $2) ELSE received_at END, \
         vouched_at = CASE WHEN COALESCE(vouched_at, 0) < (SELECT vouched_at FROM learner WHERE learner = $2) \
         THEN (SELECT vouched_at FROM learner WHERE learner = $2) ELSE vouched_at END WHERE learner = $1",
        values![&into, &from],
    )
    .await?;
    tx.run(
        "UPDATE learner SET joined_into = $1, statements = 0 WHERE learner = $2 OR joined_into = $2",
        values![&into, &from],
    )
    .await?;
    projection::refold(&mut tx, &server, &from).await?;
    projection::refold(&mut tx, &server, &into).await?;
    let joined = counted(&mut tx, stays).await?;
    tx.commit().await?;
    metrics::counter!("learners_joined").increment(1);
    Ok(Json(joined))
}

async fn counted(tx: &mut Tx, learner: domain::id::LearnerId) -> Result<Joined, Fault> {
    let row = tx.row("SELECT statements FROM learner WHERE learner = $1", values![learner.to_string()]).await?;
    Ok(Joined { learner, learner_count: row.map(|row| row.int(0)).transpose()?.unwrap_or(0) })
}
