//! Every route × every role × inside, outside and foreign organization. The routes come from the router itself, so that a
//! new one without a rule here fails.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Action, Role, Scope},
    server::{
        config::Limits,
        db::{Db, NewBranch, NewSupervision, Writer},
        web::known,
    },
};

use crate::{
    api_support::{Answer, Api, Hand, settings},
    store::day,
    support::{now, on_demo},
};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// Whoever comes.
    Anyone,
    /// Whoever has signed in; what is seen is the cube's business.
    Member,
    /// Whoever may.
    May(Action),
    /// Of members, who knows the thing in the path or query: a branch, a group, a supervision.
    Knows(Thing),
    /// Programs that prove themselves in another way than by a session.
    Program,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Thing {
    Branch,
    Group,
    Supervision,
}

/// The rule of a route; none: the test fails.
fn rule(method: &str, path: &str) -> Option<Rule> {
    use Rule::{Anyone, Knows, May, Member, Program};
    Some(match (method, path) {
        (
            "GET",
            "/salud"
            | "/sin-red"
            | "/preferencias"
            | "/.well-known/jwks.json"
            | "/api"
            | "/api/"
            | "/api/{*path}"
            | "/archivo/{ticket}/{name}",
        ) => Anyone,
        ("GET", "/api/docs" | "/api/v1/openapi.json") => Anyone,
        ("GET" | "POST", "/entrar" | "/entrar/codigo" | "/entrar/telegram" | "/acceso" | "/enlace/{link}/{token}") => {
            Anyone
        }
        ("POST", "/salir") => Anyone,
        ("POST", "/entrar/llave" | "/entrar/llave/reto") => Anyone,
        ("POST", "/pase/renovar" | "/pase/salir") => Program,
        ("POST", path) if path.starts_with("/api/v1/auth/") => Program,
        ("GET", "/api/v1/branches/{code}") => Knows(Thing::Branch),
        ("GET", "/api/v1/groups/{slug}") => Knows(Thing::Group),
        ("GET", "/api/v1/supervisions/{id}") => Knows(Thing::Supervision),
        ("POST", "/api/v1/supervisions" | "/api/v1/supervisions/{id}/restore") => May(Action::Supervise),
        ("DELETE", "/api/v1/supervisions/{id}") => May(Action::Supervise),
        ("PUT", "/api/v1/branches/{code}") => May(Action::Import),
        (_, path) if path.starts_with("/api/v1/imports") => May(Action::Import),
        (_, path) if path.starts_with("/api/v1/people") => May(Action::People),
        (_, path) if path.starts_with("/api/v1/keys") => May(Action::Keys),
        (_, path) if path.starts_with("/api/v1/settings") => May(Action::Settings),
        (_, path) if path.starts_with("/api/v1/reports") || path.starts_with("/reportes") => May(Action::Reports),
        ("GET", "/fn/get_reports" | "/fn/get_report") => May(Action::Export),
        ("GET", path) if path.starts_with("/api/v1/") => Member,
        ("GET", "/" | "/mapa" | "/historico" | "/indicadores" | "/porque" | "/mas") => Member,
        (
            "GET",
            "/fn/get_frame" | "/fn/get_dashboard" | "/fn/get_map" | "/fn/get_history" | "/fn/get_indicators"
            | "/fn/get_explain" | "/fn/suggest" | "/fn/snapshot" | "/fn/snapshot/part" | "/fn/snapshot/newer"
            | "/fn/live" | "/fn/ticket" | "/fn/link",
        ) => Member,
        (_, path) if path.starts_with("/perfil") || path.starts_with("/fn/get_profile") => Member,
        ("GET", "/sucursales/{code}" | "/fn/get_branch") => Knows(Thing::Branch),
        ("GET", "/grupos/{slug}" | "/fn/get_group") => Knows(Thing::Group),
        ("GET", "/supervisiones/{id}" | "/fn/get_supervision") => Knows(Thing::Supervision),
        (_, path) if path.starts_with("/importar") || path.starts_with("/fn/get_import") => May(Action::Import),
        (_, path) if path.starts_with("/administracion/auditoria") || path == "/fn/get_audit" => May(Action::Audit),
        (_, path)
            if path.starts_with("/administracion/llaves")
                || path.starts_with("/fn/get_key")
                || path == "/fn/get_made_key" =>
        {
            May(Action::Keys)
        }
        (_, path) if path.starts_with("/administracion/ajustes") || path.starts_with("/fn/get_settings") => {
            May(Action::Settings)
        }
        (_, path)
            if path == "/administracion"
                || path.starts_with("/administracion/personas")
                || path.starts_with("/administracion/solicitudes")
                || path.starts_with("/fn/get_people")
                || path.starts_with("/fn/get_person")
                || path.starts_with("/fn/get_requests")
                || path.starts_with("/fn/get_administration")
                || path.starts_with("/fn/count_scope") =>
        {
            May(Action::People)
        }
        _ => return None,
    })
}

/// A second organization, of which nobody of the first knows anything.
async fn other(db: &Db) {
    let mut writer = Writer::begin(db, "otra", Some("Otra"), now()).await.unwrap();
    let kind = writer.kind("operativa").await.unwrap();
    let group = writer.group("Grupo Ajeno").await.unwrap();
    let (branch, _) = writer
        .branch(&NewBranch { code: "AJENA-1".into(), name: "Sucursal Ajena".into(), ..NewBranch::default() })
        .await
        .unwrap();
    writer.set_assignments(branch, &[(falcon::domain::Day::MIN, Some(group))]);
    let visit = NewSupervision {
        external_id: Some("ajena".into()),
        branch,
        kind,
        day: day("2025-06-01"),
        second: None,
        instant: None,
        supervisor: None,
        score: Some(7_000),
        points: None,
        sent_from: None,
        areas: None,
    };
    writer.supervisions(&[visit]).await.unwrap();
    writer.commit().await.unwrap();
}

/// The path with its parameters filled in: those of a thing, or any.
fn filled(path: &str, thing: &str) -> String {
    let path: Vec<&str> = path
        .split('/')
        .map(|part| match part {
            "{code}" | "{slug}" | "{id}" => thing,
            "{of}" => "branches",
            part if part.starts_with('{') => "1",
            part => part,
        })
        .collect();
    path.join("/")
}

/// What a server function is asked with.
fn asked(path: &str, thing: &str) -> String {
    match path {
        "/fn/get_branch" => format!("{path}?code={thing}&query="),
        "/fn/get_group" => format!("{path}?slug={thing}&query="),
        "/fn/get_supervision" => format!("{path}?id={thing}&query="),
        "/fn/suggest" => format!("{path}?text=a"),
        path if path.starts_with("/fn/") => format!("{path}?query=&id=1&page=1&text=a&year=2025&form="),
        path => filled(path, thing),
    }
}

fn signed_out(answer: &Answer) -> bool {
    answer.status == 401 || (answer.status == 303 && answer.header("location").starts_with("/entrar"))
}

/// Refused, by status or back on the form that says so.
fn forbidden(answer: &Answer) -> bool {
    answer.status == 403 || (answer.status == 303 && answer.header("location").contains("error=forbidden"))
}

struct Member {
    login: &'static str,
    role: Role,
    cookie: String,
}

/// The token that the forms of a session carry.
async fn csrf(api: &Api, cookie: &str) -> String {
    let page = api.get("/mas", &[("cookie", cookie)]).await.text;
    let after = page.split("name=\"csrf\" value=\"").nth(1).unwrap_or_else(|| panic!("no token in {page}"));
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn every_route_has_a_rule_and_holds_it_for_everybody() {
    on_demo(async |test| {
        crate::support::filled(&test.db).await;
        other(&test.db).await;
        let mut config = settings();
        config.limits = Limits { health: 0, read: 0, heavy: 0, write: 0, sign_in: 0 };
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        let whole = api.services.desk(falcon::server::services::Actor::anyone("demo")).await.unwrap();
        let foreign = api.services.desk(falcon::server::services::Actor::anyone("otra")).await.unwrap();
        let catalog = whole.cube().catalog();
        let inside = catalog.groups[0].slug.clone();
        let scope = Scope { groups: vec![inside.clone()], ..Scope::default() };
        let mut members = Vec::new();
        for (login, role) in [
            ("admin", Role::Admin),
            ("director", Role::Director),
            ("supervisor", Role::Supervisor),
            ("viewer", Role::Viewer),
        ] {
            api.person("demo", login, role, scope.clone()).await;
            members.push(Member { login, role, cookie: api.sign_in(login).await });
        }
        api.person("otra", "ajeno", Role::Admin, Scope::whole()).await;
        let stranger = api.sign_in("ajeno").await;

        // One thing of each sort: inside the scope, outside of it, of the other organization.
        let kept = scope.kept(catalog);
        let nth = |wanted: bool| kept.iter().position(|kept| *kept == wanted).unwrap();
        let code = |nth: usize| catalog.branches[nth].code.clone();
        let group_of = |nth: usize| {
            let last = catalog.branches[nth].assignments.last().unwrap();
            catalog.groups[usize::from(last.group.unwrap())].slug.clone()
        };
        let visit_of = |desk: &falcon::server::services::Desk, code: &str| {
            let (desk, code) = (desk.clone(), code.to_owned());
            async move { desk.branch(&code, "kind=all").await.unwrap().last.first().unwrap().id.to_string() }
        };
        let things = |thing: Thing, inside: [String; 3], outside: [String; 3], foreign: [String; 3]| {
            let nth = match thing {
                Thing::Branch => 0,
                Thing::Group => 1,
                Thing::Supervision => 2,
            };
            [inside[nth].clone(), outside[nth].clone(), foreign[nth].clone()]
        };
        let (within, without) = (nth(true), nth(false));
        let of_inside = [code(within), group_of(within), visit_of(&whole, &code(within)).await];
        let of_outside = [code(without), group_of(without), visit_of(&whole, &code(without)).await];
        let of_foreign = [
            "AJENA-1".to_owned(),
            foreign.cube().catalog().groups[0].slug.clone(),
            visit_of(&foreign, "AJENA-1").await,
        ];

        for (method, path) in known() {
            let method = method.as_str();
            let rule = rule(method, &path).unwrap_or_else(|| panic!("{method} {path} has no rule in tests/it/walk.rs"));
            let ask = async |cookie: Option<&str>, thing: &str| {
                let line = format!("{method} {}", asked(&path, thing));
                let token = match cookie {
                    Some(cookie) if method != "GET" => csrf(&api, cookie).await,
                    _ => String::new(),
                };
                let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
                if let Some(cookie) = cookie {
                    headers.push(("cookie", cookie));
                }
                if !token.is_empty() {
                    headers.push(("x-csrf-token", &token));
                }
                api.ask(&line, &headers, "").await
            };
            // Nobody who has not signed in gets past the door.
            if !matches!(rule, Rule::Anyone | Rule::Program) {
                let answer = ask(None, "1").await;
                assert!(
                    signed_out(&answer) || (method != "GET" && answer.status >= 400 && answer.status < 500),
                    "{method} {path} signed out: {}",
                    answer.status
                );
                assert!(!answer.text.contains(&catalog.branches[0].name), "{method} {path} tells of a branch");
            }
            // What writes and only a cookie vouches for is nothing without the session's token.
            if method != "GET" && !matches!(rule, Rule::Program) {
                let cookie = &members[0].cookie;
                let line = format!("{method} {}", asked(&path, "1"));
                let form = ("content-type", "application/x-www-form-urlencoded");
                let answer = api.ask(&line, &[("cookie", cookie), form], "a=b").await;
                let self_checked = path == "/importar/archivo";
                assert!(forbidden(&answer) || self_checked, "{method} {path} without the token: {}", answer.status);
            }
            if path == "/salir" || path.starts_with("/perfil") && method == "POST" {
                continue;
            }
            for member in &members {
                let told = |answer: &Answer, what: &str| {
                    format!(
                        "{method} {path} as {}, {what}: {} {}",
                        member.login,
                        answer.status,
                        answer.header("location")
                    )
                };
                match rule {
                    Rule::Anyone | Rule::Program => {}
                    Rule::Member => {
                        let answer = ask(Some(&member.cookie), "1").await;
                        assert!(!signed_out(&answer) && !forbidden(&answer), "{}", told(&answer, "a member"));
                        assert!(answer.status < 500, "{}", told(&answer, "a member"));
                    }
                    Rule::May(action) => {
                        let answer = ask(Some(&member.cookie), "1").await;
                        let may = member.role.may(action);
                        assert!(!signed_out(&answer), "{}", told(&answer, "a member"));
                        // An upload without a file, and what waits in nobody's session, are refused as what they are.
                        if may {
                            assert!(answer.status < 500, "{}", told(&answer, "may"));
                            assert!(!forbidden(&answer) || method != "GET", "{}", told(&answer, "may"));
                        } else {
                            // Before anything else is looked at, what is wrong with a form, too.
                            assert!(forbidden(&answer), "{}", told(&answer, "may not"));
                        }
                    }
                    Rule::Knows(thing) => {
                        let all = things(thing, of_inside.clone(), of_outside.clone(), of_foreign.clone());
                        let expected = if member.role.whole() { [200, 200, 404] } else { [200, 404, 404] };
                        // Supervisions are numbered anew in each organization: the same number may be one of both.
                        let count = if thing == Thing::Supervision { 2 } else { 3 };
                        for (id, expected) in all.iter().zip(expected).take(count) {
                            let answer = ask(Some(&member.cookie), id).await;
                            assert!(!answer.text.contains("Sucursal Ajena"), "{}", told(&answer, id));
                            assert_eq!(answer.status, expected, "{}", told(&answer, id));
                        }
                    }
                }
            }
            // The administrator of another organization sees nothing of this one.
            if let Rule::Knows(thing) = rule {
                let all = things(thing, of_inside.clone(), of_outside.clone(), of_foreign.clone());
                for (id, expected) in all.iter().zip([404, 404, 200]) {
                    if thing == Thing::Supervision && all[2] == *id && expected == 404 {
                        continue;
                    }
                    let answer = ask(Some(&stranger), id).await;
                    assert_eq!(answer.status, expected, "{method} {path} of {id} as the other organization's");
                }
            }
            if method == "GET" && !matches!(rule, Rule::Anyone | Rule::Program) {
                let answer = ask(Some(&stranger), "1").await;
                assert!(
                    !answer.text.contains(&catalog.branches[0].name),
                    "{path} tells another organization of a branch"
                );
            }
        }
    });
}

#[test]
fn what_is_taken_away_is_gone_at_the_next_request() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let id = api.person("demo", "lia", Role::Director, Scope::default()).await;
        let cookie = api.sign_in("lia").await;
        let ask = async || api.get("/fn/get_frame?query=", &[("cookie", &cookie)]).await.status;
        assert_eq!(ask().await, 200);
        test.db.set_disabled(id, Some(now())).await.unwrap();
        assert_eq!(ask().await, 401, "a barred person");
        test.db.set_disabled(id, None).await.unwrap();
        assert_eq!(ask().await, 401, "who may come in again signs in again");
        let cookie = api.sign_in("lia").await;
        let ask = async || api.get("/fn/get_frame?query=", &[("cookie", &cookie)]).await.status;
        assert_eq!(ask().await, 200);
        test.db.remove_membership("demo", id).await.unwrap();
        assert_eq!(ask().await, 401, "somebody who was taken out");
    });
}

#[test]
fn a_session_known_before_the_sign_in_is_worth_nothing_after_it() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "lia", Role::Viewer, Scope { states: vec!["19".into()], ..Scope::default() }).await;
        // Somebody else's session, put into the victim's browser.
        let planted = api.sign_in("lia").await;
        let form = format!("login=lia&password={}", crate::api_support::PASSWORD);
        let token = csrf(&api, &planted).await;
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("cookie", planted.as_str()),
            ("x-csrf-token", token.as_str()),
        ];
        let answer = api.ask("POST /entrar", &headers, form).await;
        assert_eq!(answer.status, 303);
        let fresh = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        assert_ne!(fresh, planted, "a new id at sign-in");
        assert_eq!(api.get("/fn/get_frame?query=", &[("cookie", &planted)]).await.status, 401);
        assert_eq!(api.get("/fn/get_frame?query=", &[("cookie", &fresh)]).await.status, 200);
    });
}
