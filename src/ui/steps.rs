//! The friendly meter: one mark a step, filled as one goes. Its words stand beside it.

use leptos::prelude::*;

/// How one step of the meter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Still to come.
    Ahead,
    /// Done.
    Met,
    /// On the screen now.
    Here,
}

/// The meter. It says nothing to a screen reader: `words` does, as its label.
#[must_use]
pub fn steps(steps: Vec<Step>, words: String) -> AnyView {
    let mark = |step: Step| {
        let class = match step {
            Step::Ahead => "step",
            Step::Met => "step met",
            Step::Here => "step here",
        };
        view! { <span class=class></span> }.into_any()
    };
    view! { <div class="steps" role="img" aria-label=words>{steps.into_iter().map(mark).collect::<Vec<_>>()}</div> }
        .into_any()
}
