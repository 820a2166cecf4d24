//! The curriculum map: every competence in plain words, and the lessons that teach it.

use super::super::words::fill;
use super::{Book, frame, icon};
use domain::curriculum::CurriculumMap;
use domain::id::{CourseId, LessonId};
use maud::{Markup, html};

pub fn page(book: &Book) -> Markup {
    let words = book.words;
    let map = book.offer.curriculum(words.language());
    let main = html! {
        main class="main map" id="content" tabindex="-1" {
            a class="back" href=(book.link("/")) { (icon("back")) (words.to_home) }
            h1 { (words.map_title) }
            p class="lead" { (words.map_lead) }
            @for (area, name) in (1..).zip([&words.area_1, &words.area_2, &words.area_3, &words.area_4, &words.area_5]) {
                section class="panel" {
                    h2 { (name) }
                    @for (code, name) in words.competences().into_iter().filter(|(code, _)| code.starts_with(&format!("{area}."))) {
                        (competence(book, &map, code, name))
                    }
                }
            }
        }
    };
    frame::around(words, "/map/", false, &main)
}

fn competence(book: &Book, map: &CurriculumMap, code: &str, name: &str) -> Markup {
    let count = map.teaching(code).count();
    html! {
        @if count > 0 {
            details class="map-row" {
                summary { span { (name) } span class="map-count" { (fill(&book.words.map_count, &[("n", &count.to_string())])) } }
                ul class="map-lessons" {
                    @for (course, lesson) in map.teaching(code) {
                        li lang=(course.language.tag()) {
                            a href=(book.link(&address(&course.course, &lesson.lesson))) { (lesson.title) }
                            " " span class="quiet" { (course.title) }
                        }
                    }
                }
            }
        } @else {
            p class="map-none" { span { (name) } span class="map-count" { (book.words.map_none) } }
        }
    }
}

fn address(course: &CourseId, lesson: &LessonId) -> String {
    format!("/courses/{course}/{lesson}/")
}
