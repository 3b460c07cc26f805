//! `GET /api/v1/periods`: the organization's named periods, with their dates by territory, and the years that have data.

use axum::response::Response;
use serde::Serialize;

use super::{
    ApiError, Desk,
    asked::Asked,
    reading::{Answer, Reading},
};
use crate::domain::NamedPeriod;

#[derive(Serialize)]
struct Data<'a> {
    named: &'a [NamedPeriod],
    years: Vec<i16>,
}

/// See the module.
pub async fn list(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        asked.unfiltered()?;
        let meta = &super::figures(desk, asked)?.meta;
        let cube = desk.cube();
        Answer::new(meta, None, None, Data { named: &cube.catalog().periods, years: cube.years() })
    };
    reading.answer(&[], find).await
}
