//! A course packed as a zip: read within bounds, never written to a disk. Deflate and stored only.

use crate::Source;
use crate::diagnostic::{Code, Findings, shortened};
use crate::encoding::is_bidi_control;
use crate::folder::is_litter;
use crate::room::{Full, MOST_ARCHIVE, MOST_CLIP_FILES, MOST_FILES, Room};
use domain::api::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;

/// How many times larger than its packed form a file may be; text packs to a tenth, a bomb to a thousandth.
const MOST_RATIO: usize = 100;
/// The longest path in bytes.
const LONGEST_PATH: usize = 255;
/// The longest comment of an archive in bytes, which is 22 bytes with its frame ([`ends`]).
const LONGEST_COMMENT: usize = 255;
/// The bits of an entry's Unix mode that say what sort of thing it is, and those of plain files and folders.
const SORTS: u32 = 0o170_000;
const PLAIN: [u32; 3] = [0, 0o100_000, 0o040_000];
/// What a diagnostic names when it means the archive itself.
const ARCHIVE: &str = "archive";

/// Unpacks a course. Folders around everything are taken off.
///
/// # Errors
/// Diagnostics that say why the archive is refused; nothing of it is kept then.
pub fn read_zip(bytes: &[u8]) -> Result<Source, Vec<Diagnostic>> {
    let mut archive = open(bytes)?;
    let mut files = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut room = Room::default();
    let mut packed = 0_u64;
    for index in 0..archive.len() {
        let Some(path) = path_of(&mut archive, index)? else { continue };
        // Entries that claim more than there is overlap, or lie about how small they were packed.
        packed = packed.saturating_add(archive.by_index_raw(index).map_or(0, |entry| entry.compressed_size()));
        if packed > bytes.len() as u64 {
            return refuse(&path, Code::ArchiveUnreadable, "this file claims to be larger than it is", "pack it again");
        }
        let content = unpack(&mut archive, index, &path, room.left(&path))?;
        match room.take(&path, content.len()) {
            Ok(()) => {}
            Err(Full::Files) => return too_many(),
            Err(Full::Bytes) => return too_large(&path),
        }
        // Names that differ only in capitals, or in how their letters are composed, are one name on many systems.
        let name: String = path.nfc().collect();
        if !names.insert(name.to_lowercase()) {
            let what = "two files have this name, or names that differ only in capitals";
            return refuse(&path, Code::DuplicateFile, what, "pack the folder again");
        }
        files.insert(name, content);
    }
    Ok(Source { files: without_top_folder(files) })
}

fn refuse<T>(file: &str, code: Code, what: &str, todo: &str) -> Result<T, Vec<Diagnostic>> {
    let mut findings = Findings::of(file);
    findings.say(code, 0, what, todo);
    Err(findings.into_vec())
}

fn too_large<T>(file: &str) -> Result<T, Vec<Diagnostic>> {
    let what = format!("the archive holds too much: {}", Room::limits());
    refuse(file, Code::ArchiveTooLarge, &what, "make the pictures smaller or divide the course")
}

fn too_many<T>() -> Result<T, Vec<Diagnostic>> {
    let what = format!("the archive holds too many files: {}", Room::limits());
    refuse(ARCHIVE, Code::TooMany, &what, "pack only the course's folder")
}

/// Opens an archive whose size and number of entries are bounded before the crate sees it.
fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Vec<Diagnostic>> {
    if bytes.len() > MOST_ARCHIVE {
        return too_large(ARCHIVE);
    }
    let signatures = |mark: &[u8; 4]| bytes.windows(4).filter(|window| window == mark).count();
    // Each entry of the directory begins with the first mark; the directory's end, with which a search begins, with the second.
    if signatures(b"PK\x01\x02") > MOST_FILES + MOST_CLIP_FILES || signatures(b"PK\x05\x06") > 16 {
        return too_many();
    }
    let todo = "pack the course's folder as a zip file and send it again";
    if !bytes.starts_with(b"PK\x03\x04") {
        return refuse(ARCHIVE, Code::ArchiveUnreadable, "this is no zip file, or something stands before it", todo);
    }
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) if !ends(bytes, archive.comment()) => {
            let what = "something that is no zip stands in this file, or it has a long comment";
            refuse(ARCHIVE, Code::ArchiveUnreadable, what, todo)
        }
        Ok(archive) if archive.has_duplicate_names() => {
            refuse(ARCHIVE, Code::DuplicateFile, "two files in the archive have one name", "pack the folder again")
        }
        Ok(archive) => Ok(archive),
        Err(_) => refuse(ARCHIVE, Code::ArchiveUnreadable, "this is no zip file, or it is damaged", todo),
    }
}

/// Whether the archive is the whole file, from its first byte to its end (APPNOTE 4.3.16), with no more than a short comment: a page, a
/// picture, a program or another archive could stand before or behind it.
fn ends(bytes: &[u8], comment: &[u8]) -> bool {
    let Some(end) = bytes.len().checked_sub(22 + comment.len()) else { return false };
    let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let (size, start) = (number(end + 12), number(end + 16));
    // Where either is all ones it stands in a zip64 end, which is believed no more than any other number here.
    let fits = size == u32::MAX || start == u32::MAX || u64::from(size) + u64::from(start) == end as u64;
    comment.len() <= LONGEST_COMMENT && bytes[end..].starts_with(b"PK\x05\x06") && fits
}

/// The path of an entry; `None` for folders and what operating systems leave behind.
fn path_of(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Option<String>, Vec<Diagnostic>> {
    let Ok(entry) = archive.by_index_raw(index) else {
        return refuse(ARCHIVE, Code::ArchiveUnreadable, "a file in the archive can't be found", "pack it again");
    };
    let Ok(path) = std::str::from_utf8(entry.name_raw()) else {
        let what =
            format!("the name of the file “{}” is not UTF-8", shortened(&String::from_utf8_lossy(entry.name_raw())));
        return refuse(ARCHIVE, Code::NameNotUtf8, &what, "name it with a–z, 0–9 and hyphens");
    };
    // Some programs for Windows write paths as Windows does.
    let path = &path.replace('\\', "/");
    let inside = path.strip_suffix('/').unwrap_or(path);
    let climbs = inside.split('/').any(|part| matches!(part, "" | "." | ".."));
    if climbs
        || path.len() > LONGEST_PATH
        || inside.contains(|c: char| c == ':' || c.is_control() || is_bidi_control(c))
    {
        let what = "the path climbs out of the folder, is absolute, too long or has signs that paths don't have";
        return refuse(&shortened(path), Code::UnsafePath, what, "pack the folder again, from outside of it");
    }
    if entry.is_symlink() || entry.unix_mode().is_some_and(|mode| !PLAIN.contains(&(mode & SORTS))) {
        let what = "this is a link or a device, not a file";
        return refuse(path, Code::ArchiveLink, what, "put the file itself into the folder");
    }
    if entry.encrypted() {
        return refuse(
            path,
            Code::ArchiveEncrypted,
            "this file is locked with a password",
            "pack it without a password",
        );
    }
    Ok((!path.ends_with('/') && !is_litter(path)).then(|| path.to_owned()))
}

/// Unpacks one file, reading no more than it may hold whatever its header claims.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    path: &str,
    left: usize,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let damaged = || {
        refuse(
            path,
            Code::ArchiveUnreadable,
            "this file is damaged or packed in an unknown way",
            "pack it again as an ordinary zip",
        )
    };
    let Ok(entry) = archive.by_index(index) else { return damaged() };
    let (packed, claimed) = (usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX), entry.size());
    let most = packed.saturating_mul(MOST_RATIO).min(left);
    let mut content = Vec::new();
    if entry.take(most as u64 + 1).read_to_end(&mut content).is_err() {
        return damaged();
    }
    if content.len() <= most {
        if content.len() as u64 == claimed { Ok(content) } else { damaged() }
    } else if most == left {
        too_large(path)
    } else {
        let what = format!("this file unpacks to more than {MOST_RATIO} times its packed size");
        refuse(path, Code::ArchiveRatio, &what, "check what it is; leave it out")
    }
}

/// Takes off the folders that everything stands in, until the course stands at the top.
fn without_top_folder(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    while !files.contains_key("course.toml") {
        let top = files.keys().next().and_then(|path| path.split_once('/')).map(|(top, _)| format!("{top}/"));
        let Some(top) = top.filter(|top| files.keys().all(|path| path.starts_with(top))) else { break };
        files = files.into_iter().map(|(path, content)| (path[top.len()..].to_owned(), content)).collect();
    }
    files
}
