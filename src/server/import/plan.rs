//! A *plan* is a profile laid over the columns of one file: every name became a column number, every word a value.

mod check;

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;

use check::decimal;
pub use check::{check, delimiter, encoding};

use super::{
    date::{DateFormat, DateReader},
    profile::{AreaSpec, BranchSpec, Direction, Field, Layout, Missing, Profile, Scale, Zero},
    value::Decimal,
};
use crate::{
    contract::ImportProblem,
    domain::text::{fold, tidy},
};

/// A scale with nothing left open.
#[derive(Clone, Copy, Debug)]
pub struct FullScale {
    pub max: Decimal,
    pub lower_is_better: bool,
    pub zero_is_unscored: bool,
}

/// A [`Field`] with its column found and its table folded.
#[derive(Clone, Debug, Default)]
pub struct PlannedField {
    pub column: Option<usize>,
    pub fixed: Option<String>,
    pub map: HashMap<String, String>,
}

/// An area of a wide file.
#[derive(Clone, Debug)]
pub struct PlannedArea {
    pub column: usize,
    pub name: String,
    pub scale: FullScale,
}

/// Columns of a long file's areas.
#[derive(Clone, Debug)]
pub struct LongAreas {
    pub column: usize,
    pub score: Option<usize>,
    pub points: Option<usize>,
    pub max_points: Option<usize>,
    pub scale: FullScale,
    pub names: HashMap<String, String>,
    pub scales: HashMap<String, FullScale>,
}

/// Columns of the branch.
#[derive(Clone, Debug, Default)]
pub struct PlannedBranch {
    pub code: Option<usize>,
    pub label: Option<usize>,
    pub identity: Vec<usize>,
    pub name: Option<usize>,
    pub group: PlannedField,
    pub territory: PlannedField,
    pub state: PlannedField,
    pub municipality: PlannedField,
    pub latitude: Option<usize>,
    pub longitude: Option<usize>,
    pub time_zone: Option<usize>,
    pub opened: Option<usize>,
    pub closed: Option<usize>,
    pub in_mexico: bool,
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub struct Plan {
    pub layout: Layout,
    pub header: Vec<String>,
    pub decimal_comma: bool,
    pub nulls: Vec<String>,
    pub external_id: Option<usize>,
    pub supervisor: Option<usize>,
    pub kind: PlannedField,
    pub only_kinds: Vec<String>,
    pub date: Option<usize>,
    pub dates: DateReader,
    pub sentinels: Vec<String>,
    pub score: Option<usize>,
    pub points: Option<usize>,
    pub max_points: Option<usize>,
    pub scale: FullScale,
    pub keep_without_score: bool,
    pub areas: Vec<PlannedArea>,
    pub long: Option<LongAreas>,
    /// Latitude and longitude of where the form was sent from.
    pub sent_from: Option<(usize, usize)>,
    pub branch: PlannedBranch,
    /// Zone of the profile, for branches that name none.
    pub zone: Option<(String, TimeZone)>,
    /// Every column that is read, for checks on all of them.
    pub used: Vec<usize>,
}

/// A profile that cannot be laid over a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("the file has no column {}", quoted(.0))]
    MissingColumns(Vec<String>),
    #[error("several columns fit one name, and only one can be meant: {}; rename or delete the others", quoted(.0))]
    SeveralColumns(Vec<String>),
    #[error("the file holds no column names")]
    NoHeader,
    /// A part of the profile makes no sense. `field` is that of the mapping form where it is filled in, else the
    /// profile's key.
    #[error("{words}")]
    Field { field: &'static str, words: String },
}

impl PlanError {
    pub(super) fn field(field: &'static str, words: impl Into<String>) -> Self {
        Self::Field { field, words: words.into() }
    }

    /// For the interface, in whose words it is told.
    #[must_use]
    pub fn problem(&self) -> ImportProblem {
        match self {
            Self::MissingColumns(names) => ImportProblem::new("missing_columns", quoted(names)),
            Self::SeveralColumns(names) => ImportProblem::new("several_columns", quoted(names)),
            Self::NoHeader => ImportProblem::new("no_header", ""),
            Self::Field { field, .. } => ImportProblem::new("field", field),
        }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn full(scale: &Scale) -> Result<FullScale, PlanError> {
    Ok(FullScale {
        max: decimal(scale.max.unwrap_or(100.0))?,
        lower_is_better: scale.direction.unwrap_or_default() == Direction::LowerIsBetter,
        zero_is_unscored: scale.zero.unwrap_or_default() == Zero::Unscored,
    })
}

/// Finds columns by name and remembers which were asked for in vain.
struct Finder {
    by_name: HashMap<String, usize>,
    /// Names of every column, and folded those that several columns have.
    header: Vec<String>,
    shared: HashSet<String>,
    several: Vec<String>,
    missing: Vec<String>,
    used: Vec<usize>,
}

impl Finder {
    fn column(&mut self, name: &str) -> Option<usize> {
        let found = self.by_name.get(&fold(name)).copied();
        if found.is_some() && self.shared.contains(&fold(name)) {
            self.several.extend(self.header.iter().filter(|other| fold(other) == fold(name)).cloned());
        }
        match found {
            Some(column) => self.used.push(column),
            None => self.missing.push(name.to_owned()),
        }
        found
    }

    fn optional(&mut self, name: Option<&String>) -> Option<usize> {
        name.filter(|name| !name.is_empty()).and_then(|name| self.column(name))
    }

    fn field(&mut self, field: Option<&Field>) -> PlannedField {
        let Some(field) = field else { return PlannedField::default() };
        PlannedField {
            column: self.optional(field.column.as_ref()),
            fixed: field.fixed.clone(),
            map: field.map.iter().map(|(from, to)| (fold(from), to.clone())).collect(),
        }
    }

    fn branch(&mut self, spec: &BranchSpec) -> PlannedBranch {
        PlannedBranch {
            code: self.optional(spec.code.as_ref()),
            label: self.optional(spec.label.as_ref()),
            identity: spec.identity.iter().filter_map(|name| self.column(name)).collect(),
            name: self.optional(spec.name.as_ref()),
            group: self.field(spec.group.as_ref()),
            territory: self.field(spec.territory.as_ref()),
            state: self.field(spec.state.as_ref()),
            municipality: self.field(spec.municipality.as_ref()),
            latitude: self.optional(spec.latitude.as_ref()),
            longitude: self.optional(spec.longitude.as_ref()),
            time_zone: self.optional(spec.time_zone.as_ref()),
            opened: self.optional(spec.opened.as_ref()),
            closed: self.optional(spec.closed.as_ref()),
            in_mexico: spec.country.as_deref().is_none_or(|country| country.eq_ignore_ascii_case("mx")),
        }
    }
}

impl Plan {
    /// Lays a profile over a header. `kind` overrides the profile's.
    ///
    /// # Errors
    /// Names every column that is missing.
    pub fn new(profile: &Profile, header: &[String], kind: Option<&str>) -> Result<Self, PlanError> {
        check(profile)?;
        let (mut by_name, mut shared) = (HashMap::new(), HashSet::new());
        for (column, name) in header.iter().enumerate() {
            if by_name.insert(fold(name), column).is_some() {
                shared.insert(fold(name));
            }
        }
        let header_names = header.to_vec();
        let mut finder = Finder {
            by_name,
            header: header_names,
            shared,
            several: Vec::new(),
            missing: Vec::new(),
            used: Vec::new(),
        };
        let score = profile.score.clone().unwrap_or_default();
        let date = profile.date.clone().unwrap_or_default();
        let visits = profile.layout != Layout::Branches;
        let kind_spec = profile.kind.clone().unwrap_or_default();
        let kind_field = match kind {
            Some(kind) => PlannedField { fixed: Some(kind.to_owned()), ..PlannedField::default() },
            None if visits => finder.field(Some(&Field {
                column: kind_spec.column.clone(),
                fixed: kind_spec.fixed.clone(),
                map: kind_spec.map.clone(),
            })),
            None => PlannedField::default(),
        };
        let mut plan = Self {
            layout: profile.layout,
            header: header.to_vec(),
            decimal_comma: profile.decimal_comma,
            nulls: profile.null_tokens.iter().map(|token| fold(token)).collect(),
            external_id: visits.then(|| finder.optional(profile.external_id.as_ref())).flatten(),
            supervisor: visits.then(|| finder.optional(profile.supervisor.as_ref())).flatten(),
            kind: kind_field,
            only_kinds: if kind.is_some() { Vec::new() } else { kind_spec.only },
            date: if visits { finder.column(&date.column) } else { None },
            dates: DateReader {
                formats: date.formats.iter().filter_map(|format| DateFormat::from_profile(format)).collect(),
                written_in: profile.timestamps_in.as_deref().and_then(|zone| TimeZone::get(zone).ok()),
            },
            sentinels: date.sentinels.iter().map(|sentinel| fold(sentinel)).collect(),
            score: visits.then(|| finder.optional(score.column.as_ref())).flatten(),
            points: visits.then(|| finder.optional(score.points.as_ref())).flatten(),
            max_points: visits.then(|| finder.optional(score.max_points.as_ref())).flatten(),
            scale: full(&score.scale())?,
            keep_without_score: score.missing == Some(Missing::Keep),
            areas: Vec::new(),
            long: None,
            sent_from: profile.sent_from.as_ref().filter(|_| visits).and_then(|spec| {
                let (latitude, longitude) = (finder.column(&spec.latitude), finder.column(&spec.longitude));
                latitude.zip(longitude)
            }),
            branch: finder.branch(&profile.branch),
            zone: zone(profile.time_zone.as_deref()),
            used: Vec::new(),
        };
        if plan.dates.formats.is_empty() {
            plan.dates.formats.push(DateFormat::Iso);
        }
        if let Some(areas) = profile.areas.as_ref() {
            match profile.layout {
                Layout::Wide => plan.areas = wide(areas, header, &mut finder)?,
                Layout::Long => plan.long = long(areas, &mut finder)?,
                Layout::ScoreOnly | Layout::Branches => {}
            }
        }
        if !finder.missing.is_empty() {
            return Err(PlanError::MissingColumns(finder.missing));
        }
        if !finder.several.is_empty() {
            return Err(PlanError::SeveralColumns(finder.several));
        }
        finder.used.sort_unstable();
        finder.used.dedup();
        plan.used = finder.used;
        Ok(plan)
    }

    /// The name of a column, for remarks.
    #[must_use]
    pub fn name(&self, column: Option<usize>) -> String {
        column.and_then(|column| self.header.get(column)).cloned().unwrap_or_default()
    }
}

fn zone(name: Option<&str>) -> Option<(String, TimeZone)> {
    let name = name?;
    TimeZone::get(name).ok().map(|zone| (name.to_owned(), zone))
}

/// Scale of a column or area: its own where the profile has one, else that of all areas.
fn own_scales(areas: &AreaSpec) -> Result<(FullScale, HashMap<String, FullScale>), PlanError> {
    let shared = areas.scale();
    let scales = areas.scales.iter().map(|(name, own)| Ok((fold(name), full(&own.or(&shared))?)));
    Ok((full(&shared)?, scales.collect::<Result<_, PlanError>>()?))
}

fn wide(areas: &AreaSpec, header: &[String], finder: &mut Finder) -> Result<Vec<PlannedArea>, PlanError> {
    let (shared, scales) = own_scales(areas)?;
    let names: HashMap<String, &String> = areas.names.iter().map(|(from, to)| (fold(from), to)).collect();
    let mut columns: Vec<(usize, String)> = Vec::new();
    if let Some(prefix) = areas.prefix.as_deref().map(fold).filter(|prefix| !prefix.is_empty()) {
        for (column, name) in header.iter().enumerate() {
            if let Some(rest) = without_prefix(name, &prefix) {
                columns.push((column, rest));
                finder.used.push(column);
            }
        }
        if columns.is_empty() {
            finder.missing.push(format!("{}…", areas.prefix.as_deref().unwrap_or_default()));
        }
    }
    for name in &areas.columns {
        if let Some(column) = finder.column(name)
            && !columns.iter().any(|(other, _)| *other == column)
        {
            columns.push((column, tidy(name)));
        }
    }
    let areas: Vec<PlannedArea> = columns
        .into_iter()
        .map(|(column, rest)| {
            let keys = [fold(&header[column]), fold(&rest)];
            PlannedArea {
                column,
                name: keys.iter().find_map(|key| names.get(key)).map_or(rest, |name| tidy(name)),
                scale: keys.iter().find_map(|key| scales.get(key)).copied().unwrap_or(shared),
            }
        })
        .collect();
    let twins = |area: &&PlannedArea| areas.iter().filter(|other| fold(&other.name) == fold(&area.name)).count() > 1;
    finder.several.extend(areas.iter().filter(twins).map(|area| header[area.column].clone()));
    Ok(areas)
}

/// What follows the (folded) prefix, as a name: underscores are spaces.
fn without_prefix(name: &str, prefix: &str) -> Option<String> {
    let tidied = tidy(name);
    let mut at = tidied.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = at.find(|end| fold(&tidied[..*end]).len() >= prefix.trim_end().len())?;
    let rest = tidy(&tidied[end..].replace('_', " "));
    (fold(&tidied[..end]) == prefix.trim_end() && !rest.is_empty()).then_some(rest)
}

fn long(areas: &AreaSpec, finder: &mut Finder) -> Result<Option<LongAreas>, PlanError> {
    let (scale, scales) = own_scales(areas)?;
    let Some(column) = finder.optional(areas.column.as_ref()) else { return Ok(None) };
    Ok(Some(LongAreas {
        column,
        score: finder.optional(areas.score.as_ref()),
        points: finder.optional(areas.points.as_ref()),
        max_points: finder.optional(areas.max_points.as_ref()),
        scale,
        names: areas.names.iter().map(|(from, to)| (fold(from), tidy(to))).collect(),
        scales,
    }))
}
