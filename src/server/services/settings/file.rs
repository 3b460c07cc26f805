//! Settings as TOML: percents with at most two decimals, every key commented.

use std::fmt::{self, Display, Write as _};

use serde::Deserialize;

use super::{
    OrganizationSettings,
    check::{Checks, Fault},
};
use crate::domain::{BaseLayer, PeriodDates, Territory};

/// A settings file as it is written; unknown keys are refused, keys left away say nothing.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = Settings)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    pub(super) name: Option<String>,
    pub(super) language: Option<String>,
    pub(super) time_zone: Option<String>,
    pub(super) default_kind: Option<String>,
    pub(super) base_layer: Option<BaseLayer>,
    #[schema(minimum = 0, maximum = 100)]
    pub(super) target: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub(super) opportunity: Option<f64>,
    #[serde(default)]
    pub(super) bands: Bands,
    #[serde(default)]
    pub(super) indicators: Indicators,
    pub(super) critical_areas: Option<Vec<String>>,
    pub(super) periods: Option<Vec<Period>>,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = SettingsBands)]
#[serde(deny_unknown_fields)]
pub(super) struct Bands {
    #[schema(minimum = 0, maximum = 100)]
    pub excelente: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub bueno: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub regular: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = SettingsIndicators)]
#[serde(deny_unknown_fields)]
pub(super) struct Indicators {
    #[schema(minimum = 0, maximum = 100)]
    pub critical_below: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub fall: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub rise: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub success_at_least: Option<f64>,
    #[schema(minimum = 0, maximum = 100)]
    pub perfect: Option<f64>,
    pub min_n: Option<u32>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = SettingsPeriod)]
#[serde(deny_unknown_fields)]
pub(super) struct Period {
    pub code: String,
    pub name: Option<String>,
    pub series: String,
    pub dates: Vec<Dates>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = SettingsDates)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub territory: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    #[schema(value_type = String, format = Date)]
    pub to: Date,
}

/// A day, as TOML's own date or as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Date {
    Toml(toml::value::Datetime),
    Text(String),
}

impl Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Toml(date) => date.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl SettingsFile {
    /// Reads the file's form.
    ///
    /// # Errors
    /// Names the line, and the keys that there are.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        toml::from_str(text).map_err(|error| {
            vec![Fault { field: "file".into(), code: "file", detail: String::new(), words: error.to_string() }]
        })
    }

    /// The settings with what the file says in their place.
    ///
    /// # Errors
    /// Every value that cannot be, with what to write instead.
    pub fn over(&self, mut present: OrganizationSettings) -> Result<OrganizationSettings, Vec<Fault>> {
        let mut checks = Checks::default();
        let settings = &mut present.settings;
        checks.text("name", self.name.as_deref(), &mut present.name);
        checks.language(self.language.as_deref(), &mut settings.language);
        checks.time_zone(self.time_zone.as_deref(), &mut settings.time_zone);
        checks.kind(self.default_kind.as_deref(), &present.kinds, &mut settings.default_kind);
        settings.base_layer = self.base_layer.unwrap_or(settings.base_layer);
        let (bands, limits) = (&mut settings.bands, &mut settings.indicators);
        for (field, given, slot) in [
            ("target", self.target, &mut settings.target),
            ("opportunity", self.opportunity, &mut settings.opportunity),
            ("bands.excelente", self.bands.excelente, &mut bands.excelente),
            ("bands.bueno", self.bands.bueno, &mut bands.bueno),
            ("bands.regular", self.bands.regular, &mut bands.regular),
            ("indicators.critical_below", self.indicators.critical_below, &mut limits.critical_below),
            ("indicators.fall", self.indicators.fall, &mut limits.fall),
            ("indicators.rise", self.indicators.rise, &mut limits.rise),
            ("indicators.success_at_least", self.indicators.success_at_least, &mut limits.success_at_least),
            ("indicators.perfect", self.indicators.perfect, &mut limits.perfect),
        ] {
            checks.percent(field, given, slot);
        }
        checks.bands(*bands);
        limits.min_n = self.indicators.min_n.unwrap_or(limits.min_n);
        if let Some(areas) = &self.critical_areas {
            present.critical_areas = checks.areas(areas, &present.areas);
        }
        if let Some(periods) = &self.periods {
            present.periods = checks.periods(periods);
        }
        checks.end(present)
    }
}

impl OrganizationSettings {
    /// As a commented file that reads back to the same settings.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let settings = &self.settings;
        let (bands, limits) = (settings.bands, settings.indicators);
        let layer = layer_code(settings.base_layer);
        let mut out = String::from(
            "# Change what should be otherwise, then: falcon settings --org ORG FILE\n\
             # Scores are percent and falls and rises are points, with at most two decimals. A key left away stays as it is.\n\n",
        );
        let percent = |hundredths: u16| (f64::from(hundredths) / 100.0).to_string();
        let kind = settings.default_kind.as_deref().unwrap_or_default();
        for (comment, key, value) in [
            ("As pages show the organization.", "name", quoted(&self.name)),
            ("Of rejects files: \"es\" or \"en\".", "language", quoted(&settings.language)),
            ("IANA time zone of branches that name none.", "time_zone", quoted(&settings.time_zone)),
            (
                "Kind that is shown when none is chosen; \"\" is the one with most supervisions.",
                "default_kind",
                quoted(kind),
            ),
            ("Layer under the map: \"mexico_states\", \"us_states\" or \"world\".", "base_layer", quoted(layer)),
            ("What averages should reach.", "target", percent(settings.target)),
            ("An area below this is of opportunity.", "opportunity", percent(settings.opportunity)),
            (
                "Lowest score of each band; what is below regular is critical.",
                "bands.excelente",
                percent(bands.excelente),
            ),
            ("", "bands.bueno", percent(bands.bueno)),
            ("", "bands.regular", percent(bands.regular)),
            (
                "/indicadores, critical: an average below this …",
                "indicators.critical_below",
                percent(limits.critical_below),
            ),
            ("… or fallen by so many points;", "indicators.fall", percent(limits.fall)),
            ("success: risen by so many points …", "indicators.rise", percent(limits.rise)),
            ("… and now at least this;", "indicators.success_at_least", percent(limits.success_at_least)),
            ("perfect: this or more in every shown period.", "indicators.perfect", percent(limits.perfect)),
            ("Fewer rated scores than this make no list.", "indicators.min_n", limits.min_n.to_string()),
        ] {
            if !comment.is_empty() {
                let _ = writeln!(out, "# {comment}");
            }
            let _ = writeln!(out, "{key} = {value}");
        }
        let critical: Vec<String> = self.critical_names().map(quoted).collect();
        let _ = writeln!(
            out,
            "# Areas that are watched most, whatever their score, by their names; all of them.\ncritical_areas = [{}]",
            critical.join(", ")
        );
        self.put_periods(&mut out);
        out
    }

    /// The same as JSON, which [`SettingsFile`] reads back; dates are text.
    ///
    /// # Errors
    /// None: the file is one of its own.
    pub fn to_json(&self) -> anyhow::Result<serde_json::Value> {
        fn json(value: toml::Value) -> serde_json::Value {
            match value {
                toml::Value::String(text) => text.into(),
                toml::Value::Integer(number) => number.into(),
                toml::Value::Float(number) => number.into(),
                toml::Value::Boolean(truth) => truth.into(),
                toml::Value::Datetime(date) => date.to_string().into(),
                toml::Value::Array(list) => list.into_iter().map(json).collect(),
                toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
            }
        }
        Ok(json(toml::Value::Table(self.to_toml().parse()?)))
    }

    fn put_periods(&self, out: &mut String) {
        out.push_str(
            "\n# Named periods. The file names all of them: one that it does not name goes, and without any [[periods]] they\n\
             # stay (periods = [] takes all away). Periods of one series follow each other and do not overlap\n\
             # in a territory; dates without a territory hold for branches whose territory has none of its own.\n",
        );
        if self.periods.is_empty() {
            out.push_str(
                "# [[periods]]\n# code = \"2025-T1\"\n# name = \"T1 2025\"\n# series = \"T\"\n\
                 # dates = [{ territory = \"local\", from = 2025-01-08, to = 2025-03-31 }]\n",
            );
        }
        for period in &self.periods {
            let dates: Vec<String> = period.dates.iter().map(dates).collect();
            let _ = writeln!(
                out,
                "\n[[periods]]\ncode = {}\nname = {}\nseries = {}\ndates = [{}]",
                quoted(&period.code),
                quoted(&period.name),
                quoted(&period.series),
                dates.join(", ")
            );
        }
    }
}

/// The layers and their words.
pub(super) const fn layers() -> [(&'static str, BaseLayer); 3] {
    [("mexico_states", BaseLayer::MexicoStates), ("us_states", BaseLayer::UsStates), ("world", BaseLayer::World)]
}

pub(super) fn layer_code(layer: BaseLayer) -> &'static str {
    layers().into_iter().find(|(_, of)| *of == layer).map_or("", |(code, _)| code)
}

fn dates(dates: &PeriodDates) -> String {
    let territory = dates.territory.map(Territory::code);
    let territory = territory.map(|code| format!("territory = \"{code}\", ")).unwrap_or_default();
    format!("{{ {territory}from = {}, to = {} }}", dates.from, dates.to)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
