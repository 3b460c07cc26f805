//! Several running servers with one Redis, and what people get while it is gone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    sync::atomic::{AtomicU8, Ordering},
    thread,
    time::{Duration, Instant},
};

use falcon::{
    domain::{Role, Scope},
    server::{
        config::{Limits, Storage},
        db::Db,
    },
};

use crate::{
    api_support::{Api, Browser as Inside, Hand, settings},
    import_support::{Server, World},
    profile::{Browser, CHROME},
    redis::{OwnRedis, named},
    support::{TestDb, now, on_demo},
};

/// The demo's data and people, which several servers share.
struct House {
    world: World,
    password: String,
}

impl House {
    fn new(test: &TestDb) -> Self {
        let mut world = World::new();
        world.database_url.clone_from(&test.storage.database_url);
        let filled = world.program().arg("demo").output().unwrap();
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        let password = std::fs::read_to_string(world.data().join("demo-password")).unwrap().trim().to_owned();
        Self { world, password }
    }

    fn server(&self, redis: &OwnRedis, limits: [&str; 2]) -> Server {
        let url = redis.url();
        let [sign_in, read] = limits;
        let named = [
            ("FALCON_OPEN", "0"),
            ("REDIS_URL", url.as_str()),
            ("FALCON_LIMIT_SIGN_IN", sign_in),
            ("FALCON_LIMIT_READ", read),
            ("FALCON_LIMIT_WRITE", "0"),
        ];
        Server::with(&self.world, "demo", &named)
    }

    fn signed_in<'a>(&self, server: &'a Server, login: &str) -> Browser<'a> {
        let mut browser = outside(server);
        let told = browser.sign_in(login, &self.password);
        assert_eq!(told, (303, "/".to_owned()), "{login}");
        browser
    }
}

fn outside(server: &Server) -> Browser<'_> {
    Browser { server, agent: CHROME, cookie: String::new() }
}

/// The same browser, sent to another server as a load balancer does.
fn moved<'a>(browser: &Browser<'_>, server: &'a Server) -> Browser<'a> {
    Browser { server, agent: browser.agent, cookie: browser.cookie.clone() }
}

const ME: &str = "/api/v1/me";

#[test]
fn servers_with_one_redis_are_one() {
    on_demo(async |test| {
        let Some(redis) = OwnRedis::start() else { return };
        let house = House::new(test);
        let [a, b] = [0, 1].map(|_| house.server(&redis, ["0", "20"]));

        // A session of one holds on the other, and what one ends is ended on the other at its next request.
        let mut admin = house.signed_in(&a, "admin@demo");
        let mut viewer = house.signed_in(&a, "viewer@demo");
        let mut there = moved(&viewer, &b);
        assert!(there.get(ME).1.contains("Víctor Visitante"));
        let storage = Storage { data: house.world.data(), database_url: house.world.database_url.clone() };
        let db = Db::open(&storage).await.unwrap();
        let id = db.person_of_login("viewer@demo").await.unwrap().unwrap().0.id;
        let barred = admin.change(&format!("/administracion/personas/{id}/suspender"), &[]);
        assert!(barred.ends_with("hecho=suspendida"), "{barred}");
        assert_eq!((there.get(ME).0, viewer.get(ME).0), (401, 401), "suspended on one, out on both");
        assert_eq!(outside(&b).sign_in("viewer@demo", &house.password).0, 401);
        let admitted = admin.change(&format!("/administracion/personas/{id}/readmitir"), &[]);
        assert!(admitted.contains("hecho="), "{admitted}");
        assert_eq!(there.get(ME).0, 401, "the session is gone, not asleep");

        // Signed out on one, out on the other.
        let mut director = house.signed_in(&b, "director@demo");
        let mut here = moved(&director, &a);
        assert_eq!(here.get(ME).0, 200);
        assert_eq!(director.change("/salir", &[]), "/entrar");
        assert_eq!(here.get(ME).0, 401);

        // One budget: what is spent on one is not there on the other.
        let mut supervisor = house.signed_in(&a, "supervisor@demo");
        let mut there = moved(&supervisor, &b);
        let spent = (0..80).find(|_| supervisor.get(ME).0 == 429);
        assert!(spent.is_some_and(|asked| asked >= 15), "{spent:?}");
        let (status, answer) = there.get(ME);
        assert!(status == 429 && answer.contains("retry-after: "), "{answer}");
        assert_eq!(admin.get(ME).0, 200, "others have their own");
        db.close().await;
    });
}

#[test]
fn attempts_on_one_server_are_counted_by_the_other() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let Some(redis) = OwnRedis::start() else { return };
        let house = House::new(&TestDb::sqlite().await);
        let [a, b] = [0, 1].map(|_| house.server(&redis, ["5", "0"]));
        let attempt = |server, number: u32| outside(server).sign_in(&format!("nobody{number}"), "guess").0;
        let spent = (0..30).find(|number| attempt(&a, *number) == 429);
        assert!(spent.is_some_and(|asked| asked >= 5), "{spent:?}");
        assert_eq!(attempt(&b, 99), 429, "refused by the other without an attempt there");
        assert_eq!(outside(&b).sign_in("admin@demo", &house.password).0, 429, "whatever is tried");
    });
}

/// What Redis is doing while people work: there, gone, or on its way in or out, when both are right.
const THERE: u8 = 0;
const GONE: u8 = 1;
const TURNING: u8 = 2;

#[test]
fn nobody_is_answered_for_somebody_else_while_redis_goes_and_comes() {
    on_demo(async |test| {
        let Some(mut redis) = OwnRedis::start() else { return };
        let house = House::new(test);
        let servers = [0, 1].map(|_| house.server(&redis, ["0", "0"]));
        let people = [
            ("admin@demo", "Ana Admin"),
            ("director@demo", "Diego Director"),
            ("supervisor@demo", "Sofía Supervisora"),
            ("viewer@demo", "Víctor Visitante"),
        ];
        let browsers = people.map(|(login, _)| house.signed_in(&servers[0], login));
        let (phase, until) = (AtomicU8::new(THERE), Instant::now() + Duration::from_secs(9));
        let (servers, people, phase) = (&servers, &people, &phase);
        let tallies = thread::scope(|scope| {
            let workers: Vec<_> = browsers
                .iter()
                .enumerate()
                .map(|(nth, browser)| {
                    scope.spawn(move || {
                        // Answered, and told to try again.
                        let mut tally = [0_u32; 2];
                        for turn in 0_usize.. {
                            if Instant::now() > until {
                                break;
                            }
                            let mut here = moved(browser, &servers[turn % 2]);
                            let before = phase.load(Ordering::SeqCst);
                            let path = [ME, "/perfil", "/fn/get_profile"][turn % 3];
                            let (status, answer) = here.get(path);
                            let after = phase.load(Ordering::SeqCst);
                            let told = format!("{} {path}: {answer}", people[nth].1);
                            for (other, (login, name)) in people.iter().enumerate() {
                                let named = answer.contains(login) || answer.contains(name);
                                // A page may be drawn half-way when Redis goes: it tells whose it is, and to try again.
                                let may = other == nth && [200, 503].contains(&status);
                                assert!(may || !named, "{name}? {told}");
                                assert!(named || other != nth || status != 200, "whose? {told}");
                            }
                            assert_eq!(here.cookie, browser.cookie, "the cookie stays: {told}");
                            match status {
                                200 => assert!(before != GONE || after != GONE, "nobody vouched for it: {told}"),
                                503 => {
                                    assert!(before != THERE || after != THERE, "nothing was wrong: {told}");
                                    assert!(answer.contains("retry-after: "), "{told}");
                                }
                                _ => panic!("{told}"),
                            }
                            tally[usize::from(status == 503)] += 1;
                        }
                        tally
                    })
                })
                .collect();
            // Who has no session, or one that somebody made up, gets nowhere at any moment.
            let stranger = scope.spawn(move || {
                for turn in 0_usize.. {
                    if Instant::now() > until {
                        break;
                    }
                    let mut nobody = outside(&servers[turn % 2]);
                    let out = nobody.get("/perfil");
                    assert_eq!(out.0, 303, "{}", out.1);
                    nobody.cookie = "AAAAAAAAAAAAAAAAAAAAAA".into();
                    let (status, answer) = nobody.get("/perfil");
                    assert!([303, 503].contains(&status), "{answer}");
                    thread::sleep(Duration::from_millis(5));
                }
            });
            let pause = |millis| thread::sleep(Duration::from_millis(millis));
            pause(1_500);
            phase.store(TURNING, Ordering::SeqCst);
            redis.kill();
            phase.store(GONE, Ordering::SeqCst);
            // The door says so too, and does not open.
            let mut late = outside(&servers[0]);
            let (status, location) = late.sign_in("admin@demo", &house.password);
            assert_eq!((status, location.as_str(), late.cookie.as_str()), (503, "", ""), "nobody comes in now");
            pause(1_500);
            phase.store(TURNING, Ordering::SeqCst);
            redis.again();
            pause(1_000);
            phase.store(THERE, Ordering::SeqCst);
            pause(1_000);
            // Killed and back at once, twice.
            phase.store(TURNING, Ordering::SeqCst);
            for _ in 0..2 {
                redis.kill();
                redis.again();
                pause(300);
            }
            pause(700);
            phase.store(THERE, Ordering::SeqCst);
            stranger.join().unwrap();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
        });
        for ((login, _), [answered, later]) in people.iter().zip(&tallies) {
            assert!(*answered > 20 && *later > 3, "{login}: {answered} answered, {later} told to try again");
        }
        for (browser, (_, name)) in browsers.iter().zip(people) {
            for server in servers {
                assert!(moved(browser, server).get(ME).1.contains(name), "{name}'s session lives");
            }
        }
        println!("answered, and told to try again: {tallies:?}");
    });
}

/// Redis that answers and takes nothing: what was read cannot be written when the answer is ready.
#[test]
fn a_session_that_cannot_be_written_is_told_as_try_again() {
    on_demo(async |test| {
        let Some(redis) = OwnRedis::start() else { return };
        crate::support::filled(&test.db).await;
        let mut config = settings();
        config.redis = Some(named(&redis.url()));
        config.limits = Limits { health: 0, read: 0, heavy: 0, write: 0, sign_in: 0 };
        let api = Api::with(&test.db, &config, &Hand::new()).await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        let ana = Inside::new(&api, "ana").await;
        let client = ::redis::Client::open(redis.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut writable = async |replicas: u8| {
            let mut set = ::redis::cmd("CONFIG");
            set.arg("SET").arg("min-replicas-to-write").arg(replicas);
            set.query_async::<()>(&mut connection).await.unwrap();
        };
        // A minute later the session is told that it was seen.
        api.clock.forward(61);
        writable(1).await;
        for (path, words) in [("/", "Inténtalo de nuevo"), ("/fn/get_frame?query=", ""), (ME, "unavailable")] {
            let answer = ana.get(path).await;
            assert_eq!((answer.status, answer.header("retry-after")), (503, "5"), "{path}: {}", answer.text);
            assert!(answer.text.contains(words) && answer.header("set-cookie").is_empty(), "{path}: {}", answer.text);
        }
        let form = format!("login=ana&password={}", crate::api_support::PASSWORD);
        let answer = api.ask("POST /entrar", &[crate::api_support::FORM], form).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (503, ""), "nobody comes in half-way");
        writable(0).await;
        assert_eq!(ana.get("/").await.status, 200);
        // A request under the id of before a new sign-in takes the new cookie away from nobody.
        let stale = api.get("/perfil", &[("cookie", "falcon=AAAAAAAAAAAAAAAAAAAAAA")]).await;
        assert_eq!((stale.status, stale.header("set-cookie")), (303, ""));
    });
}

#[test]
fn what_has_expired_is_swept() {
    on_demo(async |test| {
        let api = Api::new(&test.db).await;
        api.person("demo", "ana", Role::Admin, Scope::whole()).await;
        api.sign_in("ana").await;
        let wrong = [crate::api_support::FORM];
        assert_eq!(api.ask("POST /entrar", &wrong, "login=ana&password=x").await.status, 401);
        test.db.use_once("telegram:x", now()).await.unwrap();
        let count = async |table: &str| {
            let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            sqlx::query_scalar::<_, i64>(sql).fetch_one(test.db.sessions_pool()).await.unwrap()
        };
        assert_eq!((count("sessions").await, count("marks").await), (1, 1));
        assert_eq!((api.services.sweep().await.unwrap(), count("sessions").await), (0, 1), "what lives stays");
        assert_eq!((count("marks").await, count("attempts").await > 0), (0, true));
        // By itself, as `falcon serve` does.
        api.clock.forward(25 * 60 * 60);
        let task = api.services.keep_swept();
        let started = Instant::now();
        while count("sessions").await + count("attempts").await > 0 {
            assert!(started.elapsed() < Duration::from_secs(10), "nothing sweeps");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        task.abort();
    });
}
