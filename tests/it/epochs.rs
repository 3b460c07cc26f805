//! A sign-in that is under way while the password changes, or a bar falls, leads nowhere: what it proved was of the epoch
//! before.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Role, Scope},
    server::{
        db::PersonId,
        services::{
            Caller,
            sign_in::{Entrant, Link, Proven},
        },
        state::Clock as _,
    },
};

use crate::{
    api_support::{Answer, Api, Browser, FORM, PASSWORD},
    support::{now, on_demo},
};

const CHOSEN: &str = "un-barco-rojo-y-corto";

async fn proven(api: &Api, login: &str) -> Entrant {
    match api.services.prove_password(&Caller::default(), login, PASSWORD).await.unwrap() {
        Proven::Person(entrant) | Proven::NeedsCode(entrant) => entrant,
    }
}

async fn chooses_anew(api: &Api, person: PersonId) {
    let link = api.services.make_link(Link::Reset, person).await.unwrap();
    api.services.redeem(Link::Reset, &link, CHOSEN).await.unwrap();
}

#[test]
fn what_was_proven_before_opens_nothing_after() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let opens = async |entrant: Entrant| api.services.desk_of(entrant, "demo").await.is_ok();

        let before = proven(&api, "ana").await;
        assert!(opens(before).await);
        chooses_anew(&api, ana).await;
        assert!(!opens(before).await, "a new password");

        for (what, barred) in [("a bar", Some(now())), ("an end of the bar", None)] {
            let person = test.db.person(ana).await.unwrap().unwrap();
            let before = Entrant::from(&person);
            test.db.set_disabled(ana, barred).await.unwrap();
            assert!(!opens(before).await, "{what}");
        }
        let before = Entrant::from(&test.db.person(ana).await.unwrap().unwrap());
        assert!(opens(before).await);
        api.services.take_devices(ana).await.unwrap();
        assert!(!opens(before).await, "what was lost is taken away");
    });
}

#[test]
fn a_session_of_another_epoch_is_none() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let held = api.sign_in("ana").await;
        let is_in = async |cookie: &str| api.get("/fn/get_frame?query=", &[("cookie", cookie)]).await.status == 200;
        assert!(is_in(&held).await);
        // What a request in flight writes after the others were ended: the session itself is there.
        test.db.next_epoch(ana).await.unwrap();
        assert!(!is_in(&held).await);
        let page = api.get("/mas", &[("cookie", &held)]).await;
        assert_eq!((page.status, page.header("location")), (303, "/entrar?volver=%2Fmas"));
    });
}

#[test]
fn changing_it_oneself_goes_on_here_and_nowhere_else() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let mut here = Browser::new(&api, "ana").await;
        let there = Browser::new(&api, "ana").await;
        let under_way = proven(&api, "ana").await;
        let form = format!("present={PASSWORD}&password={CHOSEN}&again={CHOSEN}");
        let answer = here.post("/perfil/contrasena", &form).await;
        assert_eq!(answer.header("location"), "/perfil?listo=contrasena#contrasena");
        here.cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        assert_eq!((here.get("/mas").await.status, there.get("/mas").await.status), (200, 303));
        assert!(api.services.desk_of(under_way, "demo").await.is_err());
        // As "end the others" does.
        let answer = here.post("/perfil/sesiones", "terminar=otras").await;
        assert!(answer.header("location").starts_with("/perfil?listo=otras&en="), "{}", answer.header("location"));
        here.cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        assert_eq!(here.get("/mas").await.status, 200);
    });
}

/// The code page's own token.
fn token(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("{}", page.text));
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_second_step_after_the_password_changed_leads_nowhere() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let browser = Browser::new(&api, "ana").await;
        let secret = browser.begin_factor().await;
        let code = || secret.code(api.clock.now());
        browser.post("/perfil/segundo-paso/codigo", &format!("code={}", code())).await;

        let first_step = async || {
            api.clock.forward(60);
            let form = format!("login=ana&password={PASSWORD}");
            let answer = api.ask("POST /entrar", &[FORM], form).await;
            assert_eq!(answer.header("location"), "/entrar/codigo?volver=%2F", "{}", answer.text);
            answer.header("set-cookie").split(';').next().unwrap().to_owned()
        };
        let second_step = async |cookie: &str, with_token: bool| {
            let csrf = token(&api.get("/entrar/codigo", &[("cookie", cookie)]).await);
            let csrf = if with_token { csrf } else { String::new() };
            let form = format!("csrf={csrf}&code={}", code());
            api.ask("POST /entrar/codigo", &[FORM, ("cookie", cookie)], form).await
        };
        let pending = first_step().await;
        assert_eq!(second_step(&pending, false).await.status, 403, "another site's form goes no step on");
        assert_eq!(second_step(&pending, true).await.header("location"), "/");
        let pending = first_step().await;
        chooses_anew(&api, ana).await;
        let answer = second_step(&pending, true).await;
        assert_eq!((answer.status, answer.header("location")), (401, ""), "{}", answer.text);
    });
}

#[test]
fn tokens_of_another_epoch_are_none() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let pair = api.services.issue_tokens(&Caller::default(), "ana", PASSWORD, None, None).await.ok().unwrap();
        assert_eq!(api.get_with("/api/v1/me", &pair.access).await.status, 200);
        test.db.next_epoch(ana).await.unwrap();
        assert_eq!(api.get_with("/api/v1/me", &pair.access).await.status, 401);
        assert!(api.services.refresh_tokens(&Caller::default(), &pair.refresh).await.is_err());
    });
}

#[test]
fn hashing_anew_does_not_bring_an_old_password_back() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let old = test.db.person_of_login("ana").await.unwrap().unwrap().1.unwrap();
        chooses_anew(&api, ana).await;
        assert!(!test.db.rehash_password(ana, &old, "$argon2id$of-the-old-one").await.unwrap());
        assert!(api.services.prove_password(&Caller::default(), "ana", CHOSEN).await.is_ok());
        let new = test.db.person_of_login("ana").await.unwrap().unwrap().1.unwrap();
        assert!(test.db.rehash_password(ana, &new, &new).await.unwrap());
    });
}

#[test]
fn who_becomes_more_goes_on_under_a_new_id() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let scope = Scope { states: vec!["19".into()], ..Scope::default() };
        let ana = api.person("demo", "ana", Role::Viewer, scope).await;
        let ana_in = Browser::new(&api, "ana").await;
        let id = |answer: &Answer| answer.header("set-cookie").split(';').next().unwrap().to_owned();
        assert_eq!(ana_in.get("/mas").await.header("set-cookie"), "");
        test.db.set_membership("demo", ana, Role::Admin, &Scope::whole()).await.unwrap();
        let answer = ana_in.get("/mas").await;
        let cookie = id(&answer);
        assert!(answer.status == 200 && cookie.starts_with("falcon=") && cookie != ana_in.cookie, "{cookie}");
        assert_eq!(ana_in.get("/mas").await.status, 303, "the id before is worth nothing");
        assert_eq!(api.get("/mas", &[("cookie", &cookie)]).await.status, 200);
        // To become less needs no new id: the next request is answered as less.
        test.db.set_membership("demo", ana, Role::Director, &Scope::whole()).await.unwrap();
        assert_eq!(id(&api.get("/mas", &[("cookie", &cookie)]).await), cookie);
        assert_eq!(api.get("/administracion/personas", &[("cookie", &cookie)]).await.status, 403);
    });
}

#[test]
fn who_sees_more_goes_on_under_a_new_id() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let of = |states: &[&str]| Scope { states: states.iter().map(|&s| s.into()).collect(), ..Scope::default() };
        let ana = api.person("demo", "ana", Role::Viewer, of(&["19"])).await;
        let ana_in = Browser::new(&api, "ana").await;
        assert_eq!(ana_in.get("/mas").await.header("set-cookie"), "");
        test.db.set_membership("demo", ana, Role::Viewer, &of(&["05", "19"])).await.unwrap();
        let cookie = ana_in.get("/mas").await.header("set-cookie").split(';').next().unwrap().to_owned();
        assert!(cookie.starts_with("falcon=") && cookie != ana_in.cookie, "{cookie}");
        assert_eq!(ana_in.get("/mas").await.status, 303, "the id before is worth nothing");
        assert_eq!(api.get("/mas", &[("cookie", &cookie)]).await.status, 200);
    });
}

#[test]
fn of_two_that_end_the_others_at_once_one_goes_on() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Viewer, Scope { states: vec!["19".into()], ..Scope::default() }).await;
        for _ in 0..6 {
            let ana = Browser::new(&api, "ana").await;
            let (one, other) = futures::join!(
                ana.post("/perfil/sesiones", "terminar=otras"),
                ana.post("/perfil/sesiones", "terminar=otras"),
            );
            let mut alive = 0;
            for answer in [one, other] {
                let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
                alive += usize::from(api.get("/mas", &[("cookie", &cookie)]).await.status == 200);
            }
            assert_eq!(alive, 1, "signed out, or in twice");
        }
    });
}

#[test]
fn who_comes_to_see_everything_goes_on_under_a_new_id_once() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let scope = Scope { states: vec!["19".into()], ..Scope::default() };
        let ana = api.person("demo", "ana", Role::Viewer, scope).await;
        let ana_in = Browser::new(&api, "ana").await;
        test.db.set_membership("demo", ana, Role::Director, &Scope::whole()).await.unwrap();
        let answers = futures::future::join_all((0..6).map(|_| ana_in.get("/mas"))).await;
        let id = |answer: &Answer| answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let ids: Vec<String> = answers.iter().map(id).filter(|id| !id.is_empty()).collect();
        assert_eq!(ids.len(), 1, "one new id, and nobody is handed the old one: {ids:?}");
        assert_ne!(ids[0], ana_in.cookie);
        assert_eq!(api.get("/mas", &[("cookie", &ids[0])]).await.status, 200);
    });
}
