//! A person's own page, through the running program, on both databases: what changes how somebody signs in.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::server::{
    db::{NewPerson, PersonId},
    proof::totp::Secret,
    state::{Clock, SystemClock},
};
use jiff::SignedDuration;

use crate::{
    import_support::{Server, World},
    support::{TestDb, now, on_both},
};

/// The program with the demo's people, asking everybody to sign in.
struct Site {
    server: Server,
    password: String,
    world: World,
}

impl Site {
    fn new(test: &TestDb) -> Self {
        let mut world = World::new();
        world.database_url.clone_from(&test.storage.database_url);
        let filled = world.program().arg("demo").output().unwrap();
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        let password = std::fs::read_to_string(world.data().join("demo-password")).unwrap().trim().to_owned();
        let server = Server::with(
            &world,
            "demo",
            &[
                ("FALCON_OPEN", "0"),
                ("FALCON_LIMIT_SIGN_IN", "0"),
                ("FALCON_LIMIT_READ", "0"),
                ("FALCON_LIMIT_WRITE", "0"),
            ],
        );
        Self { server, password, world }
    }

    fn browser(&self, agent: &'static str) -> Browser<'_> {
        Browser { server: &self.server, agent, cookie: String::new() }
    }

    /// A browser in which somebody has signed in.
    fn signed_in(&self, agent: &'static str, login: &str) -> Browser<'_> {
        let mut browser = self.browser(agent);
        let (_, location) = browser.sign_in(login, &self.password);
        assert_eq!(location, "/");
        browser
    }
}

/// A browser: it keeps the session's cookie.
#[derive(Clone)]
pub struct Browser<'a> {
    pub server: &'a Server,
    pub agent: &'static str,
    pub cookie: String,
}

impl Browser<'_> {
    fn send(&mut self, line: &str, more: &str, body: &str) -> (u16, String) {
        let (cookie, agent, length) = (&self.cookie, self.agent, body.len());
        let head = format!(
            "{line} HTTP/1.0\r\nhost: localhost\r\naccept-language: en\r\nuser-agent: {agent}\r\n\
             cookie: falcon={cookie}\r\n{more}content-length: {length}\r\n\r\n"
        );
        let (status, answer) = self.server.send(&head, body.as_bytes()).unwrap();
        for line in answer.lines().take_while(|line| !line.is_empty()) {
            if let Some(set) = line.strip_prefix("set-cookie: falcon=") {
                self.cookie = set.split(';').next().unwrap().to_owned();
            }
        }
        (status, answer)
    }

    pub fn get(&mut self, path: &str) -> (u16, String) {
        self.send(&format!("GET {path}"), "", "")
    }

    /// Posts a form as it stands; status and where it leads.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        let (status, answer) = self.send(&format!("POST {path}"), kind, &body);
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
        (status, location.trim().to_owned())
    }

    /// Posts a form of the profile, with the session's token; where it leads.
    pub fn change(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let csrf = between(&self.get("/mas").1, "name=\"csrf\" value=\"", "\"");
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
        let (status, location) = self.post(path, &fields);
        assert_eq!(status, 303, "{path}");
        location
    }

    pub fn sign_in(&mut self, login: &str, password: &str) -> (u16, String) {
        self.post("/entrar", &[("login", login), ("password", password)])
    }

    /// Whether somebody is signed in here.
    fn is_in(&mut self) -> bool {
        self.get("/perfil").0 == 200
    }

    /// The same browser with another cookie.
    fn with(&self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self.clone() }
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
    text[start..].split(after).next().unwrap().to_owned()
}

pub const CHROME: &str =
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
const CHOSEN: &str = "cuatro palabras sin relacion";

#[test]
fn another_password_ends_the_other_sessions_and_keeps_this_one() {
    on_both(async |test| {
        let site = Site::new(test);
        let (mut here, mut there) = (site.signed_in(CHROME, "admin@demo"), site.signed_in(FIREFOX, "admin@demo"));
        let mut other = site.signed_in(FIREFOX, "viewer@demo");
        let before = here.cookie.clone();
        let change = |browser: &mut Browser<'_>, present: &str, chosen: &str, again: &str| {
            browser.change("/perfil/contrasena", &[("present", present), ("password", chosen), ("again", again)])
        };
        assert!(change(&mut here, "wrong", CHOSEN, CHOSEN).starts_with("/perfil?error=wrong&"));
        assert!(change(&mut here, &site.password, CHOSEN, "other").starts_with("/perfil?error=differ&"));
        assert!(change(&mut here, &site.password, "short", "short").starts_with("/perfil?error=short&en=12&"));
        assert!(there.is_in() && here.cookie == before, "nothing has changed yet");

        assert_eq!(change(&mut here, &site.password, CHOSEN, CHOSEN), "/perfil?listo=contrasena#contrasena");
        assert!(here.is_in() && here.cookie != before, "under a new id");
        assert!(!here.with(&before).is_in(), "the old one is worth nothing");
        assert!(!there.is_in() && other.is_in());
        assert_ne!(there.sign_in("admin@demo", &site.password).1, "/");
        assert_eq!(there.sign_in("admin@demo", CHOSEN).1, "/");
    });
}

#[test]
fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    on_both(async |test| {
        let site = Site::new(test);
        let mut here = site.signed_in(CHROME, "admin@demo");
        let begin =
            |browser: &mut Browser<'_>, present: &str| browser.change("/perfil/segundo-paso", &[("present", present)]);
        assert!(begin(&mut here, "wrong").starts_with("/perfil?error=wrong&"));
        assert!(!here.get("/perfil").1.contains("profile-secret"), "nothing is begun without the password");
        assert_eq!(begin(&mut here, &site.password), "/perfil#segundo-paso");
        let page = here.get("/perfil").1;
        assert!(page.contains("no-store") && page.contains("<svg"), "{page}");
        let secret = between(&page, "class=\"profile-secret\">", "<").replace(' ', "");
        let secret = Secret::parse(&secret).unwrap();
        let code = |steps: i64| secret.code(SystemClock.now() + SignedDuration::from_secs(30 * steps));
        // Begun, it asks nobody for a code.
        assert_eq!(site.browser(FIREFOX).sign_in("admin@demo", &site.password).1, "/");
        let confirm =
            |browser: &mut Browser<'_>, code: &str| browser.change("/perfil/segundo-paso/codigo", &[("code", code)]);
        assert!(confirm(&mut here, "000000").starts_with("/perfil?error=wrong_code&"));
        let (before, first) = (here.cookie.clone(), code(0));
        assert_eq!(confirm(&mut here, &first), "/perfil?listo=segundo-paso#segundo-paso");
        assert!(here.cookie != before && !here.with(&before).is_in());

        // Shown once.
        let codes = |page: &str| -> Vec<String> {
            let list: Vec<_> = page.split("<li><code>").skip(1).map(|rest| rest[..19].to_owned()).collect();
            assert!(list.iter().all(|code| code.matches('-').count() == 3), "{list:?}");
            list
        };
        let recovery = codes(&here.get("/perfil").1);
        assert_eq!(recovery.len(), 10);
        assert!(codes(&here.get("/perfil").1).is_empty() && here.get("/perfil").1.contains("10 recovery codes left"));

        let second = |code: &str| {
            let mut there = site.browser(FIREFOX);
            let (_, location) = there.sign_in("admin@demo", &site.password);
            assert!(location.starts_with("/entrar/codigo"), "{location}");
            assert!(!there.is_in(), "half-way is not in");
            let csrf = between(&there.get("/entrar/codigo").1, "name=\"csrf\" value=\"", "\"");
            let (_, location) = there.post("/entrar/codigo", &[("code", code), ("csrf", &csrf)]);
            assert_eq!(location == "/", there.is_in());
            location == "/"
        };
        assert!(!second(&first), "the code that confirmed it is used");
        let next = code(1);
        assert!(second(&next) && !second(&next), "a code is good once");
        assert!(second(&recovery[0]) && !second(&recovery[0]), "a recovery code too");

        // New recovery codes make the old ones worthless.
        let renew = "/perfil/segundo-paso/recuperacion";
        assert!(here.change(renew, &[("present", "wrong")]).starts_with("/perfil?error=wrong&"));
        assert!(here.change(renew, &[("present", &site.password)]).starts_with("/perfil?listo="));
        let renewed = codes(&here.get("/perfil").1);
        assert!(renewed.len() == 10 && !renewed.contains(&recovery[1]));
        assert!(!second(&recovery[1]));

        let off = "/perfil/segundo-paso/quitar";
        assert!(here.change(off, &[("present", "wrong")]).starts_with("/perfil?error=wrong&"));
        let before = here.cookie.clone();
        assert!(here.change(off, &[("present", &site.password)]).starts_with("/perfil?listo="));
        assert_ne!(here.cookie, before);
        assert_eq!(site.browser(FIREFOX).sign_in("admin@demo", &site.password).1, "/");
        assert!(here.change("/perfil/sesiones", &[("terminar", "otras")]).starts_with("/perfil?listo=otras&en="));

        let out = site.world.program().args(["audit", "list", "--org", "demo", "--json"]).output().unwrap();
        let told = String::from_utf8_lossy(&out.stdout).into_owned();
        for act in ["second_factor_set", "recovery_codes_made", "second_factor_removed", "sessions_ended"] {
            assert_eq!(told.matches(act).count(), 1, "{act} is recorded, once: {told}");
        }
    });
}

#[test]
fn an_id_known_before_the_sign_in_is_worthless_after() {
    on_both(async |test| {
        let site = Site::new(test);
        // One that somebody made up.
        let mut here = site.browser(CHROME);
        here.cookie = "AAAAAAAAAAAAAAAAAAAAAA".into();
        assert_eq!(here.sign_in("admin@demo", &site.password).1, "/");
        assert_ne!(here.cookie, "AAAAAAAAAAAAAAAAAAAAAA");
        assert!(!here.with("AAAAAAAAAAAAAAAAAAAAAA").is_in());
        // One that the server gave: to another person, and half-way through a sign-in.
        let mut planted = site.signed_in(CHROME, "viewer@demo");
        let known = planted.cookie.clone();
        let csrf = between(&planted.get("/mas").1, "name=\"csrf\" value=\"", "\"");
        let credentials = [("login", "admin@demo"), ("password", site.password.as_str()), ("csrf", csrf.as_str())];
        assert_eq!(planted.post("/entrar", &credentials).1, "/");
        assert!(planted.cookie != known && !planted.with(&known).is_in());
    });
}

#[test]
fn sessions_are_listed_and_ended() {
    on_both(async |test| {
        let site = Site::new(test);
        let mut here = site.signed_in(CHROME, "director@demo");
        let (mut one, mut two) = (site.signed_in(FIREFOX, "director@demo"), site.signed_in(FIREFOX, "director@demo"));
        let mut other = site.signed_in(FIREFOX, "viewer@demo");
        let page = here.get("/perfil").1;
        assert!(page.contains("Chrome on Android") && page.contains("Firefox on Linux"), "{page}");
        let handles = |page: &str| -> Vec<String> {
            let rest = page.split("name=\"terminar\" value=\"").skip(1);
            rest.map(|rest| rest.split('"').next().unwrap().to_owned()).filter(|value| value.len() == 64).collect()
        };
        let mine = handles(&page);
        assert_eq!(mine.len(), 2, "all but this one");
        let theirs = {
            let _second = site.signed_in(CHROME, "viewer@demo");
            handles(&other.get("/perfil").1).remove(0)
        };
        here.change("/perfil/sesiones", &[("terminar", &theirs)]);
        assert_eq!(handles(&other.get("/perfil").1), [theirs], "only one's own");

        assert_eq!(here.change("/perfil/sesiones", &[("terminar", &mine[0])]), "/perfil?listo=sesiones#sesiones");
        assert_eq!([one.is_in(), two.is_in()].iter().filter(|is_in| **is_in).count(), 1);
        let told = here.change("/perfil/sesiones", &[("terminar", "otras")]);
        assert_eq!(told, "/perfil?listo=otras&en=1&parte=sesiones#sesiones");
        assert!(here.get(told.split('#').next().unwrap()).1.contains("The other session has ended."));
        assert!(here.is_in() && !one.is_in() && !two.is_in() && other.is_in());
        one.sign_in("director@demo", &site.password);
        assert_eq!(here.change("/perfil/sesiones", &[("terminar", "todas")]), "/entrar");
        assert!(!here.is_in() && !one.is_in() && other.is_in());
    });
}

#[test]
fn nothing_of_the_profile_changes_without_the_sessions_token() {
    on_both(async |test| {
        let site = Site::new(test);
        let mut here = site.signed_in(CHROME, "admin@demo");
        for path in ["datos", "organizacion", "contrasena", "segundo-paso", "segundo-paso/codigo", "sesiones"] {
            let fields = [("name", "X"), ("terminar", "todas"), ("csrf", "forged")];
            assert_eq!(here.post(&format!("/perfil/{path}"), &fields).0, 403, "{path}");
        }
        assert!(here.is_in());
        // Nobody has signed in: nothing to change, and no way to the page but by the door.
        let mut nobody = site.browser(CHROME);
        assert_eq!(nobody.post("/perfil/datos", &[("name", "X")]).0, 401);
        assert_eq!(nobody.get("/perfil").0, 303);
    });
}

#[test]
fn name_and_language_follow_the_person() {
    on_both(async |test| {
        let site = Site::new(test);
        let mut here = site.signed_in(CHROME, "admin@demo");
        let about = [("name", "  Ana   María "), ("lang", "es"), ("theme", "dark")];
        assert_eq!(here.change("/perfil/datos", &about), "/perfil?listo=datos#datos");
        assert!(here.get("/perfil").1.contains("Ana María"));
        let wrong = here.change("/perfil/datos", &[("name", "  "), ("lang", "xx"), ("theme", "pink")]);
        assert!(wrong.starts_with("/perfil?error=name&"));
        // Elsewhere the language comes by a cookie where none was chosen.
        let mut there = site.browser(FIREFOX);
        let csrf = "content-type: application/x-www-form-urlencoded\r\n";
        let body = format!("login=admin%40demo&password={}", site.password);
        let answer = there.send("POST /entrar", csrf, &body).1;
        assert!(answer.contains("set-cookie: lang=es;"), "{answer}");
    });
}

#[test]
fn who_belongs_to_several_organizations_chooses_one() {
    on_both(async |test| {
        let site = Site::new(test);
        let program = |arguments: &[&str]| {
            let out = site.world.program().args(arguments).output().unwrap();
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        };
        program(&["demo", "--org", "otra"]);
        program(&["user", "add", "--org", "otra", "--role", "viewer", "--scope", "territory:local", "director@demo"]);
        let mut here = site.signed_in(CHROME, "director@demo");
        let id = here.cookie.clone();
        assert!(here.get("/perfil").1.contains("value=\"otra\""));
        assert_eq!(here.change("/perfil/organizacion", &[("organizacion", "otra")]), "/");
        assert!(here.cookie != id && !here.with(&id).is_in(), "under a new id");
        assert!(here.get("/perfil").1.contains("value=\"demo\""), "it looks at the other one now");
        let told = here.change("/perfil/organizacion", &[("organizacion", "nowhere")]);
        assert!(told.starts_with("/perfil?error=not_found&"), "{told}");
        // An organization that the person is not of does not exist.
        let mut other = site.signed_in(CHROME, "admin@demo");
        let told = other.change("/perfil/organizacion", &[("organizacion", "otra")]);
        assert!(told.starts_with("/perfil?error=not_found&"), "{told}");
        assert!(!other.get("/perfil").1.contains("value=\"otra\""));
    });
}

#[test]
fn new_recovery_codes_replace_the_old_where_a_factor_is_in_force() {
    on_both(async |test| {
        let db = &test.db;
        let new = NewPerson { login: Some("ana".into()), name: "Ana".into(), ..NewPerson::default() };
        let ana: PersonId = db.add_person(&new, now()).await.unwrap().unwrap();
        let codes = |of: char| vec![of.to_string().repeat(64), of.to_ascii_uppercase().to_string().repeat(64)];
        assert!(!db.set_recovery_codes(ana, &codes('a')).await.unwrap());
        assert!(db.start_second_factor(ana, "sealed").await.unwrap());
        assert!(!db.set_recovery_codes(ana, &codes('a')).await.unwrap(), "not before it is confirmed");
        assert!(db.drop_begun_factor(ana).await.unwrap() && !db.drop_begun_factor(ana).await.unwrap());
        assert!(db.start_second_factor(ana, "sealed").await.unwrap());
        db.confirm_second_factor(ana, &codes('a'), now()).await.unwrap();
        assert!(!db.drop_begun_factor(ana).await.unwrap(), "one in force stays");
        assert!(db.set_recovery_codes(ana, &codes('b')).await.unwrap());
        assert!(!db.use_recovery_code(ana, &codes('a')[0]).await.unwrap());
        assert!(db.use_recovery_code(ana, &codes('b')[0]).await.unwrap());

        db.set_about(ana, "Ana María", Some("en")).await.unwrap();
        db.set_about(ana, "Ana M.", None).await.unwrap();
        let person = db.person(ana).await.unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.language.as_deref()), ("Ana M.", Some("en")));
    });
}
