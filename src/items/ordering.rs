//! Ordering on the screen: places stay, steps move through them by an arrow up and an arrow down.

use super::mark::mark;
use super::prose::prose;
use super::work::Work;
use crate::ui::focus::focus_now;
use crate::ui::icon::icon;
use crate::words::Words;
use domain::item::Response;
use domain::item::ordering::Ordering;
use domain::prose::{Prose, plain_text};
use leptos::prelude::*;

type Steps = StoredValue<Vec<Prose>>;

/// The steps of an ordering.
#[must_use]
pub fn view(ordering: &Ordering, work: Work, words: Words) -> AnyView {
    let count = ordering.steps.len();
    let steps: Steps = StoredValue::new(ordering.steps.clone());
    let told = RwSignal::new(String::new());
    let rows: Vec<AnyView> = (0..count).map(|place| row(place, count, steps, told, work, words)).collect();
    view! {
        <p class="item-how" id="ordering-how">{words.ordering_how()}</p>
        <ol class="options" aria-labelledby="ordering-how">{rows}</ol>
        <p class="unseen" role="status">{told}</p>
    }
    .into_any()
}

fn row(place: usize, count: usize, steps: Steps, told: RwSignal<String>, work: Work, words: Words) -> AnyView {
    let text = move || plain_text(&step_at(work, steps, place));
    let arrow = move |up: bool| {
        let last = if up { place == 0 } else { place + 1 == count };
        let label = move || if up { words.ordering_up(text()) } else { words.ordering_down(text()) };
        let go = move |_| {
            if !last && !work.is_checked() {
                let to = if up { place - 1 } else { place + 1 };
                told.set(words.ordering_moved(text(), to + 1, count));
                exchange(work, place, to);
                let side = if up { "up" } else { "down" };
                focus_now(&format!(".option:nth-child({}) .{side}", to + 1));
            }
        };
        view! {
            <button
                type="button"
                class=if up { "square up" } else { "square down" }
                aria-disabled=last.then_some("true")
                aria-label=label
                on:click=go
            >
                {icon(if up { "up" } else { "down" })}
            </button>
        }
        .into_any()
    };
    let moves =
        move || (!work.is_checked()).then(|| view! { <div class="order-moves">{arrow(true)}{arrow(false)}</div> });
    view! {
        <li class="option" class:is-right=move || work.part(place) == Some(true) class:is-wrong=move || work.part(place) == Some(false)>
            <span class="order-place" aria-hidden="true">{place + 1}</span>
            <div class="option-words">
                {move || prose(&step_at(work, steps, place))} {move || work.part(place).map(|right| mark(right, words))}
            </div>
            {moves}
        </li>
    }
    .into_any()
}

/// The steps in their right order.
#[must_use]
pub fn key(ordering: &Ordering) -> AnyView {
    let rows: Vec<AnyView> = ordering.steps.iter().map(|step| view! { <li>{prose(step)}</li> }.into_any()).collect();
    view! { <div class="prose"><ol>{rows}</ol></div> }.into_any()
}

fn step_at(work: Work, steps: Steps, place: usize) -> Prose {
    let step = work.response.with(|response| match response {
        Response::Ordering(order) => order.get(place).copied(),
        Response::Choice(_) | Response::Matching(_) | Response::Text(_) => None,
    });
    steps.with_value(|steps| step.and_then(|step| steps.get(usize::from(step)).cloned()).unwrap_or_default())
}

fn exchange(work: Work, from: usize, to: usize) {
    work.response.update(|response| {
        if let Response::Ordering(order) = response {
            order.swap(from, to);
        }
    });
}
