//! A made-up learner: where they live, when they sit down, and what they then do, as their phone would have written it.

use super::dice::Dice;
use crate::secret;
use domain::check;
use domain::course::Lesson;
use domain::edition::Edition;
use domain::id::{DeviceId, LearnerId};
use domain::item::{self, Item, ItemKind, Response};
use domain::score::Score;
use domain::statement::{Answered, Declared, Experienced, Fact, Initialized, Statement};
use domain::unit::UnitKey;
use std::sync::Arc;

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;
/// How far back the first of them began, in days: about six months.
const DAYS: u64 = 180;

/// A made-up learner with one phone.
pub struct Person {
    /// Whose statements they are.
    pub learner: LearnerId,
    /// The phone.
    pub device: DeviceId,
    /// When each lesson is sent, one after another; those still to come are left out.
    pub sittings: Vec<i64>,
    unit: Option<UnitKey>,
    edition: Arc<Edition>,
    /// How often they know the response at once, in a hundred.
    aptitude: u64,
    dice: Dice,
    next: u32,
    sat: usize,
}

impl Person {
    /// Throws dice for everything. `communes` are the units of the province, the same order every time.
    pub fn made_up(mut dice: Dice, communes: &[UnitKey], editions: &[Arc<Edition>], now: i64) -> Option<Self> {
        let (learner, device) = (LearnerId::from_bytes(dice.bytes()), DeviceId::from_bytes(dice.bytes()));
        // Vietnamese mostly: the smallest of three throws comes first, and editions stand in the order of languages.
        let first = (0..3).map(|_| dice.below(editions.len() as u64)).min().unwrap_or(0);
        let edition = Arc::clone(editions.get(usize::try_from(first).unwrap_or(0))?);
        // Some communes learn much, most a little: the product of throws gathers people in the first of a shuffled order.
        let crowd = (0..3).fold(communes.len() as u64 * 1000, |crowd, _| crowd * dice.below(1000) / 1000) / 1000;
        let shuffled = crowd.wrapping_mul(59) % (communes.len() as u64).max(1);
        let unit = communes.get(usize::try_from(shuffled).unwrap_or(0)).filter(|_| !dice.chance(7)).cloned();
        let lessons = edition.course.lessons().count() as u64;
        let taken = if dice.chance(62) { lessons } else { 1 + dice.below(lessons) };
        // More and more people begin: the larger of two throws.
        let began = dice.below(DAYS * 24).max(dice.below(DAYS * 24));
        let mut at = now - i64::try_from(DAYS).unwrap_or(0) * DAY + i64::try_from(began).unwrap_or(0) * 60 * MINUTE;
        let mut sittings = Vec::new();
        for _ in 0..taken {
            at += i64::try_from(dice.below(60)).unwrap_or(0) * MINUTE + 5 * MINUTE;
            if at < now {
                sittings.push(at);
            }
            at += i64::try_from(dice.below(6) * dice.below(3)).unwrap_or(0) * DAY;
        }
        let aptitude = 55 + dice.below(40);
        Some(Self { learner, device, sittings, unit, edition, aptitude, dice, next: 1, sat: 0 })
    }

    /// How many statements all sittings come to; nothing is remembered of the count.
    pub fn statements(&self) -> u64 {
        let mut again = Self {
            sittings: self.sittings.clone(),
            unit: self.unit.clone(),
            edition: Arc::clone(&self.edition),
            dice: self.dice.clone(),
            ..*self
        };
        (0..self.sittings.len()).map(|_| again.facts().len() as u64).sum()
    }

    /// The texts of the next sitting, sent at `at`.
    pub fn sits_down(&mut self, at: i64) -> Vec<String> {
        let facts = self.facts();
        let mut happened = at - 6 * MINUTE;
        let texts = facts.into_iter().filter_map(|did| {
            happened += 20 * 1000;
            let statement =
                Statement { v: domain::statement::VERSION, epoch: 1, seq: self.next, at: happened.min(at), did };
            self.next += 1;
            serde_json::to_string(&statement).ok()
        });
        texts.collect()
    }

    fn facts(&mut self) -> Vec<Fact> {
        let edition = Arc::clone(&self.edition);
        let Some(lesson) = edition.course.lessons().nth(self.sat) else { return Vec::new() };
        let mut facts = Vec::new();
        if self.sat == 0 && self.unit.is_some() {
            facts.push(Fact::Declared(Declared { unit: self.unit.clone(), revision: 1 }));
        }
        self.sat += 1;
        let course = edition.course.id.clone();
        let begun = Initialized { course: course.clone(), edition: edition.id, lesson: lesson.id.clone() };
        facts.push(Fact::Initialized(begun));
        // A check is taken once, in its first form.
        let drawn = lesson.is_check().then(|| check::drawn(lesson, 0));
        let taken = lesson.activities.iter().enumerate();
        for (_, activity) in taken.filter(|(place, _)| drawn.as_ref().is_none_or(|drawn| drawn.contains(place))) {
            match &activity.item {
                Some(item) => self.answers(&edition, lesson, &activity.id, item, &mut facts),
                None => facts.push(Fact::Experienced(Experienced {
                    course: course.clone(),
                    edition: edition.id,
                    lesson: lesson.id.clone(),
                    activity: activity.id.clone(),
                })),
            }
        }
        facts
    }

    /// Tries until it is right, three times at most; everybody is better the second time.
    fn answers(
        &mut self,
        edition: &Edition,
        lesson: &Lesson,
        id: &domain::id::ActivityId,
        item: &Item,
        into: &mut Vec<Fact>,
    ) {
        for attempt in 1..=if lesson.is_check() { 1 } else { 3 } {
            let right = self.dice.chance(self.aptitude + 15 * (u64::from(attempt) - 1));
            let response = if right { item.kind.key() } else { wrong(&item.kind, &mut self.dice) };
            let Some(response) = response else { return };
            let Ok(outcome) = item::score(item, &response) else { return };
            into.push(Fact::Answered(Answered {
                course: edition.course.id.clone(),
                edition: edition.id,
                lesson: lesson.id.clone(),
                activity: id.clone(),
                attempt,
                hints: u8::from(attempt > 1),
                ms: 4000 + u32::try_from(self.dice.below(50_000)).unwrap_or(0),
                response,
                score: outcome.score,
            }));
            if outcome.score == Score::FULL {
                return;
            }
        }
    }
}

/// A response that somebody might give who doesn't know.
fn wrong(kind: &ItemKind, dice: &mut Dice) -> Option<Response> {
    let shuffled = |count: usize, dice: &mut Dice| item::shuffled(count, &secret::hex(&dice.bytes()));
    match kind {
        ItemKind::Choice(choice) => {
            let wrong = (0_u8..).zip(&choice.options).filter(|(_, option)| !option.right).map(|(i, _)| i);
            dice.one_of(&wrong.collect::<Vec<_>>()).map(|option| Response::Choice(vec![*option]))
        }
        ItemKind::Ordering(ordering) => Some(Response::Ordering(shuffled(ordering.steps.len(), dice))),
        ItemKind::Matching(matching) => {
            Some(Response::Matching(shuffled(matching.pairs.len(), dice).into_iter().map(Some).collect()))
        }
        ItemKind::Text(_) => Some(Response::Text("tôi chưa rõ".into())),
        ItemKind::Grouping(grouping) => Some(Response::Grouping(vec![Some(0); grouping.cards.len()])),
        ItemKind::Gaps(gaps) => Some(Response::Gaps(vec![String::new(); gaps.gaps.len()])),
        ItemKind::Hotspot(hotspot) => {
            let wrong = (0_u8..).zip(&hotspot.areas).filter(|(_, area)| !area.right).map(|(i, _)| i);
            dice.one_of(&wrong.collect::<Vec<_>>()).map(|area| Response::Hotspot(vec![*area]))
        }
        ItemKind::Inspect(inspect) => {
            let harmless = (0_u8..).zip(&inspect.parts).filter(|(_, part)| !part.suspicious).map(|(i, _)| i);
            dice.one_of(&harmless.collect::<Vec<_>>()).map(|part| Response::Inspect(vec![*part]))
        }
        // Where they lead is the author's story; who is made up here doesn't go astray in it.
        ItemKind::Dialogue(_) | ItemKind::Practice(_) => kind.key(),
        ItemKind::Unknown => None,
    }
}
