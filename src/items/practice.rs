//! Practice on the screen: a phone in the page, made of real buttons and fields. One chooses to be shown, to be helped or to do
//! it alone; only doing it is recorded.
//!
//! Where one is follows from what was done ([`Practice::run`]); this file draws that one screen and listens to it. Parts are drawn
//! in `practice/parts.rs`.

mod parts;

use super::Check;
use super::work::Work;
use crate::ui::focus::focus_soon;
use crate::ui::frame::after_frame;
use crate::ui::hear::{hear, heard};
use crate::ui::tag::{Tag, button, follow, icon, tag};
use crate::words::Words;
use domain::item::Response;
use domain::item::practice::{Act, MOST_ACTS, Part, Practice, Run, Screen};
use domain::voice::utterance;
use leptos::prelude::*;
use std::sync::Arc;

/// How one goes through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It is shown, step by step; how many steps were shown.
    Shown(usize),
    /// One does it, with hints and the right part marked.
    Helped,
    /// One does it.
    Alone,
}

/// What everything in the phone knows.
#[derive(Clone)]
struct Phone {
    practice: Arc<Practice>,
    key: Arc<Vec<Act>>,
    mode: RwSignal<Option<Mode>>,
    /// What was filled in on this screen, by part.
    filled: RwSignal<Vec<String>>,
    /// Whether the hint of this screen was asked for.
    hint: RwSignal<bool>,
    work: Work,
    words: Words,
    check: StoredValue<Check, LocalStorage>,
}

/// How it went, in numbers; what did not happen goes unsaid.
fn count(run: &Run, words: Words) -> String {
    let mut said = words.practice_steps(run.steps);
    if run.wrong > 0 {
        said += &words.practice_strayed(run.wrong);
    }
    if run.never > 0 {
        said += &words.practice_forbidden(run.never);
    }
    said + "."
}

/// The phone and how to begin.
#[must_use]
pub fn view(practice: &Practice, work: Work, words: Words, check: Check) -> Tag {
    let phone = Phone {
        key: Arc::new(practice.key()),
        practice: Arc::new(practice.clone()),
        mode: RwSignal::new(work.once.then_some(Mode::Alone)),
        filled: RwSignal::new(Vec::new()),
        hint: RwSignal::new(false),
        work,
        words,
        check: StoredValue::new_local(check),
    };
    let (chosen, told, drawn) = (phone.clone(), phone.clone(), phone.clone());
    let mode = phone.mode;
    // Another try begins with the choice of how.
    follow(move || {
        if work.attempt.get() > 1 && !work.once {
            mode.set(None);
        }
    });
    let stands = Memo::new(move |_| (mode.get(), phone.run().screen));
    tag("div", "practice")
        .with(tag("p", "practice-band").text(words.practice_band()))
        .with(tag("div", "practice-modes").live(move || if mode.get().is_none() { chosen.modes() } else { Vec::new() }))
        .with(tag("div", "practice-phone").live(move || {
            let (mode, screen) = stands.get();
            let screen = drawn.practice.screens.get(screen);
            mode.zip(screen).map(|(mode, screen)| drawn.screen(mode, screen)).into_iter().collect()
        }))
        .with(tag("div", "practice-told").attr("role", "status").live(move || told.told()))
}

impl Phone {
    /// Where one is: by what was done, or by how much was shown.
    fn run(&self) -> Run {
        if let Some(Mode::Shown(steps)) = self.mode.get() {
            let shown = self.key.get(..steps).unwrap_or(&self.key);
            return self.practice.run(shown).unwrap_or_default();
        }
        self.work.response.with(|response| {
            if let Response::Practice(acts) = response {
                self.practice.run(acts).unwrap_or_default()
            } else {
                Run::default()
            }
        })
    }

    /// The three ways to begin.
    fn modes(&self) -> Vec<Tag> {
        let words = self.words;
        let one = |class, name, label: &str, mode| {
            let phone = self.clone();
            button(class, move || phone.begin(mode)).with(icon(name)).with(tag("span", "").text(label))
        };
        vec![
            tag("p", "item-how").text(words.practice_how()),
            one("button wide", "next", words.practice_show(), Mode::Shown(0)),
            one("button wide", "hint", words.practice_help(), Mode::Helped),
            one("button primary wide", "check", words.practice_alone(), Mode::Alone),
        ]
    }

    fn begin(&self, mode: Mode) {
        self.arrive();
        if mode == Mode::Helped {
            // Said in the statement: it was done with help.
            self.work.helps.update(|helps| *helps = (*helps).max(1));
        }
        self.mode.set(Some(mode));
        if mode == Mode::Shown(0) {
            self.fill_in();
        }
        focus_soon(".screen-title");
    }

    /// Where it is shown, fields and switches hold what fits.
    fn fill_in(&self) {
        let screen = untrack(|| self.run()).screen;
        let parts = self.practice.screens.get(screen).map(|screen| screen.parts.as_slice()).unwrap_or_default();
        let fits =
            |part: &Part| part.accepts.first().map_or_else(|| parts::EMPTY.to_owned(), |fits| fits.replace('#', "1"));
        self.filled.set(parts.iter().map(fits).collect());
    }

    /// A new screen has come: nothing is filled in on it.
    fn arrive(&self) {
        self.filled.set(Vec::new());
        self.hint.set(false);
    }

    /// The screen, drawn anew when another comes.
    fn screen(&self, mode: Mode, screen: &Screen) -> Tag {
        let right = match mode {
            Mode::Alone => None,
            Mode::Shown(steps) => self.key.get(steps).map(|act| act.part),
            Mode::Helped => self.right(),
        };
        let parts = (0_u8..).zip(&screen.parts).map(|(place, part)| self.part(place, part, mode, right == Some(place)));
        let title = tag("p", "screen-title").attr("tabindex", "-1").text(&screen.title);
        let words = screen.parts.iter().flat_map(|part| [&part.text, &part.detail]);
        let says: Vec<String> = std::iter::once(&screen.title).chain(words).map(|text| utterance(text)).collect();
        let heard = hear(&says.join("\n"), self.words.hear());
        let bar =
            tag("div", "screen-bar").with(tag("p", "screen-app").text(&self.practice.app)).with(title).with(heard);
        let class = if matches!(mode, Mode::Shown(_)) { "screen shown" } else { "screen" };
        tag("div", class).with(bar).with(tag("div", "screen-parts").each(parts.collect()))
    }

    /// The part of the screen that leads towards the goal, from wherever one has strayed.
    fn right(&self) -> Option<u8> {
        self.practice.way_from(untrack(|| self.run()).screen).first().map(|act| act.part)
    }

    /// A tap on a part.
    fn act(&self, place: u8) {
        let run = untrack(|| self.run());
        let Some(screen) = self.practice.screens.get(run.screen) else { return };
        let Some(part) = screen.parts.get(usize::from(place)).filter(|part| part.is_used()) else { return };
        let unfit = self.practice.asks_to_fit(run.screen, part) && !self.all_fit(screen);
        self.work.response.update(|response| {
            if let Response::Practice(acts) = response {
                if acts.len() == MOST_ACTS {
                    acts.clear();
                } else {
                    acts.push(Act { part: place, unfit });
                }
            }
        });
        let now = untrack(|| self.run());
        if now.screen != run.screen {
            self.arrive();
            focus_soon(".screen-title");
        }
        if self.practice.ends(now.screen) {
            self.check.with_value(|check| check());
        }
    }

    /// Whether everything that is filled in on a screen fits.
    fn all_fit(&self, screen: &Screen) -> bool {
        self.filled.with_untracked(|filled| {
            let fits =
                |(place, part): (usize, &Part)| part.fits(filled.get(place).map_or(parts::EMPTY, String::as_str));
            screen.parts.iter().enumerate().filter(|(_, part)| !part.accepts.is_empty()).all(fits)
        })
    }

    /// What came of the last tap, the hint, the caption, and the ending.
    fn told(&self) -> Vec<Tag> {
        let Some(mode) = self.mode.get() else { return Vec::new() };
        let run = self.run();
        let Some(screen) = self.practice.screens.get(run.screen) else { return Vec::new() };
        let words = self.words;
        let mut told = Vec::new();
        if let Mode::Shown(steps) = mode {
            let said = if screen.ending.is_empty() { &screen.caption } else { &screen.ending };
            told.push(self.heard("practice-caption", said));
            told.push(self.steps(steps));
            return told;
        }
        told.extend(self.slip().map(|(class, name, label, said)| {
            let head = tag("p", "note-label").with(icon(name)).text(label);
            tag("div", class).with(head).with(self.heard("", &said))
        }));
        if !screen.ending.is_empty() {
            let class = if screen.failed { "practice-caption failed" } else { "practice-caption" };
            told.push(self.heard(class, &screen.ending));
            told.push(tag("p", "practice-count").text(&count(&run, words)));
            if mode == Mode::Helped {
                let phone = self.clone();
                // The other try begins with the choice of how; it is made already.
                let alone = button("button", move || {
                    phone.work.try_again();
                    let phone = phone.clone();
                    after_frame(move || phone.begin(Mode::Alone));
                });
                told.push(alone.with(icon("check")).text(words.practice_alone()));
            }
        } else if mode == Mode::Helped || self.hint.get() {
            if !screen.hint.is_empty() {
                let head = tag("p", "note-label").with(icon("hint")).text(words.hint_label());
                told.push(tag("div", "note hint").with(head).with(self.heard("", &screen.hint)));
            }
        } else if !screen.hint.is_empty() && !self.work.once {
            let phone = self.clone();
            let ask = button("button plain", move || {
                phone.work.helps.update(|helps| *helps += 1);
                phone.hint.set(true);
            });
            told.push(ask.with(icon("hint")).text(words.hint_show()));
        }
        told
    }

    /// A line with the button that reads it aloud.
    fn heard(&self, class: &str, text: &str) -> Tag {
        heard(tag("p", class).text(text), &utterance(text), self.words.hear())
    }

    /// What is said of the last tap where it was a slip.
    fn slip(&self) -> Option<(&'static str, &'static str, &'static str, String)> {
        let acts = self
            .work
            .response
            .with(|response| if let Response::Practice(acts) = response { acts.clone() } else { Vec::new() });
        let (last, before) = acts.split_last()?;
        let stood = self.practice.run(before)?.screen;
        let part = self.practice.screens.get(stood)?.parts.get(usize::from(last.part))?;
        let words = self.words;
        if last.unfit {
            Some(("note", "hint", words.practice_unfit_label(), words.practice_unfit().to_owned()))
        } else if !part.never.is_empty() {
            Some(("note never", "alert", words.practice_never(), part.never.clone()))
        } else if !part.wrong.is_empty() {
            Some(("note slip", "again", words.practice_wrong(), part.wrong.clone()))
        } else {
            None
        }
    }

    /// Back and on through what is shown; at its end, doing it oneself.
    fn steps(&self, steps: usize) -> Tag {
        let words = self.words;
        let (back, next) = (self.clone(), self.clone());
        let go = move |phone: &Self, to: usize| {
            phone.mode.set(Some(Mode::Shown(to)));
            phone.fill_in();
            focus_soon(".screen-title");
        };
        let buttons = tag("div", "item-buttons");
        let buttons = if steps > 0 {
            buttons.with(button("button plain", move || go(&back, steps - 1)).text(words.practice_back()))
        } else {
            buttons
        };
        if steps < self.key.len() {
            return buttons.with(button("button primary", move || go(&next, steps + 1)).text(words.practice_next()));
        }
        buttons.with(button("button primary", move || next.begin(Mode::Alone)).text(words.practice_alone()))
    }
}

/// The shortest way to the goal, in words.
#[must_use]
pub fn key(practice: &Practice) -> Tag {
    let mut at = 0;
    let mut steps = Vec::new();
    for act in practice.key() {
        let part = practice.screens.get(at).and_then(|screen| screen.parts.get(usize::from(act.part)));
        let Some(part) = part else { break };
        steps.push(tag("li", "").text(&part.text));
        at = part.to.map_or(at, usize::from);
    }
    tag("div", "prose").with(tag("ol", "").each(steps))
}
