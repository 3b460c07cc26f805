//! `GET /api/v1/branches/{code}`: one branch, its figures, areas, trend and last supervisions.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{
        Day,
        views::{AreaScore, Kpis, Link, SupervisionLine, TrendPoint},
    },
    server::api::{
        ApiError, Desk,
        asked::Asked,
        openapi::parameters::{Filed, FilteredInBranch, Worded},
        reading::{Answer, Named, Reading, Whole},
    },
};

#[derive(Serialize, ToSchema)]
pub struct BranchFigures<'a> {
    code: &'a str,
    name: &'a str,
    group: &'a Option<Link>,
    state: &'a Option<Link>,
    municipality: &'a Option<String>,
    territory: &'a Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    opened: Option<Day>,
    closed: Option<Day>,
    position: Option<u32>,
    position_of: u32,
    last_visit: Option<Day>,
    days_since: Option<i32>,
    kpis: &'a Kpis,
    trend: &'a [TrendPoint],
    areas: &'a [AreaScore],
    last: &'a [SupervisionLine],
}

/// One branch with its figures, areas, trend and last supervisions
#[utoipa::path(
    get, path = "/api/v1/branches/{code}", operation_id = "showBranch", tag = "master data",
    params(("code" = String, Path, description = "The branch's code"), FilteredInBranch, Filed, Worded),
    responses((status = 200, description = "What there is", body = Whole<BranchFigures>)),
)]
pub async fn show(reading: Reading, Named(code): Named) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        asked.alone("sucursal", &asked.filter.branches)?;
        let found = desk.branch_of(&code, &asked.filter).await?;
        let board = &found.dashboard;
        let data = BranchFigures {
            code: &found.code,
            name: &found.name,
            group: &found.group,
            state: &found.state,
            municipality: &found.municipality,
            territory: &found.territory,
            latitude: found.latitude,
            longitude: found.longitude,
            opened: found.opened,
            closed: found.closed,
            position: found.position,
            position_of: found.position_of,
            last_visit: found.last_visit,
            days_since: found.days_since,
            kpis: &board.kpis,
            trend: &board.trend,
            areas: &board.areas,
            last: &found.last,
        };
        Answer::new(&board.meta, board.kpis.n, None, data)
    };
    reading.answer(&[], find).await
}
