//! Gap fill: a running text with 1–8 gaps, each typed or chosen from a few words. QTI textEntry and inlineChoice in one text.

use super::Outcome;
use super::passage::Run;
use crate::Fault;
use crate::prose::Prose;
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// A text with gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// The text; its places are the gaps.
    pub passage: Vec<Run>,
    /// The gaps, in reading order.
    pub gaps: Vec<Gap>,
    /// Whether words typed without Vietnamese marks are accepted too.
    #[serde(default)]
    pub diacritics_optional: bool,
}

/// One gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What fits, compared as [`crate::text`] folds it; the first is shown as right.
    pub accepted: Vec<String>,
    /// The words to choose from, the right one among them; empty where one types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// What to say to somebody who filled it wrongly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
}

impl Gaps {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.gaps.iter().map(|gap| &gap.feedback).collect()
    }

    pub(super) fn key(&self) -> Vec<String> {
        self.gaps.iter().map(|gap| gap.accepted.first().cloned().unwrap_or_default()).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        Vec::new()
    }

    pub(super) fn summary(&self) -> String {
        String::new()
    }

    pub(super) fn score(&self, given: &[String]) -> Result<Outcome, Fault> {
        Ok(Outcome {
            score: Score::ratio(usize::from(given == self.key()), 1),
            parts: Vec::new(),
            feedback: Vec::new(),
        })
    }
}
