//! Bad pushes: each gets its exact answer, and nothing in the store changes.

mod house;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::api::{PAGE_BYTES, STATEMENTS};
use house::{House, Learner, answers, begins, lives_in, reads, small_course};
use serde_json::json;

/// A good statement of each verb at a free place in the series; `{E}` is the edition.
const ANSWERED: &str = r#"{"v":1,"epoch":1,"seq":50,"at":1794718800000,"did":{"answered":{"course":"thu","edition":"{E}","lesson":"mot","activity":"hoi","attempt":1,"hints":0,"ms":1200,"response":{"choice":[1]},"score":1000}}}"#;
const EXPERIENCED: &str = r#"{"v":1,"epoch":1,"seq":50,"at":1794718800000,"did":{"experienced":{"course":"thu","edition":"{E}","lesson":"mot","activity":"doc"}}}"#;
const INITIALIZED: &str = r#"{"v":1,"epoch":1,"seq":50,"at":1794718800000,"did":{"initialized":{"course":"thu","edition":"{E}","lesson":"mot"}}}"#;
const DECLARED: &str =
    r#"{"v":1,"epoch":1,"seq":50,"at":1794718800000,"did":{"declared":{"unit":"21583@2025-07-01","revision":1}}}"#;

/// From a good statement: replace this by that, and expect this rejection with these words.
type Mutation = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MALFORMED: &str = "malformed";
const RANGE: &str = "out_of_range";

#[rustfmt::skip]
const STATEMENTS_GONE_WRONG: &[Mutation] = &[
    // Missing fields.
    (ANSWERED, r#""v":1,"#, "", MALFORMED, "missing field `v`"),
    (ANSWERED, r#""epoch":1,"#, "", MALFORMED, "missing field `epoch`"),
    (ANSWERED, r#""seq":50,"#, "", MALFORMED, "missing field `seq`"),
    (ANSWERED, r#""at":1794718800000,"#, "", MALFORMED, "missing field `at`"),
    (ANSWERED, r#""course":"thu","#, "", MALFORMED, "missing field `course`"),
    (ANSWERED, r#""edition":"{E}","#, "", MALFORMED, "missing field `edition`"),
    (ANSWERED, r#""lesson":"mot","#, "", MALFORMED, "missing field `lesson`"),
    (ANSWERED, r#""activity":"hoi","#, "", MALFORMED, "missing field `activity`"),
    (ANSWERED, r#""attempt":1,"#, "", MALFORMED, "missing field `attempt`"),
    (ANSWERED, r#""hints":0,"#, "", MALFORMED, "missing field `hints`"),
    (ANSWERED, r#""ms":1200,"#, "", MALFORMED, "missing field `ms`"),
    (ANSWERED, r#""response":{"choice":[1]},"#, "", MALFORMED, "missing field `response`"),
    (ANSWERED, r#","score":1000"#, "", MALFORMED, "missing field `score`"),
    (EXPERIENCED, r#","activity":"doc""#, "", MALFORMED, "missing field `activity`"),
    (INITIALIZED, r#","lesson":"mot""#, "", MALFORMED, "missing field `lesson`"),
    (DECLARED, r#","revision":1"#, "", MALFORMED, "missing field `revision`"),
    // Fields too many.
    (ANSWERED, r#""v":1,"#, r#""v":1,"learner":"x","#, MALFORMED, "unknown field `learner`"),
    (ANSWERED, r#""ms":1200"#, r#""ms":1200,"name":"Lan""#, MALFORMED, "unknown field `name`"),
    (EXPERIENCED, r#""lesson":"mot""#, r#""lesson":"mot","score":1"#, MALFORMED, "unknown field `score`"),
    (INITIALIZED, r#""lesson":"mot""#, r#""lesson":"mot","activity":"doc""#, MALFORMED, "unknown field `activity`"),
    (DECLARED, r#""revision":1"#, r#""revision":1,"phone":"09""#, MALFORMED, "unknown field `phone`"),
    (INITIALIZED, r#""did":{"#, r#""did":{"experienced":{},"#, MALFORMED, "missing field"),
    // Fields twice.
    (ANSWERED, r#""v":1,"#, r#""v":1,"v":1,"#, MALFORMED, "duplicate field `v`"),
    (ANSWERED, r#""seq":50,"#, r#""seq":50,"seq":51,"#, MALFORMED, "duplicate field `seq`"),
    (ANSWERED, r#""score":1000"#, r#""score":1000,"score":0"#, MALFORMED, "duplicate field `score`"),
    (ANSWERED, r#""lesson":"mot""#, r#""lesson":"mot","lesson":"hai""#, MALFORMED, "duplicate field `lesson`"),
    (DECLARED, r#""revision":1"#, r#""revision":1,"revision":2"#, MALFORMED, "duplicate field `revision`"),
    // Wrong types.
    (ANSWERED, r#""v":1"#, r#""v":"1""#, MALFORMED, "invalid type: string"),
    (ANSWERED, r#""v":1"#, r#""v":-1"#, MALFORMED, "invalid value: integer `-1`"),
    (ANSWERED, r#""v":1"#, r#""v":1.5"#, MALFORMED, "invalid type: floating point"),
    (ANSWERED, r#""epoch":1"#, r#""epoch":null"#, MALFORMED, "invalid type: null"),
    (ANSWERED, r#""epoch":1"#, r#""epoch":[1]"#, MALFORMED, "invalid type: sequence"),
    (ANSWERED, r#""seq":50"#, r#""seq":"50""#, MALFORMED, "invalid type: string"),
    (ANSWERED, r#""seq":50"#, r#""seq":50.0"#, MALFORMED, "invalid type: floating point"),
    (ANSWERED, r#""seq":50"#, r#""seq":true"#, MALFORMED, "invalid type: boolean"),
    (ANSWERED, r#""at":1794718800000"#, r#""at":"2026-11-15""#, MALFORMED, "invalid type: string"),
    (ANSWERED, r#""at":1794718800000"#, r#""at":{}"#, MALFORMED, "invalid type: map"),
    (ANSWERED, r#""course":"thu""#, r#""course":7"#, MALFORMED, "invalid type: integer"),
    (ANSWERED, r#""lesson":"mot""#, r#""lesson":null"#, MALFORMED, "invalid type: null"),
    (ANSWERED, r#""activity":"hoi""#, r#""activity":["hoi"]"#, MALFORMED, "invalid type: sequence"),
    (ANSWERED, r#""attempt":1"#, r#""attempt":"one""#, MALFORMED, "invalid type: string"),
    (ANSWERED, r#""hints":0"#, r#""hints":-1"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""ms":1200"#, r#""ms":1.2e3"#, MALFORMED, "invalid type: floating point"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":1"#, MALFORMED, "expected"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":{}"#, MALFORMED, "expected"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":"choice""#, MALFORMED, "invalid type: unit variant"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":{"choice":"1"}"#, MALFORMED, "invalid type: string"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":{"choice":[256]}"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":{"choice":[1],"text":"a"}"#, MALFORMED, "expected"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":{"text":7}"#, MALFORMED, "invalid type: integer"),
    (ANSWERED, r#""response":{"choice":[1]}"#, r#""response":{"matching":["a"]}"#, MALFORMED, "invalid type: string"),
    (ANSWERED, r#""did":{"#, r#""did":[{"#, MALFORMED, ""),
    (DECLARED, r#""unit":"21583@2025-07-01""#, r#""unit":21583"#, MALFORMED, "invalid type: integer"),
    (DECLARED, r#""revision":1"#, r#""revision":"1""#, MALFORMED, "invalid type: string"),
    // Names that are none.
    (ANSWERED, r#""course":"thu""#, r#""course":"""#, MALFORMED, "course id must be"),
    (ANSWERED, r#""course":"thu""#, r#""course":"../thu""#, MALFORMED, "course id must be"),
    (ANSWERED, r#""course":"thu""#, r#""course":"Thử""#, MALFORMED, "course id must be"),
    (ANSWERED, r#""course":"thu""#, r#""course":"thu'--""#, MALFORMED, "course id must be"),
    (ANSWERED, r#""lesson":"mot""#, r#""lesson":"mot--hai""#, MALFORMED, "lesson id must be"),
    (ANSWERED, r#""activity":"hoi""#, r#""activity":"-hoi""#, MALFORMED, "activity id must be"),
    (ANSWERED, r#""activity":"hoi""#, r#""activity":"hoi\u0000""#, MALFORMED, "NUL"),
    (ANSWERED, r#""edition":"{E}""#, r#""edition":"abc""#, MALFORMED, "edition id must be"),
    (ANSWERED, r#""edition":"{E}""#, r#""edition":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""#, MALFORMED, "edition id must be"),
    (DECLARED, "21583@2025-07-01", "21583", MALFORMED, "unit must be"),
    (DECLARED, "21583@2025-07-01", "2158@2025-07-01", MALFORMED, "unit must be"),
    (DECLARED, "21583@2025-07-01", "21583@2025-13-01", MALFORMED, "unit must be"),
    (DECLARED, "21583@2025-07-01", "21583@hôm nay", MALFORMED, "unit must be"),
    // Numbers out of range.
    (ANSWERED, r#""v":1"#, r#""v":0"#, RANGE, "no version 0"),
    (ANSWERED, r#""epoch":1"#, r#""epoch":0"#, RANGE, "epoch is 1–"),
    (ANSWERED, r#""epoch":1"#, r#""epoch":2147483648"#, RANGE, "epoch is 1–"),
    (ANSWERED, r#""seq":50"#, r#""seq":0"#, RANGE, "seq is 1–"),
    (ANSWERED, r#""seq":50"#, r#""seq":4294967295"#, RANGE, "seq is 1–"),
    (ANSWERED, r#""seq":50"#, r#""seq":4294967296"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""seq":50"#, r#""seq":-1"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""seq":50"#, r#""seq":9007199254740993"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""seq":50"#, r#""seq":1e400"#, MALFORMED, "invalid type: floating point"),
    (ANSWERED, r#""seq":50"#, r#""seq":NaN"#, MALFORMED, "expected"),
    (ANSWERED, r#""seq":50"#, r#""seq":Infinity"#, MALFORMED, "expected"),
    (ANSWERED, r#""seq":50"#, r#""seq":050"#, MALFORMED, "invalid number"),
    (ANSWERED, r#""at":1794718800000"#, r#""at":-1"#, RANGE, "at is 0–"),
    (ANSWERED, r#""at":1794718800000"#, r#""at":9007199254740993"#, RANGE, "at is 0–"),
    (ANSWERED, r#""at":1794718800000"#, r#""at":1e400"#, MALFORMED, "invalid type: floating point"),
    (ANSWERED, r#""at":1794718800000"#, r#""at":99999999999999999999"#, MALFORMED, "invalid"),
    (ANSWERED, r#""attempt":1"#, r#""attempt":0"#, RANGE, "attempt is 1–"),
    (ANSWERED, r#""attempt":1"#, r#""attempt":65536"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""hints":0"#, r#""hints":256"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""ms":1200"#, r#""ms":90000000"#, RANGE, "24 hours"),
    (ANSWERED, r#""ms":1200"#, r#""ms":-5"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""score":1000"#, r#""score":1001"#, MALFORMED, "0–1000"),
    (ANSWERED, r#""score":1000"#, r#""score":-1"#, MALFORMED, "invalid value"),
    (ANSWERED, r#""score":1000"#, r#""score":0.5"#, MALFORMED, "invalid type: floating point"),
    (ANSWERED, r#""score":1000"#, r#""score":1e400"#, MALFORMED, "invalid type: floating point"),
    (DECLARED, r#""revision":1"#, r#""revision":0"#, RANGE, "revision is 1–"),
    (DECLARED, r#""revision":1"#, r#""revision":4294967295"#, RANGE, "revision is 1–"),
    // Places that the edition doesn't have.
    (ANSWERED, r#""course":"thu""#, r#""course":"khac""#, "unknown_activity", "no such course"),
    (ANSWERED, r#""lesson":"mot""#, r#""lesson":"ba""#, "unknown_activity", "no such course"),
    (ANSWERED, r#""activity":"hoi""#, r#""activity":"ba""#, "unknown_activity", "no such course"),
    (ANSWERED, r#""activity":"hoi""#, r#""activity":"doc""#, "unknown_activity", "item"),
    (EXPERIENCED, r#""activity":"doc""#, r#""activity":"khong""#, "unknown_activity", "no such course"),
    (EXPERIENCED, r#""lesson":"mot""#, r#""lesson":"bon""#, "unknown_activity", "no such course"),
    (INITIALIZED, r#""lesson":"mot""#, r#""lesson":"nam""#, "unknown_activity", "no such course"),
    (INITIALIZED, r#""course":"thu""#, r#""course":"khac""#, "unknown_activity", "no such course"),
    // Responses that don't fit.
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"choice":[]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"choice":[3]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"choice":[255]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"choice":[0,1]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"choice":[1,1]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"ordering":[0,1,2]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"matching":[0,1,2]}"#, "response_mismatch", "does not fit"),
    (ANSWERED, r#"{"choice":[1]}"#, r#"{"text":"b"}"#, "response_mismatch", "does not fit"),
    // Units that can't be lived in.
    (DECLARED, "21583@2025-07-01", "99999@2025-07-01", "unknown_unit", "no such commune"),
    (DECLARED, "21583@2025-07-01", "21583@1900-01-01", "unknown_unit", "no such commune"),
    (DECLARED, "21583@2025-07-01", "52@2025-07-01", "unknown_unit", "no such commune"),
    // Later forms in a bad envelope.
    (INITIALIZED, r#""initialized""#, r#""DROP TABLE""#, MALFORMED, "unknown variant"),
    (INITIALIZED, r#""v":1,"epoch":1"#, r#""v":2,"epoch":0"#, RANGE, "no version 2"),
    (INITIALIZED, r#""v":1"#, r#""v":65536"#, MALFORMED, "invalid value"),
    (INITIALIZED, r#""did":{"initialized""#, r#""did":{"voted":{},"initialized""#, MALFORMED, "unknown variant"),
];

#[tokio::test]
async fn every_bad_statement_is_refused_alone_with_its_reason_and_changes_nothing() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        learner
            .does(&house, &[begins(edition, "mot"), reads(edition, "mot", "doc"), answers(edition, "mot", "hoi", 1, 1)])
            .await;
        let before = house.everything().await;
        for (good, this, that, rejection, words) in STATEMENTS_GONE_WRONG {
            assert!(good.contains(this), "the case {this} → {that} mutates nothing");
            let text = good.replacen(this, that, 1).replace("{E}", &edition.to_string());
            if text.matches('[').count() != text.matches(']').count() {
                // Not JSON at all: the whole page can't be read.
                let (status, problem) = learner.pushes(&house, &[text]).await;
                assert_eq!(
                    (status, &problem["type"]),
                    (StatusCode::BAD_REQUEST, &json!("bad_request")),
                    "{this} → {that}"
                );
            } else if serde_json::from_str::<&serde_json::value::RawValue>(&text).is_err() {
                let (status, problem) = learner.pushes(&house, &[text]).await;
                assert_eq!(
                    (status, &problem["type"]),
                    (StatusCode::BAD_REQUEST, &json!("bad_request")),
                    "{this} → {that}"
                );
                assert!(problem["detail"].as_str().unwrap().contains(words), "{this} → {that}: {problem}");
            } else {
                let (status, report) = learner.pushes(&house, &[text]).await;
                assert_eq!(status, StatusCode::OK, "{this} → {that}: {report}");
                assert_eq!(report["verdicts"], json!([{"rejected": rejection}]), "{this} → {that}: {report}");
                let detail = report["details"][0]["detail"].as_str().unwrap();
                assert!(detail.contains(words), "{this} → {that}: {detail}");
            }
        }
        assert_eq!(house.everything().await, before, "{}", house.engine);
    }
}

#[test]
fn there_are_at_least_120_bad_pushes() {
    assert!(STATEMENTS_GONE_WRONG.len() + pages_gone_wrong("", "", "").len() >= 120);
}

/// Whole pages: the body, and the status and type of the answer.
fn pages_gone_wrong(learner: &str, device: &str, good: &str) -> Vec<(Vec<u8>, u16, &'static str)> {
    let page =
        |statements: &str| format!(r#"{{"learner":"{learner}","device":"{device}","statements":[{statements}]}}"#);
    let whole = page(good);
    let text = |body: &str| body.as_bytes().to_vec();
    let mut cases = vec![
        (vec![], 400, "bad_request"),
        (text("null"), 400, "bad_request"),
        (text("[]"), 400, "bad_request"),
        (text("<!doctype html><title>Wi-Fi</title>"), 400, "bad_request"),
        (text("{}"), 400, "bad_request"),
        (text(&page("")), 422, "invalid"),
        (text(&page(&vec!["{}"; 501].join(","))), 422, "invalid"),
        (text(&page(&vec!["1"; 10_001].join(","))), 422, "invalid"),
        (text(&whole.replace("\"learner\":", "\"who\":")), 400, "bad_request"),
        (text(&whole.replace("{\"learner\"", "{\"x\":1,\"learner\"")), 400, "bad_request"),
        (text(&whole.replace("{\"learner\"", "{\"statements\":[],\"learner\"")), 400, "bad_request"),
        (text(&whole.replace(learner, "Lan")), 400, "bad_request"),
        (text(&whole.replace(&format!("\"{device}\""), "7")), 400, "bad_request"),
        (text(&whole.replace(learner, &"0".repeat(32))), 403, "forbidden"),
        (text(&whole.replace(device, &"0".repeat(32))), 403, "forbidden"),
        (text(&whole.replace("\"statements\":[", "\"statements\":{")), 400, "bad_request"),
        (text(&format!("{whole}{whole}")), 400, "bad_request"),
        (text(&format!("\u{feff}{whole}")), 400, "bad_request"),
        (whole.bytes().chain([0]).collect(), 400, "bad_request"),
        (whole.replace("\"v\"", "\"\u{1}v\"").into_bytes(), 400, "bad_request"),
        (text(&whole.replace("\"did\":{", &format!("\"did\":{}", "{\"a\":".repeat(10_000)))), 400, "bad_request"),
        (text(&page(&"[".repeat(10_000))), 400, "bad_request"),
        (
            text(&page(&format!("{}{}", good, " ".repeat(PAGE_BYTES + 1 - whole.len().min(PAGE_BYTES))))),
            413,
            "too_large",
        ),
        (vec![b' '; PAGE_BYTES + 1], 413, "too_large"),
        (vec![b'{'; 1_000_000], 413, "too_large"),
    ];
    let mut invalid = whole.clone().into_bytes();
    if let Some(byte) = invalid.get_mut(20) {
        *byte = 0xff;
    }
    cases.push((invalid, 400, "bad_request"));
    cases
}

#[tokio::test]
async fn every_bad_page_is_refused_whole_with_its_reason_and_changes_nothing() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let mut learner = Learner::arrives(&house).await;
        learner.does(&house, &[begins(edition, "mot")]).await;
        let good = ANSWERED.replace("{E}", &edition.to_string());
        let before = house.everything().await;
        for (body, status, kind) in pages_gone_wrong(&learner.id.to_string(), &learner.device.to_string(), &good) {
            let shown = String::from_utf8_lossy(&body[..body.len().min(120)]).into_owned();
            let (got, problem) = house.call(Method::POST, STATEMENTS, Some(&learner.token), &body).await;
            assert_eq!((got.as_u16(), &problem["type"]), (status, &json!(kind)), "{shown}: {problem}");
            assert!(!problem["detail"].as_str().unwrap().is_empty());
        }
        assert_eq!(house.everything().await, before, "{}", house.engine);
    }
}

#[tokio::test]
async fn a_body_cut_at_any_byte_is_refused_whole() {
    let house = House::on_sqlite().await;
    let edition = house.publish(&small_course()).await;
    let mut learner = Learner::arrives(&house).await;
    let texts = learner.writes(&[begins(edition, "mot"), lives_in(None, 1)]);
    let page = learner.page(&texts);
    let before = house.everything().await;
    for cut in 0..page.len() {
        let (status, _) = house.call(Method::POST, STATEMENTS, Some(&learner.token), &page.as_bytes()[..cut]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "cut at {cut}");
    }
    assert_eq!(house.everything().await, before);
    assert_eq!(learner.pushes(&house, &texts).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_statement_of_one_byte_too_many_is_refused_alone() {
    let house = House::on_sqlite().await;
    let edition = house.publish(&small_course()).await;
    let learner = Learner::arrives(&house).await;
    let good = ANSWERED.replace("{E}", &edition.to_string());
    let padded = |length: usize| good.replacen(':', &format!(":{}", " ".repeat(length - good.len())), 1);
    let (_, report) = learner.pushes(&house, &[padded(4097), padded(4096)]).await;
    assert_eq!(report["verdicts"], json!([{"rejected": "too_long"}, "accepted"]));
}

#[tokio::test]
async fn gaps_and_the_largest_number_are_taken_and_a_rollback_conflicts() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let learner = Learner::arrives(&house).await;
        let at = |seq: u32, lesson: &str| {
            INITIALIZED
                .replace("{E}", &edition.to_string())
                .replace("\"seq\":50", &format!("\"seq\":{seq}"))
                .replace("mot", lesson)
        };
        let (_, report) = learner.pushes(&house, &[at(1, "mot"), at(900, "mot"), at(2_147_483_647, "mot")]).await;
        assert_eq!(report["verdicts"], json!(["accepted", "accepted", "accepted"]));
        let (_, report) = learner.pushes(&house, &[at(900, "hai"), at(5, "mot")]).await;
        assert_eq!(report["verdicts"], json!([{"rejected": "conflict"}, "accepted"]));
    }
}

#[tokio::test]
async fn a_compressed_body_is_not_unpacked() {
    let house = House::on_sqlite().await;
    let learner = Learner::arrives(&house).await;
    let bomb = [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3];
    let (status, _) = house.call(Method::POST, STATEMENTS, Some(&learner.token), &bomb).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let packed = Request::post(STATEMENTS).header("authorization", format!("Bearer {}", learner.token));
    let packed = packed.header("content-encoding", "gzip").body(Body::from(bomb.to_vec())).unwrap();
    let (status, _, problem) = house.send(packed).await;
    let problem: serde_json::Value = serde_json::from_slice(&problem).unwrap();
    assert_eq!((status, &problem["type"]), (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("packed")));
}
