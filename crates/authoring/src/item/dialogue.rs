//! Dialogue: turns under `### Who speaks {#id}`, each what is said and a list of replies with boxes. A reply ends with the turn it
//! leads to, `→ id`; the quote under it is its feedback. A turn without replies is an ending.

use super::with_feedback;
use crate::diagnostic::{Code, Findings, shortened};
use crate::markdown::{Body, Entry, Heading, Node};
use crate::prose::prose;
use domain::item::dialogue::{Dialogue, Reply, Turn};
use domain::prose::{Block, Span, plain_text};

/// A turn as it is written.
struct Written {
    heading: Heading,
    line: u32,
    nodes: Vec<Node>,
}

/// Reads the turns; `None` where a name or a way is missing, for everything after it would be found missing too.
pub fn read(key: Vec<Node>, findings: &mut Findings) -> Option<Dialogue> {
    let mut written: Vec<Written> = Vec::new();
    for node in key {
        match (node.body, written.last_mut()) {
            (Body::Heading(heading), _) if heading.level == 3 => {
                written.push(Written { heading, line: node.line, nodes: Vec::new() });
            }
            (body, Some(turn)) => turn.nodes.push(Node { line: node.line, body }),
            (_, None) => {}
        }
    }
    let title = |heading: &Heading| plain_text(&[Block::Paragraph(heading.title.clone())]).trim().to_owned();
    let with = written.first().map(|turn| title(&turn.heading)).unwrap_or_default();
    let ids: Vec<String> = written.iter().map(|turn| turn.heading.id.clone().unwrap_or_default()).collect();
    for (i, (turn, id)) in written.iter().zip(&ids).enumerate() {
        if id.is_empty() {
            let what = format!("the turn “{}” has no id", shortened(&title(&turn.heading)));
            findings.say(Code::MissingId, turn.line, what, "end its heading as in `### Người lạ {#mo-dau}`");
        } else if ids[..i].contains(id) {
            let what = format!("two turns are called “{}”", shortened(id));
            findings.say(Code::DuplicateId, turn.line, what, "give this one an id of its own");
        }
    }
    let named = ids.iter().enumerate().all(|(i, id)| !id.is_empty() && !ids[..i].contains(id));
    let turns: Vec<Option<Turn>> = written.into_iter().map(|turn| read_turn(turn, &ids, findings)).collect();
    let turns: Option<Vec<Turn>> = turns.into_iter().collect();
    turns.filter(|_| named).map(|turns| Dialogue { with, turns })
}

/// One turn; `None` where a reply of it leads nowhere.
fn read_turn(turn: Written, ids: &[String], findings: &mut Findings) -> Option<Turn> {
    let mut says = Vec::new();
    let mut replies: Vec<Option<Reply>> = Vec::new();
    for Node { line, body } in turn.nodes {
        let boxes = |entries: &[Entry]| entries.iter().any(|entry| entry.checked.is_some());
        if !replies.is_empty() {
            let todo = "write what is said before the replies; a new turn begins with `### …`";
            findings.say(Code::TextAfterItem, line, "something stands after the replies of a turn", todo);
            continue;
        }
        let body = match body {
            Body::List { entries, .. } if boxes(&entries) => Err(entries),
            said @ (Body::Heading(_)
            | Body::Paragraph(_)
            | Body::Picture(_)
            | Body::List { .. }
            | Body::Quote(_)
            | Body::Note(..)
            | Body::Table { .. }
            | Body::Fence { .. }) => Ok(said),
        };
        match body {
            Ok(body) => says.extend(prose(vec![Node { line, body }], findings)),
            Err(entries) => replies = entries.into_iter().map(|entry| reply(entry, ids, findings)).collect(),
        }
    }
    let replies: Option<Vec<Reply>> = replies.into_iter().collect();
    replies.map(|replies| Turn { says, replies })
}

fn reply(Entry { line, checked, nodes }: Entry, ids: &[String], findings: &mut Findings) -> Option<Reply> {
    if checked.is_none() {
        let todo = "write `- [x]` before a wise reply and `- [ ]` before an unwise one";
        findings.say(Code::BoxMissing, line, "this reply has no box", todo);
    }
    let (mut nodes, feedback) = with_feedback(nodes, findings);
    if feedback.is_empty() {
        let todo = "add a line under it that begins with `  > ` and says what comes of it";
        findings.say(Code::NoFeedback, line, "this reply has no feedback", todo);
    }
    let to = nodes.last_mut().and_then(target);
    let Some(to) = to else {
        let todo = "end it with the id of a later turn: `- [x] Để bà gọi lại. → goi-lai`";
        findings.say(Code::BadDialogue, line, "this reply doesn't say which turn it leads to", todo);
        return None;
    };
    let place = ids.iter().position(|id| *id == to).and_then(|place| u8::try_from(place).ok());
    let Some(to) = place else {
        let what = format!("there is no turn “{}”", shortened(&to));
        findings.say(Code::BadDialogue, line, what, "write the id of a later turn after `→`");
        return None;
    };
    Some(Reply { prose: prose(nodes, findings), right: checked == Some(true), feedback, to })
}

/// Takes `→ id` off the end of a paragraph.
fn target(node: &mut Node) -> Option<String> {
    let Body::Paragraph(spans) = &mut node.body else { return None };
    let Some(Span::Text(text)) = spans.last_mut() else { return None };
    let (words, id) = text.rsplit_once('→')?;
    let (words, id) = (words.trim_end().to_owned(), id.trim().to_owned());
    *text = words;
    (!id.is_empty()).then_some(id)
}
