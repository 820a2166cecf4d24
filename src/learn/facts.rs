//! The short facts about a course: minutes, lessons, what a download weighs; and what it teaches.

use crate::ui::tag::{Tag, icon, tag};
use crate::words::Words;

/// Minutes, lessons and size.
#[must_use]
pub fn facts(minutes: u32, lessons: usize, bytes: Option<u64>, words: Words) -> Tag {
    let fact = |name: &str, text: &str| tag("li", "").with(icon(name)).text(text);
    tag("ul", "facts")
        .with(fact("clock", &words.minutes(minutes)))
        .with(fact("book", &words.lessons_count(lessons)))
        .maybe(bytes.map(|bytes| fact("download", &words.course_size(words.size(bytes)))))
}

/// What one will be able to do.
#[must_use]
pub fn teaches(all: &[String]) -> Tag {
    tag("ul", "teaches").each(all.iter().map(|one| tag("li", "").text(one)).collect())
}

/// A notice with an icon before its words.
#[must_use]
pub fn notice(name: &str, text: &str) -> Tag {
    tag("p", "notice").with(icon(name)).with(tag("span", "").text(text))
}
