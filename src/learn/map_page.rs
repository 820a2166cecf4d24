//! The curriculum map: every competence in plain words, and the lessons that teach it.

use super::competences::competence_name;
use super::opened::loaded;
use super::start_page::area_name;
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, icon, link, tag};
use crate::words::Words;
use domain::curriculum::CurriculumMap;

/// How many competences each DigComp area has.
const IN_AREAS: [u8; 5] = [3, 6, 4, 4, 4];

/// The page.
#[must_use]
pub fn map_page(main: Tag, device: &Device, words: Words) -> Tag {
    let device = device.clone();
    let fetch = move || {
        let device = device.clone();
        async move { device.curriculum(words.language).await }
    };
    let back = link("back", &path(words.language, Page::Home)).with(icon("back")).text(words.to_home());
    loaded(main.with(back), words, fetch, move |map| shown(&map, words))
}

fn shown(map: &CurriculumMap, words: Words) -> Vec<Tag> {
    let mut all =
        vec![heading(words.map_title(), &words.page_title(words.map_title())), tag("p", "lead").text(words.map_lead())];
    for (area, count) in (1_u8..).zip(IN_AREAS) {
        let rows = (1..=count).map(|number| row(map, &format!("{area}.{number}"), words)).collect();
        all.push(tag("section", "panel").with(tag("h2", "").text(area_name(area, words))).each(rows));
    }
    all
}

fn row(map: &CurriculumMap, code: &str, words: Words) -> Tag {
    let name = tag("span", "").text(competence_name(code, words));
    let count = map.teaching(code).count();
    if count == 0 {
        return tag("p", "map-none").with(name).with(tag("span", "map-count").text(words.map_none()));
    }
    let count = tag("span", "map-count").text(&words.map_count(count));
    let mut lessons = tag("ul", "map-lessons");
    for (course, lesson) in map.teaching(code) {
        let href = path(words.language, Page::Lesson(course.course.clone(), lesson.lesson.clone()));
        let entry = tag("li", "").attr("lang", course.language.tag()).with(link("", &href).text(&lesson.title));
        lessons = lessons.with(entry.text(" ").with(tag("span", "quiet").text(&course.title)));
    }
    tag("details", "map-row").with(tag("summary", "").with(name).with(count)).with(lessons)
}
