//! Review: what was answered once and is about to be forgotten, a few items a day, from whichever courses.

use super::opened::{About, open};
use super::player::{Player, player};
use super::sitting::{Sitting, Stop};
use crate::device::Device;
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::heading::heading;
use crate::ui::tag::{Tag, button, drawing, icon, link, tag};
use crate::words::Words;
use domain::edition::Catalogue;
use domain::item::ItemKind;
use domain::schedule::{MOST_A_DAY, Place, Schedule};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
#[must_use]
pub fn review_page(main: Tag, device: &Device, bar: AddressBar, words: Words) -> Tag {
    let shown = device.clone();
    open(main, device, words, About::All, move |opened| {
        let (device, catalogue) = (shown.clone(), Rc::clone(&opened.catalogue));
        // How many are asked for beyond those of a day, and whether this round is through.
        let (more, through) = (RwSignal::new(0_usize), RwSignal::new(false));
        let drawn = move || {
            let round = Round::new(&device, &catalogue, words, MOST_A_DAY + more.get());
            if through.get() || round.stops.is_empty() {
                return at_rest(&device, round, more, through, words);
            }
            let over = Rc::new(move || {
                through.set(true);
                bar.replace(&path(words.language, Page::Review));
            });
            let head = tag("div", "lesson-head")
                .with(link("back", &path(words.language, Page::Home)).with(icon("back")).text(words.review_stop()))
                .with(heading(words.review_title(), &words.page_title(words.review_title())));
            let player = Player::new(device.clone(), bar, words, Sitting::Review(over), round.stops, 0);
            std::iter::once(head).chain(untrack(|| player_of(player))).collect()
        };
        vec![tag("div", "review-parts").live(drawn)]
    })
}

fn player_of(visit: Player) -> Vec<Tag> {
    player(visit)
}

/// What comes back now, ready to be shown.
struct Round {
    stops: Vec<Stop>,
    schedule: Schedule,
}

impl Round {
    fn new(device: &Device, catalogue: &Catalogue, words: Words, most: usize) -> Self {
        let schedule = device.schedule();
        let due = schedule.due(device.now(), most);
        let stops = due.into_iter().filter_map(|place| stop(device, catalogue, words, &schedule, place)).collect();
        Self { stops, schedule }
    }
}

/// The item as the edition on offer has it; where that has it no more, as it was when it was last answered.
fn stop(device: &Device, catalogue: &Catalogue, words: Words, schedule: &Schedule, place: &Place) -> Option<Stop> {
    let at_hand = device.editions_at_hand();
    let offered = catalogue.courses.iter().find(|offered| offered.course == place.course);
    let newest = offered.and_then(|offered| offered.in_language(words.language)).map(|offer| offer.edition);
    let editions = newest.into_iter().chain(schedule.memory(place).map(|memory| memory.edition));
    editions.filter_map(|id| at_hand.iter().find(|edition| edition.id == id)).find_map(|edition| {
        let lesson = edition.course.lesson(&place.lesson).filter(|lesson| !lesson.is_check())?;
        let activity = lesson.activity(&place.activity)?;
        let known = activity.item.as_ref().is_some_and(|item| item.kind != ItemKind::Unknown);
        known.then(|| Stop::new(edition, &lesson.id, activity, None))
    })
}

/// Nothing to do now: when there will be, and more of it for those who want to go on.
fn at_rest(device: &Device, round: Round, more: RwSignal<usize>, through: RwSignal<bool>, words: Words) -> Vec<Tag> {
    let now = device.now();
    let reviewed = round.schedule.reviewed(now) > 0 || through.get_untracked();
    let title = if reviewed { words.review_done() } else { words.review_none() };
    let next = match round.schedule.next(now) {
        None => words.review_later().to_owned(),
        Some(1) => words.review_tomorrow().to_owned(),
        Some(days) => words.review_in_days(days),
    };
    let head = tag("div", "end-head")
        .with(drawing("laurel", "#laurel"))
        .with(heading(title, &words.page_title(title)))
        .with(tag("p", "").text(&next));
    let left = round.schedule.due(now, usize::MAX).len().min(MOST_A_DAY);
    let again = (left > 0).then(|| {
        let go = button("button wide", move || {
            through.set(false);
            more.update(|more| *more += left);
        });
        tag("p", "").with(go.with(icon("again")).text(&words.review_more(left)))
    });
    let home = link("button primary wide", &path(words.language, Page::Home)).text(words.back_to_home());
    std::iter::once(head).chain(again).chain([tag("p", "").with(home)]).collect()
}

/// How many items come back today, and the way to them; nothing where none do.
#[must_use]
pub fn review_card(device: &Device, words: Words) -> Option<Tag> {
    let due = device.schedule().due(device.now(), MOST_A_DAY).len();
    let minutes = due.div_ceil(2).max(1);
    (due > 0).then(|| {
        link("resume quiet", &path(words.language, Page::Review))
            .with(tag("span", "resume-label").text(words.review_title()))
            .with(tag("span", "resume-title").text(&words.review_home(minutes, due)))
            .with(tag("span", "resume-go").with(icon("again")))
    })
}
