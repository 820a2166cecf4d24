//! The load generator: many phones over kept-alive connections, one thread each. Plain HTTP/1.1 over a socket, so that the
//! generator's own work stays small beside the server's.

use crate::fault::Fault;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// Statements in a push.
pub const PAGE: usize = 10;

/// One kept-alive connection.
pub struct Line {
    stream: BufReader<TcpStream>,
}

/// What came back.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The cookies that were set, as they are sent back.
    pub cookies: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Line {
    /// Connects to a port of this machine.
    pub fn to(port: u16) -> Result<Self, Fault> {
        let connect = || {
            let stream = TcpStream::connect(("127.0.0.1", port))?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            Ok(Self { stream: BufReader::new(stream) })
        };
        connect().map_err(wire)
    }

    /// Sends a request and reads the whole reply. `headers` are lines that end in `\r\n`.
    pub fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Reply, Fault> {
        let length = body.len();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
        self.stream.get_mut().write_all(request.as_bytes()).map_err(wire)?;
        self.reply().map_err(wire)
    }

    fn reply(&mut self) -> std::io::Result<Reply> {
        let mut reply = Reply { status: 0, cookies: String::new(), body: Vec::new() };
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if reply.status == 0 {
                reply.status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
            }
            let (name, value) = line.split_once(": ").unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap_or(0);
            } else if name.eq_ignore_ascii_case("set-cookie") {
                let separator = if reply.cookies.is_empty() { "" } else { "; " };
                reply.cookies += &format!("{separator}{}", value.split(';').next().unwrap_or_default());
            }
        }
        reply.body.resize(length, 0);
        self.stream.read_exact(&mut reply.body)?;
        Ok(reply)
    }
}

/// The statements' `did` of one going-through of the first course: what every learner of the load does.
pub fn facts(port: u16) -> Result<Vec<String>, Fault> {
    let mut line = Line::to(port)?;
    let catalogue = json(&line.ask("GET", "/catalogue.json", "", "")?.body)?;
    let edition = catalogue.pointer("/courses/0/editions/0/edition").and_then(Value::as_str).unwrap_or_default();
    let course = json(&line.ask("GET", &format!("/editions/{edition}.json"), "", "")?.body)?;
    let id = &course["id"];
    let mut facts = Vec::new();
    for lesson in list(&course["chapters"]).flat_map(|chapter| list(&chapter["lessons"])) {
        let place = format!(r#""course":{id},"edition":"{edition}","lesson":{}"#, lesson["id"]);
        facts.push(format!(r#"{{"initialized":{{{place}}}}}"#));
        for activity in list(&lesson["activities"]) {
            let place = format!(r#"{place},"activity":{}"#, activity["id"]);
            facts.push(match response(&activity["item"]["kind"]) {
                Some(response) => format!(
                    r#"{{"answered":{{{place},"attempt":1,"hints":0,"ms":9000,"response":{response},"score":1000}}}}"#
                ),
                None => format!(r#"{{"experienced":{{{place}}}}}"#),
            });
        }
    }
    if facts.is_empty() {
        return Err(Fault::Failed("reading the first course of the catalogue".into()));
    }
    Ok(facts)
}

/// A right response to an item.
fn response(kind: &Value) -> Option<String> {
    let numbers = |many: usize| (0..many).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    match kind["is"].as_str()? {
        "choice" => {
            let right = list(&kind["options"]).enumerate().filter(|(_, option)| option["right"] == Value::Bool(true));
            let places: Vec<String> = right.map(|(place, _)| place.to_string()).collect();
            Some(format!(r#"{{"choice":[{}]}}"#, places.join(",")))
        }
        "ordering" => Some(format!(r#"{{"ordering":[{}]}}"#, numbers(list(&kind["steps"]).count()))),
        "matching" => Some(format!(r#"{{"matching":[{}]}}"#, numbers(list(&kind["pairs"]).count()))),
        "text" => Some(format!(r#"{{"text":{}}}"#, kind["accepted"][0])),
        _ => None,
    }
}

/// A phone that pushes its series, page by page.
struct Phone {
    id: String,
    token: String,
    seq: usize,
}

impl Phone {
    fn register(line: &mut Line, number: u64) -> Result<Self, Fault> {
        let id = format!("{number:032x}");
        let body = format!(r#"{{"learner":"{id}","secret":"{number:064x}","device":"{id}"}}"#);
        let reply = line.ask("POST", "/api/learn/devices", "Content-Type: application/json\r\n", &body)?;
        let token = json(&reply.body)?["token"].as_str().unwrap_or_default().to_owned();
        Ok(Self { id, token, seq: 0 })
    }

    fn push(&mut self, line: &mut Line, facts: &[String]) -> Result<bool, Fault> {
        let at = 1_790_000_000_000_u64;
        let write = |seq: usize| {
            let did = &facts[seq % facts.len()];
            format!(r#"{{"v":1,"epoch":1,"seq":{},"at":{},"did":{did}}}"#, seq + 1, at + seq as u64 * 9000)
        };
        let statements: Vec<String> = (self.seq..self.seq + PAGE).map(write).collect();
        self.seq += PAGE;
        let id = &self.id;
        let body = format!(r#"{{"learner":"{id}","device":"{id}","statements":[{}]}}"#, statements.join(","));
        let headers = format!("Content-Type: application/json\r\nAuthorization: Bearer {}\r\n", self.token);
        let reply = line.ask("POST", "/api/learn/statements", &headers, &body)?;
        let accepted = String::from_utf8_lossy(&reply.body).matches("\"accepted\"").count();
        Ok(reply.status == 200 && accepted == PAGE)
    }
}

/// What a run of the generator measured.
#[derive(Default)]
pub struct Figures {
    /// Microseconds of each request that succeeded, ascending once finished.
    pub micros: Vec<u64>,
    /// Requests that didn't do what was asked.
    pub errors: usize,
    /// How long it ran.
    pub seconds: f64,
}

impl Figures {
    /// The time in milliseconds that this share of requests stayed below.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let place = (share * last as f64).round() as usize;
        self.micros.get(place).map_or(f64::NAN, |micros| *micros as f64 / 1000.0)
    }

    /// One line for people.
    pub fn print(&self, what: &str) {
        println!(
            "    {what}: {:.0} a second over {:.0} s; p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms; {} errors",
            self.micros.len() as f64 / self.seconds,
            self.seconds,
            self.percentile(0.5),
            self.percentile(0.99),
            self.percentile(1.0),
            self.errors
        );
    }

    fn gather(parts: Vec<Self>, seconds: f64) -> Self {
        let mut all = Self { seconds, ..Self::default() };
        for part in parts {
            all.micros.extend(part.micros);
            all.errors += part.errors;
        }
        all.micros.sort_unstable();
        all
    }
}

/// `connections` lines, each with `phones` phones of its own, push for so long.
pub fn push(port: u16, connections: u64, phones: u64, lasting: Duration) -> Result<Figures, Fault> {
    let facts = facts(port)?;
    let registered: Vec<Result<(Line, Vec<Phone>), Fault>> = in_threads(connections, |number| {
        let mut line = Line::to(port)?;
        let own: Result<Vec<Phone>, Fault> =
            (0..phones).map(|phone| Phone::register(&mut line, 1 + number * phones + phone)).collect();
        Ok((line, own?))
    });
    let mut lines = registered.into_iter().collect::<Result<Vec<_>, _>>()?;
    let begun = Instant::now();
    let parts: Vec<Result<Figures, Fault>> = std::thread::scope(|scope| {
        let work = |(line, phones): &mut (Line, Vec<Phone>)| {
            repeat(lasting, |turn| {
                let phone = turn % phones.len();
                phones[phone].push(line, &facts)
            })
        };
        let threads: Vec<_> = lines.iter_mut().map(|own| scope.spawn(move || work(own))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Figures::gather(parts.into_iter().collect::<Result<_, _>>()?, seconds))
}

/// One line asks for a path again and again.
pub fn get(port: u16, path: &str, headers: &str, lasting: Duration) -> Result<Figures, Fault> {
    let mut line = Line::to(port)?;
    let mut figures = repeat(lasting, |_| Ok(line.ask("GET", path, headers, "")?.status == 200))?;
    figures.micros.sort_unstable();
    Ok(figures)
}

fn repeat(lasting: Duration, mut ask: impl FnMut(usize) -> Result<bool, Fault>) -> Result<Figures, Fault> {
    let begun = Instant::now();
    let mut figures = Figures::default();
    let mut turn = 0;
    while begun.elapsed() < lasting {
        let asked = Instant::now();
        if ask(turn)? {
            figures.micros.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
        } else {
            figures.errors += 1;
        }
        turn += 1;
    }
    figures.seconds = begun.elapsed().as_secs_f64();
    Ok(figures)
}

fn in_threads<T: Send>(many: u64, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = (0..many).map(|number| scope.spawn(move || work(number))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

/// Reads a JSON body.
pub fn json(body: &[u8]) -> Result<Value, Fault> {
    let shown = || String::from_utf8_lossy(body).chars().take(120).collect::<String>();
    serde_json::from_slice(body).map_err(|_| Fault::Failed(format!("reading the server's reply {:?}", shown())))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn wire(source: std::io::Error) -> Fault {
    Fault::File { doing: "talk to", path: Path::new("the server").into(), source }
}
