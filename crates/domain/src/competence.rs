//! What a learner can do by now, competence by competence: a fold over progress and the editions it was made in.
//!
//! It is said in four plain levels and never as a percentage: a share of three items is no measurement, and nobody can do 63 %
//! of a thing. The pool of [`crate::placement`] says nothing here; it has its own result.

use crate::course::{Activity, Course};
use crate::id::{ActivityId, CourseId, EditionId, LessonId};
use crate::item::Item;
use crate::progress::{CourseProgress, Editions, LessonProgress};
use crate::score::Score;
use std::collections::BTreeMap;

/// How many items of a competence must have been met before anything but [`Mastery::Beginning`] is said.
pub const FEWEST: usize = 3;
/// How many items, of two lessons or more, [`Mastery::CanDo`] rests on.
pub const ENOUGH: usize = 5;
/// The mean credit from which one is [`Mastery::GettingThere`], in thousandths.
pub const HALFWAY: u16 = 500;
/// The mean credit from which one [`Mastery::CanDo`], in thousandths: the share that mastery learning asks for (Bloom 1968).
pub const BAR: u16 = 800;

/// How far somebody is with a competence, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Mastery {
    /// No item of it was met.
    #[default]
    NotYet,
    /// Something was met: fewer than [`FEWEST`] items, or less than half of their credit.
    Beginning,
    /// Half of the credit of [`FEWEST`] items or more.
    GettingThere,
    /// [`BAR`] of the credit of [`ENOUGH`] items or more, from two lessons or more: one lesson alone may just be fresh in mind.
    CanDo,
}

/// What is known of one competence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompetenceProgress {
    /// The DigComp 2.2 code, as `4.2`.
    pub code: String,
    /// How many of its items were answered.
    pub met: usize,
    /// Their mean credit. For the rule and for tests: what is shown is the level.
    pub credit: Score,
    /// How far one is.
    pub level: Mastery,
}

impl Mastery {
    /// The rule: the level of so many items met, in so many lessons, with that mean credit.
    #[must_use]
    pub const fn of(met: usize, lessons: usize, credit: Score) -> Self {
        if met == 0 {
            Self::NotYet
        } else if met < FEWEST || credit.thousandths() < HALFWAY {
            Self::Beginning
        } else if met < ENOUGH || lessons < 2 || credit.thousandths() < BAR {
            Self::GettingThere
        } else {
            Self::CanDo
        }
    }
}

/// Every competence that the items of begun courses ask for, by code, with what the learner's answers say of it.
///
/// An item counts once, with its best credit (in a check: its best score), under the competence that it has in the editions
/// seen; where those differ, in the one with the largest id, so that no order matters. Editions not at hand count nothing.
#[must_use]
pub fn competences(
    progress: &BTreeMap<CourseId, CourseProgress>,
    editions: &(impl Editions + ?Sized),
) -> Vec<CompetenceProgress> {
    let mut found: Vec<Found> = Vec::new();
    for course in progress.values() {
        let mut seen: Vec<EditionId> = Vec::new();
        for id in course.lessons.values().flat_map(|lesson| &lesson.editions) {
            if let Err(at) = seen.binary_search(id) {
                seen.insert(at, *id);
            }
        }
        let seen: Vec<&Course> =
            seen.iter().filter_map(|id| editions.edition(id)).map(|edition| &edition.course).collect();
        for (nth, edition) in seen.iter().enumerate().filter(|(_, course)| !course.placement) {
            let later = seen.get(nth + 1..).unwrap_or_default();
            for lesson in edition.lessons() {
                let told = |id: &ActivityId| later.iter().any(|course| asks(course, &lesson.id, id));
                let credits = course.lessons.get(&lesson.id);
                take(&mut found, lesson.items().filter(|(activity, _)| !told(&activity.id)), credits);
            }
        }
    }
    let told = found.into_iter().map(|Found { code, credits, lessons }| {
        let met = credits.len();
        let credit = if met == 0 { Score::NONE } else { Score::mean(credits) };
        CompetenceProgress { code, met, credit, level: Mastery::of(met, lessons, credit) }
    });
    told.collect()
}

/// A competence and the credits of its items, from so many lessons.
struct Found {
    code: String,
    credits: Vec<Score>,
    lessons: usize,
}

/// Takes in the items of one lesson.
fn take<'a>(
    found: &mut Vec<Found>,
    items: impl Iterator<Item = (&'a Activity, &'a Item)>,
    progress: Option<&LessonProgress>,
) {
    let mut counted: Vec<usize> = Vec::new();
    for (activity, item) in items {
        let place = found.binary_search_by(|known| known.code.cmp(&item.competence)).unwrap_or_else(|place| {
            found.insert(place, Found { code: item.competence.clone(), credits: Vec::new(), lessons: 0 });
            counted.iter_mut().filter(|counted| **counted >= place).for_each(|counted| *counted += 1);
            place
        });
        if let (Some(credit), Some(known)) =
            (progress.and_then(|progress| credit(progress, &activity.id)), found.get_mut(place))
        {
            known.credits.push(credit);
            if !counted.contains(&place) {
                counted.push(place);
                known.lessons += 1;
            }
        }
    }
}

/// Whether a course has an item there.
fn asks(course: &Course, lesson: &LessonId, activity: &ActivityId) -> bool {
    course.lesson(lesson).and_then(|lesson| lesson.activity(activity)).is_some_and(|activity| activity.item.is_some())
}

/// The best that an item ever earned; `None` where it was never answered.
fn credit(progress: &LessonProgress, activity: &ActivityId) -> Option<Score> {
    let taken = progress.takings.values().filter_map(|scores| scores.get(activity)).max();
    taken.max(progress.credits.get(activity)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_follows_from_how_many_how_right_and_from_how_many_lessons() {
        let of = |met, lessons, share| Mastery::of(met, lessons, Score::ratio(share, 100));
        assert_eq!(of(0, 0, 0), Mastery::NotYet);
        assert_eq!(of(2, 1, 100), Mastery::Beginning);
        assert_eq!(of(9, 3, 49), Mastery::Beginning);
        assert_eq!(of(3, 1, 50), Mastery::GettingThere);
        assert_eq!(of(4, 2, 100), Mastery::GettingThere);
        assert_eq!(of(9, 1, 100), Mastery::GettingThere);
        assert_eq!(of(5, 2, 79), Mastery::GettingThere);
        assert_eq!(of(5, 2, 80), Mastery::CanDo);
    }

    #[test]
    fn more_right_or_more_met_never_lowers_the_level() {
        for (met, lessons, share) in (0..9).flat_map(|m| (0..4).flat_map(move |l| (0..100).map(move |s| (m, l, s)))) {
            let of = |met, lessons, share| Mastery::of(met, lessons, Score::ratio(share, 100));
            let level = of(met, lessons, share);
            assert!(of(met + 1, lessons, share) >= level && of(met, lessons, share + 1) >= level);
            assert!(of(met, lessons + 1, share) >= level);
        }
    }
}
