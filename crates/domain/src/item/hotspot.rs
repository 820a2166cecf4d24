//! Hotspot: tap one or several areas of a picture; each has a name, so that it can be chosen from a list too. QTI hotspotInteraction.

use super::Outcome;
use crate::Fault;
use crate::prose::{Picture, Prose};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// A picture with areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hotspot {
    /// The picture.
    pub picture: Picture,
    /// 2–10 areas, in the author's order.
    pub areas: Vec<Area>,
}

/// A rectangle of the picture, in hundredths of its width and height from the upper left corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// What is seen there.
    pub name: String,
    /// Its left edge.
    pub x: u8,
    /// Its upper edge.
    pub y: u8,
    /// Its width.
    pub width: u8,
    /// Its height.
    pub height: u8,
    /// Whether it belongs to the key.
    pub right: bool,
    /// What to say to somebody who chose it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
}

impl Hotspot {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.areas.iter().map(|area| &area.feedback).collect()
    }

    pub(super) fn key(&self) -> Vec<u8> {
        (0_u8..).zip(&self.areas).filter(|(_, area)| area.right).map(|(i, _)| i).collect()
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
