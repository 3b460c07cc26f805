//! See [`falcon_fuzz::proof::tokens`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    falcon_fuzz::proof::tokens(input);
});
