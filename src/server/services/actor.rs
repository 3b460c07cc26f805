//! An *actor* is who asks: in which organization, as what, and of which branches.

use crate::{
    contract::AppError,
    domain::{Action, Role, Scope},
    server::{
        db::{Membership, PersonId},
        error::ServerError,
    },
};

use super::Who;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub who: Who,
    /// The person's or key's own name; a command's; empty for nobody in particular.
    pub name: String,
    /// Slug of the organization.
    pub organization: String,
    pub role: Role,
    pub scope: Scope,
}

impl Actor {
    /// The actor of a server without sign-in, which listens to its own machine alone: everything, in the one organization
    /// that it shows.
    #[must_use]
    pub fn anyone(organization: &str) -> Self {
        Self {
            who: Who::Anyone,
            name: String::new(),
            organization: organization.to_owned(),
            role: Role::Admin,
            scope: Scope::whole(),
        }
    }

    /// A person in one of their organizations.
    #[must_use]
    pub fn member(person: PersonId, membership: Membership) -> Self {
        let Membership { organization, role, scope, person_name: name, .. } = membership;
        Self { who: Who::Person(person), name, organization, role, scope }
    }

    /// Whether every branch is the actor's to see: by role, or by a scope without limits.
    #[must_use]
    pub const fn sees_all(&self) -> bool {
        self.role.whole() || self.scope.whole
    }

    /// Goes on when the role grants the action.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when it does not.
    pub fn must(&self, action: Action) -> Result<(), ServerError> {
        if self.role.may(action) { Ok(()) } else { Err(AppError::Forbidden.into()) }
    }
}
