//! `POST /api/v1/imports`: a file as it is (its name and profile beside it in the address), or as the part `file` of a form with
//! a part `profile` before it. It is taken by a job that goes on without the caller.

use std::path::Path;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Multipart, Request},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use data_encoding::HEXLOWER;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use utoipa::ToSchema;

use crate::{
    contract::{AppError, Fault},
    domain::Action,
    server::{
        api::{
            ApiError,
            asked::Asked,
            error::Detail,
            openapi::parameters::{ImportForm, ImportOf, Once, Worded},
            writing::{Done, Meta, Written, once},
        },
        error::ServerError,
        services::{Desk, imports::UPLOAD_LIMIT_MB},
    },
};

/// A request that brings a file, before the file is read.
pub struct Bringing {
    desk: Desk,
    headers: HeaderMap,
    path: String,
    query: String,
    request: Request,
}

impl<S: Send + Sync> FromRequest<S> for Bringing
where
    Desk: FromRequestParts<S, Rejection = Response>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, state).await?;
        let (path, query) = (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned());
        let headers = parts.headers.clone();
        Ok(Self { desk, headers, path, query, request: Request::from_parts(parts, body) })
    }
}

#[derive(Serialize, ToSchema)]
pub struct StartedImport {
    id: String,
    state: &'static str,
}

/// What came with a file.
#[derive(Default)]
struct Brought {
    name: String,
    profile: Option<String>,
    /// SHA-256 of the bytes, hex.
    digest: String,
}

/// Imports a file by a job that goes on without the caller
///
/// # Errors
/// 413 above 256 MB, 415, 422 for a file that is no table or a profile that there is not.
#[utoipa::path(
    post, path = "/api/v1/imports", operation_id = "createImport", tag = "imports", params(ImportOf, Once, Worded),
    request_body(
        description = "The file as it is, or as the part `file` of a form",
        content((String = "text/csv"), (String = "application/octet-stream"), (ImportForm = "multipart/form-data")),
    ),
    responses((status = 202, description = "A job takes it", body = Written<StartedImport>)),
)]
pub async fn create(bringing: Bringing) -> Result<Response, ApiError> {
    let Bringing { desk, headers, path, query, request } = bringing;
    if !desk.actor().role.may(Action::Import) {
        return Err(ApiError::forbidden());
    }
    let asked = Asked::parse(&query, &["profile", "name"], &desk.years())?;
    asked.unfiltered()?;
    let (id, folder) = desk.new_upload()?;
    let told = receive(request, &asked, &folder).await;
    let told = match told {
        Ok(brought) => {
            let sent = [brought.digest.clone(), brought.name.clone(), brought.profile.clone().unwrap_or_default()];
            let sent: Vec<&[u8]> = sent.iter().map(|text| text.as_bytes()).collect();
            let (of_job, id) = (desk.clone(), id.clone());
            once(&desk, &headers, &format!("POST {path}"), &sent, move || begin(of_job, id, brought)).await
        }
        Err(error) => Err(error),
    };
    // Of an upload that began its way there is a state.
    if !folder.join("state.json").exists() || told.is_err() {
        let _ = tokio::fs::remove_dir_all(&folder).await;
    }
    told
}

async fn begin(desk: Desk, id: String, brought: Brought) -> Result<Done, ApiError> {
    desk.describe_upload(&id, &brought.name).await?;
    if let Some(profile) = brought.profile.filter(|profile| !profile.is_empty()) {
        desk.choose_profile(&id, &profile).await.map_err(|error| match error {
            ServerError::NotFound("profile") => {
                let fault =
                    Fault { about: profile.chars().take(100).collect(), ..Fault::of("profile", "unknown_value") };
                ApiError::unprocessable(vec![Detail::fault(&fault)])
            }
            error => error.into(),
        })?;
    }
    desk.start_import(&id)?;
    let meta = Meta { data_version: desk.cube().catalog().data_version };
    let location = format!("/api/v1/imports/{id}");
    Ok(Done::new(StatusCode::ACCEPTED, StartedImport { id, state: "running" }, meta)?.at(location))
}

/// Takes the file into the folder.
async fn receive(request: Request, asked: &Asked, folder: &Path) -> Result<Brought, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|told| told.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut brought = Brought {
        name: asked.text("name").unwrap_or("archivo").to_owned(),
        profile: asked.text("profile").map(str::to_owned),
        digest: String::new(),
    };
    match kind.as_str() {
        "multipart/form-data" => parts(request, brought, folder).await,
        "text/csv"
        | "text/plain"
        | "application/octet-stream"
        | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => {
            let body: Body = request.into_body();
            let chunks = body.into_data_stream().map_err(|_| ApiError::body(StatusCode::BAD_REQUEST));
            brought.digest = keep(chunks, folder).await?;
            Ok(brought)
        }
        _ => Err(ApiError::body(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
    }
}

async fn parts(request: Request, mut brought: Brought, folder: &Path) -> Result<Brought, ApiError> {
    let broken = ApiError::body;
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| broken(error.status()))?;
    while let Some(field) = form.next_field().await.map_err(|error| broken(error.status()))? {
        match field.name() {
            Some("profile") => {
                let text = field.text().await.map_err(|error| broken(error.status()))?;
                brought.profile = Some(text.trim().chars().take(200).collect());
            }
            Some("file") => {
                brought.name = field.file_name().unwrap_or(&brought.name).to_owned();
                brought.digest = keep(field.map_err(|error| ApiError::body(error.status())), folder).await?;
                return Ok(brought);
            }
            _ => {}
        }
    }
    Err(ApiError::unprocessable(vec![Detail::of("file", "no_file")]))
}

/// Writes what comes; its digest.
async fn keep<C: AsRef<[u8]>>(
    chunks: impl Stream<Item = Result<C, ApiError>>,
    folder: &Path,
) -> Result<String, ApiError> {
    let io = |error: std::io::Error| ApiError::from(ServerError::Other(error.into()));
    let mut chunks = std::pin::pin!(chunks);
    let mut file = tokio::fs::File::create(folder.join("file")).await.map_err(io)?;
    let (mut digest, mut bytes) = (Sha256::new(), 0_u64);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        let chunk = chunk.as_ref();
        bytes += chunk.len() as u64;
        if bytes > u64::from(UPLOAD_LIMIT_MB) << 20 {
            return Err(AppError::TooLarge { limit_mb: UPLOAD_LIMIT_MB }.into());
        }
        digest.update(chunk);
        file.write_all(chunk).await.map_err(io)?;
    }
    file.flush().await.map_err(io)?;
    if bytes == 0 {
        return Err(ApiError::unprocessable(vec![Detail::of("file", "no_file")]));
    }
    Ok(HEXLOWER.encode(&digest.finalize()))
}
