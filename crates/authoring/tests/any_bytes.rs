//! Reading never fails: whatever the bytes are, there is a draft, and what could be published can be answered.

mod small_course;

use authoring::{Draft, Source, archive::read_zip};
use domain::course::Course;
use domain::edition::Edition;
use domain::item::score;
use domain::score::Score;
use proptest::prelude::*;
use small_course::{BODY, COURSE, HEAD, LESSON, SVG, good, good_but, only_lesson, png};
use std::time::{Duration, Instant};

/// What must hold of every draft.
fn holds(draft: &Draft) {
    for course in &draft.courses {
        let (id, bytes) = Edition::write(course).unwrap();
        assert_eq!(Edition::read(id, &bytes).unwrap().course, *course);
    }
    if draft.publishable() {
        for (activity, item) in draft.courses.iter().flat_map(Course::lessons).flat_map(|lesson| lesson.items()) {
            let outcome = score(item, &item.kind.key().unwrap());
            assert_eq!(outcome.map(|outcome| outcome.score), Ok(Score::FULL), "{}: {item:?}", activity.id);
        }
        for picture in draft.courses.iter().flat_map(Course::pictures) {
            assert_eq!(draft.media[&picture.media].ending, picture.ending);
        }
    }
    assert!(draft.diagnostics.iter().all(|found| !found.what.is_empty() && !found.todo.is_empty()));
}

fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "## A {#a}\n\n",
        "## B {#b .ordering}\n\n",
        "## C {#c .matching}\n",
        "## D {#d .text diacritics=optional}\n",
        "- [x] ",
        "- [ ] ",
        "- ",
        "1. ",
        "2. ",
        "  > ",
        "> ",
        "> [!TIP]\n",
        "> [!NOTE]\n",
        "| a | b |\n| - | - |\n",
        "| c | d |\n",
        "| ",
        "|",
        "\n",
        "\n\n",
        "một",
        "hai ",
        "**",
        "*",
        "`",
        "```\n",
        "![x](media/otp.png)",
        "![](",
        "[y](",
        "https://a.b)",
        "javascript:)",
        "<b>",
        "<!--",
        "    ",
        "\\",
        "&#0;",
        "\u{301}",
        "\u{202e}",
        "\0",
        "{#",
        "}",
        "+++\n",
        "~~",
        "[^1]",
        "[^1]: ",
        "---\n",
        "===\n",
        "\t",
        "…",
        "OTP",
        "<https://a.b>",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

/// Cuts, doubles, exchanges or overwrites a stretch of bytes.
fn mutated(good: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0_usize..40, 0_u8..4, any::<Vec<u8>>());
    (Just(good), prop::collection::vec(change, 1..4)).prop_map(|(mut bytes, changes)| {
        for (at, length, way, other) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            let stretch = bytes[at..end].to_vec();
            let new = match way {
                0 => Vec::new(),
                1 => [stretch.clone(), stretch].concat(),
                2 => stretch.into_iter().rev().collect(),
                _ => other,
            };
            bytes.splice(at..end, new);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_a_lesson_give_a_draft(bytes in any::<Vec<u8>>()) {
        holds(&authoring::read(&only_lesson(&bytes)));
    }

    #[test]
    fn any_pieces_of_markdown_give_a_draft(body in words()) {
        holds(&authoring::read(&good_but(LESSON, format!("{HEAD}{body}").as_bytes())));
    }

    #[test]
    fn any_text_gives_a_draft(body in "\\PC{0,200}") {
        holds(&authoring::read(&good_but(LESSON, format!("{HEAD}## A {{#a .text}}\n\n- {body}\n").as_bytes())));
    }

    #[test]
    fn a_mutated_lesson_gives_a_draft(bytes in mutated(format!("{HEAD}{BODY}").into_bytes())) {
        holds(&authoring::read(&only_lesson(&bytes)));
        holds(&authoring::read(&good_but(LESSON, &bytes)));
    }

    #[test]
    fn a_mutated_course_toml_gives_a_draft(bytes in mutated(COURSE.as_bytes().to_vec())) {
        holds(&authoring::read(&good_but("course.toml", &bytes)));
        holds(&authoring::read(&good_but("course.en.toml", &bytes)));
    }

    #[test]
    fn a_mutated_picture_gives_a_draft(svg in mutated(SVG.as_bytes().to_vec()), png in mutated(png(64, 48, b"IDAT"))) {
        let mut source = good_but("media/bia.svg", &svg);
        source.files.insert("media/otp.png".into(), png);
        holds(&authoring::read(&source));
    }

    #[test]
    fn any_paths_give_a_draft(paths in prop::collection::vec("[a-z0-9./ \\-ạ]{0,12}(\\.md|\\.en\\.md|\\.toml|/)?", 0..6)) {
        let mut source = good();
        source.files.extend(paths.into_iter().map(|path| (path, format!("{HEAD}{BODY}").into_bytes())));
        holds(&authoring::read(&source));
    }

    #[test]
    fn any_bytes_as_an_archive_give_a_course_or_a_reason(bytes in any::<Vec<u8>>()) {
        prop_assert!(read_zip(&bytes).is_err_and(|diagnostics| !diagnostics.is_empty()));
        let _ = read_zip(&[b"PK\x03\x04", bytes.as_slice(), b"PK\x05\x06", &[0; 18]].concat());
    }
}

#[test]
fn a_good_lesson_cut_at_any_byte_gives_a_draft() {
    let lesson = format!("{HEAD}{BODY}");
    for end in 0..lesson.len() {
        holds(&authoring::read(&only_lesson(&lesson.as_bytes()[..end])));
    }
}

#[test]
fn hostile_lessons_of_full_length_are_read_in_moments() {
    let fill = |piece: &str| piece.repeat((authoring::LONGEST_TEXT - 500) / piece.len());
    let numbered = |start: &str| (0..15_000).map(|n| format!("{start}{n}\n")).collect::<String>();
    let links: String = (0..20_000).map(|n| format!("[{n}]: /a\n")).collect();
    let fences: String = (1..700).map(|n| "`".repeat(n) + "a").collect();
    let columns = format!("{}\n{}\n{}", "|a".repeat(20_000), "|-".repeat(20_000), "|b\n".repeat(20_000));
    let bodies = [
        fill(">"),
        fill("> "),
        fill("- "),
        fill("1. "),
        fill("*"),
        fill("**a "),
        fill("_a"),
        fill("["),
        fill("![]("),
        fill("[a]("),
        fill("[a](<b"),
        fill("<"),
        fill("<a "),
        fill("<!--"),
        fill("<?"),
        fill("<![CDATA["),
        fill("&"),
        fill("\\"),
        fill("~~"),
        fill("|"),
        fill("| a | b |\n|-|-|\n"),
        fill("## A\n"),
        fill("## A {#a}\n\nb\n\n"),
        fill("- [x] a\n"),
        fill("- [ ] a\n  > b\n"),
        fill("a\n"),
        fill("[^1]"),
        fill("[^a]: b\n\n"),
        fill("```\n"),
        fill("\u{301}"),
        fill("a\u{301}"),
        fill("{"),
        fill("## {#a a=b "),
        fill(" "),
        fill("\t"),
        fill("\n"),
        fill("![a](media/x.svg)\n\n"),
        fill("1. a\n"),
        fill("g©n "),
        fill("+++\n"),
        fill("<b@c.d>"),
        fences,
        links,
        columns,
        numbered("- [x] "),
        numbered("- [ ] "),
        numbered("1. "),
        numbered("- "),
        format!("{}\n{}", numbered("- "), numbered("- [ ] b")),
        format!("| a | b |\n|-|-|\n{}", numbered("| a | ")),
    ];
    let heads = ["## A {#a}\n\n", "## A {#a .text}\n\n", "## A {#a .matching}\n\n", "## A {#a .ordering}\n\n", ""];
    // Each body under two of the heads; all of them under all take a minute in a debug build.
    for (head, body) in (0..).zip(&bodies).flat_map(|(n, body)| [(heads[n % 5], body), (heads[n % 2], body)]) {
        let text = format!("{HEAD}{head}{body}");
        let source = only_lesson(&text.as_bytes()[..text.floor_char_boundary(authoring::LONGEST_TEXT)]);
        let start = Instant::now();
        holds(&authoring::read(&source));
        let took = start.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?} for {head:?} and {:?}", &body[..body.floor_char_boundary(20)]);
    }
}

#[test]
fn hostile_fields_of_full_length_are_read_in_moments() {
    let fill = |piece: &str| piece.repeat(authoring::LONGEST_TEXT / piece.len());
    for toml in [
        fill("["),
        fill("{a="),
        fill("a."),
        fill("[a]\n"),
        fill("[[a]]\n"),
        fill("\""),
        fill("'''\n"),
        fill("x = 1\n"),
        fill("=\n"),
        fill("#\n"),
        format!("id = [{}", fill("\"a\",")),
        format!("x = \"{}", fill("\\u0041")),
        (0..20_000).map(|n| format!("x{n} = 1\n")).collect(),
    ] {
        let start = Instant::now();
        holds(&authoring::read(&good_but("course.toml", &toml.as_bytes()[..toml.len().min(authoring::LONGEST_TEXT)])));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {:?}", start.elapsed(), &toml[..8]);
    }
}

#[test]
fn a_course_as_large_as_may_be_is_read_in_moments() {
    let mut source = Source::default();
    source.files.insert("course.toml".into(), COURSE.into());
    for number in 0..1_900 {
        source.files.insert(format!("1-dau/{number}-x.md"), vec![b'>'; 10_000]);
    }
    let start = Instant::now();
    let draft = authoring::read(&source);
    assert!(!draft.publishable());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
