//! `GET /api/v1/imports/{id}`: how far a job is or what became of it; to who takes `text/event-stream` as events, from now until
//! it is over.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::stream;

use super::Told;
use crate::server::{
    api::{
        ApiError,
        openapi::parameters::{Paged, Worded},
        reading::{Answer, Named, Reading, Whole},
    },
    services::Desk,
};

/// Between two looks at a job.
const EVERY: Duration = Duration::from_millis(200);

/// How far an import is, or what became of it; as events to who takes `text/event-stream`
///
/// # Errors
/// 403 for who may not import; 404 when there is no such job in the organization.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", operation_id = "showImport", tag = "imports",
    params(("id" = String, Path, description = "Of the job"), Paged, Worded),
    responses((status = 200, description = "The job", body = Whole<Told>)),
)]
pub async fn show(Named(id): Named, reading: Reading) -> Result<Response, ApiError> {
    if reading.takes_events() {
        // Whether there is such a job is told by the status.
        let first = Told::of(&id, reading.desk.import_view(&id, 1).await?);
        return Ok(events(reading.desk, id, first).into_response());
    }
    let asked = reading.question(&["page"])?;
    asked.unfiltered()?;
    let page = asked.text("page").map_or(Ok(1), str::parse).map_err(|_| ApiError::cursor())?;
    let told = Told::of(&id, reading.desk.import_view(&id, page).await?);
    Ok(Answer::new(&reading.meta(), None, None, told)?.into_response())
}

/// An event for each look while it runs, named `progress`, and the last one named by the state it ended in.
fn events(desk: Desk, id: String, first: Told) -> Sse<impl stream::Stream<Item = Result<Event, Infallible>>> {
    let all = stream::unfold(Some((desk, id, Some(first))), |state| async move {
        let (desk, id, first) = state?;
        let told = match first {
            Some(told) => told,
            None => {
                tokio::time::sleep(EVERY).await;
                // Gone, or the store does not answer: who follows asks again, as event sources do.
                Told::of(&id, desk.import_view(&id, 1).await.ok()?)
            }
        };
        let runs = told.state == "running";
        let event = Event::default().event(if runs { "progress" } else { told.state });
        let event = event.json_data(&told).unwrap_or_default();
        Some((Ok(event), runs.then_some((desk, id, None))))
    });
    Sse::new(all).keep_alive(KeepAlive::default())
}
