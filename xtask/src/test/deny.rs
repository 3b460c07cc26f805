//! Licences, sources and banned crates by `deny.toml`: with cargo-deny where it is installed, else by a small check of
//! the same three sections (cargo-deny takes minutes to compile).

use std::{collections::BTreeSet, process::Command};

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::report::{Counts, Log};
use crate::{folders, run};

/// Where every dependency must come from.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks the whole dependency graph.
pub fn check(log: &Log) -> anyhow::Result<Counts> {
    if run::output("cargo-deny", Command::new("cargo-deny").arg("--version")).is_ok() {
        // Advisories need a database from the network; the workflow on the code host checks them.
        log.run(run::cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]))?;
        return Ok(Counts { passed: 3, ..Counts::default() });
    }
    log.say("cargo-deny is not installed (cargo install cargo-deny): licences, bans and sources are checked by xtask")?;
    let rules = std::fs::read_to_string(folders::root().join("deny.toml")).context("reading deny.toml")?;
    let allowed = list(&rules, "licenses", "allow").context("deny.toml: [licenses] allow")?;
    let banned = list(&rules, "bans", "deny").unwrap_or_default();
    let metadata = run::output(
        "cargo metadata",
        run::cargo().args(["metadata", "--format-version", "1", "--locked", "--all-features"]),
    )?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none");
        if !satisfied(licence, &allowed) {
            wrong.push(format!("{name}: licence {licence} is not allowed"));
        }
        if package["source"].as_str().is_some_and(|source| source != CRATES_IO) {
            wrong.push(format!("{name}: comes from {}", package["source"]));
        }
        if banned.contains(name) {
            wrong.push(format!("{name}: banned"));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(Counts { passed: 3, ..Counts::default() })
}

/// The strings of `key = [ … ]` in `[section]`; names of tables with `crate = "…"` too.
fn list(text: &str, section: &str, key: &str) -> Option<BTreeSet<String>> {
    let section = text.split(&format!("\n[{section}]\n")).nth(1)?;
    let section = section.split("\n[").next()?;
    let start =
        section.find(&format!("\n{key} = [")).or_else(|| section.starts_with(&format!("{key} = [")).then_some(0))?;
    let body = section[start..]
        .split_once('[')?
        .1
        .split_once("\n]")
        .or_else(|| section[start..].split_once('[')?.1.split_once(']'))?
        .0;
    let lines = body.lines().map(|line| line.split('#').next().unwrap_or_default());
    Some(lines.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect())
}

/// Is the SPDX expression satisfied by the allowed licences? `OR` needs one side, `AND` and the old `/` as cargo reads
/// them; `WITH` belongs to its licence.
fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let result = either(&tokens, &mut at, allowed);
    result && at == tokens.len()
}

fn either(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut result = both(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        result |= both(tokens, at, allowed);
    }
    result
}

fn both(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut result = single(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        result &= single(tokens, at, allowed);
    }
    result
}

fn single(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(token) = tokens.get(*at) else { return false };
    *at += 1;
    if *token == "(" {
        let result = either(tokens, at, allowed);
        *at += 1;
        return result;
    }
    if tokens.get(*at) == Some(&"WITH") {
        let exception = tokens.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return allowed.contains(&format!("{token} WITH {exception}")) || allowed.contains(*token);
    }
    allowed.contains(*token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx_says() {
        let allowed: BTreeSet<String> = ["MIT", "Apache-2.0", "Unicode-3.0"].map(String::from).into();
        for good in
            ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR X) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
        {
            assert!(satisfied(good, &allowed), "{good}");
        }
        for bad in ["none", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR X) AND Y"] {
            assert!(!satisfied(bad, &allowed), "{bad}");
        }
    }

    #[test]
    fn lists_are_read_from_their_section() {
        let text = "[graph]\n\n[licenses]\nallow = [\n    \"MIT\", # why\n    \"ISC\",\n]\n\n[bans]\ndeny = []\n";
        let allowed = list(text, "licenses", "allow").unwrap();
        assert_eq!(allowed.into_iter().collect::<Vec<_>>(), ["ISC", "MIT"]);
        assert!(list(text, "bans", "deny").unwrap().is_empty());
    }
}
