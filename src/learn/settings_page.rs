//! Settings: language, letters, colours, commune, and what this phone keeps.

use super::about_panel::about_panel;
use super::aloud::read_aloud;
use super::commune_choice::commune_panel;
use super::data_panel::data_panel;
use super::hear_panel::hear_panel;
use super::panel::panel;
use super::profiles_page::Present;
use crate::device::{Device, Settings, TextSize, Theme};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::heading::heading;
use crate::ui::picks::picks;
use crate::ui::tag::{Tag, tag};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::course::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

const SIZES: [TextSize; 4] = [TextSize::Normal, TextSize::Large, TextSize::Larger, TextSize::Largest];
const THEMES: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Contrast];

/// The page.
#[must_use]
pub fn settings_page(main: Tag, present: Present, device: &Device, bar: AddressBar, words: Words) -> Tag {
    request_animation_frame(take_over);
    let told = RwSignal::new("");
    let panel = |title: &str, inside: Tag| panel(title, "", words).with(inside);
    let main = main
        .with(heading(words.settings_title(), &words.page_title(words.settings_title())))
        .with(panel(words.settings_text_size(), sizes(device, told, words)))
        .with(panel(words.settings_theme(), themes(device, told, words)))
        .with(hear_panel(device, told, words))
        .with(panel(words.settings_language(), languages(device, bar, told, words)))
        .with(commune_panel(device, words))
        .with(about_panel(device, words))
        .with(data_panel(device, present, bar, words))
        .with(tag("p", "unseen").attr("role", "status").text_live(move || told.get().to_owned()));
    read_aloud(main, device, words)
}

/// What is said of the last change.
pub type Told = RwSignal<&'static str>;

fn sizes(device: &Device, told: Told, words: Words) -> Tag {
    let all = [
        ("size-normal", words.text_size_normal()),
        ("size-large", words.text_size_large()),
        ("size-larger", words.text_size_larger()),
        ("size-largest", words.text_size_largest()),
    ];
    let settings = device.settings();
    let picked = move || settings.with(|settings| place_in(&SIZES, &settings.text_size));
    let device = device.clone();
    picks("text-size", words.settings_text_size(), &all, picked, move |place| {
        let text_size = SIZES.get(place).copied().unwrap_or_default();
        change(&device, told, words, Settings { text_size, ..device.settings().get_untracked() });
    })
}

fn themes(device: &Device, told: Told, words: Words) -> Tag {
    let all =
        [("", words.theme_system()), ("", words.theme_light()), ("", words.theme_dark()), ("", words.theme_contrast())];
    let settings = device.settings();
    let picked = move || settings.with(|settings| place_in(&THEMES, &settings.theme));
    let device = device.clone();
    picks("theme", words.settings_theme(), &all, picked, move |place| {
        let theme = THEMES.get(place).copied().unwrap_or_default();
        change(&device, told, words, Settings { theme, ..device.settings().get_untracked() });
    })
}

fn languages(device: &Device, bar: AddressBar, told: Told, words: Words) -> Tag {
    let all = [("", "Tiếng Việt"), ("", "English")];
    let picked = move || place_in(&Language::ALL, &words.language);
    let device = device.clone();
    picks("language", words.settings_language(), &all, picked, move |place| {
        let language = Language::ALL.get(place).copied().unwrap_or_default();
        change(&device, told, words, Settings { language: Some(language), ..device.settings().get_untracked() });
        bar.go(&path(language, Page::Settings));
    })
}

fn place_in<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|other| other == one).unwrap_or_default()
}

/// Keeps other settings, and says whether they are kept.
pub fn change(device: &Device, told: Told, words: Words, settings: Settings) {
    let device = device.clone();
    spawn_local(async move {
        let kept = device.change_settings(settings).await.is_ok();
        // The page may have gone meanwhile.
        let _ = told.try_set(if kept { words.settings_saved() } else { words.settings_not_saved() });
    });
}
