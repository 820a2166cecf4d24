//! Gaps on the screen.

use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::gaps::Gaps;

/// What is shown of it.
#[must_use]
pub fn view(id: &str, gaps: &Gaps, work: Work, words: Words) -> Tag {
    let _ = (id, gaps, work, words);
    tag("div", "")
}

/// What is right, for somebody who asked to see it.
#[must_use]
pub fn key(gaps: &Gaps) -> Tag {
    let _ = gaps;
    tag("div", "prose")
}

/// What is missing before it can be checked.
#[must_use]
pub fn missing(given: &[String], words: Words) -> Option<String> {
    let _ = (given, words);
    None
}
