//! Grouping on paper.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::grouping::Grouping;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, grouping: &Grouping) -> Markup {
    let _ = (words, id, grouping);
    html! {}
}

/// What is right.
pub fn key(grouping: &Grouping) -> Markup {
    let _ = grouping;
    html! {}
}
