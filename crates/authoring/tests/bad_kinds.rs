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
            ("never closed", "> Mở [[Cài đặt.\n> Và [[a]]\n\n1. một\n", &[("bad-gaps", 13), ("bad-gaps", 13)]),
            ("an empty gap", "> Mở [[]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("nothing said", "> Mở [[a]].\n", &[("bad-gaps", 13)]),
            ("too much said", "> Mở [[a]].\n\n1. một\n2. hai\n", &[("bad-gaps", 15)]),
            ("no right word", "> Mở [[a | b]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("two right words", "> Mở [[=a | =b]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("one word to choose", "> Mở [[=a]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("the same word twice", "> Mở [[a | =a]].\n\n1. một\n", &[("bad-gaps", 13)]),
            ("no text around", "> [[a]]\n\n1. một\n", &[("bad-gaps", 13)]),
            ("a list in the text", "> Mở [[a]].\n>\n> - x\n\n1. một\n", &[("bad-gaps", 15)]),
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
            (
                "one id twice",
                &good.replace("{#k}", "{#m}").replace("→ k", "→ m"),
                &[
                    ("bad-dialogue", 13),
                    ("bad-dialogue", 13),
                    ("bad-dialogue", 13),
                    ("bad-dialogue", 13),
                    ("duplicate-id", 22),
                ],
            ),
            (
                "no target",
                &good.replace("a → k", "a"),
                &[("bad-dialogue", 13), ("bad-dialogue", 13), ("bad-dialogue", 17)],
            ),
            (
                "an unknown target",
                &good.replace("a → k", "a → z"),
                &[("bad-dialogue", 13), ("bad-dialogue", 13), ("bad-dialogue", 17)],
            ),
            ("no box", &good.replace("- [ ] b", "- b"), &[("box-missing", 19)]),
            ("no feedback", &good.replace("  > g\n", ""), &[("no-feedback", 19)]),
            ("all wise", &good.replace("[ ]", "[x]"), &[("bad-dialogue", 13)]),
            ("none wise", &good.replace("[x]", "[ ]"), &[("bad-dialogue", 13)]),
            ("the same reply twice", &good.replace("b →", "a →"), &[("bad-dialogue", 13)]),
            ("nothing said at the end", &good.replace("Xong.\n", ""), &[("bad-dialogue", 13)]),
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
                &[("bad-practice", 16), ("bad-practice", 16), ("bad-practice", 24), ("duplicate-id", 24)],
            ),
            ("an unknown screen", &good.replace("to = \"b\"", "to = \"c\""), &[("bad-practice", 20)]),
            (
                "two kinds",
                &good.replace("{ row = \"r\"", "{ row = \"r\", button = \"b\""),
                &[("bad-practice", 16), ("bad-practice", 16), ("bad-practice", 20), ("bad-practice", 24)],
            ),
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
                &[("bad-practice", 16), ("bad-practice", 24)],
            ),
            ("never closed", &good.replace("\n```\n", "\n"), &[("unclosed-fence", 13)]),
            (
                "a picture that is not there",
                &good.replace("{ row = \"r\"", "{ picture = \"p\" },\n  { row = \"r\""),
                &[("bad-practice", 20)],
            ),
        ],
    );
}
