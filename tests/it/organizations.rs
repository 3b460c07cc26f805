//! Organizations never see each other: whatever the data, whoever asks and whatever is asked.
//!
//! Every name of an organization holds a word of its own, so that a leak shows wherever it comes out; and what one is told
//! does not change by a bit when the other's data do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::atomic::{AtomicU32, Ordering},
};

use falcon::{
    domain::{Day, Role, Scope, Territory},
    server::{
        config::Limits,
        db::{NewAreaScore, NewBranch, NewSupervision, Writer},
        web::known,
    },
};
use proptest::{
    prelude::*,
    sample::Index,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::json;

use crate::{
    api_support::{Api, Browser, Hand, PASSWORD, settings},
    store::day,
    support::{TestDb, now, on_both},
};

/// One organization's data.
#[derive(Clone, Debug)]
struct Data {
    /// Group and state of each branch.
    branches: Vec<(u8, u8)>,
    visits: Vec<Visit>,
    people: Vec<(Role, ScopeOf)>,
}

#[derive(Clone, Debug)]
struct Visit {
    branch: Index,
    /// Days after the first of 2025.
    day: u16,
    score: u16,
    area: u16,
    supervisor: u8,
}

#[derive(Clone, Debug)]
enum ScopeOf {
    Group(u8),
    Branches(Vec<Index>),
    State(u8),
    Foreign(u8),
}

/// A query: fields, with values that one of the two has, or none.
#[derive(Clone, Debug)]
struct Asked(Vec<(u8, Index)>);

fn visits(most: usize) -> impl Strategy<Value = Vec<Visit>> {
    let visit = (any::<Index>(), 0_u16..700, 0_u16..=10_000, 0_u16..=10_000, 0_u8..3);
    let visit = visit.prop_map(|(branch, day, score, area, supervisor)| Visit { branch, day, score, area, supervisor });
    prop::collection::vec(visit, 1..most)
}

fn data() -> impl Strategy<Value = Data> {
    let role = prop::sample::select(vec![Role::Admin, Role::Director, Role::Supervisor, Role::Viewer]);
    let scope = prop_oneof![
        (0_u8..4).prop_map(ScopeOf::Group),
        prop::collection::vec(any::<Index>(), 1..4).prop_map(ScopeOf::Branches),
        (1_u8..5).prop_map(ScopeOf::State),
        // Names of the other organization's: they mean nothing here.
        (0_u8..4).prop_map(ScopeOf::Foreign),
    ];
    let branches = prop::collection::vec((0_u8..4, 1_u8..5), 1..9);
    (branches, visits(30), prop::collection::vec((role, scope), 1..3)).prop_map(|(branches, visits, people)| Data {
        branches,
        visits,
        people,
    })
}

fn asked() -> impl Strategy<Value = Vec<Asked>> {
    prop::collection::vec(prop::collection::vec((0_u8..12, any::<Index>()), 0..4).prop_map(Asked), 2..4)
}

/// Names of an organization. Codes and slugs do not hold its word with a capital: they may come back in an answer that
/// repeats a question.
struct Named {
    slug: String,
    /// With a capital.
    word: &'static str,
    /// Codes of branches start with it.
    code: &'static str,
}

impl Named {
    fn group(&self, nth: u8) -> String {
        format!("Grupo {nth} {}", self.word)
    }

    /// Slug of a group.
    fn group_slug(&self, nth: u8) -> String {
        format!("grupo-{nth}-{}", self.word.to_lowercase())
    }

    fn branch(&self, nth: usize) -> String {
        format!("{}{nth}", self.code)
    }

    fn scope(&self, data: &Data, other: &Self, scope: &ScopeOf) -> Scope {
        match scope {
            ScopeOf::Group(nth) => Scope { groups: vec![self.group_slug(*nth)], ..Scope::default() },
            ScopeOf::Branches(nth) => {
                let branches = nth.iter().map(|nth| self.branch(nth.index(data.branches.len()))).collect();
                Scope { branches, ..Scope::default() }
            }
            ScopeOf::State(nth) => {
                Scope { states: vec![format!("{nth:02}")], territories: vec![Territory::Local], ..Scope::default() }
            }
            ScopeOf::Foreign(nth) => Scope {
                groups: vec![other.group_slug(*nth)],
                branches: vec![other.branch(0), self.branch(0)],
                ..Scope::default()
            },
        }
    }

    /// Adds data, under names that hold the word.
    async fn write(&self, test: &TestDb, data: &Data, visits: &[Visit], round: &str) {
        let mut writer =
            Writer::begin(&test.db, &self.slug, Some(&format!("Cadena {}", self.word)), now()).await.unwrap();
        let kind = writer.kind("operativa").await.unwrap();
        let area = writer.area(&format!("Área {}", self.word)).await.unwrap();
        let mut branches = Vec::new();
        for (nth, (group, state)) in data.branches.iter().enumerate() {
            let group = writer.group(&self.group(*group)).await.unwrap();
            let state = writer.state(&format!("{state:02}"), &format!("Estado {state} {}", self.word)).await.unwrap();
            let territory = Some(if nth % 2 == 0 { Territory::Local } else { Territory::Foranea });
            let (code, name) = (self.branch(nth), format!("Sucursal {nth} {}", self.word));
            let municipality = Some(format!("Municipio {}", self.word));
            let new = NewBranch { code, name, state: Some(state), territory, municipality, ..NewBranch::default() };
            let (branch, _) = writer.branch(&new).await.unwrap();
            writer.set_assignments(branch, &[(Day::MIN, Some(group))]);
            branches.push(branch);
        }
        let mut rows = Vec::new();
        for (nth, visit) in visits.iter().enumerate() {
            let supervisor = format!("Inspector {} {}", visit.supervisor, self.word);
            rows.push(NewSupervision {
                external_id: Some(format!("{round}{nth}")),
                branch: branches[visit.branch.index(branches.len())],
                kind,
                day: day("2025-01-01").plus(i32::from(visit.day)),
                second: None,
                instant: None,
                supervisor: Some(writer.supervisor(&supervisor).await.unwrap()),
                score: Some(visit.score),
                points: None,
                sent_from: None,
                areas: Some(vec![NewAreaScore { area, score: visit.area, points: None }]),
            });
        }
        writer.supervisions(&rows).await.unwrap();
        writer.commit().await.unwrap();
    }
}

/// The query string, with values of both organizations.
fn query(asked: &Asked, both: [&Named; 2]) -> String {
    let mut text = String::new();
    for (field, value) in &asked.0 {
        let of = both[value.index(2)];
        let nth = value.index(4);
        let small = u8::try_from(nth).unwrap();
        let _ = match field {
            0 => write!(text, "grupo={}&", of.group_slug(small)),
            1 => write!(text, "sucursal={}&", of.branch(nth)),
            2 => write!(text, "estado={nth:02}&"),
            3 => write!(text, "area=area-{}&", of.word.to_lowercase()),
            4 => write!(text, "q={}&", of.word.to_lowercase()),
            5 => write!(text, "q=sucursal&"),
            6 => write!(text, "year={}&", 2025 + nth % 2),
            7 => write!(text, "kind=all&"),
            8 => write!(text, "territory=local&"),
            9 => write!(text, "from=2025-0{}-01&", 1 + nth),
            10 => write!(text, "band={}&", ["excelente", "critico", "regular", "bueno"][nth]),
            _ => write!(text, "kind=operativa&"),
        };
    }
    text
}

/// Everything that can be asked for, with things of both.
fn addresses(queries: &[String], both: [&Named; 2], numbers: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    let encoded: Vec<String> =
        queries.iter().map(|query| form_urlencoded::byte_serialize(query.as_bytes()).collect()).collect();
    for (method, path) in known() {
        // What tells of the API is the same for everybody, with examples of the demo.
        let of_nobody = ["/preferencias", "/api/docs", "/api/v1/openapi.json"].contains(&path.as_str());
        if method != "GET" || path.starts_with("/enlace/") || of_nobody {
            continue;
        }
        let mut things: Vec<String> = numbers.to_vec();
        for of in both {
            things.extend([of.branch(0), of.branch(3), of.group_slug(0), of.group_slug(2), of.slug.clone()]);
        }
        let filled = |thing: &str| {
            let parts: Vec<&str> =
                path.split('/').map(|part| if part.starts_with('{') { thing } else { part }).collect();
            parts.join("/")
        };
        let paths: Vec<String> =
            if path.contains('{') { things.iter().map(|thing| filled(thing)).collect() } else { vec![path.clone()] };
        for path in paths {
            for (query, encoded) in queries.iter().zip(&encoded) {
                if path.starts_with("/fn/") {
                    for thing in if path.contains("get_branch") || path.contains("get_group") || path.contains("get_s")
                    {
                        &things[..]
                    } else {
                        &things[..1]
                    } {
                        all.push(format!(
                            "{path}?query={encoded}&code={thing}&slug={thing}&id={thing}&page=1&text={thing}&form={encoded}"
                        ));
                    }
                } else {
                    all.push(format!("{path}?{query}"));
                }
            }
        }
    }
    for of in both {
        for text in [of.word.to_lowercase(), "a".into(), "grupo".into(), of.branch(0).to_lowercase()] {
            all.push(format!("/fn/suggest?text={text}"));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// What answers of themselves change: the log grows by being read, and pages carry numbers used once.
fn repeats(address: &str) -> bool {
    address.starts_with("/fn/")
        && !address.contains("audit")
        && !address.contains("profile")
        && !address.contains("get_p")
}

/// What goes from run to run of the property: how much was looked at.
#[derive(Default)]
struct Seen {
    answers: u64,
    good: u64,
}

/// Addresses that each asks for, drawn from all that there are.
const DRAWN: usize = 45;

async fn property(
    test: &TestDb,
    data: [&Data; 2],
    later: &[Visit],
    (asked, drawn): (&[Asked], &[Index]),
    seen: &mut Seen,
) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let zafiro = Named { slug: format!("uno{number}"), word: "Zafiro", code: "ZA-" };
    let topacio = Named { slug: format!("dos{number}"), word: "Topacio", code: "TO-" };
    let both = [&zafiro, &topacio];
    for (named, data) in both.iter().zip(data) {
        named.write(test, data, &data.visits, "a").await;
    }
    let mut config = settings();
    config.web.organization = Some(zafiro.slug.clone());
    config.limits = Limits { health: 0, read: 0, heavy: 0, write: 0, sign_in: 0 };
    let api = Api::with(&test.db, &config, &Hand::new()).await;

    // Everybody of both; one person is of both, and looks at the first.
    let mut asking: Vec<(usize, Vec<(&str, String)>)> = Vec::new();
    let login = |of: usize, nth: usize| format!("{}persona{nth}@{number}", ["zafiro", "topacio"][of]);
    for of in 0..2 {
        let (named, other) = (both[of], both[1 - of]);
        let mut people: Vec<(Role, Scope)> =
            data[of].people.iter().map(|(role, scope)| (*role, named.scope(data[of], other, scope))).collect();
        people.push((Role::Admin, Scope::whole()));
        for (nth, (role, scope)) in people.into_iter().enumerate() {
            let login = login(of, nth);
            let own = Scope { branches: vec![named.branch(0)], ..Scope::default() };
            let id = api.person(&named.slug, &login, role, own).await;
            // As stored, past the check that a scope names what there is: it may have named something that is gone.
            assert!(test.db.set_membership(&named.slug, id, role, &scope).await.unwrap());
            let browser = Browser::new(&api, &login).await;
            if role == Role::Admin {
                let form = format!("nombre=Llave+{}&rol=viewer&alcance=todo&dias=90", named.word);
                let made = browser.post("/administracion/llaves", &form).await;
                assert!(made.header("location").ends_with("/hecha"), "{}", made.header("location"));
            }
            asking.push((of, vec![("cookie", browser.cookie)]));
            let token = api.post("/api/v1/auth/token", json!({ "login": login, "password": PASSWORD })).await;
            let token = token.json()["access_token"].as_str().unwrap().to_owned();
            asking.push((of, vec![("authorization", format!("Bearer {token}"))]));
        }
        test.db
            .ask_access(
                &named.slug,
                1000 + i64::from(number) * 2 + of as i64,
                named.word,
                None,
                Some(named.word),
                now(),
            )
            .await
            .unwrap();
    }

    let queries: Vec<String> = asked.iter().map(|asked| query(asked, both)).collect();
    // Numbers of visits, people, requests and keys of both.
    let numbers: Vec<String> = ["1", "2", "4"].map(str::to_owned).to_vec();
    let addresses = addresses(&queries, both, &numbers);
    let ask = async |headers: &[(&str, String)], address: &str| {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        api.get(address, &headers).await
    };
    let mut told = BTreeMap::new();
    for (who, (of, headers)) in asking.iter().enumerate() {
        let foreign = both[1 - of].word;
        // Everybody draws others.
        let start = who * addresses.len() / asking.len();
        for address in drawn.iter().map(|nth| &addresses[(start + nth.index(addresses.len())) % addresses.len()]) {
            let answer = ask(headers, address).await;
            let said = format!("{foreign} in {address}, asked as {headers:?} of {}: {}", both[*of].slug, answer.text);
            assert!(!answer.text.contains(foreign), "{said}");
            // An answer may repeat the question; what was not asked for may not come in small letters either.
            // (The log repeats what was asked before, and a scope what it was made with.)
            let planted = data[*of].people.iter().any(|(_, scope)| matches!(scope, ScopeOf::Foreign(_)));
            if !planted && !address.contains(&foreign.to_lowercase()) && !address.contains("audit") {
                let text = answer.text.to_lowercase();
                assert!(!text.contains(&foreign.to_lowercase()), "{said}");
            }
            assert!(answer.status < 500, "{} {said}", answer.status);
            seen.answers += 1;
            seen.good += u64::from(answer.status == 200);
            if *of == 0 && repeats(address) {
                told.insert((who, address), (answer.status, answer.text));
            }
        }
    }

    // The other organization's data change; nothing of the first does.
    let more: Vec<Visit> = later.to_vec();
    topacio.write(test, data[1], &more, "b").await;
    api.services.refresh().await.unwrap();
    for ((who, address), (status, text)) in told {
        let again = ask(&asking[who].1, address).await;
        assert_eq!((again.status, &again.text), (status, &text), "{address} tells of the other organization");
    }
}

#[test]
fn organizations_never_see_each_other() {
    on_both(async |test| {
        let cases = if test.storage.database_url.is_none() { 4 } else { 3 };
        let mut runner =
            TestRunner::new(Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() });
        let mut seen = Seen::default();
        for _ in 0..cases {
            let tree = (data(), data(), visits(12), (asked(), prop::collection::vec(any::<Index>(), DRAWN)))
                .new_tree(&mut runner)
                .unwrap();
            let (one, two, later, (asked, drawn)) = tree.current();
            // Shown with what failed.
            println!("{one:?}\n{two:?}\n{asked:?}");
            property(test, [&one, &two], &later, (&asked, &drawn), &mut seen).await;
        }
        println!("{} answers, {} of them with something in them", seen.answers, seen.good);
        assert!(seen.answers > 400 && seen.good > 60, "{} answers, {} good", seen.answers, seen.good);
    });
}
