//! *Access*: what a person may do in an organization (a [`Role`] and its permissions), and of which branches (a [`Scope`]).
//!
//! Deny is the default on both axes: an action that the table does not grant is refused, and a scope that names nothing
//! covers nothing.

pub mod audit;
mod permissions;
mod scope;

pub use permissions::{Action, PERMISSIONS, may, table};
pub use scope::Scope;

use serde::{Deserialize, Serialize};

/// What a person is in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Runs the organization's Falcon: people, settings, imports. Sees every branch.
    Admin,
    /// Reads the whole organization.
    Director,
    /// Visits the branches of the own scope, and sends supervisions of them.
    Supervisor,
    /// Reads the own scope.
    Viewer,
}

impl Role {
    /// All roles, in the order of the permission table.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Director, Self::Supervisor, Self::Viewer];

    /// The word used in the database, JSON and the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Director => "director",
            Self::Supervisor => "supervisor",
            Self::Viewer => "viewer",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role sees every branch, whatever scope is recorded.
    #[must_use]
    pub const fn whole(self) -> bool {
        matches!(self, Self::Admin | Self::Director)
    }

    /// Whether the role may do this.
    #[must_use]
    pub fn may(self, action: Action) -> bool {
        may(self, action)
    }
}
