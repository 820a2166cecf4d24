//! From tallies to counts by row and month: each commune's people under the unit that it is part of today.
//!
//! Only tallies are read, never a learner, so a report takes as long at a million statements as at a thousand.

use crate::error::Fault;
use crate::store::{Row, Store};
use crate::values;
use domain::id::CourseId;
use domain::unit::UnitKey;
use std::collections::BTreeMap;

/// People who started, completed and mastered.
pub type Counts = [u64; 3];
/// Counts by unit of a row (`None`: no commune that is known today) and month.
pub type ByRow = BTreeMap<(Option<String>, String), Counts>;

/// The counts of one course by commune of a province, or by province where none is named.
///
/// # Errors
/// What the engine says.
pub async fn by_row(store: &Store, course: &CourseId, province: Option<&UnitKey>) -> Result<ByRow, Fault> {
    let province = province.map(ToString::to_string);
    let rows = match &province {
        Some(province) => {
            let sql = "SELECT u.unit, t.month, t.started, t.completed, t.mastered FROM administrative_unit u \
                       JOIN tally t ON t.course = $1 AND t.unit = u.unit WHERE u.parent = $2 AND u.valid_to IS NULL";
            store.rows(sql, values![course.to_string(), province]).await?
        }
        None => {
            let sql = "SELECT COALESCE(u.parent, u.unit), t.month, CAST(SUM(t.started) AS BIGINT), \
                       CAST(SUM(t.completed) AS BIGINT), CAST(SUM(t.mastered) AS BIGINT) FROM tally t \
                       JOIN administrative_unit u ON u.unit = t.unit WHERE t.course = $1 AND u.valid_to IS NULL \
                       GROUP BY COALESCE(u.parent, u.unit), t.month";
            store.rows(sql, values![course.to_string()]).await?
        }
    };
    let mut counts = ByRow::new();
    for row in &rows {
        add(&mut counts, Some(row.text(0)?), row)?;
    }
    add_strays(store, course, province.as_deref(), &mut counts).await?;
    Ok(counts)
}

/// Learners of units that have ended count where most of their unit went; those of no commune stand in a row of their own,
/// which belongs to no province.
async fn add_strays(store: &Store, course: &CourseId, province: Option<&str>, counts: &mut ByRow) -> Result<(), Fault> {
    let sql = "SELECT t.unit, t.month, t.started, t.completed, t.mastered FROM tally t \
               LEFT JOIN administrative_unit u ON u.unit = t.unit \
               WHERE t.course = $1 AND (u.unit IS NULL OR u.valid_to IS NOT NULL)";
    let mut heirs: BTreeMap<String, Option<Heir>> = BTreeMap::new();
    for row in store.rows(sql, values![course.to_string()]).await? {
        let unit = row.text(0)?;
        if !heirs.contains_key(&unit) {
            heirs.insert(unit.clone(), heir(store, &unit).await?);
        }
        match (heirs.get(&unit).and_then(Option::as_ref), province) {
            (Some(heir), Some(province)) if heir.parent.as_deref() == Some(province) => {
                add(counts, Some(heir.unit.clone()), &row)?;
            }
            (Some(_) | None, Some(_)) => {}
            (Some(heir), None) => add(counts, Some(heir.parent.clone().unwrap_or_else(|| heir.unit.clone())), &row)?,
            (None, None) => add(counts, None, &row)?,
        }
    }
    Ok(())
}

fn add(counts: &mut ByRow, unit: Option<String>, row: &Row) -> Result<(), Fault> {
    let into = counts.entry((unit, row.text(1)?)).or_default();
    for (i, count) in into.iter_mut().enumerate() {
        *count += u64::try_from(row.int(2 + i)?).map_err(|_| Fault::Damaged("a tally is negative".into()))?;
    }
    Ok(())
}

/// A unit of today.
struct Heir {
    unit: String,
    parent: Option<String>,
}

/// The unit of today that took in the whole or most of one that has ended, over any number of reforms.
async fn heir(store: &Store, unit: &str) -> Result<Option<Heir>, Fault> {
    let sql = "SELECT u.unit, u.parent, u.valid_to FROM unit_successor s JOIN administrative_unit u ON u.unit = s.new_unit \
               WHERE s.old_unit = $1 AND s.how IN ('whole', 'divided-main') ORDER BY u.unit LIMIT 1";
    let mut next = unit.to_owned();
    // No unit has been through that many reforms; a ring in the table must not hold a request for ever.
    for _ in 0..16 {
        let Some(row) = store.row(sql, values![&next]).await? else { return Ok(None) };
        if row.text_or_null(2)?.is_none() {
            return Ok(Some(Heir { unit: row.text(0)?, parent: row.text_or_null(1)? }));
        }
        next = row.text(0)?;
    }
    Ok(None)
}
