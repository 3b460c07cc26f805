//! All SQL: a file per noun, row structs private, `From` into domain.
//!
//! SQL is written once for SQLite and PostgreSQL, with `$1` placeholders, through `sqlx::Any`; what must differ stands
//! side by side in a `match` on [`Backend`]. Reads go through [`Db`], every change goes through a [`Writer`].

mod access_requests;
mod assignments;
mod audit;
mod branches;
mod catalog;
mod imports;
mod keys;
mod links;
mod load;
mod marks;
mod members;
mod memberships;
mod names;
mod operations;
mod organizations;
mod passkeys;
mod people;
mod periods;
mod reports;
mod second_factors;
mod sessions;
mod settings;
mod sql;
mod supervisions;
mod tokens;
mod writer;

pub use access_requests::AccessRequest;
pub use audit::{Appended, AuditPlace, AuditQuery};
pub use branches::{Attribute, BranchId, NewBranch};
pub use imports::{Counts, ImportId, ImportRecord, ImportStart, Remark, SavedProfile};
pub use keys::{Key, KeyId, NewKey};
pub use load::Image;
pub use marks::Attempts;
pub use members::{MemberChange, MemberChanged};
pub use memberships::Membership;
pub use names::{AreaId, GroupId, KindId, StateId, SupervisorId};
pub use operations::{Began, Operation};
pub use organizations::Organization;
pub use passkeys::{HeldPasskey, Passkey, PasskeyId};
pub use people::{NewPerson, Person, PersonId, login};
pub use reports::{Kept, Report, ReportData, ReportId};
pub use second_factors::SecondFactor;
pub use sessions::StoredSession;
pub use supervisions::{NewAreaScore, NewSupervision, Standing, VisitPoints, Written};
pub use tokens::{NewFamily, Rotated};
pub use writer::{Outcome, Writer};

use std::{
    path::{Path, PathBuf},
    sync::Once,
    time::Duration,
};

use sqlx::{
    Any, AnyPool, Executor, Transaction,
    any::{AnyPoolOptions, install_default_drivers},
    migrate::Migrator,
};

use crate::server::config::Storage;

/// Which of the two databases is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The database, open and migrated; cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: AnyPool,
    /// Where sessions are: a file of their own beside SQLite's, the same database with PostgreSQL.
    sessions: AnyPool,
    backend: Backend,
    folder: PathBuf,
}

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("cannot use the data folder {path}: {error}")]
    Folder { path: String, error: std::io::Error },
    /// The organization has more of something than can be numbered.
    #[error("an organization can have at most {most} {what}")]
    Limit { what: &'static str, most: u32 },
    /// A name that is empty once tidied.
    #[error("{0} has an empty name")]
    Empty(&'static str),
    /// The database holds something its constraints do not allow.
    #[error("the database holds an impossible {0}")]
    Corrupt(&'static str),
}

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static SQLITE_SESSIONS: Migrator = sqlx::migrate!("migrations/sqlite-sessions");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

impl Db {
    /// Opens the database that the settings name, creating the SQLite file when there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// When the folder cannot be used or the database does not answer.
    pub async fn open(storage: &Storage) -> Result<Self, StoreError> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(install_default_drivers);
        let folder = storage.data.clone();
        if let Some(url) = &storage.database_url {
            let pool = Self::connect(Backend::Postgres, url).await?;
            POSTGRES.run(&pool).await?;
            return Ok(Self { sessions: pool.clone(), pool, backend: Backend::Postgres, folder });
        }
        let unusable = |error| StoreError::Folder { path: storage.data.display().to_string(), error };
        std::fs::create_dir_all(&storage.data).map_err(unusable)?;
        let absolute = storage.data.canonicalize().map_err(unusable)?;
        let url = |file: &str| format!("sqlite://{}?mode=rwc", sql::url_path(&absolute.join(file).to_string_lossy()));
        let pool = Self::connect(Backend::Sqlite, &url("falcon.db")).await?;
        SQLITE.run(&pool).await?;
        let sessions = Self::connect(Backend::Sqlite, &url("sessions.db")).await?;
        SQLITE_SESSIONS.run(&sessions).await?;
        Ok(Self { pool, sessions, backend: Backend::Sqlite, folder })
    }

    /// A transaction that will write.
    pub(super) async fn begin_write(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.backend {
            // IMMEDIATE takes the write lock at once: a deferred one could fail half-way, when it wants to write.
            Backend::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Backend::Postgres => self.pool.begin().await,
        }
    }

    async fn connect(backend: Backend, url: &str) -> Result<AnyPool, sqlx::Error> {
        // A request should fail soon when the database is gone; an import waits for another one in `Writer::begin`.
        let options = AnyPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(5));
        let options = match backend {
            // WAL: readers go on while an import writes. The wait is for another process's import to end.
            Backend::Sqlite => options.after_connect(|connection, _| {
                Box::pin(async move {
                    connection
                        .execute(
                            "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; \
                             PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;",
                        )
                        .await
                        .map(|_| ())
                })
            }),
            Backend::Postgres => options,
        };
        options.connect(url).await
    }

    /// The data folder: beside the database it holds uploads and the rejects files of imports.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Which database this is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// For the tests' own SQL.
    #[must_use]
    pub const fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// As [`Db::pool`], of the sessions and the audit log.
    #[must_use]
    pub const fn sessions_pool(&self) -> &AnyPool {
        &self.sessions
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
        self.sessions.close().await;
    }
}
