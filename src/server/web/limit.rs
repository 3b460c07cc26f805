//! How long a request may take. What hangs (a database that accepts and never answers) must not hold turns for ever.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::refusal;
use crate::contract::AppError;

/// Of a page, a server function or a form. Answers take milliseconds; only a workbook of many megabytes takes seconds.
pub const REQUEST: Duration = Duration::from_secs(30);
/// Between two pieces of an upload: it may take as long as it comes.
pub const UPLOAD_IDLE: Duration = Duration::from_secs(60);

/// Answers 503 in the place of what takes longer.
pub async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let request = Request::from_parts(parts, body);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(
                path = %refusal::loggable(asked.uri.path()),
                seconds = limit.as_secs(),
                "a request took too long and was given up"
            );
            refusal::of(&asked, &AppError::Unavailable)
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
    use leptos::server_fn::Decodes;
    use tower::ServiceExt;

    use super::*;
    use crate::contract::Wire;

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
        assert!(status == 503 && String::from_utf8_lossy(&page).contains("Inténtalo de nuevo"));
        let (status, error) = ask("/fn/get_frame").await;
        assert_eq!((status, <Wire as Decodes<AppError>>::decode(error).unwrap()), (503, AppError::Unavailable));
        assert_eq!(ask("/salud").await.0, 200);
    }
}
