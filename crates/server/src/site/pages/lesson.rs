//! A lesson from beginning to end: one article for each activity, items in print form.

use super::super::words::fill;
use super::{Book, course_address, frame, icon, lesson_address, print, prose};
use domain::course::{Activity, Course, Lesson};
use maud::{Markup, html};

pub fn page(book: &Book, course: &Course, lesson: &Lesson) -> Markup {
    let (words, tag) = (book.words, course.language.tag());
    let all = lesson.wanted().to_string();
    let next = course.lessons().skip_while(|each| each.id != lesson.id).nth(1);
    let main = html! {
        main class="main lesson" id="content" tabindex="-1" {
            div class="lesson-head" lang=(tag) {
                a class="back" href=(book.link(&course_address(course))) { (icon("back")) (course.title) }
                h1 { (lesson.title) }
                ol class="steps" aria-hidden="true" { @for _ in 0..lesson.wanted() { li class="step" {} } }
                p class="lesson-step" { (fill(&words.lesson_step, &[("n", "1"), ("of", &all)])) }
            }
            @if lesson.is_check() {
                // A pool printed with its keys would measure nothing.
                p class="lead" lang=(tag) { (lesson.summary) }
                p class="notice" { (icon("info")) span { (fill(&words.check_intro, &[("n", &lesson.wanted().to_string())])) } }
                noscript { p class="notice" { (words.needs_script) } }
            } @else {
                @for activity in &lesson.activities { (article(book, tag, activity)) }
            }
            @if let Some(next) = next {
                p { a class="button primary wide" href=(book.link(&lesson_address(course, next))) { (words.end_next) ": " (next.title) } }
            }
        }
    };
    frame::around(words, &lesson_address(course, lesson), true, &main)
}

fn article(book: &Book, tag: &str, activity: &Activity) -> Markup {
    html! {
        article class="activity" id=(activity.id) lang=(tag) {
            h2 tabindex="-1" { (activity.title) }
            div class="prose" { (prose::blocks(&activity.prose)) }
            @if let Some(item) = &activity.item { (print::item(book.words, &activity.id, item)) }
        }
    }
}
