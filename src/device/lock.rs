//! The picture lock: three or four pictures, tapped in order, open a learner's part of this phone.
//!
//! It keeps a curious hand out, no more: whoever can read the phone's storage needs no pictures, and 20,000 sequences are soon
//! tried. So it never stands between a person and learning: wrong pictures cost seconds, anybody may go on as another learner,
//! and the recovery card opens it.

use super::journal::{LOCKED, News};
use super::store::{Put, Shelf};
use super::{Device, DeviceFault, Inner, browser};
use domain::edition::sha256;
use domain::json;
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::*;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// How often a phone looks whether somebody has left it, and how finely it notes that they are there.
const LOOK: Duration = Duration::from_secs(10);
/// Wrong tries that cost nothing.
const FREE: u32 = 3;
/// The longest wait after a wrong try, in seconds.
const LONGEST_WAIT: u32 = 60;
/// How often the hash is taken over its own result.
const ROUNDS: u32 = 500;

/// After how many minutes without a touch a phone locks; 0 is never by itself.
pub const MINUTES: [u8; 4] = [0, 5, 15, 60];

/// How a learner's lock stands, as pages see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LockState {
    /// How many pictures open it; 0 where there is no lock.
    pub pictures: u8,
    /// After how many minutes it locks by itself.
    pub minutes: u8,
    /// Whether it is locked now.
    pub locked: bool,
}

/// How tapping the pictures went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tapped {
    /// It is open.
    Right,
    /// It isn't; not to be tried again for so many seconds.
    Wrong(u32),
}

/// As it is kept: its fields with blanks between.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Lock {
    pictures: u8,
    salt: String,
    hash: String,
    minutes: u8,
    locked: bool,
    seen: i64,
    wrong: u32,
    until: i64,
}

impl Lock {
    fn read(text: Option<&str>) -> Self {
        let mut parts = text.unwrap_or_default().split(' ');
        let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).unwrap_or_default();
        let (pictures, minutes, locked) = (number(), number(), number());
        let (seen, wrong, until) = (number(), number(), number());
        let small = |number: i64| u8::try_from(number).unwrap_or_default();
        let mut word = || parts.next().unwrap_or_default().to_owned();
        Self {
            pictures: small(pictures),
            minutes: small(minutes),
            locked: locked > 0,
            seen,
            wrong: u32::try_from(wrong).unwrap_or(u32::MAX),
            until,
            salt: word(),
            hash: word(),
        }
    }

    fn write(&self) -> String {
        let Self { pictures, minutes, locked, seen, wrong, until, salt, hash } = self;
        format!("{pictures} {minutes} {} {seen} {wrong} {until} {salt} {hash}", u8::from(*locked))
    }

    fn state(&self) -> LockState {
        LockState { pictures: self.pictures, minutes: self.minutes, locked: self.pictures > 0 && self.locked }
    }

    /// Locks where nobody touched the phone for too long; a clock that was set back counts as long.
    fn close_if_left(&mut self, now: i64) {
        let patience = i64::from(self.minutes) * 60_000;
        self.locked |= self.minutes > 0 && !(0..=patience).contains(&(now - self.seen));
    }

    /// Seconds to wait before the next try.
    fn wait(&self, now: i64) -> u32 {
        // A clock set back must not make it longer.
        let left = (self.until - now).clamp(0, i64::from(LONGEST_WAIT) * 1000);
        u32::try_from((left + 999) / 1000).unwrap_or(LONGEST_WAIT)
    }

    fn tap(&mut self, pictures: &[u8], now: i64) -> Tapped {
        let wait = self.wait(now);
        if wait > 0 {
            return Tapped::Wrong(wait);
        }
        if hashed(&self.salt, pictures) == self.hash {
            (self.locked, self.wrong, self.seen) = (false, 0, now);
            return Tapped::Right;
        }
        self.wrong = self.wrong.saturating_add(1);
        let beyond = (self.wrong + 1).saturating_sub(FREE);
        let wait = if beyond == 0 { 0 } else { (5 << (beyond - 1).min(4)).min(LONGEST_WAIT) };
        self.until = now + i64::from(wait) * 1000;
        Tapped::Wrong(wait)
    }
}

fn hashed(salt: &str, pictures: &[u8]) -> String {
    let mut hash = sha256([salt.as_bytes(), pictures].concat().as_slice());
    for _ in 0..ROUNDS {
        hash = sha256(&hash);
    }
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Device {
    /// Sets the pictures that open, three or four; none takes the lock away.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn set_lock(&self, pictures: &[u8]) -> Result<(), DeviceFault> {
        let mut salt = [0; 16];
        browser::dice(&mut salt);
        let salt: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        let set = |lock: &mut Lock| {
            if pictures.is_empty() {
                *lock = Lock::default();
                return;
            }
            lock.hash = hashed(&salt, pictures);
            lock.salt.clone_from(&salt);
            lock.pictures = u8::try_from(pictures.len()).unwrap_or(u8::MAX);
            (lock.locked, lock.wrong, lock.until, lock.seen) = (false, 0, 0, browser::now());
        };
        self.inner.change_lock(&set).await
    }

    /// Sets after how many minutes it locks by itself.
    ///
    /// # Errors
    /// [`DeviceFault::NotStored`].
    pub async fn lock_after(&self, minutes: u8) -> Result<(), DeviceFault> {
        self.inner.change_lock(&|lock| (lock.minutes, lock.seen) = (minutes, browser::now())).await
    }

    /// Locks now, in every tab. Without a lock nothing happens.
    pub async fn leave(&self) {
        self.inner.close().await;
    }

    /// Tries to open with these pictures.
    pub async fn tap(&self, pictures: &[u8]) -> Tapped {
        let tapped = std::cell::Cell::new(Tapped::Wrong(0));
        let kept = self.inner.change_lock(&|lock| tapped.set(lock.tap(pictures, browser::now()))).await;
        // A try that can't be counted is none.
        if kept.is_ok() { tapped.get() } else { Tapped::Wrong(LONGEST_WAIT) }
    }
}

impl Inner {
    fn lock_state(&self) -> LockState {
        self.person.with_untracked(|person| person.lock)
    }

    fn lock_key(&self) -> String {
        self.own_key("lock")
    }

    pub(super) async fn load_lock(&self) {
        let text = self.journal.store().get(Shelf::Setting, &self.lock_key()).await.ok().flatten();
        let mut lock = Lock::read(text.as_deref());
        lock.close_if_left(browser::now());
        self.person.update(|person| person.lock = lock.state());
    }

    async fn change_lock(&self, change: &dyn Fn(&mut Lock)) -> Result<(), DeviceFault> {
        let key = self.lock_key();
        let store = self.journal.store();
        let read_first = [(Shelf::Setting, key.clone())];
        let changed = store.change(&read_first, |texts| {
            let mut lock = Lock::read(texts.first().and_then(Option::as_deref));
            change(&mut lock);
            (vec![Put { shelf: Shelf::Setting, key: key.clone(), text: lock.write() }], lock.state())
        });
        let state = changed.await.map_err(|fault| DeviceFault::NotStored(fault.0))?;
        if self.lock_state() != state {
            self.person.update(|person| person.lock = state);
        }
        Ok(())
    }

    /// Locks, where there is a lock.
    pub(super) async fn close(&self) {
        if self.lock_state().pictures == 0 {
            return;
        }
        // Shown as locked even where that can't be kept.
        self.person.update(|person| person.lock.locked = true);
        self.change_lock(&|lock| lock.locked = true).await.ok();
        self.tell_closed(LOCKED);
    }

    pub(super) fn tell_closed(&self, closed: i64) {
        if let Some(channel) = self.channel.get() {
            let device = Some(self.journal.profile().device);
            channel.tell(&json::write(&News { device, closed: Some(closed), ..News::default() }));
        }
    }
}

/// Watches whether somebody is there, as long as the page speaks for the learner.
pub fn start(inner: &Rc<Inner>) {
    let there = |me: &Weak<Inner>| me.upgrade().filter(|me| !me.left.get());
    for event in ["pointerdown", "keydown"] {
        let me = Rc::downgrade(inner);
        // For as long as the page lives: the handle isn't kept.
        window_event_listener_untyped(event, move |_| {
            let Some(me) = there(&me) else { return };
            me.touched.set(browser::now());
        });
    }
    let (me, noted) = (Rc::downgrade(inner), std::cell::Cell::new(0));
    let look = move || {
        let Some(me) = there(&me) else { return };
        let state = me.lock_state();
        if state.pictures == 0 || state.minutes == 0 || state.locked {
            return;
        }
        let touched = me.touched.get();
        let left = browser::now() - touched > i64::from(state.minutes) * 60_000;
        if left || noted.replace(touched) != touched {
            wasm_bindgen_futures::spawn_local(async move {
                if left {
                    me.close().await;
                } else {
                    // Not noted, it locks a little early.
                    me.change_lock(&|lock| lock.seen = lock.seen.max(touched)).await.ok();
                }
            });
        }
    };
    set_interval(look, LOOK);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        Lock { pictures: 3, salt: "s".into(), hash: hashed("s", &[1, 2, 3]), locked: true, ..Lock::default() }
    }

    #[test]
    fn a_lock_reads_back_and_what_is_no_lock_is_none() {
        let lock = Lock { minutes: 15, seen: -3, wrong: 4, until: 1_800_000_000_000, ..lock() };
        assert_eq!(Lock::read(Some(&lock.write())), lock);
        for text in [None, Some(""), Some("{}"), Some("x y z")] {
            assert_eq!(Lock::read(text).state(), LockState::default(), "{text:?}");
        }
    }

    #[test]
    fn the_right_pictures_in_their_order_open_and_no_others() {
        for wrong in [&[1, 2, 4][..], &[3, 2, 1], &[1, 2], &[1, 2, 3, 3], &[]] {
            let mut lock = lock();
            assert!(matches!(lock.tap(wrong, 0), Tapped::Wrong(_)) && lock.locked);
        }
        let mut lock = lock();
        assert_eq!(lock.tap(&[1, 2, 3], 0), Tapped::Right);
        assert!(!lock.locked);
    }

    #[test]
    fn wrong_tries_cost_seconds_and_never_more_than_a_minute() {
        let (mut lock, mut now, mut waits) = (lock(), 0, Vec::new());
        for _ in 0..12 {
            let Tapped::Wrong(wait) = lock.tap(&[9, 9, 9], now) else { panic!("opened") };
            waits.push(wait);
            now += i64::from(wait) * 1000;
        }
        assert_eq!(waits[..7], [0, 0, 5, 10, 20, 40, 60]);
        assert!(waits.iter().all(|wait| *wait <= LONGEST_WAIT));
        assert_eq!(lock.tap(&[1, 2, 3], now), Tapped::Right);
    }

    #[test]
    fn while_one_must_wait_even_the_right_pictures_are_not_looked_at_and_a_clock_set_back_waits_no_longer() {
        let mut lock = Lock { wrong: 9, until: 1_000_000, ..lock() };
        assert_eq!(lock.tap(&[1, 2, 3], 999_001), Tapped::Wrong(1));
        assert_eq!(lock.tap(&[1, 2, 3], -9_000_000_000), Tapped::Wrong(60));
        assert_eq!(lock.tap(&[1, 2, 3], 1_000_000), Tapped::Right);
    }

    #[test]
    fn a_phone_left_alone_locks_when_it_is_opened_again() {
        for (minutes, seen, now, locked) in
            [(5, 0, 300_000, false), (5, 0, 300_001, true), (0, 0, i64::MAX, false), (5, 1_000, 0, true)]
        {
            let mut lock = Lock { minutes, seen, locked: false, ..lock() };
            lock.close_if_left(now);
            assert_eq!(lock.locked, locked, "{minutes} {now}");
        }
    }
}
