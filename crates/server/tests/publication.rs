//! Publishing: what goes in together, what changes nothing, and what leaves the catalogue again.

mod house;

use authoring::Draft;
use axum::http::StatusCode;
use domain::course::{Course, Language};
use domain::edition::Edition;
use domain::id::EditionId;
use house::apps::{content, content_courses};
use house::{House, Learner, QUY_NHON, lives_in, small_course, the_whole_course};
use server::audit::Doer;
use server::error::Fault;
use server::publication::{self, folders};
use std::fs;
use std::path::Path;

fn draft(course: Course) -> Draft {
    Draft { courses: vec![course], ..Draft::default() }
}

fn titled(title: &str) -> Draft {
    draft(Course { title: title.into(), ..small_course() })
}

async fn publishes(house: &House, draft: &Draft) -> EditionId {
    publication::publish(&house.server, draft, Doer::Command).await.unwrap()[0].edition
}

/// Ids on offer, in the order of the catalogue.
async fn offered(house: &House) -> Vec<EditionId> {
    house.catalogue().await.courses.iter().flat_map(|course| &course.editions).map(|entry| entry.edition).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() { copy(&entry, &target) } else { assert!(fs::copy(&entry, &target).is_ok()) }
    }
}

#[tokio::test]
async fn the_same_content_publishes_to_the_same_edition_and_changes_nothing() {
    for house in House::all().await {
        let first = house.publishes_content().await;
        assert!(first.len() >= 2 && first.iter().all(|each| each.new), "{}", house.engine);
        let before = house.published().await;
        house.pass(5000);
        let second = house.publishes_content().await;
        assert!(second.iter().all(|each| !each.new));
        let ids = |all: &[publication::Published]| all.iter().map(|each| each.edition).collect::<Vec<_>>();
        assert_eq!(ids(&first), ids(&second));
        assert_eq!(house.published().await, before, "{}", house.engine);
    }
}

#[tokio::test]
async fn all_languages_and_pictures_go_in_with_one_audit_row() {
    for house in House::all().await {
        let published = house.publishes_content().await;
        let translated = published.iter().filter(|each| each.course.id.as_str() == "an-toan-tren-mang");
        let languages: Vec<Language> = translated.map(|each| each.course.language).collect();
        assert_eq!(languages, Language::ALL);
        assert_eq!(house.acts().await, vec!["publish"; content_courses()], "one row a course");
        for each in &published {
            let body = house
                .server
                .store
                .row("SELECT body FROM edition WHERE edition = $1", server::values![each.edition.to_string()]);
            let body = body.await.unwrap().unwrap().text(0).unwrap();
            assert_eq!(Edition::read(each.edition, body.as_bytes()).unwrap().course, each.course);
            for picture in each.course.pictures() {
                let (status, _, bytes) = house.fetches(&picture.path(), &[]).await;
                assert_eq!((status, domain::edition::media_id(&bytes)), (StatusCode::OK, picture.media));
            }
        }
    }
}

#[tokio::test]
async fn a_course_with_an_error_publishes_nothing_and_the_others_go_on() {
    for house in House::all().await {
        let top = house.file("courses");
        copy(&content(), &top);
        let broken = top.join("hong");
        copy(&content().join("an-toan-tren-mang"), &broken);
        fs::write(
            broken.join("course.toml"),
            fs::read_to_string(broken.join("course.toml"))
                .unwrap()
                .replace("id = \"an-toan-tren-mang\"", "id = \"hong\""),
        )
        .unwrap();
        let lesson = broken.join("1-nhan-ra/1-ma-otp.md");
        fs::write(&lesson, fs::read_to_string(&lesson).unwrap().replace("- [x]", "- [ ]")).unwrap();

        let fault = folders::publish(&house.server, &top).await.unwrap_err();
        assert!(
            matches!(&fault, Fault::Invalid(words) if words.contains(&format!("in 1 of {} courses", content_courses() + 1))),
            "{fault}"
        );
        let courses: Vec<String> =
            house.catalogue().await.courses.iter().map(|course| course.course.to_string()).collect();
        assert!(courses.len() == content_courses() && !courses.contains(&"hong".to_owned()), "{courses:?}");
        let rows = house.server.store.rows("SELECT edition FROM edition WHERE course = 'hong'", vec![]).await.unwrap();
        assert!(rows.is_empty(), "{}", house.engine);
    }
}

#[test]
fn a_check_names_file_line_and_what_to_do() {
    let top = std::env::temp_dir().join(format!("congdanso-check-{}", std::process::id()));
    copy(&content().join("an-toan-tren-mang"), &top.join("an-toan"));
    let lesson = top.join("an-toan/1-nhan-ra/1-ma-otp.md");
    fs::write(&lesson, fs::read_to_string(&lesson).unwrap().replace("- [x]", "- [ ]")).unwrap();
    let found = folders::read_courses(&top).unwrap();
    let said = folders::diagnostics(&found[0]);
    let named = |line: &&str| line.contains("1-ma-otp.md:") && line.contains(" error [");
    let line = said.lines().find(named).unwrap();
    let (place, rest) = line.split_once(" error ").unwrap();
    let (file, number) = place.rsplit_once(':').unwrap();
    assert_eq!(Path::new(file), lesson);
    assert!(number.parse::<u32>().unwrap() > 0 && rest.contains(" — "), "{line}");
    assert!(folders::check(&top, None).is_err());
    let table = folders::counts(&found);
    assert!(table.starts_with("course") && table.lines().count() == 2, "{table}");
    fs::remove_dir_all(&top).unwrap();
}

#[test]
fn the_content_that_comes_with_the_program_has_no_errors() {
    folders::check(&content(), None).unwrap();
}

#[test]
fn two_folders_of_one_course_id_are_said_to_be_in_each_others_way() {
    let top = std::env::temp_dir().join(format!("congdanso-twice-{}", std::process::id()));
    ["a", "b"].iter().for_each(|name| copy(&content().join("an-toan-tren-mang"), &top.join(name)));
    let found = folders::read_courses(&top).unwrap();
    fs::remove_dir_all(&top).unwrap();
    assert!(found[0].draft.publishable(), "the first one stays");
    let said = folders::diagnostics(&found[1]);
    assert!(said.contains("b/course.toml:0 error [duplicate-id]") && said.contains("/a —"), "{said}");
}

#[test]
fn a_folder_without_a_course_is_said_to_be_none() {
    let fault = folders::check(&content().join("an-toan-tren-mang/media"), None).unwrap_err();
    assert!(fault.to_string().contains("no course here"), "{fault}");
}

#[tokio::test]
async fn a_withdrawn_edition_leaves_the_catalogue_and_its_file_stays() {
    for house in House::all().await {
        let edition = publishes(&house, &titled("Một")).await;
        assert_eq!(offered(&house).await, [edition]);
        publication::withdraw(&house.server, &edition, Doer::Command).await.unwrap();
        assert_eq!(offered(&house).await, []);
        let (status, _, bytes) = house.fetches(&Edition::path(&edition), &[]).await;
        assert_eq!((status, Edition::read(edition, &bytes).unwrap().id), (StatusCode::OK, edition), "{}", house.engine);
        let before = house.published().await;
        publication::withdraw(&house.server, &edition, Doer::Command).await.unwrap();
        assert_eq!(house.published().await, before, "taking it off twice changes nothing");
    }
}

#[tokio::test]
async fn an_edition_that_never_was_cannot_be_withdrawn() {
    for house in House::all().await {
        let never = EditionId::from_bytes([7; 32]);
        let fault = publication::withdraw(&house.server, &never, Doer::Command).await.unwrap_err();
        assert!(matches!(fault, Fault::NotFound(_)), "{fault}");
        assert!(house.acts().await.is_empty());
    }
}

#[tokio::test]
async fn publishing_a_withdrawn_edition_again_offers_it_again() {
    for house in House::all().await {
        let edition = publishes(&house, &titled("Một")).await;
        publication::withdraw(&house.server, &edition, Doer::Command).await.unwrap();
        assert_eq!(publishes(&house, &titled("Một")).await, edition);
        assert_eq!(offered(&house).await, [edition], "{}", house.engine);
        assert_eq!(house.acts().await, ["publish", "withdraw", "publish"]);
    }
}

#[tokio::test]
async fn what_was_published_last_is_offered_even_where_the_clock_stands_still() {
    for house in House::all().await {
        let first = publishes(&house, &titled("Một")).await;
        let second = publishes(&house, &titled("Hai")).await;
        assert_eq!(offered(&house).await, [second]);
        assert_eq!(publishes(&house, &titled("Một")).await, first);
        assert_eq!(offered(&house).await, [first], "the older words are the newest again");
        publication::withdraw(&house.server, &first, Doer::Command).await.unwrap();
        assert_eq!(offered(&house).await, [second], "the one before comes back: {}", house.engine);
    }
}

#[tokio::test]
async fn courses_stand_in_the_order_in_which_they_were_first_published() {
    for house in House::all().await {
        for id in ["z", "a", "m"] {
            publishes(&house, &draft(Course { id: id.parse().unwrap(), ..small_course() })).await;
            house.pass(1);
        }
        publishes(&house, &draft(Course { id: "z".parse().unwrap(), ..titled("Mới").courses.remove(0) })).await;
        let courses: Vec<String> =
            house.catalogue().await.courses.iter().map(|course| course.course.to_string()).collect();
        assert_eq!(courses, ["z", "a", "m"], "{}", house.engine);
    }
}

#[tokio::test]
async fn statements_pushed_before_their_edition_count_after_publishing() {
    for house in House::all().await {
        let (edition, _) = Edition::write(&small_course()).unwrap();
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &[lives_in(Some(QUY_NHON), 1)]).await;
        learner.does(&house, &the_whole_course(edition)).await;
        assert_eq!(house.tallies().await, []);
        publishes(&house, &draft(small_course())).await;
        assert_eq!(house.tallies().await, [(QUY_NHON.into(), "2026-11".into(), [1, 1, 1])], "{}", house.engine);
        let derived = house.derived().await;
        server::projection::rebuild(&house.server).await.unwrap();
        assert_eq!(house.derived().await, derived);
    }
}

#[tokio::test]
async fn a_publication_that_fails_leaves_nothing_behind() {
    for house in House::all().await {
        let (edition, _) = Edition::write(&small_course()).unwrap();
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &the_whole_course(edition)).await;
        // Folding finds a row that can't be read, after the edition was put on the shelf.
        let mut tx = house.server.store.write().await.unwrap();
        tx.run(
            "INSERT INTO unread_edition (learner, edition) VALUES ('no learner', $1)",
            server::values![edition.to_string()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let before = house.published().await + &house.everything().await;
        publication::publish(&house.server, &draft(small_course()), Doer::Command).await.unwrap_err();
        assert_eq!(house.published().await + &house.everything().await, before, "{}", house.engine);
        let held = house.server.shelf.find(&house.server.store, &[edition].into()).await.unwrap();
        assert!(held.is_empty(), "an edition that the store lacks is not scored by");
    }
}

#[tokio::test]
async fn another_process_notices_within_a_second() {
    for house in House::all().await {
        let other = house.second_process().await;
        assert_eq!(offered(&other).await, []);
        let edition = publishes(&house, &titled("Một")).await;
        assert_eq!(offered(&house).await, [edition], "at once where it was published");
        other.pass(1000);
        assert_eq!(offered(&other).await, [edition], "{}", house.engine);
    }
}
