//! The doors put together, with what holds for all of them: limits, headers, cross-site requests, metrics, and their description.

use crate::error::Fault;
use crate::{Server, account, audit, description, learn, oversee, site, teach};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tower::util::option_layer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The longest body that any door takes unless it says otherwise, in bytes.
pub const LONGEST_BODY: usize = 65_536;
/// How long a request may take as a whole: 20 MB of a course over 1 Mbit/s, or 60 with all clips that a course may have over 3. What
/// stands still is cut off much earlier.
const LONGEST_REQUEST: Duration = Duration::from_secs(180);
/// How long a body may stand still.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// For a year, what browsers are told of a site behind TLS.
pub const INSIST_ON_TLS: &str = "max-age=31536000";

/// The description of the API.
#[derive(OpenApi)]
#[openapi(info(
    title = "Công dân số",
    description = "Sync of learners' statements, and the desk of trainers and officials."
))]
struct Description;

/// Every door of the API and its description.
pub fn api() -> (Router<Arc<Server>>, utoipa::openapi::OpenApi) {
    let (router, described) = OpenApiRouter::with_openapi(Description::openapi())
        .merge(learn::doors())
        .merge(account::doors())
        .merge(audit::doors())
        .merge(teach::doors())
        .merge(oversee::doors())
        .split_for_parts();
    (router, description::whole(described))
}

/// The whole server as one service.
pub fn router(server: Arc<Server>) -> Router {
    let (doors, description) = api();
    let metrics = recorder();
    let api = doors
        .route(domain::api::OPENAPI, get(move || async move { Json(description) }))
        .route("/api/{*rest}", any(|| async { Fault::NotFound("door") }))
        .method_not_allowed_fallback(|| async { Fault::WrongMethod })
        .layer(CsrfLayer::new().with_rejection_response(|_| {
            Fault::Forbidden("another site may not send this: open the app itself").into_response()
        }))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        // An answer of the API is never a page; opened as one it may do nothing.
        .layer(header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"))
        .layer(option_layer(server.serve.tls.then(|| header(header::STRICT_TRANSPORT_SECURITY, INSIST_ON_TLS))))
        .layer(from_fn(plain_bodies))
        .layer(DefaultBodyLimit::max(LONGEST_BODY));
    Router::new()
        .merge(api)
        .merge(site::files())
        .route(SECURITY_TXT, get(security_txt))
        .route("/healthz", get(health))
        .route("/metrics", get(move || async move { metrics.render() }))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST_REQUEST))
        .layer(RequestBodyTimeoutLayer::new(LONGEST_PAUSE))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(from_fn(measure))
        .with_state(server)
}

/// Where RFC 9116 puts the word about whom to tell of a fault.
const SECURITY_TXT: &str = "/.well-known/security.txt";
/// How long that word may be believed, in milliseconds: half a year from when it was asked for.
const BELIEVED: i64 = 182 * 24 * 60 * 60 * 1000;

/// Whom to tell of a fault of security, where whoever runs the server says so.
async fn security_txt(State(server): State<Arc<Server>>) -> Response {
    let Some(contact) = &server.serve.contact else { return StatusCode::NOT_FOUND.into_response() };
    let until = crate::clock::stamp(server.clock.now() + BELIEVED);
    let text = format!("Contact: {contact}\nExpires: {until}\nPreferred-Languages: vi, en\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// One recorder a process, however many servers it holds (tests hold several).
fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("metrics are recorded elsewhere; /metrics stays empty");
        }
        handle
    })
}

/// Keeps what is measured small: samples are folded into their histograms every few seconds, for ever.
pub async fn keep_metrics_small() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        recorder().run_upkeep();
    }
}

/// Refuses a packed body before anything tries to read it: no limit on bytes would say how much it unpacks to.
async fn plain_bodies(request: Request, next: Next) -> Response {
    match request.headers().get(header::CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        Some(_) => Fault::Packed.into_response(),
        None => next.run(request).await,
    }
}

/// Counts requests and their time by door; addresses as they came never become labels.
async fn measure(request: Request, next: Next) -> Response {
    let method = if request.method() == Method::GET { "GET" } else { "other" };
    let door =
        request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let begun = Instant::now();
    let response = next.run(request).await;
    let labels = [("door", door), ("method", method.to_owned()), ("status", response.status().as_u16().to_string())];
    metrics::counter!("requests", &labels).increment(1);
    metrics::histogram!("request_seconds", &labels[..1]).record(begun.elapsed());
    response
}

/// Whether the store answers.
async fn health(State(server): State<Arc<Server>>) -> Response {
    match server.store.row("SELECT value FROM store WHERE name = 'incarnation'", vec![]).await {
        Ok(Some(_)) => "ok\n".into_response(),
        Ok(None) => Fault::Damaged("the store has no incarnation".into()).into_response(),
        Err(fault) => fault.into_response(),
    }
}
