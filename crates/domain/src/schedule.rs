//! Review: when to bring back what was answered once, before it is forgotten. FSRS-6 with its default parameters.
//!
//! The formulas are those of the Free Spaced Repetition Scheduler, version 6 (open-spaced-repetition, crate `fsrs`, to which
//! `crates/domain/tests/schedule.rs` compares ten thousand histories). Fitting parameters to a learner is not done here.
//!
//! A schedule is a fold over statements in the order of the devices' clocks, the only time there is for what somebody did
//! without a network. That breaks no rule: nothing here is counted or ordered for anybody else, no fact is preferred to another,
//! nothing is stored or sent. A wrong clock asks one learner too early or too late, and the next answer mends it.

use crate::id::{ActivityId, CourseId, DeviceId, EditionId, LessonId};
use crate::item::{self, Item, ItemKind};
use crate::progress::Editions;
use crate::score::Score;
use crate::statement::{Answered, Fact, Statement};

/// How many items are brought back on one day, unless the learner asks for more.
pub const MOST_A_DAY: usize = 10;
/// The longest that an item rests, in days: what it teaches (apps, tricks) changes faster than a year.
const LONGEST_REST: f64 = 365.0;
/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// Days begin at midnight in Vietnam (UTC+7).
const ZONE: i64 = 7 * 3_600_000;

/// The 21 default parameters of FSRS-6.
const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];
/// The bounds of stability, in days.
const STABILITY: [f64; 2] = [0.001, 36_500.0];

/// How well something was remembered: the four grades of FSRS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recall {
    /// Forgotten.
    Again,
    /// Remembered in part, or with help.
    Hard,
    /// Remembered.
    Good,
    /// Remembered without anything to go by.
    Easy,
}

impl Recall {
    /// The grade of an answer, by how right it was, the hints opened and the tries before it:
    ///
    /// - less than half right: again;
    /// - half right or more, but not wholly, or with a hint, or not at the first try: hard;
    /// - wholly right at the first try without a hint: good;
    /// - the same where the answer was typed freely, so that it can't have been recognised or guessed: easy.
    #[must_use]
    pub const fn of(item: &Item, score: Score, attempt: u16, hints: u8) -> Self {
        if score.thousandths() < 500 {
            Self::Again
        } else if score.thousandths() < 1000 || attempt > 1 || hints > 0 {
            Self::Hard
        } else if matches!(item.kind, ItemKind::Text(_)) {
            Self::Easy
        } else {
            Self::Good
        }
    }

    /// 1 to 4, as FSRS counts.
    const fn number(self) -> f64 {
        match self {
            Self::Again => 1.0,
            Self::Hard => 2.0,
            Self::Good => 3.0,
            Self::Easy => 4.0,
        }
    }
}

/// How firmly something is remembered: the state of FSRS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// After how many days it is remembered with 90 % probability, 0.001 to 36 500.
    pub stability: f64,
    /// How hard it is for this learner, 1 to 10.
    pub difficulty: f64,
}

/// `base` to the power of `exponent`, `base` above 0. By `exp` and `ln`, which are needed anyway: `powf` alone costs a phone more
/// bytes than both (1.2 kB compressed), and its last digits are not wanted here.
fn power(base: f64, exponent: f64) -> f64 {
    (exponent * base.ln()).exp()
}

fn first_difficulty(recall: Recall) -> f64 {
    W[4] - (W[5] * (recall.number() - 1.0)).exp() + 1.0
}

impl Strength {
    /// After the first answer of all.
    #[must_use]
    pub fn first(recall: Recall) -> Self {
        let [again, hard, good, easy, ..] = W;
        let stability = match recall {
            Recall::Again => again,
            Recall::Hard => hard,
            Recall::Good => good,
            Recall::Easy => easy,
        };
        Self { stability, difficulty: first_difficulty(recall).clamp(1.0, 10.0) }
    }

    /// After a further answer, so many whole days after the one before; 0 is the same day, for which FSRS-6 has a rule of its own.
    #[must_use]
    pub fn after(self, recall: Recall, days: u32) -> Self {
        let Self { stability, difficulty } = self;
        let forgotten = 1.0 - self.retrievability(days);
        let new = match (days, recall) {
            (0, _) => {
                let growth = (W[17] * (recall.number() - 3.0 + W[18])).exp() * power(stability, -W[19]);
                stability * if recall == Recall::Again { growth } else { growth.max(1.0) }
            }
            (_, Recall::Again) => {
                let lapsed = W[11]
                    * power(difficulty, -W[12])
                    * (power(stability + 1.0, W[13]) - 1.0)
                    * (forgotten * W[14]).exp();
                lapsed.min(stability / (W[17] * W[18]).exp())
            }
            (_, Recall::Hard | Recall::Good | Recall::Easy) => {
                let by_grade = match recall {
                    Recall::Hard => W[15],
                    Recall::Easy => W[16],
                    Recall::Again | Recall::Good => 1.0,
                };
                let growth = W[8].exp()
                    * (11.0 - difficulty)
                    * power(stability, -W[9])
                    * ((forgotten * W[10]).exp() - 1.0)
                    * by_grade;
                stability * (growth + 1.0)
            }
        };
        let harder = difficulty - (10.0 - difficulty) / 9.0 * W[6] * (recall.number() - 3.0);
        let reverted = W[7] * (first_difficulty(Recall::Easy) - harder) + harder;
        Self { stability: new.clamp(STABILITY[0], STABILITY[1]), difficulty: reverted.clamp(1.0, 10.0) }
    }

    /// The probability of remembering it after so many days, 0 to 1.
    #[must_use]
    pub fn retrievability(self, days: u32) -> f64 {
        let factor = power(0.9, -1.0 / W[20]) - 1.0;
        power(f64::from(days) / self.stability * factor + 1.0, -W[20])
    }

    /// After how many days to ask again: when 90 % are remembered, which is what stability means. 1 to 365.
    #[must_use]
    pub fn rest(self) -> i64 {
        // Within 1 and 365, so nothing is cut off.
        self.stability.round().clamp(1.0, LONGEST_REST) as i64
    }
}

/// Where an item stands. Ids are stable for ever, so what is remembered of it outlives editions and changes of language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The course.
    pub course: CourseId,
    /// The lesson.
    pub lesson: LessonId,
    /// The activity.
    pub activity: ActivityId,
}

/// What is known of how a learner remembers an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// How firmly.
    pub strength: Strength,
    /// The day of the last answer, counted from 1970 in UTC+7.
    pub day: i64,
    /// The edition of the last answer: shown where the newest one has no such item any more.
    pub edition: EditionId,
}

impl Memory {
    /// The day from which it is to be asked again.
    #[must_use]
    pub fn due(&self) -> i64 {
        self.day + self.strength.rest()
    }
}

/// What one learner remembers of every item answered in a lesson.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schedule {
    /// Ascending by place. A tree of its own would be 5 kB of a phone's download.
    memories: Vec<(Place, Memory)>,
    /// The last day on which something due was answered, and how much of it.
    reviewed: (i64, usize),
}

/// The day of a moment (milliseconds since 1970): days since 1970 in UTC+7.
const fn day(at: i64) -> i64 {
    (at + ZONE).div_euclid(DAY)
}

/// In what order answers count: clock, epoch, number, device.
type Order<'a> = (i64, u32, u32, &'a DeviceId);

/// Folds a learner's statements of all devices into a schedule, as seen at `now` (milliseconds since 1970).
///
/// Answers count in the order of (`at`, epoch, seq, device), each once. Those more than a day after `now` come from a clock that
/// was wrong and don't count; those whose edition isn't at hand, that don't fit it, or that answer a course check, a placement
/// or a kind unknown here don't either: a pool that was rehearsed measures nothing.
#[must_use]
pub fn schedule<'a>(
    statements: impl IntoIterator<Item = (&'a DeviceId, &'a Statement)>,
    editions: &(impl Editions + ?Sized),
    now: i64,
) -> Schedule {
    // One by one, here and below: a library sort is 5 kB of a phone's download.
    let mut answers: Vec<(Order, &Answered)> = Vec::new();
    for (device, statement) in statements {
        if let Fact::Answered(answered) = &statement.did
            && statement.at <= now.saturating_add(DAY)
        {
            let order = (statement.at, statement.epoch, statement.seq, device);
            if let Err(at) = answers.binary_search_by(|(known, _)| known.cmp(&order)) {
                answers.insert(at, (order, answered));
            }
        }
    }
    let mut schedule = Schedule::default();
    for ((at, ..), answered) in answers {
        if let Some(recall) = recalled(answered, editions) {
            schedule.take(answered, recall, day(at));
        }
    }
    schedule
}

/// How an answer's item was remembered; `None` where it is none to be brought back.
fn recalled(answered: &Answered, editions: &(impl Editions + ?Sized)) -> Option<Recall> {
    let course = &editions.edition(&answered.edition)?.course;
    let lesson = course.lesson(&answered.lesson).filter(|lesson| !course.placement && !lesson.is_check())?;
    let item = lesson.activity(&answered.activity)?.item.as_ref()?;
    let score = item::score(item, &answered.response).ok()?.score;
    (course.id == answered.course).then(|| Recall::of(item, score, answered.attempt, answered.hints))
}

impl Schedule {
    fn take(&mut self, answered: &Answered, recall: Recall, day: i64) {
        let place = Place {
            course: answered.course.clone(),
            lesson: answered.lesson.clone(),
            activity: answered.activity.clone(),
        };
        let found = self.memories.binary_search_by(|(known, _)| known.cmp(&place));
        let before = found.ok().map(|at| self.memories[at].1);
        let strength = before.map_or_else(
            || Strength::first(recall),
            |before| before.strength.after(recall, u32::try_from(day - before.day).unwrap_or(0)),
        );
        if before.is_some_and(|before| before.due() <= day) {
            let earlier = if self.reviewed.0 == day { self.reviewed.1 } else { 0 };
            self.reviewed = (day, earlier + 1);
        }
        let memory = Memory { strength, day, edition: answered.edition };
        match found {
            Ok(at) => self.memories[at].1 = memory,
            Err(at) => self.memories.insert(at, (place, memory)),
        }
    }

    /// What is to be asked again at `now` (milliseconds since 1970): what is most likely forgotten first, places in order where
    /// that is equal. `most` is for the whole day: what was due and has been answered today is taken off it.
    #[must_use]
    pub fn due(&self, now: i64, most: usize) -> Vec<&Place> {
        let today = day(now);
        let mut due: Vec<&(Place, Memory)> = self.memories.iter().filter(|(_, memory)| memory.due() <= today).collect();
        // Retrievability falls with days over stability, so the one orders as the other does.
        let age = |memory: &Memory| (today - memory.day) as f64 / memory.strength.stability;
        let mut chosen = Vec::new();
        while chosen.len() < most.saturating_sub(self.reviewed(now)) && !due.is_empty() {
            let later =
                |oldest: usize, other: usize| if age(&due[other].1) > age(&due[oldest].1) { other } else { oldest };
            let oldest = (0..due.len()).fold(0, later);
            chosen.push(&due.remove(oldest).0);
        }
        chosen
    }

    /// How many items that were due have been answered on the day of `now`.
    #[must_use]
    pub fn reviewed(&self, now: i64) -> usize {
        if self.reviewed.0 == day(now) { self.reviewed.1 } else { 0 }
    }

    /// In how many days, 1 or more, there is something to review next, leaving today aside; `None` where nothing was ever answered.
    #[must_use]
    pub fn next(&self, now: i64) -> Option<i64> {
        self.memories.iter().map(|(_, memory)| (memory.due() - day(now)).max(1)).min()
    }

    /// What is known of one item.
    #[must_use]
    pub fn memory(&self, place: &Place) -> Option<&Memory> {
        let found = self.memories.binary_search_by(|(known, _)| known.cmp(place));
        found.ok().map(|at| &self.memories[at].1)
    }
}
