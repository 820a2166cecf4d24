//! Where the focus goes after something on the screen has changed.

use super::frame::after_frame;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Focuses the first element that a selector finds, once the change has been drawn; nothing where there is none.
pub fn focus_soon(selector: &'static str) {
    focus_soon_at(selector.to_owned());
}

/// As [`focus_soon`], for a selector that was put together.
pub fn focus_soon_at(selector: String) {
    after_frame(move || focus_now(&selector));
}

/// Focuses the first element that a selector finds.
pub fn focus_now(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that can't take the focus leaves it where it was: nothing is lost.
        let _ = element.focus();
    }
}
