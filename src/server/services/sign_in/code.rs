//! The second factor: codes of an app, and recovery codes.

use data_encoding::HEXLOWER;
use jiff::SignedDuration;

use crate::server::{
    db::PersonId,
    error::ServerError,
    proof::{
        random,
        recovery::{self, Code},
        seal, totp,
    },
    services::{Caller, Services},
};

use super::{Entrant, Refusal, throttle::Tries};

/// What apps show beside the account.
const ISSUER: &str = "Falcon";

/// A second factor in the making: what the app must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFactor {
    /// Base 32, for typing.
    pub secret: String,
    /// The same as a picture, SVG.
    pub qr: String,
}

fn broken(what: &'static str) -> Refusal {
    Refusal::Failed(ServerError::Other(anyhow::anyhow!(what)))
}

impl Services {
    /// Looks at a code of the app, or at a recovery code, of who gave a first proof.
    ///
    /// # Errors
    /// [`Refusal::Wrong`], also for a code used before, and when the first proof is good no longer; [`Refusal::Wait`].
    pub async fn prove_code(&self, caller: &Caller, entrant: Entrant, typed: &str) -> Result<(), Refusal> {
        let Entrant { person, epoch } = entrant;
        let now = self.clock().now();
        let known = self.db().person(person).await?.filter(|known| !known.disabled && known.epoch == epoch);
        let known = known.ok_or(Refusal::Wrong)?;
        let account = known.login.clone().unwrap_or_else(|| person.to_string());
        let tries = Tries::new(caller, &account);
        self.may_try(&tries, now).await?;
        let factor = self.db().second_factor(person).await?.filter(|factor| factor.confirmed).ok_or(Refusal::Wrong)?;
        let right = if let Some(code) = Code::parse(typed) {
            self.db().use_recovery_code(person, &HEXLOWER.encode(&code.hash(&person.to_string()))).await?
        } else {
            self.code_is_right(person, &factor.secret, typed).await?
        };
        if !right {
            return Err(Refusal::Wrong);
        }
        self.succeeded(&tries).await
    }

    /// Each code is good once, on whatever server it is tried.
    async fn code_is_right(&self, person: PersonId, sealed: &str, typed: &str) -> Result<bool, Refusal> {
        let now = self.clock().now();
        let secret = self.unsealed(person, sealed)?;
        let totp::Verdict::Right { step } = secret.verify(typed, now, None) else { return Ok(false) };
        let until = now.saturating_add(SignedDuration::from_secs(10 * totp::PERIOD)).unwrap_or(now);
        Ok(self.db().use_once(&format!("code:{person}:{step}"), until).await?)
    }

    fn unsealed(&self, person: PersonId, sealed: &str) -> Result<totp::Secret, Refusal> {
        seal::open(&self.inner.keyring.seal, &person.to_string(), sealed)
            .and_then(|text| totp::Secret::parse(&text))
            .ok_or_else(|| broken("a second factor does not open: was FALCON_SECRET changed?"))
    }

    /// Begins a second factor; it asks for nothing until [`Services::confirm_factor`].
    ///
    /// # Errors
    /// [`Refusal::Wrong`] when the person has one.
    pub async fn new_factor(&self, person: PersonId, account: &str) -> Result<NewFactor, Refusal> {
        let bytes = |_| broken("no randomness");
        let secret = totp::Secret::new(random::bytes().map_err(bytes)?);
        let nonce = random::bytes().map_err(bytes)?;
        let sealed = seal::seal(&self.inner.keyring.seal, &person.to_string(), &secret.reveal(), nonce);
        if !self.db().start_second_factor(person, &sealed).await? {
            return Err(Refusal::Wrong);
        }
        drawn(&secret, account)
    }

    /// The second factor that was begun, to be shown again.
    ///
    /// # Errors
    /// The store's.
    pub async fn begun_factor(&self, person: PersonId, account: &str) -> Result<Option<NewFactor>, Refusal> {
        match self.db().second_factor(person).await? {
            Some(factor) if !factor.confirmed => Ok(Some(drawn(&self.unsealed(person, &factor.secret)?, account)?)),
            _ => Ok(None),
        }
    }

    /// The first code of the app: from now on the second factor counts. Returns the recovery codes, to be shown once.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] for a wrong code.
    pub async fn confirm_factor(&self, caller: &Caller, person: PersonId, typed: &str) -> Result<Vec<String>, Refusal> {
        let tries = Tries::new(caller, &format!("factor {person}"));
        self.may_try(&tries, self.clock().now()).await?;
        let factor = self.db().second_factor(person).await?.filter(|factor| !factor.confirmed).ok_or(Refusal::Wrong)?;
        if !self.code_is_right(person, &factor.secret, typed).await? {
            return Err(Refusal::Wrong);
        }
        self.succeeded(&tries).await?;
        let (codes, hashes) = recovery_codes(person)?;
        self.db().confirm_second_factor(person, &hashes, self.clock().now()).await?;
        Ok(codes)
    }

    /// New recovery codes in place of those that are left, to be shown once.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] when no second factor is in force.
    pub async fn new_recovery_codes(&self, person: PersonId) -> Result<Vec<String>, Refusal> {
        let (codes, hashes) = recovery_codes(person)?;
        if self.db().set_recovery_codes(person, &hashes).await? { Ok(codes) } else { Err(Refusal::Wrong) }
    }
}

/// Codes as their holder gets them, and what is kept of each.
fn recovery_codes(person: PersonId) -> Result<(Vec<String>, Vec<String>), Refusal> {
    let mut codes = (Vec::with_capacity(recovery::COUNT), Vec::with_capacity(recovery::COUNT));
    for _ in 0..recovery::COUNT {
        let code = Code::new(random::bytes().map_err(|_| broken("no randomness"))?);
        codes.0.push(code.reveal());
        codes.1.push(HEXLOWER.encode(&code.hash(&person.to_string())));
    }
    Ok(codes)
}

fn drawn(secret: &totp::Secret, account: &str) -> Result<NewFactor, Refusal> {
    let qr = secret.qr(ISSUER, account).map_err(|_| broken("the account's name is too long for a picture"))?;
    Ok(NewFactor { secret: secret.reveal(), qr })
}
