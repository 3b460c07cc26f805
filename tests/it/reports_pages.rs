//! The pages of reports, as a browser without scripts uses them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::Arc;

use falcon::{
    domain::{Role, Scope},
    server::{
        services::Services,
        web::{Site, WebState, router},
    },
};
use tower::ServiceExt as _;

use crate::{
    api_support::{Api, Browser, Hand, settings},
    support::on_demo,
};

const LIST: &str = "/reportes";
const FORM: &str = "/reportes/nuevo?vista=history&consulta=year%3D2025%26by%3Dyear&formato=csv";

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

/// What a page says, without the marks that its script finds texts by.
async fn text(of: &Browser<'_>, path: &str) -> String {
    of.get(path).await.text.replace("<!>", "")
}

async fn number(of: &Browser<'_>, name: &str) -> String {
    let list = text(of, LIST).await;
    let (before, _) = list.split_once(&format!(">{name}</a>")).unwrap_or_else(|| panic!("no {name}: {list}"));
    before.rsplit("href=\"/reportes/").next().unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_view_is_saved_found_changed_copied_and_deleted() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Viewer, Scope::whole()).await;
        api.person("demo", "luz", Role::Director, Scope::default()).await;
        let ana = Browser::new(&api, "ana").await;
        let empty = ana.get(LIST).await;
        assert!(empty.status == 200 && empty.text.contains("Todavía no hay reportes"), "{}", empty.text);
        let history = text(&ana, "/historico?year=2025&por=year").await;
        assert!(
            history.contains("/reportes/nuevo?vista=history&amp;consulta=year%3D2025%26by%3Dyear&amp;formato=xlsx"),
            "the menu leads to the form"
        );

        let form = ana.get(FORM).await;
        assert_eq!(form.status, 200);
        assert!(
            form.text.contains("Histórico") && form.text.contains("Periodo 2025"),
            "the filter in words: {}",
            form.text
        );
        assert_eq!(
            (hidden(&form.text, "vista"), hidden(&form.text, "consulta")),
            ("history".into(), "year=2025&by=year".into())
        );
        assert!(!form.text.contains("value=\"geojson\""), "only of the map");
        let typed = "vista=history&consulta=year%3D2025%26by%3Dyear&formato=csv&idioma=es";
        let nameless = ana.post("/reportes/nuevo", &format!("{typed}&nombre=+&compartir=1")).await;
        assert_eq!(nameless.status, 422);
        assert!(nameless.text.contains("Escribe un nombre.") && nameless.text.contains("checked"), "as it was typed");
        let kept = ana.post("/reportes/nuevo", &format!("{typed}&nombre=Anual")).await;
        assert_eq!((kept.status, kept.header("location")), (303, "/reportes?hecho=guardado"), "{}", kept.text);
        let taken = ana.post("/reportes/nuevo", &format!("{typed}&nombre=ANUAL")).await;
        assert!(taken.status == 422 && taken.text.contains("Ya tienes un reporte con ese nombre"));

        let id = number(&ana, "Anual").await;
        let list = text(&ana, "/reportes?hecho=guardado").await;
        assert!(list.contains("El reporte quedó guardado.") && list.contains("Periodo 2025") && list.contains(">CSV<"));
        assert!(text(&ana, "/reportes?buscar=anu").await.contains(">Anual</a>"));
        assert!(text(&ana, "/reportes?buscar=nada").await.contains("Ningún reporte ni dueño se llama así"));
        let file = ana.get(&format!("/api/v1/reports/{id}/file")).await;
        assert!(file.status == 200 && file.text.starts_with('\u{feff}'), "as the page's own CSV: with its mark");

        // The view opens for the report, and its menu leads back with other filters.
        let page = text(&ana, &format!("/reportes/{id}")).await;
        let opened = format!("/historico?year=2025&amp;por=year&amp;reporte={id}");
        assert!(page.contains(&opened), "{page}");
        let view = ana.get(&format!("/historico?year=2024&por=year&reporte={id}")).await;
        assert!(view.status == 200 && view.text.contains("Guardar en este reporte"));
        let back = format!("/reportes/{id}?vista=history&amp;consulta=year%3D2024%26by%3Dyear");
        assert!(view.text.contains(&back), "{}", view.text);
        let form = text(&ana, &back.replace("&amp;", "&")).await;
        assert!(form.contains("Periodo 2024"), "not saved yet, but shown");
        let version = hidden(&form, "version");
        let typed = format!(
            "vista=history&consulta=year%3D2024&formato=xlsx&idioma=en&compartir=1&nombre=Anual&version={version}"
        );
        let saved = ana.post(&format!("/reportes/{id}"), &typed).await;
        assert_eq!((saved.status, saved.header("location")), (303, "/reportes?hecho=guardado"), "{}", saved.text);
        let stale = ana.post(&format!("/reportes/{id}"), &typed.replace("Anual", "Anual+2")).await;
        assert!(stale.status == 422 && stale.text.contains("Alguien lo cambió mientras tanto"), "{}", stale.text);
        assert!(stale.text.contains("value=\"Anual 2\""), "as it was typed");
        assert_eq!(hidden(&stale.text, "version"), "2", "to be saved again");

        // Somebody it is shared with.
        let luz = Browser::new(&api, "luz").await;
        let list = text(&luz, LIST).await;
        assert!(
            list.contains(">Anual</a>") && list.contains("Compartido") && !list.contains("Editar: Anual"),
            "{list}"
        );
        let shown = text(&luz, &format!("/reportes/{id}")).await;
        assert!(shown.contains("duplícalo") && !shown.contains("name=\"nombre\""));
        let refused = luz.post(&format!("/reportes/{id}/borrar"), "").await;
        assert_eq!((refused.status, refused.header("location")), (303, "/reportes?error=forbidden"));
        let refused = luz.post(&format!("/reportes/{id}"), &typed).await;
        assert_eq!((refused.status, refused.header("location")), (303, "/reportes?error=forbidden"));
        let copied = luz.post(&format!("/reportes/{id}/duplicar"), "").await;
        assert!(copied.header("location").ends_with("?hecho=duplicado"), "{}", copied.header("location"));
        assert!(text(&luz, copied.header("location")).await.contains("value=\"Anual (copy)\""));

        let gone = ana.post(&format!("/reportes/{id}/borrar"), "").await;
        assert_eq!((gone.status, gone.header("location")), (303, "/reportes?hecho=borrado"));
        assert_eq!(ana.get(&format!("/reportes/{id}")).await.status, 404);
        let again = ana.post(&format!("/reportes/{id}/borrar"), "").await;
        assert_eq!(again.header("location"), "/reportes?error=not_found");
        assert_eq!(ana.get("/reportes/nuevo").await.status, 404, "there is nothing to save");
    });
}

#[test]
fn a_server_that_asks_nobody_says_why_none_is_saved() {
    on_demo(async |test| {
        crate::support::filled(&test.db).await;
        let mut config = settings();
        config.security.open = true;
        let services = Services::open(test.db.clone(), &config, Arc::new(Hand::new())).await.unwrap();
        let app = router(WebState::new(services, Site::open(None).unwrap()), true);
        for path in [LIST, FORM] {
            let request = axum::http::Request::get(path).header("host", "localhost").body(axum::body::Body::empty());
            let answer = app.clone().oneshot(request.unwrap()).await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            let page = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
            let page = String::from_utf8_lossy(&page).into_owned();
            assert!(page.contains("un reporte necesita dueño") && !page.contains("name=\"nombre\""), "{path}: {page}");
        }
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        let answer =
            api.post("/api/v1/reports", serde_json::json!({"name": "x", "view": "board", "format": "csv"})).await;
        assert_eq!(answer.status, 403, "{}", answer.text);
    });
}
