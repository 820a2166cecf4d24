//! Puts a draft together from the files of a course: course.toml, its chapters' lessons, translations and pictures.

use crate::course_file::{ChapterFolder, CourseFile, CourseWords, read_course, read_translation};
use crate::craft;
use crate::diagnostic::{Code, Findings};
use crate::encoding::read_text;
use crate::folder::{self, Folder, LessonPaths};
use crate::lesson_file::{self, LessonFile};
use crate::media::{Pictures, Sought};
use crate::room::Room;
use crate::voice::Clips;
use crate::{Draft, Source, pool, translation};
use domain::api::Diagnostic;
use domain::course::{Chapter, Course, Language, Lesson};
use domain::id::LessonId;
use domain::prose::Picture;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The most lessons in a course.
const MOST_LESSONS: usize = 100;

/// See [`crate::read`].
pub fn read(source: &Source) -> Draft {
    let mut diagnostics = Vec::new();
    let mut draft = Draft::default();
    if let Some(source) = admitted(source, &mut diagnostics) {
        draft = read_admitted(&source, &mut diagnostics).unwrap_or_default();
    }
    diagnostics.sort();
    diagnostics.dedup();
    draft.diagnostics = diagnostics;
    draft
}

/// The files under composed names (some systems write names apart), if they are not too many to be looked at.
fn admitted<'s>(source: &'s Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Cow<'s, Source>> {
    let mut room = Room::default();
    if source.files.iter().any(|(path, bytes)| room.take(path, bytes.len()).is_err()) {
        let todo = "remove what does not belong to the course and make its pictures and clips smaller";
        say("course.toml", Code::TooMany, 0, &Room::limits(), todo, diagnostics);
        return None;
    }
    // Clips are tens of megabytes, which nobody should hold twice for the sake of a name.
    if source.files.keys().all(|path| is_nfc(path)) {
        return Some(Cow::Borrowed(source));
    }
    let files = source.files.iter().map(|(path, bytes)| (path.nfc().collect(), bytes.clone())).collect();
    Some(Cow::Owned(Source { files }))
}

fn say(file: &str, code: Code, line: u32, what: &str, todo: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut findings = Findings::of(file);
    findings.say(code, line, what, todo);
    diagnostics.extend(findings.into_vec());
}

/// Reads one text file of the course, with its findings.
fn file<T>(
    source: &Source,
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&str, &mut Findings) -> Option<T>,
) -> Option<T> {
    let mut findings = Findings::of(path);
    let text = read_text(source.files.get(path)?, &mut findings);
    let read = text.and_then(|text| read(&text, &mut findings));
    diagnostics.extend(findings.into_vec());
    read
}

fn read_admitted(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Draft> {
    if !source.files.contains_key("course.toml") {
        let inner = source.files.keys().find_map(|path| path.strip_suffix("/course.toml"));
        let todo = inner.map_or_else(
            || "add it beside the chapters' folders; content/README.md shows what it holds".to_owned(),
            |folder| format!("one stands in “{}”: choose that folder alone", crate::diagnostic::shortened(folder)),
        );
        say("course.toml", Code::NoCourse, 0, "there is no course.toml at the top", &todo, diagnostics);
        return None;
    }
    let course = file(source, "course.toml", diagnostics, read_course)?;
    let mut pictures = Pictures::look(source, diagnostics);
    let clips = Clips::look(source, diagnostics);
    let mut languages = BTreeMap::from([(course.language, None)]);
    for path in source.files.keys() {
        let Some(language) = folder::course_translation(path).filter(|language| *language != course.language) else {
            continue;
        };
        let words = file(source, path, diagnostics, |text, findings| {
            let words = read_translation(text, course.picture.is_some(), findings)?;
            same_counts(&course, &words, findings).then_some(words)
        });
        languages.insert(language, words);
    }
    let mut folder = folder::sort(source, &course.folders, course.language, diagnostics);
    bound_lessons(&mut folder, diagnostics);
    for lesson in folder.chapters.iter().flatten() {
        // A language with any lesson is one that the course is on its way to.
        for language in lesson.paths.keys() {
            languages.entry(*language).or_insert(None);
        }
    }
    say_empty_chapters(&course.folders, &folder, diagnostics);
    let cover = cover(&course, &mut pictures, diagnostics);
    let lessons = read_lessons(source, &folder, &languages, &course, &mut pictures, diagnostics);
    let mut findings = Findings::of("course.toml");
    pool::check_course(&course, folder.chapters.iter().map(Vec::len).sum(), &mut findings);
    diagnostics.extend(findings.into_vec());
    for language in languages.iter().filter(|(language, words)| **language != course.language && words.is_none()) {
        let path = format!("course.{}.toml", language.0.tag());
        if !source.files.contains_key(&path) {
            let todo = "add it, or remove the translated lessons";
            say(
                &path,
                Code::MissingTranslation,
                0,
                "lessons are translated but the course itself is not",
                todo,
                diagnostics,
            );
        }
    }
    pictures.say_unused(diagnostics);
    let mut order: Vec<Language> = languages.keys().copied().collect();
    order.sort_by_key(|language| (*language != course.language, *language));
    let courses = order.into_iter().filter_map(|language| {
        let words = if language == course.language { &course.words } else { languages.get(&language)?.as_ref()? };
        in_language(&course, words, language, cover.as_ref(), lessons.get(&language)?)
    });
    let courses: Vec<Course> = courses.collect();
    if let Some(original) = courses.first().filter(|first| first.language == course.language) {
        let mut findings = Findings::of("course.toml");
        craft::course(&course, original, &mut findings);
        diagnostics.extend(findings.into_vec());
    }
    let mut draft = Draft { courses, media: pictures.into_media(), ..Draft::default() };
    clips.give(&mut draft, diagnostics);
    craft::apply(&course.silenced, diagnostics);
    Some(draft)
}

fn same_counts(course: &CourseFile, words: &CourseWords, findings: &mut Findings) -> bool {
    let pairs = [
        ("chapters", course.words.chapters.len(), words.chapters.len()),
        ("teaches", course.words.teaches.len(), words.teaches.len()),
    ];
    let differing = pairs.into_iter().filter(|(_, original, translated)| original != translated);
    let mut same = true;
    for (name, original, translated) in differing {
        same = false;
        let what = format!("`{name}` has {translated} entries, the original {original}");
        findings.say(Code::TranslationDiffers, 0, what, "make it as the original is, or change the original");
    }
    same
}

fn bound_lessons(folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let mut left = MOST_LESSONS;
    for chapter in &mut folder.chapters {
        if chapter.len() > left {
            let what = format!("a course has at most {MOST_LESSONS} lessons");
            say("course.toml", Code::TooMany, 0, &what, "divide it into several courses", diagnostics);
            chapter.truncate(left);
        }
        left -= chapter.len();
    }
}

fn say_empty_chapters(folders: &[ChapterFolder], folder: &Folder, diagnostics: &mut Vec<Diagnostic>) {
    for (chapter, _) in folders.iter().zip(&folder.chapters).filter(|(_, lessons)| lessons.is_empty()) {
        let what = format!("the chapter's folder “{}” has no lessons", crate::diagnostic::shortened(&chapter.name));
        let todo = "add a lesson such as `1-ma-otp.md` to it, or remove the chapter";
        say("course.toml", Code::EmptyChapter, chapter.line, &what, todo, diagnostics);
    }
}

fn cover(course: &CourseFile, pictures: &mut Pictures, diagnostics: &mut Vec<Diagnostic>) -> Option<Picture> {
    let path = course.picture.as_ref()?;
    match pictures.find(&path.value, String::new()) {
        Sought::Found(picture) => Some(picture),
        Sought::Broken => None,
        Sought::Missing => {
            let what = format!("there is no picture “{}”", crate::diagnostic::shortened(&path.value));
            let todo = "put the file into media/ and write its path as `media/bia.svg`";
            say("course.toml", Code::MissingPicture, path.line, &what, todo, diagnostics);
            None
        }
    }
}

/// Chapters of lessons; `None` stands where a lesson could not be had in this language.
type Chapters = Vec<Vec<Option<Lesson>>>;

fn read_lessons(
    source: &Source,
    folder: &Folder,
    languages: &BTreeMap<Language, Option<CourseWords>>,
    course: &CourseFile,
    pictures: &mut Pictures,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<Language, Chapters> {
    let original = course.language;
    let mut left: usize = folder.chapters.iter().map(Vec::len).sum();
    let mut lessons: BTreeMap<Language, Chapters> = BTreeMap::new();
    let mut ids: BTreeMap<Language, BTreeSet<LessonId>> = BTreeMap::new();
    for chapter in &folder.chapters {
        languages.keys().for_each(|language| lessons.entry(*language).or_default().push(Vec::new()));
        for LessonPaths { paths, .. } in chapter {
            left -= 1;
            let mut first: Option<Lesson> = None;
            let others = languages.keys().filter(|language| **language != original);
            for language in std::iter::once(&original).chain(others) {
                let read = paths.get(language).map(|path| {
                    let bytes = source.files.get(*path).map_or(&[][..], Vec::as_slice);
                    let mut file = lesson_file::read(path, bytes, course.placement.value, pictures);
                    check_among_others(path, &mut file, ids.entry(*language).or_default(), first.as_ref());
                    let mut findings = Findings::of(path);
                    translation::compare_age(&file, first.as_ref(), &mut findings);
                    pool::check(&file, course, left == 0, &mut findings);
                    craft::lesson(&file, *language, &mut findings);
                    file.diagnostics.extend(findings.into_vec());
                    diagnostics.append(&mut file.diagnostics);
                    file.lesson
                });
                if read.is_none() {
                    let todo = format!("write it beside this file with the ending .{}.md", language.tag());
                    let what = format!("this lesson has no translation ({})", language.tag());
                    say(paths[&original], Code::MissingTranslation, 0, &what, &todo, diagnostics);
                }
                let read = read.flatten();
                if *language == original {
                    first.clone_from(&read);
                }
                if let Some(chapter) = lessons.get_mut(language).and_then(|chapters| chapters.last_mut()) {
                    chapter.push(read);
                }
            }
        }
    }
    lessons
}

/// What only shows beside the other lessons: an id used before, a translation that differs.
fn check_among_others(path: &str, file: &mut LessonFile, ids: &mut BTreeSet<LessonId>, original: Option<&Lesson>) {
    let Some(lesson) = &file.lesson else { return };
    let mut findings = Findings::of(path);
    if !ids.insert(lesson.id.clone()) {
        let what = format!("the id “{}” names another lesson of this course", lesson.id);
        findings.say(Code::DuplicateId, file.id_line, what, "give this lesson an id of its own");
    }
    if let Some(original) = original {
        translation::compare(original, file, &mut findings);
    }
    file.diagnostics.extend(findings.into_vec());
}

/// The course in one language; the original as far as it could be read, a translation only when nothing is missing.
fn in_language(
    course: &CourseFile,
    words: &CourseWords,
    language: Language,
    cover: Option<&Picture>,
    lessons: &Chapters,
) -> Option<Course> {
    if language != course.language && lessons.iter().flatten().any(Option::is_none) {
        return None;
    }
    let chapters = words
        .chapters
        .iter()
        .zip(lessons)
        .map(|(title, lessons)| Chapter { title: title.clone(), lessons: lessons.iter().flatten().cloned().collect() });
    Some(Course {
        id: course.id.clone()?,
        language,
        title: words.title.clone(),
        summary: words.summary.clone(),
        audience: words.audience.clone(),
        teaches: words.teaches.clone(),
        licence: course.licence.clone(),
        competences: course.competences.clone(),
        level: course.level,
        mastery: course.mastery,
        picture: cover.map(|cover| Picture { alt: words.picture_alt.clone().unwrap_or_default(), ..cover.clone() }),
        placement: course.placement.value,
        order: course.order,
        voices: Vec::new(),
        chapters: chapters.collect(),
    })
}
