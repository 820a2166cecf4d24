//! The fold: any order, any repeats, any split over devices of the same statements gives the same state.

use domain::check;
use domain::competence::{Mastery, competences};
use domain::course::{Activity, Chapter, Course, Language, Lesson};
use domain::edition::Edition;
use domain::id::EditionId;
use domain::item::choice::{Choice, ChoiceOption};
use domain::item::{Item, ItemKind, Response};
use domain::progress::{CourseProgress, LAST_TAKING, LessonProgress, Standing};
use domain::score::Score;
use domain::statement::{Answered, Experienced, Fact, Initialized, Rejection};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Three lessons of a text and two items each, then a check that draws two of four items; the second edition lacks the third
/// lesson, draws one and asks for less.
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
    let check = Lesson {
        id: "k".parse().unwrap(),
        draw: u8::try_from(lessons - 1).ok(),
        activities: ["a", "b", "c", "d"].map(|id| activity(id, Some(item()))).into(),
        ..lesson(9)
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
        order: None,
        voices: vec![],
        chapters: vec![Chapter { title: String::new(), lessons: (0..lessons).map(lesson).chain([check]).collect() }],
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
    let attempt = prop_oneof![9 => 1_u16..4, 1 => prop::sample::select(vec![LAST_TAKING, LAST_TAKING + 1, u16::MAX])];
    let lesson = prop::sample::select(vec!["l0", "l1", "l2", "k", "k"]);
    let one = (prop::sample::select(ids), lesson, 0_u8..10, attempt, 0_u8..8).prop_map(
        |(edition, lesson, what, attempt, mask)| {
            let (course, lesson) = ("c".parse().unwrap(), lesson.parse().unwrap());
            let activity = ["doc", "a", "b", "c", "d"][usize::from(what % 5)].parse().unwrap();
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

/// Whether one state has all that another has, and as much of it.
fn holds(more: &CourseProgress, less: &CourseProgress) -> bool {
    let mut merged = more.clone();
    merged.merge(less);
    merged == *more
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
            let before = progress.clone();
            let _refused = progress.apply(fact, editions().get(id));
            prop_assert!(holds(&progress, &before));
            let standing = progress.standing(editions());
            prop_assert!(standing >= last);
            last = standing;
            prop_assert!(progress.lessons.values().all(|lesson| lesson.takings.keys().all(|taking| *taking <= LAST_TAKING)));
            let text = bytes(&progress);
            prop_assert_eq!(&serde_json::from_str::<CourseProgress>(&text).unwrap(), &progress);
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

/// An answer in the check, right or wrong, in a taking.
fn taken(edition: &Edition, activity: &str, right: bool, taking: u16) -> Fact {
    let Fact::Answered(mut answered) = answer(edition, activity, if right { &[0, 2] } else { &[1] }, taking) else {
        unreachable!()
    };
    answered.lesson = "k".parse().unwrap();
    Fact::Answered(answered)
}

/// What a taking draws in an edition.
fn drawn(edition: &Edition, taking: u16) -> Vec<String> {
    let lesson = edition.course.lesson(&"k".parse().unwrap()).unwrap();
    let places = check::drawn(lesson, check::form_of(lesson, taking));
    places.into_iter().map(|place| lesson.activities[place].id.to_string()).collect()
}

fn check_of(progress: &CourseProgress) -> &LessonProgress {
    &progress.lessons[&"k".parse().unwrap()]
}

#[test]
fn a_check_is_completed_by_everything_that_one_taking_draws_and_by_nothing_else() {
    let (editions, strict) = (editions(), edition(8, 3));
    let lesson = strict.course.lesson(&"k".parse().unwrap()).unwrap();
    let [first, second] = [drawn(&strict, 1), drawn(&strict, 2)];
    assert!(first.iter().all(|id| !second.contains(id)), "a repetition isn't the same");
    assert_eq!(first, drawn(&strict, 3), "forms come in turn");
    // One item of each of two takings, and the other form's items under the first one's number, complete none.
    let mut facts = vec![taken(&strict, &first[0], true, 1), taken(&strict, &second[0], true, 2)];
    facts.extend(second.iter().map(|id| taken(&strict, id, true, 1)));
    let progress = fold(&facts);
    assert_eq!(
        (progress.lesson_standing(&lesson.id, editions), check_of(&progress).met_in(lesson)),
        (Standing::Started, 1)
    );
    assert_eq!(check_of(&progress).taking_credit(lesson, 1), None);
    facts.push(taken(&strict, &first[1], false, 1));
    let progress = fold(&facts);
    assert_eq!(progress.lesson_standing(&lesson.id, editions), Standing::Completed);
    assert_eq!(check_of(&progress).taking_credit(lesson, 1), Some(Score::ratio(1, 2)));
}

#[test]
fn a_check_counts_its_best_taking_whole_however_late_it_came() {
    let (editions, strict) = (editions(), edition(8, 3));
    let lesson = strict.course.lesson(&"k".parse().unwrap()).unwrap();
    let taking = |number: u16, right: bool| drawn(&strict, number).into_iter().map(move |id| (number, id, right));
    let facts = |all: Vec<(u16, String, bool)>| -> Vec<Fact> {
        all.into_iter().map(|(number, id, right)| taken(&edition(8, 3), &id, right, number)).collect()
    };
    let late = fold(&facts(taking(1, false).chain(taking(6, true)).collect()));
    assert_eq!(check_of(&late).credit_in(lesson), Score::FULL);
    assert_eq!(late.lesson_standing(&lesson.id, editions), Standing::Mastered);
    let beyond = fold(&facts(taking(LAST_TAKING + 1, true).collect()));
    assert_eq!(beyond.lesson_standing(&lesson.id, editions), Standing::Started, "what nobody takes is not kept");
}

#[test]
fn a_taking_goes_on_until_it_is_finished_and_begins_where_the_dice_say() {
    let strict = edition(8, 3);
    let lesson = strict.course.lesson(&"k".parse().unwrap()).unwrap();
    assert_eq!([0, 1, 2, 7].map(|dice| check::taking(lesson, None, dice)), [1, 2, 1, 2]);
    let [a, b] = [&drawn(&strict, 2)[0], &drawn(&strict, 2)[1]];
    let half = fold(&[taken(&strict, a, false, 2)]);
    assert_eq!(check::taking(lesson, Some(check_of(&half)), 0), 2);
    let whole = fold(&[taken(&strict, a, false, 2), taken(&strict, b, true, 2)]);
    assert_eq!(check::taking(lesson, Some(check_of(&whole)), 0), 3);
}

#[test]
fn a_course_is_mastered_with_its_check_and_not_before() {
    let (editions, kind) = (editions(), edition(5, 2));
    let mut facts: Vec<Fact> = Vec::new();
    for lesson in ["l0", "l1"] {
        for mut fact in [read(&kind, "doc"), answer(&kind, "a", &[0, 2], 1), answer(&kind, "b", &[0, 2], 1)] {
            match &mut fact {
                Fact::Answered(answered) => answered.lesson = lesson.parse().unwrap(),
                Fact::Experienced(experienced) => experienced.lesson = lesson.parse().unwrap(),
                Fact::Initialized(_) | Fact::Declared(_) | Fact::Consented(_) => unreachable!(),
            }
            facts.push(fact);
        }
    }
    assert_eq!(fold(&facts).standing(editions), Standing::Started);
    facts.push(taken(&kind, &drawn(&kind, 4)[0], true, 4));
    assert_eq!(fold(&facts).standing(editions), Standing::Mastered);
}

#[test]
fn mastery_is_that_of_the_edition_in_which_the_lesson_was_begun() {
    // Of the same answers, with credit 0.75, the edition that asks for 0.5 says mastered and the one that asks for 0.8 doesn't,
    // whatever is published or read later.
    let work =
        |edition: &Edition| [read(edition, "doc"), answer(edition, "a", &[0, 2], 1), answer(edition, "b", &[0, 2], 2)];
    let lesson = "l0".parse().unwrap();
    for (edition, standing) in [(edition(5, 2), Standing::Mastered), (edition(8, 3), Standing::Completed)] {
        assert_eq!(fold(&work(&edition)).lesson_standing(&lesson, editions()), standing);
    }
    // A later, stricter edition opened afterwards takes nothing back.
    let (kind, strict) = (edition(5, 2), edition(8, 3));
    let (course, edition, at) = place(&strict);
    let mut facts = work(&kind).to_vec();
    facts.push(Fact::Initialized(Initialized { course, edition, lesson: at }));
    assert_eq!(fold(&facts).lesson_standing(&lesson, editions()), Standing::Mastered);
}

#[test]
fn a_state_stored_before_checks_existed_is_read_and_written_to_the_byte() {
    let strict = edition(8, 3);
    let stored = format!(r#"{{"lessons":{{"l0":{{"e":["{}"],"m":["a"],"c":{{"a":1000}}}}}}}}"#, strict.id);
    let progress = fold(&[answer(&strict, "a", &[0, 2], 1)]);
    assert_eq!(bytes(&progress), stored);
    assert_eq!(serde_json::from_str::<CourseProgress>(&stored).unwrap(), progress);
}

#[test]
fn what_is_known_of_a_competence_is_said_in_levels() {
    let strict = edition(8, 3);
    let told = |facts: &[Fact]| {
        let progress = BTreeMap::from([("c".parse().unwrap(), fold(facts))]);
        competences(&progress, editions()).into_iter().map(|c| (c.code, c.met, c.level)).collect::<Vec<_>>()
    };
    assert_eq!(told(&[]), []);
    assert_eq!(told(&[read(&strict, "doc")]), [("4.2".to_owned(), 0, Mastery::NotYet)]);
    let mut facts = vec![answer(&strict, "a", &[0, 2], 1), answer(&strict, "b", &[0, 2], 1)];
    assert_eq!(told(&facts), [("4.2".to_owned(), 2, Mastery::Beginning)]);
    facts.push(taken(&strict, "a", false, 1));
    assert_eq!(told(&facts), [("4.2".to_owned(), 3, Mastery::GettingThere)]);
    // The same item at a later taking counts once, by its best.
    facts.extend(["a", "b", "c", "d"].map(|id| taken(&strict, id, true, 2)));
    assert_eq!(told(&facts), [("4.2".to_owned(), 6, Mastery::CanDo)]);
}
