//! Statements: what a learner did, in xAPI's sense. Written once on the device, never changed, never deleted.
//!
//! On the wire and in stores a statement is the JSON text that the device wrote, byte for byte; this module reads it.
//! Its identity is the learner and device of its page plus `(epoch, seq)`. Two texts under one identity conflict.

use crate::edition::sha256;
use crate::id::{ActivityId, CourseId, EditionId, LessonId};
use crate::item::Response;
use crate::json;
use crate::score::Score;
use crate::unit::UnitKey;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the statement form that this build writes and reads in full.
pub const VERSION: u16 = 1;
/// The longest statement that is read, in bytes.
pub const LONGEST: usize = 4096;
/// The largest epoch and sequence number; both count from 1.
pub const LARGEST_NUMBER: u32 = i32::MAX as u32;
/// The latest moment a clock may claim: the end of the year 9999, in milliseconds since 1970.
pub const LATEST: i64 = 253_402_300_799_999;
/// The longest time on one item, in milliseconds: 24 hours.
pub const LONGEST_WORK: u32 = 86_400_000;

/// What a learner did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The form's version: [`VERSION`].
    pub v: u16,
    /// Grows when the device can't trust its own numbering any more; from 1.
    pub epoch: u32,
    /// The place in the device's series; from 1.
    pub seq: u32,
    /// When the device's clock says it happened, in milliseconds since 1970. Shown, never used to order or count.
    pub at: i64,
    /// What happened.
    pub did: Fact,
}

/// What happened: an xAPI verb and its object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// A lesson was begun (xAPI initialized).
    Initialized(Initialized),
    /// An activity without an item was read (xAPI experienced).
    Experienced(Experienced),
    /// An item was answered (xAPI answered).
    Answered(Answered),
    /// The learner said where they live, or took it back.
    Declared(Declared),
    /// The learner agreed that something be known about them, or took it back: the receipt.
    Consented(Consented),
}

/// A lesson was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Initialized {
    /// The course.
    pub course: CourseId,
    /// The edition on the screen.
    pub edition: EditionId,
    /// The lesson.
    pub lesson: LessonId,
}

/// An activity without an item was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Experienced {
    /// The course.
    pub course: CourseId,
    /// The edition on the screen.
    pub edition: EditionId,
    /// The lesson.
    pub lesson: LessonId,
    /// The activity.
    pub activity: ActivityId,
}

/// An item was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The course.
    pub course: CourseId,
    /// The edition on the screen.
    pub edition: EditionId,
    /// The lesson.
    pub lesson: LessonId,
    /// The activity whose item it is.
    pub activity: ActivityId,
    /// Which try in this going-through of the lesson, from 1. In a course check or placement, where there is one try: the number of
    /// the going-through itself ([`crate::check`]).
    pub attempt: u16,
    /// How many hints had been opened.
    pub hints: u8,
    /// How long it took, in milliseconds, up to [`LONGEST_WORK`].
    pub ms: u32,
    /// What was given.
    pub response: Response,
    /// The score that the device showed: a courtesy, the server scores again.
    pub score: Score,
}

/// Where the learner lives, by their own word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// The commune, or `None` where the learner took it back.
    pub unit: Option<UnitKey>,
    /// One more than the largest revision that the device knew: the largest wins, so no clock is asked.
    pub revision: u32,
}

/// Something about a learner that may be known if they like, and what of it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Consent {
    /// The commune; which one stands in [`Declared`].
    Commune(bool),
    /// The first of the ten years in one of which they were born.
    BirthYears(Option<u16>),
    /// The gender.
    Gender(Option<Gender>),
    /// A grown-up of theirs lets this child learn here.
    Guardian(bool),
}

/// A gender, by the learner's own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// A woman or girl.
    Woman,
    /// A man or boy.
    Man,
    /// Neither of these words.
    Other,
}

/// What a learner agreed to, or took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Consented {
    /// What about, and what was told.
    pub consent: Consent,
    /// The version of the words in which it was asked, from 1.
    pub wording: u16,
    /// One more than the largest revision that the device knew: the largest wins, so no clock is asked.
    pub revision: u32,
}

impl Consent {
    /// Whether both are about the same thing.
    #[must_use]
    pub const fn same_matter(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Commune(_), Self::Commune(_))
                | (Self::BirthYears(_), Self::BirthYears(_))
                | (Self::Gender(_), Self::Gender(_))
                | (Self::Guardian(_), Self::Guardian(_))
        )
    }

    /// Whether something is agreed to, not declined or taken back.
    #[must_use]
    pub const fn given(&self) -> bool {
        match self {
            Self::Commune(given) | Self::Guardian(given) => *given,
            Self::BirthYears(years) => years.is_some(),
            Self::Gender(gender) => gender.is_some(),
        }
    }
}

/// Whether somebody born in the ten years from `first` on may be under 16 in `year` (Law 91/2025: then a guardian consents).
#[must_use]
pub const fn may_be_a_child(first: u16, year: u16) -> bool {
    first + 9 + 16 > year
}

impl Fact {
    /// The verb's name, as in xAPI.
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Initialized(_) => "initialized",
            Self::Experienced(_) => "experienced",
            Self::Answered(_) => "answered",
            Self::Declared(_) => "declared",
            Self::Consented(_) => "consented",
        }
    }

    /// The course, edition and lesson it speaks of, if it speaks of a lesson.
    #[must_use]
    pub const fn place(&self) -> Option<(&CourseId, &EditionId, &LessonId)> {
        match self {
            Self::Initialized(i) => Some((&i.course, &i.edition, &i.lesson)),
            Self::Experienced(e) => Some((&e.course, &e.edition, &e.lesson)),
            Self::Answered(a) => Some((&a.course, &a.edition, &a.lesson)),
            Self::Declared(_) | Self::Consented(_) => None,
        }
    }
}

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A statement that this build understands.
    Known(Statement),
    /// A well-formed statement from a later build (another version, verb or kind of response): kept, not counted.
    Later {
        /// Its place in the series.
        epoch: u32,
        /// Its place in the series.
        seq: u32,
        /// Its verb.
        verb: String,
    },
}

/// Why a statement is refused for good. The device moves it to a quarantine that the learner can see and export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// Not a statement: a field is missing, unexpected, repeated or of the wrong type.
    Malformed,
    /// Longer than [`LONGEST`] bytes.
    TooLong,
    /// A number is outside its range.
    OutOfRange,
    /// The edition is known and has no such course, lesson or activity, or the activity has no item.
    UnknownActivity,
    /// The response doesn't fit the item.
    ResponseMismatch,
    /// There is no such administrative unit.
    UnknownUnit,
    /// The same place in the series already holds another statement.
    Conflict,
}

/// Reads the JSON text of one statement. Depth, size and ranges are bounded before anything is built.
///
/// # Errors
/// A [`Rejection`] and, for people, what exactly was wrong.
pub fn read(text: &str) -> Result<Reading, (Rejection, String)> {
    if text.len() > LONGEST {
        return Err((
            Rejection::TooLong,
            format!("a statement has at most {LONGEST} bytes, this one has {}", text.len()),
        ));
    }
    if text.contains("\\u0000") || text.contains('\0') {
        return Err((Rejection::Malformed, "a text holds the character NUL".into()));
    }
    match json::read::<Statement>(text) {
        Ok(statement) if statement.v == VERSION => in_range(&statement).map(|()| Reading::Known(statement)),
        Ok(statement) => {
            later(text).ok_or_else(|| (Rejection::OutOfRange, format!("there is no version {}", statement.v)))
        }
        Err(error) => later(text).ok_or_else(|| (Rejection::Malformed, error.to_string())),
    }
}

fn in_range(statement: &Statement) -> Result<(), (Rejection, String)> {
    let number = |name: &str, n: u32| match n {
        1..=LARGEST_NUMBER => Ok(()),
        _ => Err((Rejection::OutOfRange, format!("{name} is 1–{LARGEST_NUMBER}, got {n}"))),
    };
    number("epoch", statement.epoch)?;
    number("seq", statement.seq)?;
    if !(0..=LATEST).contains(&statement.at) {
        return Err((Rejection::OutOfRange, format!("at is 0–{LATEST}, got {}", statement.at)));
    }
    match &statement.did {
        Fact::Answered(answered) if answered.ms > LONGEST_WORK => {
            Err((Rejection::OutOfRange, format!("ms is at most {LONGEST_WORK} (24 hours), got {}", answered.ms)))
        }
        Fact::Answered(answered) => number("attempt", u32::from(answered.attempt)),
        Fact::Declared(declared) => number("revision", declared.revision),
        Fact::Consented(Consented { consent: Consent::BirthYears(Some(first)), .. })
            if !(1900..=2100).contains(first) || first % 10 != 0 =>
        {
            Err((Rejection::OutOfRange, format!("birth_years is 1900, 1910, … 2100, got {first}")))
        }
        Fact::Consented(consented) => {
            number("wording", u32::from(consented.wording))?;
            number("revision", consented.revision)
        }
        Fact::Initialized(_) | Fact::Experienced(_) => Ok(()),
    }
}

/// A statement of a later build: a good place in a series, and a version, verb or kind of response not known here.
fn later(text: &str) -> Option<Reading> {
    #[derive(Deserialize)]
    struct Envelope {
        v: u16,
        epoch: u32,
        seq: u32,
        did: BTreeMap<String, Body>,
    }
    #[derive(Deserialize)]
    struct Body {
        response: Option<BTreeMap<String, IgnoredAny>>,
    }
    let envelope: Envelope = json::read(text).ok()?;
    let (verb, body) = envelope.did.first_key_value()?;
    let known_verb = matches!(verb.as_str(), "initialized" | "experienced" | "answered" | "declared" | "consented");
    let known_kind = |kind: &String| Response::NAMES.contains(&kind.as_str());
    let later_kind = verb == "answered"
        && body.response.as_ref().is_some_and(|response| response.len() == 1 && !response.keys().all(known_kind));
    let placed = (1..=LARGEST_NUMBER).contains(&envelope.epoch) && (1..=LARGEST_NUMBER).contains(&envelope.seq);
    let is_later = envelope.v > VERSION || (envelope.v == VERSION && (!known_verb || later_kind));
    (placed && is_later && envelope.did.len() == 1 && crate::id::is_slug(&verb.replace('_', "-")))
        .then(|| Reading::Later { epoch: envelope.epoch, seq: envelope.seq, verb: verb.clone() })
}

/// An order-independent sum over statements, by which both sides see whether they hold the same ones.
///
/// Count, and the sums of the first two 32-bit words of each text's SHA-256: additions commute, fit the 64-bit integers of any
/// database up to 2³¹ statements, and can be taken together page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SeriesDigest {
    /// How many statements.
    pub count: i64,
    /// Sum of the first words.
    pub a: i64,
    /// Sum of the second words.
    pub b: i64,
}

impl SeriesDigest {
    /// Takes in the text of one more statement.
    pub fn add(&mut self, text: &str) {
        self.add_hash(&sha256(text.as_bytes()));
    }

    /// Takes in one more statement by the SHA-256 of its text.
    pub fn add_hash(&mut self, hash: &[u8; 32]) {
        let word = |i: usize| i64::from(u32::from_be_bytes([hash[i], hash[i + 1], hash[i + 2], hash[i + 3]]));
        self.count += 1;
        self.a += word(0);
        self.b += word(4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDITION: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn experienced(extra: &str) -> String {
        format!(
            r#"{{"v":1,"epoch":1,"seq":2,"at":3,"did":{{"experienced":{{"course":"c","edition":"{EDITION}","lesson":"l","activity":"a"{extra}}}}}}}"#
        )
    }

    #[test]
    fn a_statement_reads_back_as_it_was_written() {
        let Ok(Reading::Known(statement)) = read(&experienced("")) else { panic!("not read") };
        assert_eq!(serde_json::to_string(&statement).unwrap(), experienced(""));
    }

    #[test]
    fn what_a_later_build_says_is_kept() {
        for text in [
            r#"{"v":1,"epoch":1,"seq":2,"at":3,"did":{"voted":{"x":1}}}"#.to_owned(),
            r#"{"v":2,"epoch":1,"seq":2,"anything":[],"did":{"answered":{}}}"#.to_owned(),
            r#"{"v":1,"epoch":1,"seq":2,"at":3,"did":{"answered":{"response":{"hologram":[1]}}}}"#.to_owned(),
        ] {
            assert!(matches!(read(&text), Ok(Reading::Later { epoch: 1, seq: 2, .. })), "{text}");
        }
    }

    #[test]
    fn what_is_no_statement_is_refused_with_its_reason() {
        use Rejection::{Malformed, OutOfRange, TooLong};
        let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
        for (text, code) in [
            (experienced(r#","extra":1"#), Malformed),
            (experienced(r#","activity":"b""#), Malformed),
            (experienced("").replace(r#""at":3,"#, ""), Malformed),
            (experienced("").replace(r#""seq":2"#, r#""seq":"2""#), Malformed),
            (experienced("").replace(r#""seq":2"#, r#""seq":0"#), OutOfRange),
            (experienced("").replace(r#""seq":2"#, r#""seq":4294967295"#), OutOfRange),
            (experienced("").replace(r#""seq":2"#, r#""seq":1e400"#), Malformed),
            (experienced("").replace(r#""seq":2"#, r#""seq":NaN"#), Malformed),
            (experienced("").replace(r#""at":3"#, r#""at":9007199254740993"#), OutOfRange),
            (experienced("").replace(r#""at":3"#, r#""at":-1"#), OutOfRange),
            (experienced("").replace(r#""v":1"#, r#""v":0"#), OutOfRange),
            (experienced("").replace(r#""l""#, "\"\\u0000\""), Malformed),
            (" ".repeat(LONGEST + 1), TooLong),
            (deep, Malformed),
            ("null".into(), Malformed),
            (String::new(), Malformed),
        ] {
            assert_eq!(read(&text).map_err(|(code, _)| code), Err(code), "{text}");
        }
    }

    #[test]
    fn a_consent_reads_back_and_years_that_are_no_ten_are_refused() {
        let text = |consent: &str| {
            format!(
                r#"{{"v":1,"epoch":1,"seq":2,"at":3,"did":{{"consented":{{"consent":{consent},"wording":1,"revision":1}}}}}}"#
            )
        };
        for consent in
            [r#"{"commune":true}"#, r#"{"birth_years":1960}"#, r#"{"birth_years":null}"#, r#"{"gender":"woman"}"#]
        {
            let Ok(Reading::Known(statement)) = read(&text(consent)) else {
                panic!("{consent}: {:?}", read(&text(consent)))
            };
            assert_eq!(serde_json::to_string(&statement).unwrap(), text(consent));
        }
        for (consent, code) in [
            (r#"{"birth_years":1961}"#, Rejection::OutOfRange),
            (r#"{"birth_years":60}"#, Rejection::OutOfRange),
            (r#"{"gender":"x"}"#, Rejection::Malformed),
            (r#"{"phone":"090"}"#, Rejection::Malformed),
            (r#"{"commune":true,"gender":null}"#, Rejection::Malformed),
        ] {
            assert_eq!(read(&text(consent)).map_err(|(code, _)| code), Err(code), "{consent}");
        }
    }

    #[test]
    fn a_child_is_who_may_be_under_sixteen() {
        assert!(may_be_a_child(2010, 2026) && !may_be_a_child(2000, 2026));
        assert!(may_be_a_child(2010, 2034) && !may_be_a_child(2010, 2035));
    }

    #[test]
    fn a_digest_does_not_depend_on_the_order() {
        let digest = |texts: [&str; 3]| {
            let mut digest = SeriesDigest::default();
            texts.iter().for_each(|text| digest.add(text));
            digest
        };
        assert_eq!(digest(["a", "b", "c"]), digest(["c", "a", "b"]));
        assert_ne!(digest(["a", "b", "c"]), digest(["a", "b", "b"]));
    }
}
