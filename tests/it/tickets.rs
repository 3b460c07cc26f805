//! What pages ask for inside Telegram: files that its client fetches by itself, and links into it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use falcon::{
    domain::{Role, Scope, access::audit::Act},
    server::config::{Secret, Telegram},
    ui::start::to_start,
};
use jiff::Timestamp;

use crate::{
    api_support::{Answer, Api, Hand, settings},
    support::{TestDb, on_demo},
    telegram::vectors,
};

const FILE: &str = "/api/v1/board?year=2025&format=csv";

async fn open(test: &TestDb) -> Api {
    crate::support::filled(&test.db).await;
    let vectors = vectors();
    let mut config = settings();
    config.security.telegram = Some(Telegram {
        token: Secret::new(vectors.token.clone()),
        name: Some("un_bot".into()),
        app: Some("falcon".into()),
    });
    Api::with(&test.db, &config, &Hand::at(Timestamp::from_second(vectors.now).unwrap())).await
}

fn asked(file: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("file", file).finish();
    format!("/fn/ticket?{query}")
}

fn path(answer: &Answer) -> String {
    answer.json()["path"].as_str().unwrap().to_owned()
}

#[test]
fn a_ticket_opens_one_file_for_a_while_and_as_long_as_its_session_lives() {
    on_demo(async |test| {
        let api = open(test).await;
        api.person("demo", "lia", Role::Director, Scope::whole()).await;
        let cookie = api.sign_in("lia").await;
        let mine = [("cookie", cookie.as_str())];
        let told = api.get(&asked(FILE), &mine).await;
        assert_eq!((told.status, told.header("cache-control")), (200, "no-store"), "{}", told.text);
        let ticket = path(&told);
        assert!(ticket.ends_with("/falcon-board.csv"), "{ticket}");

        // Without a cookie: the same bytes as with one.
        let same = api.get(FILE, &mine).await;
        let file = api.get(&ticket, &[]).await;
        assert_eq!((file.status, &file.bytes), (200, &same.bytes));
        assert_eq!(file.header("access-control-allow-origin"), "https://web.telegram.org");
        assert!(file.header("content-disposition").starts_with("attachment; filename="));
        let seen = api.services.newest_audit(Some("demo"), 20).await.unwrap();
        let files = seen.iter().filter(|linked| linked.entry.act == Act::Export).map(|linked| &*linked.entry.name);
        assert_eq!(files.collect::<Vec<_>>(), ["lia", "lia"], "each is recorded");

        // It is of that file, whole.
        let wrong = async |text: String| api.get(&text, &[]).await.status;
        assert_eq!(wrong(ticket.replacen("/archivo/", "/archivo/A", 1)).await, 401);
        assert_eq!(wrong("/archivo/nothing/falcon.csv".into()).await, 401);
        for no_file in ["/perfil", "/api/v1/board", "https://other.example/api/v1/board?format=csv"] {
            assert_eq!(api.get(&asked(no_file), &mine).await.status, 404, "{no_file}");
        }
        assert_eq!(api.get(&asked(FILE), &[]).await.status, 401, "nobody gets one");

        api.clock.forward(301);
        assert_eq!(wrong(ticket).await, 401, "late");
        let ticket = path(&api.get(&asked(FILE), &mine).await);
        api.services.sessions().end_all(api.entrant_of("lia").await.person, None).await.unwrap();
        assert_eq!(wrong(ticket).await, 401, "signed out");
    });
}

#[test]
fn a_ticket_is_worth_what_its_persons_role_is_now() {
    on_demo(async |test| {
        let api = open(test).await;
        let ana = api.person("demo", "ana", Role::Director, Scope::whole()).await;
        let cookie = api.sign_in("ana").await;
        let ticket = path(&api.get(&asked(FILE), &[("cookie", &cookie)]).await);
        test.db.remove_membership("demo", ana).await.unwrap();
        assert_eq!(api.get(&ticket, &[]).await.status, 401);
    });
}

#[test]
fn a_link_leads_into_telegram_to_the_same_screen() {
    on_demo(async |test| {
        let api = open(test).await;
        api.person("demo", "lia", Role::Director, Scope::whole()).await;
        let cookie = api.sign_in("lia").await;
        let mine = [("cookie", cookie.as_str())];
        let told = api.get("/fn/link?path=/historico&query=year%3D2025", &mine).await;
        let start = to_start("/historico", "year=2025").unwrap();
        assert_eq!(told.json()["link"], format!("https://t.me/un_bot/falcon?startapp={start}"));
        assert!(api.get("/fn/link?path=/perfil", &mine).await.json().get("link").is_none());

        // Signed in it leads there at once; else by the door.
        let launched = format!("/?tgWebAppStartParam={start}");
        let answer = api.get(&launched, &mine).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/historico?year=2025"));
        let answer = api.get(&launched, &[]).await;
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").starts_with("/entrar?volver=%2F%3FtgWebAppStartParam"));
        let answer = api.get("/mapa?tgWebAppStartParam=nonsense", &mine).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/mapa"));
    });
}

#[test]
fn telegrams_script_may_be_loaded_where_there_is_a_bot() {
    on_demo(async |test| {
        let script = "https://telegram.org/js/telegram-web-app.js";
        let api = open(test).await;
        api.person("demo", "lia", Role::Director, Scope::whole()).await;
        let cookie = api.sign_in("lia").await;
        let page = api.get("/", &[("cookie", &cookie)]).await;
        assert!(page.header("content-security-policy").contains(script));
        assert!(!page.text.contains("/telegram.js"), "a session of the door's form wears nothing from the start");
        let none = Api::with(&test.db, &settings(), &Hand::new()).await;
        assert!(!none.get("/sin-red", &[]).await.header("content-security-policy").contains("telegram"));
    });
}
