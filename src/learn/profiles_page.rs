//! Who learns on this phone: choosing oneself, somebody who comes for the first time, and one's own picture and nickname.

use super::aloud::read_aloud;
use super::faces::{called, picture, pictures};
use super::gate::lock_panel;
use super::handover_panels::{arrival_panel, handover_panel, join_panel};
use super::panel::panel;
use super::vouched_notice::vouched_notice;
use crate::device::{Device, DeviceFault, Face, Neighbour};
use crate::routes::{Page, path};
use crate::ui::address_bar::AddressBar;
use crate::ui::focus::focus_soon;
use crate::ui::heading::heading;
use crate::ui::hear::heard;
use crate::ui::line_field::line_field;
use crate::ui::tag::{Tag, button, follow, icon, tag};
use crate::ui::take_over::take_over;
use crate::words::Words;
use domain::handover::Code;
use domain::people::{LONGEST_NICKNAME, NicknameFault, nickname};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// In whose hands the phone is.
pub type Present = RwSignal<Device>;

/// A phone that is about to be in other hands.
pub type Passing = Pin<Box<dyn Future<Output = Result<Device, DeviceFault>>>>;

/// What the parts of the page need.
#[derive(Clone, Copy)]
pub struct Place {
    /// In whose hands the phone is.
    pub present: Present,
    /// The address bar.
    pub bar: AddressBar,
    /// What was last said to the person.
    pub told: RwSignal<String>,
    /// Grows when it is worth looking again who learns here.
    pub looked: RwSignal<usize>,
    /// The words.
    pub words: Words,
}

impl Place {
    /// Passes the phone on and goes to the first page.
    pub fn pass(self, passing: Passing) {
        spawn_local(async move {
            match passing.await {
                Ok(device) => self.passed(device),
                // The page may have gone meanwhile.
                Err(_) => drop(self.told.try_set(self.words.profiles_not_passed().into())),
            }
        });
    }

    /// Shows the first page to whoever has the phone now.
    pub fn passed(self, device: Device) {
        let chosen = device.settings().with_untracked(|settings| settings.language);
        self.present.set(device);
        self.bar.go(&path(chosen.unwrap_or(self.words.language), Page::Home));
    }

    /// Looks again who learns here.
    pub fn look_again(self) {
        let _ = self.looked.try_update(|looked| *looked += 1);
    }
}

/// The page.
#[must_use]
pub fn profiles_page(main: Tag, present: Present, bar: AddressBar, words: Words) -> Tag {
    request_animation_frame(take_over);
    let place = Place { present, bar, told: RwSignal::new(String::new()), looked: RwSignal::new(0), words };
    let device = present.get_untracked();
    // Who learns here, as far as is known, and a signal that grows when more is.
    let (known, neighbours) = (RwSignal::new(0_usize), Rc::new(RefCell::new(Vec::<Neighbour>::new())));
    let found = Rc::clone(&neighbours);
    let asking = device.clone();
    follow(move || {
        place.looked.get();
        let (asking, found) = (asking.clone(), Rc::clone(&found));
        spawn_local(async move {
            let (all, erasing) = (asking.neighbours().await, asking.erasing().await);
            found.replace(all);
            // The page may have gone meanwhile.
            let _ = known.try_update(|known| *known += 1);
            if erasing {
                let _ = place.told.try_set(words.erase_waiting().into());
            }
        });
    });
    // A code that a link brought must not stay in the address: it would be kept in the history.
    let brought = bar.hash.get_untracked();
    let brought = Code::read(&brought).map(|code| code.grouped()).unwrap_or_default();
    if !brought.is_empty() {
        bar.replace(&path(words.language, Page::Profiles));
        focus_soon("#arrival");
    }
    let (theirs, there, them) = (Rc::clone(&neighbours), Rc::clone(&neighbours), neighbours);
    let arrival = move || {
        known.get();
        let free = free_picture(&theirs.borrow());
        vec![arrival_panel(place, &brought, free)]
    };
    let says = format!("{}\n{}", words.profiles_title(), words.profiles_lead());
    let main = main
        .with(heard(heading(words.profiles_title(), &words.page_title(words.profiles_title())), &says, words.hear()))
        .with(tag("p", "lead").text(words.profiles_lead()))
        .live(move || {
            known.get();
            vec![everybody(&there.borrow(), place)]
        })
        .with(tag("p", "told").attr("role", "status").text_live(move || place.told.get()));
    if device.person().with_untracked(|person| person.lock.locked) {
        return read_aloud(main.live(arrival), &device, words);
    }
    let joining = device.clone();
    let main = main
        .with(vouched_notice(&device, words))
        .with(face_panel(&device, place))
        .with(lock_panel(&device, place))
        .with(handover_panel(&device, place))
        .live(arrival)
        .live(move || {
            known.get();
            join_panel(&joining, &them.borrow(), place).into_iter().collect()
        });
    read_aloud(main, &device, words)
}

/// A picture that nobody on this phone has; the first where all are taken.
fn free_picture(neighbours: &[Neighbour]) -> u8 {
    let taken = |picture: &u8| neighbours.iter().any(|neighbour| neighbour.face.picture == *picture);
    (0..12).find(|picture| !taken(picture)).unwrap_or_default()
}

/// Everybody who learns here, and a place for one more.
fn everybody(neighbours: &[Neighbour], place: Place) -> Tag {
    let words = place.words;
    let one = |neighbour: &Neighbour| {
        let (device, here) = (neighbour.device, neighbour.present);
        let choose = button("face-choice", move || {
            if here {
                place.bar.go(&path(words.language, Page::Home));
                return;
            }
            let present = place.present.get_untracked();
            place.pass(Box::pin(async move { present.turn_to(device).await }));
        });
        let name = tag("span", "").text(&called(&neighbour.face, words));
        let choose = choose.with(picture(neighbour.face.picture)).with(name);
        let here = here.then(|| tag("span", "face-here").text(words.profiles_here()));
        tag("li", "").with(match here {
            Some(here) => choose.attr("aria-current", "true").with(here),
            None => choose,
        })
    };
    let adding = RwSignal::new(false);
    let add = button("face-choice", move || {
        adding.set(true);
        focus_soon("#new-learner");
    });
    let add = add.with(icon("invite")).with(tag("span", "").text(words.profiles_add()));
    let taken: Vec<u8> = neighbours.iter().map(|neighbour| neighbour.face.picture).collect();
    let choices = move || {
        if !adding.get() {
            return Vec::new();
        }
        let welcome = move |picture| {
            let present = place.present.get_untracked();
            let face = Face { picture, name: String::new() };
            place.pass(Box::pin(async move { present.welcome(&face).await }));
        };
        let title = tag("h2", "").attr("id", "new-learner").attr("tabindex", "-1").text(words.profiles_choose());
        // More learners than pictures: then two of them look alike, and their names tell them apart.
        let without = if taken.len() < 12 { taken.as_slice() } else { &[] };
        vec![tag("section", "panel").with(title).with(pictures(without, words, Rc::new(welcome)))]
    };
    tag("div", "everybody")
        .with(tag("ul", "faces").each(neighbours.iter().map(one).collect()).with(tag("li", "").with(add)))
        .live(choices)
}

/// One's own picture and nickname.
fn face_panel(device: &Device, place: Place) -> Tag {
    let (words, person) = (place.words, device.person());
    let typed = RwSignal::new(person.with_untracked(|person| person.face.name.clone()));
    let wrong = RwSignal::new("");
    let keep = {
        let device = device.clone();
        move |face: Face, said: &'static str| {
            let device = device.clone();
            spawn_local(async move {
                let kept = device.change_face(face).await.is_ok();
                let _ = place.told.try_set(if kept { said } else { words.settings_not_saved() }.into());
            });
        }
    };
    let keep_name = {
        let keep = keep.clone();
        move || {
            let name = if typed.with_untracked(|typed| typed.trim().is_empty()) {
                Ok(String::new())
            } else {
                typed.with_untracked(|typed| nickname(typed))
            };
            wrong.set(match name {
                Ok(_) => "",
                Err(NicknameFault::TooLong) => words.nickname_long(),
                Err(NicknameFault::Empty | NicknameFault::Unseen) => words.nickname_unseen(),
            });
            match name {
                Ok(name) => {
                    keep(Face { name, ..person.with_untracked(|person| person.face.clone()) }, words.settings_saved())
                }
                Err(_) => focus_soon("#nickname"),
            }
        }
    };
    let pick = move |picture| {
        keep(Face { picture, ..person.with_untracked(|person| person.face.clone()) }, words.profiles_picture_kept())
    };
    let changing = RwSignal::new(false);
    let change = button("button", move || changing.set(true)).text(words.profiles_other_picture());
    let pick: Rc<dyn Fn(u8)> = Rc::new(pick);
    let choices = move || {
        if changing.get() { vec![pictures(&[], words, Rc::clone(&pick))] } else { Vec::new() }
    };
    let mine = move || vec![picture(person.with(|person| person.face.picture))];
    panel(words.profiles_mine(), "", words)
        .with(tag("div", "face-row").live(mine).with(change))
        .live(choices)
        .with(line_field("nickname", words.nickname_label(), &words.nickname_hint(LONGEST_NICKNAME), typed, wrong))
        .with(tag("div", "buttons").with(button("button", keep_name).text(words.nickname_keep())))
}
