//! From the facts inside the program to rows, in one transaction. May be repeated: the same facts make the same rows.

use super::{BEFORE, SINCE, today};
use crate::audit::{self, Doer};
use crate::error::Fault;
use crate::store::{Store, Tx, Value};
use crate::{site, values};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

const UNITS_TODAY: &str = include_str!("../../units/units-2025.csv");
const UNITS_BEFORE: &str = include_str!("../../units/units-before-2025-07.csv");
const SUCCESSORS: &str = include_str!("../../units/unit-successors-2025-07.csv");
const PROVINCE_SUCCESSORS: &str = include_str!("../../units/province-successors-2025-07.csv");
const PEOPLE: &str = include_str!("../../units/people.csv");
/// Gia Lai, with what was Bình Định until July 2025: where the program is at home.
const FIRST_HOME: &str = "52";

#[derive(Deserialize)]
struct UnitRow {
    code: String,
    name: String,
    kind: String,
    parent_code: String,
}

#[derive(Deserialize)]
struct SuccessorRow {
    old_code: String,
    new_code: String,
    how: String,
}

#[derive(Deserialize)]
struct PeopleRow {
    unit: String,
    people: i64,
    as_of: String,
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Units of today.
    pub today: usize,
    /// Units before them.
    pub before: usize,
    /// Links from old to new.
    pub successors: usize,
}

fn read<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>, Fault> {
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_deserialize().collect::<Result<_, _>>();
    rows.map_err(|error| Fault::Damaged(format!("the units inside the program can't be read: {error}")))
}

/// The rows that a table of today's units would be, as an import writes them; so that any table can be tried without a store.
///
/// # Errors
/// When it can't be read.
pub fn unit_rows(csv: &str) -> Result<Vec<Vec<Value>>, Fault> {
    let units: Vec<UnitRow> = read(csv)?;
    Ok(units.iter().map(|unit| unit_row(unit, SINCE, None, &BTreeMap::new())).collect())
}

/// Loads all units, or those of one province of today (code) and of what became part of it. Where no home province is set,
/// it becomes that one, or else Gia Lai, so that learners are always offered some communes first.
///
/// # Errors
/// [`Fault::Invalid`] where there is no such province.
pub async fn import(store: &Store, at: i64, province: Option<&str>) -> Result<Imported, Fault> {
    let (units_today, units_before) = units(province)?;
    let successors = successors(&units_before)?;
    let done = Imported { today: units_today.len(), before: units_before.len(), successors: successors.len() };
    let people = read::<PeopleRow>(PEOPLE)?.into_iter().map(|row| (row.unit, (row.people, row.as_of))).collect();
    let today_rows = units_today.iter().map(|unit| unit_row(unit, SINCE, None, &people));
    let before_rows = units_before.iter().map(|unit| unit_row(unit, BEFORE, Some(SINCE), &people));
    let mut tx = store.write().await?;
    write_units(&mut tx, today_rows.chain(before_rows).collect()).await?;
    tx.run_rows(
        "INSERT INTO unit_successor (old_unit, new_unit, how) VALUES",
        successors,
        "ON CONFLICT (old_unit, new_unit) DO UPDATE SET how = excluded.how",
    )
    .await?;
    let sql = "INSERT INTO store (name, value) VALUES ('home_province', $1) ON CONFLICT (name) DO NOTHING";
    tx.run(sql, values![province.unwrap_or(FIRST_HOME)]).await?;
    audit::write(&mut tx, at, Doer::Command, "units_imported", province.unwrap_or("all")).await?;
    site::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(done)
}

/// The units of today and those before them, of one province or of all.
fn units(province: Option<&str>) -> Result<(Vec<UnitRow>, Vec<UnitRow>), Fault> {
    let mut today: Vec<UnitRow> = read(UNITS_TODAY)?;
    let mut before: Vec<UnitRow> = read(UNITS_BEFORE)?;
    if let Some(code) = province {
        today.retain(|unit| unit.code == code || unit.parent_code == code);
        if !today.iter().any(|unit| unit.code == code && unit.kind == "province") {
            let what = format!("there is no province {code:?}: use its code since July 2025, as 52 for Gia Lai");
            return Err(Fault::Invalid(what));
        }
        let joined = read::<SuccessorRow>(PROVINCE_SUCCESSORS)?.into_iter().filter(|row| row.new_code == code);
        let mut kept: BTreeSet<String> = joined.map(|row| row.old_code).collect();
        let districts = before.iter().filter(|unit| kept.contains(&unit.parent_code)).map(|unit| unit.code.clone());
        kept.extend(districts.collect::<Vec<_>>());
        before.retain(|unit| kept.contains(&unit.code) || kept.contains(&unit.parent_code));
    }
    Ok((today, before))
}

fn successors(before: &[UnitRow]) -> Result<Vec<Vec<Value>>, Fault> {
    let kept: BTreeSet<&str> = before.iter().map(|unit| unit.code.as_str()).collect();
    let rows = read::<SuccessorRow>(SUCCESSORS)?.into_iter().chain(read(PROVINCE_SUCCESSORS)?);
    let rows = rows.filter(|row| kept.contains(row.old_code.as_str()));
    Ok(rows.map(|row| values![key(&row.old_code, BEFORE), key(&row.new_code, SINCE), row.how]).collect())
}

fn key(code: &str, from: &str) -> String {
    format!("{code}@{from}")
}

fn unit_row(unit: &UnitRow, from: &str, to: Option<&str>, people: &BTreeMap<String, (i64, String)>) -> Vec<Value> {
    let kind = match unit.kind.as_str() {
        "province" | "district" => unit.kind.as_str(),
        _ => "commune",
    };
    let unit_key = key(&unit.code, from);
    let parent = Some(&unit.parent_code).filter(|code| !code.is_empty()).map(|code| key(code, from));
    let (people, as_of) = people.get(&unit_key).cloned().unzip();
    values![unit_key, &unit.code, from, to.map(str::to_owned), &unit.name, kind, parent, people, as_of]
}

/// What is known of how many people live there is never taken back by a table that doesn't know it.
async fn write_units(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), Fault> {
    tx.run_rows(
        "INSERT INTO administrative_unit (unit, code, valid_from, valid_to, name, kind, parent, people, people_as_of) VALUES",
        rows,
        "ON CONFLICT (unit) DO UPDATE SET valid_to = excluded.valid_to, name = excluded.name, kind = excluded.kind, \
         parent = excluded.parent, people = COALESCE(excluded.people, administrative_unit.people), \
         people_as_of = COALESCE(excluded.people_as_of, administrative_unit.people_as_of)",
    )
    .await
    .map(drop)
}

/// Makes a province (code) the one whose communes learners are offered first. Answers its name.
///
/// # Errors
/// [`Fault::Invalid`] where the store has no such province.
pub async fn set_home(store: &Store, at: i64, code: &str) -> Result<String, Fault> {
    let provinces = super::provinces(store).await?;
    let Some(province) = provinces.into_iter().find(|province| province.unit == today(code)) else {
        let what = format!(
            "there is no province {code:?} here: use its code since July 2025 (52 for Gia Lai), after `congdanso units import`"
        );
        return Err(Fault::Invalid(what));
    };
    let mut tx = store.write().await?;
    tx.run(
        "INSERT INTO store (name, value) VALUES ('home_province', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        values![code],
    )
    .await?;
    audit::write(&mut tx, at, Doer::Command, "home_province_set", code).await?;
    site::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(province.name)
}
