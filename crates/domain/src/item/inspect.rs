//! Inspect: tap the suspicious parts of a message, web page or poster. QTI hottextInteraction.

use super::Outcome;
use super::choice::picked;
use crate::Fault;
use crate::passage::{Run, places, plain_passage};
use crate::prose::{Block, Prose, Span, plain_text};
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

impl Part {
    /// Its words without their looks.
    #[must_use]
    pub fn plain_words(&self) -> String {
        plain_text(&[Block::Paragraph(self.words.clone())])
    }
}

impl Inspect {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.parts.iter().map(|part| &part.feedback).collect()
    }

    /// The whole text as it is heard.
    #[must_use]
    pub fn spoken_passage(&self) -> String {
        plain_passage(&self.passage, |place| self.parts.get(place).map(Part::plain_words).unwrap_or_default())
    }

    /// Everything that is heard of it, in reading order.
    pub(super) fn spoken(&self) -> Vec<String> {
        let mut texts = vec![self.from.clone(), self.spoken_passage()];
        texts.extend(self.parts.iter().flat_map(|part| [part.plain_words(), plain_text(&part.feedback)]));
        texts
    }

    pub(super) fn key(&self) -> Vec<u8> {
        (0_u8..).zip(&self.parts).filter(|(_, part)| part.suspicious).map(|(i, _)| i).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=12).contains(&self.parts.len()) {
            let count = self.parts.len();
            faults.push(format!("2–12 parts can be tapped, here are {count}: mark them in the text as `[[…]]`"));
        }
        if places(&self.passage) != Some(self.parts.len()) {
            faults.push("the parts don't stand in the text one after the other: mark each once".into());
        }
        if !self.parts.iter().any(|part| part.suspicious) {
            faults.push("no part is marked suspicious: write `[x]` before why it is".into());
        }
        if self.parts.len() > 1 && self.parts.iter().all(|part| part.suspicious) {
            faults.push("every part is suspicious, so tapping all is right: mark a harmless one too, `[ ]`".into());
        }
        for (i, part) in self.parts.iter().enumerate() {
            let n = i + 1;
            if part.plain_words().trim().is_empty() {
                faults.push(format!("part {n} has no words: write them between the brackets"));
            }
            if part.feedback.is_empty() {
                faults.push(format!(
                    "nothing is said of part {n}: add the entry {n} to the numbered list under the text"
                ));
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        let found: Vec<String> = self.parts.iter().filter(|part| part.suspicious).map(Part::plain_words).collect();
        format!("{} / {}: {}", found.len(), self.parts.len(), found.join(" · "))
    }

    /// Suspicious parts found minus false alarms, over the suspicious ones, not below 0: see `picked`. A part missed and a false
    /// alarm weigh alike, so neither tapping everything nor trusting everything pays.
    pub(super) fn score(&self, tapped: &[u8]) -> Result<Outcome, Fault> {
        let suspicious: Vec<bool> = self.parts.iter().map(|part| part.suspicious).collect();
        if tapped.is_empty() {
            return Err(Fault::ResponseMismatch { reason: "at least one part must be tapped" });
        }
        picked(&suspicious, tapped, self.parts.iter().map(|part| part.feedback.clone()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Score;
    use proptest::prelude::*;

    fn say(text: String) -> Prose {
        vec![Block::Paragraph(vec![Span::Text(text)])]
    }

    fn inspect(suspicious: &[bool]) -> Inspect {
        let part = |(i, suspicious): (usize, &bool)| Part {
            words: vec![Span::Text(format!("p{i}"))],
            suspicious: *suspicious,
            feedback: say(format!("f{i}")),
        };
        let parts: Vec<Part> = suspicious.iter().enumerate().map(part).collect();
        let passage = (0_u8..).take(parts.len()).map(Run::Place).collect();
        Inspect { look: Look::Message, from: "Ngân hàng Sông Xanh".into(), passage, parts }
    }

    #[test]
    fn a_missed_part_and_a_false_alarm_weigh_alike_and_tapping_everything_does_not_pay() {
        let inspect = inspect(&[true, false, true, false]);
        assert_eq!(inspect.score(&[0]).unwrap().score, Score::ratio(1, 2));
        assert_eq!(inspect.score(&[0, 1, 2]).unwrap().score, Score::ratio(1, 2));
        assert_eq!(inspect.score(&[0, 1, 2, 3]).unwrap().score, Score::NONE);
        assert_eq!(inspect.score(&[1]).unwrap().score, Score::NONE);
        assert_eq!(inspect.score(&[0, 2]).unwrap().feedback.len(), 4, "each part is explained");
        assert!(inspect.score(&[]).is_err() && inspect.score(&[2, 0]).is_err() && inspect.score(&[4]).is_err());
    }

    #[test]
    fn what_cannot_be_inspected_is_named() {
        let faults = |change: fn(&mut Inspect)| {
            let mut inspect = inspect(&[true, false]);
            change(&mut inspect);
            inspect.check().len()
        };
        assert_eq!(faults(|_| {}), 0);
        assert_eq!(faults(|i| i.parts[0].suspicious = false), 1);
        assert_eq!(faults(|i| i.parts[1].suspicious = true), 1);
        assert_eq!(faults(|i| i.parts[1].feedback.clear()), 1);
        assert_eq!(faults(|i| i.parts[1].words.clear()), 1);
        assert_eq!(faults(|i| i.passage.reverse()), 1);
        assert_eq!(faults(|i| drop((i.parts.pop(), i.passage.pop()))), 1);
    }

    proptest! {
        #[test]
        fn the_key_earns_full_and_a_false_alarm_lowers_it(suspicious in prop::collection::vec(any::<bool>(), 2..12)) {
            let inspect = inspect(&suspicious);
            let key = inspect.key();
            prop_assume!(!key.is_empty());
            prop_assert_eq!(inspect.score(&key).unwrap().score, Score::FULL);
            for alarm in (0_u8..).zip(&suspicious).filter(|(_, suspicious)| !**suspicious).map(|(i, _)| i) {
                let mut tapped = key.clone();
                tapped.push(alarm);
                tapped.sort_unstable();
                prop_assert!(inspect.score(&tapped).unwrap().score < Score::FULL);
            }
        }
    }
}
