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

/// Whether a text may be a sign-in name.
#[must_use]
pub fn is_staff_name(text: &str) -> bool {
    (3..=64).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'@'))
}
