//! What the targets do with hostile input. The tests run the same functions over changed samples (`tests/it/hostile.rs`), so
//! that they are exercised where no fuzzer is installed.

#[cfg(feature = "server")]
pub mod imports;
#[cfg(feature = "server")]
pub mod preferences;
#[cfg(feature = "proof")]
pub mod proof;
