//! What a learner is doing at one item during one visit of a lesson. Nothing of it is kept: what counts is recorded at a check.

use domain::item::{Item, ItemKind, Outcome, Response, shuffled};
use leptos::prelude::*;

/// The work at one item. A handle, as cheap as a number.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// What would be given now.
    pub response: RwSignal<Response>,
    /// What came of the last check; `None` while the learner works.
    pub outcome: RwSignal<Option<Outcome>>,
    /// What was missing when the learner wanted to check.
    pub missing: RwSignal<Option<String>>,
    /// Which try, from 1.
    pub attempt: RwSignal<u16>,
    /// How many hints are open.
    pub hints: RwSignal<usize>,
    /// How many hints inside a practice were opened; counted with the others.
    pub helps: RwSignal<usize>,
    /// Whether the learner asked to see what is right.
    pub revealed: RwSignal<bool>,
    /// Whether there is one try, without hints, after which what is right is shown: in a course check and a placement.
    pub once: bool,
}

impl Work {
    /// Work not begun.
    #[must_use]
    pub fn new(id: &str, item: &Item) -> Self {
        let response = match &item.kind {
            ItemKind::Choice(_) | ItemKind::Unknown => Response::Choice(Vec::new()),
            ItemKind::Ordering(ordering) => Response::Ordering(shuffled(ordering.steps.len(), id)),
            ItemKind::Matching(matching) => Response::Matching(vec![None; matching.pairs.len()]),
            ItemKind::Text(_) => Response::Text(String::new()),
            ItemKind::Grouping(grouping) => Response::Grouping(vec![None; grouping.cards.len()]),
            ItemKind::Gaps(gaps) => Response::Gaps(vec![String::new(); gaps.gaps.len()]),
            ItemKind::Hotspot(_) => Response::Hotspot(Vec::new()),
            ItemKind::Inspect(_) => Response::Inspect(Vec::new()),
            ItemKind::Dialogue(_) => Response::Dialogue(Vec::new()),
            ItemKind::Practice(_) => Response::Practice(Vec::new()),
        };
        Self {
            response: RwSignal::new(response),
            outcome: RwSignal::new(None),
            missing: RwSignal::new(None),
            attempt: RwSignal::new(1),
            hints: RwSignal::new(0),
            helps: RwSignal::new(0),
            revealed: RwSignal::new(false),
            once: false,
        }
    }

    /// Work for which there is one try, in a taking of that number.
    #[must_use]
    pub fn once(id: &str, item: &Item, taking: u16) -> Self {
        Self { attempt: RwSignal::new(taking), once: true, ..Self::new(id, item) }
    }

    /// Another try: what was right stays, what was wrong is free again.
    pub fn try_again(self) {
        let Some(outcome) = self.outcome.get_untracked() else { return };
        self.response.update(|response| match response {
            Response::Choice(chosen) | Response::Hotspot(chosen) | Response::Inspect(chosen) => {
                let mut right = outcome.parts.iter();
                chosen.retain(|_| right.next().copied().unwrap_or(false));
            }
            Response::Matching(joined) | Response::Grouping(joined) => {
                for (joined, right) in joined.iter_mut().zip(&outcome.parts) {
                    *joined = joined.filter(|_| *right);
                }
            }
            // One begins again from the start.
            Response::Dialogue(replies) => replies.clear(),
            Response::Practice(acts) => acts.clear(),
            Response::Ordering(_) | Response::Text(_) | Response::Gaps(_) => {}
        });
        self.attempt.update(|attempt| *attempt = attempt.saturating_add(1));
        self.revealed.set(false);
        self.outcome.set(None);
    }

    /// Whether one part of the last checked response was right; `None` while the learner works.
    #[must_use]
    pub fn part(self, place: usize) -> Option<bool> {
        self.outcome.with(|outcome| outcome.as_ref()?.parts.get(place).copied())
    }

    /// Whether the response has been checked.
    #[must_use]
    pub fn is_checked(self) -> bool {
        self.outcome.with(Option::is_some)
    }
}
