//! What may stand in one place only, or in none.

use crate::tree::{File, Tree};

const FETCHES: [&str; 6] = ["gloo_net", "fetch_with", "XmlHttpRequest", "send_beacon", "WebSocket", "EventSource"];
const STORES: [&str; 8] =
    ["idb::", "indexed_db", "IndexedDb", "local_storage", "session_storage", "CacheStorage", ".caches()", "set_cookie"];
const HTML: [&str; 5] = ["inner_html", "innerHTML", "outer_html", "insert_adjacent_html", "document.write"];
const LEFT_OUT: [&str; 7] =
    ["#[ignore", "test.skip", "test.fixme", "test.only", "describe.skip", "describe.only", "it.skip"];
/// Folders at the top of a machine in which people work.
const MACHINES: [&str; 5] = ["home", "root", "work", "tmp", "Users"];

/// Only `src/api.rs` fetches.
pub fn fetch(tree: &Tree) -> Vec<String> {
    let files = tree.below("src/", ".rs").filter(|file| file.path != "src/api.rs");
    files.flat_map(|file| file.lines_with(&FETCHES, "outside src/api.rs")).collect()
}

/// Only `src/device` stores.
pub fn storage(tree: &Tree) -> Vec<String> {
    let files = tree.below("src/", ".rs").filter(|file| !file.path.starts_with("src/device"));
    files.flat_map(|file| file.lines_with(&STORES, "outside src/device")).collect()
}

/// Nobody writes HTML as a string into a page.
pub fn html_strings(tree: &Tree) -> Vec<String> {
    let files = tree.below("src/", ".rs").chain(tree.below("public/", ".js"));
    files.flat_map(|file| file.lines_with(&HTML, "writes HTML from a string")).collect()
}

/// No test is skipped, and none keeps the others from running.
pub fn left_out_tests(tree: &Tree) -> Vec<String> {
    let files = tree.all(".rs").chain(tree.all(".ts")).filter(elsewhere);
    files.flat_map(|file| file.lines_with(&LEFT_OUT, "leaves a test out")).collect()
}

/// No absolute path of one machine, in any text.
pub fn machine_paths(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in [".rs", ".toml", ".ts", ".js", ".json", ".html", ".sql"]
        .iter()
        .flat_map(|kind| tree.all(kind))
        .filter(elsewhere)
    {
        for (at, line) in file.text.lines().enumerate() {
            let named = |folder: &&&str| ["\"", " "].iter().any(|before| line.contains(&format!("{before}/{folder}/")));
            let folder = MACHINES.iter().find(named);
            breaches.extend(folder.map(|name| file.breach(at + 1, &format!("`/{name}/…` exists on one machine only"))));
        }
    }
    breaches
}

/// The rules name what they forbid.
fn elsewhere(file: &&File) -> bool {
    !file.path.starts_with("tests/tidy/")
}
