//! Helping a learner who lost their phone or forgot their lock: the trainer says that the person stands before them, and the code
//! that the trainer keeps opens. Only the code's finder is sent; who the learner is, nobody here is told.

use crate::account::fault::told;
use crate::account::session::Session;
use crate::api::{self, ApiFault};
use crate::ui::notice::{Notice, Tone};
use crate::ui::page_title::PageTitle;
use crate::ui::text_field::TextField;
use crate::words::Words;
use domain::handover::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn VouchPage(words: Words, session: Session) -> impl IntoView {
    let title = words.vouch_title();
    let (typed, sure) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
    let said = RwSignal::new(None::<Result<(), String>>);
    let code = move || typed.with(|typed| Code::read(typed)).ok().filter(Code::is_card);
    let wrong = Signal::derive(move || (tried.get() && code().is_none()).then(|| words.vouch_code_bad().to_owned()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(code) = untrack(code).filter(|_| sure.get_untracked() && !busy.get_untracked()) else { return };
        busy.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = session.proven(|| api::vouch(code.finder())).await;
            if answer.is_ok() {
                typed.set(String::new());
                sure.set(false);
                tried.set(false);
            }
            said.set(Some(answer.map_err(|fault| refused(words, &fault))));
            busy.set(false);
        });
    };
    let unsure = move || {
        (tried.get() && !sure.get())
            .then(|| view! { <p class="field-fault" id="sure-fault" role="alert">{words.vouch_not_sure()}</p> })
    };
    view! {
        <PageTitle text=title document=words.desk_page_title(title) />
        <p class="lead">{words.vouch_lead()}</p>
        {move || said.get().map(|said| match said {
            Ok(()) => view! { <Notice tone=Tone::Good title=words.vouch_done()><p>{words.vouch_done_text()}</p></Notice> },
            Err(text) => view! { <Notice tone=Tone::Wrong title=text /> },
        })}
        <form class="form panel" on:submit=submit novalidate aria-busy=move || busy.get().then_some("true")>
            <TextField
                label=words.vouch_code()
                id="vouch-code"
                autocomplete="off"
                value=typed
                fault=wrong
                hint=words.vouch_code_hint()
            />
            <label class="choice-box">
                <input
                    type="checkbox"
                    aria-describedby=move || (tried.get() && !sure.get()).then_some("sure-fault")
                    prop:checked=move || sure.get()
                    on:change=move |event| sure.set(event_target_checked(&event))
                />
                <span><strong>{words.vouch_sure()}</strong></span>
            </label>
            {unsure}
            <p class="field-hint">{words.vouch_told()}</p>
            <button class="button primary" type="submit">
                {move || if busy.get() { words.vouch_busy() } else { words.vouch_go() }}
            </button>
        </form>
    }
}

/// A code that opens nothing has words of its own here.
fn refused(words: Words, fault: &ApiFault) -> String {
    match fault {
        ApiFault::Refused(problem) if problem.kind == "not_found" => words.vouch_unknown().into(),
        ApiFault::Refused(_)
        | ApiFault::Offline
        | ApiFault::Busy { .. }
        | ApiFault::NotApi
        | ApiFault::Unreadable(_) => told(words, fault),
    }
}
