//! What somebody sits down to: the activities one after the other, and what they belong to. How they are shown is the player's
//! business.

use crate::items::Given;
use crate::items::work::Work;
use domain::check::{drawn, form_of};
use domain::course::{Activity, Lesson};
use domain::edition::Edition;
use domain::id::LessonId;
use domain::progress::LessonProgress;
use domain::statement::{Answered, Fact, LONGEST_WORK};
use std::rc::Rc;

/// One activity to go through, where it stands, and the work at it.
pub struct Stop {
    /// The edition that is shown.
    pub edition: Rc<Edition>,
    /// The lesson that the activity is of.
    pub lesson: LessonId,
    /// The activity.
    pub activity: Activity,
    /// The work at its item; `None` where it is only read.
    pub work: Option<Work>,
}

impl Stop {
    /// A stop at an activity; `taking` where it has one try, in the taking of that number.
    #[must_use]
    pub fn new(edition: &Rc<Edition>, lesson: &LessonId, activity: &Activity, taking: Option<u16>) -> Self {
        let id = activity.id.as_str();
        let work = activity.item.as_ref().map(|item| match taking {
            Some(taking) => Work::once(id, item, taking),
            None => Work::new(id, item),
        });
        Self { edition: Rc::clone(edition), lesson: lesson.clone(), activity: activity.clone(), work }
    }

    /// What is written down of an answer given so many milliseconds after the item came.
    #[must_use]
    pub fn answered(&self, given: Given, milliseconds: f64) -> Fact {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to LONGEST_WORK first")]
        let ms = milliseconds.clamp(0.0, f64::from(LONGEST_WORK)) as u32;
        Fact::Answered(Answered {
            course: self.edition.course.id.clone(),
            edition: self.edition.id,
            lesson: self.lesson.clone(),
            activity: self.activity.id.clone(),
            attempt: given.attempt,
            hints: given.hints,
            ms,
            response: given.response,
            score: given.score,
        })
    }
}

/// What the stops belong to.
pub enum Sitting {
    /// A lesson, from its first activity to its last.
    Lesson(Lesson),
    /// A taking of a course check, by its number.
    Check(Lesson, u16),
    /// What comes back today. Called once all is through.
    Review(Rc<dyn Fn()>),
}

impl Sitting {
    /// The lesson or check; `None` for a review, which is of many.
    #[must_use]
    pub const fn lesson(&self) -> Option<&Lesson> {
        match self {
            Self::Lesson(lesson) | Self::Check(lesson, _) => Some(lesson),
            Self::Review(_) => None,
        }
    }

    /// Whether an activity has been met, by what was done in its lesson.
    #[must_use]
    pub fn met(&self, progress: &LessonProgress, stop: &Stop) -> bool {
        let id = &stop.activity.id;
        match self {
            Self::Lesson(_) => progress.met.contains(id),
            Self::Check(_, taking) => progress.takings.get(taking).is_some_and(|taken| taken.contains_key(id)),
            Self::Review(_) => stop.work.is_some_and(Work::is_checked),
        }
    }
}

/// The stops of a lesson; of a check, those that the taking draws.
#[must_use]
pub fn stops(edition: &Rc<Edition>, sitting: &Sitting) -> Vec<Stop> {
    match sitting {
        Sitting::Lesson(lesson) => {
            lesson.activities.iter().map(|activity| Stop::new(edition, &lesson.id, activity, None)).collect()
        }
        Sitting::Check(lesson, taking) => {
            let places = drawn(lesson, form_of(lesson, *taking)).into_iter();
            let drawn = places.filter_map(|place| lesson.activities.get(place));
            drawn.map(|activity| Stop::new(edition, &lesson.id, activity, Some(*taking))).collect()
        }
        Sitting::Review(_) => Vec::new(),
    }
}
