//! A made-up organization with every difficulty: two kinds, unrated areas, visits without a score, branches that change
//! group, close and open, named periods by territory. The same on every run.

use falcon::domain::{
    Assignment, Branch, Catalog, Day, Group, Location, NamedPeriod, PeriodDates, State, SupervisionRow, Territory,
};

/// SplitMix64: enough for making things up.
pub struct Dice(u64);

impl Dice {
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of the items.
    pub fn one<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }
}

const FIRST: u64 = 19_000;
const DAYS: u64 = 1_100;

/// Catalog and rows.
#[must_use]
pub fn organization(visits: u32) -> (Catalog, Vec<SupervisionRow>) {
    let mut dice = Dice::new(7);
    let mut catalog = Catalog {
        organization: "parity".into(),
        organization_name: "Paridad".into(),
        data_version: 3,
        kinds: vec!["operativa".into(), "seguridad".into()],
        areas: (0..40).map(|i| format!("Área {i}")).collect(),
        groups: (0..9).map(|i| Group { slug: format!("grupo-{i}"), name: format!("Grupo {}", i / 2) }).collect(),
        states: [("19", "Nuevo León"), ("05", "Coahuila"), ("30", "Veracruz")]
            .map(|(code, name)| State { code: code.into(), name: name.into() })
            .to_vec(),
        supervisors: (0..5).map(|i| format!("Persona {i}")).collect(),
        ..Catalog::default()
    };
    for number in 0..70_u64 {
        catalog.branches.push(branch(&mut dice, number));
    }
    for (i, series) in ["T", "T", "T", "S", "S"].into_iter().enumerate() {
        let from = Day::from_number((FIRST + 200 * i as u64) as i32);
        let dates = |territory, days| PeriodDates { territory, from, to: from.plus(days) };
        let dates = vec![dates(Some(Territory::Local), 90), dates(Some(Territory::Foranea), 180)];
        catalog.periods.push(NamedPeriod {
            code: format!("P{i}"),
            name: format!("Periodo {i}"),
            series: series.into(),
            dates,
        });
    }
    let rows = (1..=visits).map(|id| row(&mut dice, &catalog, id)).collect();
    (catalog, rows)
}

fn branch(dice: &mut Dice, number: u64) -> Branch {
    let day = |dice: &mut Dice| Day::from_number((FIRST + dice.below(DAYS)) as i32);
    let group = |dice: &mut Dice| (!dice.once_in(12)).then(|| dice.below(9) as u16);
    let mut assignments = vec![Assignment { from: Day::MIN, group: group(dice) }];
    if dice.once_in(4) {
        assignments.push(Assignment { from: day(dice), group: group(dice) });
    }
    Branch {
        code: format!("{}", 100 + number),
        name: format!("Sucursal {}", number / 2),
        territory: *dice.one(&[Some(Territory::Local), Some(Territory::Foranea), None]),
        state: (!dice.once_in(15)).then(|| dice.below(3) as u16),
        municipality: dice.once_in(2).then(|| format!("Municipio {}", number % 7)),
        location: (!dice.once_in(10)).then(|| Location {
            latitude: 19.0 + dice.below(9_000) as f64 / 1_000.0,
            longitude: -105.0 + dice.below(9_000) as f64 / 1_000.0,
        }),
        time_zone: None,
        opened: dice.once_in(5).then(|| day(dice)),
        closed: dice.once_in(9).then(|| day(dice)),
        assignments,
    }
}

fn row(dice: &mut Dice, catalog: &Catalog, id: u32) -> SupervisionRow {
    let kind = u8::from(dice.once_in(3));
    // The second kind rates few of its areas: its visits have shapes of their own.
    let rates = |dice: &mut Dice, area: u16| {
        if kind == 0 { area < 29 && !dice.once_in(9) } else { area >= 25 && dice.once_in(4) }
    };
    let mut areas = Vec::new();
    for area in 0..40 {
        if rates(dice, area) {
            areas.push((area, (10_000 - dice.below(101) * dice.below(101)) as u16));
        }
    }
    SupervisionRow {
        id,
        branch: dice.below(catalog.branches.len() as u64) as u32,
        kind,
        day: Day::from_number((FIRST + dice.below(DAYS)) as i32),
        minute: dice.once_in(2).then(|| dice.below(1_440) as u16),
        supervisor: dice.once_in(2).then(|| dice.below(5) as u16),
        score: (!dice.once_in(20)).then(|| (10_000 - dice.below(71) * dice.below(91)) as u16),
        areas,
    }
}

/// A query string that the organization understands.
pub fn query(dice: &mut Dice) -> String {
    let mut parts = vec![(*dice.one(&["", "kind=all", "kind=operativa", "kind=seguridad"])).to_owned()];
    parts.push(match dice.below(7) {
        0 => String::new(),
        1 => format!("year={}", 2022 + dice.below(3)),
        2 => format!("year={}&quarter=Q{}", 2022 + dice.below(3), 1 + dice.below(4)),
        3 => format!("month={}-{:02}", 2022 + dice.below(3), 1 + dice.below(12)),
        4 => format!("from=2022-0{}-15&to=2024-0{}-10", 1 + dice.below(9), 1 + dice.below(9)),
        5 => format!("from=2023-0{}-01", 1 + dice.below(9)),
        _ => format!("period=P{}", dice.below(5)),
    });
    for (often, choices) in [
        (4, &["estado=19", "estado=Veracruz", "estado=05&estado=30"][..]),
        (4, &["grupo=grupo-1", "grupo=grupo-2&grupo=grupo-5", "q=grupo+3"]),
        (6, &["sucursal=103", "sucursal=120&sucursal=121", "q=sucursal+2"]),
        (4, &["territory=local", "territory=foranea"]),
        (3, &["area=area-1", "area=area-26&area=area-28", "area=area-39"]),
        (4, &["band=critico", "band=excelente&band=bueno"]),
    ] {
        if dice.once_in(often) {
            parts.push((*dice.one(choices)).to_owned());
        }
    }
    parts.retain(|part| !part.is_empty());
    // One text at a time.
    if parts.iter().filter(|part| part.starts_with("q=")).count() > 1 {
        parts.retain(|part| !part.starts_with("q="));
    }
    parts.join("&")
}
