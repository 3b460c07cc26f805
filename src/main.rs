//! The `falcon` program: command line → config → state → serve, import, kpi, export, settings, demo, user, audit.

use std::{io::Write, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context;
use clap::{Parser, Subcommand};
use falcon::{
    domain::{Cube, Filter, Mean},
    server::{
        audit,
        config::{self, Config},
        db::Db,
        demo, export, import,
        out::Out,
        services::{Services, imports, settings},
        state::{Clock, SystemClock},
        user, web,
    },
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Supervision analytics for chains of branches.
///
/// Data are kept in the folder FALCON_DATA (default ./data), or in PostgreSQL with DATABASE_URL.
#[derive(Parser)]
#[command(name = "falcon", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages (FALCON_ADDR, default 127.0.0.1:3000; FALCON_ORG says of which organization)
    Serve,
    /// Print the dashboard's figures for a filter
    Kpi(KpiArgs),
    /// Write a view as a file: JSON, GeoJSON, CSV, XLSX, PDF, PNG
    Export(export::ExportArgs),
    /// Fill an organization with demo data
    Demo {
        /// Slug of the organization
        #[arg(long, default_value = "demo")]
        org: String,
    },
    /// Bring supervisions or branches in from CSV or XLSX files
    ///
    /// Exit code 0 when the files were taken (also with rejected rows), 2 for bad usage, 3 when nothing could be taken.
    Import(import::ImportArgs),
    /// Print the settings and named periods of an organization as TOML; with FILE, check it and set what it says
    Settings(SettingsArgs),
    /// People: let them in, give them a link for a new password, list them
    User(user::UserArgs),
    /// The audit log: whether it is whole, and what was done last
    Audit(audit::AuditArgs),
    /// Bring the database's tables up to date, and do nothing else (every other command does so first)
    Migrate,
}

#[derive(clap::Args)]
struct KpiArgs {
    /// Slug of the organization
    #[arg(long)]
    org: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Filter as in a page's address, such as 'kind=operativa&year=2025&estado=19'
    #[arg(default_value = "")]
    query: String,
}

#[derive(clap::Args)]
struct SettingsArgs {
    /// Slug of the organization
    #[arg(long)]
    org: String,
    /// TOML as this command prints it; what it leaves away stays as it is
    file: Option<PathBuf>,
}

/// Exit codes beside 0: something failed; the command was used wrongly.
const FAILED: u8 = 1;
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("FALCON_LOG")
                // what draws letters tells each that the font lacks, with characters of names
                .unwrap_or_else(|_| "info,sqlx=warn,hyper=warn,usvg=error".into()),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .init();
    let config = match Config::read() {
        Ok(config) => config,
        Err(error) => return complain(USAGE, &format!("{error:#}")),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(FAILED, &format!("cannot start: {error}")),
    };
    // an import blocks a thread of its own while the runtime serves its database
    if let Command::Import(args) = &cli.command {
        let note = |db: &Db, organization: &str, files: &str, noted: import::cli::Noted| {
            runtime.block_on(imports::note(db, &config, organization, files, noted))
        };
        return import::cli::run(runtime.handle(), &config.storage, args, &note);
    }
    match runtime.block_on(run(cli.command, config)) {
        Ok(code) => code,
        Err(error) => complain(FAILED, &format!("{error:#}")),
    }
}

fn complain(code: u8, message: &str) -> ExitCode {
    eprintln!("falcon: {message}");
    ExitCode::from(code)
}

async fn run(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    let db = Db::open(&config.storage).await.context("cannot open the database")?;
    match command {
        Command::Serve => serve(db, config).await?,
        Command::Kpi(args) => return kpi(&db, &args).await,
        Command::Export(args) => return export::run(db, config, &args).await,
        Command::Settings(args) => return set(db, &config, &args).await,
        Command::Audit(args) => return audit::run(db, config, &args).await,
        Command::User(args) => return user::run(db, config, &args).await,
        Command::Demo { org } => {
            let org = config::organization("--org ", &org)?;
            let filled = demo::fill(&db, &org, SystemClock.now()).await?;
            let services = Services::open(db, &config, Arc::new(SystemClock)).await?;
            let (people, password) = demo::people(&services, &org, &config.storage.data).await?;
            writeln!(
                Out::default(),
                "{org}: {} branches, {} supervisions ({} new or changed), {} area scores, data version {}",
                filled.branches,
                filled.supervisions,
                filled.changed,
                filled.area_scores,
                filled.data_version
            )?;
            writeln!(Out::default(), "sign in with the password {password} as")?;
            for person in people {
                writeln!(Out::default(), "  {:<18} {:<11} sees {}", person.login, person.role.code(), person.sees)?;
            }
        }
        // `Import` was taken in `main`
        Command::Migrate | Command::Import(_) => writeln!(Out::default(), "the tables are up to date")?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(db: Db, config: Config) -> anyhow::Result<()> {
    let services = Services::open(db, &config, Arc::new(SystemClock)).await.context("cannot read the data")?;
    if let Some(missing) = services.missing().await? {
        eprintln!(
            "falcon: there is no organization '{}', so pages stay empty until it is imported (there are: {}); \
             FALCON_ORG says which one to show",
            missing.slug,
            settings::listed(missing.known)
        );
    }
    if !config.security.open && !services.anybody().await? {
        eprintln!("falcon: nobody can sign in yet; let somebody in: falcon user add --org ORG --role admin LOGIN");
    }
    let tasks = [services.watch(), services.keep_audit(), services.keep_swept()];
    let options = web::ServeOptions { addr: config.web.addr, site: config.web.site.clone() };
    let served = web::serve(services, options, |addr| eprintln!("falcon: serving on http://{addr}")).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    served
}

async fn kpi(db: &Db, args: &KpiArgs) -> anyhow::Result<ExitCode> {
    let filter = match Filter::parse_query(&args.query) {
        Ok(filter) => filter,
        Err(error) => return Ok(wrong_filter(&error)),
    };
    let org = match config::organization("--org ", &args.org) {
        Ok(org) => org,
        Err(error) => return Ok(complain(USAGE, &error.to_string())),
    };
    let Some(image) = db.image(&org, 0).await.context("cannot read the data")? else {
        let known = settings::known(db).await?;
        return Ok(complain(USAGE, &format!("no organization '{org}' (there are: {known})")));
    };
    let cube = Cube::build(image.catalog, image.rows)
        .map_err(|error| anyhow::anyhow!("the stored supervisions do not make a cube: {error:?}"))?;
    let dashboard = match cube.dashboard(&filter) {
        Ok(dashboard) => dashboard,
        Err(error) => return Ok(wrong_filter(&error)),
    };
    let mut out = Out::default();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&dashboard.report())?)?;
    } else {
        let kpis = &dashboard.kpis;
        let mean = Mean { sum_hundredths: kpis.sum_hundredths, n: kpis.n };
        let average =
            mean.rounded_hundredths().map_or_else(|| "—".into(), |of| format!("{}.{:02}", of / 100, of % 100));
        writeln!(out, "average {average} (n {}), supervisions {}", kpis.n, kpis.supervisions)?;
        writeln!(out, "branches supervised {} of {} active", kpis.branches_supervised, kpis.branches_active)?;
        writeln!(out, "(--json prints every figure)")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn set(db: Db, config: &Config, args: &SettingsArgs) -> anyhow::Result<ExitCode> {
    let org = match config::organization("--org ", &args.org) {
        Ok(org) => org,
        Err(error) => return Ok(complain(USAGE, &error.to_string())),
    };
    let told = match &args.file {
        None => settings::read(&db, &org).await.map(|settings| settings.to_toml()),
        Some(file) => {
            let text = match std::fs::read_to_string(file) {
                Ok(text) => text,
                Err(error) => return Ok(complain(USAGE, &format!("{}: {error}", file.display()))),
            };
            let services = Services::open(db, config, Arc::new(SystemClock)).await.context("cannot read the data")?;
            let set = services.apply_settings(&org, &text).await;
            set.map(|version| format!("{org}: settings taken, data version {version}\n"))
        }
    };
    match told {
        Ok(text) => write!(Out::default(), "{text}")?,
        Err(settings::SettingsError::Store(error)) => return Err(error).context("the database did not answer"),
        Err(error @ settings::SettingsError::Unrecorded) => return Ok(complain(FAILED, &error.to_string())),
        Err(error) => return Ok(complain(USAGE, &error.to_string())),
    }
    Ok(ExitCode::SUCCESS)
}

fn wrong_filter(error: &falcon::domain::FilterError) -> ExitCode {
    let message = format!("the filter is wrong at {}={}: {:?}", error.field, error.value, error.reason);
    complain(USAGE, &message)
}
