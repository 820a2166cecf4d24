//! A modal dialog on the browser's own `<dialog>`: it keeps the focus inside, closes with Escape, and gives the focus back.

use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

/// A dialog, open while `open` is.
#[component]
pub fn Dialog(
    /// Whether it is open; the browser closes it too.
    open: RwSignal<bool>,
    /// The id of the heading inside that names it.
    labelled_by: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<DialogElement>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        if let Some(element) = element.get() {
            if wanted && !element.open() {
                // Refused only where the element isn't in the page, and then there is nobody to see it.
                let _ = element.show_modal();
            } else if !wanted && element.open() {
                element.close();
            }
        }
    });
    view! {
        <dialog class="dialog" node_ref=element aria-labelledby=labelled_by on:close=move |_| open.set(false)>
            {children()}
        </dialog>
    }
}
