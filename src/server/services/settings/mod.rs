//! Settings of an organization: what it measures by (target, bands, limits), how it speaks, its named periods.
//!
//! [`SettingsFile`] is their form for people: TOML on the command line. Checked as a whole, written as a whole.

mod check;
mod file;

use jiff::Timestamp;

use crate::{
    domain::{Catalog, NamedPeriod, Settings},
    server::db::{Db, StoreError, Writer},
};

pub use check::Fault;
pub use file::SettingsFile;

/// Everything that an organization sets.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationSettings {
    /// As pages show it.
    pub name: String,
    pub settings: Settings,
    pub periods: Vec<NamedPeriod>,
}

/// Why settings were not taken.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("no organization '{slug}' (there are: {known}); falcon import makes one")]
    NoOrganization { slug: String, known: String },
    /// Every fault of the file; nothing was changed.
    #[error("nothing was changed:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Catalog> for OrganizationSettings {
    fn from(catalog: Catalog) -> Self {
        Self { name: catalog.organization_name, settings: catalog.settings, periods: catalog.periods }
    }
}

/// The settings as they are.
///
/// # Errors
/// When there is no such organization, or the database's.
pub async fn read(db: &Db, slug: &str) -> Result<OrganizationSettings, SettingsError> {
    match db.catalog(slug).await? {
        Some(catalog) => Ok(catalog.into()),
        None => nobody(db, slug).await,
    }
}

async fn nobody<T>(db: &Db, slug: &str) -> Result<T, SettingsError> {
    Err(SettingsError::NoOrganization { slug: slug.to_owned(), known: known(db).await? })
}

/// The organizations that there are, for a person who named another.
///
/// # Errors
/// The database's.
pub async fn known(db: &Db) -> Result<String, StoreError> {
    Ok(listed(db.organizations().await?.into_iter().map(|known| known.slug).collect()))
}

/// As a person reads them.
#[must_use]
pub fn listed(slugs: Vec<String>) -> String {
    if slugs.is_empty() { "none yet; see falcon import, falcon demo".into() } else { slugs.join(", ") }
}

/// Checks a settings file and makes it the organization's, all of it or nothing; what the file leaves away stays. Answers
/// the data version, which is raised if anything changed.
///
/// # Errors
/// Names every fault with its remedy.
pub async fn apply(db: &Db, slug: &str, text: &str, now: Timestamp) -> Result<i64, SettingsError> {
    if db.organization(slug).await?.is_none() {
        return nobody(db, slug).await;
    }
    let mut writer = Writer::begin(db, slug, None, now).await?;
    let Some(catalog) = writer.catalog(slug).await? else { return nobody(db, slug).await };
    let kinds = catalog.kinds.clone();
    let wanted = SettingsFile::parse(text).and_then(|file| file.over(catalog.into(), &kinds));
    let wanted = wanted.map_err(SettingsError::Faults)?;
    writer.rename(&wanted.name).await?;
    writer.set_settings(&wanted.settings).await?;
    writer.set_periods(&wanted.periods).await?;
    Ok(writer.commit().await?)
}
