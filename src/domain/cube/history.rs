//! `/historico`.

use super::{
    Cube,
    heat::{Line, lines},
    index::NONE,
    order::{Ranked, rank},
    select::Selection,
};
use crate::domain::{Filter, FilterError, Mean, filter::FilterReason, views::*};

impl Cube {
    /// By site: sum and count of the selection.
    fn site_means(&self, selection: &Selection) -> Vec<Mean> {
        let mut means = vec![Mean::default(); self.sites.len()];
        self.each_visit(selection, |visit, _, measure| means[usize::from(self.columns.site[visit])].merge(measure));
        means
    }

    /// `/historico`; with `group`, its branches.
    ///
    /// # Errors
    /// As [`Cube::resolve`]; the group is named as `dentro`.
    pub fn history(
        &self,
        filter: &Filter,
        by: Granularity,
        show: HistoryShow,
        group: Option<&str>,
    ) -> Result<History, FilterError> {
        let selection = Selection::new(self, filter)?;
        let group = group.map(|name| self.group_named(name)).transpose()?;
        let length = if group.is_some() { self.catalog.branches.len() } else { self.catalog.groups.len() };
        // By row; the whole selection stands after the last one.
        let means = |selection: &Selection| {
            let mut means = vec![Mean::default(); length + 1];
            for (site, mean) in self.site_means(selection).into_iter().enumerate().filter(|(_, mean)| mean.n > 0) {
                let of = self.sites[site];
                let row = match group {
                    Some(group) => (usize::from(of.group) == group).then_some(of.branch as usize),
                    None => (of.group != NONE).then_some(usize::from(of.group)),
                };
                row.into_iter().chain([length]).for_each(|row| means[row].merge(mean));
            }
            means
        };
        let columns: Vec<_> = self
            .slots(&selection, by)
            .into_iter()
            .map(|slot| {
                let means = means(&slot.selection);
                (slot, means)
            })
            .filter(|(_, means)| means[length].n > 0)
            .collect();
        let mut rows = lines(self, &selection, &columns, length + 1, means);
        let organization = rows.pop().unwrap_or_default();
        let order = if group.is_some() { &self.index.branch_order } else { &self.index.group_order };
        let mut ranked: Vec<Ranked> = rows
            .iter()
            .enumerate()
            .map(|(row, line)| Ranked::new(row, line.sum(), order[row]))
            .filter(|ranked| ranked.mean.n > 0)
            .collect();
        rank(&mut ranked);
        let count = |show| ranked.iter().filter(|ranked| self.is_shown(show, &rows[ranked.item])).count() as u32;
        let counts = HistoryCounts {
            all: count(HistoryShow::All),
            improving: count(HistoryShow::Improving),
            declining: count(HistoryShow::Declining),
            critical: count(HistoryShow::Critical),
        };
        let named = |row: usize| match group {
            Some(_) => (self.catalog.branches[row].code.clone(), self.catalog.branches[row].name.clone()),
            None => (self.catalog.groups[row].slug.clone(), self.catalog.groups[row].name.clone()),
        };
        let rows = ranked
            .iter()
            .filter(|ranked| self.is_shown(show, &rows[ranked.item]))
            .map(|ranked| {
                let (key, name) = named(ranked.item);
                rows[ranked.item].row(key, name)
            })
            .collect();
        let mut outside = 0;
        self.each_visit(&selection, |visit, day, _| outside += u32::from(self.is_outside(visit, day)));
        Ok(History {
            meta: selection.meta(self),
            granularity: by,
            show,
            group: group.and_then(|group| self.group_link(group as u16)),
            columns: columns.into_iter().map(|(slot, _)| slot.column).collect(),
            organization: organization.row(String::new(), self.catalog.organization_name.clone()),
            rows: Page::whole(rows),
            counts,
            outside_named_periods: outside,
        })
    }

    /// The slug of a group that is named by slug or name.
    ///
    /// # Errors
    /// There is no such group; it is named as `dentro`.
    pub fn group_slug(&self, name: &str) -> Result<&str, FilterError> {
        self.group_named(name).map(|group| self.catalog.groups[group].slug.as_str())
    }

    fn group_named(&self, name: &str) -> Result<usize, FilterError> {
        let slug = self.find_groups(name).into_iter().next();
        slug.and_then(|slug| self.catalog.groups.iter().position(|group| group.slug == slug)).ok_or_else(|| {
            FilterError { field: "dentro".to_owned(), value: name.to_owned(), reason: FilterReason::UnknownValue }
        })
    }

    fn is_shown(&self, show: HistoryShow, line: &Line) -> bool {
        let (now, change) = (line.now(), line.delta());
        match show {
            HistoryShow::All => true,
            HistoryShow::Improving => change.is_some_and(|change| change > 0.0),
            HistoryShow::Declining => change.is_some_and(|change| change < 0.0),
            HistoryShow::Critical => {
                let band = (now.n > 0).then(|| self.catalog.settings.bands.band_of(now.sum_hundredths, now.n));
                band == Some(crate::domain::Band::Critico)
            }
        }
    }
}
