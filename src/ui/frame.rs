//! What may wait until the screen has answered.

use leptos::prelude::{request_animation_frame, set_timeout};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// A page that is hidden just now gets no frame; then this is waited for instead.
const NO_FRAME: Duration = Duration::from_millis(250);

/// Calls `then` once, right after the next frame has been drawn, or soon where no frame comes.
pub fn after_frame(then: impl FnOnce() + 'static) {
    let then = Rc::new(Cell::new(Some(then)));
    let call = {
        let then = Rc::clone(&then);
        move || then.take().into_iter().for_each(|then| then())
    };
    set_timeout(call, NO_FRAME);
    request_animation_frame(move || {
        set_timeout(move || then.take().into_iter().for_each(|then| then()), Duration::ZERO)
    });
}
