//! `falcon export`: a view as a file, from the command line. The API itself is asked, within the process, so that a file is the
//! same through either door.

use std::{
    io::{IsTerminal as _, Write, stderr},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use axum::{
    body::{Body, to_bytes},
    http::StatusCode,
    response::IntoResponse,
};
use clap::{Args, ValueEnum};
use futures::StreamExt as _;
use serde_json::Value;
use tokio::time::interval;

use super::{
    api,
    config::{self, Config},
    db::Db,
    error::ServerError,
    out::Out,
    services::{Actor, Services},
    state::SystemClock,
};

/// See the module.
#[derive(Args)]
pub struct ExportArgs {
    /// Slug of the organization
    #[arg(long)]
    org: String,
    /// As the API names it: board, kpis, trends, rankings/branches (groups, states, areas), history, indicators, map, branches, branches/CODE,
    /// groups, groups/SLUG, areas, supervisions, explain
    #[arg(long)]
    view: String,
    #[arg(long, value_enum)]
    format: Format,
    /// Where to write it; left away: to standard output
    #[arg(long)]
    out: Option<PathBuf>,
    /// Of headings and errors
    #[arg(long, default_value = "es", value_parser = ["es", "en"])]
    lang: String,
    /// Filter as in a page's address, and the view's own parameters as the API has them (docs/api.md), such as 'year=2025&estado=19&table=areas', 'paper=letter' of a PDF,
    /// 'chart=bands' of a PNG
    #[arg(default_value = "")]
    query: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Csv,
    Xlsx,
    Geojson,
    Pdf,
    Png,
}

/// What the audit log calls who runs it.
const COMMAND: &str = "falcon export";
/// Exit codes beside 0: something failed; the command was used wrongly.
const FAILED: u8 = 1;
const USAGE: u8 = 2;
/// How often progress is told.
const TICK: Duration = Duration::from_millis(200);
/// Bytes of an error.
const TOLD: usize = 64 << 10;

/// Runs the command. Exit code 2 when what is asked for is wrong; then no file is touched.
///
/// # Errors
/// The database's and the disk's.
pub async fn run(db: Db, config: Config, args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let org = config::organization("--org ", &args.org)?;
    let services = Services::open(db, &config, Arc::new(SystemClock)).await.context("cannot read the data")?;
    let desk = match services.desk(Actor { name: COMMAND.into(), ..Actor::anyone(&org) }).await {
        Ok(desk) => desk,
        Err(ServerError::NotFound(_)) => bail!("no organization '{org}'"),
        Err(error) => return Err(error.into()),
    };
    let asked = api::ask_within(&desk, &address(args)?).await;
    let response = asked.unwrap_or_else(IntoResponse::into_response);
    let status = response.status();
    if status != StatusCode::OK {
        let bytes = to_bytes(response.into_body(), TOLD).await?;
        eprintln!("falcon: {}", told(&serde_json::from_slice(&bytes).unwrap_or_default()));
        return Ok(ExitCode::from(if status.is_server_error() { FAILED } else { USAGE }));
    }
    let body = response.into_body();
    match &args.out {
        None => write(body, Out::default()).await?,
        Some(path) => {
            // It gets its name when it is whole.
            let folder =
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| ".".into(), PathBuf::from);
            let file = tempfile::Builder::new().permissions(permissions()).tempfile_in(&folder);
            let mut file = file.with_context(|| format!("cannot write in {}", folder.display()))?;
            write(body, &mut file).await?;
            file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Those of any file that a program makes, from which the umask takes away; a temporary one is its owner's alone otherwise.
fn permissions() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::Permissions::from_mode(0o666)
}

/// The operation's address.
fn address(args: &ExportArgs) -> anyhow::Result<String> {
    let mut url = url::Url::parse("http://falcon/api/v1/")?;
    url.path_segments_mut().map_err(|()| anyhow::anyhow!("no path"))?.pop_if_empty().extend(args.view.split('/'));
    url.set_query(Some(&args.query));
    let format = args.format.to_possible_value().context("a format has a name")?;
    url.query_pairs_mut().append_pair("format", format.get_name()).append_pair("lang", &args.lang);
    // As a server sees it.
    Ok(url[url::Position::BeforePath..].to_owned())
}

async fn write(body: Body, mut out: impl Write) -> anyhow::Result<()> {
    let mut progress = Progress::new();
    let mut pieces = body.into_data_stream();
    let mut tick = interval(TICK);
    loop {
        tokio::select! {
            piece = pieces.next() => {
                let Some(piece) = piece else { break };
                let piece = piece?;
                out.write_all(&piece)?;
                progress.bytes += piece.len();
            }
            // Also while nothing comes yet: a workbook is packed before its first byte.
            _ = tick.tick() => progress.tell(),
        }
    }
    Ok(out.flush()?)
}

/// Bytes and seconds on one line of the terminal, where somebody watches one; from the first second on.
struct Progress {
    begun: Instant,
    watched: bool,
    told: bool,
    bytes: usize,
}

impl Progress {
    fn new() -> Self {
        Self { begun: Instant::now(), watched: stderr().is_terminal(), told: false, bytes: 0 }
    }

    #[expect(clippy::cast_precision_loss, reason = "one decimal of megabytes")]
    fn tell(&mut self) {
        let took = self.begun.elapsed();
        if self.watched && took >= Duration::from_secs(1) {
            self.told = true;
            eprint!("\r\x1b[K{:.1} MB, {} s", self.bytes as f64 / 1e6, took.as_secs());
        }
    }
}

impl Drop for Progress {
    /// The line goes, also before an error.
    fn drop(&mut self) {
        if self.told {
            eprint!("\r\x1b[K");
        }
    }
}

/// An error as a person reads it.
fn told(error: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let details = error["details"].as_array().into_iter().flatten();
    let details = details.map(|detail| format!("\n  {}: {}", text(&detail["field"]), text(&detail["message"])));
    std::iter::once(text(&error["message"])).chain(details).collect()
}
