//! The friendly meter: one mark a step, filled as one goes. Its words stand beside it.

use super::tag::{Tag, tag};

/// How one step of the meter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Still to come.
    Ahead,
    /// Begun.
    Begun,
    /// Done.
    Met,
    /// On the screen now.
    Here,
}

/// The meter. Each mark says nothing to a screen reader: `words` does, as the label of all.
#[must_use]
pub fn steps(steps: &[Step], words: &str) -> Tag {
    let mark = |step: &Step| match step {
        Step::Ahead => tag("span", "step"),
        Step::Begun => tag("span", "step begun"),
        Step::Met => tag("span", "step met"),
        Step::Here => tag("span", "step here"),
    };
    tag("div", "steps").attr("role", "img").attr("aria-label", words).each(steps.iter().map(mark).collect())
}
