//! Settings as the audit log tells them: what changed alone, by the keys of the settings file.

use serde_json::{Map, Value, json};

use super::{OrganizationSettings, file::layer_code};
use crate::{
    contract::write_percent,
    domain::{NamedPeriod, Territory},
};

/// Before and after; `None` when nothing differs.
pub(super) fn difference(before: &OrganizationSettings, after: &OrganizationSettings) -> Option<(Value, Value)> {
    let (mut old, mut new) = (told(before), told(after));
    old.retain(|key, value| match new.get(key) {
        Some(same) if same == value => {
            new.remove(key);
            false
        }
        _ => true,
    });
    if old.is_empty() && new.is_empty() && before.periods != after.periods {
        // The same ones in another order.
        old.insert("periods".to_owned(), codes(before));
        new.insert("periods".to_owned(), codes(after));
    }
    (!old.is_empty() || !new.is_empty()).then_some((Value::Object(old), Value::Object(new)))
}

fn codes(all: &OrganizationSettings) -> Value {
    json!(all.periods.iter().map(|period| &period.code).collect::<Vec<_>>())
}

/// Everything, key by key; a period under its code.
fn told(all: &OrganizationSettings) -> Map<String, Value> {
    let settings = &all.settings;
    let (bands, limits) = (settings.bands, settings.indicators);
    let mut told = Map::new();
    for (key, value) in [
        ("name", json!(all.name)),
        ("language", json!(settings.language)),
        ("time_zone", json!(settings.time_zone)),
        ("default_kind", json!(settings.default_kind.clone().unwrap_or_default())),
        ("base_layer", json!(layer_code(settings.base_layer))),
        ("target", percent(settings.target)),
        ("opportunity", percent(settings.opportunity)),
        ("bands.excelente", percent(bands.excelente)),
        ("bands.bueno", percent(bands.bueno)),
        ("bands.regular", percent(bands.regular)),
        ("indicators.critical_below", percent(limits.critical_below)),
        ("indicators.fall", percent(limits.fall)),
        ("indicators.rise", percent(limits.rise)),
        ("indicators.success_at_least", percent(limits.success_at_least)),
        ("indicators.perfect", percent(limits.perfect)),
        ("indicators.min_n", json!(limits.min_n)),
        ("critical_areas", json!(all.critical_names().collect::<Vec<_>>())),
    ] {
        told.insert(key.to_owned(), value);
    }
    for period in &all.periods {
        told.insert(format!("periods.{}", period.code), json!(dates(period)));
    }
    told
}

/// As text: a number would be written with the errors of its binary form.
fn percent(hundredths: u16) -> Value {
    json!(write_percent(hundredths))
}

/// One line: `T1 2025 (T): local 2025-01-08 – 2025-03-31`.
fn dates(period: &NamedPeriod) -> String {
    let mut period = period.clone();
    period.sort_dates();
    let dates = period.dates.iter().map(|dates| {
        let whose = dates.territory.map(Territory::code).map(|code| format!("{code} ")).unwrap_or_default();
        format!("{whose}{} – {}", dates.from, dates.to)
    });
    format!("{} ({}): {}", period.name, period.series, dates.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Catalog, Day, PeriodDates};

    #[test]
    fn what_stayed_is_not_told() {
        let before = OrganizationSettings::from(Catalog { organization_name: "Acme".into(), ..Catalog::default() });
        assert_eq!(difference(&before, &before), None);
        let mut after = before.clone();
        after.settings.target = 8_755;
        let day = Day::from_number;
        let whole = PeriodDates { territory: None, from: day(0), to: day(1) };
        let own = PeriodDates { territory: Some(Territory::Local), ..whole };
        after.periods.push(NamedPeriod {
            code: "A".into(),
            name: "Uno".into(),
            series: "T".into(),
            dates: vec![own, whole],
        });
        let told = "Uno (T): 1970-01-01 – 1970-01-02, local 1970-01-01 – 1970-01-02";
        let (old, new) = (json!({"target": "90"}), json!({"target": "87.55", "periods.A": told}));
        assert_eq!(difference(&before, &after), Some((old, new)));
    }
}
