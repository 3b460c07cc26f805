//! Any bytes are a snapshot or are refused. The checksum is put right first, so that the fuzzer gets past it.

#![no_main]

use falcon::domain::{Cube, Filter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Cube::decode(bytes);
    let mut whole = b"FLCN\x03".to_vec();
    whole.extend_from_slice(bytes);
    let sum = falcon::domain::cube::checksum(&whole);
    whole.extend_from_slice(&sum.to_le_bytes());
    if let Ok(cube) = Cube::decode(&whole) {
        let again = cube.encode();
        assert!(Cube::decode(&again).is_ok());
        let _ = cube.dashboard(&Filter::default());
    }
});
