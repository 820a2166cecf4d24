//! Grouping on paper: the cards, and a box for each pile beneath them.

use super::super::super::words::Words;
use super::{mixed, options};
use domain::id::ActivityId;
use domain::item::grouping::Grouping;
use domain::prose::Prose;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, id: &ActivityId, grouping: &Grouping) -> Markup {
    let cards: Vec<&Prose> = grouping.cards.iter().map(|card| &card.prose).collect();
    html! {
        div class="item item-grouping" {
            p class="item-how" { (words.grouping_how) }
            (options(mixed(&cards, id)))
            ul class="options" {
                @for pile in &grouping.piles { li class="option" { strong { (pile) } } }
            }
        }
    }
}

/// What is right.
pub fn key(grouping: &Grouping) -> Markup {
    html! {
        ul {
            @for (place, pile) in grouping.piles.iter().enumerate() {
                li {
                    strong { (pile) }
                    ul {
                        @for card in grouping.cards.iter().filter(|card| usize::from(card.pile) == place) {
                            li { (super::prose::blocks(&card.prose)) (super::prose::blocks(&card.feedback)) }
                        }
                    }
                }
            }
        }
    }
}
