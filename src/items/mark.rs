//! Right or not, told by a word and an icon, never by colour alone.

use crate::ui::tag::{Tag, icon, tag};
use crate::words::Words;

/// The mark of one part of a response.
#[must_use]
pub fn mark(right: bool, words: Words) -> Tag {
    if right {
        tag("span", "mark right").with(icon("check")).text(words.mark_right())
    } else {
        tag("span", "mark wrong").with(icon("cross")).text(words.mark_wrong())
    }
}
