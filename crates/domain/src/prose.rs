//! What authors write, as typed nodes. There is no node for raw HTML, a script or a style, so none can be shown.

use crate::id::MediaId;
use crate::text::is_unseen;
use serde::{Deserialize, Serialize};

/// A run of blocks, in reading order.
pub type Prose = Vec<Block>;

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list, numbered or not; each entry is prose of its own.
    List {
        /// Whether the entries are numbered.
        ordered: bool,
        /// The entries.
        entries: Vec<Prose>,
    },
    /// A quotation, such as a message somebody received.
    Quote(Prose),
    /// A picture on a line of its own.
    Picture(Picture),
}

/// A picture with its text alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The bytes, by their hash.
    pub media: MediaId,
    /// The file's ending, which names its type: `svg`, `png`, `jpg` or `webp`.
    pub ending: String,
    /// What it shows, for those who do not see it; empty only where it merely decorates.
    pub alt: String,
    /// Width in pixels, so that the page does not jump.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Picture {
    /// Where the picture stands on the server and in an exported site: `/media/<hash>.<ending>`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/media/{}.{}", self.media, self.ending)
    }
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Plain text.
    Text(String),
    /// Important text.
    Strong(Vec<Span>),
    /// Stressed text.
    Emphasis(Vec<Span>),
    /// Text to be typed or read letter by letter.
    Code(String),
    /// A link; the reader has checked that its scheme is http, https, tel or mailto.
    Link {
        /// Where it leads.
        href: String,
        /// What it says.
        spans: Vec<Span>,
    },
    /// A line break.
    Break,
}

/// Whether a link may be shown: only schemes that can't run anything, and no sign that hides or turns what the address says.
#[must_use]
pub fn is_safe_link(href: &str) -> bool {
    ["https://", "http://", "tel:", "mailto:"]
        .iter()
        .any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        && !href.chars().any(|c| c.is_whitespace() || c == '\u{200d}' || is_unseen(c))
}

/// The words of some prose without their looks, blocks joined by a space.
#[must_use]
pub fn plain_text(prose: &[Block]) -> String {
    fn spans(from: &[Span], into: &mut String) {
        for span in from {
            match span {
                Span::Text(text) | Span::Code(text) => into.push_str(text),
                Span::Strong(inner) | Span::Emphasis(inner) | Span::Link { spans: inner, .. } => spans(inner, into),
                Span::Break => into.push(' '),
            }
        }
    }
    fn blocks(from: &[Block], into: &mut String) {
        for block in from {
            if !into.is_empty() && !into.ends_with(' ') {
                into.push(' ');
            }
            match block {
                Block::Paragraph(inner) => spans(inner, into),
                Block::List { entries, .. } => entries.iter().for_each(|entry| blocks(entry, into)),
                Block::Quote(inner) => blocks(inner, into),
                Block::Picture(picture) => into.push_str(&picture.alt),
            }
        }
    }
    let mut text = String::new();
    blocks(prose, &mut text);
    text
}

/// Every picture of some prose, in reading order.
#[must_use]
pub fn pictures(prose: &[Block]) -> Vec<&Picture> {
    prose
        .iter()
        .flat_map(|block| match block {
            Block::Picture(picture) => vec![picture],
            Block::List { entries, .. } => entries.iter().flat_map(|entry| pictures(entry)).collect(),
            Block::Quote(inner) => pictures(inner),
            Block::Paragraph(_) => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_cannot_run_anything_are_safe() {
        for safe in ["https://dichvucong.gov.vn", "HTTP://example.org/a?b=c", "tel:113", "mailto:a@example.org"] {
            assert!(is_safe_link(safe), "{safe}");
        }
        for unsafe_link in [
            "javascript:alert(1)",
            " https://a",
            "data:text/html,x",
            "//a",
            "/a",
            "vbscript:x",
            "java\nscript:x",
            "",
            "https://a/\u{202e}gpj",
            "https://a\u{200b}b",
            "mailto:a\u{ad}@b",
            "https://a/\u{2066}",
        ] {
            assert!(!is_safe_link(unsafe_link), "{unsafe_link:?}");
        }
    }
}
