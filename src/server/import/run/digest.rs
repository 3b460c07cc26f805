//! What tells one file from another.

use std::{io::Read, path::Path};

use sha2::{Digest, Sha256};

use crate::server::import::ImportError;

/// SHA-256 in hex, and the size.
pub fn digest(path: &Path) -> Result<(String, u64), ImportError> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        bytes += n as u64;
        hasher.update(&buffer[..n]);
    }
    let hex = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((hex, bytes))
}
