//! `GET /api/account/audit` reads the record of privileged acts, filtered and in pages; `.csv` takes it away as a file.

use super::Doer;
use super::csv;
use crate::Server;
use crate::error::Fault;
use crate::extract::Params;
use crate::sign_in::SignedIn;
use crate::store::{Row, Store, Value};
use crate::values;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use domain::api::{AUDIT_PAGE, AuditPage, AuditPerson, AuditRow, Problem};
use domain::id::StaffId;
use domain::permission::Act;
use domain::unit::is_day;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The most rows of one file: what is older is taken away day by day.
const MOST_ROWS: i64 = 100_000;
/// A day in milliseconds; Vietnam has no summer time.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The doors.
pub fn doors() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(read_csv))
}

/// Which rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Who did it: a staff id, or `command`.
    person: Option<String>,
    /// What was done, as `roles_changed`.
    act: Option<String>,
    /// On which day in Vietnam, as `2026-11-28`.
    day: Option<String>,
    /// Only rows before this number.
    before: Option<i64>,
}

/// Privileged acts, newest first, a page at a time.
#[utoipa::path(get, path = domain::api::AUDIT, tag = "account", params(Asked), responses((status = 200, body = AuditPage),
    (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
async fn read(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    asked: Result<Params<Asked>, Fault>,
) -> Result<Json<AuditPage>, Fault> {
    signed.permit(Act::ReadAudit)?;
    let Params(asked) = asked?;
    let names = names(&server.store).await?;
    let page = i64::try_from(AUDIT_PAGE).unwrap_or(i64::MAX);
    let mut rows = rows(&server.store, &asked, page + 1, &names).await?;
    let more = rows.len() > AUDIT_PAGE;
    rows.truncate(AUDIT_PAGE);
    let before = rows.last().map(|row| row.number).filter(|_| more);
    let acts = server.store.rows("SELECT DISTINCT act FROM audit ORDER BY act", vec![]).await?;
    let acts = acts.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
    let mut people: Vec<_> = names.into_iter().map(|(staff, name)| AuditPerson { staff, name }).collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Json(AuditPage { rows, before, acts, people }))
}

/// The same rows as CSV, for spreadsheets; taking them away is itself an act.
#[utoipa::path(get, path = domain::api::AUDIT_CSV, tag = "account", params(Asked),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
async fn read_csv(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    asked: Result<Params<Asked>, Fault>,
) -> Result<([(HeaderName, &'static str); 2], String), Fault> {
    let staff = signed.permit(Act::ExportAudit)?;
    let Params(asked) = asked?;
    let found = rows(&server.store, &asked, MOST_ROWS, &names(&server.store).await?).await?;
    let mut tx = server.store.write().await?;
    let detail = format!("{} rows", found.len());
    super::write(&mut tx, server.clock.now(), Doer::Staff(staff.id), "audit_exported", &detail).await?;
    tx.commit().await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, csv::write(&found)?))
}

/// Everybody who ever had an account: accounts are closed, never removed.
async fn names(store: &Store) -> Result<BTreeMap<StaffId, String>, Fault> {
    let rows = store.rows("SELECT staff, name FROM staff", vec![]).await?;
    rows.iter().map(|row| Ok((row.parsed(0)?, row.text(1)?))).collect()
}

async fn rows(
    store: &Store,
    asked: &Asked,
    most: i64,
    names: &BTreeMap<StaffId, String>,
) -> Result<Vec<AuditRow>, Fault> {
    let mut values: Vec<Value> = values![asked.before.unwrap_or(i64::MAX)];
    let mut sql = "SELECT number, at, actor, act, detail FROM audit WHERE number < $1".to_owned();
    let mut narrow = |condition: &str, value: Value| {
        values.push(value);
        sql += &condition.replace('?', &format!("${}", values.len()));
    };
    if let Some(person) = &asked.person {
        let staff = person.parse::<StaffId>().ok();
        let doer = staff.map_or(Doer::Command, Doer::Staff);
        if staff.is_none() && person != "command" {
            return Err(Fault::BadRequest("person is a staff id, or command".into()));
        }
        narrow(" AND actor = ?", doer.to_string().into());
    }
    if let Some(act) = &asked.act {
        narrow(" AND act = ?", act.into());
    }
    if let Some(day) = &asked.day {
        let begins = begins(day).ok_or_else(|| Fault::BadRequest("day is a day, as 2026-11-28".into()))?;
        narrow(" AND at >= ?", begins.into());
        narrow(" AND at < ?", (begins + DAY).into());
    }
    narrow(" ORDER BY number DESC LIMIT ?", most.into());
    let rows = store.rows(&sql, values).await?;
    rows.iter().map(|row| written(row, names)).collect()
}

fn written(row: &Row, names: &BTreeMap<StaffId, String>) -> Result<AuditRow, Fault> {
    let doer = row.text(2)?;
    let staff = doer.strip_prefix("staff:").and_then(|id| id.parse::<StaffId>().ok());
    let person = staff.map(|staff| {
        let name = names.get(&staff).cloned().unwrap_or_else(|| staff.to_string());
        AuditPerson { staff, name }
    });
    Ok(AuditRow { number: row.int(0)?, at: row.int(1)?, person, act: row.text(3)?, detail: row.text(4)? })
}

/// When a day begins in Vietnam (UTC+7), in milliseconds since 1970.
fn begins(day: &str) -> Option<i64> {
    if !is_day(day) {
        return None;
    }
    let number = |from, to| day.get(from..to).and_then(|part: &str| part.parse::<u16>().ok());
    let month = time::Month::try_from(u8::try_from(number(5, 7)?).ok()?).ok()?;
    let date = time::Date::from_calendar_date(i32::from(number(0, 4)?), month, u8::try_from(number(8, 10)?).ok()?);
    Some((date.ok()?.midnight().assume_utc().unix_timestamp() - 7 * 3600) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        // 2026-10-31T17:00:00Z
        assert_eq!(begins("2026-11-01"), Some(1_793_466_000_000));
        for none in ["", "2026-11-31", "2026-11", "01/11/2026", "2026-11-01x", "2026-11-0é"] {
            assert_eq!(begins(none), None, "{none}");
        }
    }
}
