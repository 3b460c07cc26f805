//! `falcon import`: its command line.

use std::path::PathBuf;

/// Brings supervisions or branches into an organization from CSV or XLSX files.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportArgs {
    /// Organization, by its slug; created when it is new
    #[arg(long, value_name = "ORG", required_unless_present = "guess")]
    pub org: Option<String>,
    /// Profile: a shipped or saved one by name, or a TOML file; guessed when left away
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    /// Kind of all supervisions in the files, over what the profile says
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Print the result as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Read, check and count, but change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write a proposed profile for the file to standard output, and do nothing else
    #[arg(long)]
    pub guess: bool,
    /// CSV or XLSX files; all are taken, or none
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}
