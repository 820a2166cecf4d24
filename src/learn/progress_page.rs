//! My progress: what this learner has done in each course.

use super::opened::{About, Opened, open};
use super::standing::{course_steps, mark, of_lessons, word};
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::page_title::PageTitle;
use crate::ui::steps::steps;
use crate::words::Words;
use domain::course::Course;
use domain::edition::CatalogueCourse;
use domain::progress::Standing;
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn progress_page(device: Device, words: Words) -> AnyView {
    let shown = {
        let device = device.clone();
        move |opened: Opened| {
            let device = device.clone();
            let offered = StoredValue::new(opened.catalogue.courses.clone());
            let shown = move || {
                let panels: Vec<AnyView> =
                    offered.with_value(|all| all.iter().filter_map(|course| panel(&device, course, words)).collect());
                if panels.is_empty() { none(words) } else { panels.into_any() }
            };
            shown.into_any()
        }
    };
    view! {
        <PageTitle text=words.progress_title() document=words.page_title(words.progress_title()) />
        {open(device, words, About::All, shown)}
    }
    .into_any()
}

fn none(words: Words) -> AnyView {
    let home = path(words.language, Page::Home);
    view! {
        <div class="problem">
            <p>{words.progress_none()}</p>
            <a class="button primary" href=home>{words.progress_choose()}</a>
        </div>
    }
    .into_any()
}

/// A course that was begun; `None` for one that wasn't.
fn panel(device: &Device, offered: &CatalogueCourse, words: Words) -> Option<AnyView> {
    let offer = offered.in_language(words.language)?;
    device.progress().with(|all| all.contains_key(&offered.course)).then_some(())?;
    let editions = device.editions_at_hand();
    let course = &editions.get(&offer.edition)?.course;
    let standings = of_lessons(device, course);
    let (marks, done) = course_steps(&standings);
    let mastered = standings.iter().filter(|(_, standing)| *standing == Standing::Mastered).count();
    let of = |count: usize| words.done_of(count, standings.len());
    let rows: Vec<AnyView> = (1..)
        .zip(&standings)
        .filter_map(|(number, (id, standing))| {
            let lesson = course.lesson(id)?;
            let href = path(words.language, Page::Lesson(course.id.clone(), id.clone()));
            Some(row(lesson.title.clone(), href, number, *standing, words))
        })
        .collect();
    let view = view! {
        <section class="panel">
            <h2 lang=course.language.tag()>{title(course, words)}</h2>
            {steps(marks, words.course_lessons_done(done, standings.len()))}
            <div class="progress-head">
                <p class="figure"><strong>{of(done)}</strong><span>{words.progress_lessons()}</span></p>
                <p class="figure"><strong>{of(mastered)}</strong><span>{words.progress_mastered()}</span></p>
            </div>
            <ol class="progress-rows" lang=course.language.tag()>{rows}</ol>
        </section>
    };
    Some(view.into_any())
}

fn title(course: &Course, words: Words) -> AnyView {
    let href = path(words.language, Page::Course(course.id.clone()));
    view! { <a href=href>{course.title.clone()}</a> }.into_any()
}

fn row(title: String, href: String, number: usize, standing: Standing, words: Words) -> AnyView {
    view! {
        <li class="progress-row">
            {mark(standing, number)}
            <a class="card-link" href=href>{title}</a>
            <span class="standing-word" lang=words.language.tag()>{word(standing, words)}</span>
        </li>
    }
    .into_any()
}
