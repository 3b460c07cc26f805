//! `GET /api/v1/map`: active branches that have a location, as a GeoJSON `FeatureCollection` (RFC 7946).

use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    ApiError, Desk,
    asked::Asked,
    reading::{Answer, Reading},
};
use crate::domain::views::MapBranch;

#[derive(Serialize)]
struct Data {
    r#type: &'static str,
    features: Vec<Value>,
}

/// See the module.
pub async fn show(reading: Reading) -> Result<Response, ApiError> {
    let find = async |desk: &Desk, asked: &Asked| {
        let found = desk.map_of(&asked.filter)?;
        let data = Data { r#type: "FeatureCollection", features: found.branches.iter().map(feature).collect() };
        Answer::new(&found.meta, super::figures(desk, asked)?.kpis.n, None, data)
    };
    reading.answer(&[], find).await
}

fn feature(branch: &MapBranch) -> Value {
    json!({
        "type": "Feature",
        "id": branch.code,
        "geometry": { "type": "Point", "coordinates": [branch.longitude, branch.latitude] },
        "properties": {
            "code": branch.code,
            "name": branch.name,
            "state": branch.state,
            "average": branch.average,
            "sum_hundredths": branch.sum_hundredths,
            "n": branch.n,
            "band": branch.band,
            "visited": branch.visited,
            "last": branch.last,
            "worst": branch.worst,
        },
    })
}
