//! Practice on the screen.

use super::Check;
use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::practice::Practice;

/// What is shown of it.
#[must_use]
pub fn view(id: &str, practice: &Practice, work: Work, words: Words, check: Check) -> Tag {
    let _ = (id, practice, work, words, check);
    tag("div", "")
}

/// What is right, for somebody who asked to see it.
#[must_use]
pub fn key(practice: &Practice) -> Tag {
    let _ = practice;
    tag("div", "prose")
}
