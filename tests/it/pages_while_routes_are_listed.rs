//! A page that was drawn while another server of the process was being made hung until its time was over, and was answered
//! with 503: Leptos lets no page ask for data while it reads the table of routes.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use falcon::{
    domain::{Role, Scope},
    server::web::known,
};

use crate::{api_support::Api, support::TestDb};

#[test]
fn pages_are_drawn_while_routes_are_listed() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let test = TestDb::sqlite().await;
        let api = Api::new(&test.db).await;
        api.person("demo", "lia", Role::Director, Scope::whole()).await;
        let cookie = api.sign_in("lia").await;
        let over = AtomicBool::new(false);
        let drawn = thread::scope(|threads| {
            threads.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    assert!(known().iter().any(|(_, path)| path == "/mas"));
                }
            });
            let drawn = tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(async {
                    for nth in 0..50 {
                        let headers = [("cookie", cookie.as_str())];
                        let page = tokio::time::timeout(Duration::from_secs(10), api.get("/mas", &headers)).await;
                        if page.map_or(true, |page| page.status != 200) {
                            return nth;
                        }
                    }
                    50
                })
            });
            over.store(true, Ordering::Relaxed);
            drawn
        });
        assert_eq!(drawn, 50);
    });
}
