//! The store at its limits.

mod house;

use axum::http::StatusCode;
use house::{House, Learner};
use server::{Server, values};

/// From now on the file may grow by so many pages and no more: what a full disk looks like to SQLite.
async fn leaves_room_for(server: &Server, pages: i64) {
    let mut tx = server.store.write().await.unwrap();
    let now = tx.row("PRAGMA page_count", values![]).await.unwrap().unwrap().int(0).unwrap();
    tx.rows(&format!("PRAGMA max_page_count = {}", now + pages), values![]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_said_and_work_goes_on_once_there_is_room() {
    let house = House::on_sqlite().await;
    let mut learner = Learner::arrives(&house).await;
    leaves_room_for(&house.server, 40).await;
    let mut kept = 0;
    let full = loop {
        let texts: Vec<String> = (1..=12)
            .map(|n| {
                format!(
                    r#"{{"v":1,"epoch":1,"seq":{},"at":1,"did":{{"later":{{"a":"{}"}}}}}}"#,
                    kept + n,
                    "x".repeat(3000)
                )
            })
            .collect();
        match learner.pushes(&house, &texts).await {
            (StatusCode::OK, _) => kept += 12,
            (status, problem) => break (status, problem, texts),
        }
        assert!(kept < 1000, "the disk never filled");
    };
    assert_eq!((full.0, full.1["type"].as_str()), (StatusCode::INSUFFICIENT_STORAGE, Some("full")));
    leaves_room_for(&house.server, 400).await;
    let (status, report) = learner.pushes(&house, &full.2).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    assert_eq!(report["learner_count"], kept + 12);
    assert_eq!(learner.registers(&house).await, StatusCode::OK);
}

#[tokio::test]
async fn a_transaction_that_the_engine_ended_by_itself_does_not_stop_the_next() {
    let house = House::on_sqlite().await;
    let mut tx = house.server.store.write().await.unwrap();
    // What SQLite does when the disk fills up while it commits.
    tx.run("ROLLBACK", values![]).await.unwrap();
    assert!(tx.commit().await.is_err());
    Learner::arrives(&house).await;
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_said_to_be_so() {
    let fault = server::store::Store::open("postgres://nobody@127.0.0.1:1/none").await.err().unwrap();
    assert!(fault.to_string().starts_with("PostgreSQL can't be reached"), "{fault}");
}
