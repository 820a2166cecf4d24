//! A page's heading: names the document and takes the focus when the page changes, so that a screen reader begins here.

use leptos::html::H1;
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// The heading. The first page after loading leaves the focus where the browser put it.
#[component]
pub fn PageTitle(
    /// What the page is called.
    #[prop(into)]
    text: Signal<String>,
    /// What the browser's tab and history say.
    #[prop(into)]
    document: Signal<String>,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    Effect::new(move |_| set_document_title(&document.get()));
    heading.on_load(|heading| {
        if !FIRST.replace(false) {
            // A heading that can't take the focus leaves it where it was: nothing is lost.
            let _ = heading.focus();
        }
    });
    view! { <h1 tabindex="-1" node_ref=heading>{text}</h1> }
}

fn set_document_title(text: &str) {
    leptos::prelude::document().set_title(text);
}
