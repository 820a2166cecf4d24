//! Accounts of staff: who gets in, who doesn't, and what strangers can't learn or break.

mod house;

use axum::http::{Method, StatusCode, header};
use domain::api;
use house::desk::{Browser, PASSWORD, Reply};
use house::{House, QUY_NHON};
use serde_json::json;
use server::config::Staff;
use server::{audit, values};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const WRONG: &str = "một câu hoàn toàn khác";

fn refused(answer: &Reply, status: StatusCode, kind: &str) {
    assert_eq!((answer.status, answer.json["type"].as_str()), (status, Some(kind)), "{}", answer.json);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
}

async fn first_administrators_link(house: &House) -> Option<String> {
    let asked = Staff::Invite { roles: vec![], unit: None, first_administrator: true };
    let path = server::account::invitation::run(&house.server.store, house.server.clock.now(), &asked).await.unwrap();
    path.map(|path| path.strip_prefix("/desk/#invitation=").unwrap().to_owned())
}

#[tokio::test]
async fn the_first_administrator_is_made_by_a_link_and_only_where_there_is_none() {
    for house in House::all().await {
        let (one, two) =
            (first_administrators_link(&house).await.unwrap(), first_administrators_link(&house).await.unwrap());
        let mut browser = Browser::default();
        let offer = browser.posts(&house, api::INVITATION, json!({"token": one})).await;
        assert_eq!(offer.json, json!({"roles": ["administrator"], "unit_name": null}));
        let made = browser.accepts(&house, &one, "an.tran", PASSWORD).await;
        assert_eq!((made.status, &made.json["name"]), (StatusCode::OK, &json!("an.tran")), "{}", house.engine);
        assert_eq!(browser.is(&house).await.as_deref(), Some("an.tran"));
        let mut other = Browser::default();
        refused(&other.accepts(&house, &two, "binh.le", PASSWORD).await, StatusCode::NOT_FOUND, "not_found");
        refused(&other.posts(&house, api::INVITATION, json!({"token": two})).await, StatusCode::NOT_FOUND, "not_found");
        assert_eq!(first_administrators_link(&house).await, None);
    }
}

#[tokio::test]
async fn an_administrator_invites_an_official_who_chooses_name_and_password() {
    for house in House::all().await {
        let mut administrator = house.has("an.tran", &["administrator"], None).await;
        let asked = json!({"roles": ["official"], "unit": QUY_NHON});
        let link = administrator.posts(&house, api::INVITATIONS, asked).await;
        let token = link.json["path"].as_str().unwrap().strip_prefix("/desk/#invitation=").unwrap().to_owned();
        assert_eq!(link.json["expires_at"], house.server.clock.now() + 72 * HOUR);
        let mut official = Browser::default();
        let offer = official.posts(&house, api::INVITATION, json!({"token": token})).await;
        assert_eq!(offer.json, json!({"roles": ["official"], "unit_name": "Phường Quy Nhơn"}));
        assert_eq!(official.accepts(&house, &token, "lan.nguyen", PASSWORD).await.status, StatusCode::OK);
        let account = official.gets(&house, api::ACCOUNT).await.json;
        assert_eq!((&account["staff"]["unit"], &account["unit_name"]), (&json!(QUY_NHON), &json!("Phường Quy Nhơn")));
        let staff = administrator.gets(&house, api::STAFF).await.json;
        let names: Vec<&str> = staff.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["an.tran", "lan.nguyen"]);
        assert_eq!(house.acts().await, ["invited", "account_made", "invited", "account_made"]);
        assert_eq!(audit::verify(&house.server.store).await.unwrap(), 4);
    }
}

#[tokio::test]
async fn an_invitation_works_once_and_for_72_hours() {
    for house in House::all().await {
        let (used, late) = (house.invites(&["trainer"], None).await, house.invites(&["trainer"], None).await);
        let mut browser = Browser::default();
        assert_eq!(browser.accepts(&house, &used, "an.tran", PASSWORD).await.status, StatusCode::OK);
        refused(&browser.accepts(&house, &used, "binh.le", PASSWORD).await, StatusCode::NOT_FOUND, "not_found");
        house.pass(72 * HOUR - 1);
        assert_eq!(browser.posts(&house, api::INVITATION, json!({"token": late})).await.status, StatusCode::OK);
        house.pass(1);
        refused(&browser.accepts(&house, &late, "binh.le", PASSWORD).await, StatusCode::NOT_FOUND, "not_found");
    }
}

#[tokio::test]
async fn of_two_who_use_one_invitation_at_the_same_time_one_gets_in() {
    for house in House::all().await {
        let other = house.second_process().await;
        let token = house.invites(&["trainer"], None).await;
        let (mut one, mut two) = (Browser::default(), Browser::default());
        let (a, b) = tokio::join!(
            one.accepts(&house, &token, "an.tran", PASSWORD),
            two.accepts(&other, &token, "binh.le", PASSWORD)
        );
        let mut statuses = [a.status, b.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::NOT_FOUND], "{}", house.engine);
    }
}

#[tokio::test]
async fn a_name_or_password_against_the_rules_uses_nothing_up() {
    for house in House::all().await {
        house.has("an.tran", &["administrator"], None).await;
        let token = house.invites(&["trainer"], None).await;
        let before = house.accounts().await;
        let mut browser = Browser::default();
        for (name, password, status) in [
            ("Lan Nguyễn", PASSWORD, StatusCode::UNPROCESSABLE_ENTITY),
            ("ab", PASSWORD, StatusCode::UNPROCESSABLE_ENTITY),
            ("lan.nguyen", "fourteen chars", StatusCode::UNPROCESSABLE_ENTITY),
            ("lan.nguyen", "matkhau123456789", StatusCode::UNPROCESSABLE_ENTITY),
            ("lan.nguyen", "tôi là lan.nguyen đây", StatusCode::UNPROCESSABLE_ENTITY),
            ("an.tran", PASSWORD, StatusCode::CONFLICT),
        ] {
            assert_eq!(browser.accepts(&house, &token, name, password).await.status, status, "{name} {password}");
        }
        assert_eq!(house.accounts().await, before, "{}", house.engine);
        assert_eq!(browser.accepts(&house, &token, "lan.nguyen", PASSWORD).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn signing_in_begins_a_new_session_and_ends_the_old_one() {
    for house in House::all().await {
        let mut browser = house.has("an.tran", &["administrator"], None).await;
        let mut stolen = browser.clone();
        let answer = browser.signs_in(&house, "an.tran", PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_ne!(browser.cookies["session"], stolen.cookies["session"]);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("; Path=/") && cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
        }
        assert_eq!(stolen.is(&house).await, None);
        assert_eq!(browser.is(&house).await.as_deref(), Some("an.tran"));
        let kept = house.dump(&[("session", "token_hash"), ("known_browser", "browser")]).await;
        assert!(!kept.contains(&browser.cookies["session"]) && !kept.contains(&browser.cookies["browser"]));
    }
}

#[tokio::test]
async fn a_session_ends_after_30_idle_minutes_after_12_hours_and_by_signing_out() {
    for house in House::all().await {
        let mut browser = house.has("an.tran", &["administrator"], None).await;
        for _ in 0..23 {
            house.pass(30 * MINUTE - 1);
            assert!(browser.is(&house).await.is_some());
        }
        house.pass(29 * MINUTE);
        assert!(browser.is(&house).await.is_some());
        house.pass(2 * MINUTE);
        assert_eq!(browser.is(&house).await, None, "after 12 hours");
        browser.signs_in(&house, "an.tran", PASSWORD).await;
        house.pass(30 * MINUTE);
        assert_eq!(browser.is(&house).await, None, "after 30 minutes");
        browser.signs_in(&house, "an.tran", PASSWORD).await;
        let mut kept = browser.clone();
        assert_eq!(browser.asks(&house, Method::DELETE, api::SESSION, b"").await.status, StatusCode::NO_CONTENT);
        assert_eq!((browser.is(&house).await, kept.is(&house).await), (None, None), "after signing out");
        assert!(!browser.cookies.contains_key("session"));
    }
}

#[tokio::test]
async fn a_changed_role_and_a_disabled_account_work_on_the_next_request() {
    for house in House::all().await {
        let mut browser = house.has("an.tran", &["administrator"], None).await;
        assert_eq!(browser.gets(&house, api::STAFF).await.status, StatusCode::OK);
        let mut tx = house.server.store.write().await.unwrap();
        tx.run("UPDATE staff SET roles = ''", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        refused(&browser.gets(&house, api::STAFF).await, StatusCode::FORBIDDEN, "forbidden");
        let mut tx = house.server.store.write().await.unwrap();
        tx.run("UPDATE staff SET disabled_at = $1", values![1_i64]).await.unwrap();
        tx.commit().await.unwrap();
        refused(&browser.gets(&house, api::STAFF).await, StatusCode::UNAUTHORIZED, "signed_out");
        refused(&browser.signs_in(&house, "an.tran", PASSWORD).await, StatusCode::UNAUTHORIZED, "wrong_credentials");
    }
}

#[tokio::test]
async fn no_answer_tells_whether_a_name_has_an_account() {
    for house in House::all().await {
        house.has("an.tran", &["administrator"], None).await;
        house.has("binh.le", &["trainer"], None).await;
        house.has("dong", &["administrator"], None).await;
        let mut tx = house.server.store.write().await.unwrap();
        tx.run("UPDATE staff SET disabled_at = 1 WHERE name = 'dong'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Browser::default();
        // The first five are refused, the rest told to wait.
        for _ in 0..8 {
            let unknown = browser.signs_in(&house, "khong.co", WRONG).await;
            for name in ["an.tran", "binh.le", "dong"] {
                let other = browser.signs_in(&house, name, WRONG).await;
                assert_eq!((other.status, other.bytes), (unknown.status, unknown.bytes.clone()), "{name}");
                assert_eq!(other.headers, unknown.headers, "{name} on {}", house.engine);
            }
        }
        // The right password of a closed account is a wrong one too.
        house.pass(HOUR);
        let closed = browser.signs_in(&house, "dong", PASSWORD).await;
        let unknown = browser.signs_in(&house, "khong.co", PASSWORD).await;
        assert_eq!((closed.status, closed.bytes, closed.headers), (unknown.status, unknown.bytes, unknown.headers));
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_and_a_right_password_has_to_wait_too() {
    for house in House::all().await {
        house.has("an.tran", &["administrator"], None).await;
        let mut stranger = Browser::default();
        for _ in 0..5 {
            refused(&stranger.signs_in(&house, "an.tran", WRONG).await, StatusCode::UNAUTHORIZED, "wrong_credentials");
        }
        let told = stranger.signs_in(&house, "an.tran", PASSWORD).await;
        refused(&told, StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
        assert_eq!(told.headers[header::RETRY_AFTER], "10");
        house.pass(10 * SECOND);
        refused(&stranger.signs_in(&house, "an.tran", WRONG).await, StatusCode::UNAUTHORIZED, "wrong_credentials");
        let told = stranger.signs_in(&house, "an.tran", PASSWORD).await;
        assert_eq!(told.headers[header::RETRY_AFTER], "20");
        house.pass(20 * SECOND);
        assert_eq!(stranger.signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_stranger_who_guesses_never_locks_out_a_browser_that_signed_in_before() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        let mut stranger = Browser::default();
        stranger.cookies.insert("browser".into(), "ab".repeat(32));
        for _ in 0..6 {
            stranger.signs_in(&house, "an.tran", WRONG).await;
        }
        refused(&stranger.signs_in(&house, "an.tran", WRONG).await, StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
        own.cookies.remove("session");
        assert_eq!(own.signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK, "{}", house.engine);
        refused(&stranger.signs_in(&house, "an.tran", WRONG).await, StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
        // A browser known to one account is a stranger to another.
        house.has("binh.le", &["administrator"], None).await;
        for _ in 0..5 {
            stranger.signs_in(&house, "binh.le", WRONG).await;
        }
        refused(&own.signs_in(&house, "binh.le", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
    }
}

#[tokio::test]
async fn more_hashes_than_may_be_at_once_are_told_to_come_back() {
    for house in House::all().await {
        house.has("an.tran", &["administrator"], None).await;
        let busy: Vec<_> = std::iter::from_fn(|| house.server.hashing.turn().ok()).collect();
        assert_eq!(busy.len(), 1);
        let told = Browser::default().signs_in(&house, "an.tran", PASSWORD).await;
        refused(&told, StatusCode::SERVICE_UNAVAILABLE, "busy");
        assert!(told.headers.contains_key(header::RETRY_AFTER));
        drop(busy);
        assert_eq!(Browser::default().signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn an_invitation_that_makes_no_sense_is_refused() {
    for house in House::all().await {
        let mut administrator = house.has("an.tran", &["administrator"], None).await;
        let before = house.accounts().await;
        for (body, status) in [
            (json!({"roles": [], "unit": null}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"roles": ["official"], "unit": null}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"roles": ["official"], "unit": "52@1900-01-01"}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"roles": ["trainer"], "unit": "99999@2025-07-01"}), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({"roles": ["official"], "unit": "52"}), StatusCode::BAD_REQUEST),
            (json!({"roles": ["owner"], "unit": null}), StatusCode::BAD_REQUEST),
            (json!({"roles": ["trainer"], "unit": null, "name": "x"}), StatusCode::BAD_REQUEST),
            (json!([]), StatusCode::BAD_REQUEST),
        ] {
            let answer = administrator.posts(&house, api::INVITATIONS, body.clone()).await;
            assert_eq!(answer.status, status, "{body}");
        }
        assert_eq!(house.accounts().await, before, "{}", house.engine);
    }
}

#[tokio::test]
async fn a_change_asked_for_by_another_site_is_refused() {
    use axum::body::Body;
    use axum::http::Request;
    for house in House::all().await {
        let browser = house.has("an.tran", &["administrator"], None).await;
        let before = house.accounts().await;
        let cookies = format!("session={}", browser.cookies["session"]);
        for site in ["cross-site", "same-site"] {
            let request =
                Request::post(api::INVITATIONS).header(header::HOST, "localhost").header(header::COOKIE, &cookies);
            let request = request.header("sec-fetch-site", site).header(header::ORIGIN, "https://elsewhere.example");
            let (status, ..) =
                house.send(request.body(Body::from(r#"{"roles":["trainer"],"unit":null}"#)).unwrap()).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{site}");
        }
        assert_eq!(house.accounts().await, before);
    }
}
