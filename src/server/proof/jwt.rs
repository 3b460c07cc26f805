//! Tokens of the API, and the pages' pass: JSON Web Tokens (RFC 7519) signed with Ed25519 (RFC 8037), and nothing else of
//! that family.
//!
//! There is one algorithm, so a token cannot choose. The kinds differ in the header's type (explicit typing, RFC 8725, §3.11)
//! and in the claim `typ`, and both are checked: none is ever taken for another. A token is text that a partner holds;
//! whether its family was ended is the store's to say.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BASE64URL;

mod keys;

pub use keys::{Keys, SigningKey};

/// Bytes of a token that is looked at; ours are below 1 KiB.
const MAX_BYTES: usize = 4 * 1024;

/// How far ahead of our clock a token may have been made, in seconds: instances' clocks differ.
const SKEW: i64 = 60;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Opens the API, for minutes.
    Access,
    /// Is exchanged once for a new pair.
    Refresh,
    /// Signs the questions of a page whose browser keeps no cookie, for minutes.
    Pass,
}

impl Kind {
    /// `typ` of the header; the first is RFC 9068's.
    const fn header(self) -> &'static str {
        match self {
            Self::Access => "at+jwt",
            Self::Refresh => "rt+jwt",
            Self::Pass => "pass+jwt",
        }
    }
}

/// Whose tokens these are, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Realm {
    /// The address of this server, as partners see it.
    pub issuer: String,
    /// What takes the tokens: the API, or the pages.
    pub audience: String,
}

/// What a token says, beside its realm and its times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who: the account's or the key's id.
    pub subject: String,
    /// The organization's id.
    pub organization: String,
    /// This token's own name: never twice.
    pub id: String,
    /// The pairs that came of one sign-in; reuse of an old refresh token ends them all. Of a pass: its session's public name.
    pub family: String,
    /// Permissions, separated by spaces (RFC 8693, §4.2).
    pub scope: String,
}

/// A token that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub grant: Grant,
    pub issued: Timestamp,
    /// From this instant on it is refused.
    pub expires: Timestamp,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Not three parts of base64url with our header and claims, or too long.
    #[error("malformed")]
    Malformed,
    /// Another `alg` than EdDSA.
    #[error("another algorithm")]
    Algorithm,
    /// A `kid` that is none of ours, or no longer.
    #[error("unknown key")]
    UnknownKey,
    #[error("wrong signature")]
    WrongSignature,
    /// An access token where a refresh token belongs, and so on.
    #[error("a token of another kind")]
    Kind,
    #[error("another issuer")]
    Issuer,
    #[error("another audience")]
    Audience,
    /// Made more than a minute after now.
    #[error("from the future")]
    Future,
    #[error("expired")]
    Expired,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    org: String,
    typ: Kind,
    jti: String,
    fam: String,
    scope: String,
    iat: i64,
    exp: i64,
}

/// Makes a token with the newest key. `life` from `now` on, in whole seconds; by custom 30 minutes for access, seven days for
/// refresh.
pub fn issue(keys: &Keys, realm: &Realm, kind: Kind, grant: &Grant, now: Timestamp, life: Duration) -> String {
    let iat = now.as_second();
    let key = keys.newest();
    let header = Header { alg: "EdDSA".into(), typ: kind.header().into(), kid: key.kid().to_owned() };
    let claims = Claims {
        iss: realm.issuer.clone(),
        aud: realm.audience.clone(),
        sub: grant.subject.clone(),
        org: grant.organization.clone(),
        typ: kind,
        jti: grant.id.clone(),
        fam: grant.family.clone(),
        scope: grant.scope.clone(),
        iat,
        exp: iat.saturating_add_unsigned(life.as_secs()),
    };
    let mut token = format!("{}.{}", part(&header), part(&claims));
    let signature = BASE64URL.encode(&key.sign(token.as_bytes()));
    token.push('.');
    token.push_str(&signature);
    token
}

/// Is this a token of ours, of this kind, for this realm, and alive?
///
/// # Errors
/// The first [`JwtError`]; nothing of the claims is looked at before the signature.
pub fn check(keys: &Keys, realm: &Realm, kind: Kind, token: &str, now: Timestamp) -> Result<Checked, JwtError> {
    if token.len() > MAX_BYTES {
        return Err(JwtError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
    let header: Header = read(header)?;
    if header.alg != "EdDSA" {
        return Err(JwtError::Algorithm);
    }
    let signature = super::base64url(signature).ok_or(JwtError::Malformed)?;
    if !keys.verify(&header.kid, signed.as_bytes(), &signature).ok_or(JwtError::UnknownKey)? {
        return Err(JwtError::WrongSignature);
    }
    let claims: Claims = read(claims)?;
    if header.typ != kind.header() || claims.typ != kind {
        return Err(JwtError::Kind);
    }
    if claims.iss != realm.issuer {
        return Err(JwtError::Issuer);
    }
    if claims.aud != realm.audience {
        return Err(JwtError::Audience);
    }
    let instant = |second| Timestamp::from_second(second).map_err(|_| JwtError::Malformed);
    let (issued, expires) = (instant(claims.iat)?, instant(claims.exp)?);
    if claims.iat > now.as_second().saturating_add(SKEW) {
        return Err(JwtError::Future);
    }
    // "On or after which the JWT MUST NOT be accepted" (RFC 7519, §4.1.4).
    if now >= expires {
        return Err(JwtError::Expired);
    }
    let Claims { sub, org, jti, fam, scope, .. } = claims;
    Ok(Checked { grant: Grant { subject: sub, organization: org, id: jti, family: fam, scope }, issued, expires })
}

/// Whether a token calls itself a pass: where to look for it, no more. What it is, [`check`] tells.
#[must_use]
pub fn claims_to_be_pass(token: &str) -> bool {
    let header = token.split('.').next().filter(|_| token.len() <= MAX_BYTES);
    header.and_then(|part| read::<Header>(part).ok()).is_some_and(|header| header.typ == Kind::Pass.header())
}

fn part(value: &impl Serialize) -> String {
    BASE64URL.encode(&serde_json::to_vec(value).expect("texts and numbers are JSON"))
}

fn read<T: serde::de::DeserializeOwned>(part: &str) -> Result<T, JwtError> {
    let bytes = BASE64URL.decode(part.as_bytes()).map_err(|_| JwtError::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| JwtError::Malformed)
}

#[cfg(test)]
mod tests;
