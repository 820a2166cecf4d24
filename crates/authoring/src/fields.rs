//! Reading TOML fields one by one, each with its line; whatever is left over at the end is unknown.

use crate::competence;
use crate::diagnostic::{Code, Findings, shortened};
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of fields and where they stand.
pub struct Fields<'t> {
    table: DeTable<'t>,
    /// The line of the table itself, for what is missing.
    line: u32,
    /// Where the TOML begins in its file.
    base: usize,
}

/// A value and its line.
pub struct Placed<T> {
    pub value: T,
    pub line: u32,
}

impl<'t> Fields<'t> {
    /// Parses TOML that begins at `base` in its file; `None` where it can't be read as TOML.
    pub fn parse(toml: &'t str, base: usize, findings: &mut Findings) -> Option<Self> {
        match DeTable::parse(toml) {
            Ok(table) => Some(Self { table: table.into_inner(), line: findings.line(base), base }),
            Err(fault) => {
                let line = findings.line(base + fault.span().map_or(0, |span| span.start));
                let what = format!("this can't be read as TOML: {}", fault.message());
                findings.say(
                    Code::TomlSyntax,
                    line,
                    what,
                    "write fields as `name = \"text\"`, each once, one on a line",
                );
                None
            }
        }
    }

    /// The line of the table.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Whether there is such a field.
    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Takes a field out, so that it is known.
    fn take(&mut self, name: &str, findings: &Findings) -> Option<Placed<DeValue<'t>>> {
        let value = self.table.remove(name)?;
        Some(Placed { line: findings.line(self.base + value.span().start), value: value.into_inner() })
    }

    fn required(&mut self, name: &str, findings: &mut Findings) -> Option<Placed<DeValue<'t>>> {
        let taken = self.take(name, findings);
        if taken.is_none() {
            findings.say(Code::MissingField, self.line, format!("`{name}` is missing"), format!("add `{name} = …`"));
        }
        taken
    }

    /// A required text of 1 to `longest` characters; empty where it can't be had.
    pub fn text(&mut self, name: &str, longest: usize, findings: &mut Findings) -> String {
        let Some(Placed { value, line }) = self.required(name, findings) else { return String::new() };
        as_text(name, &value, longest, line, findings).unwrap_or_default()
    }

    /// A text that may be missing.
    pub fn optional_text(&mut self, name: &str, longest: usize, findings: &mut Findings) -> Option<Placed<String>> {
        let Placed { value, line } = self.take(name, findings)?;
        Some(Placed { value: as_text(name, &value, longest, line, findings)?, line })
    }

    /// A required list of texts.
    pub fn texts(
        &mut self,
        name: &str,
        count: RangeInclusive<usize>,
        longest: usize,
        findings: &mut Findings,
    ) -> Vec<Placed<String>> {
        let Some(Placed { value, line }) = self.required(name, findings) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            wrong_type(name, "a list of texts, as [\"…\", \"…\"]", line, findings);
            return Vec::new();
        };
        in_range(name, array.len(), &count, line, findings);
        let entries = array.iter().take(*count.end()).map(|entry| {
            let line = findings.line(self.base + entry.span().start);
            Some(Placed { value: as_text(name, entry.get_ref(), longest, line, findings)?, line })
        });
        entries.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// The required list `competences`: 1 to `most` DigComp codes.
    pub fn competences(&mut self, most: usize, findings: &mut Findings) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for Placed { value, line } in self.texts("competences", 1..=most, 10, findings) {
            if !competence::is_code(&value) {
                let what = format!("“{}” is no competence", shortened(&value));
                findings.say(Code::UnknownCompetence, line, what, competence::RULE);
            } else if codes.contains(&value) {
                findings.say(Code::DuplicateId, line, format!("{value} is listed twice"), "remove one of them");
            } else {
                codes.push(value);
            }
        }
        codes
    }

    /// A required whole number; the least one allowed where it can't be had.
    pub fn number(&mut self, name: &str, range: RangeInclusive<u8>, findings: &mut Findings) -> u8 {
        let least = *range.start();
        let Some(Placed { value, line }) = self.required(name, findings) else { return least };
        let Some(integer) = value.as_integer() else {
            wrong_type(name, "a whole number", line, findings);
            return least;
        };
        // More digits than 64 bits hold is out of every range too.
        let number = i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).unwrap_or(i64::MAX);
        let range_i64 = i64::from(*range.start())..=i64::from(*range.end());
        in_range(name, number, &range_i64, line, findings);
        u8::try_from(number).ok().filter(|number| range.contains(number)).unwrap_or(least)
    }

    /// A whole number that may be missing; `None` also where it can't be had.
    pub fn optional_number(
        &mut self,
        name: &str,
        range: RangeInclusive<u8>,
        findings: &mut Findings,
    ) -> Option<Placed<u8>> {
        let line = findings.line(self.base + self.table.get(name)?.span().start);
        let bounds = range.clone();
        let before = findings.count();
        let value = self.number(name, range, findings);
        (findings.count() == before && bounds.contains(&value)).then_some(Placed { value, line })
    }

    /// `true` or `false`, with its line; `false` where it is missing or can't be had.
    pub fn flag(&mut self, name: &str, findings: &mut Findings) -> Placed<bool> {
        let Some(Placed { value, line }) = self.take(name, findings) else {
            return Placed { value: false, line: self.line };
        };
        let value = value.as_bool().unwrap_or_else(|| {
            wrong_type(name, "true or false, without quotation marks", line, findings);
            false
        });
        Placed { value, line }
    }

    /// A required share of 0 to 1, in thousandths.
    pub fn share(&mut self, name: &str, findings: &mut Findings) -> usize {
        let Some(Placed { value, line }) = self.required(name, findings) else { return 0 };
        let written = value.as_float().map(toml::de::DeFloat::as_str).or(value.as_integer().map(|i| i.as_str()));
        let Some(share) = written.and_then(|text| text.replace('_', "").parse::<f64>().ok()) else {
            wrong_type(name, "a number from 0 to 1, as 0.8", line, findings);
            return 0;
        };
        in_range(name, share, &(0.0..=1.0), line, findings);
        // The cast cuts what is out of range, and no number at all, to the bounds of usize: it can't panic.
        (share * 1000.0).round() as usize
    }

    /// A required identifier.
    pub fn id<I: FromStr<Err = domain::Fault>>(&mut self, name: &str, findings: &mut Findings) -> Option<Placed<I>> {
        let Placed { value, line } = self.required(name, findings)?;
        let Some(text) = value.as_str() else {
            wrong_type(name, "a text in quotation marks", line, findings);
            return None;
        };
        match text.parse() {
            Ok(value) => Some(Placed { value, line }),
            Err(fault) => {
                findings.say(Code::BadId, line, fault.to_string(), "write it as in `an-toan-tren-mang`");
                None
            }
        }
    }

    /// A required list of tables, as `[[chapters]]`.
    pub fn tables(&mut self, name: &str, most: usize, findings: &mut Findings) -> Vec<Fields<'t>> {
        let Some(Placed { value, line }) = self.required(name, findings) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            wrong_type(name, &format!("tables, each begun with [[{name}]]"), line, findings);
            return Vec::new();
        };
        in_range(name, array.len(), &(1..=most), line, findings);
        let mut tables = Vec::new();
        for entry in array.into_iter().take(most) {
            let line = findings.line(self.base + entry.span().start);
            match entry.into_inner() {
                DeValue::Table(table) => tables.push(Fields { table, line, base: self.base }),
                DeValue::String(_)
                | DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_) => {
                    wrong_type(name, &format!("tables, each begun with [[{name}]]"), line, findings);
                }
            }
        }
        tables
    }

    /// Says of every field not taken that it is unknown.
    pub fn finish(self, findings: &mut Findings) {
        for (name, _) in &self.table {
            let line = findings.line(self.base + Spanned::span(name).start);
            let what = format!("`{}` is no field of this file", shortened(name.get_ref()));
            findings.say(Code::UnknownField, line, what, "remove it, or look for a slip in its name");
        }
    }
}

fn wrong_type(name: &str, wanted: &str, line: u32, findings: &mut Findings) {
    findings.say(Code::WrongType, line, format!("`{name}` is of the wrong type"), format!("write {wanted}"));
}

fn as_text(name: &str, value: &DeValue, longest: usize, line: u32, findings: &mut Findings) -> Option<String> {
    let Some(text) = value.as_str() else {
        wrong_type(name, "a text in quotation marks", line, findings);
        return None;
    };
    // TOML's escapes can spell what the file may not contain.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        findings.say(Code::EmptyField, line, format!("`{name}` is empty"), "write something for it");
        return None;
    }
    if text.contains(|c: char| c.is_control() || crate::encoding::is_bidi_control(c)) {
        findings.say(Code::ControlCharacter, line, format!("`{name}` has an invisible character"), "type it again");
        return None;
    }
    within(name, &text, longest, line, findings).then_some(text)
}

/// Says so when a text is longer than its place allows.
pub fn within(name: &str, text: &str, longest: usize, line: u32, findings: &mut Findings) -> bool {
    let fits = text.chars().nth(longest).is_none();
    if !fits {
        let what = format!("`{name}` is longer than {longest} characters");
        findings.say(Code::TooLong, line, what, "say it shorter");
    }
    fits
}

fn in_range<N: PartialOrd + Display>(
    name: &str,
    number: N,
    range: &RangeInclusive<N>,
    line: u32,
    findings: &mut Findings,
) {
    if !range.contains(&number) {
        let bounds = format!("{} to {}", range.start(), range.end());
        findings.say(Code::OutOfRange, line, format!("`{name}` must be {bounds}"), format!("change it to {bounds}"));
    }
}
