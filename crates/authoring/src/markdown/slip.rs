//! Marks that were meant and missed: boxes, headings, notes and links that Markdown takes for plain text or for nothing.
//!
//! Markdown never fails, so `- [x]Bạn` or `##Ai?` would quietly become reading text and a whole item would be lost.

use crate::diagnostic::{Code, Findings};

/// What people write into a box.
const TICKS: &[&str] = &["", "x", "X", "v", "V", "✓", "✔", "✗", "✘", "√"];
/// Boxes that are one sign.
const BOXES: [char; 3] = ['☐', '☑', '☒'];
/// Signs that word processors make of the hyphen before an entry.
const BULLETS: [char; 9] = ['-', '*', '+', '–', '—', '•', '·', '●', '▪'];

/// What may stand before the text of a line: indentation, quotes and entries as Markdown knows them.
fn opens(before: &[u8]) -> bool {
    before.iter().all(|b| matches!(b, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9'))
}

/// Whether the text at an offset is the first of its line. Looks no further back than quotes and lists may be deep.
fn begins_line(markdown: &str, at: usize) -> bool {
    let from = at.saturating_sub(40);
    let before = &markdown.as_bytes()[from..at];
    match before.iter().rposition(|b| *b == b'\n') {
        Some(end) => opens(&before[end + 1..]),
        None => from == 0 && opens(before),
    }
}

fn is_box(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| BULLETS.contains(&c) || c.is_whitespace());
    let inside = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    line.starts_with(BOXES) || inside.is_some_and(|(inside, _)| TICKS.contains(&inside.trim()))
}

/// Says so when text at an offset looks like a mark that was missed. `before` is the text just before it.
pub fn look(markdown: &str, at: usize, text: &str, before: &str, line: u32, findings: &mut Findings) {
    let mut say = |what: &str, todo: &str| findings.say(Code::MarkMissed, line, what, todo);
    if text.contains("](") || (text.starts_with('(') && before.ends_with(']')) {
        say(
            "this looks like a link or picture and is shown as it is written",
            "write no space between `]` and `(` and none in the address, or put the address into `<…>`",
        );
    }
    if !begins_line(markdown, at) {
        return;
    }
    let rest = markdown[at..].lines().next().unwrap_or_default();
    if is_box(rest) {
        say(
            "this looks like an option, but its box can't be read",
            "write `- [x] text` or `- [ ] text` with these spaces",
        );
    } else if rest.starts_with("##") {
        say("this looks like a heading and is shown as text", "write a space after the signs: `## Title {#id}`");
    } else if rest.starts_with("[!") {
        say("this looks like a note and is shown as text", "write `> [!TIP]` or `> [!NOTE]` on a line of its own");
    }
}
