//! Taking over from the page that the server wrote: its content goes and the app's comes in one frame, at the same place.

use leptos::prelude::*;

/// Shows the app in the place of the server's page. Only the first call does anything.
pub fn take_over() {
    let Some(app) = document().get_element_by_id("app") else { return };
    if app.has_attribute("hidden") {
        // Removing an attribute that is there can't fail.
        let _ = app.remove_attribute("hidden");
        if let Some(page) = document().get_element_by_id("page") {
            page.remove();
        }
    }
}
