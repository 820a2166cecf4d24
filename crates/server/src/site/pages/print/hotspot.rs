//! Hotspot on paper: the picture, and its areas by name.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::hotspot::Hotspot;
use domain::prose::Block;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, _id: &ActivityId, hotspot: &Hotspot) -> Markup {
    let how = if hotspot.is_multiple() { &words.hotspot_several } else { &words.hotspot_one };
    html! {
        div class="item item-hotspot" {
            p class="item-how" { (how) }
            div class="hotspot-picture" { (super::prose::blocks(&[Block::Picture(hotspot.picture.clone())])) }
            ul class="options" {
                @for area in &hotspot.areas {
                    li class="option" { span class="box" aria-hidden="true" {} div class="prose" { p { (area.name) } } }
                }
            }
        }
    }
}

/// What is right.
pub fn key(hotspot: &Hotspot) -> Markup {
    html! {
        ul {
            @for area in hotspot.areas.iter().filter(|area| area.right) {
                li { strong { (area.name) } (super::prose::blocks(&area.feedback)) }
            }
        }
    }
}
