//! A completion report as CSV (RFC 4180): the cells of the screen, digit for digit, made from the report and nothing else.
//!
//! It begins with a byte-order mark, without which spreadsheets garble Vietnamese; a suppressed cell is empty, and the note
//! says which. No cell can be taken for a formula.

use crate::error::Fault;
use domain::api::{CompletionReport, CompletionRow};
use domain::report::Cell;
use time::{OffsetDateTime, UtcOffset};

const HEAD: [&str; 11] = [
    "course",
    "month",
    "row",
    "unit",
    "name",
    "people",
    "started",
    "completed",
    "mastered",
    "completed_per_cent",
    "note",
];

/// The report as CSV.
///
/// # Errors
/// Never in practice: everything is written into memory.
pub fn write(report: &CompletionReport) -> Result<String, Fault> {
    let failed = |error: String| Fault::Io(format!("a report can't be written as CSV: {error}"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record(HEAD).map_err(|error| failed(error.to_string()))?;
    let rows = report.rows.iter().map(|row| (if row.unit.is_some() { "unit" } else { "no_commune" }, row));
    for (kind, row) in rows.chain([("total", &report.total)]) {
        writer.write_record(record(report, kind, row)).map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

fn record(report: &CompletionReport, kind: &str, row: &CompletionRow) -> [String; 11] {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let cell = |cell: Cell| match cell {
        Cell::Shown(count) => count.to_string(),
        Cell::Suppressed => String::new(),
    };
    [
        harmless(report.course.as_str()),
        report.month.clone().unwrap_or_default(),
        kind.into(),
        row.unit.as_ref().map(|unit| unit.unit.to_string()).unwrap_or_default(),
        harmless(row.unit.as_ref().map_or("", |unit| &unit.name)),
        number(row.people),
        cell(row.started),
        cell(row.completed),
        cell(row.mastered),
        number(row.completed_per_cent),
        note(report, row),
    ]
}

fn note(report: &CompletionReport, row: &CompletionRow) -> String {
    let measures = [("started", row.started), ("completed", row.completed), ("mastered", row.mastered)];
    let hidden: Vec<&str> =
        measures.iter().filter(|(_, cell)| *cell == Cell::Suppressed).map(|(name, _)| *name).collect();
    let mut notes = vec![format!("as of {}", moment(report.as_of))];
    if !hidden.is_empty() {
        notes.push(format!("suppressed: {}", hidden.join(" ")));
    }
    if report.demo {
        notes.push("made-up learners".into());
    }
    notes.join("; ")
}

/// A moment in Vietnam, as `2026-11-15 12:00`.
fn moment(at: i64) -> String {
    let offset = UtcOffset::from_hms(7, 0, 0).unwrap_or(UtcOffset::UTC);
    let at = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(offset);
    format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year(), u8::from(at.month()), at.day(), at.hour(), at.minute())
}

/// A cell that begins like a formula gets an apostrophe before it, as OWASP advises against CSV injection.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// What the file is called: plain ASCII, the same for the same question.
pub fn file_name(report: &CompletionReport) -> String {
    let unit = report.path.last().map_or("all", |unit| &unit.unit.code);
    format!("completion-{}-{unit}-{}.csv", report.course, report.month.as_deref().unwrap_or("all-time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for text in ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("Xã Ia Grai"), "Xã Ia Grai");
    }
}
