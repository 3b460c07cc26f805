//! Passkeys through the whole router, on both databases: made on the profile, opening the door, and every way in which one
//! must not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use data_encoding::HEXLOWER;
use falcon::{
    domain::{
        Role, Scope,
        access::audit::{Act, Outcome},
    },
    server::{
        config::{Limits, PublicUrl},
        db::PersonId,
        services::Caller,
        state::Clock as _,
    },
};
use serde_json::Value;

use crate::{
    api_support::{Answer, Api, Browser, FORM, Hand, PASSWORD, settings},
    authenticator::Device,
    support::{TestDb, now, on_demo},
};

/// A server where `ana` and `eva` have passwords.
async fn open(test: &TestDb) -> Api {
    crate::support::filled(&test.db).await;
    let mut config = settings();
    config.limits = Limits { health: 0, read: 0, heavy: 0, write: 0, sign_in: 0 };
    let api = Api::with(&test.db, &config, &Hand::new()).await;
    for login in ["ana", "eva"] {
        api.person("demo", login, Role::Director, Scope::whole()).await;
    }
    api
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The session's cookie, if the answer gives another.
fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie").split(';').next().unwrap();
    set.starts_with("falcon=").then(|| set.to_owned())
}

async fn is_in(api: &Api, cookie: &str) -> bool {
    api.get("/perfil", &[("cookie", cookie)]).await.status == 200
}

/// What the profile asks a device; with whatever is typed as the password.
async fn asked_new(browser: &Browser<'_>, password: &str) -> Answer {
    browser.post("/perfil/llaves/reto", &form(&[("present", password)])).await
}

/// Sends the profile what a device made; where it leads. The browser goes on under the session's new id.
async fn add(browser: &mut Browser<'_>, name: &str, made: &Value) -> String {
    let answer = browser.post("/perfil/llaves", &form(&[("name", name), ("credential", &made.to_string())])).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    if let Some(cookie) = cookie(&answer) {
        browser.cookie = cookie;
    }
    answer.header("location").to_owned()
}

/// A passkey of whose browser this is, made on their profile.
async fn made(browser: &mut Browser<'_>, name: &str) -> Device {
    let mut device = Device::new();
    let answer = asked_new(browser, PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let made = device.create(&answer.json()["options"]);
    assert_eq!(add(browser, name, &made).await, "/perfil?listo=llaves#llaves");
    device
}

/// Somebody at the door: what their device is asked, and their session.
async fn at_door(api: &Api) -> (Value, String) {
    let answer = api.ask("POST /entrar/llave/reto", &[FORM], "").await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let options = answer.json()["options"].take();
    assert!(options["challenge"].is_string());
    (options, cookie(&answer).unwrap())
}

/// Shows the door what a device answered.
async fn show(api: &Api, session: &str, answer: &Value) -> Answer {
    let body = form(&[("volver", "/mapa"), ("credential", &answer.to_string())]);
    api.ask("POST /entrar/llave", &[("cookie", session), FORM], body).await
}

/// Signs in by a device; the session's cookie when that succeeds.
async fn enter(api: &Api, device: &mut Device) -> Option<String> {
    let (options, session) = at_door(api).await;
    let answer = show(api, &session, &device.get(&options)).await;
    opened(&answer)
}

fn opened(answer: &Answer) -> Option<String> {
    if answer.status == 303 {
        assert_eq!(answer.header("location"), "/mapa");
        return cookie(answer);
    }
    assert_eq!(answer.status, 401, "{}", answer.text);
    assert!(answer.text.contains("Esa llave de acceso no abrió"), "{}", answer.text);
    None
}

/// Acts of the newest entries, the newest first, once there are so many of this one.
async fn acts(api: &Api, act: Act, count: usize) -> Vec<(String, String, Option<String>)> {
    for _ in 0..100 {
        let mut all = Vec::new();
        for organization in [Some("demo"), None] {
            for linked in api.services.newest_audit(organization, 200).await.unwrap() {
                let entry = linked.entry;
                if entry.act == act {
                    all.push((entry.name, entry.target, entry.after));
                }
            }
        }
        if all.len() >= count {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("fewer than {count} of {act:?}");
}

/// What entries of this act are about that say that it was refused, once there are so many.
async fn refused(api: &Api, act: Act, count: usize) -> Vec<String> {
    acts(api, act, count).await;
    let all = api.services.newest_audit(Some("demo"), 200).await.unwrap();
    let of = all.into_iter().map(|linked| linked.entry).filter(|entry| entry.act == act);
    of.filter(|entry| entry.outcome == Outcome::Refused).map(|entry| entry.target).collect()
}

async fn ids(browser: &Browser<'_>) -> Vec<String> {
    let page = browser.get("/perfil").await.text;
    let form = page.split("action=\"/perfil/llaves/quitar\"").skip(1);
    form.map(|form| form.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

async fn person(api: &Api, login: &str) -> PersonId {
    api.services.db().person_of_login(login).await.unwrap().unwrap().0.id
}

#[test]
fn a_passkey_is_made_and_opens_the_door_alone() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let before = ana.cookie.clone();
        let mut device = made(&mut ana, " Teléfono  de Ana\n").await;
        assert!(
            ana.cookie != before && !is_in(&api, &before).await && is_in(&api, &ana.cookie).await,
            "under a new id"
        );
        let page = ana.get("/perfil").await.text;
        assert!(page.contains("Teléfono de Ana") && page.contains("sin usar"), "{page}");
        assert_eq!(device.handle.len(), 16);

        // It is both factors: no code is asked for where a password would need one.
        let id = person(&api, "ana").await;
        let db = api.services.db();
        db.start_second_factor(id, "sealed").await.unwrap();
        db.confirm_second_factor(id, &["0".repeat(64)], now()).await.unwrap();
        let body = form(&[("login", "ana"), ("password", PASSWORD)]);
        let answer = api.ask("POST /entrar", &[FORM], body).await;
        assert!(answer.header("location").starts_with("/entrar/codigo"));

        let (options, session) = at_door(&api).await;
        assert!(!is_in(&api, &session).await);
        let answer = show(&api, &session, &device.get(&options)).await;
        let inside = opened(&answer).unwrap();
        assert!(inside != session && is_in(&api, &inside).await, "under a new id");
        assert!(!is_in(&api, &session).await, "what was known before is worth nothing");
        assert!(enter(&api, &mut device).await.is_some(), "and again");
        assert!(ana.get("/perfil").await.text.contains("usada hace un momento"));

        let by = Some(r#"{"by":"passkey"}"#.to_owned());
        let signed_in = acts(&api, Act::SignIn, 3).await;
        let by_passkey: Vec<_> = signed_in.iter().filter(|(_, _, after)| *after == by).collect();
        assert_eq!(by_passkey.len(), 2);
        assert!(by_passkey.iter().all(|(name, target, _)| name == "ana" && target == "Teléfono de Ana"));
        assert_eq!(acts(&api, Act::PasskeyAdded, 1).await, [("ana".into(), "Teléfono de Ana".into(), None)]);
    });
}

#[test]
fn a_challenge_is_answered_once() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let mut device = made(&mut ana, "").await;
        // It counts no uses: nothing but the challenge stands between it and a replay.
        device.counter = None;
        let mut other = Device { counter: None, ..Device::new() };
        let options = asked_new(&ana, PASSWORD).await.json()["options"].take();
        let registration = other.create(&options);
        assert_eq!(add(&mut ana, "sin cuenta", &registration).await, "/perfil?listo=llaves#llaves");
        assert!(add(&mut ana, "sin cuenta", &registration).await.contains("error=passkey"), "nor made twice");

        let (options, session) = at_door(&api).await;
        let answer = other.get(&options);
        assert!(opened(&show(&api, &session, &answer).await).is_some());
        assert!(opened(&show(&api, &session, &answer).await).is_none(), "the session is another now");
        let (_, later) = at_door(&api).await;
        assert!(opened(&show(&api, &later, &answer).await).is_none(), "another challenge was asked");
        assert!(opened(&show(&api, "", &answer).await).is_none(), "nothing was asked");

        // A wrong answer uses it up, too.
        let (options, session) = at_door(&api).await;
        let good = other.get(&options);
        let bad = Device { origin: "https://evil.example".into(), ..other.clone() }.get(&options);
        assert!(opened(&show(&api, &session, &bad).await).is_none());
        assert!(opened(&show(&api, &session, &good).await).is_none());

        // Many at once: one comes in.
        let (options, session) = at_door(&api).await;
        let answer = other.get(&options);
        let shown = futures::future::join_all((0..8).map(|_| show(&api, &session, &answer))).await;
        assert_eq!(shown.iter().filter(|answer| answer.status == 303).count(), 1);
    });
}

#[test]
fn a_challenge_lives_five_minutes() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let mut device = made(&mut ana, "").await;
        for (seconds, opens) in [(299, true), (300, false)] {
            let (options, session) = at_door(&api).await;
            api.clock.forward(seconds);
            assert_eq!(opened(&show(&api, &session, &device.get(&options)).await).is_some(), opens, "{seconds} s");
            let options = asked_new(&ana, PASSWORD).await.json()["options"].take();
            api.clock.forward(seconds);
            let told = add(&mut ana, "", &Device::new().create(&options)).await;
            assert_eq!(told.starts_with("/perfil?listo=llaves"), opens, "{seconds} s: {told}");
        }
    });
}

/// What a device says that is not so.
type Lie<'a> = &'a dyn Fn(&mut Device, &mut Value);

#[test]
fn what_a_device_signs_for_another_site_or_unverified_opens_nothing() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let device = made(&mut ana, "").await;
        let lies: [(&str, Lie); 7] = [
            ("another origin", &|device, _| device.origin = "https://evil.example".into()),
            ("another port", &|device, _| device.origin = "http://localhost:8080".into()),
            ("another scheme", &|device, _| device.origin = "https://localhost".into()),
            ("another party", &|device, _| device.party = "evil.example".into()),
            ("unverified", &|device, _| device.verifies = false),
            ("another person", &|device, _| device.handle = vec![7; 16]),
            ("another challenge", &|_, options| {
                options["challenge"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into()
            }),
        ];
        for (what, lie) in lies {
            let (mut options, session) = at_door(&api).await;
            let mut lying = device.clone();
            lie(&mut lying, &mut options);
            assert!(opened(&show(&api, &session, &lying.get(&options)).await).is_none(), "{what}");
        }
        // Of a registration: the same, but for whose it is.
        for (what, lie) in [lies[0], lies[1], lies[4], lies[6]] {
            let mut options = asked_new(&ana, PASSWORD).await.json()["options"].take();
            let mut lying = Device::new();
            lie(&mut lying, &mut options);
            let told = add(&mut ana, "", &lying.create(&options)).await;
            assert!(told.contains("error=passkey&"), "{what}: {told}");
        }
        let mut device = device;
        let (options, session) = at_door(&api).await;
        let mut stranger = Device { id: device.id.clone(), handle: device.handle.clone(), ..Device::new() };
        assert!(opened(&show(&api, &session, &stranger.get(&options)).await).is_none(), "another key");
        let (options, session) = at_door(&api).await;
        assert!(opened(&show(&api, &session, &device.get_as("webauthn.create", &options)).await).is_none());
        let mut unknown = Device { handle: device.handle.clone(), ..Device::new() };
        assert!(enter(&api, &mut unknown).await.is_none(), "a passkey that nobody has");
        for nonsense in [Value::Null, Value::from("x"), serde_json::json!({})] {
            let (_, session) = at_door(&api).await;
            assert!(opened(&show(&api, &session, &nonsense).await).is_none());
        }
        assert!(enter(&api, &mut device).await.is_some(), "the true one still does");
        let refused = acts(&api, Act::SignInRefused, 13).await;
        assert!(refused.iter().any(|(name, _, _)| name == "ana"), "whose it would have been");
        assert!(refused.iter().any(|(name, target, _)| name.is_empty() && target == "passkey"));
    });
}

#[test]
fn keys_are_of_p_256_alone() {
    // The base point of P-384 (FIPS 186-4, D.1.2.4): a key like any other.
    let [x, y] = [
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    ]
    .map(|text| HEXLOWER.decode(text.as_bytes()).unwrap());
    // {1: 2, 3: algorithm, -1: 2, -2: x, -3: y}, EC2 on P-384; calling itself ES384, and ES256.
    let keys = [[0x38, 34].as_slice(), &[0x26]].map(|algorithm| {
        let head = [&[0xa5, 0x01, 0x02, 0x03], algorithm, &[0x20, 0x02, 0x21, 0x58, 48]].concat();
        [head.as_slice(), &x, &[0x22, 0x58, 48], &y].concat()
    });
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        for key in &keys {
            let options = asked_new(&ana, PASSWORD).await.json()["options"].take();
            assert_eq!(options["pubKeyCredParams"].as_array().unwrap().len(), 1);
            assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
            let told = add(&mut ana, "otra", &Device::new().create_with(&options, key)).await;
            assert!(told.contains("error=passkey&"), "{told}");
        }
        assert!(ids(&ana).await.is_empty());
        assert_eq!(refused(&api, Act::PasskeyAdded, 2).await, ["otra", "otra"]);
    });
}

#[test]
fn a_copy_shows_by_its_counter() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let mut device = made(&mut ana, "").await;
        let mut copy = device.clone();
        assert!(enter(&api, &mut device).await.is_some() && enter(&api, &mut device).await.is_some());
        assert!(enter(&api, &mut copy).await.is_none(), "it has counted less");
        assert!(enter(&api, &mut copy).await.is_none(), "or as much");
        assert!(enter(&api, &mut device).await.is_some());
        copy.counter = None;
        assert!(enter(&api, &mut copy).await.is_none(), "nor nothing any more");
    });
}

#[test]
fn who_is_barred_or_took_it_away_does_not_come_in() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let (mut one, mut two) = (made(&mut ana, "uno").await, made(&mut ana, "dos").await);
        assert_eq!(one.handle, two.handle, "to devices the person is one");
        let id = ids(&ana).await.remove(0);
        let remove = async |ana: &Browser<'_>, password: &str| {
            let answer = ana.post("/perfil/llaves/quitar", &form(&[("id", &id), ("present", password)])).await;
            (answer.header("location").to_owned(), cookie(&answer))
        };
        assert!(remove(&ana, "otra cosa").await.0.contains("error=wrong&"));
        assert!(enter(&api, &mut one).await.is_some());
        // Asked for before it was taken away, answered after.
        let (options, session) = at_door(&api).await;
        let (told, renewed) = remove(&ana, PASSWORD).await;
        assert_eq!(told, "/perfil?listo=llaves#llaves");
        let old = std::mem::replace(&mut ana.cookie, renewed.unwrap());
        assert!(!is_in(&api, &old).await);
        assert!(opened(&show(&api, &session, &one.get(&options)).await).is_none());
        assert!(enter(&api, &mut one).await.is_none() && enter(&api, &mut two).await.is_some());
        assert!(remove(&ana, PASSWORD).await.0.contains("error=not_found"));
        // The newest first: before it, a wrong password.
        assert_eq!(acts(&api, Act::PasskeyRemoved, 2).await, vec![("ana".into(), "uno".into(), None); 2]);
        assert_eq!(refused(&api, Act::PasskeyRemoved, 2).await, ["uno"]);

        api.services.db().set_disabled(person(&api, "ana").await, Some(now())).await.unwrap();
        assert!(enter(&api, &mut two).await.is_none());
        api.services.db().set_disabled(person(&api, "ana").await, None).await.unwrap();
        assert!(enter(&api, &mut two).await.is_some());
        // Nor who was removed from the organization: told as if nobody had that passkey.
        assert!(api.services.db().remove_membership("demo", person(&api, "ana").await).await.unwrap());
        assert!(enter(&api, &mut two).await.is_none());
    });
}

#[test]
fn a_passkey_opens_the_organization_of_its_person_alone() {
    on_demo(async |test| {
        let api = open(test).await;
        falcon::server::demo::fill(&test.db, "otra", now()).await.unwrap();
        api.person("otra", "leo", Role::Admin, Scope::whole()).await;
        let (mut ana, mut leo) = (Browser::new(&api, "ana").await, Browser::new(&api, "leo").await);
        made(&mut ana, "aparato-ana").await;
        let mut device = made(&mut leo, "aparato-leo").await;
        let inside = enter(&api, &mut device).await.unwrap();
        let page = api.get("/perfil", &[("cookie", &inside)]).await.text;
        assert!(page.contains("aparato-leo") && !page.contains("aparato-ana"));
        // What is another's does not exist, in whichever organization.
        let anas = ids(&ana).await.remove(0);
        let mut told = Vec::new();
        for id in [anas.as_str(), "999999"] {
            for (what, field) in [("nombre", ("name", "x")), ("quitar", ("present", PASSWORD))] {
                let answer = leo.post(&format!("/perfil/llaves/{what}"), &form(&[("id", id), field])).await;
                told.push((answer.status, answer.header("location").to_owned()));
            }
        }
        assert!(told.iter().all(|answer| *answer == told[0]) && told[0].1.contains("error=not_found"), "{told:?}");
        assert_eq!(ids(&ana).await, [anas]);
    });
}

#[test]
fn passkeys_are_named_and_only_ones_own() {
    on_demo(async |test| {
        let api = open(test).await;
        let (mut ana, mut eva) = (Browser::new(&api, "ana").await, Browser::new(&api, "eva").await);
        let mut device = made(&mut ana, "uno").await;
        let id = ids(&ana).await.remove(0);
        let rename = async |browser: &Browser<'_>, name: &str| {
            let answer = browser.post("/perfil/llaves/nombre", &form(&[("id", &id), ("name", name)])).await;
            answer.header("location").to_owned()
        };
        assert_eq!(rename(&ana, "  <b>Mi llave</b> ").await, "/perfil?listo=llaves#llaves");
        let page = ana.get("/perfil").await.text;
        assert!(page.contains("&lt;b&gt;Mi llave&lt;/b&gt;") && !page.contains("<b>Mi llave</b>"));
        assert!(rename(&ana, " \u{7} ").await.contains("error=passkey_name"));
        assert!(rename(&eva, "ajena").await.contains("error=not_found"));
        let taken = eva.post("/perfil/llaves/quitar", &form(&[("id", &id), ("present", PASSWORD)])).await;
        assert!(taken.header("location").contains("error=not_found"));
        let renamed = acts(&api, Act::PasskeyRenamed, 1).await;
        let name = r#"{"name":"<b>Mi llave</b>"}"#;
        assert_eq!(renamed, [("ana".into(), "<b>Mi llave</b>".into(), Some(name.into()))]);

        // Without a name: what it was made with.
        made(&mut ana, " ").await;
        assert!(ana.get("/perfil").await.text.contains("Passkey"));
        // Somebody else's credential is not taken over.
        let options = asked_new(&eva, PASSWORD).await.json()["options"].take();
        let stolen = Device { ..device.clone() }.create(&options);
        assert!(add(&mut eva, "", &stolen).await.contains("error=passkey&"));
        assert!(enter(&api, &mut device).await.is_some());
        // What one was asked another does not answer.
        let options = asked_new(&ana, PASSWORD).await.json()["options"].take();
        assert!(add(&mut eva, "", &Device::new().create(&options)).await.contains("error=passkey&"));
        assert!(ids(&eva).await.is_empty());
    });
}

#[test]
fn making_one_takes_the_password_where_there_is_one() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = Browser::new(&api, "ana").await;
        for wrong in ["", "otra cosa"] {
            let answer = asked_new(&ana, wrong).await;
            assert_eq!(answer.status, 422);
            let go = answer.json()["go"].as_str().unwrap().to_owned();
            assert!(go.starts_with("/perfil?error=wrong&") && answer.json().get("options").is_none());
        }
        assert_eq!(refused(&api, Act::PasskeyAdded, 2).await.len(), 2);
        let mut ana = ana;
        let mut device = made(&mut ana, "").await;
        assert!(enter(&api, &mut device).await.is_some());

        // Twenty are enough.
        let db = api.services.db();
        let ana_id = person(&api, "ana").await;
        for number in 1..20 {
            let credential = format!("credential{number}");
            db.add_passkey(ana_id, &credential, "{}", "x", api.clock.now()).await.unwrap().unwrap();
        }
        let answer = asked_new(&ana, PASSWORD).await;
        assert!(answer.json()["go"].as_str().unwrap().contains("error=passkeys&"));
        assert!(!ana.get("/perfil").await.text.contains("data-passkey=\"create\""));
    });
}

#[test]
fn passkeys_are_of_the_servers_name() {
    on_demo(async |test| {
        let api = open(test).await;
        let door = api.get("/entrar", &[]).await.text;
        assert!(door.contains("data-passkey=\"get\"") && door.contains("/passkey.js"), "{door}");
        let by = |host: &str| Caller { host: host.into(), ..Caller::default() };
        for (host, has) in
            [("localhost", true), ("LocalHost:3000", true), ("127.0.0.1:3000", false), ("[::1]:3000", false)]
        {
            assert_eq!(api.services.has_passkeys(&by(host)), has, "{host}");
        }
        // Behind a proxy the public address counts, whatever the proxy calls the server.
        let mut config = settings();
        config.security.public_url = Some(PublicUrl { origin: "https://falcon.example".into(), tls: true });
        let public = Api::with(&test.db, &config, &Hand::new()).await;
        let answer = public.ask("POST /entrar/llave/reto", &[FORM], "").await;
        assert_eq!(answer.json()["options"]["rpId"], "falcon.example");
        assert!(public.services.has_passkeys(&by("127.0.0.1:3000")));
    });
}

#[test]
fn what_a_lost_telephone_held_can_be_taken_away() {
    on_demo(async |test| {
        let api = open(test).await;
        let mut ana = Browser::new(&api, "ana").await;
        let mut device = made(&mut ana, "").await;
        let id = person(&api, "ana").await;
        let db = api.services.db();
        assert!(db.start_second_factor(id, "sealed").await.unwrap());
        api.services.take_devices(id).await.unwrap();
        assert!(db.passkeys_of(id).await.unwrap().is_empty() && db.second_factor(id).await.unwrap().is_none());
        assert!(!is_in(&api, &ana.cookie).await, "who found it is not in any more");
        assert!(enter(&api, &mut device).await.is_none());
        // The password is left, and opens.
        assert_eq!(Browser::new(&api, "ana").await.get("/perfil").await.status, 200);
    });
}
