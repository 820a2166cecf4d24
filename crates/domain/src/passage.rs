//! A running text with numbered places in it: gaps to fill, or parts to look at. What a place is, its kind says.

use crate::prose::{Block, Span, plain_text};
use serde::{Deserialize, Serialize};

/// One run of a text with places in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Words.
    Words(Vec<Span>),
    /// The place of that number, from 0, each exactly once and in order.
    Place(u8),
    /// A new paragraph begins.
    Break,
}

/// The words of a text, each place by what stands in for it, paragraphs joined by a space.
#[must_use]
pub fn plain_passage(passage: &[Run], place: impl Fn(usize) -> String) -> String {
    let run = |run: &Run| match run {
        Run::Words(spans) => plain_text(&[Block::Paragraph(spans.clone())]),
        Run::Place(number) => place(usize::from(*number)),
        Run::Break => " ".into(),
    };
    passage.iter().map(run).collect()
}

/// How many places a text has, when they are numbered 0, 1, 2 … in reading order; `None` when they are not.
#[must_use]
pub fn places(passage: &[Run]) -> Option<usize> {
    let mut next = 0_u8;
    for run in passage {
        if let Run::Place(place) = run {
            if *place != next {
                return None;
            }
            next = next.checked_add(1)?;
        }
    }
    Some(usize::from(next))
}
