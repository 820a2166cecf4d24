//! My commune: found by typing part of its name, with or without marks, today's or an old one; or left out.

use super::panel::panel_at;
use crate::device::Device;
use crate::ui::focus::focus_soon;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use domain::unit::{Found, ProvinceUnits, UnitKey, find};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// The most places shown for what was typed.
const MOST: usize = 8;

/// The communes of the province: still to come, out of reach, or here.
type Units = RwSignal<Option<Option<Rc<ProvinceUnits>>>, LocalStorage>;

/// The panel of the commune.
#[must_use]
pub fn commune_panel(device: &Device, words: Words) -> Tag {
    let units: Units = RwSignal::new_local(None);
    let asking = device.clone();
    spawn_local(async move {
        let found = match asking.catalogue().await.ok().and_then(|catalogue| catalogue.home_province.clone()) {
            Some(province) => asking.units(&province).await.ok(),
            None => None,
        };
        // Said on another phone: this one knows the unit, not its name.
        if let (Some(found), Some(unit)) = (&found, asking.unnamed_commune()) {
            let named = found.communes.iter().find(|commune| commune.key == unit).map(|commune| commune.name.clone());
            if let Some(name) = named {
                asking.name_commune(unit, name).await;
            }
        }
        let _ = units.try_set(Some(found));
    });
    let settings = device.settings();
    let changing = RwSignal::new(false);
    let device = device.clone();
    let shown = move || match settings.with(|settings| settings.commune.clone()).filter(|_| !changing.get()) {
        Some((_, name)) => chosen(&device, &name, changing, words),
        None => finder(&device, units, changing, words),
    };
    panel_at("commune", words.settings_commune(), words.commune_why(), words).live(shown)
}

/// The commune that was chosen, and the ways to change it or take it back.
fn chosen(device: &Device, name: &str, changing: RwSignal<bool>, words: Words) -> Vec<Tag> {
    let place = tag("span", "").text(&words.commune_chosen(name));
    let change = button("button", move || {
        changing.set(true);
        focus_soon("#commune-name");
    });
    let device = device.clone();
    let forget = button("button plain", move || declare(&device, None, changing));
    let buttons =
        tag("div", "buttons").with(change.text(words.commune_change())).with(forget.text(words.commune_forget()));
    vec![tag("p", "chosen-place").with(icon("place")).with(place), buttons]
}

fn declare(device: &Device, commune: Option<(UnitKey, String)>, changing: RwSignal<bool>) {
    let device = device.clone();
    spawn_local(async move {
        // Where it can't be kept, the quiet line says so.
        let _ = device.declare_commune(commune).await;
        let _ = changing.try_set(false);
        focus_soon("#commune");
    });
}

/// The field, and the places that fit what was typed.
fn finder(device: &Device, units: Units, changing: RwSignal<bool>, words: Words) -> Vec<Tag> {
    let typed = RwSignal::new(String::new());
    let device = device.clone();
    let row = move |found: Found| {
        let (device, key, name) = (device.clone(), found.commune.key.clone(), found.commune.name.clone());
        let choose = button("place", move || declare(&device, Some((key.clone(), name.clone())), changing));
        let old = found.old_name.map(|old| tag("span", "").text(&words.commune_old(old)));
        tag("li", "").with(choose.text(&found.commune.name).maybe(old))
    };
    let places = move || {
        let Some(Some(units)) = units.get() else { return Vec::new() };
        let found = typed.with(|typed| find(&units.communes, typed, MOST));
        if found.is_empty() {
            Vec::new()
        } else {
            vec![tag("ul", "places").each(found.into_iter().map(&row).collect())]
        }
    };
    let told = move || match units.get() {
        Some(None) => words.commune_offline().to_owned(),
        Some(Some(units)) => typed.with(|typed| match find(&units.communes, typed, MOST).len() {
            _ if typed.trim().is_empty() => String::new(),
            0 => words.commune_none_found().to_owned(),
            count => words.commune_found(count),
        }),
        None => String::new(),
    };
    let input = tag("input", "field-input")
        .attr("id", "commune-name")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |event| typed.set(event_target_value(&event)));
    let label = tag("label", "field-label").attr("for", "commune-name").text(words.commune_label());
    vec![
        tag("div", "field").with(label).with(input),
        tag("p", "quiet").attr("role", "status").text_live(told),
        tag("div", "").live(places),
    ]
}
