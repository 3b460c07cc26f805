//! What the pages of settings show.

use super::{
    OrganizationSettings,
    form::{general, measures, period, period_version, version},
};
use crate::{
    contract::{
        AreaRow, AreasForm, FormState, KindRow, PeriodPage, SettingsDraft, SettingsField, SettingsForm, SettingsPage,
        SettingsPart,
    },
    domain::{Action, text::fold},
    server::{
        error::ServerError,
        services::{Desk, once::handed},
    },
};

impl Desk {
    /// `/administracion/ajustes`.
    ///
    /// # Errors
    /// [`AppError::Forbidden`](crate::contract::AppError::Forbidden) when the role does not grant it; the database's.
    pub async fn settings_page(&self) -> Result<SettingsPage, ServerError> {
        let present = self.present_settings().await?;
        let draft = handed::<SettingsDraft>();
        let of = |part: SettingsPart| draft.as_ref().filter(|draft| draft.part == part);
        let filled = |part: SettingsPart, stored| form(version(part, &present), stored, of(part));
        let mut periods = present.periods.clone();
        periods.sort_by(|a, b| b.first_day().cmp(&a.first_day()).then_with(|| a.code.cmp(&b.code)));
        Ok(SettingsPage {
            general: filled(SettingsPart::General, general(&present)),
            measures: filled(SettingsPart::Measures, measures(&present.settings)),
            areas: areas(&present, of(SettingsPart::Areas)),
            kinds: self.kind_rows(),
            periods,
            today: self.today().to_string(),
        })
    }

    /// `/administracion/ajustes/periodo/{code}`; without a code the form for a new one.
    ///
    /// # Errors
    /// As [`Desk::settings_page`]; no such period.
    pub async fn period_page(&self, code: Option<&str>) -> Result<PeriodPage, ServerError> {
        let present = self.present_settings().await?;
        let draft = handed::<SettingsDraft>();
        let found = code.and_then(|code| present.periods.iter().find(|period| period.code == code));
        // One that was taken away while its form was open: what was typed is not lost.
        if code.is_some() && found.is_none() && draft.is_none() {
            return Err(ServerError::NotFound("period"));
        }
        let mut series: Vec<String> = present.periods.iter().map(|period| period.series.clone()).collect();
        series.sort_unstable();
        series.dedup();
        Ok(PeriodPage {
            form: form(period_version(found), period(found), draft.as_ref()),
            period: found.cloned(),
            series,
        })
    }

    /// The settings, for programs; see [`OrganizationSettings::to_json`].
    ///
    /// # Errors
    /// As [`Desk::settings_page`].
    pub async fn settings(&self) -> Result<serde_json::Value, ServerError> {
        Ok(self.present_settings().await?.to_json()?)
    }

    async fn present_settings(&self) -> Result<OrganizationSettings, ServerError> {
        self.must(Action::Settings)?;
        let catalog = self.db().catalog(self.organization()).await?;
        Ok(catalog.ok_or(ServerError::NotFound("organization"))?.into())
    }

    fn kind_rows(&self) -> Vec<KindRow> {
        let cube = self.cube();
        let kinds = cube.catalog().kinds.iter().zip(cube.kind_visits());
        kinds
            .map(|(code, visits)| KindRow { code: code.clone(), visits, first: code == cube.default_kind_code() })
            .collect()
    }
}

/// A form with what is stored, or with what was typed into it.
fn form(version: String, stored: Vec<(&'static str, String)>, draft: Option<&SettingsDraft>) -> SettingsForm {
    let field = |(name, stored): (&str, String)| {
        let typed = draft.and_then(|draft| draft.fields.iter().find(|(field, _)| field == name));
        let fault = draft.and_then(|draft| draft.faults.iter().find(|(field, _)| field == name));
        SettingsField {
            name: name.to_owned(),
            value: typed.map_or_else(|| stored.clone(), |(_, value)| value.clone()),
            stored,
            fault: fault.map(|(_, problem)| problem.clone()),
        }
    };
    let mut fields: Vec<SettingsField> = stored.into_iter().map(field).collect();
    // What is wrong with several fields together stands under a name of its own.
    let apart = draft.map(|draft| draft.faults.as_slice()).unwrap_or_default();
    let apart = apart.iter().filter(|(name, _)| !fields.iter().any(|field| field.name == *name));
    let apart: Vec<SettingsField> = apart
        .map(|(name, problem)| SettingsField {
            name: name.clone(),
            fault: Some(problem.clone()),
            ..SettingsField::default()
        })
        .collect();
    fields.extend(apart);
    SettingsForm { version, fields, state: state(draft) }
}

fn state(draft: Option<&SettingsDraft>) -> FormState {
    draft.map(|draft| draft.state.clone()).unwrap_or_default()
}

fn areas(present: &OrganizationSettings, draft: Option<&SettingsDraft>) -> AreasForm {
    let row = |(area, (slug, name)): (u16, (&String, &String))| {
        let stored = present.critical_areas.contains(&area);
        let ticked = |draft: &SettingsDraft| draft.fields.iter().any(|(field, value)| field == "area" && value == slug);
        AreaRow { critical: draft.map_or(stored, ticked), stored, name: name.clone(), slug: slug.clone() }
    };
    let mut areas: Vec<AreaRow> = (0..).zip(present.area_slugs.iter().zip(&present.areas)).map(row).collect();
    areas.sort_by_cached_key(|area| fold(&area.name));
    AreasForm { version: version(SettingsPart::Areas, present), areas, state: state(draft) }
}
