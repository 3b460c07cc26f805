//! Figures over time, what is behind a figure, and supervisions as tables.

use super::{
    lists::movers,
    table::{Cell, Row, Rows, Table, figure, figure_of, points},
    words::{self, Said, heads, say},
};
use crate::{
    contract::{Lang, Why},
    domain::{
        Mean, Score,
        cube::Walk,
        views::{
            AreaMove, BranchVisits, Column, CoverageShow, Explain, History, HistoryRow, Indicators, Quantile, Spread,
            SupervisionLine,
        },
    },
};

/// The heat map as it is seen, and again with a row for each cell: there the exact pairs stand.
pub fn history(found: &History, lang: Lang) -> Vec<Table> {
    let name = if found.group.is_some() { words::BRANCH } else { words::GROUP };
    let whole = HistoryRow { name: say(lang, words::WHOLE).to_owned(), ..found.organization.clone() };
    let rows: Vec<&HistoryRow> = std::iter::once(&whole).chain(&found.rows.items).collect();
    heat("history", words::HISTORY, name, &rows, &found.columns, lang)
}

fn heat(
    key: &'static str,
    title: Said,
    name: Said,
    rows: &[&HistoryRow],
    columns: &[Column],
    lang: Lang,
) -> Vec<Table> {
    let seen = rows.iter().map(|row| {
        let own = [(&row.key).into(), (&row.name).into(), points(row.delta)];
        own.into_iter().chain(row.cells.iter().map(|cell| super::table::percent(cell.average))).collect::<Row>()
    });
    let mut said = heads(lang, &[words::KEY, name, words::DELTA]);
    said.extend(columns.iter().map(|column| column.label.clone()));
    let seen = Table::of(key, say(lang, title), said, seen.collect());
    let mut cells = Vec::new();
    for row in rows {
        for (cell, column) in row.cells.iter().zip(columns).filter(|(cell, _)| cell.n > 0) {
            let own = [(&row.key).into(), (&row.name).into(), (&column.label).into()];
            cells.push(own.into_iter().chain(figure(cell.average, cell.sum_hundredths, cell.n)).collect());
        }
    }
    let said = heads(lang, &[words::KEY, name, words::PERIOD, words::AVERAGE, words::SUM, words::N]);
    vec![seen, Table::of("cells", say(lang, words::CELLS), said, cells)]
}

/// All areas, their heat map, and the three lists in one.
pub fn indicators(found: &Indicators, critical: &[String], lang: Lang) -> Vec<Table> {
    let rows: Vec<&HistoryRow> = found.rows.iter().collect();
    let mut tables = vec![super::lists::areas(&found.areas, critical, lang)];
    tables.extend(heat("history", words::HISTORY, words::AREA, &rows, &found.columns, lang));
    let of = |list: Said, moves: &[AreaMove]| -> Vec<Row> {
        let row = |it: &AreaMove| {
            let own = [say(lang, list).into(), (&it.slug).into(), (&it.name).into()];
            let figure = figure(it.average, it.sum_hundredths, it.n);
            own.into_iter().chain(figure).chain([points(it.delta)]).collect()
        };
        moves.iter().map(row).collect()
    };
    let lists = [
        of(words::TRENDS_DOWN, &found.critical),
        of(words::SUCCESSES, &found.success),
        of(words::PERFECT, &found.perfect),
    ];
    let said = [words::LIST, words::KEY, words::AREA, words::AVERAGE, words::SUM, words::N, words::DELTA];
    tables.push(Table::of("lists", say(lang, words::LISTS), heads(lang, &said), lists.concat()));
    tables
}

/// What is behind a figure, beside its supervisions.
pub fn why(found: &Why, show: CoverageShow, lang: Lang) -> Vec<Table> {
    match found {
        Why::Average(found) | Why::Visits(found) | Why::Outside(found) => behind(found, lang),
        Why::Coverage(found) => vec![coverage(&found.branches.items, show, lang)],
        Why::Median(found) => vec![quantiles(found, lang)],
    }
}

fn behind(found: &Explain, lang: Lang) -> Vec<Table> {
    let lines = found.supervisions.items.iter().map(line).collect();
    let table = Table::of("supervisions", say(lang, words::SUPERVISIONS), heads(lang, &LINE), lines);
    vec![
        table,
        movers("branches", words::MOVED_BRANCHES, [words::BRANCH, words::EFFECT], &found.branches, lang),
        // An area is measured by itself: its change is no part of the whole's.
        movers("areas", words::MOVED_AREAS, [words::AREA, words::DELTA], &found.areas, lang),
        account(found, lang),
    ]
}

/// The figure as sum ÷ n, now and before, and what all other branches than the listed ones brought.
fn account(found: &Explain, lang: Lang) -> Table {
    let now = figure(found.average, found.sum_hundredths, found.n);
    let row = |said, figure: [Cell; 3], effect| -> Row {
        std::iter::once(say(lang, said).into()).chain(figure).chain([points(effect)]).collect()
    };
    let mut rows = vec![row(words::NOW, now, found.delta)];
    if let Some(before) = &found.previous {
        rows.push(row(words::PREVIOUS, figure(Some(before.average), before.sum_hundredths, before.n), None));
        let listed: f64 = found.branches.iter().map(|it| it.effect).sum();
        let nothing = [Cell::Nothing, Cell::Nothing, Cell::Nothing];
        rows.push(row(words::OTHERS, nothing, found.delta.map(|delta| delta - listed)));
    }
    let said = [words::FIGURE, words::AVERAGE, words::SUM, words::N, words::EFFECT];
    Table::of("account", say(lang, words::ACCOUNT), heads(lang, &said), rows)
}

fn coverage(found: &[BranchVisits], show: CoverageShow, lang: Lang) -> Table {
    let row = |it: &BranchVisits| {
        vec![
            (&it.code).into(),
            (&it.name).into(),
            it.group.as_ref().into(),
            it.visits.into(),
            it.selected.into(),
            it.last.into(),
        ]
    };
    let title = match show {
        CoverageShow::Pending => ("Pendientes", "Pending"),
        CoverageShow::Visited => words::VISITED_BRANCHES,
        CoverageShow::Selected => words::SELECTED,
    };
    let said = [words::CODE, words::BRANCH, words::GROUP, words::VISITS, words::SELECTED, words::LAST];
    Table::of("branches", say(lang, title), heads(lang, &said), found.iter().map(row).collect())
}

fn quantiles(found: &Spread, lang: Lang) -> Table {
    let of = |said: Said, found: &Option<Quantile>| -> Vec<Row> {
        let Some(found) = found else { return Vec::new() };
        let row = |(rank, it): (u32, &SupervisionLine)| {
            let own = [say(lang, said).into(), Cell::Percent(found.value), rank.into()];
            own.into_iter().chain(line(it)).collect()
        };
        (found.first..).zip(&found.lines).map(row).collect()
    };
    let rows = [of(words::MEDIAN, &found.median), of(words::P10, &found.p10)].concat();
    let said = [heads(lang, &[words::FIGURE, words::VALUE, words::RANK]), heads(lang, &LINE)].concat();
    Table::of("quantiles", say(lang, words::QUANTILES), said, rows)
}

const LINE: [Said; 10] = [
    words::NUMBER,
    words::DATE,
    words::KIND,
    words::BRANCH_CODE,
    words::BRANCH,
    words::GROUP,
    words::SUPERVISOR,
    words::AVERAGE,
    words::SUM,
    words::N,
];

/// A supervision with what it adds to the figure.
fn line(it: &SupervisionLine) -> Row {
    let own = [
        it.id.into(),
        it.day.into(),
        (&it.kind).into(),
        (&it.branch.key).into(),
        (&it.branch.name).into(),
        it.group.as_ref().map(|group| &group.name).into(),
        it.supervisor.as_ref().into(),
    ];
    own.into_iter().chain(figure_of(Mean { sum_hundredths: it.sum_hundredths, n: it.n })).collect()
}

/// The last supervisions of a page.
pub fn last(found: &[SupervisionLine], lang: Lang) -> Table {
    let title = say(lang, words::LAST_SUPERVISIONS);
    Table::of("last", title, heads(lang, &LINE), found.iter().map(line).collect())
}

/// Supervisions as they are walked.
pub fn supervisions(walk: Walk, lang: Lang) -> Table {
    let count = walk.len() as u64;
    let each = (0..walk.len()).map(move |place| line(&walk.line_at(place)));
    let rows = Rows { count, each: Box::new(each) };
    Table { key: "supervisions", title: say(lang, words::SUPERVISIONS), headings: heads(lang, &LINE), rows }
}

/// A row for each area score, as they are walked.
pub fn scores(walk: Walk, lang: Lang) -> Table {
    let said = [
        words::NUMBER,
        words::DATE,
        words::KIND,
        words::BRANCH_CODE,
        words::BRANCH,
        words::GROUP,
        words::SUPERVISOR,
        words::GENERAL,
        words::AREA_KEY,
        words::AREA,
        words::SCORE,
        words::HUNDREDTHS,
    ];
    let count = walk.scores();
    let each = (0..walk.len()).flat_map(move |place| {
        let it = walk.line_at(place);
        let mut own: Row = line(&it);
        own.truncate(LINE.len() - 3);
        own.push(score(it.score));
        let row = |(slug, name, hundredths): (&str, &str, u16)| {
            let of_area = [slug.into(), name.into(), score(Some(hundredths)), u32::from(hundredths).into()];
            own.iter().cloned().chain(of_area).collect::<Row>()
        };
        walk.scores_at(place).map(row).collect::<Vec<_>>()
    });
    let rows = Rows { count, each: Box::new(each) };
    Table { key: "areas", title: say(lang, words::WITH_AREAS), headings: heads(lang, &said), rows }
}

/// A score of hundredths in percent.
fn score(hundredths: Option<u16>) -> Cell {
    hundredths.and_then(Score::from_hundredths).map_or(Cell::Nothing, |score| Cell::Percent(score.percent()))
}
