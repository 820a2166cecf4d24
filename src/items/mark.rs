//! Right or not, told by a word and an icon, never by colour alone.

use crate::ui::icon::icon;
use crate::words::Words;
use leptos::prelude::*;

/// The mark of one part of a response.
#[must_use]
pub fn mark(right: bool, words: Words) -> AnyView {
    let (class, name, word) =
        if right { ("mark right", "check", words.mark_right()) } else { ("mark wrong", "cross", words.mark_wrong()) };
    view! { <span class=class>{icon(name)}{word}</span> }.into_any()
}
