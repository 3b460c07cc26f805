//! Random organizations and filters.

use falcon::domain::*;
use proptest::prelude::*;

pub const FIRST: i32 = 19_600; // 2023-08-31
const DAYS: i32 = 800;

fn name(i: usize) -> String {
    // Twins on purpose: ties by name, names that differ by case and accents only.
    ["Ábaco", "abaco", "Juárez", "Centro", "San Juan", "Río", "centro 2", "Obregón"][i % 8].to_owned()
}

prop_compose! {
    fn branch(groups: usize, states: usize)(
        code in 0_u32..1_000_000, label in 0_usize..8, territory in prop::option::of(prop::sample::select(Territory::ALL.to_vec())),
        state in prop::option::of(0..states as u16), located in any::<bool>(),
        opened in prop::option::of(FIRST - 100..FIRST + DAYS), closed in prop::option::weighted(0.2, FIRST..FIRST + DAYS),
        first in prop::option::weighted(0.9, 0..groups as u16),
        moves in prop::collection::btree_map(FIRST..FIRST + DAYS, prop::option::weighted(0.8, 0..groups as u16), 0..3),
    ) -> Branch {
        let mut assignments = vec![Assignment { from: Day::MIN, group: first }];
        assignments.extend(moves.into_iter().map(|(from, group)| Assignment { from: Day::from_number(from), group }));
        Branch {
            code: code.to_string(), name: name(label), territory, state,
            municipality: (label % 2 == 0).then(|| format!("Municipio {}", label / 2)),
            location: located.then_some(Location { latitude: 20.0 + label as f64, longitude: -100.0 }),
            time_zone: None, opened: opened.map(Day::from_number), closed: closed.map(Day::from_number), assignments,
        }
    }
}

fn dates() -> impl Strategy<Value = Vec<PeriodDates>> {
    let one = |territory: Option<Territory>| {
        prop::option::of((FIRST - 50..FIRST + DAYS, 1..150_i32)).prop_map(move |span| {
            span.map(|(from, length)| PeriodDates {
                territory,
                from: Day::from_number(from),
                to: Day::from_number(from + length),
            })
        })
    };
    (one(Some(Territory::Local)), one(Some(Territory::Foranea)), one(None))
        .prop_map(|(local, foranea, both)| [local, foranea, both].into_iter().flatten().collect())
}

/// Names whose slugs must be numbered, one of them because of a number given before.
fn area_name(i: usize) -> String {
    match i {
        TWINS_FROM | 4 => "Baños".to_owned(),
        5 => "Baños 2".to_owned(),
        TWINS_TO => "Baños 2 2".to_owned(),
        _ => format!("Área {i}"),
    }
}

const TWINS_FROM: usize = 3;
const TWINS_TO: usize = 6;

/// Target, bands and opportunity limit: mostly the usual ones, else an organization's own.
fn limits() -> impl Strategy<Value = (u16, BandLimits, u16)> {
    let own = [
        (9_500, BandLimits { excelente: 9_500, bueno: 8_500, regular: 6_000 }, 7_500),
        (8_000, BandLimits { excelente: 10_000, bueno: 9_000, regular: 9_000 }, 10_000),
        (1, BandLimits { excelente: 5_000, bueno: 1, regular: 0 }, 0),
    ];
    let usual = Settings::default();
    prop_oneof![
        2 => Just((usual.target, usual.bands, usual.opportunity)),
        1 => prop::sample::select(own.to_vec()),
    ]
}

prop_compose! {
    pub fn catalog()(
        groups in 1_usize..5, states in 1_usize..4, areas in 1_usize..12, kinds in 1_usize..4, supervisors in 1_usize..4,
    )(
        branches in prop::collection::vec(branch(groups, states), 1..12),
        period_dates in prop::collection::vec(dates(), 0..5),
        default_kind in prop::option::weighted(0.3, 0..kinds),
        min_n in 0_u32..3,
        (target, bands, opportunity) in limits(),
        groups in Just(groups), states in Just(states), areas in Just(areas), kinds in Just(kinds), supervisors in Just(supervisors),
    ) -> Catalog {
        let kinds: Vec<String> = ["operativa", "seguridad", "auditoría"][..kinds].iter().map(|k| (*k).to_owned()).collect();
        let mut branches = branches;
        branches.sort_by(|a: &Branch, b| a.code.cmp(&b.code));
        branches.dedup_by(|a, b| a.code == b.code);
        let mut settings = Settings { default_kind: default_kind.map(|kind| kinds[kind].clone()), target, bands, opportunity, ..Settings::default() };
        settings.indicators.min_n = min_n;
        Catalog {
            organization: "chain".into(), organization_name: "Cadena".into(), data_version: 7,
            last_import: Some("2025-11-01T12:00:00Z".into()),
            settings,
            kinds,
            areas: (0..areas).map(area_name).collect(),
            critical_areas: (0..areas as u16).filter(|area| area % 3 == 1).collect(),
            groups: (0..groups).map(|i| Group { slug: format!("g{i}"), name: format!("Grupo {}", i / 2) }).collect(),
            states: (0..states).map(|i| State { code: format!("{:02}", i + 19), name: ["Nuevo León", "Oaxaca", "Puebla"][i].to_owned() }).collect(),
            branches,
            supervisors: (0..supervisors).map(|i| format!("Persona {i}")).collect(),
            periods: period_dates.into_iter().enumerate().map(|(i, dates)| NamedPeriod {
                code: format!("P{i}"), name: format!("Periodo {i}"), series: if i % 2 == 0 { "T".into() } else { "S".into() }, dates,
            }).collect(),
            ..Catalog::default()
        }
    }
}

fn score() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => 0_u16..=10_000,
        2 => prop::sample::select(vec![0, 6_999, 7_000, 7_999, 8_000, 8_999, 9_000, 9_900, 10_000]),
    ]
}

fn row(catalog: &Catalog) -> impl Strategy<Value = SupervisionRow> + use<> {
    let (branches, kinds, supervisors) =
        (catalog.branches.len() as u32, catalog.kinds.len() as u8, catalog.supervisors.len() as u16);
    let areas = catalog.areas.len();
    (
        0..branches,
        0..kinds,
        FIRST..FIRST + DAYS,
        prop::option::of(0_u16..1_440),
        prop::option::of(0..supervisors),
        prop::option::weighted(0.85, score()),
        prop::bool::weighted(0.15),
        prop::collection::vec(prop::option::weighted(0.8, score()), areas),
    )
        .prop_map(|(branch, kind, day, minute, supervisor, score, bare, areas)| SupervisionRow {
            id: 0,
            branch,
            kind,
            day: Day::from_number(day),
            minute,
            supervisor,
            score,
            // The second kind rates few areas, so that both kinds of shapes occur.
            areas: areas
                .into_iter()
                .enumerate()
                .filter(|(area, _)| !bare && (kind != 1 || area % 4 == usize::from(day as u16 % 4)))
                // A few branches alone rate the twins, so that a scope may hold one without the other.
                .filter(|(area, _)| {
                    !(TWINS_FROM..=TWINS_TO).contains(area) || (branch as usize + area).is_multiple_of(4)
                })
                .filter_map(|(area, score)| score.map(|score| (area as u16, score)))
                .collect(),
        })
}

/// A catalog and rows with ids in shuffled order.
pub fn organization(most: usize) -> impl Strategy<Value = (Catalog, Vec<SupervisionRow>)> {
    catalog().prop_flat_map(move |catalog| {
        let rows = prop::collection::vec(row(&catalog), 0..most);
        (Just(catalog), rows, any::<u32>()).prop_map(|(catalog, mut rows, salt)| {
            for (i, row) in rows.iter_mut().enumerate() {
                row.id = (i as u32).wrapping_mul(2_654_435_761).wrapping_add(salt) | 1;
            }
            rows.sort_by_key(|row| row.id.wrapping_mul(40_503));
            rows.dedup_by_key(|row| row.id);
            (catalog, rows)
        })
    })
}

fn some_of(values: Vec<String>) -> BoxedStrategy<Vec<String>> {
    if values.is_empty() {
        return Just(Vec::new()).boxed();
    }
    prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(prop::sample::select(values), 1..3)].boxed()
}

/// A filter of values that the catalog has.
pub fn filter(catalog: &Catalog) -> impl Strategy<Value = Filter> + use<> {
    let day = || (FIRST - 30..FIRST + DAYS + 30).prop_map(Day::from_number);
    let mut periods = vec![
        Just(Period::All).boxed(),
        (2023_i16..=2025).prop_map(Period::Year).boxed(),
        (2023_i16..=2025, 0_usize..4).prop_map(|(year, quarter)| Period::Quarter(year, Quarter::ALL[quarter])).boxed(),
        (2023_i16..=2025, 1_i8..=12).prop_map(|(year, month)| Period::Month(year, month)).boxed(),
        (day(), day()).prop_map(|(a, b)| Period::Range(a.min(b), a.max(b))).boxed(),
        day().prop_map(|day| Period::Range(day, Day::MAX)).boxed(),
        day().prop_map(|day| Period::Range(Day::MIN, day)).boxed(),
    ];
    if !catalog.periods.is_empty() {
        let codes: Vec<String> = catalog.periods.iter().map(|period| period.code.clone()).collect();
        periods.push(prop::sample::select(codes).prop_map(Period::Named).boxed());
    }
    let kinds = {
        use falcon::domain::filter::KindFilter;
        let mut kinds = vec![KindFilter::Default, KindFilter::All];
        kinds.extend(catalog.kinds.iter().cloned().map(KindFilter::One));
        prop::sample::select(kinds)
    };
    let text = prop_oneof![4 => Just(None), 1 => prop::sample::select(vec!["abaco", "JUAREZ", "grupo 0", "1", "nada"]).prop_map(Some)];
    (
        kinds,
        prop::strategy::Union::new(periods),
        some_of(catalog.states.iter().map(|state| state.code.clone()).collect()),
        some_of(catalog.groups.iter().map(|group| group.slug.clone()).collect()),
        some_of(catalog.branches.iter().map(|branch| branch.code.clone()).collect()),
        prop_oneof![3 => Just(vec![]), 1 => Just(vec![Territory::Local]), 1 => Just(vec![Territory::Foranea])],
        some_of(catalog.area_slugs()),
        prop_oneof![3 => Just(vec![]), 1 => prop::collection::vec(prop::sample::select(Band::ALL.to_vec()), 1..3)],
        text,
    )
        .prop_map(|(kind, period, states, groups, branches, territories, areas, bands, text)| {
            let text = text.map(str::to_owned);
            let mut filter = Filter { kind, period, states, groups, branches, territories, areas, bands, text };
            filter.normalize();
            filter
        })
}

/// Everything a property needs.
pub fn case(most: usize) -> impl Strategy<Value = (Catalog, Vec<SupervisionRow>, Filter)> {
    organization(most).prop_flat_map(|(catalog, rows)| {
        let filter = filter(&catalog);
        (Just(catalog), Just(rows), filter)
    })
}
