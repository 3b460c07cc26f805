//! A figure is the same to the last digit through every door: page, API, CSV, workbook and command line, for random filters
//! over the demo and over real data.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{path::PathBuf, process::Command};

use calamine::{Data, DataType as _};
use falcon::{
    contract::{DashboardPage, Wire},
    domain::{
        Band, Cube, Filter, Mean, Period, Quarter, Role, Scope, Territory,
        filter::KindFilter,
        views::{Dashboard, Kpis},
    },
    server::{config::Storage, db::Db},
    ui::i18n::format,
};
use leptos::server_fn::Decodes;
use url::form_urlencoded::byte_serialize;

use crate::{
    api_support::{Answer, Api, Hand},
    exports::{csv_of, workbook},
    import_support::World,
    oracle::Dice,
    printed,
    support::on_demo,
};

/// Filters over the demo on each database, and over each real data set.
const FILTERS: usize = 50;
/// Of so many one is asked of the page that is drawn, and of the command that writes files.
const SELDOM: usize = 5;

pub fn filter(dice: &mut Dice, cube: &Cube) -> Filter {
    let catalog = cube.catalog();
    let (years, slugs) = (cube.years(), cube.area_slugs());
    let mut filter = Filter::default();
    let kinds = catalog.kinds.len() as u64;
    filter.kind = match dice.below(4) {
        0 => KindFilter::All,
        1 => KindFilter::One(catalog.kinds[dice.below(kinds) as usize].clone()),
        _ => KindFilter::Default,
    };
    let year = years[dice.below(years.len() as u64) as usize];
    filter.period = match dice.below(6) {
        0 | 1 => Period::All,
        2 => Period::Year(year),
        3 => Period::Quarter(year, Quarter::ALL[dice.below(4) as usize]),
        4 => Period::Month(year, dice.below(12) as i8 + 1),
        _ => {
            let from = falcon::domain::Day::from_ymd(year, 1, 1).unwrap().plus(dice.below(365) as i32);
            Period::Range(from, from.plus(dice.below(300) as i32))
        }
    };
    let codes: [Vec<String>; 3] = [
        catalog.states.iter().map(|state| state.code.clone()).collect(),
        catalog.groups.iter().map(|group| group.slug.clone()).collect(),
        catalog.branches.iter().map(|branch| branch.code.clone()).collect(),
    ];
    let mut some = |of: &[String], seldom: u64| {
        let any = !of.is_empty() && dice.one_in(seldom);
        if any { dice.some(of) } else { Vec::new() }
    };
    (filter.states, filter.groups, filter.branches) = (some(&codes[0], 4), some(&codes[1], 4), some(&codes[2], 8));
    filter.areas = some(slugs, 4);
    if dice.one_in(6) {
        filter.territories = dice.some(&Territory::ALL);
    }
    if dice.one_in(4) {
        filter.bands = dice.some(&Band::ALL);
    }
    if dice.one_in(8) {
        filter.text = Some(["norte", "a", "1", "zzz", "centro"][dice.below(5) as usize].to_owned());
    }
    // As an address would give it: sorted, without doubles.
    Filter::parse_query(&filter.to_query()).unwrap()
}

/// Key, average, sum and n of each row.
type Figures = Vec<(String, Option<f64>, i64, u32)>;

/// The lists of a dashboard by the names of their tables, and of their sheets.
fn lists(board: &Dashboard) -> Vec<(&'static str, &'static str, Figures)> {
    macro_rules! figures {
        ($list:expr, $key:ident) => {
            $list.iter().map(|it| (it.$key.clone(), it.average, it.sum_hundredths, it.n)).collect::<Figures>()
        };
    }
    let mut lists = vec![
        ("trend", "Monthly trend", figures!(board.trend, month)),
        ("groups", "Groups", figures!(board.groups, slug)),
        ("branches", "Branches", figures!(board.branches, code)),
        ("areas", "Areas", figures!(board.areas, slug)),
        ("states", "States", figures!(board.states, code)),
    ];
    lists.retain(|(.., figures)| !figures.is_empty());
    lists
}

/// Figures of the cards, named as in the API.
fn cards(kpis: &Kpis) -> Vec<(&'static str, Option<f64>)> {
    let count = |count: u32| Some(f64::from(count));
    let before = kpis.previous.as_ref();
    vec![
        ("average", kpis.average),
        ("sum_hundredths", Some(kpis.sum_hundredths as f64)),
        ("n", count(kpis.n)),
        ("delta", kpis.delta),
        ("previous.average", before.map(|it| it.average)),
        ("previous.sum_hundredths", before.map(|it| it.sum_hundredths as f64)),
        ("previous.n", before.map(|it| f64::from(it.n))),
        ("target", Some(kpis.target)),
        ("supervisions", count(kpis.supervisions)),
        ("branches_supervised", count(kpis.branches_supervised)),
        ("branches_visited", count(kpis.branches_visited)),
        ("branches_active", count(kpis.branches_active)),
        ("coverage", kpis.coverage),
        ("bands.excelente", count(kpis.bands.excelente)),
        ("bands.bueno", count(kpis.bands.bueno)),
        ("bands.regular", count(kpis.bands.regular)),
        ("bands.critico", count(kpis.bands.critico)),
        ("median", kpis.median),
        ("p10", kpis.p10),
        ("areas_of_opportunity", count(kpis.areas_of_opportunity)),
        ("outside_named_periods", count(kpis.outside_named_periods)),
    ]
}

/// A table's figures, its columns found by their headings.
fn figures<T>(headings: &[String], rows: &[Vec<T>], text: impl Fn(&T) -> String) -> Figures {
    let at = |name: &str| headings.iter().position(|head| head == name);
    let key = at("Month").or(at("Key")).or(at("Code")).unwrap();
    let [average, sum, n] = ["Average", "Sum (hundredths)", "n"].map(|name| at(name).unwrap());
    let whole = |cell: &T| text(cell).parse::<f64>().unwrap() as i64;
    let row = |row: &Vec<T>| {
        let of = text(&row[average]);
        let average = (!of.is_empty()).then(|| of.parse().unwrap());
        (text(&row[key]), average, whole(&row[sum]), whole(&row[n]) as u32)
    };
    rows.iter().map(row).collect()
}

/// A cell's whole content: of a number every digit.
fn content(cell: &Data) -> String {
    cell.as_f64().filter(|_| !cell.is_string()).map_or_else(|| cell.to_string(), |number| number.to_string())
}

struct Doors<'a> {
    api: &'a Api,
    cookie: &'a str,
    /// `falcon` over the same data.
    program: Box<dyn Fn() -> Command + 'a>,
    organization: &'a str,
}

impl Doors<'_> {
    async fn ask(&self, path: &str) -> Answer {
        let answer = self.api.get(path, &[("cookie", self.cookie), ("accept-language", "en")]).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer
    }

    async fn check(&self, query: &str, nth: usize) {
        let with = |path: &str| format!("{path}{}{query}", if path.contains('?') { "&" } else { "?" });
        let coded: String = byte_serialize(query.as_bytes()).collect();
        let page = self.ask(&format!("/fn/get_dashboard?query={coded}")).await;
        let page = <Wire as Decodes<DashboardPage>>::decode(page.bytes.into()).unwrap();
        let shown = &page.dashboard.kpis;
        let filter = Filter::parse_query(query).unwrap();
        let board = self.api.services.cube().dashboard(&filter).unwrap();
        let expected = cards(&board.kpis);
        assert_eq!(cards(shown), expected, "the page, {query}");

        // As text, which has every digit.
        let kpis = serde_json::to_string(&board.kpis).unwrap();
        let api = self.ask(&with("/api/v1/kpis")).await;
        assert!(api.text.starts_with(&format!("{{\"data\":{kpis},\"meta\":")), "the API, {query}: {}", api.text);
        let whole = self.ask(&with("/api/v1/board")).await;
        let lists_of = serde_json::to_string(&board.branches).unwrap();
        assert!(whole.text.contains(&kpis) && whole.text.contains(&lists_of), "the API's board, {query}");

        let (_, rows) = csv_of(&self.ask(&with("/api/v1/board?format=csv")).await);
        let told: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[2].parse::<f64>().ok())).collect();
        assert_eq!(told, expected, "CSV, {query}");
        for (table, _, expected) in lists(&board) {
            let (headings, rows) = csv_of(&self.ask(&with(&format!("/api/v1/board?format=csv&table={table}"))).await);
            assert_eq!(figures(&headings, &rows, String::clone), expected, "CSV of {table}, {query}");
        }

        let sheets = workbook(&self.ask(&with("/api/v1/board?format=xlsx")).await);
        let sheet = |name: &str| &sheets.iter().find(|(own, _)| own == name).unwrap().1;
        let rows = &sheet("Figures")[1..];
        let told: Vec<_> = rows.iter().map(|row| (content(&row[0]), row[2].as_f64())).collect();
        let named: Vec<_> = expected.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        assert_eq!(told, named, "workbook, {query}");
        for (_, name, expected) in lists(&board) {
            let rows = sheet(name);
            let headings: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
            assert_eq!(figures(&headings, &rows[1..], content), expected, "sheet {name}, {query}");
        }

        let out = (self.program)().args(["kpi", "--org", self.organization, "--json", query]).output().unwrap();
        let told = String::from_utf8(out.stdout).unwrap();
        assert!(told.contains(&format!("\"kpis\":{kpis},")), "falcon kpi, {query}: {told}");

        if nth.is_multiple_of(SELDOM) {
            let drawn = self.ask(&with("/")).await.text;
            let mean = Mean { sum_hundredths: board.kpis.sum_hundredths, n: board.kpis.n };
            let text = format::score(mean);
            assert!(board.kpis.supervisions == 0 || drawn.contains(&text), "the page as it is drawn, {query}: {text}");
            let paper = printed::report(&self.ask(&with("/api/v1/kpis?format=pdf")).await).pages.concat();
            for said in printed::cards(&board.kpis) {
                assert!(paper.contains(&printed::squeezed(&said)), "on paper, {query}: no {said} in {paper}");
            }
            let mut export = (self.program)();
            export.args([
                "export",
                "--org",
                self.organization,
                "--view",
                "board",
                "--format",
                "csv",
                "--lang",
                "en",
                query,
            ]);
            let out = export.output().unwrap();
            let csv = self.ask(&with("/api/v1/board?format=csv")).await;
            assert_eq!(String::from_utf8(out.stdout).unwrap(), csv.text, "falcon export, {query}");
        }
    }

    /// Random filters; how many of them select something.
    async fn walk(&self, seed: u64) -> usize {
        let dice = &mut Dice(seed);
        let cube = self.api.services.cube();
        let mut some = 0;
        for nth in 0..FILTERS {
            let filter = filter(dice, &cube);
            some += usize::from(cube.dashboard(&filter).unwrap().kpis.n > 0);
            self.check(&filter.to_query(), nth).await;
        }
        some
    }
}

fn falcon(storage: &Storage) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_falcon"));
    program.env("FALCON_DATA", &storage.data).env("FALCON_OPEN", "1").env("FALCON_LOG", "error");
    program.env_remove("DATABASE_URL").env_remove("FALCON_ORG").env_remove("REDIS_URL");
    if let Some(url) = &storage.database_url {
        program.env("DATABASE_URL", url);
    }
    program
}

#[test]
fn of_the_demo_every_door_tells_the_same() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let program = Box::new(|| falcon(&test.storage));
        let doors = Doors { api: &api, cookie: &cookie, program, organization: "demo" };
        let some = doors.walk(4).await;
        assert!(some > FILTERS / 3, "only {some} filters select something");
    });
}

/// The data sets, where they are at hand.
fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("FALCON_SHARED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("data");
    folder.is_dir().then_some(folder)
}

#[test]
fn of_real_data_every_door_tells_the_same() {
    let Some(data) = shared() else {
        eprintln!("no data sets: set FALCON_SHARED to the folder that holds data/");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for (organization, file, seed) in
        [("sf", "sf/supervisions_flat.csv", 5), ("wake", "wake/supervisions_2016_2018.csv", 6)]
    {
        let world = World::new();
        let out = world.import(organization, organization.as_ref(), &data.join(file));
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        runtime.block_on(async {
            let storage = Storage { data: world.data(), database_url: None };
            let db = Db::open(&storage).await.unwrap();
            let mut config = crate::api_support::settings();
            config.web.organization = Some(organization.into());
            (config.limits.read, config.limits.heavy) = (0, 0);
            let api = Api::with(&db, &config, &Hand::new()).await;
            api.person(organization, "ana", Role::Director, Scope::whole()).await;
            let cookie = api.sign_in("ana").await;
            let program = Box::new(|| falcon(&storage));
            let doors = Doors { api: &api, cookie: &cookie, program, organization };
            let some = doors.walk(seed).await;
            assert!(some > FILTERS / 3, "{organization}: only {some} filters select something");
            db.close().await;
        });
    }
}
