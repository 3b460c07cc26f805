//! `GET /api/v1/people`: everybody in the organization, by name.

use serde::Serialize;

use crate::{
    domain::{Role, Scope},
    server::api::{
        ApiError,
        reading::{Answer, Reading},
    },
};

#[derive(Serialize)]
struct Person {
    id: i64,
    /// None for who comes by Telegram alone.
    login: Option<String>,
    name: String,
    role: Role,
    scope: Scope,
    /// May not sign in.
    disabled: bool,
}

/// See the module. It changes without the data, and is kept by nobody.
///
/// # Errors
/// 403 for who administers no people.
pub async fn list(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let people = reading.desk.members().await?.into_iter().map(|member| Person {
        id: member.person.id,
        login: member.person.login,
        name: member.person.name,
        role: member.role,
        scope: member.scope,
        disabled: member.person.disabled,
    });
    Answer::new(&reading.meta(), None, None, people.collect::<Vec<_>>())
}
