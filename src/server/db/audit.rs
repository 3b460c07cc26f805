//! The audit log: entries are added and read, never changed; what is old may be removed up to an anchor.
//!
//! Every writer first takes the row of the chain's head (SQLite: the file's write lock), so that writers of several
//! servers add one after another and the chain does not fork.

use sqlx::{Any, AnyConnection, Row, Transaction, any::AnyRow};

use crate::domain::{
    access::audit::{Act, Agent, Chain, End, Entry, Linked, Mark, Outcome},
    text::fold,
};

use super::{Backend, Db, StoreError};

/// Which entries of one organization, newest first. What is `None` restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Slug; `None`: the entries of no organization.
    pub organization: Option<String>,
    /// From this instant on, RFC 3339 in UTC with milliseconds.
    pub from: Option<String>,
    /// Before this instant.
    pub until: Option<String>,
    pub act: Option<Act>,
    /// By this person.
    pub person: Option<i64>,
    /// In name, target, address or correlation id, whatever case and accents.
    pub text: Option<String>,
}

/// Where a page of entries begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuditPlace {
    /// At the newest.
    #[default]
    Newest,
    /// Directly below this number.
    Below(i64),
    /// Directly above this number.
    Above(i64),
}

const COLUMNS: &str = "number, at, organization, agent, agent_id, name, act, target, outcome, address, correlation, \
                       device, before, after, previous, hash, search";

/// What is asked of entries; each restriction is left out by NULL.
const WHERE: &str = "($2 IS NULL OR at >= $2) AND ($3 IS NULL OR at < $3) AND ($4 IS NULL OR act = $4) \
                     AND ($5 IS NULL OR (agent = 'person' AND agent_id = $5)) \
                     AND ($6 IS NULL OR search LIKE $6 ESCAPE '\\')";

/// Whether the head was sealed by another secret than the chain's; then nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// The number of the new entry.
    As(i64),
    ForeignHead,
}

impl Db {
    /// Adds an entry behind the last; its number is given here, whatever it says.
    ///
    /// # Errors
    /// The database's.
    pub async fn append_audit(&self, mut entry: Entry, chain: &dyn Chain) -> Result<Appended, StoreError> {
        let mut tx = self.begin_audit().await?;
        let head = self.locked_head(&mut tx).await?;
        if !chain.sealed(End::Head, &head) {
            return Ok(Appended::ForeignHead);
        }
        entry.number = head.number + 1;
        let hash = chain.hash(&entry, &head.hash);
        let sql = "INSERT INTO audit (number, at, organization, agent, agent_id, name, act, target, outcome, address, \
                   correlation, device, before, after, previous, hash, search) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
        let (number, search) = (entry.number, search(&entry));
        sqlx::query(sql)
            .bind(number)
            .bind(entry.at)
            .bind(entry.organization)
            .bind(entry.agent.code())
            .bind(entry.agent.id())
            .bind(entry.name)
            .bind(entry.act.code())
            .bind(entry.target)
            .bind(entry.outcome.code())
            .bind(entry.address)
            .bind(entry.correlation)
            .bind(entry.device)
            .bind(entry.before)
            .bind(entry.after)
            .bind(head.hash)
            .bind(hash.clone())
            .bind(search)
            .execute(&mut *tx)
            .await?;
        let seal = chain.seal(End::Head, number, &hash);
        set_end(&mut tx, End::Head, number, hash, seal).await?;
        tx.commit().await?;
        Ok(Appended::As(number))
    }

    /// At most `limit` entries, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit(&self, query: &AuditQuery, place: AuditPlace, limit: u32) -> Result<Vec<Linked>, StoreError> {
        let (bound, number, order) = match place {
            AuditPlace::Newest => ("<=", i64::MAX, "DESC"),
            AuditPlace::Below(number) => ("<", number, "DESC"),
            AuditPlace::Above(number) => (">", number, "ASC"),
        };
        let of = if query.organization.is_some() { "organization = $1" } else { "organization IS NULL AND $1 IS NULL" };
        // Of constants alone.
        let sql = format!(
            "SELECT {COLUMNS} FROM audit WHERE {of} AND {WHERE} AND number {bound} $7 ORDER BY number {order} LIMIT $8"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(query.organization.clone())
            .bind(query.from.clone())
            .bind(query.until.clone())
            .bind(query.act.map(Act::code))
            .bind(query.person)
            .bind(query.text.as_deref().map(pattern))
            .bind(number)
            .bind(i64::from(limit))
            .fetch_all(&self.sessions)
            .await?;
        let mut entries = rows.iter().map(|row| Ok(linked(row)?.0)).collect::<Result<Vec<_>, StoreError>>()?;
        if matches!(place, AuditPlace::Above(_)) {
            entries.reverse();
        }
        Ok(entries)
    }

    /// At most `limit` entries of all organizations above a number, in the order of the chain. What cannot be read as an
    /// entry, or is searched by other words than its own, comes with a hash that no entry has: it was altered.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit_chain(&self, above: i64, limit: u32) -> Result<Vec<Linked>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM audit WHERE number > $1 ORDER BY number LIMIT $2");
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(above).bind(i64::from(limit)).fetch_all(&self.sessions).await?;
        rows.iter()
            .map(|row| match linked(row) {
                Ok((linked, stored)) if stored == search(&linked.entry) => Ok(linked),
                Ok((linked, _)) => Ok(Linked { hash: String::new(), ..linked }),
                Err(StoreError::Corrupt(_)) => unreadable(row),
                Err(error) => Err(error),
            })
            .collect()
    }

    /// An end of the chain.
    ///
    /// # Errors
    /// The database's; its row is missing.
    pub async fn audit_end(&self, end: End) -> Result<Mark, StoreError> {
        let sql = "SELECT number, hash, seal FROM audit_ends WHERE name = $1";
        let row = sqlx::query(sql).bind(end.code()).fetch_optional(&self.sessions).await?;
        mark(row.as_ref())
    }

    /// Removes the entries up to a number, which becomes the anchor; says how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn trim_audit(&self, number: i64, hash: &str, chain: &dyn Chain) -> Result<u64, StoreError> {
        let mut tx = self.begin_audit().await?;
        self.locked_head(&mut tx).await?;
        let seal = chain.seal(End::Anchor, number, hash);
        set_end(&mut tx, End::Anchor, number, hash.to_owned(), seal).await?;
        let done = sqlx::query("DELETE FROM audit WHERE number <= $1").bind(number).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    async fn begin_audit(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.backend {
            Backend::Sqlite => self.sessions.begin_with("BEGIN IMMEDIATE").await,
            Backend::Postgres => self.sessions.begin().await,
        }
    }

    /// The head; nobody else adds to the chain until the transaction ends.
    async fn locked_head(&self, connection: &mut AnyConnection) -> Result<Mark, StoreError> {
        let sql = match self.backend {
            Backend::Sqlite => "SELECT number, hash, seal FROM audit_ends WHERE name = 'head'",
            Backend::Postgres => "SELECT number, hash, seal FROM audit_ends WHERE name = 'head' FOR UPDATE",
        };
        mark(sqlx::query(sql).fetch_optional(connection).await?.as_ref())
    }
}

async fn set_end(
    connection: &mut AnyConnection,
    end: End,
    number: i64,
    hash: String,
    seal: String,
) -> Result<(), StoreError> {
    let sql = "UPDATE audit_ends SET number = $2, hash = $3, seal = $4 WHERE name = $1";
    sqlx::query(sql).bind(end.code()).bind(number).bind(hash).bind(seal).execute(connection).await?;
    Ok(())
}

fn mark(row: Option<&AnyRow>) -> Result<Mark, StoreError> {
    let row = row.ok_or(StoreError::Corrupt("end of the audit log"))?;
    Ok(Mark { number: row.try_get("number")?, hash: row.try_get("hash")?, seal: row.try_get("seal")? })
}

/// What a search looks at.
fn search(entry: &Entry) -> String {
    let Entry { name, target, address, correlation, .. } = entry;
    [fold(name), fold(target), fold(address), fold(correlation)].join("\n")
}

/// `LIKE` of what was typed, taken literally.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in fold(text).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A row that holds no entry, as one that fits nowhere.
fn unreadable(row: &AnyRow) -> Result<Linked, StoreError> {
    let entry = Entry {
        number: row.try_get("number")?,
        at: String::new(),
        organization: None,
        agent: Agent::System,
        name: String::new(),
        act: Act::Retention,
        target: String::new(),
        outcome: Outcome::Failed,
        address: String::new(),
        correlation: String::new(),
        device: String::new(),
        before: None,
        after: None,
    };
    Ok(Linked { entry, previous: row.try_get("previous")?, hash: String::new() })
}

/// An entry, and what it is searched by.
fn linked(row: &AnyRow) -> Result<(Linked, String), StoreError> {
    let corrupt = || StoreError::Corrupt("entry of the audit log");
    let entry = Entry {
        number: row.try_get("number")?,
        at: row.try_get("at")?,
        organization: row.try_get("organization")?,
        agent: Agent::from_parts(&row.try_get::<String, _>("agent")?, row.try_get("agent_id")?).ok_or_else(corrupt)?,
        name: row.try_get("name")?,
        act: Act::from_code(&row.try_get::<String, _>("act")?).ok_or_else(corrupt)?,
        target: row.try_get("target")?,
        outcome: Outcome::from_code(&row.try_get::<String, _>("outcome")?).ok_or_else(corrupt)?,
        address: row.try_get("address")?,
        correlation: row.try_get("correlation")?,
        device: row.try_get("device")?,
        before: row.try_get("before")?,
        after: row.try_get("after")?,
    };
    Ok((Linked { entry, previous: row.try_get("previous")?, hash: row.try_get("hash")? }, row.try_get("search")?))
}
