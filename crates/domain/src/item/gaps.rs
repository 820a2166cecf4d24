//! Gap fill: a running text with 1–8 gaps, each typed or chosen from a few words. QTI textEntry and inlineChoice in one text.

use super::Outcome;
use crate::Fault;
use crate::passage::{Run, places, plain_passage};
use crate::prose::{Prose, plain_text};
use crate::score::Score;
use crate::text::{fold, fold_marks};
use serde::{Deserialize, Serialize};

/// The longest that is read in one gap, in characters: a word or two, so that eight of them fit a statement.
pub const LONGEST: usize = 60;

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

    /// The text as it is heard before anything is filled in: a pause where a gap is.
    #[must_use]
    pub fn spoken_passage(&self) -> String {
        plain_passage(&self.passage, |_| "…".into())
    }

    /// Everything that is heard of it, in reading order: a gap by its words to choose from, or by what is shown as right.
    pub(super) fn spoken(&self) -> Vec<String> {
        let mut texts = vec![self.spoken_passage()];
        for gap in &self.gaps {
            texts.extend(gap.options.iter().chain(gap.accepted.first()).cloned());
            texts.push(plain_text(&gap.feedback));
        }
        texts
    }

    pub(super) fn key(&self) -> Vec<String> {
        self.gaps.iter().map(|gap| gap.accepted.first().cloned().unwrap_or_default()).collect()
    }

    fn folded(&self, text: &str) -> String {
        if self.diacritics_optional { fold_marks(text) } else { fold(text) }
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(1..=8).contains(&self.gaps.len()) {
            faults.push(format!("a text has 1–8 gaps, this one has {}: add or remove some", self.gaps.len()));
        }
        if places(&self.passage) != Some(self.gaps.len()) {
            faults.push("the gaps don't stand in the text one after the other: write each once".into());
        }
        if !self.passage.iter().any(|run| matches!(run, Run::Words(_))) {
            faults.push("there is no text around the gaps: write the sentence they belong to".into());
        }
        for (i, gap) in self.gaps.iter().enumerate() {
            self.check_gap(i + 1, gap, &mut faults);
        }
        faults
    }

    fn check_gap(&self, n: usize, gap: &Gap, faults: &mut Vec<String>) {
        if !(1..=10).contains(&gap.accepted.len()) || gap.accepted.iter().any(|text| self.folded(text).is_empty()) {
            faults.push(format!("gap {n} has no word that fits: write it between the brackets"));
        }
        let repeats =
            |i: usize| gap.accepted[..i].iter().any(|other| self.folded(other) == self.folded(&gap.accepted[i]));
        if (0..gap.accepted.len()).any(repeats) {
            faults.push(format!("a word that fits gap {n} is there twice: case and marks at the end don't matter"));
        }
        if gap.accepted.iter().chain(&gap.options).any(|text| text.chars().count() > LONGEST) {
            faults.push(format!("a word of gap {n} is longer than {LONGEST} characters: ask for something shorter"));
        }
        if !gap.options.is_empty() && !(2..=6).contains(&gap.options.len()) {
            faults.push(format!(
                "gap {n} offers {} words, 2–6 can be chosen from: add or remove some",
                gap.options.len()
            ));
        }
        for (i, option) in gap.options.iter().enumerate() {
            let folded = self.folded(option);
            if folded.is_empty() || gap.options[..i].iter().any(|other| self.folded(other) == folded) {
                faults.push(format!("gap {n} offers “{option}” twice, or nothing: make its words differ"));
            }
        }
    }

    pub(super) fn summary(&self) -> String {
        plain_passage(&self.passage, |gap| {
            let gap = self.gaps.get(gap);
            format!("[{}]", gap.and_then(|gap| gap.accepted.first()).map_or("?", String::as_str))
        })
    }

    /// The share of gaps filled with what fits (QTI `map_response`, 1 a gap); typed and chosen words are compared alike.
    pub(super) fn score(&self, filled: &[String]) -> Result<Outcome, Fault> {
        if filled.len() != self.gaps.len() {
            return Err(Fault::ResponseMismatch { reason: "each gap needs one place in the response" });
        }
        if filled.iter().any(|text| text.chars().count() > LONGEST) {
            return Err(Fault::ResponseMismatch { reason: "a gap holds at most 60 characters" });
        }
        let fits = |(gap, text): (&Gap, &String)| {
            let text = self.folded(text);
            !text.is_empty() && gap.accepted.iter().any(|accepted| self.folded(accepted) == text)
        };
        let parts: Vec<bool> = self.gaps.iter().zip(filled).map(fits).collect();
        let right = parts.iter().filter(|part| **part).count();
        let feedback = self.gaps.iter().map(|gap| gap.feedback.clone()).collect();
        Ok(Outcome { score: Score::ratio(right, parts.len()), parts, feedback })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::{Block, Span};
    use proptest::prelude::*;

    fn say(text: String) -> Prose {
        vec![Block::Paragraph(vec![Span::Text(text)])]
    }

    fn gaps(count: u8) -> Gaps {
        let words = || Run::Words(vec![Span::Text("Mở ".into())]);
        let gap = |n: u8| Gap {
            accepted: vec![format!("Cài đặt {n}"), format!("caidat{n}")],
            options: if n.is_multiple_of(2) { vec![] } else { vec![format!("Cài đặt {n}"), "Máy ảnh".into()] },
            feedback: say(format!("f{n}")),
        };
        Gaps {
            passage: (0..count).flat_map(|n| [words(), Run::Place(n)]).collect(),
            gaps: (0..count).map(gap).collect(),
            diacritics_optional: true,
        }
    }

    #[test]
    fn marks_case_and_spaces_are_forgiven_where_the_author_says_so_and_an_empty_gap_is_wrong() {
        let mut gaps = gaps(2);
        let said = |gaps: &Gaps, a: &str, b: &str| gaps.score(&[a.into(), b.into()]).unwrap().parts;
        assert_eq!(said(&gaps, " cai  DAT 0.", "Cài đặt 1"), [true, true]);
        assert_eq!(said(&gaps, "", "Máy ảnh"), [false, false]);
        gaps.diacritics_optional = false;
        assert_eq!(said(&gaps, "cai dat 0", "caidat1"), [false, true]);
        assert_eq!(gaps.summary(), "Mở [Cài đặt 0]Mở [Cài đặt 1]");
    }

    #[test]
    fn another_number_of_gaps_or_a_text_too_long_is_refused() {
        assert!(gaps(2).score(&["a".into()]).is_err());
        assert!(gaps(1).score(&["a".repeat(LONGEST + 1)]).is_err());
    }

    #[test]
    fn what_cannot_be_filled_is_named() {
        let faults = |change: fn(&mut Gaps)| {
            let mut gaps = gaps(2);
            change(&mut gaps);
            gaps.check().len()
        };
        assert_eq!(faults(|_| {}), 0);
        assert_eq!(faults(|g| g.passage.swap(1, 3)), 1);
        assert_eq!(faults(|g| g.passage.retain(|run| matches!(run, Run::Place(_)))), 1);
        assert_eq!(faults(|g| g.gaps[0].accepted.clear()), 1);
        assert_eq!(faults(|g| g.gaps[0].accepted[0] = " . ".into()), 1);
        assert_eq!(faults(|g| g.gaps[0].accepted.push("CÀI ĐẶT 0".into())), 1);
        assert_eq!(faults(|g| drop(g.gaps[1].options.pop())), 1);
        assert_eq!(faults(|g| g.gaps[1].options[1] = "CÀI ĐẶT 1".into()), 1);
        assert_eq!(faults(|g| g.gaps.clear()), 2);
    }

    proptest! {
        #[test]
        fn the_key_earns_full_and_a_gap_filled_right_never_lowers_the_score(
            filled in prop::collection::vec("[a-z ]{0,6}", 1..8), at in 0_usize..8,
        ) {
            let gaps = gaps(u8::try_from(filled.len()).unwrap());
            prop_assert_eq!(gaps.score(&gaps.key()).unwrap().score, Score::FULL);
            let before = gaps.score(&filled).unwrap().score;
            let at = at % filled.len();
            let mut better = filled;
            better[at] = gaps.key()[at].clone();
            prop_assert!(gaps.score(&better).unwrap().score >= before);
        }
    }
}
