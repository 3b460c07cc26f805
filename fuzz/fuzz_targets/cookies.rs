//! See [`falcon_fuzz::proof::cookies`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    falcon_fuzz::proof::cookies(input);
});
