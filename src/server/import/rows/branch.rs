//! What a row says about its branch.

use super::{BranchData, Problem, Rows, Warning};
use crate::{
    contract::{RejectReason, WarningKind},
    domain::{
        Location, Territory, states,
        text::{fold, slug, tidy},
    },
    server::{
        db::Attribute,
        import::{plan::PlannedBranch, profile::Layout, read::Row, value},
    },
};

impl Rows {
    pub(super) fn branch(&self, row: &Row, warnings: &mut Vec<Warning>) -> Result<BranchData, Problem> {
        let spec = &self.plan.branch;
        let comma = self.plan.decimal_comma;
        let (label_code, label_name) = label(self.at(row, spec.label), comma);
        let mut code = tidy(value::whole(self.at(row, spec.code), comma));
        if code.is_empty() {
            code = label_code;
        }
        if code.is_empty() {
            code = self.identity(row);
        }
        if code.is_empty() {
            let column = spec.code.or(spec.label).or(spec.identity.first().copied());
            return Err(self.problem(row, column, RejectReason::MissingBranch));
        }
        if code.chars().count() > 100 {
            return Err(self.problem(row, spec.code.or(spec.label), RejectReason::CellTooLong));
        }
        let mut name = tidy(self.at(row, spec.name));
        if name.is_empty() {
            name = label_name;
        }
        let mut warn = |column: Option<usize>, kind: WarningKind, about: &str| {
            warnings.push(Warning { cell: self.cell(row, column), kind, about: about.to_owned() });
        };
        if name.is_empty() && (spec.name.is_some() || spec.label.is_some()) {
            warn(spec.name.or(spec.label), WarningKind::NoBranchName, &code);
        }
        let columns = spec.latitude.zip(spec.longitude);
        let location = columns.map(|columns| self.point(row, columns)).unwrap_or(Ok(None));
        if columns.is_some() && location == Ok(None) {
            warn(spec.latitude, WarningKind::NoLocation, &code);
        }
        let location = location.unwrap_or_else(|()| {
            warn(spec.latitude, WarningKind::BadLocation, &code);
            None
        });
        let territory = self.field(row, &spec.territory).and_then(|text| {
            let known = territory(&text);
            if known.is_none() {
                warn(spec.territory.column, WarningKind::UnknownTerritory, &text);
            }
            known
        });
        let state = self.field(row, &spec.state).map(|text| {
            state(&text, spec.in_mexico).unwrap_or_else(|kept| {
                warn(spec.state.column, WarningKind::UnknownState, &text);
                kept
            })
        });
        let time_zone = match self.at(row, spec.time_zone).split_whitespace().next_back() {
            Some(word) if self.known_zone(word).is_some() => Some(word.to_owned()),
            Some(word) => {
                warn(spec.time_zone, WarningKind::UnknownTimeZone, word);
                None
            }
            None => None,
        };
        let mut day = |column: Option<usize>| {
            let text = self.at(row, column);
            if text.is_empty() || self.plan.sentinels.contains(&fold(text)) {
                return None;
            }
            let zone = time_zone.as_deref().and_then(|name| self.known_zone(name));
            let zone = zone.or_else(|| self.plan.zone.as_ref().map(|(_, zone)| zone.clone()));
            let read = self.plan.dates.read(text, &zone.unwrap_or_else(|| self.organization_zone.clone()));
            if read.is_none() {
                warn(column, WarningKind::BadBranchDate, &code);
            }
            read.map(|visit| visit.day)
        };
        let opened = day(spec.opened);
        let closed = day(spec.closed).filter(|closed| opened.is_none_or(|opened| *closed >= opened));
        let mut branch = BranchData {
            group: self.field(row, &spec.group),
            municipality: self.field(row, &spec.municipality),
            time_zone: time_zone.or_else(|| self.plan.zone.as_ref().map(|(name, _)| name.clone())),
            code,
            name,
            territory,
            state,
            location,
            opened,
            closed,
            cleared: Vec::new(),
        };
        if self.plan.layout == Layout::Branches {
            branch.cleared = cleared(spec, &branch);
        }
        Ok(branch)
    }

    /// The stable key of a source without codes: its columns as a slug.
    fn identity(&self, row: &Row) -> String {
        let columns = &self.plan.branch.identity;
        let text = columns
            .iter()
            .map(|column| value::whole(self.at(row, Some(*column)), self.plan.decimal_comma))
            .collect::<Vec<_>>()
            .join(" ");
        let key = slug(&text);
        if key.is_empty() && !text.trim().is_empty() { fold(&text).chars().take(100).collect() } else { key }
    }

    /// The point of two columns; an error when it is none on Earth, or zero.
    pub(super) fn point(&self, row: &Row, (latitude, longitude): (usize, usize)) -> Result<Option<Location>, ()> {
        let (latitude, longitude) = (self.at(row, Some(latitude)), self.at(row, Some(longitude)));
        if latitude.is_empty() && longitude.is_empty() {
            return Ok(None);
        }
        let comma = self.plan.decimal_comma;
        match value::degrees(latitude, comma).zip(value::degrees(longitude, comma)) {
            Some((latitude, longitude)) => place(latitude, longitude).map(Some).ok_or(()),
            None => Err(()),
        }
    }
}

/// What the columns of master data speak of, and this row has none of.
fn cleared(spec: &PlannedBranch, branch: &BranchData) -> Vec<Attribute> {
    let mapped = [
        (Attribute::Territory, spec.territory.column.is_some() && branch.territory.is_none()),
        (Attribute::State, spec.state.column.is_some() && branch.state.is_none()),
        (Attribute::Municipality, spec.municipality.column.is_some() && branch.municipality.is_none()),
        (Attribute::Location, spec.latitude.and(spec.longitude).is_some() && branch.location.is_none()),
        (Attribute::TimeZone, spec.time_zone.is_some() && branch.time_zone.is_none()),
        (Attribute::Opened, spec.opened.is_some() && branch.opened.is_none()),
        (Attribute::Closed, spec.closed.is_some() && branch.closed.is_none()),
        (Attribute::Group, spec.group.column.is_some() && branch.group.is_none()),
    ];
    mapped.into_iter().filter(|(_, none)| *none).map(|(attribute, _)| attribute).collect()
}

/// "25 - Juárez" → code and name; a text without a dash is a name.
fn label(text: &str, comma: bool) -> (String, String) {
    for dash in [" - ", " – ", " — ", "-"] {
        if let Some((code, name)) = text.split_once(dash) {
            let code = value::whole(code.trim(), comma);
            if !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()) {
                return (tidy(code), tidy(name));
            }
        }
    }
    (String::new(), tidy(text))
}

/// A place on Earth; `None` when it is none, or zero: no branch stands exactly on the equator or on Greenwich's meridian, there
/// a zero means "unknown".
#[must_use]
pub fn place(latitude: f64, longitude: f64) -> Option<Location> {
    let possible = latitude != 0.0 && longitude != 0.0 && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    possible.then_some(Location { latitude, longitude })
}

/// Code and name of a state.
///
/// # Errors
/// The same as written, when it is no state of Mexico and should be one.
pub fn state(text: &str, in_mexico: bool) -> Result<(String, String), (String, String)> {
    match states::inegi(text).filter(|_| in_mexico) {
        Some((code, name)) => Ok((code.to_owned(), name.to_owned())),
        None if in_mexico => Err((state_code(text), text.to_owned())),
        None => Ok((state_code(text), text.to_owned())),
    }
}

/// The territory that a word names.
#[must_use]
pub fn territory(text: &str) -> Option<Territory> {
    Territory::from_code(text).or_else(|| match fold(text).as_str() {
        "foraneo" | "foraneas" | "foraneos" | "foreign" => Some(Territory::Foranea),
        "locales" => Some(Territory::Local),
        _ => None,
    })
}

fn state_code(text: &str) -> String {
    let code = slug(text);
    if code.is_empty() { fold(text) } else { code }
}
