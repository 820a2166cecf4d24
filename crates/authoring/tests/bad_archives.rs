//! Zip files: a course packed in any usual way is read; whatever is hostile is refused whole.

mod small_course;

use authoring::archive::read_zip;
use small_course::good;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(|writer| {
        for (path, bytes) in files {
            writer.start_file(*path, options()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    })
}

fn zip_with(write: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    write(&mut writer);
    writer.finish().unwrap().into_inner()
}

fn packed(prefix: &str) -> Vec<u8> {
    zip_with(|writer| {
        writer.add_directory(format!("{prefix}media/"), options()).unwrap();
        for (path, bytes) in &good().files {
            writer.start_file(format!("{prefix}{path}"), options()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.start_file("__MACOSX/._course.toml", options()).unwrap();
        writer.start_file(format!("{prefix}.DS_Store"), options()).unwrap();
    })
}

/// Writes other bytes of the same length wherever these stand: in the entry and in the directory.
fn patched(archive: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = archive.to_vec();
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    places.iter().for_each(|at| bytes[*at..*at + to.len()].copy_from_slice(to));
    bytes
}

#[test]
fn a_course_is_read_from_its_folder_or_with_others_around_it() {
    assert_eq!(read_zip(&packed("")).unwrap(), good());
    assert_eq!(read_zip(&packed("an-toan/")).unwrap(), good());
    assert_eq!(read_zip(&packed("Khóa học/")).unwrap(), good());
    assert_eq!(read_zip(&packed("Tải về/Khóa học/")).unwrap(), good());
}

#[test]
fn paths_with_backslashes_are_read_as_windows_means_them() {
    let source = read_zip(&patched(&zip(&[("a/course.toml", b"1")]), b"a/course", b"a\\course")).unwrap();
    assert!(source.files.keys().eq(["course.toml"]));
}

#[test]
fn two_folders_at_the_top_are_kept() {
    let source = read_zip(&zip(&[("a/x", b"1"), ("b/x", b"2")])).unwrap();
    assert!(source.files.keys().eq(["a/x", "b/x"]));
}

#[test]
fn hostile_archives_are_refused_with_their_reason() {
    let good = packed("");
    let one = zip(&[("course.toml", b"id = 1")]);
    let link = zip_with(|writer| writer.add_symlink("course.toml", "/etc/passwd", options()).unwrap());
    let mut locked = one.clone();
    let directory = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    (locked[6], locked[directory + 8]) = (locked[6] | 1, locked[directory + 8] | 1);
    let many: Vec<String> = (0..2001).map(|n| format!("f{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    // Each of these packs to a fiftieth or so, so that only the sum is too large.
    let runs: Vec<u8> =
        (0..7_u32 << 20).map(|n| if n % 1024 < 20 { (n.wrapping_mul(2_654_435_761) >> 24) as u8 } else { 0 }).collect();
    let mut damaged = good.clone();
    let content = damaged.windows(11).position(|w| w == b"course.toml").unwrap() + 30;
    damaged[content] ^= 0x55;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", vec![], "archive-unreadable"),
        ("no zip", b"id = \"a\"".to_vec(), "archive-unreadable"),
        ("cut", good[..good.len() - 30].to_vec(), "archive-unreadable"),
        ("cut to a half", good[..good.len() / 2].to_vec(), "archive-unreadable"),
        ("damaged content", damaged, "archive-unreadable"),
        ("a byte too large", vec![0; authoring::MOST_ARCHIVE + 1], "archive-too-large"),
        ("2,001 files", zip(&many), "too-many"),
        ("together too large", zip(&[("a", &runs), ("b", &runs), ("c", &runs)]), "archive-too-large"),
        ("bomb", zip(&[("a", &vec![0; 1 << 20])]), "archive-ratio"),
        ("link", link, "archive-link"),
        ("password", locked, "archive-encrypted"),
        ("climbs", zip(&[("../course.toml", b"")]), "unsafe-path"),
        ("climbs later", zip(&[("a/../../course.toml", b"")]), "unsafe-path"),
        ("stays, doubtfully", zip(&[("a/./course.toml", b"")]), "unsafe-path"),
        ("absolute", zip(&[("/course.toml", b"")]), "unsafe-path"),
        ("empty part", zip(&[("a//course.toml", b"")]), "unsafe-path"),
        ("drive", zip(&[("c:course.toml", b"")]), "unsafe-path"),
        ("climbs with backslashes", patched(&zip(&[("../course.toml", b"")]), b"../c", b"..\\c"), "unsafe-path"),
        (
            "one name, two sorts of slash",
            patched(&zip(&[("a/b", b"1"), ("a/c", b"2")]), b"a/c", b"a\\b"),
            "duplicate-file",
        ),
        ("NUL in a name", patched(&one, b"course.toml", b"course\0toml"), "unsafe-path"),
        ("long name", zip(&[(&"a".repeat(256), b"")]), "unsafe-path"),
        ("old letters in a name", patched(&one, b"course.toml", b"course\xb5toml"), "name-not-utf8"),
        ("one name twice", patched(&zip(&[("aa", b"1"), ("ab", b"2")]), b"ab", b"aa"), "duplicate-file"),
        ("one name, composed and not", zip(&[("\u{e3}", b"1"), ("a\u{303}", b"2")]), "duplicate-file"),
    ];
    for (name, bytes, code) in cases {
        let Err(diagnostics) = read_zip(&bytes) else { panic!("{name}: taken") };
        let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!(codes, [code], "{name}: {diagnostics:?}");
        assert!(!diagnostics[0].todo.is_empty(), "{name}");
    }
}

#[test]
fn a_course_is_packed_with_its_clips_within_their_own_room() {
    let sound = vec![7; 150_000];
    let clips = |count: usize| (0..count).map(|n| format!("khoa/voice/vi/{n:016x}.opus")).collect::<Vec<_>>();
    let with = |names: &[String], sound: &[u8]| {
        zip_with(|writer| {
            let stored = options().compression_method(CompressionMethod::Stored);
            for name in names.iter().map(String::as_str).chain(["khoa/course.toml"]) {
                writer.start_file(name, stored).unwrap();
                writer.write_all(sound).unwrap();
            }
        })
    };
    let taken = read_zip(&with(&clips(250), &sound)).unwrap();
    assert!(taken.files.len() == 251 && taken.files.keys().any(|path| path.starts_with("voice/vi/")));
    let codes = |bytes: &[u8]| read_zip(bytes).unwrap_err().into_iter().map(|found| found.code).collect::<Vec<_>>();
    assert_eq!(codes(&with(&clips(300), &sound)), ["archive-too-large"]);
    assert!(read_zip(&with(&clips(2_500), b"a")).is_ok(), "more files than pictures and lessons may be");
}

#[test]
fn a_directory_that_lies_about_sizes_unpacks_no_more_than_it_may() {
    let honest = zip(&[("a", &vec![b'x'; 90_000])]);
    let directory = honest.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut lying = honest.clone();
    // Claims 10 bytes unpacked, in the entry and in the directory.
    lying[22..26].copy_from_slice(&10_u32.to_le_bytes());
    lying[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert!(read_zip(&lying).is_err());
}
