//! Running programs and telling about it.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::folders;

/// A `cargo` command in the checkout, building into the build folder.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folders::root()).env("CARGO_TARGET_DIR", folders::target());
    without_own_names(&mut command);
    command
}

/// What `cargo run -p xtask` sets for xtask must not leak into what xtask builds.
pub fn without_own_names(command: &mut Command) {
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_MANIFEST_PATH"] {
        command.env_remove(name);
    }
}

/// Runs a program with its output on the terminal; failing is an error that names `what`.
pub fn run(what: &str, command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("{what}: cannot start {}", name(command)))?;
    if !status.success() {
        bail!("{what} failed ({} ended with {status})", name(command));
    }
    Ok(())
}

/// Runs a program and returns what it printed; its complaints are shown only when it fails.
pub fn output(what: &str, command: &mut Command) -> anyhow::Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{what}: cannot start {}", name(command)))?;
    if !output.status.success() {
        bail!(
            "{what} failed ({} ended with {})\n{}{}",
            name(command),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Does a program of this name start?
pub fn exists(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Does a step under a heading, and prints how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    eprintln!("▸ {what}");
    let started = Instant::now();
    let result = work()?;
    eprintln!("  done in {}", time(started.elapsed()));
    Ok(result)
}

/// `850 ms`, `12.3 s`, `4 min 05 s`.
pub fn time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match seconds {
        0 => format!("{} ms", elapsed.as_millis()),
        1..=59 => format!("{:.1} s", elapsed.as_secs_f64()),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// As [`output`], with `input` on the program's standard input.
pub fn with_input(what: &str, command: &mut Command, input: &str) -> anyhow::Result<String> {
    use std::io::Write as _;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{what}: cannot start {}", name(command)))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{what} failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
