//! The snapshot: a cube as bytes, for the browser and for keeping.
//!
//! `FLCN`, a version byte, then the parts below, then the CRC-32 of all before it. Numbers are little-endian or varints.
//! Reading trusts nothing: every count is held against the bytes that are left before anything is allocated, every index
//! against what it points into.

use super::{
    Cube, SnapshotError, build,
    columns::{Columns, Shapes, UNRATED},
    index::{self, NONE, Site},
};
use crate::domain::Day;

mod bytes;
mod catalog;

pub use bytes::crc32 as checksum;
use bytes::{Reader, Writer, crc32};

const MAGIC: &[u8; 4] = b"FLCN";
/// Raised by every change of the format.
const VERSION: u8 = 3;

type Read<T> = Result<T, SnapshotError>;

/// Fails with [`SnapshotError::Corrupt`] unless the condition holds.
fn ensure(holds: bool) -> Read<()> {
    if holds { Ok(()) } else { Err(SnapshotError::Corrupt) }
}

impl Cube {
    /// The compact, versioned, checksummed form.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(self.columns.bytes() + 4_096));
        out.0.extend_from_slice(MAGIC);
        out.0.push(VERSION);
        catalog::write(&self.catalog, &mut out);
        out.number(self.sites.len() as u64);
        for site in &self.sites {
            out.number(u64::from(site.branch));
            out.number(if site.group == NONE { 0 } else { u64::from(site.group) + 1 });
        }
        write_columns(&self.columns, &mut out);
        let sum = crc32(&out.0);
        out.0.extend_from_slice(&sum.to_le_bytes());
        out.0
    }

    /// Reads [`Cube::encode`]'s bytes; never panics nor allocates more than a small multiple of the input, whatever the bytes.
    ///
    /// # Errors
    /// When the bytes are not a whole, unharmed snapshot.
    pub fn decode(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let body =
            bytes.strip_prefix(MAGIC).and_then(|rest| rest.strip_prefix(&[VERSION])).ok_or(SnapshotError::Format)?;
        let (body, sum) = body.split_last_chunk::<4>().ok_or(SnapshotError::Corrupt)?;
        ensure(crc32(&bytes[..bytes.len() - 4]).to_le_bytes() == *sum)?;
        let mut reader = Reader(body);
        let catalog = catalog::read(&mut reader)?;
        index::check_catalog(&catalog).map_err(|_| SnapshotError::Corrupt)?;
        let count = reader.count(2)?;
        ensure(count <= usize::from(u16::MAX))?;
        let mut sites = Vec::with_capacity(count);
        let mut known = std::collections::HashSet::with_capacity(count);
        for _ in 0..count {
            let branch = reader.number_u32()?;
            let group = reader.number_u32()?;
            ensure((branch as usize) < catalog.branches.len() && group as usize <= catalog.groups.len())?;
            let group = if group == 0 { NONE } else { (group - 1) as u16 };
            let site = Site { branch, group };
            ensure(known.insert(site))?;
            sites.push(site);
        }
        let columns = read_columns(&mut reader)?;
        ensure(reader.0.is_empty())?;
        check(&columns, &catalog, sites.len())?;
        Ok(Self::assemble(catalog, sites, columns))
    }
}

fn write_columns(columns: &Columns, out: &mut Writer) {
    out.number(columns.shapes.len() as u64);
    for shape in 0..columns.shapes.len() {
        out.0.push(columns.shapes.kind[shape]);
        let areas = columns.shapes.areas_of(shape);
        out.number(areas.len() as u64);
        let mut before = 0;
        for area in areas {
            out.number(u64::from(area - before));
            before = *area;
        }
    }
    out.number(columns.shapes.full.len() as u64);
    for full in &columns.shapes.full {
        out.number(full.map_or(0, |shape| u64::from(shape) + 1));
    }
    out.number(columns.len() as u64);
    out.number(columns.day_start.len().saturating_sub(1) as u64);
    out.number(columns.first_day as u64);
    for pair in columns.day_start.windows(2) {
        out.number(u64::from(pair[1] - pair[0]));
    }
    let mut before = 0_u32;
    for id in &columns.id {
        out.number(bytes::zigzag(i64::from(*id) - i64::from(before)));
        before = *id;
    }
    for shape in &columns.shape {
        out.number(u64::from(*shape));
    }
    out.words(&columns.site);
    out.repeated(&columns.score);
    for optional in [&columns.supervisor, &columns.minute] {
        out.0.push(u8::from(!optional.is_empty()));
        out.words(optional);
    }
    out.repeated(&columns.values);
}

fn read_columns(reader: &mut Reader<'_>) -> Read<Columns> {
    let mut shapes = Shapes::new();
    for _ in 0..reader.count(2)? {
        let kind = reader.byte()?;
        let mut area = 0_u32;
        for place in 0..reader.count(1)? {
            let step = reader.number_u32()?;
            ensure(place == 0 || step > 0)?;
            area = area.checked_add(step).filter(|area| *area < u32::from(u16::MAX)).ok_or(SnapshotError::Corrupt)?;
            shapes.areas.push(area as u16);
        }
        shapes.kind.push(kind);
        shapes.start.push(shapes.areas.len() as u32);
    }
    for kind in 0..reader.count(1)? {
        let full = reader.number_u32()?;
        let shape = full.checked_sub(1);
        if let Some(shape) = shape {
            ensure(shapes.kind.get(shape as usize).is_some_and(|of| usize::from(*of) == kind))?;
        }
        shapes.full.push(shape);
    }
    // A visit takes at least two bytes of its site, one of its score, of its id and of its shape.
    let visits = reader.count(5)?;
    let mut columns = Columns { shapes, ..Columns::default() };
    let days = reader.count(1)?;
    ensure((days == 0) == (visits == 0) && days <= Day::MAX.number() as usize + 1)?;
    let first_day = reader.number_u32()?;
    ensure(u64::from(first_day) + days as u64 <= Day::MAX.number() as u64 + 1)?;
    columns.first_day = first_day as i32;
    if days > 0 {
        columns.day_start.reserve_exact(days + 1);
        columns.day_start.push(0);
    }
    let mut total = 0_u32;
    for day in 0..days {
        let count = reader.number_u32()?;
        ensure(count > 0 || (day > 0 && day + 1 < days))?;
        total = total.checked_add(count).ok_or(SnapshotError::Corrupt)?;
        columns.day_start.push(total);
    }
    ensure(total as usize == visits)?;
    columns.id.reserve_exact(visits);
    let mut id = 0_i64;
    for _ in 0..visits {
        id += bytes::unzigzag(reader.number()?).clamp(-(1 << 40), 1 << 40);
        columns.id.push(u32::try_from(id).map_err(|_| SnapshotError::Corrupt)?);
    }
    columns.shape.reserve_exact(visits);
    columns.offset.reserve_exact(visits);
    let mut offset = 0_u32;
    for _ in 0..visits {
        let shape = reader.number_u32()?;
        ensure((shape as usize) < columns.shapes.len())?;
        columns.shape.push(shape);
        columns.offset.push(offset);
        let width = columns.shapes.range(shape as usize).len() as u32;
        offset = offset.checked_add(width).ok_or(SnapshotError::Corrupt)?;
    }
    columns.site = reader.words(visits)?;
    columns.score = reader.repeated(visits)?;
    for optional in [&mut columns.supervisor, &mut columns.minute] {
        match reader.byte()? {
            0 => {}
            1 => *optional = reader.words(visits)?,
            _ => return Err(SnapshotError::Corrupt),
        }
    }
    columns.values = reader.repeated(offset as usize)?;
    Ok(columns)
}

/// Holds every index against what it points into, and the order of visits.
fn check(columns: &Columns, catalog: &crate::domain::Catalog, sites: usize) -> Read<()> {
    let score_fits = |score: &u16| *score <= 10_000 || *score == UNRATED;
    ensure(columns.shapes.kind.iter().all(|kind| usize::from(*kind) < catalog.kinds.len()))?;
    ensure(columns.shapes.full.len() <= catalog.kinds.len())?;
    ensure(columns.shapes.areas.iter().all(|area| usize::from(*area) < catalog.areas.len()))?;
    ensure(columns.site.iter().all(|site| usize::from(*site) < sites))?;
    ensure(columns.score.iter().all(score_fits) && columns.values.iter().all(score_fits))?;
    ensure(columns.minute.iter().all(|minute| *minute < 1_440 || *minute == UNRATED))?;
    ensure(columns.supervisor.iter().all(|of| usize::from(*of) < catalog.supervisors.len() || *of == UNRATED))?;
    for day in columns.day_start.windows(2) {
        ensure(columns.id[day[0] as usize..day[1] as usize].is_sorted())?;
    }
    ensure(build::ids_differ(columns.id.clone()).is_ok())
}
