//! Secrets from outside: given by a variable, or by a file that `…_FILE` names, and never printed.

use std::{env, fmt, fs};

use anyhow::{Context, bail};

/// A text that stands in no log line, error or debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps what was read.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the one who uses it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// The secret of this variable, or of the file that the variable with `_FILE` after its name names (as container secrets
/// are given); `None` when neither is set.
///
/// # Errors
/// When both are set, or the file cannot be read or is empty. Never tells what is in it.
pub fn secret(name: &str) -> anyhow::Result<Option<Secret>> {
    let given = super::var(name);
    let file = super::var(&format!("{name}_FILE"));
    match (given, file) {
        (Some(_), Some(_)) => bail!("{name} and {name}_FILE are both set: keep one"),
        (Some(text), None) => Ok(Some(Secret(text.trim().to_owned()))),
        (None, Some(path)) => {
            let text = fs::read_to_string(&path).with_context(|| format!("{name}_FILE={path} cannot be read"))?;
            let text = text.trim();
            if text.is_empty() {
                bail!("{name}_FILE={path} is empty");
            }
            Ok(Some(Secret(text.to_owned())))
        }
        (None, None) => Ok(None),
    }
}

/// A whole number from a variable, else what the manual says.
///
/// # Errors
/// When it is no whole number, or not within the bounds.
pub fn number(name: &str, default: u32, within: std::ops::RangeInclusive<u32>) -> anyhow::Result<u32> {
    let Some(text) = super::var(name) else { return Ok(default) };
    match text.trim().parse::<u32>() {
        Ok(number) if within.contains(&number) => Ok(number),
        _ => bail!("{name}={text} must be a whole number from {} to {}", within.start(), within.end()),
    }
}

/// Whether a variable switches something on.
///
/// # Errors
/// When it is neither `1` nor `0`.
pub fn switch(name: &str) -> anyhow::Result<bool> {
    match env::var(name).unwrap_or_default().trim() {
        "" | "0" | "false" => Ok(false),
        "1" | "true" => Ok(true),
        other => bail!("{name}={other} must be 1 or 0"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new("hunter2".into());
        assert!(!format!("{secret:?} {:?}", Some(&secret)).contains("hunter2"));
        assert_eq!(secret.reveal(), "hunter2");
    }
}
