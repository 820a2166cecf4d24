//! One activity: its heading with id, class and attributes, and what is read or answered under it.

use crate::competence;
use crate::course_file::LONGEST_TITLE;
use crate::diagnostic::{Code, Findings, shortened};
use crate::fields::within;
use crate::item::{self, Class};
use crate::markdown::{Heading, Node};
use crate::prose::prose;
use domain::course::Activity;
use domain::id::ActivityId;
use domain::item::Item;
use domain::item::inspect::Look;
use domain::prose::{Block, plain_text};

/// What the braces after a heading say of the item.
#[derive(Default)]
pub struct Marks {
    pub difficulty: Option<u8>,
    pub competence: Option<String>,
    pub diacritics_optional: bool,
    /// What the thing to inspect looks like.
    pub look: Option<Look>,
}

/// Reads the activity that a heading opens; `None` where it has no id. `competence` is what its item asks for unless it says.
pub fn read(
    heading: Heading,
    line: u32,
    nodes: Vec<Node>,
    competence: &str,
    findings: &mut Findings,
) -> Option<Activity> {
    let title = plain_text(&[Block::Paragraph(heading.title)]).trim().to_owned();
    let id = read_id(heading.id.as_deref(), &title, line, findings);
    if title.is_empty() {
        findings.say(
            Code::EmptyField,
            line,
            "the heading has no words",
            "write what this activity is about after `##`",
        );
    }
    within("heading", &title, LONGEST_TITLE, line, findings);
    let class = item::class(read_class(&heading.classes, line, findings), &nodes);
    let marks = read_marks(&heading.attributes, class, line, findings);
    let (prose, item) = match class {
        None => (prose(nodes, findings), None),
        Some(class) => {
            let mut parts = item::part(class, nodes, findings);
            let kind = item::kind(class, &mut parts, &marks, line, findings);
            let item = kind.map(|kind| Item {
                kind,
                hints: parts.hints,
                explanation: parts.explanation,
                competence: marks.competence.unwrap_or_else(|| competence.to_owned()),
                difficulty: marks.difficulty.unwrap_or(2),
            });
            (parts.prompt, item)
        }
    };
    if class.is_none() && plain_text(&prose).trim().is_empty() {
        findings.say(Code::EmptyActivity, line, "there is nothing under this heading", "write something or remove it");
    }
    Some(Activity { id: id?, title, prose, item })
}

fn read_id(id: Option<&str>, title: &str, line: u32, findings: &mut Findings) -> Option<ActivityId> {
    let Some(id) = id else {
        let what = if title.contains(['{', '}']) {
            "what stands in braces after the heading can't be read"
        } else {
            "the heading has no id"
        };
        findings.say(Code::MissingId, line, what, "end it as in `## Ba dấu hiệu {#ba-dau-hieu}`");
        return None;
    };
    let read = id.parse();
    if let Err(fault) = &read {
        findings.say(Code::BadId, line, domain::Fault::to_string(fault), "write it as in `{#ba-dau-hieu}`");
    }
    read.ok()
}

fn read_class(classes: &[String], line: u32, findings: &mut Findings) -> Option<Class> {
    let known = classes.first().and_then(|name| Class::named(name));
    let unknown = classes.iter().find(|name| Class::named(name).is_none()).or(classes.get(1));
    if let Some(name) = unknown {
        let what = format!("the class .{} means nothing here", shortened(name));
        let todo = "write one of .ordering, .matching, .text, .grouping, .gaps, .hotspot, .inspect, .dialogue and .practice; a \
                    choice needs none, only a list with boxes";
        findings.say(Code::UnknownClass, line, what, todo);
    }
    known
}

fn read_marks(attributes: &[(String, String)], class: Option<Class>, line: u32, findings: &mut Findings) -> Marks {
    let mut marks = Marks::default();
    for (name, value) in attributes {
        let bad = match (name.as_str(), class) {
            ("difficulty", Some(_)) => {
                marks.difficulty = value.parse().ok().filter(|number| (1..=5).contains(number));
                marks.difficulty.is_none().then_some("write difficulty=1 (easy) to difficulty=5 (hard)")
            }
            ("competence", Some(_)) => {
                marks.competence = Some(value.clone()).filter(|code| competence::is_code(code));
                marks.competence.is_none().then_some(competence::RULE)
            }
            ("look", Some(Class::Inspect)) => {
                marks.look = item::look(value);
                marks.look.is_none().then_some("write look=message, look=page or look=poster")
            }
            ("diacritics", Some(Class::Text | Class::Gaps)) => {
                marks.diacritics_optional = value == "optional";
                (!marks.diacritics_optional).then_some("write diacritics=optional, or leave it out")
            }
            _ => {
                let what = format!("“{}” means nothing on this heading", shortened(name));
                let todo = "items may have difficulty=… and competence=…, text and gaps also diacritics=optional, inspect look=…; remove it";
                findings.say(Code::UnknownAttribute, line, what, todo);
                None
            }
        };
        if let Some(todo) = bad {
            let code = if name == "competence" { Code::UnknownCompetence } else { Code::BadAttribute };
            findings.say(code, line, format!("{name} can't be “{}”", shortened(value)), todo);
        }
    }
    marks
}
