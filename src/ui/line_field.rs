//! A field for one line of text in the citizens' app: label, hint, and what is wrong with it.

use super::tag::{Tag, tag};
use leptos::prelude::*;

/// The field. `wrong` is empty where nothing is.
#[must_use]
pub fn line_field(id: &str, label: &str, hint: &str, typed: RwSignal<String>, wrong: RwSignal<&'static str>) -> Tag {
    let (hint_id, wrong_id) = (format!("{id}-hint"), format!("{id}-wrong"));
    let input = tag("input", "field-input")
        .attr("id", id)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &format!("{hint_id} {wrong_id}"))
        .attr_live("aria-invalid", move || (!wrong.get().is_empty()).then(|| "true".into()))
        .prop_live("value", move || typed.get().into())
        .on("input", move |event| typed.set(event_target_value(&event)));
    tag("div", "field")
        .with(tag("label", "field-label").attr("for", id).text(label))
        .with(tag("p", "quiet").attr("id", &hint_id).text(hint))
        .with(input)
        .with(
            tag("p", "field-wrong").attr("id", &wrong_id).attr("role", "status").text_live(move || wrong.get().into()),
        )
}
