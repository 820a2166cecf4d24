//! A field for one line of text, with its label, hint and what is wrong with it.

use leptos::prelude::*;

/// A text field.
#[component]
pub fn TextField(
    /// Its label.
    label: &'static str,
    /// Its id; hint and fault get ids from it.
    id: &'static str,
    /// What browsers may fill in, as `username`.
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
    let hint_id = format!("{id}-hint");
    let fault_id = format!("{id}-fault");
    let described = described(id, hint.is_some(), fault);
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <input
                class="field-input"
                id=id
                type="text"
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || fault.get().map(|fault| view! { <p class="field-fault" id=fault_id.clone()>{fault}</p> })}
        </div>
    }
}

/// The ids of a field's hint and fault, for `aria-describedby`.
pub(super) fn described(
    id: &'static str,
    has_hint: bool,
    fault: Signal<Option<String>>,
) -> impl Fn() -> Option<String> {
    move || {
        let hint = has_hint.then(|| format!("{id}-hint"));
        let fault = fault.with(Option::is_some).then(|| format!("{id}-fault"));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
