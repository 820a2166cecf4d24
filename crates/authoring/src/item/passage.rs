//! A quoted text with places marked by double brackets, `[[…]]`, as gaps and parts to inspect share it.

use crate::diagnostic::{Code, Findings, shortened};
use crate::markdown::{Body, Entry, Node};
use crate::prose::list_entry;
use domain::passage::Run;
use domain::prose::{Block, Prose, Span, plain_text};

/// A text with places.
#[derive(Default)]
pub struct Passage {
    /// The text; its places are numbered in reading order.
    pub runs: Vec<Run>,
    /// What stands between the brackets of each place, and its line.
    pub places: Vec<(String, u32)>,
}

/// Reads the paragraphs of a quote; what can't stand in such a text is said under `code`.
pub fn read(nodes: Vec<Node>, code: Code, findings: &mut Findings) -> Passage {
    let mut passage = Passage::default();
    for Node { line, body } in nodes {
        let Body::Paragraph(spans) = body else {
            let todo = "write it as plain lines, each begun with `> `, with an empty `>` line between paragraphs";
            findings.say(code, line, "a text with places has only paragraphs", todo);
            continue;
        };
        if !passage.runs.is_empty() {
            passage.runs.push(Run::Break);
        }
        for span in spans {
            match span {
                Span::Text(text) => passage.text(&text, line, code, findings),
                Span::Strong(_) | Span::Emphasis(_) | Span::Code(_) | Span::Link { .. } | Span::Break => {
                    if plain_text(&[Block::Paragraph(vec![span.clone()])]).contains("[[") {
                        let todo = "put the stars or the link outside, or leave them away";
                        findings.say(code, line, "a place stands inside stressed words or a link", todo);
                    }
                    passage.words(span);
                }
            }
        }
    }
    passage
}

impl Passage {
    fn words(&mut self, span: Span) {
        match self.runs.last_mut() {
            Some(Run::Words(spans)) => spans.push(span),
            Some(Run::Place(_) | Run::Break) | None => self.runs.push(Run::Words(vec![span])),
        }
    }

    fn text(&mut self, text: &str, line: u32, code: Code, findings: &mut Findings) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("[[") {
            self.plain(before, line, code, findings);
            let Some((place, after)) = after.split_once("]]").filter(|(place, _)| !place.contains("[[")) else {
                let what = format!("“[[{}” is begun and never closed", shortened(after));
                findings.say(code, line, what, "write `]]` after it, in the same line of text");
                return;
            };
            self.runs.push(Run::Place(u8::try_from(self.places.len()).unwrap_or(u8::MAX)));
            self.places.push((place.trim().to_owned(), line));
            rest = after;
        }
        self.plain(rest, line, code, findings);
    }

    /// Words between places.
    fn plain(&mut self, text: &str, line: u32, code: Code, findings: &mut Findings) {
        if text.contains("]]") {
            let what = format!("“{}” closes a place that was never begun", shortened(text));
            findings.say(code, line, what, "write `[[` before it, or remove the brackets");
        }
        if !text.is_empty() {
            self.words(Span::Text(text.to_owned()));
        }
    }
}

/// The entries of the numbered list under such a text, one for each place: whether it has a ticked box, and what it says.
pub fn notes(
    list: Option<Node>,
    places: usize,
    code: Code,
    boxes: bool,
    findings: &mut Findings,
) -> Vec<(bool, Prose)> {
    let Some(Node { line, body: Body::List { entries, .. } }) = list else { return Vec::new() };
    if entries.len() > places {
        let what = format!("the numbered list has {} entries for {places} places in the text", entries.len());
        findings.say(code, line, what, "write one entry for each `[[…]]`, in the same order");
    }
    let mut note = |mut entry: Entry| {
        let ticked = entry.checked;
        if boxes {
            if ticked.is_none() {
                let todo = "write `1. [x] why` where it is suspicious and `1. [ ] why` where it is harmless";
                findings.say(Code::BoxMissing, entry.line, "this entry has no box", todo);
            }
            entry.checked = None;
        }
        (ticked == Some(true), list_entry(entry, findings))
    };
    entries.into_iter().take(places).map(&mut note).collect()
}
