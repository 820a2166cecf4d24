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
    /// Sees completion in one unit and below.
    Official,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Trainer, Self::Official];

    /// Its name in JSON, in stores and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Trainer => "trainer",
            Self::Official => "official",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = crate::Fault;
    fn from_str(text: &str) -> Result<Self, crate::Fault> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| crate::Fault::BadId {
            what: "role",
            rule: "administrator, trainer or official",
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

/// The shortest password without a second factor, in characters (OWASP ASVS 5.0, 6.2.1).
pub const SHORTEST_PASSWORD: usize = 15;
/// The longest password, in characters: long enough for any sentence, short enough to hash.
pub const LONGEST_PASSWORD: usize = 128;

/// Whether a text may be a sign-in name.
#[must_use]
pub fn is_staff_name(text: &str) -> bool {
    (3..=64).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'@'))
}
