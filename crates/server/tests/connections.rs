//! Connections over a real socket: what they cost, and when they end.

mod house;

use house::House;
use server::{connections, http};
use std::future::pending;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

const SILENCE: Duration = Duration::from_millis(400);

async fn serving(house: &House, until: impl Future<Output = ()> + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(connections::serve(listener, http::router(house.server.clone()), SILENCE, until));
    address
}

async fn says(address: SocketAddr, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(words.as_bytes()).await.unwrap();
    stream
}

/// What comes until the other side ends the connection.
async fn hears(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut heard)).await.unwrap().unwrap();
    String::from_utf8(heard).unwrap()
}

/// What this process holds in memory, in kB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test]
async fn a_connection_on_which_nothing_comes_is_let_go() {
    let house = House::on_sqlite().await;
    let address = serving(&house, pending()).await;
    for words in ["", "GET /healthz HTTP/1.1\r\nho", "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let begun = Instant::now();
        let mut stream = says(address, words).await;
        let heard = hears(&mut stream).await;
        assert!(begun.elapsed() >= SILENCE, "{words:?} was not waited for");
        assert_eq!(heard.contains("200 OK"), words.ends_with("\r\n\r\n"), "{words:?}: {heard}");
    }
}

#[tokio::test]
async fn two_hundred_connections_cost_less_than_the_program_itself() {
    let house = House::on_sqlite().await;
    let address = serving(&house, pending()).await;
    drop(hears(&mut says(address, "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await).await);
    let before = memory();
    let mut open = Vec::new();
    for _ in 0..200 {
        open.push(says(address, "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await);
    }
    drop(hears(&mut says(address, "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await).await);
    let cost = memory().saturating_sub(before);
    assert!(cost < 40_000, "{cost} kB for {} connections", open.len());
}

#[tokio::test]
async fn told_to_stop_what_was_begun_is_answered_and_nobody_new_is_let_in() {
    let house = House::on_sqlite().await;
    let (stop, told) = oneshot::channel::<()>();
    let address = serving(&house, async { drop(told.await) }).await;
    let mut begun = says(address, "POST /api/learn/devices HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{").await;
    tokio::time::sleep(SILENCE / 4).await;
    stop.send(()).unwrap();
    tokio::time::sleep(SILENCE / 4).await;
    assert!(TcpStream::connect(address).await.is_err());
    begun.write_all(b"}").await.unwrap();
    let heard = hears(&mut begun).await;
    assert!(heard.starts_with("HTTP/1.1 400"), "{heard}");
}
