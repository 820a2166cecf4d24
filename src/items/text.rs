//! Text entry on the screen: one field.

use super::mark::mark;
use super::work::Work;
use crate::words::Words;
use domain::item::Response;
use domain::item::text::{LONGEST, TextEntry};
use leptos::prelude::*;

/// The field of a text entry. It shows nothing of the item itself: the prompt stands above.
#[must_use]
pub fn view(id: &str, work: Work, words: Words) -> AnyView {
    let field_id = format!("text-{id}");
    let typed = move || {
        work.response.with(|response| match response {
            Response::Text(typed) => typed.clone(),
            Response::Choice(_) | Response::Ordering(_) | Response::Matching(_) => String::new(),
        })
    };
    let listen = move |event: web_sys::Event| {
        work.missing.set(None);
        work.response.set(Response::Text(event_target_value(&event)));
    };
    view! {
        <div class="field">
            <label class="item-how" for=field_id.clone()>{words.text_label()}</label>
            <input
                class="field-input"
                class:is-right=move || work.part(0) == Some(true)
                class:is-wrong=move || work.part(0) == Some(false)
                id=field_id
                type="text"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="done"
                maxlength=LONGEST.to_string()
                prop:value=typed
                prop:disabled=move || work.is_checked()
                on:input=listen
            />
            {move || work.part(0).map(|right| mark(right, words))}
        </div>
    }
    .into_any()
}

/// The accepted text that is shown as right.
#[must_use]
pub fn key(text: &TextEntry) -> AnyView {
    view! { <div class="prose"><p><strong>{text.accepted.first().cloned()}</strong></p></div> }.into_any()
}
