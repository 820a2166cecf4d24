//! What stands around every page: the head with its tabs and the language, and the foot.

use super::super::words::Words;
use super::{home_of, icon, in_language};
use domain::course::Language;
use maud::{Markup, html};

/// A frame around `main`. `address` is the page's as it is in Vietnamese.
pub fn around(words: &Words, address: &str, in_lesson: bool, main: &Markup) -> Markup {
    let language = words.language();
    let other = match language {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    };
    let tabs = [("/", "home", &words.to_home), ("/progress/", "progress", &words.to_progress)];
    let tabs = tabs.into_iter().chain([("/settings/", "settings", &words.to_settings)]);
    html! {
        div class=(if in_lesson { "frame in-lesson" } else { "frame" }) {
            a class="skip" href="#content" { (words.skip_to_content) }
            header class="head" {
                a class="brand" href=(home_of(language)) {
                    svg class="brand-mark" aria-hidden="true" { use href="#brand" {} }
                    span { (words.app_name) }
                }
                a class="language" href=(in_language(other, address)) hreflang=(other.tag()) lang=(other.tag()) {
                    (words.other_language)
                }
                // Who learns here only the phone knows: the app puts the picture in.
                a class="face" href=(in_language(language, "/profiles/")) aria-label=(words.profiles_title) {}
                nav class="tabs" aria-label=(words.main_navigation) {
                    @for (to, name, label) in tabs {
                        a class="tab" href=(in_language(language, to)) aria-current=[(to == address).then_some("page")] {
                            (icon(name)) span { (label) }
                        }
                    }
                }
            }
            p class="sync" {}
            (main)
            footer class="foot" { p { (words.footer_line) } }
        }
    }
}
