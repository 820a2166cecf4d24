//! Practice: how it is written.

use super::{Class, say_missing};
use crate::diagnostic::Findings;
use crate::markdown::Node;
use domain::item::practice::Practice;

/// Reads it; `None` where it can't be made out.
pub fn read(key: Vec<Node>, line: u32, findings: &mut Findings) -> Option<Practice> {
    let _ = key;
    say_missing(Class::Practice, line, findings);
    None
}
