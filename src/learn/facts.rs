//! The short facts about a course: minutes, lessons, what a download weighs; and what it teaches.

use crate::ui::icon::icon;
use crate::words::Words;
use leptos::prelude::*;

/// Minutes, lessons and size.
#[must_use]
pub fn facts(minutes: u32, lessons: usize, bytes: Option<u64>, words: Words) -> AnyView {
    let size = bytes.map(|bytes| view! { <li>{icon("download")}{words.course_size(words.size(bytes))}</li> });
    view! {
        <ul class="facts">
            <li>{icon("clock")}{words.minutes(minutes)}</li>
            <li>{icon("book")}{words.lessons_count(lessons)}</li>
            {size}
        </ul>
    }
    .into_any()
}

/// What one will be able to do.
#[must_use]
pub fn teaches(all: &[String]) -> AnyView {
    let rows: Vec<AnyView> = all.iter().map(|one| view! { <li>{one.clone()}</li> }.into_any()).collect();
    view! { <ul class="teaches">{rows}</ul> }.into_any()
}
