//! The inner loops: sums over rows of area scores, and scores counted by value.
//!
//! Written for sixteen lanes at a time.

use super::{columns::UNRATED, pass::AreaTotal};

#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), path = "kernel/wasm.rs")]
mod lanes;

/// Lanes of a step.
const LANES: usize = 16;

/// Rows after which 16-bit counters must be emptied.
const MOST_ROWS: u32 = 60_000;

/// Sixteen areas of a full shape.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Chunk {
    /// Scores, summed.
    sums: [u32; LANES],
    /// Rated scores.
    n: [u16; LANES],
    /// Those below the limit.
    low: [u16; LANES],
    /// All ones where the lane is no area that is asked for: the value then reads as unrated.
    mask: [u16; LANES],
}

/// Sums by area over rows of one full shape.
#[derive(Clone, Debug)]
pub struct Rows {
    areas: Vec<u16>,
    chunks: Vec<Chunk>,
    rows: u32,
    /// Positions of the areas asked for, when there are so few that single reads win.
    pub few: Option<Vec<usize>>,
    /// All areas of the shape are asked for.
    pub all: bool,
}

impl Rows {
    /// Rows of these areas, of which `wanted` ones (all for `None`) count.
    pub fn new(areas: &[u16], wanted: Option<&[bool]>) -> Self {
        let is_wanted = |area: u16| wanted.is_none_or(|wanted| wanted[usize::from(area)]);
        let blank = Chunk { sums: [0; LANES], n: [0; LANES], low: [0; LANES], mask: [UNRATED; LANES] };
        let mut chunks = vec![blank; areas.len().div_ceil(LANES)];
        let mut picks = Vec::new();
        for (place, _) in areas.iter().enumerate().filter(|(_, area)| is_wanted(**area)) {
            chunks[place / LANES].mask[place % LANES] = 0;
            picks.push(place);
        }
        let all = picks.len() == areas.len();
        let few = (picks.len() * 6 <= areas.len()).then_some(picks);
        Self { areas: areas.to_vec(), chunks, rows: 0, few, all }
    }

    pub fn width(&self) -> usize {
        self.areas.len()
    }

    /// The area at a position of the row.
    pub fn area(&self, place: usize) -> u16 {
        self.areas[place]
    }

    /// Positions of the areas asked for.
    pub fn wanted(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.areas.len()).filter(|place| self.chunks[place / LANES].mask[place % LANES] == 0)
    }

    /// Adds the row at the start of `values` (which go on behind it) and answers its sum and its rated scores.
    #[inline(always)]
    pub fn add(&mut self, values: &[u16], low: u16, totals: &mut [AreaTotal]) -> (u32, u32) {
        if self.rows == MOST_ROWS {
            self.flush(totals);
        }
        self.rows += 1;
        let mut row = lanes::Row::default();
        for (place, chunk) in self.chunks.iter_mut().enumerate() {
            // Lanes behind the row read the next one's values; the mask takes them out.
            lanes::step(chunk, lanes_at(values, place * LANES), low, &mut row);
        }
        row.totals()
    }

    /// Empties the counters into the areas' totals.
    pub fn flush(&mut self, totals: &mut [AreaTotal]) {
        for (place, area) in self.areas.iter().enumerate() {
            let chunk = &mut self.chunks[place / LANES];
            let lane = place % LANES;
            let total = &mut totals[usize::from(*area)];
            total.mean.sum_hundredths += i64::from(chunk.sums[lane]);
            total.mean.n += u32::from(chunk.n[lane]);
            total.low += u32::from(chunk.low[lane]);
        }
        for chunk in &mut self.chunks {
            chunk.sums = [0; LANES];
            chunk.n = [0; LANES];
            chunk.low = [0; LANES];
        }
        self.rows = 0;
    }
}

/// Sixteen values from a place on; beyond the end they are unrated.
#[inline(always)]
fn lanes_at(values: &[u16], from: usize) -> [u16; LANES] {
    let rest = values.get(from..).unwrap_or(&[]);
    if let Some(lanes) = rest.first_chunk() {
        return *lanes;
    }
    let mut lanes = [UNRATED; LANES];
    lanes[..rest.len()].copy_from_slice(rest);
    lanes
}

/// Places of the histogram: one for each score, and one that takes what is unrated.
const BINS: usize = 10_002;

/// Scores counted by value.
#[derive(Clone, Debug)]
pub struct Histogram {
    counts: Box<[u32; BINS]>,
}

impl Default for Histogram {
    fn default() -> Self {
        let counts = vec![0_u32; BINS].into_boxed_slice();
        Self { counts: counts.try_into().unwrap_or_else(|_| Box::new([0; BINS])) }
    }
}

impl Histogram {
    /// Counts a score; [`UNRATED`] is left out.
    #[inline(always)]
    pub fn add(&mut self, score: u16) {
        self.counts[usize::from(score).min(BINS - 1)] += 1;
    }

    /// Counts every score of a row.
    #[inline(always)]
    pub fn add_row(&mut self, row: &[u16]) {
        for score in row {
            self.add(*score);
        }
    }

    fn scores(&self) -> &[u32] {
        &self.counts[..=10_000]
    }

    /// Scores in `from .. to` hundredths.
    pub fn between(&self, from: u16, to: u16) -> u32 {
        let to = usize::from(to).min(10_001);
        let from = usize::from(from).min(to);
        self.counts[from..to].iter().sum()
    }

    /// Tenth percentile and median in percent, by linear interpolation between closest ranks: exact integers up to one
    /// division each. `None` when nothing was counted.
    #[expect(clippy::cast_precision_loss, reason = "at most 20 000 · 10")]
    pub fn p10_and_median(&self) -> Option<(f64, f64)> {
        const BLOCK: usize = 100;
        let blocks: Vec<u32> = self.scores().chunks(BLOCK).map(|block| block.iter().sum()).collect();
        let n: u64 = blocks.iter().map(|count| u64::from(*count)).sum();
        let at = |rank: u64| {
            let mut before = 0_u64;
            let mut place = 0;
            while place + 1 < blocks.len() && before + u64::from(blocks[place]) <= rank {
                before += u64::from(blocks[place]);
                place += 1;
            }
            let mut score = place * BLOCK;
            while score < 10_000 && before + u64::from(self.counts[score]) <= rank {
                before += u64::from(self.counts[score]);
                score += 1;
            }
            score as u64
        };
        let last = n.checked_sub(1)?;
        let (k, r) = (last / 10, last % 10);
        let (low, high) = (at(k), at((k + 1).min(last)));
        let (left, right) = (at(last / 2), at(last.div_ceil(2)));
        Some(((low * (10 - r) + high * r) as f64 / 1000.0, (left + right) as f64 / 200.0))
    }
}
