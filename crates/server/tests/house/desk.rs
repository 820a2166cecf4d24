//! Staff at their browsers, as the desk's doors see them.

use super::House;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::api;
use domain::people::Role;
use serde_json::{Value, json};
use server::account::invitation;
use server::config::Staff;
use server::values;
use std::collections::BTreeMap;
use totp_rs::{Builder, Secret};

pub const PASSWORD: &str = "bốn con trâu và một cái ao";

/// What an authenticator with that key shows at a moment.
pub fn code(key: &str, now: i64) -> String {
    let secret = Secret::try_from_base32(key).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(now / 1000).unwrap()).to_string()
}

/// A browser: keeps cookies, sends what a page of the same origin sends.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
    /// The key of the authenticator of whoever uses it.
    pub key: String,
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
        request = request.header(header::ORIGIN, "http://localhost");
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

    pub async fn puts(&mut self, house: &House, path: &str, body: Value) -> Reply {
        self.asks(house, Method::PUT, path, body.to_string().as_bytes()).await
    }

    pub async fn deletes(&mut self, house: &House, path: &str) -> Reply {
        self.asks(house, Method::DELETE, path, b"").await
    }

    /// Signs in with both steps.
    pub async fn signs_in_twice(&mut self, house: &House, name: &str, password: &str, code: &str) -> Reply {
        self.posts(house, api::SESSION, json!({"name": name, "password": password, "code": code})).await
    }

    pub async fn proves(&mut self, house: &House) -> Reply {
        self.posts(house, api::PROOF, json!({"password": PASSWORD})).await
    }

    /// Sets the second step up; answers the recovery codes.
    pub async fn sets_up_second_step(&mut self, house: &House) -> Vec<String> {
        let begun = self.posts(house, api::SECOND_STEP, Value::Null).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.json);
        self.key = begun.json["key"].as_str().unwrap().to_owned();
        let done = self.puts(house, api::SECOND_STEP, json!({"code": self.code(house)})).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.json);
        serde_json::from_value(done.json["codes"].clone()).unwrap()
    }

    /// What the authenticator shows now.
    pub fn code(&self, house: &House) -> String {
        code(&self.key, house.server.clock.now())
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
        if roles.iter().any(|role| role.parse::<Role>().unwrap().needs_second_step()) {
            browser.sets_up_second_step(self).await;
        }
        browser
    }

    /// A person's id, by name.
    pub async fn id_of(&self, name: &str) -> String {
        let sql = "SELECT staff FROM staff WHERE name = $1";
        self.server.store.row(sql, values![name]).await.unwrap().unwrap().text(0).unwrap()
    }

    /// Everything of accounts, to see that nothing changed.
    pub async fn accounts(&self) -> String {
        self.dump(&[
            ("staff", "staff, name, password_hash, short_password, roles, unit, disabled_at"),
            ("second_step", "staff, secret, pending"),
            ("recovery_code", "staff, code_hash, used_at"),
            ("invitation", "token_hash, roles, unit, created_by, expires_at, used_at"),
            ("session", "token_hash, staff"),
            ("provider_identity", "issuer, subject, staff"),
            ("provider_return", "transaction_hash, staff"),
            ("audit", "number, hash"),
        ])
        .await
    }

    pub async fn acts(&self) -> Vec<String> {
        let rows = self.server.store.rows("SELECT act FROM audit ORDER BY number", vec![]).await.unwrap();
        rows.iter().map(|row| row.text(0).unwrap()).collect()
    }
}

impl House {
    /// A course that somebody uploaded and may publish; its draft's name.
    pub async fn keeps_a_draft_of(&self, name: &str) -> String {
        let (draft, folder) = ("d0".repeat(16), super::apps::content().join("an-toan-tren-mang"));
        let mut files = Vec::new();
        gather(&folder, &folder, &mut files);
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, &bytes).unwrap();
        }
        let archive = zip.finish().unwrap().into_inner();
        let mut tx = self.server.store.write().await.unwrap();
        let sql = "INSERT INTO draft (draft, created_by, created_at, archive) VALUES ($1, $2, $3, $4)";
        let now = self.server.clock.now();
        tx.run(sql, values![&draft, self.id_of(name).await, now, archive]).await.unwrap();
        tx.commit().await.unwrap();
        draft
    }
}

fn gather(top: &std::path::Path, folder: &std::path::Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            gather(top, &entry.path(), files);
        } else {
            let name = entry.path().strip_prefix(top).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
}
