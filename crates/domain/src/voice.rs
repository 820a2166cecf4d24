//! Reading aloud: which texts of a course are heard, how a text finds its clip, and the clips that an edition has.
//!
//! A clip is the sound of one utterance and is found by the utterance's own words ([`clip_key`]). So one clip serves a text wherever
//! it stands, and a text that was changed finds none rather than the old one. How clips are recorded or made is `authoring`'s and
//! `cargo xtask voice`'s business, playing them the app's.

use crate::course::{Activity, Course, Language};
use crate::edition::sha256;
use crate::id::MediaId;
use crate::prose::{Block, plain_text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A language that a course can be heard in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// Its BCP 47 tag.
    pub tag: &'static str,
    /// The language of the editions that it is heard in: by their texts its clips are found.
    pub of: Language,
}

/// The languages that courses can be heard in, in the order in which they are offered. Jrai (`jra`) and Bahnar (`bdq`) are spoken by
/// many who read Vietnamese with effort or not at all: a Vietnamese text is told to them in theirs.
pub const SPOKEN: [Spoken; 4] = [
    Spoken { tag: "vi", of: Language::Vi },
    Spoken { tag: "en", of: Language::En },
    Spoken { tag: "jra", of: Language::Vi },
    Spoken { tag: "bdq", of: Language::Vi },
];

/// What an edition can be heard in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Voice {
    /// The BCP 47 tag of what is heard: `vi`, `en`, `jra` (Jrai) or `bdq` (Bahnar).
    pub language: String,
    /// How many texts have a clip.
    pub clips: u32,
    /// What all clips weigh together, in bytes.
    pub bytes: u64,
    /// The [`ClipIndex`], as JSON.
    pub index: MediaId,
}

/// For each [`clip_key`] the clip.
pub type ClipIndex = BTreeMap<String, MediaId>;

impl Voice {
    /// Where the index stands on the server and in an exported site: `/media/<hash>.json`.
    #[must_use]
    pub fn index_path(&self) -> String {
        format!("/media/{}.json", self.index)
    }
}

/// Where a clip stands on the server and in an exported site: `/media/<hash>.opus`.
#[must_use]
pub fn clip_path(clip: &MediaId) -> String {
    format!("/media/{clip}.opus")
}

/// A text as it is read aloud: runs of white space made one space, none at the ends.
#[must_use]
pub fn utterance(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Some prose as it is read aloud, as one utterance; a picture in it by its words.
#[must_use]
pub fn prose_utterance(prose: &[Block]) -> String {
    utterance(&plain_text(prose))
}

/// By what the clip of a text is found: the first 16 hexadecimal digits of the SHA-256 of its [`utterance`].
///
/// That is 64 bits: among the 4,000 texts that a course may have two meet by chance once in two million million courses.
#[must_use]
pub fn clip_key(text: &str) -> String {
    MediaId::from_bytes(sha256(utterance(text).as_bytes())).to_string().chars().take(16).collect()
}

/// The clip of a key, found in the text of a [`ClipIndex`]: a phone wants one, and no tree of all.
#[must_use]
pub fn clip_in(index: &str, key: &str) -> Option<MediaId> {
    let after = index.split_once(&format!("\"{key}\":\""))?.1;
    after.get(..64)?.parse().ok()
}

/// Every clip of an index, found in its text, in the order of their keys.
pub fn clips_in(index: &str) -> impl Iterator<Item = MediaId> {
    index.split("\":\"").skip(1).filter_map(|after| after.get(..64)?.parse().ok())
}

/// Every text of a course that is read aloud, each once, in reading order: what activities say and ask, and whatever their items may
/// come to say. Nothing of the interface, and no title of the course, its chapters or its lessons.
#[must_use]
pub fn utterances(course: &Course) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let texts = course.lessons().flat_map(|lesson| &lesson.activities).flat_map(spoken);
    texts.filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

/// Every text of an activity in reading order, some perhaps twice or empty.
fn spoken(activity: &Activity) -> Vec<String> {
    let mut texts = vec![utterance(&activity.title), prose_utterance(&activity.prose)];
    if let Some(item) = &activity.item {
        texts.extend(item.kind.spoken().iter().map(|text| utterance(text)));
        texts.extend(item.hints.iter().chain([&item.explanation]).map(|prose| prose_utterance(prose)));
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_however_the_text_is_broken_into_lines() {
        // printf 'Mã OTP là chìa khóa' | sha256sum | cut -c1-16
        assert_eq!(clip_key("Mã OTP là chìa khóa"), "5be1ff9f7e96a1d5");
        assert_eq!(clip_key("  Mã OTP\n\tlà  chìa\u{a0}khóa "), clip_key("Mã OTP là chìa khóa"));
        assert_ne!(clip_key("Mã OTP là chìa khóa."), clip_key("Mã OTP là chìa khóa"));
    }

    #[test]
    fn every_language_is_spoken_in_its_own_editions() {
        for language in Language::ALL {
            assert!(SPOKEN.contains(&Spoken { tag: language.tag(), of: language }), "{language:?}");
        }
    }

    #[test]
    fn an_index_reads_back_as_phones_read_it() {
        let clip = MediaId::from_bytes([7; 32]);
        let index = ClipIndex::from([(clip_key("a"), clip)]);
        let text = crate::json::write(&index);
        assert_eq!(crate::json::read::<ClipIndex>(&text), Ok(index));
        let two = crate::json::write(&ClipIndex::from([
            (clip_key("a"), clip),
            (clip_key("b"), MediaId::from_bytes([9; 32])),
        ]));
        assert_eq!(clip_in(&two, &clip_key("a")), Some(clip));
        assert_eq!(clip_in(&two, &clip_key("c")), None);
        assert_eq!(clips_in(&two).count(), 2);
        assert_eq!(clips_in("{}").count(), 0);
        assert_eq!(clip_path(&clip), format!("/media/{}.opus", "07".repeat(32)));
    }
}
