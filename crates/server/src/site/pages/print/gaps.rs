//! Gaps on paper.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::gaps::Gaps;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, gaps: &Gaps) -> Markup {
    let _ = (words, id, gaps);
    html! {}
}

/// What is right.
pub fn key(gaps: &Gaps) -> Markup {
    let _ = gaps;
    html! {}
}
