//! The address bar: what it says now, and going elsewhere without loading the page again.
//!
//! Not a router: which page an address names is `routes`' business. leptos_router is left out: ten pages are
//! told apart by one `match`, every kilobyte travels over a poor network, and a hash that names an activity must not scroll.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// What the address bar says. Provided by context.
#[derive(Clone, Copy)]
pub struct AddressBar {
    /// The path, as `/courses/a/`.
    pub path: RwSignal<String>,
    /// What stands behind `#`, or nothing.
    pub hash: RwSignal<String>,
}

impl AddressBar {
    /// Reads the address bar and listens to it, and to taps on links of this site that lead to another path.
    #[must_use]
    pub fn listen() -> Self {
        let bar = Self { path: RwSignal::new(String::new()), hash: RwSignal::new(String::new()) };
        bar.read();
        let popped = window_event_listener(ev::popstate, move |_| bar.read());
        let tapped = window_event_listener(ev::click, move |event| bar.follow(&event));
        on_cleanup(move || {
            popped.remove();
            tapped.remove();
        });
        bar
    }

    /// Goes to another address; the way back stays open.
    pub fn go(self, address: &str) {
        self.write(address, false);
    }

    /// Puts another address in the place of this one.
    pub fn replace(self, address: &str) {
        self.write(address, true);
    }

    fn write(self, address: &str, replace: bool) {
        let written = window().history().and_then(|history| {
            if replace {
                history.replace_state_with_url(&JsValue::NULL, "", Some(address))
            } else {
                history.push_state_with_url(&JsValue::NULL, "", Some(address))
            }
        });
        if written.is_ok() {
            self.read();
        }
    }

    fn read(self) {
        let location = window().location();
        let (path, hash) = (location.pathname().unwrap_or_default(), location.hash().unwrap_or_default());
        let hash = hash.trim_start_matches('#');
        set_if_new(self.path, path);
        set_if_new(self.hash, hash.to_owned());
    }

    fn follow(self, event: &web_sys::MouseEvent) {
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || modified {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) else { return };
        let location = window().location();
        let elsewhere = location.origin().ok() != Some(link.origin());
        let same_path = location.pathname().ok() == Some(link.pathname());
        if elsewhere || same_path || !link.target().is_empty() || link.has_attribute("download") {
            return;
        }
        event.prevent_default();
        self.go(&format!("{}{}", link.pathname(), link.hash()));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn set_if_new(signal: RwSignal<String>, value: String) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}
