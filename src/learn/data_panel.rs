//! My data: what this phone uses, what waits to be sent, and everything as a file.

use super::facts::notice;
use super::panel::panel;
use super::profiles_page::Present;
use crate::device::{Device, Keeping};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::focus::focus_soon;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

/// The panel.
#[must_use]
pub fn data_panel(device: &Device, present: Present, bar: AddressBar, words: Words) -> Tag {
    let told = RwSignal::new("");
    let (sending, exporting) = (device.clone(), device.clone());
    let send = button("button", move || sending.send_now()).with(icon("waiting")).text(words.data_send_now());
    let export = button("button", move || {
        let device = exporting.clone();
        spawn_local(async move {
            let archive = device.export_zip().ok();
            let saved = archive.is_some_and(|archive| save_file("cong-dan-so.zip", &archive).is_ok());
            let _ = told.try_set(if saved { words.data_exported() } else { words.data_export_failed() });
        });
    });
    let (line, keeping) = (device.sync_line(), device.keeping());
    let not_saved = move || {
        let lost = keeping.get() == Keeping::NotSaved;
        if lost { vec![notice("alert", words.data_not_saved())] } else { Vec::new() }
    };
    let quarantined = move || match line.with(|line| line.quarantined) {
        0 => Vec::new(),
        count => vec![notice("alert", &format!("{} {}", words.data_quarantined(count), words.data_quarantined_text()))],
    };
    panel(words.settings_data(), "", words)
        .live(not_saved)
        .with(rows(device, words))
        .live(quarantined)
        .with(tag("div", "buttons").with(send).with(export.with(icon("download")).text(words.data_export())))
        .with(tag("p", "quiet").attr("role", "status").text_live(move || told.get().to_owned()))
        .with(erasing(device, present, bar, told, words))
}

/// Erasing everything, in two taps that say what they do.
fn erasing(device: &Device, present: Present, bar: AddressBar, told: RwSignal<&'static str>, words: Words) -> Tag {
    let (asked, device) = (RwSignal::new(false), device.clone());
    let inside = move || {
        let ask = button("button", move || {
            asked.set(true);
            focus_soon("#erase-sure");
        });
        if !asked.get() {
            return vec![tag("div", "buttons").with(ask.with(icon("remove")).text(words.erase_all()))];
        }
        let device = device.clone();
        let yes = button("button danger", move || {
            let device = device.clone();
            spawn_local(async move {
                match device.erase().await {
                    Ok(next) => {
                        present.set(next);
                        bar.go(&path(words.language, Page::Profiles));
                    }
                    // The page may have gone meanwhile.
                    Err(_) => drop(told.try_set(words.settings_not_saved())),
                }
            });
        });
        let no = button("button", move || asked.set(false)).text(words.erase_no());
        let question = tag("p", "notice").attr("id", "erase-sure").attr("tabindex", "-1").text(words.erase_text());
        vec![question, tag("div", "buttons").with(yes.text(words.erase_yes())).with(no)]
    };
    tag("div", "erasing").live(inside)
}

/// Space used, what waits, when something was last sent.
fn rows(device: &Device, words: Words) -> Tag {
    let line = device.sync_line();
    let used = RwSignal::new(None::<u64>);
    let asking = device.clone();
    spawn_local(async move {
        let bytes = asking.storage_used().await;
        let _ = used.try_set(bytes);
    });
    let storage = move || used.get().map_or_else(|| words.data_unknown().to_owned(), |bytes| words.size(bytes));
    let sent = move || match line.with(|line| line.last_sent) {
        Some(moment) => words.moment(moment),
        None => words.data_never_sent().to_owned(),
    };
    let row = |name: &str| tag("div", "data-row").with(tag("dt", "").text(name));
    let waiting = move || words.data_items(line.with(|line| line.waiting));
    tag("dl", "data-rows")
        .with(row(words.data_storage()).with(tag("dd", "").text_live(storage)))
        .with(row(words.data_waiting()).with(tag("dd", "").text_live(waiting)))
        .with(row(words.data_last_sent()).with(tag("dd", "").text_live(sent)))
}

/// Hands an archive to the browser as a file.
fn save_file(name: &str, archive: &[u8]) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/zip");
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(archive));
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address)
}
