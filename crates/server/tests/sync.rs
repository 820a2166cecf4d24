//! Pushing and pulling statements: nothing is lost, nothing counts twice, whatever order and however often.

mod house;

use axum::http::{Method, StatusCode};
use domain::statement::{Fact, SeriesDigest};
use house::{
    House, Learner, PROVINCE, QUY_NHON, VINH_SON, answers, begins, lives_in, reads, small_course, the_whole_course,
};
use proptest::prelude::*;
use serde_json::json;

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_completed_course_becomes_a_tally() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &[lives_in(Some(QUY_NHON), 1)]).await;
        learner.does(&house, &the_whole_course(edition)).await;
        assert_eq!(house.tallies().await, [(QUY_NHON.into(), "2026-11".into(), [1, 1, 1])], "{}", house.engine);
    }
}

#[tokio::test]
async fn a_page_pushed_twice_is_stored_once_and_answered_duplicate() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        let texts = learner.writes(&the_whole_course(edition));
        let (_, first) = learner.pushes(&house, &texts).await;
        let before = house.everything().await;
        let (status, second) = learner.pushes(&house, &texts).await;
        assert_eq!(
            (status, &second["verdicts"]),
            (StatusCode::OK, &json!(["duplicate", "duplicate", "duplicate", "duplicate"]))
        );
        assert_eq!((&first["digest"], &first["learner_count"]), (&second["digest"], &second["learner_count"]));
        assert_eq!(house.everything().await, before, "{}", house.engine);
    }
}

#[tokio::test]
async fn both_sides_reach_the_same_digest() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        let texts = learner.writes(&the_whole_course(edition));
        let mut digest = SeriesDigest::default();
        texts.iter().rev().for_each(|text| digest.add(text));
        learner.pushes(&house, &texts[2..]).await;
        let (_, report) = learner.pushes(&house, &texts[..2]).await;
        assert_eq!(report["digest"], serde_json::to_value(digest).unwrap());
    }
}

#[tokio::test]
async fn one_bad_statement_is_refused_alone() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        let mut texts = learner.writes(&the_whole_course(edition));
        texts[1] = texts[1].replace("\"doc\"", "\"khong-co\"");
        texts[2] = texts[2].replace("[1]", "[7]");
        let (_, report) = learner.pushes(&house, &texts).await;
        let expected =
            json!(["accepted", {"rejected": "unknown_activity"}, {"rejected": "response_mismatch"}, "accepted"]);
        assert_eq!(report["verdicts"], expected);
        assert_eq!(report["digest"]["count"], 2);
        assert_eq!(report["details"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn another_text_at_the_same_place_conflicts_and_changes_nothing() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        let texts = learner.writes(&[reads(edition, "mot", "doc")]);
        learner.pushes(&house, &texts).await;
        let before = house.everything().await;
        let other = vec![texts[0].replace("\"mot\"", "\"hai\"")];
        let (_, report) = learner.pushes(&house, &other).await;
        assert_eq!(report["verdicts"], json!([{"rejected": "conflict"}]));
        assert_eq!(house.everything().await, before);

        // The same inside one page: the first of the two is taken.
        learner.next = 9;
        let one = learner.writes(&[begins(edition, "mot")]).remove(0);
        let page = vec![one.clone(), one.replace("\"mot\"", "\"hai\""), one.clone()];
        let (_, report) = learner.pushes(&house, &page).await;
        assert_eq!(report["verdicts"], json!(["accepted", {"rejected": "conflict"}, "duplicate"]));
    }
}

#[tokio::test]
async fn statements_of_an_edition_not_here_yet_are_kept_and_count_once_it_is() {
    for house in House::all().await {
        let course = small_course();
        let (edition, _) = domain::edition::Edition::write(&course).unwrap();
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &the_whole_course(edition)).await;
        assert!(house.tallies().await.is_empty());
        house.publish(&course).await;
        server::projection::rebuild(&house.server).await.unwrap();
        assert_eq!(house.tallies().await, [(String::new(), "2026-11".into(), [1, 1, 1])]);
    }
}

#[tokio::test]
async fn statements_of_a_later_app_are_kept_and_count_for_nothing() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let texts = [
            r#"{"v":1,"epoch":1,"seq":1,"at":3,"did":{"voted":{"x":[1,2]}}}"#.to_owned(),
            r#"{"v":2,"epoch":1,"seq":2,"at":3,"new":true,"did":{"answered":{}}}"#.to_owned(),
        ];
        let (_, report) = learner.pushes(&house, &texts).await;
        assert_eq!(report["verdicts"], json!(["accepted", "accepted"]));
        assert!(house.tallies().await.is_empty());
    }
}

#[tokio::test]
async fn a_learner_who_moves_is_counted_where_they_lived_at_the_time() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        // Started before saying where: the first commune said reaches back.
        learner.does(&house, &[begins(edition, "mot")]).await;
        house.pass(DAY);
        learner.does(&house, &[lives_in(Some(VINH_SON), 1)]).await;
        assert_eq!(house.tallies().await, [(VINH_SON.into(), "2026-11".into(), [1, 0, 0])]);
        house.pass(20 * DAY);
        learner.does(&house, &[lives_in(Some(QUY_NHON), 2)]).await;
        learner.does(&house, &the_whole_course(edition)).await;
        let expected = [(QUY_NHON.into(), "2026-12".into(), [0, 1, 1]), (VINH_SON.into(), "2026-11".into(), [1, 0, 0])];
        assert_eq!(house.tallies().await, expected, "{}", house.engine);
    }
}

#[tokio::test]
async fn only_communes_can_be_lived_in() {
    for house in House::all().await {
        let mut learner = Learner::arrives(&house).await;
        let texts =
            learner.writes(&[lives_in(Some(PROVINCE), 1), lives_in(Some("99999@2025-07-01"), 2), lives_in(None, 3)]);
        let (_, report) = learner.pushes(&house, &texts).await;
        assert_eq!(report["verdicts"], json!([{"rejected": "unknown_unit"}, {"rejected": "unknown_unit"}, "accepted"]));
    }
}

#[tokio::test]
async fn a_token_speaks_for_its_own_learner_and_device_alone() {
    for house in House::all().await {
        let mut one = Learner::arrives(&house).await;
        let other = Learner::arrives(&house).await;
        let texts = one.writes(&[lives_in(None, 1)]);
        let (status, problem) =
            house.call(Method::POST, domain::api::STATEMENTS, Some(&other.token), one.page(&texts).as_bytes()).await;
        assert_eq!((status, &problem["type"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
        let forged = format!("{}{}", &one.token[..64], &other.token[64..]);
        let (status, problem) =
            house.call(Method::POST, domain::api::STATEMENTS, Some(&forged), one.page(&texts).as_bytes()).await;
        assert_eq!((status, &problem["type"]), (StatusCode::UNAUTHORIZED, &json!("unknown_token")));
        let (status, _) = house.call(Method::GET, domain::api::STATEMENTS, Some(&forged), b"").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_learner_cannot_be_taken_over_by_somebody_who_knows_only_the_id() {
    for house in House::all().await {
        let learner = Learner::arrives(&house).await;
        let mut thief = learner.clone();
        thief.secret = "0".repeat(64);
        assert_eq!(thief.registers(&house).await, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_second_device_pulls_everything_in_the_order_received() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut first = Learner::arrives(&house).await;
        let mut second = first.with_another_device(&house).await;
        let many: Vec<Fact> = (0..260).map(|_| begins(edition, "mot")).collect();
        let mut expected = Vec::new();
        for device in [&mut first, &mut second] {
            for facts in many.chunks(130) {
                let texts = device.writes(facts);
                let (status, report) = device.pushes(&house, &texts).await;
                assert_eq!(status, StatusCode::OK, "{report}");
                expected.extend(texts);
            }
        }
        let (mut pulled, mut head) = (Vec::new(), String::new());
        loop {
            let path = format!("{}?after={head}", domain::api::STATEMENTS);
            let (status, page) = house.call(Method::GET, &path, Some(&second.token), b"").await;
            assert_eq!(status, StatusCode::OK, "{page}");
            pulled
                .extend(page["statements"].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap().to_owned()));
            head = page["head"].as_str().unwrap().to_owned();
            if page["more"] == json!(false) {
                break;
            }
        }
        assert_eq!(pulled, expected, "{}", house.engine);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_take_in_two_devices_of_one_learner_at_once() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let other = house.second_process().await;
        let first = Learner::arrives(&house).await;
        let second = first.with_another_device(&house).await;
        let whole = the_whole_course(edition);
        let push = |house: House, mut learner: Learner, facts: Vec<Fact>| {
            tokio::spawn(async move {
                for fact in facts.iter().cycle().take(24) {
                    learner.does(&house, std::slice::from_ref(fact)).await;
                }
                house
            })
        };
        let backwards: Vec<Fact> = whole.iter().rev().cloned().collect();
        let (a, b) = (push(house, first, whole), push(other, second, backwards));
        let house = a.await.unwrap();
        b.await.unwrap();
        assert_eq!(house.tallies().await, [(String::new(), "2026-11".into(), [1, 1, 1])], "{}", house.engine);
        let before = house.derived().await;
        server::projection::rebuild(&house.server).await.unwrap();
        assert_eq!(house.derived().await, before);
    }
}

/// A random life: which learner, which device, what they do, and how much time passes.
fn history() -> impl Strategy<Value = Vec<(usize, usize, u8, i64)>> {
    prop::collection::vec((0_usize..3, 0_usize..2, 0_u8..12, 0_i64..20 * DAY), 1..40)
}

fn fact(choice: u8, edition: domain::id::EditionId, revision: u32) -> Fact {
    match choice {
        0 | 1 => begins(edition, "mot"),
        2 => begins(edition, "hai"),
        3 | 4 => reads(edition, "mot", "doc"),
        5 => answers(edition, "mot", "hoi", 0, 1),
        6 => answers(edition, "mot", "hoi", 1, 2),
        7 => answers(edition, "mot", "hoi", 1, 1),
        8 => reads(edition, "hai", "doc"),
        9 => lives_in(Some(QUY_NHON), revision),
        10 => lives_in(Some(VINH_SON), revision),
        _ => lives_in(None, revision),
    }
}

async fn tallies_equal_a_recount_after_every_prefix(house: &House, history: &[(usize, usize, u8, i64)]) {
    let edition = house.publish(&small_course()).await;
    let mut people = Vec::new();
    for _ in 0..3 {
        let first = Learner::arrives(house).await;
        let second = first.with_another_device(house).await;
        people.push([first, second]);
    }
    for (i, (who, device, choice, passing)) in history.iter().enumerate() {
        house.pass(*passing);
        let revision = u32::try_from(i / 2 + 1).unwrap();
        people[*who][*device].does(house, &[fact(*choice, edition, revision)]).await;
        let added = house.derived().await;
        server::projection::rebuild(&house.server).await.unwrap();
        assert_eq!(house.derived().await, added, "{} after {i}", house.engine);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn adding_page_by_page_and_folding_anew_write_the_same_bytes(history in history()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for house in House::all().await {
                tallies_equal_a_recount_after_every_prefix(&house, &history).await;
            }
        });
    }
}
