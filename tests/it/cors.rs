//! Browsers of other sites: only those that the settings name, only at the API, and never by a cookie.

use falcon::{
    domain::{Role, Scope},
    server::config::PublicUrl,
};
use serde_json::json;

use crate::{
    api_support::{Api, Hand, PASSWORD, settings},
    support::on_demo,
};

const NAMED: &str = "https://tablero.example";

async fn server(test: &crate::support::TestDb) -> Api {
    let plain = Api::new(&test.db).await;
    plain.person("demo", "ana", Role::Viewer, Scope::whole()).await;
    let mut config = settings();
    config.security.cors = vec![PublicUrl { origin: NAMED.into(), tls: true }];
    Api::with(&test.db, &config, &Hand::new()).await
}

#[test]
fn only_named_sites_use_the_api() {
    on_demo(async |test| {
        let api = server(test).await;
        let ask = |origin: &'static str| {
            [
                ("origin", origin),
                ("access-control-request-method", "POST"),
                ("access-control-request-headers", "authorization"),
            ]
        };
        let told = api.ask("OPTIONS /api/v1/auth/token", &ask(NAMED), "").await;
        assert_eq!(told.header("access-control-allow-origin"), NAMED);
        assert!(told.header("access-control-allow-headers").contains("x-api-key"), "{:?}", told.headers);
        assert_eq!(told.header("access-control-allow-credentials"), "", "cookies stay at home");
        for other in ["https://mal.example", "https://tablero.example.mal.example", "http://tablero.example", "null"] {
            let told = api.ask("OPTIONS /api/v1/auth/token", &ask(other), "").await;
            assert_eq!(told.header("access-control-allow-origin"), "", "{other}");
        }
        let cross = [("origin", NAMED), ("sec-fetch-site", "cross-site"), ("content-type", "application/json")];
        let body = json!({ "login": "ana", "password": PASSWORD, "organization": "demo" }).to_string();
        let made = api.ask("POST /api/v1/auth/token", &cross, body.clone()).await;
        assert_eq!((made.status, made.header("access-control-allow-origin")), (200, NAMED), "{}", made.text);
        let foreign = [("origin", "https://mal.example"), cross[1], cross[2]];
        assert_eq!(api.ask("POST /api/v1/auth/token", &foreign, body).await.status, 403);
        // What goes wrong is told too.
        let refused = api.get("/api/v1/me", &[("origin", NAMED), ("authorization", "Bearer x")]).await;
        assert_eq!((refused.status, refused.header("access-control-allow-origin")), (401, NAMED));
    });
}

#[test]
fn pages_and_their_forms_are_for_no_other_site() {
    on_demo(async |test| {
        let api = server(test).await;
        let cookie = api.sign_in("ana").await;
        let own = [("origin", NAMED), ("cookie", &*cookie)];
        for path in ["/", "/fn/get_frame?query=", "/perfil"] {
            let told = api.get(path, &own).await;
            assert_eq!(told.header("access-control-allow-origin"), "", "{path}");
        }
        let crossed = [own[0], own[1], ("sec-fetch-site", "cross-site")];
        for path in ["/salir", "/entrar", "/perfil/datos"] {
            assert_eq!(api.ask(&format!("POST {path}"), &crossed, "").await.status, 403, "{path}");
        }
        // What a cookie opens is not for them to read.
        assert_eq!(api.get("/api/v1/me", &own).await.header("access-control-allow-credentials"), "");
    });
}
