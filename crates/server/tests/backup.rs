//! Backups: what is in them, what comes back, and what can't be put in a store's place.

mod house;

use axum::http::{Method, StatusCode};
use domain::api;
use house::desk::Browser;
use house::{House, Learner, NOON, QUY_NHON, lives_in, small_course, the_whole_course};
use server::error::Fault;
use server::{audit, backup};
use std::path::Path;

async fn incarnation(house: &House) -> String {
    let row = house.server.store.row("SELECT value FROM store WHERE name = 'incarnation'", vec![]).await.unwrap();
    row.unwrap().text(0).unwrap()
}

/// Stops the server, restores, and starts another one on what is there then.
async fn restored(house: &House, file: Option<&Path>) -> (House, Option<std::path::PathBuf>) {
    house.server.store.close().await;
    let kept = backup::restore(&house.database, file, NOON).await.unwrap();
    (house.second_process().await, kept)
}

#[tokio::test]
async fn a_restored_backup_is_filled_up_again_by_the_phones() {
    let house = House::on_sqlite().await;
    let edition = house.publish(&small_course()).await;
    let mut learner = Learner::arrives(&house).await;
    let mut texts = learner.writes(&[lives_in(Some(QUY_NHON), 1)]);
    learner.pushes(&house, &texts).await;
    let file = house.file("backup.sqlite3");
    backup::backup(&house.server.store, NOON, &file).await.unwrap();
    texts.extend(learner.writes(&the_whole_course(edition)));
    let mut newcomer = Learner::arrives(&house).await;
    newcomer.does(&house, &the_whole_course(edition)).await;
    let (_, report) = learner.pushes(&house, &texts).await;
    let (tallies, old) = (house.tallies().await, incarnation(&house).await);

    let (later, kept) = restored(&house, Some(&file)).await;
    assert!(kept.unwrap().exists());
    assert!(later.tallies().await.is_empty());
    assert_ne!(incarnation(&later).await, old);
    assert_eq!(audit::verify(&later.server.store).await.unwrap(), 2);
    let (status, again) = learner.pushes(&later, &texts).await;
    assert_eq!((status, &again["digest"]), (StatusCode::OK, &report["digest"]));
    assert_ne!(again["incarnation"], report["incarnation"]);
    let all: Vec<String> = {
        newcomer.next = 1;
        newcomer.writes(&the_whole_course(edition))
    };
    assert_eq!(newcomer.pushes(&later, &all).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(newcomer.registers(&later).await, StatusCode::OK);
    assert_eq!(newcomer.pushes(&later, &all).await.0, StatusCode::OK);
    assert_eq!(later.tallies().await, tallies);
}

#[tokio::test]
async fn a_backup_never_replaces_a_file() {
    let house = House::on_sqlite().await;
    let file = house.file("backup.sqlite3");
    std::fs::write(&file, "somebody's").unwrap();
    assert!(matches!(backup::backup(&house.server.store, NOON, &file).await, Err(Fault::Conflict(_))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody's");
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_the_store_stays() {
    let house = House::on_sqlite().await;
    let good = house.file("good.sqlite3");
    backup::backup(&house.server.store, NOON, &good).await.unwrap();
    house.server.store.close().await;
    let bytes = std::fs::read(&good).unwrap();
    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[4096..middle].fill(0xAB);
    for (name, content) in [
        ("empty", Vec::new()),
        ("text", b"not a store at all".to_vec()),
        ("cut", bytes[..bytes.len() / 3].to_vec()),
        ("damaged", damaged),
    ] {
        let (before, file) = (std::fs::read(&house.database).unwrap(), house.file(name));
        std::fs::write(&file, &content).unwrap();
        let fault = backup::restore(&house.database, Some(&file), NOON).await.unwrap_err();
        assert!(matches!(fault, Fault::Invalid(_)), "{name}: {fault}");
        assert_eq!(std::fs::read(&file).unwrap(), content, "the file itself is left alone");
        assert_eq!(std::fs::read(&house.database).unwrap(), before, "{name}");
    }
    let missing = backup::restore(&house.database, Some(&house.file("missing")), NOON).await;
    assert!(matches!(missing, Err(Fault::Io(_))));
    let (later, _) = restored(&house, Some(&good)).await;
    assert_eq!(audit::verify(&later.server.store).await.unwrap(), 2);
}

#[tokio::test]
async fn another_programs_database_is_no_backup() {
    let house = House::on_sqlite().await;
    let file = house.file("other.sqlite3");
    let other = server::store::Store::open(&file.to_string_lossy()).await.unwrap();
    let mut tx = other.write().await.unwrap();
    tx.run("CREATE TABLE store (name TEXT, value TEXT)", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    other.close().await;
    house.server.store.close().await;
    assert!(matches!(backup::restore(&house.database, Some(&file), NOON).await, Err(Fault::Invalid(_))));
}

#[tokio::test]
async fn a_store_in_use_is_not_replaced() {
    let house = House::on_sqlite().await;
    let file = house.file("backup.sqlite3");
    backup::backup(&house.server.store, NOON, &file).await.unwrap();
    let old = incarnation(&house).await;
    let refused = backup::restore(&house.database, Some(&file), NOON).await;
    assert!(matches!(refused, Err(Fault::Conflict(_))), "{refused:?}");
    assert_eq!(incarnation(&house).await, old);
    let mut learner = Learner::arrives(&house).await;
    learner.does(&house, &[lives_in(None, 1)]).await;
}

#[tokio::test]
async fn a_damaged_store_can_be_replaced() {
    let house = House::on_sqlite().await;
    let file = house.file("backup.sqlite3");
    backup::backup(&house.server.store, NOON, &file).await.unwrap();
    house.server.store.close().await;
    std::fs::write(&house.database, vec![0xAB; 40_000]).unwrap();
    std::fs::write(format!("{}-wal", house.database), "what was left of it").unwrap();
    let (later, kept) = restored(&house, Some(&file)).await;
    assert_eq!(audit::verify(&later.server.store).await.unwrap(), 2);
    assert_eq!(std::fs::read(kept.unwrap()).unwrap(), vec![0xAB; 40_000]);
}

#[tokio::test]
async fn sessions_end_and_open_invitations_are_void_after_a_restore() {
    for house in House::all().await {
        let mut browser = house.has("an.tran", &["administrator"], None).await;
        let open = house.invites(&["trainer"], None).await;
        let file = house.file("backup.sqlite3");
        let on_sqlite = house.engine == "SQLite";
        if on_sqlite {
            backup::backup(&house.server.store, NOON, &file).await.unwrap();
        }
        let old = incarnation(&house).await;
        let (later, kept) = restored(&house, on_sqlite.then_some(file.as_path())).await;
        assert_eq!((browser.is(&later).await, kept.is_some()), (None, on_sqlite));
        assert_ne!(incarnation(&later).await, old);
        let body = serde_json::json!({"token": open}).to_string();
        let look = Browser::default().asks(&later, Method::POST, api::INVITATION, body.as_bytes()).await;
        assert_eq!(look.status, StatusCode::NOT_FOUND, "{}", house.engine);
        assert_eq!(browser.signs_in(&later, "an.tran", house::desk::PASSWORD).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn postgres_has_its_own_tools_for_copies() {
    for house in House::all().await.into_iter().filter(|house| house.engine == "PostgreSQL") {
        let file = house.file("backup");
        let fault = backup::backup(&house.server.store, NOON, &file).await.unwrap_err();
        assert!(fault.to_string().contains("pg_dump") && !file.exists());
        let fault = backup::restore(&house.database, Some(&file), NOON).await.unwrap_err();
        assert!(fault.to_string().contains("pg_restore"));
    }
}
