//! An item of a kind made after this build: said kindly, and one goes on.

use crate::ui::tag::{Tag, tag};
use crate::words::Words;

/// What is shown in its place.
#[must_use]
pub fn view(words: Words) -> Tag {
    tag("div", "item item-unknown").with(tag("p", "").text(words.unknown_item()))
}
