//! Views on paper and as pictures: what is in them, that figures are the engine's, and who may take them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    contract::{Lang, format},
    domain::{Filter, Mean, Role, Scope, access::audit::Act, views::Kpis},
};
use lopdf::{Document, Object};
use resvg::tiny_skia::Pixmap;
use serde_json::json;

use crate::{
    api_support::{Answer, Api},
    support::on_demo,
};

async fn ask(api: &Api, cookie: &str, path: &str) -> Answer {
    api.get(&format!("/api/v1/{path}"), &[("cookie", cookie), ("accept-language", "en")]).await
}

/// A report as a reader of PDF sees it: its pages with their sizes, and the text of each without spaces, which glyphs that are
/// placed one by one have not.
pub struct Read {
    pub sizes: Vec<(f32, f32)>,
    pub pages: Vec<String>,
    pub title: String,
}

pub fn report(answer: &Answer) -> Read {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{}", answer.text);
    let document = Document::load_mem(&answer.bytes).unwrap();
    let number = |object: &Object| object.as_float().unwrap();
    let mut read = Read { sizes: Vec::new(), pages: Vec::new(), title: String::new() };
    for (nth, id) in document.get_pages() {
        let media = document.get_dictionary(id).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
        read.sizes.push((number(&media[2]), number(&media[3])));
        read.pages.push(squeezed(&document.extract_text(&[nth]).unwrap()));
    }
    let info = document.trailer.get(b"Info").and_then(|info| info.as_reference()).unwrap();
    let title = document.get_dictionary(info).unwrap().get(b"Title").unwrap();
    read.title = lopdf::decode_text_string(title).unwrap();
    read
}

/// Text without spaces.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the cards of a report say, as pages write it.
pub fn cards(kpis: &Kpis) -> Vec<String> {
    if kpis.supervisions == 0 {
        return vec!["No supervisions with these filters".into()];
    }
    let mean = Mean { sum_hundredths: kpis.sum_hundredths, n: kpis.n };
    let mut told = vec![
        format::score(mean),
        format!("n {}", format::integer(kpis.n)),
        format!("Supervisions {}", format::integer(kpis.supervisions)),
        format::share(kpis.branches_supervised, kpis.branches_active),
        format!("{} of {}", format::integer(kpis.bands.critico), format::integer(kpis.n)),
        format!("Lowest tenth {}", kpis.p10.map_or_else(|| format::NONE.to_owned(), format::quantile)),
    ];
    let before = kpis.previous.as_ref().map(|it| Mean { sum_hundredths: it.sum_hundredths, n: it.n });
    told.extend(before.and_then(|before| format::delta_exact(mean, before)).map(|delta| format!("{delta} pts vs")));
    told
}

#[test]
fn every_view_is_a_report() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let paths = [
            ("board", "Dashboard"),
            ("kpis", "Figures"),
            ("trends", "Monthly trend"),
            ("rankings/branches", "Branches"),
            ("rankings/areas?sort=worst", "Areas"),
            ("history?by=month", "History"),
            ("indicators", "Indicators"),
            ("map", "Map"),
            ("branches", "Branches"),
            ("groups", "Groups"),
            ("areas", "Areas"),
            ("supervisions", "Supervisions"),
            ("supervisions?detail=areas&quarter=Q1", "Supervisions"),
            ("explain", "Why"),
            ("explain?figure=median", "Why"),
            (&format!("branches/{}", catalog.branches[0].code), "Branch"),
            (&format!("groups/{}", catalog.groups[0].slug), "Group"),
        ];
        for (path, title) in paths {
            let and = if path.contains('?') { '&' } else { '?' };
            let answer = ask(&api, &cookie, &format!("{path}{and}year=2025&format=pdf")).await;
            let read = report(&answer);
            let count = read.pages.len();
            assert!(count > 1 && read.sizes.iter().all(|size| *size == (595.28, 841.89)), "{path}: {:?}", read.sizes);
            assert!(read.title.starts_with(title) && read.title.contains(&catalog.organization_name), "{}", read.title);
            let cover = &read.pages[0];
            for said in [title, "2025", &catalog.organization_name, "Data version", "Demo data"] {
                assert!(cover.contains(&squeezed(said)), "{path}: no {said} in {cover}");
            }
            for (nth, page) in read.pages.iter().enumerate().skip(1) {
                assert!(page.contains(&format!("{}/{count}", nth + 1)), "{path}: page {nth} has its number: {page}");
            }
            assert!(answer.header("content-disposition").ends_with(".pdf\""), "{path}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
        let letter = report(&ask(&api, &cookie, "kpis?format=pdf&paper=letter&lang=es").await);
        assert!(letter.sizes.iter().all(|size| *size == (612.0, 792.0)), "{:?}", letter.sizes);
        assert!(
            letter.pages[1].contains("Áreasdeoportunidad") && letter.pages[1].contains("Enbreve"),
            "{:?}",
            letter.pages
        );
    });
}

#[test]
fn figures_on_paper_are_the_engines() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let cube = api.services.cube();
        for query in [
            "",
            "year=2025",
            "year=2025&quarter=Q2&estado=19",
            "kind=all",
            "month=2025-03&territory=foranea",
            "year=2025&area=banos",
            "year=2025&band=critico&band=regular",
            "year=2020",
            "q=zzzz",
        ] {
            let board = cube.dashboard(&Filter::parse_query(query).unwrap()).unwrap();
            let read = report(&ask(&api, &cookie, &format!("board?{query}&format=pdf")).await);
            let text = read.pages.concat();
            for said in cards(&board.kpis) {
                assert!(text.contains(&squeezed(&said)), "{query}: no {said} in {text}");
            }
            if board.kpis.supervisions > 0 {
                for area in &board.areas {
                    let score = format::pair(area.sum_hundredths, area.n);
                    assert!(
                        text.contains(&squeezed(&area.name)) && text.contains(&score),
                        "{query}: {} {score}",
                        area.name
                    );
                }
                for group in &board.groups {
                    assert!(text.contains(&format::pair(group.sum_hundredths, group.n)), "{query}: {}", group.name);
                }
            }
        }
    });
}

/// Different colours of a picture.
fn colours(answer: &Answer) -> usize {
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{}", answer.text);
    let picture = Pixmap::decode_png(&answer.bytes).unwrap();
    assert_eq!(picture.width(), 1_600);
    // Some thousands of its pixels tell.
    let some = picture.pixels().iter().step_by(97);
    let mut found: Vec<_> = some.map(|pixel| (pixel.red(), pixel.green(), pixel.blue())).collect();
    assert_eq!(found[0], (255, 255, 255), "on white");
    found.sort_unstable();
    found.dedup();
    found.len()
}

#[test]
fn a_view_is_drawn() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let (branch, group) = (&catalog.branches[0].code, &catalog.groups[0].slug);
        let of_board = ["kpis", "trend", "bands", "groups", "branches", "areas", "states", "map"];
        let mut paths: Vec<String> = of_board.iter().map(|chart| format!("board?chart={chart}&")).collect();
        paths.extend(
            ["board?", "kpis?", "trends?", "rankings/branches?", "rankings/states?", "history?", "indicators?", "map?"]
                .map(str::to_owned),
        );
        paths.extend(["indicators?chart=history&".into(), "areas?".into(), "groups?".into()]);
        paths.extend([format!("branches/{branch}?"), format!("groups/{group}?chart=areas&")]);
        for path in paths {
            let answer = ask(&api, &cookie, &format!("{path}year=2025&format=png")).await;
            assert!(colours(&answer) > 40, "{path} is not blank");
            assert!(answer.header("content-disposition").ends_with("year-2025.png\""), "{path}");
        }
        let nothing = ask(&api, &cookie, "board?year=2020&format=png").await;
        assert!(colours(&nothing) > 20, "says that there is nothing");
        let named = [("cookie", &*cookie), ("accept", "image/png")];
        assert_eq!(api.get("/api/v1/map", &named).await.header("content-type"), "image/png");
        let named = [("cookie", &*cookie), ("accept", "application/pdf")];
        assert_eq!(api.get("/api/v1/kpis", &named).await.header("content-type"), "application/pdf");
    });
}

/// How high a picture is: what has fewer rows is lower.
fn height(answer: &Answer) -> u32 {
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{}", answer.text);
    Pixmap::decode_png(&answer.bytes).unwrap().height()
}

#[test]
fn a_page_of_a_list_is_printed_in_the_order_of_the_view() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let board = api.services.cube().dashboard(&Filter::parse_query("year=2025").unwrap()).unwrap();
        let (first, next) = (&board.areas[..3], &board.areas[3..]);
        let whole = report(&ask(&api, &cookie, "areas?year=2025&format=pdf").await).pages.concat();
        let at = |name: &str| whole.find(&squeezed(name)).unwrap();
        assert!(at(&first[0].name) < at(&next[next.len() - 1].name), "best first: {whole}");
        assert!(whole.contains("Areasbyaverage") && !whole.contains("lowestfirst"), "{whole}");
        let part = report(&ask(&api, &cookie, "areas?year=2025&format=pdf&limit=3").await).pages.concat();
        assert!(part.contains("3areas"), "{part}");
        assert!(first.iter().all(|area| part.contains(&squeezed(&area.name))), "{part}");
        for view in ["areas", "groups"] {
            let whole = height(&ask(&api, &cookie, &format!("{view}?year=2025&format=png")).await);
            let part = height(&ask(&api, &cookie, &format!("{view}?year=2025&format=png&limit=3")).await);
            assert!(part < whole && part > 200, "{view}: {part} of {whole}");
        }
    });
}

#[test]
fn what_has_nothing_before_it_says_so() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let text = report(&ask(&api, &cookie, "explain?format=pdf&limit=5").await).pages.concat();
        assert_eq!(text.matches("Thereisnopreviousperiod").count(), 2, "{text}");
        assert!(!text.contains("Removeafilter"), "{text}");
        let text = report(&ask(&api, &cookie, "explain?year=2025&format=pdf&limit=5").await).pages.concat();
        assert!(!text.contains("Thereisnopreviousperiod"), "{text}");
    });
}

#[test]
fn a_cover_tells_of_the_branch_or_group() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let cube = api.services.cube();
        let (branch, group) = (&cube.catalog().branches[0].code, &cube.catalog().groups[0].slug);
        for (path, query) in [
            (format!("branches/{branch}"), format!("sucursal={branch}")),
            (format!("groups/{group}"), format!("grupo={group}")),
        ] {
            let filter = Filter::parse_query(&query).unwrap();
            let n = cube.dashboard(&filter).unwrap().kpis.n;
            let visits = cube.visits(&filter, None, u32::MAX).unwrap().lines;
            let days = [visits.last().unwrap().day, visits[0].day].map(|day| squeezed(&format::day(Lang::En, day)));
            let cover = report(&ask(&api, &cookie, &format!("{path}?format=pdf")).await).pages.remove(0);
            let said =
                [format!("n(scores){}", format::integer(n)), format!("From{}", days[0]), format!("To{}", days[1])];
            assert!(n > 0 && said.iter().all(|said| cover.contains(said)), "{path}: {said:?} in {cover}");
            let cover = report(&ask(&api, &cookie, &format!("{path}?year=2025&format=pdf")).await).pages.remove(0);
            assert!(cover.contains("FromJan1,2025"), "a period is told as it is: {cover}");
        }
    });
}

#[test]
fn a_history_counts_what_it_is_of() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let cube = api.services.cube();
        let group = &cube.catalog().groups[0];
        let query = format!("year=2025&grupo={}", group.slug);
        let n = |query: &str| format::integer(cube.dashboard(&Filter::parse_query(query).unwrap()).unwrap().kpis.n);
        let path = format!("history?year=2025&by=quarter&inside={}&format=pdf", group.slug);
        let read = report(&ask(&api, &cookie, &path).await);
        let said = format!("n{}·Thewholeselection:n{}", n(&query), n("year=2025"));
        assert!(read.pages[1].contains(&said), "no {said} in {}", read.pages[1]);
        assert!(read.pages[0].contains(&format!("n(scores){}", n(&query))), "{}", read.pages[0]);
        assert!(read.pages[0].contains(&squeezed(&group.name)), "{}", read.pages[0]);
        // What is excellent is not critical.
        let none = report(&ask(&api, &cookie, "history?year=2025&band=excelente&show=critical&format=pdf").await);
        assert!(none.pages[1].contains("Nogroupinthiscase."), "{}", none.pages[1]);
        let all = report(&ask(&api, &cookie, "indicators?format=pdf").await).pages.concat();
        assert!(all.contains("latestperiods"), "{all}");
    });
}

#[test]
fn what_there_is_not_is_refused_by_name() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        for (path, field, code) in [
            ("board?format=png&chart=pie", "chart", "unknown_value"),
            ("kpis?format=png&chart=map", "chart", "unknown_value"),
            ("rankings/areas?format=png&chart=branches", "chart", "unknown_value"),
            ("board?format=pdf&paper=a3", "paper", "unknown_value"),
            ("supervisions?format=png", "format", "unknown_value"),
            ("branches?format=png", "format", "unknown_value"),
            ("periods?format=pdf", "format", "unknown_value"),
            ("board?format=pdf&chart=trend", "chart", "contradiction"),
            ("board?format=png&paper=letter", "paper", "contradiction"),
            ("board?format=csv&paper=letter", "paper", "contradiction"),
            ("board?chart=trend", "chart", "contradiction"),
            ("board?format=pdf&table=areas", "table", "contradiction"),
        ] {
            let said = async |lang: &str| {
                let and = if path.contains('?') { '&' } else { '?' };
                let answer = ask(&api, &cookie, &format!("{path}{and}lang={lang}")).await;
                assert_eq!(answer.status, 400, "{path}: {}", answer.text);
                let detail = answer.json()["details"][0].clone();
                assert_eq!((&detail["field"], &detail["code"]), (&json!(field), &json!(code)), "{path}: {detail}");
                detail["message"].as_str().unwrap().to_owned()
            };
            assert_ne!(said("es").await, said("en").await, "{path}");
        }
    });
}

#[test]
fn a_scope_holds_on_paper_and_each_is_recorded() {
    on_demo(async |test| {
        let (api, cookie) = Api::unlimited(test, Role::Director).await;
        let catalog = api.services.cube().catalog().clone();
        let scope = Scope { states: vec!["19".into()], ..Scope::default() };
        let kept = scope.kept(&catalog);
        api.person("demo", "lia", Role::Supervisor, scope).await;
        let lia = api.sign_in("lia").await;
        let names = |inside: bool| -> Vec<String> {
            let of = catalog.branches.iter().zip(&kept).filter(|(_, kept)| **kept == inside);
            of.map(|(branch, _)| squeezed(&branch.name)).collect()
        };
        // Those that are no part of another's name.
        let known = names(true);
        let mut foreign_names = names(false);
        foreign_names.retain(|name| known.iter().all(|known| !known.contains(name)));
        assert!(foreign_names.len() > 5, "{foreign_names:?}");
        for path in ["board", "rankings/branches", "map", "branches", "supervisions", "history", "explain"] {
            let text = report(&ask(&api, &lia, &format!("{path}?year=2025&format=pdf")).await).pages.concat();
            let whole = report(&ask(&api, &cookie, &format!("{path}?year=2025&format=pdf")).await).pages.concat();
            assert!(text.contains("Partofthebranches") && !whole.contains("Partofthebranches"), "{path}");
            for name in &foreign_names {
                assert!(!text.contains(name.as_str()), "{path} tells of {name}");
            }
            if matches!(path, "rankings/branches" | "map") {
                assert!(foreign_names.iter().any(|name| whole.contains(name)), "{path}: names can be found");
            }
        }
        let foreign = catalog.branches.iter().zip(&kept).find(|(_, kept)| !**kept).unwrap().0;
        for format in ["pdf", "png"] {
            let answer = ask(&api, &lia, &format!("branches/{}?format={format}", foreign.code)).await;
            assert_eq!(answer.error(), (404, "not_found".into()));
        }
        assert_eq!(ask(&api, &lia, "board?format=png&chart=bands&year=2025").await.status, 200);
        let told = api.services.newest_audit(Some("demo"), 50).await.unwrap();
        let told: Vec<_> = told.iter().map(|linked| &linked.entry).filter(|entry| entry.act == Act::Export).collect();
        assert_eq!(told.len(), 15, "{told:?}");
        let picture = told.iter().find(|entry| entry.after.as_ref().unwrap().contains("png")).unwrap();
        assert_eq!((picture.name.as_str(), picture.target.as_str()), ("lia", "board"));
        let what: serde_json::Value = serde_json::from_str(picture.after.as_ref().unwrap()).unwrap();
        assert_eq!(what["filter"], "kind=operativa&year=2025");
    });
}
