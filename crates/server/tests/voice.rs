//! Reading aloud: clips are published with their course, told by the catalogue, served, exported, backed up and uploaded.

mod house;

use authoring::Source;
use axum::http::{HeaderMap, Method, StatusCode};
use domain::api::{CheckedDraft, DRAFTS, PUBLISH};
use domain::course::Language;
use domain::edition::{CatalogueEdition, Edition, media_id};
use domain::id::EditionId;
use domain::voice::{ClipIndex, Voice, clip_key, clip_path, utterances};
use house::apps::content;
use house::{House, NOON};
use server::audit::Doer;
use server::publication::{self, folders, folders::Listed};
use server::{backup, export::export};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

const CLIPS: usize = 3;

/// Some sound: as many pages of a hundred bytes, each of that byte.
fn opus(pages: usize, sound: u8) -> Vec<u8> {
    let page =
        |content: &[u8]| [b"OggS".as_slice(), &[0; 22], &[1, u8::try_from(content.len()).unwrap()], content].concat();
    [page(b"OpusHead\x01\x01"), page(b"OpusTags"), page(&[sound; 100]).repeat(pages)].concat()
}

/// The course that comes with the program, without clips that somebody may have made here.
fn silent() -> Source {
    fn gather(folder: &Path, at: &str, into: &mut Source) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = format!("{at}{}", entry.file_name().unwrap().to_string_lossy());
            if entry.is_dir() {
                gather(&entry, &format!("{name}/"), into);
            } else if !name.starts_with("voice/") {
                into.files.insert(name, fs::read(&entry).unwrap());
            }
        }
    }
    let mut source = Source::default();
    gather(&content().join("an-toan-tren-mang"), "", &mut source);
    source
}

/// The first texts of the course.
fn texts() -> Vec<String> {
    utterances(&authoring::read(&silent()).courses[0]).into_iter().take(CLIPS).collect()
}

fn clip(place: usize) -> Vec<u8> {
    opus(place + 1, 7)
}

/// The course with clips of its first texts.
fn spoken() -> Source {
    let mut source = silent();
    for (place, text) in texts().iter().enumerate() {
        source.files.insert(format!("voice/vi/{}.opus", clip_key(text)), clip(place));
    }
    source
}

async fn publishes(house: &House, source: &Source) -> EditionId {
    publication::publish(&house.server, &authoring::read(source), Doer::Command).await.unwrap()[0].edition
}

async fn entry(house: &House, language: Language) -> CatalogueEdition {
    let editions = house.catalogue().await.courses.remove(0).editions;
    editions.into_iter().find(|edition| edition.language == language).unwrap()
}

async fn index(house: &House, voice: &Voice) -> ClipIndex {
    let (status, headers, bytes) = house.fetches(&voice.index_path(), &[]).await;
    assert_eq!((status, said(&headers, "content-type")), (StatusCode::OK, "application/json"));
    assert!(said(&headers, "cache-control").contains("immutable"));
    assert_eq!(media_id(&bytes), voice.index);
    serde_json::from_slice(&bytes).unwrap()
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

fn lay(source: &Source, folder: &Path) {
    for (path, bytes) in &source.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[tokio::test]
async fn a_published_clip_is_told_by_the_catalogue_and_found_by_its_text() {
    for house in House::all().await {
        let edition = publishes(&house, &silent()).await;
        let before = entry(&house, Language::Vi).await;
        assert!(before.voices.is_empty() && before.edition == edition);
        house.pass(1000);
        publishes(&house, &spoken()).await;

        let after = entry(&house, Language::Vi).await;
        let [voice] = after.voices.as_slice() else { panic!("{} voices", after.voices.len()) };
        let bytes: usize = (0..CLIPS).map(|place| clip(place).len()).sum();
        assert_eq!((voice.language.as_str(), voice.clips as usize, voice.bytes as usize), ("vi", CLIPS, bytes));
        assert!(after.bytes.abs_diff(before.bytes) < 300, "clips are not among what a download weighs");
        assert!(entry(&house, Language::En).await.voices.is_empty());
        let (_, _, body) = house.fetches(&Edition::path(&after.edition), &[]).await;
        assert_eq!(Edition::read(after.edition, &body).unwrap().course.voices, after.voices);

        let index = index(&house, voice).await;
        assert_eq!(index.len(), CLIPS);
        for (place, text) in texts().iter().enumerate() {
            let (status, headers, sound) =
                house.fetches(&clip_path(&index[&clip_key(text)]), &[("accept-encoding", "br, gzip")]).await;
            assert_eq!((status, sound), (StatusCode::OK, clip(place)), "{text}");
            assert_eq!((said(&headers, "content-type"), said(&headers, "content-encoding")), ("audio/ogg", ""));
            assert!(said(&headers, "cache-control").contains("immutable"));
        }
    }
}

#[tokio::test]
async fn without_its_clips_a_course_is_the_edition_that_it_was() {
    for house in House::all().await {
        let old = publishes(&house, &silent()).await;
        assert_ne!(publishes(&house, &spoken()).await, old, "{}", house.engine);
        assert_eq!(publishes(&house, &silent()).await, old);
        let mut other = spoken();
        other.files.insert(format!("voice/vi/{}.opus", clip_key(&texts()[0])), opus(9, 1));
        assert_ne!(publishes(&house, &other).await, publishes(&house, &spoken()).await, "another recording");
        assert_eq!(entry(&house, Language::Vi).await.voices[0].clips as usize, CLIPS);
    }
}

#[tokio::test]
async fn a_player_may_ask_for_a_part_of_a_clip() {
    let house = House::on_sqlite().await;
    publishes(&house, &spoken()).await;
    let voice = entry(&house, Language::Vi).await.voices.remove(0);
    let whole = clip(0);
    let path = clip_path(&index(&house, &voice).await[&clip_key(&texts()[0])]);
    let (status, headers, _) = house.fetches(&path, &[]).await;
    assert_eq!((status, said(&headers, "accept-ranges")), (StatusCode::OK, "bytes"));
    let tag = said(&headers, "etag").to_owned();
    let (status, headers, part) = house.fetches(&path, &[("range", "bytes=4-9"), ("if-range", &tag)]).await;
    assert_eq!((status, part.as_slice()), (StatusCode::PARTIAL_CONTENT, &whole[4..10]));
    assert_eq!(said(&headers, "content-range"), format!("bytes 4-9/{}", whole.len()));
    assert_eq!((said(&headers, "content-type"), said(&headers, "etag")), ("audio/ogg", tag.as_str()));
    let (status, headers, part) = house.fetches(&path, &[("range", "bytes=99999-")]).await;
    assert_eq!((status, part.len()), (StatusCode::RANGE_NOT_SATISFIABLE, 0));
    assert_eq!(said(&headers, "content-range"), format!("bytes */{}", whole.len()));
    let (status, _, part) = house.fetches(&path, &[("range", "bytes=0-1,5-6")]).await;
    assert_eq!((status, part), (StatusCode::OK, whole));
    assert_eq!(house.fetches(&path, &[("if-none-match", &tag)]).await.0, StatusCode::NOT_MODIFIED);
    let json = voice.index_path();
    let (status, headers, _) = house.fetches(&json, &[("range", "bytes=0-1")]).await;
    assert_eq!((status, said(&headers, "accept-ranges")), (StatusCode::OK, ""), "only sound comes in parts");
}

#[tokio::test]
async fn an_exported_site_holds_every_clip_and_no_compressed_twin_of_one() {
    let house = House::on_sqlite().await.with_apps().await;
    publishes(&house, &spoken()).await;
    let site = house.file("site");
    export(&house.server, &site).await.unwrap();
    let at = |address: &str| site.join(address.trim_start_matches('/'));
    let voice = entry(&house, Language::Vi).await.voices.remove(0);
    let index: ClipIndex = serde_json::from_slice(&fs::read(at(&voice.index_path())).unwrap()).unwrap();
    for (place, text) in texts().iter().enumerate() {
        let path = clip_path(&index[&clip_key(text)]);
        assert_eq!(fs::read(at(&path)).unwrap(), clip(place));
        assert!(!at(&format!("{path}.br")).exists() && !at(&format!("{path}.gz")).exists());
    }
}

#[tokio::test]
async fn a_backup_brings_the_clips_back() {
    let house = House::on_sqlite().await;
    publishes(&house, &spoken()).await;
    let file = house.file("backup.sqlite3");
    backup::backup(&house.server.store, NOON, &file).await.unwrap();
    house.server.store.close().await;
    backup::restore(&house.database, Some(&file), NOON).await.unwrap();
    let later = house.second_process().await;
    let voice = entry(&later, Language::Vi).await.voices.remove(0);
    let index = index(&later, &voice).await;
    let (status, _, sound) = later.fetches(&clip_path(&index[&clip_key(&texts()[1])]), &[]).await;
    assert_eq!((status, sound), (StatusCode::OK, clip(1)));
}

#[tokio::test]
async fn a_trainer_uploads_a_course_with_its_clips() {
    let house = House::on_sqlite().await;
    let mut trainer = house.has("hoa", &["trainer"], None).await;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &spoken().files {
        zip.start_file(format!("khoa/{path}"), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let packed = zip.finish().unwrap().into_inner();
    let answer = trainer.asks(&house, Method::POST, DRAFTS, &packed).await;
    let checked: CheckedDraft = serde_json::from_value(answer.json).unwrap();
    let codes: Vec<&str> = checked.diagnostics.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["text-without-clip"]);
    let path = PUBLISH.replace("{draft}", &checked.draft.unwrap());
    assert_eq!(trainer.asks(&house, Method::POST, &path, b"").await.status, StatusCode::OK);
    assert_eq!(entry(&house, Language::Vi).await.voices[0].clips as usize, CLIPS);
}

#[tokio::test]
async fn a_check_lists_what_nobody_has_recorded_as_a_spreadsheet_reads_it() {
    let house = House::on_sqlite().await;
    let mut source = spoken();
    let (recorded, all) = (texts(), utterances(&authoring::read(&silent()).courses[0]));
    source.files.insert(format!("voice/vi/{}.synthetic.opus", clip_key(&all[CLIPS])), opus(1, 1));
    let folder = house.file("courses/an-toan-tren-mang");
    lay(&source, &folder);
    let found = folders::read_courses(&folder).unwrap();
    let listed = folders::unrecorded(&found, Listed::Begun);
    let lines: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), all.len() - recorded.len());
    let (key, next) = (clip_key(&all[CLIPS]), clip_key(&all[CLIPS + 1]));
    assert_eq!(lines[0], ["an-toan-tren-mang", "vi", key.as_str(), "synthetic", all[CLIPS].as_str()]);
    assert_eq!(lines[1], ["an-toan-tren-mang", "vi", next.as_str(), "nobody", all[CLIPS + 1].as_str()]);
    assert_eq!(folders::unrecorded(&found, Listed::Language("jra")).lines().count(), all.len());
    let english = folders::unrecorded(&found, Listed::Language("en"));
    assert!(english.lines().count() > CLIPS && english.lines().all(|line| line.contains("\ten\t")));

    folders::check(&folder, Some(Listed::Begun)).unwrap();
    let fault = folders::check(&folder, Some(Listed::Language("fr"))).unwrap_err();
    assert!(fault.to_string().contains("vi, en, jra or bdq"), "{fault}");
}
