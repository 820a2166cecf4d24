//! What those try who are in already, or hold something of somebody's: phones with spoilt tokens, codes and secrets, staff at their own
//! keys and at others' accounts, other sites in a signed-in browser. Each gets its clear answer and changes nothing. What strangers try at
//! the doors of accounts is `abuses.rs`'s; who may do what at all is `doors.rs`'s.

mod house;

use axum::body::Body;
use axum::http::{Method, Request, header};
use domain::api;
use house::desk::{Browser, PASSWORD, code};
use house::{House, Learner, PROVINCE, QUY_NHON, begins, small_course};
use serde_json::{Value, json};

const OTHER: &str = "một câu hoàn toàn khác";

/// A request, how it is called here, and the status and word of its answer.
struct Abuse {
    what: String,
    request: Request<Body>,
    expected: (u16, &'static str),
}

/// A request with these headers.
fn ask(method: &Method, path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

/// The same things sent by the same one to the same door.
fn each(
    method: &Method,
    path: &str,
    headers: &[(&str, &str)],
    expected: (u16, &'static str),
    bodies: impl IntoIterator<Item = Value>,
) -> Vec<Abuse> {
    let own = [&[("sec-fetch-site", "same-origin")], headers].concat();
    let one = |body: Value| {
        let body = if let Value::String(raw) = body { raw } else { body.to_string() };
        let what = format!("{method} {path} {}", body.chars().take(90).collect::<String>());
        Abuse { what, request: ask(method, path, &own, &body), expected }
    };
    bodies.into_iter().map(one).collect()
}

/// Texts that are no 64 hexadecimal digits in lower case.
fn no_secrets(good: &str) -> Vec<String> {
    let zeros = "0".repeat(63);
    let (long, upper, spaced, odd) =
        (format!("{good}0"), good.replace('0', "A"), format!(" {}", &good[1..]), format!("{zeros}g"));
    let (wide, nul, line) = (format!("{zeros}０"), format!("{zeros}\0"), format!("{zeros}\n"));
    let all = [
        "",
        "0",
        &good[..63],
        &long,
        &upper.to_uppercase(),
        &spaced,
        &odd,
        &wide,
        &nul,
        &line,
        "null",
        "' OR 1=1 --",
        "%",
        &"0".repeat(20_000),
    ];
    all.map(str::to_owned).to_vec()
}

/// Bodies of no form that a learner's door takes.
fn broken() -> Vec<Value> {
    let texts = [
        "",
        "null",
        "[]",
        "{}",
        "{",
        "0",
        "\"\"",
        "NaN",
        "{\"learner\":1,\"secret\":1,\"device\":1,\"finder\":1,\"kind\":1,\"sealed\":1}",
        "{\"learner\":\"x\",\"secret\":\"x\",\"device\":\"x\",\"finder\":[],\"kind\":\"x\",\"sealed\":{}}",
        "learner=x&secret=y",
        "{\"__proto__\":{}}",
    ];
    texts.iter().map(|text| json!(text)).chain([json!("[".repeat(10_000))]).collect()
}

/// What phones try, one of which holds the token of `own`.
fn by_spoilt_tokens(own: &Learner, other: &Learner) -> Vec<Abuse> {
    let (secret, zeros) = (&own.token[64..], "0".repeat(64));
    let tokens = [
        String::new(),
        "Bearer".into(),
        "Bearer ".into(),
        own.token.clone(),
        format!("Basic {}", own.token),
        format!("Token {}", own.token),
        format!("Bearer {secret}"),
        format!("Bearer  {}", own.token),
        format!("Bearer {}0", own.token),
        format!("Bearer {}", &own.token[..127]),
        format!("Bearer {} ", &own.token[..127]),
        format!("Bearer \"{}\"", own.token),
        format!("Bearer {},{}", own.token, own.token),
        format!("Bearer {}{zeros}", &own.token[..64]),
        format!("Bearer {}{secret}", &other.token[..64]),
        format!("Bearer {}{}{secret}", other.id, own.device),
        format!("Bearer {}{}{secret}", own.id, other.device),
        format!("Bearer {}{}", &own.token[..64], server::secret::hashed(secret)),
        format!("Bearer {}{}{}", own.device, own.id, secret),
        format!("Bearer {}", own.secret),
        format!("Bearer {}{}", &own.token[..64], secret.to_uppercase().replace(char::is_numeric, "A")),
        format!("Bearer {}", "f".repeat(7_000)),
    ];
    let mut abuses = Vec::new();
    for token in &tokens {
        for (method, door) in
            [(Method::GET, api::STATEMENTS), (Method::POST, api::HANDOVERS), (Method::DELETE, api::LEARNER)]
        {
            let body = json!({"kind": "code", "finder": zeros, "sealed": zeros});
            abuses.extend(each(&method, door, &[("authorization", token)], (401, "unknown_token"), [body]));
        }
    }
    abuses
}

/// What phones try with codes and secrets, one of which holds the token of `own`.
fn by_phones(own: &Learner, other: &Learner) -> Vec<Abuse> {
    let bearer = format!("Bearer {}", own.token);
    let auth = [("authorization", bearer.as_str())];
    let (secret, zeros) = (&own.token[64..], "0".repeat(64));
    let mut abuses = Vec::new();
    let post = Method::POST;
    let device = "ef".repeat(16);
    let register = |secret: &str| json!({"learner": own.id, "secret": secret, "device": device});
    abuses.extend(each(
        &post,
        api::DEVICES,
        &[],
        (422, "invalid"),
        no_secrets(&own.secret).iter().map(|secret| register(secret)),
    ));
    let wrong = [zeros.as_str(), &other.secret, secret, &server::secret::hashed(&own.secret)];
    abuses.extend(each(&post, api::DEVICES, &[], (403, "forbidden"), wrong.map(register)));
    let take = |finder: &str| json!({"finder": finder, "device": device});
    abuses.extend(each(
        &post,
        api::TAKE_HANDOVER,
        &[],
        (422, "invalid"),
        no_secrets(&zeros).iter().map(|finder| take(finder)),
    ));
    abuses.extend(each(&post, api::TAKE_HANDOVER, &[], (404, "not_found"), wrong.map(take)));
    let leave = |finder: &str, sealed: &str| json!({"kind": "code", "finder": finder, "sealed": sealed});
    abuses.extend(each(
        &post,
        api::HANDOVERS,
        &auth,
        (422, "invalid"),
        no_secrets(&zeros).iter().map(|bad| leave(bad, &zeros)),
    ));
    abuses.extend(each(
        &post,
        api::HANDOVERS,
        &auth,
        (422, "invalid"),
        no_secrets(&zeros).iter().map(|bad| leave(&zeros, bad)),
    ));
    for door in [api::DEVICES, api::TAKE_HANDOVER, api::HANDOVERS, api::JOIN, api::STATEMENTS] {
        abuses.extend(each(&post, door, &auth, (400, "bad_request"), broken()));
    }
    abuses
}

/// What a phone tries with another learner's name.
fn by_other_learners(own: &Learner, other: &Learner) -> Vec<Abuse> {
    let bearer = format!("Bearer {}", own.token);
    let auth = [("authorization", bearer.as_str())];
    let (secret, zeros) = (&own.token[64..], "0".repeat(64));
    let mut abuses = Vec::new();
    let post = Method::POST;
    let join = |learner: &str, secret: &str| json!({"learner": learner, "secret": secret});
    let (id, nobody) = (other.id.to_string(), "5".repeat(32));
    abuses.extend(each(
        &post,
        api::JOIN,
        &auth,
        (403, "forbidden"),
        no_secrets(&other.secret).iter().map(|bad| join(&id, bad)),
    ));
    abuses.extend(each(
        &post,
        api::JOIN,
        &auth,
        (403, "forbidden"),
        [&own.secret, secret, &zeros].map(|bad| join(&id, bad)),
    ));
    abuses.extend(each(
        &post,
        api::JOIN,
        &auth,
        (404, "not_found"),
        [&other.secret, &zeros].map(|secret| join(&nobody, secret)),
    ));
    let page = |learner: &Learner| json!({"learner": learner.id, "device": learner.device, "statements": [{"v": 1}]});
    let foreign = json!({"learner": own.id, "device": other.device, "statements": [{"v": 1}]});
    abuses.extend(each(&post, api::STATEMENTS, &auth, (403, "forbidden"), [page(other), foreign]));
    abuses
}

fn held(roles: Value, unit: Value) -> Value {
    json!({"roles": roles, "unit": unit})
}

fn of(door: &str, id: &str) -> String {
    door.replace("{staff}", id).replace("{session}", id)
}

/// Roles and units that an administrator tries to give.
fn by_unfit_roles(cookie: &str, victim: &str) -> Vec<Abuse> {
    let cookies = [("cookie", cookie)];
    let unfit = || {
        vec![
            held(json!([]), json!(null)),
            held(json!(["official"]), json!(null)),
            held(json!(["official"]), json!("99@2025-07-01")),
            held(json!(["official"]), json!("52@1900-01-01")),
            held(json!(["trainer", "official"]), json!(null)),
        ]
    };
    let unread = || {
        vec![
            held(json!(["root"]), json!(null)),
            held(json!(["Administrator"]), json!(null)),
            held(json!([""]), json!(null)),
            held(json!([null]), json!(null)),
            held(json!("administrator"), json!(null)),
            held(json!({"administrator": true}), json!(null)),
            held(json!(["official"]), json!("x")),
            held(json!(["official"]), json!(52)),
            held(json!(["official"]), json!("52@2025-07-01 ")),
            held(json!(["official"]), json!("' OR 1=1 --")),
            json!({"roles": ["trainer"], "unit": null, "name": "x"}),
            json!(""),
            json!("["),
        ]
    };
    let mut abuses = Vec::new();
    for (method, door) in [(&Method::PUT, of(api::STAFF_ROLES, victim)), (&Method::POST, api::INVITATIONS.to_owned())] {
        abuses.extend(each(method, &door, &cookies, (422, "invalid"), unfit()));
        abuses.extend(each(method, &door, &cookies, (400, "bad_request"), unread()));
    }
    abuses
}

/// Names of people and sessions that are none, and one's own.
fn by_names(cookie: &str, own: &str) -> Vec<Abuse> {
    let cookies = [("cookie", cookie)];
    let (post, put, delete) = (Method::POST, Method::PUT, Method::DELETE);
    let mut abuses = Vec::new();
    let fine = || [held(json!(["trainer"]), json!(null))];
    let names = [
        "x",
        "0",
        &"0".repeat(32),
        &"0".repeat(31),
        &"F".repeat(32),
        "%2e%2e",
        "%00",
        "..%2f..%2faccount",
        "null",
        "an.tran",
        "*",
        "%25",
        "'%20OR%201=1%20--",
    ];
    for name in names {
        abuses.extend(each(&put, &of(api::STAFF_ROLES, name), &cookies, (404, "not_found"), fine()));
        for (method, door) in [
            (&post, api::DISABLE),
            (&post, api::ENABLE),
            (&delete, api::STAFF_SECOND_STEP),
            (&delete, api::ONE_SESSION),
        ] {
            abuses.extend(each(method, &of(door, name), &cookies, (404, "not_found"), [json!("")]));
        }
    }
    abuses.extend(each(&put, &of(api::STAFF_ROLES, own), &cookies, (403, "forbidden"), fine()));
    for (method, door) in [(&post, api::DISABLE), (&post, api::ENABLE), (&delete, api::STAFF_SECOND_STEP)] {
        abuses.extend(each(method, &of(door, own), &cookies, (403, "forbidden"), [json!("")]));
    }
    abuses
}

/// What somebody who is signed in tries at their own keys.
fn at_own_keys(cookie: &str, now: i64, pending: &str) -> Vec<Abuse> {
    let cookies = [("cookie", cookie)];
    let (post, put) = (Method::POST, Method::PUT);
    let mut abuses = Vec::new();
    let codes = [
        "",
        " ",
        "0",
        "12345",
        "1234567",
        "abcdef",
        "00000O",
        "０００００0",
        "-00001",
        "+00001",
        "1e5",
        "0x0001",
        "null",
        "' OR 1=1 --",
        "0000-0000-0000-0000-0000-0000",
        &"0".repeat(5_000),
        &code(pending, now - 600_000),
        &code(pending, now + 600_000),
        &code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", now),
    ]
    .map(|code| json!({"code": code}));
    abuses.extend(each(&put, api::SECOND_STEP, &cookies, (401, "wrong_code"), codes));
    let weak = [
        "",
        " ",
        "x",
        "ngắn",
        "matkhau123",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345",
        "an.tran an.tran an.tran",
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        &"a".repeat(129),
        &"ă".repeat(9_000),
    ];
    abuses.extend(each(&put, api::PASSWORD, &cookies, (422, "invalid"), weak.map(|word| json!({"password": word}))));
    let unread = [
        json!(null),
        json!({}),
        json!({"password": null}),
        json!({"password": ["x"]}),
        json!({"password": PASSWORD, "name": "x"}),
        json!("["),
        json!(""),
    ];
    abuses.extend(each(&put, api::PASSWORD, &cookies, (400, "bad_request"), unread));
    let two = [
        json!({}),
        json!({"password": PASSWORD, "code": "1"}),
        json!({"password": null, "code": null}),
        json!({"password": 1}),
        json!({"name": "x"}),
        json!(""),
    ];
    abuses.extend(each(&post, api::PROOF, &cookies, (400, "bad_request"), two));
    // Five are free, and each further one waits: what is looked at here is the answer itself.
    abuses.extend(each(
        &post,
        api::PROOF,
        &cookies,
        (401, "wrong_credentials"),
        [OTHER, "", &PASSWORD.to_uppercase()].map(|word| json!({"password": word})),
    ));
    abuses
}

/// Pages of other sites in a browser that is signed in: whatever they send, they may not.
fn by_other_sites(cookie: &str, victim: &str) -> Vec<Abuse> {
    let from: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost")],
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("origin", "http://localhost.evil.test")],
        &[("origin", "http://localhost:81")],
    ];
    let disable = api::DISABLE.replace("{staff}", victim);
    let doors = [
        (Method::POST, api::SESSION, json!({"name": "an.tran", "password": PASSWORD})),
        (Method::DELETE, api::SESSION, json!("")),
        (Method::DELETE, api::SESSIONS, json!("")),
        (Method::PUT, api::PASSWORD, json!({"password": OTHER})),
        (Method::POST, api::INVITATIONS, json!({"roles": ["administrator"], "unit": null})),
        (Method::POST, disable.as_str(), json!("")),
        (Method::POST, api::RECOVERY_CODES, json!("")),
        (Method::POST, api::DEVICES, json!({})),
    ];
    let mut abuses = Vec::new();
    for headers in from {
        for (method, door, body) in &doors {
            let body = if let Value::String(raw) = body { raw.clone() } else { body.to_string() };
            let all = [headers, &[("cookie", cookie), ("content-type", "text/plain")]].concat();
            let what = format!("{method} {door} from {headers:?}");
            abuses.push(Abuse { what, request: ask(method, door, &all, &body), expected: (403, "forbidden") });
        }
    }
    abuses
}

async fn everything(house: &House) -> String {
    let phones = [
        ("handover", "finder_hash, learner, kind, sealed, used_by, open_until"),
        ("device", "learner, device, token_hash"),
        ("learner", "learner, secret_hash, joined_into, vouched_at"),
    ];
    house.accounts().await + &house.dump(&phones).await + &house.everything().await
}

#[tokio::test]
async fn what_phones_staff_and_other_sites_try_gets_a_clear_answer_and_changes_nothing() {
    for house in House::all().await {
        let edition = house.publish(&small_course()).await;
        let (mut own, mut other) = (Learner::arrives(&house).await, Learner::arrives(&house).await);
        own.does(&house, &[begins(edition, "mot")]).await;
        other.does(&house, &[begins(edition, "hai")]).await;
        house.has("nam.ho", &["official"], Some(QUY_NHON)).await;
        house.has("lan.vo", &["official"], Some(PROVINCE)).await;
        let mut an: Browser = house.has("an.tran", &["administrator"], None).await;
        let (own_id, victim) = (house.id_of("an.tran").await, house.id_of("nam.ho").await);
        let pending = an.posts(&house, api::SECOND_STEP, json!(null)).await.json["key"].as_str().unwrap().to_owned();
        let cookie = format!("session={}; browser={}", an.cookies["session"], an.cookies["browser"]);
        let before = everything(&house).await;
        let mut wrong = Vec::new();
        let abuses = [
            by_spoilt_tokens(&own, &other),
            by_phones(&own, &other),
            by_other_learners(&own, &other),
            by_unfit_roles(&cookie, &victim),
            by_names(&cookie, &own_id),
            at_own_keys(&cookie, house.server.clock.now(), &pending),
            by_other_sites(&cookie, &victim),
        ];
        let abuses: Vec<Abuse> = abuses.into_iter().flatten().collect();
        let tried = abuses.len();
        for Abuse { what, request, expected } in abuses {
            let (status, headers, body) = house.send(request).await;
            let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
            let got = (status.as_u16(), problem["type"].as_str().unwrap_or_default());
            if got != expected || headers.contains_key(header::SET_COOKIE) {
                wrong.push(format!("{what}: {got:?}, not {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} on {}:\n{}", wrong.len(), house.engine, wrong.join("\n"));
        assert!(tried >= 300, "{tried}");
        assert_eq!(everything(&house).await, before, "{}", house.engine);
        assert_eq!(an.is(&house).await.as_deref(), Some("an.tran"), "who was signed in still is");
        println!("{tried} abuses by insiders on {}", house.engine);
    }
}
