//! Keys of programs, as an administrator sees them, and who a program is.

use serde::{Deserialize, Serialize};

use super::{Part, Problem, ScopeChoices};
use crate::domain::{Role, Scope, Territory};

/// `/administracion/llaves`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysPage {
    /// The newest first.
    pub keys: Vec<ApiKeyRow>,
    /// What the scope of a new key may be made of.
    pub choices: ScopeChoices,
    /// What stands in the form for a new key.
    pub form: KeyFields,
    /// Branches that the form's scope covers.
    pub covered: Part,
    pub problem: Option<Problem>,
    /// Days that a new key may live; the one that is usual is [`USUAL_DAYS`].
    pub days: Vec<u32>,
    /// Whether a key can be made: it is shown once, to who has signed in.
    pub can_make: bool,
}

/// Days that a key lives when nothing else is said.
pub const USUAL_DAYS: u32 = 90;

/// What an administrator types of a new key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyFields {
    pub name: String,
    /// None: one that there is none of.
    pub role: Option<Role>,
    /// Of a key that does not see everything.
    pub scope: Scope,
    pub whole: bool,
    pub days: u32,
}

impl Default for KeyFields {
    fn default() -> Self {
        let (role, scope) = (Some(Role::Viewer), Scope::default());
        Self { name: String::new(), role, scope, whole: false, days: USUAL_DAYS }
    }
}

/// A form for a key that came and was not taken over: it is drawn again with what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyDraft {
    pub form: KeyFields,
    /// None: only the branches were to be counted.
    pub problem: Option<Problem>,
}

/// A key without the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ApiKeyRow {
    pub id: i64,
    pub name: String,
    /// `fk_` and eight characters.
    pub visible: String,
    pub role: Role,
    pub scope: ScopeNames,
    /// Name of the person who made it, while they are known.
    pub made_by: Option<String>,
    /// Days in the organization's zone, `YYYY-MM-DD`.
    pub made: String,
    pub expires: String,
    /// `YYYY-MM-DDTHH:MM` in the organization's zone, to the minute.
    pub used: Option<String>,
    pub state: KeyState,
}

/// Whether a key opens anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    Good,
    Expired,
    /// With the day, `YYYY-MM-DD`.
    Revoked(String),
}

/// What a scope is made of, by name, and how many branches it covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ScopeNames {
    /// Every branch, also those to come.
    pub whole: bool,
    pub groups: Vec<String>,
    pub states: Vec<String>,
    pub territories: Vec<Territory>,
    pub branches: Vec<String>,
    pub covered: Part,
}

/// A key that was just made, to be shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MadeKey {
    pub name: String,
    /// The whole key.
    pub key: String,
}

/// Without the key.
impl std::fmt::Debug for MadeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// `GET /api/v1/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WhoAmI {
    /// `person`, `key`, or `anyone` on a server that asks nobody to sign in.
    pub who: String,
    /// The person's or the key's own name; empty for anyone.
    pub name: String,
    pub organization: OrganizationName,
    pub role: Role,
    /// Branches that the caller may know of, of all.
    pub scope: Part,
}

/// An organization by both its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OrganizationName {
    pub slug: String,
    pub name: String,
}
