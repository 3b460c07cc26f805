//! One row and a plan → a visit, a branch, a skip or a rejection. Pure: no store, no clock.

use std::{cell::RefCell, collections::HashMap};

use jiff::tz::TimeZone;

use super::{
    plan::{FullScale, Plan, PlannedField},
    read::{MAX_CELL_BYTES, Row},
    value::{self, Decimal},
};
use crate::{
    contract::{RejectReason, SkipReason, WarningKind},
    domain::{
        Day, Location, Territory, states,
        text::{fold, slug, tidy},
    },
};

/// Points reached and possible, in hundredths of a point.
pub type Points = (i64, i64);

/// What a row says about a branch; names, not numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BranchData {
    pub code: String,
    /// Empty when the row gives none.
    pub name: String,
    pub group: Option<String>,
    pub territory: Option<Territory>,
    /// Code and name.
    pub state: Option<(String, String)>,
    pub municipality: Option<String>,
    pub location: Option<Location>,
    pub time_zone: Option<String>,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
}

/// A rated area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaData {
    pub name: String,
    pub score: u16,
    pub points: Option<Points>,
}

/// A visit; names, not numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitData {
    pub line: u64,
    pub external_id: Option<String>,
    pub branch: BranchData,
    pub kind: String,
    pub day: Day,
    pub minute: Option<u16>,
    pub supervisor: Option<String>,
    pub score: Option<u16>,
    pub points: Option<Points>,
    /// Rated areas; `None` when the file has no areas.
    pub areas: Option<Vec<AreaData>>,
}

/// Something to tell about a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub line: u64,
    pub column: String,
    pub value: String,
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub cell: Cell,
    pub reason: RejectReason,
}

/// A row that is taken, with a remark. `about` names what the remark is about, so that it is made once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub cell: Cell,
    pub kind: WarningKind,
    pub about: String,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq)]
pub enum Parsed {
    Visit(Box<VisitData>),
    Branch(Box<BranchData>),
    /// No supervision; its branch is known all the same, as of the day (if told).
    Skip(SkipReason, Option<(Box<BranchData>, Option<Day>)>),
    Reject(Problem),
}

/// Reads rows by a plan.
pub struct Rows {
    pub plan: Plan,
    /// Kind of rows that name none.
    default_kind: String,
    /// Zone of branches when neither row nor profile tells one.
    organization_zone: TimeZone,
    zones: RefCell<HashMap<String, Option<TimeZone>>>,
}

/// IANA zone of a branch (by code) that the store knows.
pub type ZoneOf<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Rows {
    #[must_use]
    pub fn new(plan: Plan, default_kind: &str, organization_zone: &str) -> Self {
        Self {
            plan,
            default_kind: default_kind.to_owned(),
            organization_zone: TimeZone::get(organization_zone).unwrap_or(TimeZone::UTC),
            zones: RefCell::default(),
        }
    }

    /// Reads one row.
    pub fn parse(&self, row: &Row, zone_of: ZoneOf<'_>, warnings: &mut Vec<Warning>) -> Parsed {
        self.try_parse(row, zone_of, warnings).unwrap_or_else(Parsed::Reject)
    }

    fn try_parse(&self, row: &Row, zone_of: ZoneOf<'_>, warnings: &mut Vec<Warning>) -> Result<Parsed, Problem> {
        let plan = &self.plan;
        self.check_cells(row)?;
        let branch = self.branch(row, warnings)?;
        if plan.date.is_none() {
            return Ok(Parsed::Branch(Box::new(branch)));
        }
        let kind = self.kind(row)?;
        let sentinel = plan.sentinels.contains(&fold(self.at(row, plan.date)));
        let (score, points) = self.score(row, &branch.code, warnings)?;
        let unscored = score.is_none() && !plan.keep_without_score && plan.long.is_none();
        if sentinel || (unscored && self.at(row, plan.date).is_empty()) {
            let why = if sentinel { SkipReason::SentinelDate } else { SkipReason::NoScore };
            return Ok(Parsed::Skip(why, Some((Box::new(branch), None))));
        }
        let visit = self.date(row, &branch, zone_of)?;
        if !plan.only_kinds.is_empty() && !plan.only_kinds.contains(&kind) {
            return Ok(Parsed::Skip(SkipReason::OtherKind, Some((Box::new(branch), Some(visit.0)))));
        }
        if unscored {
            return Ok(Parsed::Skip(SkipReason::NoScore, Some((Box::new(branch), Some(visit.0)))));
        }
        Ok(Parsed::Visit(Box::new(VisitData {
            line: row.line,
            external_id: self.external_id(row),
            kind,
            day: visit.0,
            minute: visit.1,
            supervisor: Some(tidy(self.at(row, plan.supervisor))).filter(|name| !name.is_empty()),
            score,
            points,
            areas: self.areas(row)?,
            branch,
        })))
    }

    /// The cell's text; empty when there is no such column or it says "nothing".
    fn at<'r>(&self, row: &'r Row, column: Option<usize>) -> &'r str {
        let text = column.map_or("", |column| row.cell(column));
        if !text.is_empty() && !self.plan.nulls.is_empty() && self.plan.nulls.contains(&fold(text)) { "" } else { text }
    }

    /// The source's own id of the row's supervision.
    #[must_use]
    pub fn external_id(&self, row: &Row) -> Option<String> {
        Some(tidy(self.at(row, self.plan.external_id))).filter(|id| !id.is_empty())
    }

    fn cell(&self, row: &Row, column: Option<usize>) -> Cell {
        let value: String = column.map_or("", |column| row.cell(column)).chars().take(200).collect();
        Cell { line: row.line, column: self.plan.name(column), value }
    }

    fn problem(&self, row: &Row, column: Option<usize>, reason: RejectReason) -> Problem {
        Problem { cell: self.cell(row, column), reason }
    }

    fn check_cells(&self, row: &Row) -> Result<(), Problem> {
        for &column in &self.plan.used {
            let text = row.cell(column);
            if text.len() > MAX_CELL_BYTES {
                return Err(self.problem(row, Some(column), RejectReason::CellTooLong));
            }
            if text.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) {
                return Err(self.problem(row, Some(column), RejectReason::ControlCharacter));
            }
        }
        let width = self.plan.header.len();
        if (width..row.width()).any(|column| !row.cell(column).is_empty()) {
            return Err(self.problem(row, Some(width), RejectReason::ExtraCells));
        }
        Ok(())
    }

    fn field(&self, row: &Row, field: &PlannedField) -> Option<String> {
        let text = self.at(row, field.column);
        let text = match field.map.get(&fold(text)) {
            Some(meaning) => meaning,
            None => text,
        };
        let text = if text.is_empty() { field.fixed.as_deref().unwrap_or("") } else { text };
        Some(tidy(text)).filter(|text| !text.is_empty())
    }

    fn kind(&self, row: &Row) -> Result<String, Problem> {
        let field = &self.plan.kind;
        let code = match self.field(row, field) {
            Some(text) => slug(&text),
            None if field.column.is_none() => self.default_kind.clone(),
            None => String::new(),
        };
        if code.is_empty() { Err(self.problem(row, field.column, RejectReason::MissingKind)) } else { Ok(code) }
    }

    fn date(&self, row: &Row, branch: &BranchData, zone_of: ZoneOf<'_>) -> Result<(Day, Option<u16>), Problem> {
        let column = self.plan.date;
        let text = self.at(row, column);
        if text.is_empty() {
            return Err(self.problem(row, column, RejectReason::MissingDate));
        }
        let read = self.plan.dates.read(text, &self.zone(branch, zone_of));
        let visit = read.ok_or_else(|| self.problem(row, column, RejectReason::BadDate))?;
        Ok((visit.day, visit.second.and_then(|second| u16::try_from(second / 60).ok())))
    }

    /// The branch's zone: the row's or the profile's, else the store's, else the organization's.
    fn zone(&self, branch: &BranchData, zone_of: ZoneOf<'_>) -> TimeZone {
        let named = branch.time_zone.as_deref().and_then(|name| self.known_zone(name));
        named
            .or_else(|| zone_of(&branch.code).and_then(|name| self.known_zone(&name)))
            .unwrap_or_else(|| self.organization_zone.clone())
    }

    fn known_zone(&self, name: &str) -> Option<TimeZone> {
        self.zones.borrow_mut().entry(name.to_owned()).or_insert_with(|| TimeZone::get(name).ok()).clone()
    }

    fn score(
        &self,
        row: &Row,
        about: &str,
        warnings: &mut Vec<Warning>,
    ) -> Result<(Option<u16>, Option<Points>), Problem> {
        let plan = &self.plan;
        let given = self.scaled(row, plan.score, plan.scale, RejectReason::BadScore, RejectReason::ScoreOutOfRange)?;
        let points = self.points(row, plan.points, plan.max_points)?;
        let Some((points, of_points)) = points else { return Ok((given, None)) };
        if let Some(given) = given
            && differs(given, points)
        {
            let cell = self.cell(row, plan.score);
            // the source's own id, else the line: each supervision is warned of once
            let about = format!("{about} {} {}", self.at(row, plan.external_id), self.at(row, plan.date));
            warnings.push(Warning { cell, kind: WarningKind::ScoreDiffers, about });
        }
        Ok((Some(given.unwrap_or(of_points)), Some(points)))
    }

    /// A number on a scale, in hundredths of a percent.
    fn scaled(
        &self,
        row: &Row,
        column: Option<usize>,
        scale: FullScale,
        bad: RejectReason,
        outside: RejectReason,
    ) -> Result<Option<u16>, Problem> {
        let text = self.at(row, column);
        if text.is_empty() {
            return Ok(None);
        }
        let number = Decimal::parse(text, self.plan.decimal_comma).ok_or_else(|| self.problem(row, column, bad))?;
        if number.is_zero() && scale.zero_is_unscored {
            return Ok(None);
        }
        if number.is_negative() || number.exceeds(scale.max) {
            return Err(self.problem(row, column, outside));
        }
        let good = if scale.lower_is_better { number.below(scale.max) } else { Some(number) };
        let hundredths = good.and_then(|good| good.hundredths_of(scale.max)).and_then(|n| u16::try_from(n).ok());
        hundredths.map(Some).ok_or_else(|| self.problem(row, column, outside))
    }

    /// Points and their maximum in hundredths, and 100 · points / maximum in hundredths of a percent.
    fn points(&self, row: &Row, points: Option<usize>, max: Option<usize>) -> Result<Option<(Points, u16)>, Problem> {
        let (text, max_text) = (self.at(row, points), self.at(row, max));
        if text.is_empty() || max_text.is_empty() {
            return Ok(None);
        }
        let bad = |column| self.problem(row, column, RejectReason::BadPoints);
        let number = Decimal::parse(text, self.plan.decimal_comma).ok_or_else(|| bad(points))?;
        let most = Decimal::parse(max_text, self.plan.decimal_comma).ok_or_else(|| bad(max))?;
        if most.is_zero() && number.is_zero() {
            return Ok(None);
        }
        if number.is_negative() || most.is_negative() || number.exceeds(most) {
            return Err(bad(points));
        }
        let share = number.hundredths_of(most).and_then(|n| u16::try_from(n).ok()).ok_or_else(|| bad(points))?;
        match (number.hundredths(), most.hundredths()) {
            (Some(number), Some(most)) => Ok(Some(((number, most), share))),
            _ => Err(bad(points)),
        }
    }

    fn areas(&self, row: &Row) -> Result<Option<Vec<AreaData>>, Problem> {
        let plan = &self.plan;
        let (bad, outside) = (RejectReason::BadAreaScore, RejectReason::AreaScoreOutOfRange);
        if let Some(long) = &plan.long {
            let key = fold(self.at(row, Some(long.column)));
            if key.is_empty() {
                return Err(self.problem(row, Some(long.column), RejectReason::MissingArea));
            }
            let scale = long.scales.get(&key).copied().unwrap_or(long.scale);
            let given = self.scaled(row, long.score, scale, bad, outside)?;
            let points = self.points(row, long.points, long.max_points)?;
            let score = given.or(points.map(|(_, share)| share));
            let name = long.names.get(&key).cloned().unwrap_or_else(|| tidy(row.cell(long.column)));
            let rated = score.map(|score| AreaData { name, score, points: points.map(|(points, _)| points) });
            return Ok(Some(rated.into_iter().collect()));
        }
        if plan.areas.is_empty() {
            return Ok(None);
        }
        let mut areas = Vec::new();
        for area in &plan.areas {
            if let Some(score) = self.scaled(row, Some(area.column), area.scale, bad, outside)? {
                areas.push(AreaData { name: area.name.clone(), score, points: None });
            }
        }
        Ok(Some(areas))
    }

    fn branch(&self, row: &Row, warnings: &mut Vec<Warning>) -> Result<BranchData, Problem> {
        let spec = &self.plan.branch;
        let (label_code, label_name) = label(self.at(row, spec.label));
        let mut code = tidy(self.at(row, spec.code));
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
        let location = self.location(row).map_err(|kind| warn(spec.latitude, kind, &code)).ok().flatten();
        let territory = self.field(row, &spec.territory).and_then(|text| {
            let known = territory(&text);
            if known.is_none() {
                warn(spec.territory.column, WarningKind::UnknownTerritory, &text);
            }
            known
        });
        let state = self.field(row, &spec.state).map(|text| match states::inegi(&text).filter(|_| spec.in_mexico) {
            Some((code, name)) => (code.to_owned(), name.to_owned()),
            None => {
                if spec.in_mexico {
                    warn(spec.state.column, WarningKind::UnknownState, &text);
                }
                (state_code(&text), text)
            }
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
        Ok(BranchData {
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
        })
    }

    /// The stable key of a source without codes: its columns as a slug.
    fn identity(&self, row: &Row) -> String {
        let columns = &self.plan.branch.identity;
        let text = columns.iter().map(|column| self.at(row, Some(*column))).collect::<Vec<_>>().join(" ");
        let key = slug(&text);
        if key.is_empty() && !text.trim().is_empty() { fold(&text).chars().take(100).collect() } else { key }
    }

    fn location(&self, row: &Row) -> Result<Option<Location>, WarningKind> {
        let spec = &self.plan.branch;
        let (Some(latitude), Some(longitude)) = (spec.latitude, spec.longitude) else { return Ok(None) };
        let (latitude, longitude) = (self.at(row, Some(latitude)), self.at(row, Some(longitude)));
        if latitude.is_empty() && longitude.is_empty() {
            return Err(WarningKind::NoLocation);
        }
        let comma = self.plan.decimal_comma;
        let point = value::degrees(latitude, comma).zip(value::degrees(longitude, comma));
        match point {
            // no branch stands exactly on the equator or on Greenwich's meridian: there a zero means "unknown"
            Some((latitude, longitude))
                if latitude != 0.0 && longitude != 0.0 && latitude.abs() <= 90.0 && longitude.abs() <= 180.0 =>
            {
                Ok(Some(Location { latitude, longitude }))
            }
            _ => Err(WarningKind::BadLocation),
        }
    }
}

/// Whether the recorded score is more than 0.01 away from 100 · points / max; exact, without a division.
fn differs(score: u16, (points, max): Points) -> bool {
    (i128::from(score) * i128::from(max) - 10_000 * i128::from(points)).abs() > i128::from(max)
}

/// "25 - Juárez" → code and name; a text without a dash is a name.
fn label(text: &str) -> (String, String) {
    for dash in [" - ", " – ", " — ", "-"] {
        if let Some((code, name)) = text.split_once(dash)
            && code.trim().bytes().all(|byte| byte.is_ascii_digit())
            && !code.trim().is_empty()
        {
            return (tidy(code), tidy(name));
        }
    }
    (String::new(), tidy(text))
}

fn territory(text: &str) -> Option<Territory> {
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

#[cfg(test)]
mod tests;
