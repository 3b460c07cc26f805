//! Signing keys and their rotation. A new key is put first and signs from then on; older ones stay while tokens of theirs
//! live, and are then dropped. A key is named by its thumbprint, so no name has to be thought of.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::server::proof::{BASE64URL, base64url};

/// An Ed25519 key pair.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    pair: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// From 32 random bytes, the seed of RFC 8032, §5.1.5.
    pub fn new(seed: [u8; 32]) -> Self {
        let pair = ed25519_dalek::SigningKey::from_bytes(&seed);
        Self { kid: thumbprint(&pair.verifying_key()), pair }
    }

    /// From the seed's base64url (43 characters), as a secret file holds it; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        base64url(text.trim()).map(Self::new)
    }

    /// The key's name: its JWK thumbprint (RFC 7638).
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.pair.sign(message).to_bytes()
    }
}

/// Without the seed.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}…)", self.kid)
    }
}

/// The keys whose tokens are taken; the first one signs.
#[derive(Clone, Debug)]
pub struct Keys {
    newest: SigningKey,
    older: Vec<SigningKey>,
}

impl Keys {
    /// `older`: those whose tokens may still live.
    pub const fn new(newest: SigningKey, older: Vec<SigningKey>) -> Self {
        Self { newest, older }
    }

    /// The key that signs.
    pub const fn newest(&self) -> &SigningKey {
        &self.newest
    }

    fn all(&self) -> impl Iterator<Item = &SigningKey> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// Is it the signature of the key of that name? `None`: there is no such key.
    pub(super) fn verify(&self, kid: &str, message: &[u8], signature: &[u8; 64]) -> Option<bool> {
        let key = self.all().find(|key| key.kid == kid)?.pair.verifying_key();
        Some(key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
    }

    /// The public halves as a JWK set (RFC 7517, §5; RFC 8037, §2), for `/.well-known/jwks.json`.
    pub fn jwks(&self) -> serde_json::Value {
        let jwk = |key: &SigningKey| {
            let x = BASE64URL.encode(key.pair.verifying_key().as_bytes());
            json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid, "x": x })
        };
        json!({ "keys": self.all().map(jwk).collect::<Vec<_>>() })
    }
}

/// SHA-256 of the key's required members in alphabetical order (RFC 7638, §3; RFC 8037, appendix A.3).
fn thumbprint(key: &VerifyingKey) -> String {
    let x = BASE64URL.encode(key.as_bytes());
    BASE64URL.encode(&Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A.1.
    const SEED: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    #[test]
    fn vectors_of_rfc_8037() {
        let key = SigningKey::parse(SEED).expect("a seed");
        // A.2, A.3.
        assert_eq!(
            BASE64URL.encode(key.pair.verifying_key().as_bytes()),
            "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        );
        assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        // A.4.
        let signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        assert_eq!(
            BASE64URL.encode(&key.sign(signed.as_bytes())),
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        );
    }

    #[test]
    fn the_set_shows_public_halves_only() {
        let keys = Keys::new(SigningKey::new([1; 32]), vec![SigningKey::parse(SEED).expect("a seed")]);
        let set = keys.jwks();
        assert_eq!(set["keys"][0]["kid"], keys.newest().kid());
        assert_eq!(
            set["keys"][1],
            json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            })
        );
        assert!(!format!("{keys:?}{set}").contains("nWGxne"));
    }

    #[test]
    fn what_is_no_seed_is_refused() {
        assert!(SigningKey::parse(&format!("{SEED}\n")).is_some());
        for text in ["", "secret", &SEED[1..], &format!("{SEED}=")] {
            assert!(SigningKey::parse(text).is_none(), "{text:?}");
        }
    }
}
