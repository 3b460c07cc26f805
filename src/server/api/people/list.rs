//! `GET /api/v1/people`: everybody in the organization, by name.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Role, Scope},
    server::api::{
        ApiError,
        openapi::parameters::Worded,
        reading::{Answer, Reading, Whole},
    },
};

#[derive(Serialize, ToSchema)]
pub struct Person {
    id: i64,
    /// None for who comes by Telegram alone.
    login: Option<String>,
    name: String,
    role: Role,
    scope: Scope,
    /// May not sign in.
    disabled: bool,
}

/// Everybody in the organization, by name
///
/// It changes without the data, and is kept by nobody.
///
/// # Errors
/// 403 for who administers no people.
#[utoipa::path(
    get, path = "/api/v1/people", operation_id = "listPeople", tag = "administration", params(Worded),
    responses((status = 200, description = "The people", body = Whole<Vec<Person>>)),
)]
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
