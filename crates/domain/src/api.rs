//! The doors between app and server: each path, request and answer is named once, here, and nowhere else.
//!
//! Errors travel as `application/problem+json` (RFC 9457): [`Problem`].

mod account;

pub use account::*;

use crate::course::Language;
use crate::id::{CourseId, DeviceId, EditionId, Incarnation, LearnerId, StaffId};
use crate::people::{Role, StaffMember};
use crate::report::Cell;
use crate::statement::{Rejection, SeriesDigest};
use crate::unit::UnitKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `POST`: a device makes itself known. [`RegisterDevice`] → [`DeviceToken`]. May be repeated.
pub const DEVICES: &str = "/api/learn/devices";
/// `POST`: a page of statements. [`PushPage`] → [`PushReport`]. May be repeated. Bearer token.
/// `GET ?after=`: the learner's statements of all devices. → [`PullPage`]. Bearer token.
pub const STATEMENTS: &str = "/api/learn/statements";
/// `POST`: a device leaves its learner's secret, sealed, for another phone. [`Handover`]. Bearer token.
pub const HANDOVERS: &str = "/api/learn/handovers";
/// `POST`: another phone takes it, by the code. [`TakeHandover`] → [`TakenHandover`]
pub const TAKE_HANDOVER: &str = "/api/learn/handovers/take";
/// `POST`: two learners are one person. [`JoinLearner`] → [`Joined`]. May be repeated. Bearer token of the one who stays.
pub const JOIN: &str = "/api/learn/join";
/// `DELETE`: erases the learner. May be repeated: then `gone`. Bearer token.
pub const LEARNER: &str = "/api/learn/learner";
/// `POST`: sign in. [`SignIn`] → [`StaffMember`] and a cookie. `DELETE`: sign out.
pub const SESSION: &str = "/api/account/session";
/// `GET`: who is signed in. → [`Account`]
pub const ACCOUNT: &str = "/api/account";
/// `POST`: what an invitation offers, without using it. [`InvitationToken`] → [`Invited`]
pub const INVITATION: &str = "/api/account/invitation";
/// `POST`: use an invitation once: choose a name and password. [`AcceptInvitation`] → [`StaffMember`] and a cookie.
pub const ACCEPT: &str = "/api/account/invitation/accept";
/// `GET`: all staff. → `Vec<`[`ListedStaff`]`>`
pub const STAFF: &str = "/api/account/staff";
/// `POST`: invite a person. [`Invite`] → [`InvitationLink`]
pub const INVITATIONS: &str = "/api/account/invitations";
/// `GET`: where one is signed in. → `Vec<`[`ListedSession`]`>`. `DELETE`: sign out everywhere else.
pub const SESSIONS: &str = "/api/account/sessions";
/// `DELETE`: sign out there.
pub const ONE_SESSION: &str = "/api/account/sessions/{session}";
/// `POST`: show once more who one is, for what asks for it. [`Prove`]
pub const PROOF: &str = "/api/account/proof";
/// POST begins to sign in through the provider of identities, PUT ends it.
pub const PROVIDER_SESSION: &str = "/api/account/provider/session";
/// POST ends it with a code of the second step.
pub const PROVIDER_CODE: &str = "/api/account/provider/session/code";
/// POST begins to link an identity to one's own account, PUT ends it, DELETE unlinks it.
pub const PROVIDER_IDENTITY: &str = "/api/account/provider/identity";
/// `PUT`: change one's password. [`NewPassword`]
pub const PASSWORD: &str = "/api/account/password";
/// `POST`: begin to set up the second step. → [`SecondStepKey`]. `PUT`: finish it with a code. [`SecondStepCode`] →
/// [`RecoveryCodes`]. `DELETE`: give it up, where no role needs it.
pub const SECOND_STEP: &str = "/api/account/second-step";
/// `POST`: new recovery codes; the old ones end. → [`RecoveryCodes`]
pub const RECOVERY_CODES: &str = "/api/account/second-step/recovery-codes";
/// `PUT`: what a person may do. [`Held`] → [`ListedStaff`]
pub const STAFF_ROLES: &str = "/api/account/staff/{staff}/roles";
/// `POST`: close an account; its sessions end. → [`ListedStaff`]
pub const DISABLE: &str = "/api/account/staff/{staff}/disable";
/// `POST`: open a closed account again. → [`ListedStaff`]
pub const ENABLE: &str = "/api/account/staff/{staff}/enable";
/// `DELETE`: take away the second step of somebody who lost it; they set up another at their next sign-in. → [`ListedStaff`]
pub const STAFF_SECOND_STEP: &str = "/api/account/staff/{staff}/second-step";
/// `GET ?person=&act=&day=&before=`: privileged acts, newest first. → [`AuditPage`]
pub const AUDIT: &str = "/api/account/audit";
/// `GET ?person=&act=&day=`: the same as CSV.
pub const AUDIT_CSV: &str = "/api/account/audit.csv";
/// `GET`: courses with their editions. → `Vec<`[`TaughtCourse`]`>`
pub const COURSES: &str = "/api/teach/courses";
/// `POST` (a zip): check a course and keep it as a draft. → [`CheckedDraft`]
pub const DRAFTS: &str = "/api/teach/drafts";
/// `POST`: publish a draft. → [`TaughtCourse`]
pub const PUBLISH: &str = "/api/teach/drafts/{draft}/publish";
/// `POST`: take an edition off the catalogue; phones that hold it keep it.
pub const WITHDRAW: &str = "/api/teach/editions/{edition}/withdraw";
/// `POST`: a trainer knows who stands before them: the code that they keep for that learner opens. [`Vouch`]
pub const VOUCH: &str = "/api/teach/vouch";
/// `GET ?course=&unit=&month=`: completion by unit. → [`CompletionReport`]
pub const COMPLETION: &str = "/api/oversee/completion";
/// `GET ?course=&unit=&month=`: the same cells as CSV.
pub const COMPLETION_CSV: &str = "/api/oversee/completion.csv";
/// `GET`: the description of all these doors.
pub const OPENAPI: &str = "/api/openapi.json";
/// `GET`: the courses on offer. A static file. → [`Catalogue`](crate::edition::Catalogue)
pub const CATALOGUE: &str = "/catalogue.json";

/// `GET`: the provinces of today, by name. A static file. → `Vec<`[`NamedUnit`]`>`
pub const PROVINCES: &str = "/units/provinces.json";

/// The most statements in one page.
pub const PAGE_STATEMENTS: usize = 500;
/// The longest page in bytes, so that a closing tab may still send it (`keepalive` takes 64 KiB for everything in flight).
pub const PAGE_BYTES: usize = 60_000;

/// Where the communes of a province stand: `/units/<code>.json`.
#[must_use]
pub fn units_path(province_code: &str) -> String {
    format!("/units/{province_code}.json")
}

/// What went wrong, in RFC 9457's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A stable word for machines, as `unknown_token`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status again.
    pub status: u16,
    /// What happened and what to do next, in English; the app has its own words for each `type`.
    pub detail: String,
}

/// A device makes itself known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegisterDevice {
    /// The learner; made on the device.
    pub learner: LearnerId,
    /// The learner's secret: 64 hexadecimal digits, made with the learner. Who knows it may add a device.
    pub secret: String,
    /// This learner's place on this phone.
    pub device: DeviceId,
}

/// The token by which a device speaks for its learner. A later one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeviceToken {
    /// 64 hexadecimal digits, for `Authorization: Bearer`.
    pub token: String,
    /// The life of the server's store.
    pub incarnation: Incarnation,
    /// Where the learner went, where two turned out to be one person: what the device sends stands under this learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_into: Option<LearnerId>,
}

/// What a handover is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HandoverKind {
    /// One other phone, within [`HANDOVER_MS`].
    Code,
    /// Any phone that has the recovery card, until another card is made.
    Card,
    /// Kept by a trainer. Alone it opens nothing; one phone within [`HANDOVER_MS`] each time that a trainer has vouched.
    Vouched,
}

impl HandoverKind {
    /// The word by which it travels and is kept.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Card => "card",
            Self::Vouched => "vouched",
        }
    }
}

/// How long a code works, from its making or from a trainer's word on, in milliseconds: ten minutes.
pub const HANDOVER_MS: i64 = 10 * 60 * 1000;

/// A device leaves its learner's secret for whoever knows a code ([`crate::handover::Code`]). An earlier one of the kind dies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// What for.
    pub kind: HandoverKind,
    /// The code's finder: 64 hexadecimal digits.
    pub finder: String,
    /// The learner's secret, sealed with the code: 64 hexadecimal digits.
    pub sealed: String,
}

/// A phone that was given a code asks for what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeHandover {
    /// The code's finder.
    pub finder: String,
    /// The place that the learner will have on this phone; the same may ask again, should the response be lost.
    pub device: DeviceId,
}

/// What belongs to a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TakenHandover {
    /// The learner.
    pub learner: LearnerId,
    /// The learner's secret, sealed with the code.
    pub sealed: String,
}

/// A trainer knows the person who stands before them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Vouch {
    /// The finder of the code that the trainer keeps for that person.
    pub finder: String,
}

/// The learner of the token and this one are one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinLearner {
    /// The learner whose statements move.
    pub learner: LearnerId,
    /// That learner's secret.
    pub secret: String,
}

/// Two learners have been joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Joined {
    /// The learner under whom everything stands now.
    pub learner: LearnerId,
    /// How many statements that is.
    pub learner_count: i64,
}

/// A page of statements, each the JSON text that the device keeps; the texts are stored and compared byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PushPage {
    /// Whose they are; must be the token's learner.
    pub learner: LearnerId,
    /// Which device wrote them; must be the token's device.
    pub device: DeviceId,
    /// 1–500 statements.
    pub statements: Vec<crate::statement::Statement>,
}

/// The JSON text of a page, around texts that are sent as they were written.
#[must_use]
pub fn push_page(learner: LearnerId, device: DeviceId, statements: &[&str]) -> String {
    format!(r#"{{"learner":"{learner}","device":"{device}","statements":[{}]}}"#, statements.join(","))
}

/// What became of one statement. Only this clears it from a device's waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Stored now.
    Accepted,
    /// Stored before, the same to the byte.
    Duplicate,
    /// Refused for good.
    Rejected(Rejection),
    /// Not now: send it again later.
    Retry,
}

/// The answer to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PushReport {
    /// The life of the server's store; another one than before means: send everything again.
    pub incarnation: Incarnation,
    /// One verdict for each statement, in the order of the page.
    pub verdicts: Vec<Verdict>,
    /// What was wrong with each rejected statement, by its place in the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<RejectionDetail>,
    /// What the server now holds of this device's series.
    pub digest: SeriesDigest,
    /// How many statements of this learner the server holds from all devices.
    pub learner_count: i64,
}

/// Why one statement was refused, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RejectionDetail {
    /// The place in the page, from 0.
    pub place: usize,
    /// What was wrong.
    pub detail: String,
}

/// Statements of the learner from all devices, in the order in which the server received them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PullPage {
    /// The life of the server's store.
    pub incarnation: Incarnation,
    /// The statements.
    pub statements: Vec<PulledStatement>,
    /// Pass as `after` for the next page.
    pub head: String,
    /// Whether there is more.
    pub more: bool,
    /// How many statements of this learner the server holds from all devices.
    #[serde(default)]
    pub learner_count: i64,
    /// When a trainer last vouched for the learner, in milliseconds since 1970, where that was after this device came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vouched_at: Option<i64>,
}

/// A statement and the device that wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PulledStatement {
    /// The device.
    pub device: DeviceId,
    /// The JSON text, byte for byte.
    pub text: String,
}

/// Sign in with a name and a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The sign-in name.
    pub name: String,
    /// The password.
    pub password: String,
    /// The second step, where it is set up: six digits of the authenticator, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Who is signed in, and what the desk must say about the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Account {
    /// The person, or nobody.
    pub staff: Option<StaffMember>,
    /// The name of the person's unit.
    pub unit_name: Option<String>,
    /// What they have shown; nothing where nobody is signed in.
    #[serde(default)]
    pub keys: Keys,
    /// What the provider of identities is called through which staff may sign in too, where one is configured.
    #[serde(default)]
    pub provider: Option<String>,
    /// Whether the store holds made-up learners; every page of the desk says so.
    pub demo: bool,
}

/// An invitation's token: 64 hexadecimal digits, single use, 72 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationToken {
    /// The token.
    pub token: String,
}

/// What an invitation offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Invited {
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The name of the unit.
    pub unit_name: Option<String>,
}

/// Use an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// The token.
    pub token: String,
    /// The name to sign in with.
    pub name: String,
    /// The password, [`crate::people::SHORTEST_PASSWORD`] characters or more.
    pub password: String,
}

/// Invite a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// One role or more.
    pub roles: BTreeSet<Role>,
    /// The unit; required for officials.
    pub unit: Option<UnitKey>,
}

/// A person in the list of all staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ListedStaff {
    /// Who.
    pub id: StaffId,
    /// The name to sign in with.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// The unit an official sees, with all below it; `None` is the whole country.
    pub unit: Option<UnitKey>,
    /// The name of the unit.
    pub unit_name: Option<String>,
    /// Whether their second step is set up.
    pub second_step: bool,
    /// When the account was closed, in milliseconds since 1970.
    pub disabled_at: Option<i64>,
}

/// A link to hand over; shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitationLink {
    /// The path on this server: `/desk/#invitation=<token>`; the part after `#` never reaches a log.
    pub path: String,
    /// When it ends, in milliseconds since 1970.
    pub expires_at: i64,
}

/// A course with everything published of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TaughtCourse {
    /// The course.
    pub course: CourseId,
    /// Its name in its newest edition.
    pub title: String,
    /// Newest first.
    pub editions: Vec<TaughtEdition>,
}

/// An edition as trainers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TaughtEdition {
    /// The edition.
    pub edition: EditionId,
    /// Its language.
    pub language: Language,
    /// Its name.
    pub title: String,
    /// How many lessons.
    pub lessons: u32,
    /// When it was published, in milliseconds since 1970.
    pub published_at: i64,
    /// When it was withdrawn, in milliseconds since 1970.
    pub withdrawn_at: Option<i64>,
    /// Whether the catalogue offers it now.
    pub offered: bool,
}

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Publishing refuses.
    Error,
    /// Publishing goes on.
    Warning,
}

/// Something in an author's file, where it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Diagnostic {
    /// The file, relative to the course's folder.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// How grave it is.
    pub severity: Severity,
    /// A stable word for the rule, as `duplicate-id`.
    pub code: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub todo: String,
}

/// A course that was uploaded and checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckedDraft {
    /// Names the draft for [`PUBLISH`]; `None` where errors forbid publishing.
    pub draft: Option<String>,
    /// The course, where it could be read.
    pub course: Option<CourseId>,
    /// Its name, where it could be read.
    pub title: Option<String>,
    /// How many lessons.
    pub lessons: u32,
    /// How many items.
    pub items: u32,
    /// Its languages.
    pub languages: Vec<Language>,
    /// Everything found, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// Completion of one course in the units of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CompletionReport {
    /// The course.
    pub course: CourseId,
    /// The unit looked at and those above it, the highest first; empty for the whole country.
    pub path: Vec<NamedUnit>,
    /// The month looked at, as `2026-11`; `None` for all time.
    pub month: Option<String>,
    /// The months that have anything, newest first. A fact belongs to the month in which the server received it (UTC+7).
    pub months: Vec<String>,
    /// When the figures were taken, in milliseconds since 1970.
    pub as_of: i64,
    /// The units below, by name; a commune alone where there are none.
    pub rows: Vec<CompletionRow>,
    /// All of them together.
    pub total: CompletionRow,
    /// Whether the store holds made-up learners.
    pub demo: bool,
}

/// A unit and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NamedUnit {
    /// The unit.
    pub unit: UnitKey,
    /// Its name.
    pub name: String,
}

/// One unit's figures. Counts are of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CompletionRow {
    /// The unit; `None` for the total and for learners who named no commune.
    pub unit: Option<NamedUnit>,
    /// Whether there are units below it to look at.
    pub has_units: bool,
    /// How many people live there, where known.
    pub people: Option<u64>,
    /// Began the course.
    pub started: Cell,
    /// Completed every lesson.
    pub completed: Cell,
    /// Mastered every lesson.
    pub mastered: Cell,
    /// Completed, in per cent of people, from the rounded count.
    pub completed_per_cent: Option<u64>,
}
