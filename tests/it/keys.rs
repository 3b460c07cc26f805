//! Keys of programs: made by administrators, shown once, good for their role and scope until they end.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Action, Catalog, Role, Scope, Territory, access::audit::Act},
    server::{db::Db, demo, services::KeyForm},
};
use serde_json::json;
use sqlx::Row as _;

use crate::{
    api_support::{Api, Browser, FORM, PASSWORD},
    support::{now, on_demo},
};

const DAY: i64 = 24 * 60 * 60;
const LIST: &str = "/administracion/llaves";

/// Makes a key by the form and reads it off the page.
async fn make(browser: &Browser<'_>, form: &str) -> String {
    let made = browser.post(LIST, form).await;
    assert_eq!((made.status, made.header("location")), (303, "/administracion/llaves/hecha"), "{}", made.text);
    key_on(&browser.get("/administracion/llaves/hecha").await.text).unwrap()
}

/// The whole key that a page shows.
fn key_on(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("class=\"once-value\">")?;
    Some(rest.split('<').next().unwrap().to_owned())
}

async fn me(api: &Api, key: &str) -> crate::api_support::Answer {
    api.get("/api/v1/me", &[("x-api-key", key)]).await
}

fn form(role: Role, scope: Scope, days: u32) -> KeyForm {
    KeyForm { name: "Tablero".into(), role, scope, days }
}

/// Makes a key without a browser.
async fn made(api: &Api, organization: &str, form: KeyForm) -> String {
    let login = format!("jefa-{organization}");
    let person = api.person(organization, &login, Role::Admin, Scope::default()).await;
    api.services.desk_of(api.entrant(person).await, organization).await.unwrap().make_key(form).await.unwrap().key
}

async fn branches(api: &Api) -> std::sync::Arc<falcon::domain::Cube> {
    api.services.open_desk().await.unwrap().cube().clone()
}

fn group_of(catalog: &Catalog, place: usize) -> &str {
    let group = catalog.branches[place].assignments.last().unwrap().group.unwrap();
    &catalog.groups[usize::from(group)].slug
}

#[test]
fn a_key_is_shown_once_and_kept_as_a_hash() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        let browser = Browser::new(&api, "jefa").await;
        let made = browser.post(LIST, "nombre=Tablero+de+ventas&rol=viewer&alcance=todo&dias=90").await;
        assert_eq!((made.status, made.header("location")), (303, "/administracion/llaves/hecha"));
        // Between the two requests it lies in the session, sealed.
        let sessions = sqlx::query("SELECT data FROM sessions").fetch_all(test.db.sessions_pool()).await.unwrap();
        let data: Vec<String> = sessions.iter().map(|row| row.get("data")).collect();
        assert!(data.iter().any(|data| data.contains("made_key")), "{data:?}");
        let looked = browser.api.ask("HEAD /administracion/llaves/hecha", &[("cookie", &browser.cookie)], "").await;
        assert_eq!(looked.status, 200, "a look ahead uses nothing up");
        let page = browser.get("/administracion/llaves/hecha").await;
        assert_eq!(page.header("cache-control"), "no-store");
        let key = key_on(&page.text).unwrap();
        assert!(!data.concat().contains(&key[3..]), "three letters of it stand in sealed text by chance");
        assert!(page.text.contains("Tablero de ventas"));
        let again = browser.get("/administracion/llaves/hecha").await;
        assert!(key_on(&again.text).is_none() && !again.text.contains(&key), "it was shown");
        assert!(!browser.get("/fn/get_made_key").await.text.contains("fk_"));

        let row = sqlx::query("SELECT visible, hash, name FROM api_keys").fetch_one(test.db.pool()).await.unwrap();
        let (visible, hash): (String, String) = (row.get("visible"), row.get("hash"));
        assert!(key.starts_with(&visible) && !key.contains(&hash) && hash.len() == 43);
        let list = browser.get(LIST).await;
        assert!(list.text.contains(&visible) && !list.text.contains(&key));
        assert!(list.text.contains("Nunca"), "not used yet");

        let told = me(&api, &key).await.json()["data"].clone();
        assert_eq!(
            (&told["who"], &told["name"], &told["role"]),
            (&json!("key"), &json!("Tablero de ventas"), &json!("viewer"))
        );
        assert_eq!(told["scope"]["count"], told["scope"]["of"]);
        assert!(!browser.get(LIST).await.text.contains("Nunca"), "used");
    });
}

#[test]
fn a_key_sees_its_scope_and_no_more() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let cube = branches(&api).await;
        let catalog = cube.catalog();
        let inside = group_of(catalog, 0).to_owned();
        let outside = (0..).find(|place| group_of(catalog, *place) != inside).unwrap();
        let scope = Scope { groups: vec![inside.clone()], ..Scope::default() };
        let covered = scope.kept(catalog).into_iter().filter(|kept| *kept).count();
        let key = made(&api, "demo", form(Role::Viewer, scope, 90)).await;
        let header = [("x-api-key", &*key)];
        let told = me(&api, &key).await.json()["data"].clone();
        assert_eq!(told["scope"], json!({ "count": covered, "of": catalog.branches.len() }));
        let branch = async |place: usize| {
            let code = &catalog.branches[place].code;
            let page = api.get(&format!("/sucursales/{code}"), &header).await.status;
            let function = api.get(&format!("/fn/get_branch?code={code}&query="), &header).await.status;
            (page, function)
        };
        assert_eq!(branch(0).await, (200, 200));
        assert_eq!(branch(outside).await, (404, 404), "outside there is nothing");
        assert_eq!(api.get(LIST, &header).await.status, 403, "a key makes no keys");
        let newest = api.services.newest_audit(Some("demo"), 1).await.unwrap().remove(0).entry;
        assert_eq!((newest.act, &*newest.name, &*newest.target), (Act::Refused, "Tablero", LIST), "and that is known");
        for role in [Role::Viewer, Role::Supervisor] {
            assert!(!role.may(Action::Keys) && !role.may(Action::People));
        }
        let posted =
            api.ask(&format!("POST {LIST}"), &[header[0], FORM], "nombre=x&rol=viewer&alcance=todo&dias=1").await;
        assert_eq!(posted.status, 403);
        assert_eq!(test.db.keys("demo").await.unwrap().len(), 1);
    });
}

#[test]
fn organizations_do_not_meet() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        demo::fill(&test.db, "otra", now()).await.unwrap();
        // The other chain's branches have other codes.
        rename(&test.db, "otra").await;
        api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        let browser = Browser::new(&api, "jefa").await;
        let foreign = made(&api, "otra", form(Role::Viewer, Scope::whole(), 90)).await;
        assert_eq!(me(&api, &foreign).await.json()["data"]["organization"]["slug"], "otra");
        let code = branches(&api).await.catalog().branches[0].code.clone();
        let own = format!("/sucursales/{code}");
        assert_eq!(browser.get(&own).await.status, 200);
        assert_eq!(api.get(&own, &[("x-api-key", &foreign)]).await.status, 404, "another organization's");
        // Nor do administrators see or end each other's keys.
        let id = test.db.keys("otra").await.unwrap()[0].id;
        assert!(!browser.get(LIST).await.text.contains(&foreign[..11]));
        assert_eq!(browser.get(&format!("{LIST}/{id}")).await.status, 404);
        let ended = browser.post(&format!("{LIST}/{id}/revocar"), "").await;
        assert_eq!(ended.header("location"), "/administracion/llaves?error=not_found");
        assert_eq!(me(&api, &foreign).await.status, 200);
    });
}

async fn rename(db: &Db, organization: &str) {
    let sql =
        "UPDATE branches SET code = 'x' || code WHERE organization_id = (SELECT id FROM organizations WHERE slug = $1)";
    sqlx::query(sql).bind(organization.to_owned()).execute(db.pool()).await.unwrap();
    let sql = "UPDATE organizations SET data_version = data_version + 1 WHERE slug = $1";
    sqlx::query(sql).bind(organization.to_owned()).execute(db.pool()).await.unwrap();
}

#[test]
fn a_key_ends_at_once_when_it_is_revoked_and_by_itself() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        let browser = Browser::new(&api, "jefa").await;
        let key = make(&browser, "nombre=Uno&rol=supervisor&alcance=parte&territorio=local&dias=30").await;
        assert_eq!(me(&api, &key).await.json()["data"]["role"], "supervisor");
        let id = test.db.keys("demo").await.unwrap()[0].id;
        let page = browser.get(&format!("{LIST}/{id}")).await;
        assert!(
            page.status == 200 && page.text.contains("Revocar llave") && page.text.contains("Local"),
            "{}",
            page.text
        );
        let forged = api.ask(&format!("POST {LIST}/{id}/revocar"), &[("cookie", &*browser.cookie), FORM], "").await;
        assert_eq!(forged.status, 403);
        assert_eq!(me(&api, &key).await.status, 200, "no link revokes it");
        let done = browser.post(&format!("{LIST}/{id}/revocar"), "").await;
        assert_eq!((done.status, done.header("location")), (303, "/administracion/llaves?hecho=revocada"));
        assert_eq!(me(&api, &key).await.error(), (401, "revoked".into()));
        assert!(browser.get(&format!("{LIST}/{id}")).await.text.contains("Revocada"));

        let short = make(&browser, "nombre=Dos&rol=viewer&alcance=todo&dias=1").await;
        api.clock.forward(DAY - 1);
        assert_eq!(me(&api, &short).await.status, 200);
        api.clock.forward(1);
        assert_eq!(me(&api, &short).await.error(), (401, "expired".into()));
    });
}

#[test]
fn only_a_whole_key_is_one() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let key = made(&api, "demo", form(Role::Viewer, Scope::whole(), 90)).await;
        let (head, tail) = key.split_at(key.len() - 1);
        let last = if tail == "A" { "E" } else { "A" };
        let other = made(&api, "demo", form(Role::Viewer, Scope::whole(), 90)).await;
        // One key's visible part with another's secret.
        let mixed = format!("{}{}", &key[..11], &other[11..]);
        for wrong in ["", "fk_", &key[..11], &format!("{head}{last}"), &format!("{key}x"), &key.to_uppercase(), &mixed]
        {
            assert_eq!(me(&api, wrong).await.error(), (401, "invalid_credential".into()), "{wrong}");
        }
        let bearer = api.get("/api/v1/me", &[("authorization", &format!("Bearer {key}"))]).await;
        assert_eq!(bearer.error(), (401, "invalid_credential".into()), "in its own header alone");
        let query = api.get(&format!("/api/v1/me?x-api-key={key}"), &[]).await;
        assert_eq!(query.error(), (401, "signed_out".into()), "and never in an address");
        assert_eq!(me(&api, &key).await.status, 200);
    });
}

#[test]
fn what_cannot_be_a_key_is_refused_with_a_word() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        api.person("demo", "lector", Role::Viewer, Scope { territories: vec![Territory::Local], ..Scope::default() })
            .await;
        let browser = Browser::new(&api, "jefa").await;
        let long = "x".repeat(81);
        for (form, reason) in [
            ("nombre=+&rol=viewer&alcance=todo&dias=90", "name"),
            (&*format!("nombre={long}&rol=viewer&alcance=todo&dias=90"), "name"),
            ("nombre=x&rol=admin&alcance=todo&dias=90", "role"),
            ("nombre=x&rol=director&alcance=todo&dias=90", "role"),
            ("nombre=x&alcance=todo&dias=90", "role"),
            ("nombre=x&rol=viewer&alcance=parte&dias=90", "scope"),
            ("nombre=x&rol=viewer&grupo=no-existe&dias=90", "scope"),
            ("nombre=x&rol=viewer&territorio=luna&dias=90", "scope"),
            ("nombre=x&rol=viewer&alcance=todo&dias=0", "days"),
            ("nombre=x&rol=viewer&alcance=todo&dias=731", "days"),
            ("nombre=x&rol=viewer&alcance=todo&dias=siempre", "days"),
        ] {
            let refused = browser.post(LIST, form).await;
            assert_eq!(refused.status, 422, "{form}");
            assert!(refused.text.contains("role=\"alert\""), "{reason}");
            assert!(refused.text.contains(&format!("id=\"key-{reason}-fault\"")), "{form}: at its field");
        }
        assert!(test.db.keys("demo").await.unwrap().is_empty());
        let reader = Browser::new(&api, "lector").await;
        assert_eq!(reader.get(LIST).await.status, 403);
        assert_eq!(reader.get("/fn/get_keys").await.status, 403);
        assert_eq!(reader.get("/administracion/llaves/hecha").await.status, 403);
        let refused = reader.post(LIST, "nombre=x&rol=viewer&alcance=todo&dias=90").await;
        assert_eq!(refused.status, 403);
        // An administrator's token has no session that a key could be shown from.
        let body = json!({ "login": "jefa", "password": PASSWORD });
        let access = api.post("/api/v1/auth/token", body).await.json()["access_token"].as_str().unwrap().to_owned();
        let headers = [("authorization", &*format!("Bearer {access}")), FORM];
        let refused = api.ask(&format!("POST {LIST}"), &headers, "nombre=x&rol=viewer&alcance=todo&dias=90").await;
        assert_eq!(refused.status, 403, "{}", refused.text);
        assert!(test.db.keys("demo").await.unwrap().is_empty());
    });
}

#[test]
fn a_form_that_was_refused_comes_back_as_it_was_typed() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "jefa", Role::Admin, Scope::default()).await;
        let browser = Browser::new(&api, "jefa").await;
        let refused = browser
            .post(LIST, "nombre=Caja&rol=supervisor&alcance=parte&dias=365&grupo=no-existe&territorio=local")
            .await;
        assert_eq!(refused.status, 422);
        for kept in [
            "value=\"Caja\"",
            "value=\"supervisor\" checked",
            "value=\"parte\" checked",
            "value=\"local\" checked",
            "value=\"365\" selected",
        ] {
            assert!(refused.text.contains(kept), "{kept} in {}", refused.text);
        }
        assert!(!refused.text.contains("value=\"viewer\" checked") && !refused.text.contains("value=\"todo\" checked"));
        // Without scripts the branches are counted by a button of the same form: it makes no key.
        let counted =
            browser.post(LIST, "nombre=Caja&rol=viewer&alcance=parte&territorio=local&dias=90&contar=1").await;
        assert!(counted.status == 200 && counted.text.contains("value=\"Caja\""), "{}", counted.text);
        assert!(!counted.text.contains("role=\"alert\""));
        assert!(test.db.keys("demo").await.unwrap().is_empty());
    });
}

#[test]
fn a_use_is_told_at_most_once_a_minute_and_waits_for_no_import() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let key = made(&api, "demo", form(Role::Viewer, Scope::whole(), 90)).await;
        let told = async || test.db.key_uses().await.unwrap().into_values().next();
        assert_eq!(told().await, None);
        // As an import does, for as long as it runs.
        let import = falcon::server::db::Writer::begin(&test.db, "demo", None, now()).await.unwrap();
        let asked = std::time::Instant::now();
        assert_eq!(me(&api, &key).await.status, 200);
        assert!(asked.elapsed().as_secs() < 5, "it did not wait");
        let first = told().await.unwrap();
        drop(import);
        api.clock.forward(59);
        me(&api, &key).await;
        assert_eq!(told().await, Some(first));
        // Another server knows by the store that it was told.
        let other = Api::with(&test.db, &crate::api_support::settings(), &api.clock).await;
        me(&other, &key).await;
        assert_eq!(told().await, Some(first));
        api.clock.forward(1);
        me(&api, &key).await;
        assert!(told().await > Some(first));
    });
}
