//! What is answered where there is nothing: a friendly page to a person, a plain line to a program; never the app's page.

use super::file::{File, Keep};
use super::{Site, pages, shell};
use axum::http::{HeaderMap, header};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The file to send with 404.
#[must_use]
pub fn missing(site: &Site, address: &str, asked: &HeaderMap) -> File {
    if is_navigation(address, asked) {
        let html = page(site, address).into_string();
        let policy = shell::policy(&html);
        File::new("missing.html", html, Keep::Never).under(&policy)
    } else {
        File::new("missing.txt", "there is no such file\n", Keep::Never)
    }
}

/// Whether a person asks for a page: a browser says so itself, and files have an ending.
fn is_navigation(address: &str, asked: &HeaderMap) -> bool {
    let header = |name| asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = address.rsplit('/').next().unwrap_or_default();
    let is_asset = name.contains('.') && !name.ends_with(".html");
    let wants_page = match header("sec-fetch-mode") {
        "" => header(header::ACCEPT.as_str()).contains("text/html"),
        mode => mode == "navigate",
    };
    wants_page && !is_asset
}

/// A page of its own, without the app: whoever comes here should be led on, not booted.
#[must_use]
pub fn page(site: &Site, address: &str) -> Markup {
    let words = site.words_at(address);
    let home = pages::home_of(words.language());
    let (title, text) = match site.built() {
        Some(_) => (words.missing_title.as_str(), words.missing_text.as_str()),
        None => ("Chưa có ứng dụng – The apps are not built", "cargo xtask build"),
    };
    html! {
        (DOCTYPE)
        html lang=(words.language().tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (pages::titled(words, title)) }
                (PreEscaped(site.built().map(|built| built.shell.styles()).unwrap_or_default()))
            }
            body {
                div class="frame" {
                    header class="head" { a class="brand" href=(home) { span { (words.app_name) } } }
                    main class="main" id="content" {
                        h1 { (title) }
                        p class="lead" { (text) }
                        p { a class="button primary" href=(home) { (words.back_to_home) } }
                    }
                }
            }
        }
    }
}
