//! See [`falcon_fuzz::table`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| falcon_fuzz::table(input));
