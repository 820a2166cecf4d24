//! A row of choices of which exactly one is on.

use leptos::prelude::*;

/// One choice of a row.
pub struct Pick {
    /// What it says.
    pub label: &'static str,
    /// A class of its own, for a choice that shows what it does.
    pub class: &'static str,
}

/// The row: real radios under a label; `picked` is the place of the one that is on.
#[must_use]
pub fn picks(
    name: &'static str,
    label: &'static str,
    all: Vec<Pick>,
    picked: Signal<usize>,
    on_pick: impl Fn(usize) + Copy + 'static,
) -> AnyView {
    let one = |(place, pick): (usize, Pick)| {
        let is_picked = move || picked.get() == place;
        view! {
            <label class=format!("pick {}", pick.class) class:picked=is_picked>
                <input type="radio" name=name prop:checked=is_picked on:change=move |_| on_pick(place) />
                <span>{pick.label}</span>
            </label>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = all.into_iter().enumerate().map(one).collect();
    view! {
        <fieldset>
            <legend class="unseen">{label}</legend>
            <div class="picks">{rows}</div>
        </fieldset>
    }
    .into_any()
}
