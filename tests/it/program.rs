//! The program as scripts see it: a reader that goes away, an address that stands in a file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use crate::import_support::{PROFILE, World, table};

/// Runs a command whose output nobody reads; what it complained about.
fn unread(command: &mut Command) -> String {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let out = command.stdout(writer).stderr(Stdio::piped()).output().unwrap();
    let complaints = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(0), "{complaints}");
    complaints
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let world = World::new();
    let profile = world.file("prueba.toml", PROFILE);
    let file = world.file("filas.csv", table(50, 0));
    let import = |arguments: &[&str]| {
        let mut program = world.program();
        program.arg("import").args(arguments).arg("--profile").arg(&profile).arg(&file);
        unread(&mut program)
    };
    assert_eq!(import(&["--json", "--org", "casa"]), "");
    assert_eq!(import(&["--org", "casa"]), "");
    assert_eq!(world.kpi("casa")["kpis"]["supervisions"], 50, "the import was done all the same");
    assert_eq!(unread(world.program().arg("import").arg("--guess").arg(&file)), "");
    assert_eq!(unread(world.program().args(["kpi", "--org", "casa", "--json"])), "");
    assert_eq!(unread(world.program().args(["kpi", "--org", "casa"])), "");
    assert_eq!(unread(world.program().arg("migrate")), "");
}

/// `falcon serve` in a folder with this Leptos.toml.
fn serve(world: &World, file: &str) -> Command {
    world.file("Leptos.toml", file);
    let mut program = world.program();
    program.arg("serve").current_dir(world.folder.path()).env_remove("FALCON_ADDR").env_remove("LEPTOS_SITE_ADDR");
    program
}

/// Where a server says that it listens; it is ended then.
fn listens(command: &mut Command) -> String {
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
    let said = lines.find_map(|line| line.split_once("serving on http://").map(|(_, address)| address.to_owned()));
    server.kill().unwrap();
    server.wait().unwrap();
    said.expect("it serves")
}

#[test]
fn the_address_may_stand_in_leptos_toml() {
    let world = World::new();
    let file = "[package.metadata.leptos]\nsite-addr = \"127.0.0.2:0\"\n";
    assert!(listens(&mut serve(&world, file)).starts_with("127.0.0.2:"));
    assert!(listens(serve(&world, file).env("LEPTOS_SITE_ADDR", "127.0.0.3:0")).starts_with("127.0.0.3:"));
    let both = listens(serve(&world, file).env("LEPTOS_SITE_ADDR", "127.0.0.3:0").env("FALCON_ADDR", "127.0.0.4:0"));
    assert!(both.starts_with("127.0.0.4:"));
}

#[test]
fn a_wrong_address_names_the_place() {
    let world = World::new();
    let said = |command: &mut Command| {
        let out = command.output().unwrap();
        assert_eq!(out.status.code(), Some(2));
        String::from_utf8(out.stderr).unwrap()
    };
    for file in ["site-addr = \"nowhere\"", "site-addr = 3000", "site-addr = \"127.0.0.1\""] {
        let told = said(&mut serve(&world, &format!("[package.metadata.leptos]\n{file}\n")));
        assert!(told.contains("Leptos.toml: site-addr=") && told.contains("127.0.0.1:3000"), "{told}");
    }
    let told = said(&mut serve(&world, "[package"));
    assert!(told.contains("Leptos.toml is not TOML") && told.contains("line 1"), "{told}");
    let told = said(serve(&world, "").env("LEPTOS_SITE_ADDR", "x"));
    assert!(told.contains("LEPTOS_SITE_ADDR=x"), "{told}");
    let told = said(serve(&world, "").env("FALCON_ADDR", "localhost"));
    assert!(told.contains("FALCON_ADDR=localhost"), "{told}");
}

#[test]
fn an_import_is_told_in_the_audit_log_before_and_after() {
    let world = World::new();
    let profile = world.file("prueba.toml", PROFILE);
    let file = world.file("filas.csv", table(50, 0));
    let import = |more: &[&str]| {
        let mut program = world.program();
        program.arg("import").args(["--org", "casa"]).args(more).arg("--profile").arg(&profile).arg(&file);
        assert!(program.output().unwrap().status.success());
    };
    import(&["--dry-run"]);
    import(&[]);
    let out = world.program().args(["audit", "list", "--org", "casa", "--json"]).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let told = told.as_array().unwrap();
    assert_eq!(told.len(), 2, "what only looks is no import: {told:?}");
    for entry in told {
        assert_eq!((&entry["action"], &entry["target"]), (&"import".into(), &"filas.csv".into()), "{entry}");
        assert!(entry.to_string().contains("falcon import"), "{entry}");
    }
    assert!(told.iter().any(|entry| entry.to_string().contains("inserted")), "{told:?}");
    assert!(world.program().args(["audit", "verify"]).output().unwrap().status.success());
}
