//! Rules for people: what makes a lesson hard to read, or an item easy to guess or hard to learn from.
//!
//! All of them are warnings, and each can be silenced in `course.toml` with a reason ([`silence`]). What can't be published at
//! all is found elsewhere, while reading.

mod guessing;
mod reading;
mod silence;

use crate::course_file::CourseFile;
use crate::diagnostic::{Code, Findings};
use crate::lesson_file::LessonFile;
use domain::course::{Course, Language};
use domain::item::{Item, ItemKind};
use domain::prose::plain_text;
use std::collections::BTreeMap;

pub use silence::{Silenced, apply, read as read_silenced};

/// From which difficulty an item should offer a hint.
const HARD: u8 = 4;

/// Looks at one lesson as it is written.
pub fn lesson(file: &LessonFile, language: Language, findings: &mut Findings) {
    let Some(lesson) = &file.lesson else { return };
    let mut said: BTreeMap<String, &str> = BTreeMap::new();
    for (activity, line) in lesson.activities.iter().zip(&file.activity_lines) {
        reading::long_sentences(activity, language, *line, findings);
        let Some(item) = &activity.item else { continue };
        guessing::options(item, *line, findings);
        hint(item, *line, findings);
        afterwards(item, *line, findings);
        for feedback in feedback(item) {
            let words = domain::text::fold(&feedback);
            if let Some(earlier) = said.insert(words, activity.id.as_str()) {
                let what = format!("the same feedback was said before, at “{earlier}”");
                let todo = "say what is particular about this mistake";
                findings.say(Code::RepeatedFeedback, *line, what, todo);
            }
        }
    }
    reading::long_words(lesson, language, findings);
}

/// Looks at a course as a whole; `file` is its `course.toml`.
pub fn course(file: &CourseFile, course: &Course, findings: &mut Findings) {
    guessing::key_places(course, findings);
    let items = course.lessons().flat_map(domain::course::Lesson::items);
    let assessed: Vec<&str> = items.map(|(_, item)| item.competence.as_str()).collect();
    if assessed.is_empty() {
        return;
    }
    for code in file.competences.iter().filter(|code| !assessed.contains(&code.as_str())) {
        let what = format!("the course promises competence {code}, and no item asks for it");
        let todo = format!("mark an item with `competence={code}`, or take it off `competences`");
        findings.say(Code::CompetenceNotAssessed, 0, what, todo);
    }
}

fn hint(item: &Item, line: u32, findings: &mut Findings) {
    if item.difficulty >= HARD && item.hints.is_empty() {
        let what = format!("an item of difficulty {} has no hint", item.difficulty);
        findings.say(Code::NoHint, line, what, "add one as `> [!TIP]`, or lower its difficulty");
    }
}

/// These kinds have no words of their own for each mistake: without an explanation who errs hears nothing but that it was wrong.
fn afterwards(item: &Item, line: u32, findings: &mut Findings) {
    if item.explanation.is_empty()
        && matches!(item.kind, ItemKind::Ordering(_) | ItemKind::Matching(_) | ItemKind::Text(_))
    {
        let todo = "say in a `> [!NOTE]` why it is so";
        findings.say(Code::NothingSaid, line, "nothing is said after this item", todo);
    }
}

/// What is said to those who chose each option, where there are options.
fn feedback(item: &Item) -> Vec<String> {
    let options = guessing::options_of(item).into_iter().map(|option| plain_text(option.feedback));
    options.filter(|said| !said.trim().is_empty()).collect()
}
