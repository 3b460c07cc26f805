//! What the sign-in door records.

use super::{Act, Caller, Record, Services, StoreError, Who};
use crate::server::db::PersonId;

/// Whom somebody tried to come in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// What was typed as a login. Recorded only where somebody has it: people type passwords there, too.
    Login(String),
    Person(PersonId),
    /// Nobody that is known; what was tried.
    Nobody(&'static str),
}

impl Services {
    /// Records that somebody was not let in, in the organization where they would have come in. Goes on beside the answer,
    /// which takes as long for a login that nobody has as for another.
    pub fn record_kept_out(&self, caller: &Caller, act: Act, about: About) {
        let (services, caller) = (self.clone(), caller.clone());
        tokio::spawn(async move {
            let told = services.known_by(&about).await.unwrap_or_default();
            let (organization, name) = told.unzip();
            let target = if let About::Nobody(what) = about { what } else { "" };
            let record = Record { name, ..Record::of(act, target).refused() };
            // Not binding: what goes wrong stands in the server's log.
            let _ = services.record(&caller, organization.as_deref(), record).await;
        });
    }

    /// Records that a person does something at the door, in their first organization.
    ///
    /// # Errors
    /// As [`Services::record`].
    pub async fn record_at_door(
        &self,
        caller: &Caller,
        person: PersonId,
        record: Record,
    ) -> Result<(), crate::server::error::ServerError> {
        let home = self.homes(person).await?.into_iter().next().map(|home| home.organization);
        let caller = Caller { who: Who::Person(person), ..caller.clone() };
        self.record(&caller, home.as_deref(), record).await
    }

    /// Organization and name of whom it is about.
    async fn known_by(&self, about: &About) -> Result<Option<(String, String)>, StoreError> {
        let person = match about {
            About::Login(login) => self.person_of_login(login).await?,
            About::Person(person) => Some(*person),
            About::Nobody(_) => None,
        };
        let Some(person) = person else { return Ok(None) };
        let home = self.homes(person).await?.into_iter().next();
        Ok(home.map(|home| (home.organization, home.person_name)))
    }
}
