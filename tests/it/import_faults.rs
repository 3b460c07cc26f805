//! What can go wrong with an import goes wrong here: a clear error, the old data whole, the server alive.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    hostile::targets::workbook::workbook,
    import_support::{PROFILE, Server, World, adds_up, import, json, table},
};

/// An organization `casa` with 500 supervisions, and the profile.
fn furnished(world: &World) -> std::path::PathBuf {
    let profile = world.file("prueba.toml", PROFILE);
    let out = world.import("casa", &profile, &world.file("primero.csv", table(500, 0)));
    assert!(out.status.success(), "{out:?}");
    adds_up(&json(&out));
    assert_eq!(json(&out)["inserted"], 500);
    profile
}

fn with_other_scores(text: &str) -> String {
    text.replace(",60,", ",61,").replace(",F", ",X").replace("\nF", "\nG")
}

#[test]
fn killed_in_the_middle_leaves_the_old_data_whole() {
    let world = World::new();
    let profile = furnished(&world);
    let before = world.kpi("casa");
    let large = world.file("grande.csv", with_other_scores(&table(60_000, 40)));
    let wal = world.data().join("falcon.db-wal");
    let mut child = import(world.program(), "casa", &profile, &large).stdout(Stdio::piped()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    // pages have reached the disk: it is in the middle of writing
    while std::fs::metadata(&wal).map_or(0, |meta| meta.len()) < 1 << 20 {
        assert!(child.try_wait().unwrap().is_none(), "the import was over before it could be killed");
        assert!(Instant::now() < until, "nothing was written");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    assert_eq!(world.kpi("casa"), before, "half an import is seen");
    let out = world.import("casa", &profile, &world.file("primero.csv", table(500, 0)));
    assert_eq!(json(&out)["unchanged"], 500, "the old rows are not what they were");
}

#[test]
fn a_full_disk_is_said_and_changes_nothing() {
    let world = World::new();
    let disk = world.folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let Some(_mounted) = Tmpfs::mount(&disk, "3m") else {
        assert!(std::env::var_os("CI").is_none(), "CI must run this test as root: a test that did not run is no pass");
        eprintln!("SKIPPED: a small tmpfs needs root");
        return;
    };
    let profile = world.file("prueba.toml", PROFILE);
    let small = world.file("primero.csv", table(500, 0));
    let out = import(world.program_in(&disk), "casa", &profile, &small).output().unwrap();
    assert!(out.status.success(), "{out:?}");
    let large = world.file("grande.csv", with_other_scores(&table(40_000, 0)));
    let out = import(world.program_in(&disk), "casa", &profile, &large).output().unwrap();
    let told = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(3), "{told}");
    assert!(told.contains("full"), "{told}");
    // Only looked at: with no room left even the audit log is full, and nothing is taken unrecorded.
    let out = import(world.program_in(&disk), "casa", &profile, &small).arg("--dry-run").output().unwrap();
    assert_eq!(json(&out)["unchanged"], 500, "{out:?}");
}

/// A mounted tmpfs, unmounted when dropped.
struct Tmpfs(std::path::PathBuf);

impl Tmpfs {
    fn mount(at: &Path, size: &str) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(at).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn no_database_is_said_at_once() {
    let mut world = World::new();
    world.database_url = Some("postgres://nobody@127.0.0.1:9/nothing".into());
    let profile = world.file("prueba.toml", PROFILE);
    let started = Instant::now();
    let out = world.import("casa", &profile, &world.file("a.csv", table(10, 0)));
    assert_eq!(out.status.code(), Some(3), "{out:?}");
    assert!(String::from_utf8_lossy(&out.stderr).contains("database"), "{out:?}");
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_database_that_goes_away_in_the_middle_keeps_the_old_data() {
    let Some(admin) = std::env::var("FALCON_TEST_PG").ok().filter(|url| !url.is_empty()) else {
        assert!(std::env::var_os("CI").is_none(), "CI is set and FALCON_TEST_PG is not");
        eprintln!("SKIPPED: FALCON_TEST_PG names no PostgreSQL");
        return;
    };
    let (server, _) = admin.rsplit_once('/').unwrap();
    let (user, address) = server.rsplit_once('@').unwrap();
    let name = format!("falcon_gone_{}", std::process::id());
    sql(&admin, &format!("CREATE DATABASE {name}"));
    let mut world = World::new();
    world.database_url = Some(format!("{server}/{name}"));
    let profile = furnished(&world);
    let before = world.kpi("casa");
    let direct = world.database_url.clone();

    let (port, cut) = proxy(address.to_owned());
    world.database_url = Some(format!("{user}@127.0.0.1:{port}/{name}"));
    let large = world.file("grande.csv", with_other_scores(&table(60_000, 40)));
    let child = import(world.program(), "casa", &profile, &large)
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(1_500));
    cut.store(true, Ordering::Relaxed);
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(3), "{out:?}");
    assert!(String::from_utf8_lossy(&out.stderr).contains("database"), "{out:?}");

    world.database_url = direct;
    assert_eq!(world.kpi("casa"), before);
    sql(&admin, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

fn sql(url: &str, statement: &str) {
    use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    });
}

/// Passes bytes on to a server until it is cut: the network that goes away.
fn proxy(to: String) -> (u16, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let cut = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&cut);
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let Ok(server) = TcpStream::connect(&to) else { continue };
            if told.load(Ordering::Relaxed) {
                continue;
            }
            for (mut from, mut into) in [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)] {
                let told = Arc::clone(&told);
                thread::spawn(move || {
                    from.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
                    let mut buffer = [0; 1 << 16];
                    while !told.load(Ordering::Relaxed) {
                        match from.read(&mut buffer) {
                            Ok(0) => break,
                            Ok(n) if into.write_all(&buffer[..n]).is_ok() => {}
                            Err(error)
                                if matches!(
                                    error.kind(),
                                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                                ) => {}
                            _ => break,
                        }
                    }
                    let _ = from.shutdown(std::net::Shutdown::Both);
                    let _ = into.shutdown(std::net::Shutdown::Both);
                });
            }
        }
    });
    (port, cut)
}

#[test]
fn a_hundred_megabytes_are_taken_in_bounded_memory() {
    let world = World::new();
    let profile = world.file("prueba.toml", PROFILE);
    let path = world.file("grande.csv", table(52_000, 1_900));
    let size = std::fs::metadata(&path).unwrap().len();
    assert!(size > 100_000_000, "{size}");
    let mut child = import(world.program(), "casa", &profile, &path).stdout(Stdio::piped()).spawn().unwrap();
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let told = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = told.and_then(|told| told.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0));
        thread::sleep(Duration::from_millis(20));
    }
    let told = json(&child.wait_with_output().unwrap());
    adds_up(&told);
    assert_eq!(told["inserted"], 52_000);
    eprintln!("{} MB of CSV: at most {} MB of memory", size >> 20, peak >> 10);
    assert!(peak > 0 && peak < 256 << 10, "{peak} kB");
}

/// Files that mean harm, and a word of the sentence each one gets.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let bomb = vec![0_u8; 8 << 20];
    let claim = br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="99999999999999"></sst>"#;
    let far = r#"<row r="1"><c r="ZZZ1" t="inlineStr"><is><t>lejos</t></is></c></row>"#;
    let mut cut = workbook("", &[]);
    cut.truncate(cut.len() / 2);
    // Packs to a twentieth, as tables may: what is wrong is that one cell holds it all.
    let run: String =
        (0..260_000_u32).map(|n| format!("<r><t>{:<20}</t></r>", n.wrapping_mul(2_654_435_761))).collect();
    let cell = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is>{run}</is></c></row>"#);
    vec![
        ("celda.xlsx", workbook(&cell, &[]), "unpacks"),
        ("bomba.xlsx", workbook("", &[("xl/media/bomba.bin", &bomb)]), "unpacks"),
        ("cuenta.xlsx", workbook("", &[("xl/sharedStrings.xml", claim)]), "unpacks"),
        ("lejos.xlsx", workbook(far, &[]), "columns"),
        ("cortado.xlsx", cut, "workbook"),
        ("ancho.csv", ",".repeat(1_000_000).into_bytes(), "columns"),
        ("nulos.csv", b"folio,fecha\n\0\0\0\0,\0\n".to_vec(), "NUL"),
        ("abierta.csv", format!("folio,fecha\n1,\"{}", "y".repeat(6 << 20)).into_bytes(), "quotation"),
        ("viejo.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more".to_vec(), ".xlsx"),
        ("vacio.csv", Vec::new(), "empty"),
        ("otro.csv", b"a,b\n1,2\n".to_vec(), "no column"),
    ]
}

#[test]
fn hostile_files_get_a_clear_error_and_change_nothing() {
    let world = World::new();
    let profile = furnished(&world);
    let before = world.kpi("casa");
    for (name, bytes, word) in hostile() {
        let out = world.import("casa", &profile, &world.file(name, &bytes));
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(3), "{name}: {told}");
        assert!(told.contains(word) && told.contains(name), "{name}: {told}");
        assert!(!told.contains("panicked"), "{name}: {told}");
        let out = world.import("nueva", &profile, &world.folder.path().join(name));
        assert_eq!(out.status.code(), Some(3), "{name}");
    }
    assert_eq!(world.kpi("casa"), before);
    let out = world.program().args(["kpi", "--org", "nueva", "--json"]).output().unwrap();
    assert!(!out.status.success(), "a file that was not taken made an organization");
}

#[test]
fn hostile_uploads_leave_the_server_alive() {
    let world = World::new();
    furnished(&world);
    let before = world.kpi("casa");
    let server = Server::start(&world, "casa");
    for (name, bytes, _) in hostile() {
        let location = server.upload(name, &bytes);
        let (status, page) = server.get(&location).unwrap();
        assert_eq!(status, 200, "{name}: {location}");
        let says = location.contains("error=") || page.contains("role=\"alert\"") || page.contains("no_score");
        assert!(says, "{name}: {location}");
        assert_eq!(server.get("/salud").unwrap().0, 200, "{name}");
    }
    let (status, _) = server
        .post("/importar/u0000000000000000/columnas", "application/x-www-form-urlencoded", b"accion=importar")
        .unwrap();
    assert_eq!(status, 303);
    for path in
        ["/importar/u0000000000000000", "/importar/..%2f..%2fetc", "/importar/999", "/importar/999/rechazos.csv"]
    {
        assert_eq!(server.get(path).unwrap().0, 404, "{path}");
    }
    assert_eq!(world.kpi("casa"), before);
}

#[test]
fn formula_cells_are_what_they_last_said_and_never_run() {
    let world = World::new();
    let profile = world.file("prueba.toml", PROFILE);
    let text = |at: &str, value: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>"#);
    let header: String = ["folio", "fecha", "calificacion", "clave", "sucursal", "grupo", "lat", "lon"]
        .iter()
        .zip('A'..)
        .map(|(name, column)| text(&format!("{column}1"), name))
        .collect();
    let sheet = format!(
        r#"<row r="1">{header}</row>
        <row r="2">{}{}<c r="C2"><f>80+7.5</f><v>87.5</v></c>{}</row>
        <row r="3">{}{}<c r="C3"><f>1/0</f></c>{}</row>
        <row r="4">{}{}<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c>{}</row>
        <row r="5">{}{}{}{}</row>"#,
        text("A2", "1"),
        text("B2", "2025-01-01"),
        text("D2", "7"),
        text("A3", "2"),
        text("B3", "2025-01-02"),
        text("D3", "7"),
        text("A4", "3"),
        text("B4", "2025-01-03"),
        text("D4", "7"),
        text("A5", "4"),
        text("B5", "2025-01-04"),
        text("C5", "=HYPERLINK(&quot;http://x&quot;)"),
        text("D5", "7"),
    );
    let out = world.import("casa", &profile, &world.file("formulas.xlsx", workbook(&sheet, &[])));
    let told = json(&out);
    adds_up(&told);
    let n = |name: &str| told[name].as_i64().unwrap();
    assert_eq!((n("inserted"), n("skipped"), n("rejected")), (1, 2, 1), "{told}");
    assert_eq!(world.kpi("casa")["kpis"]["average"], 87.5);
    let rejects = std::fs::read_to_string(told["rejects_file"].as_str().unwrap()).unwrap();
    assert!(rejects.contains("'=HYPERLINK"), "a spreadsheet would run this: {rejects}");
}
