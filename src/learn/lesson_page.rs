//! A lesson: opened at the exact place where it was left, then handed to the player.

use super::opened::{About, Opened, missing, open};
use super::player::{Player, player};
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::icon::icon;
use crate::ui::page_title::PageTitle;
use crate::words::Words;
use domain::course::Lesson;
use domain::id::{ActivityId, CourseId, LessonId};
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn lesson_page(device: Device, bar: AddressBar, words: Words, course: CourseId, id: LessonId) -> AnyView {
    let shown = {
        let (device, id) = (device.clone(), id.clone());
        move |opened: Opened| {
            let Some((edition, lesson)) = opened.lesson(&id) else { return missing(words) };
            let back = path(words.language, Page::Course(edition.course.id.clone()));
            let first = first_place(bar, &lesson, opened.place.as_ref());
            let title = words.page_title(&lesson.title);
            view! {
                <div class="lesson-head" lang=edition.course.language.tag()>
                    <a class="back" href=back>{icon("back")}{edition.course.title.clone()}</a>
                    <PageTitle text=lesson.title.clone() document=title />
                </div>
                {player(Player::new(device.clone(), bar, words, &edition, lesson, first))}
            }
            .into_any()
        }
    };
    open(device, words, About::Lesson(course, id), shown)
}

/// The activity that the address names, else the one where the lesson was left, else the first.
fn first_place(bar: AddressBar, lesson: &Lesson, left: Option<&ActivityId>) -> usize {
    let place_of = |id: &str| lesson.activities.iter().position(|activity| activity.id.as_str() == id);
    bar.hash.with_untracked(|hash| place_of(hash)).or(left.and_then(|left| place_of(left.as_str()))).unwrap_or(0)
}
