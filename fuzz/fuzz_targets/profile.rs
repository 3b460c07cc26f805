//! See [`falcon_fuzz::imports::profile`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| falcon_fuzz::imports::profile(input));
