//! Sealing: secrets that must be read again (of second factors) lie in the database under the server's own secret
//! (XChaCha20-Poly1305), and every use of that secret has a key of its own.

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::BASE64URL;

/// Bytes of a nonce; random, since there are 2^192 of them.
pub const NONCE: usize = 24;

/// A key for one purpose, made of the server's secret: HMAC-SHA-256 over the purpose's name.
#[must_use]
pub fn derive(secret: &[u8], purpose: &str) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(secret) else { return [0; 32] };
    mac.update(b"falcon key\0");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Seals a text for one place, such as the number of a person: elsewhere it does not open.
#[must_use]
pub fn seal(key: &[u8; 32], place: &str, text: &str, nonce: [u8; NONCE]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let cipher = XChaCha20Poly1305::new(key.into());
    // Fails for texts of many gigabytes alone.
    if cipher.encrypt_in_place(&XNonce::from(nonce), place.as_bytes(), &mut bytes).is_err() {
        return String::new();
    }
    BASE64URL.encode(&[nonce.as_slice(), &bytes].concat())
}

/// Opens what [`seal`] made for the same place; `None` for anything else.
#[must_use]
pub fn open(key: &[u8; 32], place: &str, sealed: &str) -> Option<String> {
    let bytes = BASE64URL.decode(sealed.as_bytes()).ok()?;
    let (nonce, bytes) = bytes.split_first_chunk::<NONCE>()?;
    let mut bytes = bytes.to_vec();
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.decrypt_in_place(&XNonce::from(*nonce), place.as_bytes(), &mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place_alone() {
        let key = derive(b"a secret of the server", "second factor");
        let sealed = seal(&key, "7", "JBSWY3DPEHPK3PXP", [7; NONCE]);
        assert!(!sealed.contains("JBSWY3DPEHPK3PXP"));
        assert_eq!(open(&key, "7", &sealed).as_deref(), Some("JBSWY3DPEHPK3PXP"));
        assert_eq!(open(&key, "8", &sealed), None, "another person's");
        assert_eq!(open(&derive(b"a secret of the server", "audit"), "7", &sealed), None, "another key");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(open(&key, "7", &String::from_utf8(changed).unwrap()), None, "byte {at}");
        }
        assert_eq!(open(&key, "7", ""), None);
    }

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        assert_ne!(derive(b"s", "a"), derive(b"s", "b"));
        assert_ne!(derive(b"s", "a"), derive(b"t", "a"));
    }
}
