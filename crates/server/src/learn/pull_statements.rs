//! `GET /api/learn/statements?after=`: what a learner did, from all devices, in the order in which it was received.

use super::DeviceBearer;
use super::learner::Whereabouts;
use crate::Server;
use crate::error::Fault;
use crate::extract::Params;
use crate::store::Row;
use crate::{secret, values};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::api::{PAGE_STATEMENTS, PullPage, PulledStatement};
use serde::Deserialize;
use std::sync::Arc;

/// Where to go on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The `head` of the page before; empty or left out for the first.
    #[serde(default)]
    after: String,
}

/// Hands out the learner's statements.
#[utoipa::path(get, path = domain::api::STATEMENTS, tag = "learn", params(After),
    responses((status = 200, body = PullPage), (status = 400, body = domain::api::Problem), (status = 401, body = domain::api::Problem), (status = 410, body = domain::api::Problem, description = "The learner was erased"), (status = 503, body = domain::api::Problem)))]
pub async fn pull_statements(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Params(after): Params<After>,
) -> Result<Json<PullPage>, Fault> {
    let bearer = DeviceBearer::read(&headers)?;
    let (learner, row) = device(&server, &bearer).await?;
    if !secret::same(&row.text(0)?, &bearer.secret_hash) {
        return Err(Fault::UnknownToken);
    }
    let (received_at, device, epoch, seq) = position(&after.after)?;
    let sql = "SELECT received_at, device, epoch, seq, text FROM statement WHERE learner = $1 AND \
               (received_at > $2 OR (received_at = $2 AND (device > $3 OR (device = $3 AND (epoch > $4 OR (epoch = $4 AND seq > $5)))))) \
               ORDER BY received_at, device, epoch, seq LIMIT $6";
    let most = i64::try_from(PAGE_STATEMENTS).unwrap_or(500);
    let rows = server.store.rows(sql, values![&learner, received_at, device, epoch, seq, most + 1]).await?;
    let more = rows.len() > PAGE_STATEMENTS;
    let mut page = PullPage {
        incarnation: row.parsed(1)?,
        statements: Vec::new(),
        head: after.after,
        more,
        learner_count: row.int(2)?,
        vouched_at: row.int_or_null(3)?,
    };
    for row in rows.iter().take(PAGE_STATEMENTS) {
        page.head = format!("{}.{}.{}.{}", row.int(0)?, row.text(1)?, row.int(2)?, row.int(3)?);
        page.statements.push(PulledStatement { device: row.parsed(1)?, text: row.text(4)? });
    }
    Ok(Json(page))
}

/// The learner for whom the device speaks, and its row.
async fn device(server: &Server, bearer: &DeviceBearer) -> Result<(String, Row), Fault> {
    let sql = "SELECT token_hash, (SELECT value FROM store WHERE name = 'incarnation'), \
               (SELECT statements FROM learner WHERE learner = $1), \
               (SELECT vouched_at FROM learner WHERE learner = $1 AND vouched_at > device.created_at) FROM device WHERE learner = $1 AND device = $2";
    let (mut learner, device) = (bearer.learner.to_string(), bearer.device.to_string());
    if let Some(row) = server.store.row(sql, values![&learner, &device]).await? {
        return Ok((learner, row));
    }
    let went = "SELECT joined_into, erased_at FROM learner WHERE learner = $1";
    let Some(row) = server.store.row(went, values![&learner]).await? else { return Err(Fault::UnknownToken) };
    match Whereabouts::of(row.text_or_null(0)?, row.int_or_null(1)?)? {
        Whereabouts::Here => return Err(Fault::UnknownToken),
        Whereabouts::Erased => return Err(Fault::Gone),
        Whereabouts::Joined(into) => learner = into.to_string(),
    }
    let row = server.store.row(sql, values![&learner, &device]).await?.ok_or(Fault::UnknownToken)?;
    Ok((learner, row))
}

fn position(head: &str) -> Result<(i64, String, i64, i64), Fault> {
    if head.is_empty() {
        return Ok((0, String::new(), 0, 0));
    }
    let parts: Vec<&str> = head.split('.').collect();
    let number = |text: &str| text.parse::<i64>().ok().filter(|n| *n >= 0);
    let read = || match parts[..] {
        [at, device, epoch, seq] => {
            device.parse::<domain::id::DeviceId>().ok()?;
            Some((number(at)?, device.to_owned(), number(epoch)?, number(seq)?))
        }
        _ => None,
    };
    read().ok_or_else(|| Fault::BadRequest("after is the head of an earlier page: begin again without it".into()))
}
