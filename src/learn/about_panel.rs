//! Facts about oneself that may be left out: in which ten years one was born, and the gender; each with its reason, its receipt
//! and its way back.

use super::facts::notice;
use super::panel::panel;
use crate::device::{Device, Receipt};
use crate::ui::focus::focus_soon;
use crate::ui::picks::picks;
use crate::ui::tag::{Tag, button, tag};
use crate::words::Words;
use domain::statement::{Consent, Gender, may_be_a_child};
use leptos::prelude::*;
use leptos::task::spawn_local;

const DECADES: [u16; 9] = [1930, 1940, 1950, 1960, 1970, 1980, 1990, 2000, 2010];
const GENDERS: [Gender; 3] = [Gender::Woman, Gender::Man, Gender::Other];

/// The panel.
#[must_use]
pub fn about_panel(device: &Device, words: Words) -> Tag {
    // Grows with every word of the learner, so that what is shown is read again.
    let said = RwSignal::new(0_usize);
    // Born in which ten years, where a guardian is asked; 0 where none is.
    let child = RwSignal::new(0_usize);
    let keep = {
        let device = device.clone();
        move |consents: Vec<Consent>| {
            let device = device.clone();
            spawn_local(async move {
                for consent in consents {
                    // Where it can't be kept, the quiet line says so.
                    device.consent(consent).await.unwrap_or_default();
                }
                let _ = said.try_update(|said| *said += 1);
            });
        }
    };
    let guarded = {
        let keep = keep.clone();
        move || {
            let Ok(first @ 1..) = u16::try_from(child.get()) else { return Vec::new() };
            let keep = keep.clone();
            let yes = button("button primary", move || {
                child.set(0);
                keep(vec![Consent::Guardian(true), Consent::BirthYears(Some(first))]);
            });
            let no = button("button", move || child.set(0)).text(words.guardian_no());
            let question = tag("p", "notice").attr("id", "guardian").attr("tabindex", "-1").text(words.guardian_text());
            vec![question, tag("div", "buttons").with(yes.text(words.guardian_yes())).with(no)]
        }
    };
    let receipts = {
        let device = device.clone();
        move || {
            said.get();
            let receipts = device.receipts();
            let lines: Vec<Tag> = receipts.iter().map(|receipt| tag("li", "").text(&line(receipt, words))).collect();
            if lines.is_empty() {
                vec![tag("p", "quiet").text(words.receipts_none())]
            } else {
                vec![tag("ul", "receipts").each(lines)]
            }
        }
    };
    panel(words.about_title(), words.about_text(), words)
        .with(tag("h3", "").text(words.about_birth()))
        .with(tag("p", "quiet").text(words.about_birth_why()))
        .with(years(device, said, child, keep.clone(), words))
        .live(guarded)
        .with(tag("h3", "").text(words.about_gender()))
        .with(tag("p", "quiet").text(words.about_gender_why()))
        .with(genders(device, said, keep, words))
        .with(tag("details", "").with(tag("summary", "").text(words.receipts_title())).live(receipts))
}

fn years(
    device: &Device,
    said: RwSignal<usize>,
    child: RwSignal<usize>,
    keep: impl Fn(Vec<Consent>) + 'static,
    words: Words,
) -> Tag {
    let names: Vec<String> = DECADES.iter().map(|first| decade(*first, words)).collect();
    let mut all = vec![("", words.about_not_said())];
    all.extend(names.iter().map(|name| ("", name.as_str())));
    let (looking, now) = (device.clone(), device.now());
    let picked = move || {
        said.get();
        match looking.told(&Consent::BirthYears(None)) {
            Some(Consent::BirthYears(Some(told))) => DECADES.iter().position(|one| *one == told).map_or(0, |at| at + 1),
            _ => 0,
        }
    };
    picks("birth-years", words.about_birth(), &all, picked, move |place| {
        let first = place.checked_sub(1).and_then(|at| DECADES.get(at)).copied();
        match first {
            Some(first) if may_be_a_child(first, year(now)) => {
                child.set(usize::from(first));
                // What is shown is what was told, not what was tapped.
                said.update(|said| *said += 1);
                focus_soon("#guardian");
            }
            first => {
                child.set(0);
                keep(vec![Consent::BirthYears(first)]);
            }
        }
    })
}

fn genders(device: &Device, said: RwSignal<usize>, keep: impl Fn(Vec<Consent>) + 'static, words: Words) -> Tag {
    let all = [
        ("", words.about_not_said()),
        ("", words.gender_woman()),
        ("", words.gender_man()),
        ("", words.gender_other()),
    ];
    let looking = device.clone();
    let picked = move || {
        said.get();
        match looking.told(&Consent::Gender(None)) {
            Some(Consent::Gender(Some(told))) => GENDERS.iter().position(|one| *one == told).map_or(0, |at| at + 1),
            _ => 0,
        }
    };
    picks("gender", words.about_gender(), &all, picked, move |place| {
        keep(vec![Consent::Gender(place.checked_sub(1).and_then(|at| GENDERS.get(at)).copied())]);
    })
}

fn decade(first: u16, words: Words) -> String {
    if first == DECADES[0] { words.born_before(first + 10) } else { format!("{first}–{}", first + 9) }
}

/// A year of the phone's clock; near New Year it may be the one beside it, which harms nobody.
fn year(now: i64) -> u16 {
    u16::try_from(1970 + now / 31_556_952_000).unwrap_or(2026)
}

/// What was agreed to or taken back, when, and in which words.
fn line(receipt: &Receipt, words: Words) -> String {
    let what = match &receipt.consent {
        Consent::Commune(_) => words.settings_commune().to_owned(),
        Consent::BirthYears(Some(first)) => format!("{}: {}", words.about_birth(), decade(*first, words)),
        Consent::BirthYears(None) => words.about_birth().to_owned(),
        Consent::Gender(Some(Gender::Woman)) => format!("{}: {}", words.about_gender(), words.gender_woman()),
        Consent::Gender(Some(Gender::Man)) => format!("{}: {}", words.about_gender(), words.gender_man()),
        Consent::Gender(Some(Gender::Other)) => format!("{}: {}", words.about_gender(), words.gender_other()),
        Consent::Gender(None) => words.about_gender().to_owned(),
        Consent::Guardian(_) => words.guardian_receipt().to_owned(),
    };
    let moment = words.moment(receipt.at);
    if receipt.consent.given() {
        words.receipt_given(moment, &what, receipt.wording)
    } else {
        words.receipt_taken_back(moment, &what, receipt.wording)
    }
}

/// What a page says whose learner was erased elsewhere.
#[must_use]
pub fn gone_notice(unsent: i64, words: Words) -> Tag {
    let text = if unsent == 0 { words.gone_text().to_owned() } else { words.gone_text_unsent(unsent) };
    notice("info", &text)
}
