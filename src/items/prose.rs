//! What authors write, from typed nodes: there is no way from a string to HTML here.

use domain::prose::{Block, Picture, Span, is_safe_link};
use leptos::prelude::*;

/// Some prose.
#[must_use]
pub fn prose(from: &[Block]) -> AnyView {
    view! { <div class="prose">{blocks(from)}</div> }.into_any()
}

fn blocks(from: &[Block]) -> Vec<AnyView> {
    from.iter().map(block).collect()
}

fn block(from: &Block) -> AnyView {
    match from {
        Block::Paragraph(inner) => view! { <p>{spans(inner)}</p> }.into_any(),
        Block::Quote(inner) => view! { <blockquote>{blocks(inner)}</blockquote> }.into_any(),
        Block::Picture(shown) => picture(shown, "picture"),
        Block::List { ordered, entries } => {
            let rows: Vec<AnyView> =
                entries.iter().map(|entry| view! { <li>{entry_view(entry)}</li> }.into_any()).collect();
            if *ordered { view! { <ol>{rows}</ol> }.into_any() } else { view! { <ul>{rows}</ul> }.into_any() }
        }
    }
}

/// An entry of one paragraph needs no paragraph around it.
fn entry_view(entry: &[Block]) -> Vec<AnyView> {
    match entry {
        [Block::Paragraph(inner)] => spans(inner),
        all => blocks(all),
    }
}

fn spans(from: &[Span]) -> Vec<AnyView> {
    from.iter().map(span).collect()
}

fn span(from: &Span) -> AnyView {
    match from {
        Span::Text(text) => text.clone().into_any(),
        Span::Strong(inner) => view! { <strong>{spans(inner)}</strong> }.into_any(),
        Span::Emphasis(inner) => view! { <em>{spans(inner)}</em> }.into_any(),
        Span::Code(text) => view! { <code>{text.clone()}</code> }.into_any(),
        Span::Link { href, spans: inner } if is_safe_link(href) => {
            view! { <a href=href.clone() target="_blank" rel="noopener noreferrer">{spans(inner)}</a> }.into_any()
        }
        Span::Link { spans: inner, .. } => spans(inner).into_any(),
        Span::Break => view! { <br /> }.into_any(),
    }
}

/// A picture with its text alternative and its place kept free while it loads.
#[must_use]
pub fn picture(shown: &Picture, class: &'static str) -> AnyView {
    let (width, height) = (shown.width.to_string(), shown.height.to_string());
    view! { <img class=class src=shown.path() width=width height=height alt=shown.alt.clone() decoding="async" /> }
        .into_any()
}
