//! Signing in through a provider of identities (OpenID Connect): who gets in, who doesn't, and what the provider may do wrong.

mod house;

use axum::http::{Method, StatusCode, header};
use clap::Parser;
use domain::api;
use house::House;
use house::desk::{Browser, PASSWORD, Reply, code};
use house::provider::{CLIENT, FakeProvider, Wrong, form};
use serde_json::{Value, json};
use server::config::{self, Cli, Command, Serve};
use server::http;
use std::sync::Arc;

const MINUTE: i64 = 60_000;
const ENTRY: &str = api::PROVIDER_SESSION;
const LINK: &str = api::PROVIDER_IDENTITY;

fn kind(answer: &Reply) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["type"].as_str().unwrap_or_default())
}

const REFUSED: (u16, &str) = (401, "provider_refused");
const DOWN: (u16, &str) = (424, "provider_down");

/// A house on each engine with a provider, and an administrator who has linked `"an"`.
async fn houses() -> Vec<(House, FakeProvider, Browser)> {
    let mut all = Vec::new();
    for house in House::all().await {
        let provider = FakeProvider::opens(&house).await;
        let house = house.with_provider(provider.config()).await;
        let mut an = house.has("an.tran", &["administrator"], None).await;
        an.links(&house, &provider, "an").await;
        all.push((house, provider, an));
    }
    all
}

#[tokio::test]
async fn who_has_linked_an_identity_signs_in_by_it_and_is_not_freshly_proven() {
    for (house, provider, mut an) in houses().await {
        let mut browser = Browser::default();
        let before = browser.gets(&house, api::ACCOUNT).await;
        assert_eq!((&before.json["provider"], &before.json["staff"]), (&json!("Cổng của tỉnh"), &json!(null)));
        let signed = browser.goes_through(&house, &provider, ENTRY, "an").await;
        assert_eq!((signed.status, &signed.json["name"]), (StatusCode::OK, &json!("an.tran")), "{}", house.engine);
        let keys = browser.gets(&house, api::ACCOUNT).await.json["keys"].clone();
        assert_eq!((&keys["linked"], &keys["fresh"]), (&json!(true), &json!(false)));
        assert_eq!(kind(&browser.deletes(&house, LINK).await), (403, "proof_needed"));
        assert_eq!(browser.gets(&house, api::STAFF).await.status, StatusCode::OK, "its role opens to it");
        browser.proves(&house).await;
        assert_eq!(browser.deletes(&house, LINK).await.status, StatusCode::NO_CONTENT);
        assert_eq!(an.is(&house).await, None, "unlinking ends other sessions");
        let gone = Browser::default().goes_through(&house, &provider, ENTRY, "an").await;
        assert_eq!(kind(&gone), REFUSED);
        assert_eq!(
            house.acts().await,
            ["invited", "account_made", "identity_linked", "signed_in", "proven", "identity_unlinked"]
        );
        server::audit::verify(&house.server.store).await.unwrap();
    }
}

#[tokio::test]
async fn it_stands_in_for_the_password_and_never_for_the_second_step() {
    for (house, provider, _) in houses().await {
        let mut binh = house.has("binh.le", &["trainer"], None).await;
        binh.links(&house, &provider, "binh").await;
        let key = binh.key.clone();
        let mut browser = Browser::default();
        assert_eq!(kind(&browser.posts(&house, api::PROVIDER_CODE, json!({"code": "000000"})).await), REFUSED);
        let told = browser.goes_through(&house, &provider, ENTRY, "binh").await;
        assert_eq!((kind(&told), browser.is(&house).await), ((401, "code_needed"), None), "{}", house.engine);
        house.pass(MINUTE);
        let right = code(&key, house.server.clock.now());
        let (mut stranger, mut late) = (Browser::default(), browser.clone());
        assert_eq!(kind(&stranger.posts(&house, api::PROVIDER_CODE, json!({"code": right})).await), REFUSED);
        for wrong in ["000000", ""] {
            let answer = browser.posts(&house, api::PROVIDER_CODE, json!({"code": wrong})).await;
            assert!(["wrong_code", "code_needed"].contains(&kind(&answer).1), "{wrong}");
        }
        let signed = browser.posts(&house, api::PROVIDER_CODE, json!({"code": right})).await;
        assert_eq!(signed.json["name"], "binh.le", "{}", signed.json);
        assert_eq!(browser.gets(&house, api::ACCOUNT).await.json["keys"]["fresh"], true);
        house.pass(MINUTE);
        let next = code(&key, house.server.clock.now());
        let again = late.posts(&house, api::PROVIDER_CODE, json!({"code": next})).await;
        assert_eq!(kind(&again), REFUSED, "a sign-in ends once");
        // Ten minutes for the code too; and guessing it is slowed down as at the door.
        let mut slow = Browser::default();
        slow.goes_through(&house, &provider, ENTRY, "binh").await;
        for _ in 0..5 {
            slow.posts(&house, api::PROVIDER_CODE, json!({"code": "000000"})).await;
        }
        let answer = slow.posts(&house, api::PROVIDER_CODE, json!({"code": "000000"})).await;
        assert_eq!(kind(&answer), (429, "too_many_tries"));
        house.pass(10 * MINUTE);
        let right = code(&key, house.server.clock.now());
        assert_eq!(kind(&slow.posts(&house, api::PROVIDER_CODE, json!({"code": right})).await), REFUSED);
    }
}

#[tokio::test]
async fn a_trainer_without_second_step_gets_in_and_does_nothing_but_set_it_up() {
    for (house, provider, _) in houses().await {
        let mut binh = Browser::default();
        let token = house.invites(&["trainer"], None).await;
        binh.accepts(&house, &token, "binh.le", PASSWORD).await;
        binh.links(&house, &provider, "binh").await;
        let mut browser = Browser::default();
        let signed = browser.goes_through(&house, &provider, ENTRY, "binh").await;
        assert_eq!(signed.status, StatusCode::OK);
        assert_eq!(kind(&browser.gets(&house, api::COURSES).await), (403, "second_step_needed"), "{}", house.engine);
        let begun = browser.posts(&house, api::SECOND_STEP, json!(null)).await;
        assert_eq!(kind(&begun), (403, "proof_needed"), "for which it shows the password");
    }
}

#[tokio::test]
async fn nobody_gets_an_account_by_it_and_no_refusal_tells_why() {
    for (house, provider, _) in houses().await {
        house.has("dong", &["administrator"], None).await.links(&house, &provider, "dong").await;
        let mut tx = house.server.store.write().await.unwrap();
        tx.run("UPDATE staff SET disabled_at = 1 WHERE name = 'dong'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let before = house.accounts().await;
        let mut told = Vec::new();
        for subject in ["nobody", "AN", "an ", "an.tran", "dong", &"a".repeat(255), "' OR 1=1 --", "ă"] {
            let mut browser = Browser::default();
            let answer = browser.goes_through(&house, &provider, ENTRY, subject).await;
            assert_eq!(kind(&answer), REFUSED, "{subject}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE), "{subject}");
            told.push(answer.bytes);
        }
        provider.goes_wrong(Wrong::Nonce);
        told.push(Browser::default().goes_through(&house, &provider, ENTRY, "an").await.bytes);
        assert!(told.windows(2).all(|two| two[0] == two[1]), "{}", house.engine);
        assert_eq!(house.accounts().await, before, "{}", house.engine);
    }
}

#[tokio::test]
async fn a_token_that_is_wrong_in_any_one_thing_is_refused() {
    use Wrong::*;
    for (house, provider, mut an) in houses().await {
        let before = house.accounts().await;
        for wrong in [
            Issuer,
            IssuerWithSlash,
            Audience,
            OneAudienceMore,
            NoAudience,
            Nonce,
            NoNonce,
            Expired,
            NoSubject,
            EmptySubject,
            Unsigned,
            UnsignedWithSignature,
            SignedWithSecret,
            SignedWithPublicKey,
            SignedByStranger,
            UnknownKey,
            BrokenSignature,
            NoToken,
        ] {
            provider.goes_wrong(wrong);
            let entry = Browser::default().goes_through(&house, &provider, ENTRY, "an").await;
            assert_eq!(kind(&entry).0 / 100, 4, "{wrong:?}");
            assert!([REFUSED, DOWN].contains(&kind(&entry)), "{wrong:?} {:?}", kind(&entry));
            let link = an.goes_through(&house, &provider, LINK, "another").await;
            assert!([REFUSED, DOWN].contains(&kind(&link)), "{wrong:?} {:?}", kind(&link));
            assert_eq!(house.accounts().await, before, "{wrong:?} on {}", house.engine);
        }
        provider.goes_wrong(Nothing);
        assert_eq!(Browser::default().goes_through(&house, &provider, ENTRY, "an").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_provider_that_is_down_or_speaks_otherwise_is_said_so_and_changes_nothing() {
    use Wrong::*;
    for (house, provider, _) in houses().await {
        let before = house.accounts().await;
        for wrong in [Page, Fails, Endless, NotAToken, NoExpiry] {
            provider.goes_wrong(wrong);
            let answer = Browser::default().goes_through(&house, &provider, ENTRY, "an").await;
            assert_eq!(kind(&answer), DOWN, "{wrong:?}");
            assert!(answer.json["detail"].as_str().unwrap().contains("password"), "says what to do instead");
        }
        house.pass(10 * MINUTE);
        for wrong in [Undescribed, OtherName] {
            provider.goes_wrong(wrong);
            let answer = Browser::default().posts(&house, ENTRY, json!({"language": "vi"})).await;
            assert_eq!(kind(&answer), DOWN, "{wrong:?}");
        }
        assert_eq!(house.accounts().await, before, "{}", house.engine);
        let nobody = config::Provider { issuer: "http://127.0.0.1:9".into(), ..provider.config() };
        let house = house.with_provider(nobody).await;
        assert_eq!(kind(&Browser::default().posts(&house, ENTRY, json!({"language": "vi"})).await), DOWN);
        assert_eq!(Browser::default().signs_in(&house, "an.tran", PASSWORD).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_one_browser_began_no_other_ends_and_nothing_is_ended_twice_or_late() {
    for (house, provider, _) in houses().await {
        let mut own = Browser::default();
        let reply = provider.shown(&own.sets_out(&house, ENTRY).await, "an");
        let with = |name: &str, value: &str| {
            let mut bent = reply.clone();
            bent[name] = json!(value);
            bent
        };
        let mut without = Browser::default();
        assert_eq!(kind(&without.puts(&house, ENTRY, reply.clone()).await), REFUSED, "no cookie: login CSRF");
        let mut other = Browser::default();
        let foreign = provider.shown(&other.sets_out(&house, ENTRY).await, "an");
        assert_eq!(kind(&other.puts(&house, ENTRY, reply.clone()).await), REFUSED, "another browser's cookie");
        assert_eq!(kind(&own.puts(&house, ENTRY, with("state", "")).await), REFUSED);
        assert_eq!(kind(&own.puts(&house, ENTRY, with("state", foreign["state"].as_str().unwrap())).await), REFUSED);
        assert_eq!(kind(&own.puts(&house, ENTRY, with("iss", "http://127.0.0.1:1")).await), REFUSED, "RFC 9207");
        // Another's code, brought under one's own state: its verifier and nonce are not ours.
        assert_eq!(kind(&own.puts(&house, ENTRY, with("code", foreign["code"].as_str().unwrap())).await), REFUSED);
        provider.was_asked();
        let (mut copy, mut early) = (own.clone(), own.clone());
        provider.goes_wrong(Wrong::Forgets);
        assert_eq!(own.puts(&house, ENTRY, reply.clone()).await.status, StatusCode::OK);
        for _ in 0..2 {
            let again = copy.puts(&house, ENTRY, reply.clone()).await;
            assert_eq!(kind(&again), REFUSED, "even where the provider forgets which codes were used");
        }
        provider.goes_wrong(Wrong::Nothing);
        assert_eq!(kind(&early.puts(&house, ENTRY, reply).await), REFUSED, "the provider knows it was used");
        let late = provider.shown(&own.sets_out(&house, ENTRY).await, "an");
        house.pass(10 * MINUTE);
        provider.was_asked();
        assert_eq!(kind(&own.puts(&house, ENTRY, late).await), REFUSED, "{}", house.engine);
        assert!(provider.was_asked().is_empty(), "and it isn't even asked");
    }
}

#[tokio::test]
async fn of_two_who_come_back_at_the_same_moment_one_gets_in() {
    for (house, provider, _) in houses().await {
        provider.goes_wrong(Wrong::Forgets);
        let mut one = Browser::default();
        let reply = provider.shown(&one.sets_out(&house, ENTRY).await, "an");
        let (mut two, other) = (one.clone(), house.second_process().await.with_provider(provider.config()).await);
        let (a, b) = tokio::join!(one.puts(&house, ENTRY, reply.clone()), two.puts(&other, ENTRY, reply));
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401], "{}", house.engine);
    }
}

#[tokio::test]
async fn linking_asks_for_a_fresh_proof_and_belongs_to_the_session_that_began_it() {
    for (house, provider, mut an) in houses().await {
        let mut binh = house.has("binh.le", &["administrator"], None).await;
        let mut elsewhere = Browser::default();
        elsewhere.signs_in(&house, "binh.le", PASSWORD).await;
        let taken = binh.goes_through(&house, &provider, LINK, "an").await;
        assert_eq!(kind(&taken), (409, "conflict"), "an identity opens one account");
        // A shared machine: An began, Binh signed in after her in the same browser.
        let reply = provider.shown(&an.sets_out(&house, LINK).await, "new");
        binh.cookies.insert("provider".into(), an.cookies["provider"].clone());
        assert_eq!(kind(&binh.puts(&house, LINK, reply.clone()).await), REFUSED);
        assert_eq!(kind(&binh.puts(&house, ENTRY, reply).await), REFUSED, "nor does it sign in");
        let reply = provider.shown(&binh.sets_out(&house, ENTRY).await, "binh");
        assert_eq!(kind(&binh.puts(&house, LINK, reply).await), REFUSED, "signing in doesn't link");
        let reply = provider.shown(&binh.sets_out(&house, LINK).await, "binh");
        house.pass(10 * MINUTE);
        assert_eq!(kind(&binh.puts(&house, LINK, reply.clone()).await), (403, "proof_needed"));
        assert_eq!(kind(&binh.posts(&house, LINK, json!({"language": "vi"})).await), (403, "proof_needed"));
        binh.proves(&house).await;
        assert_eq!(kind(&binh.puts(&house, LINK, reply).await), REFUSED, "ten minutes are over");
        assert_eq!(elsewhere.is(&house).await.as_deref(), Some("binh.le"));
        binh.links(&house, &provider, "binh").await;
        assert_eq!(elsewhere.is(&house).await, None, "linking ends other sessions");
        binh.links(&house, &provider, "binh-2").await;
        assert_eq!(kind(&Browser::default().goes_through(&house, &provider, ENTRY, "binh").await), REFUSED);
        let signed = Browser::default().goes_through(&house, &provider, ENTRY, "binh-2").await;
        assert_eq!(signed.json["name"], "binh.le", "one identity each, the newest");
        assert_eq!(kind(&Browser::default().posts(&house, LINK, json!({"language": "vi"})).await), (401, "signed_out"));
    }
}

#[tokio::test]
async fn the_cookie_of_the_way_is_short_lived_and_the_browsers_alone() {
    let house = House::on_sqlite().await;
    let provider = FakeProvider::opens(&house).await;
    let mut house = house.with_provider(provider.config()).await;
    for (tls, name, secure) in [(false, "provider", ""), (true, "__Host-provider", "; Secure")] {
        let serve = Serve { tls, ..house.server.serve.clone() };
        let server =
            server::Server::start(house.server.store.clone(), house.server.clock.clone(), serve).await.unwrap();
        house.router = http::router(Arc::clone(&server));
        let begun = Browser::default().posts(&house, ENTRY, json!({"language": "en"})).await;
        let cookie = begun.headers[header::SET_COOKIE].to_str().unwrap();
        let (pair, rest) = cookie.split_once(';').unwrap();
        assert_eq!(rest, format!(" Path=/; Max-Age=600; HttpOnly; SameSite=Lax{secure}"));
        assert!(pair.starts_with(&format!("{name}=")) && pair.len() == name.len() + 65);
        let address = begun.json["address"].as_str().unwrap();
        let asked = form(address.split_once('?').unwrap().1);
        assert!(!address.contains(&pair[name.len() + 1..]), "the cookie's token goes nowhere else");
        assert!(asked["state"].starts_with("sign-in.en."), "{}", asked["state"]);
        assert_eq!((asked["scope"].as_str(), asked["client_id"].as_str()), ("openid", CLIENT));
    }
}

#[tokio::test]
async fn providers_differ_in_configuration_only() {
    for (house, provider, _) in houses().await {
        provider.takes_secrets_in_the_body_only();
        let scopes = vec!["profile".into(), "vneid".into()];
        let house = house.with_provider(config::Provider { scopes, ..provider.config() }).await;
        let mut browser = Browser::default();
        let address = browser.sets_out(&house, ENTRY).await;
        assert_eq!(form(address.split_once('?').unwrap().1)["scope"], "openid profile vneid");
        let reply = provider.shown(&address, "an");
        assert_eq!(browser.puts(&house, ENTRY, reply).await.status, StatusCode::OK, "{}", house.engine);
        // Keys are known for ten minutes; a change meanwhile costs one try.
        provider.changes_its_key();
        assert_eq!(kind(&Browser::default().goes_through(&house, &provider, ENTRY, "an").await), REFUSED);
        assert_eq!(Browser::default().goes_through(&house, &provider, ENTRY, "an").await.status, StatusCode::OK);
        let other = config::Provider { secret: Some("another".into()), ..provider.config() };
        let house = house.with_provider(other).await;
        assert_eq!(kind(&Browser::default().goes_through(&house, &provider, ENTRY, "an").await), REFUSED);
    }
}

#[tokio::test]
async fn without_a_provider_its_doors_lead_nowhere() {
    let house = House::on_sqlite().await;
    let mut own = house.has("an.tran", &["administrator"], None).await;
    assert_eq!(own.gets(&house, api::ACCOUNT).await.json["provider"], json!(null));
    let reply = json!({"code": "a", "state": "b"});
    for door in [ENTRY, LINK] {
        assert_eq!(kind(&own.posts(&house, door, json!({"language": "vi"})).await), (404, "not_found"));
        assert_eq!(kind(&own.puts(&house, door, reply.clone()).await), (404, "not_found"));
    }
    assert_eq!(kind(&own.posts(&house, api::PROVIDER_CODE, json!({"code": "000000"})).await), REFUSED);
}

#[test]
fn a_provider_is_configured_whole_or_not_at_all() {
    let serve = |words: &[&str]| {
        let cli = Cli::try_parse_from(["congdanso", "serve"].iter().chain(words)).ok()?;
        let Command::Serve(serve) = cli.command else { panic!("not serve") };
        Some(serve)
    };
    assert!(serve(&[]).unwrap().provider.is_none());
    let all = ["--oidc-issuer", "https://id.example.vn", "--oidc-client", "c", "--oidc-name", "Cổng"];
    let whole = serve(&all).unwrap().provider.unwrap();
    assert_eq!((whole.issuer.as_str(), whole.secret, whole.scopes.len()), ("https://id.example.vn", None, 0));
    for left_out in 0..3 {
        let part: Vec<_> =
            all.chunks(2).enumerate().filter(|(at, _)| *at != left_out).flat_map(|(_, two)| two).collect();
        assert!(serve(&part.into_iter().copied().collect::<Vec<_>>()).is_none(), "without {}", all[2 * left_out]);
    }
    assert!(serve(&["--oidc-secret", "s"]).is_none());
    for (issuer, may) in [
        ("https://id.example.vn/realms/tinh", true),
        ("http://127.0.0.1:3000", true),
        ("http://id.example.vn", false),
        ("id.example.vn", false),
        ("", false),
    ] {
        let asked = config::Provider { issuer: issuer.into(), ..whole_of(&all, &serve) };
        assert_eq!(server::account::provider::Provider::new(&asked).is_ok(), may, "{issuer}");
    }
}

fn whole_of(all: &[&str], serve: &impl Fn(&[&str]) -> Option<Serve>) -> config::Provider {
    serve(all).unwrap().provider.unwrap()
}

/// Replies that are not the one to what was begun with `state`.
fn bent_replies(code: &Value, state: &str, token: &str, issuer: &str) -> Vec<Value> {
    let words: Vec<&str> = state.split('.').collect();
    let mut states = Vec::new();
    for (at, one) in words.iter().enumerate() {
        let upper = one.to_uppercase();
        for bent in ["", "x", "0", "-1", "link", "en", "9223372036854775807", "' OR 1=1 --", "\0", "é", &upper] {
            let mut words = words.clone();
            words[at] = if bent == *one { "bent" } else { bent };
            states.push(words.join("."));
        }
    }
    states.extend([format!("{state}."), format!(".{state}"), format!(" {state}"), state[1..].into(), token.into()]);
    states.push(server::secret::hashed(state));
    let mut bodies: Vec<_> = states.into_iter().map(|state| json!({"code": code, "state": state})).collect();
    for issuer in ["", "null", "https://id.example.vn", &format!("{issuer}/"), &issuer.to_uppercase()] {
        bodies.push(json!({"code": code, "state": state, "iss": issuer}));
    }
    bodies
}

#[tokio::test]
async fn a_hundred_things_that_nobody_began_are_refused_before_the_provider_is_asked() {
    for (house, provider, _) in houses().await {
        let mut own = Browser::default();
        let reply = provider.shown(&own.sets_out(&house, ENTRY).await, "an");
        let (state, token) = (reply["state"].as_str().unwrap().to_owned(), own.cookies["provider"].clone());
        let (before, _) = (house.accounts().await, provider.was_asked());
        let bodies = bent_replies(&reply["code"], &state, &token, &provider.issuer);
        for body in &bodies {
            assert_eq!(kind(&own.clone().puts(&house, ENTRY, body.clone()).await), REFUSED, "{body}");
            assert_eq!(kind(&own.clone().puts(&house, LINK, body.clone()).await), (401, "signed_out"), "{body}");
        }
        for cookie in ["", "x", &token[..63], &token.to_uppercase(), &"0".repeat(64), &server::secret::hashed(&token)] {
            let mut bent = own.clone();
            bent.cookies.insert("provider".into(), cookie.into());
            assert_eq!(kind(&bent.puts(&house, ENTRY, reply.clone()).await), REFUSED, "{cookie}");
        }
        for body in [
            "",
            "null",
            "[]",
            "{}",
            "{\"code\":1,\"state\":2}",
            "{\"state\":\"a\"}",
            "code=a&state=b",
            "{\"language\":\"xx\"}",
        ] {
            for (method, door) in [(Method::POST, ENTRY), (Method::PUT, ENTRY), (Method::POST, api::PROVIDER_CODE)] {
                let answer = own.clone().asks(&house, method, door, body.as_bytes()).await;
                assert_eq!(kind(&answer), (400, "bad_request"), "{door} {body}");
            }
        }
        assert!(provider.was_asked().is_empty(), "{}", house.engine);
        for code in ["", " ", "a", "\0", "é", "' OR 1=1 --", "a&grant_type=password", "a\r\nx: y", &"a".repeat(60_000)]
        {
            let body = json!({"code": code, "state": state});
            assert_eq!(kind(&own.clone().puts(&house, ENTRY, body).await), REFUSED, "{code}");
        }
        assert_eq!(house.accounts().await, before, "{}", house.engine);
        assert!(2 * bodies.len() + 6 + 24 + 9 > 100);
        assert_eq!(own.puts(&house, ENTRY, reply).await.status, StatusCode::OK, "and what was begun still holds");
    }
}
