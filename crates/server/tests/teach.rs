//! The trainers' doors: upload, check, publish, withdraw; and everybody else stays outside.

mod house;

use axum::http::{Method, StatusCode};
use domain::api::{COURSES, CheckedDraft, DRAFTS, PUBLISH, Severity, TaughtCourse, WITHDRAW};
use domain::course::Language;
use house::House;
use house::apps::content;
use house::desk::Browser;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

const DAY: i64 = 86_400_000;

/// The course that comes with the program, packed; `change` may rewrite or drop a file.
fn packed(change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    fn add(
        zip: &mut zip::ZipWriter<Cursor<Vec<u8>>>,
        folder: &Path,
        at: &str,
        change: &impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>,
    ) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = format!("{at}{}", entry.file_name().unwrap().to_string_lossy());
            if entry.is_dir() {
                add(zip, &entry, &format!("{name}/"), change);
            } else if let Some(bytes) = change(&name, std::fs::read(&entry).unwrap()) {
                zip.start_file(&name, SimpleFileOptions::default()).unwrap();
                zip.write_all(&bytes).unwrap();
            }
        }
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut zip, &content().join("an-toan-tren-mang"), "", &change);
    zip.finish().unwrap().into_inner()
}

fn good() -> Vec<u8> {
    packed(|_, bytes| Some(bytes))
}

fn retitled(title: &str) -> Vec<u8> {
    packed(|name, bytes| {
        let text = || String::from_utf8(bytes.clone()).unwrap();
        Some(match name {
            "course.toml" => {
                text().replace("title = \"An toàn trên mạng\"", &format!("title = {title:?}")).into_bytes()
            }
            _ => bytes.clone(),
        })
    })
}

async fn checks(trainer: &mut Browser, house: &House, zip: &[u8]) -> CheckedDraft {
    let answer = trainer.asks(house, Method::POST, DRAFTS, zip).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
    serde_json::from_value(answer.json).unwrap()
}

async fn publishes(trainer: &mut Browser, house: &House, draft: &str) -> Option<TaughtCourse> {
    let answer = trainer.asks(house, Method::POST, &PUBLISH.replace("{draft}", draft), b"").await;
    (answer.status == StatusCode::OK).then(|| serde_json::from_value(answer.json).unwrap())
}

async fn sees(trainer: &mut Browser, house: &House) -> Vec<TaughtCourse> {
    let answer = trainer.gets(house, COURSES).await;
    assert_eq!(answer.status, StatusCode::OK);
    serde_json::from_value(answer.json).unwrap()
}

async fn title_on_offer(house: &House) -> String {
    house.catalogue().await.courses[0].editions[0].title.clone()
}

#[tokio::test]
async fn a_good_course_is_checked_kept_and_published() {
    for house in House::all().await {
        let mut trainer = house.has("hoa", &["trainer"], None).await;
        let before = house.acts().await.len();
        let checked = checks(&mut trainer, &house, &good()).await;
        assert_eq!(checked.course.as_ref().unwrap().as_str(), "an-toan-tren-mang");
        assert_eq!((checked.title.as_deref(), checked.lessons), (Some("An toàn trên mạng"), 7));
        assert_eq!(checked.languages, Language::ALL);
        assert!(checked.items >= 15, "{}", checked.items);
        assert!(sees(&mut trainer, &house).await.is_empty(), "a check publishes nothing");

        let draft = checked.draft.unwrap();
        let course = publishes(&mut trainer, &house, &draft).await.unwrap();
        assert_eq!((course.title.as_str(), course.editions.len()), ("An toàn trên mạng", 2));
        assert!(course.editions.iter().all(|edition| edition.offered && edition.lessons == 7));
        assert_eq!(sees(&mut trainer, &house).await, std::slice::from_ref(&course));
        assert_eq!(house.catalogue().await.courses.len(), 1, "at once: {}", house.engine);
        assert_eq!(house.acts().await[before..], ["publish"]);
        assert_eq!(publishes(&mut trainer, &house, &draft).await.unwrap(), course, "twice is once");
        assert_eq!(house.acts().await.len(), before + 1);
        server::audit::verify(&house.server.store).await.unwrap();
    }
}

#[tokio::test]
async fn a_course_with_errors_is_told_where_and_not_kept() {
    for house in House::all().await {
        let mut trainer = house.has("hoa", &["trainer"], None).await;
        let zip = packed(|name, bytes| {
            let text = String::from_utf8_lossy(&bytes).replace("- [x]", "- [ ]");
            Some(if name == "1-nhan-ra/1-ma-otp.md" { text.into_bytes() } else { bytes })
        });
        let checked = checks(&mut trainer, &house, &zip).await;
        assert_eq!(checked.draft, None);
        let errors: Vec<_> = checked.diagnostics.iter().filter(|each| each.severity == Severity::Error).collect();
        let found = errors.iter().find(|each| each.file == "1-nhan-ra/1-ma-otp.md").unwrap();
        assert!(found.line > 1 && !found.what.is_empty() && !found.todo.is_empty(), "{found:?}");
        let drafts = house.server.store.rows("SELECT draft FROM draft", vec![]).await.unwrap();
        assert!(drafts.is_empty(), "{}", house.engine);
    }
}

#[tokio::test]
async fn what_is_no_course_is_said_to_be_none() {
    let house = House::on_sqlite().await;
    let mut trainer = house.has("hoa", &["trainer"], None).await;
    let cut = good();
    let empty = packed(|_, _| None);
    for bytes in [&b""[..], b"PK", b"not a zip at all", &cut[..cut.len() / 2], &empty] {
        let checked = checks(&mut trainer, &house, bytes).await;
        assert_eq!((checked.draft, checked.course, checked.lessons), (None, None, 0));
        assert!(checked.diagnostics.iter().any(|each| each.severity == Severity::Error), "{} bytes", bytes.len());
    }
}

#[tokio::test]
async fn an_upload_of_60_mb_is_read_and_one_byte_more_is_not() {
    let house = House::on_sqlite().await;
    let mut trainer = house.has("hoa", &["trainer"], None).await;
    let mut bytes = vec![0; authoring::MOST_ARCHIVE];
    let answer = trainer.asks(&house, Method::POST, DRAFTS, &bytes).await;
    assert_eq!(answer.status, StatusCode::OK, "read, though it is no zip");
    bytes.push(0);
    let answer = trainer.asks(&house, Method::POST, DRAFTS, &bytes).await;
    assert_eq!((answer.status, answer.json["type"].as_str()), (StatusCode::PAYLOAD_TOO_LARGE, Some("too_large")));
    assert!(answer.json["detail"].as_str().unwrap().contains(&authoring::MOST_ARCHIVE.to_string()));
}

#[tokio::test]
async fn only_trainers_come_in_and_nothing_changes_for_anybody_else() {
    for house in House::all().await {
        let mut trainer = house.has("hoa", &["trainer"], None).await;
        let draft = checks(&mut trainer, &house, &good()).await.draft.unwrap();
        let course = publishes(&mut trainer, &house, &draft).await.unwrap();
        let edition = course.editions[0].edition.to_string();
        let mut others = vec![(Browser::default(), StatusCode::UNAUTHORIZED)];
        for (name, roles, unit) in [("mai", "administrator", None), ("nam", "official", Some(house::PROVINCE))] {
            others.push((house.has(name, &[roles], unit).await, StatusCode::FORBIDDEN));
        }
        let before = house.published().await;
        for (mut browser, expected) in others {
            for (method, path) in [
                (Method::GET, COURSES.to_owned()),
                (Method::POST, DRAFTS.to_owned()),
                (Method::POST, PUBLISH.replace("{draft}", &draft)),
                (Method::POST, WITHDRAW.replace("{edition}", &edition)),
            ] {
                let answer = browser.asks(&house, method, &path, &good()).await;
                assert_eq!(answer.status, expected, "{path} on {}", house.engine);
            }
        }
        assert_eq!(house.published().await, before);
    }
}

#[tokio::test]
async fn a_draft_belongs_to_whoever_sent_it_and_ends_after_a_week() {
    for house in House::all().await {
        let mut hoa = house.has("hoa", &["trainer"], None).await;
        let mut lan = house.has("lan", &["trainer"], None).await;
        let draft = checks(&mut hoa, &house, &good()).await.draft.unwrap();
        assert!(publishes(&mut lan, &house, &draft).await.is_none(), "somebody else's");
        assert!(publishes(&mut hoa, &house, "nothing").await.is_none());
        house.pass(7 * DAY);
        let code = hoa.code(&house);
        let signed_in = hoa.signs_in_twice(&house, "hoa", house::desk::PASSWORD, &code).await;
        assert_eq!(signed_in.status, StatusCode::OK);
        assert!(publishes(&mut hoa, &house, &draft).await.is_none(), "too old on {}", house.engine);
        let fresh = checks(&mut hoa, &house, &good()).await.draft.unwrap();
        let rows = house.server.store.rows("SELECT draft FROM draft", vec![]).await.unwrap();
        assert_eq!(rows.len(), 1, "the old one is gone");
        assert!(publishes(&mut hoa, &house, &fresh).await.is_some());
    }
}

#[tokio::test]
async fn a_trainer_keeps_the_ten_newest_drafts() {
    let house = House::on_sqlite().await;
    let mut trainer = house.has("hoa", &["trainer"], None).await;
    let mut drafts = Vec::new();
    for _ in 0..12 {
        drafts.push(checks(&mut trainer, &house, &good()).await.draft.unwrap());
        house.pass(1000);
    }
    let rows = house.server.store.rows("SELECT draft FROM draft ORDER BY created_at", vec![]).await.unwrap();
    let kept: Vec<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
    assert_eq!(kept, drafts[2..]);
}

#[tokio::test]
async fn a_corrected_course_takes_the_place_of_the_old_and_a_withdrawn_one_gives_it_back() {
    for house in House::all().await {
        let mut trainer = house.has("hoa", &["trainer"], None).await;
        let first = checks(&mut trainer, &house, &good()).await.draft.unwrap();
        publishes(&mut trainer, &house, &first).await.unwrap();
        house.pass(60_000);
        let second = checks(&mut trainer, &house, &retitled("An toàn hơn")).await.draft.unwrap();
        let course = publishes(&mut trainer, &house, &second).await.unwrap();
        let shown = |course: &TaughtCourse| {
            course.editions.iter().map(|each| (each.title.clone(), each.offered)).collect::<Vec<_>>()
        };
        assert_eq!(course.title, "An toàn hơn");
        assert_eq!(shown(&course)[0], ("An toàn hơn".into(), true));
        assert!(shown(&course)[1..].contains(&("An toàn trên mạng".into(), false)), "{:?}", shown(&course));
        assert_eq!(course.editions.iter().filter(|each| each.offered).count(), 2, "one in each language");
        assert_eq!(title_on_offer(&house).await, "An toàn hơn");

        let path = WITHDRAW.replace("{edition}", &course.editions[0].edition.to_string());
        for _ in 0..2 {
            assert_eq!(trainer.asks(&house, Method::POST, &path, b"").await.status, StatusCode::NO_CONTENT);
        }
        let course = sees(&mut trainer, &house).await.remove(0);
        assert!(course.editions[0].withdrawn_at.is_some() && !course.editions[0].offered);
        assert!(shown(&course).contains(&("An toàn trên mạng".into(), true)));
        assert_eq!(title_on_offer(&house).await, "An toàn trên mạng", "{}", house.engine);
    }
}

#[tokio::test]
async fn an_edition_that_is_none_cannot_be_withdrawn() {
    let house = House::on_sqlite().await;
    let mut trainer = house.has("hoa", &["trainer"], None).await;
    for edition in ["x".to_owned(), "0".repeat(64), "0".repeat(65)] {
        let answer = trainer.asks(&house, Method::POST, &WITHDRAW.replace("{edition}", &edition), b"").await;
        assert_eq!((answer.status, answer.json["type"].as_str()), (StatusCode::NOT_FOUND, Some("not_found")));
    }
}
