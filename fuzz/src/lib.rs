//! What the targets do with hostile input. The tests run the same functions over changed samples (`tests/it/hostile.rs`), so
//! that they are exercised where no fuzzer is installed.

#[cfg(feature = "import")]
pub mod imports;
#[cfg(feature = "proof")]
pub mod proof;
