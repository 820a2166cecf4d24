//! Grouping on the screen.

use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::grouping::Grouping;

/// What is shown of it.
#[must_use]
pub fn view(id: &str, grouping: &Grouping, work: Work, words: Words) -> Tag {
    let _ = (id, grouping, work, words);
    tag("div", "")
}

/// What is right, for somebody who asked to see it.
#[must_use]
pub fn key(grouping: &Grouping) -> Tag {
    let _ = grouping;
    tag("div", "prose")
}

/// What is missing before it can be checked.
#[must_use]
pub fn missing(given: &[Option<u8>], words: Words) -> Option<String> {
    let _ = (given, words);
    None
}
