//! The end of a lesson: what was learnt, what to look at again, and what comes next.

use super::opened::{About, Opened, missing, open};
use super::standing::in_lesson;
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::icon::{drawing, icon};
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::course::{Activity, Lesson};
use domain::edition::Edition;
use domain::id::{CourseId, LessonId};
use domain::progress::{LessonProgress, Standing};
use domain::score::Score;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
#[must_use]
pub fn lesson_end_page(device: Device, words: Words, course: CourseId, id: LessonId) -> AnyView {
    let shown = {
        let device = device.clone();
        move |opened: Opened| match opened.lesson(&id) {
            Some((edition, lesson)) => {
                let kept = StoredValue::new_local((device.clone(), edition, lesson));
                let shown = move || kept.with_value(|(device, edition, lesson)| end(device, edition, lesson, words));
                shown.into_any()
            }
            None => missing(words),
        }
    };
    open(device, words, About::Course(course), shown)
}

fn end(device: &Device, edition: &Rc<Edition>, lesson: &Lesson, words: Words) -> AnyView {
    let course = &edition.course;
    let progress = in_lesson(device, &course.id, lesson);
    let standing = progress.standing_in(lesson, course.mastery);
    let title = if standing >= Standing::Completed { words.end_title() } else { words.end_started_title() };
    let items = lesson.items().count();
    let right = lesson.items().filter(|(activity, _)| progress.credits.get(&activity.id) == Some(&Score::FULL)).count();
    let count = (items > 0).then(|| view! { <p class="end-count">{words.end_right(right, items)}</p> });
    let mastered = (standing == Standing::Mastered).then(|| view! { <p>{words.end_mastered()}</p> });
    let tag = course.language.tag();
    view! {
        <div class="end-head">
            {drawing("laurel", "#laurel")}
            <PageTitle text=title document=words.page_title(title) />
            <p class="end-lesson" lang=tag>{lesson.title.clone()}</p>
            {count}
            {mastered}
        </div>
        <section class="panel" lang=tag>
            <h2>{words.end_learnt()}</h2>
            <p>{lesson.summary.clone()}</p>
        </section>
        {repeat(course.id.clone(), lesson, &progress, words)}
        {next(edition, lesson, words)}
    }
    .into_any()
}

/// The items whose credit isn't full, or which were passed by, each with the way back to it.
fn repeat(course: CourseId, lesson: &Lesson, progress: &LessonProgress, words: Words) -> AnyView {
    let page = path(words.language, Page::Lesson(course, lesson.id.clone()));
    let row = |activity: &Activity, name: &str| {
        let href = format!("{page}#{}", activity.id);
        view! { <li><a href=href>{icon(name)}{activity.title.clone()}</a></li> }.into_any()
    };
    let weak = lesson
        .items()
        .filter(|(activity, _)| progress.credits.get(&activity.id).is_some_and(|credit| *credit < Score::FULL));
    let weak: Vec<AnyView> = weak.map(|(activity, _)| row(activity, "again")).collect();
    let open = lesson.activities.iter().filter(|activity| !progress.met.contains(&activity.id));
    let open: Vec<AnyView> = open.map(|activity| row(activity, "next")).collect();
    let nothing = (weak.is_empty() && open.is_empty()).then(|| view! { <p>{words.end_nothing_to_repeat()}</p> });
    let list = |title: &'static str, rows: Vec<AnyView>| {
        (!rows.is_empty()).then(|| view! { <h3 class="chapter-title">{title}</h3> <ul class="repeat-rows">{rows}</ul> })
    };
    view! {
        <section class="panel">
            <h2>{words.end_repeat()}</h2>
            {nothing}
            {list(words.end_weak(), weak)}
            {list(words.end_open(), open)}
        </section>
    }
    .into_any()
}

/// The lesson after this one, or the way back to the course.
fn next(edition: &Edition, lesson: &Lesson, words: Words) -> AnyView {
    let course = &edition.course;
    let back = path(words.language, Page::Course(course.id.clone()));
    let following = course.lessons().skip_while(|other| other.id != lesson.id).nth(1);
    let first = match following {
        Some(next) => {
            let href = path(words.language, Page::Lesson(course.id.clone(), next.id.clone()));
            view! {
                <section class="panel next-lesson">
                    <h2>{words.end_next()}</h2>
                    <p class="next-title" lang=course.language.tag()>{next.title.clone()}</p>
                    <p lang=course.language.tag()>{next.summary.clone()}</p>
                    <a class="button primary wide" href=href>{words.end_next_go()}{icon("next")}</a>
                </section>
            }
            .into_any()
        }
        None => view! { <p class="notice">{icon("star")}<span>{words.end_course_done()}</span></p> }.into_any(),
    };
    view! { {first} <p><a class="button wide" href=back>{words.lesson_back_to_course()}</a></p> }.into_any()
}
