//! Matching on the screen: each left side is joined to a right side of its own.

use super::joining::{self, Sides};
use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::matching::{Matching, Pair};
use domain::item::shuffled;
use domain::prose::plain_text;

/// The pairs of a matching.
#[must_use]
pub fn view(id: &str, matching: &Matching, work: Work, words: Words) -> Tag {
    let (lefts, rights): (Vec<_>, Vec<_>) =
        matching.pairs.iter().map(|pair| (pair.left.clone(), pair.right.clone())).unzip();
    let sides = Sides {
        left_order: (0_u8..).zip(&lefts).map(|(place, _)| place).collect(),
        right_order: shuffled(rights.len(), id),
        lefts,
        said: Vec::new(),
        rights,
        exclusive: true,
        how: words.matching_how(),
        open_word: words.matching_open(),
    };
    joining::view(sides, work, words)
}

/// Each left side with the right side that belongs to it.
#[must_use]
pub fn key(matching: &Matching) -> Tag {
    let row = |pair: &Pair| tag("li", "").text(&format!("{} → {}", plain_text(&pair.left), plain_text(&pair.right)));
    tag("div", "prose").with(tag("ul", "").each(matching.pairs.iter().map(row).collect()))
}
