//! The people of an organization, and who asks to be let in.

use leptos::prelude::*;

use crate::contract::{
    Administration, AppError, MadeLink, Part, PeoplePage, PersonPage, RequestPage, RequestRow, Wire,
};

/// `/administracion`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_administration", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_administration() -> Result<Administration, AppError> {
    crate::server::services::current()?.administration().await.map_err(Into::into)
}

/// `/administracion/personas`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_people", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_people() -> Result<PeoplePage, AppError> {
    crate::server::services::current()?.people_page().await.map_err(Into::into)
}

/// `/administracion/personas/{id}`; without an id `/administracion/personas/nueva`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_person", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_person(id: Option<String>) -> Result<PersonPage, AppError> {
    crate::server::services::current()?.person_page(id.as_deref()).await.map_err(Into::into)
}

/// `/administracion/personas/enlace`: the link that this page was opened to show; nothing when it was shown before.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_person_link", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_person_link() -> Result<Option<MadeLink>, AppError> {
    crate::server::services::current()?.made_link().map_err(Into::into)
}

/// `/administracion/solicitudes`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_requests", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_requests() -> Result<Vec<RequestRow>, AppError> {
    crate::server::services::current()?.requests_page().await.map_err(Into::into)
}

/// `/administracion/solicitudes/{id}`.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "get_requests_one", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn get_request(id: String) -> Result<RequestPage, AppError> {
    crate::server::services::current()?.request_page(&id).await.map_err(Into::into)
}

/// How many branches a scope covers, of all. `form` is the scope picker's part of a form, as a query string.
///
/// # Errors
/// As [`AppError`] says.
#[server(prefix = "/fn", endpoint = "count_scope", input = server_fn::codec::GetUrl, output = server_fn::codec::Post<Wire>)]
pub async fn count_scope(form: String) -> Result<Part, AppError> {
    crate::server::services::current()?.count_form(&form).map_err(Into::into)
}
