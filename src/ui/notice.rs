//! A boxed notice: something went well, needs care or went wrong. Told by its words and icon, not by colour alone.

use super::icon::icon;
use leptos::prelude::*;

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// Worth knowing.
    Plain,
    /// It went wrong.
    Wrong,
}

/// A notice. It is announced when it appears: at once where something went wrong, else in its turn.
#[component]
pub fn Notice(
    /// How it is meant.
    tone: Tone,
    /// What it says first.
    #[prop(into)]
    title: String,
    /// What to do, and buttons for it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, drawn, role) = match tone {
        Tone::Good => ("notice notice-good", "check", "status"),
        Tone::Plain => ("notice", "info", "status"),
        Tone::Wrong => ("notice notice-wrong", "alert", "alert"),
    };
    view! {
        <div class=class role=role>
            {icon(drawn)}
            <div class="notice-words">
                <p class="notice-title">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
