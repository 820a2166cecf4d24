//! My data: what this phone uses, what waits to be sent, and everything as a file.

use crate::device::{Device, Keeping};
use crate::ui::icon::icon;
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

/// The panel.
#[must_use]
pub fn data_panel(device: &Device, words: Words) -> AnyView {
    let (line, keeping) = (device.sync_line(), device.keeping());
    let used = RwSignal::new(None::<u64>);
    let asking = device.clone();
    spawn_local(async move {
        let bytes = asking.storage_used().await;
        let _ = used.try_set(bytes);
    });
    let told = RwSignal::new(None::<&'static str>);
    let export = {
        let device = device.clone();
        move |_| {
            let device = device.clone();
            spawn_local(async move {
                let text = device.export().await.ok();
                let saved = text.is_some_and(|text| save_file("cong-dan-so.json", &text).is_ok());
                let _ = told.try_set(Some(if saved { words.data_exported() } else { words.data_export_failed() }));
            });
        }
    };
    let send = {
        let device = device.clone();
        move |_| device.send_now()
    };
    let row = |name: &'static str, value: Signal<String>| {
        view! { <div class="data-row"><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
    };
    let storage =
        Signal::derive(move || used.get().map_or_else(|| words.data_unknown().to_owned(), |bytes| words.size(bytes)));
    let waiting = Signal::derive(move || words.data_items(line.with(|line| line.waiting)));
    let sent = Signal::derive(move || match line.with(|line| line.last_sent) {
        Some(moment) => words.moment(moment),
        None => words.data_never_sent().to_owned(),
    });
    let not_saved = move || {
        (keeping.get() == Keeping::NotSaved)
            .then(|| view! { <p class="notice">{icon("alert")}<span>{words.data_not_saved()}</span></p> })
    };
    let quarantined = move || {
        let count = line.with(|line| line.quarantined);
        (count > 0).then(|| {
            view! { <p class="notice">{icon("alert")}<span>{words.data_quarantined(count)}" "{words.data_quarantined_text()}</span></p> }
        })
    };
    view! {
        <section class="panel">
            <h2>{words.settings_data()}</h2>
            {not_saved}
            <dl class="data-rows">
                {row(words.data_storage(), storage)}
                {row(words.data_waiting(), waiting)}
                {row(words.data_last_sent(), sent)}
            </dl>
            {quarantined}
            <div class="buttons">
                <button type="button" class="button" on:click=send>{icon("waiting")}{words.data_send_now()}</button>
                <button type="button" class="button" on:click=export>{icon("download")}{words.data_export()}</button>
            </div>
            <p class="quiet" role="status">{told}</p>
        </section>
    }
    .into_any()
}

/// Hands a text to the browser as a file.
fn save_file(name: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address)
}
