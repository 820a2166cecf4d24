//! A course on this phone: downloading it whole with its progress in sight, and removing it.

use crate::device::{Device, DownloadState};
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use domain::edition::CatalogueEdition;
use domain::voice::Voice;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// What all parts of the panel know.
struct Panel {
    device: Device,
    offer: CatalogueEdition,
    words: Words,
    running: RwSignal<Option<DownloadState>>,
    told: RwSignal<&'static str>,
}

/// The panel of a course's download.
#[must_use]
pub fn download_panel(device: &Device, offer: CatalogueEdition, words: Words) -> Tag {
    let told = RwSignal::new("");
    let panel = Rc::new(Panel { device: device.clone(), offer, words, running: RwSignal::new(None), told });
    tag("section", "panel download")
        .with(tag("h2", "").text(words.download_title()))
        .live(move || panel.shown())
        .with(tag("p", "quiet").attr("role", "status").text_live(move || told.get().to_owned()))
}

impl Panel {
    fn shown(self: &Rc<Self>) -> Vec<Tag> {
        let (words, panel) = (self.words, Rc::clone(self));
        if let Some(state) = self.running.get() {
            let text = words.download_running(words.size(state.done), words.size(state.of));
            let bar = tag("progress", "download-bar").attr("id", "download-bar");
            return vec![
                tag("label", "quiet").attr("for", "download-bar").text(&text),
                bar.attr("max", &state.of.to_string()).attr("value", &state.done.to_string()),
            ];
        }
        if self.device.kept_editions().with(|kept| kept.contains(&self.offer.edition)) {
            let remove = button("button plain", move || panel.remove());
            return vec![
                tag("p", "kept").with(icon("check")).with(tag("span", "").text(words.download_done())),
                remove.with(icon("remove")).text(words.download_remove()),
            ];
        }
        let (alone, voiced) = (Rc::clone(self), Rc::clone(self));
        let start = button("button", move || alone.start(None));
        let mut shown = vec![
            tag("p", "").text(words.download_text()),
            start.with(icon("download")).text(&words.download(words.size(self.offer.bytes))),
        ];
        shown.extend(self.voice().map(|voice| {
            let text = words.download_voice(words.size(voice.bytes));
            let start = button("button", move || voiced.start(voiced.voice()));
            tag("p", "download-voice").with(start.with(icon("hear")).text(&text))
        }));
        shown
    }

    /// The voice that the learner hears courses in, where the course has it.
    fn voice(&self) -> Option<Voice> {
        let chosen = self.device.settings().with(|settings| settings.heard_in.clone());
        let own = self.offer.language.tag();
        let of = |tongue: &str| self.offer.voices.iter().find(|voice| voice.language == tongue).cloned();
        chosen.as_deref().and_then(of).or_else(|| of(own))
    }

    fn start(&self, voice: Option<Voice>) {
        let (told, running, words) = (self.told, self.running, self.words);
        let (device, offer) = (self.device.clone(), self.offer.clone());
        told.set("");
        running.set(Some(DownloadState { done: 0, of: offer.bytes }));
        spawn_local(async move {
            // The page may go meanwhile: the download goes on.
            let done = device
                .download(&offer, voice.as_ref(), move |state| {
                    let _ = running.try_set(Some(state));
                })
                .await;
            let _ = running.try_set(None);
            let well = if voice.is_some() { words.download_voice_done() } else { "" };
            let _ = told.try_set(if done.is_ok() { well } else { words.download_failed() });
        });
    }

    fn remove(&self) {
        let (told, words, edition) = (self.told, self.words, self.offer.edition);
        let device = self.device.clone();
        spawn_local(async move {
            let removed = device.remove(&edition).await;
            let _ = told.try_set(if removed.is_ok() { words.download_removed() } else { "" });
        });
    }
}
