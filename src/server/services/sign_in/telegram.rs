//! Telegram's word: initData of the Mini App, and the Login Widget. Each is good once.

use data_encoding::HEXLOWER;

use crate::server::{
    error::ServerError,
    proof::telegram::{BotToken, Freshness, LaunchData, Seen, WidgetData},
    services::Services,
};

use super::{Entrant, Refusal};

/// Somebody that Telegram vouches for and nobody here knows. The words are their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    pub telegram_id: i64,
    pub name: String,
    pub username: Option<String>,
}

/// Whom Telegram vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Known(Entrant),
    Unknown(Stranger),
}

impl Services {
    /// Takes the raw initData of a Mini App. A person with a second factor is let in without it: Telegram's account is the
    /// proof, and its own second step guards it.
    ///
    /// # Errors
    /// [`Refusal::NoBot`], [`Refusal::Telegram`], [`Refusal::Wrong`] for a replay or a barred person.
    pub async fn prove_launch(&self, init_data: &str) -> Result<Told, Refusal> {
        let launch = LaunchData(init_data)
            .check(&self.bot()?, &Freshness::default(), self.clock().now())
            .map_err(Refusal::Telegram)?;
        let user = &launch.user;
        self.told(user.id, &user.first_name, user.last_name.as_deref(), user.username.clone(), &launch.seen).await
    }

    /// Takes the query string that the Login Widget appends to the address it returns to.
    ///
    /// # Errors
    /// As [`Services::prove_launch`].
    pub async fn prove_widget(&self, query: &str) -> Result<Told, Refusal> {
        let user = WidgetData(query)
            .check(&self.bot()?, &Freshness::default(), self.clock().now())
            .map_err(Refusal::Telegram)?;
        self.told(user.id, &user.first_name, user.last_name.as_deref(), user.username.clone(), &user.seen).await
    }

    fn bot(&self) -> Result<BotToken, Refusal> {
        let telegram = self.security().telegram.as_ref().ok_or(Refusal::NoBot)?;
        BotToken::parse(telegram.token.reveal()).ok_or(Refusal::NoBot)
    }

    async fn told(
        &self,
        id: u64,
        first: &str,
        last: Option<&str>,
        username: Option<String>,
        seen: &Seen,
    ) -> Result<Told, Refusal> {
        let key = format!("telegram:{}", HEXLOWER.encode(&seen.key));
        if !self.db().use_once(&key, seen.until).await? {
            return Err(Refusal::Wrong);
        }
        // Ids of Telegram have 52 bits.
        let telegram_id = i64::try_from(id).map_err(|error| ServerError::Other(error.into()))?;
        match self.db().person_of_telegram(telegram_id).await? {
            Some(person) if person.disabled => Err(Refusal::Wrong),
            Some(person) => Ok(Told::Known(Entrant::from(&person))),
            None => {
                let name = [first, last.unwrap_or_default()].join(" ").trim().chars().take(100).collect::<String>();
                let name = if name.is_empty() { telegram_id.to_string() } else { name };
                Ok(Told::Unknown(Stranger { telegram_id, name, username }))
            }
        }
    }
}
