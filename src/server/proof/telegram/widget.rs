//! What the Login Widget hands to a page in a desktop browser, as the query string of its redirect.

use jiff::Timestamp;

use super::{BotToken, Fields, Freshness, Seen, TelegramError, check_hash};

/// The query string that the widget appends to the address it returns to.
#[derive(Clone, Copy, Debug)]
pub struct WidgetData<'a>(pub &'a str);

/// A person that Telegram vouches for. Texts are the person's own words: shown, never trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidgetUser {
    /// 1 to 2^52 - 1.
    pub id: u64,
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    pub photo_url: Option<String>,
    pub auth_date: Timestamp,
    /// To be stored, so that this signs in once.
    pub seen: Seen,
}

impl WidgetData<'_> {
    /// `hash` is `HMAC(SHA-256(token), fields)`, over all fields but itself.
    ///
    /// # Errors
    /// [`TelegramError`]; what is said of date and user is said of genuine data only.
    pub fn check(self, token: &BotToken, freshness: &Freshness, now: Timestamp) -> Result<WidgetUser, TelegramError> {
        let fields = Fields::parse(self.0)?;
        let text = fields.joined(&["hash"]);
        check_hash(&fields, &token.widget, &text)?;
        let auth_date = freshness.check(&fields, now)?;
        let id = fields.get("id").ok_or(TelegramError::NoUser)?;
        let digits = id.bytes().all(|c| c.is_ascii_digit());
        let id: u64 = id.parse().ok().filter(|_| digits).ok_or(TelegramError::Malformed)?;
        if !(1..1 << 52).contains(&id) {
            return Err(TelegramError::NoUser);
        }
        Ok(WidgetUser {
            id,
            first_name: fields.owned("first_name").ok_or(TelegramError::Malformed)?,
            last_name: fields.owned("last_name"),
            username: fields.owned("username"),
            photo_url: fields.owned("photo_url"),
            auth_date,
            seen: freshness.seen(b"falcon widget\0", &text, auth_date),
        })
    }
}

#[cfg(test)]
mod tests {
    use hmac::Mac as _;

    use super::{super::mac, *};

    #[test]
    fn ids() {
        let token = BotToken::parse("123456789:AAfalconFalconFalconFalconFalcon_-0").expect("a token");
        let check = |fields: &str| {
            let hash = mac(&token.widget, &fields.replace('&', "\n")).finalize().into_bytes();
            let query = format!("{fields}&hash={}", data_encoding::HEXLOWER.encode(&hash));
            WidgetData(&query).check(&token, &Freshness::default(), Timestamp::UNIX_EPOCH).map(|user| user.id)
        };
        assert_eq!(check("auth_date=0&first_name=x&id=4503599627370495"), Ok((1 << 52) - 1));
        assert_eq!(check("auth_date=0&first_name=x&id=4503599627370496"), Err(TelegramError::NoUser));
        assert_eq!(check("auth_date=0&first_name=x&id=0"), Err(TelegramError::NoUser));
        assert_eq!(check("auth_date=0&first_name=x"), Err(TelegramError::NoUser));
        assert_eq!(check("auth_date=0&first_name=x&id=+1"), Err(TelegramError::WrongHash), "a plus is a space");
        assert_eq!(check("auth_date=0&first_name=x&id=-1"), Err(TelegramError::Malformed));
        assert_eq!(check("auth_date=0&id=1"), Err(TelegramError::Malformed));
    }
}
