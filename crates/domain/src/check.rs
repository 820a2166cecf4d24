//! The course check: some items drawn from a pool at the end of a course, in parallel forms, so that a repetition isn't the same.
//!
//! Which items a taking has follows from the lesson and the taking's number alone. Every answer of a taking carries that number
//! as its `attempt`, so phone and server agree on each statement by itself, in any order, without a word between them. The
//! first taking of all begins at a form that the phone draws by its number (1 to the count of forms); each further one adds
//! one, and with it comes the next form. Two phones of one learner that begin apart begin two takings, or, where they drew the
//! same number, one taking of one form: either is fine.
//!
//! This is not where a taking's credit is kept: that is [`crate::progress`].

use crate::course::Lesson;
use crate::progress::{LAST_TAKING, LessonProgress};

/// How many parallel forms a check's pool makes: as often as it holds what is drawn. At least 1 for a check that has items, 0 for
/// every other lesson.
#[must_use]
pub fn forms(lesson: &Lesson) -> usize {
    match lesson.wanted() {
        0 => 0,
        _ if !lesson.is_check() => 0,
        wanted => lesson.activities.len() / wanted,
    }
}

/// The form of a taking (from 1): the forms in turn. 0 where the lesson is no check.
#[must_use]
pub fn form_of(lesson: &Lesson, taking: u16) -> usize {
    usize::from(taking.max(1) - 1).checked_rem(forms(lesson)).unwrap_or(0)
}

/// The places of a form's activities in the lesson, ascending; as many as the lesson draws. Empty where the lesson is no check.
///
/// The pool is ordered by competence, then difficulty, then as the author wrote it, and cut into strata of as many neighbours as
/// there are forms; each form takes one of each stratum (stratified assembly of parallel forms). Who comes first changes from
/// stratum to stratum, so that no form is always given the easier neighbour. Items too many for the forms are left out
/// evenly over that order.
#[must_use]
pub fn drawn(lesson: &Lesson, form: usize) -> Vec<usize> {
    let (forms, wanted) = (forms(lesson), lesson.wanted());
    if forms == 0 {
        return Vec::new();
    }
    // Placed by rank: a library sort is a good part of a phone's download, and no pool is long.
    let count = lesson.activities.len();
    let key = |place: usize| {
        let item = lesson.activities[place].item.as_ref();
        (item.map(|item| (item.competence.as_str(), item.difficulty)), place)
    };
    let mut pool = vec![0; count];
    for place in 0..count {
        pool[(0..count).filter(|other| key(*other) < key(place)).count()] = place;
    }
    let (all, kept) = (pool.len(), forms * wanted);
    // The n-th of those kept stands at the floor of n * all / kept: gaps lie evenly.
    let kept = |n: usize| pool[n * all / kept];
    let taken = |place: &usize| (0..wanted).any(|stratum| kept(stratum * forms + (form + stratum) % forms) == *place);
    (0..count).filter(taken).collect()
}

/// The number of the taking that is to be gone on with or begun, to be written as `attempt` of each of its answers.
///
/// A taking that isn't finished goes on; after a finished one comes the next. The first of all is chosen by `dice`, any
/// number that the device has drawn.
#[must_use]
pub fn taking(lesson: &Lesson, progress: Option<&LessonProgress>, dice: u16) -> u16 {
    let last = progress.and_then(|progress| Some((progress, *progress.takings.last_key_value()?.0)));
    match last {
        None => {
            let forms = u16::try_from(forms(lesson)).unwrap_or(1).clamp(1, LAST_TAKING);
            1 + dice % forms
        }
        Some((progress, last)) if progress.taking_credit(lesson, last).is_none() => last,
        Some((_, last)) => (last + 1).min(LAST_TAKING),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Activity;
    use crate::item::{Item, ItemKind};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn pool(items: &[(u8, u8)], draw: u8) -> Lesson {
        let activity = |(n, (competence, difficulty)): (usize, &(u8, u8))| Activity {
            id: format!("a{n}").parse().unwrap(),
            title: String::new(),
            prose: vec![],
            item: Some(Item {
                kind: ItemKind::Unknown,
                hints: vec![],
                explanation: vec![],
                competence: format!("4.{competence}"),
                difficulty: *difficulty,
            }),
        };
        Lesson {
            id: "k".parse().unwrap(),
            title: String::new(),
            summary: String::new(),
            minutes: 5,
            competences: vec![],
            draw: Some(draw),
            activities: items.iter().enumerate().map(activity).collect(),
        }
    }

    fn counts(lesson: &Lesson, form: usize) -> BTreeMap<(String, u8), usize> {
        let mut counts = BTreeMap::new();
        for place in drawn(lesson, form) {
            let item = lesson.activities[place].item.as_ref().unwrap();
            *counts.entry((item.competence.clone(), item.difficulty)).or_default() += 1;
        }
        counts
    }

    #[test]
    fn forms_of_a_pool_in_pairs_are_alike_to_the_item() {
        let items: Vec<(u8, u8)> = (0..20).map(|n| (1 + n / 2 % 4, 1 + n / 2 % 5)).collect();
        let lesson = pool(&items, 10);
        assert_eq!(forms(&lesson), 2);
        assert_eq!(counts(&lesson, 0), counts(&lesson, 1));
    }

    #[test]
    fn what_is_no_check_has_no_forms() {
        let lesson = Lesson { draw: None, ..pool(&[(1, 1); 4], 2) };
        assert_eq!((forms(&lesson), form_of(&lesson, 3), drawn(&lesson, 0)), (0, 0, vec![]));
        assert_eq!(forms(&pool(&[], 2)), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn forms_share_no_item_and_have_what_is_drawn(
            items in prop::collection::vec((1_u8..5, 1_u8..6), 1..60), draw in 1_u8..25
        ) {
            let lesson = pool(&items, draw);
            let forms = forms(&lesson);
            prop_assert_eq!(forms, (items.len() / usize::from(draw)).max(1));
            let all: Vec<usize> = (0..forms).flat_map(|form| drawn(&lesson, form)).collect();
            prop_assert_eq!(all.len(), forms * lesson.wanted());
            prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
            prop_assert!((0..forms).all(|form| drawn(&lesson, form).is_sorted()));
            prop_assert_eq!(drawn(&lesson, forms), drawn(&lesson, 0));
        }

        #[test]
        fn forms_of_whole_pools_differ_by_two_items_of_a_competence_at_most(
            items in prop::collection::vec((1_u8..5, 1_u8..6), 30..31), draw in prop::sample::select(vec![5_u8, 6, 10, 15])
        ) {
            let lesson = pool(&items, draw);
            let per_form: Vec<[usize; 5]> = (0..forms(&lesson)).map(|form| {
                let mut sums = [0; 5];
                for ((competence, _), count) in counts(&lesson, form) {
                    sums[usize::from(competence.as_bytes()[2] - b'0')] += count;
                }
                sums
            }).collect();
            for competence in 0..5 {
                let of: Vec<usize> = per_form.iter().map(|sums| sums[competence]).collect();
                // A run of neighbours touches two strata that it doesn't fill, one at each end.
                prop_assert!(of.iter().max().unwrap() - of.iter().min().unwrap() <= 2, "{:?}", of);
            }
        }
    }
}
