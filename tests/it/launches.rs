//! Telegram's vectors (`tests/vectors/README.md`) through the whole router: who is let in, by one request, and who is not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use data_encoding::HEXLOWER;
use falcon::{
    domain::{Role, Scope},
    server::{
        config::{Limits, Secret, Telegram},
        proof::telegram::{BotToken, Freshness, LaunchData},
        services::NewMember,
    },
};
use jiff::Timestamp;

use crate::{
    api_support::{Answer, Api, FORM, Hand, settings},
    support::{TestDb, now, on_demo},
    telegram::{Case, Vectors, vectors},
};

/// A server of the vectors' bot, at their time; the launches' user is known to it.
pub async fn open(test: &TestDb, vectors: &Vectors) -> Api {
    crate::support::filled(&test.db).await;
    let mut config = settings();
    config.limits = Limits { health: 0, read: 0, heavy: 0, write: 0, sign_in: 0 };
    config.security.telegram = Some(Telegram { token: Secret::new(vectors.token.clone()), name: None, app: None });
    let api = Api::with(&test.db, &config, &Hand::at(Timestamp::from_second(vectors.now).unwrap())).await;
    let telegram_id = vectors.user["id"].as_i64();
    let new =
        NewMember {
            login: None, name: "María José".into(), telegram_id, role: Role::Director, scope: Scope::whole()
        };
    api.services.add_member("demo", &new).await.unwrap();
    api
}

/// What Telegram's script posts.
async fn launch(api: &Api, data: &str) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("init_data", data).finish();
    api.ask("POST /entrar/telegram", &[FORM], form).await
}

/// Where the Login Widget leads.
async fn widget(api: &Api, query: &str) -> Answer {
    let mark = "a-mark-of-this-browser-alone";
    let cookie = format!("falcon-widget={mark}");
    api.get(&format!("/entrar/telegram?{query}&volver=%2Fmapa&navegador={mark}"), &[("cookie", &cookie)]).await
}

/// The session's cookie, if the answer gives one.
fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie").split(';').next().unwrap();
    set.starts_with("falcon=").then(|| set.to_owned())
}

async fn is_in(api: &Api, cookie: &str) -> bool {
    api.get("/fn/get_frame?query=", &[("cookie", cookie)]).await.status == 200
}

/// What a launch is remembered by; none: it is not valid.
fn seen(vectors: &Vectors, data: &str) -> Option<String> {
    let (token, at) = (BotToken::parse(&vectors.token)?, Timestamp::from_second(vectors.now).ok()?);
    let launch = LaunchData(data).check(&token, &Freshness::default(), at).ok()?;
    Some(HEXLOWER.encode(&launch.seen.key))
}

fn refused(answer: &Answer, name: &str) {
    assert_eq!((answer.status, cookie(answer)), (401, None), "{name}");
}

#[test]
fn one_request_lets_in_and_never_twice() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        // With Telegram's own signature beside the hash, and with the hash alone: of one launch, either is good, once.
        let hash_alone = "hash form alone, empty signature";
        for (name, again) in [
            ("valid", "the same, other order and encoding"),
            ("valid", hash_alone),
            (hash_alone, "valid"),
            ("an hour old", "an hour old"),
            ("a minute ahead", "a minute ahead"),
        ] {
            sqlx::query("DELETE FROM marks").execute(test.db.sessions_pool()).await.unwrap();
            let answer = launch(&api, vectors.data(name)).await;
            assert_eq!((answer.status, answer.header("location")), (303, "/"), "{name}: {}", answer.text);
            let cookie = cookie(&answer).unwrap();
            assert!(is_in(&api, &cookie).await, "{name}");
            for data in [vectors.data(name), vectors.data(again)] {
                refused(&launch(&api, data).await, &format!("{name}, replayed"));
            }
            assert!(is_in(&api, &cookie).await, "a replay ends nothing");
        }
        // One that was good once is not good again when it has grown old, nor is a fresh one too late.
        api.clock.forward(3_700);
        refused(&launch(&api, vectors.data("valid")).await, "late");
    });
}

#[test]
fn a_program_gets_tokens_for_a_launch_once() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let ask = async |data: &str| api.post("/api/v1/auth/telegram", serde_json::json!({ "init_data": data })).await;
        let first = ask(vectors.data("valid")).await;
        assert_eq!(first.status, 200, "{}", first.text);
        let access = first.json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(api.get_with("/api/v1/me", &access).await.json()["data"]["name"], "María José");
        for name in ["valid", "hash form alone, empty signature"] {
            assert_eq!(ask(vectors.data(name)).await.error(), (401, "wrong_credentials".into()), "{name}, replayed");
        }
        assert_eq!(ask("nada").await.error(), (401, "wrong_credentials".into()));
        // Of the door, one and the same launch is good no more either.
        refused(&launch(&api, vectors.data("valid")).await, "used by a program");
    });
}

#[test]
fn many_at_once_with_one_launch_get_one_session() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let asked = (0..12).map(|_| launch(&api, vectors.data("valid")));
        let answers = futures::future::join_all(asked).await;
        assert_eq!(answers.iter().filter(|answer| cookie(answer).is_some()).count(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 11);
    });
}

#[test]
fn every_vector_is_answered_at_the_door() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let (mut came, mut used) = (0, std::collections::BTreeSet::new());
        for Case { name, data, hash, .. } in &vectors.cases {
            let answer = launch(&api, data).await;
            // Some cases are the same launch in another form: good once in all.
            let fresh = seen(&vectors, data).is_some_and(|key| used.insert(key));
            assert_eq!(hash == "ok" && fresh, cookie(&answer).is_some(), "{name}: {}", answer.status);
            if fresh {
                came += 1;
                assert!(is_in(&api, &cookie(&answer).unwrap()).await, "{name}");
            } else {
                refused(&answer, name);
            }
        }
        assert!(came >= 3, "{came} launches let in");
        for Case { name, data, widget: expected, .. } in &vectors.cases {
            let answer = widget(&api, data).await;
            if expected == "ok" {
                assert_eq!((answer.status, answer.header("location")), (303, "/mapa"), "{name}: {}", answer.text);
                assert!(is_in(&api, &cookie(&answer).unwrap()).await, "{name}");
                refused(&widget(&api, data).await, "the widget's, replayed");
                refused(&launch(&api, data).await, "the widget's as a launch");
            } else {
                refused(&answer, name);
            }
        }
    });
}

#[test]
fn whom_nobody_knows_may_ask_and_who_is_barred_may_not() {
    let vectors = vectors();
    on_demo(async |test| {
        let api = open(test, &vectors).await;
        let id = test.db.person_of_telegram(vectors.user["id"].as_i64().unwrap()).await.unwrap().unwrap().id;
        test.db.set_disabled(id, Some(now())).await.unwrap();
        refused(&launch(&api, vectors.data("valid")).await, "barred");
        test.db.set_disabled(id, None).await.unwrap();
        test.db.remove_membership("demo", id).await.unwrap();
        let nowhere = launch(&api, vectors.data("an hour old")).await;
        assert_eq!((nowhere.status, cookie(&nowhere)), (403, None), "of no organization");

        // Another bot's server, which knows nobody.
        let other = TestDb::sqlite().await;
        falcon::server::demo::fill(&other.db, "demo", now()).await.unwrap();
        let mut config = settings();
        config.security.telegram = Some(Telegram { token: Secret::new(vectors.token.clone()), name: None, app: None });
        let other = Api::with(&other.db, &config, &Hand::at(Timestamp::from_second(vectors.now).unwrap())).await;
        let stranger = launch(&other, vectors.data("valid")).await;
        assert_eq!((stranger.status, stranger.header("location")), (303, "/acceso"));
        assert!(!is_in(&other, &cookie(&stranger).unwrap()).await, "asking is not being let in");
        // A server without a bot takes nobody's word.
        let none = Api::with(&test.db, &settings(), &Hand::at(Timestamp::from_second(vectors.now).unwrap())).await;
        refused(&launch(&none, vectors.data("a minute ahead")).await, "no bot");
    });
}

#[test]
fn a_bot_without_a_name_opens_its_own_app() {
    on_demo(async |test| {
        let vectors = vectors();
        let api = open(test, &vectors).await;
        let door = api.get("/entrar", &[]).await.text;
        assert!(door.contains("data-telegram") && !door.contains("telegram-widget"), "{door}");
        // What is refused is said inside of Telegram's frame, too.
        let cookie = {
            api.person("demo", "lia", Role::Director, Scope::whole()).await;
            api.sign_in("lia").await
        };
        let refused = api.get("/administracion/auditoria", &[("cookie", &cookie)]).await;
        assert_eq!(refused.status, 403);
        assert!(refused.header("content-security-policy").contains("frame-ancestors 'self' https://web.telegram.org"));
    });
}
