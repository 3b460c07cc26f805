//! `falcon import`: exit 0 when the files were taken, 2 for bad usage, 3 when nothing could be taken.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use tokio::runtime::Handle;

use super::{
    ImportArgs, ImportError, guess,
    profile::{self, Layout, Profile},
    run::{Job, Report, run as run_import},
    shipped,
};
use crate::{
    contract::ImportCounts,
    server::{
        config::{self, Storage},
        db::Db,
        out::Out,
        state::{Clock, SystemClock},
    },
};

/// Bad usage.
const USAGE: u8 = 2;
/// Nothing could be taken.
const NOTHING: u8 = 3;

/// How far an import has come.
#[derive(Clone, Debug)]
pub enum Noted {
    Begun,
    /// What it took, and the version of the data since.
    Taken(ImportCounts, i64),
    Failed,
}

/// Writes down what is done in an organization (slug) with files of these names.
pub type Note<'a> = dyn Fn(&Db, &str, &str, Noted) -> anyhow::Result<()> + 'a;

/// Runs the command; `note` is told before anything is taken, and after. Blocks: call it outside of async code, with a runtime that has threads of its own.
#[must_use]
pub fn run(runtime: &Handle, storage: &Storage, args: &ImportArgs, note: &Note<'_>) -> ExitCode {
    let mut out = Out::default();
    let told = if args.guess { write_guess(&mut out, args) } else { import(runtime, storage, args, note, &mut out) };
    let code = told.unwrap_or_else(|(code, message)| {
        if args.json && !args.guess && code == NOTHING {
            // the reason stands on standard error too, should this not be written
            let _ = write_failure(&mut out, &message);
        }
        eprintln!("falcon import: {message}");
        code
    });
    ExitCode::from(code)
}

/// Nothing was taken at all: scripts get the same object, with zeros and the reason.
fn write_failure(out: &mut impl Write, message: &str) -> std::io::Result<()> {
    let mut object = json(&Report::default());
    object.insert("error".into(), message.into());
    writeln!(out, "{}", serde_json::Value::Object(object))
}

/// Exit code and what to say.
type Told = Result<u8, (u8, String)>;

fn write_guess(out: &mut impl Write, args: &ImportArgs) -> Told {
    for path in &args.files {
        let name = file_name(path);
        let (profile, _) = guess::guess_file(path, &name).map_err(|error| (NOTHING, format!("{name}: {error}")))?;
        let text = profile.to_toml().map_err(|error| (NOTHING, error))?;
        write!(out, "# Proposed for {name}: check every line, then import with --profile FILE.\n{text}")
            .map_err(|error| (NOTHING, error.to_string()))?;
    }
    Ok(0)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn import(runtime: &Handle, storage: &Storage, args: &ImportArgs, note: &Note<'_>, out: &mut impl Write) -> Told {
    let given = args.org.as_deref().unwrap_or_default();
    let organization = config::organization("--org ", given).map_err(|error| (USAGE, error.to_string()))?;
    if let Some(missing) = args.files.iter().find(|path| !path.is_file()) {
        return Err((USAGE, format!("{}: no such file", missing.display())));
    }
    let nothing = |error: ImportError| (NOTHING, error.to_string());
    std::fs::create_dir_all(&storage.data)
        .map_err(|error| (NOTHING, format!("cannot use the data folder {}: {error}", storage.data.display())))?;
    // a named profile that is wrong is bad usage, before the database is touched
    let chosen = match args.profile.as_deref() {
        Some(name) => from_disk(name).map_err(|error| (USAGE, error.to_string()))?,
        None => None,
    };
    let db = runtime.block_on(Db::open(storage)).map_err(|error| nothing(error.into()))?;
    let profile = match (chosen, args.profile.as_deref()) {
        (Some(profile), _) => profile,
        (None, Some(name)) => {
            runtime.block_on(saved(&db, &organization, name)).map_err(|error| (USAGE, error.to_string()))?
        }
        (None, None) => guessed(&args.files)?,
    };
    let files: Vec<(PathBuf, String)> = args.files.iter().map(|path| (path.clone(), file_name(path))).collect();
    let name = (organization != given).then_some(given);
    let job = Job {
        organization: &organization,
        organization_name: name,
        files: &files,
        profile: &profile,
        kind: args.kind.as_deref(),
        dry_run: args.dry_run,
        data: &storage.data,
        now: SystemClock.now(),
    };
    let names = files.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let noted = |noted: Noted| {
        match args.dry_run {
        true => Ok(()),
        false => note(&db, &organization, &names, noted)
            .map_err(|error| (NOTHING, format!("the audit log could not be written (this command needs the server's FALCON_SECRET or FALCON_AUDIT_KEY, too): {error:#}"))),
    }
    };
    // Before: nothing is taken unrecorded.
    noted(Noted::Begun)?;
    let told = run_import(runtime, &db, &job, &|_| {});
    // After: what was taken is taken, and a failure has its own reason to tell.
    let after = noted(match &told {
        Ok(report) => Noted::Taken(report.counts, report.data_version),
        Err(_) => Noted::Failed,
    });
    if let Err((_, error)) = after {
        eprintln!("falcon import: {error}");
    }
    let report = told.map_err(nothing)?;
    let told = if args.json { write_json(out, &report) } else { write_words(out, &report, &profile, args.dry_run) };
    told.map_err(|error| (NOTHING, error.to_string()))?;
    runtime.block_on(db.close());
    if report.counts.took_something() {
        return Ok(0);
    }
    eprintln!("falcon import: nothing could be taken; the organization is as it was");
    Ok(NOTHING)
}

/// A profile by path or among the shipped ones; `None` when it may be a saved one.
fn from_disk(name: &str) -> Result<Option<Profile>, ImportError> {
    let path = Path::new(name);
    if path.is_file() {
        let size = std::fs::metadata(path)?.len();
        if size > profile::MAX_BYTES as u64 {
            return Err(ImportError::BadProfile(format!("{name} is too large for a profile")));
        }
        let text = std::fs::read_to_string(path)?;
        return Profile::parse(&text).map(Some).map_err(|error| ImportError::BadProfile(format!("{name}: {error}")));
    }
    match shipped::named(name) {
        Ok(profile) => Ok(Some(profile)),
        Err(ImportError::NoProfile(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn saved(db: &Db, organization: &str, name: &str) -> Result<Profile, ImportError> {
    let profiles = db.profiles(organization).await?;
    let saved = profiles.into_iter().find(|profile| profile.name == name);
    let saved = saved.ok_or_else(|| ImportError::NoProfile(name.to_owned()))?;
    Profile::parse(&saved.toml).map_err(ImportError::BadProfile)
}

fn guessed(files: &[PathBuf]) -> Result<Profile, (u8, String)> {
    let path = files.first().ok_or((USAGE, "no file".to_owned()))?;
    let name = file_name(path);
    let (profile, _) = guess::guess_file(path, &name).map_err(|error| (NOTHING, format!("{name}: {error}")))?;
    let layout = match profile.layout {
        Layout::Long => "long",
        Layout::Wide => "wide",
        Layout::ScoreOnly => "score_only",
        Layout::Branches => "branches",
    };
    eprintln!("falcon import: no --profile given; guessed {layout} for {name} (see it with --guess)");
    Ok(profile)
}

fn write_json(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    writeln!(out, "{}", serde_json::Value::Object(json(report)))
}

fn json(report: &Report) -> serde_json::Map<String, serde_json::Value> {
    let counts = report.counts;
    let numbers = [
        ("read", counts.read),
        ("inserted", counts.inserted),
        ("updated", counts.updated),
        ("unchanged", counts.unchanged),
        ("skipped", counts.skipped),
        ("rejected", counts.rejected),
        ("warnings", counts.warnings),
        ("data_version", report.data_version),
    ];
    let mut object: serde_json::Map<_, _> =
        numbers.into_iter().map(|(name, number)| (name.to_owned(), number.into())).collect();
    let file = report.rejects_file.as_ref().map(|path| path.to_string_lossy().into_owned());
    object.insert("rejects_file".into(), file.into());
    if let Some(rows) = report.rows_read {
        object.insert("rows_read".into(), rows.into());
    }
    object
}

fn write_words(out: &mut impl Write, report: &Report, profile: &Profile, dry_run: bool) -> std::io::Result<()> {
    let counts = report.counts;
    let what = if profile.layout == Layout::Branches { "branches" } else { "supervisions" };
    if let Some(rows) = report.rows_read {
        writeln!(out, "{rows} rows")?;
    }
    writeln!(
        out,
        "{} {what} read = {} inserted + {} updated + {} unchanged + {} skipped + {} rejected",
        counts.read, counts.inserted, counts.updated, counts.unchanged, counts.skipped, counts.rejected
    )?;
    for (reason, n) in &report.skips {
        writeln!(out, "  {n} skipped, {}: {}", reason.code(), reason.words("en"))?;
    }
    for (kind, n) in &report.warned {
        writeln!(out, "  {n} warnings, {}: {}", kind.code(), kind.words("en"))?;
    }
    if let Some(path) = &report.rejects_file {
        writeln!(out, "Rejected rows, with reasons: {}", path.display())?;
    }
    if counts.unchanged > 0 && counts.inserted + counts.updated == 0 {
        writeln!(out, "Nothing has changed: all of it was already there.")?;
    }
    if dry_run {
        writeln!(out, "Dry run: nothing was written.")?;
    }
    writeln!(out, "Data version {}.", report.data_version)
}
