//! Rows out of files: one way to see CSV and XLSX, with hard limits, whatever the bytes.
//!
//! A *row* is a line number and its cells as text; XLSX numbers and dates become text here, so that everything later
//! reads one form. Reading is a push: [`read`] calls a function for each row and keeps one row in memory.

pub mod csv;
pub mod encoding;
pub mod sniff;
pub mod xlsx;

use std::{io, path::Path};

use crate::contract::ImportProblem;

/// Columns beyond this are refused.
pub const MAX_COLUMNS: usize = 2_000;
/// Bytes of one row, after unquoting.
pub const MAX_ROW_BYTES: usize = 4 << 20;
/// Bytes of one cell that is kept; longer ones reject their row.
pub const MAX_CELL_BYTES: usize = 4 << 10;

/// One row of a file. The cells are text, untrimmed.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Line (CSV, where the record starts) or row number (XLSX), from 1.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// The cell of a column (from 0), trimmed; empty beyond the last.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        let Some(&end) = self.ends.get(column) else { return "" };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        self.text.get(start..end).unwrap_or("").trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
    }

    /// How many cells the row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// No cell holds anything.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The whole row as one string of all cells.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn clear(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
    }

    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Cells as owned text, for previews.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        (0..self.width()).map(|column| self.cell(column).to_owned()).collect()
    }
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

/// Why a file cannot be read at all. Every reason is a sentence for the person who sent the file.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("the file cannot be opened or read: {0}")]
    Io(#[from] io::Error),
    #[error("the file is empty")]
    Empty,
    #[error("this is not a text table: it holds NUL bytes")]
    Binary,
    #[error("line {line}: more than {MAX_COLUMNS} columns")]
    TooManyColumns { line: u64 },
    #[error("line {line}: a row longer than {} MB; is a quotation mark left open?", MAX_ROW_BYTES >> 20)]
    RowTooLong { line: u64 },
    #[error(
        "line {line}: a quotation mark is opened here and never closed, so that the rest of the file would be one cell: \
         close it, or write it twice where it is meant as text"
    )]
    OpenQuote { line: u64 },
    #[error(
        "only one column found; which character separates the columns? Name it in a profile (delimiter), or save the \
         table with commas"
    )]
    OneColumn,
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    #[error("the workbook unpacks to more than is allowed ({0})")]
    Bomb(String),
    #[error("old .xls workbooks are not read: save it as .xlsx or .csv")]
    OldExcel,
}

impl ReadError {
    /// For the interface, in whose words it is told.
    #[must_use]
    pub fn problem(&self) -> ImportProblem {
        match self {
            Self::Io(_) => ImportProblem::new("unreadable", ""),
            Self::Empty => ImportProblem::new("empty", ""),
            Self::Binary => ImportProblem::new("binary", ""),
            Self::TooManyColumns { line } => ImportProblem::new("too_many_columns", line),
            Self::RowTooLong { line } => ImportProblem::new("row_too_long", line),
            Self::OpenQuote { line } => ImportProblem::new("open_quote", line),
            Self::OneColumn => ImportProblem::new("one_column", ""),
            Self::Workbook(_) => ImportProblem::new("workbook", ""),
            Self::Bomb(_) => ImportProblem::new("bomb", ""),
            Self::OldExcel => ImportProblem::new("old_excel", ""),
        }
    }
}

/// How to read a file; what is `None` is found out.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    pub delimiter: Option<u8>,
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// XLSX: only sheets of these names (compared folded); empty means all.
    pub sheets: Vec<String>,
}

/// One step of reading.
pub enum Step<'a> {
    /// A sheet starts (XLSX only); rows that follow are its.
    Sheet(&'a str),
    Row(&'a Row),
}

/// Go on or stop: `Ok(false)` ends the reading early without an error.
pub type Flow<E> = Result<bool, E>;

/// Tells the format from the first bytes, not from the name.
///
/// # Errors
/// When the file cannot be opened, is empty, or is an old workbook.
pub fn format_of(path: &Path) -> Result<Format, ReadError> {
    let mut head = [0_u8; 8];
    let n = read_up_to(&mut std::fs::File::open(path)?, &mut head)?;
    match &head[..n] {
        [] => Err(ReadError::Empty),
        [0x50, 0x4b, 3 | 5, 4 | 6, ..] => Ok(Format::Xlsx),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(ReadError::OldExcel),
        _ => Ok(Format::Csv),
    }
}

/// Reads every row that is not blank; `step` may end it early.
///
/// # Errors
/// The file's own, or what `step` answers.
pub fn read<E: From<ReadError>>(
    path: &Path,
    options: &ReadOptions,
    step: &mut dyn FnMut(Step<'_>) -> Flow<E>,
) -> Result<(), E> {
    match format_of(path)? {
        Format::Csv => csv::read(path, options, step),
        Format::Xlsx => xlsx::read(path, options, step),
    }
}

fn read_up_to(file: &mut impl io::Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match file.read(&mut buffer[n..]) {
            Ok(0) => break,
            Ok(more) => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n)
}

#[cfg(test)]
mod tests;
