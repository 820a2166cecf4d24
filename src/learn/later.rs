//! The pages that aren't part of the first download: they come as one further module when one of them is first asked for.
//!
//! The module is cut off the app after it was compiled (crates/xtask/src/split.rs); whatever only these pages need goes with it.
//! Without the feature `split`, as in tests, everything is one module. Which page stands where is the work of `app`.

use super::map_page::map_page;
use super::opened::loaded;
use super::progress_page::progress_page;
use super::review_page::review_page;
use super::settings_page::settings_page;
use super::start_page::start_page;
use crate::device::{Device, DeviceFault};
use crate::routes::Page;
use crate::ui::address_bar::AddressBar;
use crate::ui::tag::Tag;
use crate::words::Words;
use leptos::prelude::*;

/// Draws such a page into `main` once the module that holds it is there, or says that it can't come now and offers to try again.
#[must_use]
pub fn later(main: Tag, page: Page, device: &Device, bar: AddressBar, words: Words) -> Tag {
    let owner = Owner::current().unwrap_or_default();
    let (into, device) = (main.clone(), device.clone());
    let fetch = move || {
        let drawing = Drawing {
            main: into.clone(),
            owner: owner.clone(),
            page: page.clone(),
            device: device.clone(),
            bar,
            words,
        };
        async move { draw(drawing).await.map_err(|_| DeviceFault::Offline) }
    };
    loaded(main, words, fetch, |()| Vec::new())
}

/// What such a page is drawn with.
struct Drawing {
    main: Tag,
    owner: Owner,
    page: Page,
    device: Device,
    bar: AddressBar,
    words: Words,
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible)]
fn draw(drawing: Drawing) -> Result<(), wasm_split_helpers::SplitLoaderError> {
    drawing.draw();
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn draw(drawing: Drawing) -> Result<(), std::convert::Infallible> {
    drawing.draw();
    Ok(())
}

impl Drawing {
    fn draw(self) {
        let Self { main, owner, page, device, bar, words } = self;
        // Somebody may have left while the module was on its way.
        if !main.element().is_connected() {
            return;
        }
        let drawn = owner.with(|| match page {
            Page::Map => map_page(main, &device, words),
            Page::Start => start_page(main, &device, words),
            Page::Review => review_page(main, &device, bar, words),
            Page::Progress => progress_page(main, &device, words),
            Page::Settings => settings_page(main, &device, bar, words),
            Page::Home | Page::Course(_) | Page::Lesson(..) | Page::LessonEnd(..) | Page::Missing => main,
        });
        // It stands in the page already.
        drop(drawn);
    }
}
