//! Inspect on paper.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::inspect::Inspect;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, inspect: &Inspect) -> Markup {
    let _ = (words, id, inspect);
    html! {}
}

/// What is right.
pub fn key(inspect: &Inspect) -> Markup {
    let _ = inspect;
    html! {}
}
