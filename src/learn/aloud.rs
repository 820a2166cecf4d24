//! Reading aloud: what a tap on any button of `ui/hear` does. A clip of the edition where there is one, else a voice of its
//! language that is installed on the phone, never one of another; where there is neither it says so once, and the buttons go.

use crate::device::Device;
use crate::ui::hear::{HEAR, SAYS};
use crate::ui::speech::{hush, is_turn, play, say, voice};
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::edition::Edition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The attribute that names the edition of what is below it.
pub const EDITION: &str = "data-edition";
const SPEAKING: &str = "speaking";
/// How long it is told that nothing can be heard.
const TOLD_FOR: Duration = Duration::from_secs(12);

/// Listens inside `inside`, and tells in a line where nothing can be heard.
#[must_use]
pub fn read_aloud(inside: Tag, device: &Device, words: Words) -> Tag {
    let told = RwSignal::new("");
    let (heard, device) = (inside.element().clone(), device.clone());
    // Asked for early: browsers find their voices only after somebody asked.
    let _ = voice("vi");
    on_cleanup(|| {
        hush();
    });
    inside
        .on("click", move |event| {
            if let Some(button) = tapped(&event) {
                listen(&button, &heard, &device, words, told);
            }
        })
        .with(tag("p", "aloud").attr("role", "status").text_live(move || told.get().to_owned()))
}

fn tapped(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(&format!(".{HEAR}")).ok().flatten()
}

/// Reads what a button says; a second tap on it stops.
fn listen(button: &Element, inside: &Element, device: &Device, words: Words, told: RwSignal<&'static str>) {
    let turn = hush();
    let again = button.class_list().contains(SPEAKING);
    if let Ok(Some(before)) = inside.query_selector(&format!(".{SPEAKING}")) {
        mark(&before, false);
    }
    if again {
        return;
    }
    let near = |name: &str| {
        let holder = button.closest(&format!("[{name}]")).ok().flatten();
        holder.and_then(|holder| holder.get_attribute(name)).unwrap_or_default()
    };
    let (language, edition) = (near("lang"), near(EDITION));
    let texts = button.get_attribute(SAYS).unwrap_or_default();
    let edition = device.editions_at_hand().into_iter().find(|one| one.id.to_string() == edition);
    mark(button, true);
    let (button, device, root) = (button.clone(), device.clone(), inside.clone());
    spawn_local(async move {
        for text in texts.split('\n').filter(|text| !text.is_empty()) {
            let spoken = one(&device, edition.as_ref(), &language, text, turn).await;
            if !is_turn(turn) {
                return;
            }
            if !spoken {
                // The page may have gone meanwhile.
                let _ = told.try_set(words.hear_none());
                set_timeout(
                    move || {
                        let _ = told.try_set("");
                    },
                    TOLD_FOR,
                );
                mark_with(&root, "silent", true);
                break;
            }
        }
        mark(&button, false);
    });
}

/// Says a text of the interface by itself, where the phone has a voice for it; what is on the screen stands in any case.
pub fn say_aloud(device: &Device, text: &str, words: Words) {
    let (turn, device, text) = (hush(), device.clone(), text.to_owned());
    spawn_local(async move {
        // Without a voice it is silent.
        let _ = one(&device, None, words.language.tag(), &text, turn).await;
    });
}

/// Reads one text. → whether there was anything to read it with.
async fn one(device: &Device, edition: Option<&Rc<Edition>>, language: &str, text: &str, turn: u32) -> bool {
    let (slow, chosen) = device.settings().with_untracked(|settings| (settings.slow, settings.heard_in.clone()));
    if let Some(edition) = edition {
        // The language that was chosen, where the course has it; else the one it is written in.
        for tongue in chosen.as_deref().into_iter().chain([language]) {
            if let Some(clip) = device.clip(edition, tongue, text).await {
                return !is_turn(turn) || play(&clip, slow).await;
            }
        }
    }
    match voice(language) {
        Some(voice) if is_turn(turn) => say(text, &voice, slow).await,
        Some(_) => {}
        None => return false,
    }
    true
}

fn mark(button: &Element, on: bool) {
    mark_with(button, SPEAKING, on);
}

fn mark_with(element: &Element, class: &str, on: bool) {
    // Refused only for a class with a space in it.
    element.class_list().toggle_with_force(class, on).ok();
}
