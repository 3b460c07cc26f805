//! `POST /api/v1/supervisions`: one supervision (`application/json`), or a line for each of many (`application/x-ndjson`).
//! The same visit sent again updates the one that there is, or leaves it as it is.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    contract::{Fault, Lang, SentSupervision},
    domain::Action,
    server::{
        api::{
            ApiError,
            error::{Detail, Told},
            openapi::parameters::{Atomic, Once, Worded},
            writing::{Done, Job, Meta, Writing, Written, parse},
        },
        services::{Outcome, Received},
    },
};

/// What is answered: of one, or of many.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum Sent<'a> {
    One(Written<Item<'a>>),
    Many(SentMany<'a>),
}

#[derive(Serialize, ToSchema)]
pub struct SentMany<'a> {
    data: Vec<Item<'a>>,
    meta: Counts,
}

/// Supervisions of one request.
const MOST: usize = 10_000;

/// What became of one.
#[derive(Serialize, ToSchema)]
pub struct Item<'a> {
    /// Of the body, from 1.
    line: usize,
    /// `created`, `updated`, `unchanged`, `refused`.
    status: &'static str,
    /// Of the supervision; none when it was refused.
    id: Option<u32>,
    errors: Vec<Told<'a>>,
}

/// What became of all.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    data_version: i64,
    created: usize,
    updated: usize,
    unchanged: usize,
    refused: usize,
}

/// Sends supervisions; the same visit sent again updates the one that there is
///
/// # Errors
/// 422 `invalid_value` for one that cannot be taken, and with `atomic=true` for one of many; 413 for more than 10 000.
#[utoipa::path(
    post, path = "/api/v1/supervisions", operation_id = "sendSupervisions", tag = "supervisions",
    params(Atomic, Once, Worded),
    request_body(
        description = "One, or a line of JSON for each of many, at most 10,000",
        content((SentSupervision = "application/json"), (String = "application/x-ndjson")),
    ),
    responses(
        (status = 201, description = "One that is new", body = Written<Item>),
        (status = 200, description = "One that was there; of many what became of each", body = Sent),
    ),
)]
pub async fn create(writing: Writing) -> Result<Response, ApiError> {
    writing
        .answer(Action::Supervise, &["atomic"], async |job: Job| match job.content_type().as_str() {
            "application/json" => one(&job).await,
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => many(&job).await,
            _ => Err(ApiError::body(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
        })
        .await
}

async fn one(job: &Job) -> Result<Done, ApiError> {
    job.flag("atomic")?;
    let sent = job.json::<SentSupervision>()?;
    let received = job.desk.send_supervisions(vec![Ok(sent)], true).await?;
    let meta = Meta { data_version: received.data_version };
    match received.items.into_iter().next() {
        Some(Ok(written)) => {
            let status = if written.outcome == Outcome::Inserted { StatusCode::CREATED } else { StatusCode::OK };
            let item = Item { line: 1, status: word(written.outcome), id: Some(written.id), errors: Vec::new() };
            Ok(Done::new(status, item, meta)?.at(format!("/api/v1/supervisions/{}", written.id)))
        }
        Some(Err(faults)) => Err(ApiError::unprocessable(faults.iter().map(Detail::fault).collect())),
        None => Err(ApiError::body(StatusCode::BAD_REQUEST)),
    }
}

async fn many(job: &Job) -> Result<Done, ApiError> {
    let atomic = job.flag("atomic")?;
    let mut lines = Vec::new();
    let mut came = Vec::new();
    for (nth, line) in job.body.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if came.len() == MOST {
            return Err(ApiError::body(StatusCode::PAYLOAD_TOO_LARGE));
        }
        lines.push(nth + 1);
        came.push(parse::<SentSupervision>(line));
    }
    if came.is_empty() {
        return Err(ApiError::body(StatusCode::BAD_REQUEST));
    }
    let received = job.desk.send_supervisions(came, atomic).await?;
    let faulty = |(line, faults): (&usize, &Vec<Fault>)| {
        let item = format!("line {line}");
        faults.iter().map(|fault| Detail::of_item(&item, fault)).collect::<Vec<_>>()
    };
    if !received.kept {
        let bad = lines.iter().zip(&received.items).filter_map(|(line, item)| Some((line, item.as_ref().err()?)));
        return Err(ApiError::unprocessable(bad.flat_map(faulty).collect()));
    }
    told(&lines, &received, job.lang)
}

fn told(lines: &[usize], received: &Received, lang: Lang) -> Result<Done, ApiError> {
    let details: Vec<Vec<Detail>> = received
        .items
        .iter()
        .map(|item| item.as_ref().err().map(|faults| faults.iter().map(Detail::fault).collect()).unwrap_or_default())
        .collect();
    let items = lines.iter().zip(&received.items).zip(&details).map(|((line, item), details)| Item {
        line: *line,
        status: item.as_ref().map_or("refused", |written| word(written.outcome)),
        id: item.as_ref().ok().map(|written| written.id),
        errors: details.iter().map(|detail| detail.told(lang)).collect(),
    });
    let counts = Counts {
        data_version: received.data_version,
        created: received.count(Outcome::Inserted),
        updated: received.count(Outcome::Updated),
        unchanged: received.count(Outcome::Unchanged),
        refused: received.items.iter().filter(|item| item.is_err()).count(),
    };
    Done::new(StatusCode::OK, items.collect::<Vec<_>>(), counts)
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Inserted => "created",
        Outcome::Updated => "updated",
        Outcome::Unchanged => "unchanged",
    }
}
