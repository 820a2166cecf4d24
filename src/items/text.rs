//! Text entry on the screen: one field.

use super::mark::mark;
use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::Response;
use domain::item::text::{LONGEST, TextEntry};
use leptos::prelude::*;

/// The field of a text entry. It shows nothing of the item itself: the prompt stands above.
#[must_use]
pub fn view(id: &str, work: Work, words: Words) -> Tag {
    let field_id = format!("text-{id}");
    let typed = move || {
        work.response.with(|response| if let Response::Text(typed) = response { typed.as_str() } else { "" }.into())
    };
    let hear = move |event: web_sys::Event| {
        work.missing.set(None);
        work.response.set(Response::Text(event_target_value(&event)));
    };
    let input = tag("input", "field-input")
        .class_live("is-right", move || work.part(0) == Some(true))
        .class_live("is-wrong", move || work.part(0) == Some(false))
        .attr("id", &field_id)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "done")
        .attr("maxlength", &LONGEST.to_string())
        .prop_live("value", typed)
        .prop_live("disabled", move || work.is_checked().into())
        .on("input", hear);
    tag("div", "field")
        .with(tag("label", "item-how").attr("for", &field_id).text(words.text_label()))
        .with(input)
        .live(move || work.part(0).map(|right| mark(right, words)).into_iter().collect())
}

/// The accepted text that is shown as right.
#[must_use]
pub fn key(text: &TextEntry) -> Tag {
    let first = text.accepted.first().map_or("", String::as_str);
    tag("div", "prose").with(tag("p", "").with(tag("strong", "").text(first)))
}
