//! Randomness: the operating system's, and no other.

/// The operating system gave no random bytes; nothing secret can be made then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoRandom;

/// `N` bytes that nobody can guess (`getrandom(2)` on Linux).
///
/// # Errors
/// [`NoRandom`]: practically never after the machine has started.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandom)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn bytes_differ() {
        assert_ne!(super::bytes::<32>(), super::bytes::<32>());
        assert!(super::bytes::<32>().is_ok_and(|bytes| bytes != [0; 32]));
    }
}
