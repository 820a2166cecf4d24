//! Asking once more before an edition is withdrawn, with what that means for those who learn.

use super::language_name;
use crate::account::fault::told;
use crate::account::session::Session;
use crate::api;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, Tone};
use crate::words::Words;
use domain::api::TaughtEdition;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog: open while an edition is `asked` about; what was withdrawn goes to `withdrawn`.
#[component]
pub fn WithdrawDialog(
    words: Words,
    session: Session,
    asked: RwSignal<Option<TaughtEdition>>,
    withdrawn: RwSignal<Option<TaughtEdition>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if asked.with(Option::is_some) {
            fault.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let withdraw = move |_| {
        let Some(edition) = asked.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match session.watched(api::withdraw(&edition.edition)).await {
                Ok(()) => {
                    open.set(false);
                    withdrawn.set(Some(edition));
                }
                Err(problem) => fault.set(Some(told(words, &problem))),
            }
            busy.set(false);
        });
    };
    let which = move || {
        asked.get().map(|edition| {
            let published = words.moment(edition.published_at);
            words.courses_withdraw_which(language_name(words, edition.language), edition.title, published)
        })
    };
    view! {
        <Dialog open labelled_by="withdraw-title">
            <h2 id="withdraw-title">{words.courses_withdraw_title()}</h2>
            <p class="dialog-which">{which}</p>
            <ul class="points">
                <li>{words.courses_withdraw_new()}</li>
                <li>{words.courses_withdraw_kept()}</li>
                <li>{words.courses_withdraw_back()}</li>
            </ul>
            {move || fault.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
            <div class="buttons">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    {words.courses_withdraw_keep()}
                </button>
                <button class="button grave" type="button" on:click=withdraw>
                    {move || if busy.get() { words.courses_withdrawing() } else { words.courses_withdraw() }}
                </button>
            </div>
        </Dialog>
    }
}
