//! A profile as the fields of a form, and back: what a person corrects on `/importar`.

use super::plan::PlanError;
use super::profile::{
    AreaSpec, DateSpec, Direction, Field, KindSpec, Layout, Missing, PlaceSpec, Profile, ScoreSpec, Zero,
};

/// The form's fields with the profile's values, in the order in which they are shown.
#[must_use]
pub fn fields(profile: &Profile) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let column = |field: &Option<Field>| field.as_ref().and_then(|field| field.column.clone()).unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let lower = |direction: Option<Direction>| flag(direction == Some(Direction::LowerIsBetter));
    let kind = profile.kind.clone().unwrap_or_default();
    let date = profile.date.clone().unwrap_or_default();
    let score = profile.score.clone().unwrap_or_default();
    let areas = profile.areas.clone().unwrap_or_default();
    let sent = profile.sent_from.clone().unwrap_or_default();
    let branch = &profile.branch;
    vec![
        ("layout", layout_code(profile.layout).to_owned()),
        ("external_id", text(&profile.external_id)),
        ("date", date.column),
        ("date_formats", date.formats.join(", ")),
        ("timestamps_in", text(&profile.timestamps_in)),
        ("time_zone", text(&profile.time_zone)),
        ("kind", text(&kind.column)),
        ("kind_fixed", text(&kind.fixed)),
        ("score", text(&score.column)),
        ("score_max", number(score.max)),
        ("score_lower", lower(score.direction)),
        ("score_zero_unscored", flag(score.zero == Some(Zero::Unscored))),
        ("score_keep_missing", flag(score.missing == Some(Missing::Keep))),
        ("points", text(&score.points)),
        ("max_points", text(&score.max_points)),
        ("null_tokens", profile.null_tokens.join(", ")),
        ("decimal_comma", flag(profile.decimal_comma)),
        ("supervisor", text(&profile.supervisor)),
        ("sent_latitude", sent.latitude),
        ("sent_longitude", sent.longitude),
        ("code", text(&branch.code)),
        ("label", text(&branch.label)),
        ("name", text(&branch.name)),
        ("group", column(&branch.group)),
        ("territory", column(&branch.territory)),
        ("state", column(&branch.state)),
        ("municipality", column(&branch.municipality)),
        ("latitude", text(&branch.latitude)),
        ("longitude", text(&branch.longitude)),
        ("area_prefix", text(&areas.prefix)),
        ("area_columns", areas.columns.join(", ")),
        ("area", text(&areas.column)),
        ("area_score", text(&areas.score)),
        ("area_max", number(areas.max)),
        ("area_lower", lower(areas.direction)),
    ]
}

fn flag(yes: bool) -> String {
    if yes { "1".into() } else { String::new() }
}

/// The profile changed by a form. What the form does not show stays; a checkbox that is left away means no.
///
/// # Errors
/// A sentence that names the field.
pub fn apply(profile: &mut Profile, form: &[(String, String)]) -> Result<(), PlanError> {
    let get = |name: &str| form.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim());
    let text = |name: &str| Some(get(name).to_owned()).filter(|value| !value.is_empty());
    let list = |name: &str| get(name).split(',').map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect();
    let number = |name: &'static str| match get(name) {
        "" => Ok(None),
        value => value
            .replace(',', ".")
            .parse()
            .map(Some)
            .map_err(|_| PlanError::field(name, format!("{name}: {value} is not a number"))),
    };
    let direction = |name: &str| (!get(name).is_empty()).then_some(Direction::LowerIsBetter);
    let column = |old: &Option<Field>, name: &str| match (old, text(name)) {
        (Some(old), column) if column.is_some() || old.fixed.is_some() => Some(Field { column, ..old.clone() }),
        (_, column) => column.map(|column| Field { column: Some(column), ..Field::default() }),
    };
    profile.layout = layout_from(get("layout")).ok_or_else(|| PlanError::field("layout", "layout: unknown"))?;
    profile.external_id = text("external_id");
    profile.supervisor = text("supervisor");
    profile.time_zone = text("time_zone");
    profile.timestamps_in = text("timestamps_in");
    profile.null_tokens = list("null_tokens");
    profile.decimal_comma = !get("decimal_comma").is_empty();
    let visits = profile.layout != Layout::Branches;
    let old_date = profile.date.take().unwrap_or_default();
    profile.date =
        text("date").filter(|_| visits).map(|column| DateSpec { column, formats: list("date_formats"), ..old_date });
    let old_kind = profile.kind.take().unwrap_or_default();
    profile.kind = visits.then(|| KindSpec { column: text("kind"), fixed: text("kind_fixed"), ..old_kind });
    profile.score = if visits {
        Some(ScoreSpec {
            column: text("score"),
            points: text("points"),
            max_points: text("max_points"),
            max: number("score_max")?,
            direction: direction("score_lower"),
            zero: (!get("score_zero_unscored").is_empty()).then_some(Zero::Unscored),
            missing: (!get("score_keep_missing").is_empty()).then_some(Missing::Keep),
        })
    } else {
        None
    };
    profile.sent_from = match (text("sent_latitude"), text("sent_longitude")) {
        (Some(latitude), Some(longitude)) if visits => Some(PlaceSpec { latitude, longitude }),
        (Some(_), None) if visits => return Err(PlanError::field("sent_longitude", "sent_from: longitude is missing")),
        (None, Some(_)) if visits => return Err(PlanError::field("sent_latitude", "sent_from: latitude is missing")),
        _ => None,
    };
    let old_areas = profile.areas.take().unwrap_or_default();
    profile.areas = match profile.layout {
        Layout::Wide | Layout::Long => Some(AreaSpec {
            prefix: text("area_prefix"),
            columns: list("area_columns"),
            column: text("area"),
            score: text("area_score"),
            max: number("area_max")?,
            direction: direction("area_lower"),
            ..old_areas
        }),
        Layout::ScoreOnly | Layout::Branches => None,
    };
    let branch = &mut profile.branch;
    branch.code = text("code");
    branch.label = text("label");
    branch.name = text("name");
    branch.group = column(&branch.group, "group");
    branch.territory = column(&branch.territory, "territory");
    branch.state = column(&branch.state, "state");
    branch.municipality = column(&branch.municipality, "municipality");
    branch.latitude = text("latitude");
    branch.longitude = text("longitude");
    if branch.code.is_none() && branch.label.is_none() && branch.identity.is_empty() {
        branch.identity = branch.name.iter().cloned().collect();
    }
    super::plan::check(profile)
}

const fn layout_code(layout: Layout) -> &'static str {
    match layout {
        Layout::Long => "long",
        Layout::Wide => "wide",
        Layout::ScoreOnly => "score_only",
        Layout::Branches => "branches",
    }
}

fn layout_from(code: &str) -> Option<Layout> {
    [Layout::Long, Layout::Wide, Layout::ScoreOnly, Layout::Branches].into_iter().find(|l| layout_code(*l) == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::import::shipped;

    #[test]
    fn a_form_sent_back_unchanged_changes_nothing() {
        for (name, _) in shipped::ALL {
            let before = shipped::named(name).unwrap();
            let mut after = before.clone();
            let form: Vec<_> = fields(&before).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            apply(&mut after, &form).unwrap();
            let normal = |profile: &Profile| Profile {
                // "skip" and "higher is better" are what is meant when nothing is said
                score: profile.score.clone().map(|score| ScoreSpec {
                    missing: score.missing.filter(|missing| *missing == Missing::Keep),
                    ..score
                }),
                ..profile.clone()
            };
            assert_eq!(normal(&after), normal(&before), "{name}");
        }
    }
}
