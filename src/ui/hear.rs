//! The small button that reads a text aloud. It only carries the text; what a tap does is its page's business (`learn/aloud.rs`),
//! which listens for all of them at once.

use super::tag::{Tag, icon, tag};

/// The class of the button.
pub const HEAR: &str = "hear";
/// The attribute that carries the texts, one a line.
pub const SAYS: &str = "data-says";
/// How much of a text its button is named by, in characters.
const NAMED: usize = 40;

/// The button for some texts, one a line; `label` is what it does.
#[must_use]
pub fn hear(texts: &str, label: &str) -> Tag {
    let first: String = texts.chars().take_while(|c| *c != '\n').take(NAMED).collect();
    tag("button", HEAR)
        .attr("type", "button")
        .attr(SAYS, texts)
        .attr("aria-label", &format!("{label}: {first}"))
        .with(icon("hear"))
}

/// Something with its button beside it.
#[must_use]
pub fn heard(shown: Tag, texts: &str, label: &str) -> Tag {
    tag("div", "heard").with(shown).with(hear(texts, label))
}
