//! What I can do: the competences of the courses begun, each with a plant that grows and a word, never a percentage.

use super::start_page::area_name;
use crate::device::Device;
use crate::ui::tag::{Tag, drawing, tag};
use crate::words::Words;
use domain::competence::{CompetenceProgress, Mastery, competences};
use leptos::prelude::*;

/// The panel; nothing where nothing was begun. Follows the journal.
#[must_use]
pub fn competence_panel(device: &Device, words: Words) -> Option<Tag> {
    let known = device.progress().with(|all| competences(all, &*device.editions_at_hand()));
    if known.iter().all(|one| one.level == Mastery::NotYet) {
        return None;
    }
    let mut panel = tag("section", "panel can")
        .with(tag("h2", "").text(words.can_title()))
        .with(tag("p", "quiet").text(words.can_lead()));
    for area in 1..=5 {
        let of_area: Vec<Tag> = known
            .iter()
            .filter(|one| one.code.bytes().next() == Some(b'0' + area))
            .map(|one| row(one, words))
            .collect();
        if !of_area.is_empty() {
            panel = panel
                .with(tag("h3", "chapter-title").text(area_name(area, words)))
                .with(tag("ul", "can-rows").each(of_area));
        }
    }
    Some(panel)
}

fn row(one: &CompetenceProgress, words: Words) -> Tag {
    let (picture, told) = match one.level {
        Mastery::NotYet => ("#plant-0", words.can_not_yet()),
        Mastery::Beginning => ("#plant-1", words.can_beginning()),
        Mastery::GettingThere => ("#plant-2", words.can_getting_there()),
        Mastery::CanDo => ("#plant-3", words.can_can_do()),
    };
    let name = tag("span", "can-name").text(competence_name(&one.code, words));
    tag("li", "can-row").with(drawing("plant", picture)).with(name).with(tag("span", "can-level").text(told))
}

/// What a DigComp 2.2 competence is, in plain words.
#[must_use]
pub fn competence_name(code: &str, words: Words) -> &'static str {
    match code {
        "1.1" => words.competence_1_1(),
        "1.2" => words.competence_1_2(),
        "1.3" => words.competence_1_3(),
        "2.1" => words.competence_2_1(),
        "2.2" => words.competence_2_2(),
        "2.3" => words.competence_2_3(),
        "2.4" => words.competence_2_4(),
        "2.5" => words.competence_2_5(),
        "2.6" => words.competence_2_6(),
        "3.1" => words.competence_3_1(),
        "3.2" => words.competence_3_2(),
        "3.3" => words.competence_3_3(),
        "3.4" => words.competence_3_4(),
        "4.1" => words.competence_4_1(),
        "4.2" => words.competence_4_2(),
        "4.3" => words.competence_4_3(),
        "4.4" => words.competence_4_4(),
        "5.1" => words.competence_5_1(),
        "5.2" => words.competence_5_2(),
        "5.3" => words.competence_5_3(),
        _ => words.competence_5_4(),
    }
}
