//! The identity at the provider by which one may sign in too: linking it to one's account, and unlinking it.

use crate::account::fault::told;
use crate::account::provider_return::{Way, turned_back};
use crate::account::provider_sign_in::set_out;
use crate::account::session::Session;
use crate::api::{ApiFault, provider};
use crate::ui::notice::{Notice, Tone};
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panel. `name` is the provider's.
#[component]
pub fn IdentityPanel(words: Words, session: Session, name: String, linked: bool) -> impl IntoView {
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<ApiFault>));
    // One thing at a time; whatever became of it, the page asks anew how things stand.
    let run = move |done: std::pin::Pin<Box<dyn Future<Output = Result<(), ApiFault>>>>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            match done.await {
                Ok(()) => session.learn().await,
                Err(fault) => refused.set(Some(fault)),
            }
            busy.set(false);
        });
    };
    let begin = move |_| {
        run(Box::pin(async move {
            let begun = session.proven(|| provider::begin_linking(words.language)).await;
            set_out(begun)
        }));
    };
    let unlink = move |_| run(Box::pin(session.proven(provider::unlink)));
    if let Way::Linking(reply) = session.way().get_untracked() {
        session.way().set(Way::Resting);
        match reply {
            Some(reply) => run(Box::pin(async move { session.proven(|| provider::link(&reply)).await })),
            None => refused.set(Some(turned_back())),
        }
    }
    let title = words.provider_sign_in(&name);
    view! {
        <section class="panel form" aria-labelledby="identity-title" aria-busy=move || busy.get().then_some("true")>
            <h2 id="identity-title">{title}</h2>
            {move || refused.get().map(|fault| view! { <Notice tone=Tone::Wrong title=told(words, &fault) /> })}
            {if linked {
                view! {
                    <p>{words.provider_linked(&name)}</p>
                    <button class="button" type="button" on:click=unlink>{words.provider_unlink()}</button>
                }
                    .into_any()
            } else {
                view! {
                    <p>{words.provider_unlinked(&name)}</p>
                    <button class="button" type="button" on:click=begin>{words.provider_link(&name)}</button>
                }
                    .into_any()
            }}
        </section>
    }
}
