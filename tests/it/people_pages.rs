//! The pages of people and of requests for access, as a browser without scripts uses them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Role, Scope},
    server::db::PersonId,
};
use sqlx::Row as _;

use crate::{
    api_support::{Api, Browser, FORM, PASSWORD},
    support::{now, on_demo},
};

const PEOPLE: &str = "/administracion/personas";
const LINK: &str = "/administracion/personas/enlace";
const REQUESTS: &str = "/administracion/solicitudes";

async fn chief(api: &Api) -> (PersonId, Browser<'_>) {
    let id = api.person("demo", "jefa", Role::Admin, Scope::default()).await;
    (id, Browser::new(api, "jefa").await)
}

/// The slug of some group, and how many branches it has.
async fn group(api: &Api) -> (String, usize, usize) {
    let cube = api.services.open_desk().await.unwrap().cube().clone();
    let catalog = cube.catalog();
    let slug = catalog.groups[0].slug.clone();
    let scope = Scope { groups: vec![slug.clone()], ..Scope::default() };
    (slug, scope.kept(catalog).into_iter().filter(|kept| *kept).count(), catalog.branches.len())
}

/// The link that a page shows.
fn link_on(page: &str) -> Option<String> {
    let at = page.find("/enlace/")?;
    Some(page[at..].split(['"', '<']).next().unwrap().to_owned())
}

/// The alert of a page.
fn alert(page: &str) -> String {
    let (_, rest) = page.split_once("role=\"alert\"").unwrap_or_else(|| panic!("no alert: {page}"));
    let (text, _) = rest.split_once("</div>").unwrap();
    text.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn an_invitation_is_shown_once_and_lets_in() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let (_, browser) = chief(&api).await;
        let (slug, some, all) = group(&api).await;
        let form = browser.get("/administracion/personas/nueva").await;
        assert!(form.status == 200 && form.text.contains(&format!("value=\"{slug}\"")), "{}", form.status);

        let typed = format!("nombre=Nora+Ruiz&usuario=nora%40demo&rol=viewer&grupo={slug}");
        let made = browser.post("/administracion/personas/nueva", &typed).await;
        assert_eq!((made.status, made.header("location")), (303, LINK), "{}", made.text);
        let sessions = sqlx::query("SELECT data FROM sessions").fetch_all(test.db.sessions_pool()).await.unwrap();
        let data = sessions.iter().map(|row| row.get::<String, _>("data")).collect::<String>();
        assert!(data.contains("made_link") && !data.contains("/enlace/"), "sealed until it is shown: {data}");
        let page = browser.get(LINK).await;
        assert_eq!(page.header("cache-control"), "no-store");
        let link = link_on(&page.text).unwrap();
        assert!(page.text.contains("Invitación para") && page.text.contains("Nora Ruiz"), "{}", page.text);
        assert_eq!(link_on(&browser.get(LINK).await.text), None, "it was shown");

        let list = browser.get(PEOPLE).await.text;
        assert!(list.contains("Invitada") && list.contains(&format!("{some} de {all} sucursales hoy")), "{list}");

        let chosen = format!("password={PASSWORD}&again={PASSWORD}");
        let door = api.get(&link, &[]).await;
        assert_eq!(door.status, 200, "{}", door.text);
        let opened = api.ask(&format!("POST {link}"), &[FORM], chosen).await;
        assert_eq!(opened.status, 303, "{}", opened.text);
        let nora = Browser::new(&api, "nora@demo").await;
        assert_eq!(nora.get("/").await.status, 200);
        assert_eq!(nora.get(PEOPLE).await.status, 403);
        assert!(!browser.get(PEOPLE).await.text.contains("Invitada"));
    });
}

#[test]
fn a_form_with_something_wrong_comes_back_as_it_was_typed() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let (chief, browser) = chief(&api).await;
        let (slug, ..) = group(&api).await;
        let new = "/administracion/personas/nueva";
        for (typed, told) in [
            ("nombre=Nora&usuario=nora&rol=viewer", "Marca al menos un grupo"),
            ("nombre=&usuario=nora&rol=director", "Escribe un nombre"),
            ("nombre=Nora&usuario=n+o+r+a&rol=director", "Escribe un usuario"),
            ("nombre=Nora&usuario=nora", "Elige un rol"),
            ("nombre=Nora&usuario=nora&rol=jefe", "Elige un rol"),
            ("nombre=Nora&usuario=jefa&rol=director", "ya es de la organización"),
            ("nombre=Nora&usuario=nora&rol=viewer&grupo=nada-de-eso", "nada-de-eso"),
            ("nombre=Nora&usuario=nora&rol=viewer&sucursales=Z-0", "Z-0"),
        ] {
            let refused = browser.post(new, typed).await;
            assert_eq!(refused.status, 422, "{typed}");
            assert!(alert(&refused.text).contains(told), "{typed}: {}", alert(&refused.text));
            assert!(refused.text.contains("aria-invalid=\"true\""), "{typed}: beside the field");
        }
        let again =
            browser.post(new, &format!("nombre=Nora&usuario=&rol=supervisor&grupo={slug}&territorio=local")).await;
        for kept in [
            "value=\"Nora\"",
            &format!("value=\"{slug}\" checked"),
            "value=\"supervisor\" required checked",
            "value=\"local\" checked",
        ] {
            assert!(again.text.contains(kept), "{kept} in {}", again.text);
        }
        assert!(!again.text.contains("value=\"viewer\" required checked"));
        assert_eq!(test.db.members("demo").await.unwrap().len(), 1, "nobody was made");
        // The last administrator stays, and hears why.
        let demoted = browser.post(&format!("{PEOPLE}/{chief}"), "nombre=Jefa&rol=director").await;
        assert_eq!(demoted.status, 422);
        assert!(alert(&demoted.text).contains("única cuenta de administración"), "{}", alert(&demoted.text));
    });
}

#[test]
fn branches_are_counted_before_they_are_given() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let (_, browser) = chief(&api).await;
        let (slug, some, all) = group(&api).await;
        // By scripts: a question.
        let answer = browser.get(&format!("/fn/count_scope?form=grupo%3D{slug}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        // Without: the form, by a button of its own; nothing is made.
        let typed = format!("contar=1&nombre=Nora&usuario=nora&rol=viewer&grupo={slug}");
        let counted = browser.post("/administracion/personas/nueva", &typed).await;
        assert_eq!(counted.status, 200);
        assert!(counted.text.contains(&format!("{some} de {all} sucursales hoy")), "{}", counted.text);
        assert!(counted.text.contains("value=\"Nora\"") && !counted.text.contains("role=\"alert\""));
        assert!(api.services.person_of_login("nora").await.unwrap().is_none());
    });
}

#[test]
fn what_is_done_to_somebody_counts_at_once() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let (chief, browser) = chief(&api).await;
        let (slug, ..) = group(&api).await;
        let scope = Scope { groups: vec![slug.clone()], ..Scope::default() };
        let ana = api.person("demo", "ana", Role::Viewer, scope).await;
        let hers = Browser::new(&api, "ana").await;
        let one = format!("{PEOPLE}/{ana}");
        let page = browser.get(&one).await;
        assert!(page.status == 200 && page.text.contains(&format!("value=\"{slug}\" checked")), "{}", page.text);

        let saved = browser.post(&one, "nombre=Ana+Sol&rol=director").await;
        assert_eq!((saved.status, saved.header("location")), (303, &*format!("{one}?hecho=guardada")));
        let told = browser.get(saved.header("location")).await.text;
        assert!(told.contains("Cambios guardados") && told.contains("Ana Sol") && told.contains("Dirección"), "{told}");

        let reset = browser.post(&format!("{one}/enlace"), "").await;
        assert_eq!(reset.header("location"), LINK);
        let shown = browser.get(LINK).await.text;
        assert!(shown.contains("Nueva contraseña para") && link_on(&shown).is_some(), "{shown}");

        let barred = browser.post(&format!("{one}/suspender"), "").await;
        assert_eq!(barred.header("location"), format!("{one}?hecho=suspendida"));
        assert_eq!(hers.get("/").await.status, 303, "out at once");
        assert!(browser.get(PEOPLE).await.text.contains("Suspendida"));
        let admitted = browser.post(&format!("{one}/readmitir"), "").await;
        assert_eq!(admitted.header("location"), format!("{one}?hecho=readmitida"));
        let gone = browser.post(&format!("{one}/quitar"), "").await;
        assert_eq!(gone.header("location"), format!("{PEOPLE}?hecho=quitada"));
        assert_eq!(browser.get(&one).await.status, 404);
        let twice = browser.post(&format!("{one}/quitar"), "").await;
        assert_eq!(twice.header("location"), format!("{PEOPLE}?error=not_found"));
        assert!(alert(&browser.get(twice.header("location")).await.text).contains("Ya no está"));
        // Nobody locks themselves out.
        let own = browser.post(&format!("{PEOPLE}/{chief}/suspender"), "").await;
        assert_eq!(own.header("location"), format!("{PEOPLE}/{chief}?error=last_admin"));
        assert!(!browser.get(&format!("{PEOPLE}/{chief}")).await.text.contains("Suspender"));
    });
}

#[test]
fn a_request_is_decided_on_its_page() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let (_, browser) = chief(&api).await;
        let (slug, ..) = group(&api).await;
        for (telegram_id, name) in [(71, "Luz Vega"), (72, "Desconocido")] {
            test.db.ask_access("demo", telegram_id, name, Some("usuario"), Some("Soy <b>yo</b>"), now()).await.unwrap();
        }
        assert!(browser.get("/administracion").await.text.contains("2 solicitudes"));
        assert!(browser.get(PEOPLE).await.text.contains("2 solicitudes de acceso esperan respuesta"));
        let list = browser.get(REQUESTS).await.text;
        assert!(
            list.contains("Luz Vega") && list.contains("@usuario") && list.contains("Soy &lt;b&gt;yo&lt;/b&gt;"),
            "{list}"
        );
        let open = test.db.access_requests("demo").await.unwrap();
        let (luz, other) = (format!("{REQUESTS}/{}", open[0].id), format!("{REQUESTS}/{}", open[1].id));

        let incomplete = browser.post(&luz, "rol=viewer").await;
        assert_eq!(incomplete.status, 422);
        assert!(alert(&incomplete.text).contains("Marca al menos un grupo"));
        let granted = browser.post(&luz, &format!("rol=viewer&grupo={slug}")).await;
        assert_eq!(granted.status, 303, "{}", granted.text);
        let page = browser.get(granted.header("location")).await.text;
        assert!(page.contains("Acceso concedido") && page.contains("Luz Vega") && page.contains("Telegram"), "{page}");
        let refused = browser.post(&format!("{other}/rechazar"), "").await;
        assert_eq!(refused.header("location"), format!("{REQUESTS}?hecho=rechazada"));
        let empty = browser.get(refused.header("location")).await.text;
        assert!(empty.contains("Solicitud rechazada") && empty.contains("No hay solicitudes pendientes"), "{empty}");
        assert_eq!(browser.get(&luz).await.status, 404, "it is decided");
        let late = browser.post(&luz, "rol=director").await;
        assert_eq!(late.header("location"), format!("{REQUESTS}?error=not_found"));
    });
}
