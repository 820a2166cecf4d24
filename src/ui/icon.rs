//! Icons of `style/icons.svg` for the desk's views; the citizens' app draws them as tags (`ui::tag::icon`).

use leptos::prelude::*;

/// The icon of that name. It says nothing to a screen reader: words stand beside it.
#[must_use]
pub fn icon(name: &str) -> AnyView {
    let href = format!("#icon-{name}");
    view! { <svg class="icon" aria-hidden="true"><use href=href></use></svg> }.into_any()
}
