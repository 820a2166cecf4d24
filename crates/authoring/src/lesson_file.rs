//! A lesson file: TOML between `+++` lines, then activities, each opened by a `##` heading.

use crate::LESSON_BYTES;
use crate::activity;
use crate::competence;
use crate::course_file::{LONGEST_SUMMARY, LONGEST_TITLE};
use crate::diagnostic::{Code, Findings};
use crate::encoding::read_text;
use crate::fields::{Fields, Placed};
use crate::markdown::{self, Body, Heading, Node};
use crate::media::Pictures;
use crate::pool;
use domain::api::Diagnostic;
use domain::course::{Activity, Lesson};

/// The most activities in a lesson.
const MOST_ACTIVITIES: usize = 40;

/// The most pictures in a lesson.
const MOST_PICTURES: usize = 80;

/// A lesson as its file says it, where its parts stand, and what is wrong with it.
#[derive(Default)]
pub struct LessonFile {
    /// `None` where the file can't be read or the lesson has no id.
    pub lesson: Option<Lesson>,
    /// The line of the lesson's id.
    pub id_line: u32,
    /// The original that a translation says it was made from: see [`stamp`].
    pub original: Option<Placed<String>>,
    /// How many items a course check draws.
    pub draw: Option<Placed<u8>>,
    /// The line of each activity of the lesson.
    pub activity_lines: Vec<u32>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What names a state of an original: the first twelve digits of the SHA-256 of what it says, however it is written down.
pub fn stamp(lesson: &Lesson) -> String {
    let says = serde_json::to_vec(lesson).unwrap_or_default();
    domain::edition::media_id(&says).to_string().chars().take(12).collect()
}

/// Reads a lesson file. `in_placement` is whether its course is a placement pool.
pub fn read(path: &str, bytes: &[u8], in_placement: bool, pictures: &mut Pictures) -> LessonFile {
    let mut findings = Findings::of(path);
    let mut file = read_text(bytes, &mut findings)
        .and_then(|text| read_lesson(&text, in_placement, pictures, &mut findings))
        .unwrap_or_default();
    if let Some(lesson) = &file.lesson {
        let shown: Vec<_> = lesson.activities.iter().flat_map(Activity::pictures).collect();
        if shown.len() > MOST_PICTURES {
            let what = format!("a lesson has at most {MOST_PICTURES} pictures");
            findings.say(Code::TooMany, 0, what, "keep those that explain something, or divide the lesson");
        }
        let weight = bytes.len() + pictures.weight(&shown);
        if weight > LESSON_BYTES {
            let what =
                format!("the lesson weighs {} kB with its pictures, more than {}", weight / 1000, LESSON_BYTES / 1000);
            findings.say(Code::LessonTooHeavy, 0, what, "make its pictures smaller or divide it");
        }
    }
    file.diagnostics = findings.into_vec();
    file
}

fn read_lesson(text: &str, in_placement: bool, pictures: &mut Pictures, findings: &mut Findings) -> Option<LessonFile> {
    let (head, head_at, body_at) = front_matter(text, findings)?;
    let mut fields = Fields::parse(head, head_at, findings)?;
    let id = fields.id("id", findings);
    let title = fields.text("title", LONGEST_TITLE, findings);
    let summary = fields.text("summary", LONGEST_SUMMARY, findings);
    let minutes = fields.number("minutes", 1..=30, findings);
    let competences = fields.competences(if in_placement { competence::ALL } else { competence::MOST }, findings);
    let original = fields.optional_text("original", 64, findings);
    let draw = fields.optional_number("draw", pool::DRAW, findings);
    fields.finish(findings);

    let nodes = markdown::read(&text[body_at..], body_at, pictures, findings);
    let mut activities: Vec<Activity> = Vec::new();
    let mut activity_lines = Vec::new();
    let most = if in_placement || draw.is_some() { pool::MOST_ITEMS } else { MOST_ACTIVITIES };
    let steps = steps(nodes, most, findings);
    if steps.is_empty() {
        let todo = "open one with `## Title {#id}`";
        findings.say(Code::NoActivities, findings.line(body_at), "the lesson has no activities", todo);
    }
    for Step { heading, line, nodes } in steps {
        let competence = competences.first().map_or("", String::as_str);
        let Some(activity) = activity::read(heading, line, nodes, competence, findings) else { continue };
        if activities.iter().any(|earlier| earlier.id == activity.id) {
            let what = format!("the id “{}” names an earlier activity of this lesson", activity.id);
            findings.say(Code::DuplicateId, line, what, "give this one an id of its own");
            continue;
        }
        activities.push(activity);
        activity_lines.push(line);
    }
    let id_line = id.as_ref().map_or(0, |id| id.line);
    let drawn = draw.as_ref().map(|draw| draw.value);
    let lesson = id.map(|id| Lesson { id: id.value, title, summary, minutes, competences, draw: drawn, activities });
    Some(LessonFile { lesson, id_line, original, draw, activity_lines, diagnostics: Vec::new() })
}

/// The TOML, where it begins, and where the Markdown begins.
fn front_matter<'t>(text: &'t str, findings: &mut Findings) -> Option<(&'t str, usize, usize)> {
    let is_fence = |line: &str| line.trim_end() == "+++";
    let mut at = 0;
    let mut head_at = None;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        match head_at {
            None if !is_fence(line) => {
                let todo = "begin the file with a line `+++`, then `id = \"…\"` and the other fields, then `+++`";
                findings.say(Code::NoFrontMatter, 1, "the file does not begin with `+++`", todo);
                return None;
            }
            None => head_at = Some(next),
            Some(head_at) if is_fence(line) => return Some((&text[head_at..at], head_at, next)),
            Some(_) => {}
        }
        at = next;
    }
    let todo = "add a line `+++` after the fields";
    findings.say(Code::FrontMatterUnclosed, 1, "the fields begun by `+++` are never closed", todo);
    None
}

struct Step {
    heading: Heading,
    line: u32,
    nodes: Vec<Node>,
}

/// Cuts a lesson at its `##` headings.
fn steps(nodes: Vec<Node>, most: usize, findings: &mut Findings) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut early = false;
    for node in nodes {
        match (node.body, steps.last_mut()) {
            (Body::Heading(heading), _) if heading.level == 2 => {
                if steps.len() == most {
                    let what = format!("a lesson has at most {most} activities");
                    findings.say(Code::TooMany, node.line, what, "divide it into several lessons");
                    return steps;
                }
                steps.push(Step { heading, line: node.line, nodes: Vec::new() });
            }
            (body, Some(step)) => step.nodes.push(Node { line: node.line, body }),
            (Body::Heading(_), None) => {
                let todo = "remove it: the lesson's title stands in the front matter; activities begin with `##`";
                findings.say(Code::WrongHeading, node.line, "this heading opens no activity", todo);
            }
            (_, None) if !early => {
                early = true;
                let todo = "move it under the first heading `## Title {#id}`";
                findings.say(Code::TextBeforeHeading, node.line, "text stands before the first activity", todo);
            }
            (_, None) => {}
        }
    }
    steps
}
