//! The only fetch: every door of `domain::api` as one thin function, and static files.
//!
//! It tells answers of our server from everything else that may answer on a phone's network (a portal's HTML, a redirect, a
//! static host). It doesn't try again and stores nothing.

mod learn;
pub mod provider;
mod staff;

pub use learn::*;
pub use staff::*;

use domain::api::*;
use domain::edition::Catalogue;
use domain::id::{CourseId, EditionId};
use domain::json;
use domain::unit::{ProvinceUnits, UnitKey};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::{set_timeout_with_handle, window};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
    ResponseType,
};

/// Why a call brought nothing. Only [`ApiFault::Refused`] is a word of our server about the call itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiFault {
    /// No whole answer arrived: no network, too slow, or cut short.
    #[error("the server can't be reached; check the network and try again")]
    Offline,
    /// The server can't answer now (429 or 5xx).
    #[error("the server is busy; try again later")]
    Busy {
        /// In how many seconds it wants to be asked again, where it says so.
        retry_after: Option<u32>,
    },
    /// The server refuses, and says why.
    #[error("{}", .0.detail)]
    Refused(Problem),
    /// Something else answered: a login portal, a redirect, a host of static files. Nothing can be concluded from it.
    #[error("what answered is not this platform's server; check the network and try again")]
    NotApi,
    /// The server's answer can't be read; it may be from a newer build.
    #[error("the server's answer can't be read ({0}); update the app and try again")]
    Unreadable(String),
}

impl ApiFault {
    /// Whether our server doesn't know the token.
    #[must_use]
    pub fn unknown_token(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == 401)
    }

    /// Whether our server says that the learner was erased.
    #[must_use]
    pub fn gone(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == 410 && problem.kind == "gone")
    }
}

/// A static file as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileArrived {
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// What it weighed over the network where the server says so, else as unpacked.
    pub weight: u64,
}

/// Courses with their editions.
///
/// # Errors
/// [`ApiFault`].
pub async fn courses() -> Result<Vec<TaughtCourse>, ApiFault> {
    Call::to("GET", COURSES).answer().await
}

/// Uploads a course (a zip, as a `File` of an input) to be checked.
///
/// # Errors
/// [`ApiFault`].
pub async fn check_course(zip: &Blob) -> Result<CheckedDraft, ApiFault> {
    Call::to("POST", DRAFTS).blob("application/zip", zip).answer().await
}

/// Publishes a draft.
///
/// # Errors
/// [`ApiFault`].
pub async fn publish(draft: &str) -> Result<TaughtCourse, ApiFault> {
    Call::to("POST", &PUBLISH.replace("{draft}", &encoded(draft))).answer().await
}

/// Takes an edition off the catalogue.
///
/// # Errors
/// [`ApiFault`].
pub async fn withdraw(edition: &EditionId) -> Result<(), ApiFault> {
    Call::to("POST", &WITHDRAW.replace("{edition}", &edition.to_string())).done().await
}

/// Vouches for the learner whose code has this finder.
///
/// # Errors
/// [`ApiFault`].
pub async fn vouch(finder: String) -> Result<(), ApiFault> {
    Call::to("POST", VOUCH).json(&Vouch { finder }).done().await
}

/// Completion of a course by unit.
///
/// # Errors
/// [`ApiFault`].
pub async fn completion(
    course: &CourseId,
    unit: Option<&UnitKey>,
    month: Option<&str>,
) -> Result<CompletionReport, ApiFault> {
    Call::to("GET", &completion_path(COMPLETION, course, unit, month)).answer().await
}

/// The address of the same cells as CSV, for a link.
#[must_use]
pub fn completion_csv(course: &CourseId, unit: Option<&UnitKey>, month: Option<&str>) -> String {
    completion_path(COMPLETION_CSV, course, unit, month)
}

fn completion_path(door: &str, course: &CourseId, unit: Option<&UnitKey>, month: Option<&str>) -> String {
    let unit = unit.map(|unit| format!("&unit={}", encoded(&unit.to_string()))).unwrap_or_default();
    let month = month.map(|month| format!("&month={}", encoded(month))).unwrap_or_default();
    format!("{door}?course={course}{unit}{month}")
}

/// A static file. `fresh` asks the server even where the browser or the service worker keeps a copy.
///
/// # Errors
/// [`ApiFault::NotApi`] where there is no such file.
pub async fn file(path: &str, fresh: bool) -> Result<FileArrived, ApiFault> {
    let call = Call { fresh, ..Call::to("GET", path).without_cookies() };
    let answer = call.send().await?;
    let weight = answer.length;
    let bytes = answer.judged(Wanted::File)?;
    Ok(FileArrived { weight: weight.unwrap_or(bytes.len() as u64), bytes })
}

/// All provinces of today, by name: a static file beside [`units_path`].
///
/// # Errors
/// [`ApiFault`].
pub async fn provinces() -> Result<Vec<NamedUnit>, ApiFault> {
    Call::to("GET", PROVINCES).without_cookies().answer().await
}

/// The communes of a province: a static file.
///
/// # Errors
/// [`ApiFault`].
pub async fn province_units(code: &str) -> Result<ProvinceUnits, ApiFault> {
    Call::to("GET", &units_path(code)).without_cookies().answer().await
}

/// The courses on offer: a static file.
///
/// # Errors
/// [`ApiFault`].
pub async fn catalogue() -> Result<Catalogue, ApiFault> {
    Call::to("GET", CATALOGUE).without_cookies().answer().await
}

/// A part of an address, percent-encoded (RFC 3986, everything but unreserved characters).
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// How long a call may take. A page of 60 kB on the slowest of networks needs 10 s.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long an upload may take.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(180);

struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: JsValue,
    cookies: bool,
    keepalive: bool,
    fresh: bool,
    patience: Duration,
}

impl Call {
    fn to(method: &'static str, path: &str) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: JsValue::UNDEFINED,
            cookies: true,
            keepalive: false,
            fresh: false,
            patience: PATIENCE,
        }
    }

    /// Learners speak by their token alone; a trainer's cookie in the same browser is none of their business.
    fn without_cookies(self) -> Self {
        Self { cookies: false, ..self }
    }

    fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    fn text(self, json: String) -> Self {
        Self { body: json.into(), ..self }.header("content-type", "application/json".into())
    }

    fn json<T: Serialize>(self, body: &T) -> Self {
        self.text(json::write(body))
    }

    fn blob(self, kind: &str, blob: &Blob) -> Self {
        Self { body: blob.into(), patience: UPLOAD_PATIENCE, ..self }.header("content-type", kind.into())
    }

    async fn answer<T: DeserializeOwned>(self) -> Result<T, ApiFault> {
        let bytes = self.send().await?.judged(Wanted::Json)?;
        read_json(&bytes).map_err(ApiFault::Unreadable)
    }

    async fn done(self) -> Result<(), ApiFault> {
        self.send().await?.judged(Wanted::Nothing).map(|_| ())
    }

    async fn send(self) -> Result<Answer, ApiFault> {
        let controller = AbortController::new().ok();
        let init = self.init(controller.as_ref()).map_err(|_| ApiFault::Offline)?;
        let timer = controller.clone().and_then(|c| set_timeout_with_handle(move || c.abort(), self.patience).ok());
        let answer = arrived(&self.path, &init).await;
        if let Some(timer) = timer {
            timer.clear();
        }
        // Whatever the browser's reason, no whole answer has arrived.
        answer.map_err(|_| ApiFault::Offline)
    }

    fn init(&self, controller: Option<&AbortController>) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        init.set_method(self.method);
        // A redirect is never our server's answer; a portal's must not be followed with a learner's statements in hand.
        init.set_redirect(RequestRedirect::Manual);
        init.set_credentials(if self.cookies { RequestCredentials::SameOrigin } else { RequestCredentials::Omit });
        if self.fresh {
            init.set_cache(RequestCache::NoCache);
        }
        if !self.body.is_undefined() {
            init.set_body(&self.body);
        }
        if self.keepalive {
            Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
        }
        init.set_signal(controller.map(AbortController::signal).as_ref());
        let headers = Headers::new()?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        init.set_headers_headers(&headers);
        Ok(init)
    }
}

async fn arrived(path: &str, init: &RequestInit) -> Result<Answer, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(path, init)).await?.dyn_into()?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let number = |name: &str| header(name).and_then(|value| value.parse().ok());
    let (kind, retry_after, length) =
        (header("content-type").unwrap_or_default(), number("retry-after"), number("content-length"));
    let redirect = response.type_() == ResponseType::Opaqueredirect || response.redirected();
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Answer {
        status: response.status(),
        redirect,
        kind,
        retry_after: retry_after.and_then(|seconds| u32::try_from(seconds).ok()),
        length,
        body: Uint8Array::new(&body).to_vec(),
    })
}

/// What came back, before it is believed.
#[derive(Debug, Clone, Default)]
struct Answer {
    status: u16,
    redirect: bool,
    kind: String,
    retry_after: Option<u32>,
    length: Option<u64>,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Json,
    File,
    Nothing,
}

impl Answer {
    fn judged(self, wanted: Wanted) -> Result<Vec<u8>, ApiFault> {
        let kind = self.kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let json = kind == "application/json" || kind.ends_with("+json");
        if self.redirect {
            return Err(ApiFault::NotApi);
        }
        match self.status {
            200..=299 => match wanted {
                Wanted::Json if !json => Err(ApiFault::NotApi),
                Wanted::File if kind == "text/html" => Err(ApiFault::NotApi),
                Wanted::Nothing if kind == "text/html" => Err(ApiFault::NotApi),
                Wanted::Json | Wanted::File | Wanted::Nothing => Ok(self.body),
            },
            408 | 425 | 429 | 500..=599 => Err(ApiFault::Busy { retry_after: self.retry_after }),
            _ => Err(self.refusal(json)),
        }
    }

    fn refusal(self, json: bool) -> ApiFault {
        let problem = if json { read_json::<Problem>(&self.body).ok() } else { None };
        match problem {
            Some(problem) => ApiFault::Refused(Problem { status: self.status, ..problem }),
            // A proxy in front of the server says this in its own words, and it means the same.
            None if self.status == 413 => {
                ApiFault::Refused(Problem { kind: "too_large".into(), status: 413, detail: "too large".into() })
            }
            None => ApiFault::NotApi,
        }
    }
}

/// Reads JSON that arrived. As text, like all that the app reads: a reader of bytes as well would be a second one to download.
///
/// # Errors
/// What is wrong with it.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let text = str::from_utf8(bytes).map_err(|error| error.to_string())?;
    json::read(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, kind: &str, body: &str) -> Answer {
        Answer { status, kind: kind.into(), body: body.into(), ..Answer::default() }
    }

    #[test]
    fn a_portals_page_a_redirect_and_a_static_host_are_not_the_server() {
        for other in [
            answer(200, "text/html; charset=utf-8", "<html>Log in</html>"),
            answer(200, "", "{}"),
            answer(200, "text/plain", "{}"),
            answer(404, "text/html", "not found"),
            answer(404, "application/json", "[]"),
            answer(405, "", ""),
            answer(400, "text/html", "bad"),
            answer(302, "", ""),
            answer(0, "", ""),
            Answer { redirect: true, ..answer(200, "application/json", "{}") },
        ] {
            assert_eq!(other.clone().judged(Wanted::Json), Err(ApiFault::NotApi), "{other:?}");
        }
    }

    #[test]
    fn a_busy_server_is_asked_again_when_it_says() {
        for status in [408, 425, 429, 500, 502, 503, 504, 507] {
            let busy = Answer { retry_after: Some(7), ..answer(status, "text/html", "") };
            assert_eq!(busy.judged(Wanted::Json), Err(ApiFault::Busy { retry_after: Some(7) }), "{status}");
        }
    }

    #[test]
    fn a_refusal_carries_the_servers_own_word() {
        let body = r#"{"type":"unknown_token","status":401,"detail":"register again"}"#;
        let Err(ApiFault::Refused(problem)) = answer(401, "application/problem+json", body).judged(Wanted::Json) else {
            panic!("not refused");
        };
        assert_eq!((problem.kind.as_str(), problem.status), ("unknown_token", 401));
    }

    #[test]
    fn a_proxys_413_means_too_large_in_any_words() {
        let Err(ApiFault::Refused(problem)) = answer(413, "text/html", "<html>").judged(Wanted::Json) else {
            panic!("not refused");
        };
        assert_eq!(problem.status, 413);
    }

    #[test]
    fn json_is_an_answer_and_a_picture_a_file_and_a_page_of_html_neither() {
        assert!(answer(200, "application/json", "{}").judged(Wanted::Json).is_ok());
        assert!(answer(200, "image/svg+xml", "<svg/>").judged(Wanted::File).is_ok());
        assert!(answer(200, "text/html", "<p>").judged(Wanted::File).is_err());
        assert!(answer(204, "", "").judged(Wanted::Nothing).is_ok());
    }

    #[test]
    fn a_report_is_asked_for_by_course_unit_and_month() {
        let unit: UnitKey = "52@2025-07-01".parse().unwrap();
        let course: CourseId = "an-toan".parse().unwrap();
        assert_eq!(
            completion_csv(&course, Some(&unit), Some("2026-11")),
            "/api/oversee/completion.csv?course=an-toan&unit=52%402025-07-01&month=2026-11"
        );
        assert_eq!(completion_path(COMPLETION, &course, None, None), "/api/oversee/completion?course=an-toan");
    }
}
