//! The door's forms in a browser where somebody has signed in already: a reset link opened there was refused as forged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::domain::{Role, Scope};

use crate::{
    api_support::{Api, FORM, PASSWORD},
    support::on_demo,
};

/// The token that a page's forms carry.
fn token(page: &str) -> &str {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("no token: {page}"));
    rest.split('"').next().unwrap()
}

#[test]
fn a_reset_link_works_where_its_owner_is_signed_in() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let chief = api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::default()).await;
        let desk = api.services.desk_of(api.entrant(chief).await, "demo").await.unwrap();
        let link = format!(
            "/enlace/{}/{}",
            falcon::server::services::sign_in::Link::Reset.code(),
            desk.reset_link(ana).await.unwrap()
        );
        let cookie = api.sign_in("ana").await;
        let page = api.get(&link, &[("cookie", &cookie)]).await;
        let fresh = "otro-tren-azul-y-largo";
        let form = format!("csrf={}&password={fresh}&again={fresh}", token(&page.text));
        let saved = api.ask(&format!("POST {link}"), &[FORM, ("cookie", &cookie)], form).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        assert_eq!(api.get("/perfil", &[("cookie", &cookie)]).await.status, 303, "the old session ended");
    });
}

#[test]
fn somebody_else_signs_in_over_an_open_session() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        for login in ["ana", "luz"] {
            api.person("demo", login, Role::Director, Scope::default()).await;
        }
        let cookie = api.sign_in("ana").await;
        let door = api.get("/entrar", &[("cookie", &cookie)]).await;
        let form = format!("csrf={}&login=luz&password={PASSWORD}", token(&door.text));
        let entered = api.ask("POST /entrar", &[FORM, ("cookie", &cookie)], form).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        let fresh = entered.header("set-cookie").split(';').next().unwrap().to_owned();
        assert!(api.get("/perfil", &[("cookie", &fresh)]).await.text.contains("luz"));
        // Nobody who is not signed in is given a token to carry.
        assert!(!api.get("/entrar", &[]).await.text.contains("name=\"csrf\""));
    });
}
