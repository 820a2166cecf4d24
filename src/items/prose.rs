//! What authors write, from typed nodes: there is no way from a string to HTML here.

use crate::ui::hear::heard;
use crate::ui::tag::{Tag, link, tag};
use crate::words::Words;
use domain::prose::{Block, Picture, Span, is_safe_link};
use domain::voice::prose_utterance;

/// Some prose.
#[must_use]
pub fn prose(from: &[Block]) -> Tag {
    blocks(tag("div", "prose"), from)
}

/// Some prose with the button that reads it aloud.
#[must_use]
pub fn heard_prose(from: &[Block], words: Words) -> Tag {
    heard(prose(from), &prose_utterance(from), words.hear())
}

fn blocks(into: Tag, from: &[Block]) -> Tag {
    from.iter().fold(into, |into, one| into.with(block(one)))
}

fn block(from: &Block) -> Tag {
    match from {
        Block::Paragraph(inner) => spans(tag("p", ""), inner),
        Block::Quote(inner) => blocks(tag("blockquote", ""), inner),
        Block::Picture(shown) => picture(shown, "picture", &shown.alt),
        Block::List { ordered, entries } => {
            let list = tag(if *ordered { "ol" } else { "ul" }, "");
            list.each(entries.iter().map(|entry| list_entry(entry)).collect())
        }
    }
}

/// An entry of one paragraph needs no paragraph around it.
fn list_entry(from: &[Block]) -> Tag {
    match from {
        [Block::Paragraph(inner)] => spans(tag("li", ""), inner),
        all => blocks(tag("li", ""), all),
    }
}

/// A run of text put into an element.
#[must_use]
pub fn spans(into: Tag, from: &[Span]) -> Tag {
    from.iter().fold(into, |into, span| match span {
        Span::Text(text) => into.text(text),
        Span::Strong(inner) => into.with(spans(tag("strong", ""), inner)),
        Span::Emphasis(inner) => into.with(spans(tag("em", ""), inner)),
        Span::Code(text) => into.with(tag("code", "").text(text)),
        Span::Link { href, spans: inner } if is_safe_link(href) => {
            let link = link("", href).attr("target", "_blank").attr("rel", "noopener noreferrer");
            into.with(spans(link, inner))
        }
        Span::Link { spans: inner, .. } => spans(into, inner),
        Span::Break => into.with(tag("br", "")),
    })
}

/// A picture with a text alternative and its place kept free while it loads.
#[must_use]
pub fn picture(shown: &Picture, class: &str, alt: &str) -> Tag {
    tag("img", class)
        .attr("loading", "lazy")
        .attr("src", &shown.path())
        .attr("width", &shown.width.to_string())
        .attr("height", &shown.height.to_string())
        .attr("alt", alt)
}
