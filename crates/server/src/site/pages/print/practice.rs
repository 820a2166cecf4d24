//! Practice on paper.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::practice::Practice;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, practice: &Practice) -> Markup {
    let _ = (words, id, practice);
    html! {}
}

/// What is right.
pub fn key(practice: &Practice) -> Markup {
    let _ = practice;
    html! {}
}
