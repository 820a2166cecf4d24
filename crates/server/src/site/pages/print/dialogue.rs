//! Dialogue on paper.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::dialogue::Dialogue;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, dialogue: &Dialogue) -> Markup {
    let _ = (words, id, dialogue);
    html! {}
}

/// What is right.
pub fn key(dialogue: &Dialogue) -> Markup {
    let _ = dialogue;
    html! {}
}
