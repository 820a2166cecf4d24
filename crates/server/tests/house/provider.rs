//! A small provider of identities (OpenID Connect) on this machine that does as told, wrong things too.
#![allow(clippy::wildcard_enum_match_arm, reason = "each place knows what it does wrong, and the rest well")]

use super::House;
use super::desk::{Browser, Reply};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::api;
use domain::edition::sha256;
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use server::clock::Clock;
use server::config::{self, Serve};
use server::store::Store;
use server::{Server, secret};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

pub const CLIENT: &str = "cong-dan-so";
pub const SECRET: &str = "một bí mật của nhà cung cấp";
const MINUTE: i64 = 60;

/// What it does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Nothing,
    Issuer,
    IssuerWithSlash,
    Audience,
    OneAudienceMore,
    NoAudience,
    Nonce,
    NoNonce,
    Expired,
    NoExpiry,
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
    NotAToken,
    /// Takes a code again and again.
    Forgets,
    /// Its token door answers with a page.
    Page,
    /// Its token door fails.
    Fails,
    /// It answers without end.
    Endless,
    /// It describes itself as somebody else.
    OtherName,
    /// It has no description.
    Undescribed,
}

/// What was begun at its own page.
struct Grant {
    challenge: String,
    nonce: String,
    home: String,
    subject: String,
}

struct Mind {
    wrong: Wrong,
    now: Arc<AtomicI64>,
    key: u8,
    by_body: bool,
    grants: BTreeMap<String, Grant>,
    used: BTreeSet<String>,
    asked: Vec<String>,
}

#[derive(Clone)]
pub struct FakeProvider {
    pub issuer: String,
    mind: Arc<Mutex<Mind>>,
}

impl FakeProvider {
    /// Opens, and keeps the time of a house.
    pub async fn opens(house: &House) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let now = Arc::clone(&house.now);
        let (grants, used, asked) = Default::default();
        let mind = Mind { wrong: Wrong::Nothing, now, key: 1, by_body: false, grants, used, asked };
        let provider = Self { issuer, mind: Arc::new(Mutex::new(mind)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub fn goes_wrong(&self, wrong: Wrong) {
        self.mind.lock().unwrap().wrong = wrong;
    }

    pub fn changes_its_key(&self) {
        self.mind.lock().unwrap().key += 1;
    }

    pub fn takes_secrets_in_the_body_only(&self) {
        self.mind.lock().unwrap().by_body = true;
    }

    /// The doors it was asked at since last asked.
    pub fn was_asked(&self) -> Vec<String> {
        std::mem::take(&mut self.mind.lock().unwrap().asked)
    }

    pub fn config(&self) -> config::Provider {
        let (client, name) = (CLIENT.into(), "Cổng của tỉnh".into());
        config::Provider { issuer: self.issuer.clone(), client, secret: Some(SECRET.into()), scopes: vec![], name }
    }

    /// Somebody opens an address of its own in a browser, shows that they are `subject`, and is sent back.
    pub fn shown(&self, address: &str, subject: &str) -> Value {
        let query = address.strip_prefix(&format!("{}/authorize?", self.issuer)).expect("its own address");
        let asked = form(query);
        assert_eq!(asked["response_type"], "code");
        assert_eq!((asked["client_id"].as_str(), asked["redirect_uri"].as_str()), (CLIENT, "http://localhost/desk/"));
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{address}");
        assert_eq!(asked["code_challenge_method"], "S256");
        let code = secret::token().unwrap();
        let grant = Grant {
            challenge: asked["code_challenge"].clone(),
            nonce: asked["nonce"].clone(),
            home: asked["redirect_uri"].clone(),
            subject: subject.into(),
        };
        self.mind.lock().unwrap().grants.insert(code.clone(), grant);
        json!({"code": code, "state": asked["state"], "iss": self.issuer})
    }
}

/// What stands in a form or after `?`.
pub fn form(text: &str) -> BTreeMap<String, String> {
    openidconnect::url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

async fn describe(State(provider): State<FakeProvider>) -> Response {
    let mut mind = provider.mind.lock().unwrap();
    mind.asked.push("description".into());
    let method = if mind.by_body { "client_secret_post" } else { "client_secret_basic" };
    let issuer = if mind.wrong == Wrong::OtherName { "http://127.0.0.1:1" } else { &provider.issuer };
    if mind.wrong == Wrong::Undescribed {
        return StatusCode::NOT_FOUND.into_response();
    }
    let at = |door: &str| format!("{}/{door}", provider.issuer);
    Json(json!({
        "issuer": issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"), "jwks_uri": at("keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "token_endpoint_auth_methods_supported": [method],
    }))
    .into_response()
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).unwrap()
}

fn coded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The public key as it is shown.
fn shown_key(number: u8) -> Value {
    let point = key(number).verifying_key().to_sec1_point(false);
    let (x, y) = (coded(point.x().unwrap()), coded(point.y().unwrap()));
    json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{number}"), "x": x, "y": y})
}

async fn keys(State(provider): State<FakeProvider>) -> Json<Value> {
    let mut mind = provider.mind.lock().unwrap();
    mind.asked.push("keys".into());
    Json(json!({"keys": [{"kty": "brand new"}, shown_key(mind.key)]}))
}

fn refusal(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": error, "error_description": "said to the log only"})))
        .into_response()
}

async fn token(State(provider): State<FakeProvider>, headers: HeaderMap, body: String) -> Response {
    let mut mind = provider.mind.lock().unwrap();
    mind.asked.push("token".into());
    match mind.wrong {
        Wrong::Page => return Html("<h1>Log in</h1>").into_response(),
        Wrong::Fails => return (StatusCode::BAD_GATEWAY, "").into_response(),
        Wrong::Endless => return vec![b' '; 3 << 20].into_response(),
        _ => {}
    }
    let asked = form(&body);
    let of = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    let basic = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    // RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
    let encode = |text: &str| openidconnect::url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let expected = format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(CLIENT), encode(SECRET))));
    let known = if mind.by_body {
        basic.is_none() && (of("client_id"), of("client_secret")) == (CLIENT, SECRET)
    } else {
        basic == Some(expected)
    };
    if !known {
        return refusal("invalid_client");
    }
    let code = of("code").to_owned();
    let again = !mind.used.insert(code.clone()) && mind.wrong != Wrong::Forgets;
    let (wrong, now, number) = (mind.wrong, mind.now.load(Ordering::SeqCst) / 1000, mind.key);
    let grant = mind.grants.get(&code).filter(|grant| {
        grant.challenge == coded(sha256(of("code_verifier").as_bytes())) && grant.home == of("redirect_uri")
    });
    let Some(grant) = grant.filter(|_| !again && of("grant_type") == "authorization_code") else {
        return refusal("invalid_grant");
    };
    let mut answer = json!({"access_token": "not used", "token_type": "Bearer"});
    match wrong {
        Wrong::NoToken => {}
        Wrong::NotAToken => answer["id_token"] = json!("a.b.c"),
        _ => answer["id_token"] = json!(signed(&provider.issuer, grant, wrong, now, number)),
    }
    Json(answer).into_response()
}

fn signed(issuer: &str, grant: &Grant, wrong: Wrong, now: i64, number: u8) -> String {
    let mut claims = json!({
        "iss": issuer, "aud": CLIENT, "sub": grant.subject, "nonce": grant.nonce, "iat": now, "exp": now + 5 * MINUTE,
    });
    let mut head = json!({"alg": "ES256", "typ": "JWT", "kid": format!("key-{number}")});
    match wrong {
        Wrong::Issuer => claims["iss"] = json!("http://127.0.0.1:1"),
        Wrong::IssuerWithSlash => claims["iss"] = json!(format!("{issuer}/")),
        Wrong::Audience => claims["aud"] = json!("cong-dan-khac"),
        Wrong::OneAudienceMore => claims["aud"] = json!([CLIENT, "cong-dan-khac"]),
        Wrong::NoAudience => claims["aud"] = json!([]),
        Wrong::Nonce => claims["nonce"] = json!("0".repeat(64)),
        Wrong::NoNonce => drop(claims.as_object_mut().unwrap().remove("nonce")),
        Wrong::Expired => claims["exp"] = json!(now - 1),
        Wrong::NoExpiry => drop(claims.as_object_mut().unwrap().remove("exp")),
        Wrong::NoSubject => drop(claims.as_object_mut().unwrap().remove("sub")),
        Wrong::EmptySubject => claims["sub"] = json!(""),
        Wrong::Unsigned | Wrong::UnsignedWithSignature => head = json!({"alg": "none"}),
        Wrong::SignedWithSecret | Wrong::SignedWithPublicKey => head["alg"] = json!("HS256"),
        Wrong::UnknownKey => head["kid"] = json!("key-99"),
        _ => {}
    }
    let text = format!("{}.{}", coded(head.to_string()), coded(claims.to_string()));
    let by_secret = |secret: &[u8]| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret).unwrap();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let by_key = |number: u8| Signer::<Signature>::sign(&key(number), text.as_bytes()).to_bytes().to_vec();
    let signature = match wrong {
        Wrong::Unsigned => Vec::new(),
        Wrong::SignedWithSecret => by_secret(SECRET.as_bytes()),
        Wrong::SignedWithPublicKey => by_secret(key(number).verifying_key().to_sec1_point(false).as_bytes()),
        Wrong::SignedByStranger => by_key(number + 100),
        Wrong::BrokenSignature => by_key(number).iter().map(|byte| byte ^ 1).collect(),
        _ => by_key(number),
    };
    format!("{text}.{}", coded(signature))
}

impl House {
    /// The same house, whose staff may sign in through a provider too.
    pub async fn with_provider(mut self, provider: config::Provider) -> Self {
        let serve = Serve { provider: Some(provider), ..self.server.serve.clone() };
        let store = Store::open(&self.database).await.unwrap();
        self.server = Server::start(store, Clock::ByHand(Arc::clone(&self.now)), serve).await.unwrap();
        self.router = server::http::router(Arc::clone(&self.server));
        self
    }
}

impl Browser {
    /// Sets out at a door; the address at the provider.
    pub async fn sets_out(&mut self, house: &House, door: &str) -> String {
        let begun = self.posts(house, door, json!({"language": "vi"})).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.json);
        begun.json["address"].as_str().unwrap().to_owned()
    }

    /// Sets out, shows the provider who it is, and hands in at the door what it came back with.
    pub async fn goes_through(&mut self, house: &House, provider: &FakeProvider, door: &str, subject: &str) -> Reply {
        let address = self.sets_out(house, door).await;
        let reply = provider.shown(&address, subject);
        self.puts(house, door, reply).await
    }

    pub async fn links(&mut self, house: &House, provider: &FakeProvider, subject: &str) {
        let linked = self.goes_through(house, provider, api::PROVIDER_IDENTITY, subject).await;
        assert_eq!(linked.status, StatusCode::NO_CONTENT, "{}", linked.json);
    }
}
