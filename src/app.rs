//! The citizens' app: which page stands in the frame. The frame is here, the pages are in `learn`.
//!
//! The skeletons and classes that the server's pages share with these are written down in `style/README.md`.

use crate::device::{Device, Settings, TextSize, Theme};
use crate::learn::course_page::course_page;
use crate::learn::home_page::home_page;
use crate::learn::lesson_end_page::lesson_end_page;
use crate::learn::lesson_page::lesson_page;
use crate::learn::opened::missing;
use crate::learn::progress_page::progress_page;
use crate::learn::settings_page::settings_page;
use crate::learn::sync_line::sync_line;
use crate::routes::{Address, Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::icon::{drawing, icon};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::course::Language;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Opens the device and puts the app beside the page that the server wrote.
pub fn start() {
    // Leptos' own executor is set up by mounting, which comes later.
    wasm_bindgen_futures::spawn_local(async {
        let device = Device::open().await;
        let place = document().get_element_by_id("app").and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(place) = place {
            mount_to(place, move || app(device)).forget();
        }
    });
}

/// The whole app.
#[must_use]
pub fn app(device: Device) -> AnyView {
    let bar = AddressBar::listen();
    provide_context(bar);
    provide_context(device.clone());
    prefer_language(&device, bar);
    let address = Memo::new(move |_| bar.path.with(|path| Address::read(path)));
    dress(&device, address);
    let shown = move || {
        let address = address.get();
        frame(&device, bar, &address)
    };
    shown.into_any()
}

/// Who chose English once and opens the bare address is led to the English home.
fn prefer_language(device: &Device, bar: AddressBar) {
    let chosen = device.settings().with_untracked(|settings| settings.language);
    if chosen == Some(Language::En) && bar.path.with_untracked(|path| path == "/") {
        bar.replace(&path(Language::En, Page::Home));
    }
}

/// What the learner set, and the language of the address, as attributes of the root: the style sheet does the rest.
fn dress(device: &Device, address: Memo<Address>) {
    let settings = device.settings();
    Effect::new(move |_| {
        let Settings { text_size, theme, .. } = settings.get();
        let size = match text_size {
            TextSize::Normal => "normal",
            TextSize::Large => "large",
            TextSize::Larger => "larger",
            TextSize::Largest => "largest",
        };
        let theme = match theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        };
        let language = address.with(|address| address.language.tag());
        if let Some(root) = document().document_element() {
            for (name, value) in [("data-text-size", size), ("data-theme", theme), ("lang", language)] {
                // An attribute of the root element can always be set.
                let _ = root.set_attribute(name, value);
            }
        }
    });
}

fn frame(device: &Device, bar: AddressBar, address: &Address) -> AnyView {
    let words = Words::new(address.language);
    let home = path(address.language, Page::Home);
    let in_lesson = matches!(address.page, Page::Lesson(..));
    view! {
        <div class="frame" class:in-lesson=in_lesson>
            <a class="skip" href="#content">{words.skip_to_content()}</a>
            <header class="head">
                <a class="brand" href=home>{drawing("brand-mark", "#brand")}<span>{words.app_name()}</span></a>
                {twin(device, address, words)}
                {tabs(address, words)}
            </header>
            {sync_line(device, words)}
            {(!in_lesson).then(|| update(device, words))}
            <main class=format!("main {}", area(&address.page)) id="content" tabindex="-1">{page(device, bar, address, words)}</main>
            <footer class="foot"><p>{words.footer_line()}</p></footer>
        </div>
    }
    .into_any()
}

const fn area(page: &Page) -> &'static str {
    match page {
        Page::Home => "home",
        Page::Course(_) => "course",
        Page::Lesson(..) => "lesson",
        Page::LessonEnd(..) => "end",
        Page::Progress => "progress",
        Page::Settings => "settings",
        Page::Missing => "missing",
    }
}

fn page(device: &Device, bar: AddressBar, address: &Address, words: Words) -> AnyView {
    let device = device.clone();
    match address.page.clone() {
        Page::Home => home_page(device, words),
        Page::Course(course) => course_page(device, words, course),
        Page::Lesson(course, lesson) => lesson_page(device, bar, words, course, lesson),
        Page::LessonEnd(course, lesson) => lesson_end_page(device, words, course, lesson),
        Page::Progress => progress_page(device, words),
        Page::Settings => settings_page(&device, bar, words),
        Page::Missing => {
            request_animation_frame(take_over);
            missing(words)
        }
    }
}

/// The way to the same page in the other language; a tap on it is remembered.
fn twin(device: &Device, address: &Address, words: Words) -> AnyView {
    let other = match address.language {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    };
    let device = device.clone();
    let remember = move |_| {
        let device = device.clone();
        let settings = Settings { language: Some(other), ..device.settings().get_untracked() };
        spawn_local(async move {
            // Where it can't be kept, the quiet line says so.
            let _ = device.change_settings(settings).await;
        });
    };
    let href = path(other, address.page.clone());
    let tag = other.tag();
    view! { <a class="language" href=href hreflang=tag lang=tag on:click=remember>{words.other_language()}</a> }
        .into_any()
}

fn tabs(address: &Address, words: Words) -> AnyView {
    let tab = |page: Page, name: &str, label: &'static str| {
        let current = (page == address.page).then_some("page");
        let href = path(address.language, page);
        view! { <a class="tab" href=href aria-current=current>{icon(name)}<span>{label}</span></a> }.into_any()
    };
    view! {
        <nav class="tabs" aria-label=words.main_navigation()>
            {tab(Page::Home, "home", words.to_home())}
            {tab(Page::Progress, "progress", words.to_progress())}
            {tab(Page::Settings, "settings", words.to_settings())}
        </nav>
    }
    .into_any()
}

/// Offers a newer build that is ready. Never in a lesson, and only a tap applies it.
fn update(device: &Device, words: Words) -> AnyView {
    let waiting = device.update_waiting();
    let device = device.clone();
    let shown = move || {
        let device = device.clone();
        waiting.get().then(|| {
            view! {
                <button type="button" class="button update" on:click=move |_| device.apply_update()>
                    {icon("again")}{words.update_offer()}
                </button>
            }
        })
    };
    shown.into_any()
}
