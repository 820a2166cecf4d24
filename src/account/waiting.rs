//! What a page shows while it waits for the server, when that fails, and when the answer is there.

use crate::account::fault::told;
use crate::account::session::Session;
use crate::api::ApiFault;
use crate::ui::notice::{Notice, Tone};
use crate::words::Words;
use leptos::prelude::*;

/// Asks the server, again whenever a signal that `ask` reads changes, and shows what came.
/// The last answer stays in sight until the next one is there.
pub fn awaited<T, F>(
    session: Session,
    words: Words,
    ask: impl Fn() -> F + 'static,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Clone + 'static,
    F: Future<Output = Result<T, ApiFault>> + 'static,
{
    let answer = LocalResource::new(move || {
        let call = ask();
        session.watched(call)
    });
    let again = Callback::new(move |()| answer.refetch());
    (move || match answer.get() {
        None => waiting(words),
        Some(Ok(value)) => show(value),
        Some(Err(fault)) => failed(words, &fault, again),
    })
    .into_any()
}

/// That something is on its way.
#[must_use]
pub fn waiting(words: Words) -> AnyView {
    view! { <p class="waiting" role="status">{words.desk_loading()}</p> }.into_any()
}

/// What failed, with another try.
#[must_use]
pub fn failed(words: Words, fault: &ApiFault, again: Callback<()>) -> AnyView {
    let text = told(words, fault);
    view! {
        <Notice tone=Tone::Wrong title=words.fault_title()>
            <p>{text}</p>
            <p>
                <button class="button" type="button" on:click=move |_| again.run(())>
                    {words.fault_again()}
                </button>
            </p>
        </Notice>
    }
    .into_any()
}
