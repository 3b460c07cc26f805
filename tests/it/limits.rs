//! Limits: the same rule in Redis and in process, one budget for all servers, and what happens while Redis is gone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use falcon::server::{
    cache::{
        Redis,
        limits::{Class, Decision, Limiter, shared},
    },
    config::Limits,
};
use jiff::Timestamp;
use proptest::{
    prelude::{Strategy, any},
    test_runner::{Config, TestRunner},
};

use crate::{
    redis::{OwnRedis, named, redis_url},
    support::now,
};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn reading(limit: u32) -> Limits {
    Limits { read: limit, ..Limits::default() }
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(now().as_millisecond() + millis).unwrap()
}

async fn allowed(limiter: &Limiter, key: &str, asked: u32, at: Timestamp) -> u32 {
    let mut allowed = 0;
    for _ in 0..asked {
        allowed += u32::from(limiter.check(Class::Read, key, at).await.unwrap().allowed);
    }
    allowed
}

/// Both reckon in whole microseconds, so there is nothing to tolerate.
#[test]
fn the_script_and_the_process_decide_alike() {
    let Some(url) = redis_url() else { return };
    let runtime = runtime();
    let redis = runtime.block_on(async { Redis::open(&named(&url)).unwrap() });
    let calls = (1_u32..400, proptest::collection::vec((0_i64..20_000, 1_usize..12), 1..20), any::<u64>());
    let pauses_are_short = calls.prop_map(|(limit, calls, key)| {
        // As long as a few requests take to refill, so that budgets neither stay whole nor stay empty.
        let refill = 60_000 / i64::from(limit);
        let calls: Vec<_> = calls.into_iter().map(|(pause, asked)| (pause * refill / 4_000, asked)).collect();
        (limit, calls, key)
    });
    let mut runner = TestRunner::new(Config { cases: 100, failure_persistence: None, ..Config::default() });
    runner
        .run(&pauses_are_short, |(limit, calls, key)| {
            let alone = Limiter::new(reading(limit), None);
            let per_minute = NonZeroU32::new(limit).unwrap();
            let key = key.to_string();
            runtime.block_on(async {
                let mut millis = 0;
                for (pause, asked) in &calls {
                    millis += pause;
                    for _ in 0..*asked {
                        let here = alone.check(Class::Read, &key, at(millis)).await.unwrap();
                        let there =
                            shared::check(&redis, Class::Read, &key, per_minute, Some(at(millis))).await.unwrap();
                        assert_eq!(here, there, "limit {limit}, {millis} ms, {calls:?}");
                    }
                }
            });
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_limit_is_asked_of_nobody() {
    runtime().block_on(async {
        let limiter = Limiter::new(reading(0), None);
        assert_eq!(limiter.check(Class::Read, "a", now()).await, None);
        assert!(limiter.check(Class::SignIn, "a", now()).await.is_some());
    });
}

#[test]
fn servers_with_one_redis_share_a_budget() {
    let Some(url) = redis_url() else { return };
    runtime().block_on(async {
        let config = named(&url);
        let limits = Limits { heavy: 40, ..Limits::default() };
        let servers = [0, 1].map(|_| Limiter::new(limits, Some(Redis::open(&config).unwrap())));
        let started = Instant::now();
        let asked = (0..200).map(|number| {
            let server = servers[number % 2].clone();
            tokio::spawn(async move { server.check(Class::Heavy, "a", now()).await.unwrap() })
        });
        let decisions: Vec<Decision> =
            futures::future::join_all(asked).await.into_iter().map(|decision| decision.unwrap()).collect();
        let allowed = decisions.iter().filter(|decision| decision.allowed).count();
        // One more for every 1.5 s that it took.
        let refilled = (started.elapsed().as_millis() / 1_500) as usize;
        assert!((40..=40 + refilled).contains(&allowed), "{allowed} of 200 were let through");
        let mut left: Vec<u32> =
            decisions.iter().filter(|decision| decision.allowed).map(|decision| decision.remaining).collect();
        left.sort_unstable();
        assert!(refilled > 0 || left == (0..40).collect::<Vec<_>>(), "each took one of its own: {left:?}");
        for server in &servers {
            let other = server.check(Class::Heavy, "b", now()).await.unwrap();
            assert!(other.allowed, "others are counted apart");
        }
    });
}

#[test]
fn a_server_counts_alone_while_redis_is_gone() {
    let Some(mut own) = OwnRedis::start() else { return };
    runtime().block_on(async {
        let redis = own.open();
        // One more in six seconds: nothing refills while the test runs.
        let limiter = Limiter::new(reading(10), Some(redis.clone()));
        assert_eq!(allowed(&limiter, "a", 40, now()).await, 10);
        own.kill();
        let started = Instant::now();
        assert_eq!(allowed(&limiter, "a", 1_000, now()).await, 10, "a budget of its own, at once");
        assert!(started.elapsed() < Duration::from_secs(2), "a lost Redis is not waited for: {:?}", started.elapsed());
        assert!(redis.is_lost());

        own.again();
        found(&redis).await;
        assert_eq!(allowed(&limiter, "b", 40, now()).await, 10);
        let other = Limiter::new(reading(10), Some(redis));
        assert_eq!(allowed(&other, "b", 40, now()).await, 0, "they share again");
    });
}

#[test]
fn a_redis_that_stands_still_is_waited_for_once() {
    let Some(own) = OwnRedis::start() else { return };
    runtime().block_on(async {
        let redis = own.open();
        let limiter = Limiter::new(reading(10), Some(redis.clone()));
        assert!(limiter.check(Class::Read, "a", now()).await.unwrap().allowed);
        own.signal("-STOP");
        let started = Instant::now();
        assert_eq!(allowed(&limiter, "a", 1_000, now()).await, 10);
        assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
        // Longer than until the connection is replaced.
        tokio::time::sleep(Duration::from_secs(1)).await;
        own.signal("-CONT");
        found(&redis).await;
    });
}

async fn found(redis: &Redis) {
    let started = Instant::now();
    while redis.is_lost() {
        assert!(started.elapsed() < Duration::from_secs(5), "it is not found again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
