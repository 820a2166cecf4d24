//! Inspect: tap the suspicious parts of a message, web page or poster. QTI hottextInteraction.

use super::Outcome;
use super::passage::Run;
use crate::Fault;
use crate::prose::{Prose, Span};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// Something to look at closely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspect {
    /// What it looks like.
    pub look: Look,
    /// Who it says it is from: a sender, an address, a headline.
    pub from: String,
    /// The text; its places are the parts that can be tapped.
    pub passage: Vec<Run>,
    /// 2–12 parts, in reading order.
    pub parts: Vec<Part>,
}

/// What the thing to inspect looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// A message on a phone.
    Message,
    /// A web page with its address.
    Page,
    /// A poster or leaflet.
    Poster,
}

/// A part that can be tapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its words.
    pub words: Vec<Span>,
    /// Whether it gives the fraud away.
    pub suspicious: bool,
    /// Why it does or doesn't: shown for every part that was tapped or missed.
    pub feedback: Prose,
}

impl Inspect {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.parts.iter().map(|part| &part.feedback).collect()
    }

    pub(super) fn key(&self) -> Vec<u8> {
        (0_u8..).zip(&self.parts).filter(|(_, part)| part.suspicious).map(|(i, _)| i).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        Vec::new()
    }

    pub(super) fn summary(&self) -> String {
        String::new()
    }

    pub(super) fn score(&self, given: &[u8]) -> Result<Outcome, Fault> {
        Ok(Outcome {
            score: Score::ratio(usize::from(given == self.key()), 1),
            parts: Vec::new(),
            feedback: Vec::new(),
        })
    }
}
