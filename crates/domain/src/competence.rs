//! What a learner can do by now, competence by competence: a fold over progress and the editions it was made in.
//!
//! It is said in four plain levels and never as a percentage: a share of three items is no measurement, and nobody can do 63 %
//! of a thing. The pool of [`crate::placement`] says nothing here; it has its own result.

use crate::course::Course;
use crate::id::{ActivityId, CourseId, LessonId};
use crate::progress::{CourseProgress, Editions, LessonProgress};
use crate::score::Score;
use std::collections::{BTreeMap, BTreeSet};

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
pub fn competences(progress: &BTreeMap<CourseId, CourseProgress>, editions: &impl Editions) -> Vec<CompetenceProgress> {
    let mut asked: BTreeMap<(&CourseId, &LessonId, &ActivityId), &str> = BTreeMap::new();
    for (id, course) in progress {
        let mut seen = BTreeSet::new();
        seen.extend(course.lessons.values().flat_map(|lesson| &lesson.editions));
        for edition in seen.into_iter().filter_map(|edition| editions.edition(edition)) {
            for (lesson, activity, code) in items(&edition.course) {
                asked.insert((id, lesson, activity), code);
            }
        }
    }
    let mut found: BTreeMap<&str, (Vec<Score>, BTreeSet<_>)> = BTreeMap::new();
    for ((course, lesson, activity), code) in asked {
        let found = found.entry(code).or_default();
        let progress = progress.get(course).and_then(|course| course.lessons.get(lesson));
        if let Some(credit) = progress.and_then(|progress| credit(progress, activity)) {
            found.0.push(credit);
            found.1.insert((course, lesson));
        }
    }
    let told = found.into_iter().map(|(code, (credits, lessons))| {
        let met = credits.len();
        let credit = if met == 0 { Score::NONE } else { Score::mean(credits) };
        CompetenceProgress { code: code.to_owned(), met, credit, level: Mastery::of(met, lessons.len(), credit) }
    });
    told.collect()
}

fn items(course: &Course) -> impl Iterator<Item = (&LessonId, &ActivityId, &str)> {
    course
        .lessons()
        .filter(|_| !course.placement)
        .flat_map(|lesson| lesson.items().map(|(activity, item)| (&lesson.id, &activity.id, item.competence.as_str())))
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
