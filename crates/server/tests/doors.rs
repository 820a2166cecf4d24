//! Every door of the API tried by everybody, on own and on foreign objects. The doors are read from the API's description: one
//! without a line in the table fails, and so does a line without a door.

mod house;

use axum::http::Method;
use domain::api;
use house::desk::{Browser, PASSWORD};
use house::{House, Learner, PROVINCE, QUY_NHON, VINH_SON, small_course};
use serde_json::{Value, json};
use server::config::Provider;
use std::collections::BTreeSet;

const MINUTE: i64 = 60_000;

/// Everybody who comes to a door.
const PEOPLE: [&str; 13] = [
    "anonymous",
    "learner",
    "other learner",
    "trainer",
    "reviewer",
    "official",
    "official of a sibling",
    "official of the parent",
    "administrator",
    "disabled",
    "expired",
    "unproven administrator",
    "trainer without second step",
];

/// What is asked: the door as the description names it, what the case is about, the address, the body.
struct Case {
    method: Method,
    door: &'static str,
    about: &'static str,
    query: String,
    body: Vec<u8>,
    expected: [u16; 13],
}

/// The same for everybody.
const fn all(status: u16) -> [u16; 13] {
    [status; 13]
}

/// For learners' devices only.
const fn learners(own: u16, other: u16) -> [u16; 13] {
    let mut expected = [401; 13];
    expected[1] = own;
    expected[2] = other;
    expected
}

/// For staff: trainer, reviewer, official here, of a sibling, of the parent, administrator, the same without fresh proof, a
/// trainer without second step. Everybody else is told to sign in.
const fn staff(of: [u16; 8]) -> [u16; 13] {
    let [trainer, reviewer, official, sibling, parent, administrator, unproven, stepless] = of;
    [401, 401, 401, trainer, reviewer, official, sibling, parent, administrator, 401, 401, unproven, stepless]
}

/// What the table speaks of.
struct Things {
    learner: Learner,
    victim: String,
    administrator: String,
    session: String,
    draft: String,
    edition: String,
}

fn case(
    method: Method,
    door: &'static str,
    about: &'static str,
    query: String,
    body: Value,
    expected: [u16; 13],
) -> Case {
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    Case { method, door, about, query, body, expected }
}

/// Through the provider of identities, which is down.
#[rustfmt::skip]
fn table_of_provider() -> Vec<Case> {
    let (post, put, delete, none) = (|| Method::POST, || Method::PUT, || Method::DELETE, String::new);
    let (begin, reply) = (json!({"language": "vi"}), json!({"code": "a", "state": "sign-in.vi.0.b"}));
    vec![
        case(post(),   api::PROVIDER_SESSION,  "to begin",      none(), begin.clone(),             all(424)),
        case(put(),    api::PROVIDER_SESSION,  "nothing begun", none(), reply.clone(),             all(401)),
        case(post(),   api::PROVIDER_CODE,     "nothing begun", none(), json!({"code": "000000"}), all(401)),
        case(post(),   api::PROVIDER_IDENTITY, "to begin",      none(), begin,                     staff([424, 424, 424, 424, 424, 424, 403, 424])),
        case(put(),    api::PROVIDER_IDENTITY, "nothing begun", none(), reply,                     staff([401, 401, 401, 401, 401, 401, 403, 401])),
        case(delete(), api::PROVIDER_IDENTITY, "own",           none(), json!(null),               staff([204, 204, 204, 204, 204, 204, 403, 204])),
    ]
}

#[rustfmt::skip]
fn table(things: &Things) -> Vec<Case> {
    let none = String::new;
    let of = |thing: &str| thing.to_owned();
    let Learner { id, device, .. } = &things.learner;
    let new_learner = json!({"learner": "ab".repeat(16), "secret": "cd".repeat(32), "device": "ef".repeat(16)});
    let stolen = json!({"learner": id.to_string(), "secret": "0".repeat(64), "device": "ef".repeat(16)});
    let page = json!({"learner": id.to_string(), "device": device.to_string(), "statements": []});
    let handover = json!({"kind": "code", "finder": "5".repeat(64), "sealed": "6".repeat(64)});
    let take = json!({"finder": "7".repeat(64), "device": "ef".repeat(16)});
    let join = json!({"learner": id.to_string(), "secret": "0".repeat(64)});
    let no_token = json!({"token": "0".repeat(64)});
    let accept = json!({"token": "0".repeat(64), "name": "x.yz", "password": PASSWORD});
    let invite = json!({"roles": ["trainer"], "unit": null});
    let held = json!({"roles": ["reviewer"], "unit": null});
    let unit = |unit: &str| format!("?course=thu&unit={unit}");
    let (get, post, put, delete) = (|| Method::GET, || Method::POST, || Method::PUT, || Method::DELETE);
    let nobody = "0".repeat(32);
    vec![
        case(post(),   api::DEVICES,        "a new learner",         none(), new_learner,                    all(200)),
        case(post(),   api::DEVICES,        "somebody's learner",    none(), stolen,                         all(403)),
        case(get(),    api::STATEMENTS,     "own",                   none(), json!(null),                    learners(200, 200)),
        case(post(),   api::STATEMENTS,     "of the learner",        none(), page,                           learners(422, 403)),
        case(post(),   api::HANDOVERS,      "own",                   none(), handover,                       learners(204, 204)),
        case(post(),   api::TAKE_HANDOVER,  "unknown",               none(), take,                           all(404)),
        case(post(),   api::JOIN,           "the learner, no secret", none(), join,                          learners(403, 403)),
        case(post(),   api::SESSION,        "nobody's name",         none(), json!({"name": "ab", "password": PASSWORD}), all(401)),
        case(get(),    api::ACCOUNT,        "own",                   none(), json!(null),                    all(200)),
        case(post(),   api::INVITATION,     "unknown",               none(), no_token,                       all(404)),
        case(post(),   api::ACCEPT,         "unknown",               none(), accept,                         all(404)),
        //                                                                      trainer review offic siblg parent admin unprv stepless
        case(post(),   api::INVITATIONS,    "a trainer",             none(), invite,                         staff([403, 403, 403, 403, 403, 200, 403, 403])),
        case(get(),    api::STAFF,          "everybody",             none(), json!(null),                    staff([403, 403, 403, 403, 403, 200, 200, 403])),
        case(put(),    api::STAFF_ROLES,    "somebody's",            of(&things.victim), held.clone(),       staff([403, 403, 403, 403, 403, 200, 403, 403])),
        case(put(),    api::STAFF_ROLES,    "the administrator's",   of(&things.administrator), held.clone(), staff([403, 403, 403, 403, 403, 403, 403, 403])),
        case(put(),    api::STAFF_ROLES,    "nobody's",              nobody.clone(), held,                   staff([403, 403, 403, 403, 403, 404, 403, 403])),
        case(post(),   api::DISABLE,        "somebody",              of(&things.victim), json!(null),        staff([403, 403, 403, 403, 403, 200, 403, 403])),
        case(post(),   api::DISABLE,        "the administrator",     of(&things.administrator), json!(null), staff([403, 403, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::ENABLE,         "somebody",              of(&things.victim), json!(null),        staff([403, 403, 403, 403, 403, 200, 403, 403])),
        case(delete(), api::STAFF_SECOND_STEP, "somebody's",         of(&things.victim), json!(null),        staff([403, 403, 403, 403, 403, 200, 403, 403])),
        case(get(),    api::SESSIONS,       "own",                   none(), json!(null),                    staff([200, 200, 200, 200, 200, 200, 200, 200])),
        case(delete(), api::SESSIONS,       "own",                   none(), json!(null),                    staff([204, 204, 204, 204, 204, 204, 204, 204])),
        case(delete(), api::ONE_SESSION,    "somebody's",            of(&things.session), json!(null),       staff([404, 404, 404, 404, 404, 404, 404, 404])),
        case(post(),   api::PROOF,          "nothing",               none(), json!({}),                      staff([400, 400, 400, 400, 400, 400, 400, 400])),
        case(put(),    api::PASSWORD,       "a bad one",             none(), json!({"password": "x"}),       staff([422, 422, 422, 422, 422, 422, 403, 422])),
        case(put(),    api::SECOND_STEP,    "nothing begun",         none(), json!({"code": "000000"}),      staff([409, 409, 409, 409, 409, 409, 403, 409])),
        case(post(),   api::RECOVERY_CODES, "own",                   none(), json!(null),                    staff([200, 200, 200, 200, 200, 409, 403, 409])),
        case(post(),   api::SECOND_STEP,    "own",                   none(), json!(null),                    staff([200, 200, 200, 200, 200, 200, 403, 200])),
        case(delete(), api::SECOND_STEP,    "own",                   none(), json!(null),                    staff([409, 409, 409, 409, 409, 204, 403, 409])),
        case(get(),    api::AUDIT,          "all",                   none(), json!(null),                    staff([403, 403, 403, 403, 403, 200, 200, 403])),
        case(get(),    api::AUDIT_CSV,      "all",                   none(), json!(null),                    staff([403, 403, 403, 403, 403, 200, 403, 403])),
        case(get(),    api::COURSES,        "all",                   none(), json!(null),                    staff([200, 200, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::DRAFTS,         "no zip",                none(), json!("PK"),                    staff([200, 403, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::PUBLISH,        "the trainer's",         of(&things.draft), json!(null),         staff([200, 403, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::PUBLISH,        "nobody's",              nobody.clone(), json!(null),            staff([404, 403, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::WITHDRAW,       "an edition",            of(&things.edition), json!(null),       staff([204, 403, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::WITHDRAW,       "no edition",            nobody, json!(null),                    staff([404, 403, 403, 403, 403, 403, 403, 403])),
        case(post(),   api::VOUCH,          "unknown",               none(), json!({"finder": "7".repeat(64)}), staff([404, 403, 403, 403, 403, 403, 403, 403])),
        case(get(),    api::COMPLETION,     "of one's own unit",     "?course=thu".into(), json!(null),      staff([403, 403, 200, 200, 200, 200, 200, 403])),
        case(get(),    api::COMPLETION,     "of the official's",     unit(QUY_NHON), json!(null),            staff([403, 403, 200, 403, 200, 200, 200, 403])),
        case(get(),    api::COMPLETION,     "of the sibling",        unit(VINH_SON), json!(null),            staff([403, 403, 403, 200, 200, 200, 200, 403])),
        case(get(),    api::COMPLETION,     "of the parent",         unit(PROVINCE), json!(null),            staff([403, 403, 403, 403, 200, 200, 200, 403])),
        case(get(),    api::COMPLETION,     "of another province",   unit("51@2025-07-01"), json!(null),     staff([403, 403, 403, 403, 403, 200, 200, 403])),
        case(get(),    api::COMPLETION_CSV, "of the official's",     unit(QUY_NHON), json!(null),            staff([403, 403, 200, 403, 200, 200, 403, 403])),
        case(get(),    api::COMPLETION_CSV, "of the parent",         unit(PROVINCE), json!(null),            staff([403, 403, 403, 403, 200, 200, 403, 403])),
        case(get(),    api::COMPLETION_CSV, "of another province",   unit("51@2025-07-01"), json!(null),     staff([403, 403, 403, 403, 403, 200, 403, 403])),
        // The last: whoever was known or signed in no longer is.
        case(delete(), api::LEARNER,        "own",                   none(), json!(null),                    learners(204, 204)),
        case(delete(), api::SESSION,        "own",                   none(), json!(null),                    all(204)),
    ]
}

/// The address of a case: what stands in braces is its query.
fn address(case: &Case) -> String {
    match (case.door.find('{'), case.door.find('}')) {
        (Some(from), Some(to)) => format!("{}{}{}", &case.door[..from], case.query, &case.door[to + 1..]),
        _ => format!("{}{}", case.door, case.query),
    }
}

/// A person with two steps and nothing else: as [`House::has`], as fast as it can.
async fn people(house: &House) -> Vec<(Browser, Option<String>, Option<Learner>)> {
    let expired = house.has("expired", &["administrator"], None).await;
    house.pass(30 * MINUTE);
    let unproven = house.has("unproven", &["administrator"], None).await;
    house.pass(10 * MINUTE);
    let (learner, other) = (Learner::arrives(house).await, Learner::arrives(house).await);
    let disabled = house.has("disabled", &["administrator"], None).await;
    let mut tx = house.server.store.write().await.unwrap();
    tx.run("UPDATE staff SET disabled_at = 1 WHERE name = 'disabled'", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let mut stepless = Browser::default();
    let token = house.invites(&["trainer"], None).await;
    stepless.accepts(house, &token, "stepless", PASSWORD).await;
    let mut all = vec![(Browser::default(), None, None)];
    for learner in [learner, other] {
        all.push((Browser::default(), Some(learner.token.clone()), Some(learner)));
    }
    for browser in [
        house.has("trainer", &["trainer"], None).await,
        house.has("reviewer", &["reviewer"], None).await,
        house.has("official", &["official"], Some(QUY_NHON)).await,
        house.has("sibling", &["official"], Some(VINH_SON)).await,
        house.has("parent", &["official"], Some(PROVINCE)).await,
        house.has("administrator", &["administrator"], None).await,
        disabled,
        expired,
        unproven,
        stepless,
    ] {
        all.push((browser, None, None));
    }
    all
}

fn provider_that_is_down() -> Provider {
    let (client, name) = ("cong-dan-so".into(), "Cổng của tỉnh".into());
    Provider { issuer: "http://127.0.0.1:9".into(), client, secret: None, scopes: vec![], name }
}

fn described() -> BTreeSet<(String, String)> {
    let (_, description) = server::http::api();
    let description: Value = serde_json::from_str(&description.to_json().unwrap()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let methods = |(path, item): (&String, &Value)| {
        let named = item.as_object().unwrap().keys().filter(|name| *name != "parameters" && *name != "summary");
        named.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(methods).collect()
}

#[tokio::test]
async fn every_door_has_its_answer_for_everybody_on_own_and_foreign_objects() {
    for house in House::all().await {
        let house = house.with_provider(provider_that_is_down()).await;
        let edition = house.publish(&small_course()).await.to_string();
        let mut people = people(&house).await;
        let draft = house.keeps_a_draft_of("trainer").await;
        house.has("victim", &["trainer"], None).await;
        let sessions = "SELECT n.session FROM session n JOIN staff s ON s.staff = n.staff WHERE s.name = 'victim'";
        let things = Things {
            learner: people[1].2.clone().unwrap(),
            victim: house.id_of("victim").await,
            administrator: house.id_of("administrator").await,
            session: house.server.store.row(sessions, vec![]).await.unwrap().unwrap().text(0).unwrap(),
            draft,
            edition,
        };
        let table: Vec<Case> = table_of_provider().into_iter().chain(table(&things)).collect();
        let in_table: BTreeSet<_> = table.iter().map(|case| (case.method.to_string(), case.door.to_owned())).collect();
        assert_eq!(in_table, described(), "each door needs a line in the table above, and each line a door");
        let mut wrong = Vec::new();
        for case in &table {
            for ((name, (browser, bearer, _)), expected) in PEOPLE.iter().zip(&mut people).zip(case.expected) {
                let (method, path) = (case.method.clone(), address(case));
                let status = match bearer {
                    Some(bearer) => house.call(method, &path, Some(bearer), &case.body).await.0,
                    None => browser.asks(&house, method, &path, &case.body).await.status,
                };
                if status.as_u16() != expected {
                    wrong
                        .push(format!("{} {} ({}) by {name}: {status}, not {expected}", case.method, path, case.about));
                }
            }
        }
        assert!(wrong.is_empty(), "on {}:\n{}", house.engine, wrong.join("\n"));
    }
}
