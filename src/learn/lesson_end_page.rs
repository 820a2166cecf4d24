//! The end of a lesson: what was learnt, what to look at again, and what comes next.

use super::check_end::check_end;
use super::facts::notice;
use super::opened::{About, missing, open};
use super::standing::in_lesson;
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, drawing, icon, link, tag};
use crate::words::Words;
use domain::course::{Activity, Course, Lesson};
use domain::id::{CourseId, LessonId};
use domain::progress::{LessonProgress, Standing};
use domain::score::Score;

/// The page.
#[must_use]
pub fn lesson_end_page(main: Tag, device: &Device, words: Words, course: CourseId, id: LessonId) -> Tag {
    let shown = device.clone();
    open(main, device, words, About::Course(course), move |opened| {
        let Some((edition, lesson)) = opened.lesson(&id) else { return vec![missing(words)] };
        let device = shown.clone();
        // The last activity may be written down a moment after the page has come.
        let end = move || {
            let course = &edition.course;
            in_lesson(&device, &course.id, &lesson, |progress| end(course, &lesson, progress, words))
        };
        vec![tag("div", "end-parts").live(end)]
    })
}

fn end(course: &Course, lesson: &Lesson, progress: &LessonProgress, words: Words) -> Vec<Tag> {
    if lesson.is_check() {
        return check_end(course, lesson, progress, words);
    }
    let standing = progress.standing_in(lesson, course.mastery);
    let title = if standing >= Standing::Completed { words.end_title() } else { words.end_started_title() };
    let items = lesson.items().count();
    let right = lesson.items().filter(|(activity, _)| progress.credits.get(&activity.id) == Some(&Score::FULL)).count();
    let tag_of = course.language.tag();
    let head = tag("div", "end-head")
        .with(drawing("laurel", "#laurel"))
        .with(heading(title, &words.page_title(title)))
        .with(tag("p", "end-lesson").attr("lang", tag_of).text(&lesson.title))
        .maybe((items > 0).then(|| tag("p", "end-count").text(&words.end_right(right, items))))
        .maybe((standing == Standing::Mastered).then(|| tag("p", "").text(words.end_mastered())));
    let learnt = tag("section", "panel")
        .with(tag("h2", "").text(words.end_learnt()))
        .with(tag("p", "").attr("lang", tag_of).text(&lesson.summary));
    let back = path(words.language, Page::Course(course.id.clone()));
    let back = tag("p", "").with(link("button wide", &back).text(words.lesson_back_to_course()));
    vec![head, learnt, repeat(&course.id, lesson, progress, words), next(course, lesson, words), back]
}

/// The items whose credit isn't full, and what was passed by, each with the way back to it.
fn repeat(course: &CourseId, lesson: &Lesson, progress: &LessonProgress, words: Words) -> Tag {
    let page = path(words.language, Page::Lesson(course.clone(), lesson.id.clone()));
    let row = |activity: &Activity, name: &str| {
        let link = link("", &format!("{page}#{}", activity.id)).with(icon(name)).text(&activity.title);
        tag("li", "").with(link)
    };
    let mut weak = Vec::new();
    let mut open = Vec::new();
    for activity in &lesson.activities {
        if !progress.met.contains(&activity.id) {
            open.push(row(activity, "next"));
        } else if progress.credits.get(&activity.id).is_some_and(|credit| *credit < Score::FULL) {
            weak.push(row(activity, "again"));
        }
    }
    let mut shown = tag("section", "panel").with(tag("h2", "").text(words.end_repeat()));
    if weak.is_empty() && open.is_empty() {
        shown = shown.with(tag("p", "").text(words.end_nothing_to_repeat()));
    }
    for (title, rows) in [(words.end_weak(), weak), (words.end_open(), open)] {
        if !rows.is_empty() {
            shown = shown.with(tag("h3", "chapter-title").text(title)).with(tag("ul", "repeat-rows").each(rows));
        }
    }
    shown
}

/// The lesson after this one, or a word at the end of the course.
fn next(course: &Course, lesson: &Lesson, words: Words) -> Tag {
    let Some(next) = course.lessons().skip_while(|other| other.id != lesson.id).nth(1) else {
        return notice("star", words.end_course_done());
    };
    let href = path(words.language, Page::Lesson(course.id.clone(), next.id.clone()));
    let language = course.language.tag();
    tag("section", "panel next-lesson")
        .with(tag("h2", "").text(words.end_next()))
        .with(tag("p", "next-title").attr("lang", language).text(&next.title))
        .with(tag("p", "").attr("lang", language).text(&next.summary))
        .with(link("button primary wide", &href).text(words.end_next_go()).with(icon("next")))
}
