//! What rows become.

use crate::{
    contract::{RejectReason, SkipReason, WarningKind},
    domain::{Day, Location, Territory},
    server::db::Attribute,
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
    /// What a row of a branches file leaves empty, though the profile maps it.
    pub cleared: Vec<Attribute>,
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
    /// Second of the day.
    pub second: Option<u32>,
    pub supervisor: Option<String>,
    pub score: Option<u16>,
    pub points: Option<Points>,
    pub sent_from: Option<Location>,
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
