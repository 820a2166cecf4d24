//! `POST /api/learn/devices`: a device makes itself and, the first time, its learner known, and gets its token.
//!
//! No account and no personal data: a learner is a random id. Whoever knows the learner's secret may add a device, so a server
//! restored from an older backup takes every device in again.

use super::DeviceBearer;
use super::learner::under;
use crate::Server;
use crate::error::Fault;
use crate::extract::Body;
use crate::{secret, values};
use axum::Json;
use axum::extract::State;
use domain::api::{DeviceToken, RegisterDevice};
use domain::id::Incarnation;
use std::sync::Arc;

/// Makes a device known. May be repeated: the newest token is the one that counts.
#[utoipa::path(post, path = domain::api::DEVICES, tag = "learn", request_body = RegisterDevice,
    responses((status = 200, body = DeviceToken), (status = 403, body = domain::api::Problem, description = "The learner is known under another secret"),
        (status = 400, body = domain::api::Problem), (status = 410, body = domain::api::Problem, description = "The learner was erased"), (status = 413, body = domain::api::Problem), (status = 422, body = domain::api::Problem), (status = 503, body = domain::api::Problem)))]
pub async fn register_device(State(server): State<Arc<Server>>, body: Body) -> Result<Json<DeviceToken>, Fault> {
    let request: RegisterDevice = body.json()?;
    if !secret::is_token(&request.secret) {
        return Err(Fault::Invalid("secret must be 64 hexadecimal digits in lower case".into()));
    }
    let token = secret::token()?;
    let now = server.clock.now();
    let (learner, device) = (request.learner.to_string(), request.device.to_string());
    let mut tx = server.store.write().await?;
    tx.run(
        "INSERT INTO learner (learner, secret_hash, created_at, received_at, statements) VALUES ($1, $2, $3, 0, 0) ON CONFLICT (learner) DO NOTHING",
        values![&learner, secret::hashed(&request.secret), now],
    )
    .await?;
    // Before anything is read: another process may be joining or erasing the learner.
    tx.lock_learners(std::slice::from_ref(&learner)).await?;
    let under = under(&mut tx, request.learner).await?;
    let kept = tx.row("SELECT secret_hash FROM learner WHERE learner = $1", values![&learner]).await?;
    let kept = kept.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    if !secret::same(&kept, &secret::hashed(&request.secret)) {
        return Err(Fault::Forbidden(
            "this learner is known under another secret: hand the learner over from the other device",
        ));
    }
    tx.run(
        "INSERT INTO device (learner, device, token_hash, created_at, digest_count, digest_a, digest_b, last_epoch, last_seq) \
         VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0) ON CONFLICT (learner, device) DO UPDATE SET token_hash = excluded.token_hash",
        values![under.to_string(), &device, secret::hashed(&token), now],
    )
    .await?;
    let incarnation = incarnation(&mut tx).await?;
    tx.commit().await?;
    metrics::counter!("devices_registered").increment(1);
    // The token bears the name that the phone knows, wherever the learner went.
    let token = DeviceBearer::write(request.learner, request.device, &token);
    let joined_into = (under != request.learner).then_some(under);
    Ok(Json(DeviceToken { token, incarnation, joined_into }))
}

/// The life of this store.
///
/// # Errors
/// When the store was never migrated.
pub async fn incarnation(tx: &mut crate::store::Tx) -> Result<Incarnation, Fault> {
    let row = tx.row("SELECT value FROM store WHERE name = 'incarnation'", vec![]).await?;
    row.ok_or_else(|| Fault::Damaged("the store has no incarnation: run `congdanso migrate`".into()))?.parsed(0)
}
