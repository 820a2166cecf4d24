//! The order of the table's rows: by name or by a figure, hidden figures last, learners of no commune at the end.

use domain::api::CompletionRow;
use domain::report::Cell;
use std::cmp::Ordering;

/// A column that rows can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The unit's name, as the server ordered them.
    Unit,
    /// Began the course.
    Started,
    /// Completed it.
    Completed,
    /// Mastered it.
    Mastered,
}

/// The rows in the order of a column: names upwards, figures from the largest down.
pub fn ordered(mut rows: Vec<CompletionRow>, by: Column) -> Vec<CompletionRow> {
    // The sort is stable: equal figures stay in the server's order, by name.
    match by {
        Column::Unit => {}
        Column::Started => rows.sort_by(|a, b| down(a, b, |row| row.started)),
        Column::Completed => rows.sort_by(|a, b| down(a, b, |row| row.completed)),
        Column::Mastered => rows.sort_by(|a, b| down(a, b, |row| row.mastered)),
    }
    rows
}

fn down(a: &CompletionRow, b: &CompletionRow, figure: fn(&CompletionRow) -> Cell) -> Ordering {
    let rank = |row: &CompletionRow| {
        let count = match figure(row) {
            Cell::Shown(count) => Some(count),
            Cell::Suppressed => None,
        };
        (row.unit.is_some(), count)
    };
    rank(b).cmp(&rank(a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::api::NamedUnit;

    fn row(name: &str, completed: Cell) -> CompletionRow {
        let unit = "52@2025-07-01".parse().ok().map(|unit| NamedUnit { unit, name: name.into() });
        CompletionRow {
            unit: unit.filter(|_| !name.is_empty()),
            has_units: false,
            people: None,
            started: Cell::Shown(0),
            completed,
            mastered: Cell::Shown(0),
            completed_per_cent: None,
        }
    }

    #[test]
    fn the_largest_figure_comes_first_hidden_ones_after_zero_and_no_commune_last() {
        let rows = vec![
            row("a", Cell::Suppressed),
            row("b", Cell::Shown(0)),
            row("c", Cell::Shown(90)),
            row("", Cell::Shown(500)),
            row("d", Cell::Suppressed),
        ];
        let names: Vec<String> = ordered(rows, Column::Completed)
            .into_iter()
            .map(|row| row.unit.map(|unit| unit.name).unwrap_or_default())
            .collect();
        assert_eq!(names, ["c", "b", "a", "d", ""]);
    }
}
