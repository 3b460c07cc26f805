//! `GET /api/v1/explain`: what is behind a figure (`figure`: `average`, `visits`, `outside`, `coverage`, `median`).
//! `sort` is `newest`, `worst` or `best`; of the coverage `show` is `pending`, `visited` or `selected`.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, Desk,
    asked::Asked,
    openapi::parameters::{Explained, FiledList, Filtered, Listed, Worded},
    reading::{Answer, Paging, Reading, Whole},
};
use crate::{
    contract::{Why, words},
    domain::views::{BranchVisits, Explain, Mover, Previous, Quantile, SupervisionLine},
};

#[derive(Serialize, ToSchema)]
#[serde(tag = "figure", rename_all = "lowercase")]
pub(super) enum Explanation<'a> {
    Average(Behind<'a>),
    Visits(Behind<'a>),
    Outside(Behind<'a>),
    Coverage { pending: u32, visited: u32, selected: u32, branches: &'a [BranchVisits] },
    Median { median: &'a Option<Quantile>, p10: &'a Option<Quantile> },
}

#[derive(Serialize, ToSchema)]
pub(super) struct Behind<'a> {
    average: Option<f64>,
    sum_hundredths: i64,
    n: u32,
    delta: Option<f64>,
    previous: &'a Option<Previous>,
    supervisions: &'a [SupervisionLine],
    branches: &'a [Mover],
    areas: &'a [Mover],
}

/// What is behind a figure
#[utoipa::path(
    get, path = "/api/v1/explain", operation_id = "explain", tag = "figures",
    params(Explained, Filtered, Listed, FiledList, Worded),
    responses((status = 200, description = "The figures", body = Whole<Explanation>)),
)]
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let figure = asked.word("figure", words::figure)?;
        let (sort, show) = (asked.word("sort", words::explain_sort)?, asked.word("show", words::coverage_show)?);
        let page = asked.page()?;
        let listed = |found: &Explain| Paging::of(&found.supervisions, page.1, asked);
        match &desk.why(&asked.filter, figure, (sort, show), page)? {
            Why::Average(found) => {
                Answer::new(&found.meta, found.n, listed(found), Explanation::Average(behind(found)))
            }
            Why::Visits(found) => Answer::new(&found.meta, found.n, listed(found), Explanation::Visits(behind(found))),
            Why::Outside(found) => {
                Answer::new(&found.meta, found.n, listed(found), Explanation::Outside(behind(found)))
            }
            Why::Coverage(found) => {
                let paging = Paging::of(&found.branches, page.1, asked);
                let branches = &found.branches.items;
                let (pending, visited, selected) = (found.pending, found.visited, found.selected);
                Answer::new(&found.meta, None, paging, Explanation::Coverage { pending, visited, selected, branches })
            }
            Why::Median(found) => {
                let data = Explanation::Median { median: &found.median, p10: &found.p10 };
                Answer::new(&found.meta, found.n, None, data)
            }
        }
    };
    reading.answer(&["figure", "sort", "show", "limit", "cursor"], find).await
}

fn behind(found: &Explain) -> Behind<'_> {
    Behind {
        average: found.average,
        sum_hundredths: found.sum_hundredths,
        n: found.n,
        delta: found.delta,
        previous: &found.previous,
        supervisions: &found.supervisions.items,
        branches: &found.branches,
        areas: &found.areas,
    }
}
