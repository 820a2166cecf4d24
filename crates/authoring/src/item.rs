//! Which kind of item an activity is, and its parts: prompt, key, hints, explanation. One file a kind reads the key.

mod choice;
mod dialogue;
mod gaps;
mod grouping;
mod hotspot;
mod inspect;
mod matching;
mod ordering;
mod passage;
mod practice;
mod text;

use crate::activity::Marks;
use crate::diagnostic::{Code, Findings};
use crate::markdown::{Body, Entry, Node, Note};
use crate::prose::prose;
use domain::item::ItemKind;
use domain::item::inspect::Look;
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
    /// `.grouping`: a list of piles, each with a list of its cards.
    Grouping,
    /// `.gaps`: a quoted text with gaps, and a numbered list of what to say of each.
    Gaps,
    /// `.hotspot`: a picture and a list of its areas with boxes.
    Hotspot,
    /// `.inspect`: a quoted text with marked parts, and a numbered list with boxes that explains each.
    Inspect,
    /// `.dialogue`: turns under `###` headings, each with a list of replies with boxes.
    Dialogue,
    /// `.practice`: a fenced block of screens.
    Practice,
}

impl Class {
    /// The kind that a class on a heading names.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "ordering" => Some(Self::Ordering),
            "matching" => Some(Self::Matching),
            "text" => Some(Self::Text),
            "grouping" => Some(Self::Grouping),
            "gaps" => Some(Self::Gaps),
            "hotspot" => Some(Self::Hotspot),
            "inspect" => Some(Self::Inspect),
            "dialogue" => Some(Self::Dialogue),
            "practice" => Some(Self::Practice),
            _ => None,
        }
    }

    /// Whether a block is (one more part of) what this kind of item is answered by, after those blocks of it.
    fn takes(self, node: &Node, before: &[Node]) -> bool {
        let boxes = |entries: &[Entry]| entries.iter().any(|entry| entry.checked.is_some());
        match (self, &node.body, before.len()) {
            (Self::Choice | Self::Hotspot, Body::List { entries, .. }, 0) => boxes(entries),
            (Self::Ordering, Body::List { ordered, .. }, 0) => *ordered,
            (Self::Text | Self::Grouping, Body::List { ordered, .. }, 0) => !*ordered,
            (Self::Gaps | Self::Inspect, Body::List { ordered, .. }, 1) => *ordered,
            (Self::Gaps | Self::Inspect, Body::Quote(_), 0) => true,
            (Self::Matching, Body::Table { .. }, 0) => true,
            (Self::Practice, Body::Fence { .. }, 0) => true,
            (Self::Dialogue, Body::Heading(heading), _) => heading.level == 3,
            (Self::Dialogue, _, 1..) => true,
            (
                Self::Choice
                | Self::Ordering
                | Self::Matching
                | Self::Text
                | Self::Grouping
                | Self::Gaps
                | Self::Hotspot
                | Self::Inspect
                | Self::Dialogue
                | Self::Practice,
                _,
                _,
            ) => false,
        }
    }
}

/// The kind of an activity's item: what its heading names, else what gives itself away: a fenced practice, a list with boxes.
pub fn class(named: Option<Class>, nodes: &[Node]) -> Option<Class> {
    let told = |class: Class| nodes.iter().any(|node| class.takes(node, &[])).then_some(class);
    named.or_else(|| told(Class::Practice)).or_else(|| told(Class::Choice))
}

/// What a thing to inspect looks like, by the word on its heading.
pub fn look(word: &str) -> Option<Look> {
    match word {
        "message" => Some(Look::Message),
        "page" => Some(Look::Page),
        "poster" => Some(Look::Poster),
        _ => None,
    }
}

/// The parts of an item as it is written.
#[derive(Default)]
pub struct Parts {
    pub prompt: Prose,
    /// One block, or several where the kind asks for them.
    pub key: Vec<Node>,
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
        } else if class.takes(&node, &parts.key) {
            parts.key.push(node);
        } else if class.takes(&node, &[]) {
            let todo = "keep one list or table, and put the other into an activity of its own";
            findings.say(Code::TwoKeys, line, "an item is answered by one list or table, this is a second", todo);
        } else if parts.key.is_empty() {
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

/// Reads the key and checks it; `None` where there is none. A picture that belongs to the key is taken out of the prompt.
pub fn kind(class: Class, parts: &mut Parts, marks: &Marks, line: u32, findings: &mut Findings) -> Option<ItemKind> {
    let key = std::mem::take(&mut parts.key);
    let line = key.first().map_or(line, |node| node.line);
    if let Some(count) = key.iter().map(entries).max().filter(|count| *count > MOST_ENTRIES) {
        let what = format!("there are {count} entries; no item has more than {MOST_ENTRIES}");
        findings.say(Code::TooMany, line, what, "keep the few that matter");
        return None;
    }
    if key.is_empty() {
        say_missing(class, line, findings);
        return None;
    }
    let prompt = &mut parts.prompt;
    let (kind, code) = match class {
        Class::Choice => (ItemKind::Choice(choice::read(list(key), line, findings)?), Code::BadChoice),
        Class::Ordering => (ItemKind::Ordering(ordering::read(list(key), findings)), Code::BadOrdering),
        Class::Matching => (ItemKind::Matching(matching::read(key, line, findings)?), Code::BadMatching),
        Class::Text => (ItemKind::Text(text::read(list(key), marks.diacritics_optional, findings)?), Code::BadText),
        Class::Grouping => (ItemKind::Grouping(grouping::read(list(key), findings)?), Code::BadGrouping),
        Class::Gaps => (ItemKind::Gaps(gaps::read(key, marks, line, findings)?), Code::BadGaps),
        Class::Hotspot => (ItemKind::Hotspot(hotspot::read(list(key), prompt, line, findings)?), Code::BadHotspot),
        Class::Inspect => (ItemKind::Inspect(inspect::read(key, marks, line, findings)?), Code::BadInspect),
        Class::Dialogue => (ItemKind::Dialogue(dialogue::read(key, findings)?), Code::BadDialogue),
        Class::Practice => (ItemKind::Practice(practice::read(key, prompt, line, findings)?), Code::BadPractice),
    };
    // A practice has said its faults already, each at its screen.
    for fault in if class == Class::Practice { Vec::new() } else { kind.check() } {
        // The domain words each fault as "what: what to do".
        let (what, todo) = fault.rsplit_once(": ").unwrap_or((&fault, "change it"));
        findings.say(code, line, what, todo);
    }
    Some(kind)
}

/// The entries of a key that is one list, as [`Class::takes`] has made sure.
fn list(key: Vec<Node>) -> Vec<Entry> {
    let entries =
        key.into_iter().map(|node| if let Body::List { entries, .. } = node.body { entries } else { Vec::new() });
    entries.flatten().collect()
}

/// How many entries or rows a block has.
fn entries(node: &Node) -> usize {
    match &node.body {
        Body::List { entries, .. } => entries.len(),
        Body::Table { rows, .. } => rows.len(),
        Body::Heading(_)
        | Body::Paragraph(_)
        | Body::Picture(_)
        | Body::Quote(_)
        | Body::Note(..)
        | Body::Fence { .. } => 0,
    }
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
        Class::Grouping => (
            Code::BadGrouping,
            "a grouping has no list of piles",
            "list the piles as `- …`, each with its cards indented under it as `  - …`",
        ),
        Class::Gaps => (Code::BadGaps, "there is no text with gaps", "write it as a quote: `> Mở [[Cài đặt]] …`"),
        Class::Hotspot => (
            Code::BadHotspot,
            "a hotspot has no list of areas",
            "list them under the picture as `- [x] name (x, y, width, height)`",
        ),
        Class::Inspect => (
            Code::BadInspect,
            "there is no text to inspect",
            "write it as a quote and mark its parts: `> Bấm [[http://…]] ngay …`",
        ),
        Class::Dialogue => (
            Code::BadDialogue,
            "a dialogue has no turns",
            "begin each turn with `### … {#id}`, then what is said, then the replies as `- [x] …` and `- [ ] …`",
        ),
        Class::Practice => {
            (Code::BadPractice, "a practice has no screens", "write them between a line ```practice and a line ```")
        }
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
