//! Choosing one file, by the browser's own dialog or by dropping it.

use super::icon::icon;
use leptos::html::Input;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::{DragEvent, File, FileList};

/// A field for one file.
#[component]
pub fn FileField(
    /// Its id.
    id: &'static str,
    /// On its button.
    label: &'static str,
    /// Beside it, for those with a mouse.
    drop: &'static str,
    /// What the browser offers to choose.
    accept: &'static str,
    /// What was chosen.
    #[prop(into)]
    chosen: Callback<SendWrapper<File>>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let over = RwSignal::new(false);
    let give = move |files: Option<FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            chosen.run(SendWrapper::new(file));
        }
    };
    let change = move |_| {
        if let Some(input) = input.get_untracked() {
            let files = input.files();
            give(files);
            // So that the same file, corrected, may be chosen again.
            input.set_value("");
        }
    };
    let dragged = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        give(event.data_transfer().and_then(|data| data.files()));
    };
    view! {
        <div
            class="file-field"
            class:file-over=move || over.get()
            on:dragover=dragged
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input id=id class="unseen" type="file" accept=accept node_ref=input on:change=change />
            <label class="button" for=id>
                {icon("upload")}
                {label}
            </label>
            <span class="file-drop">{drop}</span>
        </div>
    }
}
