//! Every way in which a lesson file can be wrong that we could think of, each with its code and line, and nothing else said.

mod small_course;

use small_course::{BODY, HEAD, LESSON, expect, only_lesson};

/// What is to be found: code and line.
type Wanted<'a> = &'a [(&'a str, u32)];

/// Expects findings in a lesson whose Markdown begins on line 8.
fn bodies(cases: &[(&str, &str, Wanted)]) {
    for (name, body, wanted) in cases {
        let wanted: Vec<_> = wanted.iter().map(|(code, line)| (LESSON, *code, *line)).collect();
        expect(name, &only_lesson(format!("{HEAD}{body}").as_bytes()), &wanted);
    }
}

#[test]
fn wrong_headings_and_marks_are_named() {
    bodies(&[
        ("no activity", "", &[("no-activities", 8)]),
        ("text first", "Chữ\n\n## A {#a}\n\nb\n", &[("text-before-heading", 8)]),
        ("much text first", "Chữ\n\nnữa\n\n## A {#a}\n\nb\n", &[("text-before-heading", 8)]),
        ("no id", "## A\n\nb\n", &[("missing-id", 8)]),
        (
            "an underlined heading",
            "## A {#a}\n\nb\n---\n",
            &[("empty-activity", 8), ("empty-activity", 10), ("missing-id", 10)],
        ),
        ("cut braces", "## A {#a\n\nb\n", &[("missing-id", 8)]),
        ("capital id", "## A {#Ab}\n\nb\n", &[("bad-id", 8)]),
        ("marks in id", "## A {#mã}\n\nb\n", &[("bad-id", 8)]),
        ("same id", "## A {#a}\n\nb\n\n## C {#a}\n\nd\n", &[("duplicate-id", 12)]),
        ("no words", "## {#a}\n\nb\n", &[("empty-field", 8)]),
        ("title of the page", "# A\n\n## A {#a}\n\nb\n", &[("wrong-heading", 8)]),
        ("smaller heading", "## A {#a}\n\nb\n\n### C\n", &[("wrong-heading", 12)]),
        ("heading in a quote", "## A {#a}\n\nb\n\n> # C\n", &[("wrong-heading", 12)]),
        ("unknown class", "## A {#a .essay}\n\nb\n", &[("unknown-class", 8)]),
        ("choice as a class", "## A {#a .choice}\n\nb\n", &[("unknown-class", 8)]),
        ("two classes", "## A {#a .ordering .text}\n\n1. b\n2. c\n", &[("unknown-class", 8)]),
        ("unknown attribute", "## A {#a .ordering colour=red}\n\n1. b\n2. c\n", &[("unknown-attribute", 8)]),
        ("hard reading", "## A {#a difficulty=3}\n\nb\n", &[("unknown-attribute", 8)]),
        ("too hard", "## A {#a .ordering difficulty=6}\n\n1. b\n2. c\n", &[("bad-attribute", 8)]),
        ("hard in words", "## A {#a .ordering difficulty=hard}\n\n1. b\n2. c\n", &[("bad-attribute", 8)]),
        ("no such competence", "## A {#a .ordering competence=4.9}\n\n1. b\n2. c\n", &[("unknown-competence", 8)]),
        ("marks on steps", "## A {#a .ordering diacritics=optional}\n\n1. b\n2. c\n", &[("unknown-attribute", 8)]),
        ("marks otherwise", "## A {#a .text diacritics=no}\n\n- b\n", &[("bad-attribute", 8)]),
        ("nothing under it", "## A {#a}\n\n## B {#b}\n\nc\n", &[("empty-activity", 8)]),
        ("long heading", &format!("## {} {{#a}}\n\nb\n", "ạ".repeat(101)), &[("too-long", 8)]),
        (
            "41 activities",
            &(0..41).map(|n| format!("## A {{#a{n}}}\n\nb\n\n")).collect::<String>(),
            &[("too-many", 168)],
        ),
    ]);
}

#[test]
fn markup_that_lessons_do_not_have_is_refused() {
    bodies(&[
        ("block of HTML", "## A {#a}\n\nb\n\n<div>\nx\n</div>\n", &[("raw-html", 12)]),
        ("script", "## A {#a}\n\nb\n\n<script>alert(1)</script>\n", &[("raw-html", 12)]),
        ("comment", "## A {#a}\n\nb\n\n<!-- later -->\n", &[("raw-html", 12)]),
        ("HTML in a line", "## A {#a}\n\nb <br> c\n", &[("raw-html", 10)]),
        ("running link", "## A {#a}\n\n[b](javascript:alert(1))\n", &[("unsafe-link", 10)]),
        ("running link, hidden", "## A {#a}\n\n[b](&#x6A;avascript:alert(1))\n", &[("unsafe-link", 10)]),
        ("data link", "## A {#a}\n\n[b](data:text/html,x)\n", &[("unsafe-link", 10)]),
        ("link that hides where it leads", "## A {#a}\n\n[b](https://c/&#x202e;gpj)\n", &[("unsafe-link", 10)]),
        ("turned text as an entity", "## A {#a}\n\nb &rlm;c\n", &[("bidi-control", 10)]),
        ("turned title as an entity", "## A&#x202e; {#a}\n\nb\n", &[("bidi-control", 8)]),
        ("escape as an entity", "## A {#a}\n\nb&#27;[31m\n", &[("control-character", 10)]),
        ("link without scheme", "## A {#a}\n\n[b](www.example.org)\n", &[("unsafe-link", 10)]),
        ("link to a file", "## A {#a}\n\n[b](../1-dau/1-ma.md)\n", &[("unsafe-link", 10)]),
        ("link by name", "## A {#a}\n\n[b][x]\n\n[x]: vbscript:x\n", &[("unsafe-link", 10)]),
        ("link without words", "## A {#a}\n\nb [](https://example.org)\n", &[("empty-link", 10)]),
        ("code", "## A {#a}\n\nb\n\n```\nx\n```\n", &[("code-block", 12)]),
        ("code with waves", "## A {#a}\n\nb\n\n~~~sh\nx\n~~~\n", &[("code-block", 12)]),
        ("indented text", "## A {#a}\n\nb\n\n    c\n", &[("code-block", 12)]),
        ("open fence", "## A {#a}\n\nb\n\n```\nx\n\n## C {#c}\n", &[("unclosed-fence", 12)]),
        ("fence alone", "## A {#a}\n\nb\n\n```", &[("unclosed-fence", 12)]),
        ("open fence in a quote", "## A {#a}\n\nb\n\n> ```\n> x\n", &[("unclosed-fence", 12)]),
        ("footnote", "## A {#a}\n\nb[^1]\n\n[^1]: c\n", &[("unsupported-markup", 10), ("unsupported-markup", 12)]),
        ("struck out", "## A {#a}\n\n~~b~~\n", &[("unsupported-markup", 10)]),
        ("drawn line", "## A {#a}\n\nb\n\n***\n", &[("unsupported-markup", 12)]),
        ("deep lists", "## A {#a}\n\nb\n\n- - - - - - - c\n", &[("too-deep", 12)]),
        ("deep quotes", "## A {#a}\n\nb\n\n>>>>>>> c\n", &[("too-deep", 12)]),
        ("deep stress", "## A {#a}\n\nb *a **b *c **d *e* d** c* b** a*\n", &[("too-deep", 10)]),
        ("table", "## A {#a}\n\nb\n\n| c | d |\n| --- | --- |\n| e | f |\n", &[("table-outside-matching", 12)]),
        ("boxes in a list", "## A {#a}\n\n- b\n  - [ ] c\n", &[("box-outside-item", 11)]),
        ("hint to nothing", "## A {#a}\n\nb\n\n> [!TIP]\n> c\n", &[("note-outside-item", 12)]),
        ("missing picture", "## A {#a}\n\n![b](media/x.svg)\n", &[("missing-picture", 10)]),
        ("picture elsewhere", "## A {#a}\n\n![b](https://example.org/x.svg)\n", &[("missing-picture", 10)]),
        ("picture above", "## A {#a}\n\n![b](../media/x.svg)\n", &[("missing-picture", 10)]),
    ]);
}

#[test]
fn a_choice_that_can_not_be_answered_is_refused() {
    let option = |n: usize, x: &str| format!("- [{x}] o{n}\n  > f\n");
    let options = |count: usize| option(0, "x") + &(1..count).map(|n| option(n, " ")).collect::<String>();
    bodies(&[
        ("no key", "## A {#a}\n\n- [ ] b\n  > f\n- [ ] c\n  > f\n", &[("no-key", 10)]),
        ("all right", "## A {#a}\n\n- [x] b\n  > f\n- [x] c\n  > f\n", &[("bad-choice", 10)]),
        ("one option", &format!("## A {{#a}}\n\n{}", options(1)), &[("bad-choice", 10)]),
        ("nine options", &format!("## A {{#a}}\n\n{}", options(9)), &[("bad-choice", 10)]),
        ("twice the same", "## A {#a}\n\n- [x] b\n  > f\n- [ ] b\n  > f\n", &[("bad-choice", 10)]),
        ("an empty option", "## A {#a}\n\n- [x] b\n  > f\n- [ ] \u{a0}\n  > f\n", &[("bad-choice", 10)]),
        ("a box missing", "## A {#a}\n\n- [x] b\n  > f\n- c\n  > f\n", &[("box-missing", 12)]),
        ("no feedback", "## A {#a}\n\n- [x] b\n- [ ] c\n  > f\n", &[("no-feedback", 10)]),
        (
            "feedback in the middle",
            "## A {#a}\n\n- [x] b\n  > f\n\n  more\n- [ ] c\n  > f\n",
            &[("feedback-misplaced", 13)],
        ),
        (
            "feedback not indented",
            "## A {#a}\n\n- [x] b\n  > f\n- [ ] c\n\n> f\n",
            &[("no-feedback", 12), ("feedback-not-indented", 14)],
        ),
        ("two keys", "## A {#a}\n\n- [x] b\n  > f\n- [ ] c\n  > f\n\n1. [x] d\n", &[("two-keys", 15)]),
        ("text after", "## A {#a}\n\n- [x] b\n  > f\n- [ ] c\n  > f\n\nd\n", &[("text-after-item", 15)]),
        ("another note", "## A {#a}\n\n- [x] b\n  > f\n- [ ] c\n  > f\n\n> [!WARNING]\n> d\n", &[("unknown-note", 15)]),
        ("hint in a quote", "## A {#a}\n\n> b\n>\n> > [!TIP]\n> > c\n", &[("note-outside-item", 12)]),
        (
            "six hints",
            &format!("## A {{#a}}\n\n{}\n{}", options(2), "> [!TIP]\n> h\n\n".repeat(6)),
            &[("too-many", 30)],
        ),
    ]);
}

#[test]
fn a_mark_that_is_nearly_right_is_not_taken_for_text_in_silence() {
    let missed = |line| [("mark-missed", line)];
    bodies(&[
        ("no space after the box", "## A {#a}\n\n- [x]b\n- [ ]c\n", &[("mark-missed", 10), ("mark-missed", 11)]),
        ("no space before the box", "## A {#a}\n\nb\n\n-[x] c\n", &missed(12)),
        ("no space in the box", "## A {#a}\n\n- [] b\n", &missed(10)),
        ("a tick in the box", "## A {#a}\n\n- [✓] b\n", &missed(10)),
        ("a wide box", "## A {#a}\n\n- [ x ] b\n", &missed(10)),
        ("box without a hyphen", "## A {#a}\n\nb\n[x] c\n", &missed(11)),
        ("box after a dash", "## A {#a}\n\n– [x] b\n", &missed(10)),
        ("box of one sign", "## A {#a}\n\n☐ b\n", &missed(10)),
        ("heading without a space", "## A {#a}\n\nb\n\n##C {#c}\n\nd\n", &missed(12)),
        ("note with words beside it", "## A {#a}\n\nb\n\n> [!TIP] c\n", &missed(12)),
        ("note of another sort", "## A {#a}\n\nb\n\n> [!HINT]\n> c\n", &missed(12)),
        ("spaces in an address", "## A {#a}\n\n![b](media/c d.png)\n", &missed(10)),
        ("space before an address", "## A {#a}\n\nb *c* [**d**](e f)\n", &missed(10)),
        ("a source that is a name", "## A {#a}\n\nb\n\n[Nguồn]: https://example.org\n", &missed(12)),
        (
            "an empty hint",
            "## A {#a}\n\n- [x] b\n  > f\n- [ ] c\n  > f\n\n> [!TIP]\n\n> [!NOTE]\n",
            &[("empty-field", 15), ("empty-field", 17)],
        ),
    ]);
    let fine =
        "## A {#a}\n\n[B] c [1], [d][e] and \\[x] f - [x] g ##h (i)\n\n\\##j\n\n- [k] l\n\n[E]: https://example.org\n";
    bodies(&[("marks of other things", fine, &[])]);
}

#[test]
fn the_other_kinds_are_refused_when_they_can_not_be_answered() {
    bodies(&[
        ("no steps", "## A {#a .ordering}\n\nb\n", &[("no-numbered-list", 8)]),
        ("steps without numbers", "## A {#a .ordering}\n\n- b\n- c\n", &[("no-numbered-list", 8)]),
        ("one step", "## A {#a .ordering}\n\n1. b\n", &[("bad-ordering", 10)]),
        ("same steps", "## A {#a .ordering}\n\n1. b\n2. b\n", &[("bad-ordering", 10)]),
        ("steps with boxes", "## A {#a .ordering}\n\n1. [x] b\n2. c\n", &[("box-outside-item", 10)]),
        (
            "two orders",
            "## A {#a .ordering}\n\n1. b\n2. c\n\nd\n\n1. e\n",
            &[("text-after-item", 13), ("two-keys", 15)],
        ),
        ("no table", "## A {#a .matching}\n\nb\n", &[("no-table", 8)]),
        (
            "three columns",
            "## A {#a .matching}\n\n| b | c | d |\n|---|---|---|\n| e | f | g |\n",
            &[("not-two-columns", 10)],
        ),
        (
            "a third cell",
            "## A {#a .matching}\n\n| b | c |\n|---|---|\n| e | f |\n| g | h | i |\n",
            &[("not-two-columns", 13)],
        ),
        (
            "a missing cell",
            "## A {#a .matching}\n\n| b | c |\n|---|---|\n| e | f |\n| g |\n",
            &[("bad-matching", 10), ("not-two-columns", 13)],
        ),
        ("one pair", "## A {#a .matching}\n\n| b | c |\n|---|---|\n| e | f |\n", &[("bad-matching", 10)]),
        (
            "same right sides",
            "## A {#a .matching}\n\n| b | c |\n|---|---|\n| e | f |\n| g | f |\n",
            &[("bad-matching", 10)],
        ),
        (
            "41 rows",
            &format!("## A {{#a .matching}}\n\n| b | c |\n|---|---|\n{}", "| e | f |\n".repeat(41)),
            &[("too-many", 10)],
        ),
        ("no answers", "## A {#a .text}\n\nb\n", &[("no-answers", 8)]),
        ("numbered answers", "## A {#a .text}\n\n1. b\n", &[("no-answers", 8)]),
        ("only mistakes", "## A {#a .text}\n\n- [ ] b\n  > c\n", &[("no-answers", 10)]),
        ("silent mistake", "## A {#a .text}\n\n- b\n- [ ] c\n", &[("no-feedback", 11)]),
        ("feedback to the right", "## A {#a .text}\n\n- b\n  > c\n", &[("feedback-misplaced", 10)]),
        ("answer of a list", "## A {#a .text}\n\n- - b\n- c\n", &[("answer-not-plain", 10), ("bad-text", 10)]),
        ("answer of signs", "## A {#a .text}\n\n- …\n- b\n", &[("bad-text", 10), ("bad-text", 10)]),
        (
            "mark alone",
            "## A {#a .text diacritics=optional}\n\n- \u{301}\n- b\n",
            &[("bad-text", 10), ("bad-text", 10)],
        ),
        (
            "long answer",
            &format!("## A {{#a .text}}\n\n- b\n- {}\n", "c".repeat(201)),
            &[("bad-text", 10), ("bad-text", 11)],
        ),
        ("right and wrong", "## A {#a .text}\n\n- b\n- [ ] B.\n  > c\n", &[("bad-text", 10)]),
        (
            "21 answers",
            &format!("## A {{#a .text}}\n\n{}", (0..21).map(|n| format!("- b{n}\n")).collect::<String>()),
            &[("bad-text", 10)],
        ),
        (
            "21 mistakes",
            &format!(
                "## A {{#a .text}}\n\n- a\n{}",
                (0..21).map(|n| format!("- [ ] b{n}\n  > f\n")).collect::<String>()
            ),
            &[("too-many", 10)],
        ),
    ]);
}

#[test]
fn wrong_fields_are_named_with_their_line() {
    let good = format!("{HEAD}\n## A {{#a}}\n\nb\n");
    let cases: &[(&str, &str, &str, Wanted)] = &[
        ("no id", "id = \"ma\"\n", "", &[("missing-field", 2)]),
        ("empty id", "\"ma\"", "\"\"", &[("bad-id", 2)]),
        ("capital id", "\"ma\"", "\"Ma\"", &[("bad-id", 2)]),
        ("climbing id", "\"ma\"", "\"../ma\"", &[("bad-id", 2)]),
        ("id as a number", "\"ma\"", "7", &[("wrong-type", 2)]),
        ("no title", "title = \"Mã OTP\"\n", "", &[("missing-field", 2)]),
        ("empty title", "\"Mã OTP\"", "\" \"", &[("empty-field", 3)]),
        ("long title", "Mã OTP", &"ạ".repeat(101), &[("too-long", 3)]),
        ("title as a list", "\"Mã OTP\"", "[\"Mã OTP\"]", &[("wrong-type", 3)]),
        ("hidden sign in a title", "Mã OTP", "Mã\\u0000", &[("control-character", 3)]),
        ("turned title", "Mã OTP", "Mã \\u202e", &[("control-character", 3)]),
        ("no summary", "summary = \"Mã là gì.\"\n", "", &[("missing-field", 2)]),
        ("no minutes", "minutes = 5\n", "", &[("missing-field", 2)]),
        ("0 minutes", "= 5", "= 0", &[("out-of-range", 5)]),
        ("31 minutes", "= 5", "= 31", &[("out-of-range", 5)]),
        ("minus minutes", "= 5", "= -5", &[("out-of-range", 5)]),
        ("endless minutes", "= 5", "= 99999999999999999999999", &[("out-of-range", 5)]),
        ("half minutes", "= 5", "= 5.5", &[("wrong-type", 5)]),
        ("minutes in words", "= 5", "= \"5\"", &[("wrong-type", 5)]),
        ("no competence", "[\"4.2\"]", "[]", &[("out-of-range", 6)]),
        ("competence as text", "[\"4.2\"]", "\"4.2\"", &[("wrong-type", 6)]),
        ("competence as number", "[\"4.2\"]", "[4.2]", &[("wrong-type", 6)]),
        ("unknown competence", "[\"4.2\"]", "[\"4.2\", \"5.5\"]", &[("unknown-competence", 6)]),
        ("competence twice", "[\"4.2\"]", "[\"4.2\",\n\"4.2\"]", &[("duplicate-id", 7)]),
        ("unknown field", "minutes = 5", "minutes = 5\nauthor = \"A\"", &[("unknown-field", 6)]),
        ("field twice", "minutes = 5", "minutes = 5\nminutes = 6", &[("toml-syntax", 6)]),
        ("no fields", &HEAD[4..HEAD.len() - 4], "", &[("missing-field", 2); 5]),
    ];
    for (name, from, to, wanted) in cases {
        assert!(good.contains(from), "{name}");
        let wanted: Vec<_> = wanted.iter().map(|(code, line)| (LESSON, *code, *line)).collect();
        expect(name, &only_lesson(good.replacen(from, to, 1).as_bytes()), &wanted);
    }
    let draft = authoring::read(&only_lesson(good.replace("= 5", "= = 5").as_bytes()));
    assert_eq!(small_course::found(&draft)[0], (LESSON, "toml-syntax", 5));
}

#[test]
fn files_that_are_no_lessons_are_refused() {
    let good = format!("{HEAD}\n## A {{#a}}\n\nb\n");
    let spoilt = |from: &str, to: &[u8]| {
        let (before, after) = good.split_once(from).unwrap();
        [before.as_bytes(), to, after.as_bytes()].concat()
    };
    let utf16 = [b"\xff\xfe".to_vec(), good.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let heavy = good.replace("\nb\n", &format!("\n{}\n", "chữ ".repeat(13_000)));
    let cases: Vec<(&str, Vec<u8>, Wanted)> = vec![
        ("empty", vec![], &[("empty-file", 0)]),
        ("only a byte order mark", b"\xef\xbb\xbf".to_vec(), &[("empty-file", 0)]),
        ("only spaces", b" \r\n\t\r\n".to_vec(), &[("empty-file", 0)]),
        ("5 MB", vec![b'a'; 5 << 20], &[("too-large", 0)]),
        ("one byte too long", vec![b'a'; authoring::LONGEST_TEXT + 1], &[("too-large", 0)]),
        ("heavy", heavy.into_bytes(), &[("lesson-too-heavy", 0)]),
        ("no front matter", BODY.into(), &[("no-front-matter", 1)]),
        ("YAML front matter", good.replace("+++", "---").into_bytes(), &[("no-front-matter", 1)]),
        ("something before it", format!("\n{good}").into_bytes(), &[("no-front-matter", 1)]),
        ("open front matter", good.replacen("+++\n\n", "\n", 1).into_bytes(), &[("front-matter-unclosed", 1)]),
        ("only a fence", b"+++".to_vec(), &[("front-matter-unclosed", 1)]),
        ("TCVN3 bytes", spoilt("Mã OTP", b"M\xb7 OTP"), &[("not-utf8", 3)]),
        ("cut letter", spoilt("\nb\n", b"\n\xe1\xba\n"), &[("not-utf8", 11)]),
        ("UTF-16", utf16, &[("not-utf8", 1)]),
        ("TCVN3 as Unicode", spoilt("\nb\n", "\nNg©n hµng kh¸c thËt lµ m¸y\n".as_bytes()), &[("legacy-font", 11)]),
        ("NUL", spoilt("\nb\n", b"\nb\0\n"), &[("control-character", 11)]),
        ("escape", spoilt("Mã OTP", b"M\x1b[31m"), &[("control-character", 3)]),
        ("turned text", spoilt("\nb\n", "\nb \u{202e}gpj.exe\n".as_bytes()), &[("bidi-control", 11)]),
        ("isolated text", spoilt("\nb\n", "\nb \u{2066}c\u{2069}\n".as_bytes()), &[("bidi-control", 11)]),
        ("letters apart", spoilt("\nb\n", "\nma\u{303}\n".as_bytes()), &[("not-composed", 11)]),
    ];
    for (name, bytes, wanted) in cases {
        let wanted: Vec<_> = wanted.iter().map(|(code, line)| (LESSON, *code, *line)).collect();
        expect(name, &only_lesson(&bytes), &wanted);
    }
}
