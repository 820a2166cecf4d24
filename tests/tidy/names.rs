//! Words that are not used, because the glossary has another.

use crate::tree::{File, Tree};

/// Names that fit everything.
const GRAB_BAGS: [&str; 9] = ["util", "utils", "common", "helper", "helpers", "misc", "shared", "types", "stuff"];

/// Never, whatever is meant.
const NEVER: [&str; 21] = [
    "quiz",
    "question",
    "answer",
    "slide",
    "grade",
    "grading",
    "point",
    "points",
    "user",
    "users",
    "student",
    "teacher",
    "pupil",
    "certificate",
    "dashboard",
    "region",
    "grain",
    "badge",
    "skill",
    "solution",
    "exam",
];

/// Said of other things elsewhere (an HTTP status, a CSS class, a page of statements), but never of the nouns themselves.
const NEVER_OF_NOUNS: [&str; 9] =
    ["module", "class", "section", "group", "status", "release", "event", "queue", "cursor"];

/// Words that a standard or another sense brings: where, word, why.
const LENT: [(&str, &str, &str); 3] = [
    ("crates/domain/src/api.rs", "status", "a member of problem+json, RFC 9457"),
    ("src/api.rs", "answer", "what a server says to a request; a learner gives a response"),
    ("src/device/", "answer", "the same"),
];

/// No file or folder is called after nothing in particular.
pub fn grab_bags(tree: &Tree) -> Vec<String> {
    let stem = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
    let bag = |file: &&File| file.path.split('/').any(|part| GRAB_BAGS.contains(&stem(part).as_str()));
    ["src/", "crates/", "style/", "tests/"]
        .iter()
        .flat_map(|folder| tree.below(folder, ""))
        .filter(bag)
        .map(|file| file.breach(1, "is named after nothing in particular; name what it is"))
        .collect()
}

/// Types, variants and fields in Rust; tables and columns in SQL.
pub fn glossary(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in tree
        .below("src/", ".rs")
        .chain(tree.below("crates/", ".rs"))
        .filter(|file| !file.path.starts_with("crates/xtask/"))
    {
        for (at, line) in file.code() {
            breaches.extend(declared(line).and_then(|name| unwanted(file, at, name)));
        }
    }
    for file in tree.below("crates/", ".sql") {
        for (at, line) in file.text.lines().enumerate() {
            let line = line.split("--").next().unwrap_or_default().trim().to_lowercase();
            let line = line
                .strip_prefix("create table ")
                .map_or(line.as_str(), |rest| rest.trim_start_matches("if not exists "));
            let name: String =
                line.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
            breaches.extend(unwanted(file, at + 1, &name));
        }
    }
    breaches
}

/// Doors of the API and addresses of the apps.
pub fn routes(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in ["crates/domain/src/api.rs", "src/routes.rs"].iter().filter_map(|path| tree.at(path)) {
        for (at, line) in file.code() {
            let strings = line.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/'));
            let words = strings.flat_map(|text| text.split(|letter: char| !letter.is_ascii_alphanumeric()));
            breaches.extend(
                words.filter(|word| banned(word, true)).map(|word| file.breach(at, &format!("`{word}` in an address"))),
            );
        }
    }
    breaches
}

fn unwanted(file: &File, line: usize, name: &str) -> Option<String> {
    let nouns = file.path.starts_with("crates/domain/") || file.path.ends_with(".sql");
    let word = words(name).into_iter().find(|word| banned(word, nouns) && !lent(&file.path, word))?;
    Some(file.breach(line, &format!("`{word}` in `{name}`: the glossary has another word")))
}

fn banned(word: &str, of_nouns: bool) -> bool {
    NEVER.contains(&word) || (of_nouns && NEVER_OF_NOUNS.contains(&word))
}

fn lent(path: &str, word: &str) -> bool {
    LENT.iter().any(|(place, lent, _)| path.starts_with(place) && *lent == word)
}

/// The name that a line declares: a type, a variant with its own line, or a field.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
    let identifier =
        |text: &'_ str| text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    for keyword in ["struct ", "enum ", "trait ", "type ", "mod "] {
        if let Some(rest) = line.strip_prefix(keyword) {
            return Some(&rest[..identifier(rest)]);
        }
    }
    let (name, rest) = line.split_at(identifier(line));
    let variant = name.starts_with(|first: char| first.is_ascii_uppercase())
        && (rest.starts_with([',', '(', '{']) || rest.starts_with(" {"));
    let field = rest.starts_with(": ");
    (variant || field).then_some(name)
}

/// `QuizAnswer` and `quiz_answer` -> quiz, answer.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_' {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
    }
    words
}
