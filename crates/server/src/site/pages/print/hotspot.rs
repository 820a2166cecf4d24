//! Hotspot on paper.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::hotspot::Hotspot;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, hotspot: &Hotspot) -> Markup {
    let _ = (words, id, hotspot);
    html! {}
}

/// What is right.
pub fn key(hotspot: &Hotspot) -> Markup {
    let _ = hotspot;
    html! {}
}
