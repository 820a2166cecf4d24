//! Placement on simulated learners: how near the result comes, and what always holds of the going-through.
//!
//! The table printed here (`cargo test -p domain --test placement -- --nocapture`) stands in `docs/placement.md`.

use domain::course::{Activity, Lesson};
use domain::item::choice::Choice;
use domain::item::{Item, ItemKind};
use domain::placement::{Given, LEAST, MOST, Next, SURE, Stop, estimate, given, going, logits, next, result};
use domain::progress::LessonProgress;
use domain::score::Score;
use proptest::prelude::*;

/// How many learners of each true level are simulated.
const LEARNERS: u64 = 2_000;

/// A pool of so many items by (area, difficulty).
fn pool(items: impl IntoIterator<Item = (u8, u8)>) -> Lesson {
    let activities = items.into_iter().enumerate().map(|(n, (area, difficulty))| Activity {
        id: format!("a{n}").parse().unwrap(),
        title: String::new(),
        prose: vec![],
        item: Some(Item {
            kind: ItemKind::Choice(Choice { options: vec![] }),
            hints: vec![],
            explanation: vec![],
            competence: format!("{area}.1"),
            difficulty,
        }),
    });
    Lesson {
        id: "v".parse().unwrap(),
        title: String::new(),
        summary: String::new(),
        minutes: 6,
        competences: vec![],
        draw: None,
        activities: activities.collect(),
    }
}

/// As small a pool as may be: twenty items.
fn twenty() -> Lesson {
    let of: [(u8, [u8; 4]); 5] =
        [(1, [1, 2, 3, 4]), (2, [1, 2, 3, 5]), (3, [1, 2, 4, 5]), (4, [1, 3, 4, 5]), (5, [2, 3, 4, 5])];
    pool(of.into_iter().flat_map(|(area, difficulties)| difficulties.map(|difficulty| (area, difficulty))))
}

/// The pool of `content/bat-dau-tu-dau`, as its areas and difficulties are: 66 items.
fn shipped() -> Lesson {
    let of = [[3, 3, 3, 2, 2], [3, 3, 3, 3, 2], [2, 3, 3, 2, 2], [3, 3, 3, 3, 2], [3, 3, 3, 2, 2]];
    let areas =
        (1..).zip(of).flat_map(|(area, counts)| (1..).zip(counts).map(move |(hard, count)| (area, hard, count)));
    pool(areas.flat_map(|(area, difficulty, count)| (0..count).map(move |_| (area, difficulty))))
}

/// Dice with a seed: xorshift64*.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A whole going-through of somebody of that ability, who guesses rightly with that chance where they don't know.
fn goes_through(lesson: &Lesson, ability: f64, guesses: f64, seed: u64) -> (Vec<Given>, Stop) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut answers = Vec::new();
    loop {
        match next(lesson, &answers, seed) {
            Next::Done(stop) => return (answers, stop),
            Next::Give(place) => {
                let difficulty = lesson.activities[place].item.as_ref().unwrap().difficulty;
                let knows = 1.0 / (1.0 + (logits(difficulty) - ability).exp());
                let right = dice.share() < guesses + (1.0 - guesses) * knows;
                answers.push(Given { place, right });
            }
        }
    }
}

/// What comes of many learners of one true ability.
struct Row {
    bias: f64,
    rmse: f64,
    items: f64,
    level: f64,
    neighbour: f64,
}

fn simulated(lesson: &Lesson, ability: f64, guesses: f64) -> Row {
    let level = |ability: f64| 1 + [-1.0, 0.0, 1.0].iter().map(|begins| i32::from(ability >= *begins)).sum::<i32>();
    let (mut off, mut square, mut items, mut same, mut near) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for learner in 1..=LEARNERS {
        let (answers, _) = goes_through(lesson, ability, guesses, learner);
        let placed = result(lesson, &answers);
        let miss = placed.estimate.ability - ability;
        off += miss;
        square += miss * miss;
        items += answers.len() as f64;
        let steps = (i32::from(placed.level) - level(ability)).abs();
        same += f64::from(u8::from(steps == 0));
        near += f64::from(u8::from(steps <= 1));
    }
    let n = LEARNERS as f64;
    Row { bias: off / n, rmse: (square / n).sqrt(), items: items / n, level: same / n, neighbour: near / n }
}

/// The middle of each level, and beyond both ends.
const TRUE: [(f64, &str); 6] =
    [(-2.5, "far below"), (-1.5, "1"), (-0.5, "2"), (0.5, "3"), (1.5, "4"), (2.5, "far above")];

#[test]
fn simulated_learners_are_placed_at_their_level_or_its_neighbour() {
    for (name, lesson) in [("20 items", twenty()), ("66 items", shipped())] {
        for guesses in [0.0, 0.1, 0.25] {
            println!("\n{name}, guessing {guesses}\n| true ability (level) | bias | RMSE | items | level | level ±1 |");
            for (ability, of) in TRUE {
                let Row { bias, rmse, items, level, neighbour } = simulated(&lesson, ability, guesses);
                println!(
                    "| {ability:+.1} ({of}) | {bias:+.2} | {rmse:.2} | {items:.1} | {:.0} % | {:.0} % |",
                    level * 100.0,
                    neighbour * 100.0
                );
                if guesses == 0.0 {
                    assert!(neighbour >= 0.95, "{name} {of}: {neighbour}");
                    assert!((LEAST as f64..=MOST as f64).contains(&items));
                }
                if guesses == 0.0 && ability.abs() < 2.0 {
                    // Towards the prior, as an estimate from twelve answers must be.
                    assert!(bias.abs() <= 0.6 && rmse <= 0.8, "{name} {of}: {bias} {rmse}");
                    assert!(level >= 0.5, "{name} {of}: {level}");
                }
            }
        }
    }
}

#[test]
fn nobody_answers_more_than_twelve_nor_fewer_than_five_and_each_area_has_its_turn() {
    let (small, large) = (twenty(), shipped());
    for (lesson, seed) in [&small, &large].into_iter().flat_map(|lesson| (1..500).map(move |seed| (lesson, seed))) {
        let (answers, stop) = goes_through(lesson, (seed % 7) as f64 - 3.0, 0.1, seed);
        assert!((LEAST..=MOST).contains(&answers.len()));
        assert_eq!(stop == Stop::Sure, answers.len() < MOST);
        let placed = result(lesson, &answers);
        assert!(stop != Stop::Sure || placed.estimate.error <= SURE);
        let given = placed.areas.map(|area| area.given);
        // While every area has something left, none is two ahead of another.
        assert!(given.iter().max().unwrap() - given.iter().min().unwrap() <= 1, "{given:?}");
        assert_eq!(usize::from(placed.all.given), answers.len());
        assert!(placed.likely[0] <= placed.level && placed.level <= placed.likely[1]);
    }
}

#[test]
fn an_exhausted_pool_ends_with_what_is_known() {
    let lesson = pool([(1, 2), (2, 3), (4, 1)]);
    let (answers, stop) = goes_through(&lesson, 0.0, 0.0, 3);
    assert_eq!((answers.len(), stop), (3, Stop::Exhausted));
    assert!(result(&lesson, &answers).estimate.error > SURE);
    assert_eq!(next(&pool([]), &[], 1), Next::Done(Stop::Exhausted));
    let nothing = result(&pool([]), &[]);
    assert_eq!(
        (nothing.level, nothing.likely, nothing.all.given),
        (2, [1, 3], 0),
        "the prior alone, and it says how unsure it is"
    );
}

#[test]
fn a_seed_tells_equal_items_apart_and_the_same_seed_the_same_way() {
    let lesson = shipped();
    assert_eq!(goes_through(&lesson, 0.3, 0.0, 5), goes_through(&lesson, 0.3, 0.0, 5));
    let first: std::collections::BTreeSet<_> = (0..50).map(|seed| format!("{:?}", next(&lesson, &[], seed))).collect();
    assert!(first.len() > 5, "{first:?}");
}

#[test]
fn a_going_goes_on_until_it_is_over_and_the_next_one_follows() {
    let lesson = twenty();
    let mut progress = LessonProgress::default();
    assert_eq!((going(&lesson, None), going(&lesson, Some(&progress))), (1, 1));
    for (n, given) in goes_through(&lesson, 0.0, 0.0, 9).0.into_iter().enumerate() {
        assert_eq!(going(&lesson, Some(&progress)), 1, "after {n}");
        let score = if given.right { Score::FULL } else { Score::ratio(7, 10) };
        progress.takings.entry(1).or_default().insert(lesson.activities[given.place].id.clone(), score);
    }
    assert_eq!(going(&lesson, Some(&progress)), 2);
    let kept = given(&lesson, &progress.takings[&1]);
    assert_eq!(result(&lesson, &kept).all.given as usize, progress.takings[&1].len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_more_right_answer_never_lowers_and_one_more_wrong_never_raises(
        answers in prop::collection::vec((1_u8..6, any::<bool>()), 0..12), difficulty in 1_u8..6
    ) {
        let before = estimate(&answers);
        let with = |right| estimate(&[answers.as_slice(), &[(difficulty, right)]].concat());
        prop_assert!(with(true).ability > before.ability && with(false).ability < before.ability);
        prop_assert!(before.error > 0.0 && before.error <= 1.21 && before.ability.abs() < 4.0);
        let backwards: Vec<_> = answers.iter().rev().copied().collect();
        prop_assert!((estimate(&backwards).ability - before.ability).abs() < 1e-9);
    }
}
