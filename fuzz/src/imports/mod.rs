//! Tables, sheets and profiles.

use std::io::Write;

use falcon::server::import::{
    guess::{self, Sample},
    preview::preview,
    profile::{self, Profile},
    read::{self, MAX_COLUMNS, MAX_ROW_BYTES, ReadError, ReadOptions, Step},
};

pub mod workbook;

const ZONE: &str = "America/Mexico_City";

/// Any bytes are a table or are refused; what is a table gets a guessed profile that reads it.
pub fn table(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("a temporary file");
    let _ = read::read::<ReadError>(file.path(), &ReadOptions::default(), &mut |step| {
        if let Step::Row(row) = step {
            assert!(row.line > 0 && row.width() <= MAX_COLUMNS);
            assert!(row.text().len() <= 4 * MAX_ROW_BYTES, "a byte of another encoding becomes three at most");
            assert!(row.cells().iter().map(String::len).sum::<usize>() <= row.text().len());
        }
        Ok(true)
    });
    if let Ok((guessed, sample)) = guess::guess_file(file.path(), "tabla.csv") {
        let toml = guessed.to_toml().expect("a guess can be written");
        if toml.len() <= profile::MAX_BYTES {
            assert_eq!(Profile::draft(&toml).as_ref(), Ok(&guessed), "a guess can be read again");
        }
        let _ = preview(&guessed, &sample, ZONE);
    }
}

/// Any text is the cells of a sheet or is refused.
pub fn sheet(text: &str) {
    table(&workbook::workbook(text, &[]));
}

/// Any text is a profile or is refused; what is one keeps its meaning when written, and reads rows or says why not.
pub fn profile(text: &str) {
    let Ok(profile) = Profile::parse(text) else { return };
    let toml = profile.to_toml().expect("what was read can be written");
    assert_eq!(Profile::parse(&toml).as_ref(), Ok(&profile), "what was written can be read");
    let branch = &profile.branch;
    let columns = [&branch.code, &branch.name, &branch.label, &profile.external_id, &profile.supervisor];
    let mut header: Vec<String> = columns.into_iter().flatten().cloned().collect();
    header.extend(branch.identity.iter().cloned());
    header.extend(profile.date.iter().map(|date| date.column.clone()));
    header.extend(profile.score.iter().flat_map(|s| [&s.column, &s.points, &s.max_points]).flatten().cloned());
    header.extend(profile.areas.iter().flat_map(|areas| areas.columns.iter().chain(&areas.column)).cloned());
    header.extend(profile.areas.iter().flat_map(|areas| &areas.score).cloned());
    header.sort_unstable();
    header.dedup();
    let cells = ["7 - Juárez", "2025-03-09", "95.5", "", "-1e9", "31/12/2025 23:59", "0"];
    let row = |from: usize| (0..header.len()).map(|column| cells[(column + from) % cells.len()].to_owned()).collect();
    let rows = (0..cells.len()).map(row).collect();
    let _ = preview(&profile, &Sample { sheet: None, header: header.clone(), header_row: 1, rows }, ZONE);
}
