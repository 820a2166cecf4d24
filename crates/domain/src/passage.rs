//! A running text with numbered places in it: gaps to fill, or parts to look at. What a place is, its kind says.

use crate::prose::Span;
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
