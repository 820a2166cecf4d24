//! The pictures of learners: one drawn, the name of one, and all of them to choose from.

use crate::device::{Face, PICTURES};
use crate::ui::tag::{Tag, button, drawing, tag};
use crate::words::Words;
use std::rc::Rc;

/// The drawing of a face.
#[must_use]
pub fn picture(place: u8) -> Tag {
    let name = PICTURES.get(usize::from(place)).copied().unwrap_or("buffalo");
    drawing("face-picture", &format!("#face-{name}"))
}

/// What a picture shows.
#[must_use]
pub fn picture_name(place: u8, words: Words) -> &'static str {
    match place {
        1 => words.picture_boat(),
        2 => words.picture_coffee(),
        3 => words.picture_hat(),
        4 => words.picture_drum(),
        5 => words.picture_fish(),
        6 => words.picture_flower(),
        7 => words.picture_sun(),
        8 => words.picture_mango(),
        9 => words.picture_bird(),
        10 => words.picture_hill(),
        11 => words.picture_rice(),
        _ => words.picture_buffalo(),
    }
}

/// What a learner is called on this phone: the nickname, or what the picture shows.
#[must_use]
pub fn called(face: &Face, words: Words) -> String {
    if face.name.is_empty() { picture_name(face.picture, words).into() } else { face.name.clone() }
}

/// The pictures to choose from, without some; `on_pick` hears which.
#[must_use]
pub fn pictures(without: &[u8], words: Words, on_pick: Rc<dyn Fn(u8)>) -> Tag {
    let one = |place: u8| {
        let on_pick = Rc::clone(&on_pick);
        let choose = button("face-choice", move || on_pick(place));
        tag("li", "").with(choose.with(picture(place)).with(tag("span", "").text(picture_name(place, words))))
    };
    let all = (0..12).filter(|place| !without.contains(place));
    tag("ul", "faces").each(all.map(one).collect())
}
