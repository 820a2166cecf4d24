//! Files that people open in a spreadsheet: CSV (RFC 4180) with a byte-order mark, without which spreadsheets garble
//! Vietnamese. What stands in them is the business of who writes them; names go through [`harmless`].

use crate::error::Fault;
use time::{OffsetDateTime, UtcOffset};

/// A head and records as CSV.
///
/// # Errors
/// Never in practice: everything is written into memory.
pub fn write<const N: usize>(head: [&str; N], records: impl Iterator<Item = [String; N]>) -> Result<String, Fault> {
    let failed = |error: String| Fault::Io(format!("a table can't be written as CSV: {error}"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record(head).map_err(|error| failed(error.to_string()))?;
    for record in records {
        writer.write_record(record).map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

/// A cell that begins like a formula gets an apostrophe before it, as OWASP advises against CSV injection.
#[must_use]
pub fn harmless(text: &str) -> String {
    const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(DANGEROUS) { format!("'{text}") } else { text.to_owned() }
}

/// A moment in Vietnam, as `2026-11-15 12:00`.
#[must_use]
pub fn moment(at: i64) -> String {
    let offset = UtcOffset::from_hms(7, 0, 0).unwrap_or(UtcOffset::UTC);
    let at = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(offset);
    format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year(), u8::from(at.month()), at.day(), at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for text in ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("Xã Ia Grai"), "Xã Ia Grai");
    }
}
