//! One row and a plan → a visit, a branch, a skip or a rejection. Pure: no store, no clock.

mod branch;
mod data;

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
        Day, Location,
        text::{fold, slug, tidy},
    },
};

pub use branch::{place, state, territory};
pub use data::{AreaData, BranchData, Cell, Parsed, Points, Problem, VisitData, Warning};

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
            second: visit.1,
            supervisor: Some(tidy(self.at(row, plan.supervisor))).filter(|name| !name.is_empty()),
            score,
            points,
            sent_from: self.sent_from(row, warnings),
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
        let id = value::whole(self.at(row, self.plan.external_id), self.plan.decimal_comma);
        Some(tidy(id)).filter(|id| !id.is_empty())
    }

    /// Branch, kind, day and second of a row, where all can be read, whatever else is wrong with it.
    #[must_use]
    pub fn identity_of(&self, row: &Row, zone_of: ZoneOf<'_>) -> Option<(String, String, Day, Option<u32>)> {
        let branch = self.branch(row, &mut Vec::new()).ok()?;
        let kind = self.kind(row).ok()?;
        let (day, second) = self.date(row, &branch, zone_of).ok()?;
        Some((branch.code, kind, day, second))
    }

    fn cell(&self, row: &Row, column: Option<usize>) -> Cell {
        let value: String = column.map_or("", |column| row.cell(column)).chars().take(200).collect();
        Cell { line: row.line, column: self.plan.name(column), value }
    }

    /// A cell of the row, as what is wrong with it.
    #[must_use]
    pub fn problem(&self, row: &Row, column: Option<usize>, reason: RejectReason) -> Problem {
        Problem { cell: self.cell(row, column), reason }
    }

    fn check_cells(&self, row: &Row) -> Result<(), Problem> {
        for &column in &self.plan.used {
            if let Some(reason) = unfit(row.cell(column)) {
                return Err(self.problem(row, Some(column), reason));
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

    fn date(&self, row: &Row, branch: &BranchData, zone_of: ZoneOf<'_>) -> Result<(Day, Option<u32>), Problem> {
        let column = self.plan.date;
        let text = self.at(row, column);
        if text.is_empty() {
            return Err(self.problem(row, column, RejectReason::MissingDate));
        }
        let read = self.plan.dates.read(text, &self.zone(branch, zone_of));
        let visit = read.ok_or_else(|| self.problem(row, column, RejectReason::BadDate))?;
        Ok((visit.day, visit.second))
    }

    fn sent_from(&self, row: &Row, warnings: &mut Vec<Warning>) -> Option<Location> {
        let columns = self.plan.sent_from?;
        self.point(row, columns).unwrap_or_else(|()| {
            let about = self.external_id(row).unwrap_or_else(|| row.line.to_string());
            warnings.push(Warning { cell: self.cell(row, Some(columns.0)), kind: WarningKind::BadSentFrom, about });
            None
        })
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
        hundredths.map(Some).ok_or_else(|| self.problem(row, column, bad))
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
        value::points(number, most).map_err(|value::BadPoints| bad(points))
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
}

/// Why a text is none that can be kept; `None` when it is one.
#[must_use]
pub fn unfit(text: &str) -> Option<RejectReason> {
    if text.len() > MAX_CELL_BYTES {
        return Some(RejectReason::CellTooLong);
    }
    let control = text.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'));
    control.then_some(RejectReason::ControlCharacter)
}

/// Whether the recorded score is more than 0.01 away from 100 · points / max; exact, without a division.
fn differs(score: u16, (points, max): Points) -> bool {
    (i128::from(score) * i128::from(max) - 10_000 * i128::from(points)).abs() > i128::from(max)
}

#[cfg(test)]
mod tests;
