//! A person's own passkeys: made, named and taken away on their profile.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::{
    Desk, Services,
    audit::Record,
    device::device,
    sign_in::{ON_PROFILE, Refusal},
};
use crate::{
    contract::{AppError, MOST_PASSKEYS, OwnPasskey},
    domain::access::audit::Act,
    server::{
        db::{Passkey, PasskeyId, Person, PersonId},
        error::ServerError,
        proof::{passkey::HANDLE, random},
    },
};

/// Characters of a passkey's name.
const NAME: usize = 60;

/// Why a form about passkeys was not taken, by a code that the interface has words for.
fn unusable(reason: &'static str) -> ServerError {
    AppError::Unusable { reason: reason.into(), detail: String::new() }.into()
}

fn tidy(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect()
}

impl Desk {
    /// The person's passkeys; and whether another can be made by the name that this server was asked by.
    pub(super) async fn passkeys(&self, person: &Person) -> Result<(Vec<OwnPasskey>, bool), ServerError> {
        let all = self.db().passkeys_of(person.id).await?;
        let more = all.len() < MOST_PASSKEYS && self.services().has_passkeys(self.caller());
        Ok((all.into_iter().map(|passkey| self.shown(passkey)).collect(), more))
    }

    fn shown(&self, passkey: Passkey) -> OwnPasskey {
        OwnPasskey {
            id: passkey.id,
            name: passkey.name,
            made: self.local(&passkey.made.to_string()).unwrap_or_default(),
            used: passkey.used.map(|used| self.clock().now().duration_since(used).as_secs().max(0)),
        }
    }

    /// Asks the person's device to make a passkey: what `navigator.credentials.create` is to be called with. Who has a
    /// password types it again: a session that somebody else got hold of must not become a key of theirs.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] and [`Refusal::Wait`] of the password; [`AppError::Unusable`] (`passkeys`) when there are too many;
    /// [`Refusal::Passkey`] where there are none; the stores'.
    pub async fn ask_new_passkey(&self, password: &str) -> Result<Value, Refusal> {
        let person = self.person().await?;
        self.sure(Act::PasskeyAdded, "", &person, password).await?;
        let known = self.db().passkeys_of(person.id).await?;
        if known.len() >= MOST_PASSKEYS {
            return Err(unusable("passkeys").into());
        }
        let party = self.services().party(self.caller()).ok_or(Refusal::Passkey)?;
        let fresh: [u8; HANDLE] = random::bytes().map_err(|error| ServerError::Other(error.into()))?;
        let handle = self.db().passkey_handle(person.id, &HEXLOWER.encode(&fresh)).await?;
        let handle = HEXLOWER.decode(handle.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        let handle = handle.ok_or(ServerError::Other(anyhow::anyhow!("a passkey's handle is no hex")))?;
        let known: Vec<String> = known.into_iter().map(|passkey| passkey.credential).collect();
        let login = person.login.as_deref().unwrap_or(&person.name);
        let question = party.ask_new(handle, login, &person.name, &known)?;
        self.services().keep_asked(self.own_session()?, ON_PROFILE, question).await
    }

    /// Takes the passkey that the person's device made. Without a name it is called by the browser and system of the caller.
    ///
    /// # Errors
    /// [`Refusal::Passkey`] when it does not hold or is known already; the stores'.
    pub async fn add_passkey(&self, name: &str, answer: &str) -> Result<(), Refusal> {
        let (person, name) = (self.person().await?, self.named(name));
        let id = self.taken(&person, &name, answer).await;
        let id = self.noted(Act::PasskeyAdded, &name, id).await?;
        if let Err(error) = self.tell(Record::of(Act::PasskeyAdded, name)).await {
            self.db().remove_passkey(person.id, id).await?;
            return Err(error.into());
        }
        self.renewed().await?;
        Ok(())
    }

    /// Keeps what the person's device made, if it holds.
    async fn taken(&self, person: &Person, name: &str, answer: &str) -> Result<PasskeyId, Refusal> {
        let asked = self.services().take_asked(self.own_session()?, ON_PROFILE).await?;
        let party = self.services().party(self.caller()).ok_or(Refusal::Passkey)?;
        let made = party.take_new(&asked, answer)?;
        let now = self.clock().now();
        self.db().add_passkey(person.id, &made.credential, &made.key, name, now).await?.ok_or(Refusal::Passkey)
    }

    fn named(&self, name: &str) -> String {
        let name = tidy(name);
        if !name.is_empty() {
            return name;
        }
        let (browser, system) = device(&self.caller().device);
        let parts: Vec<&str> = [browser, system].into_iter().flatten().collect();
        if parts.is_empty() { "Passkey".into() } else { parts.join(", ") }
    }

    /// Calls one of the person's passkeys by another name.
    ///
    /// # Errors
    /// [`AppError::Unusable`] (`passkey_name`) when there is nothing of a name; [`ServerError::NotFound`]; the stores'.
    pub async fn rename_passkey(&self, id: PasskeyId, name: &str) -> Result<(), ServerError> {
        let (person, name) = (self.person().await?, tidy(name));
        if name.is_empty() {
            return Err(unusable("passkey_name"));
        }
        let before = self.own_passkey(&person, id).await?.name;
        if before == name {
            return Ok(());
        }
        let record = Record::of(Act::PasskeyRenamed, &name);
        self.tell(record.changed(json!({ "name": before }), json!({ "name": name }))).await?;
        self.db().rename_passkey(person.id, id, &name).await?;
        Ok(())
    }

    /// Takes one of the person's passkeys away. Who has a password types it again.
    ///
    /// # Errors
    /// As [`Desk::ask_new_passkey`]; [`ServerError::NotFound`].
    pub async fn remove_passkey(&self, id: PasskeyId, password: &str) -> Result<(), Refusal> {
        let person = self.person().await?;
        let name = self.own_passkey(&person, id).await?.name;
        self.sure(Act::PasskeyRemoved, &name, &person, password).await?;
        // Before: none goes unrecorded.
        self.tell(Record::of(Act::PasskeyRemoved, name)).await?;
        self.db().remove_passkey(person.id, id).await?;
        self.renewed().await?;
        Ok(())
    }

    async fn own_passkey(&self, person: &Person, id: PasskeyId) -> Result<Passkey, ServerError> {
        let all = self.db().passkeys_of(person.id).await?;
        all.into_iter().find(|passkey| passkey.id == id).ok_or(ServerError::NotFound("passkey"))
    }

    /// Records what was refused to the person.
    async fn noted<T>(&self, act: Act, name: &str, told: Result<T, Refusal>) -> Result<T, Refusal> {
        if let Err(Refusal::Wrong | Refusal::Wait { .. } | Refusal::Passkey) = &told {
            // Not binding: what goes wrong stands in the server's log.
            let _ = self.tell(Record::of(act, name).refused()).await;
        }
        told
    }

    /// Who has a password has typed it again, to do this.
    async fn sure(&self, act: Act, name: &str, person: &Person, password: &str) -> Result<(), Refusal> {
        if !person.has_password {
            return Ok(());
        }
        let told = self.services().confirm_password(self.caller(), person, password).await;
        self.noted(act, name, told).await
    }
}

impl Services {
    /// Takes away what a person proved who they were with beside a password (second factor, recovery codes, passkeys), and
    /// ends their sessions and tokens everywhere: what was lost opens nothing any more. The caller records it.
    ///
    /// # Errors
    /// The store's.
    pub async fn take_devices(&self, person: PersonId) -> Result<(), ServerError> {
        self.db().remove_passkeys(person).await?;
        self.db().remove_second_factor(person).await?;
        self.db().next_epoch(person).await?;
        self.end_all_of(person).await
    }
}
