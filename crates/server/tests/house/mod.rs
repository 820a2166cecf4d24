//! A whole server for tests: real router, real writer, real store, on SQLite and, where `CONGDANSO_TEST_POSTGRES` names a
//! PostgreSQL server (the test command starts a private one), on PostgreSQL too. Only the clock is set by hand.
#![allow(dead_code, reason = "each test file uses the part it needs")]

pub mod apps;
pub mod desk;
pub mod provider;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::course::{Activity, Chapter, Course, Language, Lesson};
use domain::edition::Edition;
use domain::id::{DeviceId, EditionId, LearnerId};
use domain::item::choice::{Choice, ChoiceOption};
use domain::item::{Item, ItemKind, Response};
use domain::prose::{Block, Prose, Span};
use domain::score::Score;
use domain::statement::{Answered, Declared, Experienced, Fact, Initialized, Statement};
use serde_json::Value;
use server::clock::Clock;
use server::config::Serve;
use server::store::Store;
use server::{Server, secret, values};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower::ServiceExt;

/// 2026-11-15 12:00 in Vietnam.
pub const NOON: i64 = 1_794_718_800_000;
/// A province and two of its communes, and a province without any.
pub const PROVINCE: &str = "52@2025-07-01";
pub const QUY_NHON: &str = "21583@2025-07-01";
pub const VINH_SON: &str = "21808@2025-07-01";

pub struct House {
    pub engine: &'static str,
    pub server: Arc<Server>,
    pub router: Router,
    pub now: Arc<AtomicI64>,
    pub database: String,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl House {
    /// A house on each engine at hand.
    pub async fn all() -> Vec<Self> {
        let mut houses = vec![Self::on_sqlite().await];
        houses.extend(Self::on_postgres().await);
        houses
    }

    pub async fn on_sqlite() -> Self {
        let folder = folder();
        let database = folder.join("congdanso.sqlite3").to_string_lossy().into_owned();
        Self::open("SQLite", database, folder).await
    }

    /// A database of its own on the private PostgreSQL server, if there is one.
    pub async fn on_postgres() -> Option<Self> {
        let server = std::env::var("CONGDANSO_TEST_POSTGRES").ok()?;
        let name = format!("test_{}", secret::hex(&secret::random::<8>().unwrap()));
        let admin = Store::open(&server).await.unwrap();
        let Store::Postgres(pool) = &admin else { panic!("CONGDANSO_TEST_POSTGRES must be a postgres:// address") };
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(pool).await.unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        Some(Self::open("PostgreSQL", format!("{base}/{name}"), folder()).await)
    }

    async fn open(engine: &'static str, database: String, folder: PathBuf) -> Self {
        let now = Arc::new(AtomicI64::new(NOON));
        let server = start(&database, Arc::clone(&now)).await;
        let house = Self { engine, router: server::http::router(Arc::clone(&server)), server, now, database, folder };
        house.know_units().await;
        house
    }

    /// Another process on the same store: its own pools, memory and writer.
    pub async fn second_process(&self) -> Self {
        let server = start(&self.database, Arc::clone(&self.now)).await;
        let router = server::http::router(Arc::clone(&server));
        Self {
            engine: self.engine,
            server,
            router,
            now: Arc::clone(&self.now),
            database: self.database.clone(),
            folder: folder(),
        }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    async fn know_units(&self) {
        let mut tx = self.server.store.write().await.unwrap();
        for (unit, name, kind, parent) in [
            (PROVINCE, "Tỉnh Gia Lai", "province", None),
            (QUY_NHON, "Phường Quy Nhơn", "commune", Some(PROVINCE)),
            (VINH_SON, "Xã Vĩnh Sơn", "commune", Some(PROVINCE)),
            ("51@2025-07-01", "Tỉnh Quảng Ngãi", "province", None),
        ] {
            let (code, from) = unit.split_once('@').unwrap();
            tx.run(
                "INSERT INTO administrative_unit (unit, code, valid_from, name, kind, parent) VALUES ($1, $2, $3, $4, $5, $6)",
                values![unit, code, from, name, kind, parent.map(str::to_owned)],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Puts an edition into the store as publishing does, and nothing else.
    pub async fn publish(&self, course: &Course) -> EditionId {
        let (id, bytes) = Edition::write(course).unwrap();
        let mut tx = self.server.store.write().await.unwrap();
        tx.run(
            "INSERT INTO edition (edition, course, language, title, lessons, published_at, body) VALUES ($1, $2, 'vi', $3, 1, $4, $5) ON CONFLICT (edition) DO NOTHING",
            values![id.to_string(), course.id.to_string(), &course.title, self.server.clock.now(), String::from_utf8(bytes).unwrap()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn send(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    }

    /// Sends JSON text as a browser of the same origin does.
    pub async fn call(&self, method: Method, path: &str, bearer: Option<&str>, body: &[u8]) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        request = request.header(header::HOST, "localhost").header("sec-fetch-site", "same-origin");
        request = request.header(header::ORIGIN, "http://localhost");
        if let Some(token) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let (status, _, bytes) = self.send(request.body(Body::from(body.to_vec())).unwrap()).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Every row of some tables as text, in order: equal texts mean equal bytes.
    pub async fn dump(&self, tables: &[(&str, &str)]) -> String {
        let mut text = String::new();
        for (table, columns) in tables {
            let joined: Vec<String> =
                columns.split(", ").map(|c| format!("COALESCE(CAST({c} AS TEXT), '-')")).collect();
            let sql = format!("SELECT {} FROM {table} ORDER BY 1", joined.join(" || '|' || "));
            let mut lines: Vec<String> =
                self.server.store.rows(&sql, vec![]).await.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
            lines.sort();
            text += &format!("== {table}\n{}\n", lines.join("\n"));
        }
        text
    }

    pub async fn derived(&self) -> String {
        self.dump(&DERIVED).await
    }

    pub async fn everything(&self) -> String {
        let kept = [
            ("learner", "learner, secret_hash, received_at, statements"),
            ("device", "learner, device, token_hash, digest_count, digest_a, digest_b, last_epoch, last_seq"),
            ("statement", "learner, device, epoch, seq, received_at, verb, text"),
        ];
        self.dump(&kept).await + &self.derived().await
    }

    /// People who started, completed and mastered, by unit and month.
    pub async fn tallies(&self) -> Vec<(String, String, [i64; 3])> {
        let sql = "SELECT unit, month, started, completed, mastered FROM tally ORDER BY course, unit, month";
        let rows = self.server.store.rows(sql, vec![]).await.unwrap();
        let read = |row: &server::store::Row| {
            (
                row.text(0).unwrap(),
                row.text(1).unwrap(),
                [row.int(2).unwrap(), row.int(3).unwrap(), row.int(4).unwrap()],
            )
        };
        rows.iter().map(read).collect()
    }
}

pub const DERIVED: [(&str, &str); 4] = [
    ("course_progress", "learner, course, state, started_at, completed_at, mastered_at"),
    ("learner_unit", "learner, effective_from, unit"),
    ("unread_edition", "learner, edition"),
    ("tally", "course, unit, month, started, completed, mastered"),
];

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("congdanso-test-{}", secret::hex(&secret::random::<8>().unwrap())));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn start(database: &str, now: Arc<AtomicI64>) -> Arc<Server> {
    let store = Store::open(database).await.unwrap();
    server::command::prepare(&store).await.unwrap();
    let serve = Serve {
        host: String::new(),
        port: 0,
        dist: None,
        tls: false,
        retire_service_worker: false,
        contact: None,
        provider: None,
    };
    Server::start(store, Clock::ByHand(now), serve).await.unwrap()
}

/// A learner with one device.
#[derive(Clone)]
pub struct Learner {
    pub id: LearnerId,
    pub device: DeviceId,
    pub secret: String,
    pub token: String,
    pub next: u32,
}

impl Learner {
    pub async fn arrives(house: &House) -> Self {
        let id = LearnerId::from_bytes(secret::random().unwrap());
        Self::on_device(house, id, secret::token().unwrap()).await
    }

    /// The same learner on one more device.
    pub async fn with_another_device(&self, house: &House) -> Self {
        Self::on_device(house, self.id, self.secret.clone()).await
    }

    async fn on_device(house: &House, id: LearnerId, secret: String) -> Self {
        let device = DeviceId::from_bytes(secret::random().unwrap());
        let mut learner = Self { id, device, secret, token: String::new(), next: 1 };
        assert_eq!(learner.registers(house).await, StatusCode::OK);
        learner
    }

    pub async fn registers(&mut self, house: &House) -> StatusCode {
        let body = format!(r#"{{"learner":"{}","secret":"{}","device":"{}"}}"#, self.id, self.secret, self.device);
        let (status, answer) = house.call(Method::POST, domain::api::DEVICES, None, body.as_bytes()).await;
        if let Some(token) = answer["token"].as_str() {
            self.token = token.to_owned();
        }
        status
    }

    /// Writes facts as the next statements of the series.
    pub fn writes(&mut self, facts: &[Fact]) -> Vec<String> {
        let write = |did: &Fact| {
            let statement = Statement { v: 1, epoch: 1, seq: self.next, at: NOON, did: did.clone() };
            self.next += 1;
            serde_json::to_string(&statement).unwrap()
        };
        facts.iter().map(write).collect()
    }

    pub fn page(&self, texts: &[String]) -> String {
        domain::api::push_page(self.id, self.device, &texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub async fn pushes(&self, house: &House, texts: &[String]) -> (StatusCode, Value) {
        house.call(Method::POST, domain::api::STATEMENTS, Some(&self.token), self.page(texts).as_bytes()).await
    }

    /// Writes and pushes; every statement must be taken.
    pub async fn does(&mut self, house: &House, facts: &[Fact]) {
        let texts = self.writes(facts);
        let (status, report) = self.pushes(house, &texts).await;
        assert_eq!(status, StatusCode::OK, "{report}");
        assert!(report["verdicts"].as_array().unwrap().iter().all(|verdict| verdict == "accepted"), "{report}");
    }
}

fn say(text: &str) -> Prose {
    vec![Block::Paragraph(vec![Span::Text(text.into())])]
}

/// A course of two lessons: `mot` has something to read (`doc`) and a choice (`hoi`, right: 1), `hai` something to read.
pub fn small_course() -> Course {
    let options = ["a", "b", "c"].iter().enumerate().map(|(i, text)| ChoiceOption {
        prose: say(text),
        right: i == 1,
        feedback: say("f"),
    });
    let item = Item {
        kind: ItemKind::Choice(Choice { options: options.collect() }),
        hints: vec![],
        explanation: vec![],
        competence: "4.2".into(),
        difficulty: 2,
    };
    let activity =
        |id: &str, item: Option<Item>| Activity { id: id.parse().unwrap(), title: id.into(), prose: say(id), item };
    let lesson = |id: &str, activities| Lesson {
        id: id.parse().unwrap(),
        title: id.into(),
        summary: String::new(),
        minutes: 5,
        competences: vec!["4.2".into()],
        draw: None,
        activities,
    };
    let lessons = vec![
        lesson("mot", vec![activity("doc", None), activity("hoi", Some(item))]),
        lesson("hai", vec![activity("doc", None)]),
    ];
    Course {
        id: "thu".parse().unwrap(),
        language: Language::Vi,
        title: "Khóa thử".into(),
        summary: String::new(),
        audience: String::new(),
        teaches: vec![],
        licence: "CC-BY-4.0".into(),
        competences: vec!["4.2".into()],
        level: 1,
        mastery: Score::ratio(4, 5),
        picture: None,
        placement: false,
        order: None,
        voices: vec![],
        chapters: vec![Chapter { title: "Chương".into(), lessons }],
    }
}

pub fn begins(edition: EditionId, lesson: &str) -> Fact {
    Fact::Initialized(Initialized { course: "thu".parse().unwrap(), edition, lesson: lesson.parse().unwrap() })
}

pub fn reads(edition: EditionId, lesson: &str, activity: &str) -> Fact {
    let (course, lesson, activity) = ("thu".parse().unwrap(), lesson.parse().unwrap(), activity.parse().unwrap());
    Fact::Experienced(Experienced { course, edition, lesson, activity })
}

pub fn answers(edition: EditionId, lesson: &str, activity: &str, option: u8, attempt: u16) -> Fact {
    let (course, lesson, activity) = ("thu".parse().unwrap(), lesson.parse().unwrap(), activity.parse().unwrap());
    let response = Response::Choice(vec![option]);
    Fact::Answered(Answered {
        course,
        edition,
        lesson,
        activity,
        attempt,
        hints: 0,
        ms: 1200,
        response,
        score: Score::NONE,
    })
}

pub fn lives_in(unit: Option<&str>, revision: u32) -> Fact {
    Fact::Declared(Declared { unit: unit.map(|unit| unit.parse().unwrap()), revision })
}

/// Everything that completes and masters [`small_course`].
pub fn the_whole_course(edition: EditionId) -> Vec<Fact> {
    vec![
        begins(edition, "mot"),
        reads(edition, "mot", "doc"),
        answers(edition, "mot", "hoi", 1, 1),
        reads(edition, "hai", "doc"),
    ]
}
