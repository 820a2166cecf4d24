//! Matching: a table of two columns, each row a pair.

use crate::diagnostic::{Code, Findings};
use crate::markdown::{Body, Cell, Node, Row};
use crate::prose::prose;
use domain::item::matching::{Matching, Pair};
use domain::prose::plain_text;

/// Reads the pairs; `None` where the table has not two columns.
pub fn read(key: Vec<Node>, line: u32, findings: &mut Findings) -> Option<Matching> {
    let Some(Body::Table { head, rows }) = key.into_iter().next().map(|node| node.body) else { return None };
    let Ok([left, right]) = <[Cell; 2]>::try_from(head) else {
        findings.say(Code::NotTwoColumns, line, "the table has not two columns", "keep a left and a right one");
        return None;
    };
    let mut title = |cell: Cell| plain_text(&prose(cell, findings)).trim().to_owned();
    let (left_title, right_title) = (title(left), title(right));
    let mut pairs = Vec::new();
    for Row { line, cells, bars } in rows {
        if bars != 1 {
            let todo = "write it as `| left | right |`; a `|` that is part of the text is written `\\|`";
            findings.say(Code::NotTwoColumns, line, "this row has not two cells", todo);
        }
        let mut cells = cells.into_iter().map(|cell| prose(cell, findings));
        let (left, right) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        pairs.push(Pair { left, right });
    }
    Some(Matching { left_title, right_title, pairs })
}
