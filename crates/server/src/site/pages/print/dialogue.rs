//! Dialogue on paper: numbered turns, each with its replies and where they lead.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::dialogue::Dialogue;
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, _id: &ActivityId, dialogue: &Dialogue) -> Markup {
    html! {
        div class="item item-dialogue" {
            div class="chat" {
                p class="chat-with" { (dialogue.with) }
                p class="item-how" { (words.dialogue_how) }
                ol class="chat-turns print-turns" {
                    @for turn in &dialogue.turns {
                        li class="chat-turn" {
                            div class={ "bubble " (if turn.replies.is_empty() { "ending" } else { "theirs" }) } {
                                div class="prose" { (super::prose::blocks(&turn.says)) }
                            }
                            @for reply in &turn.replies {
                                div class="bubble mine" {
                                    div class="prose" { (super::prose::blocks(&reply.prose)) p { "→ " (usize::from(reply.to) + 1) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is right: the wise replies of each turn.
pub fn key(dialogue: &Dialogue) -> Markup {
    html! {
        ul {
            @for reply in dialogue.turns.iter().flat_map(|turn| &turn.replies).filter(|reply| reply.right) {
                li { (super::prose::blocks(&reply.prose)) (super::prose::blocks(&reply.feedback)) }
            }
        }
    }
}
