//! *Exports*: any view as a file. Its figures become tables, which are written as CSV or as a workbook while they are taken; or
//! sections, which are printed.
//!
//! Whoever takes one away is told in the audit log first; nothing is taken unrecorded.

mod chart;
mod cover;
mod csv;
mod flow;
mod lists;
mod printed;
mod series;
mod table;
mod trial;
mod view;
mod words;
mod xlsx;

use std::{
    io::{self, Write as _},
    sync::Arc,
};

use bytes::Bytes;
use futures::stream::BoxStream;
use serde_json::json;
use tokio::sync::OwnedSemaphorePermit;

use super::{Desk, Who, audit::Record};
use crate::{
    contract::Lang,
    domain::{
        Action, Day, Filter, FilterError, Period,
        access::audit::Act,
        cube::Walk,
        filter::FilterReason,
        text,
        views::{Granularity, HistoryShow, Meta, Span},
    },
    server::{error::ServerError, print},
};

pub use crate::server::print::Paper;
pub use chart::Chart;
use cover::Cover;
use table::Table;
pub use view::View;

/// What asks for a list whole, in the place of a number of rows.
pub const WHOLE: u32 = u32::MAX;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The API's own answer.
    Json,
    /// The map's features alone.
    GeoJson,
    /// One table; with a byte order mark, where one is asked for.
    Csv { mark: bool },
    /// A workbook with a cover and a sheet for each table.
    Xlsx,
    /// A report with a cover, on paper of this size.
    Pdf(Paper),
    /// A picture of one part; of the usual one, when none is named.
    Png(Option<Chart>),
}

impl Format {
    /// Every one, as a form offers them.
    pub const ALL: [Self; 6] =
        [Self::Xlsx, Self::Pdf(Paper::A4), Self::Png(None), Self::Csv { mark: false }, Self::Json, Self::GeoJson];

    /// Of the word of the parameter `format`.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == word)
    }

    /// The word of the parameter `format`, and the end of a file's name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::Csv { .. } => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf(_) => "pdf",
            Self::Png(_) => "png",
        }
    }

    /// What HTTP calls it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Csv { .. } => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf(_) => "application/pdf",
            Self::Png(_) => "image/png",
        }
    }
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// A page from 1, and its rows.
    pub page: (u32, u32),
    /// Of supervisions: from the one after this on, by day and number.
    pub after: Option<(Day, u32)>,
}

/// A file as it is made. One that breaks off ends with an error.
pub type File = BoxStream<'static, io::Result<Bytes>>;

/// Those with something in them, and the first in any case.
fn filled(tables: Vec<Table>) -> Vec<Table> {
    tables
        .into_iter()
        .enumerate()
        .filter(|(nth, table)| *nth == 0 || table.rows.count > 0)
        .map(|(_, table)| table)
        .collect()
}

/// What is asked to be taken away.
pub struct Asked<'a> {
    pub view: &'a View,
    pub filter: &'a Filter,
    pub part: Part,
    pub lang: Lang,
    /// Of several tables the one that a CSV holds; the first, when none is named.
    pub table: Option<&'a str>,
    /// Everything beside the filter as it was asked, for the cover and the audit log.
    pub parameters: &'a str,
}

/// A view's tables, and the cover before them.
pub struct Tables {
    cover: Cover,
    tables: Vec<Table>,
}

impl Desk {
    /// Records that data are taken away, before they are; the view by its name, with the filter and the parameters beside it.
    ///
    /// # Errors
    /// `Forbidden` when the role does not grant it; `Unavailable` when it cannot be recorded.
    pub async fn taken_away(
        &self,
        view: &str,
        [filter, parameters]: [&str; 2],
        format: Format,
        rows: Option<u64>,
    ) -> Result<(), ServerError> {
        self.must(Action::Export)?;
        let mut what = json!({"filter": filter, "format": format.code(), "rows": rows});
        if !parameters.is_empty() {
            what["parameters"] = parameters.into();
        }
        let record = Record::of(Act::Export, view).changed(None, what);
        match (self.actor().who, self.actor().name.as_str()) {
            // A command.
            (Who::Anyone, name) if !name.is_empty() => {
                self.services().record_system(Some(self.organization()), record.by(name)).await
            }
            _ => self.tell(record).await,
        }
    }

    /// A view as any of the files but JSON, which is the API's own, as it is made.
    ///
    /// # Errors
    /// When the filter, the table or the chart is unknown; as [`Desk::taken_away`].
    pub async fn export(&self, asked: &Asked<'_>, format: Format) -> Result<File, ServerError> {
        self.must(Action::Export)?;
        match format {
            Format::Pdf(paper) => return self.paper(asked, paper).await,
            Format::Png(chart) => return self.picture(asked, chart).await,
            _ => {}
        }
        let (meta, mut tables) = self.tables_asked(asked).await?;
        match format {
            Format::Csv { .. } => tables.tables.truncate(1),
            // Nor has a page a card without anything in it.
            _ => tables.tables = filled(tables.tables),
        }
        let rows = tables.tables.iter().map(|table| table.rows.count).sum();
        self.taken_away(&asked.view.name(), [&meta.filter, asked.parameters], format, Some(rows)).await?;
        Ok(match format {
            Format::Csv { mark } => flow::of(move |sink| {
                tables.tables.into_iter().try_for_each(|table| csv::write(table, mark, &mut *sink))
            }),
            _ => flow::of(move |sink| xlsx::write(tables, sink)),
        })
    }

    /// A turn at drawing a file that is whole in memory before its first byte goes. It ends before what is drawn is taken.
    async fn drawing(&self) -> Result<OwnedSemaphorePermit, ServerError> {
        let drawing = Arc::clone(&self.inner().drawing);
        drawing.acquire_owned().await.map_err(|error| ServerError::Other(error.into()))
    }

    /// A view as a report. It is laid out and drawn beside the runtime, page by page as long as somebody wants it.
    async fn paper(&self, asked: &Asked<'_>, paper: Paper) -> Result<File, ServerError> {
        let (meta, report) = self.printed(asked, print::width(paper)).await?;
        let turn = self.drawing().await?;
        self.taken_away(&asked.view.name(), [&meta.filter, asked.parameters], Format::Pdf(paper), None).await?;
        Ok(flow::of(move |sink| {
            let bytes = print::pdf(&report, paper, || sink.is_gone())?;
            drop((report, turn));
            sink.write_all(&bytes)
        }))
    }

    /// A part of a view as a picture.
    async fn picture(&self, asked: &Asked<'_>, chart: Option<Chart>) -> Result<File, ServerError> {
        let there = asked.view.charts();
        let Some(chart) = chart.or(there.first().copied()).filter(|chart| there.contains(chart)) else {
            let value = chart.map(Chart::code).unwrap_or_default().to_owned();
            return Err(FilterError { field: "chart".into(), value, reason: FilterReason::UnknownValue }.into());
        };
        let (meta, head, section) = self.section(asked, chart).await?;
        let turn = self.drawing().await?;
        self.taken_away(&asked.view.name(), [&meta.filter, asked.parameters], Format::Png(Some(chart)), None).await?;
        Ok(flow::of(move |sink| {
            let bytes = print::png(&head, &section, || sink.is_gone())?;
            drop((head, section, turn));
            sink.write_all(&bytes)
        }))
    }

    /// The name of such a file: `falcon-demo-rankings-areas-year-2025.csv`; without a filter with the day.
    #[must_use]
    pub fn file_name(&self, view: &str, filter: &Filter, format: Format) -> String {
        const LONGEST: usize = 60;
        let filter = text::slug(&filter.to_query());
        let of = if filter.is_empty() { self.today().to_string() } else { filter };
        let of: String = of.chars().take(LONGEST).collect();
        let parts = [self.organization(), &text::slug(view), of.trim_end_matches('-')];
        format!("falcon-{}.{}", parts.join("-"), format.code())
    }

    /// The tables of a view, or the one that is named.
    async fn tables_asked(&self, asked: &Asked<'_>) -> Result<(Meta, Tables), ServerError> {
        let (meta, mut tables) = self.tables(asked).await?;
        if let Some(name) = asked.table {
            tables.tables.retain(|table| table.key == name);
            if tables.tables.is_empty() {
                let reason = FilterReason::UnknownValue;
                return Err(FilterError { field: "table".into(), value: name.to_owned(), reason }.into());
            }
        }
        Ok((meta, tables))
    }

    async fn tables(&self, asked: &Asked<'_>) -> Result<(Meta, Tables), ServerError> {
        let Asked { view, filter, part: Part { page, after }, lang, .. } = *asked;
        let critical = self.cube().critical_slugs();
        let say = |said| words::say(lang, said);
        let board = || self.figures(filter);
        // Of a branch or a group their own, also of the history inside one; other views tell of the filter.
        let mut n = None;
        let (title, meta, tables) = match view {
            View::Board => {
                let found = board()?;
                (say(words::BOARD), found.meta.clone(), lists::board(&found, &critical, lang))
            }
            View::Kpis => {
                let found = board()?;
                (say(words::KPIS), found.meta.clone(), vec![lists::kpis(&found.kpis, lang)])
            }
            View::Trends => {
                let found = board()?;
                (say(words::TREND), found.meta.clone(), vec![lists::trend(&found.trend, lang)])
            }
            View::Ranking { of, sort, search } => {
                let found = self.ranking_of(filter, *of, *sort, search.as_deref(), page)?;
                let table = lists::ranking(*of, &found.rows.items, lang);
                (table.title, found.meta, vec![table])
            }
            View::History { by, show, inside } => {
                let found = self.history_of(filter, *by, *show, inside.as_deref(), page)?;
                n = self.scores_inside(filter, *by, inside.as_deref())?;
                let tables = series::history(&found, lang);
                (say(words::HISTORY), found.meta, tables)
            }
            View::Indicators { by } => {
                let found = self.indicators_of(filter, *by)?;
                let tables = series::indicators(&found, &critical, lang);
                (say(words::INDICATORS), found.meta, tables)
            }
            View::Map => {
                let found = self.map_of(filter)?;
                let tables =
                    vec![lists::map(&found.branches, self.cube().catalog(), lang), lists::states(&found.states, lang)];
                (say(words::MAP), found.meta, tables)
            }
            View::Branches => {
                let found = board()?;
                let scores = super::page_of(super::branches_by_name(&found.branches), page).items;
                (say(words::BRANCHES), found.meta.clone(), vec![lists::sites(&scores, self.cube().catalog(), lang)])
            }
            View::Branch(code) => {
                let found = self.branch_of(code, filter).await?;
                let tables = self.inside(&found.dashboard, &found.last, lang);
                n = Some(found.dashboard.kpis.n);
                (say(words::BRANCH), self.reaching(found.dashboard.meta)?, tables)
            }
            View::Groups => {
                let found = board()?;
                let groups = super::page_of(found.groups.clone(), page).items;
                (say(words::GROUPS), found.meta.clone(), vec![lists::groups(&groups, lang)])
            }
            View::Group(slug) => {
                let found = self.group_of(slug, filter).await?;
                let tables = self.inside(&found.dashboard, &found.last, lang);
                n = Some(found.dashboard.kpis.n);
                (say(words::GROUP), self.reaching(found.dashboard.meta)?, tables)
            }
            View::Areas => {
                let found = board()?;
                let areas = super::page_of(found.areas.clone(), page).items;
                (say(words::AREAS), found.meta.clone(), vec![lists::areas(&areas, &critical, lang)])
            }
            View::Supervisions { areas } => {
                let walk = Walk::new(self.cube(), filter, after, page.1)?;
                let meta = walk.meta.clone();
                let table = if *areas { series::scores(walk, lang) } else { series::supervisions(walk, lang) };
                (say(words::SUPERVISIONS), meta, vec![table])
            }
            View::Explain { figure, sort, show } => {
                let found = self.why(filter, *figure, (*sort, *show), page)?;
                let tables = series::why(&found, *show, lang);
                (say(words::EXPLAIN), found.meta().clone(), tables)
            }
        };
        let n = match n {
            Some(n) => n,
            None => board()?.kpis.n,
        };
        let cover = cover::of(self, asked, title, &meta, n);
        Ok((meta, Tables { cover, tables }))
    }

    /// Scores of a history inside a group, whichever of its rows are shown.
    fn scores_inside(
        &self,
        filter: &Filter,
        by: Granularity,
        inside: Option<&str>,
    ) -> Result<Option<u32>, FilterError> {
        if inside.is_none() {
            return Ok(None);
        }
        let whole = self.history_of(filter, by, HistoryShow::All, inside, (1, WHOLE))?;
        Ok(Some(whole.rows.items.iter().flat_map(|row| &row.cells).map(|cell| cell.n).sum()))
    }

    /// All time reaches as far as the supervisions of the selection do: those of one branch begin and end on days of their own.
    fn reaching(&self, meta: Meta) -> Result<Meta, FilterError> {
        let filter = Filter::parse_query(&meta.filter)?;
        if filter.period != Period::All {
            return Ok(meta);
        }
        let walk = Walk::new(self.cube(), &filter, None, WHOLE)?;
        let day = |place| walk.line_at(place).day;
        let span = walk.len().checked_sub(1).map(|last| Span { from: day(last), to: day(0) });
        Ok(Meta { span, ..meta })
    }

    /// The cards of a group or a branch.
    fn inside(
        &self,
        board: &crate::domain::views::Dashboard,
        last: &[crate::domain::views::SupervisionLine],
        lang: Lang,
    ) -> Vec<Table> {
        let mut tables = lists::board(board, &self.cube().critical_slugs(), lang);
        tables.retain(|table| !matches!(table.key, "groups" | "states"));
        tables.push(series::last(last, lang));
        tables
    }
}
