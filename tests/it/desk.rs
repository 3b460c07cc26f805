//! What an actor may see and do: the scope holds for every answer, the role for every action.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::Arc;

use falcon::{
    contract::AppError,
    domain::{Cube, Role, Scope, Territory},
    server::{
        db::Db,
        error::ServerError,
        services::{Actor, Desk, Services, Who},
        state::FixedClock,
    },
};

use crate::support::{config, now, on_demo};

async fn services(db: &Db) -> Services {
    crate::support::filled(db).await;
    Services::open(db.clone(), &config("demo"), Arc::new(FixedClock(now()))).await.unwrap()
}

fn actor(role: Role, scope: Scope) -> Actor {
    Actor { who: Who::Person(1), name: "Ana".into(), organization: "demo".into(), role, scope }
}

/// Everything that a desk answers with figures or names, as text.
async fn everything(desk: &Desk, group: &str, query: &str) -> String {
    let mut all = format!("{:?}", desk.dashboard(query).await.unwrap());
    all += &format!("{:?}", desk.history(query).await.unwrap());
    all += &format!("{:?}", desk.history(&format!("{query}&dentro={group}")).await.unwrap());
    all += &format!("{:?}", desk.indicators(query).await.unwrap());
    all += &format!("{:?}", desk.map(query).await.unwrap());
    all += &format!("{:?}", desk.explain(query).await.unwrap());
    all += &format!("{:?}", desk.group(group, query).await.unwrap());
    all += &format!("{:?}", desk.frame(query).await.unwrap());
    for text in ["a", "1", "sucursal", "grupo"] {
        all += &format!("{:?}", desk.suggest(text).await.unwrap());
    }
    all
}

/// Names that tell of a branch or group: quoted whole, as they stand in an answer.
fn quoted(name: &str) -> String {
    format!("{name:?}")
}

/// A branch of the demo that never changed its group, and is the only thing the scope covers by name.
fn scopes(cube: &Cube) -> Vec<Scope> {
    let catalog = cube.catalog();
    let of = |code: &str| vec![code.to_owned()];
    vec![
        Scope { groups: of(&catalog.groups[3].slug), ..Scope::default() },
        Scope {
            branches: vec![catalog.branches[0].code.clone(), catalog.branches[40].code.clone()],
            ..Scope::default()
        },
        Scope { states: of(&catalog.states[1].code), ..Scope::default() },
        Scope { territories: vec![Territory::Foranea], groups: of(&catalog.groups[0].slug), ..Scope::default() },
    ]
}

#[test]
fn no_answer_tells_of_a_branch_outside_the_scope() {
    on_demo(async |test| {
        let services = services(&test.db).await;
        let whole = services.desk(actor(Role::Director, Scope::default())).await.unwrap();
        let catalog = whole.cube().catalog();
        for scope in scopes(whole.cube()) {
            let kept = scope.kept(catalog);
            let some = catalog.branches.iter().zip(&kept).find(|(_, kept)| **kept).unwrap().0;
            let group = &catalog.groups[usize::from(some.assignments.last().unwrap().group.unwrap())].slug;
            for query in ["", "year=2025", "kind=all&band=critico", "por=year&orden=worst"] {
                // The whole chain's answers are asked first: kept ones must not be given to a smaller scope.
                everything(&whole, group, query).await;
                let desk = services.desk(actor(Role::Viewer, scope.clone())).await.unwrap();
                let told = everything(&desk, group, query).await;
                for (branch, kept) in catalog.branches.iter().zip(&kept) {
                    assert!(
                        *kept || !told.contains(&quoted(&branch.name)),
                        "{scope:?} ?{query} tells of {}",
                        branch.name
                    );
                }
            }
        }
    });
}

#[test]
fn figures_of_a_scope_are_those_of_its_branches() {
    on_demo(async |test| {
        let services = services(&test.db).await;
        let whole = services.desk(actor(Role::Admin, Scope::default())).await.unwrap();
        for scope in scopes(whole.cube()) {
            let kept = scope.kept(whole.cube().catalog());
            let codes = whole.cube().catalog().branches.iter().zip(&kept).filter(|(_, kept)| **kept);
            let named: Vec<String> = codes.map(|(branch, _)| format!("sucursal={}", branch.code)).collect();
            let desk = services.desk(actor(Role::Supervisor, scope)).await.unwrap();
            for query in ["", "year=2025", "kind=all", "kind=seguridad&year=2025&quarter=Q2", "period=2025-T1"] {
                let mine = desk.dashboard(query).await.unwrap().dashboard.kpis;
                let filtered = format!("{query}&{}", named.join("&"));
                let theirs = whole.dashboard(filtered.trim_start_matches('&')).await.unwrap().dashboard.kpis;
                assert_eq!(mine, theirs, "?{query}");
            }
        }
    });
}

#[test]
fn what_is_outside_does_not_exist() {
    on_demo(async |test| {
        let services = services(&test.db).await;
        let whole = services.open_desk().await.unwrap();
        let catalog = whole.cube().catalog();
        let scope = Scope { branches: vec![catalog.branches[0].code.clone()], ..Scope::default() };
        let desk = services.desk(actor(Role::Supervisor, scope)).await.unwrap();
        let missing = |told: Result<(), ServerError>| matches!(told, Err(ServerError::NotFound(_)));
        assert!(desk.branch(&catalog.branches[0].code, "").await.is_ok());
        assert!(missing(desk.branch(&catalog.branches[1].code, "").await.map(drop)));
        let own = catalog.branches[0].assignments.iter().filter_map(|of| of.group).map(usize::from).collect::<Vec<_>>();
        let other = (0..catalog.groups.len()).find(|group| !own.contains(group)).unwrap();
        assert!(missing(desk.group(&catalog.groups[other].slug, "").await.map(drop)));
        for row in whole.cube().rows().step_by(17) {
            let told = desk.supervision(row.id).await.map(drop);
            assert_eq!(row.branch == 0, told.is_ok(), "supervision {}", row.id);
            assert!(told.is_ok() || missing(told));
        }
        let filter = format!("sucursal={}", catalog.branches[1].code);
        assert!(desk.dashboard(&filter).await.is_err(), "a branch that does not exist is a wrong filter");
    });
}

#[test]
fn nothing_named_is_nothing_seen() {
    on_demo(async |test| {
        let services = services(&test.db).await;
        let desk = services.desk(actor(Role::Supervisor, Scope::default())).await.unwrap();
        assert_eq!((desk.cube().supervisions(), desk.cube().catalog().branches.len()), (0, 0));
        let kpis = desk.dashboard("").await.unwrap().dashboard.kpis;
        assert_eq!((kpis.n, kpis.average, kpis.branches_active), (0, None, 0));
        assert!(desk.suggest("a").await.unwrap().is_empty());
    });
}

#[test]
fn another_organization_is_not_there() {
    on_demo(async |test| {
        let services = services(&test.db).await;
        let stranger = Actor { organization: "other".into(), ..actor(Role::Admin, Scope::whole()) };
        assert!(matches!(services.desk(stranger).await, Err(ServerError::NotFound("organization"))));
    });
}

#[test]
fn only_administrators_import() {
    on_demo(async |test| {
        let services = services(&test.db).await;
        let refused = |told: Result<(), ServerError>| matches!(told, Err(ServerError::App(AppError::Forbidden)));
        for role in Role::ALL {
            let desk = services.desk(actor(role, Scope::whole())).await.unwrap();
            let may = role == Role::Admin;
            assert_eq!(!refused(desk.new_upload().map(drop)), may, "{role:?}");
            assert_eq!(!refused(desk.imports_page().await.map(drop)), may, "{role:?}");
            assert_eq!(!refused(desk.import_view("1", 1).await.map(drop)), may, "{role:?}");
            assert_eq!(!refused(desk.rejects_csv("1").await.map(drop)), may, "{role:?}");
            assert_eq!(!refused(desk.start_import("u0000000000000000")), may, "{role:?}");
            assert_eq!(!refused(desk.correct_upload("u0000000000000000", &[])), may, "{role:?}");
            assert_eq!(!refused(desk.choose_profile("u0000000000000000", "").await), may, "{role:?}");
            assert_eq!(!refused(desk.describe_upload("u0000000000000000", "x.csv").await), may, "{role:?}");
        }
    });
}
