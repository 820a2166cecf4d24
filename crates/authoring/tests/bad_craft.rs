//! What makes a lesson hard to read, an item easy to guess, or a translation old: each with its code and line.

mod small_course;

use small_course::{COURSE, HEAD, LESSON, LESSON_EN, good, good_but, only_lesson, stamp};

/// Asserts that exactly this is found, the age of translations aside, and that each finding says what to do.
fn expect(name: &str, source: &authoring::Source, wanted: &[(&str, &str, u32)]) {
    let draft = authoring::read(source);
    let told = draft.diagnostics.iter().filter(|d| d.code != "translation-older");
    let told: Vec<_> = told.map(|d| (d.file.as_str(), d.code.as_str(), d.line)).collect();
    assert_eq!(told, wanted, "{name}: {:#?}", draft.diagnostics);
    assert!(draft.diagnostics.iter().all(|d| !d.what.is_empty() && !d.todo.is_empty()), "{name}");
}

const WORDS: &str = "Bà con nhớ giữ kín mã này như giữ chìa khóa nhà mình, ";

/// A choice of the given options, `=` before the right ones, each with feedback of its own.
fn choice(id: &str, options: &[&str]) -> String {
    let option = |(n, text): (usize, &&str)| {
        let (mark, text) = text.strip_prefix('=').map_or(("[ ]", *text), |text| ("[x]", text));
        format!("- {mark} {text}\n  > Lời đáp {n} của {id}.\n")
    };
    format!("\n## Hỏi {{#{id}}}\n\nChọn.\n\n{}", options.iter().enumerate().map(option).collect::<String>())
}

/// The lesson alone, in a course that promises what it asks for.
fn alone(lesson: &str) -> authoring::Source {
    let mut source = only_lesson(lesson.as_bytes());
    let course = String::from_utf8(source.files["course.toml"].clone()).unwrap();
    source.files.insert("course.toml".into(), course.replace(", \"1.2\"", "").into_bytes());
    source
}

/// A name, the body of a lesson, and what is to be found in it: code and line.
type Case<'a> = (&'a str, String, &'a [(&'a str, u32)]);

fn lessons(cases: &[Case]) {
    for (name, body, wanted) in cases {
        let wanted: Vec<_> = wanted.iter().map(|(code, line)| (LESSON, *code, *line)).collect();
        expect(name, &alone(&format!("{HEAD}{body}")), &wanted);
    }
}

#[test]
fn what_is_hard_to_read_or_easy_to_guess_is_named_at_its_activity() {
    let long = WORDS.repeat(3);
    let foreign = "Bạn mở download rồi chọn ".repeat(40);
    let read = |text: &str| format!("\n## Đọc {{#doc}}\n\n{text}\n");
    lessons(&[
        ("a long sentence", read(&long), &[("long-sentence", 9)]),
        ("the same as two sentences", read(&WORDS.replace(", ", ". ").repeat(3)), &[]),
        ("a long entry of a list", read(&format!("- {long}\n- ngắn")), &[("long-sentence", 9)]),
        ("a long sentence in a quote", read(&format!("> {long}")), &[("long-sentence", 9)]),
        (
            "a long option",
            choice("a", &[&format!("={long}"), &long.replace("Bà", "Ông")]),
            &[("long-sentence", 9), ("long-sentence", 9)],
        ),
        ("many foreign words", read(&foreign.replace("chọn ", "chọn.\n")), &[("long-words", 0)]),
        ("one foreign word", read(&format!("{}Mở Facebook.", "Bạn mở máy ra.\n".repeat(60))), &[]),
        ("all of the above", choice("a", &["một", "hai", "=Tất cả các ý trên"]), &[("hollow-option", 9)]),
        ("all of the above in English", choice("a", &["one", "two", "=All of the above."]), &[("hollow-option", 9)]),
        ("none of them", choice("a", &["=một", "hai", "Không ý nào đúng"]), &[("hollow-option", 9)]),
        (
            "a key that stands out",
            choice("a", &["Có", "Không", "=Gọi lại số cũ của người thân để hỏi cho rõ rồi mới quyết"]),
            &[("key-stands-out", 9)],
        ),
        (
            "a wrong option that stands out",
            choice("a", &["Có, và gọi lại số cũ của người thân để hỏi cho rõ", "=Không"]),
            &[],
        ),
        (
            "the same feedback twice",
            "\n## Hỏi {#a}\n\n- [x] một\n  > Đúng rồi.\n- [ ] hai\n  > Chưa đúng.\n- [ ] ba\n  > chưa ĐÚNG\n".into(),
            &[("repeated-feedback", 9)],
        ),
        (
            "a hard item without a hint",
            choice("a", &["=một", "hai"]).replace("{#a}", "{#a difficulty=4}"),
            &[("no-hint", 9)],
        ),
        (
            "a hard item with a hint",
            choice("a", &["=một", "hai"]).replace("{#a}", "{#a difficulty=4}") + "\n> [!TIP]\n> Nghĩ xem.\n",
            &[],
        ),
        (
            "an order without a word afterwards",
            "\n## Xếp {#a .ordering}\n\n1. một\n2. hai\n".into(),
            &[("nothing-said", 9)],
        ),
        ("an order and why", "\n## Xếp {#a .ordering}\n\n1. một\n2. hai\n\n> [!NOTE]\n> Một trước hai.\n".into(), &[]),
    ]);
}

#[test]
fn keys_that_stand_in_one_place_are_named() {
    let course = |place: fn(usize) -> usize, count: usize| {
        let options =
            |n: usize| (0..4).map(|i| format!("{}số {n} {i}", if i == place(n) { "=" } else { "" })).collect();
        let one = |n: usize| {
            let options: Vec<String> = options(n);
            choice(&format!("a{n}"), &options.iter().map(String::as_str).collect::<Vec<_>>())
        };
        alone(&format!("{HEAD}{}", (0..count).map(one).collect::<String>()))
    };
    let toml = |code| ("course.toml", code, 0);
    expect("always the first", &course(|_| 0, 12), &[toml("key-place"), toml("key-place")]);
    expect("too few to tell", &course(|_| 0, 5), &[]);
    expect("evenly", &course(|n| n % 4, 12), &[]);
    expect("six in a row among many", &course(|n| if n < 6 { 2 } else { n % 4 }, 20), &[toml("key-place")]);
}

#[test]
fn a_competence_that_nothing_asks_for_is_named() {
    let course = COURSE.replace("\"1.2\"]", "\"1.2\", \"5.1\"]");
    expect("5.1", &good_but("course.toml", course.as_bytes()), &[("course.toml", "competence-not-assessed", 0)]);
}

#[test]
fn a_silence_needs_a_rule_that_warns_and_something_to_silence() {
    let silenced = |rule: &str, file: &str| {
        let competences = COURSE.replace("\"1.2\"]", "\"1.2\", \"5.1\"]");
        let course = format!("{competences}\n[[silenced]]\nrule = \"{rule}\"\n{file}reason = \"vì sao\"\n");
        good_but("course.toml", course.as_bytes())
    };
    let found = ("course.toml", "competence-not-assessed", 0);
    expect("in the course", &silenced("competence-not-assessed", ""), &[]);
    expect("in its file", &silenced("competence-not-assessed", "file = \"course.toml\"\n"), &[]);
    let elsewhere = silenced("competence-not-assessed", "file = \"1-dau/1-ma.md\"\n");
    expect("in another file", &elsewhere, &[found, ("course.toml", "silence-unused", 18)]);
    expect("an error", &silenced("no-key", ""), &[found, ("course.toml", "bad-silence", 18)]);
    expect("no rule", &silenced("too-ugly", ""), &[found, ("course.toml", "bad-silence", 18)]);
    expect("a rule that says nothing here", &silenced("no-hint", ""), &[found, ("course.toml", "silence-unused", 18)]);
    let reasonless = format!("{COURSE}\n[[silenced]]\nrule = \"no-hint\"\n");
    let wanted = [("course.toml", "missing-field", 18), ("course.toml", "silence-unused", 18)];
    expect("no reason", &good_but("course.toml", reasonless.as_bytes()), &wanted);
}

/// What is said of the age of translations: line and what to do.
fn ages(source: &authoring::Source) -> Vec<(u32, String)> {
    let draft = authoring::read(source);
    let told = draft.diagnostics.iter().filter(|d| d.code == "translation-older");
    told.map(|d| (d.line, d.todo.clone())).collect()
}

#[test]
fn a_translation_is_older_once_its_original_has_changed() {
    assert_eq!(ages(&good()), []);
    let original = String::from_utf8(good().files[LESSON].clone()).unwrap();
    let loose = original.replace("\n- ", "\n* ").replace('\n', "\r\n");
    assert_eq!(ages(&good_but(LESSON, loose.as_bytes())), [], "it says the same");
    let changed = original.replace("Nghĩ xem.", "Nghĩ kỹ xem.");
    let todo =
        |text: &str| format!("compare the two, then write `original = \"{}\"` between its `+++` lines", stamp(text));
    assert_eq!(ages(&good_but(LESSON, changed.as_bytes())), [(6, todo(&changed))]);
    assert_eq!(ages(&good_but(LESSON_EN, original.as_bytes())), [(2, todo(&original))], "it doesn't say");
    let stamped = original.replacen("minutes = 5", "minutes = 5\noriginal = \"aaaaaaaaaaaa\"", 1);
    let draft = authoring::read(&good_but(LESSON, stamped.as_bytes()));
    let named = draft.diagnostics.iter().find(|d| d.code == "unknown-field");
    assert_eq!(named.map(|d| (d.file.as_str(), d.line)), Some((LESSON, 6)), "an original that names one");
}
