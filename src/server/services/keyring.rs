//! The server's own secret, and the keys made of it.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use anyhow::Context as _;

use crate::server::{
    config::Secret,
    proof::{random, seal, token::Token},
};

/// One key for each use of the secret.
pub struct Keyring {
    /// Seals second factors.
    pub seal: [u8; 32],
    /// Chains the audit log.
    pub audit: [u8; 32],
    /// Signs tokens.
    pub signing: [u8; 32],
}

impl Keyring {
    /// From the secret of the settings, else from the one in the data folder, which is made when it is missing: then
    /// readable for the program's own user alone.
    ///
    /// # Errors
    /// When the folder's file can be neither read nor written.
    pub fn open(secret: Option<&Secret>, folder: &Path) -> anyhow::Result<Self> {
        let made;
        let secret = match secret {
            Some(secret) => secret.reveal(),
            None => {
                made = kept(folder)?;
                &made
            }
        };
        let key = |purpose| seal::derive(secret.as_bytes(), purpose);
        Ok(Self { seal: key("second factors"), audit: key("audit"), signing: key("tokens") })
    }
}

/// The text of `secret` in the data folder.
fn kept(folder: &Path) -> anyhow::Result<String> {
    let path = folder.join("secret");
    let place = || format!("cannot use {}", path.display());
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().len() >= Token::LENGTH => return Ok(text.trim().to_owned()),
        Ok(_) => anyhow::bail!("{} holds no secret: remove it, and a new one is made", path.display()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(place),
    }
    // With PostgreSQL nothing else has made the folder yet.
    fs::create_dir_all(folder).with_context(place)?;
    let text = Token::new(random::bytes().context("no randomness")?).reveal();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).with_context(place)?;
            Ok(text)
        }
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(fs::read_to_string(&path).with_context(place)?.trim().to_owned())
        }
        Err(error) => Err(error).with_context(place),
    }
}
