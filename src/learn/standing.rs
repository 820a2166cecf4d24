//! How far a learner is, in words, icons and marks of the meter.

use crate::device::Device;
use crate::ui::steps::Step;
use crate::ui::tag::{Tag, icon, tag};
use crate::words::Words;
use domain::course::{Course, Lesson};
use domain::id::{CourseId, LessonId};
use domain::progress::{LessonProgress, Standing};
use leptos::prelude::*;

/// The word for a standing.
#[must_use]
pub const fn word(standing: Standing, words: Words) -> &'static str {
    match standing {
        Standing::NotStarted => words.standing_not_started(),
        Standing::Started => words.standing_started(),
        Standing::Completed => words.standing_completed(),
        Standing::Mastered => words.standing_mastered(),
    }
}

/// The round mark before a lesson: its number, a check when it is done, a star when it is mastered.
#[must_use]
pub fn mark(standing: Standing, number: usize) -> Tag {
    let number = number.to_string();
    let mark = match standing {
        Standing::NotStarted => tag("span", "lesson-mark").text(&number),
        Standing::Started => tag("span", "lesson-mark started").text(&number),
        Standing::Completed => tag("span", "lesson-mark completed").with(icon("check")),
        Standing::Mastered => tag("span", "lesson-mark mastered").with(icon("star")),
    };
    mark.attr("aria-hidden", "true")
}

/// How far each lesson of a course is, in order. Follows the journal.
#[must_use]
pub fn of_lessons(device: &Device, course: &Course) -> Vec<(LessonId, Standing)> {
    let editions = device.editions_at_hand();
    device.progress().with(|all| {
        let progress = all.get(&course.id);
        let standing =
            |id: &LessonId| progress.map(|progress| progress.lesson_standing(id, &*editions)).unwrap_or_default();
        course.lessons().map(|lesson| (lesson.id.clone(), standing(&lesson.id))).collect()
    })
}

/// Shows what has been done in one lesson. Follows the journal.
pub fn in_lesson<T>(device: &Device, course: &CourseId, lesson: &Lesson, show: impl FnOnce(&LessonProgress) -> T) -> T {
    device.progress().with(|all| {
        let nothing = LessonProgress::default();
        show(all.get(course).and_then(|progress| progress.lessons.get(&lesson.id)).unwrap_or(&nothing))
    })
}

/// The meter of a course: a mark for each lesson, and how many are done.
#[must_use]
pub fn course_steps(standings: &[(LessonId, Standing)]) -> (Vec<Step>, usize) {
    let done = standings.iter().filter(|(_, standing)| *standing >= Standing::Completed).count();
    let step = |standing: Standing| match standing {
        Standing::NotStarted => Step::Ahead,
        Standing::Started => Step::Begun,
        Standing::Completed | Standing::Mastered => Step::Met,
    };
    (standings.iter().map(|(_, standing)| step(*standing)).collect(), done)
}
