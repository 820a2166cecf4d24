//! Where somebody is signed in: seen, named roughly, and ended.

mod house;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::api;
use house::House;
use house::desk::{Browser, PASSWORD};
use serde_json::json;

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_one_or_all_others() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        let began = house.server.clock.now();
        house.pass(5 * MINUTE);
        let phone =
            Request::post(api::SESSION).header(header::HOST, "localhost").header("sec-fetch-site", "same-origin");
        let phone =
            phone.header(header::USER_AGENT, "Mozilla/5.0 (Linux; Android 14) Chrome/142.0.0.0 Mobile Safari/537.36");
        let body = json!({"name": "an.tran", "password": PASSWORD}).to_string();
        let (status, ..) = house.send(phone.body(Body::from(body)).unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        let mut third = Browser::default();
        third.signs_in(&house, "an.tran", PASSWORD).await;
        house.has("binh.le", &["administrator"], None).await;
        let listed = own.gets(&house, api::SESSIONS).await.json;
        let listed = listed.as_array().unwrap();
        assert_eq!(listed.len(), 3, "one's own alone");
        let current: Vec<_> = listed.iter().filter(|one| one["current"] == true).collect();
        assert_eq!((current.len(), &current[0]["created_at"]), (1, &json!(began)));
        assert_eq!(current[0]["seen_at"], json!(began + 5 * MINUTE));
        let phone = listed.iter().find(|one| one["device"] == "Chrome · Android").unwrap();
        let end = api::ONE_SESSION.replace("{session}", phone["session"].as_str().unwrap());
        assert_eq!(own.deletes(&house, &end).await.status, StatusCode::NO_CONTENT);
        assert_eq!(own.deletes(&house, &end).await.status, StatusCode::NOT_FOUND);
        assert_eq!(own.gets(&house, api::SESSIONS).await.json.as_array().unwrap().len(), 2);
        assert_eq!(own.deletes(&house, api::SESSIONS).await.status, StatusCode::NO_CONTENT);
        assert_eq!(
            (third.is(&house).await, own.is(&house).await.as_deref()),
            (None, Some("an.tran")),
            "{}",
            house.engine
        );
        let acts = house.acts().await;
        assert_eq!(acts[acts.len() - 2..], ["session_ended", "sessions_ended"]);
    }
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        let mut binh = house.has("binh.le", &["administrator"], None).await;
        let listed = binh.gets(&house, api::SESSIONS).await.json;
        let end = api::ONE_SESSION.replace("{session}", listed[0]["session"].as_str().unwrap());
        assert_eq!(an.deletes(&house, &end).await.status, StatusCode::NOT_FOUND);
        assert_eq!(an.deletes(&house, api::SESSIONS).await.status, StatusCode::NO_CONTENT);
        assert_eq!(binh.is(&house).await.as_deref(), Some("binh.le"), "{}", house.engine);
    }
}

#[tokio::test]
async fn an_ended_session_is_not_listed() {
    for house in House::all().await {
        let mut first = house.has("an.tran", &["administrator"], None).await;
        house.pass(29 * MINUTE);
        let mut second = Browser::default();
        second.signs_in(&house, "an.tran", PASSWORD).await;
        assert_eq!(second.gets(&house, api::SESSIONS).await.json.as_array().unwrap().len(), 2);
        house.pass(MINUTE);
        assert_eq!(second.gets(&house, api::SESSIONS).await.json.as_array().unwrap().len(), 1, "{}", house.engine);
        assert_eq!(first.is(&house).await, None);
    }
}

#[tokio::test]
async fn what_is_listed_opens_nothing() {
    let house = House::on_sqlite().await;
    let mut own = house.has("an.tran", &["administrator"], None).await;
    let listed = own.gets(&house, api::SESSIONS).await;
    let text = String::from_utf8(listed.bytes).unwrap();
    assert!(
        !text.contains(&own.cookies["session"]) && !text.contains(&server::secret::hashed(&own.cookies["session"]))
    );
    let mut thief = Browser::default();
    thief.cookies.insert("session".into(), listed.json[0]["session"].as_str().unwrap().repeat(2));
    assert_eq!(thief.is(&house).await, None);
}
