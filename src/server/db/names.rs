//! Things known by a name: groups, areas, kinds, states, supervisors. Two spellings that fold equal are one thing.

use std::collections::{HashMap, HashSet};

use sqlx::{AnyConnection, Row};

use crate::domain::text::{fold, slug, tidy};

use super::{StoreError, Writer};

/// Number of an operator group within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub(super) u32);
/// Number of an area within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaId(pub(super) u32);
/// Number of a kind within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub(super) u32);
/// Number of a state within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub(super) u32);
/// Number of a supervisor within the organization, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SupervisorId(pub(super) u32);

/// What one organization knows by name: key → number.
#[derive(Debug, Default)]
pub(super) struct Names {
    groups: HashMap<String, u32>,
    group_slugs: HashSet<String>,
    areas: HashMap<String, u32>,
    kinds: HashMap<String, u32>,
    states: HashMap<String, u32>,
    supervisors: HashMap<String, u32>,
}

impl Names {
    pub(super) async fn load(connection: &mut AnyConnection, org: i64) -> Result<Self, StoreError> {
        let slugs = keys(connection, "SELECT id, slug FROM operator_groups WHERE organization_id = $1", org).await?;
        Ok(Self {
            groups: keys(connection, "SELECT id, folded FROM operator_groups WHERE organization_id = $1", org).await?,
            group_slugs: slugs.into_keys().collect(),
            areas: keys(connection, "SELECT id, folded FROM areas WHERE organization_id = $1", org).await?,
            kinds: keys(connection, "SELECT id, code FROM kinds WHERE organization_id = $1", org).await?,
            states: keys(connection, "SELECT id, code FROM states WHERE organization_id = $1", org).await?,
            supervisors: keys(connection, "SELECT id, folded FROM supervisors WHERE organization_id = $1", org).await?,
        })
    }
}

async fn keys(connection: &mut AnyConnection, sql: &'static str, org: i64) -> Result<HashMap<String, u32>, StoreError> {
    let mut keys = HashMap::new();
    for row in sqlx::query(sql).bind(org).fetch_all(connection).await? {
        let id = u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| StoreError::Corrupt("number"))?;
        keys.insert(row.try_get(1)?, id);
    }
    Ok(keys)
}

/// The next number after those given; numbers are dense because rows are never deleted.
fn next(known: &HashMap<String, u32>, what: &'static str, most: u32) -> Result<u32, StoreError> {
    let number = u32::try_from(known.len()).unwrap_or(u32::MAX).saturating_add(1);
    if number > most { Err(StoreError::Limit { what, most }) } else { Ok(number) }
}

fn named(name: &str, what: &'static str) -> Result<String, StoreError> {
    let folded = fold(name);
    if folded.is_empty() { Err(StoreError::Empty(what)) } else { Ok(folded) }
}

impl Writer {
    /// The group of this name, made when it is new.
    ///
    /// # Errors
    /// [`StoreError::Empty`], [`StoreError::Limit`], or the database's.
    pub async fn group(&mut self, name: &str) -> Result<GroupId, StoreError> {
        let folded = named(name, "group")?;
        if let Some(&id) = self.names.groups.get(&folded) {
            return Ok(GroupId(id));
        }
        let id = next(&self.names.groups, "groups", 65_534)?;
        let base = Some(slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("g{id}"));
        let slugs = &self.names.group_slugs;
        let free = (2..).map(|n| format!("{base}-{n}")).find(|slug| !slugs.contains(slug));
        let slug = if slugs.contains(&base) { free.unwrap_or_else(|| format!("g{id}")) } else { base };
        self.insert_named(
            "INSERT INTO operator_groups (organization_id, id, name, folded, slug) VALUES ($1, $2, $3, $4, $5)",
            id,
            &[&tidy(name), &folded, &slug],
        )
        .await?;
        self.names.group_slugs.insert(slug);
        self.names.groups.insert(folded, id);
        Ok(GroupId(id))
    }

    /// The area of this name, made when it is new.
    ///
    /// # Errors
    /// As [`Writer::group`].
    pub async fn area(&mut self, name: &str) -> Result<AreaId, StoreError> {
        let folded = named(name, "area")?;
        if let Some(&id) = self.names.areas.get(&folded) {
            return Ok(AreaId(id));
        }
        let id = next(&self.names.areas, "areas", 65_534)?;
        let sql = "INSERT INTO areas (organization_id, id, name, folded) VALUES ($1, $2, $3, $4)";
        self.insert_named(sql, id, &[&tidy(name), &folded]).await?;
        self.names.areas.insert(folded, id);
        Ok(AreaId(id))
    }

    /// The kind of this code, made when it is new; the code is kept as [`crate::domain::text::slug`] gives it.
    ///
    /// # Errors
    /// As [`Writer::group`].
    pub async fn kind(&mut self, code: &str) -> Result<KindId, StoreError> {
        let code = slug(code);
        if code.is_empty() {
            return Err(StoreError::Empty("kind"));
        }
        if let Some(&id) = self.names.kinds.get(&code) {
            return Ok(KindId(id));
        }
        let id = next(&self.names.kinds, "kinds", 255)?;
        self.insert_named("INSERT INTO kinds (organization_id, id, code) VALUES ($1, $2, $3)", id, &[&code]).await?;
        self.names.kinds.insert(code, id);
        Ok(KindId(id))
    }

    /// The supervisor of this name, made when new.
    ///
    /// # Errors
    /// As [`Writer::group`].
    pub async fn supervisor(&mut self, name: &str) -> Result<SupervisorId, StoreError> {
        let folded = named(name, "supervisor")?;
        if let Some(&id) = self.names.supervisors.get(&folded) {
            return Ok(SupervisorId(id));
        }
        let id = next(&self.names.supervisors, "supervisors", 65_534)?;
        let sql = "INSERT INTO supervisors (organization_id, id, name, folded) VALUES ($1, $2, $3, $4)";
        self.insert_named(sql, id, &[&tidy(name), &folded]).await?;
        self.names.supervisors.insert(folded, id);
        Ok(SupervisorId(id))
    }

    /// The state of this code, made (with the name) when new; a known state keeps its name.
    ///
    /// # Errors
    /// As [`Writer::group`].
    pub async fn state(&mut self, code: &str, name: &str) -> Result<StateId, StoreError> {
        let code = tidy(code);
        if code.is_empty() || fold(name).is_empty() {
            return Err(StoreError::Empty("state"));
        }
        if let Some(&id) = self.names.states.get(&code) {
            return Ok(StateId(id));
        }
        let id = next(&self.names.states, "states", 65_534)?;
        let sql = "INSERT INTO states (organization_id, id, code, name) VALUES ($1, $2, $3, $4)";
        self.insert_named(sql, id, &[&code, &tidy(name)]).await?;
        self.names.states.insert(code, id);
        Ok(StateId(id))
    }

    async fn insert_named(&mut self, sql: &'static str, id: u32, texts: &[&str]) -> Result<(), StoreError> {
        let mut query = sqlx::query(sql).bind(self.org).bind(i64::from(id));
        for text in texts {
            query = query.bind((*text).to_owned());
        }
        query.execute(self.connection()).await?;
        self.touch();
        Ok(())
    }
}
