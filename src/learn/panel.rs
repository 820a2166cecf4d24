//! A part of a page about oneself: its heading and what it is for, with the button that reads both aloud.

use crate::ui::hear::heard;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;

/// The panel, with nothing in it yet; `text` may be empty.
#[must_use]
pub fn panel(title: &str, text: &str, words: Words) -> Tag {
    panel_at("", title, text, words)
}

/// As [`panel`], with a heading that can take the focus.
#[must_use]
pub fn panel_at(id: &str, title: &str, text: &str, words: Words) -> Tag {
    let heading = tag("h2", "").text(title);
    let heading = if id.is_empty() { heading } else { heading.attr("id", id).attr("tabindex", "-1") };
    let lead = (!text.is_empty()).then(|| tag("p", "quiet").text(text));
    let says = format!("{title}\n{text}");
    tag("section", "panel").with(heard(heading, &says, words.hear())).maybe(lead)
}
