//! Every view of many filters, natively and as WASM in node: the same bytes.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
};

use engine_bench::{VIEWS, demo, json, run};
use falcon::domain::Cube;

use crate::Fault;

/// Filters compared, each in every view.
const FILTERS: usize = 300;

/// Compares; an error tells the first difference.
pub fn check(script: &str, wasm: &str) -> Result<(), Fault> {
    let (catalog, rows) = demo::organization(9_000);
    let cube = Cube::build(catalog, rows).map_err(|error| format!("{error:?}"))?;
    let snapshot = std::env::temp_dir().join(format!("falcon-parity-{}.snapshot", std::process::id()));
    std::fs::write(&snapshot, cube.encode())?;
    let mut node = Command::new("node");
    node.args([script, wasm]).arg(&snapshot).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn()?;
    let (mut questions, answers) = (node.stdin.take().ok_or("no input")?, node.stdout.take().ok_or("no output")?);
    let mut answers = BufReader::new(answers).lines();
    let mut dice = demo::Dice::new(11);
    let (mut answered, mut bytes) = (0, 0);
    for _ in 0..FILTERS {
        let query = demo::query(&mut dice);
        for view in 0..VIEWS as u32 {
            writeln!(questions, "json {view} {query}")?;
            let theirs = answers.next().ok_or("node ended")??;
            let mine = json(&run(&cube, view, &query));
            if mine != theirs {
                let at = mine.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
                let part =
                    |text: &str| text.get(at.saturating_sub(60)..(at + 60).min(text.len())).unwrap_or("").to_owned();
                return Err(format!(
                    "view {view} of \"{query}\" differs\n  native …{}…\n  WASM   …{}…",
                    part(&mine),
                    part(&theirs)
                )
                .into());
            }
            answered += usize::from(!mine.contains("UnknownValue"));
            bytes += mine.len();
        }
    }
    drop(questions);
    node.wait()?;
    std::fs::remove_file(snapshot)?;
    println!("{answered} answers, {bytes} bytes: WASM and native are the same, byte for byte");
    Ok(())
}
