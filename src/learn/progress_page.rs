//! My progress: what this learner has done in each course.

use super::competences::competence_panel;
use super::opened::{About, open};
use super::standing::{course_steps, mark, of_lessons, word};
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::heading::heading;
use crate::ui::steps::steps;
use crate::ui::tag::{Tag, link, tag};
use crate::words::Words;
use domain::edition::CatalogueCourse;
use domain::progress::Standing;
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn progress_page(main: Tag, device: &Device, words: Words) -> Tag {
    let main = main.with(heading(words.progress_title(), &words.page_title(words.progress_title())));
    let shown = device.clone();
    open(main, device, words, About::All, move |opened| {
        let device = shown.clone();
        let panels = move || {
            let all = opened.catalogue.listed();
            let panels: Vec<Tag> = all.filter_map(|course| panel(&device, course, words)).collect();
            if panels.is_empty() {
                return vec![none(words)];
            }
            competence_panel(&device, words).into_iter().chain(panels).collect()
        };
        vec![tag("div", "progress-parts").live(panels)]
    })
}

fn none(words: Words) -> Tag {
    let home = path(words.language, Page::Home);
    tag("div", "problem")
        .with(tag("p", "").text(words.progress_none()))
        .with(link("button primary", &home).text(words.progress_choose()))
}

/// A course that was begun; `None` for one that wasn't.
fn panel(device: &Device, offered: &CatalogueCourse, words: Words) -> Option<Tag> {
    let offer = offered.in_language(words.language)?;
    device.progress().with(|all| all.contains_key(&offered.course)).then_some(())?;
    let editions = device.editions_at_hand();
    let course = &editions.iter().find(|edition| edition.id == offer.edition)?.course;
    let standings = of_lessons(device, course);
    let (marks, done) = course_steps(&standings);
    let mastered = standings.iter().filter(|(_, standing)| *standing == Standing::Mastered).count();
    let figure = |count: usize, label: &str| {
        let count = tag("strong", "").text(&words.done_of(count, standings.len()));
        tag("p", "figure").with(count).with(tag("span", "").text(label))
    };
    let language = course.language.tag();
    let rows = (1..).zip(&standings).filter_map(|(number, (id, standing))| {
        let lesson = course.lesson(id)?;
        let href = path(words.language, Page::Lesson(course.id.clone(), id.clone()));
        let standing_word =
            tag("span", "standing-word").attr("lang", words.language.tag()).text(word(*standing, words));
        let title = link("card-link", &href).text(&lesson.title);
        Some(tag("li", "progress-row").with(mark(*standing, number)).with(title).with(standing_word))
    });
    let href = path(words.language, Page::Course(course.id.clone()));
    let figures = tag("div", "progress-head")
        .with(figure(done, words.progress_lessons()))
        .with(figure(mastered, words.progress_mastered()));
    let panel = tag("section", "panel")
        .with(tag("h2", "").attr("lang", language).with(link("", &href).text(&course.title)))
        .with(steps(&marks, &words.course_lessons_done(done, standings.len())))
        .with(figures)
        .with(tag("ol", "progress-rows").attr("lang", language).each(rows.collect()));
    Some(panel)
}
