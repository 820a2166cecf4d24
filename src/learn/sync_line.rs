//! The quiet line of every page: offline, saved, waiting, sent; and, loudly, when nothing can be saved.

use crate::device::{Device, Keeping, SyncLine};
use crate::ui::icon::icon;
use crate::words::Words;
use leptos::prelude::*;

/// The line.
#[must_use]
pub fn sync_line(device: &Device, words: Words) -> AnyView {
    let (keeping, line) = (device.keeping(), device.sync_line());
    let said = Memo::new(move |_| say(keeping.get(), line.get(), words));
    let warns = move || keeping.get() != Keeping::Saved;
    let shown = move || {
        let (name, text) = said.get();
        view! { {icon(name)} <span>{text}</span> }
    };
    view! { <p class="sync" class:warns=warns role="status">{shown}</p> }.into_any()
}

/// The icon and the words.
fn say(keeping: Keeping, line: SyncLine, words: Words) -> (&'static str, String) {
    match keeping {
        Keeping::NotSaved => return ("alert", words.sync_not_saved().into()),
        Keeping::Evicted => return ("alert", words.sync_evicted().into()),
        Keeping::Saved => {}
    }
    if !line.online {
        let text =
            if line.waiting == 0 { words.sync_offline().into() } else { words.sync_offline_waiting(line.waiting) };
        ("offline", text)
    } else if line.no_server {
        ("check", words.sync_saved().into())
    } else if line.sending {
        ("waiting", words.sync_sending().into())
    } else if line.waiting > 0 {
        ("waiting", words.sync_waiting(line.waiting))
    } else if line.last_sent.is_some() {
        ("check", words.sync_sent().into())
    } else {
        ("check", words.sync_saved().into())
    }
}
