//! Practice on paper: the screens one after the other, and where each part leads.

use super::super::super::words::Words;
use domain::id::ActivityId;
use domain::item::practice::{Part, Practice, Screen};
use maud::{Markup, html};

/// What there is to do.
pub fn print(words: &Words, _id: &ActivityId, practice: &Practice) -> Markup {
    html! {
        div class="item item-practice" {
            div class="practice" {
                p class="practice-band" { (words.practice_band) }
                ol {
                    @for screen in &practice.screens { li { (one(practice, screen)) } }
                }
            }
        }
    }
}

fn one(practice: &Practice, screen: &Screen) -> Markup {
    let leads = |part: &Part| {
        let to = part.to.and_then(|to| practice.screens.get(usize::from(to)));
        to.map(|screen| format!(" → {}", screen.title)).unwrap_or_default()
    };
    html! {
        p { strong { (practice.app) ": " (screen.title) } }
        @if !screen.caption.is_empty() { p { (screen.caption) } }
        ul {
            @for part in &screen.parts {
                li {
                    (part.text) @if !part.detail.is_empty() { " (" (part.detail) ")" } (leads(part))
                    @if !part.wrong.is_empty() { p { (part.wrong) } }
                    @if !part.never.is_empty() { p { strong { (part.never) } } }
                }
            }
        }
        @if !screen.ending.is_empty() { p { (screen.ending) } }
    }
}

/// What is right: the shortest way.
pub fn key(practice: &Practice) -> Markup {
    let mut at = 0;
    let mut steps = Vec::new();
    for act in practice.key() {
        let part = practice.screens.get(at).and_then(|screen| screen.parts.get(usize::from(act.part)));
        let Some(part) = part else { break };
        steps.push(part.text.as_str());
        at = part.to.map_or(at, usize::from);
    }
    html! { ol { @for step in steps { li { (step) } } } }
}
