//! Hotspot on the screen: the picture with its areas, and the same areas by name beneath it. A thumb uses either; a screen reader
//! hears the names.

use super::mark::mark;
use super::prose::{heard_prose, picture};
use super::work::Work;
use crate::ui::hear::heard;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use domain::item::hotspot::{Area, Hotspot};
use domain::voice::utterance;
use leptos::prelude::*;

/// The picture and its areas.
#[must_use]
pub fn view(hotspot: &Hotspot, work: Work, words: Words) -> Tag {
    let several = hotspot.is_multiple();
    let how = if several { words.hotspot_several() } else { words.hotspot_one() };
    let areas = (0_u8..).zip(&hotspot.areas);
    let spots = areas.clone().map(|(place, area)| spot(place, area, several, work)).collect();
    let names = areas.map(|(place, area)| name(place, area, several, work, words)).collect();
    let shown =
        tag("div", "hotspot-picture").with(picture(&hotspot.picture, "picture", &hotspot.picture.alt)).each(spots);
    tag("div", "")
        .with(tag("p", "item-how").attr("id", "hotspot-how").text(how))
        .with(shown)
        .with(tag("ul", "options").attr("aria-labelledby", "hotspot-how").each(names))
}

/// What an area looks like now, on the picture and by its name.
fn stated(button: Tag, place: u8, work: Work) -> Tag {
    button
        .class_live("picked", move || is_chosen(work, place))
        .class_live("is-right", move || part(work, place) == Some(true))
        .class_live("is-wrong", move || part(work, place) == Some(false))
        .prop_live("disabled", move || work.is_checked().into())
}

/// The area on the picture. The keyboard and a screen reader use its name instead.
fn spot(place: u8, area: &Area, several: bool, work: Work) -> Tag {
    let spot = button("spot", move || choose(work, place, several)).attr("aria-hidden", "true").attr("tabindex", "-1");
    for (name, hundredths) in [("--x", area.x), ("--y", area.y), ("--w", area.width), ("--h", area.height)] {
        spot.property(name, &hundredths.to_string());
    }
    stated(spot, place, work)
}

fn name(place: u8, area: &Area, several: bool, work: Work, words: Words) -> Tag {
    let feedback = area.feedback.clone();
    let said = move || match part(work, place) {
        Some(right) => {
            let author = tag("div", "said").with(heard_prose(&feedback, words));
            vec![tag("div", "option-said").with(mark(right, words)).with(author)]
        }
        None => Vec::new(),
    };
    let right = area.right;
    let should = move || {
        let show = right && work.is_checked() && work.revealed.get() && !is_chosen(work, place);
        let mark = || tag("span", "mark right").with(icon("check")).text(words.mark_should());
        if show { vec![mark()] } else { Vec::new() }
    };
    let name = button("spot-name", move || choose(work, place, several))
        .attr_live("aria-pressed", move || Some(is_chosen(work, place).to_string()))
        .with(tag("span", "").text(&area.name));
    tag("li", "spot-row")
        .with(heard(stated(name, place, work), &utterance(&area.name), words.hear()))
        .live(said)
        .live(should)
}

fn part(work: Work, place: u8) -> Option<bool> {
    work.response.with(|response| {
        let nth = response.numbers().iter().position(|chosen| *chosen == place)?;
        work.part(nth)
    })
}

fn is_chosen(work: Work, place: u8) -> bool {
    work.response.with(|response| response.numbers().contains(&place))
}

/// Chooses an area, or takes it back; where one is right the one before it goes.
pub(super) fn choose(work: Work, place: u8, several: bool) {
    work.missing.set(None);
    work.response.update(|response| {
        if let Some(chosen) = response.numbers_mut() {
            let was = chosen.contains(&place);
            chosen.retain(|chosen| several && *chosen != place);
            if !was {
                let at = chosen.iter().take_while(|chosen| **chosen < place).count();
                chosen.insert(at, place);
            }
        }
    });
}

/// The names of the right areas.
#[must_use]
pub fn key(hotspot: &Hotspot) -> Tag {
    let right = hotspot.areas.iter().filter(|area| area.right);
    tag("div", "prose").with(tag("ul", "").each(right.map(|area| tag("li", "").text(&area.name)).collect()))
}

/// Whether anything was chosen.
#[must_use]
pub fn missing(chosen: &[u8], words: Words) -> Option<String> {
    chosen.is_empty().then(|| words.hotspot_needed().to_owned())
}
