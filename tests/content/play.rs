//! Every lesson is played through `domain`: with what is right, with what is wrong, and by chance.

use super::drafts;
use domain::check::{drawn, form_of, forms};
use domain::course::{Activity, Course, Lesson};
use domain::edition::Edition;
use domain::item::practice::{Act, MOST_ACTS, Practice};
use domain::item::{Item, ItemKind, Response, score};
use domain::progress::{CourseProgress, Standing};
use domain::prose::plain_text;
use domain::score::Score;
use domain::statement::{Answered, Experienced, Fact};

/// Numbers by chance, the same ones every time: SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z >> 33) % n as u64).unwrap()
    }

    fn order(&mut self, n: usize) -> Vec<u8> {
        let mut left: Vec<u8> = (0..u8::try_from(n).unwrap()).collect();
        (0..n).map(|_| left.remove(self.below(left.len()))).collect()
    }

    /// Some of `n` things, ascending: one, or one at least.
    fn some(&mut self, n: usize, several: bool) -> Vec<u8> {
        let mut chosen = self.order(n);
        chosen.truncate(if several { 1 + self.below(n) } else { 1 });
        chosen.sort_unstable();
        chosen
    }
}

/// A response by chance that fits the item.
fn by_chance(item: &Item, dice: &mut Dice) -> Response {
    match &item.kind {
        ItemKind::Choice(choice) => Response::Choice(dice.some(choice.options.len(), choice.is_multiple())),
        ItemKind::Ordering(ordering) => Response::Ordering(dice.order(ordering.steps.len())),
        ItemKind::Matching(matching) => {
            Response::Matching(dice.order(matching.pairs.len()).into_iter().map(Some).collect())
        }
        ItemKind::Text(text) => {
            let known =
                text.expected_mistakes.iter().map(|mistake| mistake.text.clone()).chain(text.accepted.iter().cloned());
            let mut all: Vec<String> = known.collect();
            all.push("không biết".into());
            Response::Text(all.remove(dice.below(all.len())))
        }
        ItemKind::Grouping(grouping) => {
            let pile = |dice: &mut Dice| u8::try_from(dice.below(grouping.piles.len())).unwrap();
            Response::Grouping(grouping.cards.iter().map(|_| Some(pile(dice))).collect())
        }
        ItemKind::Gaps(gaps) => {
            let fill = |gap: &domain::item::gaps::Gap, dice: &mut Dice| {
                let mut words: Vec<String> = gap.options.iter().chain(&gap.accepted).cloned().collect();
                words.push("gì đó".into());
                words.remove(dice.below(words.len()))
            };
            Response::Gaps(gaps.gaps.iter().map(|gap| fill(gap, dice)).collect())
        }
        ItemKind::Hotspot(hotspot) => Response::Hotspot(dice.some(hotspot.areas.len(), hotspot.is_multiple())),
        ItemKind::Inspect(inspect) => Response::Inspect(dice.some(inspect.parts.len(), true)),
        ItemKind::Dialogue(dialogue) => {
            let mut replies = Vec::new();
            while let Some(turn) = dialogue
                .path(&replies)
                .last()
                .map(|turn| &dialogue.turns[*turn])
                .filter(|turn| !turn.replies.is_empty())
            {
                replies.push(u8::try_from(dice.below(turn.replies.len())).unwrap());
            }
            Response::Dialogue(replies)
        }
        ItemKind::Practice(practice) => Response::Practice(wander(practice, dice)),
        ItemKind::Unknown => panic!("the curriculum has no unknown kinds"),
    }
}

/// Taps by chance until an end; who has wandered long enough takes the way to the goal.
fn wander(practice: &Practice, dice: &mut Dice) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    while acts.len() < MOST_ACTS - 30 {
        let here = practice.run(&acts).expect("every tap is there").screen;
        let used = practice.screens[here].parts.iter().enumerate().filter(|(_, part)| part.is_used());
        let used: Vec<u8> = used.map(|(place, _)| u8::try_from(place).unwrap()).collect();
        if used.is_empty() {
            return acts;
        }
        let part = used[dice.below(used.len())];
        let unfit = practice.asks_to_fit(here, &practice.screens[here].parts[usize::from(part)]) && dice.below(4) == 0;
        acts.push(Act { part, unfit });
    }
    let here = practice.run(&acts).expect("every tap is there").screen;
    acts.extend(practice.way_from(here));
    acts
}

/// A response that isn't wholly right.
fn wrong(item: &Item, dice: &mut Dice) -> Response {
    let tries = (0..400).map(|_| by_chance(item, dice));
    tries
        .into_iter()
        .find(|response| score(item, response).expect("it fits").score < Score::FULL)
        .expect("of four hundred tries one is wrong")
}

/// Plays the activities and gives back how far the lesson is.
fn played(edition: &Edition, lesson: &Lesson, attempt: u16, mut give: impl FnMut(&Item) -> Response) -> Standing {
    let mut progress = CourseProgress::default();
    let places = if lesson.is_check() {
        drawn(lesson, form_of(lesson, attempt))
    } else {
        (0..lesson.activities.len()).collect()
    };
    for Activity { id, item, .. } in places.into_iter().map(|place| &lesson.activities[place]) {
        let (course, edition_id, lesson_id) = (edition.course.id.clone(), edition.id, lesson.id.clone());
        let fact = match item {
            None => {
                Fact::Experienced(Experienced { course, edition: edition_id, lesson: lesson_id, activity: id.clone() })
            }
            Some(item) => {
                let response = give(item);
                let outcome = score(item, &response).unwrap_or_else(|fault| panic!("{} {id}: {fault}", lesson.id));
                let said = outcome.feedback.iter().chain([&item.explanation]);
                assert!(
                    said.clone().any(|said| !plain_text(said).trim().is_empty()),
                    "{} {id}: nothing is said",
                    lesson.id
                );
                Fact::Answered(Answered {
                    course,
                    edition: edition_id,
                    lesson: lesson_id,
                    activity: id.clone(),
                    attempt,
                    hints: 0,
                    ms: 1000,
                    response,
                    score: outcome.score,
                })
            }
        };
        progress.apply(&fact, Some(edition)).expect("the fact fits its edition");
    }
    progress.lessons[&lesson.id].standing_in(lesson, edition.course.mastery)
}

fn every_lesson(mut play: impl FnMut(&Edition, &Lesson)) {
    let drafts = drafts();
    let mut count = 0;
    for course in super::courses(&drafts).filter(|course| !course.placement) {
        let (id, _) = Edition::write(course).unwrap();
        let edition = Edition { id, course: Course::clone(course) };
        for lesson in course.lessons() {
            play(&edition, lesson);
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn who_gives_the_key_masters_every_lesson_and_every_form_of_every_check() {
    every_lesson(|edition, lesson| {
        for taking in 1..=u16::try_from(forms(lesson).max(1)).unwrap() {
            let key = |item: &Item| item.kind.key().expect("a key");
            assert_eq!(played(edition, lesson, taking, key), Standing::Mastered, "{} {taking}", lesson.id);
        }
    });
}

#[test]
fn who_errs_everywhere_comes_to_the_end_all_the_same_and_masters_nothing() {
    let mut dice = Dice(1);
    every_lesson(|edition, lesson| {
        if lesson.items().next().is_some() {
            // The worst of some, so that no lucky half counts.
            let worst = |item: &Item, dice: &mut Dice| {
                let tries: Vec<Response> = (0..20).map(|_| wrong(item, dice)).collect();
                tries.into_iter().min_by_key(|response| score(item, response).unwrap().score).unwrap()
            };
            assert_eq!(played(edition, lesson, 1, |item| worst(item, &mut dice)), Standing::Completed, "{}", lesson.id);
        }
    });
}

#[test]
fn whatever_is_tapped_by_chance_leads_to_the_end_with_a_score_within_bounds() {
    let mut dice = Dice(7);
    every_lesson(|edition, lesson| {
        for _ in 0..20 {
            let standing = played(edition, lesson, 1, |item| {
                let response = by_chance(item, &mut dice);
                assert!(score(item, &response).expect("it fits").score <= Score::FULL);
                response
            });
            assert!(standing >= Standing::Completed, "{}", lesson.id);
        }
    });
}
