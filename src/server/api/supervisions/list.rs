//! `GET /api/v1/supervisions`: the supervisions of a selection, newest first. A cursor names the last one of a page, so that
//! what comes meanwhile neither doubles nor hides one. In a table `detail=areas` gives a row for each area score.

use axum::response::Response;

use crate::{
    domain::views::SupervisionLine,
    server::api::{
        ApiError, Desk,
        asked::{Asked, cursor},
        files,
        openapi::parameters::{Detailed, FiledList, Filtered, Listed, Worded},
        reading::{Answer, Paging, Reading, Whole},
    },
};

/// The supervisions of a selection, newest first
#[utoipa::path(
    get, path = "/api/v1/supervisions", operation_id = "listSupervisions", tag = "supervisions",
    params(Filtered, Listed, Detailed, FiledList, Worded),
    responses((status = 200, description = "The supervisions", body = Whole<Vec<SupervisionLine>>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let limit = asked.limit()?;
        let after = files::after(asked)?;
        let found = desk.visits(&asked.filter, after, limit)?;
        let last = found.lines.last().filter(|_| found.more);
        let next = last.map(|line| cursor([i64::from(line.day.number()), i64::from(line.id)]));
        Answer::new(&found.meta, found.n, Paging::new(found.total, limit, next), &found.lines)
    };
    reading.answer(&["limit", "cursor", "detail"], find).await
}
