//! Identifiers: random ones for people and devices, spelled ones for what authors write, hashes for what is published.
//!
//! This is not where identifiers are made: randomness comes from whoever calls `from_bytes`.

use crate::Fault;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    let valid = digits.len() == 2 * N && digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f'));
    let digit = |d: u8| if d <= b'9' { d - b'0' } else { d - b'a' + 10 };
    valid.then(|| std::array::from_fn(|i| digit(digits[2 * i]) << 4 | digit(digits[2 * i + 1])))
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $what:literal, $rule:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = String))]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// Wraps bytes that the caller has drawn or computed.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, f)
            }
        }
        impl FromStr for $name {
            type Err = Fault;
            fn from_str(text: &str) -> Result<Self, Fault> {
                unhex(text).map(Self).ok_or_else(|| Fault::BadId { what: $what, rule: $rule, got: shorten(text) })
            }
        }
        id_serde!($name);
    };
}

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = String))]
        pub struct $name(Box<str>);

        impl $name {
            /// The identifier as it is written in files and addresses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = Fault;
            fn from_str(text: &str) -> Result<Self, Fault> {
                if is_slug(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(Fault::BadId { what: $what, rule: SLUG_RULE, got: shorten(text) })
                }
            }
        }
        id_serde!($name);
    };
}

macro_rules! id_serde {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("a ", stringify!($name)))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

const SLUG_RULE: &str = "1–64 of a–z, 0–9 and single hyphens, not at its ends";

/// Whether a text may be an authored identifier: 1–64 of a–z, 0–9 and single inner hyphens.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

hex_id! {
    /// A person who learns: 128 random bits, made on the device. Says nothing about who it is.
    LearnerId, 16, "learner id", "32 hexadecimal digits in lower case"
}
hex_id! {
    /// One learner's place on one phone: 128 random bits. Two learners on one phone have two.
    DeviceId, 16, "device id", "32 hexadecimal digits in lower case"
}
hex_id! {
    /// One life of a server's store: 128 random bits, drawn anew when a backup is restored.
    Incarnation, 16, "incarnation", "32 hexadecimal digits in lower case"
}
hex_id! {
    /// A member of staff: 128 random bits.
    StaffId, 16, "staff id", "32 hexadecimal digits in lower case"
}
hex_id! {
    /// A session of a member of staff: names it in lists. Not its token, which only the browser and a hash know.
    SessionId, 16, "session id", "32 hexadecimal digits in lower case"
}
hex_id! {
    /// An edition: the SHA-256 of its bytes.
    EditionId, 32, "edition id", "64 hexadecimal digits in lower case"
}
hex_id! {
    /// A picture or clip: the SHA-256 of its bytes.
    MediaId, 32, "media id", "64 hexadecimal digits in lower case"
}
slug_id! {
    /// A course, as its author spelled it; the same in every language and edition.
    CourseId, "course id"
}
slug_id! {
    /// A lesson, unique within its course; the same in every language and edition.
    LessonId, "lesson id"
}
slug_id! {
    /// An activity, unique within its lesson; the same in every language and edition. Also names the activity's item.
    ActivityId, "activity id"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hex_id_reads_back_what_it_wrote() {
        let id = LearnerId::from_bytes(std::array::from_fn(|i| u8::try_from(i * 17).unwrap_or(0)));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::from_str::<LearnerId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    }

    #[test]
    fn an_id_in_capitals_or_of_another_length_is_refused() {
        for text in ["", "ABCDEF", &"A".repeat(32), &"a".repeat(31), &"a".repeat(33), &"é".repeat(16)] {
            assert!(text.parse::<LearnerId>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_slug_is_lower_case_latin_with_single_inner_hyphens() {
        for good in ["a", "ma-otp", "1", "an-toan-tren-mang"] {
            assert!(good.parse::<CourseId>().is_ok(), "{good:?}");
        }
        for bad in ["", "-a", "a-", "a--b", "Mã", "a b", "../x", &"a".repeat(65)] {
            assert!(bad.parse::<CourseId>().is_err(), "{bad:?}");
        }
    }
}
