//! Inspect on paper: the text with its parts underlined.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::inspect::{Inspect, Look, Part};
use domain::prose::Block;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, _id: &ActivityId, inspect: &Inspect) -> Markup {
    let look = match inspect.look {
        Look::Message => "inspected message",
        Look::Page => "inspected page",
        Look::Poster => "inspected poster",
    };
    let part = |place: usize| html! { @if let Some(part) = inspect.parts.get(place) { span class="part" { (words_of(part)) } } };
    html! {
        div class="item item-inspect" {
            p class="item-how" { (words.inspect_how) }
            div class=(look) {
                p class="inspected-from" { (inspect.from) }
                div class="inspected-text" { (super::passage(&inspect.passage, part)) }
            }
        }
    }
}

fn words_of(part: &Part) -> String {
    domain::prose::plain_text(&[Block::Paragraph(part.words.clone())])
}

/// What is right: every part, explained.
pub fn key(inspect: &Inspect) -> Markup {
    html! {
        ul {
            @for part in inspect.parts.iter().filter(|part| part.suspicious) {
                li { strong { (words_of(part)) } (super::prose::blocks(&part.feedback)) }
            }
        }
    }
}
