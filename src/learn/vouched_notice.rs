//! Tells the learner that a trainer vouched for them, until they have read it.

use crate::device::Device;
use crate::ui::tag::{Tag, button, icon, tag};
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The notice; nothing where there is nothing to tell.
#[must_use]
pub fn vouched_notice(device: &Device, words: Words) -> Tag {
    let (person, device) = (device.person(), device.clone());
    tag("div", "").attr("role", "status").live(move || {
        let Some(at) = person.with(|person| person.vouched) else { return Vec::new() };
        let device = device.clone();
        let read = button("button", move || {
            let device = device.clone();
            spawn_local(async move { device.heard_of_vouching().await });
        });
        let text = tag("p", "").text(&words.vouched_told(words.moment(at)));
        let inside = tag("div", "").with(text).with(tag("div", "buttons").with(read.text(words.vouched_read())));
        vec![tag("div", "notice vouched").with(icon("info")).with(inside)]
    })
}
