//! Tokens of the API: a pair for who proves who they are, and a new pair for a refresh token, once.
//!
//! What comes of one sign-in is a *family*. It ends a week after it began, when its owner ends it, when the person's password
//! changes or they are barred, and when one of its refresh tokens is shown twice: then somebody has a copy, and it cannot be
//! told who. What was signed is checked first; that the family lives is asked of the store for every request, so that what is
//! ended is ended at once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::{Action, Role, access::audit::Act},
    server::{
        config::Config,
        db::{NewFamily, PersonId, Rotated, StoreError},
        error::ServerError,
        proof::{
            jwt::{self, Checked, Grant, JwtError, Keys, Kind, Realm, SigningKey},
            random,
            token::{Purpose, Token},
        },
    },
};

use super::{
    Caller, Services, Who,
    audit::{About, Record},
    keyring::Keyring,
    sign_in::{Entrant, Proven, Refusal, Told},
};

/// How long an access token opens the API.
const ACCESS: Duration = Duration::from_secs(30 * 60);
/// How long a family lives, whatever is refreshed meanwhile.
const FAMILY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Whom the tokens are for, and whom a page's pass.
const AUDIENCE: &str = "falcon-api";
const PAGES: &str = "falcon-pages";

/// Signs tokens and knows them again.
pub(super) struct Signer {
    keys: Keys,
    api: Realm,
    pages: Realm,
}

impl Signer {
    /// The keys of the settings; without any, the one made of the server's secret.
    pub fn new(config: &Config, keyring: &Keyring) -> anyhow::Result<Self> {
        let mut keys = config.security.signing.iter().map(|seed| {
            SigningKey::parse(seed.reveal()).ok_or_else(|| anyhow::anyhow!("FALCON_SIGNING_KEYS names no seed"))
        });
        let newest = keys.next().unwrap_or_else(|| Ok(SigningKey::new(keyring.signing)))?;
        let keys = Keys::new(newest, keys.collect::<Result<_, _>>()?);
        let issuer = match &config.security.public_url {
            Some(url) => url.origin.clone(),
            None => format!("http://{}", config.web.addr),
        };
        let realm = |audience: &str| Realm { issuer: issuer.clone(), audience: audience.into() };
        Ok(Self { keys, api: realm(AUDIENCE), pages: realm(PAGES) })
    }

    const fn realm(&self, kind: Kind) -> &Realm {
        match kind {
            Kind::Access | Kind::Refresh => &self.api,
            Kind::Pass => &self.pages,
        }
    }

    pub fn issue(&self, kind: Kind, grant: &Grant, now: Timestamp, life: Duration) -> String {
        jwt::issue(&self.keys, self.realm(kind), kind, grant, now, life)
    }

    pub fn check(&self, kind: Kind, token: &str, now: Timestamp) -> Result<Checked, Unproven> {
        jwt::check(&self.keys, self.realm(kind), kind, token, now).map_err(|error| match error {
            JwtError::Expired => Unproven::Expired,
            error => {
                tracing::debug!(%error, "a token that is none of ours");
                Unproven::Wrong
            }
        })
    }
}

/// What a header's token or key is worth when it opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// None of ours: malformed, signed by somebody else, for somebody else, or of the other kind.
    #[error("wrong")]
    Wrong,
    /// Good once.
    #[error("expired")]
    Expired,
    /// Ended before its time.
    #[error("revoked")]
    Revoked,
    /// Its person is no longer of the organization, or barred.
    #[error("foreign")]
    Foreign,
    /// More than one of them in a request.
    #[error("ambiguous")]
    Ambiguous,
}

/// Why a token or key does not tell who asks.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error(transparent)]
    Unproven(#[from] Unproven),
    #[error(transparent)]
    Failed(#[from] ServerError),
}

impl From<StoreError> for ProofError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Why somebody gets no tokens.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The password is right; a code of the second factor is asked for too.
    #[error("a code is missing")]
    NeedsCode,
    /// They belong to no organization, or not to the one they name.
    #[error("no such organization")]
    Organization,
}

/// What a program gets.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    pub access: String,
    /// Good once.
    pub refresh: String,
    /// Seconds that the access token lives.
    pub seconds: u64,
}

/// A family as its tokens name it.
struct Family {
    name: String,
    person: PersonId,
    organization: String,
    role: Role,
    expires: Timestamp,
}

pub(super) fn drawn() -> Result<Token, ServerError> {
    Ok(Token::new(random::bytes().map_err(anyhow::Error::from)?))
}

impl Services {
    /// Tokens for who proves by password, and by code where they have a second factor, who they are. Without an organization
    /// it is the first of theirs.
    ///
    /// # Errors
    /// [`Denied`].
    pub async fn issue_tokens(
        &self,
        caller: &Caller,
        login: &str,
        password: &str,
        code: Option<&str>,
        organization: Option<&str>,
    ) -> Result<Pair, Denied> {
        let proven = self.prove_password(caller, login, password).await.inspect_err(|_| {
            self.record_kept_out(caller, Act::SignInRefused, About::Login(login.to_owned()));
        });
        let entrant = match proven? {
            Proven::Person(entrant) => entrant,
            Proven::NeedsCode(entrant) => {
                let told = self.prove_code(caller, entrant, code.ok_or(Denied::NeedsCode)?).await;
                told.inspect_err(|_| {
                    self.record_kept_out(caller, Act::SecondFactorRefused, About::Person(entrant.person));
                })?;
                entrant
            }
        };
        self.pair_for(caller, entrant, organization).await
    }

    /// Tokens for whom Telegram vouches for by the initData of a Mini App.
    ///
    /// # Errors
    /// [`Denied`]; [`Denied::Organization`] for a user of Telegram's whom nobody let in.
    pub async fn issue_tokens_launched(
        &self,
        caller: &Caller,
        init_data: &str,
        organization: Option<&str>,
    ) -> Result<Pair, Denied> {
        // Before: a launch is good once, and must not be used up where nothing can be begun.
        self.db().family_epoch("", PersonId::default(), self.now()).await.map_err(Refusal::from)?;
        let kept_out = || self.record_kept_out(caller, Act::SignInRefused, About::Nobody("Telegram"));
        match self.prove_launch(init_data).await.inspect_err(|_| kept_out())? {
            Told::Known(entrant) => self.pair_for(caller, entrant, organization).await,
            Told::Unknown(_) => {
                kept_out();
                Err(Denied::Organization)
            }
        }
    }

    /// The first pair of a family. Without an organization it is of the first of the person's.
    async fn pair_for(&self, caller: &Caller, entrant: Entrant, organization: Option<&str>) -> Result<Pair, Denied> {
        let Entrant { person, epoch } = entrant;
        let homes = self.homes(person).await.map_err(Refusal::from)?;
        let asked_for = |slug: &str| organization.is_none_or(|asked| asked == slug);
        let home = homes.into_iter().find(|home| asked_for(&home.organization)).ok_or(Denied::Organization)?;
        let now = self.now();
        let expires = now.saturating_add(FAMILY).unwrap_or(now);
        let family = Family {
            name: drawn().map_err(Refusal::from)?.reveal(),
            person,
            organization: home.organization,
            role: home.role,
            expires,
        };
        let refresh = drawn().map_err(Refusal::from)?;
        let due = refresh.hash(Purpose::Refresh).to_text();
        let (name, organization) = (&*family.name, &*family.organization);
        let new = NewFamily { family: name, person, epoch, organization, due: &due, started: now, expires };
        self.db().start_family(&new).await.map_err(Refusal::from)?;
        self.tokens_given(caller, person, organization).await.map_err(Refusal::from)?;
        Ok(self.pair(&family, &refresh, now).map_err(Refusal::from)?)
    }

    /// A new pair for a refresh token that was not used before.
    ///
    /// # Errors
    /// [`ProofError`]; a used token ends its family.
    pub async fn refresh_tokens(&self, caller: &Caller, text: &str) -> Result<Pair, ProofError> {
        let now = self.now();
        let grant = self.inner.signer.check(Kind::Refresh, text, now)?.grant;
        let person = person_of(&grant)?;
        let used = Token::parse(&grant.id).ok_or(Unproven::Wrong)?.hash(Purpose::Refresh).to_text();
        let Some(membership) = self.db().membership(person, &grant.organization).await? else {
            self.db().end_family(&grant.family).await?;
            return Err(Unproven::Foreign.into());
        };
        let epoch = self.db().family_epoch(&grant.family, person, now).await?;
        if epoch.is_some_and(|epoch| epoch != membership.epoch) {
            self.db().end_family(&grant.family).await?;
            return Err(Unproven::Revoked.into());
        }
        let next = drawn()?;
        let due = next.hash(Purpose::Refresh).to_text();
        match self.db().rotate_family(&grant.family, &used, &due, now).await? {
            Rotated::Yes { expires } => {
                let Grant { family: name, organization, .. } = grant;
                let family = Family { name, person, organization, role: membership.role, expires };
                Ok(self.pair(&family, &next, now)?)
            }
            Rotated::Reused => {
                self.reuse_found(caller, person, &grant.organization).await;
                Err(Unproven::Revoked.into())
            }
            Rotated::Gone => Err(Unproven::Revoked.into()),
        }
    }

    /// Ends the family of a token, whichever of the two it is. Nothing to say when there is nothing to end.
    ///
    /// # Errors
    /// The store's.
    pub async fn revoke_tokens(&self, text: &str) -> Result<(), StoreError> {
        let now = self.now();
        let known = [Kind::Refresh, Kind::Access].into_iter().find_map(|kind| {
            let checked = self.inner.signer.check(kind, text, now);
            checked.ok()
        });
        if let Some(Checked { grant, .. }) = known {
            self.db().end_family(&grant.family).await?;
        }
        Ok(())
    }

    /// Ends all tokens of a person: their password has changed, or they are barred. Goes with [`super::Sessions::end_all`].
    ///
    /// # Errors
    /// The store's.
    pub async fn end_tokens_of(&self, person: PersonId) -> Result<u64, StoreError> {
        self.db().end_families_of(person).await
    }

    /// Whose access token this is, and the slug of the organization it is for.
    ///
    /// # Errors
    /// [`ProofError`].
    pub async fn person_of_token(&self, text: &str) -> Result<(Entrant, String), ProofError> {
        let now = self.now();
        let grant = self.inner.signer.check(Kind::Access, text, now)?.grant;
        let person = person_of(&grant)?;
        let epoch = self.db().family_epoch(&grant.family, person, now).await?.ok_or(Unproven::Revoked)?;
        Ok((Entrant { person, epoch }, grant.organization))
    }

    /// The public halves of the keys that tokens are signed with, as a JWK set.
    #[must_use]
    pub fn jwks(&self) -> serde_json::Value {
        self.inner.signer.keys.jwks()
    }

    fn pair(&self, family: &Family, refresh: &Token, now: Timestamp) -> Result<Pair, ServerError> {
        let left = u64::try_from(family.expires.as_second() - now.as_second()).unwrap_or_default();
        let granted = Action::ALL.into_iter().filter(|action| family.role.may(*action)).map(Action::code);
        let grant = |id: String| Grant {
            subject: family.person.to_string(),
            organization: family.organization.clone(),
            id,
            family: family.name.clone(),
            scope: granted.clone().collect::<Vec<_>>().join(" "),
        };
        let access = ACCESS.min(Duration::from_secs(left));
        let issue = |kind, id, life| self.inner.signer.issue(kind, &grant(id), now, life);
        Ok(Pair {
            access: issue(Kind::Access, drawn()?.reveal(), access),
            refresh: issue(Kind::Refresh, refresh.reveal(), Duration::from_secs(left)),
            seconds: access.as_secs(),
        })
    }
}

pub(super) fn person_of(grant: &Grant) -> Result<PersonId, Unproven> {
    grant.subject.parse().map_err(|_| Unproven::Wrong)
}

/// What is to be found again afterwards.
impl Services {
    /// Somebody came in by tokens. When that cannot be told, nobody gets them.
    async fn tokens_given(&self, caller: &Caller, person: PersonId, organization: &str) -> Result<(), ServerError> {
        let caller = Caller { who: Who::Person(person), ..caller.clone() };
        self.record(&caller, Some(organization), Record::of(Act::SignIn, "API")).await
    }

    /// A refresh token was shown a second time, by its holder or by who copied it. The family has ended.
    async fn reuse_found(&self, caller: &Caller, person: PersonId, organization: &str) {
        tracing::warn!(
            person,
            organization,
            address = %caller.address,
            correlation = %caller.correlation,
            "a refresh token was used twice: all tokens of that sign-in are ended"
        );
        let caller = Caller { who: Who::Person(person), ..caller.clone() };
        // Not binding: what goes wrong stands in the server's log.
        let _ = self.record(&caller, Some(organization), Record::of(Act::TokenReuse, "").refused()).await;
    }
}
