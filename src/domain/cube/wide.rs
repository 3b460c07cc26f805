//! The pass compiled for AVX2, chosen when the processor has it: same source, wider registers.
//!
//! Rust's baseline for x86-64 knows only SSE2. The only `unsafe` of the domain stands here: calling a function that needs
//! AVX2, right after asking the processor whether it has it.

use super::pass::{Pass, Stretch};

/// Walks a stretch with AVX2; `false` when the processor has none and nothing was done.
pub fn walk(pass: &mut Pass<'_>, sites: &[bool], stretch: &Stretch) -> bool {
    let has = std::arch::is_x86_feature_detected!("avx2");
    if has {
        // SAFETY: the processor was just found to have AVX2, the only thing this function needs beyond the baseline.
        unsafe { walk_avx2(pass, sites, stretch) }
    }
    has
}

#[target_feature(enable = "avx2")]
fn walk_avx2(pass: &mut Pass<'_>, sites: &[bool], stretch: &Stretch) {
    pass.walk_here(sites, stretch);
}
