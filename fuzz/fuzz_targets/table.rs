//! See [`falcon_fuzz::imports::table`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| falcon_fuzz::imports::table(input));
