//! The first rows of a file, and which of them is the header.

use std::path::Path;

use crate::server::import::read::{self, ReadError, ReadOptions, Row, Step};

/// Rows that are looked at.
pub(super) const SAMPLE: usize = 200;

/// The first rows of a file.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    pub sheet: Option<String>,
    pub header: Vec<String>,
    /// Row of the header among the rows that are not blank, from 1.
    pub header_row: u32,
    pub rows: Vec<Vec<String>>,
}

/// Reads the header and the first rows: of a workbook, those of the sheet with the most columns among the first ten.
///
/// # Errors
/// When the file cannot be read.
pub fn sample(path: &Path, options: &ReadOptions, rows: usize) -> Result<Sample, ReadError> {
    let mut sheets: Vec<(Option<String>, Vec<Row>)> = Vec::new();
    read::read::<ReadError>(path, options, &mut |step| {
        match step {
            Step::Sheet(name) => sheets.push((Some(name.to_owned()), Vec::new())),
            Step::Row(row) => {
                if sheets.is_empty() {
                    sheets.push((None, Vec::new()));
                }
                let several = sheets.first().is_some_and(|(name, _)| name.is_some());
                let Some((_, kept)) = sheets.last_mut() else { return Ok(true) };
                if kept.len() < rows + 10 {
                    kept.push(row.clone());
                } else if !several {
                    return Ok(false);
                }
            }
        }
        Ok(sheets.len() <= 10)
    })?;
    let best = sheets
        .into_iter()
        .map(|(sheet, rows)| with_header(sheet, &rows))
        .max_by_key(|s| (s.header.len(), s.rows.len()));
    best.filter(|sample| !sample.header.is_empty()).ok_or(ReadError::Empty)
}

/// The header is the first row with as many names as any of the first ten rows, give or take.
fn with_header(sheet: Option<String>, rows: &[Row]) -> Sample {
    let filled = |row: &Row| (0..row.width()).filter(|column| !row.cell(*column).is_empty()).count();
    let most = rows.iter().take(10).map(filled).max().unwrap_or(0);
    let at = rows.iter().take(10).position(|row| filled(row) * 10 >= most * 7).unwrap_or(0);
    let header = rows.get(at).map(Row::cells).unwrap_or_default();
    let rows = rows.iter().skip(at + 1).map(Row::cells).collect();
    Sample { sheet, header, header_row: u32::try_from(at).unwrap_or(0) + 1, rows }
}
