//! What stands inside a line: text, stress, links, and a picture where it stands alone.

use super::{Body, Node, Reading, folded, slip};
use crate::diagnostic::{Code, Findings, shortened};
use crate::encoding::visible;
use crate::media::Sought;
use domain::prose::{Block, Picture, Span, is_safe_link, plain_text};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

/// How deep stress and links may stand in each other.
const MOST_DEPTH: usize = 4;
/// What to do instead of HTML.
pub(super) const NO_HTML: &str =
    "remove the tag; write **strong**, *emphasis*, lists with `-`, and `\\` at the end of a line for a new line";

/// Text as it is being gathered.
#[derive(Default)]
pub(super) struct Run {
    pub line: u32,
    spans: Vec<Span>,
    pictures: Vec<Picture>,
}

impl Run {
    fn push(&mut self, span: Span) {
        match (self.spans.last_mut(), span) {
            // The parser cuts text at every sign that might have meant something.
            (Some(Span::Text(before)), Span::Text(text)) => before.push_str(&text),
            (_, span) => self.spans.push(span),
        }
    }

    fn last_text(&self) -> &str {
        if let Some(Span::Text(text)) = self.spans.last() { text } else { "" }
    }

    /// The text, where no picture can stand.
    pub fn into_spans(self, findings: &mut Findings) -> Vec<Span> {
        if !self.pictures.is_empty() {
            let todo = "put the picture on a line of its own, with an empty line before and after";
            findings.say(Code::PictureInText, self.line, "a picture stands in the middle of text", todo);
        }
        trimmed(self.spans)
    }

    /// A paragraph, or the pictures of a line that has nothing else.
    pub fn into_nodes(self, findings: &mut Findings) -> Vec<Node> {
        let line = self.line;
        let blank = plain_text(&[Block::Paragraph(self.spans.clone())]).trim().is_empty();
        if blank {
            return self.pictures.into_iter().map(|picture| Node { line, body: Body::Picture(picture) }).collect();
        }
        vec![Node { line, body: Body::Paragraph(self.into_spans(findings)) }]
    }
}

fn trimmed(mut spans: Vec<Span>) -> Vec<Span> {
    if let Some(Span::Text(text)) = spans.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Span::Text(text)) = spans.last_mut() {
        *text = text.trim_end().to_owned();
    }
    spans.retain(|span| !matches!(span, Span::Text(text) if text.is_empty()));
    spans
}

impl<'t> Reading<'_, 't, '_> {
    /// Everything up to the end of what was just begun.
    pub(super) fn run(&mut self, depth: usize) -> Run {
        let mut run = Run::default();
        while let Some((event, range)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &range, depth, &mut run);
        }
        run
    }

    pub(super) fn inline(&mut self, event: Event<'t>, range: &Range<usize>, depth: usize, run: &mut Run) {
        let line = self.line(range);
        if run.line == 0 {
            run.line = line;
        }
        match event {
            Event::Text(text) => {
                slip::look(self.markdown, range.start, &text, run.last_text(), line, self.findings);
                run.push(Span::Text(visible(&text, line, self.findings)));
            }
            Event::SoftBreak => run.push(Span::Text(" ".to_owned())),
            Event::HardBreak => run.push(Span::Break),
            Event::Code(text) => run.push(Span::Code(text.to_string())),
            Event::TaskListMarker(checked) => self.checked = Some(checked),
            Event::Start(tag) => self.span(tag, line, depth, run),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.findings.say(Code::RawHtml, line, "HTML is not shown", NO_HTML);
            }
            Event::Rule => {
                self.findings.say(Code::UnsupportedMarkup, line, "lessons have no drawn lines", "delete this line");
            }
            Event::FootnoteReference(_) => {
                let todo = "write the note where it belongs in the text";
                self.findings.say(Code::UnsupportedMarkup, line, "lessons have no footnotes", todo);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => run.push(Span::Text(text.to_string())),
            Event::End(_) => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign enum; what lessons don't have is refused alike")]
    fn span(&mut self, tag: Tag<'t>, line: u32, depth: usize, run: &mut Run) {
        if depth >= MOST_DEPTH {
            let todo = "write it with less stress inside stress";
            self.findings.say(Code::TooDeep, line, "too many things stand inside each other in this line", todo);
            return self.skip();
        }
        if let Tag::Image { id, .. } | Tag::Link { id, .. } = &tag {
            self.named.insert(folded(id));
        }
        match tag {
            Tag::Image { dest_url, .. } => self.picture(&dest_url, line, depth, run),
            Tag::Strong => {
                let inner = self.run(depth + 1).into_spans_kept(run, self.findings);
                run.push(Span::Strong(inner));
            }
            Tag::Emphasis => {
                let inner = self.run(depth + 1).into_spans_kept(run, self.findings);
                run.push(Span::Emphasis(inner));
            }
            Tag::Link { dest_url, link_type, .. } => {
                let inner = self.run(depth + 1).into_spans_kept(run, self.findings);
                let href =
                    if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                self.link(href, inner, line, run);
            }
            _ => {
                let todo = "write it as plain text, or stress it with **strong**";
                self.findings.say(Code::UnsupportedMarkup, line, "lessons have no such marks", todo);
                let inner = self.run(depth + 1).into_spans_kept(run, self.findings);
                inner.into_iter().for_each(|span| run.push(span));
            }
        }
    }

    fn link(&mut self, href: String, spans: Vec<Span>, line: u32, run: &mut Run) {
        if !is_safe_link(&href) {
            let what = format!("a link leads to “{}”, which lessons may not open", shortened(&href));
            let todo = "write the whole address, beginning with https://, http://, tel: or mailto:";
            self.findings.say(Code::UnsafeLink, line, what, todo);
            spans.into_iter().for_each(|span| run.push(span));
        } else if plain_text(&[Block::Paragraph(spans.clone())]).trim().is_empty() {
            self.findings.say(Code::EmptyLink, line, "a link has no words", "write what it leads to between [ and ]");
        } else {
            run.push(Span::Link { href, spans });
        }
    }

    fn picture(&mut self, path: &str, line: u32, depth: usize, run: &mut Run) {
        let words = self.run(depth + 1).into_spans(self.findings);
        let alt = plain_text(&[Block::Paragraph(words)]).trim().to_owned();
        if alt.is_empty() {
            let todo = "write what it shows between [ and ]";
            self.findings.say(Code::MissingAlt, line, "the picture has no words for those who don't see it", todo);
        }
        match self.pictures.find(path, alt.clone()) {
            Sought::Found(picture) => run.pictures.push(picture),
            // The words stand in for the picture, so that nothing else is found missing.
            Sought::Broken => run.push(Span::Text(alt)),
            Sought::Missing => {
                let what = format!("there is no picture “{}”", shortened(path));
                let todo = "put the file into media/ and write its path as `media/otp.svg`, capital letters alike";
                self.findings.say(Code::MissingPicture, line, what, todo);
                run.push(Span::Text(if alt.is_empty() { "?".to_owned() } else { alt }));
            }
        }
    }
}

impl Run {
    /// The text inside stress or a link, with the spaces at its ends; a picture in it is in the middle of text.
    fn into_spans_kept(self, outer: &Run, findings: &mut Findings) -> Vec<Span> {
        if !self.pictures.is_empty() {
            let todo = "put the picture on a line of its own, without a link or stars around it";
            findings.say(Code::PictureInText, outer.line, "a picture stands inside a link or stressed text", todo);
        }
        self.spans
    }
}
