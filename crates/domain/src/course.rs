//! Courses as they are learnt: a course has chapters, a chapter lessons, a lesson activities.
//!
//! These are the nouns inside an [`crate::edition::Edition`]; how authors write them is `authoring`'s business.

use crate::id::{ActivityId, CourseId, LessonId};
use crate::item::Item;
use crate::prose::{Picture, Prose, pictures};
use crate::score::Score;
use crate::voice::Voice;
use serde::{Deserialize, Serialize};

/// The languages that interface and content come in. Vietnamese is the default and always complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// All languages, the default first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The BCP 47 tag: `vi` or `en`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// A course in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The same in every language and edition.
    pub id: CourseId,
    /// The language of every word below.
    pub language: Language,
    /// Its name.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Who it is for.
    pub audience: String,
    /// What one will be able to do.
    pub teaches: Vec<String>,
    /// An SPDX licence name.
    pub licence: String,
    /// DigComp 2.2 codes, as `4.2`.
    pub competences: Vec<String>,
    /// DigComp proficiency level, 1–8.
    pub level: u8,
    /// The credit from which a lesson counts as mastered.
    pub mastery: Score,
    /// The cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Whether it is no course to learn but the pool of items by which [`crate::placement`] finds where to start: one lesson.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placement: bool,
    /// Where it stands among the courses of its level, the smallest first; those that don't say it come last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u8>,
    /// What it can be heard in, in the order of [`crate::voice::SPOKEN`]; left out where nothing can, as in editions of before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A unit of a course: some lessons under a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Its name.
    pub title: String,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
}

/// What is taken in one sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Unique within the course, stable for ever.
    pub id: LessonId,
    /// Its name.
    pub title: String,
    /// One sentence: what is learnt.
    pub summary: String,
    /// How long it takes, in minutes.
    pub minutes: u8,
    /// DigComp 2.2 codes, as `4.2`.
    pub competences: Vec<String>,
    /// Set where the lesson is the course check: its activities are a pool of items of which each taking draws this many
    /// ([`crate::check`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<u8>,
    /// Its activities, in order; at least one.
    pub activities: Vec<Activity>,
}

/// One step of a lesson: something to read, or something to read and then answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Unique within the lesson, stable for ever. Also names the item.
    pub id: ActivityId,
    /// Its name.
    pub title: String,
    /// What is read; the item's prompt where there is an item.
    pub prose: Prose,
    /// What is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
}

impl Course {
    /// Every lesson, in order, over all chapters.
    pub fn lessons(&self) -> impl Iterator<Item = &Lesson> {
        self.chapters.iter().flat_map(|chapter| &chapter.lessons)
    }

    /// The lesson of that id.
    #[must_use]
    pub fn lesson(&self, id: &LessonId) -> Option<&Lesson> {
        self.lessons().find(|lesson| lesson.id == *id)
    }

    /// Minutes of all lessons together.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.lessons().map(|lesson| u32::from(lesson.minutes)).sum()
    }

    /// Every picture, the cover first, each once.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut all: Vec<&Picture> = self.picture.iter().collect();
        for activity in self.lessons().flat_map(|lesson| &lesson.activities) {
            all.extend(activity.pictures());
        }
        let mut once: Vec<&Picture> = Vec::new();
        for picture in all {
            if !once.iter().any(|seen| seen.media == picture.media) {
                once.push(picture);
            }
        }
        once
    }
}

impl Lesson {
    /// Whether it is the course check: a pool from which some items are drawn at each taking.
    #[must_use]
    pub const fn is_check(&self) -> bool {
        self.draw.is_some()
    }

    /// How many activities one going-through has: all of them, or as many as a check draws.
    #[must_use]
    pub fn wanted(&self) -> usize {
        self.draw.map_or(self.activities.len(), |draw| usize::from(draw).min(self.activities.len()))
    }

    /// The activity of that id.
    #[must_use]
    pub fn activity(&self, id: &ActivityId) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.id == *id)
    }

    /// The items, in order, each with its activity.
    pub fn items(&self) -> impl Iterator<Item = (&Activity, &Item)> {
        self.activities.iter().filter_map(|activity| Some((activity, activity.item.as_ref()?)))
    }
}

impl Activity {
    /// Every prose of it, in reading order: text, what the item asks and says, hints, explanation.
    #[must_use]
    pub fn all_prose(&self) -> Vec<&Prose> {
        let item = self.item.iter();
        let item = item.flat_map(|item| item.kind.prose().into_iter().chain(&item.hints).chain([&item.explanation]));
        std::iter::once(&self.prose).chain(item).collect()
    }

    /// The pictures of the text, options, hints, feedback and explanation.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        let mut all = pictures(&self.prose);
        if let Some(item) = &self.item {
            all.extend(item.kind.pictures());
            all.extend(item.hints.iter().chain([&item.explanation]).flat_map(|prose| pictures(prose)));
        }
        all
    }
}
