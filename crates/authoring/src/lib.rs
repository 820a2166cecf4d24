//! From trainers' files to a draft: text in, courses, pictures, clips and diagnostics out. No IO; publishing is the server's business.
//!
//! The way of a lesson file: bytes → `encoding` → front matter (`fields`) and `markdown` nodes → `activity` →
//! `item` and `prose` → [`domain::course::Lesson`]. Whatever is wrong on the way becomes a diagnostic with file, line,
//! what is wrong and what to do; reading itself never fails. The format is described in `content/README.md`.

mod activity;
pub mod archive;
mod competence;
mod course_file;
mod craft;
pub mod diagnostic;
mod draft;
mod encoding;
mod fields;
mod folder;
pub mod framework;
mod item;
mod lesson_file;
mod markdown;
mod media;
mod pool;
mod prose;
mod room;
mod translation;
mod voice;

use domain::api::{Diagnostic, Severity};
use domain::course::Course;
use domain::id::MediaId;
use std::collections::{BTreeMap, BTreeSet};

pub use room::{Full, MOST_ARCHIVE, MOST_BYTES, MOST_FILES, Room};
pub use voice::{Origin, Unrecorded};

/// The longest lesson file or `course.toml` in bytes.
pub const LONGEST_TEXT: usize = 256 << 10;
/// What a lesson should weigh at most in bytes, with its pictures.
pub const LESSON_BYTES: usize = 60_000;

/// The files of one course: path relative to the course's folder, with `/` between the parts, and bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The bytes of a picture, a clip or an index of clips, ready to be published as `/media/<id>.<ending>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// `svg`, `png`, `jpg` or `webp`; `opus` for a clip, `json` for an index.
    pub ending: &'static str,
}

/// A course as its files say it, and everything found wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The course in each language that is complete, the original first; empty where `course.toml` can't be used.
    pub courses: Vec<Course>,
    /// The pictures that the courses show, and the clips in which they are heard.
    pub media: BTreeMap<MediaId, Media>,
    /// For each language with clips who speaks each text, by the text's key.
    pub clips: BTreeMap<&'static str, BTreeMap<String, Origin>>,
    /// Everything found, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// How much there is in a course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lessons.
    pub lessons: u32,
    /// Items by the name of their kind.
    pub items: BTreeMap<&'static str, u32>,
    /// Minutes of all lessons together.
    pub minutes: u32,
    /// The competences that its items ask for.
    pub competences: BTreeSet<String>,
}

/// Reads one course. Never fails and never panics, whatever the bytes are.
#[must_use]
pub fn read(source: &Source) -> Draft {
    draft::read(source)
}

impl Draft {
    /// Whether there is a course and no error; warnings don't hinder.
    #[must_use]
    pub fn publishable(&self) -> bool {
        !self.courses.is_empty() && self.diagnostics.iter().all(|found| found.severity != Severity::Error)
    }

    /// How much there is in the original.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.courses.first().map(Counts::of).unwrap_or_default()
    }
}

impl Counts {
    /// How much there is in a course.
    #[must_use]
    pub fn of(course: &Course) -> Self {
        let mut counts = Self { minutes: course.minutes(), ..Self::default() };
        for lesson in course.lessons() {
            counts.lessons += 1;
            for (_, item) in lesson.items() {
                counts.competences.insert(item.competence.clone());
                *counts.items.entry(item.kind.name()).or_default() += 1;
            }
        }
        counts
    }

    /// Items of all kinds together.
    #[must_use]
    pub fn all_items(&self) -> u32 {
        self.items.values().sum()
    }
}
