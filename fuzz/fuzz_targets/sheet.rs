//! See [`falcon_fuzz::imports::sheet`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| falcon_fuzz::imports::sheet(input));
