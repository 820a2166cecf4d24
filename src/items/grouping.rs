//! Grouping on the screen: each card is put into a pile, by the same taps as a matching.

use super::joining::{self, Sides};
use super::work::Work;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::grouping::Grouping;
use domain::item::shuffled;
use domain::prose::{Block, Prose, Span, plain_text};

/// The cards of a grouping.
#[must_use]
pub fn view(id: &str, grouping: &Grouping, work: Work, words: Words) -> Tag {
    let name = |name: &String| -> Prose { vec![Block::Paragraph(vec![Span::Text(name.clone())])] };
    let sides = Sides {
        lefts: grouping.cards.iter().map(|card| card.prose.clone()).collect(),
        said: grouping.cards.iter().map(|card| card.feedback.clone()).collect(),
        left_order: shuffled(grouping.cards.len(), id),
        rights: grouping.piles.iter().map(name).collect(),
        right_order: (0_u8..).zip(&grouping.piles).map(|(place, _)| place).collect(),
        exclusive: false,
        how: words.grouping_how(),
        open_word: words.grouping_open(),
    };
    joining::view(sides, work, words)
}

/// The piles with their cards.
#[must_use]
pub fn key(grouping: &Grouping) -> Tag {
    let piles = (0_u8..).zip(&grouping.piles).map(|(pile, name)| {
        let cards = grouping.cards.iter().filter(|card| card.pile == pile);
        let cards = cards.map(|card| tag("li", "").text(&plain_text(&card.prose))).collect();
        tag("li", "").with(tag("strong", "").text(name)).with(tag("ul", "").each(cards))
    });
    tag("div", "prose").with(tag("ul", "").each(piles.collect()))
}

/// How many cards lie free.
#[must_use]
pub fn missing(placed: &[Option<u8>], words: Words) -> Option<String> {
    let open = placed.iter().filter(|pile| pile.is_none()).count();
    (open > 0).then(|| words.grouping_needed(open))
}
