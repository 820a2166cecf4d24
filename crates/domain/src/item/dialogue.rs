//! Dialogue: a chat in which each reply leads to another turn, up to one of several endings. A branching scenario of QTI items
//! that are single choices.

use super::Outcome;
use crate::Fault;
use crate::prose::{Prose, plain_text};
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
        let mut all = Vec::new();
        for turn in &self.turns {
            all.push(&turn.says);
            all.extend(turn.replies.iter().flat_map(|reply| [&reply.prose, &reply.feedback]));
        }
        all
    }

    /// Everything that is heard of it, in reading order.
    pub(super) fn spoken(&self) -> Vec<String> {
        std::iter::once(self.with.clone()).chain(self.prose().into_iter().map(|prose| plain_text(prose))).collect()
    }

    /// The turns that some replies lead through, the first among them; it ends early where a reply is none.
    #[must_use]
    pub fn path(&self, replies: &[u8]) -> Vec<usize> {
        let mut at = 0;
        let mut path = vec![at];
        for reply in replies {
            let Some(reply) = self.turns.get(at).and_then(|turn| turn.replies.get(usize::from(*reply))) else { break };
            at = usize::from(reply.to);
            path.push(at);
        }
        path
    }

    /// The shortest way through wise replies alone; as far as it leads where it doesn't reach an ending.
    pub(super) fn key(&self) -> Vec<u8> {
        // From the end: for each turn, how many wise replies lead from it to an ending, and by which reply it begins.
        let mut ways: Vec<Option<(usize, u8)>> = vec![None; self.turns.len()];
        for (place, turn) in self.turns.iter().enumerate().rev() {
            let way = |(i, reply): (u8, &Reply)| {
                let next = usize::from(reply.to);
                let (rest, _) = (*ways.get(next).filter(|_| reply.right && next > place)?)?;
                Some((rest + 1, i))
            };
            let best =
                if turn.replies.is_empty() { Some((0, 0)) } else { (0_u8..).zip(&turn.replies).filter_map(way).min() };
            if let Some(slot) = ways.get_mut(place) {
                *slot = best;
            }
        }
        let mut replies = Vec::new();
        let mut at = 0;
        while let Some(Some((1.., reply))) = ways.get(at) {
            replies.push(*reply);
            let Some(reply) = self.turns.get(at).and_then(|turn| turn.replies.get(usize::from(*reply))) else { break };
            at = usize::from(reply.to);
        }
        replies
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.with.trim().is_empty() {
            faults.push("nothing says who the dialogue is with: write it as the heading of the first turn".into());
        }
        if !(2..=20).contains(&self.turns.len()) {
            faults.push(format!("a dialogue has 2–20 turns, this one has {}: add or remove some", self.turns.len()));
        }
        for (i, turn) in self.turns.iter().enumerate() {
            self.check_turn(i, turn, &mut faults);
        }
        if !self.turns.iter().flat_map(|turn| &turn.replies).any(|reply| !reply.right) {
            faults.push("every reply is wise, so nothing can be learnt from it: add an unwise one `[ ]`".into());
        }
        let end = self.path(&self.key()).last().copied().unwrap_or_default();
        if self.turns.get(end).is_some_and(|turn| !turn.replies.is_empty()) {
            faults.push("wise replies alone reach no ending: mark a way through with `[x]`".into());
        }
        faults
    }

    fn check_turn(&self, i: usize, turn: &Turn, faults: &mut Vec<String>) {
        let n = i + 1;
        if plain_text(&turn.says).trim().is_empty() {
            faults.push(format!("nothing is said in turn {n}: write what the other side says, or how it came out"));
        }
        if i == 0 && turn.replies.is_empty() {
            faults.push("the first turn has no replies, so there is nothing to choose: list some as `- [x] …`".into());
        }
        if !turn.replies.is_empty() && !(2..=4).contains(&turn.replies.len()) {
            faults.push(format!("turn {n} has {} replies, 2–4 can be shown: add or remove some", turn.replies.len()));
        }
        if !turn.replies.is_empty() && !turn.replies.iter().any(|reply| reply.right) {
            faults.push(format!("no reply of turn {n} is wise, so who comes there can only err: mark one `[x]`"));
        }
        for (r, reply) in turn.replies.iter().enumerate() {
            let text = plain_text(&reply.prose);
            if text.trim().is_empty() || turn.replies[..r].iter().any(|other| plain_text(&other.prose) == text) {
                faults.push(format!("reply {} of turn {n} is empty or there twice: write what one would say", r + 1));
            }
            if usize::from(reply.to) <= i || usize::from(reply.to) >= self.turns.len() {
                faults.push(format!("reply {} of turn {n} doesn't lead to a later turn: a chat only goes on", r + 1));
            }
        }
        let from_before = |turn: &Turn| turn.replies.iter().any(|reply| usize::from(reply.to) == i);
        if i > 0 && !self.turns.iter().any(from_before) {
            faults.push(format!("no reply leads to turn {n}: name it after a reply, or remove it"));
        }
    }

    pub(super) fn summary(&self) -> String {
        let key = self.key();
        let said = self.path(&key).into_iter().zip(&key).filter_map(|(turn, reply)| {
            let reply = self.turns.get(turn)?.replies.get(usize::from(*reply))?;
            Some(plain_text(&reply.prose))
        });
        format!("{}: {}", self.with, said.collect::<Vec<_>>().join(" → "))
    }

    /// The share of wise replies among those given: each turn is a single choice of its own (QTI `match_correct`), and a
    /// branching scenario is worth the mean of the choices that one met. A chat counts once it has come to an ending.
    pub(super) fn score(&self, replies: &[u8]) -> Result<Outcome, Fault> {
        let path = self.path(replies);
        if path.len() != replies.len() + 1 {
            return Err(Fault::ResponseMismatch { reason: "there is no such reply" });
        }
        if replies.is_empty()
            || path.last().and_then(|end| self.turns.get(*end)).is_none_or(|end| !end.replies.is_empty())
        {
            return Err(Fault::ResponseMismatch { reason: "the chat has not come to an ending" });
        }
        let given = path.iter().zip(replies);
        let given: Vec<&Reply> =
            given.filter_map(|(turn, reply)| self.turns.get(*turn)?.replies.get(usize::from(*reply))).collect();
        let parts: Vec<bool> = given.iter().map(|reply| reply.right).collect();
        let right = parts.iter().filter(|right| **right).count();
        let feedback = given.iter().map(|reply| reply.feedback.clone()).collect();
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

    fn reply(right: bool, to: u8) -> Reply {
        Reply { prose: say(format!("r{right}{to}")), right, feedback: say(format!("f{to}")), to }
    }

    /// 0 → wise 1, unwise 2; 1 → wise 3, unwise 2; 2 → wise 3, unwise 4; 3 and 4 end it.
    fn dialogue() -> Dialogue {
        let turn = |n: u8, replies| Turn { says: say(format!("t{n}")), replies };
        let turns = vec![
            turn(0, vec![reply(false, 2), reply(true, 1)]),
            turn(1, vec![reply(true, 3), reply(false, 2)]),
            turn(2, vec![reply(false, 4), reply(true, 3)]),
            turn(3, vec![]),
            turn(4, vec![]),
        ];
        Dialogue { with: "Người lạ".into(), turns }
    }

    #[test]
    fn a_chat_is_worth_its_share_of_wise_replies() {
        let dialogue = dialogue();
        assert_eq!(dialogue.key(), [1, 0]);
        assert_eq!(dialogue.score(&[1, 0]).unwrap().score, Score::FULL);
        assert_eq!(dialogue.score(&[0, 1]).unwrap().score, Score::ratio(1, 2));
        assert_eq!(dialogue.score(&[0, 0]).unwrap().score, Score::NONE);
        assert_eq!(dialogue.score(&[1, 1, 1]).unwrap().score, Score::ratio(2, 3));
        assert_eq!(dialogue.score(&[1, 1, 1]).unwrap().parts, [true, false, true]);
    }

    #[test]
    fn a_chat_that_has_not_ended_or_goes_on_after_its_end_is_refused() {
        for bad in [vec![], vec![1], vec![2], vec![1, 0, 0], vec![0, 2]] {
            assert!(dialogue().score(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_does_not_come_to_an_end_is_named() {
        let faults = |change: fn(&mut Dialogue)| {
            let mut dialogue = dialogue();
            change(&mut dialogue);
            dialogue.check().len()
        };
        assert_eq!(faults(|_| {}), 0);
        assert_eq!(faults(|d| d.with.clear()), 1);
        assert_eq!(faults(|d| d.turns[3].says.clear()), 1);
        assert_eq!(faults(|d| d.turns[2].replies[0].to = 0), 2, "backwards, and nothing leads to the last turn");
        assert_eq!(faults(|d| d.turns[1].replies[1].to = 9), 1);
        assert_eq!(faults(|d| drop(d.turns[1].replies.pop())), 1);
        assert_eq!(faults(|d| d.turns[1].replies[1].prose = d.turns[1].replies[0].prose.clone()), 1);
        assert_eq!(faults(|d| d.turns.iter_mut().flat_map(|t| &mut t.replies).for_each(|r| r.right = true)), 1);
        assert_eq!(faults(|d| d.turns[0].replies[1].right = false), 2, "no wise reply, so no wise way");
        assert_eq!(faults(|d| d.turns[2].replies[1].right = false), 1, "who strays can only err");
        assert_eq!(faults(|d| d.turns[0].replies.clear()), 2, "nothing to choose, nothing leads on");
    }

    proptest! {
        #[test]
        fn any_chat_to_an_ending_is_scored_within_bounds(choices in prop::collection::vec(0_u8..2, 4)) {
            let dialogue = dialogue();
            let mut replies = Vec::new();
            let mut at = 0_usize;
            for choice in choices {
                let Some(reply) = dialogue.turns[at].replies.get(usize::from(choice)) else { break };
                replies.push(choice);
                at = usize::from(reply.to);
            }
            let wise = dialogue.score(&replies).unwrap();
            prop_assert!(wise.score <= Score::FULL);
            prop_assert_eq!(wise.score == Score::FULL, wise.parts.iter().all(|right| *right));
        }
    }
}
