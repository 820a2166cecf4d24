//! Choice on the screen: real radios or boxes, each with its feedback beneath it.

use super::mark::mark;
use super::prose::prose;
use super::work::Work;
use crate::words::Words;
use domain::item::Response;
use domain::item::choice::{Choice, ChoiceOption};
use leptos::prelude::*;

/// The options of a choice.
#[must_use]
pub fn view(id: &str, choice: &Choice, work: Work, words: Words) -> AnyView {
    let multiple = choice.is_multiple();
    let how = if multiple { words.choice_several() } else { words.choice_one() };
    let options: Vec<AnyView> =
        (0_u8..).zip(&choice.options).map(|(place, option)| row(id, place, option, multiple, work, words)).collect();
    view! {
        <fieldset class:answered=move || work.is_checked()>
            <legend class="item-how">{how}</legend>
            <div class="options">{options}</div>
        </fieldset>
    }
    .into_any()
}

fn row(id: &str, place: u8, option: &ChoiceOption, multiple: bool, work: Work, words: Words) -> AnyView {
    let picked = move || with_chosen(work, |chosen| chosen.contains(&place));
    let part = move || {
        let nth = with_chosen(work, |chosen| chosen.iter().position(|chosen| *chosen == place));
        nth.and_then(|nth| work.part(nth))
    };
    let right = option.right;
    let should = move || right && !picked() && work.is_checked() && work.revealed.get();
    let feedback = StoredValue::new(option.feedback.clone());
    let said = move || match part() {
        Some(right) => {
            let words_of_author = feedback.with_value(|said| (!said.is_empty()).then(|| prose(said)));
            view! { <div class="option-said">{mark(right, words)}<div class="said">{words_of_author}</div></div> }
                .into_any()
        }
        None if should() => {
            let word = words.mark_should();
            let icon = crate::ui::icon::icon("check");
            view! { <div class="option-said"><span class="mark right">{icon}{word}</span></div> }.into_any()
        }
        None => ().into_any(),
    };
    let change = move |event: web_sys::Event| choose(work, place, multiple, event_target_checked(&event));
    let said_id = format!("{id}-said-{place}");
    view! {
        <div
            class="option"
            class:picked=picked
            class:is-right=move || part() == Some(true)
            class:is-wrong=move || part() == Some(false)
            class:should=should
        >
            <label class="option-label">
                <input
                    type=if multiple { "checkbox" } else { "radio" }
                    name=format!("choice-{id}")
                    prop:checked=picked
                    prop:disabled=move || work.is_checked()
                    aria-describedby=said_id.clone()
                    on:change=change
                />
                {prose(&option.prose)}
            </label>
            <div id=said_id>{said}</div>
        </div>
    }
    .into_any()
}

fn with_chosen<T: Default>(work: Work, read: impl FnOnce(&[u8]) -> T) -> T {
    work.response.with(|response| match response {
        Response::Choice(chosen) => read(chosen),
        Response::Ordering(_) | Response::Matching(_) | Response::Text(_) => T::default(),
    })
}

fn choose(work: Work, place: u8, multiple: bool, on: bool) {
    work.missing.set(None);
    work.response.update(|response| {
        if let Response::Choice(chosen) = response {
            chosen.retain(|chosen| multiple && *chosen != place);
            if on {
                chosen.push(place);
                chosen.sort_unstable();
            }
        }
    });
}
