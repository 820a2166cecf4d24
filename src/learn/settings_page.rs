//! Settings: language, letters, colours, commune, and what this phone keeps.

use super::commune_choice::commune_panel;
use super::data_panel::data_panel;
use crate::device::{Device, Settings, TextSize, Theme};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::page_title::PageTitle;
use crate::ui::picks::{Pick, picks};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::course::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

const SIZES: [TextSize; 4] = [TextSize::Normal, TextSize::Large, TextSize::Larger, TextSize::Largest];
const THEMES: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Contrast];

/// The page.
#[must_use]
pub fn settings_page(device: &Device, bar: AddressBar, words: Words) -> AnyView {
    request_animation_frame(take_over);
    let told = RwSignal::new(None::<&'static str>);
    let settings = device.settings();
    let change = {
        let device = device.clone();
        move |change: &dyn Fn(&mut Settings)| {
            let mut settings = device.settings().get_untracked();
            change(&mut settings);
            let device = device.clone();
            spawn_local(async move {
                let kept = device.change_settings(settings).await.is_ok();
                let _ = told.try_set(Some(if kept { words.settings_saved() } else { words.settings_not_saved() }));
            });
        }
    };
    let change = StoredValue::new_local(change);
    let plain = |label: &'static str| Pick { label, class: "" };
    let languages = picks(
        "language",
        words.settings_language(),
        vec![plain("Tiếng Việt"), plain("English")],
        Signal::derive(move || usize::from(words.language == Language::En)),
        move |place| {
            let language = if place == 0 { Language::Vi } else { Language::En };
            change.with_value(|change| change(&|settings| settings.language = Some(language)));
            bar.go(&path(language, Page::Settings));
        },
    );
    let size = |label: &'static str, class: &'static str| Pick { label, class };
    let sizes = picks(
        "text-size",
        words.settings_text_size(),
        vec![
            size(words.text_size_normal(), "size-normal"),
            size(words.text_size_large(), "size-large"),
            size(words.text_size_larger(), "size-larger"),
            size(words.text_size_largest(), "size-largest"),
        ],
        Signal::derive(move || place_in(&SIZES, settings.with(|settings| settings.text_size))),
        move |place| {
            let size = SIZES.get(place).copied().unwrap_or_default();
            change.with_value(|change| change(&|settings| settings.text_size = size));
        },
    );
    let themes = picks(
        "theme",
        words.settings_theme(),
        [words.theme_system(), words.theme_light(), words.theme_dark(), words.theme_contrast()]
            .into_iter()
            .map(plain)
            .collect(),
        Signal::derive(move || place_in(&THEMES, settings.with(|settings| settings.theme))),
        move |place| {
            let theme = THEMES.get(place).copied().unwrap_or_default();
            change.with_value(|change| change(&|settings| settings.theme = theme));
        },
    );
    view! {
        <PageTitle text=words.settings_title() document=words.page_title(words.settings_title()) />
        <section class="panel"><h2>{words.settings_text_size()}</h2>{sizes}</section>
        <section class="panel"><h2>{words.settings_theme()}</h2>{themes}</section>
        <section class="panel"><h2>{words.settings_language()}</h2>{languages}</section>
        {commune_panel(device, words)}
        {data_panel(device, words)}
        <p class="unseen" role="status">{told}</p>
    }
    .into_any()
}

fn place_in<T: PartialEq>(all: &[T], one: T) -> usize {
    all.iter().position(|other| *other == one).unwrap_or_default()
}
