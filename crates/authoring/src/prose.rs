//! From Markdown nodes to [`domain::prose`]: plain reading text. What only means something to an item is refused here.

use crate::diagnostic::{Code, Findings};
use crate::markdown::{Body, Entry, Node};
use domain::prose::{Block, Prose};

/// Turns nodes into prose.
pub fn prose(nodes: Vec<Node>, findings: &mut Findings) -> Prose {
    nodes.into_iter().filter_map(|node| block(node, findings)).collect()
}

fn block(Node { line, body }: Node, findings: &mut Findings) -> Option<Block> {
    match body {
        Body::Paragraph(spans) => Some(Block::Paragraph(spans)),
        Body::Picture(picture) => Some(Block::Picture(picture)),
        Body::Quote(nodes) => Some(Block::Quote(prose(nodes, findings))),
        Body::List { ordered, entries } => {
            let entries = entries.into_iter().map(|entry| list_entry(entry, findings)).collect();
            Some(Block::List { ordered, entries })
        }
        Body::Heading(_) => {
            let todo = "a new activity begins with `##` at the beginning of a line; stress other words with **…**";
            findings.say(Code::WrongHeading, line, "this heading opens no activity", todo);
            None
        }
        Body::Note(..) => {
            let todo = "put hints `[!TIP]` and the explanation `[!NOTE]` after an item, not inside a list or quote";
            findings.say(
                Code::NoteOutsideItem,
                line,
                "a hint or explanation stands where there is nothing to answer",
                todo,
            );
            None
        }
        Body::Fence { .. } => {
            let todo = "let it stand alone under a `##` heading, after what is read and before the notes";
            findings.say(Code::CodeBlock, line, "a practice stands where it can't be one", todo);
            None
        }
        Body::Table { .. } => {
            let todo = "add `.matching` to the heading's braces if its rows are pairs; write it as a list otherwise";
            findings.say(Code::TableOutsideMatching, line, "tables are only for matching", todo);
            None
        }
    }
}

/// Turns an entry that is no option into prose.
pub fn list_entry(entry: Entry, findings: &mut Findings) -> Prose {
    if entry.checked.is_some() {
        let todo = "remove the box, or move the list out of what it stands in";
        findings.say(Code::BoxOutsideItem, entry.line, "a list with boxes stands where it can't be an item", todo);
    }
    prose(entry.nodes, findings)
}
