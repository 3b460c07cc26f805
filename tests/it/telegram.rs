//! Telegram's data as another implementation makes it (`tests/vectors/README.md`), and what each check answers.

use std::{collections::BTreeSet, fs, path::PathBuf};

use falcon::server::proof::telegram::{BotToken, Freshness, LaunchData, PublicKey, TelegramError, WidgetData};
use jiff::Timestamp;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Vectors {
    pub now: i64,
    bot: u64,
    pub token: String,
    public_key: String,
    pub user: serde_json::Value,
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    pub data: String,
    /// What each check answers.
    pub hash: String,
    third: String,
    pub widget: String,
}

pub fn vectors() -> Vectors {
    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the test"));
    let text = fs::read_to_string(folder.join("tests/vectors/telegram.json")).expect("the vectors");
    serde_json::from_str(&text).expect("vectors")
}

impl Vectors {
    fn token(&self) -> BotToken {
        BotToken::parse(&self.token).expect("a token")
    }

    fn key(&self) -> PublicKey {
        let byte = |at: usize| u8::from_str_radix(&self.public_key[2 * at..2 * at + 2], 16).expect("hexadecimal");
        PublicKey(std::array::from_fn(byte))
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.now).expect("an instant")
    }

    pub fn data(&self, name: &str) -> &str {
        &self.cases.iter().find(|case| case.name == name).expect("a case").data
    }
}

fn answer<T>(result: Result<T, TelegramError>) -> String {
    match result {
        Ok(_) => "ok".into(),
        Err(TelegramError::DuplicateKey(key)) => format!("DuplicateKey:{key}"),
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn every_vector_gets_its_answer() {
    let vectors = vectors();
    let (token, fresh, now) = (vectors.token(), Freshness::default(), vectors.now());
    assert_eq!(token.id(), vectors.bot);
    for Case { name, data, hash, third, widget } in &vectors.cases {
        assert_eq!(&answer(LaunchData(data).check(&token, &fresh, now)), hash, "{name}, by hash: {data}");
        let by_signature = LaunchData(data).check_third_party(vectors.bot, vectors.key(), &fresh, now);
        assert_eq!(&answer(by_signature), third, "{name}, by signature: {data}");
        assert_eq!(&answer(WidgetData(data).check(&token, &fresh, now)), widget, "{name}, as the widget's: {data}");
    }
    // Nothing was left out by a change of the script.
    assert!(vectors.cases.len() > 80, "{} cases", vectors.cases.len());
    for kind in ["ok", "Stale", "Future", "NoHash", "WrongHash", "NoUser", "Malformed", "DuplicateKey:user"] {
        assert!(vectors.cases.iter().any(|case| case.hash == kind), "no case of {kind}");
    }
}

#[test]
fn a_launch_says_who_it_is() {
    let vectors = vectors();
    let data = LaunchData(vectors.data("valid"));
    let launch = data.check(&vectors.token(), &Freshness::default(), vectors.now()).expect("valid");
    let user = &vectors.user;
    assert_eq!(Some(launch.user.id), user["id"].as_u64());
    assert_eq!(Some(launch.user.first_name.as_str()), user["first_name"].as_str());
    assert_eq!(launch.user.last_name.as_deref(), user["last_name"].as_str());
    assert_eq!(launch.user.username.as_deref(), user["username"].as_str());
    assert_eq!(launch.user.photo_url.as_deref(), user["photo_url"].as_str());
    assert!(launch.user.is_premium && launch.user.allows_write_to_pm);
    assert_eq!((launch.start_param.as_deref(), launch.chat_type.as_deref()), (Some("f-1_x"), Some("private")));
    assert_eq!(launch.auth_date.as_second(), vectors.now - 10);
}

#[test]
fn a_replay_is_known_again_in_any_disguise() {
    let vectors = vectors();
    let (token, fresh, now) = (vectors.token(), Freshness::default(), vectors.now());
    let mut seen = BTreeSet::new();
    let first = LaunchData(vectors.data("valid")).check(&token, &fresh, now).expect("valid").seen;
    assert!(seen.insert(first.key));
    assert!(first.until > now);
    let again = LaunchData(vectors.data("the same, other order and encoding"));
    assert!(!seen.insert(again.check(&token, &fresh, now).expect("valid").seen.key));
    let third = LaunchData(vectors.data("valid"));
    let third = third.check_third_party(vectors.bot, vectors.key(), &fresh, now).expect("valid");
    assert!(!seen.insert(third.seen.key), "the other form of the same launch");
    // Its hash is not covered by the signature: any other leaves it valid, and the same.
    let other = LaunchData(vectors.data("hash altered")).check_third_party(vectors.bot, vectors.key(), &fresh, now);
    assert!(!seen.insert(other.expect("valid").seen.key));
    let later = LaunchData(vectors.data("an hour old")).check(&token, &fresh, now).expect("valid");
    assert!(seen.insert(later.seen.key));
    assert!(later.seen.until > now, "remembered for as long as it is fresh");
}

#[test]
fn another_bot_or_key_has_another_signature() {
    let vectors = vectors();
    let (data, fresh, now) = (LaunchData(vectors.data("valid")), Freshness::default(), vectors.now());
    for (bot, key) in [
        (vectors.bot + 1, vectors.key()),
        (vectors.bot, PublicKey::PRODUCTION),
        (vectors.bot, PublicKey::TEST),
        (vectors.bot, PublicKey([0; 32])),
    ] {
        assert_eq!(data.check_third_party(bot, key, &fresh, now), Err(TelegramError::WrongSignature), "{bot} {key:?}");
    }
}
