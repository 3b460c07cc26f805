//! People, memberships and sessions in the store, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Role, Scope, Territory},
    server::db::{Db, NewPerson, PersonId, StoredSession, Writer},
};
use jiff::{SignedDuration, Timestamp};

use crate::support::{now, on_both};

async fn organization(db: &Db, slug: &str) {
    Writer::begin(db, slug, None, now()).await.unwrap().commit().await.unwrap();
}

async fn person(db: &Db, login: &str) -> PersonId {
    let new = NewPerson { login: Some(login.into()), name: login.into(), ..NewPerson::default() };
    db.add_person(&new, now()).await.unwrap().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

#[test]
fn a_login_is_one_persons_however_it_is_typed() {
    on_both(async |test| {
        let db = &test.db;
        let ana = NewPerson {
            login: Some("Ana@Example.mx".into()),
            name: " Ana ".into(),
            telegram_id: Some(1_234_567_890_123),
            password: Some("$argon2id$hash".into()),
        };
        let id = db.add_person(&ana, now()).await.unwrap().unwrap();
        let same_login = NewPerson { login: Some(" ana@example.MX".into()), telegram_id: None, ..ana.clone() };
        assert_eq!(db.add_person(&same_login, now()).await.unwrap(), None);
        let same_account = NewPerson { login: Some("other".into()), ..ana.clone() };
        assert_eq!(db.add_person(&same_account, now()).await.unwrap(), None);

        let (found, password) = db.person_of_login("ANA@example.mx ").await.unwrap().unwrap();
        assert_eq!((found.id, found.name.as_str(), found.disabled), (id, "Ana", false));
        assert_eq!(password.as_deref(), Some("$argon2id$hash"));
        assert_eq!(db.person_of_telegram(1_234_567_890_123).await.unwrap().unwrap(), found);
        assert_eq!(db.person(id).await.unwrap().unwrap(), found);
        assert_eq!(db.person_of_login("nobody").await.unwrap(), None);
        assert_eq!(db.person_of_telegram(7).await.unwrap(), None);

        db.set_password(id, "$argon2id$new").await.unwrap();
        assert_eq!(db.person_of_login("ana@example.mx").await.unwrap().unwrap().1.as_deref(), Some("$argon2id$new"));
    });
}

#[test]
fn nobody_without_a_way_to_sign_in() {
    on_both(async |test| {
        let nameless = NewPerson { name: "X".into(), ..NewPerson::default() };
        assert!(test.db.add_person(&nameless, now()).await.is_err());
        let empty = NewPerson { login: Some("  ".into()), name: "X".into(), ..NewPerson::default() };
        assert!(test.db.add_person(&empty, now()).await.is_err());
    });
}

#[test]
fn a_membership_is_of_one_organization_and_as_it_was_last_set() {
    on_both(async |test| {
        let db = &test.db;
        organization(db, "acme").await;
        organization(db, "other").await;
        let id = person(db, "ana").await;
        let scope = Scope {
            groups: vec!["norte".into(), "sur".into()],
            branches: vec!["12:3".into(), "007".into()],
            states: vec!["19".into()],
            territories: vec![Territory::Foranea],
            whole: false,
        };
        assert!(db.set_membership("acme", id, Role::Supervisor, &scope).await.unwrap());
        let held = db.membership(id, "acme").await.unwrap().unwrap();
        let sorted = Scope { branches: vec!["007".into(), "12:3".into()], ..scope.clone() };
        assert_eq!((held.organization.as_str(), held.role, held.scope), ("acme", Role::Supervisor, sorted));
        assert_eq!(db.membership(id, "other").await.unwrap(), None, "not in this one");
        assert_eq!(db.membership(id, "nowhere").await.unwrap(), None);

        // A narrower scope replaces the wider one, a whole role keeps none.
        let one = Scope { branches: vec!["1".into()], ..Scope::default() };
        assert!(db.set_membership("acme", id, Role::Viewer, &one).await.unwrap());
        assert_eq!(db.membership(id, "acme").await.unwrap().unwrap().scope, one);
        assert!(db.set_membership("acme", id, Role::Director, &one).await.unwrap());
        assert_eq!(db.membership(id, "acme").await.unwrap().unwrap().scope, Scope::whole());
        assert!(db.set_membership("acme", id, Role::Viewer, &Scope::default()).await.unwrap());
        assert!(db.membership(id, "acme").await.unwrap().unwrap().scope.is_empty(), "nothing of the old scope is left");

        assert!(!db.set_membership("nowhere", id, Role::Admin, &one).await.unwrap());
        assert!(!db.set_membership("acme", id + 1, Role::Admin, &one).await.unwrap());
        assert!(db.set_membership("other", id, Role::Admin, &Scope::default()).await.unwrap());
        let all: Vec<_> = db.memberships(id).await.unwrap().into_iter().map(|of| (of.organization, of.role)).collect();
        assert_eq!(all, [("acme".to_owned(), Role::Viewer), ("other".to_owned(), Role::Admin)]);

        let beto = person(db, "beto").await;
        assert!(db.set_membership("acme", beto, Role::Director, &Scope::default()).await.unwrap());
        let members = db.members("acme").await.unwrap();
        assert_eq!(members.iter().map(|(person, _)| person.name.as_str()).collect::<Vec<_>>(), ["ana", "beto"]);

        // Who is barred has no membership to act by, but is still listed.
        db.set_disabled(id, Some(now())).await.unwrap();
        assert_eq!(db.membership(id, "acme").await.unwrap(), None);
        assert!(db.members("acme").await.unwrap()[0].0.disabled);
        db.set_disabled(id, None).await.unwrap();
        assert!(db.membership(id, "acme").await.unwrap().is_some());

        assert!(db.remove_membership("acme", id).await.unwrap());
        assert!(!db.remove_membership("acme", id).await.unwrap());
        assert_eq!(db.membership(id, "acme").await.unwrap(), None);
        assert!(db.membership(id, "other").await.unwrap().is_some(), "the other organization's stays");
    });
}

fn session(key: char, person: Option<PersonId>, expires: i64) -> StoredSession {
    StoredSession {
        key: key.to_string().repeat(64),
        person,
        data: format!("{{\"of\":\"{key}\"}}"),
        created: now(),
        seen: now(),
        expires: later(expires),
    }
}

#[test]
fn a_session_lives_until_it_expires_or_is_ended() {
    on_both(async |test| {
        let db = &test.db;
        let (a, b, c) = (session('a', None, 60), session('b', Some(1), 60), session('c', Some(1), 120));
        for each in [&a, &b, &c] {
            assert!(db.create_session(each).await.unwrap());
        }
        let taken = StoredSession { data: "{}".into(), ..a.clone() };
        assert!(!db.create_session(&taken).await.unwrap(), "a key is given once");
        assert_eq!(db.session(&a.key, now()).await.unwrap(), Some(a.clone()));
        assert_eq!(db.session(&a.key, later(60)).await.unwrap(), None, "it has expired");

        let signed_in = StoredSession { person: Some(2), seen: later(5), expires: later(600), ..a.clone() };
        assert!(db.save_session(&signed_in, now()).await.unwrap());
        assert_eq!(db.session(&a.key, later(60)).await.unwrap(), Some(signed_in));

        let seen = StoredSession { seen: later(30), ..c.clone() };
        assert!(db.save_session(&seen, now()).await.unwrap());
        assert_eq!(db.sessions_of(1, now()).await.unwrap(), [seen.clone(), b.clone()], "the last seen first");
        assert_eq!(db.sessions_of(1, later(60)).await.unwrap(), [seen]);
        assert_eq!(db.end_sessions_of(1, Some(&c.key)).await.unwrap(), 1);
        assert_eq!(db.session(&b.key, now()).await.unwrap(), None);
        assert!(db.session(&c.key, now()).await.unwrap().is_some(), "the one that asked goes on");
        assert!(db.end_session(&c.key, Some(1)).await.unwrap());
        assert_eq!(db.session(&c.key, now()).await.unwrap(), None);

        assert_eq!(db.sweep_sessions(later(599)).await.unwrap(), 0);
        assert_eq!(db.sweep_sessions(later(600)).await.unwrap(), 1);
    });
}

#[test]
fn sessions_are_written_while_an_import_runs() {
    on_both(async |test| {
        let mut import = Writer::begin(&test.db, "acme", None, now()).await.unwrap();
        import.kind("operativa").await.unwrap();
        let new = session('a', None, 60);
        let writing = test.db.create_session(&new);
        let done = tokio::time::timeout(std::time::Duration::from_secs(10), writing).await;
        assert!(done.expect("an import must not hold sessions up").unwrap());
        import.rollback().await.unwrap();
    });
}
