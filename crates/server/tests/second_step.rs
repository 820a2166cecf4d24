//! The second step and what is shown again: codes once, recovery codes once, nothing without them, and passwords beside them.

mod house;

use axum::http::StatusCode;
use domain::api;
use house::desk::{Browser, PASSWORD, Reply, code};
use house::{House, PROVINCE};
use serde_json::json;
use server::config::Staff;

const STEP: i64 = 30_000;
const SHORT: &str = "ao trâu";
const EIGHT: &str = "trâu 8 ao";

fn kind(answer: &Reply) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["type"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_trainer_and_an_official_set_it_up_right_after_the_first_sign_in_and_do_nothing_before() {
    for house in House::all().await {
        for (roles, unit, door) in [
            ("trainer", None, api::COURSES.to_owned()),
            ("reviewer", None, api::COURSES.to_owned()),
            ("official", Some(PROVINCE), format!("{}?course=thu", api::COMPLETION)),
        ] {
            let mut person = Browser::default();
            let token = house.invites(&[roles], unit).await;
            assert_eq!(person.accepts(&house, &token, &format!("{roles}.x"), PASSWORD).await.status, StatusCode::OK);
            assert_eq!(kind(&person.gets(&house, &door).await), (403, "second_step_needed"), "{roles}");
            let keys = person.gets(&house, api::ACCOUNT).await.json["keys"].clone();
            assert_eq!(
                keys,
                json!({"second_step": false, "second_step_needed": true, "recovery_codes": 0, "fresh": true, "linked": false})
            );
            let before = person.cookies["session"].clone();
            assert_eq!(person.sets_up_second_step(&house).await.len(), api::RECOVERY_CODES_MADE);
            assert_ne!(person.cookies["session"], before, "the session gets a new token");
            assert_ne!(kind(&person.gets(&house, &door).await).0, 403, "{roles} on {}", house.engine);
        }
    }
}

#[tokio::test]
async fn signing_in_asks_for_a_code_and_takes_each_once() {
    for house in House::all().await {
        let key = house.has("binh.le", &["trainer"], None).await.key;
        let mut browser = Browser::default();
        let now = || house.server.clock.now();
        assert_eq!(kind(&browser.signs_in(&house, "binh.le", PASSWORD).await), (401, "code_needed"));
        assert!(browser.cookies.is_empty());
        // The code that set it up was used with that.
        let used = code(&key, now());
        assert_eq!(kind(&browser.signs_in_twice(&house, "binh.le", PASSWORD, &used).await), (401, "wrong_code"));
        house.pass(STEP);
        let next = code(&key, now());
        let halves = format!(" {} {} ", &next[..3], &next[3..]);
        assert_eq!(browser.signs_in_twice(&house, "binh.le", PASSWORD, &halves).await.status, StatusCode::OK);
        assert_eq!(
            kind(&Browser::default().signs_in_twice(&house, "binh.le", PASSWORD, &next).await),
            (401, "wrong_code")
        );
        house.pass(2 * STEP);
        let early = code(&key, now() - STEP);
        assert_eq!(
            browser.signs_in_twice(&house, "binh.le", PASSWORD, &early).await.status,
            StatusCode::OK,
            "a step late"
        );
        let late = code(&key, now() + 2 * STEP);
        assert_eq!(kind(&browser.signs_in_twice(&house, "binh.le", PASSWORD, &late).await), (401, "wrong_code"));
        // A right code doesn't help a wrong password, and is not used up by it.
        house.pass(STEP);
        let right = code(&key, now());
        let wrong = browser.signs_in_twice(&house, "binh.le", "một câu hoàn toàn khác", &right).await;
        assert_eq!(kind(&wrong), (401, "wrong_credentials"));
        assert_eq!(browser.signs_in_twice(&house, "binh.le", PASSWORD, &right).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn of_two_who_send_the_same_code_at_the_same_moment_one_gets_in() {
    for house in House::all().await {
        let key = house.has("binh.le", &["trainer"], None).await.key;
        house.pass(STEP);
        let other = house.second_process().await;
        let code = code(&key, house.server.clock.now());
        let (mut one, mut two) = (Browser::default(), Browser::default());
        let (a, b) = tokio::join!(
            one.signs_in_twice(&house, "binh.le", PASSWORD, &code),
            two.signs_in_twice(&other, "binh.le", PASSWORD, &code)
        );
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401], "{}", house.engine);
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_however_it_is_typed_and_is_kept_as_a_hash() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        let codes = own.sets_up_second_step(&house).await;
        let kept = house.accounts().await;
        assert!(codes.iter().all(|code| code.len() == 29 && !kept.contains(code.as_str())), "120 bits, hashed");
        let typed = codes[0].to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        let mut browser = Browser::default();
        assert_eq!(browser.signs_in_twice(&house, "an.tran", PASSWORD, &typed).await.status, StatusCode::OK);
        assert_eq!(kind(&browser.signs_in_twice(&house, "an.tran", PASSWORD, &codes[0]).await), (401, "wrong_code"));
        assert_eq!(browser.gets(&house, api::ACCOUNT).await.json["keys"]["recovery_codes"], 9);
        let new = browser.posts(&house, api::RECOVERY_CODES, json!(null)).await;
        assert_eq!(new.json["codes"].as_array().map(Vec::len), Some(10));
        let old = Browser::default().signs_in_twice(&house, "an.tran", PASSWORD, &codes[1]).await;
        assert_eq!(kind(&old), (401, "wrong_code"), "the old ones ended");
        // Another person's code is none.
        let mut other = house.has("binh.le", &["administrator"], None).await;
        let others = other.sets_up_second_step(&house).await;
        let answer = Browser::default().signs_in_twice(&house, "an.tran", PASSWORD, &others[0]).await;
        assert_eq!(kind(&answer), (401, "wrong_code"), "{}", house.engine);
    }
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_as_guessing_passwords_is() {
    for house in House::all().await {
        house.has("binh.le", &["trainer"], None).await;
        let mut stranger = Browser::default();
        for _ in 0..5 {
            let answer = stranger.signs_in_twice(&house, "binh.le", PASSWORD, "000000").await;
            assert_eq!(kind(&answer), (401, "wrong_code"));
        }
        let told = stranger.signs_in_twice(&house, "binh.le", PASSWORD, "000000").await;
        assert_eq!(kind(&told), (429, "too_many_tries"), "{}", house.engine);
    }
}

#[tokio::test]
async fn setting_it_up_needs_a_fresh_proof_and_the_right_code_and_ends_other_sessions() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        let mut elsewhere = Browser::default();
        elsewhere.signs_in(&house, "an.tran", PASSWORD).await;
        assert_eq!(kind(&own.puts(&house, api::SECOND_STEP, json!({"code": "123456"})).await), (409, "conflict"));
        let begun = own.posts(&house, api::SECOND_STEP, json!(null)).await;
        let key = begun.json["key"].as_str().unwrap().to_owned();
        assert_eq!(key.len(), 32, "160 bits");
        let address = format!("otpauth://totp/CongDanSo:an.tran?secret={key}&issuer=CongDanSo");
        assert_eq!(begun.json["address"], json!(address));
        for wrong in ["000000", "", "12345", "a".repeat(4000).as_str()] {
            assert_eq!(kind(&own.puts(&house, api::SECOND_STEP, json!({"code": wrong})).await), (401, "wrong_code"));
        }
        assert_eq!(elsewhere.is(&house).await.as_deref(), Some("an.tran"));
        house.pass(10 * 60_000);
        let right = code(&key, house.server.clock.now());
        assert_eq!(kind(&own.puts(&house, api::SECOND_STEP, json!({"code": right})).await), (403, "proof_needed"));
        own.proves(&house).await;
        assert_eq!(own.puts(&house, api::SECOND_STEP, json!({"code": right})).await.status, StatusCode::OK);
        assert_eq!(elsewhere.is(&house).await, None, "{}", house.engine);
        assert_eq!(own.is(&house).await.as_deref(), Some("an.tran"));
    }
}

#[tokio::test]
async fn eight_characters_are_enough_beside_a_second_step_and_only_there() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        let new = |password: &str| json!({"password": password});
        assert_eq!(kind(&own.puts(&house, api::PASSWORD, new(EIGHT)).await), (422, "invalid"));
        own.sets_up_second_step(&house).await;
        for bad in [SHORT, "password", "12345678", "an.tran1", "aaaaaaaa", "matkhau1"] {
            assert_eq!(kind(&own.puts(&house, api::PASSWORD, new(bad)).await), (422, "invalid"), "{bad}");
        }
        assert_eq!(own.puts(&house, api::PASSWORD, new(EIGHT)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(kind(&own.deletes(&house, api::SECOND_STEP).await), (409, "conflict"), "it is short now");
        // Without the second step, whoever took it away, a short password opens nothing but setting another up.
        let mut tx = house.server.store.write().await.unwrap();
        tx.run("DELETE FROM second_step", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Browser::default();
        assert_eq!(browser.signs_in(&house, "an.tran", EIGHT).await.status, StatusCode::OK);
        assert_eq!(kind(&browser.gets(&house, api::STAFF).await), (403, "second_step_needed"), "{}", house.engine);
        assert_eq!(kind(&Browser::default().signs_in(&house, "an.tran", PASSWORD).await), (401, "wrong_credentials"));
    }
}

#[tokio::test]
async fn an_administrator_may_give_it_up_with_a_long_password_and_a_trainer_may_not() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        own.sets_up_second_step(&house).await;
        assert_eq!(own.deletes(&house, api::SECOND_STEP).await.status, StatusCode::NO_CONTENT);
        assert_eq!(Browser::default().signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK);
        let mut trainer = house.has("binh.le", &["trainer"], None).await;
        assert_eq!(kind(&trainer.deletes(&house, api::SECOND_STEP).await), (409, "conflict"), "{}", house.engine);
    }
}

#[tokio::test]
async fn a_proof_is_a_password_or_a_code_gives_a_new_token_and_keeps_the_sessions_end() {
    const HOUR: i64 = 3_600_000;
    for house in House::all().await {
        let mut own = house.has("binh.le", &["trainer"], None).await;
        for (body, expected) in [
            (json!({}), (400, "bad_request")),
            (json!({"password": PASSWORD, "code": "123456"}), (400, "bad_request")),
            (json!({"password": "một câu hoàn toàn khác"}), (401, "wrong_credentials")),
            (json!({"code": "000000"}), (401, "wrong_code")),
            (json!({"code": ""}), (401, "code_needed")),
        ] {
            assert_eq!(kind(&own.posts(&house, api::PROOF, body.clone()).await), expected, "{body}");
        }
        house.pass(STEP);
        let before = own.clone();
        let code = own.code(&house);
        assert_eq!(own.posts(&house, api::PROOF, json!({"code": code})).await.status, StatusCode::NO_CONTENT);
        assert_ne!(own.cookies["session"], before.cookies["session"]);
        assert_eq!(before.clone().is(&house).await, None, "the old token is worth nothing");
        // Proving again and again doesn't make a session live longer than twelve hours.
        for _ in 0..29 {
            house.pass(25 * 60_000);
            if own.is(&house).await.is_some() {
                own.proves(&house).await;
            }
        }
        assert_eq!(own.is(&house).await, None, "after {} h on {}", 29 * 25 / 60 + HOUR / HOUR - 1, house.engine);
        // Guessing here is slowed down as at the door.
        let mut own = house.has("an.tran", &["administrator"], None).await;
        for _ in 0..5 {
            own.posts(&house, api::PROOF, json!({"password": "một câu hoàn toàn khác"})).await;
        }
        assert_eq!(kind(&own.proves(&house).await), (429, "too_many_tries"));
    }
}

#[tokio::test]
async fn whoever_runs_the_machine_lets_the_last_administrator_in_again() {
    for house in House::all().await {
        let mut own = house.has("an.tran", &["administrator"], None).await;
        own.sets_up_second_step(&house).await;
        let asked = |name: &str| Staff::RemoveSecondStep { name: name.into() };
        let store = &house.server.store;
        let now = house.server.clock.now();
        assert!(server::account::invitation::run(store, now, &asked("khong.co")).await.is_err());
        assert_eq!(server::account::invitation::run(store, now, &asked("an.tran")).await.unwrap(), None);
        assert_eq!(own.is(&house).await, None, "{}", house.engine);
        assert_eq!(own.signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK);
        assert_eq!(house.acts().await[3], "second_step_removed");
    }
}
