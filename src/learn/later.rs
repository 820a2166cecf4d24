//! The pages that aren't part of the first download: they come as one further module when one of them is first asked for.
//!
//! The module is cut off the app after it was compiled (crates/xtask/src/split.rs); whatever only these pages need goes with it.
//! Without the feature `split`, as in tests, everything is one module. Which page stands where is the work of `app`.

use super::gate::{gate, gone};
use super::map_page::map_page;
use super::opened::loaded;
use super::profiles_page::{Present, profiles_page};
use super::progress_page::progress_page;
use super::review_page::review_page;
use super::settings_page::settings_page;
use super::start_page::start_page;
use crate::device::DeviceFault;
use crate::routes::Page;
use crate::ui::address_bar::AddressBar;
use crate::ui::tag::Tag;
use crate::words::Words;
use leptos::prelude::*;

/// What comes later.
#[derive(Debug, Clone)]
pub enum What {
    /// A page; one that doesn't come later stays empty.
    Page(Page),
    /// In the place of every page, while the learner's part of the phone is locked.
    Gate,
    /// In the place of every page, after the learner was erased on another phone; so many statements had not been sent.
    Gone(i64),
}

/// Draws it into `main` once the module that holds it is there, or says that it can't come now and offers to try again.
#[must_use]
pub fn later(main: Tag, what: What, present: Present, bar: AddressBar, words: Words) -> Tag {
    let owner = Owner::current().unwrap_or_default();
    let into = main.clone();
    let fetch = move || {
        let (main, owner, what) = (into.clone(), owner.clone(), what.clone());
        let drawing = Drawing { main, owner, what, present, bar, words };
        async move { draw(drawing).await.map_err(|_| DeviceFault::Offline) }
    };
    loaded(main, words, fetch, |()| Vec::new())
}

/// What it is drawn with.
struct Drawing {
    main: Tag,
    owner: Owner,
    what: What,
    present: Present,
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
        let Self { main, owner, what, present, bar, words } = self;
        // Somebody may have left while the module was on its way.
        if !main.element().is_connected() {
            return;
        }
        let device = &present.get_untracked();
        let drawn = owner.with(|| match what {
            What::Gate => gate(main, device, words),
            What::Gone(unsent) => gone(main, present, bar, unsent, words),
            What::Page(Page::Map) => map_page(main, device, words),
            What::Page(Page::Start) => start_page(main, device, words),
            What::Page(Page::Review) => review_page(main, device, bar, words),
            What::Page(Page::Progress) => progress_page(main, device, words),
            What::Page(Page::Settings) => settings_page(main, present, device, bar, words),
            What::Page(Page::Profiles) => profiles_page(main, present, bar, words),
            What::Page(Page::Home | Page::Course(_) | Page::Lesson(..) | Page::LessonEnd(..) | Page::Missing) => main,
        });
        // It stands in the page already.
        drop(drawn);
    }
}
