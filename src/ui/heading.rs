//! A page's heading in the citizens' app: names the document and takes the focus when the page changes, so that a screen
//! reader begins here. The first page after loading leaves the focus where the browser put it.

use super::focus::focus_soon;
use super::tag::{Tag, tag};
use std::cell::Cell;

thread_local! {
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// The heading, and what the browser's tab and history say.
#[must_use]
pub fn heading(text: &str, document: &str) -> Tag {
    leptos::prelude::document().set_title(document);
    if !FIRST.replace(false) {
        focus_soon("#app h1");
    }
    tag("h1", "").attr("tabindex", "-1").text(text)
}
