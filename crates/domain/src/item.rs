//! Items: something to answer, its key, its feedback. One file a kind; this one only tells them apart.
//!
//! Every kind gives three things: `check` (what is wrong with it as written), `score` (an [`Outcome`]) and `summary`
//! (a line for the trainer). A new variant here turns every match over [`ItemKind`] red: follow it.

pub mod choice;
pub mod dialogue;
pub mod gaps;
pub mod grouping;
pub mod hotspot;
pub mod inspect;
pub mod matching;
pub mod ordering;
pub mod practice;
pub mod text;

use crate::Fault;
use crate::prose::{Picture, Prose, pictures, plain_text};
use crate::score::Score;
use choice::Choice;
use dialogue::Dialogue;
use gaps::Gaps;
use grouping::Grouping;
use hotspot::Hotspot;
use inspect::Inspect;
use matching::Matching;
use ordering::Ordering;
use practice::{Act, Practice};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use text::TextEntry;

/// Something to answer. Its identifier is that of its activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// How it is answered, with its key.
    pub kind: ItemKind,
    /// Shown one at a time, when asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Prose>,
    /// Shown once the item is answered or given up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanation: Prose,
    /// The DigComp 2.2 competence it asks for, as `4.2`.
    pub competence: String,
    /// 1 (easy) to 5 (hard), by the author's judgement.
    pub difficulty: u8,
}

/// The kinds of item, QTI's interactions. An app that meets a kind made after it reads [`ItemKind::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ItemKind {
    /// Pick one, or several, of some options.
    Choice(Choice),
    /// Put steps into their order.
    Ordering(Ordering),
    /// Join each left side with its right side.
    Matching(Matching),
    /// Type a short answer.
    Text(TextEntry),
    /// Sort cards into piles.
    Grouping(Grouping),
    /// Fill the gaps of a text.
    Gaps(Gaps),
    /// Tap areas of a picture.
    Hotspot(Hotspot),
    /// Tap the suspicious parts of a message, page or poster.
    Inspect(Inspect),
    /// Choose what to reply in a chat.
    Dialogue(Dialogue),
    /// Do a task on simulated phone screens.
    Practice(Practice),
    /// A kind that this build doesn't know: shown kindly, never scored.
    Unknown,
}

// By hand, because serde's reader of tagged enums brings a second reader of everything inside it to every phone.
impl<'de> Deserialize<'de> for ItemKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Tag {
            is: String,
        }
        fn read<T: DeserializeOwned, E: serde::de::Error>(raw: &RawValue) -> Result<T, E> {
            crate::json::read(raw.get()).map_err(E::custom)
        }
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let tag: Tag = read(&raw)?;
        match tag.is.as_str() {
            "choice" => read(&raw).map(Self::Choice),
            "ordering" => read(&raw).map(Self::Ordering),
            "matching" => read(&raw).map(Self::Matching),
            "text" => read(&raw).map(Self::Text),
            "grouping" => read(&raw).map(Self::Grouping),
            "gaps" => read(&raw).map(Self::Gaps),
            "hotspot" => read(&raw).map(Self::Hotspot),
            "inspect" => read(&raw).map(Self::Inspect),
            "dialogue" => read(&raw).map(Self::Dialogue),
            "practice" => read(&raw).map(Self::Practice),
            _ => Ok(Self::Unknown),
        }
    }
}

/// What a learner gave. Numbers count from 0 in the order in which the author wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// The options chosen, ascending, without repeats.
    Choice(Vec<u8>),
    /// The steps in the learner's order.
    Ordering(Vec<u8>),
    /// For each left side, in the author's order, the right side joined to it; `None` where none is.
    Matching(Vec<Option<u8>>),
    /// The text typed, at most [`text::LONGEST`] characters.
    Text(String),
    /// For each card, in the author's order, the pile it was put into; `None` where it lies free.
    Grouping(Vec<Option<u8>>),
    /// For each gap what was typed or chosen, at most [`gaps::LONGEST`] characters; empty where nothing was.
    Gaps(Vec<String>),
    /// The areas chosen, ascending, without repeats.
    Hotspot(Vec<u8>),
    /// The parts held to be suspicious, ascending, without repeats.
    Inspect(Vec<u8>),
    /// The replies chosen, turn by turn, up to an ending.
    Dialogue(Vec<u8>),
    /// What was done, screen by screen, up to the end.
    Practice(Vec<Act>),
}

impl Response {
    /// The names of all kinds of response, as statements carry them.
    pub const NAMES: [&str; 10] =
        ["choice", "ordering", "matching", "text", "grouping", "gaps", "hotspot", "inspect", "dialogue", "practice"];

    /// What was chosen or ordered, by number; `None` for kinds that are not given by numbers.
    pub fn numbers_mut(&mut self) -> Option<&mut Vec<u8>> {
        let (Self::Choice(numbers)
        | Self::Ordering(numbers)
        | Self::Hotspot(numbers)
        | Self::Inspect(numbers)
        | Self::Dialogue(numbers)) = self
        else {
            return None;
        };
        Some(numbers)
    }

    /// As [`Response::numbers_mut`], to be read; empty for other kinds.
    #[must_use]
    pub fn numbers(&self) -> &[u8] {
        let (Self::Choice(numbers)
        | Self::Ordering(numbers)
        | Self::Hotspot(numbers)
        | Self::Inspect(numbers)
        | Self::Dialogue(numbers)) = self
        else {
            return &[];
        };
        numbers
    }

    /// Where each thing was put; `None` for kinds in which nothing is put anywhere.
    pub fn places_mut(&mut self) -> Option<&mut Vec<Option<u8>>> {
        if let Self::Matching(places) | Self::Grouping(places) = self { Some(places) } else { None }
    }

    /// As [`Response::places_mut`], to be read; empty for other kinds.
    #[must_use]
    pub fn places(&self) -> &[Option<u8>] {
        if let Self::Matching(places) | Self::Grouping(places) = self { places } else { &[] }
    }
}

/// What comes of a response: how right it was, and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How right the response was.
    pub score: Score,
    /// For each part of the response (option chosen, step, left side, or the whole text): whether it was right.
    pub parts: Vec<bool>,
    /// The author's words about what was given, in the order of the parts.
    pub feedback: Vec<Prose>,
}

impl ItemKind {
    /// The kind's name in files, styles and tables.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Choice(_) => "choice",
            Self::Ordering(_) => "ordering",
            Self::Matching(_) => "matching",
            Self::Text(_) => "text",
            Self::Grouping(_) => "grouping",
            Self::Gaps(_) => "gaps",
            Self::Hotspot(_) => "hotspot",
            Self::Inspect(_) => "inspect",
            Self::Dialogue(_) => "dialogue",
            Self::Practice(_) => "practice",
            Self::Unknown => "unknown",
        }
    }

    /// Every text of it that is read aloud, in reading order, some perhaps twice or empty ([`crate::voice`]).
    pub(crate) fn spoken(&self) -> Vec<String> {
        match self {
            Self::Choice(_) | Self::Ordering(_) | Self::Unknown => {
                self.prose().into_iter().map(|prose| plain_text(prose)).collect()
            }
            Self::Matching(matching) => matching.spoken(),
            Self::Text(text) => text.spoken(),
            Self::Grouping(grouping) => grouping.spoken(),
            Self::Gaps(gaps) => gaps.spoken(),
            Self::Hotspot(hotspot) => hotspot.spoken(),
            Self::Inspect(inspect) => inspect.spoken(),
            Self::Dialogue(dialogue) => dialogue.spoken(),
            Self::Practice(practice) => practice.spoken(),
        }
    }

    /// What is wrong with the item as written, in words for its author; empty when nothing is.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        match self {
            Self::Choice(choice) => choice.check(),
            Self::Ordering(ordering) => ordering.check(),
            Self::Matching(matching) => matching.check(),
            Self::Text(text) => text.check(),
            Self::Grouping(grouping) => grouping.check(),
            Self::Gaps(gaps) => gaps.check(),
            Self::Hotspot(hotspot) => hotspot.check(),
            Self::Inspect(inspect) => inspect.check(),
            Self::Dialogue(dialogue) => dialogue.check(),
            Self::Practice(practice) => practice.check(),
            Self::Unknown => vec!["this kind of item is not known here: update the program".into()],
        }
    }

    /// A line for the trainer: what is asked and what is right.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::Choice(choice) => choice.summary(),
            Self::Ordering(ordering) => ordering.summary(),
            Self::Matching(matching) => matching.summary(),
            Self::Text(text) => text.summary(),
            Self::Grouping(grouping) => grouping.summary(),
            Self::Gaps(gaps) => gaps.summary(),
            Self::Hotspot(hotspot) => hotspot.summary(),
            Self::Inspect(inspect) => inspect.summary(),
            Self::Dialogue(dialogue) => dialogue.summary(),
            Self::Practice(practice) => practice.summary(),
            Self::Unknown => "?".into(),
        }
    }

    /// Every prose that the author wrote for it, in reading order: what is read aloud and where pictures stand.
    #[must_use]
    pub fn prose(&self) -> Vec<&Prose> {
        match self {
            Self::Choice(choice) => choice.prose(),
            Self::Ordering(ordering) => ordering.prose(),
            Self::Matching(matching) => matching.prose(),
            Self::Text(text) => text.prose(),
            Self::Grouping(grouping) => grouping.prose(),
            Self::Gaps(gaps) => gaps.prose(),
            Self::Hotspot(hotspot) => hotspot.prose(),
            Self::Inspect(inspect) => inspect.prose(),
            Self::Dialogue(dialogue) => dialogue.prose(),
            Self::Practice(practice) => practice.prose(),
            Self::Unknown => Vec::new(),
        }
    }

    /// Every picture in it.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut all: Vec<&Picture> = self.prose().into_iter().flat_map(|prose| pictures(prose)).collect();
        if let Self::Hotspot(hotspot) = self {
            all.push(&hotspot.picture);
        }
        if let Self::Practice(practice) = self {
            all.extend(practice.pictures());
        }
        all
    }

    /// The response that earns [`Score::FULL`]; `None` for [`ItemKind::Unknown`].
    #[must_use]
    pub fn key(&self) -> Option<Response> {
        match self {
            Self::Choice(choice) => Some(Response::Choice(choice.key())),
            Self::Ordering(ordering) => Some(Response::Ordering(ordering.key())),
            Self::Matching(matching) => Some(Response::Matching(matching.key())),
            Self::Text(text) => Some(Response::Text(text.key())),
            Self::Grouping(grouping) => Some(Response::Grouping(grouping.key())),
            Self::Gaps(gaps) => Some(Response::Gaps(gaps.key())),
            Self::Hotspot(hotspot) => Some(Response::Hotspot(hotspot.key())),
            Self::Inspect(inspect) => Some(Response::Inspect(inspect.key())),
            Self::Dialogue(dialogue) => Some(Response::Dialogue(dialogue.key())),
            Self::Practice(practice) => Some(Response::Practice(practice.key())),
            Self::Unknown => None,
        }
    }
}

/// Scores a response: the one function that the phone calls for feedback at once and the server for its own record.
///
/// # Errors
/// [`Fault::ResponseMismatch`] when the response is of another kind than the item or names parts it doesn't have.
pub fn score(item: &Item, response: &Response) -> Result<Outcome, Fault> {
    match (&item.kind, response) {
        (ItemKind::Choice(choice), Response::Choice(chosen)) => choice.score(chosen),
        (ItemKind::Ordering(ordering), Response::Ordering(order)) => ordering.score(order),
        (ItemKind::Matching(matching), Response::Matching(joined)) => matching.score(joined),
        (ItemKind::Text(text), Response::Text(typed)) => text.score(typed),
        (ItemKind::Grouping(grouping), Response::Grouping(piles)) => grouping.score(piles),
        (ItemKind::Gaps(gaps), Response::Gaps(words)) => gaps.score(words),
        (ItemKind::Hotspot(hotspot), Response::Hotspot(areas)) => hotspot.score(areas),
        (ItemKind::Inspect(inspect), Response::Inspect(parts)) => inspect.score(parts),
        (ItemKind::Dialogue(dialogue), Response::Dialogue(replies)) => dialogue.score(replies),
        (ItemKind::Practice(practice), Response::Practice(acts)) => practice.score(acts),
        (
            ItemKind::Choice(_)
            | ItemKind::Ordering(_)
            | ItemKind::Matching(_)
            | ItemKind::Text(_)
            | ItemKind::Grouping(_)
            | ItemKind::Gaps(_)
            | ItemKind::Hotspot(_)
            | ItemKind::Inspect(_)
            | ItemKind::Dialogue(_)
            | ItemKind::Practice(_)
            | ItemKind::Unknown,
            Response::Choice(_)
            | Response::Ordering(_)
            | Response::Matching(_)
            | Response::Text(_)
            | Response::Grouping(_)
            | Response::Gaps(_)
            | Response::Hotspot(_)
            | Response::Inspect(_)
            | Response::Dialogue(_)
            | Response::Practice(_),
        ) => Err(Fault::ResponseMismatch { reason: "it is of another kind than the item" }),
    }
}

/// An order in which to show `count` things so that their place says nothing: drawn from `seed`, the same on every
/// device, and never the author's own order when there are two or more.
#[must_use]
pub fn shuffled(count: usize, seed: &str) -> Vec<u8> {
    // FNV-1a to a 64-bit state, then xorshift* and Fisher–Yates: small, and the same everywhere.
    let mut state =
        seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) | 1;
    let mut next = |below: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        usize::try_from(state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap_or(0) % below
    };
    let mut order: Vec<u8> = (0..count).filter_map(|i| u8::try_from(i).ok()).collect();
    for i in (1..order.len()).rev() {
        order.swap(i, next(i + 1));
    }
    if order.len() > 1 && order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_old_app_reads_a_new_kind_as_unknown() {
        let item: Item =
            serde_json::from_str(r#"{"kind":{"is":"hologram","areas":[{"x":1}]},"competence":"4.2","difficulty":2}"#)
                .unwrap();
        assert_eq!(item.kind, ItemKind::Unknown);
        assert!(score(&item, &Response::Choice(vec![0])).is_err());
    }

    #[test]
    fn the_longest_response_of_a_kind_fits_a_statement() {
        let act = Act { part: 11, unfit: true };
        let longest = [
            Response::Text("\"".repeat(text::LONGEST)),
            Response::Gaps(vec!["ậ".repeat(gaps::LONGEST); 8]),
            Response::Gaps(vec!["\"".repeat(gaps::LONGEST); 8]),
            Response::Practice(vec![act; practice::MOST_ACTS]),
            Response::Dialogue(vec![3; 19]),
        ];
        for response in longest {
            // What else a statement holds: four identifiers, the edition and a few numbers.
            let bytes = serde_json::to_string(&response).unwrap().len();
            assert!(bytes + 600 <= crate::statement::LONGEST, "{bytes} bytes");
        }
    }

    proptest! {
        #[test]
        fn a_shuffle_loses_nothing_and_hides_the_authors_order(count in 2_usize..9, seed in "[a-z]{0,12}") {
            let order = shuffled(count, &seed);
            prop_assert!(!order.is_sorted());
            prop_assert_eq!(&order, &shuffled(count, &seed));
            let mut sorted = order;
            sorted.sort_unstable();
            prop_assert_eq!(sorted.len(), count);
            prop_assert!(sorted.iter().enumerate().all(|(i, n)| usize::from(*n) == i));
        }
    }
}
