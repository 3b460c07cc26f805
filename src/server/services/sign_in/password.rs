//! Signing in by password, and choosing one.

use crate::server::{
    config::PasswordCost,
    db::{Person, PersonId},
    error::ServerError,
    proof::{
        password::{self, Cost, Rule, Verdict},
        random,
    },
    services::{Caller, Services},
};

use super::{Entrant, Proven, Refusal, throttle::Tries};

impl From<PasswordCost> for Cost {
    fn from(cost: PasswordCost) -> Self {
        Self { memory: cost.memory, passes: cost.passes, lanes: cost.lanes }
    }
}

fn broken(error: impl Into<anyhow::Error>) -> Refusal {
    Refusal::Failed(ServerError::Other(error.into()))
}

impl Services {
    /// Looks at a login and a password.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] for every way of being wrong, [`Refusal::Wait`], the store's.
    pub async fn prove_password(&self, caller: &Caller, login: &str, typed: &str) -> Result<Proven, Refusal> {
        let now = self.clock().now();
        let tries = Tries::new(caller, login);
        self.may_try(&tries, now).await?;
        let known = self.db().person_of_login(login).await?;
        let hash = known.as_ref().and_then(|(_, hash)| hash.clone());
        let verdict = self.verify(typed, hash.clone()).await?;
        let (Some((person, _)), Verdict::Right | Verdict::RightButRehash) = (known, verdict) else {
            return Err(Refusal::Wrong);
        };
        if person.disabled {
            return Err(Refusal::Wrong);
        }
        if let (Verdict::RightButRehash, Some(old)) = (verdict, &hash) {
            self.rehash(person.id, old, typed).await;
        }
        let needs_code = self.db().second_factor(person.id).await?.is_some_and(|factor| factor.confirmed);
        if needs_code {
            // The account's failures stay until the code is right, too; the address has not failed.
            self.half(&tries).await?;
            return Ok(Proven::NeedsCode(Entrant::from(&person)));
        }
        self.succeeded(&tries).await?;
        Ok(Proven::Person(Entrant::from(&person)))
    }

    /// Whether this is the person's password: asked again before what matters is changed.
    ///
    /// # Errors
    /// As [`Services::prove_password`].
    pub async fn confirm_password(&self, caller: &Caller, person: &Person, typed: &str) -> Result<(), Refusal> {
        let login = person.login.as_deref().unwrap_or_default();
        let tries = Tries::new(caller, login);
        self.may_try(&tries, self.clock().now()).await?;
        let hash = self.db().person_of_login(login).await?.and_then(|(_, hash)| hash);
        match self.verify(typed, hash).await? {
            Verdict::Wrong => Err(Refusal::Wrong),
            Verdict::Right | Verdict::RightButRehash => self.succeeded(&tries).await,
        }
    }

    /// The hash of a password that a person chose, if it is strong enough.
    ///
    /// # Errors
    /// [`Refusal::Weak`].
    pub async fn hash_chosen(&self, person: &Person, chosen: &str) -> Result<String, Refusal> {
        let names = [person.login.as_deref().unwrap_or_default(), &person.name];
        Rule::default().check(chosen, &names).map_err(Refusal::Weak)?;
        self.hash(chosen).await
    }

    /// The PHC string of a password, made off the request threads.
    ///
    /// # Errors
    /// Of memory or randomness.
    pub async fn hash(&self, chosen: &str) -> Result<String, Refusal> {
        let salt = random::bytes().map_err(broken)?;
        let (chosen, cost) = (chosen.to_owned(), Cost::from(self.security().password));
        self.hashing(move || password::hash(&chosen, &cost, salt)).await?.map_err(broken)
    }

    pub(in crate::server::services) async fn verify(
        &self,
        typed: &str,
        hash: Option<String>,
    ) -> Result<Verdict, Refusal> {
        let (typed, cost) = (typed.to_owned(), Cost::from(self.security().password));
        let work = move || match hash {
            Some(hash) => password::verify(&typed, &hash, &cost),
            None => password::dummy(&typed, &cost),
        };
        self.hashing(work).await?.map_err(broken)
    }

    /// The parameters of the settings changed since the password was chosen. When it fails the old hash goes on.
    async fn rehash(&self, person: PersonId, old: &str, typed: &str) {
        let done = match self.hash(typed).await {
            Ok(new) => self.db().rehash_password(person, old, &new).await.map_err(Refusal::from),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(%error, person, "a password could not be hashed anew");
        }
    }

    /// A turn at hashing: each takes 19 MiB and a core, so few go at once and the rest wait.
    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        // Never closed.
        let _turn = self.inner.hashing.acquire().await;
        tokio::task::spawn_blocking(work).await.map_err(broken)
    }
}
