//! Journeys through faults with the real program: a process that is killed, an answer that never arrives, a backup put back.
//! The phone here keeps its statements and sends them until it holds a verdict for each, as the app does.

use domain::course::Course;
use domain::edition::Edition;
use domain::id::{DeviceId, EditionId, LearnerId};
use domain::score::Score;
use domain::statement::{Answered, Experienced, Fact, Initialized, Statement};
use serde_json::{Value, json};
use server::secret;
use server::store::Store;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The program with a data folder of its own, serving or not.
struct Office {
    folder: PathBuf,
    serving: Option<(Child, SocketAddr)>,
}

impl Drop for Office {
    fn drop(&mut self) {
        self.is_killed();
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Office {
    fn opens() -> Self {
        let folder =
            std::env::temp_dir().join(format!("congdanso-journey-{}", secret::hex(&secret::random::<8>().unwrap())));
        let office = Self { folder, serving: None };
        office.runs(&["publish", concat!(env!("CARGO_MANIFEST_DIR"), "/../../content")]);
        office
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_congdanso"));
        command.arg("--data").arg(&self.folder).current_dir(std::env::temp_dir());
        command
    }

    fn runs(&self, arguments: &[&str]) {
        let output = self.program().args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn serves(&mut self) -> SocketAddr {
        let mut child =
            self.program().args(["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.map(Result::unwrap).find(|line| line.contains("http://")).expect("the server said nothing");
        let address = line.split("http://").nth(1).unwrap().trim().trim_end_matches('/').parse().unwrap();
        self.serving = Some((child, address));
        address
    }

    /// SIGKILL: nothing is flushed, nothing said.
    fn is_killed(&mut self) {
        if let Some((mut child, _)) = self.serving.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }

    /// People who started, completed and mastered any course, and how many statements are stored.
    fn counts(&self) -> ([i64; 3], i64) {
        let file = self.file("congdanso.sqlite3");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&file).await.unwrap();
            let sql = "SELECT CAST(COALESCE(SUM(started), 0) AS BIGINT), CAST(COALESCE(SUM(completed), 0) AS BIGINT), \
                       CAST(COALESCE(SUM(mastered), 0) AS BIGINT), (SELECT COUNT(*) FROM statement) FROM tally";
            let row = store.row(sql, vec![]).await.unwrap().unwrap();
            store.close().await;
            ([row.int(0).unwrap(), row.int(1).unwrap(), row.int(2).unwrap()], row.int(3).unwrap())
        })
    }
}

/// One request over a connection of its own; `None` when no whole answer came.
fn ask(address: SocketAddr, method: &str, path: &str, token: &str, body: &str) -> Option<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let bearer = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n{bearer}content-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let split = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..split]).to_ascii_lowercase();
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
    let body = answer.split_off(split + 4);
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() == length).then_some((status, body))
}

/// A network that carries one request to the server and loses the answer.
fn loses_the_answer(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut phone, _) = listener.accept().unwrap();
        let mut upstream = TcpStream::connect(server).unwrap();
        phone.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let mut request = Vec::new();
        drop(phone.read_to_end(&mut request));
        upstream.write_all(&request).unwrap();
        // The answer is read, so the server has committed, and thrown away.
        drop(upstream.read_to_end(&mut Vec::new()));
    });
    address
}

/// A phone with its journal: every statement it ever wrote, and which the server has confirmed.
struct Phone {
    learner: LearnerId,
    device: DeviceId,
    secret: String,
    token: String,
    incarnation: Option<Value>,
    journal: Vec<(String, bool)>,
}

impl Phone {
    fn new() -> Self {
        let (learner, device) =
            (LearnerId::from_bytes(secret::random().unwrap()), DeviceId::from_bytes(secret::random().unwrap()));
        Self {
            learner,
            device,
            secret: secret::token().unwrap(),
            token: String::new(),
            incarnation: None,
            journal: Vec::new(),
        }
    }

    fn writes(&mut self, did: Fact) {
        let seq = u32::try_from(self.journal.len() + 1).unwrap();
        let statement = Statement { v: 1, epoch: 1, seq, at: 1, did };
        self.journal.push((serde_json::to_string(&statement).unwrap(), false));
    }

    fn learns_all(&mut self, edition: EditionId, course: &Course) {
        for lesson in course.lessons() {
            let (course, lesson_id) = (course.id.clone(), lesson.id.clone());
            self.writes(Fact::Initialized(Initialized { course: course.clone(), edition, lesson: lesson_id.clone() }));
            for activity in &lesson.activities {
                let (course, lesson, activity_id) = (course.clone(), lesson_id.clone(), activity.id.clone());
                self.writes(match activity.item.as_ref().and_then(|item| item.kind.key()) {
                    None => Fact::Experienced(Experienced { course, edition, lesson, activity: activity_id }),
                    Some(response) => {
                        let answered = Answered {
                            course,
                            edition,
                            lesson,
                            activity: activity_id,
                            attempt: 1,
                            hints: 0,
                            ms: 900,
                            response,
                            score: Score::FULL,
                        };
                        Fact::Answered(answered)
                    }
                });
            }
        }
    }

    fn registers(&mut self, address: SocketAddr) -> bool {
        let body = format!(r#"{{"learner":"{}","secret":"{}","device":"{}"}}"#, self.learner, self.secret, self.device);
        let Some((200, answer)) = ask(address, "POST", domain::api::DEVICES, "", &body) else { return false };
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        self.token = answer["token"].as_str().unwrap().to_owned();
        self.meets(&answer["incarnation"]);
        true
    }

    fn meets(&mut self, incarnation: &Value) {
        if self.incarnation.replace(incarnation.clone()).is_some_and(|known| known != *incarnation) {
            self.journal.iter_mut().for_each(|(_, confirmed)| *confirmed = false);
        }
    }

    /// Sends one page of what waits; answers its verdicts.
    fn pushes(&mut self, address: SocketAddr) -> Option<Vec<Value>> {
        let waiting: Vec<usize> = (0..self.journal.len()).filter(|i| !self.journal[*i].1).take(20).collect();
        let texts: Vec<&str> = waiting.iter().map(|i| self.journal[*i].0.as_str()).collect();
        let page = domain::api::push_page(self.learner, self.device, &texts);
        let (status, answer) = ask(address, "POST", domain::api::STATEMENTS, &self.token, &page)?;
        if status == 401 {
            self.registers(address);
            return None;
        }
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        let report: Value = serde_json::from_slice(&answer).unwrap();
        self.meets(&report["incarnation"]);
        let verdicts = report["verdicts"].as_array().unwrap().clone();
        for (i, verdict) in waiting.iter().zip(&verdicts) {
            self.journal[*i].1 = verdict == "accepted" || verdict == "duplicate";
        }
        Some(verdicts)
    }

    fn pushes_everything(&mut self, address: SocketAddr) {
        for _ in 0..100 {
            if self.journal.iter().all(|(_, confirmed)| *confirmed) {
                return;
            }
            self.pushes(address);
        }
        panic!("statements still wait after a hundred rounds");
    }
}

fn course(address: SocketAddr) -> (EditionId, Course) {
    let (_, catalogue) = ask(address, "GET", domain::api::CATALOGUE, "", "").unwrap();
    let catalogue: domain::edition::Catalogue = serde_json::from_slice(&catalogue).unwrap();
    let id = catalogue.courses[0].in_language(domain::course::Language::Vi).unwrap().edition;
    let (status, body) = ask(address, "GET", &Edition::path(&id), "", "").unwrap();
    assert_eq!(status, 200);
    (id, Edition::read(id, &body).unwrap().course)
}

#[test]
fn a_server_killed_between_commit_and_answer_counts_a_course_once() {
    let mut office = Office::opens();
    let address = office.serves();
    let (edition, course) = course(address);
    let mut phone = Phone::new();
    phone.learns_all(edition, &course);
    assert!(phone.registers(address));
    assert!(phone.pushes(loses_the_answer(address)).is_none(), "the answer should have been lost");
    office.is_killed();
    assert!(phone.pushes(address).is_none(), "nobody should answer");
    let address = office.serves();
    let verdicts = phone.pushes(address).unwrap();
    assert!(verdicts.iter().all(|verdict| *verdict == json!("duplicate")), "what was committed was lost: {verdicts:?}");
    phone.pushes_everything(address);
    office.is_killed();
    assert_eq!(office.counts(), ([1, 1, 1], i64::try_from(phone.journal.len()).unwrap()));
}

#[test]
fn what_was_acknowledged_survives_kill_9_under_load() {
    let mut office = Office::opens();
    let address = office.serves();
    let (edition, course) = course(address);
    let mut phones: Vec<Phone> = (0..6).map(|_| Phone::new()).collect();
    for phone in &mut phones {
        phone.learns_all(edition, &course);
        assert!(phone.registers(address));
    }
    for round in 0_u64..4 {
        let address = office.serving.as_ref().map_or_else(|| unreachable!(), |(_, address)| *address);
        let pushing: Vec<_> = phones
            .drain(..)
            .map(|mut phone| {
                std::thread::spawn(move || {
                    while phone.journal.iter().any(|(_, confirmed)| !confirmed) && phone.pushes(address).is_some() {}
                    phone
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(3 + 7 * round));
        office.is_killed();
        phones.extend(pushing.into_iter().map(|thread| thread.join().unwrap()));
        let address = office.serves();
        for phone in &mut phones {
            // Everything confirmed must be there: sent again, it is a duplicate.
            let confirmed: Vec<String> =
                phone.journal.iter().filter(|(_, confirmed)| *confirmed).map(|(text, _)| text.clone()).collect();
            for texts in confirmed.chunks(20) {
                let page = domain::api::push_page(
                    phone.learner,
                    phone.device,
                    &texts.iter().map(String::as_str).collect::<Vec<_>>(),
                );
                let (status, answer) = ask(address, "POST", domain::api::STATEMENTS, &phone.token, &page).unwrap();
                let report: Value = serde_json::from_slice(&answer).unwrap();
                assert_eq!(status, 200, "{report}");
                assert!(
                    report["verdicts"].as_array().unwrap().iter().all(|verdict| verdict == "duplicate"),
                    "acknowledged and lost: {report}"
                );
            }
        }
    }
    let address = office.serving.as_ref().map_or_else(|| unreachable!(), |(_, address)| *address);
    phones.iter_mut().for_each(|phone| phone.pushes_everything(address));
    office.is_killed();
    assert_eq!(office.counts().0, [6, 6, 6]);
}

#[test]
fn an_older_backup_put_back_is_refilled_by_the_phones() {
    let mut office = Office::opens();
    let address = office.serves();
    let (edition, course) = course(address);
    let (mut early, mut late) = (Phone::new(), Phone::new());
    early.learns_all(edition, &course);
    assert!(early.registers(address));
    early.pushes(address);
    let backup = office.file("backup.sqlite3");
    office.runs(&["backup", &backup]);
    early.pushes_everything(address);
    late.learns_all(edition, &course);
    assert!(late.registers(address));
    late.pushes_everything(address);
    office.is_killed();

    office.runs(&["restore", &backup]);
    let address = office.serves();
    // Something new is done, so the phones speak to the server and notice.
    for phone in [&mut early, &mut late] {
        let lesson = course.lessons().next().unwrap().id.clone();
        phone.writes(Fact::Initialized(Initialized { course: course.id.clone(), edition, lesson }));
        phone.pushes_everything(address);
    }
    office.is_killed();
    let statements = early.journal.len() + late.journal.len();
    assert_eq!(office.counts(), ([2, 2, 2], i64::try_from(statements).unwrap()));
    assert!(Path::new(&backup).exists());
}
