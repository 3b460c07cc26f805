//! `GET /api/v1/map`: active branches that have a location, as a GeoJSON `FeatureCollection` (RFC 7946).

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, Desk,
    asked::Asked,
    openapi::parameters::{FiledMap, Filtered, Worded},
    reading::{Answer, Reading, Whole},
};
use crate::domain::{
    Band,
    views::{LastVisit, MapBranch, WorstArea},
};

#[derive(Serialize, ToSchema)]
pub(super) struct FeatureCollection<'a> {
    r#type: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize, ToSchema)]
struct Feature<'a> {
    r#type: &'static str,
    /// The branch's code.
    id: &'a str,
    geometry: Point,
    properties: BranchOnMap<'a>,
}

#[derive(Serialize, ToSchema)]
struct Point {
    r#type: &'static str,
    /// Longitude and latitude, WGS 84.
    coordinates: [f64; 2],
}

#[derive(Serialize, ToSchema)]
struct BranchOnMap<'a> {
    code: &'a str,
    name: &'a str,
    state: Option<&'a str>,
    average: Option<f64>,
    sum_hundredths: i64,
    n: u32,
    /// Band of the average.
    band: Option<Band>,
    /// Supervised in the period; else pending.
    visited: bool,
    /// Last supervision of the selection.
    last: &'a Option<LastVisit>,
    /// The three areas with the lowest averages, worst first.
    worst: &'a [WorstArea],
}

/// Active branches that have a location, as a GeoJSON `FeatureCollection` (RFC 7946)
#[utoipa::path(
    get, path = "/api/v1/map", operation_id = "map", tag = "figures", params(Filtered, FiledMap, Worded),
    responses((status = 200, description = "The branches", body = Whole<FeatureCollection>)),
)]
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = desk.map_of(&asked.filter)?;
        let features = found.branches.iter().map(feature).collect();
        let data = FeatureCollection { r#type: "FeatureCollection", features };
        Answer::new(&found.meta, super::figures(desk, asked)?.kpis.n, None, data)
    };
    reading.answer(&[], find).await
}

fn feature(branch: &MapBranch) -> Feature<'_> {
    Feature {
        r#type: "Feature",
        id: &branch.code,
        geometry: Point { r#type: "Point", coordinates: [branch.longitude, branch.latitude] },
        properties: BranchOnMap {
            code: &branch.code,
            name: &branch.name,
            state: branch.state.as_deref(),
            average: branch.average,
            sum_hundredths: branch.sum_hundredths,
            n: branch.n,
            band: branch.band,
            visited: branch.visited,
            last: &branch.last,
            worst: &branch.worst,
        },
    }
}
