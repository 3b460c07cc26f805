//! See [`falcon_fuzz::profile`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| falcon_fuzz::profile(input));
