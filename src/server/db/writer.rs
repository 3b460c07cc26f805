//! A *writer* is one transaction that changes one organization: all of it is seen, or nothing.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{Any, AnyConnection, Row, Transaction};

use crate::domain::Settings;

use super::{Backend, Db, StoreError, branches::Branches, catalog, names::Names, settings};

/// What a write did to the stored row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Inserted,
    Updated,
    Unchanged,
}

/// One transaction that changes one organization. Dropped without [`Writer::commit`], it leaves everything as it was.
///
/// Other writers of the organization (of the whole file, on SQLite) wait until it ends; readers do not.
pub struct Writer {
    tx: Transaction<'static, Any>,
    pub(super) backend: Backend,
    /// Supervisions inserted by this writer, and at how many PostgreSQL next counts its rows.
    inserted: u64,
    analyze_at: u64,
    pub(super) org: i64,
    pub(super) now: Timestamp,
    version: i64,
    changed: bool,
    /// More than settings has changed: it counts as an import.
    imported: bool,
    pub(super) settings: Settings,
    pub(super) names: Names,
    pub(super) branches: Branches,
    /// Highest numbers given so far.
    pub(super) last_supervision: u32,
    pub(super) last_import: u32,
    /// Remarks noted so far, by table and import.
    pub(super) remarks: HashMap<(&'static str, u32), u64>,
}

impl Writer {
    /// Starts changing an organization, which is created (with default settings) when new.
    /// `name` names a new organization; an existing one keeps its name.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(db: &Db, slug: &str, name: Option<&str>, now: Timestamp) -> Result<Self, StoreError> {
        let mut tx = db.begin_write().await?;
        let created =
            sqlx::query("INSERT INTO organizations (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING")
                .bind(slug)
                .bind(name.unwrap_or(slug))
                .execute(&mut *tx)
                .await?
                .rows_affected()
                > 0;
        let org: i64 = sqlx::query("SELECT id FROM organizations WHERE slug = $1")
            .bind(slug)
            .fetch_one(&mut *tx)
            .await?
            .try_get(0)?;
        if db.backend == Backend::Postgres {
            // One writer per organization; ended with the transaction.
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind((7_401_i64 << 32) | org).execute(&mut *tx).await?;
        }
        if created {
            settings::insert(&mut tx, org, &Settings::default()).await?;
        }
        // Read after the lock: another writer may have just ended.
        let version = sqlx::query("SELECT data_version FROM organizations WHERE id = $1")
            .bind(org)
            .fetch_one(&mut *tx)
            .await?
            .try_get(0)?;
        let settings = settings::load(&mut tx, org).await?;
        let names = Names::load(&mut tx, org).await?;
        let branches = Branches::load(&mut tx, org).await?;
        let last_supervision =
            catalog::last(&mut tx, "SELECT MAX(id) FROM supervisions WHERE organization_id = $1", org).await?;
        let last_import = catalog::last(&mut tx, "SELECT MAX(id) FROM imports WHERE organization_id = $1", org).await?;
        let remarks = HashMap::new();
        Ok(Self {
            tx,
            backend: db.backend,
            inserted: 0,
            analyze_at: 1_000,
            org,
            now,
            version,
            changed: created,
            imported: false,
            settings,
            names,
            branches,
            last_supervision,
            last_import,
            remarks,
        })
    }

    /// The data version before this change.
    #[must_use]
    pub const fn version_before(&self) -> i64 {
        self.version
    }

    /// Whether anything has changed so far that the organization's figures could show.
    /// What rows said about known branches is settled by [`Writer::commit`].
    #[must_use]
    pub const fn changed(&self) -> bool {
        self.changed
    }

    /// As [`Writer::changed`], with what rows said about known branches.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub async fn changes(&mut self) -> Result<bool, StoreError> {
        self.settle_branches().await?;
        Ok(self.changed)
    }

    /// Marks the organization's data as demo data, shown on every page, and names it.
    ///
    /// # Errors
    /// The database's.
    pub async fn mark_demo(&mut self, name: &str) -> Result<(), StoreError> {
        let org = self.org;
        let done =
            sqlx::query("UPDATE organizations SET demo = 1, name = $2 WHERE id = $1 AND (demo <> 1 OR name <> $2)")
                .bind(org)
                .bind(name)
                .execute(self.connection())
                .await?;
        if done.rows_affected() > 0 {
            self.touch();
        }
        Ok(())
    }

    /// Names the organization.
    ///
    /// # Errors
    /// The database's.
    pub async fn rename(&mut self, name: &str) -> Result<(), StoreError> {
        let org = self.org;
        let query = sqlx::query("UPDATE organizations SET name = $2 WHERE id = $1 AND name <> $2").bind(org).bind(name);
        if query.execute(self.connection()).await?.rows_affected() > 0 {
            self.touch_settings();
        }
        Ok(())
    }

    /// Ends the change; the data version is raised once if anything changed. Answers the data version.
    ///
    /// # Errors
    /// [`StoreError::Limit`] when the branches and the groups that have run them are more than 65,535 pairs, or the database's; nothing is then changed.
    pub async fn commit(mut self) -> Result<i64, StoreError> {
        self.settle_branches().await?;
        let mut version = self.version;
        if self.changed {
            version += 1;
            sqlx::query(
                "UPDATE organizations SET data_version = $2, last_import = COALESCE($3, last_import) WHERE id = $1",
            )
            .bind(self.org)
            .bind(version)
            .bind(self.imported.then(|| self.stamp()))
            .execute(&mut *self.tx)
            .await?;
        }
        self.tx.commit().await?;
        Ok(version)
    }

    /// Takes everything back (a dry run).
    ///
    /// # Errors
    /// The database's.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.tx.rollback().await?)
    }

    /// Tells of inserted supervisions. Without statistics PostgreSQL takes an organization's visits for one row and walks
    /// all of them for each look-up: it counts them anew whenever they have grown eightfold.
    pub(super) async fn note_inserted(&mut self, rows: usize) -> Result<(), StoreError> {
        self.inserted += rows as u64;
        if self.backend == Backend::Postgres && self.inserted >= self.analyze_at {
            self.analyze_at = self.inserted * 8;
            sqlx::query("ANALYZE supervisions").execute(&mut *self.tx).await?;
            sqlx::query("ANALYZE area_scores").execute(&mut *self.tx).await?;
        }
        Ok(())
    }

    /// The version that this change will have.
    pub(super) const fn next_version(&self) -> i64 {
        self.version + 1
    }

    /// The organization's data are others now.
    pub(super) const fn touch(&mut self) {
        self.changed = true;
        self.imported = true;
    }

    /// What figures are measured by is another now: a new version, but no import (rule 12).
    pub(super) const fn touch_settings(&mut self) {
        self.changed = true;
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// This writer's instant as the database keeps instants: whole seconds, RFC 3339 in UTC.
    pub(super) fn stamp(&self) -> String {
        instant(self.now)
    }
}

/// An instant as the database keeps it.
pub(super) fn instant(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}
