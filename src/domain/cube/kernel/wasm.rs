//! A step of sixteen lanes in simd128: the compiler's own choice adds the lanes of a row one by one.

use core::arch::wasm32::{
    i16x8_sub, i32x4_add, u16x8, u16x8_bitmask, u16x8_eq, u16x8_extract_lane, u16x8_lt, u16x8_splat, u32x4,
    u32x4_extadd_pairwise_u16x8, u32x4_extend_high_u16x8, u32x4_extend_low_u16x8, u32x4_extract_lane, v128,
    v128_andnot, v128_not, v128_or,
};

use super::{Chunk, LANES, UNRATED};

/// Sum by lane and count of the row under way.
#[derive(Clone, Copy)]
pub struct Row {
    sum: v128,
    n: u32,
}

impl Default for Row {
    fn default() -> Self {
        Self { sum: u32x4(0, 0, 0, 0), n: 0 }
    }
}

impl Row {
    /// Sum and count of the whole row.
    #[inline(always)]
    pub fn totals(self) -> (u32, u32) {
        let sum = u32x4_extract_lane::<0>(self.sum)
            + u32x4_extract_lane::<1>(self.sum)
            + u32x4_extract_lane::<2>(self.sum)
            + u32x4_extract_lane::<3>(self.sum);
        (sum, self.n)
    }
}

#[inline(always)]
fn words(from: &[u16], at: usize) -> v128 {
    let w = &from[at..at + 8];
    u16x8(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
}

#[inline(always)]
fn put_words(to: &mut [u16], at: usize, v: v128) {
    to[at..at + 8].copy_from_slice(&[
        u16x8_extract_lane::<0>(v),
        u16x8_extract_lane::<1>(v),
        u16x8_extract_lane::<2>(v),
        u16x8_extract_lane::<3>(v),
        u16x8_extract_lane::<4>(v),
        u16x8_extract_lane::<5>(v),
        u16x8_extract_lane::<6>(v),
        u16x8_extract_lane::<7>(v),
    ]);
}

#[inline(always)]
fn longs(from: &[u32], at: usize) -> v128 {
    let w = &from[at..at + 4];
    u32x4(w[0], w[1], w[2], w[3])
}

#[inline(always)]
fn put_longs(to: &mut [u32], at: usize, v: v128) {
    to[at..at + 4].copy_from_slice(&[
        u32x4_extract_lane::<0>(v),
        u32x4_extract_lane::<1>(v),
        u32x4_extract_lane::<2>(v),
        u32x4_extract_lane::<3>(v),
    ]);
}

/// Adds sixteen values to a chunk and to the row.
#[inline(always)]
pub fn step(chunk: &mut Chunk, values: [u16; LANES], low: u16, row: &mut Row) {
    let (limit, none) = (u16x8_splat(low), u16x8_splat(UNRATED));
    for at in [0, 8] {
        let value = v128_or(words(&values, at), words(&chunk.mask, at));
        let unrated = u16x8_eq(value, none);
        let scores = v128_andnot(value, unrated);
        let rated = v128_not(unrated);
        // A true lane is all ones, which is minus one.
        let n = i16x8_sub(words(&chunk.n, at), rated);
        put_words(&mut chunk.n, at, n);
        let lows = i16x8_sub(words(&chunk.low, at), u16x8_lt(value, limit));
        put_words(&mut chunk.low, at, lows);
        let left = i32x4_add(longs(&chunk.sums, at), u32x4_extend_low_u16x8(scores));
        put_longs(&mut chunk.sums, at, left);
        let right = i32x4_add(longs(&chunk.sums, at + 4), u32x4_extend_high_u16x8(scores));
        put_longs(&mut chunk.sums, at + 4, right);
        row.sum = i32x4_add(row.sum, u32x4_extadd_pairwise_u16x8(scores));
        row.n += u32::from(u16x8_bitmask(rated)).count_ones();
    }
}
