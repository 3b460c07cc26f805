//! The forms of `/administracion/ajustes`: what stands in them, and what they make of the settings.
//!
//! A form carries the version of what it holds, a digest of that part of the settings alone: who changes the bands is in
//! nobody's way who changes a period.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Changed, Draft, Fault, OrganizationSettings,
    check::Checks,
    file::{Date, SettingsFile, layer_code},
};
use crate::{
    contract::{Fields, SettingsPart, write_percent},
    domain::{Action, NamedPeriod, Settings, Territory, text::tidy},
    server::{
        db::StoreError,
        error::ServerError,
        services::{Desk, audit::Record},
    },
};

/// Why a form was not taken.
#[derive(Debug)]
pub enum Unsaved {
    /// What is wrong in it.
    Faults(Vec<Fault>),
    /// What it holds was changed by somebody else since.
    Conflict,
    Error(ServerError),
}

impl<E: Into<ServerError>> From<E> for Unsaved {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Territories of a period's form: the rest, and each of its own.
pub(super) const ROWS: [(Option<Territory>, &str); 3] =
    [(None, ""), (Some(Territory::Local), ".local"), (Some(Territory::Foranea), ".foranea")];

/// Tells one state of something from every other.
fn digest(of: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(of).unwrap_or_default();
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The version of what a form on the page holds.
pub(super) fn version(part: SettingsPart, present: &OrganizationSettings) -> String {
    let settings = &present.settings;
    match part {
        SettingsPart::General => digest(&general(present)),
        SettingsPart::Measures => digest(&measures(settings)),
        SettingsPart::Areas => digest(&present.critical_areas),
        SettingsPart::Period => digest(&present.periods),
    }
}

/// The version of a period; `None`: there is none of its code.
pub(super) fn period_version(period: Option<&NamedPeriod>) -> String {
    digest(&period)
}

/// The fields of a form and what is stored of them.
type Stored = Vec<(&'static str, String)>;

pub(super) fn general(present: &OrganizationSettings) -> Stored {
    let settings = &present.settings;
    vec![
        ("name", present.name.clone()),
        ("language", settings.language.clone()),
        ("time_zone", settings.time_zone.clone()),
        ("default_kind", settings.default_kind.clone().unwrap_or_default()),
        ("base_layer", layer_code(settings.base_layer).to_owned()),
    ]
}

pub(super) fn measures(settings: &Settings) -> Stored {
    let mut settings = settings.clone();
    let mut stored: Stored = percents(&mut settings).map(|(name, slot)| (name, write_percent(*slot))).into();
    stored.push(("indicators.min_n", settings.indicators.min_n.to_string()));
    stored
}

pub(super) fn period(period: Option<&NamedPeriod>) -> Stored {
    let text = |of: fn(&NamedPeriod) -> &str| period.map(of).unwrap_or_default().to_owned();
    let mut stored = vec![
        ("code", text(|period| &period.code)),
        ("name", text(|period| &period.name)),
        ("series", text(|period| &period.series)),
    ];
    for ((territory, _), [from, to]) in ROWS.into_iter().zip(DATES) {
        let dates = period.and_then(|period| period.dates.iter().find(|dates| dates.territory == territory));
        stored.push((from, dates.map(|dates| dates.from.to_string()).unwrap_or_default()));
        stored.push((to, dates.map(|dates| dates.to.to_string()).unwrap_or_default()));
    }
    stored
}

/// Fields of the first and the last day, in the order of [`ROWS`].
const DATES: [[&str; 2]; 3] = [["from", "to"], ["from.local", "to.local"], ["from.foranea", "to.foranea"]];

fn percents(settings: &mut Settings) -> [(&'static str, &mut u16); 10] {
    let (bands, limits) = (&mut settings.bands, &mut settings.indicators);
    [
        ("target", &mut settings.target),
        ("bands.excelente", &mut bands.excelente),
        ("bands.bueno", &mut bands.bueno),
        ("bands.regular", &mut bands.regular),
        ("opportunity", &mut settings.opportunity),
        ("indicators.critical_below", &mut limits.critical_below),
        ("indicators.fall", &mut limits.fall),
        ("indicators.rise", &mut limits.rise),
        ("indicators.success_at_least", &mut limits.success_at_least),
        ("indicators.perfect", &mut limits.perfect),
    ]
}

type Wanted = Result<OrganizationSettings, Vec<Fault>>;

/// The settings with a form's part in their place.
fn with_part(part: SettingsPart, fields: &Fields, mut present: OrganizationSettings) -> Wanted {
    let mut checks = Checks::default();
    let settings = &mut present.settings;
    match part {
        SettingsPart::General => {
            checks.text("name", Some(fields.value("name")), &mut present.name);
            checks.language(Some(fields.value("language")), &mut settings.language);
            checks.time_zone(Some(fields.value("time_zone").trim()), &mut settings.time_zone);
            checks.kind(Some(fields.value("default_kind")), &present.kinds, &mut settings.default_kind);
            checks.base_layer(fields.value("base_layer"), &mut settings.base_layer);
        }
        SettingsPart::Measures => {
            for (name, slot) in percents(settings) {
                checks.percent_text(name, fields.value(name), slot);
            }
            checks.bands(settings.bands);
            let (name, slot) = ("indicators.min_n", &mut settings.indicators.min_n);
            checks.count_text(name, fields.value(name), slot);
        }
        SettingsPart::Areas => {
            let ticked = |slug: &String| fields.all("area").any(|area| area == slug);
            let critical = (0..).zip(&present.area_slugs).filter(|(_, slug)| ticked(slug)).map(|(area, _)| area);
            present.critical_areas = critical.collect();
        }
        SettingsPart::Period => {}
    }
    checks.end(present)
}

/// The settings with a form's period in the place of the one of this code, or as a new one.
fn with_period(code: Option<&str>, fields: &Fields, mut present: OrganizationSettings) -> Wanted {
    let mut checks = Checks::default();
    let place = code.and_then(|code| present.periods.iter().position(|period| period.code == code));
    let mut others = present.periods.clone();
    if let Some(place) = place {
        others.remove(place);
    }
    let code = tidy(fields.value("code"));
    checks.code("code", &code, &others);
    let mut name = code.clone();
    let given = fields.value("name");
    checks.text("name", Some(given).filter(|name| !name.trim().is_empty()), &mut name);
    let mut series = String::new();
    checks.text("series", Some(fields.value("series")), &mut series);
    let mut dates = Vec::new();
    let mut some = false;
    for ((territory, _), [from, to]) in ROWS.into_iter().zip(DATES) {
        let [first, last] = [from, to].map(|field| fields.value(field).trim().to_owned());
        if first.is_empty() && last.is_empty() {
            continue;
        }
        some = true;
        dates.extend(checks.span(territory, (from, &Date::Text(first)), (to, &Date::Text(last))));
    }
    if !some {
        checks.no_dates("from");
    }
    let period = NamedPeriod { code, name, series, dates };
    checks.overlaps("from", &period, &others);
    match place {
        Some(place) => present.periods[place] = period,
        None => present.periods.push(period),
    }
    checks.end(present)
}

fn without_period(code: &str, mut present: OrganizationSettings) -> OrganizationSettings {
    present.periods.retain(|period| period.code != code);
    present
}

fn find<'a>(present: &'a OrganizationSettings, code: Option<&str>) -> Option<&'a NamedPeriod> {
    code.and_then(|code| present.periods.iter().find(|period| period.code == code))
}

impl Desk {
    /// Takes over a form of the page.
    ///
    /// # Errors
    /// As [`Unsaved`] says; nothing is changed then.
    pub async fn save_settings(&self, part: SettingsPart, fields: &Fields) -> Result<(), Unsaved> {
        let wanted = |present| with_part(part, fields, present);
        self.alter(fields, |present| version(part, present), wanted).await
    }

    /// Takes over the form of a period; without a code, of a new one.
    ///
    /// # Errors
    /// As [`Unsaved`] says; nothing is changed then.
    pub async fn save_period(&self, code: Option<&str>, fields: &Fields) -> Result<(), Unsaved> {
        let wanted = |present| with_period(code, fields, present);
        self.alter(fields, |present| period_version(find(present, code)), wanted).await
    }

    /// Takes a period away.
    ///
    /// # Errors
    /// As [`Unsaved`] says; nothing is changed then.
    pub async fn remove_period(&self, code: &str, fields: &Fields) -> Result<(), Unsaved> {
        let wanted = |present| Ok(without_period(code, present));
        self.alter(fields, |present| period_version(find(present, Some(code))), wanted).await
    }

    /// Takes over what a program says of the settings; what it leaves away stays. Answers them as they are then, and the data
    /// version.
    ///
    /// # Errors
    /// As [`Unsaved`] says; nothing is changed then.
    pub async fn put_settings(&self, file: &SettingsFile) -> Result<(serde_json::Value, i64), Unsaved> {
        self.must(Action::Settings)?;
        let draft = Draft::begin(self.db(), self.organization(), self.clock().now()).await?;
        let draft = draft.ok_or(ServerError::NotFound("organization"))?;
        let wanted = file.over(draft.present.clone()).map_err(Unsaved::Faults)?;
        let told = wanted.to_json()?;
        let changed = draft.write(wanted).await?;
        let version = self.seen(changed).await?;
        if let Err(error) = self.refresh().await {
            tracing::error!(%error, "changed settings could not be read yet");
        }
        Ok((told, version))
    }

    /// One change of the settings as they are now, unless what the form holds (by its version) is no longer what it was.
    async fn alter(
        &self,
        fields: &Fields,
        version: impl Fn(&OrganizationSettings) -> String,
        wanted: impl FnOnce(OrganizationSettings) -> Wanted,
    ) -> Result<(), Unsaved> {
        self.must(Action::Settings)?;
        let now = self.clock().now();
        let draft = Draft::begin(self.db(), self.organization(), now).await?;
        let draft = draft.ok_or(ServerError::NotFound("organization"))?;
        let stale = version(&draft.present) != fields.value("version");
        let wanted = wanted(draft.present.clone());
        if wanted.as_ref().is_ok_and(|wanted| *wanted == draft.present) {
            // Stored already, by whomever.
            return Ok(());
        }
        if stale {
            return Err(Unsaved::Conflict);
        }
        let changed = draft.write(wanted.map_err(Unsaved::Faults)?).await?;
        self.seen(changed).await?;
        if let Err(error) = self.refresh().await {
            tracing::error!(%error, "changed settings could not be read yet");
        }
        Ok(())
    }

    /// Records a change and makes it seen.
    async fn seen(&self, changed: Changed) -> Result<i64, ServerError> {
        if let Some(record) = changed.record() {
            self.record_settings(record).await?;
        }
        match changed.commit().await {
            Ok(version) => Ok(version),
            Err((record, error)) => self.undone(record, error).await,
        }
    }

    async fn undone(&self, record: Option<Record>, error: StoreError) -> Result<i64, ServerError> {
        if let Some(record) = record {
            // Whatever becomes of it: the server's own log has it then.
            let _ = self.record_settings(record).await;
        }
        Err(error.into())
    }

    async fn record_settings(&self, record: Record) -> Result<(), ServerError> {
        self.services().record(self.caller(), Some(self.organization()), record).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BandLimits, Catalog};

    fn present() -> OrganizationSettings {
        let catalog = Catalog {
            organization_name: "Acme".into(),
            areas: ["Cocina", "Baños", "Área 3"].map(str::to_owned).to_vec(),
            kinds: vec!["operativa".into()],
            ..Catalog::default()
        };
        catalog.into()
    }

    fn sent(stored: Stored, more: &[(&str, &str)]) -> Fields {
        let mut fields: Vec<(String, String)> =
            more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        fields.extend(stored.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Fields(fields)
    }

    #[test]
    fn a_form_that_comes_back_as_it_went_changes_nothing() {
        let mut present = present();
        let fields =
            sent(period(None), &[("code", "A"), ("series", "T"), ("from", "2025-01-01"), ("to", "2025-02-01")]);
        present = with_period(None, &fields, present).unwrap();
        assert_eq!(present.periods[0].name, "A", "the code, when left away");
        assert_eq!(with_part(SettingsPart::General, &sent(general(&present), &[]), present.clone()).unwrap(), present);
        let fields = sent(measures(&present.settings), &[]);
        assert_eq!(with_part(SettingsPart::Measures, &fields, present.clone()).unwrap(), present);
        let fields = sent(period(present.periods.first()), &[]);
        assert_eq!(with_period(Some("A"), &fields, present.clone()).unwrap(), present);
        let ticked = Fields(vec![("area".into(), "area-3".into()), ("area".into(), "cocina".into())]);
        assert_eq!(with_part(SettingsPart::Areas, &ticked, present).unwrap().critical_areas, [0, 2]);
    }

    #[test]
    fn faults_stand_beside_their_fields() {
        let told = |wanted: Wanted| {
            let faults = wanted.unwrap_err();
            faults.into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>()
        };
        let fault = |field: &str, code| (field.to_owned(), code);
        let fields = sent(
            measures(&Settings::default()),
            &[("target", "mucho"), ("bands.bueno", "95"), ("indicators.min_n", "-1")],
        );
        let faults = told(with_part(SettingsPart::Measures, &fields, present()));
        assert_eq!(faults, [fault("target", "percent"), fault("bands", "bands"), fault("indicators.min_n", "count")]);
        let fields = sent(
            period(None),
            &[("from", "2025-01-01"), ("from.local", "2025-03-01"), ("to.local", "2025-02-01"), ("code", " ")],
        );
        let faults = told(with_period(None, &fields, present()));
        let expected =
            [("code", "code"), ("name", "length"), ("series", "length"), ("to", "day"), ("to.local", "dates_order")];
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults.iter().all(|(field, code)| expected.contains(&(field.as_str(), *code))), "{faults:?}");
        assert_eq!(Settings::default().bands, BandLimits::default());
    }

    #[test]
    fn versions_are_of_a_part_alone() {
        let (before, mut after) = (present(), present());
        after.settings.target = 9_100;
        let differs = |part| version(part, &before) != version(part, &after);
        assert!(differs(SettingsPart::Measures));
        assert!(!differs(SettingsPart::General) && !differs(SettingsPart::Areas) && !differs(SettingsPart::Period));
        assert_ne!(period_version(None), "");
    }
}
