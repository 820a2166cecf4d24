//! Where one is signed in, and signing out there.

use crate::account::fault::told;
use crate::account::session::Session;
use crate::account::waiting::awaited;
use crate::api;
use crate::ui::notice::{Notice, Tone};
use crate::words::Words;
use domain::api::ListedSession;
use domain::id::SessionId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panel.
#[component]
pub fn SessionsPanel(words: Words, session: Session) -> impl IntoView {
    let round = RwSignal::new(0_u32);
    let said = RwSignal::new(None::<Result<(), String>>);
    let end = move |which: Option<SessionId>| {
        spawn_local(async move {
            let answer = session.watched(api::end_session(which)).await;
            said.set(Some(answer.map_err(|fault| told(words, &fault))));
            round.update(|round| *round += 1);
        });
    };
    view! {
        <section class="panel form" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{words.sessions_title()}</h2>
            {move || said.get().map(|said| match said {
                Ok(()) => view! { <Notice tone=Tone::Good title=words.sessions_ended() /> },
                Err(text) => view! { <Notice tone=Tone::Wrong title=text /> },
            })}
            {awaited(
                session,
                words,
                move || {
                    round.track();
                    api::sessions()
                },
                move |sessions| table(words, sessions, end),
            )}
        </section>
    }
}

fn table(words: Words, sessions: Vec<ListedSession>, end: impl Fn(Option<SessionId>) + Copy + 'static) -> AnyView {
    let several = sessions.len() > 1;
    let row = move |one: ListedSession| {
        let device = if one.device.is_empty() { words.sessions_unknown().to_owned() } else { one.device };
        let seen = words.moment(one.seen_at);
        let label = words.sessions_end_label(&device, &seen);
        let act = if one.current {
            view! { <span class="tag">{words.sessions_this()}</span> }.into_any()
        } else {
            view! {
                <button class="button small" type="button" aria-label=label on:click=move |_| end(Some(one.session))>
                    {words.sessions_end()}
                </button>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row" data-label=words.sessions_device()>{device}</th>
                <td data-label=words.sessions_began()>{words.moment(one.created_at)}</td>
                <td data-label=words.sessions_seen()>{seen}</td>
                <td class="acts">{act}</td>
            </tr>
        }
    };
    view! {
        <div class="table-frame">
            <table class="table table-stack">
                <caption class="unseen">{words.sessions_title()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.sessions_device()}</th>
                        <th scope="col">{words.sessions_began()}</th>
                        <th scope="col">{words.sessions_seen()}</th>
                        <th scope="col"><span class="unseen">{words.courses_action()}</span></th>
                    </tr>
                </thead>
                <tbody>{sessions.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {several.then(|| view! {
            <button class="button" type="button" on:click=move |_| end(None)>{words.sessions_end_others()}</button>
        })}
    }
    .into_any()
}
