//! Hotspot: how it is written.

use super::{Class, say_missing};
use crate::diagnostic::Findings;
use crate::markdown::Node;
use domain::item::hotspot::Hotspot;
use domain::prose::Prose;

/// Reads it; `None` where it can't be made out.
pub fn read(key: Vec<Node>, prompt: &mut Prose, line: u32, findings: &mut Findings) -> Option<Hotspot> {
    let _ = (key, prompt);
    say_missing(Class::Hotspot, line, findings);
    None
}
