//! The API against its own document: schemathesis asks every operation for what the document allows and for what it does
//! not, over both databases, signed in with a key and, for what administers, with a token.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::{
    report::{Counts, Log},
    services,
};
use crate::{folders, http, run, server::Server, tools};

/// Cases of each operation: `FALCON_API_EXAMPLES`, else these.
const EXAMPLES: &str = "20";
const SEED: &str = "4";
/// Nobody is told to wait.
const LIMITS: [&str; 5] =
    ["FALCON_LIMIT_HEALTH", "FALCON_LIMIT_READ", "FALCON_LIMIT_HEAVY", "FALCON_LIMIT_WRITE", "FALCON_LIMIT_SIGN_IN"];

/// Runs it over SQLite and PostgreSQL.
pub fn check(log: &Log) -> anyhow::Result<Counts> {
    let services = services::start(log)?;
    let (program, _) = super::program();
    let folder = std::env::temp_dir().join(format!("falcon-api-{}", std::process::id()));
    let told = [("sqlite", None), ("postgres", Some(services.postgres_url("postgres")))].into_iter().try_for_each(
        |(name, database)| {
            let base = Base { program: &program, data: folder.join(name), database };
            fs::create_dir_all(&base.data)?;
            log.say(&format!("over {name}"))?;
            base.check(log)
        },
    );
    let _ = fs::remove_dir_all(&folder);
    told.map(|()| Counts { passed: 4, ..Counts::default() })
}

/// A program with demo data.
struct Base<'a> {
    program: &'a Path,
    data: PathBuf,
    /// URL of a PostgreSQL database; none: SQLite.
    database: Option<String>,
}

impl Base<'_> {
    fn check(&self, log: &Log) -> anyhow::Result<()> {
        let mut demo = Command::new(self.program);
        demo.arg("demo").env("FALCON_DATA", &self.data).env_remove("DATABASE_URL");
        if let Some(url) = &self.database {
            demo.env("DATABASE_URL", url);
        }
        let told = run::output("filling demo data", &mut demo)?;
        let (_, password) = told.split_once("with the password ").context("the demo names no password")?;
        let password = password.split_whitespace().next().context("the demo names no password")?;

        let mut variables: Vec<(&str, &str)> = LIMITS.iter().map(|name| (*name, "0")).collect();
        variables.push(("FALCON_OPEN", "0"));
        if let Some(url) = &self.database {
            variables.push(("DATABASE_URL", url));
        }
        let server = Server::with(self.program, &self.data, None, "demo", &variables)?;
        let token = self.token(&server, password)?;
        let key = post(
            &server,
            "keys",
            &format!("Authorization: Bearer {token}\r\n"),
            &json!({
                "name": "schemathesis", "role": "supervisor", "scope": {"whole": true}, "days": 30
            }),
        )?;
        let key = key["data"]["key"].as_str().context("no key in the answer")?;
        // A token lives for some minutes alone: it is made when its turn comes.
        self.run(log, &server, &format!("X-API-Key: {key}"))?;
        let token = self.token(&server, password)?;
        self.run(log, &server, &format!("Authorization: Bearer {token}"))
    }

    fn token(&self, server: &Server, password: &str) -> anyhow::Result<String> {
        let token = post(server, "auth/token", "", &json!({"login": "admin@demo", "password": password}))?;
        Ok(token["access_token"].as_str().context("no token in the answer")?.to_owned())
    }

    fn run(&self, log: &Log, server: &Server, header: &str) -> anyhow::Result<()> {
        let address = format!("http://{}", server.addr);
        let tests = folders::root().join("tests/api");
        let examples = std::env::var("FALCON_API_EXAMPLES").unwrap_or_else(|_| EXAMPLES.into());
        // The same cases in every run of the tests; others by choice.
        let seed = std::env::var("FALCON_API_SEED").unwrap_or_else(|_| SEED.into());
        let mut run = tools::python("tests/api/requirements.txt")?;
        run.args(["-m", "schemathesis.cli", "--config-file"]).arg(tests.join("schemathesis.toml"));
        run.args(["run", &format!("{address}/api/v1/openapi.json"), "--checks", "all", "--no-color"])
            .args(["--max-examples", &examples, "--seed", &seed, "--header", header])
            .env("FALCON_API", &address)
            .env("FALCON_API_HEADER", header)
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", &tests)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // What it keeps stays out of the checkout.
            .current_dir(&self.data);
        log.run(&mut run)
    }
}

fn post(server: &Server, path: &str, headers: &str, body: &Value) -> anyhow::Result<Value> {
    let body = body.to_string();
    let headers = format!("Content-Type: application/json\r\n{headers}");
    let answer = http::send_with(server.addr, &format!("POST /api/v1/{path}"), &headers, body.as_bytes())?;
    ensure!((200..300).contains(&answer.status), "{path} answers {}", answer.status);
    Ok(serde_json::from_slice(&answer.body)?)
}
