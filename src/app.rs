//! The citizens' app: which page stands in the frame. The frame is here, the pages are in `learn`.
//!
//! The skeletons and classes that the server's pages share with these are written down in `style/README.md`.

use crate::device::{Device, Settings, TextSize, Theme};
use crate::learn::course_page::course_page;
use crate::learn::faces::{called, picture};
use crate::learn::home_page::home_page;
use crate::learn::later::{What, later};
use crate::learn::lesson_end_page::lesson_end_page;
use crate::learn::lesson_page::lesson_page;
use crate::learn::opened::missing;
use crate::learn::profiles_page::Present;
use crate::learn::sync_line::sync_line;
use crate::routes::{Address, Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::tag::{Tag, button, drawing, follow, icon, link, tag};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::course::Language;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Opens the device and puts the app beside the page that the server wrote.
pub fn start() {
    let place = document().get_element_by_id("app").and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(place) = place else { return };
    // Leptos sets up its reactive system; what is shown comes as tags.
    let mounted = mount_to(place.clone(), move || {
        let owner = Owner::current().unwrap_or_default();
        spawn_local(async move {
            let device = Device::open().await;
            owner.with(|| app(&place, device));
        });
    });
    mounted.forget();
}

/// The whole app.
fn app(place: &web_sys::Element, device: Device) {
    let bar = AddressBar::listen();
    prefer_language(&device, bar);
    // The learner may change while the page stays; what is drawn for one is taken away before anything is drawn for another.
    let present: Present = RwSignal::new(device);
    dress(present, bar);
    // The whole frame is drawn anew when the learner's part of the phone is closed or opened, and for nothing less of theirs.
    let shut = RwSignal::new(false);
    follow(move || {
        let now = present.get().person().with(|person| person.lock.locked || person.gone.is_some());
        if shut.get_untracked() != now {
            shut.set(now);
        }
    });
    let shown = tag("div", "").live(move || {
        shut.get();
        vec![frame(present, bar, &bar.path.with(|path| Address::read(path)))]
    });
    // Only a node inside itself would be refused.
    let _ = place.append_child(shown.element());
}

/// Who chose English once and opens the bare address is led to the English home.
fn prefer_language(device: &Device, bar: AddressBar) {
    let chosen = device.settings().with_untracked(|settings| settings.language);
    if chosen == Some(Language::En) && bar.path.with_untracked(|path| path == "/") {
        bar.replace(&path(Language::En, Page::Home));
    }
}

/// What the learner set, and the language of the address, as attributes of the root: the style sheet does the rest.
fn dress(present: Present, bar: AddressBar) {
    follow(move || {
        let Settings { text_size, theme, .. } = present.with(Device::settings).get();
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
        let language = bar.path.with(|path| Address::read(path).language.tag());
        if let Some(root) = document().document_element() {
            for (name, value) in [("data-text-size", size), ("data-theme", theme), ("lang", language)] {
                // An attribute of the root element can always be set.
                let _ = root.set_attribute(name, value);
            }
        }
    });
}

fn frame(present: Present, bar: AddressBar, address: &Address) -> Tag {
    let device = &present.get();
    let words = Words::new(address.language);
    let in_lesson = matches!(address.page, Page::Lesson(..) | Page::Review);
    if let Some(closed) = closed(present, device, bar, address, words) {
        return closed;
    }
    let brand = link("brand", &path(address.language, Page::Home))
        .with(drawing("brand-mark", "#brand"))
        .with(tag("span", "").text(words.app_name()));
    let head = tag("header", "head").with(brand).with(twin(device, address, words));
    let head = head.with(face(device, address, words)).with(tabs(address, words));
    tag("div", if in_lesson { "frame in-lesson" } else { "frame" })
        .with(link("skip", "#content").text(words.skip_to_content()))
        .with(head)
        .with(sync_line(device, words))
        .maybe((!in_lesson).then(|| update(device, words)))
        .with(page(present, device, bar, address, words))
        .with(tag("footer", "foot").with(tag("p", "").text(words.footer_line())))
}

/// What stands in the place of every page while the learner's part of the phone is locked, and after they were erased
/// elsewhere: nothing of theirs. Choosing another learner is always possible.
fn closed(present: Present, device: &Device, bar: AddressBar, address: &Address, words: Words) -> Option<Tag> {
    let what = device.person().with_untracked(|person| match person.gone {
        Some(unsent) => Some(What::Gone(unsent)),
        None if !person.lock.locked => None,
        None if address.page == Page::Profiles => Some(What::Page(Page::Profiles)),
        None => Some(What::Gate),
    })?;
    let main = tag("main", "main profiles").attr("id", "content").attr("tabindex", "-1");
    let brand = tag("span", "brand").with(drawing("brand-mark", "#brand")).with(tag("span", "").text(words.app_name()));
    let inside = later(main, what, present, bar, words);
    Some(tag("div", "frame in-lesson").with(tag("header", "head").with(brand)).with(inside))
}

const fn area(page: &Page) -> &'static str {
    match page {
        Page::Home => "home",
        Page::Course(_) => "course",
        Page::Lesson(..) => "lesson",
        Page::LessonEnd(..) => "end",
        Page::Map => "map",
        Page::Start => "start",
        Page::Review => "review",
        Page::Progress => "progress",
        Page::Settings => "settings",
        Page::Profiles => "profiles",
        Page::Missing => "missing",
    }
}

fn page(present: Present, device: &Device, bar: AddressBar, address: &Address, words: Words) -> Tag {
    let class = format!("main {}", area(&address.page));
    let main = tag("main", &class).attr("id", "content").attr("tabindex", "-1");
    match address.page.clone() {
        Page::Home => home_page(main, device, words),
        Page::Course(course) => course_page(main, device, words, course),
        Page::Lesson(course, lesson) => lesson_page(main, device, bar, words, course, lesson),
        Page::LessonEnd(course, lesson) => lesson_end_page(main, device, words, course, lesson),
        page @ (Page::Map | Page::Start | Page::Review | Page::Progress | Page::Settings | Page::Profiles) => {
            later(main, What::Page(page), present, bar, words)
        }
        Page::Missing => {
            request_animation_frame(take_over);
            main.with(missing(words))
        }
    }
}

/// The way to the same page in the other language; a tap on it is remembered.
fn twin(device: &Device, address: &Address, words: Words) -> Tag {
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
    link("language", &path(other, address.page.clone()))
        .attr("hreflang", other.tag())
        .attr("lang", other.tag())
        .on("click", remember)
        .text(words.other_language())
}

/// Who is learning, and the way to change that.
fn face(device: &Device, address: &Address, words: Words) -> Tag {
    let person = device.person();
    link("face", &path(address.language, Page::Profiles))
        .attr_live("aria-label", move || Some(words.profiles_head(person.with(|person| called(&person.face, words)))))
        .live(move || vec![picture(person.with(|person| person.face.picture))])
}

fn tabs(address: &Address, words: Words) -> Tag {
    let tab = |page: Page, name: &str, label: &str| {
        let here = page == address.page;
        let tab = link("tab", &path(address.language, page)).with(icon(name)).with(tag("span", "").text(label));
        if here { tab.attr("aria-current", "page") } else { tab }
    };
    tag("nav", "tabs")
        .attr("aria-label", words.main_navigation())
        .with(tab(Page::Home, "home", words.to_home()))
        .with(tab(Page::Progress, "progress", words.to_progress()))
        .with(tab(Page::Settings, "settings", words.to_settings()))
}

/// Offers a newer build that is ready. Never in a lesson, and only a tap applies it.
fn update(device: &Device, words: Words) -> Tag {
    let (waiting, device) = (device.update_waiting(), device.clone());
    tag("div", "").live(move || {
        let device = device.clone();
        let offer = move || button("button update", move || device.apply_update());
        if waiting.get() { vec![offer().with(icon("again")).text(words.update_offer())] } else { Vec::new() }
    })
}
