//! Grouping: sort 3–12 cards into 2–4 named piles. QTI matchInteraction, many to one.

use super::Outcome;
use crate::Fault;
use crate::prose::{Prose, plain_text};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// Cards and the piles they belong to; the app shows the cards shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// The names of 2–4 piles.
    pub piles: Vec<String>,
    /// 3–12 cards, in the author's order.
    pub cards: Vec<Card>,
}

/// A card and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it says.
    pub prose: Prose,
    /// The pile it belongs to, from 0.
    pub pile: u8,
    /// What to say to somebody who put it elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
}

impl Grouping {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.cards.iter().flat_map(|card| [&card.prose, &card.feedback]).collect()
    }

    /// Everything that is heard of it, in reading order.
    pub(super) fn spoken(&self) -> Vec<String> {
        let cards = self.cards.iter().flat_map(|card| [&card.prose, &card.feedback]).map(|prose| plain_text(prose));
        self.piles.iter().cloned().chain(cards).collect()
    }

    pub(super) fn key(&self) -> Vec<Option<u8>> {
        self.cards.iter().map(|card| Some(card.pile)).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=4).contains(&self.piles.len()) {
            faults.push(format!("a grouping has 2–4 piles, this one has {}: add or remove some", self.piles.len()));
        }
        if !(3..=12).contains(&self.cards.len()) {
            faults.push(format!("a grouping has 3–12 cards, this one has {}: add or remove some", self.cards.len()));
        }
        for (i, name) in self.piles.iter().enumerate() {
            if name.trim().is_empty() {
                faults.push(format!("pile {} has no name: write what belongs into it", i + 1));
            } else if self.piles[..i].contains(name) {
                faults.push(format!("the pile “{name}” is there twice: join the two"));
            }
            if !self.cards.iter().any(|card| usize::from(card.pile) == i) {
                faults.push(format!("no card belongs to pile {}: add one, or remove the pile", i + 1));
            }
        }
        for (i, card) in self.cards.iter().enumerate() {
            let text = plain_text(&card.prose);
            if text.trim().is_empty() {
                faults.push(format!("card {} is empty: write what it says", i + 1));
            } else if self.cards[..i].iter().any(|other| plain_text(&other.prose) == text) {
                faults.push(format!("card {} repeats another card: change or remove it", i + 1));
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        let pile = |(i, name): (usize, &String)| {
            let cards = self.cards.iter().filter(|card| usize::from(card.pile) == i);
            format!("{name}: {}", cards.map(|card| plain_text(&card.prose)).collect::<Vec<_>>().join(", "))
        };
        self.piles.iter().enumerate().map(pile).collect::<Vec<_>>().join("; ")
    }

    /// The share of cards in their own pile (QTI `map_response`, 1 a card), less what putting every card into the fullest pile
    /// would earn (correction for guessing as of one blind rule): so sorting nothing at all earns nothing.
    pub(super) fn score(&self, placed: &[Option<u8>]) -> Result<Outcome, Fault> {
        if placed.len() != self.cards.len() {
            return Err(Fault::ResponseMismatch { reason: "each card needs one place in the response" });
        }
        if placed.iter().flatten().any(|pile| usize::from(*pile) >= self.piles.len()) {
            return Err(Fault::ResponseMismatch { reason: "there is no such pile" });
        }
        let parts: Vec<bool> = self.cards.iter().zip(placed).map(|(card, pile)| *pile == Some(card.pile)).collect();
        let right = parts.iter().filter(|part| **part).count();
        let of = |pile: usize| self.cards.iter().filter(|card| usize::from(card.pile) == pile).count();
        let blind = (0..self.piles.len()).map(of).max().unwrap_or_default();
        let score = if blind < parts.len() {
            Score::ratio(right.saturating_sub(blind), parts.len() - blind)
        } else {
            Score::ratio(right, parts.len())
        };
        Ok(Outcome { score, parts, feedback: self.cards.iter().map(|card| card.feedback.clone()).collect() })
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

    fn grouping(piles: &[u8]) -> Grouping {
        let card =
            |(i, pile): (usize, &u8)| Card { prose: say(format!("c{i}")), pile: *pile, feedback: say(format!("f{i}")) };
        Grouping {
            piles: vec!["a".into(), "b".into(), "c".into()],
            cards: piles.iter().enumerate().map(card).collect(),
        }
    }

    #[test]
    fn everything_in_one_pile_earns_nothing_and_each_card_more_helps() {
        let grouping = grouping(&[0, 0, 1, 1, 2, 2]);
        assert_eq!(grouping.score(&[Some(0); 6]).unwrap().score, Score::NONE);
        let three = [Some(0), Some(0), Some(1), Some(0), Some(0), None];
        assert_eq!(grouping.score(&three).unwrap().score, Score::ratio(1, 4));
        assert_eq!(grouping.score(&grouping.key()).unwrap().score, Score::FULL);
    }

    #[test]
    fn a_card_too_many_or_a_pile_that_is_none_is_refused() {
        for bad in [vec![], vec![Some(0); 2], vec![Some(0), Some(1), Some(3)]] {
            assert!(grouping(&[0, 1, 2]).score(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_cannot_be_sorted_is_named() {
        let faults = |change: fn(&mut Grouping)| {
            let mut grouping = grouping(&[0, 1, 2]);
            change(&mut grouping);
            grouping.check().len()
        };
        assert_eq!(faults(|_| {}), 0);
        assert_eq!(faults(|g| g.piles.truncate(1)), 1);
        assert_eq!(faults(|g| g.piles.push("d".into())), 1, "an empty pile");
        assert_eq!(faults(|g| g.piles[1] = "a".into()), 1);
        assert_eq!(faults(|g| g.piles[1] = " ".into()), 1);
        assert_eq!(faults(|g| g.cards[1].prose.clear()), 1);
        assert_eq!(faults(|g| g.cards[1].prose = g.cards[0].prose.clone()), 1);
        assert_eq!(faults(|g| drop(g.cards.pop())), 2, "two cards, and a pile without one");
    }

    proptest! {
        #[test]
        fn a_card_put_right_never_lowers_the_score(
            cards in prop::collection::vec((0_u8..3, prop::option::of(0_u8..3)), 3..12), at in 0_usize..12,
        ) {
            let (piles, placed): (Vec<u8>, Vec<Option<u8>>) = cards.into_iter().unzip();
            let grouping = grouping(&piles);
            let before = grouping.score(&placed).unwrap().score;
            let mut better = placed;
            let at = at % better.len();
            better[at] = Some(piles[at]);
            prop_assert!(before <= Score::FULL);
            prop_assert!(grouping.score(&better).unwrap().score >= before);
        }
    }
}
