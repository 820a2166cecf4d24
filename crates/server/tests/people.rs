//! One learner on many phones, two learners who are one person, and learners who are erased.

mod house;

use axum::http::{Method, StatusCode};
use domain::api::{HANDOVER_MS, HANDOVERS, JOIN, LEARNER, STATEMENTS, TAKE_HANDOVER};
use domain::handover::{CARD_DRAWN, Code, SHORT_DRAWN};
use domain::id::DeviceId;
use domain::statement::{Consent, Consented, Fact, Gender};
use house::{House, Learner, QUY_NHON, VINH_SON, answers, begins, lives_in, reads, small_course, the_whole_course};
use proptest::prelude::*;
use serde_json::{Value, json};
use server::secret;

const HOUR: i64 = 3_600_000;

fn short() -> Code {
    Code::short(secret::random::<SHORT_DRAWN>().unwrap())
}

fn card() -> Code {
    Code::card(secret::random::<CARD_DRAWN>().unwrap())
}

async fn hands_over(house: &House, learner: &Learner, code: &Code) -> (StatusCode, Value) {
    let kind = if code.is_card() { "card" } else { "code" };
    let body = json!({"kind": kind, "finder": code.finder(), "sealed": code.seal(&learner.secret).unwrap()});
    house.call(Method::POST, HANDOVERS, Some(&learner.token), body.to_string().as_bytes()).await
}

async fn takes(house: &House, code: &Code, device: DeviceId) -> (StatusCode, Value) {
    let body = json!({"finder": code.finder(), "device": device});
    house.call(Method::POST, TAKE_HANDOVER, None, body.to_string().as_bytes()).await
}

async fn joins(house: &House, stays: &Learner, goes: &Learner) -> (StatusCode, Value) {
    let body = json!({"learner": goes.id, "secret": goes.secret});
    house.call(Method::POST, JOIN, Some(&stays.token), body.to_string().as_bytes()).await
}

async fn erases(house: &House, learner: &Learner) -> (StatusCode, Value) {
    house.call(Method::DELETE, LEARNER, Some(&learner.token), b"").await
}

async fn pulls(house: &House, learner: &Learner) -> (StatusCode, Value) {
    house.call(Method::GET, STATEMENTS, Some(&learner.token), b"").await
}

fn phone() -> DeviceId {
    DeviceId::from_bytes(secret::random().unwrap())
}

async fn rebuilding_changes_nothing(house: &House) {
    let before = house.derived().await;
    server::projection::rebuild(&house.server).await.unwrap();
    assert_eq!(house.derived().await, before, "{}", house.engine);
}

#[tokio::test]
async fn a_code_brings_the_learner_to_one_other_phone_once() {
    for house in House::all().await {
        let (learner, code, new) = (Learner::arrives(&house).await, short(), phone());
        assert_eq!(hands_over(&house, &learner, &code).await.0, StatusCode::NO_CONTENT);
        let (status, taken) = takes(&house, &code, new).await;
        assert_eq!((status, &taken["learner"]), (StatusCode::OK, &json!(learner.id)), "{}", house.engine);
        assert_eq!(code.seal(taken["sealed"].as_str().unwrap()), Some(learner.secret.clone()));
        // The response may have been lost: the same phone may ask again, another one may not.
        assert_eq!(takes(&house, &code, new).await.0, StatusCode::OK);
        let used = takes(&house, &code, phone()).await;
        let wrong = takes(&house, &short(), phone()).await;
        assert_eq!((used.0, &used), (StatusCode::NOT_FOUND, &wrong), "used and wrong can't be told apart");
    }
}

#[tokio::test]
async fn a_code_lives_ten_minutes_and_dies_when_another_is_made() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let (first, second) = (short(), short());
        hands_over(&house, &learner, &first).await;
        hands_over(&house, &learner, &second).await;
        assert_eq!(takes(&house, &first, phone()).await.0, StatusCode::NOT_FOUND);
        house.pass(HANDOVER_MS - 1);
        let new = phone();
        assert_eq!(takes(&house, &second, new).await.0, StatusCode::OK);
        house.pass(1);
        assert_eq!(takes(&house, &second, new).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_card_works_for_years_until_another_is_made_and_the_store_gives_nothing_away() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let (first, second) = (card(), card());
        hands_over(&house, &learner, &first).await;
        house.pass(3 * 365 * 24 * HOUR);
        for _ in 0..3 {
            assert_eq!(takes(&house, &first, phone()).await.0, StatusCode::OK);
        }
        let kept = house.dump(&[("handover", "finder_hash, learner, kind, sealed")]).await + &house.everything().await;
        for telling in [&first.finder(), &learner.secret, &first.grouped(), &first.grouped().replace('-', "")] {
            assert!(!kept.contains(telling), "{telling} stands in the store");
        }
        hands_over(&house, &learner, &second).await;
        assert_eq!(takes(&house, &first, phone()).await.0, StatusCode::NOT_FOUND);
        assert_eq!(takes(&house, &second, phone()).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn handing_over_is_limited_by_learner_and_guessing_for_all_but_the_right_code_always_works() {
    for house in House::all().await {
        let (learner, other) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        for _ in 0..12 {
            assert_eq!(hands_over(&house, &learner, &short()).await.0, StatusCode::NO_CONTENT);
        }
        assert_eq!(hands_over(&house, &learner, &short()).await.0, StatusCode::TOO_MANY_REQUESTS);
        let code = short();
        assert_eq!(hands_over(&house, &other, &code).await.0, StatusCode::NO_CONTENT);
        let mut met = Vec::new();
        for _ in 0..301 {
            met.push(takes(&house, &short(), phone()).await.0);
        }
        assert_eq!((met[0], met[300]), (StatusCode::NOT_FOUND, StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(takes(&house, &code, phone()).await.0, StatusCode::OK);
        house.pass(HOUR + 1);
        assert_eq!(takes(&house, &short(), phone()).await.0, StatusCode::NOT_FOUND);
        assert_eq!(hands_over(&house, &learner, &short()).await.0, StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn only_the_learners_own_device_hands_over_and_only_what_can_be_a_seal() {
    for house in House::all().await {
        let mut learner = Learner::arrives(&house).await;
        let bad = json!({"kind": "code", "finder": "abc", "sealed": "0".repeat(64)}).to_string();
        let (status, _) = house.call(Method::POST, HANDOVERS, Some(&learner.token), bad.as_bytes()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        learner.token.replace_range(64.., &"0".repeat(64));
        for (status, _) in [hands_over(&house, &learner, &short()).await, erases(&house, &learner).await] {
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
        let (status, _) = house.call(Method::POST, TAKE_HANDOVER, None, b"{}").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn two_learners_who_are_one_person_count_once_and_where_the_latest_word_says() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let (mut guest, mut owner) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        guest.does(&house, &[lives_in(Some(VINH_SON), 1)]).await;
        guest.does(&house, &the_whole_course(edition)).await;
        house.pass(20 * 24 * HOUR);
        owner.does(&house, &the_whole_course(edition)).await;
        owner.does(&house, &[lives_in(Some(QUY_NHON), 2)]).await;
        assert_eq!(house.tallies().await.len(), 2);
        let (status, joined) = joins(&house, &owner, &guest).await;
        assert_eq!((status, &joined["learner_count"]), (StatusCode::OK, &json!(10)), "{joined}");
        // Once, in the month and commune in which it was first reached.
        assert_eq!(house.tallies().await, [(VINH_SON.into(), "2026-11".into(), [1, 1, 1])], "{}", house.engine);
        rebuilding_changes_nothing(&house).await;
        let before = house.everything().await;
        assert_eq!(joins(&house, &owner, &guest).await, (status, joined), "joining twice is joining once");
        assert_eq!(house.everything().await, before);
    }
}

#[tokio::test]
async fn the_halves_of_two_learners_make_a_whole_course() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let (mut guest, mut owner) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        let whole = the_whole_course(edition);
        guest.does(&house, &whole[..2]).await;
        owner.does(&house, &whole[2..]).await;
        joins(&house, &owner, &guest).await;
        let tallies = house.tallies().await;
        assert_eq!(tallies.len(), 1);
        assert_eq!(tallies[0].2, [1, 1, 1], "{}", house.engine);
        rebuilding_changes_nothing(&house).await;
    }
}

#[tokio::test]
async fn phones_that_know_the_old_learner_go_on_and_are_told_where_it_went() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let (mut guest, mut owner) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        let mut far = guest.with_another_device(&house).await;
        guest.does(&house, &[begins(edition, "mot")]).await;
        owner.does(&house, &[begins(edition, "hai")]).await;
        joins(&house, &owner, &guest).await;
        far.does(&house, &[reads(edition, "mot", "doc")]).await;
        guest.does(&house, &[reads(edition, "hai", "doc")]).await;
        for device in [&guest, &far, &owner] {
            let (status, page) = pulls(&house, device).await;
            assert_eq!((status, page["statements"].as_array().unwrap().len()), (StatusCode::OK, 4), "{page}");
            assert_eq!(page["learner_count"], json!(4));
        }
        let body = json!({"learner": far.id, "secret": far.secret, "device": far.device}).to_string();
        let (status, token) = house.call(Method::POST, domain::api::DEVICES, None, body.as_bytes()).await;
        assert_eq!((status, &token["joined_into"]), (StatusCode::OK, &json!(owner.id)));
        far.token = token["token"].as_str().unwrap().into();
        far.does(&house, &[answers(edition, "mot", "hoi", 1, 1)]).await;
        // A card of the old learner still brings somebody to all of it.
        let code = card();
        assert_eq!(hands_over(&house, &far, &code).await.0, StatusCode::NO_CONTENT);
        let (_, taken) = takes(&house, &code, phone()).await;
        assert_eq!(code.seal(taken["sealed"].as_str().unwrap()), Some(far.secret.clone()));
        rebuilding_changes_nothing(&house).await;
    }
}

#[tokio::test]
async fn joining_asks_for_both_secrets_and_goes_on_along_a_chain() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut people = Vec::new();
        for _ in 0..4 {
            let mut one = Learner::arrives(&house).await;
            one.does(&house, &[begins(edition, "mot")]).await;
            people.push(one);
        }
        let [a, b, c, d] = &people[..] else { panic!("four") };
        let stranger = Learner { secret: "0".repeat(64), ..a.clone() };
        assert_eq!(joins(&house, b, &stranger).await.0, StatusCode::FORBIDDEN);
        let nobody = Learner { id: domain::id::LearnerId::from_bytes([3; 16]), ..a.clone() };
        assert_eq!(joins(&house, b, &nobody).await.0, StatusCode::NOT_FOUND);
        assert_eq!(joins(&house, b, a).await.0, StatusCode::OK);
        assert_eq!(joins(&house, d, a).await.0, StatusCode::CONFLICT);
        assert_eq!(joins(&house, c, b).await.0, StatusCode::OK);
        // The first of the chain speaks for the last by now, and may take in a fourth.
        assert_eq!(joins(&house, a, d).await.0, StatusCode::OK);
        for one in &people {
            assert_eq!(pulls(&house, one).await.1["learner_count"], json!(4), "{}", house.engine);
        }
        assert_eq!(house.tallies().await, [(String::new(), "2026-11".into(), [1, 0, 0])]);
        rebuilding_changes_nothing(&house).await;
    }
}

#[tokio::test]
async fn an_erased_learner_is_gone_from_every_table_and_cannot_be_brought_back() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let (mut guest, mut owner) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        let late = owner.with_another_device(&house).await;
        let mut other = Learner::arrives(&house).await;
        other.does(&house, &the_whole_course(edition)).await;
        let only_the_other = house.derived().await;
        guest.does(&house, &the_whole_course(edition)).await;
        owner.does(&house, &[lives_in(Some(QUY_NHON), 1)]).await;
        hands_over(&house, &owner, &card()).await;
        joins(&house, &owner, &guest).await;
        assert_eq!(erases(&house, &owner).await.0, StatusCode::NO_CONTENT);
        assert_eq!(house.derived().await, only_the_other, "{}", house.engine);
        rebuilding_changes_nothing(&house).await;
        let kept = house
            .dump(&[("handover", "learner, sealed"), ("statement", "learner, text"), ("device", "learner, device")])
            .await;
        let kept = kept + &house.dump(&[("learner", "secret_hash, created_at, learner")]).await;
        for trace in [
            owner.device.to_string(),
            guest.device.to_string(),
            secret::hashed(&owner.secret),
            secret::hashed(&guest.secret),
        ] {
            assert!(!kept.contains(&trace));
        }
        let mut late = late;
        let texts = late.writes(&[begins(edition, "mot")]);
        let late_push = late.pushes(&house, &texts).await;
        for (status, problem) in
            [late_push, pulls(&house, &late).await, pulls(&house, &guest).await, erases(&house, &owner).await]
        {
            assert_eq!((status, &problem["type"]), (StatusCode::GONE, &json!("gone")), "{}", house.engine);
        }
        assert_eq!(late.registers(&house).await, StatusCode::GONE);
        assert_eq!(guest.registers(&house).await, StatusCode::GONE);
        assert_eq!(joins(&house, &other, &guest).await.0, StatusCode::GONE);
        assert_eq!(house.derived().await, only_the_other);
    }
}

#[tokio::test]
async fn a_receipt_of_a_consent_is_kept_and_counts_for_nothing() {
    for house in House::all().await {
        let mut learner = Learner::arrives(&house).await;
        let consents = [Consent::Gender(Some(Gender::Woman)), Consent::BirthYears(Some(1960)), Consent::Gender(None)];
        let facts =
            (1..).zip(consents).map(|(revision, consent)| Fact::Consented(Consented { consent, wording: 1, revision }));
        learner.does(&house, &facts.collect::<Vec<_>>()).await;
        assert!(house.tallies().await.is_empty());
        rebuilding_changes_nothing(&house).await;
    }
}

fn fact(choice: u8, edition: domain::id::EditionId, revision: u32) -> Fact {
    match choice {
        0 => begins(edition, "mot"),
        1 | 2 => reads(edition, "mot", "doc"),
        3 => answers(edition, "mot", "hoi", 0, 1),
        4 => answers(edition, "mot", "hoi", 1, 2),
        5 | 6 => reads(edition, "hai", "doc"),
        7 => lives_in(Some(QUY_NHON), revision),
        8 => lives_in(Some(VINH_SON), revision),
        _ => lives_in(None, revision),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]
    /// Joins and erasures anywhere in random lives: what was added page by page is what a recount gives, byte for byte, and the
    /// order in which people were joined doesn't matter for how many statements there are.
    #[test]
    fn joined_and_erased_lives_are_recounted_to_the_same_bytes(
        history in prop::collection::vec((0_usize..4, 0_u8..13, 0_i64..20 * 24 * HOUR, 0_usize..4), 1..30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for house in House::all().await {
                let edition = house.publish(&small_course()).await;
                let mut people = Vec::new();
                for _ in 0..4 {
                    people.push(Learner::arrives(&house).await);
                }
                for (i, (who, choice, passing, other)) in history.iter().enumerate() {
                    house.pass(*passing);
                    match choice {
                        10 => drop(joins(&house, &people[*who], &people[*other]).await),
                        11 if i % 3 == 0 => drop(erases(&house, &people[*who]).await),
                        choice => {
                            let texts = people[*who].writes(&[fact(*choice, edition, u32::try_from(i + 1).unwrap())]);
                            let (status, _) = people[*who].pushes(&house, &texts).await;
                            assert!(matches!(status, StatusCode::OK | StatusCode::GONE), "{status}");
                        }
                    }
                    rebuilding_changes_nothing(&house).await;
                    // At most once for each who is still there.
                    let started: i64 = house.tallies().await.iter().map(|(_, _, counts)| counts[0]).sum();
                    assert!(started <= 4);
                }
            }
        });
    }
}
