//! Home: going on where one was, and the courses on offer.

use super::facts::{facts, teaches};
use super::opened::{About, Opened, open};
use super::standing::{course_steps, of_lessons};
use crate::device::Device;
use crate::items::prose::picture;
use crate::routes::{Page, path};
use crate::ui::icon::{drawing, icon};
use crate::ui::page_title::PageTitle;
use crate::ui::steps::steps;
use crate::words::Words;
use domain::edition::CatalogueCourse;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[must_use]
pub fn home_page(device: Device, words: Words) -> AnyView {
    let shown = {
        let device = device.clone();
        move |opened: Opened| {
            let cards: Vec<AnyView> =
                opened.catalogue.courses.iter().map(|course| card(&device, course, words)).collect();
            let none = cards.is_empty().then(|| view! { <p class="quiet">{words.home_none()}</p> });
            view! {
                {resume(device.clone(), opened, words)}
                <h2 class="section-title">{words.home_courses()}</h2>
                <ul class="course-cards">{cards}</ul>
                {none}
            }
            .into_any()
        }
    };
    let title = words.page_title(words.home_title());
    view! {
        <section class="hero">
            <div class="hero-words">
                <PageTitle text=words.home_title() document=title />
                <p class="lead">{words.home_lead()}</p>
            </div>
            {drawing("scene", "#scene")}
        </section>
        {open(device, words, About::All, shown)}
    }
    .into_any()
}

/// The way back into the lesson in which the learner was last.
fn resume(device: Device, opened: Opened, words: Words) -> AnyView {
    let place = RwSignal::new(None::<(String, String)>);
    spawn_local(async move {
        let Some((course, lesson)) = device.last_place().await else { return };
        let offered = opened.catalogue.courses.iter().find(|offered| offered.course == course);
        let Some(offer) = offered.and_then(|offered| offered.in_language(words.language)) else { return };
        let Ok(edition) = device.edition(&offer.edition).await else { return };
        let Some(found) = edition.course.lesson(&lesson) else { return };
        // The page may have gone meanwhile.
        let _ = place.try_set(Some((path(words.language, Page::Lesson(course, lesson)), found.title.clone())));
    });
    let shown = move || {
        place.get().map(|(href, title)| {
            view! {
                <a class="resume" href=href>
                    <span class="resume-label">{words.home_continue()}</span>
                    <span class="resume-title">{title}</span>
                    <span class="resume-go">{icon("next")}</span>
                </a>
            }
        })
    };
    shown.into_any()
}

fn card(device: &Device, offered: &CatalogueCourse, words: Words) -> AnyView {
    let Some(offer) = offered.in_language(words.language) else { return ().into_any() };
    let href = path(words.language, Page::Course(offered.course.clone()));
    let cover = offer
        .picture
        .as_ref()
        .map(|cover| picture(&domain::prose::Picture { alt: String::new(), ..cover.clone() }, "cover"));
    let (device, course, edition) = (device.clone(), offered.course.clone(), offer.edition);
    let standing = move || {
        let editions = device.editions_at_hand();
        let begun = device.progress().with(|all| all.contains_key(&course));
        match editions.get(&edition).filter(|_| begun) {
            None => view! { <p class="course-standing">{words.course_new()}</p> }.into_any(),
            Some(edition) => {
                let standings = of_lessons(&device, &edition.course);
                let (marks, done) = course_steps(&standings);
                let text = words.course_lessons_done(done, standings.len());
                view! { <div class="course-standing">{steps(marks, text.clone())}<span aria-hidden="true">{text}</span></div> }.into_any()
            }
        }
    };
    view! {
        <li class="course-card" lang=offer.language.tag()>
            {cover}
            <div class="course-words">
                <h3><a class="card-link" href=href>{offer.title.clone()}</a></h3>
                <p>{offer.summary.clone()}</p>
                {facts(offer.minutes, usize::try_from(offer.lessons).unwrap_or_default(), Some(offer.bytes), words)}
                <p class="teaches-title">{words.course_teaches()}</p>
                {teaches(&offer.teaches)}
                {standing}
            </div>
        </li>
    }
    .into_any()
}
