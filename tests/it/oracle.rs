//! The engine against plain SQL: random data, random filters, equal to the last digit, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;

use falcon::{
    domain::{
        Band, Cube, Day, Filter, Mean, NamedPeriod, Period, PeriodDates, Quarter, Territory,
        filter::KindFilter,
        text::{fold, slug},
        views::{Dashboard, Granularity, HistoryShow, RankingOf, RankingSort},
    },
    server::db::{NewAreaScore, NewBranch, NewSupervision, Writer},
};
use sqlx::Row;

use crate::{
    oracle_sql::{Oracle, SUM, Sums},
    support::{TestDb, now, on_both},
};

/// Filters tried per organization and database.
const FILTERS: u64 = 100;

/// SplitMix64: the same data and filters in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, sides: u64) -> u64 {
        self.throw() % sides
    }

    pub fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }

    pub fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        let mut picked: Vec<T> =
            (0..=self.below(2)).map(|_| of[self.below(of.len() as u64) as usize].clone()).collect();
        picked.dedup_by(|_, _| false);
        picked
    }
}

const GROUPS: [&str; 5] = ["Norte", "Sur", "Centro", "Costa", "Sierra"];
const STATES: [(&str, &str); 4] = [("05", "Coahuila"), ("19", "Nuevo Leon"), ("28", "Tamaulipas"), ("24", "San Luis")];
const AREAS: [&str; 7] = ["Banos", "Cocina", "Caja", "Almacen", "Hielo", "Plagas", "Horno"];
const KINDS: [&str; 2] = ["operativa", "seguridad"];
const WORDS: [&str; 6] = ["plaza", "villa", "rio", "monte", "lago", "puente"];
const SPAN: u64 = 900;

fn first_day() -> Day {
    Day::from_ymd(2023, 10, 15).unwrap()
}

/// Few values, so that ties, empty cells and exact limits happen; now and then any value.
fn score(dice: &mut Dice) -> u16 {
    const OFTEN: [u16; 9] = [0, 6_999, 7_000, 7_999, 8_000, 8_999, 9_000, 9_999, 10_000];
    if dice.one_in(3) { OFTEN[dice.below(9) as usize] } else { (dice.below(5_001) + 5_000) as u16 }
}

async fn fill(test: &TestDb, org: &str, seed: u64) {
    let dice = &mut Dice(seed);
    let mut writer = Writer::begin(&test.db, org, None, now()).await.unwrap();
    if seed.is_multiple_of(2) {
        for period in named() {
            writer.period(&period).await.unwrap();
        }
        let settings = falcon::domain::Settings { default_kind: Some("seguridad".into()), ..writer.settings().clone() };
        writer.set_settings(&settings).await.unwrap();
    }
    let mut groups = Vec::new();
    for name in GROUPS {
        groups.push(writer.group(name).await.unwrap());
    }
    let mut areas = Vec::new();
    for name in AREAS {
        areas.push(writer.area(name).await.unwrap());
    }
    let kinds = [writer.kind(KINDS[0]).await.unwrap(), writer.kind(KINDS[1]).await.unwrap()];
    for number in 1..=30_u64 {
        let word = |dice: &mut Dice| WORDS[dice.below(6) as usize];
        let mut row =
            NewBranch { code: number.to_string(), name: format!("{} {number}", word(dice)), ..NewBranch::default() };
        row.territory = [None, Some(Territory::Local), Some(Territory::Foranea)][dice.below(3) as usize];
        if !dice.one_in(6) {
            let (code, name) = STATES[dice.below(4) as usize];
            row.state = Some(writer.state(code, name).await.unwrap());
        }
        row.municipality = dice.one_in(2).then(|| word(dice).to_owned());
        let within = |dice: &mut Dice| first_day().plus(dice.below(SPAN) as i32);
        row.opened = dice.one_in(5).then(|| within(dice));
        row.closed =
            dice.one_in(5).then(|| within(dice)).filter(|closed| row.opened.is_none_or(|opened| *closed >= opened));
        let (branch, _) = writer.branch(&row).await.unwrap();
        let group = |dice: &mut Dice| (!dice.one_in(8)).then(|| groups[dice.below(5) as usize]);
        let mut history = vec![(Day::MIN, group(dice))];
        let mut changes: Vec<Day> = (0..dice.below(3)).map(|_| within(dice)).collect();
        changes.sort_unstable();
        changes.dedup();
        history.extend(changes.into_iter().map(|from| (from, group(dice))));
        writer.set_assignments(branch, &history);
        if dice.one_in(7) {
            continue;
        }
        let rating = &mut Dice(seed * 77 + number);
        let mut visit = |dice: &mut Dice, nth: u64| NewSupervision {
            external_id: Some(format!("{number}-{nth}")),
            branch,
            kind: kinds[usize::from(dice.one_in(3))],
            day: within(dice),
            second: None,
            instant: None,
            supervisor: None,
            score: (!dice.one_in(10)).then(|| score(dice)),
            points: None,
            sent_from: None,
            areas: Some(
                areas
                    .iter()
                    .filter(|_| !rating.one_in(4))
                    .map(|area| NewAreaScore { area: *area, score: score(dice), points: None })
                    .collect(),
            ),
        };
        let batch: Vec<_> = (0..dice.below(40)).map(|nth| visit(dice, nth)).collect();
        writer.supervisions(&batch).await.unwrap();
    }
    writer.commit().await.unwrap();
}

/// T for locals, S for the others; gaps between them.
fn named() -> Vec<NamedPeriod> {
    let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
    let period = |year: i16, series: &str, number: i8, territory, from, to| NamedPeriod {
        code: format!("{year}-{series}{number}"),
        name: format!("{series}{number} {year}"),
        series: series.to_owned(),
        dates: vec![PeriodDates { territory, from, to }],
    };
    let mut all = Vec::new();
    for year in [2024, 2025] {
        for number in 1..=4_i8 {
            let local = Some(Territory::Local);
            all.push(period(year, "T", number, local, day(year, number * 3 - 2, 8), day(year, number * 3, 28)));
        }
        for number in 1..=2_i8 {
            all.push(period(year, "S", number, None, day(year, number * 6 - 5, 1), day(year, number * 6, 25)));
        }
        all[0].dates = vec![
            PeriodDates { territory: None, from: day(2024, 1, 1), to: day(2024, 2, 29) },
            PeriodDates { territory: Some(Territory::Local), from: day(2024, 1, 8), to: day(2024, 3, 28) },
        ];
    }
    all
}

fn filter(dice: &mut Dice, has_named: bool) -> Filter {
    let kind = match dice.below(4) {
        0 => KindFilter::All,
        1 => KindFilter::One(KINDS[dice.below(2) as usize].into()),
        _ => KindFilter::Default,
    };
    let mut filter = Filter { kind, ..Filter::default() };
    let year = 2023 + dice.below(4) as i16;
    filter.period = match dice.below(if has_named { 8 } else { 6 }) {
        0 | 1 => Period::All,
        2 => Period::Year(year),
        3 => Period::Quarter(year, Quarter::ALL[dice.below(4) as usize]),
        4 => Period::Month(year, dice.below(12) as i8 + 1),
        5 => {
            let from = first_day().plus(dice.below(SPAN) as i32);
            Period::Range(from, from.plus(dice.below(200) as i32))
        }
        _ => {
            let named = named();
            Period::Named(named[dice.below(named.len() as u64) as usize].code.clone())
        }
    };
    let text = |of: &[&str]| of.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    if dice.one_in(4) {
        filter.states = dice.some(&STATES.map(|(code, _)| code.to_owned()));
    }
    if dice.one_in(4) {
        filter.groups = dice.some(&text(&GROUPS)).iter().map(|name| slug(name)).collect();
    }
    if dice.one_in(8) {
        filter.branches = (0..5).map(|_| (dice.below(30) + 1).to_string()).collect();
    }
    if dice.one_in(5) {
        filter.territories = dice.some(&Territory::ALL);
    }
    if dice.one_in(3) {
        filter.areas = dice.some(&text(&AREAS)).iter().map(|name| slug(name)).collect();
    }
    if dice.one_in(4) {
        filter.bands = dice.some(&Band::ALL);
    }
    if dice.one_in(7) {
        filter.text = Some(["plaz", "norte", "o", "1", "zzz", "puente 2"][dice.below(6) as usize].to_owned());
    }
    // As an address would give it: sorted, without doubles.
    Filter::parse_query(&filter.to_query()).unwrap()
}

/// Groups of `GROUPS` and states of `STATES` that the data hold; a filter for another is refused.
fn known(cube: &Cube, filter: &Filter) -> bool {
    cube.resolve(filter).is_ok()
}

fn sorted(mut sums: Sums) -> Sums {
    sums.sort();
    sums
}

fn three(key: &str, sum: i64, n: u32) -> (String, i64, i64) {
    (key.to_owned(), sum, i64::from(n))
}

/// Exact difference in points, with one division.
fn points(now: (i64, i64), before: (i64, i64)) -> Option<f64> {
    (now.1 > 0 && before.1 > 0)
        .then(|| (now.0 * before.1 - before.0 * now.1) as f64 / ((now.1 * before.1) as f64 * 100.0))
}

async fn check_kpis(oracle: &Oracle<'_>, cube: &Cube, filter: &Filter, dashboard: &Dashboard) {
    let kpis = &dashboard.kpis;
    let total = oracle.total().await;
    assert_eq!((kpis.sum_hundredths, i64::from(kpis.n)), total);
    assert_eq!(kpis.average, (total.1 > 0).then(|| total.0 as f64 / (total.1 as f64 * 100.0)));
    assert_eq!(i64::from(kpis.supervisions), oracle.number("SELECT COUNT(*) FROM picked").await);
    let supervised = oracle.number("SELECT COUNT(DISTINCT branch_id) FROM picked").await;
    assert_eq!(i64::from(kpis.branches_supervised), supervised);
    let visited = oracle.number("SELECT COUNT(DISTINCT branch_id) FROM seen").await;
    assert_eq!(i64::from(kpis.branches_visited), visited);
    let active = oracle.number("SELECT COUNT(DISTINCT branch_id) FROM active").await;
    assert_eq!(i64::from(kpis.branches_active), active);
    assert_eq!(kpis.coverage, (active > 0).then(|| supervised as f64 / active as f64));
    let limits = cube.catalog().settings.bands;
    let between = async |from: u16, to: u16| {
        oracle.number(&format!("SELECT COUNT(*) FROM m WHERE score >= {from} AND score < {to}")).await as u32
    };
    assert_eq!(kpis.bands.excelente, between(limits.excelente, 10_001).await);
    assert_eq!(kpis.bands.bueno, between(limits.bueno, limits.excelente).await);
    assert_eq!(kpis.bands.regular, between(limits.regular, limits.bueno).await);
    assert_eq!(kpis.bands.critico, between(0, limits.regular).await);
    let scores = oracle.scores().await;
    let at = |tenths: usize| {
        let last = scores.len().checked_sub(1)? * tenths;
        let (low, high) = (scores[last / 10], scores[last.div_ceil(10)]);
        Some((low * (10 - (last % 10) as i64) + high * (last % 10) as i64) as f64 / 1000.0)
    };
    assert_eq!((kpis.median, kpis.p10), (at(5), at(1)));
    let opportunity = oracle.number(
        "SELECT COUNT(*) FROM (SELECT area FROM rated GROUP BY area HAVING SUM(area_score) < 8000 * COUNT(*)) AS t",
    );
    assert_eq!(i64::from(kpis.areas_of_opportunity), opportunity.await);
    let outside = oracle.number(
        "SELECT COUNT(*) FROM picked p WHERE EXISTS (SELECT 1 FROM periods q WHERE q.organization_id = \
         (SELECT organization_id FROM g LIMIT 1)) AND NOT EXISTS (SELECT 1 FROM period_dates d WHERE d.organization_id = \
         (SELECT organization_id FROM g LIMIT 1) AND p.day BETWEEN d.from_day AND d.to_day AND (d.territory = p.territory \
         OR (d.territory = '' AND NOT EXISTS (SELECT 1 FROM period_dates e WHERE e.organization_id = d.organization_id \
         AND e.period_id = d.period_id AND e.territory = p.territory))))",
    );
    assert_eq!(i64::from(kpis.outside_named_periods), outside.await);
    let before = match previous(&filter.period) {
        Some(period) => oracle.in_period(period).total().await,
        None => (0, 0),
    };
    assert_eq!(kpis.delta, points(total, before));
}

/// The period before, of the same kind and length (rule 7).
fn previous(period: &Period) -> Option<Period> {
    Some(match period {
        Period::All => return None,
        Period::Year(year) => Period::Year(year - 1),
        Period::Quarter(year, Quarter::Q1) => Period::Quarter(year - 1, Quarter::Q4),
        Period::Quarter(year, quarter) => Period::Quarter(*year, Quarter::ALL[*quarter as usize - 2]),
        Period::Month(year, 1) => Period::Month(year - 1, 12),
        Period::Month(year, month) => Period::Month(*year, month - 1),
        Period::Range(from, to) => {
            let length = to.number() - from.number() + 1;
            Period::Range(from.plus(-length), to.plus(-length))
        }
        Period::Named(code) => {
            let series = |code: &str| code[5..6].to_owned();
            let mut codes: Vec<String> = named().into_iter().map(|named| named.code).collect();
            codes.sort();
            let earlier = codes.into_iter().filter(|other| series(other) == series(code) && other < code);
            Period::Named(earlier.max()?)
        }
    })
}

async fn check_lists(oracle: &Oracle<'_>, dashboard: &Dashboard) {
    let by = |key: &str, from: &str| format!("SELECT {key}, {SUM}, COUNT(*) FROM {from} GROUP BY {key}");
    let trend: Sums = dashboard.trend.iter().map(|point| three(&point.month, point.sum_hundredths, point.n)).collect();
    assert_eq!(trend, sorted(oracle.sums(&by("SUBSTR(day, 1, 7)", "m")).await));

    let areas = "(SELECT area, area_score AS score FROM rated) AS r";
    let shown = dashboard.areas.iter().map(|area| three(&area.name, area.sum_hundredths, area.n)).collect();
    assert_eq!(sorted(shown), sorted(oracle.sums(&by("area", areas)).await));
    let below = "SELECT area, 0, COUNT(*) FROM rated WHERE area_score < 8000 GROUP BY area";
    let shown = dashboard.areas.iter().filter(|area| area.below_80 > 0).map(|area| three(&area.name, 0, area.below_80));
    let below = oracle.sums(&below.replace(", 0,", ", CAST(0 AS BIGINT),")).await;
    assert_eq!(sorted(shown.collect()), sorted(below));
    let positions = dashboard.areas.iter().map(|area| (area.name.clone(), area.position)).collect();
    check_positions(positions, oracle.ranks("area", areas).await);

    let groups = "m JOIN g ON g.id = m.group_id";
    let scored = dashboard.groups.iter().filter(|group| group.n > 0);
    let shown = scored.clone().map(|group| three(&group.slug, group.sum_hundredths, group.n)).collect();
    assert_eq!(sorted(shown), sorted(oracle.sums(&by("g.slug", groups)).await));
    let positions = scored.map(|group| (group.slug.clone(), group.position)).collect();
    check_positions(positions, oracle.ranks("g.slug", groups).await);
    let counts = "SELECT g.slug, COUNT(*), CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM picked p WHERE p.branch_id = a.branch_id \
                  AND p.group_id = a.group_id) THEN 1 ELSE 0 END) AS BIGINT) FROM active a JOIN g ON g.id = a.group_id \
                  GROUP BY g.slug";
    let shown = dashboard.groups.iter().map(|group| three(&group.slug, i64::from(group.branches), group.supervised));
    assert_eq!(sorted(shown.collect()), sorted(oracle.sums(counts).await));

    let visited = "SELECT g.slug, COUNT(DISTINCT s.branch_id), CAST(0 AS BIGINT) FROM seen s JOIN g ON g.id = s.group_id \
                   GROUP BY g.slug";
    let shown = dashboard.groups.iter().filter(|group| group.visited > 0);
    let shown = shown.map(|group| three(&group.slug, i64::from(group.visited), 0));
    assert_eq!(sorted(shown.collect()), sorted(oracle.sums(visited).await));

    let states = "m WHERE state_code IS NOT NULL";
    let shown = dashboard.states.iter().map(|state| three(&state.code, state.sum_hundredths, state.n)).collect();
    assert_eq!(sorted(shown), sorted(oracle.sums(&by("state_code", states)).await));
    let positions = dashboard.states.iter().map(|state| (state.code.clone(), state.position)).collect();
    check_positions(positions, oracle.ranks("state_code", states).await);

    let branches = "m JOIN b ON b.id = m.branch_id";
    let scored = dashboard.branches.iter().filter(|branch| branch.n > 0);
    let shown = scored.clone().map(|branch| three(&branch.code, branch.sum_hundredths, branch.n)).collect();
    assert_eq!(sorted(shown), sorted(oracle.sums(&by("b.code", branches)).await));
    let positions = scored.map(|branch| (branch.code.clone(), branch.position)).collect();
    check_positions(positions, oracle.ranks("b.code", branches).await);
    let pending = "SELECT b.code, CAST((SELECT COUNT(*) FROM seen s WHERE s.branch_id = b.id) AS BIGINT), CAST(0 AS BIGINT) FROM b WHERE id IN (SELECT branch_id FROM active) \
                   AND id NOT IN (SELECT branch_id FROM m)";
    let visits =
        oracle.sums(pending).await.into_iter().map(|(code, visits, _)| three(&code, visits.min(1), 0)).collect();
    let shown = dashboard.branches.iter().filter(|branch| branch.n == 0);
    let shown = shown.map(|branch| three(&branch.code, i64::from(branch.visited), 0));
    assert_eq!(sorted(shown.collect()), sorted(visits), "visited without a score, or pending");
    let order = |branch: &falcon::domain::views::BranchScore| {
        (branch.position.unwrap_or(u32::MAX), !branch.visited, fold(&branch.name), branch.code.clone())
    };
    assert!(dashboard.branches.is_sorted_by_key(order), "equal positions go by name, pending ones last");
}

fn check_positions(shown: Vec<(String, Option<u32>)>, ranks: Vec<(String, i64)>) {
    let shown: BTreeMap<_, _> = shown.into_iter().map(|(key, position)| (key, position.map(i64::from))).collect();
    let ranks: BTreeMap<_, _> = ranks.into_iter().map(|(key, rank)| (key, Some(rank))).collect();
    assert_eq!(shown, ranks);
}

/// Quarter of `m.day`, as the heat map labels it.
const QUARTER: &str = "('Q' || CASE WHEN SUBSTR(day, 6, 2) <= '03' THEN '1' WHEN SUBSTR(day, 6, 2) <= '06' THEN '2' \
                       WHEN SUBSTR(day, 6, 2) <= '09' THEN '3' ELSE '4' END || ' ' || SUBSTR(day, 1, 4))";

async fn check_history(oracle: &Oracle<'_>, cube: &Cube, filter: &Filter) {
    let history = cube.history(filter, Granularity::Quarter, HistoryShow::All, None).unwrap();
    let cells = |key: &str, row: &falcon::domain::views::HistoryRow| {
        let columns = history.columns.iter().map(|column| column.label.clone());
        columns
            .zip(row.cells.clone())
            .filter(|(_, cell)| cell.n > 0)
            .map(|(label, cell)| three(&format!("{key}{label}"), cell.sum_hundredths, cell.n))
            .collect::<Vec<_>>()
    };
    let whole = oracle.sums(&format!("SELECT {QUARTER}, {SUM}, COUNT(*) FROM m GROUP BY {QUARTER}")).await;
    assert_eq!(sorted(cells("", &history.organization)), sorted(whole));
    let by_group = format!(
        "SELECT g.slug || {QUARTER}, {SUM}, COUNT(*) FROM m JOIN g ON g.id = m.group_id GROUP BY g.slug || {QUARTER}"
    );
    let shown = history.rows.items.iter().flat_map(|row| cells(&row.key, row)).collect();
    assert_eq!(sorted(shown), sorted(oracle.sums(&by_group).await));
}

async fn check_indicators(oracle: &Oracle<'_>, cube: &Cube, filter: &Filter) {
    let indicators = cube.indicators(filter, Granularity::Quarter).unwrap();
    let columns: Vec<_> = indicators.columns.iter().map(|column| column.label.clone()).collect();
    let mut shown = Sums::new();
    for row in &indicators.rows {
        let cells = columns.iter().zip(&row.cells).filter(|(_, cell)| cell.n > 0);
        shown.extend(cells.map(|(label, cell)| three(&format!("{} {label}", row.name), cell.sum_hundredths, cell.n)));
    }
    let mut expected = oracle
        .sums(&format!(
            "SELECT area || ' ' || {QUARTER}, CAST(SUM(area_score) AS BIGINT), COUNT(*) FROM rated \
             GROUP BY area || ' ' || {QUARTER}"
        ))
        .await;
    // Without a period the last eight columns are shown.
    expected.retain(|(key, ..)| columns.iter().any(|label| key.ends_with(label.as_str())));
    assert_eq!(sorted(shown), sorted(expected));
}

fn check_rankings(cube: &Cube, filter: &Filter, dashboard: &Dashboard) {
    let ranking = |sort, page| cube.ranking(filter, RankingOf::Branches, sort, None, page, 7).unwrap().rows;
    let mut all = Vec::new();
    for page in 1..=ranking(RankingSort::Best, 1).total.div_ceil(7) {
        all.extend(ranking(RankingSort::Best, page).items.into_iter().map(|row| (row.key, row.sum_hundredths, row.n)));
    }
    let shown: Vec<_> = dashboard.branches.iter().map(|row| (row.code.clone(), row.sum_hundredths, row.n)).collect();
    assert_eq!(all, shown);
    let mean = |row: &falcon::domain::views::RankingRow| Mean { sum_hundredths: row.sum_hundredths, n: row.n };
    let worst = ranking(RankingSort::Worst, 1).items;
    assert!(worst.windows(2).all(|w| w[1].n == 0 || (w[0].n > 0 && mean(&w[0]).cmp_value(mean(&w[1])).is_le())));
}

#[test]
fn every_figure_is_the_one_that_sql_gives() {
    on_both(async |test| compare(test, 1).await);
}

#[test]
fn every_figure_is_the_one_that_sql_gives_with_named_periods() {
    on_both(async |test| compare(test, 2).await);
}

/// Fills an organization and compares every figure of many filters; even seeds have named periods and a default kind.
async fn compare(test: &TestDb, seed: u64) {
    let org = format!("org{seed}");
    fill(test, &org, seed).await;
    let image = test.db.image(&org, 0).await.unwrap().unwrap();
    let cube = Cube::build(image.catalog, image.rows).unwrap();
    let row = sqlx::query("SELECT id FROM organizations WHERE slug = $1").bind(org);
    let id: i64 = row.fetch_one(test.db.pool()).await.unwrap().get(0);
    let dice = &mut Dice(seed * 1_000);
    let (mut tried, mut with_scores) = (0, 0);
    while tried < FILTERS {
        let filter = filter(dice, seed.is_multiple_of(2));
        if !known(&cube, &filter) {
            continue;
        }
        tried += 1;
        let dashboard = cube.dashboard(&filter).unwrap();
        with_scores += u64::from(dashboard.kpis.n > 0);
        // Shown when the comparison fails.
        eprintln!("{seed}: {}", filter.to_query());
        let oracle = Oracle::new(test, id, cube.catalog(), &filter);
        check_kpis(&oracle, &cube, &filter, &dashboard).await;
        check_lists(&oracle, &dashboard).await;
        check_history(&oracle, &cube, &filter).await;
        check_indicators(&oracle, &cube, &filter).await;
        check_rankings(&cube, &filter, &dashboard);
    }
    assert!(with_scores > FILTERS / 2, "only {with_scores} filters selected anything");
}
