//! What ties coming back from the provider to setting out: one random token in a cookie, from which the state, the nonce and the
//! PKCE verifier follow. So nothing is stored for somebody who never comes back, and what one browser began no other can end.

use crate::Server;
use crate::error::Fault;
use crate::secret;
use crate::sign_in::{cookie, token_cookie};
use crate::store::Tx;
use crate::values;
use axum::http::{HeaderMap, HeaderValue};
use domain::id::{SessionId, StaffId};
use openidconnect::{Nonce, PkceCodeVerifier};

/// How long coming back may take, in milliseconds: ten minutes.
pub const LIVES: i64 = 10 * 60 * 1000;
const COOKIE: &str = "provider";

/// What somebody sets out for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To link the identity to the account of this very session.
    Link(SessionId),
}

/// One way out and back. The token is the browser's alone.
pub struct Transaction(String);

impl Transaction {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn begin() -> Result<Self, Fault> {
        secret::token().map(Self)
    }

    /// The one that the browser has begun, if any.
    pub fn of(server: &Server, headers: &HeaderMap) -> Option<Self> {
        token_cookie(&server.serve, headers, COOKIE).map(Self)
    }

    /// The cookie that keeps it.
    ///
    /// # Errors
    /// Never in practice.
    pub fn cookie(&self, server: &Server) -> Result<HeaderValue, Fault> {
        cookie(&server.serve, COOKIE, &self.0, LIVES / 1000)
    }

    /// What the provider must put into its token.
    pub fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("nonce"))
    }

    /// What only who began knows (RFC 7636).
    pub fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("verifier"))
    }

    /// The state to come back with: purpose, language and moment in words that the desk can read, and a seal over them.
    pub fn state(&self, purpose: Purpose, language: &str, now: i64) -> String {
        let (word, session) = match purpose {
            Purpose::SignIn => (domain::api::STATE_SIGN_IN, String::new()),
            Purpose::Link(session) => (domain::api::STATE_LINK, session.to_string()),
        };
        let seal = self.derived(&format!("state {word} {language} {now} {session}"));
        format!("{word}.{language}.{now}.{seal}")
    }

    /// Whether a state is of this transaction, for this purpose, and not too old.
    pub fn has_begun(&self, state: &str, purpose: Purpose, now: i64) -> bool {
        let mut parts = state.split('.').skip(1);
        let (Some(language), Some(Ok(began))) = (parts.next(), parts.next().map(str::parse)) else { return false };
        let age = now.saturating_sub(began);
        (0..LIVES).contains(&age) && secret::same(state, &self.state(purpose, language, began))
    }

    /// Notes that it has come back; `waiting` is whose code is still missing.
    ///
    /// # Errors
    /// [`Fault::ProviderRefused`] where it has before.
    pub async fn ends(&self, tx: &mut Tx, waiting: Option<StaffId>, now: i64) -> Result<(), Fault> {
        tx.run("DELETE FROM provider_return WHERE expires_at <= $1", values![now]).await?;
        let sql = "INSERT INTO provider_return (transaction_hash, staff, expires_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (transaction_hash) DO NOTHING";
        let waiting = waiting.map(|staff| staff.to_string());
        match tx.run(sql, values![self.hash(), waiting, now + LIVES]).await? {
            1 => Ok(()),
            _ => Err(Fault::ProviderRefused),
        }
    }

    /// As it is kept.
    pub fn hash(&self) -> String {
        secret::hashed(&self.0)
    }

    fn derived(&self, what: &str) -> String {
        secret::hashed(&format!("{what} {}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_794_718_800_000;

    #[test]
    fn a_state_counts_for_its_own_browser_purpose_session_and_ten_minutes() {
        let (own, other) = (Transaction("a".repeat(64)), Transaction("b".repeat(64)));
        let (session, foreign) = (SessionId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
        let state = own.state(Purpose::SignIn, "vi", NOW);
        assert!(own.has_begun(&state, Purpose::SignIn, NOW) && own.has_begun(&state, Purpose::SignIn, NOW + LIVES - 1));
        assert!(
            !own.has_begun(&state, Purpose::SignIn, NOW + LIVES) && !own.has_begun(&state, Purpose::SignIn, NOW - 1)
        );
        assert!(!other.has_begun(&state, Purpose::SignIn, NOW));
        assert!(!own.has_begun(&state, Purpose::Link(session), NOW));
        let link = own.state(Purpose::Link(session), "en", NOW);
        assert!(own.has_begun(&link, Purpose::Link(session), NOW));
        assert!(!own.has_begun(&link, Purpose::Link(foreign), NOW) && !own.has_begun(&link, Purpose::SignIn, NOW));
        for bent in [
            "".to_owned(),
            "sign-in".into(),
            state.replace("vi", "en"),
            state.replace("sign-in", "link"),
            state.replace(&NOW.to_string(), &(NOW - 1).to_string()),
            state.replace(&NOW.to_string(), "9223372036854775807"),
            state.replace(&NOW.to_string(), "-9223372036854775808"),
            format!("{state}.x"),
            state[..state.len() - 1].to_owned(),
        ] {
            assert!(!own.has_begun(&bent, Purpose::SignIn, NOW), "{bent}");
        }
    }

    #[test]
    fn nothing_that_is_sent_says_what_stays() {
        let own = Transaction("a".repeat(64));
        let sent = own.state(Purpose::SignIn, "vi", NOW) + own.nonce().secret();
        assert!(!sent.contains(&own.0) && !sent.contains(own.verifier().secret()) && !sent.contains(&own.hash()));
        assert_eq!(own.verifier().secret().len(), 64, "RFC 7636: 43 to 128 characters");
    }
}
