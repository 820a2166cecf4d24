//! The first page: what this is, and a card for each course.

use super::{Book, course_address, frame, prose};
use domain::edition::Edition;
use maud::{Markup, html};

pub fn page(book: &Book) -> Markup {
    let words = book.words;
    let courses: Vec<_> = book.offer.courses().filter_map(|offered| offered.in_language(words.language())).collect();
    let main = html! {
        main class="main home" id="content" tabindex="-1" {
            section class="hero" {
                div class="hero-words" { h1 { (words.home_title) } p class="lead" { (words.home_lead) } }
                svg class="scene" aria-hidden="true" { use href="#scene" {} }
            }
            @for (level, name) in (1..).zip([&words.levels_1, &words.levels_2, &words.levels_3, &words.levels_4]) {
                @let of_level: Vec<_> = courses.iter().filter(|edition| edition.course.level.clamp(1, 4) == level).collect();
                @if !of_level.is_empty() {
                    section {
                        h2 class="section-title" { (name) }
                        ul class="course-cards" { @for edition in &of_level { (card(book, edition)) } }
                    }
                }
            }
            @if courses.is_empty() { p class="quiet" { (words.home_none) } }
            p class="map-link" { a class="button wide" href=(book.link("/map/")) { (words.map_title) } }
        }
    };
    frame::around(words, "/", false, &main)
}

fn card(book: &Book, edition: &Edition) -> Markup {
    let (course, words) = (&edition.course, book.words);
    html! {
        li class="course-card" lang=(course.language.tag()) {
            // The card's title says it; the picture only decorates here.
            @if let Some(picture) = &course.picture { (prose::picture(picture, "cover", "")) }
            div class="course-words" {
                h3 { a class="card-link" href=(book.link(&course_address(course))) { (course.title) } }
                p { (course.summary) }
                (book.facts(edition))
                p class="course-standing" { (words.course_new) }
            }
        }
    }
}
