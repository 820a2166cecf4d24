//! Dialogue: how it is written.

use super::{Class, say_missing};
use crate::activity::Marks;
use crate::diagnostic::Findings;
use crate::markdown::Node;
use domain::item::dialogue::Dialogue;

/// Reads it; `None` where it can't be made out.
pub fn read(key: Vec<Node>, marks: &Marks, line: u32, findings: &mut Findings) -> Option<Dialogue> {
    let _ = (key, marks);
    say_missing(Class::Dialogue, line, findings);
    None
}
