//! Officials' pages: completion by unit.

pub mod completion_page;
mod completion_table;
mod figures;
mod filters;
mod order;
mod reading;

use crate::words::Words;

/// A month as `2026-11`, in words; all time where there is none.
fn time_name(words: Words, month: Option<&str>) -> String {
    match month.and_then(|month| month.split_once('-')) {
        Some((year, month)) => words.completion_month_name(month, year),
        None => words.completion_all_time().into(),
    }
}
