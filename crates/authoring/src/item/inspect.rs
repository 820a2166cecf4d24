//! Inspect: a quoted text with `[[…]]` parts whose first line, in bold, says who it is from; a numbered list with boxes explains
//! each part: `1. [x] why it is suspicious`, `2. [ ] why it is harmless`.

use super::passage::{self, Passage};
use super::{Class, say_missing};
use crate::activity::Marks;
use crate::diagnostic::{Code, Findings};
use crate::markdown::{Body, Node};
use domain::item::inspect::{Inspect, Look, Part};
use domain::prose::{Block, Span, plain_text};

/// Reads the text and its parts; `None` where there is none.
pub fn read(key: Vec<Node>, marks: &Marks, line: u32, findings: &mut Findings) -> Option<Inspect> {
    let mut key = key.into_iter();
    let Some(Body::Quote(mut nodes)) = key.next().map(|node| node.body) else { return None };
    let from = sender(&mut nodes, line, findings);
    let before = findings.count();
    let Passage { runs, places } = passage::read(nodes, Code::BadInspect, findings);
    if places.is_empty() {
        // A place begun wrongly has been told already.
        if findings.count() == before {
            say_missing(Class::Inspect, line, findings);
        }
        return None;
    }
    let list = key.next();
    if list.is_none() {
        let todo = "write under the text, for each part in order, `1. [x] why suspicious` or `2. [ ] why harmless`";
        findings.say(Code::BadInspect, line, "nothing says which parts are suspicious", todo);
        return None;
    }
    let mut notes = passage::notes(list, places.len(), Code::BadInspect, true, findings).into_iter();
    let part = |(text, _): (String, u32)| {
        let (suspicious, feedback) = notes.next().unwrap_or_default();
        Part { words: vec![Span::Text(text)], suspicious, feedback }
    };
    let parts = places.into_iter().map(part).collect();
    Some(Inspect { look: marks.look.unwrap_or(Look::Message), from, passage: runs, parts })
}

/// Takes the sender out: a first line or paragraph in bold.
fn sender(nodes: &mut Vec<Node>, line: u32, findings: &mut Findings) -> String {
    if let Some(Body::Paragraph(spans)) = nodes.first_mut().map(|node| &mut node.body)
        && matches!(spans.first(), Some(Span::Strong(_)))
    {
        let bold = spans.remove(0);
        let name = plain_text(&[Block::Paragraph(vec![bold])]).trim().to_owned();
        while matches!(spans.first(), Some(Span::Break)) {
            spans.remove(0);
        }
        if let Some(Span::Text(text)) = spans.first_mut() {
            *text = text.trim_start().to_owned();
        }
        if spans.is_empty() {
            nodes.remove(0);
        }
        if !name.is_empty() {
            return name;
        }
    }
    let todo = "begin the quote with it in bold: `> **Ngân hàng Sông Xanh**`, then an empty `>` line";
    findings.say(Code::BadInspect, line, "the text doesn't say who it is from", todo);
    String::new()
}
