//! A *selection* is a resolved filter made ready for a pass: day windows, and lookups by site, shape, score and area.

use super::{
    Cube,
    index::{CLASSES, NONE},
};
use crate::domain::{
    Band, BandLimits, Filter, FilterError, Period,
    filter::KindFilter,
    text::fold,
    views::{Meta, Span},
};

/// Days that one class of branches is asked for.
#[derive(Clone, Debug)]
pub struct Window {
    pub from: i32,
    pub to: i32,
    /// By site: whether its visits in these days are asked for; `None` means all.
    pub sites: Option<Vec<bool>>,
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The filter as understood: codes only, the kind named.
    pub filter: Filter,
    /// Disjoint in the visits they select.
    pub windows: Vec<Window>,
    /// By shape: whether visits of its kind are asked for; `None` means all.
    pub shapes: Option<Vec<bool>>,
    /// Bands that the general score must lie in.
    pub bands: Option<BandTest>,
    /// By area: whether its scores are the measure; `None` means the general score is.
    pub areas: Option<Vec<bool>>,
    /// By site: whether branch-side restrictions let it pass, whatever the period.
    pub sites: Option<Vec<bool>>,
    pub span: Option<Span>,
}

/// Which general scores a band filter lets pass.
#[derive(Clone, Copy, Debug)]
pub struct BandTest {
    limits: BandLimits,
    wanted: [bool; 4],
}

impl BandTest {
    pub fn passes(&self, score: u16) -> bool {
        score <= 10_000 && self.wanted[self.limits.band_of(i64::from(score), 1) as usize]
    }
}

impl Selection {
    /// Makes a filter ready.
    ///
    /// # Errors
    /// As [`Cube::resolve`].
    pub fn new(cube: &Cube, filter: &Filter) -> Result<Self, FilterError> {
        Ok(Self::of_resolved(cube, cube.resolve(filter)?))
    }

    /// Makes a filter ready that [`Cube::resolve`] gave.
    pub fn of_resolved(cube: &Cube, mut filter: Filter) -> Self {
        let kind = cube.kind_number(&filter.kind);
        if filter.kind == KindFilter::Default
            && let Some(kind) = kind
        {
            filter.kind = KindFilter::One(cube.catalog.kinds[kind].clone());
        }
        let shapes = (cube.catalog.kinds.len() > 1 && kind.is_some())
            .then(|| cube.columns.shapes.kind.iter().map(|of| Some(usize::from(*of)) == kind).collect());
        let bands = (!filter.bands.is_empty()).then(|| BandTest {
            limits: cube.catalog.settings.bands,
            wanted: Band::ALL.map(|band| filter.bands.contains(&band)),
        });
        let areas = (!filter.areas.is_empty())
            .then(|| cube.index.area_slugs.iter().map(|slug| filter.areas.binary_search(slug).is_ok()).collect());
        let sites = site_mask(cube, &filter);
        let mut selection = Self { filter, windows: Vec::new(), shapes, bands, areas, sites, span: None };
        selection.set_windows(cube, kind);
        selection
    }

    /// The same restrictions over another period.
    pub fn with_period(&self, cube: &Cube, period: Period) -> Self {
        let mut other = self.clone();
        other.filter.period = period;
        other.set_windows(cube, cube.kind_number(&self.filter.kind));
        other
    }

    fn set_windows(&mut self, cube: &Cube, kind: Option<usize>) {
        let data = cube.span_of(kind);
        self.span = None;
        self.windows.clear();
        if let Period::Named(code) = &self.filter.period {
            let period = cube.catalog.periods.iter().find(|period| period.code == *code);
            let days = CLASSES.map(|territory| period.and_then(|period| period.days_for(territory)));
            let mut distinct: Vec<(crate::domain::Day, crate::domain::Day)> = days.into_iter().flatten().collect();
            distinct.sort_unstable();
            distinct.dedup();
            if let ([one], true) = (distinct.as_slice(), days.iter().all(Option::is_some)) {
                self.span = Some(Span { from: one.0, to: one.1 });
            }
            for (from, to) in distinct {
                let mine = days.map(|of| of == Some((from, to)));
                let sites = if mine == [true; 3] {
                    self.sites.clone()
                } else {
                    let passes = |(site, class): (usize, &u8)| {
                        mine[usize::from(*class)] && self.sites.as_ref().is_none_or(|mask| mask[site])
                    };
                    Some(cube.index.class.iter().enumerate().map(passes).collect())
                };
                self.windows.push(Window { from: from.number(), to: to.number(), sites });
            }
            return;
        }
        let (from, to) = match (self.filter.period.days(), data) {
            // An open end reaches as far as the data do.
            (Some((from, to)), data) => {
                let (first, last) = data.unwrap_or((from.number(), to.number()));
                let open_from = self.filter.period_opens_at_start();
                let open_to = self.filter.period_opens_at_end();
                (
                    if open_from { first.min(to.number()) } else { from.number() },
                    if open_to { last.max(from.number()) } else { to.number() },
                )
            }
            (None, Some(days)) => days,
            // No visits and no period: every branch that ever was is pending.
            (None, None) => {
                self.windows.push(Window { from: i32::MIN, to: i32::MAX, sites: self.sites.clone() });
                return;
            }
        };
        let day = crate::domain::Day::from_number;
        self.span = Some(Span { from: day(from), to: day(to) });
        self.windows.push(Window { from, to, sites: self.sites.clone() });
    }

    /// What every answer carries.
    pub fn meta(&self, cube: &Cube) -> Meta {
        Meta {
            filter: self.filter.to_query(),
            data_version: cube.catalog.data_version,
            last_import: cube.catalog.last_import.clone(),
            span: self.span,
            by_area: self.areas.is_some(),
        }
    }

    /// Whether a visit is selected, leaving the bands and areas aside; windows are the caller's.
    pub fn shape_passes(&self, shape: u32) -> bool {
        self.shapes.as_ref().is_none_or(|mask| mask[shape as usize])
    }

    /// Whether a general score passes the band filter.
    pub fn band_passes(&self, score: u16) -> bool {
        self.bands.is_none_or(|bands| bands.passes(score))
    }
}

impl Filter {
    fn period_opens_at_start(&self) -> bool {
        matches!(self.period, Period::Range(from, _) if from <= crate::domain::Day::MIN)
    }

    fn period_opens_at_end(&self) -> bool {
        matches!(self.period, Period::Range(_, to) if to >= crate::domain::Day::MAX)
    }

    /// Whether the period reaches as far as the data at its start, and at its end.
    pub(super) fn period_opens(&self) -> (bool, bool) {
        let all = self.period == Period::All;
        (all || self.period_opens_at_start(), all || self.period_opens_at_end())
    }
}

/// Sites that the branch-side restrictions let pass; `None` when there are none.
fn site_mask(cube: &Cube, filter: &Filter) -> Option<Vec<bool>> {
    let free = filter.states.is_empty()
        && filter.groups.is_empty()
        && filter.branches.is_empty()
        && filter.territories.is_empty()
        && filter.text.is_none();
    if free {
        return None;
    }
    let catalog = &cube.catalog;
    let states: Vec<bool> =
        catalog.states.iter().map(|state| filter.states.binary_search(&state.code).is_ok()).collect();
    let groups: Vec<bool> =
        catalog.groups.iter().map(|group| filter.groups.binary_search(&group.slug).is_ok()).collect();
    let branches: Option<Vec<bool>> = (!filter.branches.is_empty())
        .then(|| catalog.branches.iter().map(|branch| filter.branches.binary_search(&branch.code).is_ok()).collect());
    let text = filter.text.as_deref().map(fold);
    let passes = |site: &super::index::Site| {
        let branch = &catalog.branches[site.branch as usize];
        let group = (site.group != NONE).then_some(usize::from(site.group));
        (filter.states.is_empty() || branch.state.is_some_and(|state| states[usize::from(state)]))
            && (filter.groups.is_empty() || group.is_some_and(|group| groups[group]))
            && branches.as_ref().is_none_or(|branches| branches[site.branch as usize])
            && (filter.territories.is_empty() || branch.territory.is_some_and(|of| filter.territories.contains(&of)))
            && text.as_deref().is_none_or(|text| {
                cube.index.branch_text[site.branch as usize].contains(text)
                    || group.is_some_and(|group| cube.index.group_text[group].contains(text))
            })
    };
    Some(cube.sites.iter().map(passes).collect())
}
