//! The rejects file: every row that was not taken, why, and what to do. CSV with a byte order mark, for spreadsheets.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::rows::Problem;

/// A rejects file being written; it gets its name when the import is done, and vanishes with it otherwise.
pub struct Rejects {
    folder: PathBuf,
    language: String,
    csv: Option<csv::Writer<BufWriter<tempfile::NamedTempFile>>>,
}

impl Rejects {
    #[must_use]
    pub fn new(folder: &Path, language: &str) -> Self {
        Self { folder: folder.to_owned(), language: language.to_owned(), csv: None }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn push(&mut self, file: &str, sheet: &str, problem: &Problem) -> io::Result<()> {
        if self.csv.is_none() {
            std::fs::create_dir_all(&self.folder)?;
            let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(&self.folder)?);
            out.write_all("\u{feff}".as_bytes())?;
            let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            csv.write_record(["file", "sheet", "line", "column", "value", "reason", "remedy"])?;
            self.csv = Some(csv);
        }
        let Some(csv) = &mut self.csv else { return Ok(()) };
        let line = problem.cell.line.to_string();
        let cells = [file, sheet, &line, &problem.cell.column, &problem.cell.value].map(harmless);
        let told = [problem.reason.code().to_owned(), problem.reason.words(&self.language).to_owned()];
        csv.write_record(cells.into_iter().chain(told))?;
        Ok(())
    }

    /// Gives the file its name; `None` when nothing was rejected.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn keep(self, name: &str) -> io::Result<Option<PathBuf>> {
        let Some(csv) = self.csv else { return Ok(None) };
        let file = csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let path = self.folder.join(name);
        let kept: File = file.persist(&path).map_err(|error| error.error)?;
        drop(kept);
        Ok(Some(path))
    }
}

/// A spreadsheet runs what starts like a formula: a quote in front makes it text.
pub fn harmless(text: &str) -> String {
    match text.bytes().next() {
        Some(b'=' | b'@' | b'\t' | b'\r') => format!("'{text}"),
        Some(b'+' | b'-') if text.parse::<f64>().is_err() => format!("'{text}"),
        _ => text.to_owned(),
    }
}
