//! Dialogue on the screen.

use super::Check;
use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::dialogue::Dialogue;

/// What is shown of it.
#[must_use]
pub fn view(id: &str, dialogue: &Dialogue, work: Work, words: Words, check: Check) -> Tag {
    let _ = (id, dialogue, work, words, check);
    tag("div", "")
}

/// What is right, for somebody who asked to see it.
#[must_use]
pub fn key(dialogue: &Dialogue) -> Tag {
    let _ = dialogue;
    tag("div", "prose")
}
