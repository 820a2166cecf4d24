//! `POST /api/learn/handovers`: a learner's secret is left, sealed, for another phone. `…/take`: that phone fetches it.
//!
//! The code itself never comes here: what is kept is a hash of a hash of it, and a seal that only the code opens. A short code
//! has 55 bits and ten minutes. Guessing at five thousand requests a second while a hundred codes are live hits one in about
//! 2²⁶ windows of ten minutes; misses are slowed down all the same. Hits never are: a stranger can't keep anybody out. What a trainer
//! keeps the code of opens only after `teach::vouch`.

use super::DeviceBearer;
use super::learner::speaker;
use crate::Server;
use crate::error::Fault;
use crate::extract::Body;
use crate::{secret, values};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::api::{HANDOVER_MS, Handover, HandoverKind, TakeHandover, TakenHandover};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The most handovers of a kind that a learner may begin in an hour.
const MOST_AN_HOUR: i64 = 12;
const HOUR: i64 = 60 * 60 * 1000;
/// The most wrong codes a minute, from all strangers together.
const MISSES_A_MINUTE: i64 = 300;
const MINUTE: i64 = 60 * 1000;

/// How many wrong codes came in this minute.
#[derive(Default)]
pub struct Misses {
    minute: AtomicI64,
    count: AtomicI64,
}

impl Misses {
    /// Notes a wrong code.
    pub fn note(&self, now: i64) -> Fault {
        let minute = now.div_euclid(MINUTE);
        if self.minute.swap(minute, Ordering::Relaxed) != minute {
            self.count.store(0, Ordering::Relaxed);
        }
        if self.count.fetch_add(1, Ordering::Relaxed) < MISSES_A_MINUTE {
            Fault::NotFound("code (any more): ask for a new one")
        } else {
            Fault::TooManyTries(60)
        }
    }
}

/// Leaves a learner's secret for another phone. An earlier handover of the kind dies.
#[utoipa::path(post, path = domain::api::HANDOVERS, tag = "learn", request_body = Handover,
    responses((status = 204), (status = 400, body = domain::api::Problem), (status = 401, body = domain::api::Problem), (status = 410, body = domain::api::Problem, description = "The learner was erased"),
        (status = 413, body = domain::api::Problem), (status = 422, body = domain::api::Problem), (status = 429, body = domain::api::Problem), (status = 503, body = domain::api::Problem)))]
pub async fn hand_over(State(server): State<Arc<Server>>, headers: HeaderMap, body: Body) -> Result<StatusCode, Fault> {
    let bearer = DeviceBearer::read(&headers)?;
    let request: Handover = body.json()?;
    if !secret::is_token(&request.finder) || !secret::is_token(&request.sealed) {
        return Err(Fault::Invalid("finder and sealed must be 64 hexadecimal digits in lower case".into()));
    }
    let (now, kind) = (server.clock.now(), request.kind.word());
    let mut tx = server.store.write().await?;
    speaker(&mut tx, &bearer).await?;
    // By the name that the phone's secret belongs to, which is not the one it was joined into.
    let learner = bearer.learner.to_string();
    tx.run(
        "DELETE FROM handover WHERE learner = $1 AND expires_at <= $2 AND issued_at <= $3",
        values![&learner, now, now - HOUR],
    )
    .await?;
    let sql = "SELECT COUNT(*) FROM handover WHERE learner = $1 AND kind = $2 AND issued_at > $3";
    let begun = tx.row(sql, values![&learner, kind, now - HOUR]).await?.map(|row| row.int(0)).transpose()?;
    if begun.unwrap_or(0) >= MOST_AN_HOUR {
        return Err(Fault::TooManyTries(600));
    }
    // Kept for the count, but dead.
    tx.run(
        "UPDATE handover SET expires_at = $3 WHERE learner = $1 AND kind = $2 AND (expires_at IS NULL OR expires_at > $3)",
        values![&learner, kind, now],
    )
    .await?;
    let expires_at = match request.kind {
        HandoverKind::Code => Some(now + HANDOVER_MS),
        HandoverKind::Card | HandoverKind::Vouched => None,
    };
    tx.run(
        "INSERT INTO handover (finder_hash, learner, kind, sealed, issued_at, expires_at, used_by) VALUES ($1, $2, $3, $4, $5, $6, NULL) \
         ON CONFLICT (finder_hash) DO NOTHING",
        values![secret::hashed(&request.finder), &learner, kind, &request.sealed, now, expires_at],
    )
    .await?;
    tx.commit().await?;
    metrics::counter!("handovers_begun", "kind" => kind).increment(1);
    Ok(StatusCode::NO_CONTENT)
}

/// Hands out what belongs to a code: again and again for a card, to one device for a short one, and to one device after each word
/// of a trainer for the code that the trainer keeps.
#[utoipa::path(post, path = domain::api::TAKE_HANDOVER, tag = "learn", request_body = TakeHandover,
    responses((status = 200, body = TakenHandover), (status = 400, body = domain::api::Problem),
        (status = 403, body = domain::api::Problem, description = "A trainer must vouch first"),
        (status = 404, body = domain::api::Problem, description = "Wrong, used, or older than ten minutes: which of them is not said"),
        (status = 413, body = domain::api::Problem), (status = 422, body = domain::api::Problem), (status = 429, body = domain::api::Problem), (status = 503, body = domain::api::Problem)))]
pub async fn take_handover(State(server): State<Arc<Server>>, body: Body) -> Result<Json<TakenHandover>, Fault> {
    let request: TakeHandover = body.json()?;
    if !secret::is_token(&request.finder) {
        return Err(Fault::Invalid("finder must be 64 hexadecimal digits in lower case".into()));
    }
    let (now, device) = (server.clock.now(), request.device.to_string());
    let finder = secret::hashed(&request.finder);
    let sql =
        "SELECT learner, sealed, kind FROM handover WHERE finder_hash = $1 AND (expires_at IS NULL OR expires_at > $2)";
    let found = server.store.row(sql, values![&finder, now]).await?;
    let Some(row) = found else { return Err(server.misses.note(now)) };
    let kind = row.text(2)?;
    if kind != HandoverKind::Card.word() {
        let mut tx = server.store.write().await?;
        // A short code is open from its making on, a trainer's for as long as the trainer's word holds.
        let sql = "UPDATE handover SET used_by = $1 WHERE finder_hash = $2 AND (used_by IS NULL OR used_by = $1) \
                   AND (expires_at IS NULL OR expires_at > $3) AND COALESCE(open_until, expires_at) > $3";
        // Two phones at once: one of them has it.
        if tx.run(sql, values![&device, &finder, now]).await? == 0 {
            let waits = kind == HandoverKind::Vouched.word();
            return Err(if waits { Fault::NeedsTrainer } else { server.misses.note(now) });
        }
        tx.commit().await?;
    }
    metrics::counter!("handovers_taken").increment(1);
    Ok(Json(TakenHandover { learner: row.parsed(0)?, sealed: row.text(1)? }))
}
