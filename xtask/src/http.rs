//! Just enough HTTP to look at our own pages.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use anyhow::Context as _;

/// An answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    /// As it went over the wire, without chunk marks.
    pub body: Vec<u8>,
    /// From the request to the first byte of the answer.
    pub first_byte: Duration,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// Asks for a path on a fresh connection; `accept` is what codings are taken (empty: none).
pub fn get(addr: SocketAddr, path: &str, accept: &str) -> anyhow::Result<Answer> {
    get_with(addr, path, accept, "")
}

/// As [`get`], with more headers: whole lines.
pub fn get_with(addr: SocketAddr, path: &str, accept: &str, more: &str) -> anyhow::Result<Answer> {
    let coding = if accept.is_empty() { String::new() } else { format!("Accept-Encoding: {accept}\r\n") };
    ask(addr, &format!("GET {path}"), &format!("{coding}{more}"), b"")
}

/// Sends a body of a type, on a fresh connection.
pub fn send(addr: SocketAddr, method: &str, path: &str, kind: &str, body: &[u8]) -> anyhow::Result<Answer> {
    send_with(addr, &format!("{method} {path}"), &format!("Content-Type: {kind}\r\n"), body)
}

/// As [`send`], with these headers: whole lines; `line` is a method and a path.
pub fn send_with(addr: SocketAddr, line: &str, headers: &str, body: &[u8]) -> anyhow::Result<Answer> {
    ask(addr, line, &format!("{headers}Content-Length: {}\r\n", body.len()), body)
}

fn ask(addr: SocketAddr, line: &str, headers: &str, body: &[u8]) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(addr).with_context(|| format!("nothing listens on {addr}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let request =
        format!("{line} HTTP/1.1\r\nHost: {addr}\r\nAccept-Language: es-MX\r\n{headers}Connection: close\r\n\r\n");
    let asked = Instant::now();
    stream.write_all(request.as_bytes())?;
    stream.write_all(body)?;
    let mut bytes = vec![0; 1];
    stream.read_exact(&mut bytes).context("no answer")?;
    let first_byte = asked.elapsed();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").context("no head")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
    let body = bytes[end + 4..].to_vec();
    let mut answer = Answer { status, head, body, first_byte };
    if answer.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        answer.body = unchunked(&answer.body).context("broken chunks")?;
    }
    Ok(answer)
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size + 2..)?;
    }
}
