//! Pools, from which items are drawn: the course check (`draw = …` in a lesson) and placement (`placement = true` in course.toml).
//!
//! What is drawn, and how, is `domain::check`'s and `domain::placement`'s business; here is what a pool must be for that.

use crate::course_file::CourseFile;
use crate::diagnostic::{Code, Findings};
use crate::lesson_file::LessonFile;
use domain::course::Lesson;
use std::ops::RangeInclusive;

/// How many items a course check may draw.
pub const DRAW: RangeInclusive<u8> = 2..=20;
/// The most items in a pool.
pub const MOST_ITEMS: usize = 100;
/// How many forms a course check's pool makes at least, so that a repetition isn't the same.
const FEWEST_FORMS: usize = 2;
/// The fewest items in a placement pool: it gives up to twelve, and must have a choice for each.
const FEWEST_TO_PLACE: usize = 20;
/// The fewest items of an area in a placement pool: as many as twelve items give to each area at least.
const FEWEST_OF_AREA: usize = 2;

/// Says what is wrong with a lesson as a pool, if it is one. `last` is whether it ends the course.
pub fn check(file: &LessonFile, course: &CourseFile, last: bool, findings: &mut Findings) {
    let Some(lesson) = &file.lesson else { return };
    match (&file.draw, course.placement.value) {
        (None, false) => {}
        (None, true) => check_placement(file, lesson, findings),
        (Some(draw), true) => {
            let what = "`draw` means nothing in a placement pool: how many are given follows from the answers";
            findings.say(Code::BadPlacement, draw.line, what, "remove `draw`");
        }
        (Some(draw), false) => {
            all_items(file, lesson, findings);
            let (items, wanted) = (lesson.items().count(), FEWEST_FORMS * usize::from(draw.value));
            if items < wanted {
                let what = format!("{} are drawn, so {wanted} items are needed; here are {items}", draw.value);
                findings.say(Code::PoolTooSmall, draw.line, what, "add items, or draw fewer");
            }
            if !last {
                let what = "a course check must be the last lesson of the last chapter";
                findings.say(Code::CheckNotLast, draw.line, what, "move it to the end, or remove `draw`");
            }
        }
    }
}

/// Says so when a placement course has more than its one lesson.
pub fn check_course(course: &CourseFile, lessons: usize, findings: &mut Findings) {
    if course.placement.value && lessons > 1 {
        let what = format!("a placement course is one lesson, the pool; here are {lessons}");
        findings.say(Code::BadPlacement, course.placement.line, what, "put all items into one lesson");
    }
}

fn all_items(file: &LessonFile, lesson: &Lesson, findings: &mut Findings) {
    for (activity, line) in lesson.activities.iter().zip(&file.activity_lines) {
        if activity.item.is_none() {
            let what = format!("“{}” has nothing to answer, but only items can be drawn", activity.id);
            findings.say(Code::PoolHasReading, *line, what, "add an item to it, or move it into another lesson");
        }
    }
}

fn check_placement(file: &LessonFile, lesson: &Lesson, findings: &mut Findings) {
    all_items(file, lesson, findings);
    let items = lesson.items().count();
    if items < FEWEST_TO_PLACE {
        let what = format!("a placement pool needs {FEWEST_TO_PLACE} items or more; here are {items}");
        return findings.say(Code::PoolTooSmall, file.id_line, what, "add items of all areas and difficulties");
    }
    for area in '1'..='5' {
        let of_area = lesson.items().filter(|(_, item)| item.competence.starts_with(area)).count();
        if of_area < FEWEST_OF_AREA {
            let what = format!("area {area} has {of_area} items, so little can be said of it");
            findings.say(Code::PoolUneven, file.id_line, what, format!("add items with competence={area}.…"));
        }
    }
    for difficulty in 1..=5_u8 {
        if lesson.items().all(|(_, item)| item.difficulty != difficulty) {
            let what = format!("no item has difficulty {difficulty}, so who is there is hard to tell from neighbours");
            findings.say(Code::PoolUneven, file.id_line, what, format!("add items with difficulty={difficulty}"));
        }
    }
}
