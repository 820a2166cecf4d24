//! Progress: what a learner's statements on one course add up to.
//!
//! The state is a join of sets and maxima, so any order, any number of repeats and any split over devices of the same
//! statements gives the same state, and two states merge without a conflict. Nothing here asks what time it is.

use crate::check;
use crate::course::{Course, Lesson};
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

/// A handful, as a phone has them.
impl<T: std::borrow::Borrow<Edition>> Editions for [T] {
    fn edition(&self, id: &EditionId) -> Option<&Edition> {
        self.iter().map(std::borrow::Borrow::borrow).find(|edition: &&Edition| edition.id == *id)
    }
}

/// What one learner has done in one course.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CourseProgress {
    /// By lesson.
    pub lessons: BTreeMap<LessonId, LessonProgress>,
}

/// The last taking of a check, or going of a placement, that is kept: far more than anybody takes, so that a state stays small
/// whatever a device sends. Later numbers are read and kept as statements, and count for nothing.
pub const LAST_TAKING: u16 = 200;

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
    /// By taking of a check, or going of a placement, from 1 to [`LAST_TAKING`]: the score of each item answered.
    ///
    /// In a taking each item is answered once; the app offers no second answer. Where two phones, or two tabs, answered the same
    /// item in the same taking all the same, the better score counts. It has to be the better or the worse, since
    /// nothing else can be told without an order; and the better takes nothing back that was earned, as everywhere in this
    /// fold. The worse would guard nothing: who sends what they like can as well send it first.
    #[serde(rename = "t", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub takings: BTreeMap<u16, BTreeMap<ActivityId, Score>>,
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
        let step = Step::of(fact, &edition.course, lesson)?;
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
            Step::Taken(taking, activity, score) => {
                let best = progress.takings.entry(taking).or_default().entry(activity.clone()).or_default();
                *best = score.max(*best);
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
            for (taking, scores) in &theirs.takings {
                let taking = mine.takings.entry(*taking).or_default();
                for (activity, score) in scores {
                    let best = taking.entry(activity.clone()).or_default();
                    *best = (*best).max(*score);
                }
            }
        }
    }

    /// How far one lesson is, by whichever of the editions seen is kindest.
    #[must_use]
    pub fn lesson_standing(&self, id: &LessonId, editions: &(impl Editions + ?Sized)) -> Standing {
        let Some(progress) = self.lessons.get(id) else { return Standing::NotStarted };
        let judged = progress.editions.iter().filter_map(|edition| editions.edition(edition)).filter_map(|edition| {
            let lesson = edition.course.lesson(id)?;
            Some(progress.standing_in(lesson, edition.course.mastery))
        });
        judged.max().unwrap_or(Standing::Started)
    }

    /// How far the course is: completed (mastered) when every lesson of one of the editions seen is.
    #[must_use]
    pub fn standing(&self, editions: &(impl Editions + ?Sized)) -> Standing {
        if self.lessons.is_empty() {
            return Standing::NotStarted;
        }
        let mut seen: BTreeSet<&EditionId> = BTreeSet::new();
        seen.extend(self.lessons.values().flat_map(|lesson| &lesson.editions));
        let judged = seen.into_iter().filter_map(|id| editions.edition(id)).map(|edition| {
            let lessons = edition.course.lessons();
            lessons.map(|lesson| self.lesson_standing(&lesson.id, editions)).min().unwrap_or_default()
        });
        judged.max().unwrap_or_default().max(Standing::Started)
    }
}

impl LessonProgress {
    /// How many of the activities that a lesson wants have been met; of a check, in the taking that came furthest.
    #[must_use]
    pub fn met_in(&self, lesson: &Lesson) -> usize {
        if lesson.is_check() {
            let met = self.takings.keys().map(|taking| self.drawn_scores(lesson, *taking).flatten().count());
            return met.max().unwrap_or(0);
        }
        lesson.activities.iter().filter(|activity| self.met.contains(&activity.id)).count()
    }

    /// The mean credit over a lesson's items; an item not answered earns nothing. Of a check, that of the best taking: a taking's
    /// credit is not lessened by those before it, since each has other items.
    #[must_use]
    pub fn credit_in(&self, lesson: &Lesson) -> Score {
        if lesson.is_check() {
            let mean = |taking: &u16| Score::mean(self.drawn_scores(lesson, *taking).map(Option::unwrap_or_default));
            return self.takings.keys().map(mean).max().unwrap_or_default();
        }
        Score::mean(lesson.items().map(|(activity, _)| self.credits.get(&activity.id).copied().unwrap_or_default()))
    }

    /// The mean score of one taking of a check; `None` until everything it draws is answered.
    #[must_use]
    pub fn taking_credit(&self, lesson: &Lesson, taking: u16) -> Option<Score> {
        let scores: Option<Vec<Score>> = self.drawn_scores(lesson, taking).collect();
        scores.filter(|scores| !scores.is_empty()).map(Score::mean)
    }

    /// The scores of what a taking of a check draws, in the order of the lesson; `None` where not answered.
    fn drawn_scores(&self, lesson: &Lesson, taking: u16) -> impl Iterator<Item = Option<Score>> {
        let scores = self.takings.get(&taking);
        let places = check::drawn(lesson, check::form_of(lesson, taking)).into_iter();
        places.map(move |place| scores.and_then(|scores| scores.get(&lesson.activities[place].id)).copied())
    }

    /// How far a lesson of an edition with that mastery is.
    #[must_use]
    pub fn standing_in(&self, lesson: &Lesson, mastery: Score) -> Standing {
        if lesson.is_check() {
            let best = self.takings.keys().filter_map(|taking| self.taking_credit(lesson, *taking)).max();
            return match best {
                None => Standing::Started,
                Some(credit) if credit < mastery => Standing::Completed,
                Some(_) => Standing::Mastered,
            };
        }
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
    Taken(u16, &'a ActivityId, Score),
}

impl<'a> Step<'a> {
    fn of(fact: &'a Fact, course: &Course, lesson: &Lesson) -> Result<Self, Rejection> {
        let in_takings = lesson.is_check() || course.placement;
        match fact {
            Fact::Initialized(_) | Fact::Declared(_) | Fact::Consented(_) => Ok(Self::Begun),
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
                Ok(match answered.attempt {
                    taking @ 1..=LAST_TAKING if in_takings => Self::Taken(taking, &answered.activity, outcome.score),
                    _ if in_takings => Self::Begun,
                    attempt => Self::Earned(&answered.activity, Some(outcome.score.at_attempt(attempt))),
                })
            }
        }
    }
}
