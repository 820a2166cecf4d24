//! A trainer vouches in person: a code that opens nothing alone, opened for one phone by a trainer's word.

mod house;

use axum::http::{Method, StatusCode};
use domain::api::{AUDIT, HANDOVER_MS, HANDOVERS, JOIN, LEARNER, STATEMENTS, TAKE_HANDOVER, VOUCH};
use domain::handover::{CARD_DRAWN, Code};
use domain::id::DeviceId;
use house::desk::{Browser, Reply};
use house::{House, Learner, QUY_NHON, small_course, the_whole_course};
use serde_json::{Value, json};
use server::{secret, values};

const HOUR: i64 = 3_600_000;

fn code() -> Code {
    Code::card(secret::random::<CARD_DRAWN>().unwrap())
}

fn phone() -> DeviceId {
    DeviceId::from_bytes(secret::random().unwrap())
}

/// Leaves a learner's secret under a code that a trainer is to keep.
async fn leaves(house: &House, learner: &Learner) -> Code {
    let code = code();
    let body = json!({"kind": "vouched", "finder": code.finder(), "sealed": code.seal(&learner.secret).unwrap()});
    let (status, _) = house.call(Method::POST, HANDOVERS, Some(&learner.token), body.to_string().as_bytes()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    code
}

async fn takes(house: &House, code: &Code, device: DeviceId) -> (StatusCode, Value) {
    let body = json!({"finder": code.finder(), "device": device});
    house.call(Method::POST, TAKE_HANDOVER, None, body.to_string().as_bytes()).await
}

async fn vouches(house: &House, browser: &mut Browser, code: &Code) -> Reply {
    browser.posts(house, VOUCH, json!({"finder": code.finder()})).await
}

async fn pulled(house: &House, learner: &Learner) -> Value {
    let (status, page) = house.call(Method::GET, STATEMENTS, Some(&learner.token), b"").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

fn needs_trainer((status, problem): &(StatusCode, Value)) -> bool {
    *status == StatusCode::FORBIDDEN && problem["type"] == "needs_trainer"
}

#[tokio::test]
async fn the_code_alone_opens_nothing_for_years_and_the_store_gives_nothing_away() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let code = leaves(&house, &learner).await;
        house.pass(3 * 365 * 24 * HOUR);
        for _ in 0..3 {
            assert!(needs_trainer(&takes(&house, &code, phone()).await), "{}", house.engine);
        }
        let kept = house.dump(&[("handover", "finder_hash, learner, kind, sealed")]).await + &house.everything().await;
        for telling in [&code.finder(), &learner.secret, &code.grouped(), &code.grouped().replace('-', "")] {
            assert!(!kept.contains(telling), "{telling} stands in the store");
        }
    }
}

#[tokio::test]
async fn only_a_trainer_who_has_just_shown_who_they_are_may_vouch() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let code = leaves(&house, &learner).await;
        let mut stale = house.has("stale", &["trainer"], None).await;
        house.pass(domain::permission::FRESH);
        let mut stepless = Browser::default();
        let invitation = house.invites(&["trainer"], None).await;
        stepless.accepts(&house, &invitation, "stepless", house::desk::PASSWORD).await;
        let before = house.acts().await.len();
        let tries = [
            ("nobody", Browser::default(), "signed_out"),
            ("a reviewer", house.has("reviewer", &["reviewer"], None).await, "forbidden"),
            ("an official", house.has("official", &["official"], Some(QUY_NHON)).await, "forbidden"),
            ("an administrator", house.has("administrator", &["administrator"], None).await, "forbidden"),
            ("a trainer of one step", stepless, "second_step_needed"),
            ("a trainer who showed it long ago", stale.clone(), "proof_needed"),
        ];
        let arrivals = house.acts().await.len();
        assert!(arrivals > before);
        for (who, mut browser, kind) in tries {
            let refused = vouches(&house, &mut browser, &code).await;
            assert_eq!(refused.json["type"], kind, "{who} on {}", house.engine);
            assert!(needs_trainer(&takes(&house, &code, phone()).await), "{who}");
        }
        // The learner's own phone can't either.
        let body = json!({"finder": code.finder()}).to_string();
        assert_eq!(
            house.call(Method::POST, VOUCH, Some(&learner.token), body.as_bytes()).await.0,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(house.acts().await.len(), arrivals, "what was refused leaves no row");
        assert_eq!(pulled(&house, &learner).await["vouched_at"], Value::Null);
        stale.proves(&house).await;
        assert_eq!(vouches(&house, &mut stale, &code).await.status, StatusCode::NO_CONTENT);
        assert_eq!(takes(&house, &code, phone()).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_trainers_word_opens_the_code_for_one_phone_which_may_ask_again_within_ten_minutes() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let (code, new) = (leaves(&house, &learner).await, phone());
        let mut trainer = house.has("trainer", &["trainer"], None).await;
        assert_eq!(vouches(&house, &mut trainer, &code).await.status, StatusCode::NO_CONTENT);
        let (status, taken) = takes(&house, &code, new).await;
        assert_eq!((status, &taken["learner"]), (StatusCode::OK, &json!(learner.id)), "{}", house.engine);
        assert_eq!(code.seal(taken["sealed"].as_str().unwrap()), Some(learner.secret.clone()));
        assert!(needs_trainer(&takes(&house, &code, phone()).await), "another phone comes too late");
        house.pass(HANDOVER_MS - 1);
        assert_eq!(takes(&house, &code, new).await.0, StatusCode::OK, "the response may have been lost");
        house.pass(1);
        for device in [new, phone()] {
            assert!(needs_trainer(&takes(&house, &code, device).await));
        }
        // Next year the same code does it again.
        trainer.proves(&house).await;
        assert_eq!(vouches(&house, &mut trainer, &code).await.status, StatusCode::NO_CONTENT);
        assert_eq!(takes(&house, &code, phone()).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn of_two_phones_at_once_one_gets_in() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let code = leaves(&house, &learner).await;
        let mut trainer = house.has("trainer", &["trainer"], None).await;
        vouches(&house, &mut trainer, &code).await;
        let answers = tokio::join!(takes(&house, &code, phone()), takes(&house, &code, phone()));
        let opened = [answers.0, answers.1].iter().filter(|(status, _)| *status == StatusCode::OK).count();
        assert_eq!(opened, 1, "{}", house.engine);
    }
}

#[tokio::test]
async fn each_vouching_leaves_one_row_that_names_the_learner_and_nothing_of_the_code() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let code = leaves(&house, &learner).await;
        let mut trainer = house.has("trainer", &["trainer"], None).await;
        let before = house.acts().await.len();
        vouches(&house, &mut trainer, &code).await;
        vouches(&house, &mut trainer, &crate::code()).await;
        assert_eq!(house.acts().await[before..], ["vouched"]);
        let mut administrator = house.has("administrator", &["administrator"], None).await;
        let page = administrator.gets(&house, &format!("{AUDIT}?act=vouched")).await.json;
        let row = &page["rows"][0];
        assert_eq!(row["detail"], json!(learner.id), "{}", house.engine);
        assert_eq!(row["person"]["name"], "trainer", "{row}");
        let told = page.to_string();
        for secret in [code.finder(), secret::hashed(&code.finder()), code.grouped()] {
            assert!(!told.contains(&secret));
        }
        server::audit::verify(&house.server.store).await.unwrap();
    }
}

#[tokio::test]
async fn codes_that_open_nothing_can_t_be_told_apart_and_guessing_is_slowed_down_but_the_right_code_never() {
    for house in House::all().await {
        let (learner, gone) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        let (replaced, kept) = (leaves(&house, &learner).await, leaves(&house, &learner).await);
        let of_nobody = leaves(&house, &gone).await;
        assert_eq!(house.call(Method::DELETE, LEARNER, Some(&gone.token), b"").await.0, StatusCode::NO_CONTENT);
        let card = code();
        let body = json!({"kind": "card", "finder": card.finder(), "sealed": card.seal(&learner.secret).unwrap()});
        house.call(Method::POST, HANDOVERS, Some(&learner.token), body.to_string().as_bytes()).await;
        let mut trainer = house.has("trainer", &["trainer"], None).await;
        let unknown = vouches(&house, &mut trainer, &code()).await;
        assert_eq!((unknown.status, &unknown.json["type"]), (StatusCode::NOT_FOUND, &json!("not_found")));
        for other in [&replaced, &of_nobody, &card] {
            let refused = vouches(&house, &mut trainer, other).await;
            assert_eq!((refused.status, &refused.json), (unknown.status, &unknown.json), "{}", house.engine);
        }
        assert_eq!(takes(&house, &of_nobody, phone()).await.0, StatusCode::NOT_FOUND);
        let bad = trainer.posts(&house, VOUCH, json!({"finder": "abc"})).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut last = StatusCode::OK;
        for _ in 0..301 {
            last = vouches(&house, &mut trainer, &code()).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(vouches(&house, &mut trainer, &kept).await.status, StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn the_learners_other_phones_are_told_and_the_one_that_came_by_it_is_not() {
    for house in House::all().await {
        let (learner, stranger) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        let code = leaves(&house, &learner).await;
        house.pass(HOUR);
        assert_eq!(pulled(&house, &learner).await.get("vouched_at"), None, "old phones see what they always saw");
        let mut trainer = house.has("trainer", &["trainer"], None).await;
        vouches(&house, &mut trainer, &code).await;
        let at = house.server.clock.now();
        house.pass(60_000);
        let new = learner.with_another_device(&house).await;
        assert_eq!(pulled(&house, &learner).await["vouched_at"], json!(at), "{}", house.engine);
        assert_eq!(pulled(&house, &new).await["vouched_at"], Value::Null);
        assert_eq!(pulled(&house, &stranger).await["vouched_at"], Value::Null);
        house.pass(20 * 60_000);
        trainer.proves(&house).await;
        vouches(&house, &mut trainer, &code).await;
        let again = house.server.clock.now();
        for device in [&learner, &new] {
            assert_eq!(pulled(&house, device).await["vouched_at"], json!(again));
        }
    }
}

#[tokio::test]
async fn a_code_of_a_learner_who_was_joined_opens_and_those_who_took_them_in_are_told() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let (mut guest, owner, third) =
            (Learner::arrives(&house).await, Learner::arrives(&house).await, Learner::arrives(&house).await);
        guest.does(&house, &the_whole_course(edition)).await;
        let code = leaves(&house, &guest).await;
        let joins = async |stays: &Learner, goes: &Learner| {
            let body = json!({"learner": goes.id, "secret": goes.secret}).to_string();
            assert_eq!(house.call(Method::POST, JOIN, Some(&stays.token), body.as_bytes()).await.0, StatusCode::OK);
        };
        joins(&owner, &guest).await;
        house.pass(60_000);
        let mut trainer = house.has("trainer", &["trainer"], None).await;
        assert_eq!(vouches(&house, &mut trainer, &code).await.status, StatusCode::NO_CONTENT);
        let at = house.server.clock.now();
        let (_, taken) = takes(&house, &code, phone()).await;
        assert_eq!(code.seal(taken["sealed"].as_str().unwrap()), Some(guest.secret.clone()));
        // Whoever takes them in afterwards is told too.
        joins(&third, &owner).await;
        for device in [&guest, &owner, &third] {
            assert_eq!(pulled(&house, device).await["vouched_at"], json!(at), "{}", house.engine);
        }
        assert_eq!(house.call(Method::DELETE, LEARNER, Some(&third.token), b"").await.0, StatusCode::NO_CONTENT);
        let left = house.server.store.rows("SELECT 1 FROM learner WHERE vouched_at IS NOT NULL", values![]).await;
        assert!(left.unwrap().is_empty(), "no day of an erased learner stays");
        assert_eq!(vouches(&house, &mut trainer, &code).await.status, StatusCode::NOT_FOUND);
        assert_eq!(takes(&house, &code, phone()).await.0, StatusCode::NOT_FOUND);
    }
}
