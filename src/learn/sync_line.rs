//! The quiet line of every page: offline, saved, waiting, sent; and, loudly, when nothing can be saved.

use crate::device::{Device, Keeping, SyncLine};
use crate::ui::tag::{Tag, icon, tag};
use crate::words::Words;
use leptos::prelude::*;

/// The line.
#[must_use]
pub fn sync_line(device: &Device, words: Words) -> Tag {
    let (keeping, line) = (device.keeping(), device.sync_line());
    tag("p", "sync").attr("role", "status").class_live("warns", move || keeping.get() != Keeping::Saved).live(
        move || {
            let (name, text) = say(keeping.get(), line.get(), words);
            vec![icon(name), tag("span", "").text(&text)]
        },
    )
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
