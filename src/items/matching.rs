//! Matching on the screen: the left sides one below the other; a tap opens one, a tap joins it, and the next one opens.
//!
//! No dragging and no lines to draw: the same three taps work for a thumb, a keyboard and a screen reader.

use super::mark::mark;
use super::prose::prose;
use super::work::Work;
use crate::ui::focus::focus_now;
use crate::ui::icon::{drawing, icon};
use crate::words::Words;
use domain::item::matching::{Matching, Pair};
use domain::item::{Response, shuffled};
use domain::prose::plain_text;
use leptos::prelude::*;

/// What all rows of one matching know.
#[derive(Clone, Copy)]
struct Joins {
    pairs: StoredValue<Vec<Pair>>,
    order: StoredValue<Vec<u8>>,
    open: RwSignal<Option<usize>>,
    told: RwSignal<String>,
    work: Work,
    words: Words,
}

/// The pairs of a matching.
#[must_use]
pub fn view(id: &str, matching: &Matching, work: Work, words: Words) -> AnyView {
    let count = matching.pairs.len();
    let first_open = with_joined(work, |joined| joined.iter().position(Option::is_none));
    let joins = Joins {
        pairs: StoredValue::new(matching.pairs.clone()),
        order: StoredValue::new(shuffled(count, id)),
        open: RwSignal::new(if work.outcome.with_untracked(Option::is_some) { None } else { first_open }),
        told: RwSignal::new(String::new()),
        work,
        words,
    };
    let rows: Vec<AnyView> = (0..count).map(|left| row(left, joins)).collect();
    view! {
        <p class="item-how" id="matching-how">{words.matching_how()}</p>
        <ul class="options" aria-labelledby="matching-how">{rows}</ul>
        <p class="unseen" role="status">{joins.told}</p>
    }
    .into_any()
}

fn row(left: usize, joins: Joins) -> AnyView {
    let Joins { pairs, open, work, words, .. } = joins;
    let is_open = move || open.get() == Some(left) && !work.is_checked();
    let toggle = move |_| open.update(|open| *open = (*open != Some(left)).then_some(left));
    let joined = move || match joined_to(work, left) {
        Some(right) => {
            let said = with_pair(pairs, usize::from(right), |pair| prose(&pair.right));
            let label = words.matching_joined_to();
            view! { <span class="join-joined">{icon("next")}<span class="unseen">{label}" "</span>{said}</span> }
                .into_any()
        }
        None => view! { <span class="join-open-word">{words.matching_open()}</span> }.into_any(),
    };
    let turn = move || (!work.is_checked()).then(|| drawing("icon turn", "#icon-open"));
    let rights = move || is_open().then(|| rights(left, joins));
    view! {
        <li
            class="join"
            class:open=is_open
            class:is-right=move || work.part(left) == Some(true)
            class:is-wrong=move || work.part(left) == Some(false)
        >
            <button
                type="button"
                class="join-left"
                prop:disabled=move || work.is_checked()
                aria-expanded=move || if is_open() { "true" } else { "false" }
                on:click=toggle
            >
                <span class="join-words">
                    {with_pair(pairs, left, |pair| prose(&pair.left))} {joined}
                    {move || work.part(left).map(|right| mark(right, words))}
                </span>
                {turn}
            </button>
            {rights}
        </li>
    }
    .into_any()
}

/// The right sides that an open left side may be joined to.
fn rights(left: usize, joins: Joins) -> AnyView {
    let Joins { pairs, order, work, words, .. } = joins;
    let label = words.matching_choose(left_text(pairs, left));
    let one = |right: u8| {
        let owner = with_joined(work, |joined| joined.iter().position(|joined| *joined == Some(right)));
        let mine = owner == Some(left);
        let taken = owner.filter(|owner| *owner != left).map(|owner| {
            let note = words.matching_taken(left_text(pairs, owner));
            view! { <span class="taken-by">{note}</span> }
        });
        let class = if mine {
            "join-right picked"
        } else if taken.is_some() {
            "join-right taken"
        } else {
            "join-right"
        };
        view! {
            <button type="button" class=class aria-pressed=if mine { "true" } else { "false" } on:click=move |_| join(left, right, joins)>
                {with_pair(pairs, usize::from(right), |pair| prose(&pair.right))} {taken}
            </button>
        }
        .into_any()
    };
    let all: Vec<AnyView> = order.with_value(|order| order.iter().copied().map(one).collect());
    view! { <div class="join-rights" role="group" aria-label=label>{all}</div> }.into_any()
}

/// Joins a left side to a right side, frees it from any other, and opens the next left side that has none.
fn join(left: usize, right: u8, joins: Joins) {
    let Joins { pairs, open, told, work, words, .. } = joins;
    work.missing.set(None);
    work.response.update(|response| {
        if let Response::Matching(joined) = response {
            for other in joined.iter_mut().filter(|other| **other == Some(right)) {
                *other = None;
            }
            if let Some(mine) = joined.get_mut(left) {
                *mine = Some(right);
            }
        }
    });
    let right_text = with_pair(pairs, usize::from(right), |pair| plain_text(&pair.right)).unwrap_or_default();
    told.set(words.matching_joined(left_text(pairs, left), right_text));
    let next = with_joined(work, |joined| {
        let open = |place: &usize| joined.get(*place).is_some_and(Option::is_none);
        (left + 1..joined.len()).chain(0..left).find(open)
    });
    open.set(next);
    focus_now(&format!(".join:nth-child({}) .join-left", next.unwrap_or(left) + 1));
}

/// Each left side with the right side that belongs to it.
#[must_use]
pub fn key(matching: &Matching) -> AnyView {
    let row = |pair: &Pair| {
        let line = format!("{} → {}", plain_text(&pair.left), plain_text(&pair.right));
        view! { <li>{line}</li> }.into_any()
    };
    view! { <div class="prose"><ul>{matching.pairs.iter().map(row).collect::<Vec<_>>()}</ul></div> }.into_any()
}

fn joined_to(work: Work, left: usize) -> Option<u8> {
    with_joined(work, |joined| joined.get(left).copied().flatten())
}

fn with_joined<T: Default>(work: Work, read: impl FnOnce(&[Option<u8>]) -> T) -> T {
    work.response.with(|response| match response {
        Response::Matching(joined) => read(joined),
        Response::Choice(_) | Response::Ordering(_) | Response::Text(_) => T::default(),
    })
}

fn left_text(pairs: StoredValue<Vec<Pair>>, left: usize) -> String {
    with_pair(pairs, left, |pair| plain_text(&pair.left)).unwrap_or_default()
}

fn with_pair<T>(pairs: StoredValue<Vec<Pair>>, place: usize, read: impl FnOnce(&Pair) -> T) -> Option<T> {
    pairs.with_value(|pairs| pairs.get(place).map(read))
}
