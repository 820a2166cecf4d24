//! From phone to phone: a code for another phone, the recovery card, the code that a trainer keeps, coming from another phone, and joining two who are one.

use super::faces::{called, picture};
use super::panel::{panel, panel_at};
use super::profiles_page::Place;
use crate::device::{ArrivalFault, Device, DeviceFault, Face, Neighbour};
use crate::routes::{Page, path};
use crate::ui::focus::focus_soon;
use crate::ui::hear::heard;
use crate::ui::line_field::line_field;
use crate::ui::qr::qr;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use domain::api::HandoverKind;
use domain::handover::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What kept a learner from coming, in words.
#[must_use]
pub fn said_of(fault: &ArrivalFault, words: Words) -> &'static str {
    match fault {
        ArrivalFault::NoSuchCode => words.code_unknown(),
        ArrivalFault::NeedsTrainer => words.needs_trainer(),
        ArrivalFault::Device(fault) => said(fault, words),
    }
}

fn said(fault: &DeviceFault, words: Words) -> &'static str {
    match fault {
        DeviceFault::Offline => words.server_needed(),
        DeviceFault::Busy => words.server_busy(),
        DeviceFault::NotStored(_) => words.settings_not_saved(),
        DeviceFault::NotFound | DeviceFault::Damaged(_) => words.server_refused(),
    }
}

/// Another phone, and the card and the trainer for a phone that is lost.
#[must_use]
pub fn handover_panel(device: &Device, place: Place) -> Tag {
    let (words, shown) = (place.words, RwSignal::new(None::<(HandoverKind, Code)>));
    let make = |kind: HandoverKind| {
        let device = device.clone();
        move || {
            let device = device.clone();
            spawn_local(async move {
                let made = match kind {
                    HandoverKind::Code => device.hand_over().await,
                    HandoverKind::Card => device.make_card().await,
                    HandoverKind::Vouched => device.make_vouched().await,
                };
                match made {
                    Ok(code) => {
                        let _ = shown.try_set(Some((kind, code)));
                        focus_soon("#handover-code");
                    }
                    Err(fault) => drop(place.told.try_set(said(&fault, words).into())),
                }
            });
        }
    };
    let code = button("button", make(HandoverKind::Code)).with(icon("next")).text(words.handover_make());
    let card = button("button", make(HandoverKind::Card)).with(icon("print")).text(words.card_make());
    let vouched = button("button", make(HandoverKind::Vouched)).with(icon("invite")).text(words.vouched_make());
    panel(words.handover_title(), words.handover_text(), words)
        .attr("class", "panel handover")
        .with(tag("div", "buttons").with(code))
        .with(heard(tag("p", "quiet").text(words.card_text()), words.card_text(), words.hear()))
        .with(tag("div", "buttons").with(card))
        .with(heard(tag("p", "quiet").text(words.vouched_text()), words.vouched_text(), words.hear()))
        .with(tag("div", "buttons").with(vouched))
        .live(move || shown.get().map(|(kind, code)| code_shown(kind, &code, shown, words)).into_iter().collect())
}

/// A code to be read, scanned or printed; gone with the next tap.
fn code_shown(kind: HandoverKind, code: &Code, shown: RwSignal<Option<(HandoverKind, Code)>>, words: Words) -> Tag {
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{}#{}", path(words.language, Page::Profiles), code.grouped());
    let (title, text) = match kind {
        HandoverKind::Code => (words.handover_code(), words.handover_how()),
        HandoverKind::Card => (words.card_title(), words.card_keep()),
        HandoverKind::Vouched => (words.vouched_title(), words.vouched_keep()),
    };
    let print = button("button", || {
        // A browser that can't print only does nothing.
        let _ = window().print();
    });
    let print = code.is_card().then(|| print.with(icon("print")).text(words.card_print()));
    let hide = button("button plain", move || shown.set(None)).text(words.code_hide());
    tag("div", "code-card")
        .with(tag("h3", "").attr("id", "handover-code").attr("tabindex", "-1").text(title))
        .with(tag("p", "code").text(&code.grouped()))
        .maybe(qr(&address, words.code_qr()))
        .with(tag("p", "").text(text))
        .with(tag("p", "code-site").text(&origin))
        .with(tag("div", "buttons").maybe(print).with(hide))
}

/// Coming from another phone: with a code that is typed, or that a link brought.
#[must_use]
pub fn arrival_panel(place: Place, brought: &str, free: u8) -> Tag {
    let words = place.words;
    let (typed, wrong, under_way) = (RwSignal::new(brought.to_owned()), RwSignal::new(""), RwSignal::new(false));
    let arrive = move || {
        let Ok(code) = typed.with_untracked(|typed| Code::read(typed)) else {
            wrong.set(words.code_bad());
            focus_soon("#arrival-code");
            return;
        };
        if under_way.get_untracked() {
            return;
        }
        wrong.set("");
        under_way.set(true);
        let present = place.present.get_untracked();
        spawn_local(async move {
            let face = Face { picture: free, name: String::new() };
            match present.arrive(&code, &face).await {
                Ok(device) => place.passed(device),
                Err(fault) => {
                    let _ = under_way.try_set(false);
                    let _ = place.told.try_set(said_of(&fault, words).into());
                }
            }
        });
    };
    let text = if brought.is_empty() { words.arrival_text() } else { words.arrival_brought() };
    let panel = panel_at("arrival", words.arrival_title(), text, words).with(line_field(
        "arrival-code",
        words.arrival_code(),
        words.card_code_hint(),
        typed,
        wrong,
    ));
    let button = button(if brought.is_empty() { "button" } else { "button primary" }, arrive);
    panel.with(tag("div", "buttons").with(button.text(words.arrival_go())))
}

/// Two learners of this phone who are one person; nothing where there is only one.
#[must_use]
pub fn join_panel(device: &Device, neighbours: &[Neighbour], place: Place) -> Option<Tag> {
    let words = place.words;
    // Which of the others, from 1; 0 is none.
    let asked = RwSignal::new(0_usize);
    let others: Vec<Neighbour> = neighbours.iter().filter(|neighbour| !neighbour.present).cloned().collect();
    (!others.is_empty()).then_some(())?;
    let one = |(at, other): (usize, &Neighbour)| {
        let name = called(&other.face, words);
        let ask = button("face-choice", move || {
            asked.set(at + 1);
            focus_soon("#join-sure");
        });
        tag("li", "").with(ask.with(picture(other.face.picture)).with(tag("span", "").text(&name)))
    };
    let (person, joining) = (device.person(), device.clone());
    let choices: Vec<Tag> = others.iter().enumerate().map(one).collect();
    let sure = move || {
        let other = asked.get().checked_sub(1).and_then(|at| others.get(at).cloned());
        let Some(other) = other else { return Vec::new() };
        let device = joining.clone();
        let (from, into) = (called(&other.face, words), person.with(|person| called(&person.face, words)));
        let yes = button("button primary", move || {
            let (device, other) = (device.clone(), other.device);
            asked.set(0);
            let _ = place.told.try_set(words.join_running().into());
            spawn_local(async move {
                let said = match device.join(other).await {
                    Ok(()) => words.join_done(),
                    Err(fault) => said(&fault, words),
                };
                let _ = place.told.try_set(said.into());
                place.look_again();
            });
        });
        let no = button("button", move || asked.set(0)).text(words.join_no());
        let question =
            tag("h3", "").attr("id", "join-sure").attr("tabindex", "-1").text(&words.join_sure(&from, &into));
        vec![question, tag("div", "buttons").with(yes.text(words.join_yes())).with(no)]
    };
    let panel = panel(words.join_title(), words.join_text(), words).with(tag("ul", "faces").each(choices));
    Some(panel.live(sure))
}
