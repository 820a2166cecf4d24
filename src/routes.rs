//! Addresses of the citizens' app: which page an address names, in which language, and back.
//!
//! Not a router: listening to the address bar is the work of `ui::address_bar`.

pub mod desk;

use domain::course::Language;
use domain::id::{CourseId, LessonId};

/// A page of the citizens' app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// `/`
    Home,
    /// `/courses/<course>/`
    Course(CourseId),
    /// `/courses/<course>/<lesson>/`
    Lesson(CourseId, LessonId),
    /// `/courses/<course>/<lesson>/end/`
    LessonEnd(CourseId, LessonId),
    /// `/map/`: lessons by what they teach.
    Map,
    /// `/start/`: where to start.
    Start,
    /// `/review/`: what comes back today.
    Review,
    /// `/progress/`
    Progress,
    /// `/settings/`
    Settings,
    /// `/profiles/`: who learns on this phone.
    Profiles,
    /// Anything else.
    Missing,
}

/// A page in a language: what an address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Vietnamese at `/…`, English at `/en/…`.
    pub language: Language,
    /// The page.
    pub page: Page,
}

impl Address {
    /// Reads the path of an address; slashes at its end don't matter.
    #[must_use]
    pub fn read(path: &str) -> Self {
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let language = if parts.first() == Some(&"en") {
            parts.remove(0);
            Language::En
        } else {
            Language::Vi
        };
        let page = match parts.as_slice() {
            [] | ["index.html"] => Some(Page::Home),
            ["courses", course] => course.parse().ok().map(Page::Course),
            ["courses", course, lesson] => both(course, lesson).map(|(course, lesson)| Page::Lesson(course, lesson)),
            ["courses", course, lesson, "end"] => {
                both(course, lesson).map(|(course, lesson)| Page::LessonEnd(course, lesson))
            }
            ["map"] => Some(Page::Map),
            ["start"] => Some(Page::Start),
            ["review"] => Some(Page::Review),
            ["progress"] => Some(Page::Progress),
            ["settings"] => Some(Page::Settings),
            ["profiles"] => Some(Page::Profiles),
            _ => None,
        };
        Self { language, page: page.unwrap_or(Page::Missing) }
    }

    /// The path of the address, with a slash at its end; a missing page leads home.
    #[must_use]
    pub fn path(&self) -> String {
        let root = match self.language {
            Language::Vi => "/",
            Language::En => "/en/",
        };
        match &self.page {
            Page::Home | Page::Missing => root.into(),
            Page::Course(course) => format!("{root}courses/{course}/"),
            Page::Lesson(course, lesson) => format!("{root}courses/{course}/{lesson}/"),
            Page::LessonEnd(course, lesson) => format!("{root}courses/{course}/{lesson}/end/"),
            Page::Map => format!("{root}map/"),
            Page::Start => format!("{root}start/"),
            Page::Review => format!("{root}review/"),
            Page::Progress => format!("{root}progress/"),
            Page::Settings => format!("{root}settings/"),
            Page::Profiles => format!("{root}profiles/"),
        }
    }
}

/// The address of a page in a language.
#[must_use]
pub fn path(language: Language, page: Page) -> String {
    Address { language, page }.path()
}

fn both(course: &str, lesson: &str) -> Option<(CourseId, LessonId)> {
    Some((course.parse().ok()?, lesson.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_at_its_own_address_in_both_languages() {
        let (course, lesson) = both("an-toan", "ma-otp").expect("both are ids");
        for page in [
            Page::Home,
            Page::Course(course.clone()),
            Page::Lesson(course.clone(), lesson.clone()),
            Page::LessonEnd(course, lesson),
            Page::Map,
            Page::Start,
            Page::Review,
            Page::Progress,
            Page::Settings,
            Page::Profiles,
        ] {
            for language in Language::ALL {
                let address = Address { language, page: page.clone() };
                assert_eq!(Address::read(&address.path()), address);
            }
        }
    }

    #[test]
    fn an_address_that_names_nothing_is_a_missing_page_in_its_language() {
        for path in ["/courses/", "/courses/Mã/", "/courses/a/b/c/", "/en/what", "/courses/a/b/end/more"] {
            let address = Address::read(path);
            assert_eq!(address.page, Page::Missing, "{path}");
            assert_eq!(address.language == Language::En, path.starts_with("/en"), "{path}");
        }
    }

    #[test]
    fn a_slash_at_the_end_does_not_matter() {
        assert_eq!(Address::read("/en/settings"), Address::read("/en/settings/"));
    }
}
