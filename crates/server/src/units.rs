//! Administrative units: the facts that came with the program, how they get into the store, and how they are asked for.
//!
//! What a unit *is* stands in [`domain::unit`]; where the facts come from stands in `units/README.md`.

mod import;

pub use import::{Imported, import, set_home, unit_rows};

use crate::clock::Clock;
use crate::config::Units;
use crate::error::Fault;
use crate::store::{Row, Store};
use crate::values;
use domain::api::NamedUnit;
use domain::text::fold_marks;
use domain::unit::{CommuneNames, ProvinceUnits, UnitKey};
use std::collections::BTreeMap;

/// The first day of today's units.
pub const SINCE: &str = "2025-07-01";
/// The first day of the units before them: before it was recorded.
pub const BEFORE: &str = "1900-01-01";

/// `congdanso units …`
///
/// # Errors
/// Where there is no such province, or what the engine says.
pub async fn run(store: &Store, asked: &Units) -> Result<(), Fault> {
    let now = Clock::System.now();
    match asked {
        Units::Import { province } => {
            let done = import(store, now, province.as_deref()).await?;
            println!("{} units of today, {} before them, {} links between", done.today, done.before, done.successors);
        }
        Units::Home { province } => println!("learners are offered {} first", set_home(store, now, province).await?),
    }
    Ok(())
}

/// The key of a unit of today.
#[must_use]
pub fn today(code: &str) -> UnitKey {
    UnitKey { code: code.into(), valid_from: SINCE.into() }
}

/// The communes of a province (code) as they are today, each with the names that its people may still use.
///
/// # Errors
/// [`Fault::NotFound`] where the store has no such province.
pub async fn province_units(store: &Store, code: &str) -> Result<ProvinceUnits, Fault> {
    let province = today(code);
    let sql = "SELECT name FROM administrative_unit WHERE unit = $1 AND kind = 'province' AND valid_to IS NULL";
    let row = store.row(sql, values![province.to_string()]).await?.ok_or(Fault::NotFound("province"))?;
    let mut old_names = old_names(store, &province).await?;
    let communes = children(store, Some(&province)).await?.into_iter().map(|commune| {
        let old_names = old_names.remove(&commune.unit).unwrap_or_default();
        CommuneNames { key: commune.unit, name: commune.name, old_names }
    });
    Ok(ProvinceUnits { name: row.text(0)?, communes: communes.collect(), province })
}

/// For each commune of a province: `Xã X, Huyện Y` of every unit that it took in, whole or in part.
async fn old_names(store: &Store, province: &UnitKey) -> Result<BTreeMap<UnitKey, Vec<String>>, Fault> {
    let sql = "SELECT n.unit, o.name, d.name FROM administrative_unit n \
               JOIN unit_successor s ON s.new_unit = n.unit JOIN administrative_unit o ON o.unit = s.old_unit \
               LEFT JOIN administrative_unit d ON d.unit = o.parent \
               WHERE n.parent = $1 AND n.valid_to IS NULL ORDER BY o.name, d.name";
    let mut names: BTreeMap<UnitKey, Vec<String>> = BTreeMap::new();
    for row in store.rows(sql, values![province.to_string()]).await? {
        let (name, district) = (row.text(1)?, row.text_or_null(2)?);
        let name = district.map_or_else(|| name.clone(), |district| format!("{name}, {district}"));
        names.entry(row.parsed(0)?).or_default().push(name);
    }
    Ok(names)
}

/// The provinces of today, by name.
///
/// # Errors
/// What the engine says.
pub async fn provinces(store: &Store) -> Result<Vec<NamedUnit>, Fault> {
    children(store, None).await
}

/// The units of today right below one, or the provinces, by name.
///
/// # Errors
/// What the engine says.
pub async fn children(store: &Store, parent: Option<&UnitKey>) -> Result<Vec<NamedUnit>, Fault> {
    let rows = match parent {
        Some(parent) => {
            let sql = "SELECT unit, name FROM administrative_unit WHERE parent = $1 AND valid_to IS NULL";
            store.rows(sql, values![parent.to_string()]).await?
        }
        None => {
            let sql = "SELECT unit, name FROM administrative_unit WHERE kind = 'province' AND valid_to IS NULL";
            store.rows(sql, vec![]).await?
        }
    };
    let mut units = rows.iter().map(named).collect::<Result<Vec<_>, _>>()?;
    units.sort_by_cached_key(|unit| (by_name(&unit.name), unit.name.clone(), unit.unit.clone()));
    Ok(units)
}

fn named(row: &Row) -> Result<NamedUnit, Fault> {
    Ok(NamedUnit { unit: row.parsed(0)?, name: row.text(1)? })
}

/// What people look a name up under: without its sort, so that `Xã An Lão` stands under A.
fn by_name(name: &str) -> String {
    let bare = ["Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Thị trấn ", "Đặc khu "];
    fold_marks(bare.iter().find_map(|sort| name.strip_prefix(sort)).unwrap_or(name))
}

/// A unit of today and all above it, the highest first.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such unit today.
pub async fn path(store: &Store, unit: &UnitKey) -> Result<Vec<NamedUnit>, Fault> {
    let sql = "SELECT unit, name, parent FROM administrative_unit WHERE unit = $1 AND valid_to IS NULL";
    let mut path = Vec::new();
    let mut next = Some(unit.to_string());
    while let Some(key) = next.take() {
        let row = store.row(sql, values![key]).await?.ok_or(Fault::NotFound("unit today"))?;
        path.insert(0, named(&row)?);
        next = row.text_or_null(2)?;
    }
    Ok(path)
}

/// The name of a unit, ended or not.
///
/// # Errors
/// What the engine says.
pub async fn name(store: &Store, unit: &UnitKey) -> Result<Option<String>, Fault> {
    let row = store.row("SELECT name FROM administrative_unit WHERE unit = $1", values![unit.to_string()]).await?;
    row.map(|row| row.text(0)).transpose()
}

/// The province (code) whose communes learners are offered first.
///
/// # Errors
/// What the engine says.
pub async fn home_province(store: &Store) -> Result<Option<String>, Fault> {
    let row = store.row("SELECT value FROM store WHERE name = 'home_province'", vec![]).await?;
    row.map(|row| row.text(0)).transpose()
}
