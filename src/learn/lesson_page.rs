//! A lesson: opened at the exact place where it was left, then handed to the player.

use super::opened::{About, missing, open};
use super::player::{Player, player};
use super::sitting::{Sitting, Stop, stops};
use super::standing::in_lesson;
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, icon, link, tag};
use crate::words::Words;
use domain::check::taking;
use domain::course::{Course, Lesson};
use domain::id::{ActivityId, CourseId, LessonId};
use domain::progress::LessonProgress;
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn lesson_page(main: Tag, device: &Device, bar: AddressBar, words: Words, course: CourseId, id: LessonId) -> Tag {
    let shown = device.clone();
    open(main, device, words, About::Lesson(course, id.clone()), move |opened| {
        let Some((edition, lesson)) = opened.lesson(&id) else { return vec![missing(words)] };
        let back = path(words.language, Page::Course(edition.course.id.clone()));
        let head = tag("div", "lesson-head")
            .attr("lang", edition.course.language.tag())
            .with(link("back", &back).with(icon("back")).text(&edition.course.title))
            .with(heading(&lesson.title, &words.page_title(title(&edition.course, &lesson))));
        let progress = untrack(|| in_lesson(&shown, &edition.course.id, &lesson, LessonProgress::clone));
        let sitting = if lesson.is_check() {
            let taking = taking(&lesson, Some(&progress), shown.dice());
            Sitting::Check(lesson, taking)
        } else {
            Sitting::Lesson(lesson)
        };
        let stops = stops(&edition, &sitting);
        let first = first_place(bar, &sitting, &progress, &stops, opened.place.as_ref());
        let mut all = vec![head];
        all.extend(player(Player::new(shown.clone(), bar, words, sitting, stops, first)));
        all
    })
}

/// What the page is called: every course ends with a check of the same name.
fn title(course: &Course, lesson: &Lesson) -> String {
    if lesson.is_check() { format!("{}: {}", lesson.title, course.title) } else { lesson.title.clone() }
}

/// The activity that the address names, else the one where the lesson was left, or the first of a check that is open; else the first.
fn first_place(
    bar: AddressBar,
    sitting: &Sitting,
    progress: &LessonProgress,
    stops: &[Stop],
    left: Option<&ActivityId>,
) -> usize {
    let place_of = |id: &str| stops.iter().position(|stop| stop.activity.id.as_str() == id);
    let open = || match sitting {
        Sitting::Check(..) => stops.iter().position(|stop| !sitting.met(progress, stop)),
        Sitting::Lesson(_) | Sitting::Review(_) => left.and_then(|left| place_of(left.as_str())),
    };
    bar.hash.with_untracked(|hash| place_of(hash)).or_else(open).unwrap_or(0)
}
