//! Choice: a list with boxes; the quote under an option is its feedback.

use super::with_feedback;
use crate::diagnostic::{Code, Findings};
use crate::markdown::Entry;
use crate::prose::prose;
use domain::item::choice::{Choice, ChoiceOption};

/// Reads the options; `None` where none is right.
pub fn read(entries: Vec<Entry>, line: u32, findings: &mut Findings) -> Option<Choice> {
    let mut options = Vec::new();
    for entry in entries {
        if entry.checked.is_none() {
            let todo = "write `- [x]` before a right option and `- [ ]` before a wrong one";
            findings.say(Code::BoxMissing, entry.line, "this option has no box", todo);
        }
        let (nodes, feedback) = with_feedback(entry.nodes, findings);
        if feedback.is_empty() {
            let todo = "add a line under it that begins with `  > ` and says why it is right or wrong";
            findings.say(Code::NoFeedback, entry.line, "this option has no feedback", todo);
        }
        options.push(ChoiceOption { prose: prose(nodes, findings), right: entry.checked == Some(true), feedback });
    }
    if options.iter().any(|option| option.right) {
        return Some(Choice { options });
    }
    findings.say(Code::NoKey, line, "no option is marked right", "write `[x]` before the right one");
    None
}
