//! My commune: found by typing part of its name, with or without marks, today's or an old one; or left out.

use crate::device::Device;
use crate::ui::focus::focus_soon;
use crate::ui::icon::icon;
use crate::words::Words;
use domain::unit::{Found, ProvinceUnits, UnitKey, find};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// The most places shown for what was typed.
const MOST: usize = 8;

type Units = RwSignal<Option<Option<Rc<ProvinceUnits>>>, LocalStorage>;

/// The panel of the commune.
#[must_use]
pub fn commune_panel(device: &Device, words: Words) -> AnyView {
    let units: Units = RwSignal::new_local(None);
    let asking = device.clone();
    spawn_local(async move {
        let found = match asking.catalogue().await.ok().and_then(|catalogue| catalogue.home_province.clone()) {
            Some(province) => asking.units(&province).await.ok(),
            None => None,
        };
        let _ = units.try_set(Some(found));
    });
    let settings = device.settings();
    let chosen = Memo::new(move |_| settings.with(|settings| settings.commune.clone()));
    let changing = RwSignal::new(false);
    let declare = {
        let device = device.clone();
        move |commune: Option<(UnitKey, String)>| {
            let device = device.clone();
            spawn_local(async move {
                // Where it can't be kept, the quiet line says so.
                let _ = device.declare_commune(commune).await;
                changing.set(false);
                focus_soon("#commune");
            });
        }
    };
    let declare = StoredValue::new_local(declare);
    let declare = move |commune| declare.with_value(|declare| declare(commune));
    let shown = move || {
        match chosen.get().filter(|_| !changing.get()) {
        Some((_, name)) => view! {
            <p class="chosen-place">{icon("place")}<span>{words.commune_chosen(name)}</span></p>
            <div class="buttons">
                <button type="button" class="button" on:click=move |_| {
                    changing.set(true);
                    focus_soon("#commune-name");
                }>{words.commune_change()}</button>
                <button type="button" class="button plain" on:click=move |_| declare(None)>{words.commune_forget()}</button>
            </div>
        }
        .into_any(),
        None => finder(units, words, declare),
    }
    };
    view! {
        <section class="panel">
            <h2 id="commune" tabindex="-1">{words.settings_commune()}</h2>
            <p class="quiet">{words.commune_why()}</p>
            {shown}
        </section>
    }
    .into_any()
}

fn finder(units: Units, words: Words, declare: impl Fn(Option<(UnitKey, String)>) + Copy + Send + 'static) -> AnyView {
    let typed = RwSignal::new(String::new());
    let places = move || {
        let row = |found: Found| {
            let (key, name) = (found.commune.key.clone(), found.commune.name.clone());
            let old = found.old_name.map(|old| view! { <span>{words.commune_old(old)}</span> });
            let choose = move |_| declare(Some((key.clone(), name.clone())));
            view! { <li><button type="button" class="place" on:click=choose>{found.commune.name.clone()}{old}</button></li> }.into_any()
        };
        let rows = units.with(|units| match units {
            Some(Some(units)) => typed.with(|typed| find(&units.communes, typed, MOST)).into_iter().map(row).collect(),
            Some(None) | None => Vec::new(),
        });
        (!rows.is_empty()).then(|| view! { <ul class="places">{rows}</ul> })
    };
    let told = move || {
        let blank = typed.with(|typed| typed.trim().is_empty());
        units.with(|units| match units {
            Some(None) => words.commune_offline().to_owned(),
            Some(Some(units)) if !blank => match typed.with(|typed| find(&units.communes, typed, MOST).len()) {
                0 => words.commune_none_found().to_owned(),
                count => words.commune_found(count),
            },
            Some(Some(_)) | None => String::new(),
        })
    };
    view! {
        <div class="field">
            <label class="field-label" for="commune-name">{words.commune_label()}</label>
            <input
                class="field-input"
                id="commune-name"
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
        <p class="quiet" role="status">{told}</p>
        {places}
    }
    .into_any()
}
