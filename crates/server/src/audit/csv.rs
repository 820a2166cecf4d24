//! The record of privileged acts as a file.

use crate::error::Fault;
use crate::spreadsheet::{self, harmless, moment};
use domain::api::AuditRow;

const HEAD: [&str; 5] = ["number", "at", "person", "act", "detail"];

/// The rows as CSV.
///
/// # Errors
/// Never in practice: everything is written into memory.
pub fn write(rows: &[AuditRow]) -> Result<String, Fault> {
    let record = |row: &AuditRow| {
        let person = row.person.as_ref().map_or("command", |person| &person.name);
        [row.number.to_string(), moment(row.at), harmless(person), harmless(&row.act), harmless(&row.detail)]
    };
    spreadsheet::write(HEAD, rows.iter().map(record))
}
