//! The columns: visits sorted by (day, id), and their area scores in CSR order.
//!
//! | column | per | bytes |
//! | --- | --- | --- |
//! | site, score | visit | 2 + 2 |
//! | shape, id, offset | visit | 4 + 4 + 4 |
//! | supervisor, minute | visit, only where used | 2 + 2 |
//! | value | area of the visit's shape | 2 |
//!
//! A *shape* is a list of areas that many visits share, with the kind of those visits: a visit stores the number of its
//! shape and one value per area of it, [`UNRATED`] where it left the area out. A kind whose visits rate at least half of
//! its areas has one *full* shape; visits of other kinds have the shape of exactly the areas they rate. So a rated score
//! costs at most four bytes, and in a full shape the scores of an area stand at equal distances: sums run over whole rows.

use std::collections::HashMap;

/// Value of an area that the visit did not rate, score of a visit without a general score, supervisor or minute unknown.
pub const UNRATED: u16 = u16::MAX;

/// Lists of areas that visits refer to by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shapes {
    /// Kind of the visits of this shape.
    pub kind: Vec<u8>,
    /// Where the shape's areas start in `areas`; one more than there are shapes.
    pub start: Vec<u32>,
    /// Sorted within a shape.
    pub areas: Vec<u16>,
    /// By kind: its full shape, if it has one.
    pub full: Vec<Option<u32>>,
}

impl Shapes {
    pub fn new() -> Self {
        Self { start: vec![0], ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.kind.len()
    }

    pub fn range(&self, shape: usize) -> core::ops::Range<usize> {
        self.start[shape] as usize..self.start[shape + 1] as usize
    }

    pub fn areas_of(&self, shape: usize) -> &[u16] {
        &self.areas[self.range(shape)]
    }

    pub fn push(&mut self, kind: u8, areas: impl IntoIterator<Item = u16>) -> u32 {
        let number = self.kind.len() as u32;
        self.kind.push(kind);
        self.areas.extend(areas);
        self.start.push(self.areas.len() as u32);
        number
    }

    pub fn full_of(&self, kind: u8) -> Option<u32> {
        self.full.get(usize::from(kind)).copied().flatten()
    }

    pub fn set_full(&mut self, kind: u8, shape: u32) {
        if self.full.len() <= usize::from(kind) {
            self.full.resize(usize::from(kind) + 1, None);
        }
        self.full[usize::from(kind)] = Some(shape);
    }

    /// Numbers by content, to find the shape of a new row.
    pub fn dictionary(&self) -> HashMap<(u8, Vec<u16>), u32> {
        (0..self.len()).map(|shape| ((self.kind[shape], self.areas_of(shape).to_vec()), shape as u32)).collect()
    }

    pub fn bytes(&self) -> usize {
        self.kind.len() + self.start.len() * 4 + self.areas.len() * 2
    }
}

/// See the module's documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Day of the first entry of `day_start`.
    pub first_day: i32,
    /// First visit of each day, and the number of visits at the end: one more entry than days.
    pub day_start: Vec<u32>,
    /// Index into the cube's sites.
    pub site: Vec<u16>,
    pub shape: Vec<u32>,
    pub score: Vec<u16>,
    pub id: Vec<u32>,
    /// Where the visit's values start.
    pub offset: Vec<u32>,
    /// Empty when no visit names one.
    pub supervisor: Vec<u16>,
    /// Empty when no visit has one.
    pub minute: Vec<u16>,
    pub values: Vec<u16>,
    pub shapes: Shapes,
}

impl Columns {
    pub fn len(&self) -> usize {
        self.site.len()
    }

    /// Visits from `from` to `to`, both days included.
    pub fn visits_between(&self, from: i32, to: i32) -> core::ops::Range<usize> {
        if self.day_start.is_empty() || from > to {
            return 0..0;
        }
        let days = self.day_start.len() as i64 - 1;
        let at = |day: i64| self.day_start[day.clamp(0, days) as usize] as usize;
        let lo = at(i64::from(from) - i64::from(self.first_day));
        let hi = at(i64::from(to) - i64::from(self.first_day) + 1);
        lo..hi.max(lo)
    }

    /// The day of a visit.
    pub fn day_of(&self, visit: usize) -> i32 {
        let after = self.day_start.partition_point(|start| *start as usize <= visit);
        self.first_day + after as i32 - 1
    }

    /// Areas and values of a visit, unrated ones included.
    pub fn row(&self, visit: usize) -> (&[u16], &[u16]) {
        let areas = self.shapes.areas_of(self.shape[visit] as usize);
        let offset = self.offset[visit] as usize;
        (areas, &self.values[offset..offset + areas.len()])
    }

    pub fn kind_of(&self, visit: usize) -> u8 {
        self.shapes.kind[self.shape[visit] as usize]
    }

    /// Gives back memory beyond the columns' lengths.
    pub fn shrink(&mut self) {
        for column in [&mut self.site, &mut self.score, &mut self.supervisor, &mut self.minute, &mut self.values] {
            column.shrink_to_fit();
        }
        for column in [&mut self.shape, &mut self.id, &mut self.offset] {
            column.shrink_to_fit();
        }
    }

    /// Bytes of all columns.
    pub fn bytes(&self) -> usize {
        self.day_start.len() * 4
            + self.len() * (2 + 4 + 2 + 4 + 4)
            + (self.supervisor.len() + self.minute.len() + self.values.len()) * 2
            + self.shapes.bytes()
    }
}
