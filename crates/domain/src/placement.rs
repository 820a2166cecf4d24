//! Placement: where should I start? At most twelve items, each chosen by the answers before it, and an honest result.
//!
//! The model is Rasch's (1960): with ability θ and difficulty b, both in logits, an item is answered rightly with probability
//! 1 / (1 + e^(b − θ)). Numbers measured on simulated learners are in `docs/placement.md`. This is not a certificate: it
//! suggests a level, says how sure it is, can be skipped and repeated.
//!
//! Nothing is drawn by dice here: the same answers and the same seed lead to the same next item. A going-through is kept as
//! [`LessonProgress::takings`] keeps it, by the number that each statement carries as its `attempt`.

use crate::course::Lesson;
use crate::id::ActivityId;
use crate::item::ItemKind;
use crate::progress::{LAST_TAKING, LessonProgress};
use crate::score::Score;
use std::collections::BTreeMap;

/// The most items given.
pub const MOST: usize = 12;
/// The fewest items given before a small error ends it: one for each area.
pub const LEAST: usize = 5;
/// The standard error, in logits, at which it ends: levels are one logit wide, so the true one is then mostly the one named or
/// its neighbour.
pub const SURE: f64 = 0.6;
/// The prior: abilities of adults who come to learn, normal around a little below the middle of the pool…
const PRIOR_MEAN: f64 = -0.5;
/// … with this standard deviation, wide enough that twelve answers outweigh it.
const PRIOR_DEVIATION: f64 = 1.2;
/// The score from which an item counts as answered rightly, in thousandths: the model knows right and wrong only.
const RIGHT: u16 = 800;
/// The grid over which the posterior is summed: from −4 to 4 in steps of a fifth of a logit.
const GRID: usize = 41;
const STEP: f64 = 0.2;
/// Where levels 2, 3 and 4 begin, in logits.
const LEVELS: [f64; 3] = [-1.0, 0.0, 1.0];

/// An item given and how it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Its activity's place in the pool's lesson.
    pub place: usize,
    /// Whether it was answered rightly.
    pub right: bool,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Give the item of the activity at this place of the lesson.
    Give(usize),
    /// It is over.
    Done(Stop),
}

/// Why it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The error is small enough.
    Sure,
    /// [`MOST`] items were given.
    Enough,
    /// The pool has nothing left: the result is what is known so far.
    Exhausted,
}

/// An ability and its standard error, in logits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The posterior mean.
    pub ability: f64,
    /// The posterior standard deviation.
    pub error: f64,
}

/// How one DigComp area went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Items given.
    pub given: u8,
    /// Items answered rightly.
    pub right: u8,
}

/// Where to start, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The estimate. Not for showing: logits mean nothing to anybody.
    pub estimate: Estimate,
    /// The DigComp proficiency level to start at, 1–4.
    pub level: u8,
    /// The lowest and highest level within one standard error: “between 1 and 2” where they differ.
    pub likely: [u8; 2],
    /// All items.
    pub all: Area,
    /// By DigComp area, area 1 first.
    pub areas: [Area; 5],
}

/// The logits of a difficulty of 1–5: one logit a step around the middle, −2 to 2. An item of difficulty 3 is answered rightly by
/// half of those at the border of levels 2 and 3.
#[must_use]
pub fn logits(difficulty: u8) -> f64 {
    f64::from(difficulty) - 3.0
}

/// Whether a score counts as right.
#[must_use]
pub const fn is_right(score: Score) -> bool {
    score.thousandths() >= RIGHT
}

fn chance(ability: f64, difficulty: u8) -> f64 {
    1.0 / (1.0 + (logits(difficulty) - ability).exp())
}

/// The ability after some answers, each a difficulty and whether it was right: the posterior's mean (EAP; Bock and Mislevy 1982).
/// Never undefined: without answers it is the prior.
#[must_use]
pub fn estimate(answers: &[(u8, bool)]) -> Estimate {
    let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
    for point in 0..GRID {
        let ability = (point as f64 - (GRID / 2) as f64) * STEP;
        let off = (ability - PRIOR_MEAN) / PRIOR_DEVIATION;
        let mut weight = (-off * off / 2.0).exp();
        for (difficulty, right) in answers {
            let chance = chance(ability, *difficulty);
            weight *= if *right { chance } else { 1.0 - chance };
        }
        sum += weight;
        first += weight * ability;
        second += weight * ability * ability;
    }
    let ability = first / sum;
    Estimate { ability, error: (second / sum - ability * ability).max(0.0).sqrt() }
}

fn estimate_of(lesson: &Lesson, answers: &[Given]) -> Estimate {
    let answers = answers.iter().filter_map(|given| Some((item(lesson, given.place)?.1, given.right)));
    estimate(&answers.collect::<Vec<_>>())
}

/// The area (0–4) and the difficulty of the item at a place; `None` where there is none, or one of a kind unknown here.
fn item(lesson: &Lesson, place: usize) -> Option<(usize, u8)> {
    let item = lesson.activities.get(place)?.item.as_ref().filter(|item| item.kind != ItemKind::Unknown)?;
    let area = item.competence.bytes().next().map_or(0, |digit| usize::from(digit.saturating_sub(b'1')).min(4));
    Some((area, item.difficulty))
}

/// What to give after some answers.
///
/// Among the areas of which least has been given, and of which something is left, the item that tells most about the ability as
/// estimated now (in Rasch's model the one nearest in difficulty; content balancing after Kingsbury and Zara 1989).
/// Equal ones are told apart by `seed`, so that neighbours at one table don't all get the same items.
#[must_use]
pub fn next(lesson: &Lesson, answers: &[Given], seed: u64) -> Next {
    if answers.len() >= MOST {
        return Next::Done(Stop::Enough);
    }
    let now = estimate_of(lesson, answers);
    if answers.len() >= LEAST && now.error <= SURE {
        return Next::Done(Stop::Sure);
    }
    let mut given = [0_usize; 5];
    for (area, _) in answers.iter().filter_map(|given| item(lesson, given.place)) {
        given[area] += 1;
    }
    let left = (0..lesson.activities.len()).filter(|place| answers.iter().all(|given| given.place != *place));
    let best = left.filter_map(|place| Some((place, item(lesson, place)?))).min_by(|(p, (a, d)), (q, (b, e))| {
        let far = |difficulty: u8| (logits(difficulty) - now.ability).abs();
        let by_area = given[*a].cmp(&given[*b]);
        by_area.then(far(*d).total_cmp(&far(*e))).then(lot(seed, *p).cmp(&lot(seed, *q))).then(p.cmp(q))
    });
    best.map_or(Next::Done(Stop::Exhausted), |(place, _)| Next::Give(place))
}

/// A place's lot under a seed: SplitMix64.
const fn lot(seed: u64, place: usize) -> u64 {
    let mut z = seed.wrapping_add((place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn level(ability: f64) -> u8 {
    1 + LEVELS.iter().map(|begins| u8::from(ability >= *begins)).sum::<u8>()
}

/// What the answers say, after any number of them.
#[must_use]
pub fn result(lesson: &Lesson, answers: &[Given]) -> Placed {
    let estimate = estimate_of(lesson, answers);
    let (mut all, mut areas) = (Area::default(), [Area::default(); 5]);
    for (given, (area, _)) in answers.iter().filter_map(|given| Some((given, item(lesson, given.place)?))) {
        for count in [&mut all, &mut areas[area]] {
            count.given = count.given.saturating_add(1);
            count.right = count.right.saturating_add(u8::from(given.right));
        }
    }
    let Estimate { ability, error } = estimate;
    Placed { estimate, level: level(ability), likely: [level(ability - error), level(ability + error)], all, areas }
}

/// A going's answers as progress keeps them, in the order of the lesson. What the lesson doesn't have is left out.
#[must_use]
pub fn given(lesson: &Lesson, going: &BTreeMap<ActivityId, Score>) -> Vec<Given> {
    let activities = lesson.activities.iter().enumerate();
    let given = activities.filter_map(|(place, activity)| {
        Some(Given { place, right: is_right(*going.get(&activity.id)?) }).filter(|_| activity.item.is_some())
    });
    given.collect()
}

/// The number of the going-through that is to be gone on with or begun, to be written as `attempt` of each of its answers: the
/// last one where it isn't over, else the next; 1 at first.
#[must_use]
pub fn going(lesson: &Lesson, progress: Option<&LessonProgress>) -> u16 {
    let Some((last, answers)) = progress.and_then(|progress| progress.takings.last_key_value()) else { return 1 };
    // Whether it is over doesn't depend on the seed.
    match next(lesson, &given(lesson, answers), 0) {
        Next::Give(_) => *last,
        Next::Done(_) => (last + 1).min(LAST_TAKING),
    }
}
