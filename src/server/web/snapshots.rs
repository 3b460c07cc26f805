//! `/fn/snapshot`: what a page's worker fetches to answer by itself. Nothing of it stays in the browser's own cache.

use axum::{
    Json,
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::Deserialize;

use super::{refusal, router::WebState};
use crate::server::{error::ServerError, listed::Listed, services::Desk};

/// The routes below `/fn/snapshot`.
pub fn routes() -> Listed<WebState> {
    Listed::default().get("/fn/snapshot", head).get("/fn/snapshot/part", part).get("/fn/snapshot/newer", newer)
}

const KEEP: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

async fn head(desk: Desk) -> Response {
    match desk.snapshot_head().await {
        Ok(head) => (KEEP, Json(head)).into_response(),
        Err(error) => refusal::function("/fn/snapshot", &error.into()),
    }
}

#[derive(Deserialize)]
struct Part {
    key: String,
    n: usize,
}

async fn part(desk: Desk, Query(Part { key, n }): Query<Part>) -> Response {
    told(desk.snapshot_part(&key, n).await)
}

#[derive(Deserialize)]
struct Since {
    version: i64,
}

async fn newer(desk: Desk, Query(Since { version }): Query<Since>) -> Response {
    told(desk.newer(version).await)
}

/// 410 when what was asked for is no longer.
fn told(found: Result<Option<Bytes>, ServerError>) -> Response {
    match found {
        Ok(Some(bytes)) => (KEEP, [(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Ok(None) => (StatusCode::GONE, KEEP).into_response(),
        Err(error) => refusal::function("/fn/snapshot", &error.into()),
    }
}
