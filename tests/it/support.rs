//! Databases to test on: an SQLite file of its own, and a PostgreSQL database of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    env, fs,
    path::Path,
    process,
    sync::{
        Once, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use falcon::server::{
    config::{Config, Storage, Web},
    db::Db,
    demo,
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A database with Falcon's tables and nothing in them.
pub struct TestDb {
    pub db: Db,
    pub storage: Storage,
    /// Administrator's URL and name of the PostgreSQL database to drop.
    postgres: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

/// The instant that tests write at.
pub fn now() -> Timestamp {
    "2026-11-01T12:00:00Z".parse().unwrap()
}

/// Settings of a server that shows one organization of an open database, and leaves everything else unsaid.
pub fn config(organization: &str) -> Config {
    let storage = Storage { data: "unused".into(), database_url: None };
    let organization = Some(organization.to_owned());
    Config::of(storage, Web { addr: ([127, 0, 0, 1], 0).into(), organization, tile_url: None, site: None })
}

/// URL of a PostgreSQL server where databases may be created. CI must have one: a test that did not run is not a pass.
fn postgres_url() -> Option<String> {
    let url = env::var("FALCON_TEST_PG").ok().filter(|url| !url.is_empty());
    assert!(
        url.is_some() || env::var_os("CI").is_none(),
        "CI is set and FALCON_TEST_PG is not: no PostgreSQL to test on"
    );
    url
}

/// Prints the server's warnings and faults with a test that fails: a 503 alone does not say what was gone.
fn tell_faults() {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        // Time-stamped by the machine's clock: what took long is seen.
        let _ = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .with_test_writer()
            .try_init();
    });
}

impl TestDb {
    pub async fn sqlite() -> Self {
        tell_faults();
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage { data: folder.path().join("data"), database_url: None };
        Self { db: Db::open(&storage).await.unwrap(), storage, postgres: None, _folder: folder }
    }

    /// Of its own, with what is in this folder.
    async fn copied(folder: &Path) -> Self {
        let this = tempfile::tempdir().unwrap();
        let storage = Storage { data: this.path().join("data"), database_url: None };
        fs::create_dir(&storage.data).unwrap();
        for file in fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), storage.data.join(file.file_name())).unwrap();
        }
        Self { db: Db::open(&storage).await.unwrap(), storage, postgres: None, _folder: this }
    }

    /// Of its own; as the database of this name is, if one is given.
    async fn postgres(admin: String, template: Option<&str>) -> Self {
        tell_faults();
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("falcon_test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let create = match template {
            Some(template) => format!("CREATE DATABASE {name} TEMPLATE {template}"),
            None => format!("CREATE DATABASE {name}"),
        };
        let mut connection = PgConnection::connect(&admin).await.unwrap();
        connection.execute(AssertSqlSafe(create)).await.unwrap();
        let (server, _) = admin.rsplit_once('/').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage { data: folder.path().into(), database_url: Some(format!("{server}/{name}")) };
        Self { db: Db::open(&storage).await.unwrap(), storage, postgres: Some((admin, name)), _folder: folder }
    }

    async fn close(self) {
        self.db.close().await;
        if let Some((admin, name)) = self.postgres {
            let mut connection = PgConnection::connect(&admin).await.unwrap();
            connection.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
        }
    }
}

/// Runs a test on SQLite, and on PostgreSQL where there is one.
pub fn on_both(test: impl AsyncFn(&TestDb)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let sqlite = TestDb::sqlite().await;
        test(&sqlite).await;
        sqlite.close().await;
        match postgres_url() {
            Some(url) => {
                let postgres = TestDb::postgres(url, None).await;
                test(&postgres).await;
                postgres.close().await;
            }
            None => eprintln!("FALCON_TEST_PG is not set: tested on SQLite only"),
        }
    });
}

/// Both databases filled with the demo's data, once in a process: filling takes seconds, copying does not.
struct Filled {
    folder: tempfile::TempDir,
    /// Name of the PostgreSQL database, which goes when the server that tests start for themselves does.
    postgres: Option<String>,
}

static FILLED: OnceLock<Filled> = OnceLock::new();

impl Filled {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let storage = Storage { data: folder.path().into(), database_url: None };
            Self::fill(&storage).await;
            let postgres = match postgres_url() {
                Some(admin) => {
                    let test = TestDb::postgres(admin, None).await;
                    test.db.close().await;
                    Self::fill(&test.storage).await;
                    test.postgres.map(|(_, name)| name)
                }
                None => None,
            };
            Self { folder, postgres }
        })
    }

    async fn fill(storage: &Storage) {
        let db = Db::open(storage).await.unwrap();
        demo::fill(&db, "demo", now()).await.unwrap();
        db.close().await;
    }
}

/// As [`on_both`], over the demo's data.
pub fn on_demo(test: impl AsyncFn(&TestDb)) {
    tell_faults();
    let filled = FILLED.get_or_init(Filled::new);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let sqlite = TestDb::copied(filled.folder.path()).await;
        test(&sqlite).await;
        sqlite.close().await;
        if let (Some(url), Some(template)) = (postgres_url(), &filled.postgres) {
            let postgres = TestDb::postgres(url, Some(template)).await;
            test(&postgres).await;
            postgres.close().await;
        }
    });
}

/// Fills a database with the demo's data, where they are not in it.
pub async fn filled(db: &Db) {
    if db.organization("demo").await.unwrap().is_none() {
        demo::fill(db, "demo", now()).await.unwrap();
    }
}
