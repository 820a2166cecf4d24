//! The rules of the house that no compiler knows: arrows, names, sizes, and what may stand only in one place.
//!
//! Each rule is one small function over the repository's texts. The macro makes two tests of it: `holds` for the house as
//! it is, and `catches_its_bad_example`, because a check that can't fail is a defect. Where a rule and the code come to
//! differ for a good reason, change the rule and say the reason here.
#![cfg(not(target_arch = "wasm32"))]

mod arrows;
mod names;
mod one_place;
mod papers;
mod pieces;
mod size;
mod tree;

use tree::Tree;

/// A rule's sentence, why it is there, what it finds, and an example of what it must find.
macro_rules! rules {
    ($($sentence:ident, $why:literal, $check:path, [$(($path:literal, $text:expr)),+ $(,)?];)+) => {$(
        #[doc = $why]
        mod $sentence {
            use super::*;

            #[test]
            fn holds() {
                let breaches = $check(&Tree::house());
                assert!(breaches.is_empty(), "{}\nThe reason: {}", breaches.join("\n"), $why);
            }

            #[test]
            fn catches_its_bad_example() {
                let bad = Tree::of(&[$(($path, $text)),+]);
                assert!(!$check(&bad).is_empty(), "the rule found nothing in its bad example");
            }
        }
    )+};
}

rules! {
    modules_of_the_app_use_only_what_lies_below_them,
        "A page can be understood, and moved, without reading another page; citizens never download the desk.",
        arrows::inside_src, [("src/learn/home_page.rs", "use crate::{device::Device, oversee::Drill};\n")];
    buttons_and_fields_know_no_domain_noun,
        "What looks alike everywhere must not depend on what is shown.",
        arrows::ui_is_alone, [("src/ui/button.rs", "pub fn of(course: &domain::course::Course) {}\n")];
    crates_depend_downwards_only,
        "domain is read by phone and server alike; authoring reads files for anybody.",
        arrows::between_crates, [("crates/domain/Cargo.toml", "[dependencies]\nauthoring = { workspace = true }\n")];
    domain_and_authoring_never_wait_look_or_roll_dice,
        "The same scoring and folding must run on a phone and on the server, and twice with the same result.",
        arrows::pure_crates, [("crates/domain/src/score.rs", "let now = std::time::Instant::now();\n")];

    no_file_is_longer_than_six_hundred_lines,
        "A file is read in one sitting.",
        size::longest, [("src/learn/player.rs", &"//! One line.\n".repeat(700))];
    half_of_the_rust_files_are_short,
        "Files grow unseen; the median shows it.",
        size::median, [("src/learn/player.rs", &"//! One line.\n".repeat(700))];
    every_rust_file_says_what_it_is,
        "Whoever opens a file learns first what it is, and what it is not.",
        size::heads, [("src/learn/player.rs", "pub fn play() {}\n")];

    no_file_is_a_grab_bag,
        "A name that fits everything gathers everything.",
        names::grab_bags, [("src/learn/helpers.rs", "//! Helpers.\n")];
    types_fields_and_tables_speak_the_glossary,
        "One word for one thing (crates/domain/src/lib.rs): synonyms hide that two places mean the same.",
        names::glossary, [("crates/domain/src/item.rs", "/// A response.\npub struct QuizAnswer {\n    pub user_id: u32,\n}\n")];
    doors_and_addresses_speak_the_glossary,
        "What the API and the address bar say is said for years.",
        names::routes, [("crates/domain/src/api.rs", "pub const SCORES: &str = \"/api/learn/quiz-points\";\n")];

    only_one_file_fetches,
        "Credentials, limits and the reading of errors are decided once.",
        one_place::fetch, [("src/learn/home_page.rs", "let answer = gloo_net::http::Request::get(url);\n")];
    only_device_stores,
        "Whether something is saved has one answer, and a phone can be cleared in one place.",
        one_place::storage, [("src/learn/settings_page.rs", "window.local_storage();\n")];
    author_text_is_never_html,
        "Typed nodes can't carry a script.",
        one_place::html_strings, [("src/items/prose.rs", "view! { <p inner_html=text></p> }\n")];
    no_test_is_left_out,
        "A skipped test says passed and means nothing.",
        one_place::left_out_tests, [("tests/e2e/lesson.spec.ts", "test.skip(\"a learner finishes a lesson\", () => {});\n")];
    no_path_of_one_machine_is_written_down,
        "The repository works wherever it is cloned.",
        one_place::machine_paths, [("crates/server/tests/push.rs", "const DATA: &str = \"/home/binh/data\";\n")];

    every_test_that_a_promise_names_is_there,
        "A promise is worth the test that fails without it.",
        papers::named_tests, [("docs/security.md", "| Nobody flies | `doors.rs: nobody_flies…` |\n"), ("crates/server/tests/doors.rs", "fn x() {}\n")];

    colours_stand_in_the_tokens_only,
        "Dark, contrast and print change one file.",
        pieces::raw_colours, [("style/ui/button.css", ".button { color: #fff; }\n")];
    every_kind_of_item_has_its_files_in_every_layer,
        "A kind that can be scored but not read, shown or styled is half a kind.",
        pieces::item_kinds, [("crates/domain/src/item/choice.rs", "//! Choice.\n")];
    every_language_has_the_same_words,
        "Whoever reads English sees no hole in a page.",
        pieces::locales, [("locales/vi/learn.toml", "next = \"Tiếp\"\n"), ("locales/en/learn.toml", "")];
    trunk_uses_the_locked_wasm_bindgen,
        "Otherwise Trunk downloads another one and the module doesn't load.",
        pieces::trunk_version, [
            ("Trunk.toml", "[tools]\nwasm_bindgen = \"0.2.1\"\n"),
            ("Cargo.lock", "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.2\"\n"),
        ];
}
