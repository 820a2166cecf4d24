//! Hotspot: tap one or several areas of a picture; each has a name, so that it can be chosen from a list too. QTI hotspotInteraction.

use super::Outcome;
use super::choice::picked;
use crate::Fault;
use crate::prose::{Picture, Prose, plain_text};
use crate::text::fold;
use serde::{Deserialize, Serialize};

/// The least width and height of an area, in pixels of a picture that fills a phone of 360 pixels: a thumb must hit it.
const LEAST: u32 = 44;
/// How wide a picture is on such a phone.
const SHOWN: u32 = 328;

/// A picture with areas; several may be chosen when several are right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hotspot {
    /// The picture.
    pub picture: Picture,
    /// 2–10 areas, in the author's order.
    pub areas: Vec<Area>,
}

/// A rectangle of the picture, in hundredths of its width and height from the upper left corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// What is seen there.
    pub name: String,
    /// Its left edge.
    pub x: u8,
    /// Its upper edge.
    pub y: u8,
    /// Its width.
    pub width: u8,
    /// Its height.
    pub height: u8,
    /// Whether it belongs to the key.
    pub right: bool,
    /// What to say to somebody who chose it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Prose,
}

impl Hotspot {
    /// Everything the author wrote in it, in reading order.
    pub(super) fn prose(&self) -> Vec<&Prose> {
        self.areas.iter().map(|area| &area.feedback).collect()
    }

    /// Everything that is heard of it, in reading order.
    pub(super) fn spoken(&self) -> Vec<String> {
        let areas = self.areas.iter().flat_map(|area| [area.name.clone(), plain_text(&area.feedback)]);
        std::iter::once(self.picture.alt.clone()).chain(areas).collect()
    }

    /// Whether several areas may be chosen: the key has more than one.
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        self.areas.iter().filter(|area| area.right).count() > 1
    }

    pub(super) fn key(&self) -> Vec<u8> {
        (0_u8..).zip(&self.areas).filter(|(_, area)| area.right).map(|(i, _)| i).collect()
    }

    pub(super) fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=10).contains(&self.areas.len()) {
            faults.push(format!("a hotspot has 2–10 areas, this one has {}: add or remove some", self.areas.len()));
        }
        if !self.areas.iter().any(|area| area.right) {
            faults.push("no area is marked right: write `[x]` before the right one".into());
        }
        if self.areas.len() > 1 && self.areas.iter().all(|area| area.right) {
            faults.push("every area is marked right, so there is nothing to choose: add a wrong one `[ ]`".into());
        }
        let high = SHOWN * self.picture.height / self.picture.width.max(1);
        for (i, area) in self.areas.iter().enumerate() {
            let name = &area.name;
            if name.trim().is_empty() {
                faults.push(format!("area {} has no name: write what is seen there", i + 1));
            } else if self.areas[..i].iter().any(|other| fold(&other.name) == fold(name)) {
                faults.push(format!("the area “{name}” is there twice: give one another name"));
            }
            let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(u32::from);
            if x + width > 100 || y + height > 100 {
                faults.push(format!("the area “{name}” reaches out of the picture: its places are hundredths, 0–100"));
            } else if width * SHOWN < LEAST * 100 || height * high < LEAST * 100 {
                faults.push(format!("a thumb can't hit the area “{name}” on a phone: make it larger"));
            }
            if let Some(other) = self.areas[..i].iter().find(|other| area.covers(other)) {
                faults.push(format!("the areas “{name}” and “{}” lie on each other: move one away", other.name));
            }
        }
        faults
    }

    pub(super) fn summary(&self) -> String {
        let right: Vec<&str> = self.areas.iter().filter(|area| area.right).map(|area| area.name.as_str()).collect();
        format!("{} / {}: {}", right.len(), self.areas.len(), right.join(" · "))
    }

    /// As a choice is scored, by the areas chosen.
    pub(super) fn score(&self, chosen: &[u8]) -> Result<Outcome, Fault> {
        let rights: Vec<bool> = self.areas.iter().map(|area| area.right).collect();
        if chosen.is_empty() || (!self.is_multiple() && chosen.len() > 1) {
            return Err(Fault::ResponseMismatch {
                reason: "one area must be chosen, more only where several are right",
            });
        }
        let feedback = |i: &u8| self.areas.get(usize::from(*i)).map(|area| area.feedback.clone());
        picked(&rights, chosen, chosen.iter().filter_map(feedback).collect())
    }
}

impl Area {
    /// Whether two areas share more than a quarter of the smaller one.
    fn covers(&self, other: &Self) -> bool {
        let overlap = |a: u8, a_long: u8, b: u8, b_long: u8| {
            let (end, start) = ((a.saturating_add(a_long)).min(b.saturating_add(b_long)), a.max(b));
            u32::from(end.saturating_sub(start))
        };
        let shared =
            overlap(self.x, self.width, other.x, other.width) * overlap(self.y, self.height, other.y, other.height);
        let size = |area: &Self| u32::from(area.width) * u32::from(area.height);
        shared * 4 > size(self).min(size(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::{Block, Span};
    use crate::score::Score;
    use proptest::prelude::*;

    fn say(text: String) -> Prose {
        vec![Block::Paragraph(vec![Span::Text(text)])]
    }

    fn hotspot(rights: &[bool]) -> Hotspot {
        let picture = Picture {
            media: crate::edition::media_id(b"x"),
            ending: "svg".into(),
            alt: "Màn hình".into(),
            width: 328,
            height: 656,
        };
        let area = |(i, right): (u8, &bool)| Area {
            name: format!("a{i}"),
            x: 10,
            y: i * 10,
            width: 30,
            height: 9,
            right: *right,
            feedback: say(format!("f{i}")),
        };
        Hotspot { picture, areas: (0_u8..).zip(rights).map(area).collect() }
    }

    #[test]
    fn one_right_area_is_all_or_nothing_and_several_are_counted_against_wrong_ones() {
        assert_eq!(hotspot(&[false, true]).score(&[1]).unwrap().score, Score::FULL);
        assert!(hotspot(&[false, true]).score(&[0, 1]).is_err());
        let several = hotspot(&[true, true, false, false]);
        assert_eq!(several.score(&[0, 2]).unwrap().score, Score::NONE);
        assert_eq!(several.score(&[0, 1, 2]).unwrap().score, Score::ratio(1, 2));
        assert!(several.score(&[1, 0]).is_err() && several.score(&[4]).is_err() && several.score(&[]).is_err());
    }

    #[test]
    fn what_cannot_be_tapped_is_named() {
        let faults = |change: fn(&mut Hotspot)| {
            let mut hotspot = hotspot(&[true, false, false]);
            change(&mut hotspot);
            hotspot.check().len()
        };
        assert_eq!(faults(|_| {}), 0);
        assert_eq!(faults(|h| h.areas[0].right = false), 1);
        assert_eq!(faults(|h| h.areas.iter_mut().for_each(|area| area.right = true)), 1);
        assert_eq!(faults(|h| h.areas[1].name = "a0".into()), 1);
        assert_eq!(faults(|h| h.areas[1].name = String::new()), 1);
        assert_eq!(faults(|h| h.areas[1].x = 80), 1, "out of the picture");
        assert_eq!(faults(|h| h.areas[1].width = 13), 1, "42 pixels wide");
        assert_eq!(faults(|h| h.areas[1].height = 6), 1, "39 pixels high");
        assert_eq!(faults(|h| h.areas[1].y = 4), 1, "on its neighbour");
        assert_eq!(faults(|h| h.areas.truncate(1)), 1);
    }

    proptest! {
        #[test]
        fn the_key_earns_full_and_a_wrong_area_more_never_helps(rights in prop::collection::vec(any::<bool>(), 2..8), more in 0_u8..8) {
            let hotspot = hotspot(&rights);
            prop_assume!(hotspot.is_multiple());
            let mut chosen = hotspot.key();
            prop_assert_eq!(hotspot.score(&chosen).unwrap().score, Score::FULL);
            if usize::from(more) < rights.len() && !rights[usize::from(more)] {
                chosen.push(more);
                chosen.sort_unstable();
                prop_assert!(hotspot.score(&chosen).unwrap().score < Score::FULL);
            }
        }
    }
}
