//! The engine as a program: loads a work file, then answers commands on standard input, a line each.
//! With `parity SCRIPT WASM` it compares itself with the WASM in node instead.
//!
//! - `time VIEW QUERY` → nanoseconds from query string to answer
//! - `json VIEW QUERY` → the answer
//! - `pass COUNT` → nanoseconds of a plain sum over that many scores
//! - `snapshot FILE` → writes the snapshot, answers its length
//! - `info` → sizes and rates

mod parity;

use std::{
    hint::black_box,
    io::{self, BufRead as _, Write as _},
    time::Instant,
};

use engine_bench::{json, run};
use falcon::domain::{
    Assignment, Branch, Catalog, Cube, Day, Group, Location, State, SupervisionRow, states, text::slug,
};
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Fault = Box<dyn std::error::Error>;

/// The work: a line of JSON, then little-endian columns day (i32), branch (u16), supervisor (u16), area scores (u16).
struct Work {
    catalog: Catalog,
    rows: Vec<SupervisionRow>,
    scores: Vec<u16>,
}

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, script, wasm] = arguments.as_slice()
        && command == "parity"
    {
        return parity::check(script, wasm);
    }
    let path = arguments.first().ok_or("give the work file")?;
    let work = load(path)?;
    let (visits, scores) = (work.rows.len(), work.scores.len());
    let (cube, build) = build(&work)?;
    let append = append_seconds(&work)?;
    let flat = work.scores;
    drop(work.rows);

    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.splitn(3, ' ');
        let (command, first, rest) =
            (words.next().unwrap_or(""), words.next().unwrap_or(""), words.next().unwrap_or(""));
        match command {
            "time" => {
                let started = Instant::now();
                let answer = run(black_box(&cube), first.parse()?, black_box(rest));
                let elapsed = started.elapsed().as_nanos();
                black_box(answer);
                writeln!(out, "{elapsed}")?;
            }
            "json" => writeln!(out, "{}", json(&run(&cube, first.parse()?, rest)))?,
            "pass" => {
                let scores = &flat[..first.parse::<usize>()?.min(flat.len())];
                let started = Instant::now();
                let sum: u64 = black_box(scores)
                    .chunks(4_096)
                    .map(|part| u64::from(part.iter().map(|s| u32::from(*s)).sum::<u32>()))
                    .sum();
                let elapsed = started.elapsed().as_nanos();
                black_box(sum);
                writeln!(out, "{elapsed}")?;
            }
            "snapshot" => {
                let bytes = cube.encode();
                std::fs::write(first, &bytes)?;
                writeln!(out, "{}", bytes.len())?;
            }
            "info" => writeln!(
                out,
                "{}",
                serde_json::json!({ "visits": visits, "scores": scores, "bytes": cube.bytes(), "build_s": build,
                    "append_1000_s": append })
            )?,
            other => return Err(format!("no such command: {other}").into()),
        }
        out.flush()?;
    }
    Ok(())
}

/// The cube, and the median time of building it: one time alone was seen to be three times as long.
fn build(work: &Work) -> Result<(Cube, f64), Fault> {
    let mut times = Vec::new();
    loop {
        let (catalog, rows) = (work.catalog.clone(), work.rows.clone());
        let started = Instant::now();
        let cube = Cube::build(catalog, rows).map_err(|error| format!("{error:?}"))?;
        times.push(started.elapsed().as_secs_f64());
        if times.len() == 5 {
            times.sort_by(f64::total_cmp);
            return Ok((cube, times[2]));
        }
    }
}

/// Median time of appending the last 1,000 visits to a cube of all the others.
fn append_seconds(work: &Work) -> Result<f64, Fault> {
    let split = work.rows.len().saturating_sub(1_000);
    let base =
        Cube::build(work.catalog.clone(), work.rows[..split].iter().cloned()).map_err(|error| format!("{error:?}"))?;
    let mut times = Vec::new();
    for _ in 0..5 {
        let (mut cube, rows) = (base.clone(), work.rows[split..].to_vec());
        let catalog = work.catalog.clone();
        let started = Instant::now();
        cube.append(catalog, rows).map_err(|error| format!("{error:?}"))?;
        times.push(started.elapsed().as_secs_f64());
        black_box(cube);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[2])
}

fn load(path: &str) -> Result<Work, Fault> {
    let bytes = std::fs::read(path)?;
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("no header")?;
    let header: Value = serde_json::from_slice(&bytes[..end])?;
    let visits = header["visits"].as_u64().unwrap_or(0) as usize;
    let texts = |name: &str| -> Vec<String> {
        header[name].as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let areas = texts("areas");
    let mut catalog = Catalog {
        organization: "bench".into(),
        organization_name: "Bench".into(),
        data_version: 1,
        kinds: vec!["operativa".into()],
        areas: areas.clone(),
        supervisors: texts("supervisors"),
        ..Catalog::default()
    };
    for branch in header["branches"].as_array().into_iter().flatten() {
        add_branch(&mut catalog, branch);
    }
    let mut rest = &bytes[end + 1..];
    let mut take = |length: usize| {
        let (taken, left) = rest.split_at(length);
        rest = left;
        taken
    };
    let days: Vec<i32> = take(visits * 4).as_chunks().0.iter().map(|word| i32::from_le_bytes(*word)).collect();
    let mut words = |count: usize| -> Vec<u16> {
        take(count * 2).as_chunks().0.iter().map(|word| u16::from_le_bytes(*word)).collect()
    };
    let (branches, supervisors) = (words(visits), words(visits));
    let scores = words(visits * areas.len());
    let rows = (0..visits).map(|visit| {
        let mine = &scores[visit * areas.len()..(visit + 1) * areas.len()];
        let sum: u32 = mine.iter().map(|score| u32::from(*score)).sum();
        SupervisionRow {
            id: visit as u32 + 1,
            branch: u32::from(branches[visit]),
            kind: 0,
            day: Day::from_number(days[visit]),
            minute: None,
            supervisor: Some(supervisors[visit]),
            score: Some((sum / areas.len() as u32) as u16),
            areas: mine.iter().enumerate().map(|(area, score)| (area as u16, *score)).collect(),
        }
    });
    Ok(Work { rows: rows.collect(), catalog, scores })
}

fn add_branch(catalog: &mut Catalog, branch: &Value) {
    let text = |name: &str| branch[name].as_str().unwrap_or_default().to_owned();
    let group = text("group");
    let group = catalog.groups.iter().position(|known| known.name == group).unwrap_or_else(|| {
        catalog.groups.push(Group { slug: slug(&group), name: group });
        catalog.groups.len() - 1
    });
    let name = text("state");
    let state = catalog.states.iter().position(|known| known.name == name).unwrap_or_else(|| {
        let code = states::inegi(&name).map_or_else(|| slug(&name), |(code, _)| code.to_owned());
        catalog.states.push(State { code, name });
        catalog.states.len() - 1
    });
    catalog.branches.push(Branch {
        code: text("code"),
        name: text("name"),
        territory: None,
        state: Some(state as u16),
        municipality: Some(text("municipality")),
        location: branch["lat"]
            .as_f64()
            .zip(branch["lon"].as_f64())
            .map(|(latitude, longitude)| Location { latitude, longitude }),
        time_zone: None,
        opened: None,
        closed: None,
        assignments: vec![Assignment { from: Day::MIN, group: Some(group as u16) }],
    });
}
