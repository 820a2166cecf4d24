//! The app's own service worker (public/sw.js), as the page sees it: registering it, and offering a newer build.

use super::browser;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

const SCRIPT: &str = "/sw.js";
/// Not before the first page has what it needs: the worker fetches the app too.
const SETTLE: Duration = Duration::from_millis(1_500);
/// How often to look for a newer build, in milliseconds: an hour.
const LOOK_EVERY: i64 = 3_600_000;

thread_local! {
    static LOOKED: Cell<i64> = const { Cell::new(0) };
}

/// Registers the worker and watches for a newer build; `waiting` tells of one that is ready.
pub fn start(waiting: ArcRwSignal<bool>) {
    LOOKED.set(browser::now());
    set_timeout(
        move || {
            spawn_local(async move {
                // Without a worker (an old browser, an insecure address) the app works as long as its page is open.
                if let Some(registration) = register().await {
                    watch(&registration, waiting);
                }
            });
        },
        SETTLE,
    );
}

/// Lets the newer build take over, and loads this page again with it. Other tabs go on as they are until they are loaded
/// again.
pub fn apply() {
    let Some(container) = container() else { return };
    let reload = Closure::<dyn Fn()>::new(|| {
        // Refused only when the page is going already.
        window().location().reload().ok();
    });
    container.set_oncontrollerchange(reload.into_js_value().dyn_ref());
    spawn_local(async move {
        match registration(&container).await.and_then(|registration| registration.waiting()) {
            Some(worker) => worker.post_message(&"apply".into()).unwrap_or_default(),
            // Another tab has applied it already.
            None => window().location().reload().unwrap_or_default(),
        }
    });
}

/// Looks for a newer build, once in a while: an app may stay open for weeks.
pub fn look_for_update() {
    if browser::now() - LOOKED.get() < LOOK_EVERY {
        return;
    }
    LOOKED.set(browser::now());
    let Some(container) = container() else { return };
    spawn_local(async move {
        if let Some(Ok(looking)) = registration(&container).await.map(|registration| registration.update()) {
            // Offline there is no newer build.
            JsFuture::from(looking).await.ok();
        }
    });
}

/// The browser's workers, where it has any: not on an insecure address.
fn container() -> Option<ServiceWorkerContainer> {
    js_sys::Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?.dyn_into().ok()
}

async fn register() -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let promise = container()?.register_with_options(SCRIPT, &options);
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn registration(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container.get_registration()).await.ok()?.dyn_into().ok()
}

fn watch(registration: &ServiceWorkerRegistration, waiting: ArcRwSignal<bool>) {
    if registration.waiting().is_some() {
        waiting.set(true);
    }
    let me = registration.clone();
    let found = Closure::<dyn Fn()>::new(move || {
        let Some(worker) = me.installing() else { return };
        let (installing, waiting) = (worker.clone(), waiting.clone());
        let changed = Closure::<dyn Fn()>::new(move || {
            // The very first build takes over by itself; there is nothing to offer.
            let newer = container().is_some_and(|container| container.controller().is_some());
            if installing.state() == ServiceWorkerState::Installed && newer {
                waiting.set(true);
            }
        });
        worker.set_onstatechange(listener(changed).as_ref());
    });
    registration.set_onupdatefound(listener(found).as_ref());
}

/// A listener for as long as the page lives.
fn listener(closure: Closure<dyn Fn()>) -> Option<js_sys::Function> {
    let value: JsValue = closure.into_js_value();
    value.dyn_into().ok()
}
