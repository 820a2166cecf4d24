//! Which kind of item an activity is, and its parts: prompt, key, hints, explanation. One file a kind reads the key.

mod choice;
mod matching;
mod ordering;
mod text;

use crate::activity::Marks;
use crate::diagnostic::{Code, Findings};
use crate::markdown::{Body, Node, Note};
use crate::prose::prose;
use domain::item::ItemKind;
use domain::prose::Prose;

/// The most hints of one item.
const MOST_HINTS: usize = 5;

/// The most entries or rows that are looked at; every kind allows fewer, and checks each against each.
const MOST_ENTRIES: usize = 40;

/// The kinds of item as files tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A list with boxes.
    Choice,
    /// `.ordering`: a numbered list.
    Ordering,
    /// `.matching`: a table.
    Matching,
    /// `.text`: a list of accepted answers.
    Text,
}

impl Class {
    /// The kind that a class on a heading names.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "ordering" => Some(Self::Ordering),
            "matching" => Some(Self::Matching),
            "text" => Some(Self::Text),
            _ => None,
        }
    }

    /// Whether a block is what this kind of item is answered by.
    fn is_key(self, node: &Node) -> bool {
        match (self, &node.body) {
            (Self::Choice, Body::List { entries, .. }) => entries.iter().any(|entry| entry.checked.is_some()),
            (Self::Ordering, Body::List { ordered, .. }) => *ordered,
            (Self::Text, Body::List { ordered, .. }) => !*ordered,
            (Self::Matching, body) => matches!(body, Body::Table { .. }),
            (Self::Choice | Self::Ordering | Self::Text, _) => false,
        }
    }
}

/// The kind of an activity's item: what its heading names, else a choice where there is a list with boxes.
pub fn class(named: Option<Class>, nodes: &[Node]) -> Option<Class> {
    named.or_else(|| nodes.iter().any(|node| Class::Choice.is_key(node)).then_some(Class::Choice))
}

/// The parts of an item as it is written.
#[derive(Default)]
pub struct Parts {
    pub prompt: Prose,
    pub key: Option<Node>,
    pub hints: Vec<Prose>,
    pub explanation: Prose,
}

/// Tells the parts of an item apart: prompt, then key, then notes.
pub fn part(class: Class, nodes: Vec<Node>, findings: &mut Findings) -> Parts {
    let mut parts = Parts::default();
    for node in nodes {
        let line = node.line;
        if let Body::Note(note, inner) = node.body {
            let inner = prose(inner, findings);
            if inner.is_empty() {
                let todo = "write something under `[!TIP]` or `[!NOTE]`, each line begun with `> `, or remove it";
                findings.say(Code::EmptyField, line, "the hint or explanation is empty", todo);
            }
            match note {
                Note::Hint if parts.hints.len() == MOST_HINTS => {
                    let what = format!("an item has at most {MOST_HINTS} hints");
                    findings.say(Code::TooMany, line, what, "remove or join some");
                }
                Note::Hint => parts.hints.push(inner),
                Note::Explanation => parts.explanation.extend(inner),
            }
        } else if class.is_key(&node) && parts.key.is_some() {
            let todo = "keep one list or table, and put the other into an activity of its own";
            findings.say(Code::TwoKeys, line, "an item is answered by one list or table, this is a second", todo);
        } else if class.is_key(&node) {
            parts.key = Some(node);
        } else if parts.key.is_none() {
            parts.prompt.extend(prose(vec![node], findings));
        } else if matches!(node.body, Body::Quote(_)) {
            let todo =
                "indent it by two spaces so that it belongs to its option; write `> [!NOTE]` for the explanation";
            findings.say(Code::FeedbackNotIndented, line, "a quote stands after the list and belongs to nothing", todo);
        } else {
            let todo = "move it before the list or table, or into a `> [!NOTE]`";
            findings.say(Code::TextAfterItem, line, "nothing may follow what is answered but notes", todo);
        }
    }
    parts
}

/// Reads the key and checks it; `None` where there is none.
pub fn kind(class: Class, key: Option<Node>, marks: &Marks, line: u32, findings: &mut Findings) -> Option<ItemKind> {
    let (line, body) = match key {
        Some(node) => (node.line, Some(node.body)),
        None => (line, None),
    };
    let count = match &body {
        Some(Body::List { entries, .. }) => entries.len(),
        Some(Body::Table { rows, .. }) => rows.len(),
        Some(Body::Heading(_) | Body::Paragraph(_) | Body::Picture(_) | Body::Quote(_) | Body::Note(..)) | None => 0,
    };
    if count > MOST_ENTRIES {
        let what = format!("there are {count} entries; no item has more than {MOST_ENTRIES}");
        findings.say(Code::TooMany, line, what, "keep the few that matter");
        return None;
    }
    let (kind, code) = match (class, body) {
        (Class::Choice, Some(Body::List { entries, .. })) => {
            (ItemKind::Choice(choice::read(entries, line, findings)?), Code::BadChoice)
        }
        (Class::Ordering, Some(Body::List { entries, .. })) => {
            (ItemKind::Ordering(ordering::read(entries, findings)), Code::BadOrdering)
        }
        (Class::Matching, Some(Body::Table { head, rows })) => {
            (ItemKind::Matching(matching::read(head, rows, line, findings)?), Code::BadMatching)
        }
        (Class::Text, Some(Body::List { entries, .. })) => {
            (ItemKind::Text(text::read(entries, marks.diacritics_optional, findings)?), Code::BadText)
        }
        (Class::Choice | Class::Ordering | Class::Matching | Class::Text, _) => {
            say_missing(class, line, findings);
            return None;
        }
    };
    for fault in kind.check() {
        // The domain words each fault as "what: what to do".
        let (what, todo) = fault.rsplit_once(": ").unwrap_or((&fault, "change it"));
        findings.say(code, line, what, todo);
    }
    Some(kind)
}

fn say_missing(class: Class, line: u32, findings: &mut Findings) {
    let (code, what, todo) = match class {
        Class::Choice => (Code::NoKey, "a choice has no list with boxes", "add `- [x]` and `- [ ]` lines"),
        Class::Ordering => {
            (Code::NoNumberedList, "an ordering has no numbered list", "add the steps in their right order as `1. …`")
        }
        Class::Matching => (
            Code::NoTable,
            "a matching has no table",
            "add a table of two columns, the right sides beside the left ones",
        ),
        Class::Text => (Code::NoAnswers, "a text item has no accepted answers", "list them, each as `- …`"),
    };
    findings.say(code, line, what, todo);
}

/// Parts an entry into what it says and the quote that is its feedback.
fn with_feedback(mut nodes: Vec<Node>, findings: &mut Findings) -> (Vec<Node>, Prose) {
    let is_quote = |node: &Node| matches!(node.body, Body::Quote(_));
    let quotes = nodes.iter().position(is_quote).map_or(Vec::new(), |at| nodes.split_off(at));
    let mut feedback = Prose::new();
    for node in quotes {
        if let Body::Quote(inner) = node.body {
            feedback.extend(prose(inner, findings));
        } else {
            let todo = "put everything the option says before its `>` lines";
            findings.say(Code::FeedbackMisplaced, node.line, "text stands after the feedback", todo);
        }
    }
    (nodes, feedback)
}
