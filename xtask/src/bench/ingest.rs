//! Supervisions sent as NDJSON, against the database's own bulk path: the same rows, into the same tables with the same
//! indexes, in the same run. Into PostgreSQL that is COPY, into SQLite prepared inserts in one transaction.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};

use super::Bars;
use crate::{build, folders, http, run, server::Server};

#[derive(clap::Args)]
pub struct Options {
    /// Take the released program as it was built last
    #[arg(long)]
    built: bool,
    /// Another program; the figures are then not those of a release
    #[arg(long)]
    program: Option<PathBuf>,
    /// Supervisions of a round
    #[arg(long, default_value_t = 50_000)]
    supervisions: usize,
    /// Areas of each
    #[arg(long, default_value_t = 20)]
    areas: usize,
    /// Rounds, in each of which both take their turn
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// One of the databases alone: sqlite or postgres
    #[arg(long)]
    only: Option<String>,
}

/// Supervisions of a request.
const BATCH: usize = 10_000;
const BRANCHES: usize = 40;
/// Share of the bulk path that has to be reached.
const BAR: f64 = 0.5;
const COLUMNS: &str = "organization_id, id, changed_version, external_id, branch_id, kind_id, day, second, score";
const AREA_COLUMNS: &str = "organization_id, supervision_id, area_id, score";

pub fn run(options: &Options) -> anyhow::Result<()> {
    let program = match &options.program {
        Some(program) => program.clone(),
        None => {
            let program = folders::target().join("release/falcon");
            if !(options.built && program.is_file()) {
                build::run()?;
            }
            program
        }
    };
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    let mut bars = Bars::default();
    if wanted("sqlite") {
        let folder = folder("sqlite")?;
        let base = Base::Sqlite(folder.join("falcon.db"));
        measure("SQLite", &program, &folder, &base, options, &mut bars)?;
        fs::remove_dir_all(&folder)?;
    }
    if wanted("postgres") {
        let admin = std::env::var("FALCON_TEST_PG").ok().filter(|url| !url.is_empty());
        let admin = admin.context("FALCON_TEST_PG names no PostgreSQL server; --only sqlite measures without one")?;
        let (server, _) = admin.rsplit_once('/').context("FALCON_TEST_PG names no database")?;
        let name = format!("falcon_ingest_{}", std::process::id());
        psql(&admin, &format!("CREATE DATABASE {name}"))?;
        let folder = folder("postgres")?;
        let base = Base::Postgres(format!("{server}/{name}"));
        let told = measure("PostgreSQL", &program, &folder, &base, options, &mut bars);
        psql(&admin, &format!("DROP DATABASE {name} WITH (FORCE)"))?;
        told?;
        fs::remove_dir_all(&folder)?;
    }
    bars.finish()
}

fn folder(name: &str) -> anyhow::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("falcon-ingest-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Where the rows go.
enum Base {
    Sqlite(PathBuf),
    /// Its URL.
    Postgres(String),
}

fn measure(
    name: &str,
    program: &Path,
    folder: &Path,
    base: &Base,
    options: &Options,
    bars: &mut Bars,
) -> anyhow::Result<()> {
    let mut variables = vec![("FALCON_LIMIT_WRITE", "0"), ("FALCON_LIMIT_READ", "0")];
    if let Base::Postgres(url) = base {
        variables.push(("DATABASE_URL", url));
    }
    let server = Server::with(program, folder, None, "bench", &variables)?;
    for branch in 0..BRANCHES {
        let body = format!(r#"{{"name":"Sucursal {branch}","group":"Grupo {}"}}"#, branch % 20);
        let answer =
            http::send(server.addr, "PUT", &format!("/api/v1/branches/{branch}"), "application/json", body.as_bytes())?;
        ensure!(answer.status == 201, "a branch answers {}", answer.status);
    }
    // Names get their numbers here, in this order: kind 1, areas from 1 on.
    let mut first = Rows { areas: options.areas, first: 0, count: BRANCHES, id: 1 };
    send(&server, &first)?;
    base.run(SECOND)?;
    bulk(base, folder, &first)?;
    let rows = options.supervisions * (1 + options.areas);
    let (mut sent, mut copied) = (Vec::new(), Vec::new());
    for round in 0..options.rounds {
        let id = first.id + first.count;
        first = Rows { first: first.first + first.count, count: options.supervisions, id, ..first };
        let mut api = || send(&server, &first).map(|took| sent.push(took));
        let mut own = || bulk(base, folder, &first).map(|took| copied.push(took));
        // The tables grow: they take turns at going first.
        if round % 2 == 0 {
            api()?;
            own()?;
        } else {
            own()?;
            api()?;
        }
    }
    let same = base.run(SAME)?;
    ensure!(same.trim() == "1", "the two did not write the same rows: {same}");
    let rate = |mut times: Vec<Duration>| {
        times.sort();
        rows as f64 / times[times.len() / 2].as_secs_f64()
    };
    let (sent, copied) = (rate(sent), rate(copied));
    println!(
        "{name}, {} supervisions of {} areas, medians of {} rounds:",
        options.supervisions, options.areas, options.rounds
    );
    println!("  {:<34} {:>14}", "rows a second, NDJSON", format!("{sent:.0}"));
    println!("  {:<34} {:>14}", "rows a second, bulk path", format!("{copied:.0}"));
    bars.hold("share of the bulk path", &format!("{:.0} %", 100.0 * sent / copied), "≥ 50 %", sent >= BAR * copied);
    println!("  {:<34} {:>14}", "memory of the server at most", format!("{} MB", server.memory()?.1 / 1_000_000));
    Ok(())
}

/// A second organization with the same branches and names, for the bulk path.
const SECOND: &str = "INSERT INTO organizations (id, slug, name) VALUES (1000, 'bulk', 'Bulk'); \
    INSERT INTO kinds (organization_id, id, code) SELECT 1000, id, code FROM kinds WHERE organization_id = 1; \
    INSERT INTO areas (organization_id, id, name, folded) SELECT 1000, id, name, folded FROM areas WHERE organization_id = 1; \
    INSERT INTO branches (organization_id, id, code, name) SELECT 1000, id, code, name FROM branches WHERE organization_id = 1;";

/// 1 when both organizations hold the same.
const SAME: &str = "SELECT 1 FROM ( \
    SELECT COUNT(*) AS n, SUM(s.id * (s.score + s.branch_id)) AS a, SUM(LENGTH(s.external_id)) AS b, \
      (SELECT SUM(a.supervision_id % 1000 * a.area_id * a.score) FROM area_scores a WHERE a.organization_id = s.organization_id) AS c \
    FROM supervisions s GROUP BY s.organization_id) both_sides \
    GROUP BY n, a, b, c HAVING COUNT(*) = 2";

/// Supervisions with their areas, made up by number.
#[derive(Clone, Copy)]
struct Rows {
    areas: usize,
    /// Number of the first, and how many.
    first: usize,
    count: usize,
    /// What the store calls the first.
    id: usize,
}

impl Rows {
    fn all(self) -> impl Iterator<Item = usize> {
        self.first..self.first + self.count
    }
}

fn day(n: usize) -> String {
    let day = n / BRANCHES % 336;
    format!("{}-{:02}-{:02}", 2024 + n % 2, day / 28 + 1, day % 28 + 1)
}

const fn second(n: usize) -> usize {
    n * 7 % 86_400
}

const fn score(n: usize, area: usize) -> usize {
    (n * 31 + area * 1_709) % 10_001
}

/// How long the requests took that sent them.
fn send(server: &Server, rows: &Rows) -> anyhow::Result<Duration> {
    let lines: Vec<String> = rows
        .all()
        .map(|n| {
            let (at, branch) = (second(n), n % BRANCHES);
            let mut line = format!(
                r#"{{"branch_code":"{branch}","external_id":"x{n}","kind":"operativa","day":"{}","time":"{:02}:{:02}:{:02}","score_hundredths":{},"areas":["#,
                day(n), at / 3600, at / 60 % 60, at % 60, score(n, 0)
            );
            for area in 1..=rows.areas {
                let comma = if area == 1 { "" } else { "," };
                let _ = write!(line, r#"{comma}{{"name":"Área {area}","score_hundredths":{}}}"#, score(n, area));
            }
            line + "]}\n"
        })
        .collect();
    let mut took = Duration::ZERO;
    for batch in lines.chunks(BATCH) {
        let body = batch.concat();
        let begun = Instant::now();
        let answer = http::send(server.addr, "POST", "/api/v1/supervisions", "application/x-ndjson", body.as_bytes())?;
        took += begun.elapsed();
        let told = String::from_utf8_lossy(&answer.body);
        let all = format!("\"created\":{},\"updated\":0,\"unchanged\":0,\"refused\":0", batch.len());
        ensure!(
            answer.status == 200 && told.contains(&all),
            "a batch answers {} {}",
            answer.status,
            &told[..told.len().min(500)]
        );
    }
    Ok(took)
}

/// How long the database's own way took.
fn bulk(base: &Base, folder: &Path, rows: &Rows) -> anyhow::Result<Duration> {
    let (mut visits, mut areas) = (String::new(), String::new());
    for (id, n) in (rows.id..).zip(rows.all()) {
        let _ = writeln!(visits, "1000,{id},1,x{n},{},1,{},{},{}", n % BRANCHES + 1, day(n), second(n), score(n, 0));
        for area in 1..=rows.areas {
            let _ = writeln!(areas, "1000,{id},{area},{}", score(n, area));
        }
    }
    let files = [folder.join("visits.csv"), folder.join("areas.csv")];
    fs::write(&files[0], visits)?;
    fs::write(&files[1], areas)?;
    match base {
        Base::Postgres(url) => {
            let copy = |table: &str, columns: &str, file: &Path| {
                format!("\\copy {table} ({columns}) FROM '{}' WITH (FORMAT csv)\n", file.display())
            };
            let script = [
                "BEGIN;\n",
                &copy("supervisions", COLUMNS, &files[0]),
                &copy("area_scores", AREA_COLUMNS, &files[1]),
                "COMMIT;\n",
            ]
            .concat();
            let begun = Instant::now();
            run::with_input("COPY", Command::new("psql").args(["-qX", "-v", "ON_ERROR_STOP=1", url]), &script)?;
            Ok(begun.elapsed())
        }
        Base::Sqlite(file) => {
            let mut python = Command::new("python3");
            python.arg(folders::root().join("benches/ingest.py")).arg(file).args(&files);
            let told = run::output("prepared inserts", python.args([COLUMNS, AREA_COLUMNS]))?;
            Ok(Duration::from_secs_f64(told.trim().parse().context("no time was told")?))
        }
    }
}

impl Base {
    /// Runs statements; what the last one answers.
    fn run(&self, sql: &str) -> anyhow::Result<String> {
        match self {
            Self::Postgres(url) => psql(url, sql),
            Self::Sqlite(file) => {
                let script = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],timeout=60)\nfor s in sys.argv[2].split(';'):\n \
                              rows=c.execute(s).fetchall() if s.strip() else []\n if rows: print(rows[0][0])\nc.commit()";
                run::output("sqlite3", Command::new("python3").args(["-c", script]).arg(file).arg(sql))
            }
        }
    }
}

fn psql(url: &str, sql: &str) -> anyhow::Result<String> {
    run::output("psql", Command::new("psql").args(["-qXAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql]))
}
