//! Passwords: argon2id (RFC 9106), kept as a PHC string with the parameters it was made with.
//!
//! A password is what its characters are, however a keyboard composes them: it is brought to NFC first (RFC 8265, §4.2).

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use unicode_normalization::UnicodeNormalization as _;

mod weak;

pub use weak::{Rule, Weakness};

/// What a hash costs. [`Default`] is what OWASP's password storage cheat sheet names first: 19 MiB, two passes, one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB: at least 8 for each lane.
    pub memory: u32,
    /// Passes over the memory, at least 1.
    pub passes: u32,
    /// Lanes, at least 1. They are reckoned one after the other: more make nothing faster here.
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// Bytes of a password that are hashed at most: beyond every length rule, and short enough to be no attack.
const MAX_BYTES: usize = 4096;

/// Bytes of the hash.
const OUTPUT: usize = 32;

/// What came of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, but made at another cost than today's: the caller hashes it anew while it has it.
    RightButRehash,
}

/// Why nothing was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Parameters that argon2 has not: a mistake in the settings.
    #[error("argon2 has no such cost: memory in KiB at least 8 for each lane, passes and lanes at least 1")]
    Cost,
    /// What is stored is no argon2 hash.
    #[error("the stored hash cannot be read")]
    Unreadable,
    /// More than 4096 bytes.
    #[error("the password is too long to be hashed")]
    TooLong,
    #[error("no memory to hash a password")]
    Memory,
}

impl Cost {
    /// Can passwords be hashed at this cost? For the start of the program.
    ///
    /// # Errors
    /// [`PasswordError::Cost`].
    pub fn check(&self) -> Result<(), PasswordError> {
        self.argon2().map(drop)
    }

    fn argon2(&self) -> Result<Argon2<'static>, PasswordError> {
        let params =
            Params::new(self.memory, self.passes, self.lanes, Some(OUTPUT)).map_err(|_| PasswordError::Cost)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// The PHC string to store, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Takes some 20 ms at the default cost: not for the
/// threads that answer requests.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str, cost: &Cost, salt: [u8; 16]) -> Result<String, PasswordError> {
    let password = normal(password)?;
    cost.argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Memory)
}

/// Is it this password? Costs what the stored hash was made with, and compares in constant time.
///
/// # Errors
/// [`PasswordError::Unreadable`] when what is stored is no hash of argon2: nobody gets in with it, and it must be found.
pub fn verify(password: &str, stored: &str, cost: &Cost) -> Result<Verdict, PasswordError> {
    let today = cost.argon2()?;
    let Ok(password) = normal(password) else { return dummy("", cost) };
    let hash = PasswordHash::new(stored).ok().filter(|hash| hash.hash.is_some()).ok_or(PasswordError::Unreadable)?;
    match today.verify_password(password.as_bytes(), &hash) {
        Ok(()) if made_at(&hash, &today) => Ok(Verdict::Right),
        Ok(()) => Ok(Verdict::RightButRehash),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(argon2::password_hash::Error::OutOfMemory) => Err(PasswordError::Memory),
        Err(_) => Err(PasswordError::Unreadable),
    }
}

/// As much work as [`verify`], for an account that does not exist or has no password: always wrong. So that the time of an
/// answer does not tell who has an account. (An account whose hash was made at another cost differs until its next sign-in.)
///
/// # Errors
/// [`PasswordError::Cost`], [`PasswordError::Memory`].
pub fn dummy(password: &str, cost: &Cost) -> Result<Verdict, PasswordError> {
    let password = normal(password).unwrap_or_default();
    cost.argon2()?
        .hash_password_with_salt(password.as_bytes(), &[0; 16])
        .map(|_| Verdict::Wrong)
        .map_err(|_| PasswordError::Memory)
}

/// The password in NFC.
fn normal(password: &str) -> Result<String, PasswordError> {
    if password.len() > MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    Ok(password.nfc().collect())
}

/// Was the hash made by today's algorithm, version and parameters?
fn made_at(hash: &PasswordHash, today: &Argon2<'_>) -> bool {
    hash.algorithm == Algorithm::Argon2id.ident()
        && hash.version == Some(Version::V0x13.into())
        && Params::try_from(hash).is_ok_and(|params| params == *today.params())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cheap: tests run without optimisation.
    const COST: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

    #[test]
    fn a_password_is_known_again() {
        let stored = hash("tres tristes tigres", &COST, [7; 16]).expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert_eq!(verify("tres tristes tigres", &stored, &COST), Ok(Verdict::Right));
        for wrong in ["", "tres tristes tigre", "Tres tristes tigres", "tres tristes tigres "] {
            assert_eq!(verify(wrong, &stored, &COST), Ok(Verdict::Wrong), "{wrong:?}");
        }
        assert_ne!(hash("tres tristes tigres", &COST, [8; 16]).expect("a hash"), stored);
    }

    #[test]
    fn hashes_of_another_implementation() {
        // The reference implementation's own tests, version 0x13 (phc-winner-argon2, src/test.c): "password", "somesalt".
        let stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        let same = Cost { memory: 256, passes: 2, lanes: 1 };
        assert_eq!(verify("password", stored, &same), Ok(Verdict::Right));
        assert_eq!(verify("password", stored, &COST), Ok(Verdict::RightButRehash));
        assert_eq!(verify("passwore", stored, &COST), Ok(Verdict::Wrong));
    }

    #[test]
    fn another_cost_or_algorithm_asks_for_a_new_hash() {
        let stored = hash("tres tristes tigres", &COST, [7; 16]).expect("a hash");
        for cost in [Cost { memory: 65, ..COST }, Cost { passes: 2, ..COST }, Cost { lanes: 2, ..COST }] {
            assert_eq!(verify("tres tristes tigres", &stored, &cost), Ok(Verdict::RightButRehash), "{cost:?}");
        }
        let other = "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8";
        let same = Cost { memory: 256, passes: 2, lanes: 1 };
        assert_eq!(verify("password", other, &same), Ok(Verdict::RightButRehash));
    }

    #[test]
    fn composed_and_decomposed_are_one_password() {
        let stored = hash("contrase\u{f1}a larga", &COST, [7; 16]).expect("a hash");
        assert_eq!(verify("contrasen\u{303}a larga", &stored, &COST), Ok(Verdict::Right));
    }

    #[test]
    fn what_is_no_hash_lets_nobody_in() {
        for stored in
            ["", "*", "$argon2id$", "$2b$12$C6UzMDM.H6dfI/f/IKcEe.", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"]
        {
            assert_eq!(verify("password", stored, &COST), Err(PasswordError::Unreadable), "{stored:?}");
        }
    }

    #[test]
    fn limits() {
        let long = "a".repeat(MAX_BYTES + 1);
        assert_eq!(hash(&long, &COST, [7; 16]), Err(PasswordError::TooLong));
        let stored = hash("", &COST, [7; 16]).expect("a hash");
        assert_eq!(verify(&long, &stored, &COST), Ok(Verdict::Wrong), "not the password it is replaced by");
        assert_eq!(dummy(&long, &COST), Ok(Verdict::Wrong));
        assert_eq!(dummy("", &COST), Ok(Verdict::Wrong));
        for cost in [Cost { memory: 7, ..COST }, Cost { passes: 0, ..COST }, Cost { lanes: 0, ..COST }] {
            assert_eq!(cost.check(), Err(PasswordError::Cost), "{cost:?}");
        }
        assert_eq!(Cost::default().check(), Ok(()));
    }
}
