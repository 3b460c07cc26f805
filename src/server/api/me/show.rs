//! `GET /api/v1/me`: as whom the server knows the caller. It changes without the data, and is kept by nobody.

use crate::{
    contract::WhoAmI,
    server::api::{
        ApiError,
        openapi::parameters::Worded,
        reading::{Answer, Reading, Whole},
    },
};

/// As whom the server knows the caller
#[utoipa::path(
    get, path = "/api/v1/me", operation_id = "me", tag = "master data",
    params(Worded),
    responses((status = 200, description = "What there is", body = Whole<WhoAmI>)),
)]
pub async fn show(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    Answer::new(&reading.meta(), None, None, reading.desk.who_am_i())
}
