//! What the browser lends the device: chance, time, a lock across tabs, word between tabs, a mark that outlives a cleared
//! database. Each may be missing (an old phone, an insecure address), and then the app goes on without it.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, window};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent, VisibilityState};

/// Set with the first learner; found without a learner, it tells that the phone's storage was cleared.
const MARK: &str = "congdanso";

/// Fills bytes from the browser's generator.
pub fn dice(bytes: &mut [u8]) {
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(bytes));
    // Every browser that runs WebAssembly has it; ids from anything weaker would let learners be mixed up.
    filled.expect("the browser has no source of random numbers");
}

/// The phone's clock, in milliseconds since 1970. Only ever shown.
#[must_use]
pub fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "JavaScript's time is a whole number below 2^53")]
    let now = js_sys::Date::now() as i64;
    now
}

/// A moment as ISO 8601 has it.
#[must_use]
pub fn iso(milliseconds: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a date in milliseconds stays below 2^53")]
    let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
    date.to_iso_string().into()
}

/// Whether the phone believes that it has a network.
#[must_use]
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Whether the page can be seen.
#[must_use]
pub fn visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether the mark of an earlier learner stands, and sets it.
#[must_use]
pub fn mark() -> bool {
    let Ok(Some(storage)) = window().local_storage() else { return false };
    let stood = storage.get_item(MARK).ok().flatten().is_some();
    // Where it can't be set, only this notice is lost.
    storage.set_item(MARK, "1").ok();
    stood
}

/// A member of a browser object, where this browser has it.
fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Something to be done.
pub type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Does the work while no other tab does work of that name. Without locks it is done at once: repeats are harmless.
pub async fn alone(name: &str, work: Work) {
    let locks = member(&window().navigator(), "locks");
    let request = locks.as_ref().and_then(|locks| member(locks, "request")?.dyn_into::<Function>().ok());
    let (Some(locks), Some(request)) = (locks, request) else { return work.await };
    let work = Closure::once_into_js(move || -> Promise {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Some(done) = request.call2(&locks, &name.into(), &work).ok().and_then(|done| done.dyn_into::<Promise>().ok())
    {
        // Refused only when the page is going away, and the work with it.
        JsFuture::from(done).await.ok();
    }
}

/// Asks the browser not to clear what is kept when room runs short.
pub async fn persist() {
    let Some(storage) = member(&window().navigator(), "storage") else { return };
    let asked = member(&storage, "persist").and_then(|ask| ask.dyn_into::<Function>().ok()?.call0(&storage).ok());
    if let Some(asked) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) {
        // Either answer is the browser's to give.
        JsFuture::from(asked).await.ok();
    }
}

/// Bytes used by this site on this phone.
pub async fn used() -> Option<u64> {
    let storage = member(&window().navigator(), "storage")?;
    let estimate: Function = member(&storage, "estimate")?.dyn_into().ok()?;
    let estimate = JsFuture::from(estimate.call0(&storage).ok()?.dyn_into::<Promise>().ok()?).await.ok()?;
    let usage = member(&estimate, "usage")?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of bytes on a disk")]
    let usage = usage as u64;
    Some(usage)
}

/// Word between the tabs of this phone.
pub struct Channel {
    channel: Option<BroadcastChannel>,
}

impl Channel {
    /// Opens the channel and hears what other tabs say, as long as the page lives.
    #[must_use]
    pub fn open(name: &str, hear: impl Fn(String) + 'static) -> Self {
        let channel = member(&window(), "BroadcastChannel").and_then(|_| BroadcastChannel::new(name).ok());
        if let Some(channel) = &channel {
            let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(text) = event.data().as_string() {
                    hear(text);
                }
            });
            channel.set_onmessage(heard.into_js_value().dyn_ref());
        }
        Self { channel }
    }

    /// Tells all other tabs.
    pub fn tell(&self, text: &str) {
        if let Some(channel) = &self.channel {
            // A tab that doesn't hear reads everything again when it is looked at.
            channel.post_message(&text.into()).ok();
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
