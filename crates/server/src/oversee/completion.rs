//! `GET /api/oversee/completion`: who completed a course, by unit below one's own; the same cells as CSV.
//!
//! For each measure the country's table, provinces by months, and those of its provinces, communes by months, are protected
//! together, and every view is a slice of one: all time is its row totals, one month one of its columns, one commune one of
//! its rows. Were each view protected by itself, a cell hidden in one could be had by subtracting others in which it isn't.

use super::csv;
use super::tallies::{self, ByRow};
use crate::Server;
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::extract::Params;
use crate::sign_in::SignedIn;
use crate::store::Store;
use crate::{seed, units, values};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use domain::api::{CompletionReport, CompletionRow, NamedUnit, Problem};
use domain::id::CourseId;
use domain::people::StaffMember;
use domain::permission::{Act, sees_unit};
use domain::report::{Cell, Protected, protect_nested};
use domain::unit::{UnitKey, is_day};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa::IntoParams;

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The course.
    #[param(value_type = String)]
    course: CourseId,
    /// The unit to look at, as `52@2025-07-01`; one's own, or the whole country, by default.
    #[param(value_type = Option<String>)]
    unit: Option<UnitKey>,
    /// The month, as `2026-11`; all time by default.
    month: Option<String>,
}

/// Completion of a course in the units of one unit. Who may ask is settled before what they ask is looked at.
#[utoipa::path(get, path = domain::api::COMPLETION, tag = "oversee", params(Asked),
    responses((status = 200, body = CompletionReport), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn completion(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    asked: Result<Params<Asked>, Fault>,
) -> Result<Json<CompletionReport>, Fault> {
    report(&server, signed.permit(Act::SeeCompletion)?, asked).await.map(Json)
}

/// The same cells as CSV, for spreadsheets.
#[utoipa::path(get, path = domain::api::COMPLETION_CSV, tag = "oversee", params(Asked),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn completion_csv(
    State(server): State<Arc<Server>>,
    signed: SignedIn,
    asked: Result<Params<Asked>, Fault>,
) -> Result<([(HeaderName, String); 2], String), Fault> {
    let staff = signed.permit(Act::ExportCompletion)?;
    let report = report(&server, staff, asked).await?;
    let name = csv::file_name(&report);
    let mut tx = server.store.write().await?;
    audit::write(&mut tx, server.clock.now(), Doer::Staff(staff.id), "completion_exported", &name).await?;
    tx.commit().await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".into()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, csv::write(&report)?))
}

async fn report(
    server: &Server,
    staff: &StaffMember,
    asked: Result<Params<Asked>, Fault>,
) -> Result<CompletionReport, Fault> {
    let Params(asked) = asked?;
    if asked.month.as_ref().is_some_and(|month| !is_day(&format!("{month}-01"))) {
        return Err(Fault::BadRequest("month is a year and a month, as 2026-11".into()));
    }
    let store = &server.store;
    let path = match asked.unit.as_ref().or(staff.unit.as_ref()) {
        Some(unit) => units::path(store, unit).await?,
        None => Vec::new(),
    };
    if !sees_unit(staff, &path.iter().map(|above| above.unit.clone()).collect::<Vec<_>>()) {
        return Err(Fault::Forbidden("this unit is not part of yours: look at your own unit and those below it"));
    }
    let known = "SELECT course FROM edition WHERE course = $1 LIMIT 1";
    if store.row(known, values![asked.course.to_string()]).await?.is_none() {
        return Err(Fault::NotFound("course"));
    }
    let (as_of, demo) = (server.clock.now(), seed::is_demo(store).await?);
    let table = Table::of(store, &asked.course, path).await?;
    let people = people(store).await?;
    let at = asked.month.as_ref().map(|month| table.all_months.binary_search(month).ok());
    let rows = table.rows(at, &people);
    let total = table.total(at, &people);
    let months = table.shown_months.into_iter().rev().collect();
    Ok(CompletionReport {
        course: asked.course,
        path: table.path,
        month: asked.month,
        months,
        as_of,
        rows,
        total,
        demo,
    })
}

/// A province's communes and what is counted of them.
struct Below {
    units: Vec<Option<NamedUnit>>,
    counts: ByRow,
}

impl Below {
    async fn of(store: &Store, course: &CourseId, province: &UnitKey) -> Result<Self, Fault> {
        let units = units::children(store, Some(province)).await?.into_iter().map(Some).collect();
        Ok(Self { units, counts: tallies::by_row(store, course, Some(province)).await? })
    }
}

fn has_any(counts: &ByRow, unit: &UnitKey) -> bool {
    let unit = Some(unit.to_string());
    counts.range((unit.clone(), String::new())..).next().is_some_and(|((row, _), _)| *row == unit)
}

/// One course's protected figures under one unit, all months.
struct Table {
    /// The unit looked at and those above it.
    path: Vec<NamedUnit>,
    /// The units of the rows; `None` is no commune.
    units: Vec<Option<NamedUnit>>,
    /// Where a commune alone is looked at: its row in its province's table.
    only: Option<usize>,
    /// The months in which something happened here, oldest first.
    shown_months: Vec<String>,
    /// The months of the columns: those in which something happened anywhere, oldest first.
    all_months: Vec<String>,
    /// Started, completed, mastered.
    measures: [Protected; 3],
}

impl Table {
    async fn of(store: &Store, course: &CourseId, path: Vec<NamedUnit>) -> Result<Self, Fault> {
        let province = path.first().map(|province| &province.unit);
        let country = tallies::by_row(store, course, None).await?;
        let all_months: BTreeSet<&String> = country.keys().map(|(_, month)| month).collect();
        let all_months: Vec<String> = all_months.into_iter().cloned().collect();
        let mut provinces: Vec<Option<NamedUnit>> = units::children(store, None).await?.into_iter().map(Some).collect();
        provinces.push(None);
        let mut below = Vec::with_capacity(provinces.len());
        for unit in provinces.iter().map(|unit| unit.as_ref().map(|unit| &unit.unit)) {
            below.push(match unit {
                Some(unit) if Some(unit) == province || has_any(&country, unit) => {
                    Some(Below::of(store, course, unit).await?)
                }
                Some(_) | None => None,
            });
        }
        let protected = [0, 1, 2].map(|measure| {
            let matrices = below.iter().map(|below| {
                below.as_ref().map_or_else(Vec::new, |below| matrix(&below.units, &all_months, &below.counts, measure))
            });
            protect_nested(&matrix(&provinces, &all_months, &country, measure), &matrices.collect::<Vec<_>>())
        });
        let Some(province) = province else {
            let measures = protected.map(|(country, _)| country);
            return Ok(Self {
                path,
                units: provinces,
                only: None,
                shown_months: all_months.clone(),
                all_months,
                measures,
            });
        };
        let lost = || Fault::NotFound("unit today");
        let at = provinces.iter().flatten().position(|unit| unit.unit == *province).ok_or_else(lost)?;
        let Below { units, counts } = below.swap_remove(at).ok_or_else(lost)?;
        let looked_at = path.get(1).map(|commune| &commune.unit);
        let place = |commune: &UnitKey| units.iter().flatten().position(|unit| unit.unit == *commune).ok_or_else(lost);
        let only = looked_at.map(place).transpose()?;
        let happened: BTreeSet<&String> = counts.keys().map(|(_, month)| month).collect();
        let shown_months = all_months.iter().filter(|month| happened.contains(month)).cloned().collect();
        let measures = protected.map(|(_, mut tables)| tables.swap_remove(at));
        Ok(Self { path, units, only, shown_months, all_months, measures })
    }

    /// The rows of all time (`None`), of a month (its place), or of a month in which nothing happened.
    fn rows(&self, at: Option<Option<usize>>, people: &BTreeMap<String, u64>) -> Vec<CompletionRow> {
        let shown = |place: &usize| self.only.is_none_or(|only| only == *place);
        let row = |place: usize| {
            let unit = self.units[place].clone();
            row(unit, self.path.is_empty(), people, |measure| match at {
                None => self.measures[measure].row_totals.get(place).copied(),
                Some(at) => at.and_then(|month| self.measures[measure].cells[place].get(month).copied()),
            })
        };
        (0..self.units.len()).filter(shown).map(row).collect()
    }

    fn total(&self, at: Option<Option<usize>>, people: &BTreeMap<String, u64>) -> CompletionRow {
        if self.only.is_some()
            && let Some(commune) = self.rows(at, people).pop()
        {
            return CompletionRow { unit: None, ..commune };
        }
        let total = row(self.path.last().cloned(), false, people, |measure| match at {
            None => Some(self.measures[measure].total),
            Some(at) => at.and_then(|month| self.measures[measure].column_totals.get(month).copied()),
        });
        CompletionRow { unit: None, has_units: false, ..total }
    }
}

/// A row from its cells; where there is none, nothing happened.
fn row(
    unit: Option<NamedUnit>,
    is_province: bool,
    people: &BTreeMap<String, u64>,
    cell: impl Fn(usize) -> Option<Cell>,
) -> CompletionRow {
    let people = unit.as_ref().and_then(|unit| people.get(&unit.unit.to_string())).copied();
    let [started, completed, mastered] = [0, 1, 2].map(|measure| cell(measure).unwrap_or(Cell::Shown(0)));
    let has_units = is_province && unit.is_some();
    CompletionRow {
        unit,
        has_units,
        people,
        started,
        completed,
        mastered,
        completed_per_cent: completed.per_cent_of(people),
    }
}

fn matrix(units: &[Option<NamedUnit>], months: &[String], counts: &ByRow, measure: usize) -> Vec<Vec<u64>> {
    let row = |unit: &Option<NamedUnit>| {
        let key = unit.as_ref().map(|unit| unit.unit.to_string());
        months
            .iter()
            .map(|month| counts.get(&(key.clone(), month.clone())).map_or(0, |counts| counts[measure]))
            .collect()
    };
    units.iter().map(row).collect()
}

/// How many people live in a unit, where it is known.
async fn people(store: &Store) -> Result<BTreeMap<String, u64>, Fault> {
    let rows = store.rows("SELECT unit, people FROM administrative_unit WHERE people IS NOT NULL", vec![]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, u64::try_from(row.int(1)?).unwrap_or(0)))).collect()
}
