//! Choosing a province and, below it, a commune, from the static lists of units.

use crate::account::waiting::{failed, waiting};
use crate::api;
use crate::words::Words;
use domain::api::NamedUnit;
use domain::unit::{CommuneNames, UnitKey};
use leptos::prelude::*;

/// The choice. `unit` is the commune where one is chosen, else the province, else nothing.
#[component]
pub fn UnitChoice(words: Words, unit: RwSignal<Option<UnitKey>>) -> impl IntoView {
    let province = RwSignal::new(None::<UnitKey>);
    let provinces = LocalResource::new(api::provinces);
    let communes = LocalResource::new(move || {
        let code = province.get().map(|key| key.code);
        async move {
            match code {
                Some(code) => api::province_units(&code).await.map(|units| units.communes),
                None => Ok(Vec::new()),
            }
        }
    });
    let choose_province = move |text: String| {
        province.set(text.parse().ok());
        unit.set(text.parse().ok());
    };
    let choose_commune = move |text: String| unit.set(text.parse().ok().or_else(|| province.get_untracked()));
    view! {
        <fieldset class="choices">
            <legend>{words.staff_unit_legend()}</legend>
            <p class="field-hint">{words.staff_unit_hint()}</p>
            {move || match provinces.get() {
                None => waiting(words),
                Some(Err(fault)) => failed(words, &fault, Callback::new(move |()| provinces.refetch())),
                Some(Ok(all)) => provinces_select(words, &all, choose_province),
            }}
            {move || match (province.get(), communes.get()) {
                (None, _) => ().into_any(),
                (Some(_), None) => waiting(words),
                (Some(_), Some(Err(fault))) => failed(words, &fault, Callback::new(move |()| communes.refetch())),
                (Some(_), Some(Ok(all))) => communes_select(words, &all, choose_commune),
            }}
        </fieldset>
    }
}

fn provinces_select(words: Words, all: &[NamedUnit], choose: impl Fn(String) + 'static) -> AnyView {
    let options: Vec<_> = all.iter().map(|unit| (unit.unit.to_string(), unit.name.clone())).collect();
    select(words.staff_province(), "province", words.staff_choose_province(), options, choose)
}

fn communes_select(words: Words, all: &[CommuneNames], choose: impl Fn(String) + 'static) -> AnyView {
    let options: Vec<_> = all.iter().map(|commune| (commune.key.to_string(), commune.name.clone())).collect();
    select(words.staff_commune(), "commune", words.staff_whole_province(), options, choose)
}

fn select(
    label: &'static str,
    id: &'static str,
    none: &'static str,
    options: Vec<(String, String)>,
    choose: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <select class="field-input" id=id on:change=move |event| choose(event_target_value(&event))>
                <option value="">{none}</option>
                {options.into_iter().map(|(key, name)| view! { <option value=key>{name}</option> }).collect_view()}
            </select>
        </div>
    }
    .into_any()
}
