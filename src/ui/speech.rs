//! Sound: a clip played, or a text spoken by a voice that is installed on the phone. One at a time; knows no noun.

use js_sys::{Array, Function, Promise, Uint8Array};
use leptos::prelude::window;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, HtmlAudioElement, SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice, Url,
};

/// How fast slow is.
const SLOW: f64 = 0.75;

thread_local! {
    /// Counts what was begun, so that what was begun before knows that it is over.
    static TURN: Cell<u32> = const { Cell::new(0) };
    static SOUND: Cell<Option<HtmlAudioElement>> = const { Cell::new(None) };
}

/// Stops whatever is heard. → the turn of what comes next.
pub fn hush() -> u32 {
    if let Some(sound) = SOUND.take() {
        // One that has not begun has nothing to stop.
        let _ = sound.pause();
    }
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
    TURN.set(TURN.get().wrapping_add(1));
    TURN.get()
}

/// Whether it is still the turn of what was begun as that.
#[must_use]
pub fn is_turn(turn: u32) -> bool {
    TURN.get() == turn
}

fn synthesis() -> Option<SpeechSynthesis> {
    window().speech_synthesis().ok()
}

/// The voice of a language that is installed here. One that lives on a server isn't: it needs a network, and hears what one reads.
pub fn voice(language: &str) -> Option<SpeechSynthesisVoice> {
    let voices = synthesis()?.get_voices();
    let voices = voices.iter().filter_map(|voice| voice.dyn_into::<SpeechSynthesisVoice>().ok());
    let speaks = |voice: &SpeechSynthesisVoice| {
        let tag = voice.lang().to_ascii_lowercase().replace('_', "-");
        voice.local_service() && (tag == language || tag.starts_with(&format!("{language}-")))
    };
    voices.into_iter().find(speaks)
}

/// Speaks a text to its end.
pub async fn say(text: &str, voice: &SpeechSynthesisVoice, slow: bool) {
    let (Some(synthesis), Ok(said)) = (synthesis(), SpeechSynthesisUtterance::new_with_text(text)) else { return };
    said.set_voice(Some(voice));
    said.set_lang(&voice.lang());
    if slow {
        #[expect(clippy::cast_possible_truncation, reason = "0.75")]
        said.set_rate(SLOW as f32);
    }
    let over = Promise::new(&mut |done: Function, _| {
        said.set_onend(Some(&done));
        said.set_onerror(Some(&done));
    });
    synthesis.speak(&said);
    // Ends with either; nothing is made of which.
    JsFuture::from(over).await.ok();
}

/// Plays a clip to its end. → whether it could be played.
pub async fn play(clip: &[u8], slow: bool) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type("audio/ogg");
    let parts = Array::of1(&Uint8Array::from(clip));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    let Some(address) = blob.ok().and_then(|blob| Url::create_object_url_with_blob(&blob).ok()) else { return false };
    let played = match HtmlAudioElement::new_with_src(&address) {
        Ok(sound) => to_the_end(sound, slow).await.is_ok(),
        Err(_) => false,
    };
    // Only frees memory.
    Url::revoke_object_url(&address).ok();
    played
}

async fn to_the_end(sound: HtmlAudioElement, slow: bool) -> Result<(), JsValue> {
    if slow {
        sound.set_playback_rate(SLOW);
    }
    let over = Promise::new(&mut |done: Function, failed: Function| {
        sound.set_onended(Some(&done));
        sound.set_onpause(Some(&done));
        sound.set_onerror(Some(&failed));
    });
    let begun = sound.play()?;
    SOUND.set(Some(sound));
    JsFuture::from(begun).await?;
    JsFuture::from(over).await.map(drop)
}
