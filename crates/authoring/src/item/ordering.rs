//! Ordering: a numbered list in its right order.

use crate::diagnostic::Findings;
use crate::markdown::Entry;
use crate::prose::list_entry;
use domain::item::ordering::Ordering;

/// Reads the steps.
pub fn read(entries: Vec<Entry>, findings: &mut Findings) -> Ordering {
    Ordering { steps: entries.into_iter().map(|entry| list_entry(entry, findings)).collect() }
}
