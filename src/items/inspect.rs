//! Inspect on the screen: a message, page or poster whose parts are boxes inside its text. After a check each part that was
//! tapped or missed is explained, one by one.

use super::hotspot::choose;
use super::passage::passage;
use super::prose::{heard_prose, spans};
use super::work::Work;
use crate::ui::hear::heard;
use crate::ui::tag::{Tag, icon, tag};
use crate::words::Words;
use domain::item::inspect::{Inspect, Look, Part};
use domain::voice::utterance;
use leptos::prelude::*;

/// The thing to inspect.
#[must_use]
pub fn view(inspect: &Inspect, work: Work, words: Words) -> Tag {
    let look = match inspect.look {
        Look::Message => "inspected message",
        Look::Page => "inspected page",
        Look::Poster => "inspected poster",
    };
    let part = |place: usize| match (u8::try_from(place), inspect.parts.get(place)) {
        (Ok(place), Some(part)) => part_box(place, part, work),
        (_, _) => tag("span", ""),
    };
    let notes = (0_u8..).zip(&inspect.parts).map(|(place, part)| note(place, part, work, words)).collect();
    let from = tag("p", "inspected-from").text(&inspect.from);
    tag("div", "")
        .with(tag("p", "item-how").text(words.inspect_how()))
        .with(tag("div", look).with(from).with(heard(
            passage("inspected-text", &inspect.passage, part),
            &format!("{}\n{}", utterance(&inspect.from), utterance(&inspect.spoken_passage())),
            words.hear(),
        )))
        .with(tag("ul", "inspect-notes").each(notes))
}

fn is_tapped(work: Work, place: u8) -> bool {
    work.response.with(|response| response.numbers().contains(&place))
}

/// A part of the text. A box with a label, because a button can't run on over the end of a line.
fn part_box(place: u8, part: &Part, work: Work) -> Tag {
    let suspicious = part.suspicious;
    let known = move || work.is_checked() && (is_tapped(work, place) || (suspicious && work.revealed.get()));
    let tapped = tag("input", "unseen")
        .attr("type", "checkbox")
        .prop_live("checked", move || is_tapped(work, place).into())
        .prop_live("disabled", move || work.is_checked().into())
        .on("change", move |_| choose(work, place, true));
    let label = tag("label", "part")
        .class_live("picked", move || is_tapped(work, place))
        .class_live("is-right", move || known() && suspicious)
        .class_live("is-wrong", move || known() && !suspicious)
        .with(tapped);
    spans(label, &part.words)
}

/// Found, missed or a false alarm, with the author's words. What was missed is named only once it was asked for, or another try
/// would be none.
fn note(place: u8, part: &Part, work: Work, words: Words) -> Tag {
    let part = part.clone();
    let drawn = move || {
        if !work.is_checked() {
            return Vec::new();
        }
        let (class, name, told) = match (is_tapped(work, place), part.suspicious) {
            (true, true) => ("mark right", "check", words.inspect_found()),
            (true, false) => ("mark wrong", "cross", words.inspect_alarm()),
            (false, true) if work.revealed.get() => ("mark wrong", "alert", words.inspect_missed()),
            (false, _) => return Vec::new(),
        };
        let quoted = spans(tag("span", "inspect-quoted"), &part.words);
        let head = tag("p", class).with(icon(name)).with(tag("span", "").text(told));
        vec![head, quoted, tag("div", "said").with(heard_prose(&part.feedback, words))]
    };
    tag("li", "inspect-note").live(drawn)
}

/// The suspicious parts.
#[must_use]
pub fn key(inspect: &Inspect) -> Tag {
    let found = inspect.parts.iter().filter(|part| part.suspicious);
    tag("div", "prose").with(tag("ul", "").each(found.map(|part| spans(tag("li", ""), &part.words)).collect()))
}

/// Whether anything was tapped.
#[must_use]
pub fn missing(tapped: &[u8], words: Words) -> Option<String> {
    tapped.is_empty().then(|| words.inspect_needed().to_owned())
}
