//! Reports: counts of people made safe to show. Holds no learner and no cell that gives away a count of 1–9.
//!
//! The rule, in order: counts of 1–9 are suppressed; further cells are suppressed until no suppressed one follows from the
//! sums of its row and column (complementary suppression, as in the Handbook on Statistical Disclosure Control of the
//! European Statistical System); what is left is rounded to the nearest 5. Screen, CSV and API all show the same cells.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The smallest count of people that may be shown.
pub const SMALLEST_SHOWN: u64 = 10;
/// Shown counts are multiples of this.
pub const BASE: u64 = 5;

/// One protected count; in JSON a number, or `null` where suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// A count rounded to the nearest [`BASE`]; 0 means nobody.
    Shown(u64),
    /// Not shown: it, or a cell beside it, counts 1–9 people.
    Suppressed,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shown(count) => serializer.serialize_some(count),
            Self::Suppressed => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map_or(Self::Suppressed, Self::Shown))
    }
}

impl Cell {
    /// The share of a whole in whole per cent, from the rounded counts; `None` where either is unknown or the whole is 0.
    #[must_use]
    pub fn per_cent_of(self, whole: Option<u64>) -> Option<u64> {
        match (self, whole) {
            (Self::Shown(part), Some(whole)) if whole > 0 => Some((part * 200 + whole) / (2 * whole)),
            (Self::Shown(_) | Self::Suppressed, _) => None,
        }
    }
}

/// A protected table with its margins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// Row by row, in the order given.
    pub cells: Vec<Vec<Cell>>,
    /// The sum of each row.
    pub row_totals: Vec<Cell>,
    /// The sum of each column.
    pub column_totals: Vec<Cell>,
    /// The sum of all.
    pub total: Cell,
}

/// Protects a table of counts of people: rows of equal length, no margins.
#[must_use]
pub fn protect(counts: &[Vec<u64>]) -> Protected {
    protect_nested(counts, &[]).0
}

/// Protects a table together with those that its rows are the column sums of: what is hidden in one is hidden in both, or it
/// could be had by going up or down. `below` has a table for each row, with the same columns; an empty one where there is none.
///
/// The handbook's modular way: each table by itself, and what it hides of their common cells is handed on, until all agree.
#[must_use]
pub fn protect_nested(counts: &[Vec<u64>], below: &[Vec<Vec<u64>>]) -> (Protected, Vec<Protected>) {
    let mut above = Table::with_margins(counts);
    let mut below: Vec<Table> = below.iter().map(|counts| Table::with_margins(counts)).collect();
    above.shared = below.iter().map(|table| table.rows > 1).collect();
    let mut agreed = false;
    while !agreed {
        above.close();
        agreed = true;
        for (row, table) in below.iter_mut().enumerate().filter(|(_, table)| table.rows > 1) {
            for (own, upper) in table.margin().zip(above.row(row)) {
                table.hidden[own] |= above.hidden[upper];
            }
            table.close();
            for (own, upper) in table.margin().zip(above.row(row)) {
                agreed &= table.hidden[own] == above.hidden[upper];
                above.hidden[upper] |= table.hidden[own];
            }
        }
    }
    (above.protected(), below.iter().map(Table::protected).collect())
}

/// A table whose last row and column are its margins, and which of its cells are hidden.
struct Table {
    rows: usize,
    columns: usize,
    counts: Vec<u64>,
    hidden: Vec<bool>,
    /// For each row, whether it is the column sums of a table below.
    shared: Vec<bool>,
}

impl Table {
    fn with_margins(counts: &[Vec<u64>]) -> Self {
        let columns = counts.first().map_or(0, Vec::len) + 1;
        let rows = counts.len() + 1;
        let (cells, hidden) = (vec![0; rows * columns], vec![false; rows * columns]);
        let mut table = Self { rows, columns, counts: cells, hidden, shared: Vec::new() };
        for (r, row) in counts.iter().enumerate() {
            for (c, count) in row.iter().enumerate() {
                for at in [r * columns + c, r * columns + columns - 1, (rows - 1) * columns + c, rows * columns - 1] {
                    table.counts[at] += count;
                }
            }
        }
        table
    }

    fn cell(&self, r: usize, c: usize) -> Cell {
        let at = r * self.columns + c;
        if self.hidden[at] { Cell::Suppressed } else { Cell::Shown((self.counts[at] + BASE / 2) / BASE * BASE) }
    }

    fn protected(&self) -> Protected {
        let (rows, columns) = (self.rows - 1, self.columns - 1);
        Protected {
            cells: (0..rows).map(|r| (0..columns).map(|c| self.cell(r, c)).collect()).collect(),
            row_totals: (0..rows).map(|r| self.cell(r, columns)).collect(),
            column_totals: (0..columns).map(|c| self.cell(rows, c)).collect(),
            total: self.cell(rows, columns),
        }
    }

    /// The cells of a row with its sum.
    fn row(&self, r: usize) -> std::ops::Range<usize> {
        r * self.columns..(r + 1) * self.columns
    }

    /// The cells of the column sums with their sum.
    fn margin(&self) -> std::ops::Range<usize> {
        self.row(self.rows - 1)
    }

    /// Hides what must be, beside what is hidden already.
    fn close(&mut self) {
        for (count, hidden) in self.counts.iter().zip(&mut self.hidden) {
            *hidden |= (1..SMALLEST_SHOWN).contains(count);
        }
        while self.suppress_small_sums() || self.suppress_bridges() {}
    }

    /// The cells of each row and each column, the margin last.
    fn lines(&self) -> Vec<Vec<usize>> {
        let row = |r: usize| (0..self.columns).map(|c| r * self.columns + c).collect();
        let column = |c: usize| (0..self.rows).map(|r| r * self.columns + c).collect();
        (0..self.rows).map(row).chain((0..self.columns).map(column)).collect()
    }

    /// In every line the hidden cells are none, or hold [`SMALLEST_SHOWN`] people together, or the margin is hidden with them.
    fn suppress_small_sums(&mut self) -> bool {
        let mut changed = false;
        for line in self.lines() {
            let Some((margin, inner)) = line.split_last() else { continue };
            loop {
                let held: u64 = inner.iter().filter(|at| self.hidden[**at]).map(|at| self.counts[*at]).sum();
                if held == 0 || held >= SMALLEST_SHOWN || self.hidden[*margin] || !self.hide_smallest(&line) {
                    break;
                }
                changed = true;
            }
        }
        changed
    }

    /// Hides one more of some cells: the smallest that counts anybody, inner cells before margins, empty ones last. A cell
    /// that is a sum of a table below is lost twice, so that a margin of less than twice its count goes before it.
    fn hide_smallest(&mut self, among: &[usize]) -> bool {
        let is_margin = |at: usize| at % self.columns == self.columns - 1 || at / self.columns == self.rows - 1;
        let loss = |at: usize| {
            let (count, row) = (self.counts[at], at / self.columns);
            let shared = self.shared.get(row).copied().unwrap_or(false);
            (count == 0, !self.has_below() && is_margin(at), if shared { 2 * count } else { count })
        };
        let shown = among.iter().filter(|at| !self.hidden[**at]);
        let next = shown.min_by_key(|at| loss(**at)).copied();
        next.inspect(|at| self.hidden[*at] = true).is_some()
    }

    fn has_below(&self) -> bool {
        self.shared.contains(&true)
    }

    /// A hidden cell follows from the sums exactly when it lies on no closed path of hidden cells through rows and columns:
    /// it is a bridge of that graph. Each bridge gets another cell that joins the two sides it joins.
    fn suppress_bridges(&mut self) -> bool {
        let mut changed = false;
        for at in self.bridges() {
            let near = self.reached_without(at);
            let joins = |at: &usize| near[at / self.columns] != near[self.rows + at % self.columns];
            // A cell hidden for the sake of another bridge may have closed this one's path too.
            if joins(&at) {
                let others: Vec<usize> = (0..self.hidden.len()).filter(|other| *other != at).filter(joins).collect();
                changed |= self.hide_smallest(&others);
            }
        }
        changed
    }

    /// The graph's nodes are the rows and, after them, the columns; its edges are the hidden cells. The n-th cell of a node,
    /// and the node at its other end.
    fn edge(&self, node: usize, n: usize) -> (usize, usize) {
        if node < self.rows {
            (node * self.columns + n, self.rows + n)
        } else {
            (n * self.columns + node - self.rows, n)
        }
    }

    fn width(&self, node: usize) -> usize {
        if node < self.rows { self.columns } else { self.rows }
    }

    /// The hidden cells that are bridges: R. E. Tarjan, "A note on finding the bridges of a graph", 1974; one walk over the
    /// table, where trying each cell by itself would make a table of years take seconds.
    fn bridges(&self) -> Vec<usize> {
        let nodes = self.rows + self.columns;
        let (mut found, mut low, mut count) = (vec![0; nodes], vec![0; nodes], 0);
        let mut bridges = Vec::new();
        for root in 0..nodes {
            let mut walk = if found[root] == 0 { vec![(root, usize::MAX, 0)] } else { Vec::new() };
            while let Some((node, by, next)) = walk.last_mut() {
                let (node, by, n) = (*node, *by, *next);
                *next += 1;
                if n == 0 {
                    count += 1;
                    (found[node], low[node]) = (count, count);
                }
                if n < self.width(node) {
                    let (cell, other) = self.edge(node, n);
                    if self.hidden[cell] && cell != by {
                        if found[other] == 0 {
                            walk.push((other, cell, 0));
                        } else {
                            low[node] = low[node].min(found[other]);
                        }
                    }
                } else {
                    walk.pop();
                    if let Some((above, ..)) = walk.last() {
                        low[*above] = low[*above].min(low[node]);
                        if low[node] > found[*above] {
                            bridges.push(by);
                        }
                    }
                }
            }
        }
        bridges
    }

    /// The rows (first) and columns (after them) that hidden cells connect to the row of a cell, that cell left out.
    fn reached_without(&self, without: usize) -> Vec<bool> {
        let mut seen = vec![false; self.rows + self.columns];
        let mut open = vec![without / self.columns];
        seen[without / self.columns] = true;
        while let Some(node) = open.pop() {
            for (cell, other) in (0..self.width(node)).map(|n| self.edge(node, n)) {
                if cell != without && self.hidden[cell] && !seen[other] {
                    seen[other] = true;
                    open.push(other);
                }
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_count_takes_a_second_cell_with_it() {
        let protected = protect(&[vec![3], vec![40], vec![20]]);
        assert_eq!(protected.cells, [[Cell::Suppressed], [Cell::Shown(40)], [Cell::Suppressed]]);
        assert_eq!(protected.total, Cell::Shown(65));
    }

    #[test]
    fn nobody_is_shown_as_nobody_and_ten_as_ten() {
        let protected = protect(&[vec![0, 10], vec![0, 12]]);
        assert_eq!(protected.cells, [[Cell::Shown(0), Cell::Shown(10)], [Cell::Shown(0), Cell::Shown(10)]]);
        assert_eq!(protected.total, Cell::Shown(20));
    }

    #[test]
    fn a_lonely_learner_hides_the_total_too() {
        let protected = protect(&[vec![1], vec![0]]);
        assert_eq!((protected.cells[0][0], protected.total), (Cell::Suppressed, Cell::Suppressed));
    }

    #[test]
    fn what_is_hidden_above_is_not_shown_below_nor_the_reverse() {
        // The 10 goes with the 1 in the upper table; seen from below it would tell of the 1 again.
        let counts = [vec![1], vec![10], vec![200]];
        let (above, below) = protect_nested(&counts, &counts.clone().map(|row| vec![row]));
        assert_eq!(above.cells, [[Cell::Suppressed], [Cell::Suppressed], [Cell::Shown(200)]]);
        assert_eq!((below[1].cells[0][0], below[1].total), (Cell::Suppressed, Cell::Suppressed));
        // With nobody else to hide behind, the sum of all goes, and not what a province sees of itself.
        let (above, below) = protect_nested(&[vec![5], vec![600]], &[vec![], vec![vec![600]]]);
        assert_eq!(
            (above.cells[0][0], above.total, below[1].total),
            (Cell::Suppressed, Cell::Suppressed, Cell::Shown(600))
        );
        // Only the lower table has to hide the 12 with the 3; in no sum may it be seen again.
        let (above, below) = protect_nested(&[vec![3, 12], vec![50, 60]], &[vec![vec![3, 12]], vec![]]);
        assert_eq!(above.cells[0], [Cell::Suppressed; 2]);
        assert_eq!(below[0].column_totals, [Cell::Suppressed; 2]);
        assert_eq!(above.total, Cell::Shown(125));
    }

    #[test]
    fn a_share_follows_from_the_rounded_count() {
        assert_eq!(Cell::Shown(25).per_cent_of(Some(200)), Some(13));
        assert_eq!(Cell::Suppressed.per_cent_of(Some(200)), None);
        assert_eq!(Cell::Shown(25).per_cent_of(None), None);
    }

    /// Which hidden cells an onlooker can compute from the shown ones, were these exact: Gauss–Jordan over the line sums.
    fn computable(table: &Protected) -> Vec<(usize, usize)> {
        let mut all: Vec<Vec<Cell>> = table.cells.clone();
        for (row, total) in all.iter_mut().zip(&table.row_totals) {
            row.push(*total);
        }
        let mut last = table.column_totals.clone();
        last.push(table.total);
        all.push(last);
        let unknown: Vec<(usize, usize)> = (0..all.len())
            .flat_map(|r| (0..all[r].len()).map(move |c| (r, c)))
            .filter(|(r, c)| all[*r][*c] == Cell::Suppressed)
            .collect();
        let (last_row, last_column) = (all.len() - 1, all[0].len() - 1);
        let mut equations: Vec<Vec<f64>> = Vec::new();
        for r in 0..all.len() {
            equations.push(
                unknown
                    .iter()
                    .map(|(x, y)| if *x == r { if *y == last_column { -1.0 } else { 1.0 } } else { 0.0 })
                    .collect(),
            );
        }
        for c in 0..all[0].len() {
            equations.push(
                unknown
                    .iter()
                    .map(|(x, y)| if *y == c { if *x == last_row { -1.0 } else { 1.0 } } else { 0.0 })
                    .collect(),
            );
        }
        let mut pivot_row = 0;
        for column in 0..unknown.len() {
            let Some(found) = (pivot_row..equations.len()).find(|r| equations[*r][column].abs() > 1e-9) else {
                continue;
            };
            equations.swap(pivot_row, found);
            let lead = equations[pivot_row][column];
            equations[pivot_row].iter_mut().for_each(|x| *x /= lead);
            let pivot = equations[pivot_row].clone();
            for (r, row) in equations.iter_mut().enumerate() {
                let factor = row[column];
                if r != pivot_row && factor.abs() > 1e-9 {
                    row.iter_mut().zip(&pivot).for_each(|(x, p)| *x -= factor * p);
                }
            }
            pivot_row += 1;
        }
        let alone = |row: &Vec<f64>| {
            let mut there = row.iter().enumerate().filter(|(_, x)| x.abs() > 1e-9).map(|(i, _)| i);
            there.next().filter(|_| there.next().is_none())
        };
        equations.iter().filter_map(alone).map(|i| unknown[i]).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn tables_above_and_below_hide_the_same_and_each_keeps_its_secrets(below in (1_usize..5).prop_flat_map(|columns| {
            let count = prop_oneof![3 => Just(0_u64), 4 => 1_u64..15, 3 => 10_u64..200];
            let row = prop::collection::vec(count, columns);
            prop::collection::vec(prop::collection::vec(row, 1..4), 1..4)
        })) {
            let sums = |table: &Vec<Vec<u64>>| (0..table[0].len()).map(|c| table.iter().map(|row| row[c]).sum()).collect();
            let counts: Vec<Vec<u64>> = below.iter().map(sums).collect();
            let (above, tables) = protect_nested(&counts, &below);
            prop_assert_eq!(computable(&above), vec![]);
            for (row, table) in tables.iter().enumerate() {
                prop_assert_eq!(computable(table), vec![]);
                prop_assert_eq!(&above.cells[row], &table.column_totals);
                prop_assert_eq!(above.row_totals[row], table.total);
            }
        }

        #[test]
        fn nobody_can_compute_a_suppressed_cell(counts in (1_usize..7, 1_usize..6).prop_flat_map(|(r, c)| {
            let count = prop_oneof![3 => Just(0_u64), 4 => 1_u64..15, 3 => 10_u64..200];
            prop::collection::vec(prop::collection::vec(count, c), r)
        })) {
            let table = protect(&counts);
            prop_assert_eq!(computable(&table), vec![]);
            for (row, shown) in counts.iter().zip(&table.cells) {
                for (count, cell) in row.iter().zip(shown) {
                    match cell {
                        Cell::Shown(shown) => {
                            prop_assert!(!(1..SMALLEST_SHOWN).contains(count));
                            prop_assert!(shown % BASE == 0 && shown.abs_diff(*count) <= BASE / 2);
                        }
                        Cell::Suppressed => {}
                    }
                }
            }
        }
    }
}
