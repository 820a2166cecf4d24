//! What documents say of the code: the tests that a promise names are there.

use crate::tree::{File, Tree};

/// The documents that name tests.
const PAPERS: [&str; 2] = ["docs/security.md", "docs/asvs.md"];

/// Each test that one of them names as `file: claim…` (or `claim…` after another of the same file) is there.
pub fn named_tests(tree: &Tree) -> Vec<String> {
    PAPERS.iter().filter_map(|path| tree.at(path)).flat_map(|page| unnamed(tree, page)).collect()
}

fn unnamed(tree: &Tree, page: &File) -> Vec<String> {
    let mut breaches = Vec::new();
    for (at, line) in page.text.lines().enumerate() {
        let mut last: Vec<&File> = Vec::new();
        for named in line.split('`').skip(1).step_by(2) {
            let (file, claim) = named.split_once(": ").map_or((named, None), |(file, claim)| (file, Some(claim)));
            let (file, claim) = match claim {
                None if file.ends_with('…') => ("", Some(file)),
                claim => (file, claim),
            };
            if [".rs", ".spec.ts"].iter().any(|ending| file.ends_with(ending)) {
                let file = &in_full(file);
                let called = format!("/{file}");
                last = [".rs", ".ts"]
                    .iter()
                    .flat_map(|kind| tree.all(kind))
                    .filter(|f| f.path == *file || f.path.ends_with(&called))
                    .collect();
                if last.is_empty() {
                    breaches.push(page.breach(at + 1, &format!("there is no file {file}")));
                    continue;
                }
            } else if !file.is_empty() {
                continue;
            }
            let said = claim.map(|claim| claim.trim_end_matches('…'));
            if said.is_some_and(|said| !last.iter().any(|file| file.text.contains(said))) {
                breaches.push(page.breach(at + 1, &format!("no test claims {named:?}")));
            }
        }
    }
    breaches
}

/// docs/asvs.md leaves out where the crates lie.
fn in_full(file: &str) -> String {
    match file.split_once('/') {
        Some((name @ ("server" | "domain" | "authoring"), rest)) => format!("crates/{name}/src/{rest}"),
        _ => file.to_owned(),
    }
}
