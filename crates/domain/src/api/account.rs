//! What travels through the doors of accounts: sessions, keys, roles, audit.

use crate::course::Language;
use crate::id::{SessionId, StaffId};
use crate::people::Role;
use crate::unit::UnitKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many recovery codes are made at a time.
pub const RECOVERY_CODES_MADE: usize = 10;
/// How many rows of the audit one page has.
pub const AUDIT_PAGE: usize = 50;

/// What a signed-in person can show, and has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Keys {
    /// Whether their second step is set up.
    pub second_step: bool,
    /// Whether a role of theirs needs it.
    pub second_step_needed: bool,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
    /// Whether a password or a code was shown in the last ten minutes.
    pub fresh: bool,
    /// Whether an identity of the provider is linked to the account.
    #[serde(default)]
    pub linked: bool,
}

/// How the state begins that the provider sends back, for the desk to know what to go on with: `sign-in.vi.…`.
pub const STATE_SIGN_IN: &str = "sign-in";
/// The same where an identity is linked: `link.vi.…`.
pub const STATE_LINK: &str = "link";

/// Go to the provider of identities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ThroughProvider {
    /// The language to come back in.
    pub language: Language,
}

/// Where the browser shows the provider who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProviderAddress {
    /// The whole address, at the provider's.
    pub address: String,
}

/// What the provider sent the browser back with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderReply {
    /// Its code, to be changed for a token; used once.
    pub code: String,
    /// The state with which it was begun.
    pub state: String,
    /// Its issuer, where it says so (RFC 9207).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
}

/// One place where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ListedSession {
    /// Names it.
    pub session: SessionId,
    /// When it began, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last used, to the minute, in milliseconds since 1970.
    pub seen_at: i64,
    /// Browser and system, roughly, as `Chrome · Android`; empty where they can't be told.
    pub device: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Show once more who one is: one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Prove {
    /// The password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// A code of the second step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// [`crate::people::SHORTEST_PASSWORD`] characters or more; with a second step
    /// [`crate::people::SHORTEST_PASSWORD_OF_TWO`].
    pub password: String,
}

/// What an authenticator needs to make codes (RFC 6238: SHA-1, six digits, thirty seconds). Shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SecondStepKey {
    /// The key in base 32, to be typed.
    pub key: String,
    /// The same as an address `otpauth://totp/…`, to be drawn as a QR code.
    pub address: String,
}

/// A code of the authenticator that is being set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondStepCode {
    /// Six digits.
    pub code: String,
}

/// Codes that stand in for the authenticator, each once. Shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// 120 random bits each.
    pub codes: Vec<String>,
}

/// What a person may do from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// All roles, one or more.
    pub roles: BTreeSet<Role>,
    /// The unit; required for officials.
    pub unit: Option<UnitKey>,
}

/// Privileged acts, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// At most [`AUDIT_PAGE`] rows.
    pub rows: Vec<AuditRow>,
    /// Pass as `before` for older ones; `None` where there are none.
    pub before: Option<i64>,
    /// Every act that was ever done, by name, to choose from.
    pub acts: Vec<String>,
    /// Everybody who ever did one, by name, to choose from.
    pub people: Vec<AuditPerson>,
}

/// A privileged act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditRow {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who; `None` for whoever runs commands on the server's machine.
    pub person: Option<AuditPerson>,
    /// What was done: a stable word, as `roles_changed`.
    pub act: String,
    /// What it was done to.
    pub detail: String,
}

/// Somebody who did a privileged act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditPerson {
    /// Who.
    pub staff: StaffId,
    /// Their sign-in name.
    pub name: String,
}
