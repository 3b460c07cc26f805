//! The audit log: one chain whoever writes, every tampering found, each organization's own to read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use falcon::{
    contract::{AUDIT_PER_PAGE, AppError, AuditPage},
    domain::{
        Role, Scope,
        access::audit::{Act, Outcome},
    },
    server::{
        config::{Audit, Config, Secret},
        db::{Db, NewPerson, Writer},
        error::ServerError,
        proof::chain::Fault,
        services::{
            Actor, Caller, Desk, Services, Who,
            audit::{Record, Verdict},
        },
        state::Clock,
    },
};
use futures::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor as _};

use crate::{
    import_support::{World, json as told},
    support::{TestDb, config, now, on_both},
};

/// A clock that tests set, as seconds since [`now`].
#[derive(Clone, Default)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        now() + SignedDuration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

const DAY: i64 = 24 * 60 * 60;

fn keyed() -> Config {
    let audit = Audit { key: Some(Secret::new("a secret of the tests' own".into())), ..Audit::default() };
    Config { audit, ..config("acme") }
}

async fn opened(db: &Db, config: &Config) -> (Services, Hand) {
    for slug in ["acme", "other"] {
        Writer::begin(db, slug, None, now()).await.unwrap().commit().await.unwrap();
    }
    let hand = Hand::default();
    (Services::open(db.clone(), config, Arc::new(hand.clone())).await.unwrap(), hand)
}

async fn services(db: &Db) -> Services {
    opened(db, &keyed()).await.0
}

fn caller(who: Who) -> Caller {
    Caller {
        at: now(),
        address: "192.0.2.7".parse().unwrap(),
        correlation: "00ff".into(),
        host: "falcon.example".into(),
        device: "Firefox\n".into(),
        who,
        csrf: None,
        in_telegram: false,
    }
}

async fn written(services: &Services, organization: &str, count: usize) {
    for number in 1..=count {
        let record = Record::of(Act::SettingsChanged, format!("nota {number}"));
        services.record(&caller(Who::Person(1)), Some(organization), record.by("Ana")).await.unwrap();
    }
}

/// Entries of a chain that holds, or where and how it does not.
type Found = Result<i64, (i64, Fault)>;

async fn verdict(services: &Services) -> Found {
    match services.verify_audit(None).await.unwrap() {
        Verdict::Intact(trust) => Ok(trust.count),
        Verdict::Broken(broken) => Err((broken.number, broken.fault)),
    }
}

async fn desk(services: &Services, organization: &str, role: Role) -> Desk {
    let actor = Actor {
        who: Who::Person(1),
        name: "Ana".into(),
        organization: organization.into(),
        role,
        scope: Scope::whole(),
    };
    services.desk(actor).await.unwrap().called_by(caller(Who::Person(1)))
}

#[test]
fn many_writers_make_one_chain() {
    on_both(async |test| {
        let (one, other) = (services(&test.db).await, Db::open(&test.storage).await.unwrap());
        let other = services(&other).await;
        let write = |services: &Services, organization: &'static str| {
            let services = services.clone();
            tokio::spawn(async move { written(&services, organization, 12).await })
        };
        let writers = [write(&one, "acme"), write(&other, "acme"), write(&one, "other"), write(&other, "other")];
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(verdict(&one).await, Ok(48));
        assert_eq!(verdict(&other).await, Ok(48));
        other.db().close().await;
    });
}

/// What an attacker with the database does first.
async fn disarm(test: &TestDb) {
    let postgres = test.storage.database_url.is_some();
    for (trigger, table) in [
        ("audit_insert", "audit"),
        ("audit_update", "audit"),
        ("audit_delete", "audit"),
        ("audit_ends_update", "audit_ends"),
    ] {
        let sql =
            if postgres { format!("DROP TRIGGER {trigger} ON {table}") } else { format!("DROP TRIGGER {trigger}") };
        test.db.sessions_pool().execute(AssertSqlSafe(sql)).await.unwrap();
    }
}

async fn run(test: &TestDb, sql: &str) -> Result<(), sqlx::Error> {
    test.db.sessions_pool().execute(AssertSqlSafe(sql.to_owned())).await.map(|_| ())
}

#[test]
fn the_tables_refuse_what_is_no_addition() {
    on_both(async |test| {
        let services = services(&test.db).await;
        written(&services, "acme", 3).await;
        for sql in [
            "UPDATE audit SET target = 'x' WHERE number = 2",
            "DELETE FROM audit WHERE number = 1",
            "DELETE FROM audit",
            "UPDATE audit_ends SET number = 1 WHERE name = 'head'",
            "UPDATE audit_ends SET number = 4 WHERE name = 'anchor'",
            "DELETE FROM audit_ends",
            "INSERT INTO audit SELECT 9, at, organization, agent, agent_id, name, act, target, outcome, address, correlation, \
             device, before, after, previous, hash, search FROM audit WHERE number = 3",
        ] {
            let error = run(test, sql).await.unwrap_err().to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        let replace = "REPLACE INTO audit SELECT number, at, organization, agent, agent_id, 'x', act, target, outcome, \
                       address, correlation, device, before, after, previous, hash, search FROM audit WHERE number = 3";
        let whole = if test.storage.database_url.is_some() { "TRUNCATE audit" } else { replace };
        assert!(run(test, whole).await.unwrap_err().to_string().contains("append-only"));
        assert_eq!(verdict(&services).await, Ok(3));
    });
}

const HEAD_BACK: &str =
    "UPDATE audit_ends SET number = 5, hash = (SELECT hash FROM audit WHERE number = 5) WHERE name = 'head'";

#[test]
fn every_tampering_is_found() {
    let nothing = "0".repeat(64);
    let emptied =
        format!("DELETE FROM audit WHERE number <= 2; UPDATE audit_ends SET number = 0, hash = '{nothing}', seal = ''");
    let cases: [(&str, Found); 15] = [
        ("UPDATE audit SET target = 'otra' WHERE number = 3", Err((3, Fault::Altered))),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE number = 1", Err((1, Fault::Altered))),
        ("UPDATE audit SET organization = 'other' WHERE number = 6", Err((6, Fault::Altered))),
        ("UPDATE audit SET search = 'hidden' WHERE number = 4", Err((4, Fault::Altered))),
        ("UPDATE audit SET act = 'nonsense' WHERE number = 4", Err((4, Fault::Altered))),
        ("DELETE FROM audit WHERE number = 3", Err((3, Fault::Missing))),
        ("DELETE FROM audit WHERE number = 1", Err((1, Fault::Missing))),
        ("DELETE FROM audit WHERE number = 6", Err((6, Fault::CutOff))),
        ("DELETE FROM audit", Err((1, Fault::CutOff))),
        // Swapped, each with all its own words.
        (
            "UPDATE audit SET number = 100 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4; \
             UPDATE audit SET number = 4 WHERE number = 100",
            Err((3, Fault::Misplaced)),
        ),
        // The others move up for one that is put between them.
        (
            "UPDATE audit SET number = number + 100 WHERE number > 2; \
             INSERT INTO audit SELECT 3, at, organization, agent, agent_id, name, act, target, outcome, address, correlation, \
             device, before, after, hash, hash, search FROM audit WHERE number = 2; \
             UPDATE audit SET number = number - 99 WHERE number > 100; \
             UPDATE audit_ends SET number = 7 WHERE name = 'head'",
            Err((3, Fault::Altered)),
        ),
        (
            "INSERT INTO audit SELECT 7, at, organization, agent, agent_id, name, act, target, outcome, address, correlation, \
             device, before, after, hash, hash, search FROM audit WHERE number = 6",
            Err((7, Fault::Altered)),
        ),
        // The tail cut off, and the head put back to fit.
        (HEAD_BACK, Err((5, Fault::HeadSeal))),
        // The beginning declared old.
        (
            "DELETE FROM audit WHERE number <= 2; UPDATE audit_ends SET number = 2, \
             hash = (SELECT previous FROM audit WHERE number = 3) WHERE name = 'anchor'",
            Err((2, Fault::AnchorSeal)),
        ),
        (&emptied, Err((1, Fault::Missing))),
    ];
    for (sql, found) in cases {
        on_both(async |test| {
            let services = services(&test.db).await;
            written(&services, "acme", 6).await;
            disarm(test).await;
            for one in sql.split("; ") {
                run(test, one).await.unwrap();
            }
            if sql == HEAD_BACK {
                run(test, "DELETE FROM audit WHERE number = 6").await.unwrap();
            }
            assert_eq!(verdict(&services).await, found, "{sql}");
        });
    }
}

#[test]
fn only_a_noted_head_tells_of_a_log_begun_anew() {
    on_both(async |test| {
        let services = services(&test.db).await;
        written(&services, "acme", 3).await;
        let Verdict::Intact(trust) = services.verify_audit(None).await.unwrap() else { panic!() };
        let noted = Some((trust.head.0, trust.head.1.as_str()));
        written(&services, "acme", 2).await;
        assert!(matches!(services.verify_audit(noted).await.unwrap(), Verdict::Intact(_)), "it is still in the chain");
        disarm(test).await;
        run(test, "DELETE FROM audit").await.unwrap();
        run(test, &format!("UPDATE audit_ends SET number = 0, hash = '{}', seal = ''", "0".repeat(64))).await.unwrap();
        let verdict = async || services.verify_audit(noted).await.unwrap();
        let fault = |verdict: Verdict| match verdict {
            Verdict::Broken(broken) => (broken.number, broken.fault),
            Verdict::Intact(_) => panic!("intact"),
        };
        assert_eq!(fault(verdict().await), (3, Fault::NotNoted));
        // (The same words at the same instants would give the same hashes.)
        written(&services, "other", 4).await;
        assert!(matches!(services.verify_audit(None).await.unwrap(), Verdict::Intact(_)));
        assert_eq!(fault(verdict().await), (3, Fault::NotNoted));
    });
}

#[test]
fn retention_leaves_a_chain_that_verifies() {
    on_both(async |test| {
        let (services, hand) = opened(&test.db, &keyed()).await;
        written(&services, "acme", 4).await;
        hand.0.store(400 * DAY, Ordering::SeqCst);
        written(&services, "other", 3).await;
        assert_eq!(services.trim_audit().await.unwrap(), 0, "nothing is two years old");
        hand.0.store(731 * DAY, Ordering::SeqCst);
        assert_eq!(services.trim_audit().await.unwrap(), 4);
        assert_eq!(services.trim_audit().await.unwrap(), 0);
        assert_eq!(verdict(&services).await, Ok(4), "three, and the entry that tells of it");
        let Verdict::Intact(trust) = services.verify_audit(None).await.unwrap() else { panic!() };
        assert_eq!((trust.removed, trust.head.0), (4, 8));
        let told = services.newest_audit(None, 1).await.unwrap();
        assert_eq!(told[0].entry.act, Act::Retention);
        assert_eq!(told[0].entry.after.as_deref(), Some(r#"{"removed":4,"up_to":4}"#));
        written(&services, "acme", 2).await;

        // What is wrong is evidence, and stays.
        disarm(test).await;
        run(test, "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE number <= 9").await.unwrap();
        assert!(services.trim_audit().await.is_err());
        assert_eq!(verdict(&services).await, Err((5, Fault::Altered)));
    });
}

#[test]
fn all_is_kept_where_nothing_is_to_go() {
    on_both(async |test| {
        let keep = Config { audit: Audit { days: 0, ..keyed().audit }, ..keyed() };
        let (services, hand) = opened(&test.db, &keep).await;
        written(&services, "acme", 2).await;
        hand.0.store(36_500 * DAY, Ordering::SeqCst);
        assert_eq!(services.trim_audit().await.unwrap(), 0);
        assert_eq!(verdict(&services).await, Ok(2));
    });
}

#[test]
fn another_secret_writes_nothing_and_a_new_one_follows_the_former() {
    on_both(async |test| {
        let secret = |text: &str| Some(Secret::new(text.into()));
        let with = |key: &str, before: Option<&str>| Config {
            audit: Audit { key: secret(key), key_before: before.and_then(secret), ..Audit::default() },
            ..config("acme")
        };
        let (old, _) = opened(&test.db, &with("old", None)).await;
        written(&old, "acme", 2).await;
        let (stranger, _) = opened(&test.db, &with("another", None)).await;
        let nobody = caller(Who::Anyone);
        let record = |act| stranger.record(&nobody, Some("acme"), Record::of(act, "x"));
        assert!(matches!(record(Act::KeyMade).await, Err(ServerError::App(AppError::Unavailable))));
        assert!(record(Act::SignOut).await.is_ok(), "what only ends something goes on");
        assert_eq!(verdict(&old).await, Ok(2));
        assert_eq!(verdict(&stranger).await, Err((1, Fault::Altered)));

        let (new, _) = opened(&test.db, &with("new", Some("old"))).await;
        written(&new, "acme", 2).await;
        assert_eq!(verdict(&new).await, Ok(4));
        assert_eq!(verdict(&old).await, Err((3, Fault::Altered)));
    });
}

async fn csv(desk: &Desk, query: &str) -> String {
    let parts: Vec<_> = desk.audit_csv(query).await.unwrap().try_collect().await.unwrap();
    String::from_utf8(parts.concat()).unwrap()
}

#[test]
fn an_organization_sees_its_own_and_only_administrators_look() {
    on_both(async |test| {
        let services = services(&test.db).await;
        written(&services, "acme", 2).await;
        written(&services, "other", 3).await;
        let refused = Record::of(Act::SignInRefused, "").refused();
        services.record(&caller(Who::Anyone), None, refused).await.unwrap();
        let targets = |page: AuditPage| page.entries.into_iter().map(|entry| entry.target).collect::<Vec<_>>();
        let acme = desk(&services, "acme", Role::Admin).await;
        assert_eq!(targets(acme.audit_page("").await.unwrap()), ["nota 2", "nota 1"]);
        let other = desk(&services, "other", Role::Admin).await;
        assert_eq!(targets(other.audit_page("texto=nota").await.unwrap()), ["nota 3", "nota 2", "nota 1"]);
        assert_eq!(targets(other.audit_page("accion=sign_in_refused").await.unwrap()), [""; 0]);

        let csv = csv(&acme, "").await;
        assert_eq!(csv.lines().count(), 1 + 3, "the export itself is an entry: {csv}");
        assert!(csv.contains(",export,/administracion/auditoria.csv,ok,192.0.2.7,Firefox,00ff,"), "{csv}");
        assert_eq!(services.newest_audit(None, 9).await.unwrap().len(), 1);

        for role in [Role::Director, Role::Supervisor, Role::Viewer] {
            let desk = desk(&services, "acme", role).await;
            assert!(matches!(desk.audit_page("").await, Err(ServerError::App(AppError::Forbidden))));
            assert!(matches!(desk.audit_csv("").await.err(), Some(ServerError::App(AppError::Forbidden))));
        }
        assert_eq!(services.newest_audit(Some("acme"), 9).await.unwrap().len(), 3);
    });
}

#[test]
fn entries_are_filtered_and_paged() {
    on_both(async |test| {
        let (services, hand) = opened(&test.db, &keyed()).await;
        let admin = desk(&services, "acme", Role::Admin).await;
        let count = AUDIT_PER_PAGE as usize * 2 + 5;
        written(&services, "acme", count).await;
        let numbers = |page: &AuditPage| {
            let numbers = page.entries.iter().map(|entry| entry.number).collect::<Vec<_>>();
            (*numbers.first().unwrap(), *numbers.last().unwrap(), numbers.len())
        };
        let first = admin.audit_page("").await.unwrap();
        assert_eq!((numbers(&first), first.newer, first.older), ((105, 56, 50), None, Some(56)));
        let second = admin.audit_page("antes=56").await.unwrap();
        assert_eq!((numbers(&second), second.newer, second.older), ((55, 6, 50), Some(55), Some(6)));
        let third = admin.audit_page("antes=6").await.unwrap();
        assert_eq!((numbers(&third), third.newer, third.older), ((5, 1, 5), Some(5), None));
        let back = admin.audit_page("despues=5").await.unwrap();
        assert_eq!((numbers(&back), back.newer, back.older), ((55, 6, 50), Some(55), Some(6)));
        let back = admin.audit_page("despues=55").await.unwrap();
        assert_eq!((numbers(&back), back.newer, back.older), ((105, 56, 50), None, Some(56)));
        let none = admin.audit_page("antes=1").await.unwrap();
        assert_eq!((none.entries.len(), none.newer, none.older), (0, Some(0), None));

        // 20:00 in Mexico is the next day in UTC; the filter means the organization's days.
        hand.0.store(14 * 60 * 60, Ordering::SeqCst);
        let record = |act, target: &str| Record::of(act, target).by("Beto Núñez");
        services.record(&caller(Who::Person(2)), Some("acme"), record(Act::KeyMade, "50%_llave")).await.unwrap();
        let found = async |query: &str| admin.audit_page(query).await.unwrap().entries.len();
        assert_eq!(found("desde=2026-11-01&hasta=2026-11-01").await, 50);
        assert_eq!(found("desde=2026-11-02").await, 0);
        assert_eq!(found("accion=key_made").await, 1);
        assert_eq!(found("persona=2").await, 1);
        assert_eq!(found("persona=3").await, 0);
        assert_eq!(found("texto=NUNEZ").await, 1);
        assert_eq!(found("texto=50%25_").await, 1, "signs of LIKE are taken as they are");
        assert_eq!(found("texto=%25llave").await, 0);
        assert_eq!(found("texto=192.0.2.7&accion=key_made").await, 1);
        assert_eq!(admin.audit_page("persona=2").await.unwrap().person.as_deref(), Some("Beto Núñez"));
        assert!(admin.audit_page("desde=ayer").await.is_err());
    });
}

#[test]
fn a_page_as_json() {
    on_both(async |test| {
        let (services, hand) = opened(&test.db, &keyed()).await;
        let new = NewPerson { login: Some("ana".into()), name: "Ana López".into(), ..NewPerson::default() };
        let ana = test.db.add_person(&new, now()).await.unwrap().unwrap();
        let ana = caller(Who::Person(ana));
        services.record(&ana, Some("acme"), Record::of(Act::SignIn, "")).await.unwrap();
        hand.0.store(61, Ordering::SeqCst);
        let before = json!({"role": "viewer", "scope": {"groups": ["norte", "sur"]}});
        let after = json!({"role": "supervisor", "scope": {"groups": ["norte"]}, "password": "hunter2"});
        let record = Record::of(Act::MembershipChanged, "=Beto\u{0}").changed(before, after);
        services.record(&ana, Some("acme"), record).await.unwrap();
        let refused = Record::of(Act::Refused, "/importar").refused().by("fk_7h2kq9xd");
        services.record(&caller(Who::Key(4)), Some("acme"), refused).await.unwrap();
        services.record_system(Some("acme"), Record::of(Act::Import, "visitas.csv").failed()).await.unwrap();
        let admin = desk(&services, "acme", Role::Admin).await;
        let page = admin.audit_page("desde=2026-11-01").await.unwrap();
        insta::with_settings!({prepend_module_to_snapshot => false, snapshot_path => "../snapshots"}, {
            insta::assert_snapshot!("audit_page", serde_json::to_string_pretty(&page).unwrap());
        });
        assert_eq!(page.entries[3].outcome, Outcome::Ok);
        let csv = csv(&admin, "accion=membership_changed").await;
        assert!(csv.contains(",'=Beto,") && !csv.contains("hunter2"), "{csv}");
    });
}

#[test]
fn the_program_lists_and_verifies() {
    on_both(async |test| {
        // The program shares the data folder, and the secret in it.
        let mut world = World::new();
        world.database_url.clone_from(&test.storage.database_url);
        let data = test.db.folder().to_owned();
        let audit = |arguments: &[&str]| {
            world.program_in(&data).arg("audit").args(arguments).env_remove("FALCON_AUDIT_KEY").output().unwrap()
        };
        let (services, _) = opened(&test.db, &config("acme")).await;
        written(&services, "acme", 3).await;
        services.record_system(None, Record::of(Act::Retention, "")).await.unwrap();

        let out = audit(&["verify", "--json"]);
        assert_eq!(out.status.code(), Some(0), "{out:?}");
        let verdict = told(&out);
        assert_eq!(
            (&verdict["intact"], &verdict["entries"], &verdict["head"]["number"]),
            (&json!(true), &json!(4), &json!(4))
        );
        let head = format!("4:{}", verdict["head"]["hash"].as_str().unwrap());
        let text = String::from_utf8(audit(&["verify", "--noted", &head]).stdout).unwrap();
        assert!(text.starts_with("the chain holds: 4 entries") && text.contains(&head), "{text}");
        let other = format!("4:{}", "0".repeat(64));
        assert_eq!(told(&audit(&["verify", "--json", "--noted", &other]))["fault"], "not_noted");
        assert_eq!(audit(&["verify", "--noted", "4"]).status.code(), Some(2));

        let listed = told(&audit(&["list", "--org", "acme", "--limit", "2", "--json"]));
        assert_eq!(listed.as_array().unwrap().len(), 2);
        assert_eq!((&listed[0]["target"], &listed[0]["action"]), (&json!("nota 3"), &json!("settings_changed")));
        let text = String::from_utf8(audit(&["list", "--org", "acme"]).stdout).unwrap();
        assert!(text.lines().count() == 3 && text.contains("Ana → nota 1 (192.0.2.7)"), "{text}");
        let text = String::from_utf8(audit(&["list"]).stdout).unwrap();
        assert!(text.lines().count() == 1 && text.contains("retention"), "{text}");

        disarm(test).await;
        run(test, "UPDATE audit SET name = 'Eva' WHERE number = 2").await.unwrap();
        let out = audit(&["verify", "--json"]);
        assert_eq!(out.status.code(), Some(1));
        assert_eq!((&told(&out)["entry"], &told(&out)["fault"]), (&json!(2), &json!("altered")));
        let text = String::from_utf8(audit(&["verify"]).stdout).unwrap();
        assert!(text.contains("broken at entry 2"), "{text}");
    });
}
