//! Gaps: a quoted text with `[[…]]`, and a numbered list of what to say to somebody who filled each wrongly.
//!
//! `[[Wi-Fi; wifi]]` is typed, and any of its words fits; `[[Bluetooth | =Wi-Fi | Định vị]]` is chosen, `=` before the right one.

use super::passage::{self, Passage};
use super::{Class, say_missing};
use crate::activity::Marks;
use crate::diagnostic::{Code, Findings, shortened};
use crate::markdown::{Body, Node};
use domain::item::gaps::{Gap, Gaps};
use domain::prose::Prose;

/// Reads the text and its gaps; `None` where there is none.
pub fn read(key: Vec<Node>, marks: &Marks, line: u32, findings: &mut Findings) -> Option<Gaps> {
    let mut key = key.into_iter();
    let Some(Body::Quote(nodes)) = key.next().map(|node| node.body) else { return None };
    let before = findings.count();
    let Passage { runs, places } = passage::read(nodes, Code::BadGaps, findings);
    if places.is_empty() {
        // A place begun wrongly has been told already.
        if findings.count() == before {
            say_missing(Class::Gaps, line, findings);
        }
        return None;
    }
    let notes = passage::notes(key.next(), places.len(), Code::BadGaps, false, findings);
    let mut notes = notes.into_iter().map(|(_, note)| note);
    let mut gaps = Vec::new();
    for (text, line) in places {
        let feedback = notes.next().unwrap_or_default();
        if feedback.is_empty() {
            let todo =
                "add its entry to the numbered list under the text: what to say to somebody who filled it wrongly";
            findings.say(Code::NoFeedback, line, format!("the gap “{}” has no feedback", shortened(&text)), todo);
        }
        gaps.push(gap(&text, line, feedback, findings));
    }
    Some(Gaps { passage: runs, gaps, diacritics_optional: marks.diacritics_optional })
}

fn gap(text: &str, line: u32, feedback: Prose, findings: &mut Findings) -> Gap {
    let words = |text: &str, by: char| text.split(by).map(|word| word.trim().to_owned()).collect::<Vec<_>>();
    if !text.contains('|') {
        if text.starts_with('=') {
            let what = format!("the gap “{}” has a `=` and no other word to choose", shortened(text));
            findings.say(
                Code::BadGaps,
                line,
                what,
                "write `[[wrong | =right]]`, or leave the `=` away to have it typed",
            );
        }
        return Gap { accepted: words(text, ';'), options: Vec::new(), feedback };
    }
    let mut accepted = Vec::new();
    let mut options = Vec::new();
    if text.contains(';') {
        let what = format!("the gap “{}” has a `;` between words to choose", shortened(text));
        findings.say(Code::BadGaps, line, what, "part them by `|`; `;` is for further words that may be typed");
    }
    for word in words(text, '|') {
        let right = word.strip_prefix('=').map(str::trim);
        accepted.extend(right.map(str::to_owned));
        options.push(right.unwrap_or(&word).to_owned());
    }
    if accepted.len() != 1 {
        let what = format!("{} words of the gap “{}” are marked right", accepted.len(), shortened(text));
        findings.say(Code::BadGaps, line, what, "write `=` before the one that fits: `[[Bluetooth | =Wi-Fi]]`");
        accepted.truncate(1);
        if accepted.is_empty() {
            accepted.extend(options.first().cloned());
        }
    }
    Gap { accepted, options, feedback }
}
