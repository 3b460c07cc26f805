//! Large files: the server's memory at its highest for a workbook of 100,000 rows and for CSV of 1,000,000 rows, and the time
//! that they take.

use std::time::Instant;

use anyhow::ensure;

use super::{Bars, page};
use crate::{build, folders, http, server::Server};

#[derive(clap::Args)]
pub struct Options {
    /// Take the released program as it was built last
    #[arg(long)]
    built: bool,
    /// Rows of the workbook
    #[arg(long, default_value_t = 100_000)]
    xlsx: u32,
    /// Rows of the CSV
    #[arg(long, default_value_t = 1_000_000)]
    csv: u32,
}

const MOST: u64 = 256_000_000;

pub fn run(options: &Options) -> anyhow::Result<()> {
    let program = folders::target().join("release/falcon");
    if !(options.built && program.is_file()) {
        build::run()?;
    }
    let mut bars = Bars::default();
    for (format, rows) in [("xlsx", options.xlsx), ("csv", options.csv)] {
        let data = page::data(&program, rows)?;
        // A server of its own: the highest is then this file's.
        let server = Server::start(&program, &data, None, "bench")?;
        let (ready, _) = server.memory()?;
        let path = format!("/api/v1/supervisions?kind=all&detail=areas&format={format}");
        let begun = Instant::now();
        let file = http::get(server.addr, &path, "")?;
        let took = begun.elapsed();
        ensure!(file.status == 200, "{path} answers {}", file.status);
        let (_, highest) = server.memory()?;
        println!(
            "{format} of {rows} rows: {:.1} MB in {:.1} s, the first byte after {:.0} ms; memory {} MB before",
            file.body.len() as f64 / 1e6,
            took.as_secs_f64(),
            file.first_byte.as_secs_f64() * 1000.0,
            ready / 1_000_000
        );
        if format == "csv" {
            let lines = file.body.iter().filter(|byte| **byte == b'\n').count();
            // Whole visits are made: some rows more or fewer.
            ensure!(lines.abs_diff(rows as usize + 1) < rows as usize / 1_000, "the file has {lines} lines");
        } else {
            ensure!(file.body.starts_with(b"PK"), "the file is no workbook");
        }
        let what = format!("memory at most, {format}");
        bars.hold(&what, &format!("{} MB", highest / 1_000_000), "< 256 MB", highest < MOST);
    }
    bars.finish()
}
