//! initData: what a Mini App knows of the launch and gives to its server untouched.

use ed25519_dalek::{Signature, VerifyingKey};
use jiff::Timestamp;
use serde::Deserialize;

use super::{BotToken, Fields, Freshness, Seen, TelegramError, check_hash};
use crate::server::proof::base64url;

/// `window.Telegram.WebApp.initData` as it came. Nothing in it is known before one of its two checks.
#[derive(Clone, Copy, Debug)]
pub struct LaunchData<'a>(pub &'a str);

/// A public key that Telegram signs for third parties with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Telegram itself.
    pub const PRODUCTION: Self = Self([
        0xe7, 0xbf, 0x03, 0xa2, 0xfa, 0x46, 0x02, 0xaf, 0x45, 0x80, 0x70, 0x3d, 0x88, 0xdd, 0xa5, 0xbb, 0x59, 0xf3,
        0x2e, 0xd8, 0xb0, 0x2a, 0x56, 0xc1, 0x87, 0xfe, 0x7d, 0x34, 0xca, 0xed, 0x24, 0x2d,
    ]);
    /// Telegram's test servers.
    pub const TEST: Self = Self([
        0x40, 0x05, 0x50, 0x58, 0xa4, 0xee, 0x38, 0x15, 0x6a, 0x06, 0x56, 0x2e, 0x52, 0xee, 0xce, 0x92, 0xa7, 0x71,
        0xbc, 0xd8, 0x34, 0x6a, 0x8c, 0x46, 0x15, 0xcb, 0x73, 0x76, 0xed, 0xdf, 0x72, 0xec,
    ]);
}

/// A launch that Telegram vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    pub user: User,
    pub auth_date: Timestamp,
    pub query_id: Option<String>,
    /// What followed `startapp=` in the link that was opened: the sender of the link chose it, not the person.
    pub start_param: Option<String>,
    pub chat_type: Option<String>,
    pub chat_instance: Option<String>,
    /// To be stored, so that this launch signs in once.
    pub seen: Seen,
}

/// Who opened the Mini App. Texts are the person's own words: shown, never trusted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct User {
    /// 1 to 2^52 - 1.
    pub id: u64,
    pub first_name: String,
    #[serde(default)]
    pub last_name: Option<String>,
    #[serde(default)]
    pub username: Option<String>,
    /// An IETF language tag, `es`.
    #[serde(default)]
    pub language_code: Option<String>,
    #[serde(default)]
    pub is_premium: bool,
    #[serde(default)]
    pub allows_write_to_pm: bool,
    #[serde(default)]
    pub photo_url: Option<String>,
}

impl LaunchData<'_> {
    /// The form of the bot's own server: `hash` is `HMAC(HMAC("WebAppData", token), fields)`, over all fields but itself,
    /// `signature` included.
    ///
    /// # Errors
    /// [`TelegramError`]; what is said of date and user is said of genuine data only.
    pub fn check(self, token: &BotToken, freshness: &Freshness, now: Timestamp) -> Result<Launch, TelegramError> {
        let fields = Fields::parse(self.0)?;
        check_hash(&fields, &token.launch, &fields.joined(&["hash"]))?;
        launch(&fields, freshness, now)
    }

    /// The form of third parties, who have not the token: `signature` is Ed25519 over `BOT:WebAppData` and the fields
    /// without itself and `hash`.
    ///
    /// # Errors
    /// [`TelegramError`]; what is said of date and user is said of genuine data only.
    pub fn check_third_party(
        self,
        bot: u64,
        key: PublicKey,
        freshness: &Freshness,
        now: Timestamp,
    ) -> Result<Launch, TelegramError> {
        let fields = Fields::parse(self.0)?;
        let text = fields.get("signature").filter(|text| !text.is_empty()).ok_or(TelegramError::NoSignature)?;
        let signature =
            base64url(text).map(|bytes| Signature::from_bytes(&bytes)).ok_or(TelegramError::WrongSignature)?;
        let message = format!("{bot}:WebAppData\n{}", fields.joined(&["hash", "signature"]));
        VerifyingKey::from_bytes(&key.0)
            .and_then(|key| key.verify_strict(message.as_bytes(), &signature))
            .map_err(|_| TelegramError::WrongSignature)?;
        launch(&fields, freshness, now)
    }
}

/// Of fields that were checked.
fn launch(fields: &Fields, freshness: &Freshness, now: Timestamp) -> Result<Launch, TelegramError> {
    let auth_date = freshness.check(fields, now)?;
    let user = fields.get("user").ok_or(TelegramError::NoUser)?;
    let user: User = serde_json::from_str(user).map_err(|_| TelegramError::Malformed)?;
    if !(1..1 << 52).contains(&user.id) {
        return Err(TelegramError::NoUser);
    }
    Ok(Launch {
        user,
        auth_date,
        query_id: fields.owned("query_id"),
        start_param: fields.owned("start_param"),
        chat_type: fields.owned("chat_type"),
        chat_instance: fields.owned("chat_instance"),
        seen: freshness.seen(b"falcon launch\0", &fields.joined(&["hash", "signature"]), auth_date),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Result<Launch, TelegramError> {
        launch(&Fields::parse(query)?, &Freshness::default(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn users() {
        let launch =
            of("auth_date=0&user={\"id\":4503599627370495,\"first_name\":\"Ñ\",\"later\":[1]}&start_param=f-1")
                .expect("a user");
        assert_eq!(
            (launch.user.id, launch.user.first_name.as_str(), launch.user.is_premium),
            ((1 << 52) - 1, "Ñ", false)
        );
        assert_eq!((launch.start_param.as_deref(), launch.query_id), (Some("f-1"), None));
        assert_eq!(of("auth_date=0&chat_type=sender"), Err(TelegramError::NoUser));
        for id in ["0", "4503599627370496", "18446744073709551615"] {
            assert_eq!(
                of(&format!("auth_date=0&user={{\"id\":{id},\"first_name\":\"x\"}}")),
                Err(TelegramError::NoUser),
                "{id}"
            );
        }
        for user in [
            "",
            "{}",
            "[]",
            "{\"id\":1}",
            "{\"id\":-1,\"first_name\":\"x\"}",
            "{\"id\":\"1\",\"first_name\":\"x\"}",
            "{\"id\":1.5,\"first_name\":\"x\"}",
            "{\"id\":1,\"id\":2,\"first_name\":\"x\"}",
        ] {
            assert_eq!(of(&format!("auth_date=0&user={user}")), Err(TelegramError::Malformed), "{user}");
        }
    }

    #[test]
    fn order_and_encoding_do_not_make_another_launch() {
        let a = of("auth_date=0&user={\"id\":1,\"first_name\":\"x+y\"}&hash=1&signature=2").expect("a user");
        let b = of("hash=3&user=%7B%22id%22:1,\"first_name\":\"x%20y\"}&auth_date=0").expect("a user");
        assert_eq!(a.seen, b.seen);
        assert_ne!(a.seen, of("auth_date=0&user={\"id\":2,\"first_name\":\"x+y\"}").expect("a user").seen);
    }

    #[test]
    fn telegrams_keys_are_keys() {
        for (key, text) in [
            (PublicKey::PRODUCTION, "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"),
            (PublicKey::TEST, "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec"),
        ] {
            assert_eq!(data_encoding::HEXLOWER.encode(&key.0), text);
            assert!(VerifyingKey::from_bytes(&key.0).is_ok_and(|key| !key.is_weak()));
        }
    }
}
