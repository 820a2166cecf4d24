//! Who may do what: roles are given and taken, accounts closed and opened, by somebody else than their bearer.

mod house;

use axum::http::StatusCode;
use domain::api;
use house::desk::{Browser, PASSWORD, Reply};
use house::{House, PROVINCE, QUY_NHON};
use serde_json::json;
use server::audit;

fn at(door: &str, staff: &str) -> String {
    door.replace("{staff}", staff)
}

fn kind(answer: &Reply) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["type"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn an_administrator_gives_and_takes_roles_and_the_next_request_knows() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        let mut binh = house.has("binh.le", &["trainer"], None).await;
        let door = at(api::STAFF_ROLES, &house.id_of("binh.le").await);
        assert_eq!(binh.gets(&house, api::COURSES).await.status, StatusCode::OK);
        let several = json!({"roles": ["administrator", "trainer", "reviewer", "official"], "unit": PROVINCE});
        let listed = an.puts(&house, &door, several).await;
        assert_eq!(listed.status, StatusCode::OK, "{}", listed.json);
        assert_eq!(listed.json["roles"], json!(["administrator", "trainer", "reviewer", "official"]));
        assert_eq!(listed.json["unit_name"], "Tỉnh Gia Lai");
        // The session from before knows nothing of the new roles: one signs in again.
        assert_eq!(kind(&binh.gets(&house, api::COURSES).await), (401, "signed_out"));
        house.pass(30_000);
        let code = binh.code(&house);
        assert_eq!(binh.signs_in_twice(&house, "binh.le", PASSWORD, &code).await.status, StatusCode::OK);
        for door in [api::COURSES, api::STAFF, api::AUDIT] {
            assert_eq!(binh.gets(&house, door).await.status, StatusCode::OK, "{door}");
        }
        assert_eq!(an.puts(&house, &door, json!({"roles": ["reviewer"], "unit": null})).await.status, StatusCode::OK);
        house.pass(30_000);
        let code = binh.code(&house);
        binh.signs_in_twice(&house, "binh.le", PASSWORD, &code).await;
        assert_eq!(kind(&binh.gets(&house, api::STAFF).await), (403, "forbidden"), "{}", house.engine);
        let acts = house.acts().await;
        assert_eq!(acts.iter().filter(|act| *act == "roles_changed").count(), 2);
        let sql = "SELECT detail FROM audit WHERE act = 'roles_changed' ORDER BY number";
        let details = house.server.store.rows(sql, vec![]).await.unwrap();
        assert_eq!(
            details[0].text(0).unwrap(),
            format!("binh.le: trainer -> administrator,trainer,reviewer,official for {PROVINCE}")
        );
        audit::verify(&house.server.store).await.unwrap();
    }
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_comes_back_when_it_is_opened() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        let mut binh = house.has("binh.le", &["administrator"], None).await;
        let id = house.id_of("binh.le").await;
        let closed = an.posts(&house, &at(api::DISABLE, &id), json!(null)).await;
        assert_eq!((closed.status, &closed.json["disabled_at"]), (StatusCode::OK, &json!(house.server.clock.now())));
        assert_eq!(kind(&binh.gets(&house, api::STAFF).await), (401, "signed_out"));
        assert_eq!(kind(&binh.signs_in(&house, "binh.le", PASSWORD).await), (401, "wrong_credentials"));
        let opened = an.posts(&house, &at(api::ENABLE, &id), json!(null)).await;
        assert_eq!((opened.status, &opened.json["disabled_at"]), (StatusCode::OK, &json!(null)));
        assert_eq!(binh.is(&house).await, None, "the old session stays ended");
        assert_eq!(binh.signs_in(&house, "binh.le", PASSWORD).await.status, StatusCode::OK);
        assert_eq!(house.acts().await[4..], ["account_disabled", "account_enabled", "signed_in"]);
    }
}

#[tokio::test]
async fn nobody_changes_their_own_roles_or_account_and_nothing_happens() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        house.has("binh.le", &["administrator"], None).await;
        let own = house.id_of("an.tran").await;
        let before = house.accounts().await;
        let all = json!({"roles": ["administrator", "trainer"], "unit": null});
        assert_eq!(kind(&an.puts(&house, &at(api::STAFF_ROLES, &own), all).await), (403, "forbidden"));
        for door in [api::DISABLE, api::ENABLE] {
            assert_eq!(kind(&an.posts(&house, &at(door, &own), json!(null)).await), (403, "forbidden"));
        }
        assert_eq!(kind(&an.deletes(&house, &at(api::STAFF_SECOND_STEP, &own)).await), (403, "forbidden"));
        // An invitation doesn't lead around it: it makes another account, never changes one's own.
        let link = an.posts(&house, api::INVITATIONS, json!({"roles": ["trainer"], "unit": null})).await;
        let token = link.json["path"].as_str().unwrap().rsplit('=').next().unwrap().to_owned();
        assert_eq!(kind(&an.clone().accepts(&house, &token, "an.tran", PASSWORD).await), (409, "conflict"));
        let without = |text: String| {
            text.lines()
                .filter(|line| line.starts_with("==") || line.contains('@'))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(without(house.accounts().await), without(before), "{}", house.engine);
    }
}

#[tokio::test]
async fn of_two_administrators_who_take_each_other_out_at_the_same_time_one_remains() {
    for house in House::all().await {
        for round in 0..6 {
            let (a, b) = (format!("a.a{round}"), format!("b.b{round}"));
            let mut tx = house.server.store.write().await.unwrap();
            tx.run("UPDATE staff SET disabled_at = 1", vec![]).await.unwrap();
            tx.commit().await.unwrap();
            let other = house.second_process().await;
            let mut one = house.has(&a, &["administrator"], None).await;
            let mut two = house.has(&b, &["administrator"], None).await;
            let (first, second) = (house.id_of(&a).await, house.id_of(&b).await);
            let answers = if round % 2 == 0 {
                let (first, second) = (at(api::DISABLE, &first), at(api::DISABLE, &second));
                tokio::join!(one.posts(&house, &second, json!(null)), two.posts(&other, &first, json!(null)))
            } else {
                let (first, second) = (at(api::STAFF_ROLES, &first), at(api::STAFF_ROLES, &second));
                let trainer = json!({"roles": ["trainer"], "unit": null});
                tokio::join!(one.puts(&house, &second, trainer.clone()), two.puts(&other, &first, trainer))
            };
            let done = [&answers.0, &answers.1].into_iter().filter(|answer| answer.status == StatusCode::OK).count();
            assert_eq!(done, 1, "{} {}", answers.0.json, answers.1.json);
            let sql = "SELECT name FROM staff WHERE disabled_at IS NULL AND roles LIKE '%administrator%'";
            assert_eq!(house.server.store.rows(sql, vec![]).await.unwrap().len(), 1, "{} {round}", house.engine);
        }
    }
}

#[tokio::test]
async fn what_makes_no_sense_changes_nobody() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        house.has("binh.le", &["trainer"], None).await;
        let id = house.id_of("binh.le").await;
        let before = house.accounts().await;
        for (body, expected) in [
            (json!({"roles": [], "unit": null}), (422, "invalid")),
            (json!({"roles": ["official"], "unit": null}), (422, "invalid")),
            (json!({"roles": ["trainer"], "unit": "99999@2025-07-01"}), (422, "invalid")),
            (json!({"roles": ["owner"], "unit": null}), (400, "bad_request")),
            (json!({"unit": null}), (400, "bad_request")),
            (json!({"roles": ["trainer"], "unit": null, "name": "x"}), (400, "bad_request")),
            (json!(null), (400, "bad_request")),
        ] {
            assert_eq!(kind(&an.puts(&house, &at(api::STAFF_ROLES, &id), body.clone()).await), expected, "{body}");
        }
        let nobody = "0".repeat(32);
        for id in [nobody.as_str(), "binh.le", "'--"] {
            let path = at(api::STAFF_ROLES, &id.replace('\'', "%27"));
            let answer = an.puts(&house, &path, json!({"roles": ["trainer"], "unit": null})).await;
            assert_eq!(kind(&answer), (404, "not_found"), "{id}");
            assert_eq!(
                kind(&an.posts(&house, &at(api::DISABLE, &id.replace('\'', "%27")), json!(null)).await),
                (404, "not_found")
            );
        }
        assert_eq!(house.accounts().await, before, "{}", house.engine);
    }
}

#[tokio::test]
async fn roles_are_not_given_on_an_old_proof() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        house.has("binh.le", &["trainer"], None).await;
        let door = at(api::STAFF_ROLES, &house.id_of("binh.le").await);
        let official = json!({"roles": ["official"], "unit": QUY_NHON});
        house.pass(10 * 60 * 1000);
        assert_eq!(kind(&an.puts(&house, &door, official.clone()).await), (403, "proof_needed"));
        assert_eq!(an.gets(&house, api::STAFF).await.status, StatusCode::OK, "looking needs none");
        assert_eq!(an.proves(&house).await.status, StatusCode::NO_CONTENT);
        house.pass(10 * 60 * 1000 - 1);
        assert_eq!(an.puts(&house, &door, official).await.status, StatusCode::OK, "{}", house.engine);
    }
}

#[tokio::test]
async fn who_lost_their_second_step_gets_another_through_an_administrator() {
    for house in House::all().await {
        let mut an = house.has("an.tran", &["administrator"], None).await;
        let mut binh = house.has("binh.le", &["trainer"], None).await;
        let id = house.id_of("binh.le").await;
        let listed = an.deletes(&house, &at(api::STAFF_SECOND_STEP, &id)).await;
        assert_eq!((listed.status, &listed.json["second_step"]), (StatusCode::OK, &json!(false)));
        assert_eq!(binh.is(&house).await, None);
        assert_eq!(binh.signs_in(&house, "binh.le", PASSWORD).await.status, StatusCode::OK);
        assert_eq!(kind(&binh.gets(&house, api::COURSES).await), (403, "second_step_needed"));
        binh.sets_up_second_step(&house).await;
        assert_eq!(binh.gets(&house, api::COURSES).await.status, StatusCode::OK, "{}", house.engine);
        assert!(house.acts().await.contains(&"second_step_removed".to_owned()));
        let mut stranger = Browser::default();
        assert_eq!(kind(&stranger.signs_in(&house, "binh.le", PASSWORD).await), (401, "code_needed"));
    }
}
