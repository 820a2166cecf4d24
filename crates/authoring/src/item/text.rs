//! Text entry: a list of accepted answers; an entry with an empty box is an expected mistake with its feedback.

use super::with_feedback;
use crate::diagnostic::{Code, Findings, shortened};
use crate::markdown::{Body, Entry, Node};
use domain::item::text::{ExpectedMistake, LONGEST, TextEntry};
use domain::prose::{Block, plain_text};
use domain::text::{fold, fold_marks};

/// The most expected mistakes of one item.
const MOST_MISTAKES: usize = 20;

/// Reads the answers; `None` where none is accepted.
pub fn read(entries: Vec<Entry>, diacritics_optional: bool, findings: &mut Findings) -> Option<TextEntry> {
    let mut item = TextEntry { accepted: Vec::new(), expected_mistakes: Vec::new(), diacritics_optional };
    let line = entries.first().map_or(0, |entry| entry.line);
    for Entry { line, checked, nodes } in entries {
        let (nodes, feedback) = with_feedback(nodes, findings);
        let text = answer(nodes, diacritics_optional, line, findings).unwrap_or_default();
        if checked == Some(false) {
            if feedback.is_empty() {
                let todo = "add a line under it that begins with `  > ` and answers it";
                findings.say(Code::NoFeedback, line, "this expected mistake has no feedback", todo);
            }
            item.expected_mistakes.push(ExpectedMistake { text, feedback });
        } else {
            if !feedback.is_empty() {
                let todo = "put it into a `> [!NOTE]` after the list, or write `[ ]` before a mistake";
                findings.say(
                    Code::FeedbackMisplaced,
                    line,
                    "an accepted answer has feedback, which is not shown",
                    todo,
                );
            }
            item.accepted.push(text);
        }
    }
    if item.expected_mistakes.len() > MOST_MISTAKES {
        let what = format!("a text item has at most {MOST_MISTAKES} expected mistakes");
        findings.say(Code::TooMany, line, what, "keep those that learners really make");
    }
    if item.accepted.is_empty() {
        let todo = "add accepted answers as `- …`, without a box";
        findings.say(Code::NoAnswers, line, "the list has mistakes but no accepted answer", todo);
    }
    (!item.accepted.is_empty()).then_some(item)
}

fn answer(nodes: Vec<Node>, without_marks: bool, line: u32, findings: &mut Findings) -> Option<String> {
    let mut nodes = nodes.into_iter();
    let (Some(Body::Paragraph(spans)), None) = (nodes.next().map(|node| node.body), nodes.next()) else {
        let todo = "write one line of plain text after `- `, with two spaces before its `>` lines";
        findings.say(Code::AnswerNotPlain, line, "an answer must be one line of text", todo);
        return None;
    };
    let text = plain_text(&[Block::Paragraph(spans)]).trim().to_owned();
    let compared = if without_marks { fold_marks(&text) } else { fold(&text) };
    if compared.is_empty() {
        let what = "nothing is left of this answer once case, spaces and punctuation are set aside";
        findings.say(Code::BadText, line, what, "write a word or a number");
        return None;
    }
    if text.chars().nth(LONGEST).is_some() {
        let what = format!("“{}” is longer than {LONGEST} characters", shortened(&text));
        findings.say(Code::BadText, line, what, "ask for something shorter");
        return None;
    }
    Some(text)
}
