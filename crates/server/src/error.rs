//! Everything that can go wrong in the server, and the one place where it becomes an HTTP answer.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::api::Problem;

/// What the server refuses or fails at. Every message says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The request makes no sense.
    #[error("{0}")]
    BadRequest(String),
    /// The token of a device is not known here.
    #[error("this device's token is not known: register the device again")]
    UnknownToken,
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The name or password is wrong, or the account can't be used; which of them is not said.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// Name and password are right, and the second step is missing.
    #[error("the second step is missing: send the six digits of the authenticator, or a recovery code, as code")]
    CodeNeeded,
    /// Name and password are right, and the code is not, or was used before.
    #[error("the code is wrong or was used before: wait for the next one, or use a recovery code")]
    WrongCode,
    /// Signing in through the provider of identities didn't hold, or no account is linked to it; which of them is not said.
    #[error("signing in through the provider didn't work: begin again, or sign in with name and password")]
    ProviderRefused,
    /// The provider of identities can't be talked with.
    #[error(
        "the provider can't be reached or doesn't do as it should: try again later, or sign in with name and password"
    )]
    ProviderDown,
    /// A role needs a second step that isn't set up yet.
    #[error("your role needs a second step first: set it up at /api/account/second-step")]
    SecondStepNeeded,
    /// Who one is was shown too long ago for this.
    #[error("show once more who you are, at /api/account/proof, and send this again within ten minutes")]
    ProofNeeded,
    /// The code opens only after a trainer has vouched.
    #[error("a trainer must vouch for the learner first, in person; then send this again within ten minutes")]
    NeedsTrainer,
    /// Signed in, but not allowed.
    #[error("{0}")]
    Forbidden(&'static str),
    /// There is no such thing.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The learner was erased.
    #[error("this learner was erased: forget them on this device too, and drop what was not sent")]
    Gone,
    /// The learner was joined into another one; for our own doors, which go on there.
    #[error("this learner was joined into {0}")]
    JoinedInto(domain::id::LearnerId),
    /// The door is there, but not for this method.
    #[error("this door does not take that method: see /api/openapi.json")]
    WrongMethod,
    /// The request clashes with what is there.
    #[error("{0}")]
    Conflict(String),
    /// The body is longer than the door takes.
    #[error("the body is longer than {limit} bytes: send less at a time")]
    TooLarge {
        /// The most bytes taken.
        limit: usize,
    },
    /// The body is packed.
    #[error("the body is packed: send it as it is, without a content-encoding")]
    Packed,
    /// Well-formed, but against a rule.
    #[error("{0}")]
    Invalid(String),
    /// Too many tries.
    #[error("too many tries: wait {0} seconds")]
    TooManyTries(u64),
    /// The server has more to do than it can: try again soon.
    #[error("the server is busy: try again in a few seconds")]
    Busy,
    /// The disk is full.
    #[error("the server's disk is full: nothing was stored; free some space and try again")]
    Full,
    /// The database file is damaged.
    #[error("the database is damaged ({0}): stop, keep the file, and restore a backup with `congdanso restore`")]
    Damaged(String),
    /// The audit doesn't hold together.
    #[error("audit row {row} {why}: keep the store and its backups as they are, and find out who could write to it")]
    Broken {
        /// The first row that doesn't fit.
        row: i64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The database failed otherwise.
    #[error("the database failed: {0}")]
    Store(sqlx::Error),
    /// A file or socket failed.
    #[error("{0}")]
    Io(String),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|e| e.code()).unwrap_or_default();
        match code.as_ref() {
            // SQLite: BUSY, LOCKED and their extended codes. PostgreSQL: serialization failure, deadlock, shutting down, too many.
            "5" | "6" | "261" | "517" | "40001" | "40P01" | "57P01" | "57P02" | "57P03" | "53300" => Self::Busy,
            "13" | "53100" => Self::Full,
            "11" | "26" | "XX001" | "XX002" => Self::Damaged(error.to_string()),
            _ if matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed) => {
                Self::Busy
            }
            _ => Self::Store(error),
        }
    }
}

impl Fault {
    /// The HTTP status and the stable word for machines.
    #[must_use]
    pub const fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::UnknownToken => (StatusCode::UNAUTHORIZED, "unknown_token"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out"),
            Self::WrongCredentials => (StatusCode::UNAUTHORIZED, "wrong_credentials"),
            Self::CodeNeeded => (StatusCode::UNAUTHORIZED, "code_needed"),
            Self::WrongCode => (StatusCode::UNAUTHORIZED, "wrong_code"),
            Self::ProviderRefused => (StatusCode::UNAUTHORIZED, "provider_refused"),
            Self::ProviderDown => (StatusCode::FAILED_DEPENDENCY, "provider_down"),
            Self::SecondStepNeeded => (StatusCode::FORBIDDEN, "second_step_needed"),
            Self::ProofNeeded => (StatusCode::FORBIDDEN, "proof_needed"),
            Self::NeedsTrainer => (StatusCode::FORBIDDEN, "needs_trainer"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::Gone => (StatusCode::GONE, "gone"),
            Self::JoinedInto(_) => (StatusCode::CONFLICT, "joined"),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
            Self::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::Packed => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "packed"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::TooManyTries(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Full => (StatusCode::INSUFFICIENT_STORAGE, "full"),
            Self::Damaged(_) => (StatusCode::SERVICE_UNAVAILABLE, "damaged"),
            Self::Store(_) | Self::Io(_) | Self::Broken { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "failed"),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let (status, kind) = self.code();
        // What the machine's owner must see is not for strangers' eyes.
        let detail = if matches!(self, Self::Store(_) | Self::Io(_) | Self::Damaged(_) | Self::Broken { .. }) {
            tracing::error!(error = %self, "request failed");
            "the server failed: nothing was changed; try again later".to_owned()
        } else {
            self.to_string()
        };
        let wait = if let Self::TooManyTries(seconds) = self {
            Some(seconds)
        } else {
            (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5)
        };
        let problem = Problem { kind: kind.into(), status: status.as_u16(), detail };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
