//! The curriculum map: every competence in plain words, and the lessons that teach it.

use super::competences::competence_name;
use super::opened::problem;
use super::start_page::area_name;
use crate::device::{Device, DeviceFault};
use crate::routes::{Page, path};
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, icon, link, tag};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::curriculum::CurriculumMap;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// How many competences each DigComp area has.
const IN_AREAS: [u8; 5] = [3, 6, 4, 4, 4];

type State = RwSignal<Option<Result<Rc<CurriculumMap>, DeviceFault>>, LocalStorage>;

/// The page.
#[must_use]
pub fn map_page(main: Tag, device: &Device, words: Words) -> Tag {
    let state: State = RwSignal::new_local(None);
    let device = device.clone();
    let fetch = Rc::new(move || {
        let device = device.clone();
        spawn_local(async move {
            let map = device.curriculum(words.language).await;
            // The page may have gone meanwhile.
            let _ = state.try_set(Some(map));
        });
    });
    fetch();
    let back = link("back", &path(words.language, Page::Home)).with(icon("back")).text(words.to_home());
    main.with(back).live(move || match state.get() {
        None => vec![tag("p", "quiet").attr("role", "status").text(words.loading())],
        Some(Ok(map)) => {
            request_animation_frame(take_over);
            shown(&map, words)
        }
        Some(Err(fault)) => {
            request_animation_frame(take_over);
            let fetch = Rc::clone(&fetch);
            let again = move || {
                state.set(None);
                fetch();
            };
            vec![problem(&fault, words, again)]
        }
    })
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
