//! The end of a course check: how the taking went, and which lessons to go through again.

use crate::routes::{Page, path};
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, drawing, icon, link, tag};
use crate::words::Words;
use domain::check::{drawn, form_of};
use domain::course::{Activity, Course, Lesson};
use domain::progress::LessonProgress;
use domain::score::Score;
use std::collections::BTreeMap;

/// What stands at the end of the last taking.
#[must_use]
pub fn check_end(course: &Course, lesson: &Lesson, progress: &LessonProgress, words: Words) -> Vec<Tag> {
    // Who passed every question by has no taking yet: the first, with nothing answered.
    let none = BTreeMap::new();
    let (taking, scores) = progress.takings.last_key_value().map_or((1, &none), |(taking, scores)| (*taking, scores));
    let places = drawn(lesson, form_of(lesson, taking));
    let asked: Vec<&Activity> = places.into_iter().filter_map(|place| lesson.activities.get(place)).collect();
    let right = |activity: &&Activity| scores.get(&activity.id) == Some(&Score::FULL);
    let known = asked.iter().filter(|activity| right(activity)).count();
    let open = asked.iter().filter(|activity| !scores.contains_key(&activity.id)).count();
    let passed = progress.taking_credit(lesson, taking).is_some_and(|credit| credit >= course.mastery);
    let title = match (open, passed) {
        (0, true) => words.check_passed(),
        (0, false) => words.check_taken(),
        (_, _) => words.check_open(),
    };
    let head = tag("div", "end-head")
        .with(drawing("laurel", "#laurel"))
        .with(heading(title, &words.page_title(title)))
        .with(tag("p", "end-lesson").attr("lang", course.language.tag()).text(&course.title))
        .with(tag("p", "end-count").text(&words.check_right(known, asked.len())))
        .maybe((open > 0).then(|| tag("p", "").text(&words.check_left(open))))
        .maybe((open == 0 && !passed).then(|| tag("p", "").text(words.check_bar())));
    let href = path(words.language, Page::Lesson(course.id.clone(), lesson.id.clone()));
    let go = match (open, passed) {
        (0, true) => link("button wide", &href).with(icon("again")).text(words.check_again()),
        (0, false) => link("button primary wide", &href).with(icon("again")).text(words.check_again()),
        (_, _) => link("button primary wide", &href).text(words.check_go_on()).with(icon("next")),
    };
    let weak: Vec<&str> = asked
        .iter()
        .filter(|activity| scores.contains_key(&activity.id) && !right(activity))
        .filter_map(|activity| activity.item.as_ref())
        .map(|item| item.competence.as_str())
        .collect();
    let look = (open == 0).then(|| look_again(course, lesson, &weak, words));
    let back = path(words.language, Page::Course(course.id.clone()));
    let back = tag("p", "").with(link("button wide", &back).text(words.lesson_back_to_course()));
    std::iter::once(head).chain([tag("p", "").with(go)]).chain(look).chain([back]).collect()
}

/// The lessons that teach what went wrong.
fn look_again(course: &Course, check: &Lesson, weak: &[&str], words: Words) -> Tag {
    let teaches = |lesson: &&Lesson| {
        lesson.id != check.id && lesson.items().any(|(_, item)| weak.contains(&item.competence.as_str()))
    };
    let row = |lesson: &Lesson| {
        let href = path(words.language, Page::Lesson(course.id.clone(), lesson.id.clone()));
        tag("li", "").with(link("", &href).with(icon("again")).text(&lesson.title))
    };
    let rows: Vec<Tag> = course.lessons().filter(teaches).map(row).collect();
    let shown = tag("section", "panel");
    if rows.is_empty() {
        return shown.with(tag("p", "").text(words.check_nothing_weak()));
    }
    shown
        .with(tag("h2", "").text(words.check_look_again()))
        .with(tag("ul", "repeat-rows").attr("lang", course.language.tag()).each(rows))
}
