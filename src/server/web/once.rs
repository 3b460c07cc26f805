//! Pages that show something once: it waits sealed in the session, and is taken out before the page is drawn.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    response::Response,
};
use serde::{Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use super::{pages, refusal, router::WebState};
use crate::{
    contract::AppError,
    server::{error::ServerError, services::Desk},
};

/// Keeps `shown` in the session until its page is asked for. `what` names it there, and in its seal.
pub async fn keep<T: Serialize>(
    state: &WebState,
    session: &Session,
    what: &'static str,
    shown: &T,
) -> Result<(), ServerError> {
    let sealed = state.services.seal_once(what, shown)?;
    session.insert(what, sealed).await.map_err(anyhow::Error::from)?;
    // Now, so that a failure is told.
    session.save().await.map_err(|error| ServerError::Other(error.into()))
}

/// The page that shows it. It is taken out of the session first: whatever becomes of this answer, there is no second one.
pub async fn page<T: DeserializeOwned + Clone + Send + Sync + 'static>(
    state: WebState,
    session: Option<Session>,
    what: &'static str,
    desk: Desk,
    mut request: Request,
) -> Response {
    if let Some(session) = session
        && *request.method() == Method::GET
    {
        match take(&session, what).await {
            Ok(Some(sealed)) => {
                if let Some(shown) = state.services.open_once::<T>(what, &sealed) {
                    request.extensions_mut().insert(shown);
                }
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, what, "what is shown once cannot be shown now");
                let (parts, _) = request.into_parts();
                return refusal::page(&parts, &AppError::Unavailable);
            }
        }
    }
    let mut response = pages::page(State(state), desk, request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn take(session: &Session, what: &str) -> Result<Option<String>, tower_sessions::session::Error> {
    let sealed = session.remove::<String>(what).await?;
    if sealed.is_some() {
        session.save().await?;
    }
    Ok(sealed)
}
