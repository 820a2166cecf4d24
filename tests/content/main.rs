//! The curriculum in `content/` as data: every course is whole in every language, and shows every kind of item.
#![cfg(not(target_arch = "wasm32"))]

mod play;
mod shape;

use authoring::framework::{Framework, markdown};
use authoring::{Draft, LESSON_BYTES, Source};
use domain::course::{Activity, Course, Language, Lesson};
use domain::curriculum::CurriculumMap;
use domain::edition::Edition;
use domain::item::ItemKind;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files_under(folder: &Path, prefix: &str, into: &mut Source) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files_under(&entry.path(), &format!("{path}/"), into);
        } else {
            into.files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

fn drafts() -> Vec<(PathBuf, Draft)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let folders = std::fs::read_dir(content).unwrap().map(|entry| entry.unwrap().path());
    let courses = folders.filter(|folder| folder.join("course.toml").exists()).map(|folder| {
        let mut source = Source::default();
        files_under(&folder, "", &mut source);
        let draft = authoring::read(&source);
        (folder, draft)
    });
    courses.collect()
}

fn courses(drafts: &[(PathBuf, Draft)]) -> impl Iterator<Item = &Course> {
    drafts.iter().flat_map(|(_, draft)| &draft.courses)
}

fn lessons(drafts: &[(PathBuf, Draft)]) -> impl Iterator<Item = &Lesson> {
    courses(drafts).flat_map(Course::lessons)
}

#[test]
fn nothing_is_found_wrong_with_any_course() {
    let drafts = drafts();
    assert!(!drafts.is_empty());
    for (folder, draft) in drafts {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let lines: Vec<String> = draft
            .diagnostics
            .iter()
            .map(|d| format!("{name}/{}:{}: {}: {} -> {}", d.file, d.line, d.code, d.what, d.todo))
            .collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
        assert!(draft.publishable());
        assert!(draft.courses.iter().all(|course| course.id.as_str() == name), "{name}: the folder is named by its id");
    }
}

#[test]
fn every_course_is_complete_in_vietnamese_first() {
    for (folder, draft) in drafts() {
        let languages: Vec<Language> = draft.courses.iter().map(|course| course.language).collect();
        assert_eq!(languages.first(), Some(&Language::Vi), "{}", folder.display());
    }
}

#[test]
fn the_courses_show_every_kind_of_item_and_both_sorts_of_choice() {
    let drafts = drafts();
    let items = lessons(&drafts).flat_map(Lesson::items).map(|(_, item)| item);
    let kinds: BTreeSet<String> = items
        .map(|item| {
            let multiple = if let ItemKind::Choice(choice) = &item.kind { choice.is_multiple() } else { false };
            format!("{}{}", item.kind.name(), if multiple { ", multiple" } else { "" })
        })
        .collect();
    assert_eq!(
        kinds.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "choice",
            "choice, multiple",
            "dialogue",
            "gaps",
            "grouping",
            "hotspot",
            "inspect",
            "matching",
            "ordering",
            "practice",
            "text"
        ]
    );
}

#[test]
fn every_option_of_a_choice_answers_who_chose_it() {
    for lesson in lessons(&drafts()) {
        for (activity, item) in lesson.items() {
            if let ItemKind::Choice(choice) = &item.kind {
                let silent = choice.options.iter().filter(|option| option.feedback.is_empty()).count();
                assert_eq!(silent, 0, "{} {}", lesson.id, activity.id);
            }
        }
    }
}

#[test]
fn every_lesson_with_its_pictures_travels_in_60_kilobytes() {
    for (_, draft) in drafts() {
        // A placement pool is no lesson: nobody waits for it to begin one.
        for lesson in draft.courses.iter().filter(|course| !course.placement).flat_map(Course::lessons) {
            let pictures: BTreeSet<_> =
                lesson.activities.iter().flat_map(Activity::pictures).map(|picture| picture.media).collect();
            let bytes: usize = pictures.iter().map(|media| draft.media[media].bytes.len()).sum();
            let text = serde_json::to_string(lesson).unwrap().len();
            assert!(bytes + text <= LESSON_BYTES, "{}: {bytes} + {text}", lesson.id);
        }
    }
}

#[test]
fn the_curriculum_map_in_the_docs_is_that_of_the_content() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let drafts = drafts();
    let mut originals: Vec<&Course> = drafts.iter().filter_map(|(_, draft)| draft.courses.first()).collect();
    originals.sort_by_key(|course| (course.level, course.order.unwrap_or(u8::MAX), course.id.clone()));
    let folder = std::fs::read_dir(root.join("content/frameworks")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: &PathBuf| Framework::read(&std::fs::read_to_string(file).unwrap()).unwrap();
    let frameworks: Vec<Framework> = files.iter().map(read).collect();
    let page = std::fs::read_to_string(root.join("docs/curriculum-map.md")).unwrap();
    let of_today = markdown(&CurriculumMap::of(originals), &frameworks);
    assert!(page == of_today, "write it anew: congdanso map content > docs/curriculum-map.md");
}

#[test]
fn every_edition_reads_back_as_it_was_published() {
    for course in courses(&drafts()) {
        let (id, bytes) = Edition::write(course).unwrap();
        assert_eq!(Edition::read(id, &bytes).unwrap().course, *course);
    }
}
