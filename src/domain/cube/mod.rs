//! The *cube*: a columnar, read-only image of one organization's supervisions, and the KPI engine over it.
//!
//! The database stays the only truth; a cube can be rebuilt from it at any time and carries the data version it was built from.
//!
//! # What a filter selects
//! A visit is selected when it passes the kind, the period (a named period by its branch's territory), the branch-side
//! restrictions (state, group, branch, territory, text; the group being the one in force on the day of the visit), and the
//! bands (by its general score; a visit without one passes no band filter). The *measure* is the general score: a visit
//! without one counts as a supervision and for coverage, but not in `n`.
//!
//! With an area filter only visits with a rated score of the filter's areas are selected, and the measure is those scores:
//! sums, `n`, bands, median and tenth percentile count them one by one (rule 10), and only those areas are listed.
//!
//! # Where what is
//! `columns` holds the data, `build` makes them, `index` what is derived from the catalog, `resolve` turns names into codes,
//! `select` makes a filter ready, `pass` walks; `dashboard`, `history`, `indicators`, `places`, `lists`, `coverage` answer; `heat` makes columns over
//! time, `order` ranks.

mod append;
mod area_figures;
mod build;
mod columns;
mod coverage;
mod dashboard;
mod heat;
mod history;
mod index;
mod indicators;
mod kernel;
mod lists;
mod order;
mod pass;
mod places;
mod resolve;
mod restrict;
mod select;
mod snapshot;
mod walk;
#[cfg(target_arch = "x86_64")]
mod wide;

use super::{Catalog, catalog::SupervisionRow};
use columns::Columns;
use index::{Index, Site};
pub use snapshot::checksum;
pub use walk::Walk;

/// See the module's documentation.
///
/// ```
/// use falcon::domain::{Assignment, Branch, Catalog, Cube, Day, Filter, Group, SupervisionRow};
///
/// let branch = |code: &str| Branch {
///     code: code.into(),
///     name: format!("Sucursal {code}"),
///     assignments: vec![Assignment { from: Day::MIN, group: Some(0) }],
///     territory: None,
///     state: None,
///     municipality: None,
///     location: None,
///     time_zone: None,
///     opened: None,
///     closed: None,
/// };
/// let catalog = Catalog {
///     kinds: vec!["operativa".into()],
///     groups: vec![Group { slug: "norte".into(), name: "Norte".into() }],
///     branches: vec![branch("1"), branch("2"), branch("3")],
///     ..Catalog::default()
/// };
/// let visit = |id, branch, date, score| SupervisionRow {
///     id,
///     branch,
///     kind: 0,
///     day: Day::parse(date).expect("a date"),
///     minute: None,
///     supervisor: None,
///     score: Some(score),
///     areas: vec![],
/// };
/// let rows = [
///     visit(1, 0, "2024-06-01", 8_000),
///     visit(2, 0, "2025-02-10", 9_000),
///     visit(3, 0, "2025-05-20", 9_500),
///     visit(4, 1, "2025-03-03", 7_000),
/// ];
/// let cube = Cube::build(catalog, rows).expect("rows that fit the catalog");
///
/// let kpis = cube.dashboard(&Filter::parse_query("year=2025")?)?.kpis;
/// assert_eq!(kpis.average, Some(85.0), "of three supervisions, not of two branches");
/// assert_eq!((kpis.n, kpis.delta), (3, Some(5.0)));
/// assert_eq!((kpis.branches_supervised, kpis.branches_active), (2, 3));
/// # Ok::<(), falcon::domain::FilterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cube {
    catalog: Catalog,
    /// Branches under each of their groups; visits refer to them by number.
    sites: Vec<Site>,
    columns: Columns,
    index: Index,
}

/// Why rows cannot become a cube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildError {
    /// A row points outside the catalog, repeats an area, or a score is above 10 000.
    Row { id: u32, what: &'static str },
    /// More branches, areas, … than the columns can number.
    TooMany(&'static str),
    /// The catalog contradicts itself.
    Catalog(&'static str),
}

/// Why bytes are not a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotError {
    /// Not a snapshot, or of another version of the format.
    Format,
    /// Checksum or structure is damaged.
    Corrupt,
}

impl Cube {
    /// Builds a cube from all supervisions of an organization, in any order.
    ///
    /// # Errors
    /// When a row does not fit the catalog.
    pub fn build(catalog: Catalog, rows: impl IntoIterator<Item = SupervisionRow>) -> Result<Self, BuildError> {
        index::check_catalog(&catalog)?;
        let mut rows: Vec<SupervisionRow> = rows.into_iter().collect();
        for row in &rows {
            build::check_row(&catalog, row)?;
        }
        build::sort_rows(&mut rows)?;
        let mut sites = Vec::new();
        index::extend_sites(&catalog, &mut sites)?;
        let columns = build::columns_from(&catalog, &sites, &rows);
        Ok(Self::assemble(catalog, sites, columns))
    }

    /// Puts checked parts together.
    fn assemble(catalog: Catalog, sites: Vec<Site>, columns: Columns) -> Self {
        let mut index = Index::new(&catalog, &sites, &columns);
        index.kinds = build::kind_facts(catalog.kinds.len(), &columns);
        Self { catalog, sites, columns, index }
    }

    /// All supervisions as rows again, in order of (day, id).
    pub fn rows(&self) -> impl Iterator<Item = SupervisionRow> + '_ {
        let columns = &self.columns;
        let some = |value: Option<&u16>| value.copied().filter(|value| *value != columns::UNRATED);
        (0..columns.len()).map(move |visit| {
            let (areas, values) = columns.row(visit);
            SupervisionRow {
                id: columns.id[visit],
                branch: self.sites[usize::from(columns.site[visit])].branch,
                kind: columns.kind_of(visit),
                day: super::Day::from_number(columns.day_of(visit)),
                minute: some(columns.minute.get(visit)),
                supervisor: some(columns.supervisor.get(visit)),
                score: some(columns.score.get(visit)),
                areas: areas
                    .iter()
                    .copied()
                    .zip(values.iter().copied())
                    .filter(|(_, v)| *v != columns::UNRATED)
                    .collect(),
            }
        })
    }

    /// What the supervisions refer to.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Number of supervisions.
    #[must_use]
    pub fn supervisions(&self) -> u32 {
        self.columns.len() as u32
    }

    /// Bytes of all columns (the catalog and what is derived from it not counted).
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.columns.bytes()
    }

    /// Years with a supervision, oldest first.
    #[must_use]
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self
            .index
            .months
            .windows(2)
            .map(|pair| (pair[0], pair[1].1 - 1))
            .chain(self.index.months.last().map(|last| (*last, i32::MAX)))
            .filter(|((_, first), last)| !self.columns.visits_between(*first, *last).is_empty())
            .map(|((month, _), _)| (month / 12) as i16)
            .collect();
        years.dedup();
        years
    }

    /// Number of supervisions of each kind, in the catalog's order.
    #[must_use]
    pub fn kind_visits(&self) -> Vec<u32> {
        let visits = |kind: usize| self.index.kinds.get(kind).map_or(0, |facts| facts.visits);
        (0..self.catalog.kinds.len()).map(visits).collect()
    }

    /// The slugs of the areas that the organization watches most, in the catalog's order.
    #[must_use]
    pub fn critical_slugs(&self) -> Vec<String> {
        let slugs = &self.index.area_slugs;
        self.catalog.critical_areas.iter().filter_map(|area| slugs.get(usize::from(*area)).cloned()).collect()
    }

    /// The slug of each area, in the catalog's order.
    #[must_use]
    pub fn area_slugs(&self) -> &[String] {
        &self.index.area_slugs
    }
}
