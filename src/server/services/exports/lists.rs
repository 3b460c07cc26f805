//! Cards and lists as tables: one list, one table. Figures stand as the API has them, in its order.

use super::{
    table::{Cell, Row, Table, degrees, figure, percent, points},
    words::{self, Said, heads, say},
};
use crate::{
    contract::Lang,
    domain::{
        Catalog,
        views::{
            AreaScore, BranchScore, Dashboard, GroupScore, Kpis, MapBranch, Mover, RankingOf, RankingRow, StateScore,
            TrendPoint,
        },
    },
};

/// Every card of a dashboard; where it is of a group or a branch, without the lists that such a page has not.
pub fn board(found: &Dashboard, critical: &[String], lang: Lang) -> Vec<Table> {
    vec![
        kpis(&found.kpis, lang),
        trend(&found.trend, lang),
        groups(&found.groups, lang),
        branches(&found.branches, lang),
        areas(&found.areas, critical, lang),
        states(&found.states, lang),
    ]
}

/// A row for each figure, named as in the API.
pub fn kpis(found: &Kpis, lang: Lang) -> Table {
    let bands = found.bands;
    let before = found.previous.as_ref();
    let row = |key: &str, said: Said, cell: Cell| vec![Cell::from(key), say(lang, said).into(), cell];
    let mut rows = vec![
        row("average", words::AVERAGE, percent(found.average)),
        row("sum_hundredths", words::SUM, Cell::Count(found.sum_hundredths)),
        row("n", words::N, found.n.into()),
        row("delta", words::DELTA, points(found.delta)),
        row("previous.average", words::BEFORE, percent(before.map(|it| it.average))),
        row("previous.sum_hundredths", words::SUM_BEFORE, count(before.map(|it| it.sum_hundredths))),
        row("previous.n", words::N_BEFORE, before.map(|it| it.n).into()),
        row("target", ("Meta", "Target"), Cell::Percent(found.target)),
        row("supervisions", words::SUPERVISIONS, found.supervisions.into()),
        row("branches_supervised", ("Sucursales evaluadas", "Branches supervised"), found.branches_supervised.into()),
        row("branches_visited", ("Sucursales visitadas", "Branches visited"), found.branches_visited.into()),
        row("branches_active", ("Sucursales activas", "Active branches"), found.branches_active.into()),
        row("coverage", words::COVERAGE, found.coverage.map_or(Cell::Nothing, Cell::Share)),
    ];
    for (key, band, count) in [
        ("bands.excelente", crate::domain::Band::Excelente, bands.excelente),
        ("bands.bueno", crate::domain::Band::Bueno, bands.bueno),
        ("bands.regular", crate::domain::Band::Regular, bands.regular),
        ("bands.critico", crate::domain::Band::Critico, bands.critico),
    ] {
        rows.push(vec![Cell::from(key), words::band(lang, band).into(), count.into()]);
    }
    rows.extend([
        row("median", words::MEDIAN, percent(found.median)),
        row("p10", words::P10, percent(found.p10)),
        row(
            "areas_of_opportunity",
            ("Áreas de oportunidad", "Areas of opportunity"),
            found.areas_of_opportunity.into(),
        ),
        row(
            "outside_named_periods",
            ("Fuera de los periodos con nombre", "Outside the named periods"),
            found.outside_named_periods.into(),
        ),
    ]);
    Table::of("kpis", say(lang, words::KPIS), heads(lang, &[words::KEY, words::FIGURE, words::VALUE]), rows)
}

fn count(value: Option<i64>) -> Cell {
    value.map_or(Cell::Nothing, Cell::Count)
}

/// The cells before a figure, the figure, and those after it.
fn with_figure(
    before: impl IntoIterator<Item = Cell>,
    figure: [Cell; 3],
    after: impl IntoIterator<Item = Cell>,
) -> Row {
    before.into_iter().chain(figure).chain(after).collect()
}

pub fn trend(found: &[TrendPoint], lang: Lang) -> Table {
    let row = |it: &TrendPoint| with_figure([(&it.month).into()], figure(it.average, it.sum_hundredths, it.n), []);
    let heads = heads(lang, &[words::MONTH, words::AVERAGE, words::SUM, words::N]);
    Table::of("trend", say(lang, words::TREND), heads, found.iter().map(row).collect())
}

pub fn groups(found: &[GroupScore], lang: Lang) -> Table {
    let row = |it: &GroupScore| {
        let own = [it.position.into(), (&it.slug).into(), (&it.name).into()];
        let more = [it.branches.into(), it.supervised.into(), it.visited.into()];
        with_figure(own, figure(it.average, it.sum_hundredths, it.n), more)
    };
    let heads = heads(
        lang,
        &[
            words::POSITION,
            words::KEY,
            words::GROUP,
            words::AVERAGE,
            words::SUM,
            words::N,
            words::BRANCHES,
            words::SUPERVISED,
            words::VISITED_BRANCHES,
        ],
    );
    Table::of("groups", say(lang, words::GROUPS), heads, found.iter().map(row).collect())
}

const OF_BRANCH: [Said; 7] =
    [words::POSITION, words::CODE, words::BRANCH, words::GROUP, words::AVERAGE, words::SUM, words::N];

pub fn branches(found: &[BranchScore], lang: Lang) -> Table {
    let row = |it: &BranchScore| {
        let own = [it.position.into(), (&it.code).into(), (&it.name).into(), it.group.as_ref().into()];
        let more = [words::yes(lang, it.visited).into(), degrees(it.latitude), degrees(it.longitude)];
        with_figure(own, figure(it.average, it.sum_hundredths, it.n), more)
    };
    let heads = [heads(lang, &OF_BRANCH), heads(lang, &[words::VISITED, words::LATITUDE, words::LONGITUDE])].concat();
    Table::of("branches", say(lang, words::BRANCHES), heads, found.iter().map(row).collect())
}

/// Branches with where they are: the list of them, not the card.
pub fn sites(found: &[&BranchScore], catalog: &Catalog, lang: Lang) -> Table {
    let known: std::collections::HashMap<_, _> =
        catalog.branches.iter().map(|branch| (branch.code.as_str(), branch)).collect();
    let row = |it: &&BranchScore| {
        let branch = known.get(it.code.as_str())?;
        let state = branch.state.map(|state| &catalog.states[usize::from(state)].name);
        let territory = branch.territory.map(|territory| words::territory(lang, territory));
        let own = [it.position.into(), (&it.code).into(), (&it.name).into(), it.group.as_ref().into()];
        let more = [
            words::yes(lang, it.visited).into(),
            state.into(),
            branch.municipality.as_ref().into(),
            territory.into(),
            branch.time_zone.as_ref().into(),
            branch.opened.into(),
            branch.closed.into(),
            degrees(it.latitude),
            degrees(it.longitude),
        ];
        Some(with_figure(own, figure(it.average, it.sum_hundredths, it.n), more))
    };
    let more = [
        words::VISITED,
        words::STATE,
        words::MUNICIPALITY,
        words::TERRITORY,
        words::TIME_ZONE,
        words::OPENED,
        words::CLOSED,
        words::LATITUDE,
        words::LONGITUDE,
    ];
    let heads = [heads(lang, &OF_BRANCH), heads(lang, &more)].concat();
    Table::of("branches", say(lang, words::BRANCHES), heads, found.iter().filter_map(row).collect())
}

pub fn areas(found: &[AreaScore], critical: &[String], lang: Lang) -> Table {
    let row = |it: &AreaScore| {
        let own = [it.position.into(), (&it.slug).into(), (&it.name).into()];
        let more = [it.below_80.into(), words::yes(lang, critical.contains(&it.slug)).into()];
        with_figure(own, figure(it.average, it.sum_hundredths, it.n), more)
    };
    let heads = heads(
        lang,
        &[
            words::POSITION,
            words::KEY,
            words::AREA,
            words::AVERAGE,
            words::SUM,
            words::N,
            words::BELOW,
            words::CRITICAL,
        ],
    );
    Table::of("areas", say(lang, words::AREAS), heads, found.iter().map(row).collect())
}

pub fn states(found: &[StateScore], lang: Lang) -> Table {
    let row = |it: &StateScore| {
        let own = [it.position.into(), (&it.code).into(), (&it.name).into()];
        with_figure(own, figure(it.average, it.sum_hundredths, it.n), [])
    };
    let heads = heads(lang, &[words::POSITION, words::KEY, words::STATE, words::AVERAGE, words::SUM, words::N]);
    Table::of("states", say(lang, words::STATES), heads, found.iter().map(row).collect())
}

pub fn ranking(of: RankingOf, found: &[RankingRow], lang: Lang) -> Table {
    let (key, title, name) = match of {
        RankingOf::Branches => ("branches", words::BRANCHES, words::BRANCH),
        RankingOf::Groups => ("groups", words::GROUPS, words::GROUP),
        RankingOf::States => ("states", words::STATES, words::STATE),
        RankingOf::Areas => ("areas", words::AREAS, words::AREA),
    };
    let with_group = of == RankingOf::Branches;
    let row = |it: &RankingRow| {
        let own = [it.position.into(), (&it.key).into(), (&it.name).into()];
        let group = with_group.then(|| it.detail.as_ref().into());
        let visited = [words::yes(lang, it.visited).into()];
        with_figure(own.into_iter().chain(group), figure(it.average, it.sum_hundredths, it.n), visited)
    };
    let mut said = vec![words::POSITION, words::KEY, name];
    said.extend(with_group.then_some(words::GROUP));
    said.extend([words::AVERAGE, words::SUM, words::N, words::VISITED]);
    Table::of(key, say(lang, title), heads(lang, &said), found.iter().map(row).collect())
}

pub fn map(found: &[MapBranch], catalog: &Catalog, lang: Lang) -> Table {
    let names: std::collections::HashMap<&String, &String> =
        catalog.states.iter().map(|state| (&state.code, &state.name)).collect();
    let row = |it: &MapBranch| {
        let state = it.state.as_ref().map(|code| names.get(code).copied().unwrap_or(code));
        let own = [(&it.code).into(), (&it.name).into(), state.into()];
        let worst: Vec<&str> = it.worst.iter().map(|area| area.name.as_str()).collect();
        let more = [
            it.band.map(|band| words::band(lang, band)).into(),
            words::yes(lang, it.visited).into(),
            it.last.as_ref().map(|last| last.day).into(),
            worst.join(" · ").as_str().into(),
            Cell::Degrees(it.latitude),
            Cell::Degrees(it.longitude),
        ];
        with_figure(own, figure(it.average, it.sum_hundredths, it.n), more)
    };
    let heads = heads(
        lang,
        &[
            words::CODE,
            words::BRANCH,
            words::STATE,
            words::AVERAGE,
            words::SUM,
            words::N,
            words::BAND,
            words::VISITED,
            words::LAST,
            words::WORST,
            words::LATITUDE,
            words::LONGITUDE,
        ],
    );
    Table::of("map", say(lang, words::MAP), heads, found.iter().map(row).collect())
}

/// What moved a figure.
pub fn movers(key: &'static str, title: Said, [name, effect]: [Said; 2], found: &[Mover], lang: Lang) -> Table {
    let row = |it: &Mover| {
        let before = figure(it.before, it.sum_hundredths_before, it.n_before);
        let own = [(&it.key).into(), (&it.name).into()];
        with_figure(own, figure(it.now, it.sum_hundredths, it.n), before.into_iter().chain([Cell::Points(it.effect)]))
    };
    let heads = heads(
        lang,
        &[
            words::KEY,
            name,
            words::AVERAGE,
            words::SUM,
            words::N,
            words::BEFORE,
            words::SUM_BEFORE,
            words::N_BEFORE,
            effect,
        ],
    );
    Table::of(key, say(lang, title), heads, found.iter().map(row).collect())
}
