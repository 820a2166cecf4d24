//! Drawing without types: an element is a `Tag`, whatever it holds.
//!
//! Leptos's `view!` makes a type of its own for every shape of view, and the compiler writes out building, rebuilding,
//! mounting and removing for each: 1,300 functions and more than a quarter of the citizens' app. Here reactivity is
//! Leptos's (signals, memos, effects, owners), and what is drawn is one type. The desk, which no phone downloads, uses `view!`.
//! There is no way from a string to HTML here.

use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that is being drawn.
#[derive(Debug, Clone)]
pub struct Tag {
    element: Element,
}

/// An element of that name; `class` may be empty.
#[must_use]
pub fn tag(name: &'static str, class: &str) -> Tag {
    // Every name in the program is one that HTML has.
    let element = document().create_element(name).expect("a name of an element");
    dressed(element, class)
}

/// A drawing of `style/icons.svg`. It says nothing to a screen reader: words stand beside it.
#[must_use]
pub fn drawing(class: &str, href: &str) -> Tag {
    shape("svg", class).attr("aria-hidden", "true").with(shape("use", "").attr("href", href))
}

/// An element of a drawing.
#[must_use]
pub fn shape(name: &'static str, class: &str) -> Tag {
    // Every name in the program is one that SVG has.
    let element = document().create_element_ns(Some(SVG), name).expect("a name of an element");
    dressed(element, class)
}

/// The icon of that name.
#[must_use]
pub fn icon(name: &str) -> Tag {
    drawing("icon", &format!("#icon-{name}"))
}

/// A link.
#[must_use]
pub fn link(class: &str, href: &str) -> Tag {
    tag("a", class).attr("href", href)
}

/// A button that does something when it is tapped.
#[must_use]
pub fn button(class: &str, act: impl Fn() + 'static) -> Tag {
    tag("button", class).attr("type", "button").on("click", move |_| act())
}

fn dressed(element: Element, class: &str) -> Tag {
    let tag = Tag { element };
    if class.is_empty() { tag } else { tag.attr("class", class) }
}

/// Runs now, and again whenever a signal that it read has changed, for as long as what it belongs to is shown.
pub fn follow(run: impl Fn() + 'static) {
    keep(Box::new(run));
}

fn keep(run: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    // The owner drops it with everything else that it owns.
    StoredValue::new_local(effect);
}

impl Tag {
    /// The element itself.
    #[must_use]
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// With an attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        set(&self.element, name, Some(value));
        self
    }

    /// With some words after what is there.
    #[must_use]
    pub fn text(self, words: &str) -> Self {
        self.append(&document().create_text_node(words));
        self
    }

    /// With an element after what is there.
    #[must_use]
    pub fn with(self, child: Self) -> Self {
        self.append(&child.element);
        self
    }

    /// With an element after what is there, or without.
    #[must_use]
    pub fn maybe(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.with(child),
            None => self,
        }
    }

    /// With elements after what is there.
    #[must_use]
    pub fn each(self, children: Vec<Self>) -> Self {
        children.into_iter().fold(self, Self::with)
    }

    /// With what a function draws, drawn again whenever a signal that it read has changed.
    #[must_use]
    pub fn live(self, draw: impl Fn() -> Vec<Self> + 'static) -> Self {
        self.live_boxed(Box::new(draw))
    }

    fn live_boxed(self, draw: Box<dyn Fn() -> Vec<Self>>) -> Self {
        let end: Node = document().create_text_node("").into();
        self.append(&end);
        let drawn = RefCell::new(Vec::<Self>::new());
        keep(Box::new(move || {
            let new = draw();
            drawn.take().iter().for_each(|old| old.element.remove());
            if let Some(parent) = end.parent_node() {
                for tag in &new {
                    placed(parent.insert_before(&tag.element, Some(&end)));
                }
            }
            drawn.replace(new);
        }));
        self
    }

    /// With words that change.
    #[must_use]
    pub fn text_live(self, words: impl Fn() -> String + 'static) -> Self {
        let text: Node = document().create_text_node("").into();
        self.append(&text);
        keep(Box::new(move || text.set_text_content(Some(&words()))));
        self
    }

    /// With an attribute that changes, or comes and goes.
    #[must_use]
    pub fn attr_live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.element.clone();
        keep(Box::new(move || set(&element, name, value().as_deref())));
        self
    }

    /// With a class that comes and goes.
    #[must_use]
    pub fn class_live(self, class: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        let list = self.element.class_list();
        // Refused only for a class with a space in it.
        keep(Box::new(move || drop(list.toggle_with_force(class, on()))));
        self
    }

    /// With a property that changes, as `checked` or `value`.
    #[must_use]
    pub fn prop_live(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        let element = self.element.clone();
        // Properties of a form's fields can always be set.
        keep(Box::new(move || drop(js_sys::Reflect::set(&element, &name.into(), &value()))));
        self
    }

    /// Sets a custom property of its style, as `--x`. Not an attribute: the content security policy forbids inline styles.
    pub fn property(&self, name: &str, value: &str) {
        if let Some(element) = self.element.dyn_ref::<web_sys::HtmlElement>() {
            // Refused only for a name that is none.
            drop(element.style().set_property(name, value));
        }
    }

    /// Listening to an event.
    #[must_use]
    pub fn on(self, event: &str, hear: impl Fn(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(hear))
    }

    fn on_boxed(self, event: &str, hear: Box<dyn Fn(Event)>) -> Self {
        // The browser frees the closure with the element.
        let hear = Closure::wrap(hear).into_js_value();
        placed(self.element.add_event_listener_with_callback(event, hear.unchecked_ref()));
        self
    }

    fn append(&self, node: &Node) {
        placed(self.element.append_child(node));
    }
}

/// The browser refuses only what no program of ours asks: a node inside itself, a name that is none.
fn placed<T>(done: Result<T, JsValue>) {
    debug_assert!(done.is_ok(), "the browser refused a node, an attribute or a listener");
}

fn set(element: &Element, name: &str, value: Option<&str>) {
    placed(match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    });
}
