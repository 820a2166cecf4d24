//! `congdanso map`: the curriculum map of a folder of courses, by the frameworks that lie beside them.

use super::folders::read_courses;
use crate::error::Fault;
use authoring::framework::{Framework, markdown};
use domain::curriculum::CurriculumMap;
use std::path::Path;

/// Prints the map of the courses' originals.
///
/// # Errors
/// When there is no course, or a framework can't be read.
pub fn print(folder: &Path) -> Result<(), Fault> {
    let found = read_courses(folder)?;
    let mut courses: Vec<_> = found.iter().filter_map(|each| each.draft.courses.first()).collect();
    courses.sort_by_key(|course| (course.level, course.order.unwrap_or(u8::MAX), course.id.clone()));
    print!("{}", markdown(&CurriculumMap::of(courses), &frameworks(&folder.join("frameworks"))?));
    Ok(())
}

fn frameworks(folder: &Path) -> Result<Vec<Framework>, Fault> {
    let unreadable = |fault: std::io::Error| Fault::Io(format!("{} can't be read: {fault}", folder.display()));
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(file).map_err(unreadable)?;
        Framework::read(&text).map_err(|fault| Fault::Invalid(format!("{}: {fault}", file.display())))
    };
    files.iter().map(read).collect()
}
