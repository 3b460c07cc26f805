//! *Printed*: a view as sections for paper, or one of them as a picture. Figures are those of the tables and pages, rounded as
//! there.

mod cards;
mod drawn;
mod grid;
mod heat;
mod moves;
mod ranks;
mod words;

use super::{
    Asked, Tables,
    chart::Chart,
    cover::{self, Cover},
    table::Cell,
    view::View,
    words::{self as common, Said, say},
};
use crate::{
    contract::{Lang, format},
    domain::{
        BandLimits, Filter, FilterError,
        views::{Dashboard, Meta, RankingOf},
    },
    server::{
        error::ServerError,
        print::{self, Head, Report, Section},
        services::{Desk, page_of},
    },
};

/// Rows of a table or ranking on paper. What is longer is for a workbook, and it is said.
const MOST: usize = 2_000;
/// Rows of a ranking among other cards: the first and the last half of them, where there are more.
const AMONG: usize = 120;

/// What sections are made with.
struct Shop<'a> {
    desk: &'a Desk,
    lang: Lang,
    meta: &'a Meta,
    filter: &'a Filter,
    /// Rows of a ranking or a heat map.
    most: usize,
    /// Width that a section has, in points.
    width: f64,
}

impl Shop<'_> {
    fn say(&self, said: Said) -> &'static str {
        say(self.lang, said)
    }

    fn bands(&self) -> BandLimits {
        self.desk.cube().catalog().settings.bands
    }

    /// Hundredths.
    fn target(&self) -> u16 {
        self.desk.cube().catalog().settings.target
    }

    /// `1 fila`, `1,803 filas`.
    fn counting(&self, count: u64, [one, many]: [Said; 2]) -> String {
        let word = self.say(if count == 1 { one } else { many });
        [&format::integer(i64::try_from(count).unwrap_or(i64::MAX)), " ", word].concat()
    }

    /// What a section counts: `n 1,234`, and what is measured where that is not the general score (rule 10).
    fn counted(&self, n: u32) -> String {
        let measure = self.meta.by_area.then(|| self.say(common::BY_AREA));
        let n = ["n ", &format::integer(n)].concat();
        std::iter::once(n.as_str()).chain(measure).collect::<Vec<_>>().join(" · ")
    }
}

impl Desk {
    /// A view as a report of sections.
    pub(super) async fn printed(&self, asked: &Asked<'_>, width: f64) -> Result<(Meta, Report), ServerError> {
        let (meta, Tables { cover, tables }) = self.tables(asked).await?;
        let shop = Shop { desk: self, lang: asked.lang, meta: &meta, filter: asked.filter, most: AMONG, width };
        let alone = Shop { most: MOST, ..shop };
        let (filter, page) = (asked.filter, asked.part.page);
        let mut of = None;
        let sections = match asked.view {
            View::Board => shop.board(&*self.figures(filter)?, None),
            View::Branch(code) => {
                let found = self.branch_of(code, filter).await?;
                of = Some(found.name.clone());
                shop.board(&found.dashboard, tables.into_iter().find(|table| table.key == "last"))
            }
            View::Group(slug) => {
                let found = self.group_of(slug, filter).await?;
                of = Some(found.name.clone());
                shop.board(&found.dashboard, tables.into_iter().find(|table| table.key == "last"))
            }
            View::Kpis => {
                let found = self.figures(filter)?;
                if found.kpis.supervisions == 0 {
                    vec![shop.nothing()]
                } else {
                    vec![shop.cards(&found), shop.bands_of(&found)]
                }
            }
            View::Ranking { of, sort, search } => {
                vec![alone.ranking(&self.ranking_of(filter, *of, *sort, search.as_deref(), page)?)]
            }
            View::Groups => vec![alone.list_of_groups(page)?],
            View::Areas => vec![alone.list_of_areas(page)?],
            View::History { by, show, inside } => {
                let found = self.history_of(filter, *by, *show, inside.as_deref(), page)?;
                of = found.group.as_ref().map(|group| group.name.clone());
                vec![alone.history(&found, self.scores_inside(filter, *by, inside.as_deref())?)]
            }
            View::Indicators { by } => alone.indicators(&self.indicators_of(filter, *by)?),
            View::Map => {
                let found = self.map_of(filter)?;
                let table = tables.into_iter().next().filter(|table| table.rows.count > 0);
                let table = table
                    .map(|table| Section { title: shop.say(common::BRANCHES).to_owned(), ..shop.grid(table, MOST) });
                let mut sections = vec![shop.map(&found)];
                sections.extend((!found.states.is_empty()).then(|| shop.states(&found.states)));
                sections.extend(table);
                sections
            }
            View::Trends => {
                let trend = shop.trend(&*self.figures(filter)?);
                std::iter::once(trend).chain(tables.into_iter().map(|table| shop.grid(table, MOST))).collect()
            }
            View::Explain { .. } => {
                // What is asked comes first, the long list last.
                let first = |table: &super::table::Table| {
                    ["account", "branches", "areas", "supervisions"].iter().position(|key| *key == table.key)
                };
                let mut tables = tables;
                tables.sort_by_key(first);
                tables.into_iter().map(|table| shop.grid(table, MOST)).collect()
            }
            View::Branches | View::Supervisions { .. } => {
                tables.into_iter().map(|table| shop.grid(table, MOST)).collect()
            }
        };
        let head = self.head(&shop, asked.view, &cover, of);
        Ok((meta.clone(), Report { lang: asked.lang, head, cover: lines(&cover, asked.lang), sections }))
    }

    /// One part of a view as a section, with what stands around it.
    pub(super) async fn section(&self, asked: &Asked<'_>, chart: Chart) -> Result<(Meta, Head, Section), ServerError> {
        let (meta, Tables { cover, .. }) = self.tables(asked).await?;
        let (lang, filter, page) = (asked.lang, asked.filter, asked.part.page);
        let shop = Shop { desk: self, lang, meta: &meta, filter, most: print::ROWS, width: print::ROOM };
        let mut of = None;
        let section = match asked.view {
            View::Branch(code) => {
                let found = self.branch_of(code, filter).await?;
                of = Some(found.name.clone());
                shop.part(&found.dashboard, chart)
            }
            View::Group(slug) => {
                let found = self.group_of(slug, filter).await?;
                of = Some(found.name.clone());
                shop.part(&found.dashboard, chart)
            }
            View::Ranking { of, sort, search } => {
                shop.ranking(&self.ranking_of(filter, *of, *sort, search.as_deref(), page)?)
            }
            View::History { by, show, inside } => {
                let found = self.history_of(filter, *by, *show, inside.as_deref(), page)?;
                of = found.group.as_ref().map(|group| group.name.clone());
                shop.history(&found, self.scores_inside(filter, *by, inside.as_deref())?)
            }
            View::Indicators { by } if chart == Chart::History => {
                shop.areas_over_time(&self.indicators_of(filter, *by)?)
            }
            View::Indicators { by } => shop.areas(&self.indicators_of(filter, *by)?.areas),
            View::Map if chart == Chart::Map => shop.map(&self.map_of(filter)?),
            View::Groups => shop.list_of_groups(page)?,
            View::Areas => shop.list_of_areas(page)?,
            _ => shop.part(&*self.figures(filter)?, chart),
        };
        let head = self.head(&shop, asked.view, &cover, of);
        Ok((meta.clone(), head, section))
    }

    fn head(&self, shop: &Shop<'_>, view: &View, cover: &Cover, of: Option<String>) -> Head {
        let (catalog, lang) = (self.cube().catalog(), shop.lang);
        let filter = Filter::parse_query(&shop.meta.filter).unwrap_or_default();
        let told = cover::in_words(self, &filter, lang).into_iter();
        // What it is of has a line of its own.
        let named = match view {
            View::Branch(_) => Some(common::BRANCH),
            View::Group(_) => Some(common::GROUP),
            _ => None,
        };
        let told: Vec<String> = told.filter(|(label, _)| Some(*label) != named).map(|(_, text)| text).collect();
        let find = |said: Said| cover.lines.iter().find(|(label, _)| *label == shop.say(said)).map(|(_, cell)| cell);
        let written = |said: Said| find(said).map(|cell| line(cell, lang)).filter(|text| !text.is_empty());
        let fresh = [
            written(common::IMPORTED).map(|at| [shop.say(words::DATA_OF), " ", &at].concat()),
            written(common::VERSION).map(|version| [shop.say(words::VERSION), " ", &version].concat()),
            written(common::SCORES).map(|n| ["n ", &n].concat()),
            written(common::MADE).map(|at| [shop.say(words::MADE), " ", &at].concat()),
            (!self.actor().sees_all()).then(|| shop.say(common::PART).to_owned()),
        ];
        Head {
            organization: catalog.organization_name.clone(),
            title: cover.title.clone(),
            of,
            filter: told.join(" · "),
            fresh: fresh.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            demo: catalog.demo.then(|| shop.say(words::DEMO).to_owned()),
            goes_on: shop.say(words::GOES_ON),
        }
    }
}

/// What a cover says of itself: what the filter restricts stands under its title already.
fn lines(cover: &Cover, lang: Lang) -> Vec<(String, String)> {
    let said = |said: Said| say(lang, said);
    let kept = [
        common::SCOPE,
        common::LIST,
        common::FROM,
        common::TO,
        common::MEASURE,
        common::SCORES,
        common::VERSION,
        common::IMPORTED,
        common::MADE,
    ]
    .map(said);
    let shown = cover.lines.iter().filter(|(label, _)| kept.contains(label));
    let lines = shown.map(|(label, cell)| ((*label).to_owned(), line(cell, lang)));
    lines.filter(|(_, text)| !text.is_empty()).collect()
}

/// A cell of the cover as people read it.
fn line(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) if text.get(4..5) == Some("-") && text.len() >= 16 => format::instant(lang, text),
        other => grid::text(other, lang),
    }
}

impl Shop<'_> {
    /// The cards of a dashboard, and the last supervisions where it is of a group or a branch.
    fn board(&self, found: &Dashboard, last: Option<super::table::Table>) -> Vec<Section> {
        if found.kpis.supervisions == 0 {
            return std::iter::once(self.nothing()).chain(self.without(&found.branches)).collect();
        }
        let inside = last.is_some();
        let mut sections = vec![self.cards(found), self.bands_of(found), self.trend(found)];
        if !inside {
            sections.extend((!found.states.is_empty()).then(|| self.states_map(&found.states)));
            sections.extend((found.states.len() > 1).then(|| self.states(&found.states)));
            sections.extend((!found.groups.is_empty()).then(|| self.groups(&found.groups)));
        }
        if found.branches.len() > 1 {
            sections.push(self.branches(&found.branches));
            sections.extend(self.without(&found.branches));
        }
        sections.extend((!found.areas.is_empty()).then(|| self.areas(&found.areas)));
        sections.extend(last.filter(|table| table.rows.count > 0).map(|table| self.grid(table, MOST)));
        sections
    }

    /// The page of the view `groups` that is asked for.
    fn list_of_groups(&self, page: (u32, u32)) -> Result<Section, FilterError> {
        Ok(self.groups(&page_of(self.desk.figures(self.filter)?.groups.clone(), page).items))
    }

    /// The same of `areas`: in the order of the view, while a card has the lowest first.
    fn list_of_areas(&self, page: (u32, u32)) -> Result<Section, FilterError> {
        let found = page_of(self.desk.figures(self.filter)?.areas.clone(), page).items;
        Ok(self.ranked_areas(words::AREAS, found.iter()))
    }

    /// One of the cards.
    fn part(&self, found: &Dashboard, chart: Chart) -> Section {
        if found.kpis.supervisions == 0 {
            return self.nothing();
        }
        match chart {
            Chart::Kpis => self.cards(found),
            Chart::Bands => self.bands_of(found),
            Chart::Groups => self.groups(&found.groups),
            Chart::Branches => self.branches(&found.branches),
            Chart::Areas => self.areas(&found.areas),
            Chart::States => self.states(&found.states),
            Chart::Map => self.states_map(&found.states),
            Chart::Trend | Chart::History => self.trend(found),
        }
    }

    /// Says calmly that there is nothing, and what to do.
    fn nothing(&self) -> Section {
        self.told(words::NOTHING_TITLE, words::NOTHING)
    }

    fn told(&self, title: Said, words: Said) -> Section {
        let content = print::Content::Words(vec![self.say(words).to_owned()]);
        Section { title: self.say(title).to_owned(), note: String::new(), content, fresh: false }
    }

    /// What a ranking of these is called.
    fn ranking_title(&self, of: RankingOf) -> &'static str {
        self.say(match of {
            RankingOf::Branches => words::BRANCHES,
            RankingOf::Groups => words::GROUPS,
            RankingOf::States => words::STATES,
            RankingOf::Areas => words::AREAS,
        })
    }
}
