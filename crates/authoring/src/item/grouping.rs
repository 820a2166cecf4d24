//! Grouping: a list of piles, each with an indented list of its cards; a quote under a card is its feedback.

use super::with_feedback;
use crate::diagnostic::{Code, Findings, shortened};
use crate::markdown::{Body, Entry, Node};
use crate::prose::prose;
use domain::item::grouping::{Card, Grouping};
use domain::prose::{Block, plain_text};

/// Reads piles and cards; `None` where a pile has none.
pub fn read(entries: Vec<Entry>, findings: &mut Findings) -> Option<Grouping> {
    let mut grouping = Grouping { piles: Vec::new(), cards: Vec::new() };
    for (place, entry) in (0_u8..).zip(entries) {
        no_box(&entry, findings);
        let mut nodes = entry.nodes.into_iter();
        let name = match nodes.next().map(|node| node.body) {
            Some(Body::Paragraph(spans)) => plain_text(&[Block::Paragraph(spans)]).trim().to_owned(),
            Some(_) | None => String::new(),
        };
        let cards = nodes.next();
        let Some(Node { body: Body::List { entries, .. }, .. }) = cards else {
            let what = format!("the pile “{}” has no list of cards", shortened(&name));
            findings.say(Code::BadGrouping, entry.line, what, "list them under it, indented by two spaces: `  - …`");
            return None;
        };
        if let Some(more) = nodes.next() {
            let todo = "leave only the name and the list of its cards";
            findings.say(Code::BadGrouping, more.line, "something stands after the cards of a pile", todo);
        }
        grouping.piles.push(name);
        grouping.cards.extend(entries.into_iter().map(|entry| card(entry, place, findings)));
    }
    Some(grouping)
}

fn card(entry: Entry, pile: u8, findings: &mut Findings) -> Card {
    no_box(&entry, findings);
    let (nodes, feedback) = with_feedback(entry.nodes, findings);
    if feedback.is_empty() {
        let todo = "add a line under it that begins with `    > ` and says why it belongs there";
        findings.say(Code::NoFeedback, entry.line, "this card has no feedback", todo);
    }
    Card { prose: prose(nodes, findings), pile, feedback }
}

fn no_box(entry: &Entry, findings: &mut Findings) {
    if entry.checked.is_some() {
        let todo = "remove the box: a card belongs to the pile it stands under";
        findings.say(Code::BoxOutsideItem, entry.line, "a grouping has no boxes", todo);
    }
}
