//! Holds `src/` to the import table of ARCHITECTURE.md: reads every path that starts at the crate's root (also nested
//! in `use crate::{…}` and through `super::`) and asks the table whether its room may enter the other.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Room → rooms it may import. A room is the longest of these prefixes that a module's path starts with.
///
/// `lib.rs` and `main.rs` wire everything and are free; `server::{config, state, error, out, listed}` are read by all of `server`.
const TABLE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("contract", &["domain"]),
    ("screens", &["contract", "domain"]),
    ("engine", &["screens", "contract", "domain"]),
    ("chart", &["contract", "domain"]),
    ("ui", &["ui::browser", "server_fns", "chart", "contract", "domain"]),
    ("ui::browser", &["contract", "domain"]),
    ("server_fns", &["contract", "domain", "server::services"]),
    ("server::config", &["contract", "domain"]),
    ("server::out", &[]),
    ("server::listed", &[]),
    // Every room's failures become one error here.
    ("server::error", &["server::db", "server::import", "contract", "domain"]),
    ("server::state", &["domain"]),
    ("server::web", &["server::services", "server::api", "server::bot", "contract", "domain", "ui", "server_fns"]),
    ("server::api", &["server::services", "contract", "domain"]),
    ("server::bot", &["server::services", "contract", "domain"]),
    ("server::jobs", &["server::services", "server::events", "contract", "domain"]),
    (
        "server::services",
        &[
            "server::db",
            "server::cache",
            "server::events",
            "server::clients",
            "server::import",
            "server::proof",
            "server::print",
            "screens",
            // Drawings that are printed.
            "chart",
            "contract",
            "domain",
        ],
    ),
    ("server::print", &["chart", "contract", "domain"]),
    ("server::import", &["server::db", "contract", "domain"]),
    ("server::demo", &["server::services", "server::db", "server::import", "contract", "domain"]),
    // Commands: they open the services and print.
    ("server::user", &["server::services", "server::db", "domain"]),
    ("server::audit", &["server::services", "server::db", "domain"]),
    // It asks the API, within the process.
    ("server::export", &["server::api", "server::services", "server::db", "domain"]),
    ("server::proof", &["domain"]),
    ("server::db", &["domain"]),
    ("server::cache", &["domain"]),
    ("server::events", &["domain"]),
    ("server::clients", &["domain"]),
];

/// Readable by all of `server`.
const COMMON: &[&str] = &["server::config", "server::state", "server::error", "server::out", "server::listed"];

/// Asked while running, as cargo sets it: where checkouts share a build folder the test may have been compiled in another.
fn checkout() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the test"))
}

#[test]
fn every_import_is_in_the_table() {
    let root = checkout().join("src");
    let mut breaches = BTreeSet::new();
    let mut seen = 0;
    for file in rust_files(&root) {
        let module = module_of(&root, &file);
        if module.is_empty() {
            continue;
        }
        let from = room_of(&module).unwrap_or_else(|| panic!("{} is in no room of the table", file.display()));
        let text = fs::read_to_string(&file).unwrap();
        for path in paths(&text, &module) {
            seen += 1;
            // A path to a re-export of the crate's root or to a module that only leads on names no room.
            let Some(to) = room_of(&path) else { continue };
            if to != from && !allowed(from, to) {
                let relative = file.strip_prefix(&root).unwrap().display();
                breaches.insert(format!("src/{relative}: {from} may not import {to} (crate::{path})"));
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were found: does the test still read them?");
    let list: Vec<_> = breaches.into_iter().collect();
    assert!(list.is_empty(), "imports against the table of ARCHITECTURE.md:\n{}", list.join("\n"));
}

#[test]
fn the_table_is_the_one_in_the_document() {
    let text = fs::read_to_string(checkout().join("ARCHITECTURE.md")).unwrap();
    for (room, _) in TABLE {
        let name = room.rsplit("::").next().unwrap();
        assert!(text.contains(name), "ARCHITECTURE.md does not name {room}");
    }
}

fn allowed(from: &str, to: &str) -> bool {
    let listed = TABLE.iter().find(|(room, _)| *room == from).is_some_and(|(_, may)| may.contains(&to));
    listed || (from.starts_with("server::") && COMMON.contains(&to))
}

fn room_of(path: &str) -> Option<&'static str> {
    let inside = |room: &str| path == room || path.strip_prefix(room).is_some_and(|rest| rest.starts_with("::"));
    TABLE.iter().map(|(room, _)| *room).filter(|room| inside(room)).max_by_key(|room| room.len())
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `server::db::branches` for `src/server/db/branches.rs`; empty for the roots and for modules that only list rooms.
fn module_of(root: &Path, file: &Path) -> String {
    let mut parts: Vec<_> = file
        .strip_prefix(root)
        .expect("a file below the root")
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    let module = parts.join("::");
    if matches!(module.as_str(), "lib" | "main" | "server") || module.starts_with("commands") {
        return String::new();
    }
    module
}

/// Every path from the crate's root that the text names, `super` and `self` resolved, braces unfolded.
fn paths(text: &str, module: &str) -> Vec<String> {
    let text = without_comments_and_strings(text);
    let mut found = Vec::new();
    for root in ["crate", "super"] {
        for (at, _) in text.match_indices(&format!("{root}::")) {
            let before = text[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
                found.extend(unfold(&text[at..]).iter().filter_map(|path| resolve(path, module)));
            }
        }
    }
    found
}

/// `crate::a::{b, c::d}` → `crate::a::b`, `crate::a::c::d`.
fn unfold(text: &str) -> Vec<String> {
    let mut prefix = String::new();
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '_' || c == ':' {
            prefix.push(c);
        } else if c == '{' && prefix.ends_with("::") {
            let inner = &text[at + 1..closing(text, at)];
            return split_top(inner)
                .iter()
                .flat_map(|part| unfold(part.trim()))
                .map(|part| format!("{prefix}{part}"))
                .collect();
        } else {
            break;
        }
    }
    let prefix = prefix.trim_end_matches(':').to_owned();
    if prefix.is_empty() { vec![] } else { vec![prefix] }
}

fn closing(text: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in text[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at;
        }
    }
    text.len()
}

fn split_top(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A path relative to the crate's root. `super` inside an inline module (tests) is taken from the file's module, which
/// can only be too strict by one level and never leaves the room.
fn resolve(path: &str, module: &str) -> Option<String> {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut parts = path.split("::").peekable();
    if parts.next_if_eq(&"crate").is_some() {
        base.clear();
    }
    while parts.next_if_eq(&"super").is_some() {
        base.pop()?;
    }
    base.extend(parts);
    Some(base.join("::"))
}

fn without_comments_and_strings(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or("");
        let mut inside = false;
        for c in code.chars() {
            if c == '"' {
                inside = !inside;
            } else if !inside {
                kept.push(c);
            }
        }
        kept.push('\n');
    }
    kept
}

#[test]
fn paths_are_read_in_every_form() {
    let text = "use crate::{a::b, c::{d, e::F}};\nfn f() -> crate::g::H {} // crate::no\nuse super::super::i::J;\nlet s = \"crate::not\";";
    let found: BTreeSet<_> = paths(text, "x::y::z").into_iter().collect();
    let expected: BTreeSet<_> = ["a::b", "c::d", "c::e::F", "g::H", "x::i::J"].map(String::from).into();
    assert_eq!(found, expected);
}
