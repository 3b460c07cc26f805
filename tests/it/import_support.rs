//! The built program, files to import, and an HTTP client of twenty lines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

/// A data folder of its own.
pub struct World {
    pub folder: tempfile::TempDir,
    pub database_url: Option<String>,
}

impl World {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database_url: None }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The program over a data folder.
    pub fn program_in(&self, data: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_falcon"));
        command
            .env("FALCON_DATA", data)
            .env_remove("DATABASE_URL")
            .env_remove("FALCON_ORG")
            .env_remove("REDIS_URL")
            .env("FALCON_OPEN", "1");
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    pub fn program(&self) -> Command {
        self.program_in(&self.data())
    }

    pub fn import(&self, org: &str, profile: &Path, file: &Path) -> Output {
        import(self.program(), org, profile, file).output().unwrap()
    }

    /// The dashboard of an organization, as it is told to scripts.
    pub fn kpi(&self, org: &str) -> Value {
        let out = self.program().args(["kpi", "--org", org, "--json"]).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }
}

pub fn import(mut program: Command, org: &str, profile: &Path, file: &Path) -> Command {
    program.args(["import", "--json", "--org", org, "--profile"]).arg(profile).arg(file);
    program
}

pub fn json(out: &Output) -> Value {
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{out:?}"))
}

/// What scripts rely on: nothing is lost between the counts.
pub fn adds_up(told: &Value) {
    let n = |name: &str| told[name].as_i64().unwrap();
    let parts = ["inserted", "updated", "unchanged", "skipped", "rejected"];
    assert_eq!(n("read"), parts.iter().map(|part| n(part)).sum::<i64>(), "{told}");
}

pub const PROFILE: &str = r#"
name = "prueba"
layout = "score_only"
external_id = "folio"
kind = { fixed = "operativa" }
date = { column = "fecha", formats = ["iso", "%d/%m/%Y"] }
score = { column = "calificacion" }
branch = { code = "clave", name = "sucursal", group = "grupo", latitude = "lat", longitude = "lon" }
"#;

/// `rows` supervisions of 40 branches; `padding` bytes of comment in each.
pub fn table(rows: usize, padding: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("folio,fecha,calificacion,clave,sucursal,grupo,lat,lon,comentario\n");
    let comment = "x".repeat(padding);
    for n in 0..rows {
        let (branch, score) = (n % 40, 60 + n % 41);
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        writeln!(
            text,
            "F{n},2025-{month:02}-{day:02},{score},{branch},Sucursal {branch},Grupo {},25.{branch:02},-100.{branch:02},\"{comment}\"",
            branch % 7
        )
        .unwrap();
    }
    text
}

/// A running server, stopped when dropped.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// A server that asks nobody to sign in.
    pub fn start(world: &World, org: &str) -> Self {
        Self::with(world, org, &[])
    }

    /// With these variables.
    pub fn with(world: &World, org: &str, variables: &[(&str, &str)]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut program = world.program();
        program.arg("serve").env("FALCON_ADDR", format!("127.0.0.1:{port}")).env("FALCON_ORG", org);
        program.envs(variables.iter().copied());
        let child = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { child, port };
        let until = Instant::now() + Duration::from_secs(60);
        while server.get("/salud").is_none_or(|(status, _)| status != 200) {
            assert!(Instant::now() < until, "the server did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Ends it as a power cut does.
    pub fn kill(&self) {
        let killed = Command::new("kill").args(["-9", &self.child.id().to_string()]).status();
        assert!(killed.is_ok_and(|status| status.success()));
    }

    /// Status and text of a page.
    pub fn get(&self, path: &str) -> Option<(u16, String)> {
        self.get_in("en", path)
    }

    /// In a language.
    pub fn get_in(&self, language: &str, path: &str) -> Option<(u16, String)> {
        self.send(&format!("GET {path} HTTP/1.0\r\nhost: localhost\r\naccept-language: {language}\r\n\r\n"), &[])
    }

    pub fn post(&self, path: &str, kind: &str, body: &[u8]) -> Option<(u16, String)> {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.0\r\nhost: localhost\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
        );
        self.send(&head, body)
    }

    /// Uploads a file; answers the address it leads to.
    pub fn upload(&self, name: &str, bytes: &[u8]) -> String {
        let mut body = format!(
            "--grenze\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--grenze--\r\n");
        let (status, answer) =
            self.post("/importar/archivo", "multipart/form-data; boundary=grenze", &body).expect("an answer");
        assert_eq!(status, 303, "{answer}");
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).expect("a location");
        location.trim().to_owned()
    }

    pub fn send(&self, head: &str, body: &[u8]) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1)?.parse().ok()?;
        Some((status, answer))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
