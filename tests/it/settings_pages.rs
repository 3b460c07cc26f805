//! The page of settings, as a browser without scripts uses it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Day, Role, Scope, Territory, access::audit::Act},
    server::services::settings::{OrganizationSettings, read},
};

use crate::{
    api_support::{Answer, Api, Browser},
    support::on_demo,
};

const PAGE: &str = "/administracion/ajustes";
const PERIOD: &str = "/administracion/ajustes/periodo";

/// A server and an administrator.
async fn chief(api: &Api, login: &str) -> String {
    api.person("demo", login, Role::Admin, Scope::default()).await;
    login.to_owned()
}

/// The part of a page with this id.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let start = page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no part {id}: {page}"));
    page[start..].split("</section>").next().unwrap()
}

/// The version that a form carries.
fn version(form: &str) -> String {
    let (_, rest) = form.split_once("name=\"version\" value=\"").unwrap_or_else(|| panic!("no version: {form}"));
    rest.split('"').next().unwrap().to_owned()
}

/// What stands in a field.
fn value(form: &str, name: &str) -> String {
    let (_, rest) = form.split_once(&format!(" name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}"));
    let field = rest.split('>').next().unwrap();
    let (_, rest) = field.split_once("value=\"").unwrap_or_else(|| panic!("no value of {name}: {field}"));
    rest.split('"').next().unwrap().to_owned()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

const MEASURES: [(&str, &str); 11] = [
    ("target", "90"),
    ("bands.excelente", "90"),
    ("bands.bueno", "80"),
    ("bands.regular", "70"),
    ("opportunity", "80"),
    ("indicators.critical_below", "80"),
    ("indicators.fall", "5"),
    ("indicators.rise", "5"),
    ("indicators.success_at_least", "85"),
    ("indicators.perfect", "99"),
    ("indicators.min_n", "3"),
];

/// The form of the measures with some of them otherwise.
fn measures(version: &str, changed: &[(&str, &str)]) -> String {
    let mut fields = vec![("parte", "medidas"), ("version", version)];
    for (name, value) in MEASURES {
        let new = changed.iter().find(|(of, _)| *of == name).map_or(value, |(_, new)| *new);
        fields.push((name, new));
    }
    encoded(&fields)
}

async fn settings(api: &Api) -> OrganizationSettings {
    read(api.services.db(), "demo").await.unwrap()
}

async fn told(api: &Api) -> Vec<(String, Option<String>, Option<String>)> {
    let entries = api.services.newest_audit(Some("demo"), 50).await.unwrap();
    let of = entries.into_iter().map(|linked| linked.entry).filter(|entry| entry.act == Act::SettingsChanged);
    of.map(|entry| (entry.name, entry.before, entry.after)).collect()
}

fn saved(answer: &Answer, part: &str) {
    let place = format!("{PAGE}?hecho={part}#{part}");
    assert_eq!((answer.status, answer.header("location")), (303, place.as_str()), "{}", answer.text);
}

#[test]
fn measures_are_saved_shown_and_recorded() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let browser = Browser::new(&api, &chief(&api, "jefa").await).await;
        let page = browser.get(PAGE).await;
        assert_eq!(page.status, 200);
        let form = part(&page.text, "medidas");
        for (name, stored) in MEASURES {
            assert_eq!(value(form, name), stored, "{name}");
        }
        assert!(form.contains("class=\"ruler\"") && form.contains("Meta 90"), "drawn without scripts");
        let typed = measures(&version(form), &[("target", "87,5"), ("bands.excelente", "92.25")]);
        saved(&browser.post(PAGE, &typed).await, "medidas");
        let set = settings(&api).await.settings;
        assert_eq!((set.target, set.bands.excelente, set.bands.bueno), (8_750, 9_225, 8_000));
        // Figures are measured by it from the next request on.
        let after = browser.get(&format!("{PAGE}?hecho=medidas")).await.text;
        assert!(part(&after, "medidas").contains("role=\"status\"") && part(&after, "medidas").contains("Meta 87.5"));
        let held = api.services.open_desk().await.unwrap().cube().catalog().settings.clone();
        assert_eq!(held, set);
        let (name, before, now) = told(&api).await.remove(0);
        assert_eq!(name, "jefa");
        assert_eq!(before.as_deref(), Some(r#"{"bands.excelente":"90","target":"90"}"#));
        assert_eq!(now.as_deref(), Some(r#"{"bands.excelente":"92.25","target":"87.5"}"#));
        // The same once more changes nothing, and is no entry.
        saved(&browser.post(PAGE, &typed).await, "medidas");
        assert_eq!(told(&api).await.len(), 1);
        let log = browser.get("/administracion/auditoria").await.text;
        assert!(log.contains("Excelente desde") && log.contains("92.25"), "{log}");
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let browser = Browser::new(&api, &chief(&api, "jefa").await).await;
        let page = browser.get(PAGE).await.text;
        let before = settings(&api).await;
        let wrong =
            [("target", "muchísimo"), ("bands.bueno", "95"), ("opportunity", "79.5"), ("indicators.min_n", "-1")];
        let answer = browser.post(PAGE, &measures(&version(part(&page, "medidas")), &wrong)).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let form = part(&answer.text, "medidas");
        for (name, typed) in wrong {
            assert_eq!(value(form, name), typed, "{name}");
        }
        for (count, words) in [
            (1, "No se guardó nada"),
            (1, "Escribe un número de 0 a 100"),
            (1, "Los límites deben bajar"),
            (1, "Escribe un número entero"),
            (2, "aria-invalid=\"true\""),
        ] {
            assert_eq!(form.matches(words).count(), count, "{words} in {form}");
        }
        assert!(!part(&answer.text, "general").contains("role=\"alert\""), "the other forms are as they were");
        assert_eq!(settings(&api).await, before);
        assert!(told(&api).await.is_empty());

        let general = version(part(&page, "general"));
        let typed = [
            ("parte", "general"),
            ("version", &*general),
            ("name", " "),
            ("language", "fr"),
            ("time_zone", "Marte"),
            ("default_kind", "cocina"),
            ("base_layer", "luna"),
        ];
        let answer = browser.post(PAGE, &encoded(&typed)).await;
        assert_eq!(answer.status, 422);
        let form = part(&answer.text, "general");
        assert_eq!(value(form, "time_zone"), "Marte");
        assert_eq!(form.matches("class=\"fault\"").count(), 5, "{form}");
        assert_eq!(settings(&api).await, before);
    });
}

#[test]
fn who_was_slower_is_told_and_loses_nothing() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let fast = Browser::new(&api, &chief(&api, "ana").await).await;
        let slow = Browser::new(&api, &chief(&api, "beto").await).await;
        let page = slow.get(PAGE).await.text;
        let (old, general) = (version(part(&page, "medidas")), version(part(&page, "general")));
        saved(&fast.post(PAGE, &measures(&old, &[("target", "91")])).await, "medidas");

        let answer = slow.post(PAGE, &measures(&old, &[("target", "88")])).await;
        assert_eq!(answer.status, 409);
        let form = part(&answer.text, "medidas");
        assert!(form.contains("Alguien más guardó cambios"), "{form}");
        assert_eq!(value(form, "target"), "88", "what was typed");
        assert!(form.contains("Guardado ahora:") && form.contains(">91<"), "what is stored: {form}");
        assert_eq!(form.matches("Guardado ahora:").count(), 1, "only where they differ");
        assert_eq!(settings(&api).await.settings.target, 9_100);
        // What nobody else changed is in nobody's way.
        let typed = [
            ("parte", "general"),
            ("version", &*general),
            ("name", "Cadena Norte"),
            ("language", "en"),
            ("time_zone", "america/monterrey"),
            ("default_kind", ""),
            ("base_layer", "world"),
        ];
        saved(&slow.post(PAGE, &encoded(&typed)).await, "general");
        let set = settings(&api).await;
        assert_eq!((set.name.as_str(), set.settings.time_zone.as_str()), ("Cadena Norte", "America/Monterrey"));
        // Saved again, it holds.
        saved(&slow.post(PAGE, &measures(&version(form), &[("target", "88")])).await, "medidas");
        assert_eq!(settings(&api).await.settings.target, 8_800);
        let who: Vec<String> = told(&api).await.into_iter().map(|(name, ..)| name).collect();
        assert_eq!(who, ["beto", "beto", "ana"]);
    });
}

/// The form of a period.
fn period(version: &str, fields: &[(&str, &str)]) -> String {
    let mut all = vec![("version", version)];
    all.extend_from_slice(fields);
    encoded(&all)
}

#[test]
fn periods_are_added_changed_and_removed() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let browser = Browser::new(&api, &chief(&api, "jefa").await).await;
        let page = browser.get(PAGE).await.text;
        let periods = part(&page, "periodos");
        assert!(periods.contains("class=\"calendar\"") && periods.contains("<table"), "{periods}");
        assert!(periods.contains("Nuevo periodo"));
        let count = settings(&api).await.periods.len();

        let blank = browser.get(PERIOD).await;
        assert_eq!(blank.status, 200);
        let new = version(&blank.text);
        let fields = [
            ("code", "Buen Fin/26"),
            ("name", "El Buen Fin"),
            ("series", "campaña"),
            ("from", "2026-11-10"),
            ("to", "2026-11-20"),
            ("from.local", "2026-11-12"),
            ("to.local", "2026-11-18"),
            ("from.foranea", ""),
            ("to.foranea", ""),
        ];
        saved(&browser.post(PERIOD, &period(&new, &fields)).await, "periodos");
        let added = settings(&api).await.periods.pop().unwrap();
        let day = |text: &str| Day::parse(text).unwrap();
        assert_eq!(added.days_for(Some(Territory::Local)), Some((day("2026-11-12"), day("2026-11-18"))));
        assert_eq!(added.days_for(Some(Territory::Foranea)), Some((day("2026-11-10"), day("2026-11-20"))));
        let after = browser.get(&format!("{PAGE}?anio=2026")).await.text;
        let place = format!("{PERIOD}/Buen%20Fin%2F26");
        assert!(part(&after, "periodos").contains(&place), "{}", part(&after, "periodos"));
        assert!(part(&after, "periodos").matches("class=\"lane\"").count() > 1);

        // Its own page: changed, with a fault, by another code, and gone.
        let form = browser.get(&place).await;
        assert_eq!((form.status, value(&form.text, "code")), (200, "Buen Fin/26".to_owned()));
        let mut wrong = fields;
        (wrong[0].1, wrong[3].1, wrong[6].1) = ("2025-T1", "2026-11-31", "2026-11-01");
        let answer = browser.post(&place, &period(&version(&form.text), &wrong)).await;
        assert_eq!(answer.status, 422);
        for words in ["Otro periodo ya tiene este código", "Escribe un día", "El último día cae antes"] {
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        assert_eq!(value(&answer.text, "from"), "2026-11-31");
        let mut moved = fields;
        (moved[0].1, moved[4].1) = ("buen-fin", "2026-11-25");
        saved(&browser.post(&place, &period(&version(&form.text), &moved)).await, "periodos");
        assert_eq!(browser.get(&place).await.status, 404, "under its old code");
        let place = format!("{PERIOD}/buen-fin");
        let form = version(&browser.get(&place).await.text);
        let stale = browser.post(&format!("{place}/quitar"), &period(&new, &[])).await;
        assert_eq!(stale.header("location"), format!("{PAGE}?error=conflict#periodos"));
        let removed = browser.post(&format!("{place}/quitar"), &period(&form, &[])).await;
        assert_eq!(removed.header("location"), format!("{PAGE}?hecho=quitado#periodos"));
        assert_eq!(settings(&api).await.periods.len(), count);
        // Somebody who had it open has what they typed, and may make it anew.
        let answer = browser.post(&place, &period(&form, &moved)).await;
        assert_eq!((answer.status, value(&answer.text, "name")), (409, "El Buen Fin".to_owned()));
        assert!(answer.text.contains("Alguien quitó este periodo"), "{}", answer.text);
        saved(&browser.post(&place, &period(&version(&answer.text), &moved)).await, "periodos");
        assert_eq!(settings(&api).await.periods.len(), count + 1);
        let entries = told(&api).await;
        assert_eq!(entries.len(), 4);
        let (_, before, after) = &entries[1];
        let told = "El Buen Fin (campaña): 2026-11-10 – 2026-11-25, local 2026-11-12 – 2026-11-18";
        assert_eq!(before.as_deref(), Some(format!(r#"{{"periods.buen-fin":"{told}"}}"#).as_str()));
        assert_eq!(after.as_deref(), Some("{}"));
    });
}

#[test]
fn a_period_that_meets_another_of_its_series_says_where() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let browser = Browser::new(&api, &chief(&api, "jefa").await).await;
        let taken = settings(&api).await.periods[0].clone();
        let dates = taken.dates[0];
        let (from, to) = (dates.to.to_string(), dates.to.plus(40).to_string());
        let fields =
            [("code", "otro"), ("name", "Otro"), ("series", taken.series.as_str()), ("from", &from), ("to", &to)];
        let blank = version(&browser.get(PERIOD).await.text);
        let answer = browser.post(PERIOD, &period(&blank, &fields)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains(&format!("ya son días de {}", taken.name)), "{}", answer.text);
        let mut apart = fields;
        apart[2].1 = "otra";
        saved(&browser.post(PERIOD, &period(&blank, &apart)).await, "periodos");
    });
}

#[test]
fn key_areas_are_ticked_and_marked_where_areas_are_listed() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let browser = Browser::new(&api, &chief(&api, "jefa").await).await;
        let page = browser.get(PAGE).await.text;
        let form = part(&page, "areas");
        let cube = api.services.open_desk().await.unwrap().cube().clone();
        let slugs = cube.area_slugs().to_vec();
        let places = [slugs.len() - 1, 1];
        assert_eq!(form.matches("type=\"checkbox\"").count(), slugs.len());
        let old = version(form);
        let typed = |version: &str, places: &[usize]| {
            let mut fields = vec![("parte", "areas"), ("version", version), ("area", "no-existe")];
            fields.extend(places.iter().map(|place| ("area", slugs[*place].as_str())));
            encoded(&fields)
        };
        saved(&browser.post(PAGE, &typed(&old, &places)).await, "areas");
        let set = settings(&api).await;
        assert_eq!(set.critical_areas.len(), 2);
        assert_eq!(set.areas, cube.catalog().areas, "nothing else changed");
        assert!(browser.get("/indicadores").await.text.contains("área clave"));
        let names: Vec<_> = set.critical_areas.iter().map(|area| set.areas[usize::from(*area)].clone()).collect();
        let (_, before, after) = told(&api).await.remove(0);
        assert_eq!(before.as_deref(), Some(r#"{"critical_areas":[]}"#));
        assert_eq!(after, Some(serde_json::json!({ "critical_areas": names }).to_string()));
        // Who was slower sees both.
        let answer = browser.post(PAGE, &typed(&old, &[0])).await;
        assert_eq!(answer.status, 409);
        assert_eq!(part(&answer.text, "areas").matches("Guardado ahora:").count(), 3);
        // The file knows them too.
        let toml = set.to_toml();
        api.services.apply_settings("demo", "critical_areas = []").await.unwrap();
        assert!(settings(&api).await.critical_areas.is_empty());
        api.services.apply_settings("demo", &toml).await.unwrap();
        assert_eq!(settings(&api).await, set);
        let (name, ..) = told(&api).await.remove(0);
        assert_eq!(name, "falcon settings");
        let wrong = api.services.apply_settings("demo", "critical_areas = [\"Luna\"]").await.unwrap_err();
        assert!(wrong.to_string().contains("critical_areas: there is no area \"Luna\""), "{wrong}");
    });
}

#[test]
fn nobody_else_finds_settings() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let admin = Browser::new(&api, &chief(&api, "jefa").await).await;
        for path in ["/administracion", "/mas"] {
            assert!(admin.get(path).await.text.contains("href=\"/administracion/ajustes\""), "{path}");
        }
        let version = version(part(&admin.get(PAGE).await.text, "medidas"));
        let before = settings(&api).await;
        for role in [Role::Director, Role::Supervisor, Role::Viewer] {
            let scope = Scope { states: vec!["19".into()], ..Scope::default() };
            api.person("demo", role.code(), role, scope).await;
            let browser = Browser::new(&api, role.code()).await;
            assert!(!browser.get("/mas").await.text.contains("/administracion/ajustes"));
            for path in [PAGE, PERIOD, "/fn/get_settings", "/fn/get_settings_period?code=2025-T1"] {
                assert_eq!(browser.get(path).await.status, 403, "{path}");
            }
            let typed = measures(&version, &[("target", "10")]);
            assert_eq!(browser.post(PAGE, &typed).await.status, 403);
        }
        assert_eq!(settings(&api).await, before);
        assert_eq!(api.get(PAGE, &[]).await.status, 303, "signed out");
    });
}

#[test]
fn what_cannot_be_recorded_is_not_done() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let browser = Browser::new(&api, &chief(&api, "jefa").await).await;
        let version = version(part(&browser.get(PAGE).await.text, "medidas"));
        let before = settings(&api).await;
        let data_version = test.db.organization("demo").await.unwrap().unwrap().data_version;
        sqlx::query("ALTER TABLE audit RENAME TO gone").execute(test.db.sessions_pool()).await.unwrap();
        let typed = measures(&version, &[("target", "88")]);
        let answer = browser.post(PAGE, &typed).await;
        assert_eq!(answer.status, 503);
        let form = part(&answer.text, "medidas");
        assert!(form.contains("No se pudo guardar") && value(form, "target") == "88", "{form}");
        let refused = api.services.apply_settings("demo", "target = 88").await.unwrap_err();
        assert!(refused.to_string().contains("nothing was changed"), "{refused}");
        assert_eq!(settings(&api).await, before);
        assert_eq!(test.db.organization("demo").await.unwrap().unwrap().data_version, data_version);
        sqlx::query("ALTER TABLE gone RENAME TO audit").execute(test.db.sessions_pool()).await.unwrap();
        saved(&browser.post(PAGE, &typed).await, "medidas");
    });
}
