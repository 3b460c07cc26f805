//! People of the organization, for who administers it.

mod change;
mod invite;
mod list;
mod standing;

pub use change::*;
pub use invite::*;
pub use list::*;
pub use standing::*;

use serde::Deserialize;
use utoipa::ToSchema;

use super::reading::number;
use crate::domain::{Scope, Territory};

/// A scope as it is sent: groups by slug, branches and states by code.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScopeBody {
    pub whole: bool,
    pub groups: Vec<String>,
    pub branches: Vec<String>,
    pub states: Vec<String>,
    pub territories: Vec<Territory>,
}

impl From<ScopeBody> for Scope {
    fn from(ScopeBody { whole, groups, branches, states, territories }: ScopeBody) -> Self {
        Self { whole, groups, branches, states, territories }
    }
}
