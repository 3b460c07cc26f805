//! A step of sixteen lanes without naming an instruction: the compiler turns it into SSE2 or AVX2.

use super::{Chunk, LANES, UNRATED};

/// Sum and count of the row under way, by lane.
#[derive(Clone, Copy, Default)]
pub struct Row {
    sum: [u32; LANES],
    n: [u16; LANES],
}

impl Row {
    /// Sum and count of the whole row.
    #[inline(always)]
    pub fn totals(self) -> (u32, u32) {
        let n = self.n.iter().fold(0_u16, |n, lane| n.wrapping_add(*lane));
        (self.sum.iter().fold(0_u32, |sum, lane| sum.wrapping_add(*lane)), u32::from(n))
    }
}

/// Adds sixteen values to a chunk and to the row.
#[inline(always)]
pub fn step(chunk: &mut Chunk, values: [u16; LANES], low: u16, row: &mut Row) {
    // All on copies: in memory that may overlap the compiler would not dare to use wide registers.
    let Chunk { mut sums, mut n, low: mut lows, mask } = *chunk;
    let mut scores = [0_u16; LANES];
    for i in 0..LANES {
        let value = values[i] | mask[i];
        let rated = value != UNRATED;
        scores[i] = if rated { value } else { 0 };
        n[i] = n[i].wrapping_add(u16::from(rated));
        row.n[i] = row.n[i].wrapping_add(u16::from(rated));
        lows[i] = lows[i].wrapping_add(u16::from(value < low));
    }
    for i in 0..LANES {
        sums[i] = sums[i].wrapping_add(u32::from(scores[i]));
        row.sum[i] = row.sum[i].wrapping_add(u32::from(scores[i]));
    }
    *chunk = Chunk { sums, n, low: lows, mask };
}
