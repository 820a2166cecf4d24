//! `DELETE /api/learn/learner`: a person goes, with everything that was derived from them, tallies too.
//!
//! What stays is the random id and that it was erased, so that a phone that comes late is told `gone` and brings nothing back.

use super::DeviceBearer;
use super::learner::speaker;
use crate::Server;
use crate::error::Fault;
use crate::{projection, values};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use std::sync::Arc;

/// Erases the learner for whom the token speaks.
#[utoipa::path(delete, path = domain::api::LEARNER, tag = "learn",
    responses((status = 204), (status = 401, body = domain::api::Problem), (status = 410, body = domain::api::Problem, description = "Erased already"),
        (status = 503, body = domain::api::Problem)))]
pub async fn erase_learner(State(server): State<Arc<Server>>, headers: HeaderMap) -> Result<StatusCode, Fault> {
    let bearer = DeviceBearer::read(&headers)?;
    let mut tx = server.store.write().await?;
    let learner = speaker(&mut tx, &bearer).await?.to_string();
    tx.run(
        "DELETE FROM handover WHERE learner = $1 OR learner IN (SELECT learner FROM learner WHERE joined_into = $1)",
        values![&learner],
    )
    .await?;
    for table in ["statement", "device"] {
        tx.run(&format!("DELETE FROM {table} WHERE learner = $1"), values![&learner]).await?;
    }
    projection::refold(&mut tx, &server, &learner).await?;
    // No day and no hash of a secret stays: nothing by which anybody could be told.
    tx.run(
        "UPDATE learner SET erased_at = $2, secret_hash = '', created_at = 0, received_at = 0, statements = 0, \
         joined_into = NULL, vouched_at = NULL \
         WHERE learner = $1 OR joined_into = $1",
        values![&learner, server.clock.now()],
    )
    .await?;
    tx.commit().await?;
    metrics::counter!("learners_erased").increment(1);
    Ok(StatusCode::NO_CONTENT)
}
