//! Grouping: sort 3–12 cards into 2–4 named piles. QTI matchInteraction, many to one.

use super::Outcome;
use crate::Fault;
use crate::prose::Prose;
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// Cards and the piles they belong to; the app shows the cards shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// The names of 2–4 piles.
    pub piles: Vec<String>,
    /// 3–12 cards, in the author's order.
    pub cards: Vec<Card>,
}

/// A card and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it says.
    pub prose: Prose,
    /// The pile it belongs to, from 0.
    pub pile: u8,
    /// What to say to somebody who put it elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
}

impl Grouping {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.cards.iter().flat_map(|card| [&card.prose, &card.feedback]).collect()
    }

    pub(super) fn key(&self) -> Vec<Option<u8>> {
        self.cards.iter().map(|card| Some(card.pile)).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        Vec::new()
    }

    pub(super) fn summary(&self) -> String {
        String::new()
    }

    pub(super) fn score(&self, given: &[Option<u8>]) -> Result<Outcome, Fault> {
        Ok(Outcome {
            score: Score::ratio(usize::from(given == self.key()), 1),
            parts: Vec::new(),
            feedback: Vec::new(),
        })
    }
}
