//! Choice on the screen: real radios or boxes, each with its feedback beneath it.

use super::mark::mark;
use super::prose::{heard_prose, picture, prose};
use super::work::Work;
use crate::ui::hear::hear;
use crate::ui::tag::{Tag, icon, tag};
use crate::words::Words;
use domain::item::choice::{Choice, ChoiceOption};
use domain::prose::Block;
use domain::voice::prose_utterance;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The options of a choice.
#[must_use]
pub fn view(id: &str, choice: &Choice, work: Work, words: Words) -> Tag {
    let multiple = choice.is_multiple();
    let how = if multiple { words.choice_several() } else { words.choice_one() };
    let options = (0_u8..).zip(&choice.options);
    let options = options.map(|(place, option)| row(id, place, option, multiple, work, words)).collect();
    tag("fieldset", "")
        .class_live("answered", move || work.is_checked())
        .with(tag("legend", "item-how").text(how))
        .with(tag("div", if choice.is_of_pictures() { "options pictures" } else { "options" }).each(options))
}

fn row(id: &str, place: u8, option: &ChoiceOption, multiple: bool, work: Work, words: Words) -> Tag {
    let right = option.right;
    let should = move || right && !is_chosen(work, place) && work.is_checked() && work.revealed.get();
    let feedback = option.feedback.clone();
    let said = move || match part(work, place) {
        Some(right) => {
            let author = (!feedback.is_empty()).then(|| tag("div", "said").with(heard_prose(&feedback, words)));
            vec![tag("div", "option-said").with(mark(right, words)).maybe(author)]
        }
        None if should() => {
            let mark = tag("span", "mark right").with(icon("check")).text(words.mark_should());
            vec![tag("div", "option-said").with(mark)]
        }
        None => Vec::new(),
    };
    let said_id = format!("{id}-said-{place}");
    let input = tag("input", "")
        .attr("type", if multiple { "checkbox" } else { "radio" })
        .attr("name", &format!("choice-{id}"))
        .attr("aria-describedby", &said_id)
        .prop_live("checked", move || is_chosen(work, place).into())
        .prop_live("disabled", move || work.is_checked().into())
        .on("change", move |event| choose(work, place, multiple, is_on(&event)));
    tag("div", "option")
        .class_live("picked", move || is_chosen(work, place))
        .class_live("is-right", move || part(work, place) == Some(true))
        .class_live("is-wrong", move || part(work, place) == Some(false))
        .class_live("should", should)
        .with(tag("label", "option-label").with(input).with(words_of(option)))
        .with(hear(&prose_utterance(&option.prose), words.hear()))
        .with(tag("div", "").attr("id", &said_id).live(said))
}

/// What an option says. A picture that stands alone is named for everybody: not each eye sees the same in it.
fn words_of(option: &ChoiceOption) -> Tag {
    match option.prose.as_slice() {
        [Block::Picture(shown)] => {
            tag("div", "prose").with(picture(shown, "picture", "")).with(tag("p", "").text(&shown.alt))
        }
        all => prose(all),
    }
}

fn is_on(event: &web_sys::Event) -> bool {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}

/// Whether what was checked of an option was right; `None` where it wasn't chosen or nothing was checked.
fn part(work: Work, place: u8) -> Option<bool> {
    work.response.with(|response| {
        let nth = response.numbers().iter().position(|chosen| *chosen == place)?;
        work.part(nth)
    })
}

fn is_chosen(work: Work, place: u8) -> bool {
    work.response.with(|response| response.numbers().contains(&place))
}

fn choose(work: Work, place: u8, multiple: bool, on: bool) {
    work.missing.set(None);
    work.response.update(|response| {
        if let Some(chosen) = response.numbers_mut() {
            chosen.retain(|chosen| multiple && *chosen != place);
            if on {
                let at = chosen.iter().take_while(|chosen| **chosen < place).count();
                chosen.insert(at, place);
            }
        }
    });
}
