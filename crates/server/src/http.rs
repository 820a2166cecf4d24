//! The doors put together, with what holds for all of them: limits, headers, cross-site requests, metrics, and their description.

use crate::error::Fault;
use crate::{Server, account, learn, oversee, site, teach};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use std::sync::Arc;
use std::time::Duration;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The longest body that any door takes unless it says otherwise, in bytes.
pub const LONGEST_BODY: usize = 65_536;

/// The description of the API.
#[derive(OpenApi)]
#[openapi(info(
    title = "Công dân số",
    description = "Sync of learners' statements, and the desk of trainers and officials."
))]
pub struct Description;

/// Every door of the API and its description.
#[must_use]
pub fn api() -> (Router<Arc<Server>>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(learn::doors())
        .merge(account::doors())
        .merge(teach::doors())
        .merge(oversee::doors())
        .split_for_parts()
}

/// The whole server as one service.
pub fn router(server: Arc<Server>) -> Router {
    let (doors, description) = api();
    let api = doors
        .route(domain::api::OPENAPI, get(move || async move { Json(description) }))
        .route("/api/{*rest}", axum::routing::any(|| async { Fault::NotFound("door") }))
        .layer(CsrfLayer::new())
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(DefaultBodyLimit::max(LONGEST_BODY));
    Router::new()
        .merge(api)
        .merge(site::files())
        .route("/healthz", get(health))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(30)))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .with_state(server)
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Whether the store answers.
async fn health(State(server): State<Arc<Server>>) -> Response {
    match server.store.row("SELECT value FROM store WHERE name = 'incarnation'", vec![]).await {
        Ok(Some(_)) => "ok\n".into_response(),
        Ok(None) => Fault::Damaged("the store has no incarnation".into()).into_response(),
        Err(fault) => fault.into_response(),
    }
}
