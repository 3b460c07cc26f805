//! Long files: the rows of one supervision may lie anywhere, so rows are dealt into parts on disk by supervision, and
//! each part is small enough to be put together in memory.

use std::{
    collections::HashMap,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, Write},
    path::Path,
};

use super::{
    read::Row,
    rows::{Problem, VisitData},
};
use crate::contract::RejectReason;

/// Bytes of a file that make one part.
const PART: u64 = 8 << 20;

/// Rows on disk, dealt by supervision.
pub struct Spill {
    parts: Vec<BufWriter<File>>,
}

impl Spill {
    /// Parts for a file of this size, as nameless files in `folder`.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn new(folder: &Path, file_bytes: u64) -> io::Result<Self> {
        let count = (file_bytes / PART + 1).min(256);
        let part = |_| tempfile::tempfile_in(folder).map(|file| BufWriter::with_capacity(16 << 10, file));
        Ok(Self { parts: (0..count).map(part).collect::<io::Result<_>>()? })
    }

    /// Puts a row to the others of its supervision.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn push(&mut self, key: &str, row: &Row) -> io::Result<()> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let count = self.parts.len() as u64;
        let index = usize::try_from(hasher.finish() % count).unwrap_or(0);
        let part = &mut self.parts[index];
        let mut put = |bytes: &[u8]| {
            part.write_all(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes())?;
            part.write_all(bytes)
        };
        put(key.as_bytes())?;
        put(&row.line.to_le_bytes())?;
        put(&u32::try_from(row.width()).unwrap_or(0).to_le_bytes())?;
        for column in 0..row.width() {
            put(row.cell(column).as_bytes())?;
        }
        Ok(())
    }

    /// Calls `each` with the rows of one supervision after the other, in order of their first rows within a part.
    ///
    /// # Errors
    /// When reading back fails, or `each` does.
    pub fn drain<E: From<io::Error>>(self, each: &mut dyn FnMut(Vec<Row>) -> Result<(), E>) -> Result<(), E> {
        for part in self.parts {
            let mut file = part.into_inner().map_err(|error| E::from(error.into_error()))?;
            file.rewind()?;
            let mut reader = BufReader::with_capacity(1 << 16, file);
            let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
            let mut groups: Vec<Vec<Row>> = Vec::new();
            while let Some(key) = take(&mut reader)? {
                let row = read_row(&mut reader)?;
                let place = *places.entry(key).or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
                groups[place].push(row);
            }
            drop(places);
            for rows in groups {
                each(rows)?;
            }
        }
        Ok(())
    }
}

fn take(reader: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match reader.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    reader.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

fn read_row(reader: &mut impl Read) -> io::Result<Row> {
    let mut next = || take(reader)?.ok_or_else(|| io::Error::from(ErrorKind::UnexpectedEof));
    let damaged = |_| io::Error::from(ErrorKind::InvalidData);
    let line = u64::from_le_bytes(next()?.as_slice().try_into().map_err(damaged)?);
    let width = u32::from_le_bytes(next()?.as_slice().try_into().map_err(damaged)?);
    let mut row = Row::default();
    row.clear(line);
    for _ in 0..width {
        row.push(&String::from_utf8_lossy(&next()?));
    }
    Ok(row)
}

/// Puts the rows of one supervision together. Rows that disagree on anything but their area reject all.
///
/// # Errors
/// The cell that disagrees.
pub fn join(mut visits: Vec<VisitData>, area_column: &str) -> Result<Option<VisitData>, Problem> {
    if visits.is_empty() {
        return Ok(None);
    }
    let mut whole = visits.remove(0);
    let mut areas = whole.areas.take().unwrap_or_default();
    for visit in visits {
        let line = visit.line;
        let conflict = |column: &str, value: String| Problem {
            cell: super::rows::Cell { line, column: column.to_owned(), value },
            reason: RejectReason::ConflictingRows,
        };
        let what = |visit: &VisitData| (visit.branch.code.clone(), visit.kind.clone(), visit.day, visit.second);
        if what(&visit) != what(&whole) {
            return Err(conflict("", format!("{} {} {}", visit.branch.code, visit.kind, visit.day)));
        }
        // a general score that some rows leave empty is that of the others
        if let (Some(a), Some(b)) = (whole.score, visit.score)
            && a != b
        {
            return Err(conflict("", format!("{} ≠ {}", f64::from(b) / 100.0, f64::from(a) / 100.0)));
        }
        whole.score = whole.score.or(visit.score);
        whole.points = whole.points.or(visit.points);
        whole.supervisor = whole.supervisor.or(visit.supervisor);
        whole.sent_from = whole.sent_from.or(visit.sent_from);
        for area in visit.areas.unwrap_or_default() {
            let folded = crate::domain::text::fold(&area.name);
            match areas.iter().find(|known| crate::domain::text::fold(&known.name) == folded) {
                Some(known) if *known == area => {}
                Some(known) if known.score == area.score => {}
                Some(_) => return Err(conflict(area_column, area.name)),
                None => areas.push(area),
            }
        }
    }
    if whole.score.is_none() {
        let points: Option<Vec<(i64, i64)>> = areas.iter().map(|area| area.points).collect();
        let (sum, max) = points.unwrap_or_default().iter().fold((0, 0), |sum, area| (sum.0 + area.0, sum.1 + area.1));
        if max > 0 {
            whole.points = Some((sum, max));
            whole.score = u16::try_from((2 * 10_000 * i128::from(sum) + i128::from(max)) / (2 * i128::from(max))).ok();
        }
    }
    whole.areas = Some(areas);
    Ok(Some(whole))
}
