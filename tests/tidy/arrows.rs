//! Who may use whom.

use crate::tree::Tree;

/// What each module of the web app may use. `app` and `desk` put pages together; pages never see each other.
const ARROWS: [(&str, &[&str]); 13] = [
    ("learn", &["items", "ui", "device", "api", "words", "routes"]),
    ("teach", &["items", "ui", "api", "words", "account", "routes"]),
    ("oversee", &["items", "ui", "api", "words", "account", "routes"]),
    ("account", &["ui", "api", "words", "routes"]),
    ("items", &["ui", "words"]),
    ("ui", &[]),
    ("device", &["api"]),
    ("api", &[]),
    ("words", &[]),
    ("routes", &[]),
    ("app", &["learn", "items", "ui", "device", "api", "words", "routes"]),
    ("desk", &["teach", "oversee", "account", "ui", "api", "words", "routes"]),
    ("lib", &[]),
];

/// The crates of the house that each may name among its dependencies.
const CRATES: [(&str, &[&str]); 5] = [
    ("Cargo.toml", &["domain"]),
    ("crates/domain/Cargo.toml", &[]),
    ("crates/authoring/Cargo.toml", &["domain"]),
    ("crates/server/Cargo.toml", &["domain", "authoring"]),
    ("crates/xtask/Cargo.toml", &[]),
];

/// What touches the world outside.
const IMPURE: [&str; 13] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "io::stdin",
    "io::stdout",
    "SystemTime",
    "Instant::now",
    "async fn",
    "getrandom",
    "rand::",
    "tokio",
];

/// Modules of `src` against [`ARROWS`].
pub fn inside_src(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in tree.below("src/", ".rs").filter(|file| !file.path.starts_with("src/bin/")) {
        let module = top_of(&file.path);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            breaches.push(file.breach(1, "stands in no module that tests/tidy/arrows.rs knows"));
            continue;
        };
        for (line, used) in names_after(&file.text, "crate::") {
            let known = ARROWS.iter().any(|(name, _)| *name == used);
            if known && used != module && !allowed.contains(&used.as_str()) {
                breaches.push(file.breach(line, &format!("{module} must not use {used}")));
            }
        }
        for (line, text) in file.code().filter(|(_, text)| text.contains("super::super")) {
            breaches.push(file.breach(line, &format!("climbs unseen; write crate::…: {}", text.trim())));
        }
    }
    breaches
}

/// `ui` names nothing of `domain`.
pub fn ui_is_alone(tree: &Tree) -> Vec<String> {
    tree.below("src/ui", ".rs").flat_map(|file| file.lines_with(&["domain::"], "in ui")).collect()
}

/// The manifests against [`CRATES`]; tests may use more.
pub fn between_crates(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for (path, allowed) in CRATES {
        let mut section = "";
        for (at, line) in tree.at(path).map(|file| file.text.as_str()).unwrap_or_default().lines().enumerate() {
            let name = line.split([' ', '=', '.']).next().unwrap_or_default();
            if line.starts_with('[') {
                section = line.trim();
            } else if section == "[dependencies]"
                && ["domain", "authoring", "server", "xtask", "cong-dan-so"].contains(&name)
                && !allowed.contains(&name)
            {
                breaches.push(format!("{path}:{}: must not depend on {name}", at + 1));
            }
        }
    }
    breaches
}

/// `domain` and `authoring` name nothing of [`IMPURE`].
pub fn pure_crates(tree: &Tree) -> Vec<String> {
    let files = tree.below("crates/domain/src/", ".rs").chain(tree.below("crates/authoring/src/", ".rs"));
    files.flat_map(|file| file.lines_with(&IMPURE, "has no place in a crate that touches nothing")).collect()
}

/// `src/learn/home_page.rs` -> `learn`, `src/api.rs` -> `api`.
fn top_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The names that follow a prefix, also in braces: `crate::{a::X, b}` names a and b. With their line numbers.
fn names_after(text: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        let line = text[..at].matches('\n').count() + 1;
        let rest = &text[at + prefix.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0_i32;
            let mut name = String::new();
            let mut reading = true;
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        names.push((line, std::mem::take(&mut name)));
                        reading = true;
                    }
                    letter if letter.is_alphanumeric() || letter == '_' => {
                        if reading {
                            name.push(letter);
                        }
                    }
                    letter if letter.is_whitespace() => {}
                    _ => reading = false,
                }
            }
            names.push((line, name));
        } else {
            names.push((line, rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()));
        }
    }
    names
}
