//! A field for a password that can be shown while it is typed; pasting and password managers work.

use super::text_field::described;
use leptos::prelude::*;

/// The words of a password field.
#[derive(Debug, Clone, Copy)]
pub struct PasswordWords {
    /// Its label.
    pub label: &'static str,
    /// On the button that shows what was typed, and what a screen reader says for it.
    pub show: (&'static str, &'static str),
    /// On the button that hides it again, and what a screen reader says for it.
    pub hide: (&'static str, &'static str),
}

/// A password field.
#[component]
pub fn PasswordField(
    /// Its words.
    words: PasswordWords,
    /// Its id; hint and fault get ids from it.
    id: &'static str,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    fault: Signal<Option<String>>,
    /// A line under the label.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let hint_id = format!("{id}-hint");
    let fault_id = format!("{id}-fault");
    let described = described(id, hint.is_some(), fault);
    view! {
        <div class="field">
            <label class="field-label" for=id>{words.label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <div class="field-row">
                <input
                    class="field-input"
                    id=id
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <button
                    class="button"
                    type="button"
                    aria-controls=id
                    aria-label=move || if shown.get() { words.hide.1 } else { words.show.1 }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { words.hide.0 } else { words.show.0 }}
                </button>
            </div>
            {move || fault.get().map(|fault| view! { <p class="field-fault" id=fault_id.clone()>{fault}</p> })}
        </div>
    }
}
