//! See [`falcon_fuzz::sheet`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| falcon_fuzz::sheet(input));
