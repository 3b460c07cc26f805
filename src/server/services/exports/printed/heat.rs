//! Averages over time.

use super::{Shop, common, words};
use crate::{
    contract::format,
    domain::{
        Period,
        views::{Cell, Column, History, HistoryRow, Indicators},
    },
    server::print::{Content, Heat, HeatRow, Section, heat_columns},
};

impl Shop<'_> {
    /// Of a group, `inside` counts its scores: the row above is of the whole selection all the same, to compare with.
    pub(super) fn history(&self, found: &History, inside: Option<u32>) -> Section {
        let name = if found.group.is_some() { common::BRANCH } else { common::GROUP };
        let mut rows =
            vec![HeatRow { name: self.say(common::WHOLE).to_owned(), pinned: true, ..self.row(&found.organization) }];
        rows.extend(found.rows.items.iter().map(|row| self.row(row)));
        let n = found.organization.cells.iter().map(|cell| cell.n).sum();
        let mut section = self.heat(common::HISTORY, name, &found.columns, rows, n);
        if let (Some(group), Some(inside)) = (&found.group, inside) {
            section.title = [&section.title, " · ", &group.name].concat();
            section.note = [&self.counted(inside), " · ", self.say(common::WHOLE), ": ", &section.note].concat();
        }
        if let (Content::Heat(heat), true) = (&mut section.content, found.rows.items.is_empty()) {
            let none = self.say(if inside.is_some() { words::NO_BRANCH } else { words::NO_GROUP });
            heat.more = Some(std::iter::once(none).chain(heat.more.as_deref()).collect::<Vec<_>>().join(" "));
        }
        section
    }

    /// Areas, in the order of their ranking.
    pub(super) fn areas_over_time(&self, found: &Indicators) -> Section {
        let rows = found.rows.iter().map(|row| self.row(row)).collect();
        let n = found.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.n).sum();
        let mut section = self.heat(common::HISTORY, common::AREA, &found.columns, rows, n);
        if self.filter.period == Period::All && !found.columns.is_empty() {
            let count = found.columns.len().to_string();
            section.note = [&section.note, " · ", &self.say(words::LATEST).replacen("{}", &count, 1)].concat();
        }
        section
    }

    fn heat(&self, title: super::Said, name: super::Said, columns: &[Column], rows: Vec<HeatRow>, n: u32) -> Section {
        if columns.is_empty() {
            return Section { title: self.say(title).to_owned(), ..self.nothing() };
        }
        let (count, pinned) = (rows.len(), usize::from(rows.first().is_some_and(|row| row.pinned)));
        let mut rows = rows;
        rows.truncate(self.most + pinned);
        let room = heat_columns(self.width);
        let number = |count: usize| format::integer(i64::try_from(count).unwrap_or(i64::MAX));
        let fewer = (columns.len() > room).then(|| {
            self.say(words::SHOWN_COLUMNS).replacen("{}", &number(room), 1).replacen("{}", &number(columns.len()), 1)
        });
        let less = (count > rows.len()).then(|| [&self.more(count - rows.len()), "."].concat());
        let more: Vec<String> = less.into_iter().chain(fewer).collect();
        let heat = Heat {
            name: self.say(name).to_owned(),
            delta: [self.say(words::CHANGE), ", ", self.say(words::POINTS)].concat(),
            columns: columns.iter().map(|column| format::column(self.lang, &column.label)).collect(),
            rows,
            more: (!more.is_empty()).then(|| more.join(" ")),
        };
        Section { title: self.say(title).to_owned(), note: self.counted(n), content: Content::Heat(heat), fresh: false }
    }

    fn row(&self, row: &HistoryRow) -> HeatRow {
        let cell = |cell: &Cell| {
            let band = (cell.n > 0).then(|| self.bands().band_of(cell.sum_hundredths, cell.n))?;
            Some((band, format::pair(cell.sum_hundredths, cell.n)))
        };
        HeatRow {
            name: row.name.clone(),
            pinned: false,
            cells: row.cells.iter().map(cell).collect(),
            delta: row.delta.map(format::delta).unwrap_or_default(),
        }
    }
}
