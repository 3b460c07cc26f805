//! `GET /api/v1/me`: as whom the server knows the caller. It changes without the data, and is kept by nobody.

use crate::{
    domain::views::Meta,
    server::api::{
        ApiError,
        reading::{Answer, Reading},
    },
};

/// See the module.
pub async fn show(reading: Reading) -> Result<Answer, ApiError> {
    reading.question(&[])?.unfiltered()?;
    let catalog = reading.desk.cube().catalog();
    let meta = Meta { data_version: catalog.data_version, last_import: catalog.last_import.clone(), ..Meta::default() };
    Answer::new(&meta, None, None, reading.desk.who_am_i())
}
