//! `GET /api/v1/periods`: the organization's named periods, with their dates by territory, and the years that have data.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, Desk,
    asked::Asked,
    openapi::parameters::{FiledWhole, Worded},
    reading::{Answer, Reading, Whole},
};
use crate::domain::NamedPeriod;

#[derive(Serialize, ToSchema)]
pub(super) struct Periods<'a> {
    named: &'a [NamedPeriod],
    years: Vec<i16>,
}

/// The named periods with their dates by territory, and the years that have data
#[utoipa::path(
    get, path = "/api/v1/periods", operation_id = "periods", tag = "master data",
    params(FiledWhole, Worded),
    responses((status = 200, description = "What there is", body = Whole<Periods>)),
)]
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        asked.unfiltered()?;
        let meta = &super::figures(desk, asked)?.meta;
        let cube = desk.cube();
        Answer::new(meta, None, None, Periods { named: &cube.catalog().periods, years: cube.years() })
    };
    reading.answer(&[], find).await
}
