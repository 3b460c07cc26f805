//! Tokens of the API: a pair for a proof, a new pair for a refresh token once, and nothing for anything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use data_encoding::BASE64URL_NOPAD as BASE64URL;
use ed25519_dalek::{Signer as _, SigningKey};
use falcon::{
    domain::{Role, Scope},
    server::{config::Secret, proof::totp, services::Caller, state::Clock},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use sqlx::Row as _;

use crate::{
    api_support::{Answer, Api, Hand, PASSWORD, settings},
    support::on_demo,
};

const MINUTES: i64 = 60;
const DAYS: i64 = 24 * 60 * 60;

/// Seeds in base64url.
fn seed(of: u8) -> [u8; 32] {
    std::array::from_fn(|place| of.wrapping_add(u8::try_from(place).unwrap()))
}

fn text(seed: [u8; 32]) -> Secret {
    Secret::new(BASE64URL.encode(&seed))
}

fn pair(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let told = answer.json();
    assert_eq!((told["token_type"].as_str(), answer.header("cache-control")), (Some("Bearer"), "no-store"));
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

async fn issue(api: &Api, login: &str) -> (String, String) {
    pair(&api.post("/api/v1/auth/token", json!({ "login": login, "password": PASSWORD })).await)
}

async fn refresh(api: &Api, token: &str) -> Answer {
    api.post("/api/v1/auth/refresh", json!({ "refresh_token": token })).await
}

async fn me(api: &Api, access: &str) -> Answer {
    api.get_with("/api/v1/me", access).await
}

/// A part of a token as JSON.
fn part(token: &str, which: usize) -> Value {
    let part = token.split('.').nth(which).unwrap();
    serde_json::from_slice(&BASE64URL.decode(part.as_bytes()).unwrap()).unwrap()
}

fn signed(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| BASE64URL.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = BASE64URL.encode(&sign(text.as_bytes()));
    format!("{text}.{signature}")
}

#[test]
fn a_person_gets_a_pair_that_tells_who_they_are() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::default()).await;
        let answer = api.post("/api/v1/auth/token", json!({ "login": "Ana ", "password": PASSWORD })).await;
        assert_eq!(answer.json()["expires_in"], 30 * MINUTES);
        let (access, token) = pair(&answer);
        let told = me(&api, &access).await;
        assert_eq!(told.header("cache-control"), "no-store");
        let told = &told.json()["data"];
        assert_eq!((&told["who"], &told["name"], &told["role"]), (&json!("person"), &json!("ana"), &json!("director")));
        assert_eq!(told["organization"]["slug"], "demo");
        assert_eq!(told["scope"]["count"], told["scope"]["of"]);
        assert_eq!(part(&access, 1)["scope"], "read export reports");
        assert_eq!(part(&access, 1)["iss"], "http://127.0.0.1:0");
        // Server functions take it too, and what changes something asks for no token against forgery: no cookie vouches.
        assert_eq!(api.get_with("/fn/get_frame?query=", &access).await.status, 200);
        api.person("demo", "jefa", Role::Admin, Scope::whole()).await;
        let hers = pair(&api.post("/api/v1/auth/token", json!({ "login": "jefa", "password": PASSWORD })).await).0;
        let posted = api.ask("POST /importar/u0/columnas", &[("authorization", &format!("Bearer {hers}"))], "").await;
        assert_ne!(posted.status, 403, "refused by what the upload is, not as forged: {}", posted.text);
        test.db.end_families_of(api.entrant_of("jefa").await.person).await.unwrap();
        // Nothing that opens anything is stored.
        let sql = "SELECT family, due FROM token_families";
        let rows = sqlx::query(sql).fetch_all(test.db.sessions_pool()).await.unwrap();
        let due: String = rows[0].get("due");
        assert_eq!((rows.len(), due.len()), (1, 43));
        assert_ne!(part(&token, 1)["jti"], json!(due));
    });
}

#[test]
fn who_proves_nothing_gets_nothing() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Viewer, Scope { states: vec!["19".into()], ..Scope::default() }).await;
        let ask = async |body: Value| api.post("/api/v1/auth/token", body).await;
        for (login, password) in [("ana", "nada"), ("nadie", PASSWORD), ("", "")] {
            let answer = ask(json!({ "login": login, "password": password })).await;
            assert_eq!(answer.error(), (401, "wrong_credentials".into()));
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"falcon\"");
        }
        let foreign = ask(json!({ "login": "ana", "password": PASSWORD, "organization": "otra" })).await;
        assert_eq!(foreign.error(), (403, "not_a_member".into()));
        let own = ask(json!({ "login": "ana", "password": PASSWORD, "organization": "demo" })).await;
        assert_eq!(own.status, 200);
        for body in ["", "{", "[]", "{\"login\":\"ana\"}"] {
            let answer = api.ask("POST /api/v1/auth/token", &[("content-type", "application/json")], body).await;
            assert!(matches!(answer.status, 400 | 422) && answer.code() == "malformed", "{} {body}", answer.text);
        }
        let large = api.post("/api/v1/auth/token", json!({ "login": "a".repeat(70_000), "password": "" })).await;
        assert_eq!(large.error(), (413, "too_large".into()));
        // Many wrong ones wait, as at the door.
        let mut last = own;
        for _ in 0..8 {
            last = ask(json!({ "login": "ana", "password": "nada" })).await;
        }
        assert_eq!(last.error(), (429, "too_many".into()));
        assert!(!last.header("retry-after").is_empty());
    });
}

#[test]
fn errors_have_one_form_and_the_language_asked_for() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let of = async |line: &str, language: &str| api.ask(line, &[("accept-language", language)], "").await;
        let spanish = of("GET /api/v1/me", "").await;
        assert_eq!(spanish.error(), (401, "signed_out".into()));
        assert!(spanish.text.contains("Identifícate"), "{}", spanish.text);
        assert_eq!(spanish.header("content-type"), "application/json");
        let english = of("GET /api/v1/me", "en-US,es;q=0.5").await;
        assert!(english.text.contains("Tell who you are"), "{}", english.text);
        for line in ["GET /api/v1/nada", "GET /api/v1", "GET /api/v1/", "GET /api/", "GET /api", "POST /api/v2/me"] {
            assert_eq!(of(line, "en").await.status, 404, "{line}");
            assert_eq!(of(line, "en").await.code(), "not_found", "{line}");
        }
        let method = of("GET /api/v1/auth/token", "en").await;
        assert_eq!(method.error(), (405, "method_not_allowed".into()));
        let site = [("sec-fetch-site", "cross-site")];
        assert_eq!(api.ask("POST /api/v1/auth/token", &site, "{}").await.error(), (403, "forbidden".into()));
    });
}

#[test]
fn each_refresh_token_is_good_once_and_a_second_use_ends_the_family() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::default()).await;
        let (other, _) = issue(&api, "ana").await;
        let (mut access, first) = issue(&api, "ana").await;
        let mut token = first.clone();
        for _ in 0..3 {
            api.clock.forward(20 * MINUTES);
            (access, token) = pair(&refresh(&api, &token).await);
            assert_eq!(me(&api, &access).await.status, 200);
        }
        let (other_again, other_refresh) = issue(&api, "ana").await;
        assert_eq!(refresh(&api, &first).await.error(), (401, "revoked".into()), "an old one");
        assert_eq!(refresh(&api, &token).await.error(), (401, "revoked".into()), "the newest too");
        assert_eq!(me(&api, &access).await.error(), (401, "revoked".into()), "and what it opened");
        assert_eq!(me(&api, &other_again).await.status, 200, "another sign-in goes on");
        pair(&refresh(&api, &other_refresh).await);
        assert_eq!(me(&api, &other).await.error(), (401, "expired".into()));
    });
}

#[test]
fn of_many_who_refresh_at_once_one_wins() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::default()).await;
        for _ in 0..4 {
            let (_, token) = issue(&api, "ana").await;
            let tries: Vec<_> = (0..8)
                .map(|_| {
                    let (api, token) = (api.clone(), token.clone());
                    tokio::spawn(async move { refresh(&api, &token).await })
                })
                .collect();
            let mut won = Vec::new();
            for one in tries {
                let answer = one.await.unwrap();
                match answer.status {
                    200 => won.push(pair(&answer)),
                    _ => assert_eq!(answer.error(), (401, "revoked".into())),
                }
            }
            assert_eq!(won.len(), 1);
            // It was shown more than once: nobody knows by whom.
            assert_eq!(me(&api, &won[0].0).await.error(), (401, "revoked".into()));
        }
    });
}

#[test]
fn times_are_the_clocks() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::default()).await;
        let (access, mut token) = issue(&api, "ana").await;
        api.clock.forward(30 * MINUTES - 1);
        assert_eq!(me(&api, &access).await.status, 200);
        api.clock.forward(1);
        let late = me(&api, &access).await;
        assert_eq!(late.error(), (401, "expired".into()));
        assert_eq!(
            late.header("www-authenticate"),
            "Bearer realm=\"falcon\", error=\"invalid_token\", error_description=\"expired\""
        );
        // A family lives seven days, however often it is refreshed; what is left of it bounds the last tokens.
        for _ in 0..6 {
            api.clock.forward(DAYS);
            (_, token) = pair(&refresh(&api, &token).await);
        }
        api.clock.forward(DAYS - 30 * MINUTES - 20);
        let last = refresh(&api, &token).await;
        assert_eq!(last.json()["expires_in"], 20, "{}", last.text);
        let (access, token) = pair(&last);
        api.clock.forward(19);
        assert_eq!(me(&api, &access).await.status, 200);
        api.clock.forward(1);
        assert_eq!(me(&api, &access).await.error(), (401, "expired".into()));
        assert_eq!(refresh(&api, &token).await.error(), (401, "expired".into()));
    });
}

#[test]
fn only_our_own_tokens_of_the_right_kind_open() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Director, Scope::default()).await;
        let mut config = settings();
        config.security.signing = vec![text(seed(1))];
        let api = Api::with(&test.db, &config, &api.clock).await;
        let (access, token) = issue(&api, "ana").await;
        assert_eq!(me(&api, &token).await.error(), (401, "invalid_credential".into()), "refresh as access");
        assert_eq!(refresh(&api, &access).await.error(), (401, "invalid_credential".into()), "access as refresh");

        let key = SigningKey::from_bytes(&seed(1));
        let (header, claims) = (part(&access, 0), part(&access, 1));
        let ours = |message: &[u8]| key.sign(message).to_bytes().to_vec();
        assert_eq!(me(&api, &signed(&header, &claims, ours)).await.status, 200, "signed here as there");
        let with = |value: &Value, name: &str, other: Value| {
            let mut value = value.clone();
            value[name] = other;
            value
        };
        let foreign = |message: &[u8]| SigningKey::from_bytes(&seed(9)).sign(message).to_bytes().to_vec();
        let hs256 = |message: &[u8]| {
            // The trick of old: the public key as the secret of a MAC.
            let mut mac = Hmac::<Sha256>::new_from_slice(key.verifying_key().as_bytes()).unwrap();
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        };
        let longer = |message: &[u8]| [ours(message), vec![0]].concat();
        for (what, forged) in [
            ("another audience", signed(&header, &with(&claims, "aud", json!("falcon")), ours)),
            ("another issuer", signed(&header, &with(&claims, "iss", json!("https://evil.example")), ours)),
            ("an unknown kid", signed(&with(&header, "kid", json!("x")), &claims, ours)),
            ("alg none", signed(&with(&header, "alg", json!("none")), &claims, |_| Vec::new())),
            ("alg none, signed", signed(&with(&header, "alg", json!("none")), &claims, ours)),
            ("HS256 with the public key", signed(&with(&header, "alg", json!("HS256")), &claims, hs256)),
            ("EdDSA over HMAC", signed(&header, &claims, hs256)),
            ("signed by another", signed(&header, &claims, foreign)),
            ("a longer signature", signed(&header, &claims, longer)),
            ("another's claims", signed(&header, &with(&claims, "typ", json!("refresh")), ours)),
            ("another's person", signed(&header, &with(&claims, "sub", json!("ana")), ours)),
            ("a key in the header", signed(&with(&header, "jwk", json!({})), &claims, foreign)),
            ("half a token", access[..access.len() / 2].to_owned()),
        ] {
            assert_eq!(me(&api, &forged).await.error(), (401, "invalid_credential".into()), "{what}");
        }
        // Signed by us, of a family that never was.
        let other = signed(&header, &with(&claims, "fam", json!("nunca")), ours);
        assert_eq!(me(&api, &other).await.error(), (401, "revoked".into()));
        let other = signed(&header, &with(&claims, "sub", json!("999999")), ours);
        assert_eq!(me(&api, &other).await.error(), (401, "revoked".into()), "the family is another person's");
        let other = signed(&header, &with(&claims, "org", json!("otra")), ours);
        assert_eq!(me(&api, &other).await.error(), (401, "not_a_member".into()));
    });
}

#[test]
fn a_wrong_header_is_not_made_good_by_a_cookie() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let person = api.person("demo", "ana", Role::Director, Scope::default()).await;
        api.person("demo", "beto", Role::Viewer, Scope { states: vec!["19".into()], ..Scope::default() }).await;
        let cookie = api.sign_in("ana").await;
        let (access, _) = issue(&api, "beto").await;
        let both =
            async |path: &str, header: &str| api.get(path, &[("cookie", &cookie), ("authorization", header)]).await;
        let told = both("/api/v1/me", &format!("Bearer {access}")).await.json()["data"].clone();
        assert_eq!(told["name"], "beto", "the header wins");
        for path in ["/api/v1/me", "/", "/fn/get_frame?query="] {
            assert_eq!(both(path, "Bearer nada").await.error(), (401, "invalid_credential".into()), "{path}");
        }
        assert_eq!(
            both("/api/v1/me", "Basic YTpi").await.json()["data"]["name"],
            "ana",
            "a proxy's header is no proof"
        );
        let two = [("x-api-key", "fk_1"), ("authorization", "Bearer a.b.c")];
        assert_eq!(api.get("/api/v1/me", &two).await.error(), (401, "ambiguous_credential".into()));
        // The cookie's session is out of reach: nothing ends it in the name of a token.
        let headers = [("cookie", &*cookie), ("authorization", &*format!("Bearer {access}"))];
        api.ask("POST /salir", &headers, "").await;
        assert_eq!(api.services.sessions().of(person).await.unwrap().len(), 1);
    });
}

#[test]
fn tokens_end_with_what_they_were_given_for() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::default()).await;
        let revoked = (401, "revoked".to_owned());
        // By their holder, with either of the two.
        for which in 0..2 {
            let (access, token) = issue(&api, "ana").await;
            let shown = if which == 0 { &access } else { &token };
            assert_eq!(api.post("/api/v1/auth/logout", json!({ "token": shown })).await.status, 204);
            assert_eq!(me(&api, &access).await.error(), revoked);
            assert_eq!(refresh(&api, &token).await.error(), revoked);
            assert_eq!(api.post("/api/v1/auth/logout", json!({ "token": shown })).await.status, 204, "again");
        }
        assert_eq!(api.post("/api/v1/auth/logout", json!({ "token": "nada" })).await.status, 204);
        // With the password.
        let (access, token) = issue(&api, "ana").await;
        api.services.set_made_password(ana, PASSWORD).await.unwrap();
        assert_eq!(me(&api, &access).await.error(), revoked);
        assert_eq!(refresh(&api, &token).await.error(), revoked);
        // With a link's new password.
        let (access, token) = issue(&api, "ana").await;
        let link = api.services.make_link(falcon::server::services::sign_in::Link::Reset, ana).await.unwrap();
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let body = format!("password={PASSWORD}&again={PASSWORD}");
        assert_eq!(api.ask(&format!("POST /enlace/reset/{link}"), &form, body).await.status, 303);
        assert_eq!(me(&api, &access).await.error(), revoked);
        assert_eq!(refresh(&api, &token).await.error(), revoked);
        // Less may be done from the next request on.
        let (access, token) = issue(&api, "ana").await;
        let scope = Scope { states: vec!["19".into()], ..Scope::default() };
        test.db.set_membership("demo", ana, Role::Viewer, &scope).await.unwrap();
        let told = me(&api, &access).await.json()["data"].clone();
        assert_eq!(told["role"], "viewer");
        assert!(told["scope"]["count"].as_u64() < told["scope"]["of"].as_u64(), "{told}");
        // Out of the organization.
        test.db.remove_membership("demo", ana).await.unwrap();
        assert_eq!(me(&api, &access).await.error(), (401, "not_a_member".into()));
        assert_eq!(refresh(&api, &token).await.error(), (401, "not_a_member".into()));
        // Barred.
        let eva = api.person("demo", "eva", Role::Director, Scope::default()).await;
        let (access, _) = issue(&api, "eva").await;
        test.db.set_disabled(eva, Some(crate::support::now())).await.unwrap();
        assert_eq!(me(&api, &access).await.error(), (401, "not_a_member".into()));
    });
}

#[test]
fn keys_are_rotated_while_tokens_live() {
    on_demo(async |test| {
        let old = Api::new(&test.db).await;
        old.person("demo", "ana", Role::Director, Scope::default()).await;
        let open = async |seeds: &[u8]| {
            let mut config = settings();
            config.security.signing = seeds.iter().map(|of| text(seed(*of))).collect();
            Api::with(&test.db, &config, &old.clock).await
        };
        let kids = async |api: &Api| {
            let answer = api.get("/.well-known/jwks.json", &[]).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "application/jwk-set+json"));
            let set = answer.json();
            assert!(!answer.text.contains("\"d\""), "public halves alone");
            let kids = set["keys"].as_array().unwrap().iter();
            kids.map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let one = open(&[1]).await;
        let (access, token) = issue(&one, "ana").await;
        assert_eq!(kids(&one).await, [part(&access, 0)["kid"].as_str().unwrap()]);
        let both = open(&[2, 1]).await;
        assert_eq!(me(&both, &access).await.status, 200, "the older key's tokens are taken");
        let (newer, newest) = pair(&refresh(&both, &token).await);
        let known = kids(&both).await;
        assert_eq!([part(&newer, 0)["kid"].as_str().unwrap(), part(&access, 0)["kid"].as_str().unwrap()], *known);
        let later = open(&[2]).await;
        assert_eq!(me(&later, &newer).await.status, 200);
        assert_eq!(me(&later, &access).await.error(), (401, "invalid_credential".into()), "a key that is gone");
        pair(&refresh(&later, &newest).await);
        // Without any in the settings there is one made of the server's secret, the same for each start.
        let (a, b) = (
            Api::with(&test.db, &settings(), &Hand::new()).await,
            Api::with(&test.db, &settings(), &Hand::new()).await,
        );
        assert_eq!(kids(&a).await, kids(&b).await);
    });
}

#[test]
fn a_second_factor_is_asked_for_here_too() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::default()).await;
        let factor = api.services.new_factor(ana, "ana").await.unwrap();
        let secret = totp::Secret::parse(&factor.secret).unwrap();
        let code = |api: &Api| secret.code(Clock::now(&api.clock));
        let caller = Caller::default();
        api.services.confirm_factor(&caller, ana, &code(&api)).await.unwrap();
        api.clock.forward(60);
        let ask = async |code: Option<String>| {
            api.post("/api/v1/auth/token", json!({ "login": "ana", "password": PASSWORD, "code": code })).await
        };
        assert_eq!(ask(None).await.error(), (401, "code_required".into()));
        let right = code(&api);
        let wrong = if right == "000000" { "111111" } else { "000000" };
        assert_eq!(ask(Some(wrong.into())).await.error(), (401, "wrong_credentials".into()));
        pair(&ask(Some(right.clone())).await);
        assert_eq!(ask(Some(right)).await.error(), (401, "wrong_credentials".into()), "each code once");
    });
}
