//! Staff at their browsers, as the desk's doors see them.

use super::House;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::api;
use serde_json::{Value, json};
use server::account::invitation;
use server::config::Staff;
use std::collections::BTreeMap;

pub const PASSWORD: &str = "bốn con trâu và một cái ao";

/// A browser: keeps cookies, sends what a page of the same origin sends.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub json: Value,
    pub bytes: Vec<u8>,
}

impl Browser {
    pub async fn asks(&mut self, house: &House, method: Method, path: &str, body: &[u8]) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        request = request.header(header::CONTENT_TYPE, "application/json").header("sec-fetch-site", "same-origin");
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let (status, headers, bytes) = house.send(request.body(Body::from(body.to_vec())).unwrap()).await;
        for cookie in headers.get_all(header::SET_COOKIE) {
            let (pair, _) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        Reply { status, headers, json: serde_json::from_slice(&bytes).unwrap_or(Value::Null), bytes }
    }

    pub async fn posts(&mut self, house: &House, path: &str, body: Value) -> Reply {
        self.asks(house, Method::POST, path, body.to_string().as_bytes()).await
    }

    pub async fn gets(&mut self, house: &House, path: &str) -> Reply {
        self.asks(house, Method::GET, path, b"").await
    }

    pub async fn signs_in(&mut self, house: &House, name: &str, password: &str) -> Reply {
        self.posts(house, api::SESSION, json!({"name": name, "password": password})).await
    }

    pub async fn accepts(&mut self, house: &House, token: &str, name: &str, password: &str) -> Reply {
        self.posts(house, api::ACCEPT, json!({"token": token, "name": name, "password": password})).await
    }

    /// The name that the server knows this browser's bearer by.
    pub async fn is(&mut self, house: &House) -> Option<String> {
        let account = self.gets(house, api::ACCOUNT).await;
        assert_eq!(account.status, StatusCode::OK);
        account.json["staff"]["name"].as_str().map(str::to_owned)
    }
}

impl House {
    /// The token of an invitation made on the server's machine.
    pub async fn invites(&self, roles: &[&str], unit: Option<&str>) -> String {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        let asked = Staff::Invite { roles, unit: unit.map(str::to_owned), first_administrator: false };
        let path = invitation::run(&self.server.store, self.server.clock.now(), &asked).await.unwrap().unwrap();
        path.strip_prefix("/desk/#invitation=").unwrap().to_owned()
    }

    /// A person with an account, signed in.
    pub async fn has(&self, name: &str, roles: &[&str], unit: Option<&str>) -> Browser {
        let mut browser = Browser::default();
        let token = self.invites(roles, unit).await;
        let answer = browser.accepts(self, &token, name, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
        browser
    }

    /// Everything of accounts, to see that nothing changed.
    pub async fn accounts(&self) -> String {
        self.dump(&[
            ("staff", "staff, name, password_hash, roles, unit, disabled_at"),
            ("invitation", "token_hash, roles, unit, created_by, expires_at, used_at"),
            ("session", "token_hash, staff"),
            ("audit", "number, hash"),
        ])
        .await
    }

    pub async fn acts(&self) -> Vec<String> {
        let rows = self.server.store.rows("SELECT act FROM audit ORDER BY number", vec![]).await.unwrap();
        rows.iter().map(|row| row.text(0).unwrap()).collect()
    }
}
