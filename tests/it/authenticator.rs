//! A device that makes passkeys and signs with them, written out from the specification (WebAuthn, level 3): what it is
//! asked is read from the server's JSON, and it answers as a browser would. It lies where a test tells it to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use data_encoding::BASE64URL_NOPAD as BASE64URL;
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer as _},
    elliptic_curve::Generate as _,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Flags of authenticator data: somebody touched it, it made sure who, and a new key follows.
const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const NEW_KEY: u8 = 1 << 6;

/// One passkey, and the browser around it.
#[derive(Clone)]
pub struct Device {
    pub key: SigningKey,
    pub id: Vec<u8>,
    /// Whom the site said it is for.
    pub handle: Vec<u8>,
    /// Uses so far; `None`: it counts none, as passkeys that are carried from device to device do.
    pub counter: Option<u32>,
    /// The site that it thinks it talks to.
    pub origin: String,
    pub party: String,
    /// It makes sure who holds it.
    pub verifies: bool,
}

impl Device {
    /// A new one, in a browser that shows this server's page.
    pub fn new() -> Self {
        let key = SigningKey::generate();
        let id = Sha256::digest(key.verifying_key().to_sec1_point(true).as_bytes()).to_vec();
        let (origin, party) = ("http://localhost".into(), "localhost".into());
        Self { key, id, handle: Vec::new(), counter: Some(0), origin, party, verifies: true }
    }

    fn count(&mut self) -> u32 {
        self.counter = self.counter.map(|counter| counter + 1);
        self.counter.unwrap_or(0)
    }

    /// § 6.1
    fn data(&mut self, more: u8) -> Vec<u8> {
        let flags = PRESENT | if self.verifies { VERIFIED } else { 0 } | more;
        let counter = self.count();
        let mut data = Sha256::digest(&self.party).to_vec();
        data.push(flags);
        data.extend(counter.to_be_bytes());
        data
    }

    /// § 5.8.1
    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let (challenge, origin) = (&options["challenge"], &self.origin);
        json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false }).to_string().into()
    }

    fn credential(&self, response: Value) -> Value {
        let id = BASE64URL.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response })
    }

    /// `navigator.credentials.create`, without attestation.
    pub fn create(&mut self, options: &Value) -> Value {
        let algorithms = options["pubKeyCredParams"].as_array().unwrap();
        assert!(algorithms.iter().any(|of| of["alg"] == -7), "{algorithms:?}");
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        // COSE_Key in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}, EC2, ES256, P-256.
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
        cose.extend(x);
        cose.extend([0x22, 0x58, 32]);
        cose.extend(y);
        self.create_with(options, &cose)
    }

    /// As [`Device::create`], with this public key.
    pub fn create_with(&mut self, options: &Value, cose: &[u8]) -> Value {
        assert_eq!(options["rp"]["id"], self.party.as_str());
        self.handle = BASE64URL.decode(options["user"]["id"].as_str().unwrap().as_bytes()).unwrap();
        let mut data = self.data(NEW_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(cose);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.push(0xa0);
        object.push(0x68);
        object.extend(b"authData");
        object.extend([0x58, u8::try_from(data.len()).unwrap()]);
        object.extend(data);
        self.credential(json!({
            "attestationObject": BASE64URL.encode(&object),
            "clientDataJSON": BASE64URL.encode(&self.client_data("webauthn.create", options)),
        }))
    }

    /// `navigator.credentials.get`
    pub fn get(&mut self, options: &Value) -> Value {
        self.get_as("webauthn.get", options)
    }

    /// As [`Device::get`], saying that it does this.
    pub fn get_as(&mut self, kind: &str, options: &Value) -> Value {
        let client = self.client_data(kind, options);
        let data = self.data(0);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.credential(json!({
            "authenticatorData": BASE64URL.encode(&data),
            "clientDataJSON": BASE64URL.encode(&client),
            "signature": BASE64URL.encode(signature.to_der().as_bytes()),
            "userHandle": BASE64URL.encode(&self.handle),
        }))
    }
}
