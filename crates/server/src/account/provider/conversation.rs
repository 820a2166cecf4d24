//! What is said with the provider of identities: its description and keys, codes for tokens, and what a token must be.
//!
//! Whatever it does wrong is one of two faults: it refuses or its token doesn't hold, or it can't be talked with. Our log says more.

use super::transaction::Transaction;
use crate::config;
use crate::error::Fault;
use axum::body::{Body, to_bytes};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm as Alg, CoreProviderMetadata,
};
use openidconnect::http::{Request, Response};
use openidconnect::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, PkceCodeChallenge, RedirectUrl, RequestTokenError, Scope, TokenResponse,
};
use std::error::Error;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};

/// How long description and keys are taken to be as they were, in milliseconds: ten minutes.
const KNOWN: i64 = 10 * 60 * 1000;
/// How long a conversation may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many conversations there may be at once.
const AT_ONCE: usize = 8;
/// The longest reply that is read, in bytes.
const LONGEST_REPLY: usize = 1 << 20;
/// The longest subject (OpenID Connect Core, section 2), in characters.
const LONGEST_SUBJECT: usize = 255;
/// How a token may be signed: by a private key, whose public one the provider shows. Neither not at all, nor by what we know too.
const SIGNED_BY: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

/// The office's provider of identities.
pub struct Provider {
    name: String,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    scopes: Vec<Scope>,
    line: Line,
    known: Mutex<Option<(CoreProviderMetadata, i64)>>,
    turns: Semaphore,
}

impl Provider {
    /// The one that is configured. It isn't asked anything yet: it may be down while we start.
    ///
    /// # Errors
    /// [`Fault::Invalid`] where it can't be one.
    pub fn new(asked: &config::Provider) -> Result<Self, Fault> {
        let issuer = IssuerUrl::new(asked.issuer.clone());
        let issuer = issuer.map_err(|error| Fault::Invalid(format!("the issuer is no address: {error}")))?;
        let here = matches!(issuer.url().host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let builder = HttpsConnectorBuilder::new().with_native_roots();
        let builder = builder.map_err(|error| Fault::Io(format!("this machine has no root certificates: {error}")))?;
        let builder = match issuer.url().scheme() {
            "https" => builder.https_only(),
            "http" if here => builder.https_or_http(),
            _ => return Err(Fault::Invalid("the issuer must be an https:// address".into())),
        };
        Ok(Self {
            name: asked.name.clone(),
            issuer,
            client: ClientId::new(asked.client.clone()),
            secret: asked.secret.clone().map(ClientSecret::new),
            scopes: asked.scopes.iter().cloned().map(Scope::new).collect(),
            line: Line(Client::builder(TokioExecutor::new()).build(builder.enable_http1().build())),
            known: Mutex::new(None),
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Exactly as it names itself.
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Where a browser shows it who it is.
    ///
    /// # Errors
    /// [`Fault::ProviderDown`].
    pub async fn address(
        &self,
        transaction: &Transaction,
        state: String,
        home: String,
        now: i64,
    ) -> Result<String, Fault> {
        let described = self.in_time(self.described(now)).await?;
        let client = CoreClient::from_provider_metadata(described, self.client.clone(), self.secret.clone());
        let client = client.set_redirect_uri(redirect(home)?);
        let nonce = transaction.nonce();
        let request =
            client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || nonce);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&transaction.verifier());
        let (address, ..) = request.set_pkce_challenge(challenge).add_scopes(self.scopes.iter().cloned()).url();
        Ok(address.into())
    }

    /// Whom it knows by a code: the subject of the token that it gives for it.
    ///
    /// # Errors
    /// [`Fault::ProviderRefused`], [`Fault::ProviderDown`].
    pub async fn subject(
        &self,
        transaction: &Transaction,
        code: String,
        home: String,
        now: i64,
    ) -> Result<String, Fault> {
        let subject = self.in_time(self.exchange(transaction, code, redirect(home)?, now)).await;
        if matches!(subject, Err(Fault::ProviderRefused)) {
            // It may have changed its keys: the next one is checked against those of then.
            *self.known.lock().await = None;
        }
        subject
    }

    async fn exchange(
        &self,
        transaction: &Transaction,
        code: String,
        home: RedirectUrl,
        now: i64,
    ) -> Result<String, Fault> {
        let described = self.described(now).await?;
        let methods = described.token_endpoint_auth_methods_supported();
        let by_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let client = CoreClient::from_provider_metadata(described, self.client.clone(), self.secret.clone());
        let client = client.set_redirect_uri(home);
        let client = if by_body { client.set_auth_type(AuthType::RequestBody) } else { client };
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| down(&error))?;
        let token = request.set_pkce_verifier(transaction.verifier()).request_async(&self.line).await;
        let token = token.map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => refused(&error),
            RequestTokenError::Request(_) | RequestTokenError::Parse(..) | RequestTokenError::Other(_) => down(&error),
        })?;
        let at = chrono::DateTime::from_timestamp_millis(now).unwrap_or_default();
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNED_BY).set_time_fn(move || at);
        let token = token.id_token().ok_or(Fault::ProviderRefused)?;
        let claims = token.claims(&verifier, &transaction.nonce()).map_err(|error| refused(&error))?;
        let subject = claims.subject().as_str();
        let fits = (1..=LONGEST_SUBJECT).contains(&subject.chars().count()) && !subject.contains('\0');
        if fits { Ok(subject.to_owned()) } else { Err(Fault::ProviderRefused) }
    }

    /// Its description with its keys, fetched where what is known is old.
    async fn described(&self, now: i64) -> Result<CoreProviderMetadata, Fault> {
        let mut known = self.known.lock().await;
        match known.as_ref() {
            Some((described, at)) if (0..KNOWN).contains(&(now - at)) => Ok(described.clone()),
            Some(_) | None => {
                let described = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.line).await;
                let described = described.map_err(|error| down(&error))?;
                *known = Some((described.clone(), now));
                Ok(described)
            }
        }
    }

    async fn in_time<T>(&self, talk: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let _turn = self.turns.try_acquire().map_err(|_| Fault::Busy)?;
        tokio::time::timeout(PATIENCE, talk).await.unwrap_or_else(|error| Err(down(&error)))
    }
}

/// Requests over HTTP, whose replies are bounded and never lead elsewhere.
struct Line(Client<HttpsConnector<HttpConnector>, Body>);

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Fault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let reply = self.0.request(Request::from_parts(head, Body::from(body))).await;
            let (head, body) = reply.map_err(|error| Fault::Io(told(&error)))?.into_parts();
            let bytes = to_bytes(Body::new(body), LONGEST_REPLY).await.map_err(|error| Fault::Io(told(&error)))?;
            Ok(Response::from_parts(head, bytes.to_vec()))
        })
    }
}

fn redirect(home: String) -> Result<RedirectUrl, Fault> {
    RedirectUrl::new(home)
        .map_err(|_| Fault::BadRequest("the header Origin is no address: open the desk itself".into()))
}

fn refused(error: &dyn Error) -> Fault {
    tracing::warn!(error = %told(error), "a sign-in by the provider was refused");
    Fault::ProviderRefused
}

fn down(error: &dyn Error) -> Fault {
    tracing::warn!(error = %told(error), "the provider of identities can't be talked with");
    Fault::ProviderDown
}

/// An error with what caused it.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
