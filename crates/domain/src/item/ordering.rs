//! Ordering: put 2–8 steps into their order. QTI orderInteraction.

use super::Outcome;
use crate::Fault;
use crate::prose::{Prose, plain_text};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// Steps, written in their right order; the app shows them shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordering {
    /// 2–8 steps in their right order.
    pub steps: Vec<Prose>,
}

impl Ordering {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.steps.iter().collect()
    }

    pub(super) fn key(&self) -> Vec<u8> {
        (0_u8..).zip(&self.steps).map(|(i, _)| i).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=8).contains(&self.steps.len()) {
            faults.push(format!("an ordering has 2–8 steps, this one has {}: add or remove some", self.steps.len()));
        }
        for (i, step) in self.steps.iter().enumerate() {
            let text = plain_text(step);
            if text.trim().is_empty() {
                faults.push(format!("step {} is empty: write what it says", i + 1));
            } else if self.steps[..i].iter().any(|other| plain_text(other) == text) {
                faults.push(format!("step {} repeats another step, so no order is the right one: change it", i + 1));
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        self.steps.iter().map(|step| plain_text(step)).collect::<Vec<_>>().join(" → ")
    }

    /// Kendall's tau, not below 0: pairs of steps in the right order minus pairs in the wrong one, over all pairs
    /// (M. G. Kendall, "A New Measure of Rank Correlation", 1938). A random order earns nothing on average, and one
    /// exchange of neighbours costs little.
    pub(super) fn score(&self, order: &[u8]) -> Result<Outcome, Fault> {
        let placed_once = |step: &u8| order.iter().filter(|placed| *placed == step).count() == 1;
        if order.len() != self.steps.len() || !self.key().iter().all(placed_once) {
            return Err(Fault::ResponseMismatch { reason: "every step must be placed exactly once" });
        }
        let pairs = order.len() * order.len().saturating_sub(1) / 2;
        let concordant =
            order.iter().enumerate().map(|(i, a)| order[i + 1..].iter().filter(|b| a < *b).count()).sum::<usize>();
        Ok(Outcome {
            score: Score::ratio((2 * concordant).saturating_sub(pairs), pairs),
            parts: (0_u8..).zip(order).map(|(place, step)| place == *step).collect(),
            feedback: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::{Block, Span};
    use proptest::prelude::*;

    fn ordering(count: usize) -> Ordering {
        Ordering { steps: (0..count).map(|i| vec![Block::Paragraph(vec![Span::Text(format!("s{i}"))])]).collect() }
    }

    #[test]
    fn one_exchange_of_neighbours_costs_a_third_of_three_steps_and_reversing_all() {
        assert_eq!(ordering(3).score(&[0, 2, 1]).unwrap().score, Score::ratio(1, 3));
        assert_eq!(ordering(4).score(&[3, 2, 1, 0]).unwrap().score, Score::NONE);
    }

    #[test]
    fn a_step_missing_repeated_or_unknown_is_refused() {
        for bad in [&[][..], &[0, 1], &[0, 0, 1], &[0, 1, 3], &[0, 1, 2, 2]] {
            assert!(ordering(3).score(bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn only_the_key_earns_full_and_mending_neighbours_never_costs(order in (2_u8..8).prop_flat_map(|n| Just((0..n).collect::<Vec<u8>>()).prop_shuffle())) {
            let ordering = ordering(order.len());
            let score = ordering.score(&order).unwrap().score;
            prop_assert_eq!(score == Score::FULL, order == ordering.key());
            for i in 1..order.len() {
                if order[i - 1] > order[i] {
                    let mut mended = order.clone();
                    mended.swap(i - 1, i);
                    prop_assert!(ordering.score(&mended).unwrap().score >= score);
                }
            }
        }
    }
}
