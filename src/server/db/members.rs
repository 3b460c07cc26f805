//! Changes of one member that must not leave an organization without an administrator, nor reach into another one.

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};

use crate::domain::{Role, Scope};

use super::{
    Db, PersonId, StoreError,
    memberships::{organization_id, write},
    writer::instant,
};

/// What is to become of a member.
#[derive(Clone, Copy, Debug)]
pub enum MemberChange<'a> {
    /// This role and scope, in place of what they were.
    Become(Role, &'a Scope),
    /// May not sign in from this instant on.
    Bar(Timestamp),
    /// May sign in again.
    Admit,
    /// No longer of the organization. Links that were made for them open nothing any more.
    Leave,
}

/// Whether it became so; if not, nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberChanged {
    Yes,
    /// They are not of the organization.
    NoMember,
    /// Nobody would be left who runs the organization.
    LastAdmin,
    /// They are of another organization too, where it would count as well.
    Elsewhere,
}

impl Db {
    /// Changes a member. Of two administrators who take each other's role away at once, one succeeds.
    ///
    /// # Errors
    /// The database's.
    pub async fn change_member(
        &self,
        organization: &str,
        id: PersonId,
        change: MemberChange<'_>,
    ) -> Result<MemberChanged, StoreError> {
        let mut tx = self.begin_write().await?;
        let Some(org) = organization_id(&mut tx, organization).await? else { return Ok(MemberChanged::NoMember) };
        // Changes nothing and locks the rows, so that who is counted below stays as long as this takes.
        let lock =
            "UPDATE memberships SET role = role WHERE organization_id = $1 AND (role = 'admin' OR person_id = $2)";
        sqlx::query(lock).bind(org).bind(id).execute(&mut *tx).await?;
        let sql = "SELECT m.role, p.disabled_at FROM memberships m JOIN people p ON p.id = m.person_id \
                   WHERE m.organization_id = $1 AND m.person_id = $2";
        let Some(row) = sqlx::query(sql).bind(org).bind(id).fetch_optional(&mut *tx).await? else {
            return Ok(MemberChanged::NoMember);
        };
        let barred = row.try_get::<Option<String>, _>("disabled_at")?.is_some();
        let runs = row.try_get::<String, _>("role")? == Role::Admin.code() && !barred;
        let goes_on = matches!(change, MemberChange::Become(Role::Admin, _) | MemberChange::Admit);
        if runs && !goes_on && !others_run(&mut tx, org, id).await? {
            return Ok(MemberChanged::LastAdmin);
        }
        if matches!(change, MemberChange::Bar(_) | MemberChange::Admit) && elsewhere(&mut tx, org, id).await? {
            return Ok(MemberChanged::Elsewhere);
        }
        match change {
            MemberChange::Become(role, scope) => write(&mut tx, org, id, role, scope).await?,
            MemberChange::Bar(since) => disable(&mut tx, id, Some(since)).await?,
            MemberChange::Admit => disable(&mut tx, id, None).await?,
            MemberChange::Leave => {
                let sql = "DELETE FROM memberships WHERE organization_id = $1 AND person_id = $2";
                sqlx::query(sql).bind(org).bind(id).execute(&mut *tx).await?;
                sqlx::query("DELETE FROM links WHERE person_id = $1").bind(id).execute(&mut *tx).await?;
                sqlx::query("UPDATE people SET epoch = epoch + 1 WHERE id = $1").bind(id).execute(&mut *tx).await?;
            }
        }
        tx.commit().await?;
        Ok(MemberChanged::Yes)
    }

    /// Makes a person's links open nothing any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn drop_links(&self, id: PersonId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM links WHERE person_id = $1").bind(id).execute(&self.pool).await?;
        Ok(())
    }
}

async fn others_run(connection: &mut AnyConnection, org: i64, id: PersonId) -> Result<bool, StoreError> {
    let sql = "SELECT m.person_id FROM memberships m JOIN people p ON p.id = m.person_id \
               WHERE m.organization_id = $1 AND m.person_id <> $2 AND m.role = 'admin' AND p.disabled_at IS NULL LIMIT 1";
    Ok(sqlx::query(sql).bind(org).bind(id).fetch_optional(connection).await?.is_some())
}

async fn elsewhere(connection: &mut AnyConnection, org: i64, id: PersonId) -> Result<bool, StoreError> {
    let sql = "SELECT person_id FROM memberships WHERE person_id = $1 AND organization_id <> $2 LIMIT 1";
    Ok(sqlx::query(sql).bind(id).bind(org).fetch_optional(connection).await?.is_some())
}

async fn disable(connection: &mut AnyConnection, id: PersonId, since: Option<Timestamp>) -> Result<(), StoreError> {
    let sql = "UPDATE people SET disabled_at = $2, epoch = epoch + 1 WHERE id = $1";
    sqlx::query(sql).bind(id).bind(since.map(instant)).execute(connection).await?;
    Ok(())
}
