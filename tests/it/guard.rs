//! Other sites in the same browser: neither rebinding a name nor posting a form opens this door.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use crate::import_support::{Server, World};

/// Status of a request with these headers, and what came back.
fn ask(server: &Server, line: &str, headers: &str) -> (u16, String) {
    server.send(&format!("{line} HTTP/1.0\r\n{headers}content-length: 0\r\n\r\n"), &[]).expect("an answer")
}

#[test]
fn a_rebound_name_reads_nothing() {
    let world = World::new();
    let server = Server::start(&world, "demo");
    for host in ["localhost", "LOCALHOST:3000", "127.0.0.1:80", "127.0.0.1", "[::1]:3000", "[::1]"] {
        let (status, page) = ask(&server, "GET /salud", &format!("host: {host}\r\n"));
        assert_eq!(status, 200, "{host}: {page}");
    }
    for host in
        ["evil.example", "evil.example:3000", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "a@b", ""]
    {
        for path in ["/", "/salud", "/importar", "/importar/1/rechazos.csv", "/icon.svg", "/nada"] {
            let (status, page) = ask(&server, &format!("GET {path}"), &format!("host: {host}\r\n"));
            assert_eq!(status, 421, "{host}{path}: {page}");
            assert!(page.contains("localhost"), "it says what to do: {page}");
        }
    }
    assert_eq!(ask(&server, "GET /", "").0, 421, "no name at all");
}

#[test]
fn another_sites_form_is_refused() {
    let world = World::new();
    let server = Server::start(&world, "demo");
    let post = |headers: &str| {
        let (status, _) =
            ask(&server, "POST /importar/u0000000000000000/columnas", &format!("host: localhost:3000\r\n{headers}"));
        status
    };
    let foreign = [
        "sec-fetch-site: cross-site\r\n",
        "sec-fetch-site: same-site\r\n",
        "sec-fetch-site: cross-site\r\norigin: http://localhost:3000\r\n",
        "origin: https://evil.example\r\n",
        "origin: http://localhost:4000\r\n",
        "origin: null\r\n",
    ];
    for headers in foreign {
        assert_eq!(post(headers), 403, "{headers}");
    }
    for headers in
        ["", "origin: http://localhost:3000\r\n", "sec-fetch-site: same-origin\r\norigin: http://localhost:3000\r\n"]
    {
        assert_ne!(post(headers), 403, "{headers}");
    }
}

#[test]
fn pages_cannot_be_framed_nor_sniffed() {
    let world = World::new();
    let server = Server::start(&world, "demo");
    for path in ["/", "/salud", "/nada"] {
        let (_, page) = ask(&server, &format!("GET {path}"), "host: localhost\r\n");
        assert!(page.contains("x-frame-options: DENY") && page.contains("x-content-type-options: nosniff"), "{page}");
    }
}

/// What a server on this address says before it serves.
fn said_at_start(address: &str) -> String {
    let world = World::new();
    let mut program = world.program();
    program.arg("serve").env("FALCON_ADDR", address).env_remove("FALCON_LOG").stderr(Stdio::piped());
    let mut server = program.spawn().expect("it starts");
    let mut said = String::new();
    for line in BufReader::new(server.stderr.take().expect("its words")).lines().map_while(Result::ok) {
        said.push_str(&line);
        if line.contains("serving on") {
            break;
        }
    }
    server.kill().expect("it ends");
    server.wait().expect("it ended");
    said
}

#[test]
fn an_open_server_is_warned_of_and_others_never_reach_it() {
    // An open server goes with its own machine alone, and says that it is open.
    assert!(said_at_start("0.0.0.0:0").contains("FALCON_OPEN=1 lets everybody in"));
    assert!(said_at_start("127.0.0.1:0").contains("is an administrator"));
}
