//! Practice: a task on simulated phone screens. QTI has no such interaction (its portable custom interaction is the nearest).
//!
//! A practice is data: screens made of a few kinds of part, each tap of which may lead on, go wrong, or be what must never be
//! done. What was typed is never recorded, only whether it fitted: somebody may type a true number by mistake.

use super::Outcome;
use crate::Fault;
use crate::prose::Prose;
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// A task on simulated screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// The name of the made-up app.
    pub app: String,
    /// 2–30 screens; the first is where one begins.
    pub screens: Vec<Screen>,
}

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// What stands in its bar.
    pub title: String,
}

/// One thing done: the part of the screen that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The part, by its place on the screen that was shown.
    pub part: u8,
    /// Whether what was typed or set there did not fit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfit: bool,
}

impl Practice {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        Vec::new()
    }

    pub(super) fn key(&self) -> Vec<Act> {
        Vec::new()
    }

    pub(super) fn check(&self) -> Vec<String> {
        Vec::new()
    }

    pub(super) fn summary(&self) -> String {
        String::new()
    }

    pub(super) fn score(&self, given: &[Act]) -> Result<Outcome, Fault> {
        Ok(Outcome {
            score: Score::ratio(usize::from(given == self.key()), 1),
            parts: Vec::new(),
            feedback: Vec::new(),
        })
    }
}
