//! A text to be copied and handed on, with a button that copies it.

use super::icon::icon;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The words of a copy field.
#[derive(Debug, Clone, Copy)]
pub struct CopyWords {
    /// Its label.
    pub label: &'static str,
    /// On the button.
    pub copy: &'static str,
    /// When it was copied.
    pub copied: &'static str,
    /// When the browser refused: the text is selected then, to be copied by hand.
    pub failed: &'static str,
}

/// A copy field.
#[component]
pub fn CopyField(
    /// Its words.
    words: CopyWords,
    /// Its id.
    id: &'static str,
    /// What is copied.
    text: String,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let copied = RwSignal::new(None::<bool>);
    let copy = {
        let text = text.clone();
        move |_| {
            // Browsers offer the clipboard only to pages from https or this very machine.
            let written = window().is_secure_context().then(|| window().navigator().clipboard().write_text(&text));
            spawn_local(async move {
                let done = match written {
                    Some(promise) => JsFuture::from(promise).await.is_ok(),
                    None => false,
                };
                if let (false, Some(field)) = (done, field.get_untracked()) {
                    field.select();
                }
                copied.set(Some(done));
            });
        }
    };
    let said = move || match copied.get() {
        None => "",
        Some(true) => words.copied,
        Some(false) => words.failed,
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>{words.label}</label>
            <div class="field-row">
                <input id=id class="field-input" type="text" readonly node_ref=field prop:value=text on:focus=move |_| {
                    if let Some(field) = field.get_untracked() {
                        field.select();
                    }
                } />
                <button class="button primary" type="button" on:click=copy>
                    {icon("copy")}
                    {words.copy}
                </button>
            </div>
            <p class="field-hint" role="status">{said}</p>
        </div>
    }
}
