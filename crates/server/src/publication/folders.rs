//! Courses as folders on this machine: finding them, reading them, and saying what is wrong with them.

use crate::Server;
use crate::audit::Doer;
use crate::error::Fault;
use authoring::diagnostic::{Code, Findings};
use authoring::{Draft, Room, Source, Unrecorded};
use domain::api::{Diagnostic, Severity};
use domain::id::CourseId;
use domain::voice::SPOKEN;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A course's folder and what was read from it.
pub struct Found {
    /// The folder's path from where the command began.
    pub folder: PathBuf,
    /// The draft.
    pub draft: Draft,
}

/// Reads a course's folder, or every course in a folder of courses, by name.
///
/// # Errors
/// When there is no course or a file can't be read.
pub fn read_courses(folder: &Path) -> Result<Vec<Found>, Fault> {
    let is_course = |folder: &Path| folder.join("course.toml").is_file();
    let folders = if is_course(folder) {
        vec![folder.to_owned()]
    } else {
        entries(folder)?.into_iter().filter(|entry| is_course(entry)).collect()
    };
    if folders.is_empty() {
        return Err(Fault::Invalid(format!(
            "{}: no course here: name a folder with a course.toml, or a folder of such folders",
            folder.display()
        )));
    }
    let read = |folder: PathBuf| Ok(Found { draft: authoring::read(&read_files(&folder)?), folder });
    let mut found = folders.into_iter().map(read).collect::<Result<Vec<Found>, Fault>>()?;
    refuse_one_id_twice(&mut found);
    Ok(found)
}

/// Two folders with one course's id would take turns as that course's newest edition.
fn refuse_one_id_twice(found: &mut [Found]) {
    let mut ids: BTreeMap<CourseId, PathBuf> = BTreeMap::new();
    for Found { folder, draft } in found {
        let Some(id) = draft.courses.first().map(|course| course.id.clone()) else { continue };
        if let Some(other) = ids.get(&id) {
            let mut findings = Findings::of("course.toml");
            let what = format!("the id “{id}” is that of the course in {}", other.display());
            findings.say(Code::DuplicateId, 0, what, "give this course an id of its own");
            draft.diagnostics.extend(findings.into_vec());
        } else {
            ids.insert(id, folder.clone());
        }
    }
}

/// The files below a folder. Links are passed over; what is too much for any course is not read to the end.
fn read_files(course: &Path) -> Result<Source, Fault> {
    let mut source = Source::default();
    let mut room = Room::default();
    let mut folders = vec![course.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in entries(&folder)? {
            let kind = fs::symlink_metadata(&entry).map_err(|fault| unreadable(&entry, &fault))?;
            if kind.is_dir() {
                folders.push(entry);
            } else if kind.is_file() {
                let content = fs::read(&entry).map_err(|fault| unreadable(&entry, &fault))?;
                let path = entry.strip_prefix(course).unwrap_or(&entry);
                let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                let path = parts.join("/");
                room.take(&path, content.len()).map_err(|_| {
                    Fault::Invalid(format!("{}: {}: is this its folder?", course.display(), Room::limits()))
                })?;
                source.files.insert(path, content);
            }
        }
    }
    Ok(source)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let listed = fs::read_dir(folder).map_err(|fault| unreadable(folder, &fault))?;
    let listed = listed.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = listed.collect::<Result<Vec<_>, _>>().map_err(|fault| unreadable(folder, &fault))?;
    entries.sort();
    Ok(entries)
}

fn unreadable(path: &Path, fault: &std::io::Error) -> Fault {
    Fault::Io(format!("{} can't be read: {fault}", path.display()))
}

/// Of which languages `congdanso check --voice` lists what nobody has recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed<'a> {
    /// Those in which a course has clips; its own where it has none.
    Begun,
    /// The language of that tag.
    Language(&'a str),
}

/// `congdanso check`: says what is wrong and how much there is, and lists what nobody has recorded where that is asked for.
///
/// # Errors
/// When there is an error that publishing would refuse, or nobody can be heard in the language asked for.
pub fn check(folder: &Path, listed: Option<Listed>) -> Result<(), Fault> {
    if let Some(Listed::Language(tag)) = listed
        && SPOKEN.iter().all(|spoken| spoken.tag != tag)
    {
        return Err(Fault::Invalid(format!("no course can be heard in {tag:?}: write vi, en, jra or bdq")));
    }
    let found = read_courses(folder)?;
    found.iter().for_each(|each| print!("{}", diagnostics(each)));
    print!("{}", counts(&found));
    if let Some(listed) = listed {
        // Whoever sends the list through `head` has seen enough of it.
        let _ = std::io::stdout().write_all(unrecorded(&found, listed).as_bytes());
    }
    refuse_errors(&found)
}

/// A line for each text that nobody has recorded: course, language, key, who speaks it meanwhile (`synthetic` or `nobody`) and the
/// text, with tabs between them, as a spreadsheet reads it.
#[must_use]
pub fn unrecorded(found: &[Found], listed: Listed) -> String {
    let language = match listed {
        Listed::Begun => None,
        Listed::Language(tag) => Some(tag),
    };
    let mut lines = String::new();
    for draft in found.iter().map(|each| &each.draft) {
        let course = draft.courses.first().map_or("", |course| course.id.as_str());
        for Unrecorded { language, key, text, synthetic } in draft.unrecorded(language) {
            let speaks = if synthetic { "synthetic" } else { "nobody" };
            // Writing to a String can't fail.
            let _ = writeln!(lines, "{course}\t{language}\t{key}\t{speaks}\t{text}");
        }
    }
    lines
}

/// `congdanso publish`: publishes every course that has no errors.
///
/// # Errors
/// When a course has errors, after all others were published; what the engine says.
pub async fn publish(server: &Server, folder: &Path) -> Result<(), Fault> {
    let found = read_courses(folder)?;
    for each in &found {
        print!("{}", diagnostics(each));
        if each.draft.publishable() {
            for published in super::publish(server, &each.draft, Doer::Command).await? {
                let course = &published.course;
                let new = if published.new { "published" } else { "offered already" };
                println!("{} {} {} {new}", course.id, course.language.tag(), published.edition);
            }
        }
    }
    refuse_errors(&found)
}

fn refuse_errors(found: &[Found]) -> Result<(), Fault> {
    let broken = found.iter().filter(|each| !each.draft.publishable()).count();
    match errors(found) {
        0 if broken == 0 => Ok(()),
        errors => Err(Fault::Invalid(format!(
            "{errors} errors in {broken} of {} courses: mend what is named above and try again",
            found.len()
        ))),
    }
}

/// A line for each diagnostic: `file:line severity [code] what — what to do`, the file as one can open it from here.
#[must_use]
pub fn diagnostics(found: &Found) -> String {
    let mut text = String::new();
    for each in &found.draft.diagnostics {
        let Diagnostic { file, line, severity, code, what, todo } = each;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let path = found.folder.join(file);
        // Writing to a String can't fail.
        let _ = writeln!(text, "{}:{line} {severity} [{code}] {what} — {todo}", path.display());
    }
    text
}

/// How many errors were found.
#[must_use]
pub fn errors(found: &[Found]) -> usize {
    let all = found.iter().flat_map(|each| &each.draft.diagnostics);
    all.filter(|each| each.severity == Severity::Error).count()
}

/// A table: a line for each course with its languages, lessons, minutes, items (together and by kind), how many competences they
/// ask for, kilobytes (text and pictures of the original), errors and warnings; and a line of sums.
#[must_use]
pub fn counts(found: &[Found]) -> String {
    let kinds: BTreeSet<&str> = found.iter().flat_map(|each| each.draft.counts().items.into_keys()).collect();
    let mut rows = vec![["course", "languages", "lessons", "minutes", "items"].map(str::to_owned).to_vec()];
    rows[0].extend(kinds.iter().chain(&["competences", "kB", "errors", "warnings"]).map(|name| (*name).to_owned()));
    let mut covered: BTreeSet<String> = BTreeSet::new();
    for each in found {
        let counts = each.draft.counts();
        let languages: Vec<_> = each.draft.courses.iter().map(|course| course.language.tag()).collect();
        let errors = errors(std::slice::from_ref(each));
        let mut row = vec![
            each.draft
                .courses
                .first()
                .map_or_else(|| each.folder.display().to_string(), |course| course.id.to_string()),
            languages.join(" "),
            counts.lessons.to_string(),
            counts.minutes.to_string(),
            counts.all_items().to_string(),
        ];
        row.extend(kinds.iter().map(|kind| counts.items.get(kind).copied().unwrap_or(0).to_string()));
        row.extend([counts.competences.len(), kilobytes(&each.draft)].map(|count| count.to_string()));
        row.extend([errors, each.draft.diagnostics.len() - errors].map(|count| count.to_string()));
        rows.push(row);
        covered.extend(counts.competences);
    }
    if found.len() > 1 {
        let competences = 5 + kinds.len();
        let sum = |column: usize| -> usize {
            rows.iter().skip(1).filter_map(|row| row.get(column)?.parse::<usize>().ok()).sum()
        };
        let sums = (2..rows[0].len()).map(|column| if column == competences { covered.len() } else { sum(column) });
        let names = [format!("{} courses", found.len()), String::new()];
        let row = names.into_iter().chain(sums.map(|sum| sum.to_string())).collect();
        rows.push(row);
    }
    table(&rows)
}

/// What the original weighs before it is compressed, with its pictures.
fn kilobytes(draft: &Draft) -> usize {
    let Some(course) = draft.courses.first() else { return 0 };
    let text = domain::edition::Edition::write(course).map_or(0, |(_, bytes)| bytes.len());
    let pictures = course.pictures().into_iter().filter_map(|picture| draft.media.get(&picture.media));
    (text + pictures.map(|media| media.bytes.len()).sum::<usize>()).div_ceil(1000)
}

fn table(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = width(column).unwrap_or(0);
            // Words stand left, numbers right.
            if column < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}
