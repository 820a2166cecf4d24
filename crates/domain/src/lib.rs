//! Every noun and every rule of the platform, and nothing else: no IO, clock, dice, HTML or SQL.
//!
//! The same code runs on a citizen's phone (WebAssembly) and on the server, so both score, fold and protect alike.
//!
//! # Glossary
//! One word for one thing, in types, tables, doors, routes, styles and tests:
//!
//! | word | meaning | standard |
//! |---|---|---|
//! | [`course::Course`] | what one sets out to learn; made of chapters | |
//! | [`course::Chapter`] | a unit of a course | |
//! | [`course::Lesson`] | what is taken in one sitting, 4–8 minutes | cmi5 assignable unit |
//! | [`course::Activity`] | one step of a lesson, one screen | xAPI activity |
//! | [`item::Item`], [`item::ItemKind`] | something to answer, and how | QTI assessment item, interaction |
//! | [`item::Response`] | what the learner gave | QTI response |
//! | key | what would be right | QTI correct response |
//! | [`score::Score`] | 0 to 1, in thousandths | xAPI scaled score |
//! | [`item::Outcome`] | score and feedback of one response | QTI outcome |
//! | attempt | which try at an item within one going-through of a lesson | |
//! | [`edition::Edition`] | a published course in one language; never changes | |
//! | [`statement::Statement`] | what a learner did; never changed or deleted | xAPI statement |
//! | series | the statements of one device, numbered `(epoch, seq)` | |
//! | epoch | grows when a device can't trust its own numbering any more | |
//! | incarnation | one life of a server's store; a restored backup begins a new one | |
//! | [`progress::CourseProgress`] | what the statements add up to | |
//! | completion | every activity met | cmi5 completed |
//! | mastery | credit at or above the edition's bar | cmi5 passed |
//! | [`check`] | the course check: items drawn from a pool at the end of a course | QTI test with selection |
//! | taking | one going-through of a check: the items of one form | |
//! | form | one of the parallel drawings that a check's pool makes | |
//! | [`placement`] | finds where to start; its pool is an edition that is no course | |
//! | [`curriculum`] | which lessons teach which competence | |
//! | [`schedule`] | when what was answered is brought back: review | |
//! | [`voice`] | reading a course aloud | |
//! | utterance | a text as it is read aloud | |
//! | clip | an utterance as sound: a person's recording, or made by a machine | |
//! | [`unit::AdministrativeUnit`] | a province or commune, dated | |
//! | [`report::Cell`] | a protected count: shown (rounded) or suppressed | |
//! | [`handover`] | bringing a learner to another phone, by a short code, a recovery card, or a trainer who vouches | |
//! | consent | what a learner allows to be known, by which words; can be taken back | |
//! | joined | of two learners who are one person: the one's statements stand under the other now | |
//! | erased | of a learner: nothing is kept but that nothing may come back | |
//! | [`people::StaffMember`] | a trainer, official or administrator | |

pub mod api;
pub mod check;
pub mod competence;
pub mod course;
pub mod curriculum;
pub mod edition;
pub mod handover;
pub mod id;
pub mod item;
pub mod json;
pub mod passage;
pub mod people;
pub mod permission;
pub mod placement;
pub mod progress;
pub mod prose;
pub mod report;
pub mod schedule;
#[cfg(feature = "schema")]
mod schema;
pub mod score;
pub mod statement;
pub mod text;
pub mod unit;
pub mod voice;

/// What `domain` refuses, each with what to do next. The only error type of this crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A text is not an identifier of the kind asked for.
    #[error("{what} must be {rule}; got {got:?}")]
    BadId {
        /// Which identifier: "course id", "learner id", …
        what: &'static str,
        /// What it should look like.
        rule: &'static str,
        /// What stood there, shortened.
        got: String,
    },
    /// The bytes of an edition are not those its id names.
    #[error("the edition's content does not match its id {expected}; download it again")]
    EditionAltered {
        /// The id that was asked for.
        expected: String,
    },
    /// The bytes of an edition can't be read at all.
    #[error("the edition can't be read ({reason}); it may come from a newer app: update and try again")]
    EditionUnreadable {
        /// What the reader met.
        reason: String,
    },
    /// A response of one kind was given to an item of another, or names things the item doesn't have.
    #[error("the response does not fit the item: {reason}")]
    ResponseMismatch {
        /// What doesn't fit.
        reason: &'static str,
    },
}
