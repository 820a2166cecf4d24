//! What strangers try at the doors of accounts: names, passwords, codes, invitations, cookies, bodies. Each gets its clear answer
//! and changes nothing.

mod house;

use axum::body::Body;
use axum::http::{Method, Request, header};
use domain::api;
use house::House;
use house::desk::{Browser, PASSWORD, code};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;
const WRONG: &str = "một câu hoàn toàn khác";

/// A door, what it must answer, and what is sent to it.
struct Abuse {
    door: (Method, &'static str),
    expected: (u16, &'static str),
    bodies: Vec<String>,
}

fn abuse(method: Method, door: &'static str, expected: (u16, &'static str), bodies: Vec<Value>) -> Abuse {
    Abuse { door: (method, door), expected, bodies: bodies.iter().map(Value::to_string).collect() }
}

/// Bodies that are no JSON of any form that a door takes.
fn broken_bodies() -> Vec<String> {
    let deep = "[".repeat(10_000);
    let texts = [
        "",
        " ",
        "null",
        "true",
        "0",
        "\"\"",
        "[]",
        "[{}]",
        "{",
        "}",
        "{}",
        "{\"name\"}",
        "{'name': 'x'}",
        "NaN",
        "1e400",
        "{\"name\":1,\"password\":\"x\",\"token\":1,\"code\":1,\"roles\":1,\"unit\":1}",
        "{\"name\":null,\"password\":null,\"token\":null,\"code\":{},\"roles\":null}",
        "{\"name\":[\"an.tran\"],\"password\":{\"$ne\":null},\"token\":{\"$gt\":\"\"},\"code\":[1],\"roles\":{}}",
        "{\"name\":\"a\",\"name\":\"b\",\"password\":\"x\",\"token\":\"a\",\"token\":\"b\",\"code\":\"1\",\"code\":\"2\",\"roles\":[],\"roles\":[]}",
        "{\"name\":\"\\ud800\",\"password\":\"\\ud800\",\"token\":\"\\ud800\",\"code\":\"\\ud800\",\"roles\":[\"\\ud800\"]}",
        "name=an.tran&password=x",
        "<xml/>",
        "{\"__proto__\":{\"roles\":[\"administrator\"]}}",
        deep.as_str(),
    ];
    texts.map(str::to_owned).to_vec()
}

/// Tokens that are none of an invitation that can be used.
fn bad_tokens(used: &str, expired: &str, session: &str) -> Vec<String> {
    let hex = "0123456789abcdef".repeat(4);
    [
        used,
        expired,
        session,
        &server::secret::hashed(used),
        &used.to_uppercase(),
        &used[..63],
        &format!("{used}0"),
        &format!(" {used}"),
        &format!("{used}\n"),
        &format!("{used}\0"),
        &hex,
        &"0".repeat(64),
        "",
        "0",
        "' OR 1=1 --",
        "%",
        "_",
        "*",
        "../../etc/passwd",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "\u{202e}abc",
        "０１２３",
        "null",
        "undefined",
        &"a".repeat(20_000),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn names() -> Vec<String> {
    [
        "AN.TRAN",
        "an.tran ",
        " an.tran",
        "an.tran\0",
        "an.tran\n",
        "an.trаn",
        "ân.trần",
        "an.tran'--",
        "an.tran\" OR \"\"=\"",
        "' OR 1=1 --",
        "an%",
        "an_tran",
        "*",
        "",
        "ab",
        "..",
        "../an.tran",
        "admin",
        "administrator",
        "root",
        "an.tran;DROP TABLE staff",
        "<script>",
        "=an.tran",
        "\u{202e}nart.na",
        "an.tran@x\r\nSet-Cookie: a=b",
        "\u{feff}an.tran",
        "ａｎ．ｔｒａｎ",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["a".repeat(64), "a".repeat(65), "a".repeat(50_000)])
    .collect()
}

fn passwords() -> Vec<String> {
    [
        "",
        " ",
        "x",
        "null",
        "' OR 1=1 --",
        "\0",
        &format!("{PASSWORD} "),
        &format!(" {PASSWORD}"),
        &format!("{PASSWORD}\0"),
        &PASSWORD.to_uppercase(),
        &PASSWORD[..PASSWORD.len() - 1],
        "$argon2id$v=19$m=19456,t=2,p=1$aaaa$bbbb",
        &"a".repeat(128),
        &"a".repeat(129),
        &"ă".repeat(20_000),
        "\u{202e}",
        "bon con trau va mot cai ao",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn codes(used: &str, others: &str, recovery: &str) -> Vec<String> {
    [
        used,
        others,
        recovery,
        "000000",
        "123456",
        "-12345",
        "+12345",
        "12345",
        "1234567",
        "0x1234",
        "1e5000",
        "１２３４５６",
        "١٢٣٤٥٦",
        "abcdef",
        "null",
        "' OR 1=1 --",
        "000000\0",
        "0000-0000-0000-0000-0000-0000",
        "%",
        &"0".repeat(5000),
        "\u{202e}123456",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// What a stranger may have got hold of.
struct Loot {
    used: String,
    expired: String,
    open: String,
    session: String,
    taken_code: String,
    old_recovery: String,
    recovery: String,
}

#[rustfmt::skip]
fn abuses(loot: &Loot, now: i64) -> Vec<Abuse> {
    let sign_in = |name: &str, password: &str| json!({"name": name, "password": password});
    let with_code = |code: &str| json!({"name": "binh.le", "password": PASSWORD, "code": code});
    let accept = |token: &str, name: &str, password: &str| json!({"token": token, "name": name, "password": password});
    let on_open = |name: &str, password: &str| accept(&loot.open, name, password);
    let others = code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", now);
    let weak = ["", "ngắn", "123456789012345", "moi.moi moi.moi moi", "aaaaaaaaaaaaaaaaaaaa", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"];
    let tokens = bad_tokens(&loot.used, &loot.expired, &loot.session);
    let bad_names: Vec<_> = names().into_iter().filter(|name| !domain::people::is_staff_name(name)).collect();
    let codes = codes(&loot.taken_code, &others, &loot.old_recovery);
    let more = json!({"token": loot.open, "name": "moi.moi", "password": PASSWORD, "roles": ["administrator"]});
    let (post, put) = (|| Method::POST, || Method::PUT);
    let mut abuses = vec![
        abuse(post(), api::ACCEPT, (422, "invalid"), bad_names.iter().map(|name| on_open(name, PASSWORD)).collect()),
        abuse(post(), api::ACCEPT, (422, "invalid"), weak.iter().map(|word| on_open("moi.moi", word)).collect()),
        abuse(post(), api::ACCEPT, (409, "conflict"), vec![on_open("an.tran", PASSWORD), on_open("binh.le", PASSWORD)]),
        abuse(post(), api::ACCEPT, (400, "bad_request"), vec![more, json!({"token": loot.open, "name": "moi.moi"})]),
        abuse(post(), api::ACCEPT, (404, "not_found"), tokens.iter().map(|token| accept(token, "moi.moi", PASSWORD)).collect()),
        abuse(post(), api::INVITATION, (404, "not_found"), tokens.iter().map(|token| json!({"token": token})).collect()),
        abuse(post(), api::PROOF, (401, "signed_out"), vec![json!({"password": PASSWORD})]),
        abuse(put(), api::PASSWORD, (401, "signed_out"), vec![json!({"password": WRONG})]),
        abuse(put(), api::SECOND_STEP, (401, "signed_out"), vec![json!({"code": others})]),
        abuse(post(), api::SESSION, (401, "wrong_credentials"), names().iter().map(|name| sign_in(name, WRONG)).collect()),
        abuse(post(), api::SESSION, (401, "wrong_credentials"), passwords().iter().map(|word| sign_in("an.tran", word)).collect()),
        abuse(post(), api::SESSION, (401, "wrong_code"), codes.iter().map(|code| with_code(code)).collect()),
        abuse(post(), api::SESSION, (401, "code_needed"), vec![sign_in("binh.le", PASSWORD), with_code(" ")]),
        abuse(post(), api::SESSION, (401, "wrong_credentials"), vec![json!({"name": "binh.le", "password": WRONG, "code": loot.recovery})]),
    ];
    for door in [api::SESSION, api::INVITATION, api::ACCEPT] {
        abuses.push(Abuse { door: (post(), door), expected: (400, "bad_request"), bodies: broken_bodies() });
    }
    abuses
}

async fn loot(house: &House) -> Loot {
    let used = house.invites(&["administrator"], None).await;
    let expired = house.invites(&["administrator"], None).await;
    let mut an = Browser::default();
    an.accepts(house, &used, "an.tran", PASSWORD).await;
    house.pass(72 * HOUR);
    an.signs_in(house, "an.tran", PASSWORD).await;
    let mut binh = house.has("binh.le", &["administrator"], None).await;
    let old_recovery = binh.sets_up_second_step(house).await.remove(0);
    let codes = binh.posts(house, api::RECOVERY_CODES, json!(null)).await.json;
    let taken_code = code(&binh.key, house.server.clock.now());
    let open = house.invites(&["administrator"], None).await;
    let recovery = codes["codes"][0].as_str().unwrap().to_owned();
    Loot { used, expired, open, session: an.cookies["session"].clone(), taken_code, old_recovery, recovery }
}

#[tokio::test]
async fn at_least_a_hundred_and_fifty_abuses_get_a_clear_answer_and_change_nothing() {
    for house in House::all().await {
        let loot = loot(&house).await;
        let before = house.accounts().await;
        let (mut tried, mut wrong) = (0, Vec::new());
        for Abuse { door: (method, path), expected, bodies } in abuses(&loot, house.server.clock.now()) {
            for body in bodies {
                if path == api::SESSION {
                    // Whoever waits an hour isn't slowed down: what is looked at here is the answer itself.
                    house.pass(HOUR);
                }
                let mut stranger = Browser::default();
                let answer = stranger.asks(&house, method.clone(), path, body.as_bytes()).await;
                let got = (answer.status.as_u16(), answer.json["type"].as_str().unwrap_or_default());
                let shown: String = body.chars().take(80).collect();
                if got != expected || stranger.cookies.contains_key("session") {
                    wrong.push(format!("{method} {path} {shown}: {got:?}, not {expected:?}"));
                }
                tried += 1;
            }
        }
        assert!(wrong.is_empty(), "on {}:\n{}", house.engine, wrong.join("\n"));
        assert!(tried >= 150, "{tried}");
        assert_eq!(house.accounts().await, before, "{}", house.engine);
        println!("{tried} abuses on {}", house.engine);
    }
}

#[tokio::test]
async fn a_cookie_that_is_not_the_session_opens_nothing() {
    let house = House::on_sqlite().await;
    let own = house.has("an.tran", &["administrator"], None).await;
    let (token, browser) = (own.cookies["session"].clone(), own.cookies["browser"].clone());
    let hash = server::secret::hashed(&token);
    for cookie in [
        String::new(),
        "session".into(),
        "session=".into(),
        format!("session={hash}"),
        format!("session={browser}"),
        format!("session={}", token.to_uppercase()),
        format!("session={}", &token[..63]),
        format!("session={token}0"),
        format!("session=\"{token}\""),
        format!("Session={token}"),
        format!("__Host-session={token}"),
        format!("__Secure-session={token}"),
        format!("browser={token}"),
        format!("session%3D{token}"),
        format!("x=session={token}"),
        "session=' OR 1=1 --".into(),
        format!("session={}", "f".repeat(8000)),
    ] {
        let request = Request::get(api::STAFF).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.0, 401, "{cookie}");
    }
    // No other way carries it.
    for (name, value) in [("authorization", format!("Bearer {token}")), ("x-session", token.clone())] {
        let request = Request::get(api::STAFF).header(name, value).body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.0, 401, "{name}");
    }
    let request = Request::get(format!("{}?session={token}", api::STAFF)).body(Body::empty()).unwrap();
    assert_eq!(house.send(request).await.0, 401);
}
