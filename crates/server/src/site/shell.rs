//! The shell: the app's own page (`dist/index.html`), into which every real page's words are put, and the content security
//! policy that fits its scripts.

use crate::error::Fault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::course::Language;
use domain::edition::sha256;
use maud::{Markup, html};

/// Where a page's links and its words go.
const MARKS: [&str; 5] = ["<html lang=\"vi\"", "<title>", "</title>", "<!--head-->", "<!--page-->"];

/// The app's page, read.
pub struct Shell {
    html: String,
    policy: String,
}

/// What makes a page out of the shell.
pub struct Page {
    /// The language of the interface.
    pub language: Language,
    /// The whole title.
    pub title: String,
    /// What else stands in the head.
    pub head: Markup,
    /// What is read.
    pub content: Markup,
}

impl Shell {
    /// Reads the app's page.
    ///
    /// # Errors
    /// When it lacks a place that pages need.
    pub fn read(html: String) -> Result<Self, Fault> {
        match MARKS.into_iter().find(|mark| html.matches(mark).count() != 1) {
            Some(mark) => Err(Fault::Io(format!(
                "index.html of the built apps must hold {mark} exactly once: build them again with `cargo xtask build`"
            ))),
            None => Ok(Self { policy: policy(&html), html }),
        }
    }

    /// The shell for servers that can't send headers: the policy stands in the page itself.
    #[must_use]
    pub fn with_policy_inside(&self) -> Self {
        // Only a header can say who may frame a page.
        let directives = self.policy.split("; ").filter(|directive| !directive.starts_with("frame-ancestors"));
        let policy = directives.collect::<Vec<_>>().join("; ");
        let meta = html! { meta http-equiv="Content-Security-Policy" content=(policy); }.into_string();
        // Before anything that it must hold for; behind the charset, which browsers look for in the first kilobyte.
        let at = ["<meta charset=\"utf-8\">", "<meta charset=\"utf-8\" />", "<meta charset=\"utf-8\"/>", "<head>"]
            .iter()
            .find_map(|mark| self.html.find(mark).map(|at| at + mark.len()))
            .unwrap_or(0);
        let (before, after) = self.html.split_at(at);
        Self { html: format!("{before}{meta}{after}"), policy: self.policy.clone() }
    }

    /// The page as it was read.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The policy under which it works.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// The links to the app's style sheets.
    #[must_use]
    pub fn styles(&self) -> String {
        let links = self.html.split('<').filter(|tag| tag.starts_with("link ") && tag.contains("rel=\"stylesheet\""));
        links.filter_map(|tag| Some(format!("<{}>", tag.split_once('>')?.0))).collect()
    }

    /// The shell with a page's words in it.
    #[must_use]
    pub fn fill(&self, page: &Page) -> String {
        let (before, rest) = self.html.split_once("<title>").unwrap_or((&self.html, ""));
        let (_, after) = rest.split_once("</title>").unwrap_or(("", rest));
        let title = html! { title { (page.title) } }.into_string();
        let language = format!("<html lang=\"{}\"", page.language.tag());
        // The page's own words come last: nothing in them may be taken for a mark.
        format!("{before}{title}{after}")
            .replacen(MARKS[0], &language, 1)
            .replacen("<!--head-->", &page.head.0, 1)
            .replacen("<!--page-->", &page.content.0, 1)
    }
}

/// The policy for a page of ours: its own files, WebAssembly, and its inline scripts by their hashes; nothing else. A clip that the
/// phone has kept is played from memory, which is what `blob:` means.
#[must_use]
pub fn policy(html: &str) -> String {
    let hashes = inline_scripts(html).map(|script| format!(" 'sha256-{}'", STANDARD.encode(sha256(script.as_bytes()))));
    let hashes: String = hashes.collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self'; media-src 'self' blob:; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// The texts of a page's scripts that don't come from a file.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, text) = rest.split_once('>')?;
        let (script, _) = text.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>x</title><!--head-->\
        <link rel=\"stylesheet\" href=\"/a.css\"><script>let a = 1;</script><script src=\"/b.js\"></script></head>\
        <body><div id=\"page\"><!--page--></div></body></html>";

    #[test]
    fn only_inline_scripts_are_named_by_their_hash() {
        let shell = Shell::read(HTML.into()).unwrap();
        // printf 'let a = 1;' | openssl dgst -sha256 -binary | base64
        assert_eq!(shell.policy().matches("'sha256-").count(), 1);
        assert!(shell.policy().contains("'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='"), "{}", shell.policy());
    }

    #[test]
    fn sound_comes_from_the_site_or_from_memory() {
        assert!(policy(HTML).contains("; media-src 'self' blob:; "), "{}", policy(HTML));
    }

    #[test]
    fn words_that_look_like_marks_stay_words() {
        let shell = Shell::read(HTML.into()).unwrap();
        let title = "<!--page--> & <title>".to_owned();
        let page = Page { language: Language::En, title, head: html! {}, content: html! { p { "<!--head-->" } } };
        let filled = shell.fill(&page);
        assert!(filled.contains("<title>&lt;!--page--&gt; &amp; &lt;title&gt;</title>"), "{filled}");
        assert!(filled.contains("<html lang=\"en\"") && filled.contains("<p>&lt;!--head--&gt;</p>"), "{filled}");
    }

    #[test]
    fn a_shell_without_its_places_is_refused() {
        assert!(Shell::read(HTML.replace("<!--page-->", "")).is_err());
        assert!(Shell::read(HTML.replace("lang=\"vi\"", "")).is_err());
    }

    #[test]
    fn a_policy_inside_the_page_comes_before_every_script() {
        let shell = Shell::read(HTML.into()).unwrap().with_policy_inside();
        let (before, after) = shell.html().split_once("Content-Security-Policy").unwrap();
        assert!(!before.contains("<script") && after.contains("sha256-") && !after.contains("frame-ancestors"));
    }
}
