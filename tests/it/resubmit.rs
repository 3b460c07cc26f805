//! A mapping form that is sent again: the back button, a second tap. What is taken stays taken.

use std::time::{Duration, Instant};

use crate::{
    import::form_of,
    import_support::{PROFILE, Server, World, table},
};

const FORM: &str = "application/x-www-form-urlencoded";

/// The page of an upload that is over.
fn finished(server: &Server, page: &str) -> String {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let (_, text) = server.get(page).expect("a page");
        if text.contains("Import finished") {
            return text;
        }
        assert!(Instant::now() < until, "{text}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_form_sent_again_leads_to_the_result() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    assert!(world.import("casa", &profile, &world.file("uno.csv", table(1, 0))).status.success());
    let server = Server::start(&world, "casa");
    let page = server.upload("visitas.csv", table(20_000, 100).as_bytes());
    let form = form_of(&server.get(&page).expect("the draft").1);
    let guess = "accion=perfil&perfil=".to_owned();
    let look = form.replacen("accion=%69%6D%70%6F%72%74%61%72", "accion=vista", 1);
    assert_ne!(form, look);
    let door = format!("{page}/columnas");
    let send = |form: &str| {
        let (status, answer) = server.post(&door, FORM, form.as_bytes()).expect("an answer");
        assert_eq!(status, 303, "{answer}");
        assert!(answer.lines().any(|line| line == format!("location: {page}")), "{answer}");
    };
    send(&form);
    for again in [&guess, &look, &form] {
        send(again);
        assert!(!server.get(&page).expect("a page").1.contains("import-mapping"), "while it runs");
    }
    let result = finished(&server, &page);
    for again in [&guess, &look, &form] {
        send(again);
        let (_, text) = server.get(&page).expect("a page");
        assert!(text.contains("Import finished") && !text.contains("role=\"alert\""), "{again}: {text}");
    }
    assert!(result.contains("20,000"), "{result}");
    assert_eq!(world.kpi("casa")["kpis"]["supervisions"], 20_000);
}

#[test]
fn a_file_of_which_nothing_was_taken_may_be_tried_again() {
    let world = World::new();
    let profile = world.file("perfil.toml", PROFILE);
    assert!(world.import("casa", &profile, &world.file("uno.csv", table(1, 0))).status.success());
    let server = Server::start(&world, "casa");
    let page = server.upload("visitas.csv", table(5, 0).as_bytes());
    // every score is above this maximum
    let form = form_of(&server.get(&page).expect("the draft").1) + "&score_max=1";
    let door = format!("{page}/columnas");
    assert_eq!(server.post(&door, FORM, form.as_bytes()).expect("an answer").0, 303);
    let until = Instant::now() + Duration::from_secs(15);
    while !server.get(&page).expect("a page").1.contains("Nothing could be taken") {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(50));
    }
    server.post(&door, FORM, b"accion=perfil&perfil=").expect("an answer");
    assert!(server.get(&page).expect("a page").1.contains("import-mapping"));
}
