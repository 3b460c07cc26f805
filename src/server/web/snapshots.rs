//! `/fn/snapshot`: what a page's worker fetches to answer by itself. Nothing of it stays in the browser's own cache.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    extract::Query,
    http::{StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use bytes::Bytes;
use futures::stream;
use serde::Deserialize;

use super::{refusal, router::WebState};
use crate::server::{error::ServerError, listed::Listed, services::Desk};

/// The routes below `/fn/snapshot`.
pub fn routes() -> Listed<WebState> {
    Listed::default()
        .get("/fn/snapshot", head)
        .get("/fn/snapshot/part", part)
        .get("/fn/snapshot/newer", newer)
        .get("/fn/live", live)
}

const KEEP: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

#[derive(Deserialize)]
struct Wanted {
    /// What a small device keeps.
    #[serde(default)]
    small: bool,
}

async fn head(desk: Desk, Query(Wanted { small }): Query<Wanted>) -> Response {
    match desk.snapshot_head(small).await {
        Ok(head) => (KEEP, Json(head)).into_response(),
        Err(error) => refusal::function("/fn/snapshot", &error.into()),
    }
}

#[derive(Deserialize)]
struct Part {
    key: String,
    from: usize,
    bytes: usize,
}

async fn part(desk: Desk, Query(Part { key, from, bytes }): Query<Part>) -> Response {
    told(desk.snapshot_part(&key, from, bytes).await)
}

#[derive(Deserialize)]
struct Since {
    version: i64,
}

async fn newer(desk: Desk, Query(Since { version }): Query<Since>) -> Response {
    told(desk.newer(version).await)
}

/// Between two looks at the version.
const EVERY: Duration = Duration::from_millis(500);
/// Looks of one stream: whoever listens comes again, as who they are then.
const LOOKS: u32 = 1_200;

/// An event for each version of the data, from the present one on. It says no more than that: what there is newer is asked for.
async fn live(desk: Desk) -> Response {
    let told = (desk.services().clone(), desk.organization().to_owned(), None, LOOKS);
    let all = stream::unfold(told, |(services, organization, told, mut looks)| async move {
        loop {
            let version = services.data_version(&organization).await;
            if version.is_some() && version != told {
                let event = Event::default().data(version.unwrap_or_default().to_string());
                return Some((Ok::<_, Infallible>(event), (services, organization, version, looks)));
            }
            looks = looks.checked_sub(1)?;
            let closing = services.closing().cancelled();
            if tokio::time::timeout(EVERY, closing).await.is_ok() {
                return None;
            }
        }
    });
    (KEEP, Sse::new(all).keep_alive(KeepAlive::default())).into_response()
}

/// 410 when what was asked for is no longer.
fn told(found: Result<Option<Bytes>, ServerError>) -> Response {
    match found {
        Ok(Some(bytes)) => (KEEP, [(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Ok(None) => (StatusCode::GONE, KEEP).into_response(),
        Err(error) => refusal::function("/fn/snapshot", &error.into()),
    }
}
