//! Inspect on the screen.

use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::inspect::Inspect;

/// What is shown of it.
#[must_use]
pub fn view(id: &str, inspect: &Inspect, work: Work, words: Words) -> Tag {
    let _ = (id, inspect, work, words);
    tag("div", "")
}

/// What is right, for somebody who asked to see it.
#[must_use]
pub fn key(inspect: &Inspect) -> Tag {
    let _ = inspect;
    tag("div", "prose")
}

/// What is missing before it can be checked.
#[must_use]
pub fn missing(given: &[u8], words: Words) -> Option<String> {
    let _ = (given, words);
    None
}
