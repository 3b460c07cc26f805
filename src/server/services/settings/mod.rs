//! Settings of an organization: what it measures by (target, bands, limits), how it speaks, its named periods, the areas that
//! it watches most.
//!
//! [`SettingsFile`] is their form for people: TOML on the command line. [`form`] and [`page`] are the forms of
//! `/administracion/ajustes`. Whatever the door: checked as a whole, recorded, written as a whole.

mod check;
mod file;
mod form;
mod page;
mod told;

use jiff::Timestamp;

use crate::{
    contract::AppError,
    domain::{Catalog, NamedPeriod, Settings, access::audit::Act},
    server::{
        db::{Db, StoreError, Writer},
        error::ServerError,
        services::{Services, audit::Record},
    },
};

pub use check::Fault;
pub use file::SettingsFile;
pub use form::Unsaved;

/// Everything that an organization sets.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationSettings {
    /// As pages show it.
    pub name: String,
    pub settings: Settings,
    pub periods: Vec<NamedPeriod>,
    /// Indices into `areas`, rising.
    pub critical_areas: Vec<u16>,
    /// What there is to choose from, and not set: codes of kinds, names of areas.
    pub kinds: Vec<String>,
    pub areas: Vec<String>,
    pub area_slugs: Vec<String>,
}

/// Why settings were not taken.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("no organization '{slug}' (there are: {known}); falcon import makes one")]
    NoOrganization { slug: String, known: String },
    /// Every fault of the file; nothing was changed.
    #[error("nothing was changed:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
    /// It could not be recorded.
    #[error("nothing was changed: the audit log could not be written")]
    Unrecorded,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Catalog> for OrganizationSettings {
    fn from(catalog: Catalog) -> Self {
        Self {
            area_slugs: catalog.area_slugs(),
            name: catalog.organization_name,
            settings: catalog.settings,
            periods: catalog.periods,
            critical_areas: catalog.critical_areas,
            kinds: catalog.kinds,
            areas: catalog.areas,
        }
    }
}

impl OrganizationSettings {
    fn critical_names(&self) -> impl Iterator<Item = &str> {
        self.critical_areas.iter().filter_map(|area| self.areas.get(usize::from(*area))).map(String::as_str)
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

/// What the audit log calls who runs the command.
const COMMAND: &str = "falcon settings";

impl Services {
    /// Checks a settings file and makes it the organization's, all of it or nothing; what the file leaves away stays. Answers
    /// the data version, which is raised if anything changed.
    ///
    /// # Errors
    /// Names every fault with its remedy.
    pub async fn apply_settings(&self, slug: &str, text: &str) -> Result<i64, SettingsError> {
        let Some(draft) = Draft::begin(self.db(), slug, self.now()).await? else {
            return nobody(self.db(), slug).await;
        };
        let wanted = SettingsFile::parse(text).and_then(|file| file.over(draft.present.clone()));
        let changed = draft.write(wanted.map_err(SettingsError::Faults)?).await?;
        if let Some(record) = changed.record() {
            let recorded = self.record_system(Some(slug), record.by(COMMAND)).await;
            recorded.map_err(|_| SettingsError::Unrecorded)?;
        }
        match changed.commit().await {
            Ok(version) => Ok(version),
            Err((record, error)) => {
                if let Some(record) = record {
                    // Whatever becomes of it: the server's own log has it then.
                    let _ = self.record_system(Some(slug), record.by(COMMAND)).await;
                }
                Err(error.into())
            }
        }
    }
}

/// The settings as they are now, which nobody else changes meanwhile.
struct Draft {
    writer: Writer,
    present: OrganizationSettings,
}

impl Draft {
    /// `None`: there is no such organization.
    async fn begin(db: &Db, slug: &str, now: Timestamp) -> Result<Option<Self>, StoreError> {
        if db.organization(slug).await?.is_none() {
            return Ok(None);
        }
        let mut writer = Writer::begin(db, slug, None, now).await?;
        let catalog = writer.catalog(slug).await?;
        Ok(catalog.map(|catalog| Self { writer, present: catalog.into() }))
    }

    async fn write(self, wanted: OrganizationSettings) -> Result<Changed, StoreError> {
        let Self { mut writer, present } = self;
        writer.rename(&wanted.name).await?;
        writer.set_settings(&wanted.settings).await?;
        writer.set_periods(&wanted.periods).await?;
        writer.set_critical_areas(&wanted.critical_areas).await?;
        Ok(Changed { writer, present, wanted })
    }
}

/// Written, and not yet seen by anybody: first it is recorded.
struct Changed {
    writer: Writer,
    present: OrganizationSettings,
    wanted: OrganizationSettings,
}

impl Changed {
    /// What the audit log tells of it; nothing when nothing changed.
    fn record(&self) -> Option<Record> {
        let (before, after) = told::difference(&self.present, &self.wanted)?;
        Some(Record::of(Act::SettingsChanged, "").changed(before, after))
    }

    /// Makes it seen. With an error goes what is to be recorded: that it was not done after all.
    async fn commit(self) -> Result<i64, (Option<Record>, StoreError)> {
        let record = self.record();
        self.writer.commit().await.map_err(|error| (record.map(Record::failed), error))
    }
}

impl From<SettingsError> for ServerError {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::NoOrganization { .. } => Self::NotFound("organization"),
            SettingsError::Store(error) => error.into(),
            SettingsError::Unrecorded => AppError::Unavailable.into(),
            SettingsError::Faults(faults) => {
                let detail = faults.first().map(ToString::to_string).unwrap_or_default();
                AppError::Unusable { reason: "settings".into(), detail }.into()
            }
        }
    }
}
