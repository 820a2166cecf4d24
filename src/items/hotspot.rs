//! Hotspot on the screen.

use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::hotspot::Hotspot;

/// What is shown of it.
#[must_use]
pub fn view(id: &str, hotspot: &Hotspot, work: Work, words: Words) -> Tag {
    let _ = (id, hotspot, work, words);
    tag("div", "")
}

/// What is right, for somebody who asked to see it.
#[must_use]
pub fn key(hotspot: &Hotspot) -> Tag {
    let _ = hotspot;
    tag("div", "prose")
}

/// What is missing before it can be checked.
#[must_use]
pub fn missing(given: &[u8], words: Words) -> Option<String> {
    let _ = (given, words);
    None
}
