//! Matching: join each of 2–8 left sides with its right side. QTI matchInteraction, one to one.

use super::Outcome;
use crate::Fault;
use crate::prose::{Prose, plain_text};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// Pairs, written side by side; the app shows the right sides shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// What the left column is called, if the author said.
    pub left_title: String,
    /// What the right column is called, if the author said.
    pub right_title: String,
    /// 2–8 pairs.
    pub pairs: Vec<Pair>,
}

/// A left side and the right side that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The left side.
    pub left: Prose,
    /// Its right side.
    pub right: Prose,
}

impl Matching {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]).collect()
    }

    /// Everything that is heard of it, in reading order.
    pub(super) fn spoken(&self) -> Vec<String> {
        let pairs = self.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]).map(|prose| plain_text(prose));
        [&self.left_title, &self.right_title].into_iter().cloned().chain(pairs).collect()
    }

    pub(super) fn key(&self) -> Vec<Option<u8>> {
        (0_u8..).zip(&self.pairs).map(|(i, _)| Some(i)).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=8).contains(&self.pairs.len()) {
            faults.push(format!("a matching has 2–8 pairs, this one has {}: add or remove some", self.pairs.len()));
        }
        for (i, pair) in self.pairs.iter().enumerate() {
            for (side, text) in [("left", plain_text(&pair.left)), ("right", plain_text(&pair.right))] {
                let earlier =
                    |other: &Pair| plain_text(if side == "left" { &other.left } else { &other.right }) == text;
                if text.trim().is_empty() {
                    faults.push(format!("the {side} side of row {} is empty: write what it says", i + 1));
                } else if self.pairs[..i].iter().any(earlier) {
                    faults.push(format!(
                        "the {side} side of row {} repeats another row, so the pairs are not clear: change it",
                        i + 1
                    ));
                }
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        let lines = self.pairs.iter().map(|pair| format!("{} – {}", plain_text(&pair.left), plain_text(&pair.right)));
        lines.collect::<Vec<_>>().join("; ")
    }

    /// The share of left sides joined to their own right side (QTI map_response, 1 a pair).
    pub(super) fn score(&self, joined: &[Option<u8>]) -> Result<Outcome, Fault> {
        if joined.len() != self.pairs.len() {
            return Err(Fault::ResponseMismatch { reason: "each left side needs one place in the response" });
        }
        let used: Vec<u8> = joined.iter().copied().flatten().collect();
        if used.iter().any(|right| usize::from(*right) >= self.pairs.len()) {
            return Err(Fault::ResponseMismatch { reason: "there is no such right side" });
        }
        if used.iter().enumerate().any(|(i, right)| used[..i].contains(right)) {
            return Err(Fault::ResponseMismatch { reason: "a right side can be joined only once" });
        }
        let parts: Vec<bool> = (0_u8..).zip(joined).map(|(left, right)| *right == Some(left)).collect();
        let right = parts.iter().filter(|part| **part).count();
        Ok(Outcome { score: Score::ratio(right, parts.len()), parts, feedback: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::{Block, Span};
    use proptest::prelude::*;

    fn matching(count: usize) -> Matching {
        let say = |text: String| vec![Block::Paragraph(vec![Span::Text(text)])];
        let pairs = (0..count).map(|i| Pair { left: say(format!("l{i}")), right: say(format!("r{i}")) }).collect();
        Matching { left_title: String::new(), right_title: String::new(), pairs }
    }

    #[test]
    fn a_side_left_open_counts_as_wrong() {
        assert_eq!(matching(4).score(&[Some(0), None, None, Some(3)]).unwrap().score, Score::ratio(1, 2));
    }

    #[test]
    fn a_right_side_used_twice_or_unknown_is_refused() {
        for bad in [vec![], vec![Some(0)], vec![Some(0), Some(0)], vec![Some(0), Some(2)], vec![None, None, None]] {
            assert!(matching(2).score(&bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn only_the_key_earns_full(order in (2_u8..8).prop_flat_map(|n| Just((0..n).collect::<Vec<u8>>()).prop_shuffle())) {
            let matching = matching(order.len());
            let joined: Vec<Option<u8>> = order.iter().copied().map(Some).collect();
            prop_assert_eq!(matching.score(&joined).unwrap().score == Score::FULL, joined == matching.key());
        }
    }
}
