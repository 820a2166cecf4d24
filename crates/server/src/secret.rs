//! Random identifiers and tokens, and how they are kept: only as hashes.

use crate::error::Fault;
use domain::edition::sha256;

/// Random bytes from the operating system.
///
/// # Errors
/// When the operating system has none to give.
pub fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Io(format!("the system gives no random bytes: {error}")))?;
    Ok(bytes)
}

/// Bytes as hexadecimal digits in lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new token of 256 bits, as 64 hexadecimal digits.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn token() -> Result<String, Fault> {
    Ok(hex(&random::<32>()?))
}

/// What is stored of a token. Tokens are random, so one round of SHA-256 is enough (OWASP ASVS 5.0, 7.2.3).
#[must_use]
pub fn hashed(token: &str) -> String {
    hex(&sha256(token.as_bytes()))
}

/// Compares two texts in a time that says nothing about where they differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

/// Whether a text is a token: 64 hexadecimal digits in lower case.
#[must_use]
pub fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
