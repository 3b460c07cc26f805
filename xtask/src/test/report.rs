//! Running a step: its log, its counts, its lines on the terminal.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    ops::{Add, AddAssign},
    path::PathBuf,
    process::{Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::{folders, run};

/// A step that says nothing for so long gets a line about what it waits for.
const PATIENCE: Duration = Duration::from_secs(20);
/// Lines of a failed step's log that are shown.
const SHOWN: usize = 120;

/// How many checks passed, failed, were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Counts {
    /// A step that is one check.
    pub const fn one() -> Self {
        Self { passed: 1, failed: 0, skipped: 0 }
    }

    /// A step that cannot run here; its log says why.
    pub const fn skipped() -> Self {
        Self { passed: 0, failed: 0, skipped: 1 }
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Where a step writes.
pub struct Log {
    path: PathBuf,
}

impl Log {
    /// Runs a program into the log; failing is an error.
    pub fn run(&self, command: &mut Command) -> anyhow::Result<()> {
        let status = self.status(command)?;
        if !status.success() {
            bail!("{} ended with {status}", command.get_program().to_string_lossy());
        }
        Ok(())
    }

    /// Runs a program into the log, whatever it answers.
    pub fn status(&self, command: &mut Command) -> anyhow::Result<std::process::ExitStatus> {
        let file = self.file()?;
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        command.status().with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))
    }

    /// Runs another task of xtask into the log.
    pub fn own(&self, arguments: &[&str]) -> anyhow::Result<()> {
        self.run(Command::new(std::env::current_exe()?).args(arguments).current_dir(folders::root()))
    }

    /// Runs `cargo test` and counts its tests. Tests that fail are counted; anything else that fails is an error.
    pub fn cargo_test(&self, command: &mut Command) -> anyhow::Result<Counts> {
        let from = self.file()?.metadata()?.len();
        let status = self.status(command)?;
        let counts = counts_of(&self.text(from)?);
        if !status.success() && counts.failed == 0 {
            bail!("cargo test ended with {status}");
        }
        Ok(counts)
    }

    /// A line in the log.
    pub fn say(&self, line: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.file()?, "{line}")?)
    }

    /// The log's file, for a program that runs beside the step.
    pub fn file(&self) -> anyhow::Result<File> {
        Ok(File::options().append(true).create(true).open(&self.path)?)
    }

    /// What was written from an offset on.
    pub fn text(&self, from: u64) -> anyhow::Result<String> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn last_line(&self) -> String {
        let text = self.text(0).unwrap_or_default();
        let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        line.trim().chars().take(90).collect()
    }
}

/// Sums what `cargo test` says about each of its programs.
fn counts_of(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines().filter(|line| line.starts_with("test result:")) {
        let number = |what: &str| {
            let before = line.split(what).next().filter(|before| before.len() < line.len())?;
            before.trim_end().rsplit(' ').next()?.parse().ok()
        };
        counts += Counts {
            passed: number(" passed").unwrap_or(0),
            failed: number(" failed").unwrap_or(0),
            skipped: number(" ignored").unwrap_or(0),
        };
    }
    counts
}

/// Runs a step under its lines. An error of the step counts as one failure.
pub fn run(
    at: usize,
    of: usize,
    name: &str,
    what: &str,
    work: fn(&Log) -> anyhow::Result<Counts>,
) -> anyhow::Result<Counts> {
    let folder = folders::target().join("test-logs");
    fs::create_dir_all(&folder)?;
    let log = Log { path: folder.join(format!("{name}.log")) };
    fs::write(&log.path, "")?;
    println!("[{at}/{of}] {name}: {what}");
    let started = Instant::now();
    let (done, waiting) = mpsc::channel();
    let result = thread::scope(|scope| {
        let log = &log;
        scope.spawn(move || {
            let result = work(log);
            let _ = done.send(result);
        });
        loop {
            match waiting.recv_timeout(PATIENCE) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) => {
                    println!("      … {}: {}", run::time(started.elapsed()), log.last_line())
                }
                Err(RecvTimeoutError::Disconnected) => return Err(anyhow::anyhow!("the step panicked")),
            }
        }
    });
    let time = run::time(started.elapsed());
    let counts = match result {
        Ok(counts) => counts,
        Err(error) => {
            log.say(&format!("{error:#}"))?;
            Counts { failed: 1, ..Counts::default() }
        }
    };
    if counts.failed > 0 {
        let text = log.text(0)?;
        let lines: Vec<_> = text.lines().collect();
        for line in &lines[lines.len().saturating_sub(SHOWN)..] {
            println!("      | {line}");
        }
        println!(
            "      ✗ {} passed, {} failed ({time}); whole log: {}",
            counts.passed,
            counts.failed,
            log.path.display()
        );
    } else if counts.passed == 0 && counts.skipped > 0 {
        println!("      – skipped: {} ({time})", log.last_line());
    } else {
        println!("      ✓ {} passed ({time})", counts.passed);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_over_programs() {
        let text = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.1s\n\
                    test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(counts_of(text), Counts { passed: 12, failed: 3, skipped: 1 });
    }
}
