//! Hotspot: a picture, and a list with boxes of its areas: `- [x] Nút gửi (10, 20, 30, 15)`, in hundredths of the picture from its
//! upper left corner: left, top, width, height.

use super::with_feedback;
use crate::diagnostic::{Code, Findings, shortened};
use crate::markdown::{Body, Entry};
use domain::item::hotspot::{Area, Hotspot};
use domain::prose::{Block, Prose, plain_text};

/// Reads the areas and takes their picture, the last one above them, out of the prompt; `None` where either is missing.
pub fn read(entries: Vec<Entry>, prompt: &mut Prose, line: u32, findings: &mut Findings) -> Option<Hotspot> {
    let areas: Vec<Option<Area>> = entries.into_iter().map(|entry| area(entry, findings)).collect();
    let last = prompt.iter().rposition(|block| matches!(block, Block::Picture(_)));
    let Some(Block::Picture(picture)) = last.map(|at| prompt.remove(at)) else {
        let todo = "put it on a line of its own before the list: `![what it shows](media/man-hinh.svg)`";
        findings.say(Code::BadHotspot, line, "there is no picture above the list of areas", todo);
        return None;
    };
    let areas: Vec<Area> = areas.into_iter().collect::<Option<_>>()?;
    if !areas.iter().any(|area| area.right) {
        findings.say(Code::NoKey, line, "no area is marked right", "write `[x]` before the right one");
        return None;
    }
    Some(Hotspot { picture, areas })
}

fn area(Entry { line, checked, nodes }: Entry, findings: &mut Findings) -> Option<Area> {
    if checked.is_none() {
        let todo = "write `- [x]` before a right area and `- [ ]` before a wrong one";
        findings.say(Code::BoxMissing, line, "this area has no box", todo);
    }
    let (nodes, feedback) = with_feedback(nodes, findings);
    if feedback.is_empty() {
        let todo = "add a line under it that begins with `  > ` and says why it is right or wrong";
        findings.say(Code::NoFeedback, line, "this area has no feedback", todo);
    }
    let text = match nodes.into_iter().next().map(|node| node.body) {
        Some(Body::Paragraph(spans)) => plain_text(&[Block::Paragraph(spans)]),
        Some(_) | None => String::new(),
    };
    let placed = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let numbers = placed.map(|(_, numbers)| numbers.split(',').map(|n| n.trim().parse::<u8>()).collect::<Vec<_>>());
    let Some([Ok(x), Ok(y), Ok(width), Ok(height)]) = numbers.as_deref() else {
        let what = format!("“{}” doesn't say where the area lies", shortened(&text));
        let todo = "end it with left, top, width and height in hundredths of the picture: `Nút gửi (10, 20, 30, 15)`";
        findings.say(Code::BadHotspot, line, what, todo);
        return None;
    };
    let name = placed.map(|(name, _)| name.trim().to_owned()).unwrap_or_default();
    Some(Area { name, x: *x, y: *y, width: *width, height: *height, right: checked == Some(true), feedback })
}
