//! An item of a kind made after this build: said kindly, and one goes on.

use crate::words::Words;
use leptos::prelude::*;

/// What is shown in its place.
#[must_use]
pub fn view(words: Words) -> AnyView {
    view! { <div class="item item-unknown"><p>{words.unknown_item()}</p></div> }.into_any()
}
