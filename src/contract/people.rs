//! The people of an organization, as its administrators see and change them.

use serde::{Deserialize, Serialize};

use super::{Choice, Part, ScopeNames};
use crate::domain::{Role, Scope, Territory};

/// `/administracion`: what there is behind each link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administration {
    pub people: u32,
    /// Requests for access that wait for an answer.
    pub requests: u32,
    /// Keys of programs that are good.
    pub keys: u32,
}

/// `/administracion/personas`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// By name.
    pub people: Vec<PersonRow>,
    /// Requests for access that wait for an answer.
    pub requests: u32,
}

/// Somebody of the organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: i64,
    pub name: String,
    /// User name or address; none of who comes by Telegram alone.
    pub login: Option<String>,
    pub telegram: bool,
    pub role: Role,
    pub scope: ScopeNames,
    pub state: PersonState,
    /// Who asks.
    pub me: bool,
}

/// Whether somebody can come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonState {
    Active,
    /// Has not chosen a password yet.
    Invited,
    Barred,
}

/// What an administrator types of somebody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MemberFields {
    /// Of an invitation only.
    pub login: String,
    pub name: String,
    /// None: not chosen yet.
    pub role: Option<Role>,
    /// Of supervisors and viewers.
    pub scope: Scope,
}

/// What was wrong with a form: a code that the interface has words for, and what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: String,
    pub detail: String,
}

/// What a scope can be made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScopeChoices {
    pub groups: Vec<Choice>,
    pub states: Vec<Choice>,
    pub territories: Vec<Territory>,
    /// Every branch; none where there are more than [`ScopeChoices::MOST`]: they are then named by their codes.
    pub branches: Vec<Choice>,
}

impl ScopeChoices {
    /// Branches that are offered one by one.
    pub const MOST: usize = 600;
}

/// The form for somebody: who they are, what stands in it, what it offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonPage {
    /// None: somebody new.
    pub person: Option<PersonRow>,
    pub form: MemberFields,
    pub choices: ScopeChoices,
    /// Branches that the form's scope covers.
    pub covered: Part,
    pub problem: Option<Problem>,
}

/// `/administracion/solicitudes`: the open requests, the oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestRow {
    pub id: i64,
    pub name: String,
    /// Without `@`.
    pub username: Option<String>,
    pub telegram_id: i64,
    pub note: Option<String>,
    /// `YYYY-MM-DDTHH:MM` in the organization's zone.
    pub asked: String,
}

/// `/administracion/solicitudes/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestPage {
    pub request: RequestRow,
    pub form: MemberFields,
    pub choices: ScopeChoices,
    pub covered: Part,
    pub problem: Option<Problem>,
}

/// A form that came and was not taken over: it is drawn again with what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberDraft {
    pub form: MemberFields,
    /// None: only the branches were to be counted.
    pub problem: Option<Problem>,
}

/// A one-time link that was just made, to be shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeLink {
    /// Whose it is.
    pub name: String,
    /// Number of the person.
    pub person: i64,
    /// For who is new, or forgot their password.
    pub invitation: bool,
    /// The whole address.
    pub address: String,
}

/// Without the address.
impl std::fmt::Debug for MadeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeLink").field("name", &self.name).finish_non_exhaustive()
    }
}
