//! What authors wrote, as HTML: only from typed nodes, everything escaped.

use domain::prose::{Block, Picture, Span, is_safe_link};
use maud::{Markup, html};

/// Some blocks.
pub fn blocks(prose: &[Block]) -> Markup {
    html! {
        @for block in prose {
            @match block {
                Block::Paragraph(inner) => p { (spans(inner)) },
                Block::List { ordered: true, entries } => ol { (list(entries)) },
                Block::List { ordered: false, entries } => ul { (list(entries)) },
                Block::Quote(inner) => blockquote { (blocks(inner)) },
                Block::Picture(shown) => (picture(shown, "picture", &shown.alt)),
            }
        }
    }
}

fn list(entries: &[Vec<Block>]) -> Markup {
    html! {
        @for entry in entries {
            // A list of single sentences needs no paragraphs in it.
            li { @if let [Block::Paragraph(only)] = &entry[..] { (spans(only)) } @else { (blocks(entry)) } }
        }
    }
}

/// A run of text.
pub fn spans(run: &[Span]) -> Markup {
    html! {
        @for span in run {
            @match span {
                Span::Text(text) => (text),
                Span::Strong(inner) => strong { (spans(inner)) },
                Span::Emphasis(inner) => em { (spans(inner)) },
                Span::Code(text) => code { (text) },
                Span::Link { href, spans: inner } => {
                    // The reader has checked it; an edition from elsewhere may not have come that way.
                    @if is_safe_link(href) { a href=(href) rel="noopener noreferrer" { (spans(inner)) } } @else { (spans(inner)) }
                },
                Span::Break => br;,
            }
        }
    }
}

/// A picture with room kept for it.
pub fn picture(picture: &Picture, class: &str, alt: &str) -> Markup {
    html! {
        img class=(class) loading="lazy" src=(picture.path()) width=(picture.width) height=(picture.height) alt=(alt);
    }
}
