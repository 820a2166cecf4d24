//! A course: what it teaches, its lessons with their standing, and its download.

use super::download::download_panel;
use super::facts::{facts, notice, teaches};
use super::opened::{About, Opened, missing, open};
use super::standing::{mark, of_lessons, word};
use crate::device::Device;
use crate::items::prose::picture;
use crate::routes::{Page, path};
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, icon, link, tag};
use crate::words::Words;
use domain::course::{Chapter, Lesson};
use domain::edition::Edition;
use domain::id::{CourseId, LessonId};
use domain::progress::Standing;
use std::rc::Rc;

/// The page.
#[must_use]
pub fn course_page(main: Tag, device: &Device, words: Words, course: CourseId) -> Tag {
    let back = link("back", &path(words.language, Page::Home)).with(icon("back")).text(words.to_home());
    let shown = device.clone();
    open(main.with(back), device, words, About::Course(course), move |opened| match &opened.edition {
        Some(edition) => course_view(&shown, &opened, edition, words),
        None => vec![missing(words)],
    })
}

fn course_view(device: &Device, opened: &Opened, edition: &Rc<Edition>, words: Words) -> Vec<Tag> {
    let course = &edition.course;
    let language = course.language.tag();
    let standings: Standings = {
        let (device, edition) = (device.clone(), Rc::clone(edition));
        Rc::new(move || of_lessons(&device, &edition.course))
    };
    let bytes = opened.offer.as_ref().map(|offer| offer.bytes);
    let audience = tag("p", "audience")
        .with(tag("strong", "").text(words.course_audience()).text(":"))
        .text(" ")
        .text(&course.audience);
    let inside = tag("div", "course-words")
        .with(heading(&course.title, &words.page_title(&course.title)))
        .with(tag("p", "lead").text(&course.summary))
        .with(facts(course.minutes(), course.lessons().count(), bytes, words))
        .with(audience)
        .with(go(course.id.clone(), Rc::clone(&standings), words));
    let head = tag("div", "course-head").attr("lang", language);
    let mut shown =
        vec![head.maybe(course.picture.as_ref().map(|cover| picture(cover, "cover", &cover.alt))).with(inside)];
    if course.language != words.language {
        shown.push(notice("info", words.course_other_language()));
    }
    let taught = tag("section", "panel").attr("lang", language);
    shown.push(taught.with(tag("h2", "").text(words.course_teaches())).with(teaches(&course.teaches)));
    shown.push(chapters(&course.id, &course.chapters, &standings, words).attr("lang", language));
    shown.extend(opened.offer.clone().map(|offer| download_panel(device, offer, words)));
    shown
}

/// How far each lesson is; follows the journal.
type Standings = Rc<dyn Fn() -> Vec<(LessonId, Standing)>>;

/// The one button: begin, go on with the first lesson that isn't done, or go through it again.
fn go(course: CourseId, standings: Standings, words: Words) -> Tag {
    tag("p", "").live(move || {
        let all = standings();
        let next = all.iter().find(|(_, standing)| *standing < Standing::Completed);
        let label = if next.is_none() {
            words.course_repeat()
        } else if all.iter().all(|(_, standing)| *standing == Standing::NotStarted) {
            words.course_start()
        } else {
            words.course_continue()
        };
        let first = next.or(all.first());
        let button = first.map(|(id, _)| {
            let href = path(words.language, Page::Lesson(course.clone(), id.clone()));
            link("button primary wide", &href).text(label)
        });
        button.into_iter().collect()
    })
}

fn chapters(course: &CourseId, all: &[Chapter], standings: &Standings, words: Words) -> Tag {
    let mut number = 0;
    let mut shown = tag("section", "course-lessons").with(tag("h2", "").text(words.course_lessons()));
    for chapter in all {
        let mut rows = Vec::new();
        for lesson in &chapter.lessons {
            number += 1;
            rows.push(lesson_row(course, lesson, number, standings, words));
        }
        shown = shown.with(tag("h3", "chapter-title").text(&chapter.title)).with(tag("ol", "lesson-rows").each(rows));
    }
    shown
}

fn lesson_row(course: &CourseId, lesson: &Lesson, number: usize, standings: &Standings, words: Words) -> Tag {
    let href = path(words.language, Page::Lesson(course.clone(), lesson.id.clone()));
    let standing = {
        let standings = Rc::clone(standings);
        move || standings().get(number - 1).map(|(_, standing)| *standing).unwrap_or_default()
    };
    let said = {
        let standing = standing.clone();
        move || match standing() {
            Standing::NotStarted => Vec::new(),
            begun @ (Standing::Started | Standing::Completed | Standing::Mastered) => {
                vec![tag("span", "standing-word").attr("lang", words.language.tag()).text(word(begun, words))]
            }
        }
    };
    let facts = tag("p", "lesson-facts").with(tag("span", "").text(&words.minutes(lesson.minutes))).live(said);
    let inside = tag("div", "lesson-words")
        .with(link("card-link", &href).text(&lesson.title))
        .with(tag("p", "").text(&lesson.summary))
        .with(facts);
    tag("li", "lesson-row").live(move || vec![mark(standing(), number)]).with(inside)
}
