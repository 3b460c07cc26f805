//! See [`falcon_fuzz::preferences::preferences`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    falcon_fuzz::preferences::preferences(input);
});
