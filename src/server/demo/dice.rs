//! Dice without a state: what falls depends only on what it is thrown for, so the demo is the same on every machine and
//! does not change when something is added elsewhere.

/// A throw for these numbers (SplitMix64 over them).
pub(super) fn throw(what_for: &[u64]) -> u64 {
    what_for.iter().fold(0x5EED_F41C_0000_0001, |state, number| mix(state ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
}

fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number in `0 .. sides`.
pub(super) fn below(sides: u32, what_for: &[u64]) -> u32 {
    // The high bits times the sides: no bias that would matter.
    ((u128::from(throw(what_for)) * u128::from(sides)) >> 64) as u32
}

/// A number around zero, at most `reach` away, the middle likelier than the ends.
pub(super) fn around(reach: i32, what_for: &[u64]) -> i32 {
    let mut key = what_for.to_vec();
    let mut one = |salt: u64| {
        key.push(salt);
        let fell = below(2 * reach.unsigned_abs() + 1, &key);
        key.pop();
        i32::try_from(fell).unwrap_or(0) - reach
    };
    (one(101) + one(102) + one(103)) / 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_are_fixed_for_ever() {
        assert_eq!(throw(&[1, 2, 3]), throw(&[1, 2, 3]));
        assert_ne!(throw(&[1, 2, 3]), throw(&[1, 3, 2]));
        assert!((0..1000).all(|i| below(6, &[i]) < 6));
        assert!((0..1000).all(|i| around(50, &[i]).abs() <= 50));
    }
}
