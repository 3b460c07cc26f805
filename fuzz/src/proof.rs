//! Launches of Telegram, tokens, keys, headers: as they come, and signed by ourselves, since a fuzzer finds no signature. A
//! target answers whether something in the input was taken.

use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use ed25519_dalek::Signer as _;
use falcon::server::proof::{
    header,
    jwt::{self, Keys, Kind, Realm, SigningKey},
    key::ApiKey,
    password::Rule,
    recovery::Code,
    telegram::{BotToken, Freshness, LaunchData, PublicKey, TelegramError, WidgetData},
    token::{Purpose, Token},
    totp,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tower_sessions::session::Id;

const NOW: i64 = 1_764_000_000;
const BOT: &str = "123456789:AAfuzzFuzzFuzzFuzzFuzzFuzzFuzzFu_-0";
const SEED: [u8; 32] = [7; 32];

fn now() -> Timestamp {
    Timestamp::from_second(NOW).expect("an instant")
}

/// Any text is refused by all three checks; the same text as the lines that Telegram signs is refused or is somebody, and
/// then the same whatever the order of its fields, and to one of the two sorts of data alone.
pub fn init_data(text: &str) -> bool {
    let token = BotToken::parse(BOT).expect("a token");
    let pair = ed25519_dalek::SigningKey::from_bytes(&SEED);
    let (fresh, public) = (Freshness::default(), PublicKey(pair.verifying_key().to_bytes()));
    let launch = |query: &str| LaunchData(query).check(&token, &fresh, now());
    let third = |query: &str| LaunchData(query).check_third_party(token.id(), public, &fresh, now());
    let widget = |query: &str| WidgetData(query).check(&token, &fresh, now());
    assert!(launch(text).is_err() && third(text).is_err() && widget(text).is_err(), "a forgery");

    let fields: Vec<String> = text
        .split('\n')
        .map(|line| line.split_once('=').unwrap_or((line, "")))
        .map(|(key, value)| format!("{}={}", escape(key), escape(value)))
        .collect();
    let query = |name: &str, proof: &str, reversed: bool| {
        let mut fields = fields.clone();
        fields.push(format!("{name}={proof}"));
        if reversed {
            fields.reverse();
        }
        fields.join("&")
    };
    let both = |name: &str, proof: &str| (query(name, proof, false), query(name, proof, true));

    let (straight, reversed) = both("hash", &HEXLOWER.encode(&mac(&mac(b"WebAppData", BOT), text)));
    let by_hash = launch(&straight);
    // Of two keys that come twice, either may be named.
    assert_eq!(by_hash.as_ref().ok(), launch(&reversed).as_ref().ok());
    assert!(widget(&straight).is_err(), "a launch is no widget's");

    let (straight, reversed) = both("hash", &HEXLOWER.encode(&mac(&Sha256::digest(BOT), text)));
    let by_widget = widget(&straight);
    assert_eq!(by_widget.as_ref().ok(), widget(&reversed).as_ref().ok());
    assert!(launch(&straight).is_err(), "a widget's is no launch");

    let signature = pair.sign(format!("{}:WebAppData\n{text}", token.id()).as_bytes());
    let by_signature = third(&query("signature", &BASE64URL_NOPAD.encode(&signature.to_bytes()), false));
    if let (Ok(by_hash), Ok(by_signature)) = (&by_hash, &by_signature) {
        assert_eq!(by_hash, by_signature);
        assert!((1..1 << 52).contains(&by_hash.user.id));
    }
    if let Err(TelegramError::DuplicateKey(key)) = &by_hash {
        assert!(!key.is_empty());
    }
    by_hash.is_ok() || by_widget.is_ok()
}

/// Any text is a token, a key, a code, a header, or none; what is taken is its own text. The first line as a header and the
/// second as claims, signed, are a token or are refused, and no token is of both kinds.
pub fn tokens(text: &str) -> bool {
    let mut taken = false;
    for part in [header::bearer(text), header::cookie(text, "__Host-falcon"), Some(text)].into_iter().flatten() {
        assert!(text.contains(part));
        if let Some(token) = Token::parse(part) {
            assert_eq!(token.reveal(), part);
            assert!(token.hash(Purpose::Session) != token.hash(Purpose::Reset));
            taken = true;
        }
        if let Some(key) = ApiKey::parse(part) {
            assert_eq!(key.reveal(), part);
            assert!(part.starts_with(&key.visible()));
            taken = true;
        }
        if let Some(code) = Code::parse(part) {
            let again = Code::parse(&code.reveal()).expect("its own text");
            assert_eq!(again.find("ana", &[code.hash("ana")]), Some(0));
            taken = true;
        }
        if let Some(secret) = totp::Secret::parse(part) {
            assert_eq!(secret.reveal(), part);
            taken = true;
        }
    }
    let secret = totp::Secret::new([7; 20]);
    let _ = secret.verify(text, now(), None);
    // Short ones alone: a QR code takes longer than all the rest.
    if text.len() <= 20 {
        let svg = secret.qr("Falcon", text).expect("a short address");
        assert!(svg.is_ascii() && !svg.contains("style"));
    }
    let _ = Rule::default().check(text, &[text.get(..5).unwrap_or("ana"), "Ana Pérez"]);

    let keys = Keys::new(SigningKey::new(SEED), Vec::new());
    let realm = Realm { issuer: "i".into(), audience: "a".into() };
    let check = |kind, token: &str| jwt::check(&keys, &realm, kind, token, now());
    assert!(check(Kind::Access, text).is_err() && check(Kind::Refresh, text).is_err(), "a forgery");
    let text = text.replace("KID", keys.newest().kid());
    let (header, claims) = text.split_once('\n').unwrap_or((&text, ""));
    let signed = format!("{}.{}", encode(header), encode(claims));
    let signature = ed25519_dalek::SigningKey::from_bytes(&SEED).sign(signed.as_bytes());
    let token = format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()));
    let (access, refresh) = (check(Kind::Access, &token), check(Kind::Refresh, &token));
    assert!(access.is_err() || refresh.is_err(), "a token of both kinds");
    for (kind, checked) in [(Kind::Access, access), (Kind::Refresh, refresh)] {
        let Ok(checked) = checked else { continue };
        assert!(checked.expires > now());
        let again = jwt::issue(&keys, &realm, kind, &checked.grant, now(), Duration::from_secs(60));
        if again.len() <= 4096 {
            assert_eq!(check(kind, &again).map(|again| again.grant), Ok(checked.grant));
        }
        taken = true;
    }
    taken
}

/// Any text is a `Cookie` header, and is read the same by whoever reads it: our own reader takes what stands there once and
/// nothing else, and the id of a session has one spelling.
pub fn cookies(text: &str) -> bool {
    let mut taken = false;
    for name in ["__Host-falcon", "falcon"] {
        let value = header::cookie(text, name);
        if let Some(value) = value {
            assert!(text.contains(value) && text.contains(name));
            assert!(value.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)), "{value:?}");
            // One more of the name, in whatever way, and it is nobody's.
            for twice in [format!("{text};{name}=x"), format!("{name}=x; {text}"), format!("{text} ;\t{name} = x")] {
                assert_eq!(header::cookie(&twice, name), None, "{twice:?}");
            }
            // What the layer of sessions makes of it.
            if let Ok(id) = value.parse::<Id>() {
                assert_eq!(id.to_string(), value, "one spelling");
                taken = true;
            }
        }
        // Another cookie beside it changes nothing.
        let beside = format!("{text}; otra=1");
        if beside.len() <= 8 * 1024 {
            assert_eq!(header::cookie(&beside, name), value);
        }
    }
    for part in text.split([';', '=', ' ']) {
        if let Ok(id) = part.parse::<Id>() {
            assert_eq!(id.to_string(), part, "one spelling");
        }
    }
    taken
}

fn encode(text: &str) -> String {
    BASE64URL_NOPAD.encode(text.as_bytes())
}

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

fn mac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
