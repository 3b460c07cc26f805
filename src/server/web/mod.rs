//! The browser's door: pages, server functions, the site's files.

mod audit;
mod compress;
mod cookies;
mod cors;
mod csrf;
mod desk;
mod door;
mod functions;
mod given;
mod guard;
mod headers;
mod identity;
mod imports;
mod kept;
mod keys;
mod limit;
mod log;
mod offline;
mod once;
mod pages;
mod people;
pub mod preferences;
mod profile;
pub mod rate;
mod reference;
mod refusal;
mod reports;
mod router;
mod settings;
mod site;
mod snapshots;
mod telegram;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::Context as _;
use axum::http::StatusCode;

use crate::server::services::Services;

pub use router::{WebState, known, router};
pub use site::Site;

/// How long running requests may finish after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);

/// What the door needs to open.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The packed site; `None` takes the one inside the program, or in a build folder the one beside it.
    pub site: Option<PathBuf>,
}

/// Serves until SIGINT or SIGTERM, then lets running requests end. `on_ready` hears the address that was taken.
///
/// # Errors
/// When the site is unreadable or the address cannot be listened on.
pub async fn serve(services: Services, options: ServeOptions, on_ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let site = Site::open(options.site.as_deref())?;
    let listener = tokio::net::TcpListener::bind(options.addr)
        .await
        .with_context(|| format!("cannot listen on {}: is another program using the port?", options.addr))?;
    let addr = listener.local_addr()?;
    let own_machine = addr.ip().is_loopback();
    if services.security().open {
        tracing::warn!(%addr, "FALCON_OPEN=1: whoever reaches this machine's port is an administrator");
    }
    let closing = services.closing().clone();
    let app = router(WebState::new(services, site), own_machine);
    on_ready(addr);
    let (asked, heard) = tokio::sync::oneshot::channel::<()>();
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop_signal().await;
        tracing::info!("stopping: running requests may finish");
        closing.cancel();
        let _ = asked.send(());
    });
    tokio::select! {
        result = server => result.context("the web server failed"),
        () = async { if heard.await.is_ok() { tokio::time::sleep(GRACE).await } else { std::future::pending().await } } => Ok(()),
    }
}

/// The status that an error names by number.
fn status_of(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Ends when the process is asked to stop.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
