//! Made-up learners: the same every time, taken in like real ones, never among real ones, and said to be made up.

mod house;

use domain::api;
use house::{House, Learner, NOON, PROVINCE, lives_in, small_course};
use server::config::Seed;
use server::error::Fault;
use server::{projection, seed, units};

async fn furnished() -> Vec<House> {
    let houses = House::all().await;
    for house in &houses {
        units::import(&house.server.store, NOON, Some("52")).await.unwrap();
        house.publish(&small_course()).await;
    }
    houses
}

const SOME: Seed = Seed { learners: 300, statements: None };

#[tokio::test]
async fn the_same_learners_are_made_up_on_every_engine_and_every_time() {
    let mut seen: Vec<String> = Vec::new();
    for house in furnished().await.into_iter().chain(furnished().await) {
        seed::seed(&house.server, &SOME, NOON).await.unwrap().unwrap();
        seen.push(
            house.dump(&[("statement", "learner, device, epoch, seq, received_at, text"), house::DERIVED[3]]).await,
        );
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn made_up_statements_are_real_ones_and_rebuilding_changes_nothing() {
    for house in furnished().await {
        let made = seed::seed(&house.server, &SOME, NOON).await.unwrap().unwrap();
        assert_eq!(made.learners, 300);
        let derived = house.derived().await;
        assert_eq!(projection::rebuild(&house.server).await.unwrap(), 300);
        assert!(house.derived().await == derived, "{}", house.engine);
        let months: std::collections::BTreeSet<String> = house.tallies().await.into_iter().map(|row| row.1).collect();
        assert!(
            (5..=7).contains(&months.len()) && months.iter().all(|month| month.as_str() <= "2026-11"),
            "{months:?}"
        );
        let [started, completed, mastered] =
            house.tallies().await.iter().fold([0; 3], |sum, row| std::array::from_fn(|i| sum[i] + row.2[i]));
        assert!(started > completed && completed > mastered && mastered > 0, "{started} {completed} {mastered}");
    }
}

#[tokio::test]
async fn a_number_of_statements_is_reached_and_hardly_passed() {
    for house in furnished().await {
        let made =
            seed::seed(&house.server, &Seed { learners: 1, statements: Some(1000) }, NOON).await.unwrap().unwrap();
        assert!((1000..1050).contains(&made.statements), "{made:?}");
        let rows = house.server.store.row("SELECT COUNT(*) FROM statement", vec![]).await.unwrap().unwrap();
        assert_eq!(rows.int(0).unwrap(), 1000.max(i64::try_from(made.statements).unwrap()));
    }
}

#[tokio::test]
async fn the_desk_says_that_learners_are_made_up() {
    for house in furnished().await {
        let mut official = house.has("o.o", &["official"], Some(PROVINCE)).await;
        let demo = async |official: &mut house::desk::Browser| {
            let account = official.gets(&house, api::ACCOUNT).await.json["demo"].clone();
            let door = format!("{}?course=thu", api::COMPLETION);
            let csv = official.gets(&house, &format!("{}?course=thu", api::COMPLETION_CSV)).await.bytes;
            let csv = String::from_utf8(csv).unwrap().contains("made-up learners");
            (account, official.gets(&house, &door).await.json["demo"].clone(), csv)
        };
        assert_eq!(demo(&mut official).await, (false.into(), false.into(), false));
        seed::seed(&house.server, &SOME, NOON).await.unwrap().unwrap();
        assert_eq!(demo(&mut official).await, (true.into(), true.into(), true), "{}", house.engine);
    }
}

#[tokio::test]
async fn a_store_is_filled_once_and_never_among_real_learners() {
    for house in furnished().await {
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &[lives_in(None, 1)]).await;
        let before = house.everything().await;
        assert!(matches!(seed::seed(&house.server, &SOME, NOON).await, Err(Fault::Conflict(_))));
        assert_eq!(house.everything().await, before);
    }
    for house in furnished().await {
        seed::seed(&house.server, &SOME, NOON).await.unwrap().unwrap();
        let before = house.everything().await;
        assert_eq!(seed::seed(&house.server, &SOME, NOON).await.unwrap(), None);
        assert!(house.everything().await == before);
    }
}

#[tokio::test]
async fn without_units_or_courses_nothing_is_made_up() {
    for house in House::all().await {
        let fault = seed::seed(&house.server, &SOME, NOON).await.unwrap_err();
        assert!(fault.to_string().contains("congdanso publish"), "{fault}");
        let mut tx = house.server.store.write().await.unwrap();
        tx.run("DELETE FROM administrative_unit", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let fault = seed::seed(&house.server, &SOME, NOON).await.unwrap_err();
        assert!(fault.to_string().contains("congdanso units import"), "{fault}");
        assert!(!seed::is_demo(&house.server.store).await.unwrap());
    }
}
