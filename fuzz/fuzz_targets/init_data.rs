//! See [`falcon_fuzz::proof::init_data`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    falcon_fuzz::proof::init_data(input);
});
