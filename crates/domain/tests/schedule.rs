//! Review: our FSRS-6 against the crate of its authors, and what is brought back when.

use domain::course::{Activity, Chapter, Course, Language, Lesson};
use domain::edition::Edition;
use domain::id::{DeviceId, EditionId};
use domain::item::choice::{Choice, ChoiceOption};
use domain::item::text::TextEntry;
use domain::item::{Item, ItemKind, Response};
use domain::schedule::{MOST_A_DAY, Place, Recall, Schedule, Strength, schedule};
use domain::score::Score;
use domain::statement::{Answered, Fact, Statement};
use fsrs::{FSRS, FSRS6_DEFAULT_DECAY, FSRSItem, FSRSReview, current_retrievability};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const GRADES: [Recall; 4] = [Recall::Again, Recall::Hard, Recall::Good, Recall::Easy];
const DAY: i64 = 86_400_000;
/// Noon of some day in Vietnam.
const NOON: i64 = 20_780 * DAY + 5 * 3_600_000;

/// Whether two numbers agree to a thousandth: the crate reckons in 32 bits, and a history multiplies what that loses.
fn near(ours: f64, theirs: f32) -> bool {
    (ours - f64::from(theirs)).abs() <= 1e-3 * ours.abs().max(1e-3)
}

fn a_history() -> impl Strategy<Value = Vec<(usize, u32)>> {
    let gap = prop_oneof![3 => Just(0_u32), 5 => 1_u32..30, 2 => 30_u32..2000];
    prop::collection::vec((0_usize..4, gap), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_history_gives_the_state_that_the_authors_crate_gives(history in a_history()) {
        let mut ours: Option<Strength> = None;
        let mut reviews = Vec::new();
        for (grade, gap) in history {
            let recall = GRADES[grade];
            ours = Some(ours.map_or_else(|| Strength::first(recall), |strength| strength.after(recall, gap)));
            let delta_t = if reviews.is_empty() { 0 } else { gap };
            reviews.push(FSRSReview { rating: u32::try_from(grade).unwrap() + 1, delta_t });
        }
        let (ours, fsrs) = (ours.unwrap(), FSRS::default());
        let theirs = fsrs.memory_state(FSRSItem { reviews }, None).unwrap();
        prop_assert!(near(ours.stability, theirs.stability), "{ours:?} {theirs:?}");
        prop_assert!(near(ours.difficulty, theirs.difficulty), "{ours:?} {theirs:?}");
        for days in [0_u16, 1, 7, 400] {
            let theirs = current_retrievability(theirs, f32::from(days), FSRS6_DEFAULT_DECAY);
            prop_assert!(near(ours.retrievability(u32::from(days)), theirs));
        }
        prop_assert!(near(ours.stability, fsrs.next_interval(Some(theirs.stability), 0.9, 3)));
        prop_assert!((ours.rest() as f64 - ours.stability.clamp(1.0, 365.0)).abs() <= 0.5);
    }

    #[test]
    fn a_better_grade_never_makes_less_firm(history in a_history(), gap in 0_u32..400) {
        let mut strength = Strength::first(GRADES[history[0].0]);
        for (grade, gap) in &history[1..] {
            strength = strength.after(GRADES[*grade], *gap);
        }
        let after = GRADES.map(|recall| strength.after(recall, gap));
        for (worse, better) in after.iter().zip(&after[1..]) {
            prop_assert!(worse.stability <= better.stability && worse.difficulty >= better.difficulty, "{after:?}");
        }
        prop_assert!(after.iter().all(|s| (0.001..=36_500.0).contains(&s.stability) && (1.0..=10.0).contains(&s.difficulty)));
    }
}

/// A course with twenty items `a0`–`a19` and one to type, `go`; `draw` and `placement` as asked.
fn edition(title: &str, draw: Option<u8>, placement: bool) -> Edition {
    let option = |right| ChoiceOption { prose: vec![], right, feedback: vec![] };
    let choice = || ItemKind::Choice(Choice { options: vec![option(true), option(false)] });
    let typed = ItemKind::Text(TextEntry {
        accepted: vec!["otp".into()],
        expected_mistakes: vec![],
        diacritics_optional: false,
    });
    let kinds = (0..20).map(|n| (format!("a{n}"), choice())).chain([("go".to_owned(), typed)]);
    let activities = kinds.map(|(id, kind)| Activity {
        id: id.parse().unwrap(),
        title: String::new(),
        prose: vec![],
        item: Some(Item { kind, hints: vec![], explanation: vec![], competence: "4.2".into(), difficulty: 2 }),
    });
    let lesson = Lesson {
        id: "l".parse().unwrap(),
        title: String::new(),
        summary: String::new(),
        minutes: 5,
        competences: vec![],
        draw,
        activities: activities.collect(),
    };
    let course = Course {
        id: "c".parse().unwrap(),
        language: Language::Vi,
        title: title.into(),
        summary: String::new(),
        audience: String::new(),
        teaches: vec![],
        licence: String::new(),
        competences: vec![],
        level: 1,
        mastery: Score::ratio(4, 5),
        picture: None,
        placement,
        order: None,
        voices: vec![],
        chapters: vec![Chapter { title: String::new(), lessons: vec![lesson] }],
    };
    Edition { id: Edition::write(&course).unwrap().0, course }
}

fn editions() -> &'static BTreeMap<EditionId, Edition> {
    static EDITIONS: LazyLock<BTreeMap<EditionId, Edition>> = LazyLock::new(|| {
        let all = [
            edition("1", None, false),
            edition("2", None, false),
            edition("k", Some(5), false),
            edition("p", None, true),
        ];
        all.into_iter().map(|edition| (edition.id, edition)).collect()
    });
    &EDITIONS
}

fn titled(title: &str) -> EditionId {
    editions().values().find(|edition| edition.course.title == title).unwrap().id
}

/// One answer: when, to what, and how.
fn answer(title: &str, seq: u32, at: i64, activity: &str, right: bool) -> Statement {
    let response = match (activity, right) {
        ("go", true) => Response::Text("OTP".into()),
        ("go", false) => Response::Text("x".into()),
        (_, right) => Response::Choice(vec![u8::from(!right)]),
    };
    let did = Fact::Answered(Answered {
        course: "c".parse().unwrap(),
        edition: titled(title),
        lesson: "l".parse().unwrap(),
        activity: activity.parse().unwrap(),
        attempt: 1,
        hints: 0,
        ms: 1,
        response,
        score: Score::NONE,
    });
    Statement { v: 1, epoch: 1, seq, at, did }
}

fn phone() -> DeviceId {
    DeviceId::from_bytes([1; 16])
}

fn fold(statements: &[Statement], now: i64) -> Schedule {
    let device = phone();
    schedule(statements.iter().map(|statement| (&device, statement)), editions(), now)
}

fn place(activity: &str) -> Place {
    Place { course: "c".parse().unwrap(), lesson: "l".parse().unwrap(), activity: activity.parse().unwrap() }
}

#[test]
fn what_was_right_comes_back_in_two_days_what_was_wrong_tomorrow_and_what_was_typed_in_eight() {
    let all = [answer("1", 1, NOON, "a0", true), answer("1", 2, NOON, "a1", false), answer("1", 3, NOON, "go", true)];
    let schedule = fold(&all, NOON);
    assert_eq!((schedule.due(NOON, 10), schedule.next(NOON)), (vec![], Some(1)));
    assert_eq!(schedule.due(NOON + DAY, 10), [&place("a1")]);
    assert_eq!(schedule.due(NOON + 2 * DAY, 10), [&place("a1"), &place("a0")], "the most forgotten first");
    assert_eq!(schedule.due(NOON + 8 * DAY, 10).len(), 3);
    assert_eq!(Schedule::default().next(NOON), None);
}

#[test]
fn a_day_is_one_in_vietnam() {
    let before_midnight = NOON + 12 * 3_600_000 - 1;
    let schedule = fold(&[answer("1", 1, before_midnight, "a1", false)], NOON + DAY);
    assert_eq!(schedule.due(before_midnight, 10), Vec::<&Place>::new());
    assert_eq!(schedule.due(before_midnight + 1, 10), [&place("a1")]);
}

#[test]
fn at_most_ten_come_back_on_a_day_and_what_was_done_today_is_taken_off() {
    let wrong = |n: u32| answer("1", n + 1, NOON, &format!("a{n}"), false);
    let mut all: Vec<Statement> = (0..20).map(wrong).collect();
    let tomorrow = NOON + DAY;
    let schedule = fold(&all, tomorrow);
    assert_eq!(schedule.due(tomorrow, MOST_A_DAY).len(), 10);
    assert_eq!(schedule.due(tomorrow, 10), schedule.due(tomorrow, 20)[..10]);
    all.extend((0..4).map(|n| answer("1", 100 + n, tomorrow, &format!("a{n}"), n != 0)));
    let schedule = fold(&all, tomorrow);
    assert_eq!(
        (schedule.reviewed(tomorrow), schedule.due(tomorrow, 10).len(), schedule.due(tomorrow, 99).len()),
        (4, 6, 16)
    );
    assert_eq!(schedule.reviewed(tomorrow + DAY), 0);
}

#[test]
fn a_memory_outlives_the_edition_it_was_made_in() {
    let all = [answer("1", 1, NOON, "a0", true), answer("2", 2, NOON + 2 * DAY, "a0", true)];
    let memory = *fold(&all, NOON + 2 * DAY).memory(&place("a0")).unwrap();
    assert_eq!(memory.edition, titled("2"));
    assert_eq!(memory.strength, Strength::first(Recall::Good).after(Recall::Good, 2));
}

#[test]
fn pools_are_never_rehearsed() {
    let all = [answer("k", 1, NOON, "a0", false), answer("p", 2, NOON, "a1", false)];
    assert_eq!(fold(&all, NOON), Schedule::default());
}

#[test]
fn a_clock_from_the_future_does_not_count_and_one_that_goes_back_does_no_harm() {
    let far = answer("1", 2, NOON + 9_000 * DAY, "a0", true);
    let all = [answer("1", 1, NOON, "a0", false), far, answer("1", 3, NOON - 4_000 * DAY, "a0", true)];
    let schedule = fold(&all, NOON + 3 * DAY);
    assert_eq!(schedule, fold(&[all[0].clone(), all[2].clone()], NOON + 3 * DAY));
    assert_eq!(schedule.due(NOON + 3 * DAY, 10), [&place("a0")]);
    assert_eq!(schedule.due(NOON - 9_000 * DAY, 10), Vec::<&Place>::new(), "a day before the answer is a gap of none");
}

#[test]
fn an_answer_that_makes_no_sense_is_no_memory() {
    let mut lost = answer("1", 1, NOON, "a0", true);
    let Fact::Answered(answered) = &mut lost.did else { unreachable!() };
    answered.edition = EditionId::from_bytes([9; 32]);
    let mut odd = answer("1", 2, NOON, "a0", true);
    let Fact::Answered(answered) = &mut odd.did else { unreachable!() };
    answered.response = Response::Choice(vec![9]);
    let nowhere = answer("1", 3, NOON, "khong-co", true);
    assert_eq!(fold(&[lost, odd, nowhere], NOON), Schedule::default());
}

#[test]
fn the_grade_follows_from_how_right_how_often_and_how_much_help() {
    let items = &editions()[&titled("1")].course.chapters[0].lessons[0].activities;
    let of = |place: usize, share, attempt, hints| {
        Recall::of(items[place].item.as_ref().unwrap(), Score::ratio(share, 100), attempt, hints)
    };
    assert_eq!([of(0, 49, 1, 0), of(0, 0, 3, 2)], [Recall::Again; 2]);
    assert_eq!([of(0, 50, 1, 0), of(0, 99, 1, 0), of(0, 100, 2, 0), of(20, 100, 1, 1)], [Recall::Hard; 4]);
    assert_eq!([of(0, 100, 1, 0), of(20, 100, 1, 0)], [Recall::Good, Recall::Easy]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_repeats_give_the_same_schedule(
        (answers, mixed) in prop::collection::vec((0_i64..40, 0_u8..4, any::<bool>()), 1..25).prop_flat_map(|answers| {
            let texts: Vec<Statement> = answers.iter().zip(1..).map(|((day, what, right), seq)| {
                answer("1", seq, NOON + day * DAY / 2, &format!("a{what}"), *right)
            }).collect();
            let doubled: Vec<Statement> = texts.iter().chain(&texts).cloned().collect();
            (Just(texts), Just(doubled).prop_shuffle())
        })
    ) {
        let now = NOON + 30 * DAY;
        prop_assert_eq!(fold(&answers, now), fold(&mixed, now));
    }
}
