//! The people of an organization, run by its administrators: who may be changed, and what ends with it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    contract::AppError,
    domain::{
        Catalog, Role, Scope, Territory,
        access::audit::{Act, Entry},
    },
    server::{
        db::{AuditPlace, AuditQuery, PersonId},
        demo,
        error::ServerError,
        services::{Caller, Desk, MemberForm, Who, sign_in::Link},
    },
};
use serde_json::json;

use crate::{
    api_support::{Api, PASSWORD},
    support::{TestDb, now, on_demo},
};

/// A server of two organizations, and an administrator of each.
struct Town<'a> {
    test: &'a TestDb,
    api: Api,
    /// Administrator of `demo`.
    chief: PersonId,
    desk: Desk,
    /// Of the administrator of `otra`.
    other: Desk,
}

impl<'a> Town<'a> {
    async fn new(test: &'a TestDb) -> Self {
        let api = Api::new(&test.db).await;
        demo::fill(&test.db, "otra", now()).await.unwrap();
        api.services.refresh().await.unwrap();
        let chief = api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        let foreign = api.person("otra", "jefe-otra", Role::Admin, Scope::default()).await;
        let (desk, other) = (desk(&api, chief, "demo").await, desk(&api, foreign, "otra").await);
        Self { test, api, chief, desk, other }
    }

    async fn viewer(&self, login: &str) -> PersonId {
        self.api.person("demo", login, Role::Viewer, one_group(self.catalog())).await
    }

    /// Somebody who is a viewer in both organizations.
    async fn of_both(&self, login: &str) -> PersonId {
        self.viewer(login).await;
        self.api.person("otra", login, Role::Viewer, one_group(self.catalog())).await
    }

    fn catalog(&self) -> &Catalog {
        self.desk.cube().catalog()
    }

    /// What the log of `demo` tells of an act, the newest first.
    async fn told(&self, act: Act) -> Vec<Entry> {
        let query = AuditQuery { organization: Some("demo".into()), act: Some(act), ..AuditQuery::default() };
        let page = self.test.db.audit(&query, AuditPlace::Newest, 50).await.unwrap();
        page.into_iter().map(|linked| linked.entry).collect()
    }

    async fn sessions(&self, person: PersonId) -> usize {
        self.api.services.sessions().of(person).await.unwrap().len()
    }
}

async fn desk(api: &Api, person: PersonId, organization: &str) -> Desk {
    let caller = Caller { who: Who::Person(person), ..Caller::default() };
    api.services.desk_of(api.entrant(person).await, organization).await.unwrap().called_by(caller)
}

fn one_group(catalog: &Catalog) -> Scope {
    Scope { groups: vec![catalog.groups[0].slug.clone()], ..Scope::default() }
}

fn form(name: &str, role: Role, scope: Scope) -> MemberForm {
    MemberForm { name: name.into(), role, scope }
}

/// The reason of a refusal, or what else came of it.
fn reason<T: std::fmt::Debug>(told: Result<T, ServerError>) -> String {
    match told.map_err(AppError::from) {
        Err(AppError::Unusable { reason, .. }) => reason,
        Err(AppError::NotFound { .. }) => "not_found".into(),
        Err(AppError::Forbidden) => "forbidden".into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn only_administrators_run_people() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let scope = one_group(town.catalog());
        let viewer = town.viewer("ana").await;
        for (login, role) in [("dina", Role::Director), ("susi", Role::Supervisor), ("vera", Role::Viewer)] {
            let person = town.api.person("demo", login, role, scope.clone()).await;
            let desk = desk(&town.api, person, "demo").await;
            let new = form("X", Role::Admin, Scope::default());
            let told = [
                reason(desk.members().await),
                reason(desk.member(viewer).await),
                reason(desk.count_scope(&scope)),
                reason(desk.save_member(viewer, &new).await),
                reason(desk.save_member(person, &new).await),
                reason(desk.invite("nueva", &new).await),
                reason(desk.reset_link(viewer).await),
                reason(desk.bar(viewer).await),
                reason(desk.admit(viewer).await),
                reason(desk.take_out(viewer).await),
                reason(desk.access_requests().await),
                reason(desk.grant_access(1, Role::Admin, &Scope::default()).await),
                reason(desk.refuse_access(1).await),
            ];
            assert!(told.iter().all(|told| told == "forbidden"), "{login}: {told:?}");
        }
        assert_eq!(town.desk.members().await.unwrap().len(), 5);
        assert_eq!(town.desk.member(viewer).await.unwrap().role, Role::Viewer);
        assert!(town.api.services.person_of_login("nueva").await.unwrap().is_none());
    });
}

#[test]
fn people_of_other_organizations_are_not_there() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let ana = town.viewer("ana").await;
        let new = form("Robada", Role::Viewer, one_group(town.catalog()));
        for id in [ana, 999_999] {
            let told = [
                reason(town.other.member(id).await),
                reason(town.other.save_member(id, &new).await),
                reason(town.other.reset_link(id).await),
                reason(town.other.bar(id).await),
                reason(town.other.admit(id).await),
                reason(town.other.take_out(id).await),
            ];
            assert!(told.iter().all(|told| told == "not_found"), "{id}: {told:?}");
        }
        let names: Vec<_> = town.other.members().await.unwrap().into_iter().map(|member| member.person.name).collect();
        assert_eq!(names, ["jefe-otra"]);
        let found = town.desk.member(ana).await.unwrap();
        assert_eq!((found.person.name.as_str(), found.person.disabled, found.role), ("ana", false, Role::Viewer));
    });
}

#[test]
fn what_is_saved_counts_at_once_and_is_recorded() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let ana = town.viewer("ana").await;
        let all = town.catalog().branches.len();
        let seen = async || desk(&town.api, ana, "demo").await.cube().catalog().branches.len();
        let part = town.desk.count_scope(&one_group(town.catalog())).unwrap();
        assert_eq!((seen().await, all), (part.count as usize, part.of as usize));
        assert!(part.count > 0 && part.count < part.of);

        let wider = Scope { territories: vec![Territory::Local], ..one_group(town.catalog()) };
        town.desk.save_member(ana, &form("Ana", Role::Viewer, wider.clone())).await.unwrap();
        assert_eq!(seen().await, town.desk.count_scope(&wider).unwrap().count as usize);
        town.desk.save_member(ana, &form("Ana", Role::Director, wider.clone())).await.unwrap();
        assert_eq!(seen().await, all);
        town.desk.save_member(ana, &form("Ana", Role::Director, wider)).await.unwrap();

        let [named, scoped, changed] = [
            town.told(Act::PersonChanged).await,
            town.told(Act::ScopeChanged).await,
            town.told(Act::MembershipChanged).await,
        ];
        assert_eq!((named.len(), scoped.len(), changed.len()), (1, 1, 1), "what did not change is not told");
        assert_eq!(named[0].before.as_deref(), Some(r#"{"name":"ana"}"#));
        assert_eq!((named[0].name.as_str(), &*named[0].target), ("jefa", &*format!("Ana ({ana})")));
        assert!(scoped[0].after.as_deref().unwrap().contains("local"), "{:?}", scoped[0].after);
        assert!(changed[0].before.as_deref().unwrap().contains("viewer"));
        assert!(changed[0].after.as_deref().unwrap().contains("director"));

        let nowhere = Scope { groups: vec!["no-hay".into()], ..Scope::default() };
        for (form, expected) in [
            (form(" ", Role::Admin, Scope::default()), "name"),
            (form("Ana", Role::Viewer, Scope::default()), "no_scope"),
            (form("Ana", Role::Viewer, Scope::whole()), "no_scope"),
            (form("Ana", Role::Viewer, nowhere), "scope"),
        ] {
            assert_eq!(reason(town.desk.save_member(ana, &form).await), expected);
        }
        assert_eq!(town.desk.member(ana).await.unwrap().role, Role::Director, "nothing of a refused form is kept");
    });
}

#[test]
fn an_invitation_opens_what_it_says() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let new = form("Nora", Role::Supervisor, one_group(town.catalog()));
        let (nora, link) = town.desk.invite("Nora@example.mx", &new).await.unwrap();
        let services = &town.api.services;
        services.redeem(Link::Invitation, &link, PASSWORD).await.unwrap();
        town.api.sign_in("nora@example.mx").await;
        let seen = desk(&town.api, nora, "demo").await.cube().catalog().branches.len();
        assert_eq!(seen, town.desk.count_scope(&new.scope).unwrap().count as usize);
        let told = town.told(Act::PersonInvited).await;
        assert_eq!((told.len(), &*told[0].target), (1, &*format!("Nora ({nora})")));
        assert!(told[0].after.as_deref().unwrap().contains("supervisor"));

        // Inviting is no way to change somebody who is here, least of all the last administrator.
        assert_eq!(reason(town.desk.invite("jefa", &new).await), "already");
        assert_eq!(town.desk.member(town.chief).await.unwrap().role, Role::Admin);
        assert_eq!(reason(town.desk.invite("x", &new).await), "login");
        let scopeless = form("Otra", Role::Viewer, Scope::default());
        assert_eq!(reason(town.desk.invite("alguien", &scopeless).await), "no_scope");
        assert!(services.person_of_login("alguien").await.unwrap().is_none());
    });
}

#[test]
fn an_invitation_takes_nobody_over() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let new = form("Ana", Role::Viewer, one_group(town.catalog()));
        // An account of one organization may have been made in somebody's name: the other does not let it in.
        let ana = town.viewer("ana").await;
        assert_eq!(reason(town.other.invite("ana", &new).await), "account");
        town.api.sign_in("ana").await;
        let (_, link) = town.desk.invite("nora", &new).await.unwrap();
        assert_eq!(reason(town.other.invite("nora", &new).await), "account");
        town.api.services.link_of(Link::Invitation, &link).await.unwrap();
        // One of no organization begins anew: whoever knew its password, or held a link, has nothing.
        let held = town.desk.reset_link(ana).await.unwrap();
        town.desk.take_out(ana).await.unwrap();
        let (same, link) = town.other.invite("ana", &new).await.unwrap();
        assert_eq!(same, ana);
        assert!(town.api.services.link_of(Link::Reset, &held).await.is_err());
        assert!(!test.db.person(ana).await.unwrap().unwrap().has_password);
        town.api.services.link_of(Link::Invitation, &link).await.unwrap();
    });
}

#[test]
fn who_belongs_elsewhere_too_is_not_ours_alone() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let ana = town.of_both("ana").await;
        let scope = one_group(town.catalog());
        assert_eq!(reason(town.desk.reset_link(ana).await), "elsewhere");
        assert_eq!(reason(town.desk.bar(ana).await), "elsewhere");
        assert_eq!(reason(town.desk.save_member(ana, &form("Otra", Role::Viewer, scope.clone())).await), "elsewhere");
        test.db.set_disabled(ana, Some(now())).await.unwrap();
        assert_eq!(reason(town.desk.admit(ana).await), "elsewhere");
        test.db.set_disabled(ana, None).await.unwrap();
        for act in [Act::PasswordReset, Act::PersonDisabled, Act::PersonEnabled, Act::PersonChanged] {
            assert_eq!(town.told(act).await, [], "{act:?}");
        }
        // What they are here is ours to say.
        town.desk.save_member(ana, &form("ana", Role::Director, scope)).await.unwrap();
        town.desk.take_out(ana).await.unwrap();
        assert_eq!(town.other.member(ana).await.unwrap().role, Role::Viewer, "the other organization's stays");
        town.other.reset_link(ana).await.unwrap();
    });
}

#[test]
fn the_last_administrator_stays() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let (chief, scope) = (town.chief, one_group(town.catalog()));
        let demoted = form("jefa", Role::Viewer, scope.clone());
        let refused = async || {
            let told = [
                reason(town.desk.save_member(chief, &demoted).await),
                reason(town.desk.bar(chief).await),
                reason(town.desk.take_out(chief).await),
            ];
            assert!(told.iter().all(|told| told == "last_admin"), "{told:?}");
        };
        refused().await;
        town.desk.save_member(chief, &form("La jefa", Role::Admin, Scope::default())).await.unwrap();
        // One who is barred runs nothing; one who is in does.
        let second = town.api.person("demo", "segunda", Role::Admin, Scope::default()).await;
        town.desk.bar(second).await.unwrap();
        refused().await;
        town.desk.admit(second).await.unwrap();
        town.desk.save_member(chief, &demoted).await.unwrap();
        let second = desk(&town.api, second, "demo").await;
        assert_eq!(second.member(chief).await.unwrap().role, Role::Viewer);
    });
}

#[test]
fn two_administrators_cannot_demote_each_other_at_once() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let second = town.api.person("demo", "segunda", Role::Admin, Scope::default()).await;
        let scope = one_group(town.catalog());
        let mine = desk(&town.api, second, "demo").await;
        for _ in 0..5 {
            let one = form("jefa", Role::Viewer, scope.clone());
            let two = form("segunda", Role::Viewer, scope.clone());
            let (a, b) = tokio::join!(mine.save_member(town.chief, &one), town.desk.save_member(second, &two));
            let members = town.api.services.members("demo").await.unwrap();
            let left = members.iter().filter(|(_, membership)| membership.role == Role::Admin).count();
            assert_eq!((left, a.is_ok() ^ b.is_ok()), (1, true), "{a:?} {b:?}");
            for id in [town.chief, second] {
                test.db.set_membership("demo", id, Role::Admin, &Scope::default()).await.unwrap();
            }
        }
    });
}

#[test]
fn who_is_barred_or_taken_out_is_out_everywhere() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let services = &town.api.services;
        for (login, barred) in [("ana", true), ("beto", false)] {
            let person = town.viewer(login).await;
            let cookie = town.api.sign_in(login).await;
            let pair = services.issue_tokens(&Caller::default(), login, PASSWORD, None, None).await.unwrap();
            assert_eq!(town.api.get_with("/api/v1/me", &pair.access).await.status, 200);
            assert_eq!(town.sessions(person).await, 1);
            let held = town.desk.reset_link(person).await.unwrap();
            if barred {
                town.desk.bar(person).await.unwrap();
                assert_eq!(reason(town.desk.reset_link(person).await), "barred");
            } else {
                town.desk.take_out(person).await.unwrap();
                assert_eq!(reason(town.desk.member(person).await), "not_found");
            }
            assert_eq!(town.sessions(person).await, 0);
            assert_eq!(town.api.get_with("/api/v1/me", &pair.access).await.status, 401);
            assert!(services.refresh_tokens(&Caller::default(), &pair.refresh).await.is_err());
            assert_eq!(town.api.get("/mas", &[("cookie", &cookie)]).await.status, 303, "to the door");
            assert!(services.link_of(Link::Reset, &held).await.is_err());
        }
        let ana = services.person_of_login("ana").await.unwrap().unwrap();
        town.desk.admit(ana).await.unwrap();
        town.desk.admit(ana).await.unwrap();
        town.api.sign_in("ana").await;
        let mut counts = Vec::new();
        for act in [Act::PasswordReset, Act::PersonDisabled, Act::PersonEnabled, Act::MembershipRemoved] {
            counts.push(town.told(act).await.len());
        }
        assert_eq!(counts, [2, 1, 1, 1]);
        let gone = &town.told(Act::MembershipRemoved).await[0];
        assert!(gone.before.as_deref().unwrap().contains("viewer") && gone.after.is_none(), "{gone:?}");
    });
}

#[test]
fn a_request_is_decided_once_by_its_own_organization() {
    on_demo(async |test| {
        let town = Town::new(test).await;
        let db = &test.db;
        let scope = one_group(town.catalog());
        for (organization, telegram_id, name) in [("demo", 71, "Tere"), ("demo", 72, " "), ("demo", 73, "Ulises")] {
            db.ask_access(organization, telegram_id, name, Some("usuario"), None, now()).await.unwrap();
        }
        let open = town.desk.access_requests().await.unwrap();
        let [tere, nameless, ulises] = [0, 1, 2].map(|place: usize| open[place].id);
        assert_eq!(town.other.access_requests().await.unwrap(), []);
        assert_eq!(reason(town.other.grant_access(tere, Role::Viewer, &scope).await), "not_found");
        assert_eq!(reason(town.other.refuse_access(tere).await), "not_found");

        // What does not fit leaves the request open.
        assert_eq!(reason(town.desk.grant_access(tere, Role::Viewer, &Scope::default()).await), "no_scope");
        let id = town.desk.grant_access(tere, Role::Viewer, &scope).await.unwrap();
        let member = town.desk.member(id).await.unwrap();
        assert_eq!((member.person.name.as_str(), member.person.telegram_id), ("Tere", Some(71)));
        assert_eq!((member.role, member.scope), (Role::Viewer, scope.clone()));
        assert_eq!(reason(town.desk.reset_link(id).await), "no_login");
        assert_eq!(reason(town.desk.grant_access(tere, Role::Admin, &scope).await), "not_found", "decided");
        let id = town.desk.grant_access(nameless, Role::Viewer, &scope).await.unwrap();
        assert_eq!(town.desk.member(id).await.unwrap().person.name, "usuario");
        town.desk.refuse_access(ulises).await.unwrap();
        assert!(db.person_of_telegram(73).await.unwrap().is_none());
        assert_eq!(town.desk.access_requests().await.unwrap(), []);

        // Who is here already is not made something else by asking again.
        db.ask_access("demo", 71, "Tere", None, None, now()).await.unwrap();
        let again = town.desk.access_requests().await.unwrap()[0].id;
        assert_eq!(reason(town.desk.grant_access(again, Role::Admin, &scope).await), "already");

        let told = town.told(Act::AccessDecided).await;
        let granted: Vec<_> = told
            .iter()
            .map(|entry| serde_json::from_str::<serde_json::Value>(entry.after.as_deref().unwrap()).unwrap())
            .map(|after| after["granted"].clone())
            .collect();
        assert_eq!(granted, [json!(false), json!(true), json!(true)], "the newest first");
    });
}
