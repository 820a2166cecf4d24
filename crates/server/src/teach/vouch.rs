//! `POST /api/teach/vouch`: a trainer says that a learner stands before them, and the code that the trainer keeps for that learner
//! opens for one phone.
//!
//! The trainer names nobody and is told nothing of anybody: what the code opens is taken by the phone at `learn::handovers`.

use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::extract::Body;
use crate::learn::learner::under;
use crate::sign_in::SignedIn;
use crate::{secret, values};
use axum::extract::State;
use axum::http::StatusCode;
use domain::api::{HANDOVER_MS, HandoverKind, Problem, Vouch};
use domain::id::LearnerId;
use domain::permission::Act;
use std::sync::Arc;

/// Opens a code for one phone, for ten minutes. Once more begins anew. The learner's phones are told at their next pull.
#[utoipa::path(post, path = domain::api::VOUCH, tag = "teach", request_body = Vouch,
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem, description = "Wrong, replaced by another, or of somebody who was erased: which of them is not said"),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn vouch(State(server): State<Arc<Server>>, signed: SignedIn, body: Body) -> Result<StatusCode, Fault> {
    let staff = signed.permit(Act::Vouch)?;
    let request: Vouch = body.json()?;
    if !secret::is_token(&request.finder) {
        return Err(Fault::Invalid("finder must be 64 hexadecimal digits in lower case".into()));
    }
    let (now, finder) = (server.clock.now(), secret::hashed(&request.finder));
    let mut tx = server.store.write().await?;
    let sql =
        "SELECT learner FROM handover WHERE finder_hash = $1 AND kind = $2 AND (expires_at IS NULL OR expires_at > $3)";
    let found = tx.row(sql, values![&finder, HandoverKind::Vouched.word(), now]).await?;
    let Some(row) = found else { return Err(server.misses.note(now)) };
    let named: LearnerId = row.parsed(0)?;
    // Before anything is changed: another process may be joining or erasing the learner, or replacing the code.
    tx.lock_learners(&[named.to_string()]).await?;
    let learner = match under(&mut tx, named).await {
        Err(Fault::Gone) => return Err(server.misses.note(now)),
        found => found?.to_string(),
    };
    tx.lock_learners(std::slice::from_ref(&learner)).await?;
    let sql = "UPDATE handover SET open_until = $1, used_by = NULL WHERE finder_hash = $2 AND (expires_at IS NULL OR expires_at > $3)";
    if tx.run(sql, values![now + HANDOVER_MS, &finder, now]).await? == 0 {
        return Err(server.misses.note(now));
    }
    tx.run("UPDATE learner SET vouched_at = $1 WHERE learner = $2", values![now, &learner]).await?;
    audit::write(&mut tx, now, Doer::Staff(staff.id), "vouched", &learner).await?;
    tx.commit().await?;
    metrics::counter!("learners_vouched_for").increment(1);
    Ok(StatusCode::NO_CONTENT)
}
