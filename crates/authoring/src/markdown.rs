//! From Markdown to a tree of the few things that lessons are made of. Everything else is refused here with its line.
//!
//! The tree still knows tables, boxes, notes and headings; [`crate::prose`] and [`crate::item`] give them their meaning.

mod inline;
mod slip;

use crate::diagnostic::{Code, Findings};
use crate::media::Pictures;
use domain::prose::{Picture, Span};
use inline::Run;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, OffsetIter, Options, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How deep lists and quotes may stand in each other.
const MOST_DEPTH: usize = 5;

/// One block and its line.
#[derive(Debug)]
pub struct Node {
    pub line: u32,
    pub body: Body,
}

/// What a block is.
#[derive(Debug)]
pub enum Body {
    Heading(Heading),
    Paragraph(Vec<Span>),
    Picture(Picture),
    List {
        ordered: bool,
        entries: Vec<Entry>,
    },
    Quote(Vec<Node>),
    Note(Note, Vec<Node>),
    Table {
        head: Vec<Cell>,
        rows: Vec<Row>,
    },
    /// What stands between ```` ```practice ```` and ```` ``` ````, and where it begins in its file.
    Fence {
        text: String,
        at: usize,
    },
}

/// A heading with what stands in its braces.
#[derive(Debug)]
pub struct Heading {
    pub level: usize,
    pub title: Vec<Span>,
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub attributes: Vec<(String, String)>,
}

/// An entry of a list; `checked` where it has a box.
#[derive(Debug)]
pub struct Entry {
    pub line: u32,
    pub checked: Option<bool>,
    pub nodes: Vec<Node>,
}

/// A quote that begins with `[!…]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// `[!TIP]`
    Hint,
    /// `[!NOTE]`
    Explanation,
}

/// A cell of a table.
pub type Cell = Vec<Node>;

/// A row of a table; `bars` are the lines drawn between its cells as written.
#[derive(Debug)]
pub struct Row {
    pub line: u32,
    pub cells: Vec<Cell>,
    pub bars: usize,
}

/// Reads the Markdown that begins at `base` in its file.
pub fn read(markdown: &str, base: usize, pictures: &mut Pictures, findings: &mut Findings) -> Vec<Node> {
    let options = Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_TABLES
        | Options::ENABLE_GFM
        // Known only so that they can be refused instead of shown as they are written.
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(markdown, options);
    let names = parser.reference_definitions().iter();
    let mut unused: BTreeMap<String, usize> = names.map(|(name, link)| (folded(name), link.span.start)).collect();
    let events = parser.into_offset_iter();
    let mut reading = Reading { markdown, base, events, pictures, findings, checked: None, named: BTreeSet::new() };
    let nodes = reading.blocks(0);
    unused.retain(|name, _| !reading.named.contains(name));
    for at in unused.into_values() {
        let todo = "write it as `[words](https://…)` where it is to be read, or delete it";
        let line = findings.line(base + at);
        findings.say(Code::MarkMissed, line, "this line names a link that nothing uses, so it is not shown", todo);
    }
    nodes
}

/// The name of a link as Markdown compares it.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Reading<'a, 't, 's> {
    markdown: &'t str,
    base: usize,
    events: OffsetIter<'t>,
    pictures: &'a mut Pictures<'s>,
    findings: &'a mut Findings,
    /// The box met in the entry being read.
    checked: Option<bool>,
    /// The names by which links and pictures were written.
    named: BTreeSet<String>,
}

impl<'t> Reading<'_, 't, '_> {
    fn line(&self, range: &Range<usize>) -> u32 {
        self.findings.line(self.base + range.start)
    }

    /// Passes over everything up to the end of the thing just begun, however deep it is.
    fn skip(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Blocks up to the end of what they stand in. Text of a tight list entry stands there without a paragraph.
    fn blocks(&mut self, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut run = Run::default();
        while let Some((event, range)) = self.events.next().filter(|(event, _)| !matches!(event, Event::End(_))) {
            if let Event::Start(tag) = &event
                && is_block(tag)
            {
                nodes.extend(std::mem::take(&mut run).into_nodes(self.findings));
                self.block(tag.clone(), &range, depth, &mut nodes);
            } else {
                self.inline(event, &range, 0, &mut run);
            }
        }
        nodes.extend(run.into_nodes(self.findings));
        nodes
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign enum; what lessons don't have is refused alike")]
    fn block(&mut self, tag: Tag<'t>, range: &Range<usize>, depth: usize, nodes: &mut Vec<Node>) {
        let line = self.line(range);
        if depth > MOST_DEPTH {
            let todo = "write it with fewer lists and quotes inside each other";
            self.findings.say(Code::TooDeep, line, "this stands too deep inside other things", todo);
            return self.skip();
        }
        let body = match tag {
            Tag::Paragraph => return nodes.extend(self.run(0).into_nodes(self.findings)),
            Tag::Heading { level, id, classes, attrs } => Body::Heading(Heading {
                level: level as usize,
                id: id.map(|id| id.to_string()),
                classes: classes.iter().map(ToString::to_string).collect(),
                attributes: attrs
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.as_deref().unwrap_or_default().to_owned()))
                    .collect(),
                title: self.run(0).into_spans(self.findings),
            }),
            Tag::List(start) => Body::List { ordered: start.is_some(), entries: self.entries(depth) },
            Tag::BlockQuote(None) => Body::Quote(self.blocks(depth + 1)),
            Tag::BlockQuote(Some(kind)) => Body::Note(self.note(kind, line), self.blocks(depth + 1)),
            Tag::Table(_) => self.table(),
            Tag::CodeBlock(CodeBlockKind::Fenced(word)) if word.trim() == "practice" => {
                let closed = self.is_closed(range);
                let (text, at) = self.fenced();
                if !closed {
                    let what = "a practice is begun here and never closed, so it swallows what follows";
                    self.findings.say(Code::UnclosedFence, line, what, "add a line ``` after its last screen");
                }
                Body::Fence { text, at: self.base + at }
            }
            Tag::CodeBlock(kind) => return self.code_block(&kind, range),
            Tag::HtmlBlock => return self.refuse(Code::RawHtml, line, "HTML is not shown", inline::NO_HTML),
            Tag::FootnoteDefinition(_) => {
                let todo = "write the note where it belongs in the text";
                return self.refuse(Code::UnsupportedMarkup, line, "lessons have no footnotes", todo);
            }
            _ => {
                return self.refuse(Code::UnsupportedMarkup, line, "lessons don't have this", "write it as plain text");
            }
        };
        nodes.push(Node { line, body });
    }

    fn refuse(&mut self, code: Code, line: u32, what: &str, todo: &str) {
        self.findings.say(code, line, what, todo);
        self.skip();
    }

    fn entries(&mut self, depth: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        while let Some((Event::Start(_), range)) = self.events.next() {
            let outer = self.checked.take();
            let line = self.line(&range);
            let nodes = self.blocks(depth + 1);
            entries.push(Entry { line, checked: self.checked.take(), nodes });
            self.checked = outer;
        }
        entries
    }

    fn note(&mut self, kind: BlockQuoteKind, line: u32) -> Note {
        match kind {
            BlockQuoteKind::Tip => Note::Hint,
            BlockQuoteKind::Note => Note::Explanation,
            BlockQuoteKind::Important | BlockQuoteKind::Warning | BlockQuoteKind::Caution => {
                let todo = "write `[!TIP]` for a hint or `[!NOTE]` for the explanation";
                self.findings.say(Code::UnknownNote, line, "notes of this sort mean nothing here", todo);
                Note::Explanation
            }
        }
    }

    fn table(&mut self) -> Body {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some((Event::Start(tag), range)) = self.events.next() {
            let line = self.line(&range);
            let bars = bars_between(self.markdown.get(range).unwrap_or_default());
            let cells = self.cells();
            if matches!(tag, Tag::TableHead) {
                head = cells;
            } else {
                rows.push(Row { line, cells, bars });
            }
        }
        Body::Table { head, rows }
    }

    fn cells(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        while let Some((Event::Start(_), range)) = self.events.next() {
            let mut run = self.run(0);
            run.line = run.line.max(self.line(&range));
            cells.push(run.into_nodes(self.findings));
        }
        cells
    }

    /// Whether a fenced block ends with its three signs.
    fn is_closed(&self, range: &Range<usize>) -> bool {
        let text = self.markdown.get(range.clone()).unwrap_or_default().trim_end();
        let fence = text.chars().next().unwrap_or('`');
        let last = text.lines().skip(1).last().unwrap_or_default();
        last.trim_start_matches(['>', ' ']).starts_with(&fence.to_string().repeat(3))
    }

    /// The text of the fenced block just begun, and where it begins.
    fn fenced(&mut self) -> (String, usize) {
        let (mut text, mut at) = (String::new(), None);
        while let Some((Event::Text(part), range)) = self.events.next() {
            at.get_or_insert(range.start);
            text.push_str(&part);
        }
        (text, at.unwrap_or_default())
    }

    fn code_block(&mut self, kind: &CodeBlockKind, range: &Range<usize>) {
        let line = self.line(range);
        let closed = self.is_closed(range);
        match kind {
            CodeBlockKind::Fenced(_) if !closed => {
                let what = "a block of code is begun here and never closed, so it swallows what follows";
                self.refuse(Code::UnclosedFence, line, what, "delete the line with the three signs");
            }
            CodeBlockKind::Fenced(_) => {
                let todo = "write it as text, or as a quote with `>`; `one line` of code is fine";
                self.refuse(Code::CodeBlock, line, "lessons have no blocks of code", todo);
            }
            CodeBlockKind::Indented => {
                let todo = "remove the spaces at the beginning of the line";
                self.refuse(Code::CodeBlock, line, "four spaces at the beginning make a block of code", todo);
            }
        }
    }
}

/// Whether a thing stands on lines of its own, not inside one.
fn is_block(tag: &Tag) -> bool {
    let stress = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript);
    !stress && !matches!(tag, Tag::Link { .. } | Tag::Image { .. })
}

/// The bars that part the cells of a row: not those at its ends, not `\|`.
fn bars_between(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut escaped = false;
    let mut bars = 0;
    for (at, c) in row.char_indices() {
        bars += usize::from(c == '|' && !escaped && at + 1 < row.len());
        escaped = c == '\\' && !escaped;
    }
    bars
}
