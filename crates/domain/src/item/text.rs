//! Text entry: type a short answer. QTI textEntryInteraction, compared as [`crate::text`] folds it.

use super::Outcome;
use crate::Fault;
use crate::prose::{Prose, plain_text};
use crate::score::Score;
use crate::text::{fold, fold_marks};
use serde::{Deserialize, Serialize};

/// The longest answer that is read, in characters.
pub const LONGEST: usize = 200;

/// A short answer to type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEntry {
    /// 1–20 accepted answers; the first is the one shown as right.
    pub accepted: Vec<String>,
    /// Mistakes that the author expected, each with the words that answer it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected_mistakes: Vec<ExpectedMistake>,
    /// Whether an answer typed without Vietnamese marks is accepted too.
    #[serde(default)]
    pub diacritics_optional: bool,
}

/// A wrong answer that the author expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedMistake {
    /// The wrong answer.
    pub text: String,
    /// What to say to somebody who gave it.
    pub feedback: Prose,
}

impl TextEntry {
    fn folded(&self, text: &str) -> String {
        if self.diacritics_optional { fold_marks(text) } else { fold(text) }
    }

    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.expected_mistakes.iter().map(|mistake| &mistake.feedback).collect()
    }

    /// Everything that is heard of it, in reading order; the text shown as right comes last.
    pub(super) fn spoken(&self) -> Vec<String> {
        let mistakes = self.expected_mistakes.iter().map(|mistake| plain_text(&mistake.feedback));
        mistakes.chain(self.accepted.first().cloned()).collect()
    }

    pub(super) fn key(&self) -> String {
        self.accepted.first().cloned().unwrap_or_default()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(1..=20).contains(&self.accepted.len()) {
            faults.push(format!(
                "a text item has 1–20 accepted answers, this one has {}: list them with `-`",
                self.accepted.len()
            ));
        }
        for text in &self.accepted {
            if fold(text).is_empty() {
                faults.push(
                    "an accepted answer is empty once case, spaces and punctuation are set aside: write a word".into(),
                );
            }
            if text.chars().count() > LONGEST {
                faults
                    .push(format!("an accepted answer is longer than {LONGEST} characters: ask for something shorter"));
            }
        }
        for mistake in &self.expected_mistakes {
            if self.accepted.iter().any(|text| self.folded(text) == self.folded(&mistake.text)) {
                faults.push(format!("“{}” is both accepted and a mistake: remove one", mistake.text));
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        self.accepted.join(" = ")
    }

    /// All or nothing: the folded response equals a folded accepted answer.
    pub(super) fn score(&self, typed: &str) -> Result<Outcome, Fault> {
        if typed.chars().count() > LONGEST {
            return Err(Fault::ResponseMismatch { reason: "the text is longer than 200 characters" });
        }
        let given = self.folded(typed);
        if given.is_empty() {
            return Err(Fault::ResponseMismatch { reason: "the text is empty" });
        }
        let right = self.accepted.iter().any(|text| self.folded(text) == given);
        let mistake = self.expected_mistakes.iter().find(|mistake| !right && self.folded(&mistake.text) == given);
        Ok(Outcome {
            score: if right { Score::FULL } else { Score::NONE },
            parts: vec![right],
            feedback: mistake.map(|mistake| mistake.feedback.clone()).into_iter().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(diacritics_optional: bool) -> TextEntry {
        let mistake = ExpectedMistake { text: "mật khẩu".into(), feedback: Vec::new() };
        TextEntry {
            accepted: vec!["mã OTP".into(), "OTP".into()],
            expected_mistakes: vec![mistake],
            diacritics_optional,
        }
    }

    #[test]
    fn case_spaces_punctuation_and_keyboard_never_matter() {
        for typed in ["otp", " Mã   otp. ", "ma\u{303} OTP!", "“OTP”"] {
            assert_eq!(entry(false).score(typed).unwrap().score, Score::FULL, "{typed:?}");
        }
    }

    #[test]
    fn missing_marks_pass_only_where_the_item_says_so() {
        assert_eq!(entry(false).score("ma otp").unwrap().score, Score::NONE);
        assert_eq!(entry(true).score("ma otp").unwrap().score, Score::FULL);
    }

    #[test]
    fn an_expected_mistake_gets_its_own_words() {
        assert_eq!(entry(true).score("mat khau").unwrap().feedback.len(), 1);
        assert!(entry(true).score("khác").unwrap().feedback.is_empty());
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        for bad in ["", "  ", "...", &"a".repeat(LONGEST + 1)] {
            assert!(entry(true).score(bad).is_err(), "{bad:?}");
        }
    }
}
