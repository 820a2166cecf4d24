//! One file as it goes over the wire: bytes, compressed twins, and the headers that say what it is and how long it keeps.
//!
//! Not where files come from: those of the built apps are [`super::built`]'s, all others [`super::offer`]'s.

use super::range::{Wanted, wanted};
use crate::http::INSIST_ON_TLS;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::edition::sha256;
use std::io::Write;
use std::sync::OnceLock;

/// Good enough to send often, quick enough to do while somebody waits; what is built ahead comes with better twins.
const BROTLI_QUALITY: i32 = 5;

/// How long a browser may keep a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// For a day: icons, for which browsers ask again at every page.
    ADay,
    /// Its name follows its content: for ever.
    ForEver,
    /// It may keep it, and asks each time whether it changed.
    Asking,
    /// Not at all: a page from yesterday would boot the app of yesterday.
    Never,
}

/// A compressed form, made when first asked for; `None` where it would not be smaller.
type Twin = OnceLock<Option<Bytes>>;

/// A file to serve.
pub struct File {
    bytes: Bytes,
    brotli: Twin,
    gzip: Twin,
    digest: String,
    kind: &'static str,
    keep: Keep,
    policy: Option<HeaderValue>,
}

/// What a file is, by its ending, and whether compressing it pays.
fn kind(path: &str) -> (&'static str, bool) {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => (HTML, true),
        "js" => ("text/javascript; charset=utf-8", true),
        "wasm" => ("application/wasm", true),
        "css" => ("text/css; charset=utf-8", true),
        "json" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "svg" => ("image/svg+xml; charset=utf-8", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "xml" => ("application/xml; charset=utf-8", true),
        "png" => ("image/png", false),
        "jpg" => ("image/jpeg", false),
        "webp" => ("image/webp", false),
        "opus" => (SOUND, false),
        "ico" => ("image/x-icon", false),
        _ => ("application/octet-stream", false),
    }
}

const HTML: &str = "text/html; charset=utf-8";
const SOUND: &str = "audio/ogg";

impl File {
    /// A file that is called so; its ending says what it is.
    #[must_use]
    pub fn new(path: &str, bytes: impl Into<Bytes>, keep: Keep) -> Self {
        let bytes = bytes.into();
        let (kind, compressible) = kind(path);
        let twin = || if compressible { Twin::new() } else { Twin::from(None) };
        let digest = URL_SAFE_NO_PAD.encode(sha256(&bytes));
        Self { brotli: twin(), gzip: twin(), digest, kind, keep, policy: None, bytes }
    }

    /// With the twins that were compressed ahead.
    #[must_use]
    pub fn with_twins(mut self, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        if brotli.is_some() {
            self.brotli = Twin::from(brotli);
        }
        if gzip.is_some() {
            self.gzip = Twin::from(gzip);
        }
        self
    }

    /// Under a content security policy.
    #[must_use]
    pub fn under(mut self, policy: &str) -> Self {
        self.policy = HeaderValue::from_str(policy).ok();
        self
    }

    /// The bytes themselves.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// What it weighs on its way in a browser that takes Brotli.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.brotli().unwrap_or(&self.bytes).len()
    }

    /// The compressed forms, by the ending that servers look for.
    #[must_use]
    pub fn twins(&self) -> Vec<(&'static str, &Bytes)> {
        [("br", self.brotli()), ("gz", self.gzip())]
            .into_iter()
            .filter_map(|(ending, twin)| Some((ending, twin?)))
            .collect()
    }

    fn brotli(&self) -> Option<&Bytes> {
        let make = || {
            let settings = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
            let mut twin = Vec::new();
            brotli::BrotliCompress(&mut self.bytes.as_ref(), &mut twin, &settings).ok()?;
            (twin.len() < self.bytes.len()).then(|| twin.into())
        };
        self.brotli.get_or_init(make).as_ref()
    }

    fn gzip(&self) -> Option<&Bytes> {
        let make = || {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(&self.bytes).ok()?;
            let twin = packer.finish().ok()?;
            (twin.len() < self.bytes.len()).then(|| twin.into())
        };
        self.gzip.get_or_init(make).as_ref()
    }

    /// The answer to a request with these headers.
    #[must_use]
    pub fn answer(&self, asked: &HeaderMap, status: StatusCode, tls: bool) -> Response {
        let (bytes, encoding) = self.chosen(asked);
        let tag = format!("\"{}{}\"", self.digest, encoding.map(|name| format!("-{name}")).unwrap_or_default());
        let mut response = self.body(asked, status, bytes, &tag);
        let unchanged = response.status() == StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        if !unchanged {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
            if let Some(name) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            }
        }
        headers.extend(HeaderValue::from_str(&tag).ok().map(|tag| (header::ETAG, tag)));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let keep = match self.keep {
            Keep::ForEver => "public, max-age=31536000, immutable",
            Keep::ADay => "public, max-age=86400",
            Keep::Asking => "no-cache",
            Keep::Never => "no-store",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        self.guard(headers, tls);
        response
    }

    /// The whole form, a part of it, or nothing where the browser holds it already.
    fn body(&self, asked: &HeaderMap, status: StatusCode, bytes: &Bytes, tag: &str) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        if status == StatusCode::OK && holds(asked, tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        if !self.is_sound() {
            *response.body_mut() = Body::from(bytes.clone());
            return response;
        }
        let wanted = if status == StatusCode::OK { wanted(asked, bytes.len(), tag) } else { Wanted::Whole };
        let (sent, place) = match wanted {
            Wanted::Whole => (bytes.clone(), None),
            Wanted::Part(part) => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                (bytes.slice(part.clone()), Some(format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len())))
            }
            Wanted::Nothing => {
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                (Bytes::new(), Some(format!("bytes */{}", bytes.len())))
            }
        };
        *response.body_mut() = Body::from(sent);
        response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let place = place.and_then(|place| HeaderValue::from_str(&place).ok());
        response.headers_mut().extend(place.map(|place| (header::CONTENT_RANGE, place)));
        response
    }

    /// Whether browsers may ask for a part of it: some play no sound from a server that always sends the whole.
    fn is_sound(&self) -> bool {
        self.kind == SOUND
    }

    /// What a browser must know to stay on the safe side.
    fn guard(&self, headers: &mut HeaderMap, tls: bool) {
        let mut say = |name, value| headers.insert(name, HeaderValue::from_static(value));
        say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        if tls {
            say(header::STRICT_TRANSPORT_SECURITY, INSIST_ON_TLS);
        }
        if self.kind == HTML {
            say(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
            say(header::REFERRER_POLICY, "same-origin");
            say(
                header::HeaderName::from_static("permissions-policy"),
                "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            );
        }
        headers.extend(self.policy.clone().map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
    }

    /// The form to send, and what it is called.
    fn chosen(&self, asked: &HeaderMap) -> (&Bytes, Option<&'static str>) {
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some(twin) = accepts(accepted, "br").then(|| self.brotli()).flatten() {
            return (twin, Some("br"));
        }
        if let Some(twin) = accepts(accepted, "gzip").then(|| self.gzip()).flatten() {
            return (twin, Some("gzip"));
        }
        (&self.bytes, None)
    }
}

/// Whether an `Accept-Encoding` takes this coding: named (or `*`) and not with `q=0`.
fn accepts(accepted: &str, name: &str) -> bool {
    let quality = |wanted: &str| {
        accepted.split(',').find_map(|part| {
            let (coding, parameters) = part.split_once(';').unwrap_or((part, ""));
            let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
            (coding.trim().eq_ignore_ascii_case(wanted)).then_some(quality.unwrap_or(0.0))
        })
    };
    quality(name).or_else(|| quality("*")).is_some_and(|quality| quality > 0.0)
}

/// Whether the browser holds the very form it would get (`If-None-Match`, compared weakly as RFC 9110 asks).
fn holds(asked: &HeaderMap, tag: &str) -> bool {
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(|each| each.trim().trim_start_matches("W/"));
    tags.any(|each| each == tag || each == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_when_it_is_named_and_not_refused() {
        for (accepted, brotli, gzip) in [
            ("br, gzip", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("*", true, true),
            ("*;q=0, GZIP", false, true),
            ("gzip, *;q=0.1", true, true),
            ("identity", false, false),
            ("", false, false),
            ("br;q=many", false, false),
        ] {
            assert_eq!((accepts(accepted, "br"), accepts(accepted, "gzip")), (brotli, gzip), "{accepted}");
        }
    }
}
