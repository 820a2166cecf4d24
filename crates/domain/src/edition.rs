//! Editions: a course as it was published, in one language, for ever. A correction is a new edition.
//!
//! An edition's id is the SHA-256 of its bytes, so whoever holds the bytes can check them without trusting the way they came.

use crate::Fault;
use crate::course::{Course, Language};
use crate::id::{CourseId, EditionId, MediaId};
use crate::prose::Picture;
use crate::voice::Voice;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A published course in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The SHA-256 of the bytes that [`Edition::read`] was given.
    pub id: EditionId,
    /// What it says.
    pub course: Course,
}

impl Edition {
    /// The bytes of a course's edition, and its id: compact JSON in the order of the fields.
    ///
    /// # Errors
    /// [`Fault::EditionUnreadable`], which no course that was read can cause.
    pub fn write(course: &Course) -> Result<(EditionId, Vec<u8>), Fault> {
        let bytes = serde_json::to_vec(course).map_err(|e| Fault::EditionUnreadable { reason: e.to_string() })?;
        Ok((EditionId::from_bytes(sha256(&bytes)), bytes))
    }

    /// Reads bytes that must be those of `id`.
    ///
    /// # Errors
    /// [`Fault::EditionAltered`] when they are others, [`Fault::EditionUnreadable`] when they make no sense here.
    pub fn read(id: EditionId, bytes: &[u8]) -> Result<Self, Fault> {
        if EditionId::from_bytes(sha256(bytes)) != id {
            return Err(Fault::EditionAltered { expected: id.to_string() });
        }
        let unreadable = |reason: String| Fault::EditionUnreadable { reason };
        let text = str::from_utf8(bytes).map_err(|e| unreadable(e.to_string()))?;
        let course = crate::json::read(text).map_err(|e| unreadable(e.to_string()))?;
        Ok(Self { id, course })
    }

    /// Where an edition stands on the server and in an exported site: `/editions/<id>.json`.
    #[must_use]
    pub fn path(id: &EditionId) -> String {
        format!("/editions/{id}.json")
    }
}

/// The SHA-256 of some bytes (FIPS 180-4).
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The id of some picture's or clip's bytes.
#[must_use]
pub fn media_id(bytes: &[u8]) -> MediaId {
    MediaId::from_bytes(sha256(bytes))
}

/// What can be learnt now: the courses on offer, each with its newest editions. Served as `/catalogue.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Catalogue {
    /// The courses, in the order in which they are offered.
    pub courses: Vec<CatalogueCourse>,
    /// The province (code) whose communes are offered first when a learner chooses theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_province: Option<String>,
}

/// A course on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CatalogueCourse {
    /// The course.
    pub course: CourseId,
    /// Whether it is the pool for [`crate::placement`], which is never listed as a course.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placement: bool,
    /// Its newest edition in each language it has.
    pub editions: Vec<CatalogueEdition>,
}

/// An edition on offer: enough to show a card and to say what a download weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CatalogueEdition {
    /// The edition.
    pub edition: EditionId,
    /// Its language.
    pub language: Language,
    /// The course's name.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Empty: it made every first visit 2 kB longer, and the course's page tells it. Apps of before ask for the field.
    #[serde(default)]
    pub teaches: Vec<String>,
    /// Minutes of all lessons together.
    pub minutes: u32,
    /// How many lessons.
    pub lessons: u32,
    /// DigComp proficiency level, 1–8; 0 in a catalogue written before it was told.
    #[serde(default)]
    pub level: u8,
    /// DigComp 2.2 codes, as `4.2`.
    #[serde(default)]
    pub competences: Vec<String>,
    /// What a download weighs over the network in bytes: the edition (compressed) and its pictures. Clips are not among it:
    /// whoever wants to hear the course without a network asks for them apart, and each voice says what they weigh.
    pub bytes: u64,
    /// The cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub picture: Option<Picture>,
    /// What it can be heard in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
}

impl Catalogue {
    /// The courses to choose from, in order: all but placement pools.
    pub fn listed(&self) -> impl Iterator<Item = &CatalogueCourse> {
        self.courses.iter().filter(|course| !course.placement)
    }

    /// The pool by which it is found where to start, if there is one: the first offered.
    #[must_use]
    pub fn placement(&self) -> Option<&CatalogueCourse> {
        self.courses.iter().find(|course| course.placement)
    }
}

impl CatalogueCourse {
    /// The edition in `language`, or else in the default language, or else any.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Option<&CatalogueEdition> {
        let by = |wanted: Language| self.editions.iter().find(|edition| edition.language == wanted);
        by(language).or_else(|| by(Language::default())).or_else(|| self.editions.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Score;

    fn course() -> Course {
        Course {
            id: "a".parse().unwrap(),
            language: Language::Vi,
            title: "Tên".into(),
            summary: String::new(),
            audience: String::new(),
            teaches: vec![],
            licence: "CC-BY-4.0".into(),
            competences: vec![],
            level: 1,
            mastery: Score::ratio(4, 5),
            picture: None,
            placement: false,
            order: None,
            voices: vec![],
            chapters: vec![],
        }
    }

    #[test]
    fn an_edition_reads_back_as_it_was_written() {
        let (id, bytes) = Edition::write(&course()).unwrap();
        assert_eq!(Edition::read(id, &bytes).unwrap().course, course());
    }

    #[test]
    fn one_changed_byte_is_noticed() {
        let (id, mut bytes) = Edition::write(&course()).unwrap();
        bytes[3] ^= 1;
        assert!(matches!(Edition::read(id, &bytes), Err(Fault::EditionAltered { .. })));
    }
}
