//! Deleting softly: the row stays, no figure has it. A source that brings the same content again leaves it deleted, one that
//! brings other content brings it back (see [`Writer::supervisions`]).

use sqlx::Row as _;

use crate::server::db::{BranchId, StoreError, Writer, sql};

/// A supervision as its deletion asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub branch: BranchId,
    /// `YYYY-MM-DD`.
    pub day: String,
    pub deleted: bool,
}

impl Writer {
    /// How a supervision stands, deleted or not; `None`: there never was one of this number.
    ///
    /// # Errors
    /// The database's.
    pub async fn standing(&mut self, id: u32) -> Result<Option<Standing>, StoreError> {
        let sql = "SELECT branch_id, day, deleted_at FROM supervisions WHERE organization_id = $1 AND id = $2";
        let query = sqlx::query(sql).bind(self.org).bind(i64::from(id));
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| {
            let branch = u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| StoreError::Corrupt("number"))?;
            let deleted = row.try_get::<Option<String>, _>(2)?.is_some();
            Ok(Standing { branch: BranchId(branch), day: row.try_get(1)?, deleted })
        })
        .transpose()
    }

    /// Deletes a supervision, by whom, or brings it back (`None`); false when it stood so already.
    ///
    /// # Errors
    /// The database's.
    pub async fn delete(&mut self, id: u32, by: Option<&str>) -> Result<bool, StoreError> {
        let sql = match by {
            Some(_) => {
                "UPDATE supervisions SET deleted_at = $3, deleted_by = $4, changed_version = $5 \
                 WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL"
            }
            None => {
                "UPDATE supervisions SET deleted_at = $3, deleted_by = $4, changed_version = $5 \
                 WHERE organization_id = $1 AND id = $2 AND deleted_at IS NOT NULL"
            }
        };
        let (at, version) = (by.is_some().then(|| self.stamp()), self.next_version());
        let query = sqlx::query(sql).bind(self.org).bind(i64::from(id)).bind(at).bind(by.map(str::to_owned));
        let done = query.bind(version).execute(self.connection()).await?.rows_affected() > 0;
        if done {
            self.touch_settings();
        }
        Ok(done)
    }

    /// Branches of the supervisions with these external ids, deleted or not, by id.
    ///
    /// # Errors
    /// The database's.
    pub async fn branches_of_external(&mut self, ids: &[String]) -> Result<Vec<(String, BranchId)>, StoreError> {
        let mut found = Vec::new();
        for part in ids.chunks(super::KEYS) {
            let sql = format!(
                "SELECT external_id, branch_id FROM supervisions WHERE organization_id = $1 \
                 AND external_id IS NOT NULL AND external_id IN ({})",
                sql::list(part.len(), 2)
            );
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(self.org);
            for id in part {
                query = query.bind(id.clone());
            }
            for row in query.fetch_all(self.connection()).await? {
                let branch = u32::try_from(row.try_get::<i64, _>(1)?).map_err(|_| StoreError::Corrupt("number"))?;
                found.push((row.try_get(0)?, BranchId(branch)));
            }
        }
        Ok(found)
    }
}
