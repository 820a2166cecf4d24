//! The second step: setting it up with a picture or a key and a first code, the recovery codes, and giving it up.

use crate::account::fault::told;
use crate::account::session::Session;
use crate::api::{self, ApiFault};
use crate::ui::copy_field::{CopyField, CopyWords};
use crate::ui::focus::focus_soon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::qr::qr_view;
use crate::ui::text_field::TextField;
use crate::words::Words;
use domain::api::{Keys, RecoveryCodes, SecondStepKey};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far one has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Resting,
    Begun(SecondStepKey),
    Codes(RecoveryCodes),
}

/// What the buttons of the panel have in common.
#[derive(Debug, Clone, Copy)]
struct Panel {
    words: Words,
    session: Session,
    stage: RwSignal<Stage>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
}

impl Panel {
    /// Makes a call, one at a time, and goes on with its answer.
    fn call<T: 'static, F>(self, call: impl Fn() -> F + 'static, then: impl FnOnce(Self, T) + 'static)
    where
        F: Future<Output = Result<T, ApiFault>> + 'static,
    {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            match self.session.proven(call).await {
                Ok(value) => then(self, value),
                Err(fault) => self.refused.set(Some(told(self.words, &fault))),
            }
            self.busy.set(false);
        });
    }

    fn show_codes(self, codes: RecoveryCodes) {
        self.stage.set(Stage::Codes(codes));
        focus_soon("#codes-title");
    }
}

/// The panel.
#[component]
pub fn SecondStepPanel(words: Words, session: Session, keys: Keys) -> impl IntoView {
    let stage = RwSignal::new(Stage::Resting);
    let panel = Panel { words, session, stage, busy: RwSignal::new(false), refused: RwSignal::new(None) };
    view! {
        {move || panel.refused.get().map(|text| view! { <Notice tone=Tone::Wrong title=text /> })}
        {move || match stage.get() {
            Stage::Resting => resting(panel, keys),
            Stage::Begun(key) => view! { <SetUp panel key_made=key /> }.into_any(),
            Stage::Codes(codes) => codes_made(panel, codes),
        }}
    }
}

fn resting(panel: Panel, keys: Keys) -> AnyView {
    let words = panel.words;
    let begin = move |_| {
        panel.call(api::begin_second_step, |panel, key| {
            panel.stage.set(Stage::Begun(key));
            focus_soon("#step-code");
        });
    };
    let new_codes = move |_| panel.call(api::new_recovery_codes, Panel::show_codes);
    let remove = move |_| {
        panel.call(api::remove_second_step, |panel, ()| panel.session.ask());
    };
    if !keys.second_step {
        let why = (!keys.second_step_needed).then(|| view! { <p>{words.step_off()}</p> });
        return view! {
            {why}
            <button class="button primary" type="button" on:click=begin>{words.step_begin()}</button>
        }
        .into_any();
    }
    let may_remove = !keys.second_step_needed;
    view! {
        <p>{words.step_on(keys.recovery_codes)}</p>
        <div class="buttons">
            <button class="button" type="button" on:click=begin>{words.step_again()}</button>
            <button class="button" type="button" aria-describedby="codes-note" on:click=new_codes>{words.step_codes_new()}</button>
            {may_remove.then(|| view! {
                <button class="button" type="button" on:click=remove>{words.step_remove()}</button>
            })}
        </div>
        <p class="field-hint" id="codes-note">{words.step_codes_new_note()}</p>
    }
    .into_any()
}

#[component]
fn SetUp(panel: Panel, key_made: SecondStepKey) -> impl IntoView {
    let words = panel.words;
    let code = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let missing = Signal::derive(move || {
        (tried.get() && code.with(|code| code.trim().is_empty())).then(|| words.sign_in_code_missing().to_owned())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = code.get_untracked();
        if !text.trim().is_empty() {
            panel.call(move || api::confirm_second_step(text.clone()), Panel::show_codes);
        }
    };
    let copy = CopyWords {
        label: words.step_key(),
        copy: words.step_copy(),
        copied: words.staff_copied(),
        failed: words.step_copy_failed(),
    };
    view! {
        <form class="form" on:submit=submit novalidate aria-busy=move || panel.busy.get().then_some("true")>
            <ol class="steps-list">
                <li>{words.step_how_app()}</li>
                <li>{words.step_how_scan()}</li>
                <li>{words.step_how_code()}</li>
            </ol>
            {qr_view(&key_made.address, words.step_qr())}
            <CopyField words=copy id="step-key" text=key_made.key />
            <TextField label=words.sign_in_code() id="step-code" autocomplete="one-time-code" value=code fault=missing />
            <button class="button primary" type="submit">
                {move || if panel.busy.get() { words.step_confirming() } else { words.step_confirm() }}
            </button>
        </form>
    }
}

fn codes_made(panel: Panel, codes: RecoveryCodes) -> AnyView {
    let words = panel.words;
    let done = move |_| panel.session.ask();
    view! {
        <h2 id="codes-title" tabindex="-1">{words.step_codes_title()}</h2>
        <p>{words.step_codes_lead()}</p>
        <ul class="recovery-codes">
            {codes.codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
        </ul>
        <button class="button primary" type="button" on:click=done>{words.step_codes_kept()}</button>
    }
    .into_any()
}
