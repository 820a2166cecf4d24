//! The record of privileged acts: it holds together, tells when it doesn't, and is read by whom it is for.

mod house;

use axum::http::{StatusCode, header};
use domain::api::{self, AUDIT_PAGE, AuditPage};
use house::House;
use house::desk::{Browser, Reply};
use serde_json::json;
use server::audit::{self, Doer};
use server::error::Fault;

async fn reads(browser: &mut Browser, house: &House, query: &str) -> AuditPage {
    let answer = browser.gets(house, &format!("{}{query}", api::AUDIT)).await;
    assert_eq!(answer.status, StatusCode::OK, "{query} {}", answer.json);
    serde_json::from_value(answer.json).unwrap()
}

fn kind(answer: &Reply) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["type"].as_str().unwrap_or_default())
}

async fn written(house: &House, act: &str, detail: &str) {
    let mut tx = house.server.store.write().await.unwrap();
    audit::write(&mut tx, house.server.clock.now(), Doer::Command, act, detail).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_row_that_was_changed_taken_out_or_put_in_is_named() {
    for (change, first_broken) in [
        ("UPDATE audit SET detail = 'trainer' WHERE number = 1", 1),
        ("UPDATE audit SET act = 'x' WHERE number = 3", 3),
        ("UPDATE audit SET actor = 'command' WHERE number = 2", 2),
        ("UPDATE audit SET at = at + 1 WHERE number = 4", 4),
        ("UPDATE audit SET hash = previous WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number > 2", 3),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET number = 9 WHERE number = 4", 4),
        ("INSERT INTO audit SELECT 5, at, actor, act, detail, hash, hash FROM audit WHERE number = 4", 5),
        ("INSERT INTO audit SELECT 0, at, actor, act, detail, '', hash FROM audit WHERE number = 1", 1),
    ] {
        for house in House::all().await {
            house.has("an.tran", &["administrator"], None).await;
            house.has("binh.le", &["administrator"], None).await;
            assert_eq!(audit::verify(&house.server.store).await.unwrap(), 4);
            let mut tx = house.server.store.write().await.unwrap();
            tx.run(change, vec![]).await.unwrap();
            tx.commit().await.unwrap();
            match audit::verify(&house.server.store).await {
                Err(Fault::Broken { row, .. }) => assert_eq!(row, first_broken, "{change}"),
                other => panic!("{change}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_long_record_is_followed_to_its_end() {
    let house = House::on_sqlite().await;
    let mut tx = house.server.store.write().await.unwrap();
    for number in 0..4500 {
        audit::write(&mut tx, number, Doer::Command, "tried", "x").await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(audit::verify(&house.server.store).await.unwrap(), 4500);
}

#[tokio::test]
async fn two_processes_add_to_one_chain() {
    for house in House::all().await {
        let other = house.second_process().await;
        for _ in 0..10 {
            tokio::join!(written(&house, "one", "x"), written(&other, "two", "x"));
        }
        assert_eq!(audit::verify(&house.server.store).await.unwrap(), 20, "{}", house.engine);
    }
}

#[tokio::test]
async fn an_administrator_reads_it_by_person_act_and_day_and_page_by_page() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        let id = house.id_of("an.tran").await;
        for _ in 0..AUDIT_PAGE {
            written(&house, "tried", "x").await;
        }
        let first = reads(&mut an, &house, "").await;
        assert_eq!((first.rows.len(), first.rows[0].number), (AUDIT_PAGE, 52));
        assert_eq!(first.acts, ["account_made", "invited", "tried"]);
        assert_eq!(first.people.len(), 1);
        let rest = reads(&mut an, &house, &format!("?before={}", first.before.unwrap())).await;
        assert_eq!((rest.rows.len(), rest.before), (2, None));
        assert_eq!(rest.rows[0].person.as_ref().map(|person| person.name.as_str()), Some("an.tran"));
        assert_eq!(rest.rows[1].person, None, "invited on the server's machine");
        assert_eq!(reads(&mut an, &house, &format!("?person={id}")).await.rows.len(), 1);
        assert_eq!(reads(&mut an, &house, "?person=command&act=invited").await.rows.len(), 1);
        assert_eq!(reads(&mut an, &house, "?act=tried&day=2026-11-15").await.rows.len(), AUDIT_PAGE);
        assert_eq!(reads(&mut an, &house, "?day=2026-11-14").await.rows.len(), 0);
        // 2026-11-15 ends at midnight in Vietnam, twelve hours after noon.
        house.pass(12 * 3_600_000);
        let today = an.signs_in(&house, "an.tran", house::desk::PASSWORD).await;
        assert_eq!(today.status, StatusCode::OK);
        assert_eq!(reads(&mut an, &house, "?day=2026-11-16").await.rows.len(), 1);
        for bad in ["?day=2026-11-31", "?person=an", "?before=x", "?page=2", "?act=a&act=b"] {
            let answer = an.gets(&house, &format!("{}{bad}", api::AUDIT)).await;
            assert_eq!(kind(&answer), (400, "bad_request"), "{bad} on {}", house.engine);
        }
    }
}

#[tokio::test]
async fn the_file_defuses_what_a_spreadsheet_would_run_and_taking_it_away_is_an_act() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        for dangerous in ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "a\"b,c\r\n=2"] {
            written(&house, "tried", dangerous).await;
        }
        let file = an.gets(&house, &format!("{}?act=tried", api::AUDIT_CSV)).await;
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
        let text = String::from_utf8(file.bytes).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let details: Vec<String> = reader.records().map(|row| row.unwrap()[4].to_owned()).collect();
        assert_eq!(details, ["a\"b,c\r\n=2", "'\t=1", "'@SUM(A1)", "'-1", "'+84", "'=1+1"]);
        assert_eq!(house.acts().await.last().map(String::as_str), Some("audit_exported"));
        house.pass(10 * 60_000);
        assert_eq!(kind(&an.gets(&house, api::AUDIT_CSV).await), (403, "proof_needed"), "{}", house.engine);
        assert_eq!(
            an.posts(&house, api::PROOF, json!({"password": house::desk::PASSWORD})).await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(an.gets(&house, api::AUDIT_CSV).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_command_names_the_first_broken_row_and_ends_with_one() {
    let house = House::on_sqlite().await;
    house.has("an.tran", &["administrator"], None).await;
    let verify = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_congdanso"));
        command.arg("--data").arg(house.file("")).args(["audit", "verify"]).env_remove("CONGDANSO_DATABASE");
        let said = command.output().unwrap();
        (said.status.code(), String::from_utf8([said.stdout, said.stderr].concat()).unwrap())
    };
    assert_eq!(verify(), (Some(0), "2 rows, each as it was written\n".into()));
    let mut tx = house.server.store.write().await.unwrap();
    tx.run("UPDATE audit SET detail = 'trainer' WHERE number = 1", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let (code, said) = verify();
    assert!(code == Some(1) && said.contains("audit row 1 "), "{code:?} {said}");
}
