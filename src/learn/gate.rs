//! The lock of a learner's part of this phone: the pictures that open it, and the ways around it that are always open; and what
//! stands there after a learner was erased.

use super::about_panel::gone_notice;
use super::aloud::{read_aloud, say_aloud};
use super::faces::{called, picture, pictures};
use super::handover_panels::said_of;
use super::panel::panel;
use super::profiles_page::{Place, Present};
use crate::device::{Device, Tapped};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::focus::focus_soon;
use crate::ui::heading::heading;
use crate::ui::hear::heard;
use crate::ui::line_field::line_field;
use crate::ui::tag::{Tag, button, icon, link, tag};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::handover::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;

/// What stands in the place of every page of a learner who has locked their part.
#[must_use]
pub fn gate(main: Tag, device: &Device, words: Words) -> Tag {
    request_animation_frame(take_over);
    let told = RwSignal::new(String::new());
    let (count, tapped) = (RwSignal::new(0_usize), Rc::new(RefCell::new(Vec::<u8>::new())));
    let wanted = usize::from(device.person().with_untracked(|person| person.lock.pictures));
    let tapping = device.clone();
    let tap = move |picture: u8| {
        tapped.borrow_mut().push(picture);
        let so_far = tapped.borrow().clone();
        count.set(so_far.len() % wanted.max(1));
        told.set(words.gate_tapped(so_far.len(), wanted));
        if so_far.len() < wanted {
            return;
        }
        tapped.take();
        let device = tapping.clone();
        spawn_local(async move {
            let said = match device.tap(&so_far).await {
                Tapped::Right => return,
                Tapped::Wrong(0) => words.gate_wrong().to_owned(),
                Tapped::Wrong(seconds) => words.gate_wait(seconds),
            };
            say_aloud(&device, &said, words);
            // The page may have gone meanwhile.
            let _ = told.try_set(said);
        });
    };
    let title = words.gate_title(device.person().with_untracked(|person| called(&person.face, words)));
    let marks = move || {
        let count = count.get();
        (0..wanted).map(|at| tag("span", if at < count { "step met" } else { "step" })).collect()
    };
    let others = link("button", &path(words.language, Page::Profiles)).with(icon("invite")).text(words.gate_others());
    let says = format!("{title}\n{}", words.gate_lead());
    let main = main
        .with(heard(heading(&title, &words.page_title(words.app_name())), &says, words.hear()))
        .with(tag("p", "lead").text(words.gate_lead()))
        .with(tag("div", "steps").attr("aria-hidden", "true").live(marks))
        .with(tag("p", "told").attr("role", "status").text_live(move || told.get()))
        .with(pictures(&[], words, Rc::new(tap)))
        .with(tag("div", "buttons").with(others))
        .with(forgotten(device, told, words));
    read_aloud(main, device, words)
}

/// What stands in the place of every page of a learner who was erased elsewhere.
#[must_use]
pub fn gone(main: Tag, present: Present, bar: AddressBar, unsent: i64, words: Words) -> Tag {
    request_animation_frame(take_over);
    let place = Place { present, bar, told: RwSignal::new(String::new()), looked: RwSignal::new(0), words };
    let device = present.get_untracked();
    let go_on = move || {
        let device = device.clone();
        place.pass(Box::pin(async move { device.next().await }));
    };
    main.with(heading(words.gone_title(), &words.page_title(words.gone_title())))
        .with(gone_notice(unsent, words))
        .with(tag("div", "buttons").with(button("button primary", go_on).text(words.gone_go_on())))
}

/// For who has forgotten the pictures: the recovery card opens, and a trainer who vouches.
fn forgotten(device: &Device, told: RwSignal<String>, words: Words) -> Tag {
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(""));
    let device = device.clone();
    let open = move || {
        let Ok(code) = typed.with_untracked(|typed| Code::read(typed)) else {
            wrong.set(words.code_bad());
            focus_soon("#card-code");
            return;
        };
        let device = device.clone();
        spawn_local(async move {
            if let Err(fault) = device.open_with_card(&code).await {
                let _ = told.try_set(said_of(&fault, words).into());
            }
        });
    };
    tag("details", "panel")
        .with(tag("summary", "").text(words.gate_forgotten()))
        .with(heard(tag("p", "quiet").text(words.gate_forgotten_text()), words.gate_forgotten_text(), words.hear()))
        .with(line_field("card-code", words.card_code(), words.card_code_hint(), typed, wrong))
        .with(tag("div", "buttons").with(button("button", open).text(words.gate_open_with_card())))
}

/// Setting the lock: its pictures, when it locks by itself, locking now.
#[must_use]
pub fn lock_panel(device: &Device, place: Place) -> Tag {
    let (words, lock, choosing) = (place.words, device.person(), RwSignal::new(false));
    let keeping = device.clone();
    let keep: Rc<dyn Fn(Vec<u8>)> = Rc::new(move |all: Vec<u8>| {
        let device = keeping.clone();
        let said = if all.is_empty() { words.lock_gone() } else { words.lock_set() };
        choosing.set(false);
        spawn_local(async move {
            let kept = device.set_lock(&all).await.is_ok();
            let _ = place.told.try_set(if kept { said } else { words.settings_not_saved() }.into());
        });
    });
    let (leaving, removing) = (device.clone(), Rc::clone(&keep));
    let state = move || {
        let begin = button("button", move || choosing.set(true));
        if lock.with(|person| person.lock.pictures) == 0 {
            return vec![tag("div", "buttons").with(begin.text(words.lock_choose()))];
        }
        let (leaving, removing) = (leaving.clone(), Rc::clone(&removing));
        let leave = button("button primary", move || {
            let device = leaving.clone();
            spawn_local(async move { device.leave().await });
        });
        let remove = button("button plain", move || removing(Vec::new()));
        let row = tag("div", "buttons").with(leave.with(icon("lock")).text(words.lock_leave()));
        vec![row.with(begin.text(words.lock_other())).with(remove.text(words.lock_remove()))]
    };
    let minutes = minutes(device, place);
    panel(words.lock_title(), words.lock_text(), words)
        .live(state)
        .live(move || if choosing.get() { choices(Rc::clone(&keep), words) } else { Vec::new() })
        .live(move || if lock.with(|person| person.lock.pictures) == 0 { Vec::new() } else { vec![minutes()] })
}

/// Choosing three or four pictures.
fn choices(keep: Rc<dyn Fn(Vec<u8>)>, words: Words) -> Vec<Tag> {
    let (count, chosen) = (RwSignal::new(0_usize), Rc::new(RefCell::new(Vec::<u8>::new())));
    let (showing, tapping, clearing) = (Rc::clone(&chosen), Rc::clone(&chosen), Rc::clone(&chosen));
    let shown = move || {
        count.get();
        showing.borrow().iter().map(|one| picture(*one)).collect()
    };
    let done = button("button primary", move || {
        if chosen.borrow().len() >= 3 {
            keep(chosen.take());
        }
    });
    let few = move || (count.get() < 3).then(|| "true".into());
    let again = button("button", move || {
        clearing.take();
        count.set(0);
    });
    let tap = move |one: u8| {
        if tapping.borrow().len() < 4 {
            tapping.borrow_mut().push(one);
            count.set(tapping.borrow().len());
        }
    };
    vec![
        tag("p", "").text(words.lock_how()),
        pictures(&[], words, Rc::new(tap)),
        tag("p", "quiet").attr("role", "status").text_live(move || words.lock_chosen(count.get())),
        tag("div", "face-row").live(shown),
        tag("div", "buttons")
            .with(done.attr_live("aria-disabled", few).text(words.lock_keep()))
            .with(again.text(words.lock_again())),
    ]
}

fn minutes(device: &Device, place: Place) -> impl Fn() -> Tag + 'static {
    let (device, words) = (device.clone(), place.words);
    move || {
        let all = [("", words.lock_never()), ("", words.lock_5()), ("", words.lock_15()), ("", words.lock_60())];
        let (lock, device) = (device.person(), device.clone());
        let picked = move || {
            let minutes = lock.with(|person| person.lock.minutes);
            crate::device::MINUTES.iter().position(|one| *one == minutes).unwrap_or_default()
        };
        let row = crate::ui::picks::picks("lock-after", words.lock_after(), &all, picked, move |place| {
            let (device, minutes) = (device.clone(), crate::device::MINUTES.get(place).copied().unwrap_or_default());
            // Where it can't be kept, the quiet line says so.
            spawn_local(async move { device.lock_after(minutes).await.unwrap_or_default() });
        });
        tag("div", "").with(tag("p", "").text(words.lock_after())).with(row)
    }
}
