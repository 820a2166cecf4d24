//! Listening: how fast, and in which language courses are heard, where any can be heard in more than their own.

use super::panel::panel;
use super::settings_page::{Told, change};
use crate::device::{Device, Settings};
use crate::ui::picks::picks;
use crate::ui::tag::Tag;
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// The panel.
#[must_use]
pub fn hear_panel(device: &Device, told: Told, words: Words) -> Tag {
    let offered = TONGUES.map(|_| RwSignal::new(false));
    let (asking, shown) = (device.clone(), device.clone());
    spawn_local(async move {
        let Ok(catalogue) = asking.catalogue().await else { return };
        let voices = || catalogue.courses.iter().flat_map(|course| &course.editions).flat_map(|one| &one.voices);
        for (tongue, offered) in TONGUES.into_iter().zip(offered) {
            // The page may have gone meanwhile.
            let _ = offered.try_set(voices().any(|voice| voice.language == tongue));
        }
    });
    panel(words.settings_hear(), "", words).with(speed(device, told, words)).live(move || {
        let tongues: Vec<&str> =
            TONGUES.into_iter().zip(offered).filter(|(_, offered)| offered.get()).map(|(tongue, _)| tongue).collect();
        if tongues.is_empty() { Vec::new() } else { vec![language(&shown, tongues, told, words)] }
    })
}

/// The languages, beside that of a lesson's words, that a lesson may be heard in.
const TONGUES: [&str; 2] = ["jra", "bdq"];

fn speed(device: &Device, told: Told, words: Words) -> Tag {
    let settings = device.settings();
    let picked = move || settings.with(|settings| usize::from(settings.slow));
    let device = device.clone();
    picks("slow", words.settings_hear(), &[("", words.hear_normal()), ("", words.hear_slow())], picked, move |place| {
        change(&device, told, words, Settings { slow: place == 1, ..device.settings().get_untracked() });
    })
}

fn language(device: &Device, tongues: Vec<&'static str>, told: Told, words: Words) -> Tag {
    let name = |tongue: &'static str| if tongue == TONGUES[0] { words.hear_in_jra() } else { words.hear_in_bdq() };
    let all: Vec<(&str, &str)> =
        std::iter::once(("", words.hear_in_own())).chain(tongues.iter().map(|tongue| ("", name(tongue)))).collect();
    let (settings, tongues) = (device.settings(), Rc::new(tongues));
    let known = Rc::clone(&tongues);
    let picked = move || {
        let chosen = settings.with(|settings| settings.heard_in.clone());
        known.iter().position(|tongue| Some(*tongue) == chosen.as_deref()).map_or(0, |place| place + 1)
    };
    let device = device.clone();
    picks("heard-in", words.hear_in(), &all, picked, move |place| {
        let heard_in = place.checked_sub(1).and_then(|place| tongues.get(place)).map(|tongue| (*tongue).to_owned());
        change(&device, told, words, Settings { heard_in, ..device.settings().get_untracked() });
    })
}
