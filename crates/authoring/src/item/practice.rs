//! Practice: screens as TOML between a line ```` ```practice ```` and a line ```` ``` ````.
//!
//! ```toml
//! app = "Cài đặt (bản tập)"
//!
//! [[screens]]
//! id = "dau"
//! title = "Cài đặt"
//! caption = "Muốn có mạng, ta vào mục Wi-Fi."
//! hint = "Tìm chữ Wi-Fi."
//! parts = [
//!   { row = "Wi-Fi", detail = "Đang tắt", to = "wifi" },
//!   { row = "Xóa hết dữ liệu", never = "Mọi thứ trong máy đã mất." },
//! ]
//!
//! [[screens]]
//! id = "wifi"
//! title = "Đã có mạng"
//! goal = "Bạn đã vào được mạng."
//! ```
//! A part is named by its kind ([`PartKind::NAMED`]); pictures written above the block are shown by its `picture` parts, in order.

use crate::diagnostic::{Code, Findings, shortened};
use crate::fields::Fields;
use crate::markdown::{Body, Node};
use domain::item::practice::{Part, PartKind, Practice, Screen};
use domain::prose::{Block, Picture, Prose};

/// The most bytes of a practice.
const LONGEST: usize = 6_000;
const MOST_SCREENS: usize = 30;
const MOST_PARTS: usize = 12;
/// The longest label, and the longest thing said, in characters.
const LABEL: usize = 120;
const SAID: usize = 300;

/// A screen as it is written: where its parts lead is named, not numbered.
struct Written {
    id: String,
    line: u32,
    screen: Screen,
    /// For each part where it leads, and its line.
    to: Vec<(Option<String>, u32)>,
}

/// Reads the screens and says what is wrong with them; `None` where there are none.
pub fn read(key: Vec<Node>, prompt: &mut Prose, line: u32, findings: &mut Findings) -> Option<Practice> {
    let Some(Body::Fence { text, at }) = key.into_iter().next().map(|node| node.body) else { return None };
    if text.len() > LONGEST {
        let what = format!("the practice weighs {} bytes, more than {LONGEST}", text.len());
        findings.say(Code::BadPractice, line, what, "say it shorter, or divide it into two");
    }
    let before = findings.count();
    let mut fields = Fields::parse(&text, at, findings)?;
    let app = fields.text("app", LABEL, findings);
    let mut pictures = take_pictures(prompt);
    let mut written: Vec<Written> = Vec::new();
    for table in fields.tables("screens", MOST_SCREENS, findings) {
        written.push(screen(table, &mut pictures, findings));
    }
    fields.finish(findings);
    if pictures.next().is_some() {
        let todo = "write a part `{ picture = \"…\" }` for each picture above the block, or remove the picture";
        findings.say(Code::BadPractice, line, "a picture above the practice is shown by none of its screens", todo);
    }
    for (i, screen) in written.iter().enumerate() {
        if !screen.id.is_empty() && written[..i].iter().any(|other| other.id == screen.id) {
            let what = format!("two screens are called “{}”", shortened(&screen.id));
            findings.say(Code::DuplicateId, screen.line, what, "give this one an id of its own");
        }
    }
    let ids: Vec<String> = written.iter().map(|screen| screen.id.clone()).collect();
    let lines: Vec<u32> = written.iter().map(|screen| screen.line).collect();
    let screens = written.into_iter().map(|written| led(written, &ids, findings)).collect();
    let practice = Practice { app, screens };
    // Where a part can't be read or a name leads nowhere, everything after it would be found missing too.
    if findings.count() == before {
        for (place, fault) in practice.faults() {
            let (what, todo) = fault.rsplit_once(": ").unwrap_or((&fault, "change it"));
            findings.say(Code::BadPractice, lines.get(place).copied().unwrap_or(line), what, todo);
        }
        let risky = |part: &Part| !part.wrong.is_empty() || !part.never.is_empty();
        if !practice.screens.iter().flat_map(|screen| &screen.parts).any(risky) {
            let todo = "let a part be `wrong = \"…\"` or `never = \"…\"`";
            findings.say(Code::NothingWrong, line, "nothing can go wrong in this practice", todo);
        }
    }
    Some(practice)
}

fn take_pictures(prompt: &mut Prose) -> std::vec::IntoIter<Picture> {
    let mut pictures = Vec::new();
    prompt.retain(|block| {
        if let Block::Picture(picture) = block {
            pictures.push(picture.clone());
        }
        !matches!(block, Block::Picture(_))
    });
    pictures.into_iter()
}

fn screen(mut table: Fields, pictures: &mut std::vec::IntoIter<Picture>, findings: &mut Findings) -> Written {
    let line = table.line();
    let id = table.text("id", 60, findings);
    let title = table.text("title", LABEL, findings);
    let mut said = |name: &str| table.optional_text(name, SAID, findings).map(|text| text.value).unwrap_or_default();
    let (caption, hint, goal, failed) = (said("caption"), said("hint"), said("goal"), said("failed"));
    if !goal.is_empty() && !failed.is_empty() {
        let todo = "keep `goal` where the task is done, `failed` where it went wrong for good";
        findings.say(Code::BadPractice, line, "a screen can't be the goal and a failure", todo);
    }
    let mut parts = Vec::new();
    let mut to = Vec::new();
    if table.has("parts") {
        for table in table.tables("parts", MOST_PARTS, findings) {
            let line = table.line();
            if let Some((part, leads)) = part(table, pictures, findings) {
                parts.push(part);
                to.push((leads, line));
            }
        }
    }
    table.finish(findings);
    let is_failed = !failed.is_empty();
    let ending = if is_failed { failed } else { goal };
    Written { id, line, screen: Screen { title, caption, hint, ending, failed: is_failed, parts }, to }
}

fn part(
    mut table: Fields,
    pictures: &mut std::vec::IntoIter<Picture>,
    findings: &mut Findings,
) -> Option<(Part, Option<String>)> {
    let line = table.line();
    let mut kinds = PartKind::NAMED.into_iter().filter(|(name, _)| table.has(name));
    let (Some((name, is)), None) = (kinds.next(), kinds.next()) else {
        let todo = "begin it with one of row, button, text, field, digits, password, keypad, toggle, notice, permission, qr, picture, \
                    theirs and mine: `{ button = \"Gửi\", to = \"xong\" }`";
        findings.say(Code::BadPractice, line, "a part must be of one kind", todo);
        return None;
    };
    let text = table.text(name, SAID, findings);
    let mut said = |name: &str| table.optional_text(name, SAID, findings).map(|text| text.value).unwrap_or_default();
    let (detail, wrong, never, to) = (said("detail"), said("wrong"), said("never"), said("to"));
    let accepts = if table.has("accepts") {
        table.texts("accepts", 1..=10, 100, findings).into_iter().map(|text| text.value).collect()
    } else {
        Vec::new()
    };
    table.finish(findings);
    let picture = if is == PartKind::Picture { pictures.next() } else { None };
    if is == PartKind::Picture && picture.is_none() {
        let todo = "write it above the block: `![what it shows](media/ma-qr.svg)`";
        findings.say(Code::BadPractice, line, "there is no picture left for this part", todo);
    }
    let part = Part { is, text, detail, to: None, wrong, never, accepts, picture };
    Some((part, (!to.is_empty()).then_some(to)))
}

/// Numbers where the parts of a screen lead.
fn led(written: Written, ids: &[String], findings: &mut Findings) -> Screen {
    let mut screen = written.screen;
    for (part, (to, line)) in screen.parts.iter_mut().zip(written.to) {
        let Some(to) = to else { continue };
        part.to = ids.iter().position(|id| *id == to).and_then(|place| u8::try_from(place).ok());
        if part.to.is_none() {
            let what = format!("there is no screen “{}”", shortened(&to));
            findings.say(Code::BadPractice, line, what, "write the id of a screen after `to`");
        }
    }
    screen
}
