//! Dialogue: a chat in which each reply leads to another turn, up to one of several endings. A branching scenario of QTI items
//! that are single choices.

use super::Outcome;
use crate::Fault;
use crate::prose::Prose;
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// A chat with somebody made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialogue {
    /// Who the learner talks with.
    pub with: String,
    /// 2–20 turns; the first opens the chat, and replies lead only to later turns, so every chat ends.
    pub turns: Vec<Turn>,
}

/// What the other side says, and what may be replied; an ending where nothing may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// What the other side says; at an ending, how it came out.
    pub says: Prose,
    /// 2–4 replies; none at an ending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
}

/// One reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What the learner would say.
    pub prose: Prose,
    /// Whether it is wise.
    pub right: bool,
    /// What to say to somebody who chose it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
    /// The turn it leads to, by its place.
    pub to: u8,
}

impl Dialogue {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.turns
            .iter()
            .flat_map(|turn| {
                std::iter::once(&turn.says).chain(turn.replies.iter().flat_map(|reply| [&reply.prose, &reply.feedback]))
            })
            .collect()
    }

    pub(super) fn key(&self) -> Vec<u8> {
        Vec::new()
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
