//! The fold: any order, any repeats, any split over devices of the same statements gives the same state.

use domain::course::{Activity, Chapter, Course, Language, Lesson};
use domain::edition::Edition;
use domain::id::EditionId;
use domain::item::choice::{Choice, ChoiceOption};
use domain::item::{Item, ItemKind, Response};
use domain::progress::{CourseProgress, Standing};
use domain::score::Score;
use domain::statement::{Answered, Experienced, Fact, Initialized, Rejection};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Three lessons of a text and two items each; the second edition lacks the last lesson and asks for less.
fn edition(mastery: usize, lessons: usize) -> Edition {
    let option = |right| ChoiceOption { prose: vec![], right, feedback: vec![] };
    let item = || Item {
        kind: ItemKind::Choice(Choice { options: vec![option(true), option(false), option(true)] }),
        hints: vec![],
        explanation: vec![],
        competence: "4.2".into(),
        difficulty: 2,
    };
    let activity = |id: &str, item| Activity { id: id.parse().unwrap(), title: String::new(), prose: vec![], item };
    let lesson = |n: usize| Lesson {
        id: format!("l{n}").parse().unwrap(),
        title: String::new(),
        summary: String::new(),
        minutes: 5,
        competences: vec![],
        draw: None,
        activities: vec![activity("doc", None), activity("a", Some(item())), activity("b", Some(item()))],
    };
    let course = Course {
        id: "c".parse().unwrap(),
        language: Language::Vi,
        title: String::new(),
        summary: String::new(),
        audience: String::new(),
        teaches: vec![],
        licence: String::new(),
        competences: vec![],
        level: 1,
        mastery: Score::ratio(mastery, 10),
        picture: None,
        placement: false,
        chapters: vec![Chapter { title: String::new(), lessons: (0..lessons).map(lesson).collect() }],
    };
    let (id, bytes) = Edition::write(&course).unwrap();
    Edition::read(id, &bytes).unwrap()
}

fn editions() -> &'static BTreeMap<EditionId, Edition> {
    static EDITIONS: LazyLock<BTreeMap<EditionId, Edition>> =
        LazyLock::new(|| [edition(8, 3), edition(5, 2)].into_iter().map(|edition| (edition.id, edition)).collect());
    &EDITIONS
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let ids: Vec<EditionId> = editions().keys().copied().collect();
    let one = (prop::sample::select(ids), 0_usize..3, 0_u8..6, 1_u16..4, 0_u8..8).prop_map(
        |(edition, lesson, what, attempt, mask)| {
            let (course, lesson) = ("c".parse().unwrap(), format!("l{lesson}").parse().unwrap());
            let activity = ["doc", "a", "b"][usize::from(what % 3)].parse().unwrap();
            match what {
                0 => Fact::Initialized(Initialized { course, edition, lesson }),
                1 | 2 => Fact::Experienced(Experienced { course, edition, lesson, activity }),
                _ => {
                    let response = Response::Choice((0..3).filter(|i| mask & (1 << i) != 0).collect());
                    Fact::Answered(Answered {
                        course,
                        edition,
                        lesson,
                        activity,
                        attempt,
                        hints: 0,
                        ms: 1,
                        response,
                        score: Score::FULL,
                    })
                }
            }
        },
    );
    prop::collection::vec(one, 0..30)
}

fn fold<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> CourseProgress {
    let mut progress = CourseProgress::default();
    for fact in facts {
        let before = progress.clone();
        let (_, id, _) = fact.place().unwrap();
        if progress.apply(fact, editions().get(id)).is_err() {
            assert_eq!(progress, before, "a refused statement changed something");
        }
    }
    progress
}

fn bytes(progress: &CourseProgress) -> String {
    serde_json::to_string(progress).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_repeats_give_the_same_state(
        (facts, shuffled) in facts().prop_flat_map(|facts| {
            let doubled: Vec<Fact> = facts.iter().chain(&facts).cloned().collect();
            (Just(facts), Just(doubled).prop_shuffle())
        })
    ) {
        prop_assert_eq!(bytes(&fold(&facts)), bytes(&fold(&shuffled)));
    }

    #[test]
    fn any_split_over_devices_merges_to_the_same_state(facts in facts(), cuts in prop::collection::vec(0_usize..3, 30)) {
        let on_device = |device: usize| fold(facts.iter().zip(&cuts).filter(|(_, at)| **at == device).map(|(fact, _)| fact));
        let [a, b, c] = [on_device(0), on_device(1), on_device(2)];
        let mut left = a.clone();
        left.merge(&b);
        left.merge(&c);
        let mut right = c;
        right.merge(&b);
        right.merge(&a);
        prop_assert_eq!(bytes(&left), bytes(&right));
        prop_assert_eq!(bytes(&left), bytes(&fold(&facts)));
    }

    #[test]
    fn one_more_statement_never_takes_anything_back(facts in facts()) {
        let mut last = Standing::NotStarted;
        let mut progress = CourseProgress::default();
        for fact in &facts {
            let (_, id, _) = fact.place().unwrap();
            let _refused = progress.apply(fact, editions().get(id));
            let standing = progress.standing(editions());
            prop_assert!(standing >= last);
            last = standing;
        }
    }
}

fn place(edition: &Edition) -> (domain::id::CourseId, EditionId, domain::id::LessonId) {
    ("c".parse().unwrap(), edition.id, "l0".parse().unwrap())
}

fn answer(edition: &Edition, activity: &str, chosen: &[u8], attempt: u16) -> Fact {
    let (course, edition, lesson) = place(edition);
    let response = Response::Choice(chosen.to_vec());
    let activity = activity.parse().unwrap();
    Fact::Answered(Answered {
        course,
        edition,
        lesson,
        activity,
        attempt,
        hints: 0,
        ms: 1,
        response,
        score: Score::FULL,
    })
}

fn read(edition: &Edition, activity: &str) -> Fact {
    let (course, edition, lesson) = place(edition);
    Fact::Experienced(Experienced { course, edition, lesson, activity: activity.parse().unwrap() })
}

#[test]
fn a_lesson_is_completed_when_every_activity_is_met_and_mastered_by_its_credit() {
    let (editions, strict) = (editions(), edition(8, 3));
    let lesson = "l0".parse().unwrap();
    let half = fold(&[read(&strict, "doc"), answer(&strict, "a", &[0, 2], 1), answer(&strict, "b", &[0, 2], 2)]);
    assert_eq!(half.lesson_standing(&lesson, editions), Standing::Completed, "credit 0.75 of 0.8");
    let full = fold(&[read(&strict, "doc"), answer(&strict, "a", &[0, 2], 1), answer(&strict, "b", &[0, 2], 1)]);
    assert_eq!(full.lesson_standing(&lesson, editions), Standing::Mastered);
    assert_eq!(full.standing(editions), Standing::Started);
}

#[test]
fn passing_an_item_by_does_not_meet_it() {
    let strict = edition(8, 3);
    let progress = fold(&[read(&strict, "doc"), read(&strict, "a"), answer(&strict, "b", &[1], 1)]);
    assert_eq!(progress.lesson_standing(&"l0".parse().unwrap(), editions()), Standing::Started);
}

#[test]
fn a_statement_without_its_edition_waits() {
    let strict = edition(8, 3);
    let mut progress = CourseProgress::default();
    assert_eq!(progress.apply(&read(&strict, "doc"), None), Ok(()));
    assert_eq!(progress, CourseProgress::default());
}

#[test]
fn what_the_edition_does_not_have_is_refused() {
    let strict = edition(8, 3);
    for (fact, rejection) in [
        (read(&strict, "khong-co"), Rejection::UnknownActivity),
        (answer(&strict, "doc", &[0], 1), Rejection::UnknownActivity),
        (answer(&strict, "a", &[9], 1), Rejection::ResponseMismatch),
        (answer(&strict, "a", &[], 1), Rejection::ResponseMismatch),
    ] {
        assert_eq!(CourseProgress::default().apply(&fact, Some(&strict)), Err(rejection));
    }
}
