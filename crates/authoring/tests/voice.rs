//! Clips: which become voices of which edition, and what is said of those that are broken, misnamed, left over or missing.

mod small_course;

use authoring::{Draft, Origin, Source, Unrecorded};
use domain::course::{Course, Language};
use domain::edition::media_id;
use domain::voice::{ClipIndex, clip_key, clip_path, utterances};
use small_course::{COURSE, LESSON, expect, found, good, good_but, opus};

fn path(language: &str, text: &str) -> String {
    format!("voice/{language}/{}.opus", clip_key(text))
}

fn machine(language: &str, text: &str) -> String {
    path(language, text).replace(".opus", ".synthetic.opus")
}

fn texts(language: Language) -> Vec<String> {
    authoring::read(&good()).courses.iter().filter(|course| course.language == language).flat_map(utterances).collect()
}

/// The good course with a clip of each of these texts of a language, each clip other bytes.
fn spoken(language: &str, texts: &[String]) -> Source {
    let mut source = good();
    for text in texts {
        source.files.insert(path(language, text), opus(1, text.as_bytes()));
    }
    source
}

fn course(draft: &Draft, language: Language) -> &Course {
    draft.courses.iter().find(|course| course.language == language).unwrap()
}

fn index(draft: &Draft, course: &Course, place: usize) -> ClipIndex {
    let media = &draft.media[&course.voices[place].index];
    assert_eq!(media.ending, "json");
    serde_json::from_slice(&media.bytes).unwrap()
}

#[test]
fn a_course_without_clips_has_no_voice_and_nothing_is_said_of_it() {
    let draft = authoring::read(&good());
    assert_eq!(draft.diagnostics, []);
    assert!(draft.courses.iter().all(|course| course.voices.is_empty()) && draft.clips.is_empty());
}

#[test]
fn a_course_is_heard_in_the_languages_of_its_edition() {
    let (vi, en) = (texts(Language::Vi), texts(Language::En));
    assert!(vi.len() > 20 && vi == en, "the small course is translated by its ids alone");
    let mut source = spoken("vi", &vi);
    for language in ["en", "jra", "bdq"] {
        source.files.extend(spoken(language, &vi).files);
    }
    expect("all", &source, &[]);
    let draft = authoring::read(&source);
    let heard = |language| course(&draft, language).voices.iter().map(|v| v.language.as_str()).collect::<Vec<_>>();
    assert_eq!((heard(Language::Vi), heard(Language::En)), (vec!["vi", "jra", "bdq"], vec!["en"]));
    let voice = &course(&draft, Language::Vi).voices[0];
    let bytes: usize = vi.iter().map(|text| opus(1, text.as_bytes()).len()).sum();
    assert_eq!((voice.clips as usize, voice.bytes), (vi.len(), bytes as u64));
    let index = index(&draft, course(&draft, Language::Vi), 0);
    for text in &vi {
        let clip = &draft.media[&index[&clip_key(text)]];
        assert_eq!((clip.ending, &clip.bytes), ("opus", &opus(1, text.as_bytes())), "{text}");
    }
    assert!(clip_path(&index[&clip_key(&vi[0])]).ends_with(".opus"));
}

#[test]
fn one_clip_of_two_texts_is_weighed_once() {
    let mut source = good();
    texts(Language::Vi).iter().for_each(|text| drop(source.files.insert(path("vi", text), opus(1, b"the same"))));
    let draft = authoring::read(&source);
    let voice = &draft.courses[0].voices[0];
    assert_eq!(voice.bytes, opus(1, b"the same").len() as u64);
    assert!(voice.clips > 20 && index(&draft, &draft.courses[0], 0).len() == voice.clips as usize);
}

#[test]
fn a_persons_recording_goes_before_the_machines() {
    let all = texts(Language::Vi);
    let mut source = spoken("vi", &all[..1]);
    for text in &all {
        source.files.insert(machine("vi", text), opus(2, text.as_bytes()));
    }
    expect("both", &source, &[]);
    let draft = authoring::read(&source);
    let index = index(&draft, &draft.courses[0], 0);
    let of = |text: &String| index[&clip_key(text)];
    assert_eq!(of(&all[0]), media_id(&opus(1, all[0].as_bytes())));
    assert_eq!(of(&all[1]), media_id(&opus(2, all[1].as_bytes())));
    assert_eq!(draft.clips["vi"][&clip_key(&all[0])], Origin::Recorded);
    assert_eq!(draft.clips["vi"][&clip_key(&all[1])], Origin::Synthetic);
}

#[test]
fn what_nobody_has_recorded_can_be_listed() {
    let all = texts(Language::Vi);
    let listed = |source: &Source, language| authoring::read(source).unrecorded(language);
    let lines = |listed: Vec<Unrecorded>| listed.into_iter().map(|each| (each.language, each.text)).collect::<Vec<_>>();
    let of = |language, texts: &[String]| texts.iter().map(|text| (language, text.clone())).collect::<Vec<_>>();
    assert_eq!(lines(listed(&good(), None)), of("vi", &all), "the course's own language");
    let source = spoken("jra", &all[..2]);
    assert_eq!(lines(listed(&source, None)), of("jra", &all[2..]), "the languages that have clips");
    assert_eq!(lines(listed(&source, Some("en"))), of("en", &all), "the language asked for");
    let mut source = good();
    source.files.insert(machine("vi", &all[0]), opus(1, b"a"));
    let listed = listed(&source, None);
    assert_eq!((listed[0].synthetic, listed[1].synthetic, listed[0].key.clone()), (true, false, clip_key(&all[0])));
}

#[test]
fn clips_that_are_no_sound_are_refused() {
    let text = texts(Language::Vi)[0].clone();
    let file = path("vi", &text);
    let whole = opus(1, &[7; 300]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", vec![], "clip-broken"),
        ("an MP3", b"ID3\x04\0\0\0\0\0\0".to_vec(), "clip-broken"),
        ("Ogg without Opus", [&opus(1, b"a")[..28], b"\x01vorbis\0\0\0", &opus(1, b"a")[38..]].concat(), "clip-broken"),
        ("Opus without Ogg", b"OpusHead".repeat(9), "clip-broken"),
        ("cut in its sound", whole[..whole.len() - 1].to_vec(), "clip-broken"),
        ("cut in a page's head", whole[..whole.len() - 310].to_vec(), "clip-broken"),
        ("head alone", opus(0, b""), "clip-broken"),
        ("more behind it", [&whole[..], b"<html>"].concat(), "clip-broken"),
        ("200 kB and more", opus(1000, &[7; 200]), "clip-too-large"),
    ];
    for (name, bytes, code) in cases {
        expect(name, &good_but(&file, &bytes), &[(&file, code, 0)]);
        assert!(authoring::read(&good_but(&file, &bytes)).courses[0].voices.is_empty(), "{name}");
    }
    for at in 0..whole.len() {
        let draft = authoring::read(&good_but(&file, &whole[..at]));
        assert!(!draft.publishable(), "cut at {at}");
    }
}

#[test]
fn files_that_are_named_otherwise_than_clips_are_named() {
    let (good, key) = (opus(1, b"a"), clip_key(&texts(Language::Vi)[0]));
    let cases = [
        (format!("voice/{key}.opus"), "clip-name"),
        (format!("voice/vi/chuong-1/{key}.opus"), "clip-name"),
        (format!("voice/vi/{key}.mp3"), "clip-name"),
        (format!("voice/vi/{key}"), "clip-name"),
        (format!("voice/vi/{}.opus", key.to_uppercase().replace(|c: char| c.is_ascii_digit(), "A")), "clip-name"),
        (format!("voice/vi/{}.opus", &key[1..]), "clip-name"),
        (format!("voice/vi/{key}.robot.opus"), "clip-name"),
        ("voice/vi/mở đầu.opus".into(), "clip-name"),
        ("voice/README.md".into(), "clip-name"),
    ];
    for (file, code) in cases {
        expect(&file, &good_but(&file, &good), &[(&file, code, 0)]);
    }
    for language in ["fr", "VI", "vie", "jrai"] {
        let file = path(language, "a");
        expect(language, &good_but(&file, &good), &[(&format!("voice/{language}"), "unknown-voice", 0)]);
    }
    expect("litter", &good_but("voice/vi/.DS_Store", b""), &[]);
}

#[test]
fn clips_without_text_and_texts_without_clip_are_told() {
    let all = texts(Language::Vi);
    let (old, older) = (path("vi", "một câu đã sửa"), machine("vi", "một câu khác"));
    let mut source = spoken("vi", &all);
    source.files.insert(old.clone(), opus(1, b"old"));
    source.files.insert(older.clone(), opus(1, b"older"));
    let mut wanted = [(old.as_str(), "clip-without-text", 0), (older.as_str(), "clip-without-text", 0)];
    wanted.sort_unstable();
    expect("left over", &source, &wanted);
    assert!(authoring::read(&source).publishable());
    assert!(!authoring::read(&source).media.contains_key(&media_id(&opus(1, b"old"))), "nobody could hear it");

    expect("some missing", &spoken("vi", &all[2..]), &[("voice/vi", "text-without-clip", 0)]);
    let draft = authoring::read(&spoken("vi", &all[2..]));
    let said = &draft.diagnostics[0];
    assert!(said.what.starts_with(&format!("2 of {} texts", all.len())) && said.todo.contains("--voice"), "{said:?}");
    let two = {
        let mut source = spoken("vi", &all);
        source.files.extend(spoken("jra", &all[1..]).files);
        source
    };
    expect("one language of two", &two, &[("voice/jra", "text-without-clip", 0)]);
}

#[test]
fn clips_of_an_edition_that_is_not_there_are_told_once() {
    let mut source = spoken("en", &texts(Language::En));
    source.files.retain(|path, _| !path.contains(".en."));
    expect("no English", &source, &[("voice/en", "clip-without-text", 0)]);
}

#[test]
fn nothing_is_missed_where_a_lesson_could_not_be_read() {
    let mut source = spoken("vi", &texts(Language::Vi));
    source.files.insert(LESSON.into(), b"+++\n".to_vec());
    let draft = authoring::read(&source);
    assert!(
        !draft.publishable() && found(&draft).iter().all(|(file, ..)| !file.starts_with("voice")),
        "{:?}",
        found(&draft)
    );
}

#[test]
fn a_language_that_is_being_recorded_can_be_silenced() {
    let silenced = "\n[[silenced]]\nrule = \"text-without-clip\"\nfile = \"voice/jra\"\nreason = \"Being recorded.\"\n";
    let mut source = spoken("jra", &texts(Language::Vi)[..3]);
    source.files.insert("course.toml".into(), format!("{COURSE}{silenced}").into_bytes());
    expect("silenced", &source, &[]);
}

#[test]
fn thousands_of_clips_are_bounded_and_told_in_a_page() {
    let mut source = good();
    for n in 0..4_001 {
        source.files.insert(format!("voice/vi/{n:016x}.opus"), opus(1, b"a"));
    }
    let draft = authoring::read(&source);
    assert!(found(&draft).contains(&("voice/vi", "too-many", 0)) && draft.diagnostics.len() < 3);
    source.files.retain(|path, _| path != "voice/vi/0000000000000fa0.opus");
    let draft = authoring::read(&source);
    assert!(draft.publishable() && draft.diagnostics.len() == 52, "{}", draft.diagnostics.len());
    assert!(draft.diagnostics.iter().any(|found| found.what.contains("3950 more")), "{:?}", draft.diagnostics[0]);
}
