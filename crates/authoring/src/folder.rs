//! What each file of a course's folder is: lessons in their order, translations, pictures, clips, and what nothing uses.

use crate::Source;
use crate::course_file::{ChapterFolder, language_of};
use crate::diagnostic::{Code, Findings};
use domain::api::Diagnostic;
use domain::course::Language;
use std::collections::BTreeMap;

/// The paths of a lesson in the languages it has.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LessonPaths<'s> {
    /// The number at the beginning of the file's name.
    pub number: u32,
    pub paths: BTreeMap<Language, &'s str>,
}

/// The lesson files of each chapter, in the order of their numbers.
pub struct Folder<'s> {
    pub chapters: Vec<Vec<LessonPaths<'s>>>,
}

/// Whether a file was left by an operating system or is hidden; such files are passed over in silence.
pub fn is_litter(path: &str) -> bool {
    path.split('/')
        .any(|part| part.starts_with('.') || matches!(part, "__MACOSX" | "Thumbs.db" | "desktop.ini" | "Desktop.ini"))
}

/// Whether a file beside course.toml is a word from author to author, as `README.md` or `SOURCES.md`: named in capitals.
fn is_about_the_course(file: &str) -> bool {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    !stem.is_empty() && stem.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'-' | b'_'))
}

/// The language that `course.<tag>.toml` is in.
pub fn course_translation(path: &str) -> Option<Language> {
    language_of(path.strip_prefix("course.")?.strip_suffix(".toml")?)
}

/// Puts every file in its place and says what has none.
pub fn sort<'s>(
    source: &'s Source,
    folders: &[ChapterFolder],
    original: Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> Folder<'s> {
    let mut chapters: Vec<BTreeMap<&str, LessonPaths>> = folders.iter().map(|_| BTreeMap::new()).collect();
    for path in source.files.keys().filter(|path| !is_litter(path)) {
        let mut findings = Findings::of(path);
        let parts: Vec<&str> = path.split('/').collect();
        match *parts.as_slice() {
            ["course.toml"] | ["media", _] | ["voice", ..] => {}
            [file] if is_about_the_course(file) => {}
            [file] if course_translation(file).is_some_and(|language| language != original) => {}
            [folder, file] if file.ends_with(".md") => match folders.iter().position(|known| known.name == folder) {
                Some(chapter) => place_lesson(path, file, original, &mut chapters[chapter], &mut findings),
                None => {
                    let what =
                        format!("the folder “{folder}” is no chapter of course.toml, so its lessons would be lost");
                    let todo = format!("add `[[chapters]]` with `folder = \"{folder}\"`, or remove the folder");
                    findings.say(Code::ChapterNotListed, 0, what, todo);
                }
            },
            _ => {
                let todo = "lessons are `<chapter>/<number>-<name>.md`, pictures `media/<name>`, clips `voice/<language>/<key>.opus`; move or remove it";
                findings.say(Code::UnknownFile, 0, "nothing uses this file", todo);
            }
        }
        diagnostics.extend(findings.into_vec());
    }
    Folder { chapters: chapters.into_iter().map(|lessons| in_order(lessons, original, diagnostics)).collect() }
}

fn place_lesson<'s>(
    path: &'s str,
    file: &'s str,
    original: Language,
    lessons: &mut BTreeMap<&'s str, LessonPaths<'s>>,
    findings: &mut Findings,
) {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let (stem, language) = match stem.rsplit_once('.') {
        None => (stem, Some(original)),
        Some((stem, tag)) => (stem, language_of(tag).filter(|language| *language != original)),
    };
    let number = stem.split('-').next().and_then(|digits| digits.parse::<u32>().ok());
    match (language, number) {
        (Some(language), Some(number)) => {
            let lesson = lessons.entry(stem).or_default();
            lesson.number = number;
            lesson.paths.insert(language, path);
        }
        (None, _) => {
            let what = "the last part of the file's name before `.md` is no language that it could be translated to";
            findings.say(Code::FileName, 0, what, "name translations as `1-ma-otp.en.md`, originals as `1-ma-otp.md`");
        }
        (Some(_), None) => {
            let what = "the file's name does not begin with the lesson's number";
            findings.say(Code::FileName, 0, what, "name it as `1-ma-otp.md`");
        }
    }
}

fn in_order<'s>(
    lessons: BTreeMap<&'s str, LessonPaths<'s>>,
    original: Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LessonPaths<'s>> {
    let mut kept: Vec<LessonPaths> = Vec::new();
    for lesson in lessons.into_values() {
        if lesson.paths.contains_key(&original) {
            kept.push(lesson);
            continue;
        }
        for path in lesson.paths.values() {
            let mut findings = Findings::of(path);
            let todo = "add the original beside it, or remove it";
            findings.say(Code::NoOriginal, 0, "this is a translation of a lesson that is not there", todo);
            diagnostics.extend(findings.into_vec());
        }
    }
    kept.sort_by_key(|lesson| lesson.number);
    for pair in kept.windows(2).filter(|pair| pair[0].number == pair[1].number) {
        let mut findings = Findings::of(pair[1].paths[&original]);
        let what = format!("two lessons of this chapter have the number {}", pair[1].number);
        findings.say(Code::DuplicateNumber, 0, what, "give each lesson a number of its own");
        diagnostics.extend(findings.into_vec());
    }
    kept
}
