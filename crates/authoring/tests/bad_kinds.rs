//! The later kinds of items written wrongly: each with its code and line, and nothing else said.

mod small_course;

use small_course::{HEAD, LESSON, expect, only_lesson};

/// A name, the key, and what is to be found: code and line.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, u32)]);

/// Expects findings in a lesson of one activity, whose heading stands on line 9 and whose key begins on line 13.
fn items(class: &str, cases: &[Case]) {
    for (name, key, wanted) in cases {
        let text = format!("{HEAD}\n## A {{#a .{class}}}\n\nLàm đi.\n\n{key}");
        let wanted: Vec<_> = wanted.iter().map(|(code, line)| (LESSON, *code, *line)).collect();
        expect(name, &only_lesson(text.as_bytes()), &wanted);
    }
}

#[test]
fn a_grouping_that_cannot_be_sorted_is_refused() {
    let good = "- Nên\n  - a\n    > f1\n  - b\n    > f2\n- Tránh\n  - c\n    > f3\n";
    items(
        "grouping",
        &[
            ("good", good, &[]),
            ("nothing to sort", "", &[("bad-grouping", 9)]),
            ("a numbered list", "1. Nên\n2. Tránh\n", &[("bad-grouping", 9)]),
            ("one pile", "- Nên\n  - a\n    > f\n  - b\n    > g\n  - c\n    > h\n", &[("bad-grouping", 13)]),
            ("a pile without cards", "- Nên\n  - a\n    > f\n- Tránh\n", &[("bad-grouping", 16)]),
            ("two cards", "- Nên\n  - a\n    > f\n- Tránh\n  - b\n    > g\n", &[("bad-grouping", 13)]),
            ("the same card twice", &good.replace("- b", "- a"), &[("bad-grouping", 13)]),
            ("the same pile twice", &good.replace("Tránh", "Nên"), &[("bad-grouping", 13)]),
            ("no feedback", &good.replace("    > f2\n", ""), &[("no-feedback", 16)]),
            ("a box at a card", &good.replace("- b", "- [x] b"), &[("box-outside-item", 16)]),
            ("a box at a pile", &good.replace("- Tránh", "- [ ] Tránh"), &[("box-outside-item", 18)]),
            ("text after the cards", &format!("{good}\n  Thêm.\n"), &[("bad-grouping", 22)]),
            (
                "a second list",
                &format!("{good}\nThêm.\n\n- Nữa\n  - x\n"),
                &[("text-after-item", 22), ("two-keys", 24)],
            ),
            (
                "six piles",
                &"- P\n  - a\n    > f\n"
                    .repeat(6)
                    .split("- P")
                    .enumerate()
                    .map(|(n, t)| {
                        if n == 0 {
                            String::new()
                        } else {
                            format!("- P{n}{}", t.replace("- a", &format!("- a{n}")).replace("> f", &format!("> f{n}")))
                        }
                    })
                    .collect::<String>(),
                &[("bad-grouping", 13)],
            ),
            ("a pile without a name", &good.replace("- Tránh\n", "- ![x](media/x.svg)\n"), &[("missing-picture", 18)]),
            (
                "one card more than fit",
                &format!("{good}{}", (0..10).map(|n| format!("  - d{n}\n    > h{n}\n")).collect::<String>()),
                &[("bad-grouping", 13)],
            ),
            (
                "feedback that belongs to nothing",
                &good.replace("    > f3", "\n> f3"),
                &[("no-feedback", 19), ("feedback-not-indented", 21)],
            ),
        ],
    );
}

#[test]
fn a_text_with_gaps_that_cannot_be_filled_is_refused() {
    items(
        "gaps",
        &[
            ("good", "> Mở [[Cài đặt]] rồi [[a | =b]].\n\n1. một\n2. hai\n", &[]),
            ("no quote", "Mở [[Cài đặt]].\n", &[("bad-gaps", 9)]),
            ("no gap", "> Mở Cài đặt.\n\n1. một\n", &[("bad-gaps", 13)]),
            ("never closed", "> Mở [[Cài đặt.\n> Và [[a]]\n\n1. một\n", &[("bad-gaps", 13)]),
            ("an empty gap", "> Mở [[]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("nothing said", "> Mở [[a]].\n", &[("no-feedback", 13)]),
            ("too much said", "> Mở [[a]].\n\n1. một\n2. hai\n", &[("bad-gaps", 15)]),
            ("no right word", "> Mở [[a | b]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("two right words", "> Mở [[=a | =b]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("one word to choose", "> Mở [[=a]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("the same word twice", "> Mở [[a | =a]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("no text around", "> [[a]]\n\n1. một\n", &[("bad-gaps", 13)]),
            ("a list in the text", "> Mở [[a]].\n>\n> - x\n\n1. một\n", &[("bad-gaps", 15)]),
            ("closed and never begun", "> Mở a]] và [[b]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("two words that fit are one", "> Mở [[a; A.]] nhé.\n\n1. một\n", &[("bad-gaps", 13)]),
            ("both ways of parting", "> Mở [[a; b | =c]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("nine gaps", &format!("> Mở {}.\n\n{}", "[[a]] ".repeat(9), "1. n\n".repeat(9)), &[("bad-gaps", 13)]),
            ("a word too long", &format!("> Mở [[{}]].\n\n1. một\n", "a".repeat(61)), &[("bad-gaps", 13)]),
        ],
    );
}

#[test]
fn a_text_to_inspect_whose_parts_are_not_clear_is_refused() {
    items(
        "inspect",
        &[
            ("good", "> **Ai**\n>\n> Bấm [[ngay]] hoặc [[thôi]].\n\n1. [x] gấp\n2. [ ] hiền\n", &[]),
            ("no quote", "Bấm ngay.\n", &[("bad-inspect", 9)]),
            ("nobody", "> Bấm [[ngay]] [[thôi]].\n\n1. [x] gấp\n2. [ ] hiền\n", &[("bad-inspect", 13)]),
            ("no parts", "> **Ai**\n>\n> Bấm ngay.\n\n1. [x] gấp\n", &[("bad-inspect", 13)]),
            ("nothing explained", "> **Ai**\n>\n> Bấm [[ngay]] [[thôi]].\n", &[("bad-inspect", 13)]),
            ("one missing", "> **Ai**\n>\n> Bấm [[ngay]] [[thôi]].\n\n1. [x] gấp\n", &[("bad-inspect", 13)]),
            (
                "one too many",
                "> **Ai**\n>\n> [[ngay]] [[thôi]].\n\n1. [x] a\n2. [ ] b\n3. [ ] c\n",
                &[("bad-inspect", 17)],
            ),
            ("no box", "> **Ai**\n>\n> [[ngay]] [[thôi]].\n\n1. [x] a\n2. b\n", &[("box-missing", 18)]),
            ("all suspicious", "> **Ai**\n>\n> [[ngay]] [[thôi]].\n\n1. [x] a\n2. [x] b\n", &[("bad-inspect", 13)]),
            ("none suspicious", "> **Ai**\n>\n> [[ngay]] [[thôi]].\n\n1. [ ] a\n2. [ ] b\n", &[("bad-inspect", 13)]),
            ("one part", "> **Ai**\n>\n> Bấm [[ngay]].\n\n1. [x] a\n", &[("bad-inspect", 13)]),
            ("an empty part", "> **Ai**\n>\n> Bấm [[]] [[thôi]].\n\n1. [x] a\n2. [ ] b\n", &[("bad-inspect", 13)]),
            ("never closed", "> **Ai**\n>\n> Bấm [[ngay và [[thôi]].\n\n1. [x] a\n2. [ ] b\n", &[("bad-inspect", 15)]),
            (
                "never begun",
                "> **Ai**\n>\n> Bấm ngay]] [[thôi]] [[a]].\n\n1. [x] a\n2. [ ] b\n",
                &[("bad-inspect", 15)],
            ),
            ("said of nothing", "> **Ai**\n>\n> Bấm [[ngay]] [[thôi]].\n\n1. [x]\n2. [ ] b\n", &[("bad-inspect", 13)]),
            (
                "another list",
                "> **Ai**\n>\n> Bấm [[ngay]] [[thôi]].\n\n- [x] a\n- [ ] b\n",
                &[("bad-inspect", 13), ("text-after-item", 17)],
            ),
            (
                "a picture in the text",
                "> **Ai**\n>\n> Bấm [[ngay]] [[thôi]].\n>\n> ![x](media/otp.png)\n\n1. [x] a\n2. [ ] b\n",
                &[("missing-picture", 17)],
            ),
        ],
    );
}

#[test]
fn a_dialogue_that_comes_to_no_end_is_refused() {
    let good = "### Ai {#m}\n\nChào.\n\n- [x] a → k\n  > f\n- [ ] b → k\n  > g\n\n### Hết {#k}\n\nXong.\n";
    items(
        "dialogue",
        &[
            ("good", good, &[]),
            ("no turns", "", &[("bad-dialogue", 9)]),
            ("no id", &good.replace(" {#m}", ""), &[("missing-id", 13)]),
            ("one id twice", &good.replace("{#k}", "{#m}").replace("→ k", "→ m"), &[("duplicate-id", 22)]),
            ("no target", &good.replace("a → k", "a"), &[("bad-dialogue", 17)]),
            ("an unknown target", &good.replace("a → k", "a → z"), &[("bad-dialogue", 17)]),
            ("no box", &good.replace("- [ ] b", "- b"), &[("box-missing", 19)]),
            ("no feedback", &good.replace("  > g\n", ""), &[("no-feedback", 19)]),
            ("all wise", &good.replace("[ ]", "[x]"), &[("bad-dialogue", 13)]),
            ("none wise", &good.replace("[x]", "[ ]"), &[("bad-dialogue", 13), ("bad-dialogue", 13)]),
            ("the same reply twice", &good.replace("b →", "a →"), &[("bad-dialogue", 13)]),
            ("nothing said at the end", &good.replace("Xong.\n", ""), &[("bad-dialogue", 13)]),
            ("nothing said at first", &good.replace("Chào.\n", ""), &[("bad-dialogue", 13)]),
            ("one reply", &good.replace("- [ ] b → k\n  > g\n", ""), &[("bad-dialogue", 13), ("bad-dialogue", 13)]),
            (
                "five replies",
                &good.replace("- [ ] b", "- [ ] c → k\n  > h\n- [ ] d → k\n  > i\n- [ ] e → k\n  > j\n- [ ] b"),
                &[("bad-dialogue", 13)],
            ),
            ("back to where one was", &good.replace("a → k", "a → m"), &[("bad-dialogue", 13), ("bad-dialogue", 13)]),
            ("a turn that nobody comes to", &format!("{good}\n### Lạc {{#l}}\n\nHở?\n"), &[("bad-dialogue", 13)]),
            ("text after the replies", &good.replace("### Hết", "Thêm.\n\n### Hết"), &[("text-after-item", 22)]),
            (
                "a turn where one can only err",
                &good
                    .replace("- [ ] b → k", "- [ ] b → n")
                    .replace("### Hết", "### Ai {#n}\n\nSao?\n\n- [ ] x → k\n  > h\n- [ ] y → k\n  > i\n\n### Hết"),
                &[("bad-dialogue", 13)],
            ),
        ],
    );
}

#[test]
fn a_practice_that_cannot_be_done_is_refused() {
    let good = "```practice\napp = \"Tập\"\n\n[[screens]]\nid = \"a\"\ntitle = \"A\"\nparts = [\n  { row = \"r\", to = \"b\" },\n  { button = \"x\", wrong = \"sai\" },\n]\n\n[[screens]]\nid = \"b\"\ntitle = \"B\"\ngoal = \"Xong\"\n```\n";
    items(
        "practice",
        &[
            ("good", good, &[]),
            ("nothing", "", &[("bad-practice", 9)]),
            ("no TOML", "```practice\napp = \n```\n", &[("toml-syntax", 14)]),
            ("no app", &good.replace("app = \"Tập\"\n", ""), &[("missing-field", 14)]),
            ("no title", &good.replace("title = \"A\"\n", ""), &[("missing-field", 16)]),
            (
                "one id twice",
                &good.replace("id = \"b\"", "id = \"a\"").replace("to = \"b\"", "to = \"a\""),
                &[("duplicate-id", 24)]),
            ("an unknown screen", &good.replace("to = \"b\"", "to = \"c\""), &[("bad-practice", 20)]),
            (
                "two kinds",
                &good.replace("{ row = \"r\"", "{ row = \"r\", button = \"b\""),
                &[("bad-practice", 20)]),
            (
                "an unknown field",
                &good.replace("wrong = \"sai\"", "wrong = \"sai\", colour = \"red\""),
                &[("unknown-field", 21)],
            ),
            (
                "no goal",
                &good.replace("goal = \"Xong\"", "hint = \"Xong\""),
                &[("bad-practice", 16), ("bad-practice", 24)],
            ),
            ("nothing wrong", &good.replace(", wrong = \"sai\"", ""), &[("nothing-wrong", 13)]),
            (
                "accepts nothing",
                &good.replace(
                    "{ button = \"x\", wrong = \"sai\" }",
                    "{ field = \"x\" },\n  { button = \"y\", wrong = \"sai\" }",
                ),
                &[("bad-practice", 16)],
            ),
            (
                "a goal and a failure",
                &good.replace("goal = \"Xong\"", "goal = \"Xong\"\nfailed = \"Mất\""),
                &[("bad-practice", 24)]),
            ("never closed", &good.replace("\n```\n", "\n"), &[("unclosed-fence", 13)]),
            ("a dead end", &good.replace("row = \"r\", to", "row = \"s\", to = \"c\" },\n  { row = \"r\", to").replace("\n```\n", "\n\n[[screens]]\nid = \"c\"\ntitle = \"C\"\n```\n"), &[("bad-practice", 30)]),
            ("a screen that nothing leads to", &good.replace("\n```\n", "\n\n[[screens]]\nid = \"c\"\ntitle = \"C\"\nfailed = \"Hỏng\"\n```\n"), &[("bad-practice", 29)]),
            ("only in circles", &good.replace("row = \"r\", to", "row = \"s\", to = \"c\" },\n  { row = \"r\", to").replace("\n```\n", "\n\n[[screens]]\nid = \"c\"\ntitle = \"C\"\nparts = [{ row = \"u\", to = \"d\" }]\n\n[[screens]]\nid = \"d\"\ntitle = \"D\"\nparts = [{ row = \"v\", to = \"c\" }]\n```\n"), &[("bad-practice", 30), ("bad-practice", 35)]),
            ("to its own screen", &good.replace("button = \"x\", wrong", "button = \"x\", to = \"a\", wrong"), &[("bad-practice", 16)]),
            ("a field that is tapped", &good.replace("button = \"x\", wrong", "field = \"x\", accepts = [\"1\"], wrong"), &[("bad-practice", 16)]),
            ("a switch that is neither on nor off", &good.replace("button = \"x\", wrong", "toggle = \"y\", accepts = [\"yes\"] },\n  { button = \"x\", wrong"), &[("bad-practice", 16)]),
            ("13 parts", &good.replace("  { button", &format!("{}  {{ button", "  { text = \"t\" },\n".repeat(11))), &[("out-of-range", 19)]),
            ("too heavy", &good.replace("wrong = \"sai\"", &format!("wrong = \"sai\" }},\n{}  {{ text = \"t\"", format!("  {{ text = \"{}\" }},\n", "ậ".repeat(290)).repeat(9))), &[("bad-practice", 13)]),
            (
                "a picture that is not there",
                &good.replace("{ row = \"r\"", "{ picture = \"p\" },\n  { row = \"r\""),
                &[("bad-practice", 20)],
            ),
        ],
    );
}

#[test]
fn a_picture_with_areas_that_cannot_be_hit_is_refused() {
    let good = "![Máy](media/otp.png)\n\n- [x] Đỏ (0, 0, 40, 100)\n  > f\n- [ ] Xanh (50, 0, 40, 100)\n  > g\n";
    let areas = |cases: &[Case]| {
        for (name, key, wanted) in cases {
            let text = format!("{HEAD}\n## A {{#a .hotspot}}\n\nLàm đi.\n\n{key}");
            let wanted: Vec<_> = wanted.iter().map(|(code, line)| (LESSON, *code, *line)).collect();
            let mut source = only_lesson(text.as_bytes());
            if key.contains("](media/otp.png)") {
                source.files.insert("media/otp.png".into(), small_course::png(64, 48, b"IDAT"));
            }
            expect(name, &source, &wanted);
        }
    };
    areas(&[
        ("good", good, &[]),
        ("no list", "![Máy](media/otp.png)\n", &[("bad-hotspot", 9)]),
        ("no picture", &good.replace("![Máy](media/otp.png)\n\n", ""), &[("bad-hotspot", 13)]),
        (
            "the picture afterwards",
            &format!("{}\n![Máy](media/otp.png)\n", good.replace("![Máy](media/otp.png)\n\n", "")),
            &[("bad-hotspot", 13), ("text-after-item", 18)],
        ),
        ("no box", &good.replace("- [ ] Xanh", "- Xanh"), &[("box-missing", 17)]),
        ("no feedback", &good.replace("  > g\n", ""), &[("no-feedback", 17)]),
        ("no place", &good.replace(" (50, 0, 40, 100)", ""), &[("bad-hotspot", 17)]),
        ("three numbers", &good.replace("(50, 0, 40, 100)", "(50, 0, 40)"), &[("bad-hotspot", 17)]),
        ("a number that is none", &good.replace("(50, 0, 40, 100)", "(50, 0, 40, x)"), &[("bad-hotspot", 17)]),
        ("a number below nothing", &good.replace("(50, 0, 40, 100)", "(-5, 0, 40, 100)"), &[("bad-hotspot", 17)]),
        ("out of the picture", &good.replace("(50, 0, 40, 100)", "(70, 0, 40, 100)"), &[("bad-hotspot", 15)]),
        ("too small for a thumb", &good.replace("(50, 0, 40, 100)", "(50, 0, 5, 100)"), &[("bad-hotspot", 15)]),
        ("one on the other", &good.replace("(50, 0, 40, 100)", "(10, 0, 40, 100)"), &[("bad-hotspot", 15)]),
        ("no name", &good.replace("Xanh (50", "(50"), &[("bad-hotspot", 15)]),
        ("one name twice", &good.replace("Xanh", "đỏ"), &[("bad-hotspot", 15)]),
        ("none right", &good.replace("[x]", "[ ]"), &[("no-key", 15)]),
        ("all right", &good.replace("[ ]", "[x]"), &[("bad-hotspot", 15)]),
        ("one area", &good.replace("- [ ] Xanh (50, 0, 40, 100)\n  > g\n", ""), &[("bad-hotspot", 15)]),
        ("a list without boxes", &good.replace("[x] ", "").replace("[ ] ", ""), &[("bad-hotspot", 9)]),
        ("no words for the picture", &good.replace("![Máy]", "![]"), &[("missing-alt", 13)]),
    ]);
}
