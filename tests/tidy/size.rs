//! How long files are, and whether they begin by saying what they are.

use crate::tree::{File, Tree};

const MOST_LINES: usize = 600;
const MEDIAN_LINES: usize = 160;

/// No file that people write is over [`MOST_LINES`].
pub fn longest(tree: &Tree) -> Vec<String> {
    let written = [".rs", ".ts", ".js", ".css", ".html", ".sql"];
    let files = written.iter().flat_map(|kind| tree.all(kind));
    let over = |file: &&File| lines(file) > MOST_LINES;
    files
        .filter(over)
        .map(|file| file.breach(lines(file), &format!("over {MOST_LINES} lines; cut it where it has a seam")))
        .collect()
}

/// The median of Rust files is at most [`MEDIAN_LINES`].
pub fn median(tree: &Tree) -> Vec<String> {
    let mut all: Vec<usize> = tree.all(".rs").map(lines).collect();
    all.sort_unstable();
    let median = all.get(all.len() / 2).copied().unwrap_or_default();
    if median <= MEDIAN_LINES {
        Vec::new()
    } else {
        vec![format!("the median Rust file has {median} lines, over {MEDIAN_LINES}")]
    }
}

/// Every Rust file begins with a `//!` head.
pub fn heads(tree: &Tree) -> Vec<String> {
    let headless =
        |file: &&File| !file.text.lines().find(|line| !line.starts_with("#![")).unwrap_or_default().starts_with("//!");
    tree.all(".rs")
        .filter(headless)
        .map(|file| file.breach(1, "begins without a //! line that says what it is"))
        .collect()
}

fn lines(file: &File) -> usize {
    file.text.lines().count()
}
