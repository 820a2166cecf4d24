//! Connections: accepted, let go when nothing is heard on them, and ended in good order. What is said on them is [`crate::http`]'s.
//!
//! axum's own loop has no clock for the head of a request: a phone that lost its network in a tunnel would hold its
//! connection, and one of the process' few file handles, for ever. It also builds all routes anew for every connection.

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a connection may wait for the whole head of its next request.
pub const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// Serves until told to stop; what was begun then is ended first.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    silence: Duration,
    told_to_stop: impl Future<Output = ()>,
) {
    // Routes are made here once; a connection's clone is a counted pointer.
    let service = TowerToHyperService::new(router.with_state::<()>(()));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(silence);
    let open = GracefulShutdown::new();
    let mut told_to_stop = pin!(told_to_stop);
    loop {
        let (stream, _) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut told_to_stop => break,
        };
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service.clone()));
        // What ends a connection early is the other side's doing, and the requests on it have had their answers.
        tokio::spawn(async { drop(connection.await) });
    }
    drop(listener);
    open.shutdown().await;
}
