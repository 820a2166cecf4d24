//! Real pages: every address that a citizen can share, written from the shell and the editions, so that it can be read from
//! beginning to end without a script and painted before the app has arrived.
//!
//! The skeletons and classes are those of `style/README.md`, which the app's own views follow too.

mod course;
mod frame;
mod home;
mod lesson;
mod map;
mod print;
mod prose;

use super::offer::Offer;
use super::shell::Page;
use super::words::{Words, fill};
use domain::course::{Course, Language, Lesson};
use domain::edition::{Catalogue, CatalogueEdition, Edition};
use maud::{Markup, html};

/// What pages are written from.
pub struct Book<'a> {
    /// The courses on offer.
    pub offer: &'a Offer,
    /// The same as the app's catalogue, for what downloads weigh.
    pub catalogue: &'a Catalogue,
    /// The words of the page's language.
    pub words: &'a Words,
}

/// A place in the citizens' app.
enum Place<'a> {
    Home,
    Map,
    Start,
    Review,
    Progress,
    Settings,
    Profiles,
    Course(&'a Edition),
    Lesson(&'a Course, &'a Lesson),
    End(&'a Lesson),
}

/// The language of an address, and the rest of it as it would be in Vietnamese.
#[must_use]
pub fn language_of(address: &str) -> (Language, &str) {
    match address.strip_prefix("/en") {
        Some(rest) if rest.starts_with('/') => (Language::En, rest),
        _ => (Language::Vi, address),
    }
}

/// The address of the first page in a language.
#[must_use]
pub const fn home_of(language: Language) -> &'static str {
    match language {
        Language::Vi => "/",
        Language::En => "/en/",
    }
}

/// An address (as it is in Vietnamese) in a language.
fn in_language(language: Language, address: &str) -> String {
    format!("{}{}", home_of(language), address.trim_start_matches('/'))
}

fn course_address(course: &Course) -> String {
    format!("/courses/{}/", course.id)
}

fn lesson_address(course: &Course, lesson: &Lesson) -> String {
    format!("/courses/{}/{}/", course.id, lesson.id)
}

/// A page's whole title.
#[must_use]
pub fn titled(words: &Words, title: &str) -> String {
    fill(&words.page_title, &[("title", title)])
}

impl<'a> Place<'a> {
    fn at(offer: &'a Offer, address: &str) -> Option<Self> {
        let (language, rest) = language_of(address);
        let inside = rest.strip_prefix('/')?;
        if inside.is_empty() {
            return Some(Self::Home);
        }
        let parts: Vec<&str> = inside.strip_suffix('/')?.split('/').collect();
        let course = |id: &str| {
            let offered = offer.courses().find(|offered| offered.id.as_str() == id)?;
            offered.in_language(language)
        };
        match parts[..] {
            ["map"] => Some(Self::Map),
            ["start"] => Some(Self::Start),
            ["review"] => Some(Self::Review),
            ["progress"] => Some(Self::Progress),
            ["settings"] => Some(Self::Settings),
            ["profiles"] => Some(Self::Profiles),
            ["courses", id] => course(id).map(|edition| Self::Course(edition)),
            ["courses", id, lesson] => {
                let course = &course(id)?.course;
                course.lesson(&lesson.parse().ok()?).map(|lesson| Self::Lesson(course, lesson))
            }
            ["courses", id, lesson, "end"] => course(id)?.course.lesson(&lesson.parse().ok()?).map(Self::End),
            _ => None,
        }
    }
}

/// Whether there is a page at an address.
#[must_use]
pub fn is_place(offer: &Offer, address: &str) -> bool {
    Place::at(offer, address).is_some()
}

/// The address of every page, in every language.
#[must_use]
pub fn addresses(offer: &Offer) -> Vec<String> {
    let mut all = Vec::new();
    for language in Language::ALL {
        all.extend(
            ["/", "/map/", "/start/", "/review/", "/progress/", "/settings/", "/profiles/"]
                .map(|address| in_language(language, address)),
        );
        for edition in offer.courses().filter_map(|offered| offered.in_language(language)) {
            let course = &edition.course;
            all.push(in_language(language, &course_address(course)));
            for lesson in course.lessons() {
                let address = in_language(language, &lesson_address(course, lesson));
                all.push(format!("{address}end/"));
                all.push(address);
            }
        }
    }
    all
}

/// Writes the page at an address.
#[must_use]
pub fn write(book: &Book, address: &str) -> Option<Page> {
    let words = book.words;
    let (_, rest) = language_of(address);
    let place = Place::at(book.offer, address)?;
    // Every course ends with a check of the same name.
    let checked = match &place {
        Place::Lesson(course, lesson) => format!("{}: {}", lesson.title, course.title),
        Place::Home
        | Place::Map
        | Place::Start
        | Place::Review
        | Place::Progress
        | Place::Settings
        | Place::Profiles
        | Place::Course(_)
        | Place::End(_) => String::new(),
    };
    let (title, description, content) = match place {
        Place::Home => (words.home_title.as_str(), words.home_lead.as_str(), home::page(book)),
        Place::Map => (words.map_title.as_str(), words.map_lead.as_str(), map::page(book)),
        Place::Start => (words.start_title.as_str(), "", needs_script(book, rest, "start", &words.start_title)),
        Place::Review => (words.review_title.as_str(), "", needs_script(book, rest, "review", &words.review_title)),
        Place::Progress => {
            (words.progress_title.as_str(), "", needs_script(book, rest, "progress", &words.progress_title))
        }
        Place::Settings => {
            (words.settings_title.as_str(), "", needs_script(book, rest, "settings", &words.settings_title))
        }
        Place::Profiles => {
            (words.profiles_title.as_str(), "", needs_script(book, rest, "profiles", &words.profiles_title))
        }
        Place::End(lesson) => (lesson.title.as_str(), "", needs_script(book, rest, "end", &words.end_title)),
        Place::Course(edition) => {
            (edition.course.title.as_str(), edition.course.summary.as_str(), course::page(book, edition))
        }
        Place::Lesson(course, lesson) => {
            let title = if lesson.is_check() { &checked } else { &lesson.title };
            (title.as_str(), lesson.summary.as_str(), lesson::page(book, course, lesson))
        }
    };
    let language = words.language();
    Some(Page { language, title: titled(words, title), head: head(language, rest, description), content })
}

fn head(language: Language, address: &str, description: &str) -> Markup {
    html! {
        @if !description.is_empty() { meta name="description" content=(description); }
        link rel="canonical" href=(in_language(language, address));
        @for other in Language::ALL {
            link rel="alternate" hreflang=(other.tag()) href=(in_language(other, address));
        }
        link rel="alternate" hreflang="x-default" href=(address);
    }
}

/// A page that only the app can show.
fn needs_script(book: &Book, address: &str, area: &str, title: &str) -> Markup {
    let main = html! {
        main class={ "main " (area) } id="content" tabindex="-1" {
            h1 { (title) }
            noscript { p class="notice" { (book.words.needs_script) } }
        }
    };
    frame::around(book.words, address, false, &main)
}

impl Book<'_> {
    fn link(&self, address: &str) -> String {
        in_language(self.words.language(), address)
    }

    fn weight(&self, edition: &Edition) -> u64 {
        let mut entries = self.catalogue.courses.iter().flat_map(|course| &course.editions);
        entries.find(|entry: &&CatalogueEdition| entry.edition == edition.id).map_or(0, |entry| entry.bytes)
    }

    /// How long, how many, how heavy.
    fn facts(&self, edition: &Edition) -> Markup {
        let words = self.words;
        let count = |text: &str, n: usize| fill(text, &[("n", &n.to_string())]);
        let size = fill(&words.course_size, &[("size", &words.size(self.weight(edition)))]);
        html! {
            ul class="facts" {
                li { (icon("clock")) (fill(&words.minutes, &[("n", &edition.course.minutes().to_string())])) }
                li { (icon("book")) (count(&words.lessons_count, edition.course.lessons().count())) }
                li { (icon("download")) (size) }
            }
        }
    }
}

fn icon(name: &str) -> Markup {
    html! { svg class="icon" aria-hidden="true" { use href={ "#icon-" (name) } {} } }
}
