//! Operations asked within the process: what stands at an address is the same through every door.

use axum::{
    body::Body,
    extract::{FromRef, FromRequestParts},
    http::{Request, header, request::Parts},
    response::Response,
};
use tower::ServiceExt as _;

use super::{ApiError, Desk, Services, routes};
use crate::server::error::ServerError;

/// Who asks.
#[derive(Clone)]
struct Within(Desk);

impl FromRef<Within> for Services {
    fn from_ref(within: &Within) -> Self {
        within.0.services().clone()
    }
}

impl FromRequestParts<Within> for Desk {
    type Rejection = Response;

    async fn from_request_parts(_: &mut Parts, within: &Within) -> Result<Self, Response> {
        Ok(within.0.clone())
    }
}

/// What is at an address (path and query), as this desk is answered.
///
/// # Errors
/// When it is none.
pub async fn ask(desk: &Desk, address: &str) -> Result<Response, ApiError> {
    let request = Request::get(address).body(Body::empty());
    let request = request.map_err(|error| ServerError::Other(error.into()))?;
    let (_, router) = routes::<Within>().apart();
    let mut response = match router.with_state(Within(desk.clone())).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    // Whoever asked from outside is told by what the answer varies.
    response.headers_mut().remove(header::VARY);
    Ok(response)
}
