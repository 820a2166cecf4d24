//! Pools on the server: a course check counts like a lesson, a placement counts for nothing and is listed nowhere.

mod house;

use axum::http::StatusCode;
use domain::check;
use domain::course::{Course, Lesson};
use domain::id::EditionId;
use domain::statement::Fact;
use house::{House, Learner, answers, reads, small_course};
use proptest::prelude::*;
use serde_json::json;

/// The small course with a check at its end: two of four items are drawn.
fn with_check() -> Course {
    let mut course = small_course();
    let item = course.chapters[0].lessons[0].activities[1].clone();
    let mut pool = Lesson {
        id: "kiem".parse().unwrap(),
        draw: Some(2),
        activities: vec![],
        ..course.chapters[0].lessons[1].clone()
    };
    pool.activities.extend((0..4).map(|n| {
        let mut activity = item.clone();
        activity.id = format!("k{n}").parse().unwrap();
        activity
    }));
    course.chapters[0].lessons.push(pool);
    course
}

/// The small course as a pool: its one lesson with something to answer.
fn placement() -> Course {
    let mut course = Course { placement: true, title: "Bắt đầu từ đâu?".into(), ..small_course() };
    course.chapters[0].lessons.truncate(1);
    course
}

/// Everything of the small course but its check, all right.
fn lessons(edition: EditionId) -> Vec<Fact> {
    vec![reads(edition, "mot", "doc"), answers(edition, "mot", "hoi", 1, 1), reads(edition, "hai", "doc")]
}

/// What a taking draws, answered with that option.
fn taking(edition: EditionId, number: u16, option: u8) -> Vec<Fact> {
    let course = with_check();
    let pool = course.lessons().last().unwrap();
    let places = check::drawn(pool, check::form_of(pool, number)).into_iter();
    places.map(|place| answers(edition, "kiem", pool.activities[place].id.as_str(), option, number)).collect()
}

#[tokio::test]
async fn a_course_is_completed_and_mastered_with_its_check() {
    for house in House::all().await {
        let edition = house.publish(&with_check()).await;
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &lessons(edition)).await;
        let month = || (String::new(), "2026-11".to_owned());
        let tally = |counts| vec![(month().0, month().1, counts)];
        assert_eq!(house.tallies().await, tally([1, 0, 0]), "{}", house.engine);
        learner.does(&house, &taking(edition, 1, 0)).await;
        assert_eq!(house.tallies().await, tally([1, 1, 0]), "wrong, but taken to its end");
        learner.does(&house, &taking(edition, 2, 1)).await;
        assert_eq!(house.tallies().await, tally([1, 1, 1]), "the second taking counts whole");
        let before = house.derived().await;
        server::projection::rebuild(&house.server).await.unwrap();
        assert_eq!(house.derived().await, before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn takings_added_page_by_page_and_folded_anew_write_the_same_bytes(
        history in prop::collection::vec((0_usize..2, 0_u8..4, 0_u8..3, 1_u16..5), 1..25)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for house in House::all().await {
                let edition = house.publish(&with_check()).await;
                let first = Learner::arrives(&house).await;
                let mut devices = [first.clone(), first.with_another_device(&house).await];
                devices[0].does(&house, &lessons(edition)).await;
                for (device, item, option, number) in &history {
                    house.pass(1000);
                    let fact = answers(edition, "kiem", &format!("k{item}"), *option, *number);
                    devices[*device].does(&house, &[fact]).await;
                    let added = house.derived().await;
                    server::projection::rebuild(&house.server).await.unwrap();
                    assert_eq!(house.derived().await, added, "{}", house.engine);
                }
            }
        });
    }
}

#[tokio::test]
async fn a_placement_is_judged_and_kept_and_counts_for_nothing() {
    for house in House::all().await {
        let course = placement();
        let mut learner = Learner::arrives(&house).await;
        // What comes before its edition waits, and is no course when that has come either.
        let (edition, _) = domain::edition::Edition::write(&course).unwrap();
        learner.does(&house, &[answers(edition, "mot", "hoi", 1, 1)]).await;
        house.publish(&course).await;
        server::projection::rebuild(&house.server).await.unwrap();
        learner.does(&house, &[answers(edition, "mot", "hoi", 0, 2), reads(edition, "mot", "doc")]).await;
        let texts = learner.writes(&[answers(edition, "mot", "khong-co", 1, 1)]);
        let (status, report) = learner.pushes(&house, &texts).await;
        assert_eq!((status, &report["verdicts"]), (StatusCode::OK, &json!([{"rejected": "unknown_activity"}])));
        let derived = house.derived().await;
        assert!(!derived.contains(&learner.id.to_string()), "{}: {derived}", house.engine);
        assert!(house.tallies().await.is_empty());
        server::projection::rebuild(&house.server).await.unwrap();
        assert_eq!(house.derived().await, derived);
    }
}

#[tokio::test]
async fn a_placement_is_in_the_catalogue_and_never_listed() {
    for house in House::all().await {
        house.publishes_content().await;
        let catalogue = house.catalogue().await;
        let pool = catalogue.placement().expect("content/ has a placement pool");
        assert_eq!(pool.course.as_str(), "bat-dau-tu-dau");
        assert!(catalogue.listed().count() > 0 && catalogue.listed().all(|course| course.course != pool.course));
        for edition in catalogue.listed().flat_map(|course| &course.editions) {
            assert!((1..=8).contains(&edition.level) && !edition.competences.is_empty());
        }
        let offer = server::site::offer::Offer::read(&house.server).await.unwrap();
        let pages = server::site::pages::addresses(&offer);
        assert!(pages.len() > 10 && pages.iter().all(|address| !address.contains("bat-dau-tu-dau")), "{pages:?}");
        assert!(!server::site::pages::is_place(&offer, "/courses/bat-dau-tu-dau/"));
    }
}
