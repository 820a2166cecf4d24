//! A completion report as CSV (RFC 4180): the cells of the screen, digit for digit, made from the report and nothing else.
//!
//! A suppressed cell is empty, and the note says which.

use crate::error::Fault;
use crate::spreadsheet::{self, harmless, moment};
use domain::api::{CompletionReport, CompletionRow};
use domain::report::Cell;

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
    let rows = report.rows.iter().map(|row| (if row.unit.is_some() { "unit" } else { "no_commune" }, row));
    spreadsheet::write(HEAD, rows.chain([("total", &report.total)]).map(|(kind, row)| record(report, kind, row)))
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

/// What the file is called: plain ASCII, the same for the same question.
pub fn file_name(report: &CompletionReport) -> String {
    let unit = report.path.last().map_or("all", |unit| &unit.unit.code);
    format!("completion-{}-{unit}-{}.csv", report.course, report.month.as_deref().unwrap_or("all-time"))
}
