//! `falcon audit`: whether the audit log is whole, and what was done last, from the command line.

use std::{io::Write as _, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    config::{self, Config},
    db::Db,
    out::Out,
    services::{
        Services,
        audit::{Trust, Verdict},
    },
    state::SystemClock,
};
use crate::domain::access::audit::{Entry, Linked};

/// See the module.
#[derive(Args)]
pub struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Walk the whole chain; exit code 0 when it holds, 1 when an entry was altered, removed, inserted or reordered
    ///
    /// The secret must be the server's: FALCON_AUDIT_KEY, else FALCON_SECRET, else the one in the data folder. A log that was
    /// emptied, or put back from an old copy, holds too: note the printed head elsewhere, and name it with --noted next time.
    Verify {
        /// A head printed earlier, NUMBER:HASH, which must still be in the chain
        #[arg(long, value_name = "NUMBER:HASH", value_parser = noted)]
        noted: Option<(i64, String)>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Print the newest entries of an organization
    List {
        /// Slug of the organization; left away: entries of none, such as refused sign-ins
        #[arg(long)]
        org: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        limit: u32,
        /// Print one JSON array
        #[arg(long)]
        json: bool,
    },
}

fn noted(text: &str) -> Result<(i64, String), String> {
    let wrong = || "write NUMBER:HASH as `falcon audit verify` printed it".to_owned();
    let (number, hash) = text.split_once(':').ok_or_else(wrong)?;
    let number = number.parse().map_err(|_| wrong())?;
    let good = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if good { Ok((number, hash.to_ascii_lowercase())) } else { Err(wrong()) }
}

/// Runs the command.
///
/// # Errors
/// What is wrong with the arguments, or the database's.
pub async fn run(db: Db, config: Config, args: &AuditArgs) -> anyhow::Result<ExitCode> {
    let services = Services::open(db, &config, Arc::new(SystemClock)).await.context("cannot read the data")?;
    let mut out = Out::default();
    match &args.command {
        AuditCommand::Verify { noted, json } => {
            let noted = noted.as_ref().map(|(number, hash)| (*number, hash.as_str()));
            let verdict = services.verify_audit(noted).await.context("the database did not answer")?;
            told(&verdict, *json, &mut out)
        }
        AuditCommand::List { org, limit, json } => {
            let org = org.as_deref().map(|org| config::organization("--org ", org)).transpose()?;
            let entries = services.newest_audit(org.as_deref(), *limit).await.context("the database did not answer")?;
            if *json {
                let entries: Vec<_> = entries.iter().map(as_json).collect();
                writeln!(out, "{}", serde_json::to_string(&entries)?)?;
            } else {
                entries.iter().try_for_each(|linked| line(&linked.entry, &mut out))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn told(verdict: &Verdict, json: bool, out: &mut Out) -> anyhow::Result<ExitCode> {
    match verdict {
        Verdict::Intact(Trust { count, removed, head: (number, hash) }) => {
            if json {
                let head = json!({"number": number, "hash": hash});
                writeln!(out, "{}", json!({"intact": true, "entries": count, "removed": removed, "head": head}))?;
            } else {
                writeln!(out, "the chain holds: {count} entries, {removed} older ones removed by retention")?;
                writeln!(out, "head {number}:{hash}")?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Broken(broken) => {
            if json {
                let (number, fault) = (broken.number, broken.fault);
                let told =
                    json!({"intact": false, "entry": number, "fault": fault.code(), "message": fault.to_string()});
                writeln!(out, "{told}")?;
            } else {
                writeln!(out, "the chain is broken at {broken}")?;
            }
            Ok(ExitCode::from(1))
        }
    }
}

fn as_json(Linked { entry, hash, .. }: &Linked) -> serde_json::Value {
    // Kept as text; shown as what it is.
    let value =
        |text: &Option<String>| text.as_deref().map(|text| serde_json::from_str(text).unwrap_or_else(|_| text.into()));
    let (before, after): (Option<serde_json::Value>, Option<serde_json::Value>) =
        (value(&entry.before), value(&entry.after));
    json!({
        "number": entry.number, "at": entry.at, "organization": entry.organization,
        "agent": entry.agent.code(), "agent_id": entry.agent.id(), "name": entry.name,
        "action": entry.act.code(), "target": entry.target, "outcome": entry.outcome.code(),
        "address": entry.address, "correlation": entry.correlation, "device": entry.device,
        "before": before, "after": after, "hash": hash,
    })
}

fn line(entry: &Entry, out: &mut Out) -> std::io::Result<()> {
    let who = if entry.name.is_empty() { entry.agent.code() } else { &entry.name };
    write!(out, "{:>6} {} {:<22} {:<8}", entry.number, entry.at, entry.act.code(), entry.outcome.code())?;
    write!(out, " {who}")?;
    if !entry.target.is_empty() {
        write!(out, " → {}", entry.target)?;
    }
    if !entry.address.is_empty() {
        write!(out, " ({})", entry.address)?;
    }
    if let (None, None) = (&entry.before, &entry.after) {
        return writeln!(out);
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".into());
    writeln!(out, "  {} ⇒ {}", text(&entry.before), text(&entry.after))
}
