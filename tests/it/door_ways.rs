//! Ways of getting somebody into an account that is not theirs, or of wearing the door out.

use falcon::{
    domain::{
        Role, Scope,
        access::audit::{Act, Outcome},
    },
    server::{
        services::{
            Caller,
            sign_in::{Proven, Refusal},
        },
        state::Clock as _,
    },
};

use crate::{
    api_support::{Api, Browser, FORM, PASSWORD},
    launches,
    support::on_demo,
    telegram::vectors,
};

#[test]
fn the_widget_s_way_back_is_the_asking_browser_s_alone() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = launches::open(test, &vectors).await;
        api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let ana = Browser::new(&api, "ana").await;
        let good = vectors.cases.iter().find(|case| case.widget == "ok").unwrap();
        let mark = "a-mark-of-the-attackers-own";
        for (cookies, address) in [
            (ana.cookie.clone(), format!("{}&volver=%2F", good.data)),
            (ana.cookie.clone(), format!("{}&navegador={mark}", good.data)),
            (
                format!("{}; falcon-widget=another-mark-of-this-browser", ana.cookie),
                format!("{}&navegador={mark}", good.data),
            ),
            (format!("{}; falcon-widget=", ana.cookie), format!("{}&navegador=", good.data)),
        ] {
            let answer = api.get(&format!("/entrar/telegram?{address}"), &[("cookie", &cookies)]).await;
            assert_eq!(answer.status, 401, "{address}");
            assert_eq!(ana.get("/mas").await.status, 200, "whoever is signed in stays so");
        }
        // And Telegram's word was not used up.
        let cookies = format!("falcon-widget={mark}");
        let answer =
            api.get(&format!("/entrar/telegram?{}&navegador={mark}", good.data), &[("cookie", &cookies)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
    });
}

#[test]
fn many_guesses_at_once_are_counted_before_they_are_looked_at() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let guess = |number: usize| {
            let services = api.services.clone();
            async move { services.prove_password(&Caller::default(), "ana", &format!("wrong {number}")).await }
        };
        let told = futures::future::join_all((0..40).map(guess)).await;
        let looked_at = told.iter().filter(|told| matches!(told, Err(Refusal::Wrong))).count();
        let waiting = told.iter().filter(|told| matches!(told, Err(Refusal::Wait { .. }))).count();
        assert!((1..=5).contains(&looked_at), "{looked_at} of 40 guesses at once were looked at");
        assert_eq!(looked_at + waiting, 40);
        // The right one is let in when the wait is over, and the account owes nothing more.
        api.clock.forward(20 * 60);
        for _ in 0..3 {
            let told = api.services.prove_password(&Caller::default(), "ana", PASSWORD).await;
            assert!(matches!(told, Ok(Proven::Person(_))), "{told:?}");
        }
    });
}

#[test]
fn an_office_where_everybody_signs_in_never_waits() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let tried = async |password: &str| api.services.prove_password(&Caller::default(), "ana", password).await;
        for turn in 0..60 {
            // One in two mistypes once, every half minute.
            if turn % 2 == 0 {
                assert!(matches!(tried("wrong").await, Err(Refusal::Wrong)), "{turn}");
            }
            assert!(tried(PASSWORD).await.is_ok(), "{turn}");
            api.clock.forward(30);
        }
    });
}

#[test]
fn a_door_takes_small_forms_from_anybody() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let large = format!("login=ana&password={}", "x".repeat(17 << 10));
        let large = api.ask("POST /entrar", &[FORM, ("accept-language", "es")], large).await;
        assert!(large.status == 413 && large.text.contains("no se guardó nada"), "{}", large.text);
        let none = api.ask("POST /entrar", &[FORM, ("accept-language", "es")], "login=ana").await;
        assert_eq!(none.status, 400);
        assert!(none.text.contains("<html") && !none.text.contains("deserialize"), "{}", none.text);
        assert!(none.text.contains("Falta un campo") && !none.text.contains("no puede responder"), "{}", none.text);
    });
}

#[test]
fn head_uses_up_nothing_that_is_shown_once() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let mut ana = Browser::new(&api, "ana").await;
        let secret = ana.begin_factor().await;
        let code = secret.code(api.clock.now());
        let answer = ana.post("/perfil/segundo-paso/codigo", &format!("code={code}")).await;
        ana.cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        for _ in 0..2 {
            assert_eq!(api.ask("HEAD /perfil", &[("cookie", &ana.cookie)], "").await.status, 200);
        }
        assert!(ana.get("/perfil").await.text.contains("profile-codes"));
        assert!(!ana.get("/perfil").await.text.contains("profile-codes"));
    });
}

#[test]
fn what_lies_outside_of_a_scope_is_nowhere_and_the_log_tells_who_asked() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let whole = api.services.open_desk().await.unwrap();
        let catalog = whole.cube().catalog().clone();
        let scope = Scope { branches: vec![catalog.branches[0].code.clone()], ..Scope::default() };
        api.person("demo", "vera", Role::Viewer, scope).await;
        let vera = Browser::new(&api, "vera").await;
        let outside = catalog.branches.iter().find(|branch| branch.code != catalog.branches[0].code).unwrap();
        let there = format!("/sucursales/{}", outside.code);
        for path in [there.as_str(), "/sucursales/nowhere"] {
            assert_eq!(vera.get(path).await.status, 404, "{path}");
        }
        let mut told = Vec::new();
        for _ in 0..100 {
            let entries = api.services.newest_audit(Some("demo"), 100).await.unwrap();
            let refused = entries.into_iter().filter(|linked| linked.entry.act == Act::Refused);
            told = refused.map(|linked| (linked.entry.name, linked.entry.target, linked.entry.outcome)).collect();
            if !told.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(told, [("vera".to_owned(), there, Outcome::Refused)]);
    });
}
