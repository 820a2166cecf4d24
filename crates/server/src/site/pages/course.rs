//! A course: what it teaches, and its lessons.

use super::super::words::fill;
use super::{Book, course_address, frame, icon, lesson_address, prose};
use domain::course::{Course, Lesson};
use domain::edition::Edition;
use maud::{Markup, html};

pub fn page(book: &Book, edition: &Edition) -> Markup {
    let (course, words) = (&edition.course, book.words);
    let tag = course.language.tag();
    let main = html! {
        main class="main course" id="content" tabindex="-1" {
            a class="back" href=(book.link("/")) { (icon("back")) (words.to_home) }
            div class="course-head" lang=(tag) {
                @if let Some(picture) = &course.picture { (prose::picture(picture, "cover", &picture.alt)) }
                div class="course-words" {
                    h1 { (course.title) }
                    p class="lead" { (course.summary) }
                    (book.facts(edition))
                    p class="audience" { strong { (words.course_audience) ":" } " " (course.audience) }
                    @if let Some(first) = course.lessons().next() {
                        p { a class="button primary wide" href=(book.link(&lesson_address(course, first))) { (words.course_start) } }
                    }
                }
            }
            @if course.language != words.language() {
                p class="notice" { (icon("info")) span { (words.course_other_language) } }
            }
            section class="panel" lang=(tag) {
                h2 { (words.course_teaches) }
                ul class="teaches" { @for each in &course.teaches { li { (each) } } }
            }
            (lessons(book, course))
        }
    };
    frame::around(words, &course_address(course), false, &main)
}

fn lessons(book: &Book, course: &Course) -> Markup {
    let mut numbers = 1..;
    html! {
        section class="course-lessons" lang=(course.language.tag()) {
            h2 { (book.words.course_lessons) }
            @for chapter in &course.chapters {
                h3 class="chapter-title" { (chapter.title) }
                ol class="lesson-rows" {
                    @for (lesson, number) in chapter.lessons.iter().zip(numbers.by_ref()) { (row(book, course, number, lesson)) }
                }
            }
        }
    }
}

fn row(book: &Book, course: &Course, number: usize, lesson: &Lesson) -> Markup {
    html! {
        li class="lesson-row" {
            span class="lesson-mark" aria-hidden="true" { (number) }
            div class="lesson-words" {
                a class="card-link" href=(book.link(&lesson_address(course, lesson))) { (lesson.title) }
                p { (lesson.summary) }
                p class="lesson-facts" { span { (fill(&book.words.minutes, &[("n", &lesson.minutes.to_string())])) } }
            }
        }
    }
}
