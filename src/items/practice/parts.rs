//! The parts of a simulated screen: real buttons, fields and switches. What a tap means is the phone's business.

use super::{Mode, Phone};
use crate::items::prose::picture;
use crate::ui::tag::{Tag, button, icon, tag};
use domain::item::practice::{Part, PartKind};
use leptos::prelude::*;

/// What an untouched field or switch holds.
pub const EMPTY: &str = "off";

impl Phone {
    /// One part; `right` where it is to be marked as the one to use.
    pub(super) fn part(&self, place: u8, part: &Part, mode: Mode, right: bool) -> Tag {
        let used = part.is_used() && !part.is.is_filled();
        let class = match part.is {
            PartKind::Text => "part-text",
            PartKind::Picture => "part-picture",
            PartKind::Row => "part-row",
            PartKind::Button => "button part-button",
            PartKind::Field | PartKind::Digits | PartKind::Password | PartKind::Keypad => "part-field",
            PartKind::Toggle => "part-row part-toggle",
            PartKind::Notice => "part-notice",
            PartKind::Permission => "part-permission",
            PartKind::Qr => "part-qr",
            PartKind::Theirs => "bubble theirs",
            PartKind::Mine => "bubble mine",
        };
        let shown = if part.is.is_filled() {
            self.filled_part(class, usize::from(place), part, mode)
        } else if used {
            let phone = self.clone();
            let tap = button(class, move || phone.act(place));
            if matches!(mode, Mode::Shown(_)) { tap.prop_live("disabled", || true.into()) } else { tap }
        } else {
            tag("div", class)
        };
        let shown = if right { shown.class_live("to-use", || true) } else { shown };
        if part.is.is_filled() {
            return shown;
        }
        let shown = shown.maybe(part.picture.as_ref().map(|shown| picture(shown, "picture", &shown.alt)));
        let shown = if part.is == PartKind::Notice { shown.with(icon("bell")) } else { shown };
        let words = tag("span", "part-words").with(tag("span", "part-label").text(&part.text));
        let detail = (!part.detail.is_empty()).then(|| tag("span", "part-detail").text(&part.detail));
        shown.with(words.maybe(detail))
    }

    fn fill(&self, place: usize, text: String) {
        self.filled.update(|filled| {
            if filled.len() <= place {
                filled.resize(place + 1, EMPTY.to_owned());
            }
            if let Some(slot) = filled.get_mut(place) {
                *slot = text;
            }
        });
    }

    fn held(&self, place: usize) -> String {
        self.filled.with(|filled| filled.get(place).filter(|held| *held != EMPTY).cloned().unwrap_or_default())
    }

    /// A field, a keypad or a switch. What is held by it never leaves this page.
    fn filled_part(&self, class: &str, place: usize, part: &Part, mode: Mode) -> Tag {
        let still = matches!(mode, Mode::Shown(_));
        if part.is == PartKind::Toggle {
            let (phone, stated) = (self.clone(), self.clone());
            let is_on = move || stated.filled.with(|filled| filled.get(place).is_some_and(|held| held == "on"));
            let (pressed, looks) = (is_on, is_on);
            let used = part.is_used();
            let toggle = button(class, move || {
                let on = phone.filled.with_untracked(|filled| filled.get(place).is_some_and(|held| held == "on"));
                phone.fill(place, if on { EMPTY } else { "on" }.to_owned());
                if used {
                    phone.act(u8::try_from(place).unwrap_or_default());
                }
            });
            return toggle
                .attr("role", "switch")
                .attr_live("aria-checked", move || Some(pressed().to_string()))
                .class_live("on", looks)
                .prop_live("disabled", move || still.into())
                .with(tag("span", "part-words").with(tag("span", "part-label").text(&part.text)))
                .with(tag("span", "part-switch"));
        }
        let label = tag("span", "part-label").text(&part.text);
        let detail = (!part.detail.is_empty()).then(|| tag("span", "part-detail").text(&part.detail));
        if part.is == PartKind::Keypad {
            let held = self.clone();
            let dots = tag("output", "keypad-held").text_live(move || "●".repeat(held.held(place).chars().count()));
            let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "⌫", "0"].map(|digit| {
                let phone = self.clone();
                let key = button("keypad-key", move || {
                    let mut held = untrack(|| phone.held(place));
                    if digit == "⌫" {
                        held.pop();
                    } else if held.len() < 12 {
                        held.push_str(digit);
                    }
                    phone.fill(place, held);
                });
                let key = if digit == "⌫" { key.attr("aria-label", self.words.practice_erase()) } else { key };
                key.prop_live("disabled", move || still.into()).text(digit)
            });
            let keys = tag("div", "keypad").each(keys.into_iter().collect());
            return tag("div", class).with(label).maybe(detail).with(dots).with(keys);
        }
        let (phone, held) = (self.clone(), self.clone());
        let input = tag("input", "field-input")
            .attr("type", if part.is == PartKind::Password { "password" } else { "text" })
            .attr("autocomplete", "off")
            .attr("maxlength", "100")
            .prop_live("value", move || held.held(place).into())
            .prop_live("disabled", move || still.into())
            .on("input", move |event| phone.fill(place, event_target_value(&event)))
            // Enter would check the item: in a phone it does nothing.
            .on("keydown", |event| {
                let key = js_sys::Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
                if key.as_deref() == Some("Enter") {
                    event.prevent_default();
                }
            });
        let input = if part.is == PartKind::Digits { input.attr("inputmode", "numeric") } else { input };
        tag("label", class).with(label).maybe(detail).with(input)
    }
}
