//! Wrong course.toml files, folders and translations, each with its code and line, and nothing else said.

mod small_course;

use small_course::{BODY, COURSE, COURSE_EN, HEAD, LESSON, LESSON_EN, SVG, expect, good, good_but};

/// What is to be found: file, code and line.
type Places<'a> = &'a [(&'a str, &'a str, u32)];

/// What is to be found: code and line.
type Wanted<'a> = &'a [(&'a str, u32)];

fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn wrong_fields_of_a_course_are_named_with_their_line() {
    let cases: &[(&str, &str, &str, Wanted)] = &[
        ("no id", "id = \"an-toan\"\n", "", &[("missing-field", 1)]),
        ("id with marks", "an-toan", "an-toàn", &[("bad-id", 1)]),
        ("no title", "title = \"An toàn\"\n", "", &[("missing-field", 1)]),
        ("long summary", "Nhận ra lừa đảo.", &"ạ".repeat(301), &[("too-long", 3)]),
        ("no language", "language = \"vi\"\n", "", &[("missing-field", 1)]),
        ("no licence", "licence = \"CC-BY-4.0\"\n", "", &[("missing-field", 1)]),
        ("empty licence", "CC-BY-4.0", "", &[("empty-field", 5)]),
        ("unknown competence", "\"1.2\"]", "\"6.1\"]", &[("unknown-competence", 8)]),
        ("level 0", "level = 2", "level = 0", &[("out-of-range", 9)]),
        ("level 9", "level = 2", "level = 9", &[("out-of-range", 9)]),
        ("level in words", "level = 2", "level = \"two\"", &[("wrong-type", 9)]),
        ("mastery in percent", "mastery = 0.8", "mastery = 80", &[("out-of-range", 10)]),
        ("mastery below nothing", "mastery = 0.8", "mastery = -0.1", &[("out-of-range", 10)]),
        ("no number", "mastery = 0.8", "mastery = nan", &[("out-of-range", 10)]),
        ("endless mastery", "mastery = 0.8", "mastery = inf", &[("out-of-range", 10)]),
        ("mastery in words", "mastery = 0.8", "mastery = \"0.8\"", &[("wrong-type", 10)]),
        ("no words for the picture", "picture_alt = \"Một tấm khiên\"\n", "", &[("missing-alt", 1)]),
        ("no such picture", "picture = \"media/bia.svg\"", "picture = \"media/b.svg\"", &[("missing-picture", 11)]),
        ("unknown field", "level = 2", "level = 2\nprice = 0", &[("unknown-field", 10)]),
        ("a field of chapters", "title = \"Nhận ra\"", "title = \"Nhận ra\"\nminutes = 3", &[("unknown-field", 17)]),
        ("a chapter without a title", "title = \"Nhận ra\"", "", &[("missing-field", 14)]),
        ("cut in the middle", "teaches = [\"Giữ kín mã\", \"Gọi lại\"]", "teaches = [\"Giữ", &[("toml-syntax", 8)]),
    ];
    for (name, from, to, wanted) in cases {
        let mut wanted: Vec<_> = wanted.iter().map(|(code, line)| ("course.toml", *code, *line)).collect();
        if *name == "no such picture" {
            wanted.push(("media/bia.svg", "unused-picture", 0));
        }
        expect(name, &good_but("course.toml", edited(COURSE, from, to).as_bytes()), &wanted);
    }
}

#[test]
fn a_language_that_the_program_does_not_have_is_named() {
    let draft = authoring::read(&good_but("course.toml", edited(COURSE, "\"vi\"", "\"fr\"").as_bytes()));
    assert_eq!(small_course::found(&draft), [("course.toml", "unknown-language", 4)]);
}

#[test]
fn a_course_without_a_readable_course_toml_gives_no_course() {
    let mut source = good();
    source.files.remove("course.toml");
    expect("none", &source, &[("course.toml", "no-course", 0)]);
    expect("nothing at all", &authoring::Source::default(), &[("course.toml", "no-course", 0)]);
    expect("empty", &good_but("course.toml", b""), &[("course.toml", "empty-file", 0)]);
    expect("bytes", &good_but("course.toml", b"id = \"a\"\n\xff"), &[("course.toml", "not-utf8", 2)]);
    expect("large", &good_but("course.toml", &vec![b'#'; 5 << 20]), &[("course.toml", "too-large", 0)]);
    let deep = format!("id = {}", "[".repeat(100_000));
    expect("deep", &good_but("course.toml", deep.as_bytes()), &[("course.toml", "toml-syntax", 1)]);
    assert!(authoring::read(&source).courses.is_empty());
    let draft = authoring::read(&small_course::source(&[("a/course.toml", COURSE.as_bytes()), ("b/course.toml", b"")]));
    assert!(draft.diagnostics[0].todo.contains("“a”"), "{:?}", draft.diagnostics);
}

#[test]
fn wrong_chapters_are_named() {
    let one = "\n[[chapters]]\nfolder = \"1-dau\"\ntitle = \"Nhận ra\"\n";
    let two = |folder: &str| format!("{COURSE}\n[[chapters]]\nfolder = \"{folder}\"\ntitle = \"B\"\n");
    let alone = |text: String| {
        let mut source = good_but("course.toml", text.as_bytes());
        source.files.retain(|path, _| !path.contains(".en."));
        source
    };
    let cases: &[(&str, String, Places)] = &[
        ("no lessons", two("2-sau"), &[("course.toml", "empty-chapter", 18)]),
        ("same folder", two("1-dau"), &[("course.toml", "bad-folder", 18), ("course.toml", "empty-chapter", 18)]),
        ("climbing", two("../x"), &[("course.toml", "bad-folder", 18), ("course.toml", "empty-chapter", 18)]),
        ("pictures", two("media"), &[("course.toml", "bad-folder", 18), ("course.toml", "empty-chapter", 18)]),
    ];
    for (name, text, wanted) in cases {
        let draft = authoring::read(&alone(text.clone()));
        let found = small_course::found(&draft);
        assert!(wanted.iter().all(|want| found.contains(want)), "{name}: {found:?}");
        assert!(!draft.publishable(), "{name}");
    }
    let none = authoring::read(&alone(edited(COURSE, one, "")));
    let found = small_course::found(&none);
    assert_eq!(found[..2], [(LESSON, "chapter-not-listed", 0), ("course.toml", "missing-field", 1)]);
    let empty = authoring::read(&alone(edited(COURSE, one, "\nchapters = []\n")));
    assert!(small_course::found(&empty).contains(&("course.toml", "out-of-range", 14)));
    let texts = authoring::read(&alone(edited(COURSE, one, "\nchapters = [\"1-dau\"]\n")));
    assert!(small_course::found(&texts).contains(&("course.toml", "wrong-type", 14)));
}

#[test]
fn files_in_no_place_are_named() {
    let lesson = format!("{HEAD}{BODY}").replace("\"ma\"", "\"khac\"");
    let cases: &[(&str, &str)] = &[
        ("notes.txt", "unknown-file"),
        ("1-ma.md", "unknown-file"),
        ("1-dau/x.txt", "unknown-file"),
        ("1-dau/sau/1-ma.md", "unknown-file"),
        ("media/sau/x.svg", "unknown-file"),
        ("course.fr.toml", "unknown-file"),
        ("course.vi.toml", "unknown-file"),
        ("2-sau/1-ma.md", "chapter-not-listed"),
        ("1-dau/ma.md", "file-name"),
        ("1-dau/-1.md", "file-name"),
        ("1-dau/99999999999-x.md", "file-name"),
        ("1-dau/2-ma.fr.md", "file-name"),
        ("1-dau/2-ma.vi.md", "file-name"),
        ("1-dau/2-ma.en.md", "no-original"),
    ];
    for (path, code) in cases {
        expect(path, &good_but(path, lesson.as_bytes()), &[(path, code, 0)]);
    }
}

#[test]
fn lessons_that_stand_in_each_others_way_are_named() {
    let other = format!("{HEAD}{BODY}").replace("\"ma\"", "\"khac\"");
    let mut source = good_but("1-dau/1-z.md", other.as_bytes());
    source.files.insert("1-dau/1-z.en.md".into(), other.clone().into_bytes());
    expect("same number", &source, &[("1-dau/1-z.md", "duplicate-number", 0)]);

    let same = format!("{HEAD}{BODY}");
    let mut source = good_but("1-dau/2-z.md", same.as_bytes());
    source.files.insert("1-dau/2-z.en.md".into(), same.clone().into_bytes());
    expect("same id", &source, &[("1-dau/2-z.en.md", "duplicate-id", 2), ("1-dau/2-z.md", "duplicate-id", 2)]);

    let mut source = good();
    source.files.retain(|path, _| !path.contains(".en."));
    for number in 2..=101 {
        let text = same.replace("\"ma\"", &format!("\"ma-{number}\""));
        source.files.insert(format!("1-dau/{number}-x.md"), text.into_bytes());
    }
    expect("101 lessons", &source, &[("course.toml", "too-many", 0)]);
}

#[test]
fn a_missing_translation_is_a_warning_and_leaves_its_language_out() {
    let mut source = good();
    source.files.remove(LESSON_EN);
    expect("no lesson", &source, &[(LESSON, "missing-translation", 0)]);
    let draft = authoring::read(&source);
    assert!(draft.publishable());
    assert_eq!(draft.courses.len(), 1);

    let mut source = good();
    source.files.remove("course.en.toml");
    expect("no course", &source, &[("course.en.toml", "missing-translation", 0)]);
    assert_eq!(authoring::read(&source).courses.len(), 1);
}

#[test]
fn a_translation_that_is_built_otherwise_is_refused() {
    let lesson = format!("{HEAD}{BODY}");
    let cases: &[(&str, &str, &str, u32)] = &[
        ("other id", "\"ma\"", "\"code\"", 2),
        ("other minutes", "minutes = 5", "minutes = 6", 2),
        ("other competence", "[\"4.2\"]", "[\"1.2\"]", 2),
        ("other activity", "{#ai ", "{#who ", 20),
        ("another right option", "- [ ] Người lạ", "- [x] Người lạ", 20),
        ("another kind", "{#truoc .ordering}", "{#truoc}", 35),
        ("one step more", "2. Gọi", "2. Gọi\n3. Kể", 35),
        ("one pair less", "| Link lạ | Không \\| bấm |", "| Link lạ | Không \\| bấm |\n| c | d |", 45),
        ("another difficulty", "difficulty=1", "difficulty=4", 20),
        ("no hint", "> [!TIP]\n> Nghĩ xem.\n", "", 20),
        ("one activity more", "- mã OTP\n", "- mã OTP\n\n## Z {#z}\n\nz\n", 61),
    ];
    for (name, from, to, line) in cases {
        let draft = authoring::read(&good_but(LESSON_EN, edited(&lesson, from, to).as_bytes()));
        let found = small_course::found(&draft);
        assert!(found.contains(&(LESSON_EN, "translation-differs", *line)), "{name}: {found:?}");
        assert!(!draft.publishable(), "{name}");
    }
    let shorter = lesson.split_once("## Gõ").unwrap().0;
    expect("last one missing", &good_but(LESSON_EN, shorter.as_bytes()), &[(LESSON_EN, "translation-differs", 0)]);
}

#[test]
fn a_translated_course_toml_with_other_counts_or_fields_is_refused() {
    let cases: &[(&str, &str, &str, &str, u32)] = &[
        ("chapters", "[\"Spotting\"]", "[\"Spotting\", \"More\"]", "translation-differs", 0),
        ("teaches", ", \"Call back\"]", "]", "translation-differs", 0),
        ("no title", "title = \"Safe\"\n", "", "missing-field", 1),
        ("no words for the picture", "picture_alt = \"A shield\"\n", "", "missing-alt", 1),
        ("a field of the original", "title = \"Safe\"", "title = \"Safe\"\nlevel = 2", "unknown-field", 2),
        ("no TOML", "title = \"Safe\"", "title: Safe", "toml-syntax", 1),
    ];
    for (name, from, to, code, line) in cases {
        let source = good_but("course.en.toml", edited(COURSE_EN, from, to).as_bytes());
        expect(name, &source, &[("course.en.toml", code, *line)]);
    }
}

#[test]
fn a_course_of_too_many_files_or_bytes_is_refused_before_it_is_read() {
    let mut source = good();
    for number in 0..authoring::MOST_FILES {
        source.files.insert(format!("media/{number}.svg"), SVG.into());
    }
    expect("files", &source, &[("course.toml", "too-many", 0)]);
    expect("bytes", &good_but("x", &vec![0; authoring::MOST_BYTES]), &[("course.toml", "too-many", 0)]);
}
