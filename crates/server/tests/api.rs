//! The API as a whole: its description, what is not there, and who may call it from where.

mod house;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use house::House;
use serde_json::json;

#[test]
fn the_description_is_the_one_on_paper() {
    let (_, description) = server::http::api();
    let text = description.to_pretty_json().unwrap() + "\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi.json");
    if std::env::var("UPDATE_SNAPSHOTS").is_ok() {
        std::fs::write(file, &text).unwrap();
    }
    let paper = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        paper == text,
        "the API has changed: look at the difference after UPDATE_SNAPSHOTS=1 cargo test -p server --test api"
    );
}

#[test]
fn every_fault_is_described_as_the_problem_that_it_is() {
    let (_, description) = server::http::api();
    let description = serde_json::to_value(&description).unwrap();
    let doors = description["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap());
    let mut faults = 0;
    for (method, door) in doors {
        let responses = door["responses"].as_object().unwrap();
        for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
            let kinds: Vec<_> = response["content"].as_object().unwrap().keys().collect();
            assert_eq!(kinds, ["application/problem+json"], "{method} {}: {status}", door["operationId"]);
            faults += 1;
        }
        assert!(responses.contains_key("503") && (method == "get" || responses.contains_key("415")), "{door}");
    }
    assert!(faults > 150, "{faults}");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_problem_json() {
    let house = House::on_sqlite().await;
    for (method, path, status, kind) in [
        (Method::GET, "/api/learn/nothing", 404, "not_found"),
        (Method::DELETE, domain::api::STATEMENTS, 405, "wrong_method"),
        (Method::GET, "/api/learn/statements?after=x", 401, "unknown_token"),
        (Method::GET, "/api/learn/statements?before=x", 400, "bad_request"),
    ] {
        let (got, problem) = house.call(method, path, None, b"").await;
        assert_eq!((got.as_u16(), &problem["type"]), (status, &json!(kind)), "{path}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_cannot_push() {
    let house = House::on_sqlite().await;
    let request =
        Request::post(domain::api::DEVICES).header("host", "localhost").header("sec-fetch-site", "cross-site");
    let (status, headers, body) = house.send(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(
        (status, &headers["content-type"]),
        (StatusCode::FORBIDDEN, &"application/problem+json".parse().unwrap())
    );
    assert!(String::from_utf8(body).unwrap().contains("another site"));
}

#[tokio::test]
async fn the_scheme_of_a_token_is_read_in_any_case() {
    let house = House::on_sqlite().await;
    let learner = house::Learner::arrives(&house).await;
    for (scheme, status) in [("Bearer", 200), ("bearer", 200), ("Basic", 401)] {
        let request =
            Request::get(domain::api::STATEMENTS).header("authorization", format!("{scheme} {}", learner.token));
        let (got, _, _) = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(got.as_u16(), status, "{scheme}");
    }
}

#[tokio::test]
async fn health_and_metrics_answer() {
    let house = House::on_sqlite().await;
    assert_eq!(house.call(Method::GET, "/healthz", None, b"").await.0, StatusCode::OK);
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let (status, _, text) = house.send(request).await;
    assert_eq!(status, StatusCode::OK);
    assert!(String::from_utf8(text).unwrap().contains("requests{"));
}
