//! A course: what it teaches, its lessons with their standing, and its download.

use super::download::download_panel;
use super::facts::{facts, teaches};
use super::opened::{About, Opened, missing, open};
use super::standing::{mark, of_lessons, word};
use crate::device::Device;
use crate::items::prose::picture;
use crate::routes::{Page, path};
use crate::ui::icon::icon;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::course::{Chapter, Lesson};
use domain::edition::Edition;
use domain::id::{CourseId, LessonId};
use domain::progress::Standing;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
#[must_use]
pub fn course_page(device: Device, words: Words, course: CourseId) -> AnyView {
    let home = path(words.language, Page::Home);
    let shown = {
        let device = device.clone();
        move |opened: Opened| match &opened.edition {
            Some(edition) => course_view(&device, &opened, edition, words),
            None => missing(words),
        }
    };
    view! { <a class="back" href=home>{icon("back")}{words.to_home()}</a> {open(device, words, About::Course(course), shown)} }.into_any()
}

fn course_view(device: &Device, opened: &Opened, edition: &Rc<Edition>, words: Words) -> AnyView {
    let course = &edition.course;
    let cover = course.picture.as_ref().map(|cover| picture(cover, "cover"));
    let standings = {
        let (device, edition) = (device.clone(), StoredValue::new_local(Rc::clone(edition)));
        Memo::new(move |_| edition.with_value(|edition| of_lessons(&device, &edition.course)))
    };
    let other_language = (course.language != words.language)
        .then(|| view! { <p class="notice">{icon("info")}<span>{words.course_other_language()}</span></p> });
    let bytes = opened.offer.as_ref().map(|offer| offer.bytes);
    view! {
        <div class="course-head" lang=course.language.tag()>
            {cover}
            <div class="course-words">
                <PageTitle text=course.title.clone() document=words.page_title(&course.title) />
                <p class="lead">{course.summary.clone()}</p>
                {facts(course.minutes(), course.lessons().count(), bytes, words)}
                <p class="audience"><strong>{words.course_audience()}":"</strong>" "{course.audience.clone()}</p>
                {go(course.id.clone(), standings, words)}
            </div>
        </div>
        {other_language}
        <section class="panel" lang=course.language.tag()><h2>{words.course_teaches()}</h2>{teaches(&course.teaches)}</section>
        {chapters(&course.id, &course.chapters, course.language.tag(), standings, words)}
        {opened.offer.clone().map(|offer| download_panel(device, offer, words))}
    }
    .into_any()
}

type Standings = Memo<Vec<(LessonId, Standing)>>;

/// The one button: begin, go on with the first lesson that isn't done, or go through it again.
fn go(course: CourseId, standings: Standings, words: Words) -> AnyView {
    let shown = move || {
        standings.with(|all| {
            let next = all.iter().find(|(_, standing)| *standing < Standing::Completed);
            let (id, _) = next.or(all.first())?;
            let label = if next.is_none() {
                words.course_repeat()
            } else if all.iter().all(|(_, standing)| *standing == Standing::NotStarted) {
                words.course_start()
            } else {
                words.course_continue()
            };
            let href = path(words.language, Page::Lesson(course.clone(), id.clone()));
            Some(view! { <p><a class="button primary wide" href=href>{label}</a></p> })
        })
    };
    shown.into_any()
}

fn chapters(course: &CourseId, all: &[Chapter], tag: &'static str, standings: Standings, words: Words) -> AnyView {
    let mut number = 0;
    let mut chapter = |chapter: &Chapter| {
        let rows: Vec<AnyView> = chapter
            .lessons
            .iter()
            .map(|lesson| {
                number += 1;
                lesson_row(course, lesson, number, standings, words)
            })
            .collect();
        view! { <h3 class="chapter-title">{chapter.title.clone()}</h3> <ol class="lesson-rows">{rows}</ol> }.into_any()
    };
    let shown: Vec<AnyView> = all.iter().map(&mut chapter).collect();
    view! { <section class="course-lessons" lang=tag><h2>{words.course_lessons()}</h2>{shown}</section> }.into_any()
}

fn lesson_row(course: &CourseId, lesson: &Lesson, number: usize, standings: Standings, words: Words) -> AnyView {
    let href = path(words.language, Page::Lesson(course.clone(), lesson.id.clone()));
    let standing = Memo::new(move |_| {
        standings.with(|all| all.get(number - 1).map(|(_, standing)| *standing).unwrap_or_default())
    });
    let said = move || {
        let standing = standing.get();
        (standing != Standing::NotStarted).then(|| view! { <span class="standing-word">{word(standing, words)}</span> })
    };
    view! {
        <li class="lesson-row">
            {move || mark(standing.get(), number)}
            <div class="lesson-words">
                <a class="card-link" href=href>{lesson.title.clone()}</a>
                <p>{lesson.summary.clone()}</p>
                <p class="lesson-facts"><span>{words.minutes(lesson.minutes)}</span>{said}</p>
            </div>
        </li>
    }
    .into_any()
}
