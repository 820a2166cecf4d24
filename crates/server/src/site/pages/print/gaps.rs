//! Gaps on paper: the text with dotted gaps, and the words to choose from in brackets.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::gaps::Gaps;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, _id: &ActivityId, gaps: &Gaps) -> Markup {
    let gap = |place: usize| {
        let options = gaps.gaps.get(place).map(|gap| gap.options.join(" / ")).unwrap_or_default();
        html! { " ………………" @if !options.is_empty() { " (" (options) ")" } " " }
    };
    html! {
        div class="item item-gaps" {
            p class="item-how" { (words.gaps_how) }
            div class="gaps-text" { (super::passage(&gaps.passage, gap)) }
        }
    }
}

/// What is right.
pub fn key(gaps: &Gaps) -> Markup {
    html! {
        ol {
            @for gap in &gaps.gaps { li { (gap.accepted.first().map_or("", String::as_str)) } }
        }
    }
}
