//! When a round of sending begins: soon after something is written, when the network or the person comes back, when the
//! page goes, and after a pause when it failed. What is sent is `sync`'s business.

use super::sender::{Ended, Home, round};
use super::{Inner, browser, service_worker, sync};
use crate::api::ApiFault;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{document, set_timeout_with_handle, window_event_listener_untyped};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;

/// One round at a time on this phone, whatever the number of tabs.
const LOCK: &str = "congdanso-send";
/// How long to wait for more after something was written, in seconds.
const BATCH: f64 = 1.5;
/// How long the first round leaves the network to the page that is being shown, in seconds.
const SETTLE: f64 = 1.0;

/// Where the sending of this page stands.
#[derive(Default)]
pub struct Post {
    running: Cell<bool>,
    again: Cell<bool>,
    pull: Cell<bool>,
    /// Whether what this phone's other learners have waiting is to be sent too.
    others: Cell<bool>,
    failures: Cell<u32>,
    /// The server said when to come back, and nothing hastens that.
    told_to_wait: Cell<bool>,
    no_server: Cell<bool>,
    timer: RefCell<Option<TimeoutHandle>>,
}

impl Post {
    /// Whether a round is under way.
    pub fn sending(&self) -> bool {
        self.running.get()
    }

    /// Whether the last answer came from something that isn't our server.
    pub fn no_server(&self) -> bool {
        self.no_server.get()
    }
}

/// Starts to send, and to watch for occasions to.
pub fn start(inner: &Rc<Inner>) {
    inner.post.pull.set(true);
    inner.post.others.set(true);
    after(inner, SETTLE);
    for event in ["online", "offline"] {
        let me = Rc::downgrade(inner);
        // For as long as the page lives: the handle isn't kept.
        window_event_listener_untyped(event, move |_| {
            let Some(me) = present(&me) else { return };
            me.show();
            if browser::online() {
                me.post.others.set(true);
                now(&me);
            }
        });
    }
    let me = Rc::downgrade(inner);
    let seen = Closure::<dyn Fn()>::new(move || {
        let Some(me) = present(&me) else { return };
        if browser::visible() { shown(&me) } else { hidden(&me) }
    });
    // Without it, only the occasion is missed.
    document().add_event_listener_with_callback("visibilitychange", seen.into_js_value().unchecked_ref()).ok();
}

/// The learner, unless the page speaks for another by now.
fn present(inner: &Weak<Inner>) -> Option<Rc<Inner>> {
    inner.upgrade().filter(|inner| !inner.left.get())
}

/// Something was written down: send it soon, with what follows it. After a failure its pause goes on.
pub fn recorded(inner: &Rc<Inner>) {
    if inner.post.failures.get() == 0 && inner.post.timer.borrow().is_none() {
        after(inner, BATCH);
    }
}

/// Something happened elsewhere: ask for it now.
pub fn pull(inner: &Rc<Inner>) {
    inner.post.pull.set(true);
    now(inner);
}

/// There is reason to believe that it works now.
pub fn now(inner: &Rc<Inner>) {
    if !inner.post.told_to_wait.get() {
        inner.post.failures.set(0);
        begin(inner, false);
    }
}

/// The person is back: other tabs may have written meanwhile, and the app may have a new build.
fn shown(inner: &Rc<Inner>) {
    let inner = Rc::clone(inner);
    spawn_local(async move {
        // Refused, this page goes on with what it knows.
        if let Ok(Some(news)) = inner.journal.refresh().await {
            inner.heard(&news);
        }
        now(&inner);
    });
    service_worker::look_for_update();
}

/// The page may be gone in a moment: hand what waits to the browser, which finishes it.
fn hidden(inner: &Rc<Inner>) {
    let waiting = inner.journal.ledger().counts().0 > 0 && inner.journal.standing().token.is_some();
    if waiting && inner.post.failures.get() == 0 && !inner.post.running.get() {
        begin(inner, true);
    }
}

fn after(inner: &Rc<Inner>, seconds: f64) {
    let me = Rc::downgrade(inner);
    let timer = set_timeout_with_handle(
        move || {
            let Some(me) = present(&me) else { return };
            me.post.timer.borrow_mut().take();
            me.post.told_to_wait.set(false);
            begin(&me, false);
        },
        Duration::from_secs_f64(seconds),
    );
    if let Some(earlier) = inner.post.timer.replace(timer.ok()) {
        earlier.clear();
    }
}

fn begin(inner: &Rc<Inner>, hurried: bool) {
    if inner.left.get() {
        return;
    }
    if inner.post.running.replace(true) {
        inner.post.again.set(true);
        return;
    }
    if let Some(timer) = inner.post.timer.take() {
        timer.clear();
    }
    inner.show();
    let inner = Rc::clone(inner);
    spawn_local(async move {
        let ended = Rc::new(Cell::new(None));
        let (me, outcome) = (Rc::clone(&inner), Rc::clone(&ended));
        let work: browser::Work = Box::pin(async move {
            let pull = me.post.pull.get();
            let ended = round(&me.journal, &Home { hurried }, pull, browser::now).await;
            if ended == Ended::Done && !hurried && me.post.others.take() {
                me.erase_at_server().await;
                me.join_again().await;
                me.send_for_others().await;
            }
            outcome.set(Some(ended));
        });
        if hurried {
            // No time to wait for a lock; should another tab send the same, the server says so.
            work.await;
        } else {
            browser::alone(LOCK, work).await;
        }
        inner.post.running.set(false);
        let ended = ended.take();
        if ended == Some(Ended::Gone) {
            inner.lose().await;
        }
        finish(&inner, ended);
        inner.show();
    });
}

fn finish(inner: &Rc<Inner>, ended: Option<Ended>) {
    let post = &inner.post;
    let again = post.again.take();
    let fault = match ended {
        Some(Ended::Done) => {
            post.failures.set(0);
            post.pull.set(false);
            if inner.journal.standing().token.is_some() {
                post.no_server.set(false);
            }
            if again {
                after(inner, BATCH);
            }
            return;
        }
        Some(Ended::Gone) => {
            inner.left.set(true);
            return;
        }
        Some(Ended::LeftOut) | None => None,
        Some(Ended::Paused(fault)) => Some(fault),
    };
    let failures = post.failures.get().saturating_add(1);
    post.failures.set(failures);
    post.no_server.set(fault == Some(ApiFault::NotApi));
    let at_least = match fault {
        Some(ApiFault::Busy { retry_after }) => retry_after,
        Some(ApiFault::Offline | ApiFault::Refused(_) | ApiFault::NotApi | ApiFault::Unreadable(_)) | None => None,
    };
    post.told_to_wait.set(at_least.is_some());
    after(inner, sync::pause(failures, at_least, js_sys::Math::random()));
}
