//! Pieces that belong together: colours and tokens, kinds of item and their files, languages and their words, tools and locks.

use crate::tree::{File, Tree};
use std::collections::BTreeSet;

const COLOUR_FUNCTIONS: [&str; 8] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "oklch(", "oklab(", "lab("];
const COLOUR_NAMES: [&str; 14] = [
    "white", "black", "red", "green", "blue", "yellow", "orange", "grey", "gray", "silver", "navy", "teal", "maroon",
    "purple",
];

/// No colour but through a token, in style sheets and in the app's code.
pub fn raw_colours(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in tree.below("style/", ".css").filter(|file| file.path != "style/tokens.css") {
        let mut comment = false;
        for (at, line) in file.text.lines().enumerate() {
            comment |= line.trim_start().starts_with("/*");
            if !comment && let Some((_, value)) = line.split_once(": ") {
                breaches.extend(
                    raw_colour(value).map(|raw| file.breach(at + 1, &format!("raw colour {raw}; use a token"))),
                );
            }
            comment &= !line.contains("*/");
        }
    }
    for file in tree.below("src/", ".rs") {
        for (at, line) in file.code() {
            let strings = line.split('"').skip(1).step_by(2);
            breaches.extend(
                strings.filter_map(hex_colour).map(|raw| file.breach(at, &format!("raw colour {raw}; use a class"))),
            );
        }
    }
    breaches
}

/// Each `crates/domain/src/item/<kind>.rs` has its twins.
pub fn item_kinds(tree: &Tree) -> Vec<String> {
    let folder = "crates/domain/src/item/";
    let mut breaches = Vec::new();
    for file in tree.below(folder, ".rs") {
        let kind = file.path.trim_start_matches(folder).trim_end_matches(".rs");
        let twins = [
            format!("crates/authoring/src/item/{kind}.rs"),
            format!("src/items/{kind}.rs"),
            format!("style/items/{kind}.css"),
        ];
        let absent = twins.iter().filter(|path| tree.at(path).is_none());
        breaches.extend(absent.map(|path| file.breach(1, &format!("has no {path}"))));
    }
    breaches
}

/// The files of `locales/vi` and `locales/en` have the same keys.
pub fn locales(tree: &Tree) -> Vec<String> {
    let keys = |language: &str| -> BTreeSet<String> {
        let files = tree.below(&format!("locales/{language}/"), ".toml");
        files.flat_map(|file| file.text.lines().filter_map(key).map(|key| format!("{}: {key}", name(file)))).collect()
    };
    let (vi, en) = (keys("vi"), keys("en"));
    vi.symmetric_difference(&en).map(|key| format!("locales: {key} stands in one language only")).collect()
}

/// Trunk.toml names the wasm-bindgen of Cargo.lock.
pub fn trunk_version(tree: &Tree) -> Vec<String> {
    let text = |path| tree.at(path).map(|file| file.text.as_str()).unwrap_or_default();
    let locked = text("Cargo.lock").split_once("name = \"wasm-bindgen\"\nversion = \"");
    let locked = locked.and_then(|(_, rest)| rest.split_once('"')).map(|(version, _)| version).unwrap_or("nothing");
    let named = format!("wasm_bindgen = \"{locked}\"");
    if text("Trunk.toml").contains(&named) { Vec::new() } else { vec![format!("Trunk.toml must say {named}")] }
}

fn raw_colour(value: &str) -> Option<&str> {
    let function = COLOUR_FUNCTIONS.into_iter().find(|function| value.contains(function));
    // Words inside var(--…) are names of tokens.
    let words = || value.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    function
        .or_else(|| hex_colour(value))
        .or_else(|| COLOUR_NAMES.into_iter().find(|name| words().any(|word| word == *name)))
}

fn hex_colour(text: &str) -> Option<&str> {
    text.match_indices('#').find_map(|(at, _)| {
        let digits = text[at + 1..].find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(text.len() - at - 1);
        let whole = &text[at..=at + digits];
        let ends = !text[at + 1 + digits..]
            .starts_with(|letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_');
        ([3, 4, 6, 8].contains(&digits) && ends).then_some(whole)
    })
}

fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    key.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter)).then_some(key)
}

fn name(file: &File) -> &str {
    file.path.rsplit('/').next().unwrap_or_default()
}
