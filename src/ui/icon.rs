//! Icons and pictures of `style/icons.svg`, which both html pages carry: shapes that take the colour of the words beside them.

use leptos::prelude::*;

/// The icon of that name. It says nothing to a screen reader: words stand beside it.
#[must_use]
pub fn icon(name: &str) -> AnyView {
    drawing("icon", &format!("#icon-{name}"))
}

/// A drawing of the sprite (`#scene`, `#brand`) under a class of its own.
#[must_use]
pub fn drawing(class: &'static str, href: &str) -> AnyView {
    view! { <svg class=class aria-hidden="true"><use href=href.to_owned()></use></svg> }.into_any()
}
