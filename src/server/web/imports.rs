//! The doors of `/importar` that are no pages: the upload, the corrected mapping, the rejected rows as a file.
//! Plain forms and redirects, so that they work without JavaScript.

use std::path::Path;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path as InPath, multipart::MultipartError},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use tokio::io::AsyncWriteExt;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::{csrf, given::Given, limit, router::WebState, status_of};
use crate::{
    contract::AppError,
    server::{
        error::ServerError,
        listed::Listed,
        services::{Desk, imports::UPLOAD_LIMIT_MB},
    },
};

/// Bytes of an upload: a file, and room for what stands around it. What is no file's content is held in memory.
const UPLOAD_BODY: usize = ((UPLOAD_LIMIT_MB as usize) << 20) + (1 << 20);
/// Bytes of a mapping form.
const FORM_LIMIT: usize = 256 << 10;

/// The routes below `/importar`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .on(Method::POST, "/importar/{id}/columnas", post(correct).layer(DefaultBodyLimit::max(FORM_LIMIT)))
        .get("/importar/{id}/rechazos.csv", rejects)
}

/// The upload: as long as it comes, it comes.
pub fn upload_route() -> Listed<WebState> {
    let route = post(upload).layer(DefaultBodyLimit::max(UPLOAD_BODY));
    Listed::default().on(Method::POST, "/importar/archivo", route).behind(as_it_comes)
}

/// Routes that wait for a body as long as something of it comes.
pub fn as_it_comes(router: Router<WebState>) -> Router<WebState> {
    router.layer(RequestBodyTimeoutLayer::new(limit::UPLOAD_IDLE))
}

/// Takes one file and goes on to its mapping.
async fn upload(desk: Desk, form: Multipart) -> Response {
    let told = match desk.new_upload() {
        Ok((id, folder)) => {
            let told = receive(&desk, &id, &folder, form).await;
            if told.is_err() {
                let _ = tokio::fs::remove_dir_all(&folder).await;
            }
            told.map(|()| id)
        }
        Err(error) => Err(error),
    };
    match told {
        Ok(id) => Redirect::to(&format!("/importar/{id}")).into_response(),
        Err(error) => back_with("/importar", error),
    }
}

async fn receive(desk: &Desk, id: &str, folder: &Path, mut form: Multipart) -> Result<(), ServerError> {
    // Where no session vouches there is nothing to forge.
    let mut trusted = desk.caller().csrf.is_none();
    let broken = |reason: &str| AppError::Unusable { reason: reason.into(), detail: String::new() };
    let unread = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge { limit_mb: UPLOAD_LIMIT_MB },
        _ => broken("upload"),
    };
    while let Some(mut field) = form.next_field().await.map_err(unread)? {
        match field.name() {
            Some(csrf::FIELD) => {
                // Short, like every token; a longer one is none.
                let mut given = Vec::new();
                while let Some(chunk) = field.chunk().await.map_err(unread)? {
                    if given.len() + chunk.len() > 1_000 {
                        return Err(AppError::Forbidden.into());
                    }
                    given.extend_from_slice(&chunk);
                }
                trusted = csrf::matches(desk.caller(), &String::from_utf8_lossy(&given));
                continue;
            }
            Some("file") if !trusted => return Err(AppError::Forbidden.into()),
            Some("file") => {}
            _ => continue,
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let mut file = tokio::fs::File::create(folder.join("file")).await.map_err(anyhow::Error::from)?;
        let mut bytes = 0_u64;
        while let Some(chunk) = field.chunk().await.map_err(unread)? {
            bytes += chunk.len() as u64;
            if bytes > u64::from(UPLOAD_LIMIT_MB) << 20 {
                return Err(AppError::TooLarge { limit_mb: UPLOAD_LIMIT_MB }.into());
            }
            file.write_all(&chunk).await.map_err(anyhow::Error::from)?;
        }
        file.flush().await.map_err(anyhow::Error::from)?;
        if bytes == 0 {
            // a form without a file sends one without a name
            return Err(broken(if name.is_empty() { "no_file" } else { "empty" }).into());
        }
        return desk.describe_upload(id, &name).await;
    }
    Err(broken("no_file").into())
}

/// The mapping form: `accion` says what to do with it.
async fn correct(desk: Desk, InPath(id): InPath<String>, Given(fields): Given<Vec<(String, String)>>) -> Response {
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let told = match value("accion") {
        "perfil" => desk.choose_profile(&id, value("perfil")).await,
        "importar" => match desk.correct_upload(&id, &fields) {
            Ok(()) => desk.start_import(&id),
            Err(error) => Err(error),
        },
        _ => desk.correct_upload(&id, &fields),
    };
    let page = format!("/importar/{id}");
    match told {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(error @ ServerError::NotFound(_)) => back_with("/importar", error),
        Err(error) => back_with(&page, error),
    }
}

/// Back to a page that says what was wrong, by a code that the interface has words for, and what it is about: a line, a
/// field of the form, a reference. Other text does not go through the address, where anybody could write it.
fn back_with(page: &str, error: ServerError) -> Response {
    let (reason, about) = match AppError::from(error) {
        AppError::TooLarge { .. } => ("too_large".to_owned(), String::new()),
        AppError::Unusable { reason, detail } => (reason, detail),
        AppError::Forbidden => ("forbidden".to_owned(), String::new()),
        AppError::NotFound { .. } => ("not_found".to_owned(), String::new()),
        AppError::Unavailable => ("unavailable".to_owned(), String::new()),
        AppError::Internal { reference } => ("internal".to_owned(), reference),
        _ => ("internal".to_owned(), String::new()),
    };
    let plain = !about.is_empty() && about.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let about = if plain { format!("&en={about}") } else { String::new() };
    Redirect::to(&format!("{page}?error={reason}{about}")).into_response()
}

/// The rejected rows as a file.
async fn rejects(desk: Desk, InPath(id): InPath<String>) -> Response {
    match desk.rejects_csv(&id).await {
        Ok(bytes) => {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            let name = format!("attachment; filename=\"rechazos-{}.csv\"", crate::domain::text::slug(&id));
            if let Ok(value) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, value);
            }
            (headers, bytes).into_response()
        }
        Err(error) => status_of(AppError::from(error).status()).into_response(),
    }
}
