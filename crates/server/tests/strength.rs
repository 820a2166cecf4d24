//! Signing in under pressure: a storm of it leaves learners' phones a bounded wait, and no clock tells who has an account.

mod house;

use axum::http::{Method, StatusCode, header};
use domain::api;
use house::desk::{Browser, PASSWORD};
use house::{House, Learner, lives_in};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const WRONG: &str = "một câu hoàn toàn khác";
/// How many times as long a push may take in a storm of sign-ins, the median of many.
const SLOWER: f64 = 1.5;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long the first pushes of somebody new take, one after another.
async fn pushes(house: &House, times: &mut Vec<Duration>) {
    let mut learner = Learner::arrives(house).await;
    for revision in 1..=20 {
        let begun = Instant::now();
        learner.does(house, &[lives_in(None, revision)]).await;
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Twenty browsers that try names without accounts, whenever the storm is on.
struct Storm {
    on: AtomicBool,
    over: AtomicBool,
    tried: AtomicUsize,
    told: AtomicUsize,
}

impl Storm {
    async fn blows(&self, house: &House, number: usize) {
        let mut browser = Browser::default();
        while !self.over.load(Ordering::Relaxed) {
            if self.on.load(Ordering::Relaxed) {
                // A name of its own each time: one that is tried again and again is slowed down before anything is hashed.
                let name = format!("khong.co.{number}.{}", self.tried.fetch_add(1, Ordering::Relaxed));
                let answer = browser.signs_in(house, &name, WRONG).await;
                if answer.status == StatusCode::SERVICE_UNAVAILABLE {
                    assert!(answer.headers.contains_key(header::RETRY_AFTER));
                    self.told.fetch_add(1, Ordering::Relaxed);
                }
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_storm_of_sign_ins_most_are_told_to_come_back_and_a_push_takes_half_as_long_again_at_most() {
    for house in House::all().await {
        house.has("an.tran", &["administrator"], None).await;
        let house = Arc::new(house);
        let storm = Arc::new(Storm { on: false.into(), over: false.into(), tried: 0.into(), told: 0.into() });
        let browsers: Vec<_> = (0..20)
            .map(|number| {
                let (house, storm) = (Arc::clone(&house), Arc::clone(&storm));
                tokio::spawn(async move { storm.blows(&house, number).await })
            })
            .collect();
        pushes(&house, &mut Vec::new()).await;
        let mut within = String::new();
        let mut bounded = false;
        // A busy machine tells lies now and then; calm and storm take turns, so that it tells both the same.
        for _ in 0..3 {
            let (mut calm, mut stormy) = (Vec::new(), Vec::new());
            for _ in 0..8 {
                pushes(&house, &mut calm).await;
                storm.on.store(true, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(100)).await;
                pushes(&house, &mut stormy).await;
                storm.on.store(false, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let (calm, stormy) = (median(calm), median(stormy));
            let (tried, told) = (storm.tried.load(Ordering::Relaxed), storm.told.load(Ordering::Relaxed));
            within = format!("{calm:?} became {stormy:?}; {told} of {tried} were told to come back");
            println!("{}: {within}", house.engine);
            bounded = stormy.as_secs_f64() <= SLOWER * calm.as_secs_f64() && told > tried / 2;
            if bounded {
                break;
            }
        }
        storm.over.store(true, Ordering::Relaxed);
        for browser in browsers {
            browser.await.unwrap();
        }
        assert!(bounded, "{}: {within}", house.engine);
    }
}

/// A house with a known name and a closed account.
async fn with_a_closed_account(house: &House) {
    house.has("an.tran", &["trainer"], None).await;
    house.has("dong", &["administrator"], None).await;
    let mut tx = house.server.store.write().await.unwrap();
    tx.run("UPDATE staff SET disabled_at = 1 WHERE name = 'dong'", vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn no_clock_tells_whether_a_name_has_an_account() {
    for house in House::all().await {
        with_a_closed_account(&house).await;
        let names = ["an.tran", "khong.co", "dong"];
        let mut times = [const { Vec::new() }; 3];
        let mut within = String::new();
        let mut same = false;
        // A busy machine tells lies; the more is taken the fewer. Nothing that was taken is forgotten.
        for round in 1..=164 {
            for turn in 0..names.len() {
                let whose = (round + turn) % names.len();
                house.pass(3_600_000);
                let begun = Instant::now();
                let answer = Browser::default().signs_in(&house, names[whose], WRONG).await;
                times[whose].push(begun.elapsed());
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            }
            if round % 41 == 0 {
                let [known, unknown, closed] = times.clone().map(|times| median(times).as_secs_f64());
                within = format!("{}: known {known:.4} s, unknown {unknown:.4} s, closed {closed:.4} s", house.engine);
                println!("{within}");
                same = [unknown, closed].iter().all(|other| (other / known - 1.0).abs() <= 0.1);
                if same {
                    break;
                }
            }
        }
        assert!(same, "medians differ by more than 10 %: {within}");
    }
}

#[tokio::test]
async fn a_communal_house_behind_one_address_is_not_locked_out_by_one_of_its_people() {
    for house in House::all().await {
        house.has("an.tran", &["administrator"], None).await;
        let mut clumsy = Browser::default();
        for _ in 0..9 {
            clumsy.signs_in(&house, "binh.le", WRONG).await;
        }
        // Throttled is the account, wherever it is tried from; another account isn't.
        assert_eq!(clumsy.signs_in(&house, "binh.le", WRONG).await.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(clumsy.signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK, "{}", house.engine);
        let elsewhere = json!({"name": "binh.le", "password": WRONG}).to_string();
        let (status, _) = house.call(Method::POST, api::SESSION, None, elsewhere.as_bytes()).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    }
}
