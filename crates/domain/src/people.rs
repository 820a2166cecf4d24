//! People who work with the platform. Learners are only ids and live in statements; see [`crate::id::LearnerId`].

use crate::id::StaffId;
use crate::unit::UnitKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a member of staff is there to do; a person may hold several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Invites people and gives roles.
    Administrator,
    /// Writes, checks and publishes courses.
    Trainer,
    /// Looks at what is published and what was published before; changes nothing.
    Reviewer,
    /// Sees completion in one unit and below.
    Official,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Trainer, Self::Reviewer, Self::Official];

    /// Its name in JSON, in stores and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Trainer => "trainer",
            Self::Reviewer => "reviewer",
            Self::Official => "official",
        }
    }

    /// Whether nobody acts in this role before a second step (a code of an authenticator) is set up. An administrator may
    /// come in with a long password alone: the first one sets up the house, and a lost phone must not lock it.
    #[must_use]
    pub const fn needs_second_step(self) -> bool {
        match self {
            Self::Administrator => false,
            Self::Trainer | Self::Reviewer | Self::Official => true,
        }
    }
}

impl std::str::FromStr for Role {
    type Err = crate::Fault;
    fn from_str(text: &str) -> Result<Self, crate::Fault> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| crate::Fault::BadId {
            what: "role",
            rule: "administrator, trainer, reviewer or official",
            got: text.chars().take(40).collect(),
        })
    }
}

/// A person with an account on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StaffMember {
    /// Who.
    pub id: StaffId,
    /// The name to sign in with: 3–64 of a–z, 0–9, dots, hyphens, underscores and @.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// The unit an official sees, with all below it; `None` is the whole country.
    pub unit: Option<UnitKey>,
}

impl StaffMember {
    /// Whether a role of theirs needs a second step.
    #[must_use]
    pub fn needs_second_step(&self) -> bool {
        self.roles.iter().any(|role| role.needs_second_step())
    }
}

/// The shortest password without a second factor, in characters (OWASP ASVS 5.0, 6.2.1).
pub const SHORTEST_PASSWORD: usize = 15;
/// The shortest password beside a second factor, in characters (OWASP ASVS 5.0, 6.2.1).
pub const SHORTEST_PASSWORD_OF_TWO: usize = 8;
/// The longest password, in characters: long enough for any sentence, short enough to hash.
pub const LONGEST_PASSWORD: usize = 128;

/// The longest nickname of a learner, in characters.
pub const LONGEST_NICKNAME: usize = 30;

/// Why a text is no nickname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NicknameFault {
    /// Nothing in it can be seen.
    Empty,
    /// Longer than [`LONGEST_NICKNAME`].
    TooLong,
    /// It holds a character that can't be seen or turns the reading direction.
    Unseen,
}

/// The nickname that was typed: composed (NFC), without blanks at its ends and with single ones inside.
///
/// # Errors
/// Why it can't be one.
pub fn nickname(typed: &str) -> Result<String, NicknameFault> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let name = crate::text::composed(&words.join(" "));
    let length = name.chars().count();
    if name.chars().any(crate::text::is_unseen) {
        Err(NicknameFault::Unseen)
    } else if name.chars().all(|letter| matches!(letter, '\u{200d}' | '\u{fe0f}' | ' ')) {
        Err(NicknameFault::Empty)
    } else if length > LONGEST_NICKNAME {
        Err(NicknameFault::TooLong)
    } else {
        Ok(name)
    }
}

/// Whether a text may be a sign-in name.
#[must_use]
pub fn is_staff_name(text: &str) -> bool {
    (3..=64).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nickname_is_composed_and_its_blanks_are_single() {
        assert_eq!(nickname("  Bà   Tu\u{31b}\u{301} "), Ok("Bà Tứ".into()));
        assert_eq!(nickname("Y"), Ok("Y".into()));
        assert_eq!(nickname("👩\u{200d}🌾"), Ok("👩\u{200d}🌾".into()));
        assert_eq!(nickname(&"ệ".repeat(30)).map(|name| name.chars().count()), Ok(30));
        // Thirty letters from a keyboard that writes marks apart are thirty letters.
        assert_eq!(nickname(&"e\u{323}\u{302}".repeat(30)), Ok("ệ".repeat(30)));
    }

    #[test]
    fn what_nobody_sees_or_what_turns_the_line_is_no_nickname() {
        use NicknameFault::{Empty, TooLong, Unseen};
        for (typed, fault) in [
            ("", Empty),
            (" \t\u{a0}\u{3000} ", Empty),
            ("\u{200d}\u{fe0f}", Empty),
            (&"a".repeat(31) as &str, TooLong),
            (&"e\u{301}".repeat(31), TooLong),
            ("Lan\u{202e}naL", Unseen),
            ("a\u{0}", Unseen),
            ("a\u{7f}", Unseen),
            ("La\u{200b}n", Unseen),
            ("\u{2066}Lan\u{2069}", Unseen),
            ("Lan\u{feff}", Unseen),
            ("\u{3164}", Unseen),
        ] {
            assert_eq!(nickname(typed), Err(fault), "{typed:?}");
        }
    }
}
