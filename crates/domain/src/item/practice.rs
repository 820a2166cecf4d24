//! Practice: a task on simulated phone screens. QTI has no such interaction (its portable custom interaction is the nearest).
//!
//! A practice is data: screens made of a few kinds of part; using a part may lead on, go wrong, or be what must never be done.
//! Where a learner is follows from what was done ([`Practice::run`]), so the phone and the server see the same. What was typed
//! is never recorded, only whether it fitted: somebody may type a true number by mistake.

use super::Outcome;
use crate::Fault;
use crate::prose::{Picture, Prose};
use crate::score::Score;
use serde::{Deserialize, Serialize};

/// The most acts of one going-through: nobody needs so many, and a statement has room for them. A phone then begins anew.
pub const MOST_ACTS: usize = 120;

/// A task on simulated screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// The name of the made-up app.
    pub app: String,
    /// 2–30 screens; the first is where one begins.
    pub screens: Vec<Screen>,
}

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Screen {
    /// What stands in its bar.
    pub title: String,
    /// What is done here and why: told when the practice is shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// A hint for this screen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// What is told when the task ends here; empty where it goes on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ending: String,
    /// Whether an ending here is not the goal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// Up to 12 parts, from top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A part of a screen. What isn't used is empty, so that one reader serves all kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it looks like.
    pub is: PartKind,
    /// What it says: its label, or the text itself.
    pub text: String,
    /// A second, smaller line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The screen that using it leads to, by its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u8>,
    /// Set where using it is a wrong turn: what to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wrong: String,
    /// Set where it must never be used: what would have happened.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub never: String,
    /// What fits, where one types or switches: `#` stands for any digit; a switch is `on` or `off`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<String>,
    /// The picture, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// What a part looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Reading text.
    Text,
    /// A picture.
    Picture,
    /// A row of a list.
    Row,
    /// A button.
    Button,
    /// A field for words.
    Field,
    /// A field for digits.
    Digits,
    /// A field whose content isn't shown.
    Password,
    /// Digits to be tapped.
    Keypad,
    /// A switch.
    Toggle,
    /// A notification that slides in.
    Notice,
    /// The question of a permission dialog; the buttons after it answer it.
    Permission,
    /// A code to be scanned.
    Qr,
    /// Somebody else's chat bubble.
    Theirs,
    /// One's own chat bubble.
    Mine,
}

impl PartKind {
    /// All kinds with the words by which authors name them.
    pub const NAMED: [(&str, Self); 14] = [
        ("text", Self::Text),
        ("picture", Self::Picture),
        ("row", Self::Row),
        ("button", Self::Button),
        ("field", Self::Field),
        ("digits", Self::Digits),
        ("password", Self::Password),
        ("keypad", Self::Keypad),
        ("toggle", Self::Toggle),
        ("notice", Self::Notice),
        ("permission", Self::Permission),
        ("qr", Self::Qr),
        ("theirs", Self::Theirs),
        ("mine", Self::Mine),
    ];

    /// Whether something is typed into it or switched, to be used by a button of the same screen.
    #[must_use]
    pub const fn is_filled(self) -> bool {
        matches!(self, Self::Field | Self::Digits | Self::Password | Self::Keypad | Self::Toggle)
    }
}

/// One thing done: the part of the screen that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The part, by its place on the screen that was shown.
    pub part: u8,
    /// Whether what was filled in on the screen did not fit, so that the part led nowhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfit: bool,
}

/// Where some acts have led.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Run {
    /// The screen one stands at.
    pub screen: usize,
    /// How many acts led here.
    pub steps: usize,
    /// How many of them were wrong turns.
    pub wrong: usize,
    /// How many of them must never be done.
    pub never: usize,
}

impl Part {
    /// Whether it can be used: it leads somewhere or says something.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.to.is_some() || !self.wrong.is_empty() || !self.never.is_empty()
    }

    /// Whether it leads on without being wrong.
    #[must_use]
    pub fn leads_on(&self) -> bool {
        self.to.is_some() && self.wrong.is_empty() && self.never.is_empty()
    }

    /// Whether what was filled in fits: compared as texts are, spaces within left out, `#` for any digit.
    #[must_use]
    pub fn fits(&self, filled: &str) -> bool {
        let tight = |text: &str| crate::text::fold_marks(text).replace(' ', "");
        let filled = tight(filled);
        self.accepts.iter().any(|accepted| {
            // A digit stands in for the sign while it is folded, which would take the sign itself for punctuation.
            let (zeros, ones) = (tight(&accepted.replace('#', "0")), tight(&accepted.replace('#', "1")));
            let mut wanted = zeros.chars().zip(ones.chars());
            let fits = |c: char| wanted.next().is_some_and(|(a, b)| if a == b { a == c } else { c.is_ascii_digit() });
            zeros.chars().count() == filled.chars().count() && filled.chars().all(fits)
        })
    }
}

impl Practice {
    /// Everything the author wrote as prose: nothing, its texts are the labels of a screen.
    #[expect(clippy::unused_self, reason = "as every kind")]
    pub(super) fn prose(&self) -> Vec<&Prose> {
        Vec::new()
    }

    /// Everything that is heard of it, in reading order.
    pub(super) fn spoken(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for screen in &self.screens {
            texts.extend([&screen.title, &screen.caption, &screen.hint]);
            for part in &screen.parts {
                texts.extend([&part.text, &part.detail, &part.wrong, &part.never]);
                texts.extend(part.picture.iter().map(|picture| &picture.alt));
            }
            texts.push(&screen.ending);
        }
        texts.into_iter().cloned().collect()
    }

    /// The pictures of its screens.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.screens.iter().flat_map(|screen| &screen.parts).filter_map(|part| part.picture.as_ref())
    }

    /// Where acts lead from the first screen; `None` where one uses what isn't there, or goes on after an ending.
    #[must_use]
    pub fn run(&self, acts: &[Act]) -> Option<Run> {
        let mut run = Run::default();
        for act in acts {
            let screen = self.screens.get(run.screen).filter(|screen| screen.ending.is_empty())?;
            let part = screen.parts.get(usize::from(act.part)).filter(|part| part.is_used())?;
            run.steps += 1;
            if act.unfit {
                run.wrong += 1;
                continue;
            }
            run.wrong += usize::from(!part.wrong.is_empty() && part.never.is_empty());
            run.never += usize::from(!part.never.is_empty());
            run.screen = part.to.map_or(run.screen, usize::from);
        }
        Some(run)
    }

    /// Whether a screen ends the task.
    #[must_use]
    pub fn ends(&self, screen: usize) -> bool {
        self.screens.get(screen).is_some_and(|screen| !screen.ending.is_empty())
    }

    /// The fewest acts that lead to the goal; empty where nothing does.
    #[must_use]
    pub fn key(&self) -> Vec<Act> {
        self.way_from(0)
    }

    /// The fewest right acts that lead from a screen to the goal (breadth first); empty where none do, or at the goal.
    #[must_use]
    pub fn way_from(&self, start: usize) -> Vec<Act> {
        let mut from: Vec<Option<(usize, u8)>> = vec![None; self.screens.len()];
        let mut queue = vec![start];
        let mut at = 0;
        while let Some(place) = queue.get(at).copied() {
            at += 1;
            let Some(screen) = self.screens.get(place) else { continue };
            if !screen.ending.is_empty() && !screen.failed {
                let mut acts = Vec::new();
                let mut back = place;
                while let Some(Some((before, part))) = from.get(back).filter(|_| back != start) {
                    acts.push(Act { part: *part, unfit: false });
                    back = *before;
                }
                acts.reverse();
                return acts;
            }
            for (i, part) in (0_u8..).zip(&screen.parts).filter(|(_, part)| part.leads_on()) {
                let to = part.to.map_or(place, usize::from);
                if to != start && from.get(to) == Some(&None) {
                    from[to] = Some((place, i));
                    queue.push(to);
                }
            }
        }
        Vec::new()
    }

    /// Whether everything filled in on a screen must fit before a part of it leads on: what leads to a screen written before
    /// goes back, and going back asks for nothing.
    #[must_use]
    pub fn asks_to_fit(&self, screen: usize, part: &Part) -> bool {
        part.leads_on() && part.to.is_some_and(|to| usize::from(to) > screen)
    }

    pub(super) fn check(&self) -> Vec<String> {
        self.faults().into_iter().map(|(_, fault)| fault).collect()
    }

    /// What is wrong, each with the place of its screen.
    #[must_use]
    pub fn faults(&self) -> Vec<(usize, String)> {
        let mut faults = Vec::new();
        if !(2..=30).contains(&self.screens.len()) {
            faults.push((
                0,
                format!("a practice has 2–30 screens, this one has {}: add or remove some", self.screens.len()),
            ));
        }
        if self.key().is_empty() {
            faults.push((0, "no way of right taps leads to a screen with a `goal`: lead there with `to`".into()));
        }
        let reached = self.reached();
        let leading = self.leading_out();
        for (i, screen) in self.screens.iter().enumerate() {
            if reached[i] && !leading[i] {
                faults.push((
                    i,
                    format!("from the screen “{}” one only goes in circles: let a way lead out", screen.title),
                ));
            }
            if !reached[i] {
                faults.push((i, format!("nothing leads to the screen “{}”: lead there, or remove it", screen.title)));
            }
            self.check_screen(i, screen, &mut faults);
        }
        faults
    }

    /// Whether each screen can be reached by any taps at all.
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.screens.len()];
        let mut queue = vec![0];
        while let Some(place) = queue.pop() {
            if let (Some(seen), Some(screen)) = (reached.get_mut(place), self.screens.get(place))
                && !std::mem::replace(seen, true)
            {
                queue.extend(screen.parts.iter().filter_map(|part| part.to).map(usize::from));
            }
        }
        reached
    }

    /// Whether any taps at all lead from each screen to where nothing leads on: an end, or a dead end, which is told apart.
    fn leading_out(&self) -> Vec<bool> {
        let mut leading: Vec<bool> =
            self.screens.iter().map(|screen| screen.parts.iter().all(|part| part.to.is_none())).collect();
        for _ in 0..self.screens.len() {
            for (i, screen) in self.screens.iter().enumerate() {
                let out = |part: &Part| part.to.is_some_and(|to| leading.get(usize::from(to)) == Some(&true));
                let leads = leading[i] || screen.parts.iter().any(out);
                leading[i] = leads;
            }
        }
        leading
    }

    fn check_screen(&self, i: usize, screen: &Screen, faults: &mut Vec<(usize, String)>) {
        let name = &screen.title;
        if screen.parts.len() > 12 {
            faults.push((i, format!("the screen “{name}” has {} parts, 12 at most: divide it", screen.parts.len())));
        }
        if screen.ending.is_empty() && !screen.parts.iter().any(|part| part.to.is_some()) {
            faults.push((
                i,
                format!("the screen “{name}” is a dead end: let a part lead on, or write `goal` or `failed`"),
            ));
        }
        if !screen.ending.is_empty() && screen.parts.iter().any(Part::is_used) {
            faults.push((i, format!("the screen “{name}” ends the task, yet a part of it can be used: remove one")));
        }
        for part in &screen.parts {
            let text = &part.text;
            if part.is.is_filled() == part.accepts.is_empty() && !(part.is == PartKind::Toggle && part.is_used()) {
                let todo = if part.is.is_filled() { "write `accepts = [\"…\"]`" } else { "remove `accepts`" };
                faults.push((i, format!("“{text}” and what it accepts don't go together: {todo}")));
            }
            if part.is.is_filled() && part.is != PartKind::Toggle && part.is_used() {
                let todo = "put `to`, `wrong` or `never` on a button of its screen";
                faults.push((i, format!("“{text}” is filled in, not tapped: {todo}")));
            }
            if part.is == PartKind::Toggle && part.accepts.iter().any(|state| state != "on" && state != "off") {
                faults.push((i, format!("the switch “{text}” accepts what it can't be: write on or off")));
            }
            if part.to.is_some_and(|to| usize::from(to) == i) {
                faults.push((i, format!("“{text}” leads back to its own screen: remove its `to`")));
            }
        }
    }

    pub(super) fn summary(&self) -> String {
        let mut at = 0;
        let mut steps = Vec::new();
        for act in self.key() {
            let Some(part) = self.screens.get(at).and_then(|screen| screen.parts.get(usize::from(act.part))) else {
                break;
            };
            steps.push(part.text.as_str());
            at = part.to.map_or(at, usize::from);
        }
        format!("{}: {}", self.app, steps.join(" → "))
    }

    /// Nothing without the goal. With it: everything, less a fifth for each wrong turn and a twentieth for each step more than
    /// the shortest way has, but at least a tenth; a quarter at most where something was done that must never be done, for
    /// that loses everything in real life (after the penalties of performance-based scoring in simulations, Messick 1994).
    pub(super) fn score(&self, acts: &[Act]) -> Result<Outcome, Fault> {
        if acts.len() > MOST_ACTS {
            return Err(Fault::ResponseMismatch { reason: "more was done than a practice takes" });
        }
        let run = self.run(acts).ok_or(Fault::ResponseMismatch { reason: "there is no such part on the screen" })?;
        let Some(screen) = self.screens.get(run.screen).filter(|screen| !screen.ending.is_empty()) else {
            return Err(Fault::ResponseMismatch { reason: "the practice has not come to an end" });
        };
        let surplus = run.steps.saturating_sub(self.key().len()).saturating_sub(run.wrong + run.never);
        let earned = 1000_usize.saturating_sub(run.wrong * 200 + surplus * 50).max(100);
        let earned = if run.never > 0 { earned.min(250) } else { earned };
        let score = if screen.failed { Score::NONE } else { Score::ratio(earned, 1000) };
        Ok(Outcome { score, parts: Vec::new(), feedback: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(to: Option<u8>, wrong: &str, never: &str) -> Part {
        Part {
            is: PartKind::Button,
            text: format!("b{to:?}{wrong}{never}"),
            detail: String::new(),
            to,
            wrong: wrong.into(),
            never: never.into(),
            accepts: vec![],
            picture: None,
        }
    }

    fn screen(title: &str, parts: Vec<Part>) -> Screen {
        Screen { title: title.into(), parts, ..Screen::default() }
    }

    /// 0 → 1 → 2 (goal); 0 has a wrong turn that stays and a way round (3); 1 has what must never be done and a failure (4).
    fn practice() -> Practice {
        let screens = vec![
            screen("đầu", vec![part(None, "sai", ""), part(Some(1), "", ""), part(Some(3), "", "")]),
            screen("giữa", vec![part(None, "", "mất tiền"), part(Some(2), "", ""), part(Some(4), "", "mất hết")]),
            Screen { ending: "Xong".into(), ..screen("cuối", vec![]) },
            screen("vòng", vec![part(Some(1), "", "")]),
            Screen { ending: "Mất".into(), failed: true, ..screen("mất", vec![]) },
        ];
        Practice { app: "Tập".into(), screens }
    }

    fn acts(parts: &[u8]) -> Vec<Act> {
        parts.iter().map(|part| Act { part: *part, unfit: false }).collect()
    }

    fn thousandths(parts: &[u8]) -> u16 {
        practice().score(&acts(parts)).unwrap().score.thousandths()
    }

    #[test]
    fn the_shortest_way_earns_everything_and_each_slip_has_its_price() {
        assert_eq!(practice().key(), acts(&[1, 1]));
        assert_eq!(thousandths(&[1, 1]), 1000);
        assert_eq!(thousandths(&[0, 1, 1]), 800, "a wrong turn");
        assert_eq!(thousandths(&[2, 0, 1]), 950, "a way round");
        assert_eq!(thousandths(&[1, 0, 1]), 250, "what must never be done");
        assert_eq!(thousandths(&[1, 2]), 0, "an end that is not the goal");
        assert_eq!(thousandths(&[0, 0, 0, 0, 0, 0, 1, 1]), 100, "who gets there has got there");
        let unfit = [Act { part: 1, unfit: true }, Act { part: 1, unfit: false }, Act { part: 1, unfit: false }];
        assert_eq!(practice().score(&unfit).unwrap().score.thousandths(), 800);
    }

    #[test]
    fn what_was_not_there_or_has_not_ended_is_refused() {
        for bad in [&[][..], &[1], &[9, 1], &[1, 1, 0]] {
            assert!(practice().score(&acts(bad)).is_err(), "{bad:?}");
        }
        assert!(practice().score(&acts(&[0; MOST_ACTS + 1])).is_err());
    }

    #[test]
    fn what_fits_is_compared_without_spaces_and_digits_may_be_any() {
        let accepts =
            |accepts: &[&str]| Part { accepts: accepts.iter().map(|a| (*a).into()).collect(), ..part(None, "", "") };
        assert!(accepts(&["######"]).fits(" 12 34 56") && !accepts(&["######"]).fits("12345"));
        assert!(!accepts(&["######"]).fits("12345a"));
        assert!(accepts(&["0### ### ###"]).fits("0900 000 000") && accepts(&["AB##."]).fits("ab12"));
        assert!(accepts(&["Nguyễn Thị Mẫu"]).fits("nguyen thi mau."));
        assert!(!accepts(&["on"]).fits("off") && !accepts(&[]).fits(""));
    }

    #[test]
    fn what_cannot_be_done_is_named_with_its_screen() {
        let faults = |change: fn(&mut Practice)| {
            let mut practice = practice();
            change(&mut practice);
            practice.faults().iter().map(|(screen, _)| *screen).collect::<Vec<_>>()
        };
        assert_eq!(faults(|_| {}), [0; 0]);
        assert_eq!(faults(|p| p.screens[2].ending.clear()), [0, 2], "no goal, and a dead end");
        assert_eq!(faults(|p| p.screens[0].parts.truncate(2)), [3], "nothing leads to it");
        assert_eq!(faults(|p| p.screens[3].parts[0].to = None), [3], "a dead end");
        assert_eq!(faults(|p| p.screens[3].parts[0].to = Some(3)), [3, 3], "to itself, and so in a circle");
        assert_eq!(faults(|p| p.screens[2].parts.push(part(Some(1), "", ""))), [2], "goes on after its end");
        assert_eq!(
            faults(|p| p.screens[0].parts[0].is = PartKind::Field),
            [0, 0],
            "accepts nothing, and can't be tapped"
        );
        assert_eq!(faults(|p| p.screens[0].parts[0].is = PartKind::Toggle), [0; 0], "a switch may be wrong to touch");
        let circle = |p: &mut Practice| {
            p.screens[3].parts[0].to = Some(5);
            p.screens.push(screen("lại", vec![part(Some(3), "", "")]));
        };
        assert_eq!(faults(circle), [3, 5], "in a circle");
        assert_eq!(faults(|p| p.screens[0].parts[0].accepts.push("on".into())), [0], "accepts what it can't take");
        assert_eq!(
            faults(|p| p.screens[0].parts.extend((0..12).map(|_| part(Some(1), "", "")))),
            [0],
            "too many parts"
        );
    }

    #[test]
    fn a_way_leads_on_from_wherever_one_strayed_and_going_back_asks_for_nothing() {
        let practice = practice();
        assert_eq!(practice.way_from(3), acts(&[0, 1]));
        assert_eq!(practice.way_from(2), acts(&[]));
        let back = part(Some(0), "", "");
        assert!(!practice.asks_to_fit(1, &back) && practice.asks_to_fit(1, &practice.screens[1].parts[1]));
    }

    proptest! {
        #[test]
        fn any_run_to_an_end_is_within_bounds_and_a_wrong_turn_more_never_helps(tries in prop::collection::vec(0_u8..3, 0..12)) {
            let practice = practice();
            let mut given = Vec::new();
            for part in tries {
                let mut longer = given.clone();
                longer.push(Act { part, unfit: false });
                if practice.run(&longer).is_some() {
                    given = longer;
                }
            }
            if let Ok(outcome) = practice.score(&given) {
                prop_assert!(outcome.score <= Score::FULL);
                let mut worse = acts(&[0]);
                worse.extend(&given);
                prop_assert!(practice.score(&worse).unwrap().score <= outcome.score);
            }
        }
    }
}
