//! `course.toml` and its translations: what a course is, without its lessons.

use crate::competence;
use crate::craft::{self, Silenced};
use crate::diagnostic::{Code, Findings, shortened};
use crate::fields::{Fields, Placed};
use domain::course::Language;
use domain::id::CourseId;
use domain::score::Score;

/// The most chapters in a course.
pub const MOST_CHAPTERS: usize = 20;
/// The longest title in characters.
pub const LONGEST_TITLE: usize = 100;
/// The longest summary in characters.
pub const LONGEST_SUMMARY: usize = 300;

/// What `course.toml` says.
pub struct CourseFile {
    pub id: Option<CourseId>,
    pub language: Language,
    pub licence: String,
    pub competences: Vec<String>,
    pub level: u8,
    pub mastery: Score,
    /// The path of the cover.
    pub picture: Option<Placed<String>>,
    /// Whether the course is a placement pool, and where that is said.
    pub placement: Placed<bool>,
    pub order: Option<u8>,
    pub folders: Vec<ChapterFolder>,
    pub words: CourseWords,
    /// The rules that the course asks not to be told of.
    pub silenced: Vec<Silenced>,
}

/// Where a chapter's lessons are.
pub struct ChapterFolder {
    pub name: String,
    pub line: u32,
}

/// The words of a course in one language.
pub struct CourseWords {
    pub title: String,
    pub summary: String,
    pub audience: String,
    pub teaches: Vec<String>,
    pub picture_alt: Option<String>,
    pub chapters: Vec<String>,
}

/// Reads `course.toml`; `None` where it is no TOML.
pub fn read_course(text: &str, findings: &mut Findings) -> Option<CourseFile> {
    let mut fields = Fields::parse(text, 0, findings)?;
    let id = fields.id("id", findings).map(|id| id.value);
    let language = read_language(&mut fields, findings);
    let picture = fields.optional_text("picture", 200, findings);
    let mut words = read_words(&mut fields, picture.is_some(), findings);
    let mut folders: Vec<ChapterFolder> = Vec::new();
    for mut chapter in fields.tables("chapters", MOST_CHAPTERS, findings) {
        let folder = ChapterFolder { name: chapter.text("folder", 100, findings), line: chapter.line() };
        check_folder(&folder, &folders, findings);
        folders.push(folder);
        words.chapters.push(chapter.text("title", LONGEST_TITLE, findings));
        chapter.finish(findings);
    }
    let placement = fields.flag("placement", findings);
    let course = CourseFile {
        id,
        language,
        licence: fields.text("licence", 60, findings),
        competences: fields.competences(if placement.value { competence::ALL } else { competence::MOST }, findings),
        level: fields.number("level", 1..=8, findings),
        mastery: Score::ratio(fields.share("mastery", findings), 1000),
        picture,
        placement,
        order: fields.optional_number("order", 1..=200, findings).map(|order| order.value),
        folders,
        words,
        silenced: craft::read_silenced(&mut fields, findings),
    };
    fields.finish(findings);
    Some(course)
}

/// Reads `course.<language>.toml`; `None` where it is no TOML.
pub fn read_translation(text: &str, has_picture: bool, findings: &mut Findings) -> Option<CourseWords> {
    let mut fields = Fields::parse(text, 0, findings)?;
    let mut words = read_words(&mut fields, has_picture, findings);
    let titles = fields.texts("chapters", 1..=MOST_CHAPTERS, LONGEST_TITLE, findings);
    words.chapters = titles.into_iter().map(|title| title.value).collect();
    fields.finish(findings);
    Some(words)
}

fn read_words(fields: &mut Fields, has_picture: bool, findings: &mut Findings) -> CourseWords {
    let words = CourseWords {
        title: fields.text("title", LONGEST_TITLE, findings),
        summary: fields.text("summary", LONGEST_SUMMARY, findings),
        audience: fields.text("audience", 200, findings),
        teaches: fields.texts("teaches", 1..=10, 200, findings).into_iter().map(|line| line.value).collect(),
        picture_alt: fields.optional_text("picture_alt", LONGEST_SUMMARY, findings).map(|alt| alt.value),
        chapters: Vec::new(),
    };
    if has_picture && words.picture_alt.is_none() {
        let todo = "add `picture_alt = \"…\"` with what the picture shows";
        findings.say(
            Code::MissingAlt,
            fields.line(),
            "the course's picture has no words for those who don't see it",
            todo,
        );
    }
    words
}

fn read_language(fields: &mut Fields, findings: &mut Findings) -> Language {
    let written = fields.optional_text("language", 20, findings);
    let line = written.as_ref().map_or(fields.line(), |written| written.line);
    let Some(Placed { value, .. }) = written else {
        findings.say(Code::MissingField, line, "`language` is missing", "add `language = \"vi\"`");
        return Language::default();
    };
    language_of(&value).unwrap_or_else(|| {
        let what = format!("“{}” is no language of this program", shortened(&value));
        findings.say(Code::UnknownLanguage, line, what, "write `language = \"vi\"` or `language = \"en\"`");
        Language::default()
    })
}

/// The language of a tag, as `en`.
pub fn language_of(tag: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| language.tag() == tag)
}

fn check_folder(folder: &ChapterFolder, earlier: &[ChapterFolder], findings: &mut Findings) {
    let name = shortened(&folder.name);
    if folder.name.contains(['/', '\\'])
        || folder.name.starts_with('.')
        || ["media", "voice"].contains(&folder.name.as_str())
    {
        let what = format!("“{name}” can't be a chapter's folder");
        findings.say(Code::BadFolder, folder.line, what, "name a folder beside course.toml, as `1-nhan-ra`");
    } else if !name.is_empty() && earlier.iter().any(|other| other.name == folder.name) {
        let what = format!("the folder “{name}” belongs to two chapters");
        findings.say(Code::BadFolder, folder.line, what, "give each chapter its own folder");
    }
}
