//! Choice: pick one (single) or several (multiple) of 2–8 options. QTI choiceInteraction.

use super::Outcome;
use crate::Fault;
use crate::prose::{Block, Prose, plain_text};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// A choice with its options; single when exactly one option is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// 2–8 options in the author's order, which is the order shown.
    pub options: Vec<ChoiceOption>,
}

/// One option of a [`Choice`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// What it says.
    pub prose: Prose,
    /// Whether it belongs to the key.
    pub right: bool,
    /// What to say to somebody who chose it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
}

impl Choice {
    /// Whether several options may be chosen: the key has more than one.
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        self.options.iter().filter(|option| option.right).count() > 1
    }

    /// Whether every option is a picture, so that they are shown side by side.
    #[must_use]
    pub fn is_of_pictures(&self) -> bool {
        self.options.iter().all(|option| matches!(option.prose.first(), Some(Block::Picture(_))))
    }

    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.options.iter().flat_map(|option| [&option.prose, &option.feedback]).collect()
    }

    pub(super) fn key(&self) -> Vec<u8> {
        (0_u8..).zip(&self.options).filter(|(_, option)| option.right).map(|(i, _)| i).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=8).contains(&self.options.len()) {
            faults.push(format!("a choice has 2–8 options, this one has {}: add or remove some", self.options.len()));
        }
        if !self.options.iter().any(|option| option.right) {
            faults.push("no option is marked right: write `[x]` before the right one".into());
        }
        if self.options.len() > 1 && self.options.iter().all(|option| option.right) {
            faults.push("every option is marked right, so there is nothing to choose: add a wrong one `[ ]`".into());
        }
        for (i, option) in self.options.iter().enumerate() {
            let text = plain_text(&option.prose);
            if text.trim().is_empty() {
                faults.push(format!("option {} is empty: write what it says", i + 1));
            } else if self.options[..i].iter().any(|other| plain_text(&other.prose) == text) {
                faults.push(format!("option {} repeats another option: change or remove it", i + 1));
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        let right: Vec<String> =
            self.options.iter().filter(|option| option.right).map(|option| plain_text(&option.prose)).collect();
        format!("{} / {}: {}", right.len(), self.options.len(), right.join(" · "))
    }

    /// See [`picked`]; single where one option is right.
    pub(super) fn score(&self, chosen: &[u8]) -> Result<Outcome, Fault> {
        let rights: Vec<bool> = self.options.iter().map(|option| option.right).collect();
        if chosen.is_empty() || (!self.is_multiple() && chosen.len() > 1) {
            return Err(Fault::ResponseMismatch {
                reason: "one option must be chosen, more only where several are right",
            });
        }
        let feedback = |i: &u8| self.options.get(usize::from(*i)).map(|option| option.feedback.clone());
        picked(&rights, chosen, chosen.iter().filter_map(feedback).collect())
    }
}

/// Right ones picked minus wrong ones picked, over the number of right ones, not below 0 (QTI `map_response` with +1, −1 and a
/// lower bound), so that picking everything doesn't pay. Where one is right and one may be picked that is all or nothing
/// (QTI `match_correct`). The parts are those picked, in their order.
pub(super) fn picked(rights: &[bool], picked: &[u8], feedback: Vec<Prose>) -> Result<Outcome, Fault> {
    if !picked.is_sorted_by(|a, b| a < b) {
        return Err(Fault::ResponseMismatch { reason: "options must be ascending without repeats" });
    }
    let parts: Option<Vec<bool>> = picked.iter().map(|i| rights.get(usize::from(*i)).copied()).collect();
    let parts = parts.ok_or(Fault::ResponseMismatch { reason: "there is no such option" })?;
    let right = parts.iter().filter(|right| **right).count();
    let wrong = parts.len() - right;
    let key = rights.iter().filter(|right| **right).count();
    Ok(Outcome { score: Score::ratio(right.saturating_sub(wrong), key), parts, feedback })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Span;
    use proptest::prelude::*;

    fn choice(rights: &[bool]) -> Choice {
        let say = |text: String| vec![Block::Paragraph(vec![Span::Text(text)])];
        let option = |(i, right): (usize, &bool)| ChoiceOption {
            prose: say(format!("o{i}")),
            right: *right,
            feedback: say(format!("f{i}")),
        };
        Choice { options: rights.iter().enumerate().map(option).collect() }
    }

    #[test]
    fn a_single_choice_is_all_or_nothing_and_answers_the_option_chosen() {
        let choice = choice(&[false, true, false]);
        assert_eq!(choice.score(&[1]).unwrap().score, Score::FULL);
        let wrong = choice.score(&[2]).unwrap();
        assert_eq!((wrong.score, plain_text(&wrong.feedback[0]).as_str()), (Score::NONE, "f2"));
    }

    #[test]
    fn choosing_everything_does_not_pay() {
        assert_eq!(choice(&[true, true, false, false]).score(&[0, 1, 2, 3]).unwrap().score, Score::NONE);
        assert_eq!(choice(&[true, true, false]).score(&[0]).unwrap().score, Score::ratio(1, 2));
    }

    #[test]
    fn responses_that_no_phone_can_give_are_refused() {
        let choice = choice(&[false, true, false]);
        for bad in [&[][..], &[0, 1], &[3], &[255], &[1, 1], &[1, 0]] {
            assert!(choice.score(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_an_author_got_wrong_is_said() {
        assert_eq!(choice(&[true]).check().len(), 1);
        assert_eq!(choice(&[false, false]).check().len(), 1);
        assert_eq!(choice(&[true, true]).check().len(), 1);
        assert!(choice(&[true, false]).check().is_empty());
    }

    proptest! {
        #[test]
        fn the_key_earns_full_and_one_more_right_never_costs(rights in prop::collection::vec(any::<bool>(), 2..8), mask in any::<u8>()) {
            let choice = choice(&rights);
            let key = choice.key();
            prop_assume!(key.len() > 1);
            prop_assert_eq!(choice.score(&key).unwrap().score, Score::FULL);
            let chosen: Vec<u8> = (0_u8..8).filter(|i| usize::from(*i) < rights.len() && mask & (1 << i) != 0).collect();
            prop_assume!(!chosen.is_empty());
            let before = choice.score(&chosen).unwrap().score;
            for extra in key {
                let mut more = chosen.clone();
                more.push(extra);
                more.sort_unstable();
                more.dedup();
                prop_assert!(choice.score(&more).unwrap().score >= before);
            }
        }
    }
}
