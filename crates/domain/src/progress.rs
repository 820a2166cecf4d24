//! Progress: what a learner's statements on one course add up to.
//!
//! The state is a join of sets and maxima, so any order, any number of repeats and any split over devices of the same
//! statements gives the same state, and two states merge without a conflict. Nothing here asks what time it is.

use crate::course::Lesson;
use crate::edition::Edition;
use crate::id::{ActivityId, EditionId, LessonId};
use crate::item;
use crate::score::Score;
use crate::statement::{Fact, Rejection};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Finds an edition by its id; the phone asks its library, the server its store.
pub trait Editions {
    /// The edition, or `None` where it isn't at hand.
    fn edition(&self, id: &EditionId) -> Option<&Edition>;
}

impl<T: std::borrow::Borrow<Edition>> Editions for BTreeMap<EditionId, T> {
    fn edition(&self, id: &EditionId) -> Option<&Edition> {
        self.get(id).map(std::borrow::Borrow::borrow)
    }
}

/// What one learner has done in one course.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CourseProgress {
    /// By lesson.
    pub lessons: BTreeMap<LessonId, LessonProgress>,
}

/// What one learner has done in one lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LessonProgress {
    /// The editions in which the lesson was seen.
    #[serde(rename = "e")]
    pub editions: BTreeSet<EditionId>,
    /// The activities met: read, or answered where there is an item.
    #[serde(rename = "m")]
    pub met: BTreeSet<ActivityId>,
    /// The best credit earned for each item answered.
    #[serde(rename = "c")]
    pub credits: BTreeMap<ActivityId, Score>,
}

/// How far a learner is; each implies the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing done yet.
    #[default]
    NotStarted,
    /// Something done.
    Started,
    /// Every activity met.
    Completed,
    /// Completed, with credit at or above the edition's mastery.
    Mastered,
}

impl CourseProgress {
    /// Takes in one statement. `edition` is the one it names; without it the statement waits: it changes nothing until the
    /// fold is done again with the edition at hand.
    ///
    /// # Errors
    /// A [`Rejection`] when the edition has no such place or the response doesn't fit: nothing is changed.
    pub fn apply(&mut self, fact: &Fact, edition: Option<&Edition>) -> Result<(), Rejection> {
        let (Some((course, id, lesson_id)), Some(edition)) = (fact.place(), edition) else { return Ok(()) };
        if edition.id != *id || edition.course.id != *course {
            return Err(Rejection::UnknownActivity);
        }
        let lesson = edition.course.lesson(lesson_id).ok_or(Rejection::UnknownActivity)?;
        let step = Step::of(fact, lesson)?;
        let progress = self.lessons.entry(lesson_id.clone()).or_default();
        progress.editions.insert(*id);
        match step {
            Step::Begun => {}
            Step::Read(activity) => {
                progress.met.insert(activity.clone());
            }
            Step::Earned(activity, credit) => {
                progress.met.insert(activity.clone());
                if let Some(credit) = credit {
                    let best = progress.credits.entry(activity.clone()).or_default();
                    *best = credit.max(*best);
                }
            }
        }
        Ok(())
    }

    /// Takes in everything another state holds.
    pub fn merge(&mut self, other: &Self) {
        for (id, theirs) in &other.lessons {
            let mine = self.lessons.entry(id.clone()).or_default();
            mine.editions.extend(theirs.editions.iter().copied());
            mine.met.extend(theirs.met.iter().cloned());
            for (activity, credit) in &theirs.credits {
                let best = mine.credits.entry(activity.clone()).or_default();
                *best = (*best).max(*credit);
            }
        }
    }

    /// How far one lesson is, by whichever of the editions seen is kindest.
    #[must_use]
    pub fn lesson_standing(&self, id: &LessonId, editions: &impl Editions) -> Standing {
        let Some(progress) = self.lessons.get(id) else { return Standing::NotStarted };
        let judged = progress.editions.iter().filter_map(|edition| editions.edition(edition)).filter_map(|edition| {
            let lesson = edition.course.lesson(id)?;
            Some(progress.standing_in(lesson, edition.course.mastery))
        });
        judged.max().unwrap_or(Standing::Started)
    }

    /// How far the course is: completed (mastered) when every lesson of one of the editions seen is.
    #[must_use]
    pub fn standing(&self, editions: &impl Editions) -> Standing {
        if self.lessons.is_empty() {
            return Standing::NotStarted;
        }
        let seen: BTreeSet<&EditionId> = self.lessons.values().flat_map(|lesson| &lesson.editions).collect();
        let judged = seen.into_iter().filter_map(|id| editions.edition(id)).map(|edition| {
            let lessons = edition.course.lessons();
            lessons.map(|lesson| self.lesson_standing(&lesson.id, editions)).min().unwrap_or_default()
        });
        judged.max().unwrap_or_default().max(Standing::Started)
    }
}

impl LessonProgress {
    /// How many of a lesson's activities have been met.
    #[must_use]
    pub fn met_in(&self, lesson: &Lesson) -> usize {
        lesson.activities.iter().filter(|activity| self.met.contains(&activity.id)).count()
    }

    /// The mean credit over a lesson's items; an item not answered earns nothing.
    #[must_use]
    pub fn credit_in(&self, lesson: &Lesson) -> Score {
        Score::mean(lesson.items().map(|(activity, _)| self.credits.get(&activity.id).copied().unwrap_or_default()))
    }

    /// How far a lesson of an edition with that mastery is.
    #[must_use]
    pub fn standing_in(&self, lesson: &Lesson, mastery: Score) -> Standing {
        if self.met_in(lesson) < lesson.activities.len() {
            Standing::Started
        } else if self.credit_in(lesson) < mastery {
            Standing::Completed
        } else {
            Standing::Mastered
        }
    }
}

enum Step<'a> {
    Begun,
    Read(&'a ActivityId),
    Earned(&'a ActivityId, Option<Score>),
}

impl<'a> Step<'a> {
    fn of(fact: &'a Fact, lesson: &Lesson) -> Result<Self, Rejection> {
        match fact {
            Fact::Initialized(_) | Fact::Declared(_) => Ok(Self::Begun),
            Fact::Experienced(experienced) => {
                let activity = lesson.activity(&experienced.activity).ok_or(Rejection::UnknownActivity)?;
                // Passing by an item without answering doesn't meet it.
                Ok(if activity.item.is_some() { Self::Begun } else { Self::Read(&experienced.activity) })
            }
            Fact::Answered(answered) => {
                let item = lesson.activity(&answered.activity).and_then(|activity| activity.item.as_ref());
                let item = item.ok_or(Rejection::UnknownActivity)?;
                if item.kind == item::ItemKind::Unknown {
                    return Ok(Self::Earned(&answered.activity, None));
                }
                let outcome = item::score(item, &answered.response).map_err(|_| Rejection::ResponseMismatch)?;
                Ok(Self::Earned(&answered.activity, Some(outcome.score.at_attempt(answered.attempt))))
            }
        }
    }
}
