//! Grouping: how it is written.

use super::{Class, say_missing};
use crate::diagnostic::Findings;
use crate::markdown::Node;
use domain::item::grouping::Grouping;

/// Reads it; `None` where it can't be made out.
pub fn read(key: Vec<Node>, line: u32, findings: &mut Findings) -> Option<Grouping> {
    let _ = key;
    say_missing(Class::Grouping, line, findings);
    None
}
