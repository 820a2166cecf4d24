//! The repository's texts as the rules see them. Reads; judges nothing.

use std::fs;
use std::path::Path;

/// What is made, not written.
const MADE: [&str; 7] = [".git", "target", "dist", "data", "node_modules", "tests/e2e/node_modules", "test-results"];
const TEXTS: [&str; 14] =
    ["rs", "toml", "md", "css", "html", "js", "ts", "sql", "json", "lock", "svg", "webmanifest", "csv", "yml"];

/// One text.
pub struct File {
    /// From the top of the repository, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// All texts.
pub struct Tree(Vec<File>);

impl Tree {
    /// The repository.
    pub fn house() -> Self {
        let top = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        gather(top, "", &mut files);
        assert!(files.len() > 100, "the repository was not found at {}", top.display());
        Self(files)
    }

    /// A tree made up for an example.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| File { path: (*path).into(), text: (*text).into() }).collect())
    }

    /// The text at a path.
    pub fn at(&self, path: &str) -> Option<&File> {
        self.0.iter().find(|file| file.path == path)
    }

    /// The texts below a folder with this ending.
    pub fn below<'a>(&'a self, folder: &str, ending: &str) -> impl Iterator<Item = &'a File> + use<'a> {
        let inside = |file: &&File| file.path.starts_with(folder) && file.path.ends_with(ending);
        self.0.iter().filter(inside).collect::<Vec<_>>().into_iter()
    }

    /// Every text with this ending.
    pub fn all<'a>(&'a self, ending: &str) -> impl Iterator<Item = &'a File> + use<'a> {
        self.below("", ending)
    }
}

impl File {
    /// The lines without comments, numbered from 1.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, without_comment(line)))
    }

    /// What is wrong in a line, as `path:line: what`.
    pub fn breach(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// A breach for each line of code in which one of the words stands.
    pub fn lines_with(&self, words: &[&str], what: &str) -> Vec<String> {
        let found = |line: &str| words.iter().find(|word| line.contains(**word)).map(|word| format!("`{word}` {what}"));
        self.code().filter_map(|(at, line)| found(line).map(|what| self.breach(at, &what))).collect()
    }
}

fn without_comment(line: &str) -> &str {
    let comment = line.match_indices("//").find(|(at, _)| {
        let before = &line[..*at];
        // Not inside a string (an address, say).
        before.matches('"').count().is_multiple_of(2) && !before.ends_with(':')
    });
    comment.map_or(line, |(at, _)| &line[..at])
}

fn gather(folder: &Path, path: &str, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let here = if path.is_empty() { name } else { format!("{path}/{name}") };
        if entry.path().is_dir() {
            if !MADE.contains(&here.as_str()) {
                gather(&entry.path(), &here, files);
            }
        } else if TEXTS.iter().any(|kind| here.rsplit_once('.').is_some_and(|(_, ending)| ending == *kind)) {
            // A file that is being written just now by somebody else is looked at next time.
            files.extend(fs::read_to_string(entry.path()).ok().map(|text| File { path: here, text }));
        }
    }
}
