//! Course checks and placement pools: every way to write them wrongly that we could think of, with exactly what is said.

mod small_course;

use authoring::{Draft, Source};
use domain::api::Severity;
use small_course::source;

/// A course of two lessons, the second its check, without pictures; `extra` goes into course.toml.
fn course(extra: &str, chapters: &[(&str, &[(&str, String)])]) -> Source {
    let mut toml = format!(
        "id = \"an-toan\"\ntitle = \"A\"\nsummary = \"B.\"\nlanguage = \"vi\"\nlicence = \"CC-BY-4.0\"\naudience = \"C\"\n\
         teaches = [\"D\"]\ncompetences = [\"4.2\"]\nlevel = 1\nmastery = 0.8\n{extra}"
    );
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (folder, lessons) in chapters {
        toml.push_str(&format!("\n[[chapters]]\nfolder = \"{folder}\"\ntitle = \"E\"\n"));
        files.extend(lessons.iter().map(|(name, text)| (format!("{folder}/{name}"), text.clone().into_bytes())));
    }
    files.push(("course.toml".into(), toml.into_bytes()));
    source(&files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// A lesson whose line 7 is `extra`, then items from line 10 on, 8 lines each.
fn lesson(id: &str, extra: &str, items: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"F\"\nsummary = \"G.\"\nminutes = 5\ncompetences = [\"4.2\"]\n{extra}\n+++\n\n{items}"
    )
}

/// Items whose keys stand in turn, each with the marks asked for.
fn items(count: usize, marks: impl Fn(usize) -> String) -> String {
    let item = |n: usize| {
        let (a, b) = if n.is_multiple_of(2) { ('x', ' ') } else { (' ', 'x') };
        format!("## H {{#a{n} {}}}\n\nChọn {n}.\n\n- [{a}] một\n  > Nghe {n}.\n- [{b}] hai\n  > Xem {n}.\n\n", marks(n))
    };
    (0..count).map(item).collect()
}

fn plain(count: usize) -> String {
    items(count, |_| String::new())
}

/// Marks that spread over all areas and difficulties.
fn spread(n: usize) -> String {
    format!("difficulty={} competence={}.1", n / 5 % 5 + 1, n % 5 + 1)
}

fn check(extra: &str, items: String) -> Source {
    course(
        "",
        &[("1-dau", &[("1-mot.md", lesson("mot", "", &plain(1))), ("2-kiem-tra.md", lesson("k", extra, &items))])],
    )
}

/// A placement course of one lesson. `placement` stands on line 11 of course.toml.
fn pool(placement: &str, extra: &str, items: String) -> Source {
    course(&format!("placement = {placement}\n"), &[("1-dau", &[("1-vao.md", lesson("v", extra, &items))])])
}

/// Everything found: file, line, code, what, and what to do. Hints are no matter of pools.
fn told(source: &Source) -> (Draft, Vec<String>) {
    let draft = authoring::read(source);
    let found =
        draft.diagnostics.iter().filter(|found| found.code != "no-hint" && found.code != "competence-not-assessed");
    let lines = found.map(|d| format!("{}:{} [{}] {} — {}", d.file, d.line, d.code, d.what, d.todo)).collect();
    (draft, lines)
}

const CHECK: &str = "1-dau/2-kiem-tra.md";
const POOL: &str = "1-dau/1-vao.md";

#[test]
fn a_good_check_and_a_good_pool_are_read_as_they_are_meant() {
    let (draft, found) = told(&check("draw = 3", plain(6)));
    assert_eq!(found, Vec::<String>::new());
    let lessons: Vec<_> = draft.courses[0].lessons().map(|lesson| lesson.draw).collect();
    assert_eq!((lessons, draft.courses[0].placement), (vec![None, Some(3)], false));
    assert_eq!(domain::check::forms(draft.courses[0].lessons().last().unwrap()), 2);

    let (draft, found) = told(&pool("true", "", items(60, spread)));
    assert_eq!(found, Vec::<String>::new());
    assert!(draft.publishable() && draft.courses[0].placement);
    assert!(!told(&pool("false", "", plain(2))).0.courses[0].placement);
}

#[test]
fn a_wrong_check_is_told_with_its_line_and_what_to_do() {
    let reading = |count| format!("{}## Đọc {{#doc}}\n\nĐọc đi.\n", plain(count));
    let at = |line: u32, rest: &str| format!("{CHECK}:{line} {rest}");
    let range = "[out-of-range] `draw` must be 2 to 20 — change it to 2 to 20";
    let cases: Vec<(&str, Source, Vec<String>)> = vec![
        (
            "in words",
            check("draw = \"ba\"", plain(6)),
            vec![at(7, "[wrong-type] `draw` is of the wrong type — write a whole number")],
        ),
        (
            "a fraction",
            check("draw = 2.5", plain(6)),
            vec![at(7, "[wrong-type] `draw` is of the wrong type — write a whole number")],
        ),
        ("nothing drawn", check("draw = 0", plain(6)), vec![at(7, range)]),
        ("one drawn", check("draw = 1", plain(6)), vec![at(7, range)]),
        ("too much drawn", check("draw = 21", plain(6)), vec![at(7, range)]),
        ("less than nothing", check("draw = -3", plain(6)), vec![at(7, range)]),
        ("endless", check("draw = 99999999999999999999", plain(6)), vec![at(7, range)]),
        (
            "twice",
            check("draw = 3\ndraw = 3", plain(6)),
            vec![at(
                8,
                "[toml-syntax] this can't be read as TOML: duplicate key — write fields as `name = \"text\"`, each once, one on a line",
            )],
        ),
        (
            "a slip",
            check("drew = 3", plain(6)),
            vec![at(7, "[unknown-field] `drew` is no field of this file — remove it, or look for a slip in its name")],
        ),
        (
            "one item short",
            check("draw = 3", plain(5)),
            vec![at(7, "[pool-too-small] 3 are drawn, so 6 items are needed; here are 5 — add items, or draw fewer")],
        ),
        (
            "something to read",
            check("draw = 3", reading(6)),
            vec![at(
                64,
                "[pool-has-reading] “doc” has nothing to answer, but only items can be drawn — add an item to it, or move it into another lesson",
            )],
        ),
        (
            "reading counts for nothing",
            check("draw = 3", reading(5)),
            vec![
                at(7, "[pool-too-small] 3 are drawn, so 6 items are needed; here are 5 — add items, or draw fewer"),
                at(
                    55,
                    "[pool-has-reading] “doc” has nothing to answer, but only items can be drawn — add an item to it, or move it into another lesson",
                ),
            ],
        ),
        (
            "a pool without end",
            check("draw = 2", plain(101)),
            vec![at(910, "[too-many] a lesson has at most 100 activities — divide it into several lessons")],
        ),
    ];
    for (name, source, wanted) in cases {
        let (draft, found) = told(&source);
        assert_eq!(found, wanted, "{name}");
        assert!(!draft.publishable(), "{name}");
    }
}

#[test]
fn a_check_stands_at_the_end_of_its_course() {
    let what = "[check-not-last] a course check must be the last lesson of the last chapter — move it to the end, or remove `draw`";
    let (one, k) = (lesson("mot", "", &plain(1)), lesson("k", "draw = 2", &plain(4)));
    let first = course("", &[("1-dau", &[("1-k.md", k.clone()), ("2-mot.md", one.clone())])]);
    assert_eq!(told(&first).1, [format!("1-dau/1-k.md:7 {what}")]);
    let early = course("", &[("1-dau", &[("1-k.md", k.clone())]), ("2-sau", &[("1-mot.md", one)])]);
    assert_eq!(told(&early).1, [format!("1-dau/1-k.md:7 {what}")]);
    let again = lesson("k2", "draw = 2", &plain(4));
    let two = course("", &[("1-dau", &[("1-k.md", k), ("2-k.md", again)])]);
    assert_eq!(told(&two).1, [format!("1-dau/1-k.md:7 {what}")]);
}

#[test]
fn a_translation_draws_as_its_original_does() {
    let english = |extra: &str| {
        let mut source = check("draw = 3", plain(6));
        source.files.insert("1-dau/2-kiem-tra.en.md".into(), lesson("k", extra, &plain(6)).into_bytes());
        told(&source).1.into_iter().filter(|line| line.contains("translation-differs")).collect::<Vec<_>>()
    };
    let todo = "make it as the original is, or change the original";
    assert_eq!(english("draw = 3"), Vec::<String>::new());
    assert_eq!(
        english(""),
        [format!("1-dau/2-kiem-tra.en.md:2 [translation-differs] the original has draw = 3 — {todo}")]
    );
    assert_eq!(
        english("draw = 2"),
        [format!("1-dau/2-kiem-tra.en.md:7 [translation-differs] the original has draw = 3 — {todo}")]
    );
}

#[test]
fn a_wrong_placement_pool_is_told_with_its_line_and_what_to_do() {
    let at = |line: u32, rest: &str| format!("{POOL}:{line} {rest}");
    let toml = |line: u32, rest: &str| format!("course.toml:{line} {rest}");
    let flag = "[wrong-type] `placement` is of the wrong type — write true or false, without quotation marks";
    let uneven = |area: usize, count: usize| {
        format!(
            "[pool-uneven] area {area} has {count} items, so little can be said of it — add items with competence={area}.…"
        )
    };
    let no_third = |n: usize| spread(n).replace("difficulty=3", "difficulty=4");
    let no_fifth = |n: usize| spread(n).replace("=5.1", if n == 4 { "=5.1" } else { "=4.1" });
    let cases: Vec<(&str, Source, Vec<String>)> = vec![
        ("in quotation marks", pool("\"true\"", "", plain(2)), vec![toml(11, flag)]),
        ("a number", pool("1", "", plain(2)), vec![toml(11, flag)]),
        (
            "one item short",
            pool("true", "", items(19, spread)),
            vec![at(
                2,
                "[pool-too-small] a placement pool needs 20 items or more; here are 19 — add items of all areas and difficulties",
            )],
        ),
        (
            "something to read",
            pool("true", "", format!("{}## Đọc {{#doc}}\n\nĐọc đi.\n", items(25, spread))),
            vec![at(
                235,
                "[pool-has-reading] “doc” has nothing to answer, but only items can be drawn — add an item to it, or move it into another lesson",
            )],
        ),
        (
            "a check in it",
            pool("true", "draw = 5", items(25, spread)),
            vec![at(
                7,
                "[bad-placement] `draw` means nothing in a placement pool: how many are given follows from the answers — remove `draw`",
            )],
        ),
        ("a poor area", pool("true", "", items(25, no_fifth)), vec![at(2, &uneven(5, 1))]),
        (
            "no middle",
            pool("true", "", items(25, no_third)),
            vec![at(
                2,
                "[pool-uneven] no item has difficulty 3, so who is there is hard to tell from neighbours — add items with difficulty=3",
            )],
        ),
        (
            "two lessons",
            course(
                "placement = true\n",
                &[(
                    "1-dau",
                    &[
                        ("1-vao.md", lesson("v", "", &items(25, spread))),
                        ("2-vao.md", lesson("w", "", &items(25, spread).replace("Chọn", "Hãy chọn"))),
                    ],
                )],
            ),
            vec![toml(
                11,
                "[bad-placement] a placement course is one lesson, the pool; here are 2 — put all items into one lesson",
            )],
        ),
    ];
    for (name, source, wanted) in cases {
        let (draft, found) = told(&source);
        assert_eq!(found, wanted, "{name}");
        let uneven = draft.diagnostics.iter().all(|found| found.severity == Severity::Warning);
        assert_eq!(draft.publishable(), uneven, "{name}: only unevenness is let through");
    }
}
