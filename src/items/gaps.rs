//! Gap fill on the screen: the running text with fields and lists of words in it, and what is said of each gap beneath.

use super::mark::mark;
use super::passage::passage;
use super::prose::heard_prose;
use super::work::Work;
use crate::ui::hear::heard;
use crate::ui::tag::{Tag, tag};
use crate::words::Words;
use domain::item::Response;
use domain::item::gaps::{Gap, Gaps, LONGEST};
use domain::voice::utterance;
use leptos::prelude::*;

/// The text with its gaps.
#[must_use]
pub fn view(id: &str, gaps: &Gaps, work: Work, words: Words) -> Tag {
    let field = |place: usize| match gaps.gaps.get(place) {
        Some(gap) if gap.options.is_empty() => typed(id, place, work, words),
        Some(gap) => chosen(place, gap, work, words),
        None => tag("span", ""),
    };
    let notes = gaps.gaps.iter().enumerate().map(|(place, gap)| note(place, gap, work, words)).collect();
    tag("div", "")
        .with(tag("p", "item-how").text(words.gaps_how()))
        .with(heard(passage("gaps-text", &gaps.passage, field), &utterance(&gaps.spoken_passage()), words.hear()))
        .with(tag("ol", "gap-notes").each(notes))
}

fn said(work: Work, place: usize) -> String {
    work.response.with(|response| {
        if let Response::Gaps(filled) = response {
            filled.get(place).cloned().unwrap_or_default()
        } else {
            String::new()
        }
    })
}

fn fill(work: Work, place: usize, text: String) {
    work.missing.set(None);
    work.response.update(|response| {
        if let Response::Gaps(filled) = response
            && let Some(gap) = filled.get_mut(place)
        {
            *gap = text;
        }
    });
}

/// What every sort of gap has.
fn gap(field: Tag, place: usize, work: Work, words: Words) -> Tag {
    field
        .attr("aria-label", &words.gap_label(place + 1))
        .class_live("is-right", move || work.part(place) == Some(true))
        .class_live("is-wrong", move || work.part(place) == Some(false))
        .prop_live("disabled", move || work.is_checked().into())
        .prop_live("value", move || said(work, place).into())
}

fn typed(id: &str, place: usize, work: Work, words: Words) -> Tag {
    let input = tag("input", "gap-field")
        .attr("id", &format!("gap-{id}-{place}"))
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("maxlength", &LONGEST.to_string())
        .on("input", move |event| fill(work, place, event_target_value(&event)));
    gap(input, place, work, words)
}

fn chosen(place: usize, from: &Gap, work: Work, words: Words) -> Tag {
    let one = |word: &String| tag("option", "").attr("value", word).text(word);
    let select = tag("select", "gap-field")
        .with(tag("option", "").attr("value", "").text(words.gap_choose()))
        .each(from.options.iter().map(one).collect())
        .on("change", move |event| fill(work, place, event_target_value(&event)));
    gap(select, place, work, words)
}

/// Whether a gap was filled rightly, and what the author says where it wasn't.
fn note(place: usize, gap: &Gap, work: Work, words: Words) -> Tag {
    let feedback = gap.feedback.clone();
    let drawn = move || {
        let Some(right) = work.part(place) else { return Vec::new() };
        let head = tag("p", "gap-note").text(&words.gap_label(place + 1)).text(": ").with(mark(right, words));
        let said = (!right).then(|| tag("div", "said").with(heard_prose(&feedback, words)));
        vec![head.attr("class", "gap-note")].into_iter().chain(said).collect()
    };
    tag("li", "").live(drawn)
}

/// The words that fit, gap by gap.
#[must_use]
pub fn key(gaps: &Gaps) -> Tag {
    let first = |gap: &Gap| tag("li", "").text(gap.accepted.first().map_or("", String::as_str));
    tag("div", "prose").with(tag("ol", "").each(gaps.gaps.iter().map(first).collect()))
}

/// How many gaps are empty.
#[must_use]
pub fn missing(filled: &[String], words: Words) -> Option<String> {
    let open = filled.iter().filter(|text| domain::text::fold(text).is_empty()).count();
    (open > 0).then(|| words.gaps_needed(open))
}
