//! How long a request may take. What hangs (a database that accepts and never answers) must not hold turns for ever.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::server_fn::{ContentType as _, Encodes, error::SERVER_FN_ERROR_HEADER};

use crate::contract::{AppError, Wire};

/// Of a page, a server function or a form. Answers take milliseconds; only a workbook of many megabytes takes seconds.
pub const REQUEST: Duration = Duration::from_secs(30);
/// Between two pieces of an upload: it may take as long as it comes.
pub const UPLOAD_IDLE: Duration = Duration::from_secs(60);

/// Answers 503 in the place of what takes longer.
pub async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(path, seconds = limit.as_secs(), "a request took too long and was given up");
            too_long(&path)
        }
    }
}

fn too_long(path: &str) -> Response {
    let mut response = wire_form(path, &AppError::Unavailable).unwrap_or_else(|| {
        "503: los datos no responden por ahora; vuelve a intentar. The data do not answer right now; try again.\n"
            .into_response()
    });
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// An error as server functions answer it, if the path is one's; its status is the caller's to set.
pub fn wire_form(path: &str, error: &AppError) -> Option<Response> {
    if !path.starts_with("/fn/") {
        return None;
    }
    let bytes = <Wire as Encodes<AppError>>::encode(error).ok()?;
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(Wire::CONTENT_TYPE));
    if let Ok(path) = HeaderValue::from_str(path) {
        response.headers_mut().insert(SERVER_FN_ERROR_HEADER, path);
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use leptos::server_fn::Decodes;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn what_hangs_is_given_up_and_told_in_the_form_of_its_door() {
        let hang = || async { std::future::pending::<&str>().await };
        let app = Router::new()
            .route("/", get(hang))
            .route("/fn/get_frame", get(hang))
            .route("/salud", get(|| async { "ok" }))
            .layer(from_fn_with_state(Duration::from_millis(50), within));
        let ask = async |path: &str| {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            let response = app.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            (status, axum::body::to_bytes(response.into_body(), 1 << 16).await.unwrap())
        };
        let (status, page) = ask("/").await;
        assert!(status == 503 && String::from_utf8_lossy(&page).contains("vuelve a intentar"));
        let (status, error) = ask("/fn/get_frame").await;
        assert_eq!((status, <Wire as Decodes<AppError>>::decode(error).unwrap()), (503, AppError::Unavailable));
        assert_eq!(ask("/salud").await.0, 200);
    }
}
