//! Administrative units: provinces and communes, each with the dates between which it exists.
//!
//! Codes were used again after the reform of 1 July 2025 (52 was Bình Định and is Gia Lai), so a unit is named by its code
//! *and* the day from which it is valid.

use crate::Fault;
use crate::text::fold_marks;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A unit's name for machines, written `52@2025-07-01`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitKey {
    /// 2 digits for a province, 3 for an old district, 5 for a commune.
    pub code: String,
    /// The first day it exists, as `2025-07-01`.
    pub valid_from: String,
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.code, self.valid_from)
    }
}

impl fmt::Debug for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for UnitKey {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        let bad = || Fault::BadId {
            what: "unit",
            rule: "a code of 2, 3 or 5 digits, @ and a day, as 52@2025-07-01",
            got: text.chars().take(40).collect(),
        };
        let (code, day) = text.split_once('@').ok_or_else(bad)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if matches!(code.len(), 2 | 3 | 5) && digits(code) && is_day(day) {
            Ok(Self { code: code.into(), valid_from: day.into() })
        } else {
            Err(bad())
        }
    }
}

impl Serialize for UnitKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UnitKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Whether a text is a day as `2025-07-01` (ISO 8601), months 01–12, days 01–31.
#[must_use]
pub fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10).is_some_and(|day| (1..=31).contains(&day))
}

/// What sort of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã: until 30 June 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

/// A province or commune as it stands between two dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AdministrativeUnit {
    /// Its name for machines.
    pub key: UnitKey,
    /// The first day it no longer exists, if it ended.
    pub valid_to: Option<String>,
    /// Its name for people, with its sort: `Xã Vĩnh Sơn`.
    pub name: String,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// The unit it belongs to.
    pub parent: Option<UnitKey>,
}

/// The communes of a province as a phone needs them, served as `/units/<code>.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProvinceUnits {
    /// The province.
    pub province: UnitKey,
    /// Its name.
    pub name: String,
    /// Its communes today.
    pub communes: Vec<CommuneNames>,
}

/// A commune with every name that its people may still use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CommuneNames {
    /// The commune.
    #[serde(rename = "k")]
    pub key: UnitKey,
    /// Its name today.
    #[serde(rename = "n")]
    pub name: String,
    /// Names of communes that became part of it, each with its old district: `Xã Vĩnh Sơn, Huyện Vĩnh Thạnh`.
    #[serde(rename = "o")]
    pub old_names: Vec<String>,
}

/// A commune found, and the old name by which it was found, if it was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// The commune as it is today.
    pub commune: &'a CommuneNames,
    /// The old name that matched.
    pub old_name: Option<&'a str>,
}

/// Finds communes by part of a name, with or without marks, today's names before old ones, beginnings before middles.
#[must_use]
pub fn find<'a>(communes: &'a [CommuneNames], query: &str, most: usize) -> Vec<Found<'a>> {
    let wanted = fold_marks(query);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, Found<'a>)> = Vec::new();
    for commune in communes {
        let current = rank(&commune.name, &wanted).map(|rank| (rank, Found { commune, old_name: None }));
        let old = || {
            let ranked = commune.old_names.iter().filter_map(|name| Some((rank(name, &wanted)? + 3, name)));
            ranked.min_by_key(|(rank, _)| *rank).map(|(rank, name)| (rank, Found { commune, old_name: Some(name) }))
        };
        if let Some(new) = current.or_else(old) {
            let before = |other: &(u8, Found)| (other.0, &other.1.commune.name) <= (new.0, &commune.name);
            found.insert(found.partition_point(before), new);
        }
    }
    found.into_iter().take(most).map(|(_, found)| found).collect()
}

/// 0: the name is the query; 1: a name begins with it; 2: a word in it does. The sort (xã, phường …) may be left out.
fn rank(name: &str, wanted: &str) -> Option<u8> {
    let folded = fold_marks(name.split(',').next().unwrap_or(name));
    let bare = ["xa ", "phuong ", "thi tran ", "dac khu "]
        .iter()
        .find_map(|sort| folded.strip_prefix(sort))
        .unwrap_or(&folded);
    if folded == wanted || bare == wanted {
        Some(0)
    } else if folded.starts_with(wanted) || bare.starts_with(wanted) {
        Some(1)
    } else if folded.match_indices(wanted).any(|(at, _)| folded[..at].ends_with(' ')) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commune(code: &str, name: &str, old: &[&str]) -> CommuneNames {
        CommuneNames {
            key: UnitKey { code: code.into(), valid_from: "2025-07-01".into() },
            name: name.into(),
            old_names: old.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn a_commune_is_found_with_or_without_marks_and_by_its_old_name() {
        let communes = [
            commune("21952", "Xã Vĩnh Sơn", &["Xã Vĩnh Kim, Huyện Vĩnh Thạnh"]),
            commune("21553", "Phường Quy Nhơn", &["Phường Lê Lợi, Thành phố Quy Nhơn"]),
        ];
        let names = |query: &str| find(&communes, query, 5).iter().map(|f| f.commune.name.clone()).collect::<Vec<_>>();
        assert_eq!(names("vinh son"), ["Xã Vĩnh Sơn"]);
        assert_eq!(names("Quy nhơn"), ["Phường Quy Nhơn"]);
        assert_eq!(find(&communes, "vĩnh kim", 5)[0].old_name, Some("Xã Vĩnh Kim, Huyện Vĩnh Thạnh"));
        assert!(names("").is_empty());
        assert!(names("hà nội").is_empty());
    }

    #[test]
    fn a_key_names_the_code_and_its_first_day() {
        assert_eq!("52@2025-07-01".parse::<UnitKey>().unwrap().to_string(), "52@2025-07-01");
        for bad in [
            "52",
            "52@",
            "5@2025-07-01",
            "ab@2025-07-01",
            "52@2025-13-01",
            "52@2025-7-1",
            "1234@2025-07-01",
            "52@２025-07-1",
        ] {
            assert!(bad.parse::<UnitKey>().is_err(), "{bad}");
        }
    }
}
