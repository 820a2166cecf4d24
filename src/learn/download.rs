//! A course on this phone: downloading it whole with its progress in sight, and removing it.

use crate::device::{Device, DownloadState};
use crate::ui::icon::icon;
use crate::words::Words;
use domain::edition::CatalogueEdition;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panel of a course's download.
#[must_use]
pub fn download_panel(device: &Device, offer: CatalogueEdition, words: Words) -> AnyView {
    let running = RwSignal::new(None::<DownloadState>);
    let told = RwSignal::new(None::<&'static str>);
    let kept = device.kept_editions();
    let edition = offer.edition;
    let is_kept = move || kept.with(|kept| kept.contains(&edition));
    let start = {
        let (device, offer) = (device.clone(), offer.clone());
        move || {
            told.set(None);
            running.set(Some(DownloadState { done: 0, of: offer.bytes }));
            let (device, offer) = (device.clone(), offer.clone());
            spawn_local(async move {
                let done = device.download(&offer, move |state| running.set(Some(state))).await;
                running.set(None);
                told.set(done.is_err().then(|| words.download_failed()));
            });
        }
    };
    let remove = {
        let device = device.clone();
        move || {
            let device = device.clone();
            spawn_local(async move {
                let removed = device.remove(&edition).await;
                told.set(removed.is_ok().then(|| words.download_removed()));
            });
        }
    };
    let (start, remove) = (StoredValue::new_local(start), StoredValue::new_local(remove));
    let bytes = offer.bytes;
    let shown = move || {
        if let Some(state) = running.get() {
            let text = words.download_running(words.size(state.done), words.size(state.of));
            return view! {
                <label class="quiet" for="download-bar">{text}</label>
                <progress class="download-bar" id="download-bar" max=state.of.to_string() value=state.done.to_string()></progress>
            }
            .into_any();
        }
        if is_kept() {
            return view! {
                <p class="kept">{icon("check")}<span>{words.download_done()}</span></p>
                <button type="button" class="button plain" on:click=move |_| remove.with_value(|remove| remove())>
                    {icon("remove")}{words.download_remove()}
                </button>
            }
            .into_any();
        }
        view! {
            <p>{words.download_text()}</p>
            <button type="button" class="button" on:click=move |_| start.with_value(|start| start())>
                {icon("download")}{words.download(words.size(bytes))}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="panel download">
            <h2>{words.download_title()}</h2>
            {shown}
            <p class="quiet" role="status">{told}</p>
        </section>
    }
    .into_any()
}
