//! `GET /api/v1/me`: as whom the server knows the caller.

use axum::Json;

use crate::{contract::WhoAmI, server::services::Desk};

/// See the module.
pub async fn show(desk: Desk) -> Json<WhoAmI> {
    Json(desk.who_am_i())
}
