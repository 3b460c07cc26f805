//! Passkeys (WebAuthn): a key that stays in somebody's device and signs a challenge for the site it was made for alone, once
//! the device has made sure of who holds it (by a PIN, a finger, a face). So it counts as both factors.
//!
//! What the device is asked and answers is JSON of the specification; what was asked is handed back as text that the caller
//! keeps on the server, for one answer.

use serde_json::Value;
use url::Url;
use webauthn_rs::prelude::{
    COSEAlgorithm, COSEKey, COSEKeyType, DiscoverableAuthentication, ECDSACurve, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::BASE64URL;

/// What devices show beside the person's name.
const NAME: &str = "Falcon";

/// Bytes by which a device knows a person.
pub const HANDLE: usize = 16;

/// The site that passkeys are made for and open: one origin.
#[derive(Clone, Debug)]
pub struct Party(Webauthn);

/// Something to ask a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `publicKey` of what `navigator.credentials` is called with; bytes in base64url.
    pub options: Value,
    /// To be kept on the server, for one answer.
    pub asked: String,
}

/// A passkey that a device made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    /// Id of the credential, base64url.
    pub credential: String,
    /// Public key, counter and flags, to be kept: JSON.
    pub key: String,
}

/// Which passkey a device answered with, by its own word: to be looked up, and believed once [`Party::check`] holds.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Id of the credential, base64url.
    pub credential: String,
    /// As whom the device knows the person.
    pub handle: [u8; HANDLE],
    told: PublicKeyCredential,
}

/// Why a passkey does not hold.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Not what a device answers.
    #[error("unreadable")]
    Unreadable,
    /// What is kept cannot be read: no fault of the device's.
    #[error("what is kept is no passkey: {0}")]
    Kept(serde_json::Error),
    /// Not a key of ours: ES256 on P-256 alone.
    #[error("another kind of key")]
    Kind,
    /// The count of its uses went back: there is a copy of the key.
    #[error("its counter went back")]
    Copied,
    /// Challenge, origin, signature, verification of the person: one is wrong.
    #[error("{0}")]
    Wrong(WebauthnError),
}

impl From<WebauthnError> for PasskeyError {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            error => Self::Wrong(error),
        }
    }
}

impl Party {
    /// The site of this origin; none where browsers know no passkeys, such as under a number instead of a name.
    #[must_use]
    pub fn new(origin: &str) -> Option<Self> {
        let origin = Url::parse(origin).ok()?;
        let domain = origin.domain()?.to_owned();
        WebauthnBuilder::new(&domain, &origin).ok()?.rp_name(NAME).build().ok().map(Self)
    }

    /// Asks a device to make a passkey for a person. `login` and `name` are what it shows; `known`: credentials of the
    /// person's passkeys, so that no device makes two.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn ask_new(
        &self,
        handle: [u8; HANDLE],
        login: &str,
        name: &str,
        known: &[String],
    ) -> Result<Question, PasskeyError> {
        let known = known.iter().filter_map(|id| BASE64URL.decode(id.as_bytes()).ok()).collect();
        let handle = Uuid::from_bytes(handle);
        let (question, asked) = self.0.start_passkey_registration(handle, login, name, Some(known))?;
        let mut question = question_of(&question, &asked)?;
        // The crate leaves it to the device whether the key can be found without a login; ours is of no use else.
        if let Some(selection) = question.options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) {
            selection.insert("residentKey".into(), "required".into());
            selection.insert("requireResidentKey".into(), true.into());
        }
        // It also offers P-384 and RSA. Every device that makes passkeys knows ES256; see `ours`.
        if let Some(kinds) = question.options.get_mut("pubKeyCredParams").and_then(Value::as_array_mut) {
            kinds.retain(|kind| kind["alg"] == COSEAlgorithm::ES256 as i64);
        }
        Ok(question)
    }

    /// The passkey that a device made when [`asked`](Question::asked).
    ///
    /// # Errors
    /// As [`PasskeyError`] says.
    pub fn take_new(&self, asked: &str, answer: &str) -> Result<NewPasskey, PasskeyError> {
        let asked: PasskeyRegistration = serde_json::from_str(asked).map_err(PasskeyError::Kept)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| PasskeyError::Unreadable)?;
        let key = self.0.finish_passkey_registration(&answer, &asked)?;
        if !ours(key.get_public_key()) {
            return Err(PasskeyError::Kind);
        }
        Ok(NewPasskey {
            credential: BASE64URL.encode(key.cred_id()),
            key: serde_json::to_string(&key).map_err(PasskeyError::Kept)?,
        })
    }

    /// Asks a device for any passkey of this site.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn ask(&self) -> Result<Question, PasskeyError> {
        let (question, asked) = self.0.start_discoverable_authentication()?;
        question_of(&question, &asked)
    }

    /// Whether an answer to what was [`asked`](Question::asked) holds for the passkey that is kept as `key`; as what it is to
    /// be kept from now on, its uses counted.
    ///
    /// # Errors
    /// As [`PasskeyError`] says.
    pub fn check(&self, asked: &str, answer: &Answer, key: &str) -> Result<String, PasskeyError> {
        let asked: DiscoverableAuthentication = serde_json::from_str(asked).map_err(PasskeyError::Kept)?;
        let mut key: Passkey = serde_json::from_str(key).map_err(PasskeyError::Kept)?;
        let held = self.0.finish_discoverable_authentication_v2(&answer.told, asked, &key)?;
        key.update_credential(&held);
        serde_json::to_string(&key).map_err(PasskeyError::Kept)
    }
}

impl Answer {
    /// Reads what a device answered.
    ///
    /// # Errors
    /// [`PasskeyError::Unreadable`], also when it does not say whose passkey it is.
    pub fn read(text: &str) -> Result<Self, PasskeyError> {
        let told: PublicKeyCredential = serde_json::from_str(text).map_err(|_| PasskeyError::Unreadable)?;
        let handle = told.get_user_unique_id().and_then(|handle| handle.try_into().ok());
        let handle = handle.ok_or(PasskeyError::Unreadable)?;
        Ok(Self { credential: BASE64URL.encode(told.get_credential_id()), handle, told })
    }
}

/// Whether a key is ES256 on P-256, what devices are asked for. The crate takes a P-384 key that calls itself ES256.
fn ours(key: &COSEKey) -> bool {
    matches!(&key.key, COSEKeyType::EC_EC2(point) if point.curve == ECDSACurve::SECP256R1)
        && key.type_ == COSEAlgorithm::ES256
}

fn question_of(question: &impl serde::Serialize, asked: &impl serde::Serialize) -> Result<Question, PasskeyError> {
    let mut options = serde_json::to_value(question).map_err(PasskeyError::Kept)?;
    Ok(Question {
        options: options.get_mut("publicKey").map(Value::take).unwrap_or_default(),
        asked: serde_json::to_string(asked).map_err(PasskeyError::Kept)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_a_name() {
        for origin in ["https://falcon.example", "https://falcon.example:8443", "http://localhost:3000"] {
            assert!(Party::new(origin).is_some(), "{origin}");
        }
        for origin in ["https://192.0.2.1", "http://127.0.0.1:3000", "http://[::1]:3000", "localhost", ""] {
            assert!(Party::new(origin).is_none(), "{origin}");
        }
    }

    #[test]
    fn a_device_is_asked_for_a_key_that_it_finds_and_for_its_holder() {
        let party = Party::new("https://falcon.example:8443").unwrap();
        let made = party.ask_new([7; HANDLE], "ana@example.mx", "Ana", &["AAEC".into()]).unwrap().options;
        assert_eq!((&made["rp"]["id"], &made["rp"]["name"]), (&"falcon.example".into(), &NAME.into()));
        let selection = &made["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required");
        assert_eq!(selection["requireResidentKey"], true);
        assert_eq!(selection["userVerification"], "required");
        assert_eq!(made["pubKeyCredParams"], serde_json::json!([{ "type": "public-key", "alg": -7 }]), "P-256 alone");
        assert_eq!(made["excludeCredentials"][0]["id"], "AAEC");
        assert_eq!(made["user"]["id"], BASE64URL.encode(&[7; HANDLE]), "nothing of the person");
        let (one, two) = (party.ask().unwrap(), party.ask().unwrap());
        assert_eq!(one.options["userVerification"], "required");
        assert_eq!(one.options["allowCredentials"], Value::Array(Vec::new()));
        assert_ne!(one.options["challenge"], two.options["challenge"]);
        assert!(one.asked != two.asked);
    }

    #[test]
    fn nonsense_is_unreadable() {
        let party = Party::new("https://falcon.example").unwrap();
        let asked = party.ask_new([0; HANDLE], "a", "a", &[]).unwrap().asked;
        for text in ["", "{}", "null", r#"{"id":"x"}"#] {
            assert!(matches!(Answer::read(text), Err(PasskeyError::Unreadable)), "{text}");
            assert!(matches!(party.take_new(&asked, text), Err(PasskeyError::Unreadable)), "{text}");
            assert!(matches!(party.take_new(text, text), Err(PasskeyError::Kept(_))), "{text}");
        }
    }
}
