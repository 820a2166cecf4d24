//! Home: going on where one was, and the courses on offer.

use super::facts::facts;
use super::opened::{About, Opened, open};
use super::review_page::review_card;
use super::standing::{course_steps, of_lessons};
use super::vouched_notice::vouched_notice;
use crate::device::Device;
use crate::items::prose::picture;
use crate::routes::{Page, path};
use crate::ui::frame::after_frame;
use crate::ui::heading::heading;
use crate::ui::steps::steps;
use crate::ui::tag::{Tag, drawing, icon, link, tag};
use crate::words::Words;
use domain::edition::CatalogueCourse;
use domain::progress::Standing;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[must_use]
pub fn home_page(main: Tag, device: &Device, words: Words) -> Tag {
    let hero = tag("div", "hero-words")
        .with(heading(words.home_title(), &words.page_title(words.home_title())))
        .with(tag("p", "lead").text(words.home_lead()));
    let main = main.with(tag("section", "hero").with(hero).with(drawing("scene", "#scene")));
    let main = main.with(vouched_notice(device, words));
    let shown = device.clone();
    open(main, device, words, About::All, move |opened| {
        let groups: Vec<Tag> = (1..=4).filter_map(|level| group(&shown, &opened, level, words)).collect();
        let none = groups.is_empty().then(|| tag("p", "quiet").text(words.home_none()));
        let start = start_card(&shown, &opened, words);
        let first = [resume(shown.clone(), opened, words), review(&shown, words), start];
        let map = link("button wide", &path(words.language, Page::Map)).text(words.map_title());
        first.into_iter().chain(groups).chain(none).chain([tag("p", "map-link").with(map)]).collect()
    })
}

/// The way back into the lesson in which the learner was last, or to the one after it where that is done.
fn resume(device: Device, opened: Opened, words: Words) -> Tag {
    let place = RwSignal::new(None::<(String, String)>);
    spawn_local(async move {
        let Some((course, lesson)) = device.last_place().await else { return };
        let offered = opened.catalogue.courses.iter().find(|offered| offered.course == course);
        let Some(offer) = offered.and_then(|offered| offered.in_language(words.language)) else { return };
        let Ok(edition) = device.edition(&offer.edition).await else { return };
        let standings = untrack(|| of_lessons(&device, &edition.course));
        let mut from = standings.iter().skip_while(|(id, _)| *id != lesson);
        let Some((next, _)) = from.find(|(_, standing)| *standing < Standing::Completed) else { return };
        let Some(found) = edition.course.lesson(next) else { return };
        let href = path(words.language, Page::Lesson(course, next.clone()));
        // The page may have gone meanwhile.
        let _ = place.try_set(Some((href, found.title.clone())));
    });
    let shown = move |(href, title): (String, String)| {
        link("resume", &href)
            .with(tag("span", "resume-label").text(words.home_continue()))
            .with(tag("span", "resume-title").text(&title))
            .with(tag("span", "resume-go").with(icon("next")))
    };
    tag("div", "").live(move || place.get().map(shown).into_iter().collect())
}

/// What comes back today. Found out after the page has come: it takes reading the whole journal.
fn review(device: &Device, words: Words) -> Tag {
    let (known, device) = (RwSignal::new(false), device.clone());
    after_frame(move || {
        // The page may have gone meanwhile.
        let _ = known.try_set(true);
    });
    tag("div", "").live(move || known.get().then(|| review_card(&device, words)).flatten().into_iter().collect())
}

/// Where to start, for those who have begun nothing yet and where there is a pool.
fn start_card(device: &Device, opened: &Opened, words: Words) -> Tag {
    let offered = opened.catalogue.placement().is_some();
    let device = device.clone();
    tag("div", "").live(move || {
        if !offered || device.progress().with(|all| !all.is_empty()) {
            return Vec::new();
        }
        let card = link("resume quiet", &path(words.language, Page::Start))
            .with(tag("span", "resume-label").text(words.start_title()))
            .with(tag("span", "resume-title").text(words.start_home()))
            .with(tag("span", "resume-go").with(icon("next")));
        vec![card]
    })
}

/// The courses of a level (the last: of that and all above), under its name; `None` where there are none.
fn group(device: &Device, opened: &Opened, level: u8, words: Words) -> Option<Tag> {
    let of_level = opened.catalogue.listed().filter(|course| {
        let offer = course.in_language(words.language);
        offer.is_some_and(|offer| offer.level.clamp(1, 4) == level)
    });
    let cards: Vec<Tag> = of_level.filter_map(|course| card(device, course, words)).collect();
    let name = match level {
        1 => words.levels_1(),
        2 => words.levels_2(),
        3 => words.levels_3(),
        _ => words.levels_4(),
    };
    (!cards.is_empty()).then(|| {
        tag("section", "").with(tag("h2", "section-title").text(name)).with(tag("ul", "course-cards").each(cards))
    })
}

fn card(device: &Device, offered: &CatalogueCourse, words: Words) -> Option<Tag> {
    let offer = offered.in_language(words.language)?;
    let href = path(words.language, Page::Course(offered.course.clone()));
    let (device, course, edition) = (device.clone(), offered.course.clone(), offer.edition);
    let standing = move || {
        let editions = device.editions_at_hand();
        let begun = device.progress().with(|all| all.contains_key(&course));
        let Some(edition) = editions.iter().find(|one| one.id == edition).filter(|_| begun) else {
            return vec![tag("p", "course-standing").text(words.course_new())];
        };
        let standings = of_lessons(&device, &edition.course);
        let (marks, done) = course_steps(&standings);
        let text = words.course_lessons_done(done, standings.len());
        let told = tag("span", "").attr("aria-hidden", "true").text(&text);
        vec![tag("div", "course-standing").with(steps(&marks, &text)).with(told)]
    };
    let lessons = usize::try_from(offer.lessons).unwrap_or_default();
    let inside = tag("div", "course-words")
        .with(tag("h3", "").with(link("card-link", &href).text(&offer.title)))
        .with(tag("p", "").text(&offer.summary))
        .with(facts(offer.minutes, lessons, None, words))
        .live(standing);
    let card = tag("li", "course-card").attr("lang", offer.language.tag());
    Some(card.maybe(offer.picture.as_ref().map(|cover| picture(cover, "cover", ""))).with(inside))
}
