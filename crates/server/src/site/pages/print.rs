//! Items as they would stand on paper: what to do, what there is to choose from, and the key behind a fold.

mod dialogue;
mod gaps;
mod grouping;
mod hotspot;
mod inspect;
mod practice;

use super::super::words::Words;
use super::prose;
use domain::id::ActivityId;
use domain::item::choice::Choice;
use domain::item::matching::Matching;
use domain::item::ordering::Ordering;
use domain::item::{Item, ItemKind, shuffled};
use domain::passage::Run;
use domain::prose::Prose;
use maud::{Markup, html};

/// An item in print form.
pub fn item(words: &Words, id: &ActivityId, item: &Item) -> Markup {
    html! {
        @match &item.kind {
            ItemKind::Choice(kind) => (choice(words, kind)),
            ItemKind::Ordering(kind) => (ordering(words, id, kind)),
            ItemKind::Matching(kind) => (matching(words, id, kind)),
            ItemKind::Text(_) => (text(words)),
            ItemKind::Grouping(kind) => (grouping::print(words, id, kind)),
            ItemKind::Gaps(kind) => (gaps::print(words, id, kind)),
            ItemKind::Hotspot(kind) => (hotspot::print(words, id, kind)),
            ItemKind::Inspect(kind) => (inspect::print(words, id, kind)),
            ItemKind::Dialogue(kind) => (dialogue::print(words, id, kind)),
            ItemKind::Practice(kind) => (practice::print(words, id, kind)),
            ItemKind::Unknown => div class="item item-unknown" { p { (words.unknown_item) } },
        }
        @if !item.hints.is_empty() {
            details class="print-key" {
                summary { (words.hint_label) }
                @for hint in &item.hints { div class="prose" { (prose::blocks(hint)) } }
            }
        }
        @if item.kind != ItemKind::Unknown {
            details class="print-key" {
                summary { (words.key_label) }
                div class="prose" { (key(&item.kind)) }
                @if !item.explanation.is_empty() {
                    p class="note-label" { (words.explanation_label) }
                    div class="prose" { (prose::blocks(&item.explanation)) }
                }
            }
        }
    }
}

fn choice(words: &Words, choice: &Choice) -> Markup {
    let how = if choice.is_multiple() { &words.choice_several } else { &words.choice_one };
    html! {
        div class="item item-choice" {
            p class="item-how" { (how) }
            (options(choice.options.iter().map(|option| &option.prose)))
        }
    }
}

fn ordering(words: &Words, id: &ActivityId, ordering: &Ordering) -> Markup {
    html! {
        div class="item item-ordering" {
            p class="item-how" { (words.ordering_how) }
            (options(mixed(&ordering.steps.iter().collect::<Vec<_>>(), id)))
        }
    }
}

fn matching(words: &Words, id: &ActivityId, matching: &Matching) -> Markup {
    let rights: Vec<&Prose> = matching.pairs.iter().map(|pair| &pair.right).collect();
    html! {
        div class="item item-matching" {
            p class="item-how" { (words.matching_how) }
            div class="print-sides" {
                (options(matching.pairs.iter().map(|pair| &pair.left)))
                (options(mixed(&rights, id)))
            }
        }
    }
}

fn text(words: &Words) -> Markup {
    html! {
        div class="item item-text" {
            p class="item-how" { (words.text_label) }
            p class="print-line" aria-hidden="true" {}
        }
    }
}

/// In the order in which the app shows them.
fn mixed<'a>(parts: &[&'a Prose], id: &ActivityId) -> impl Iterator<Item = &'a Prose> {
    let order = shuffled(parts.len(), id.as_str());
    order.into_iter().filter_map(|place| parts.get(usize::from(place)).copied()).collect::<Vec<_>>().into_iter()
}

fn options<'a>(parts: impl Iterator<Item = &'a Prose>) -> Markup {
    html! {
        ul class="options" {
            @for part in parts {
                li class="option" { span class="box" aria-hidden="true" {} div class="prose" { (prose::blocks(part)) } }
            }
        }
    }
}

/// A text with places, each drawn by its kind.
fn passage(runs: &[Run], place: impl Fn(usize) -> Markup) -> Markup {
    let paragraphs = runs.split(|run| matches!(run, Run::Break));
    html! {
        @for paragraph in paragraphs {
            p {
                @for run in paragraph {
                    @match run {
                        Run::Words(spans) => (prose::spans(spans)),
                        Run::Place(at) => (place(usize::from(*at))),
                        Run::Break => {},
                    }
                }
            }
        }
    }
}

fn key(kind: &ItemKind) -> Markup {
    html! {
        @match kind {
            ItemKind::Choice(choice) => ul {
                @for option in choice.options.iter().filter(|option| option.right) { li { (prose::blocks(&option.prose)) } }
            },
            ItemKind::Ordering(ordering) => ol { @for step in &ordering.steps { li { (prose::blocks(step)) } } },
            ItemKind::Matching(matching) => ul {
                @for pair in &matching.pairs { li { (prose::blocks(&pair.left)) (prose::blocks(&pair.right)) } }
            },
            ItemKind::Text(text) => p { (text.accepted.first().map_or("", String::as_str)) },
            ItemKind::Grouping(grouping) => (grouping::key(grouping)),
            ItemKind::Gaps(gaps) => (gaps::key(gaps)),
            ItemKind::Hotspot(hotspot) => (hotspot::key(hotspot)),
            ItemKind::Inspect(inspect) => (inspect::key(inspect)),
            ItemKind::Dialogue(dialogue) => (dialogue::key(dialogue)),
            ItemKind::Practice(practice) => (practice::key(practice)),
            ItemKind::Unknown => {},
        }
    }
}
