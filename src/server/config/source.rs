//! Where settings come from: the environment, then the file that `FALCON_CONFIG` names, then `config.default.toml`, which is
//! inside the program and tells what there is.

use std::{collections::BTreeMap, env, fs, ops::RangeInclusive};

use anyhow::{Context, bail};

use super::Secret;

/// The manual, and what is when nothing is said.
const DEFAULTS: &str = include_str!("../../../config.default.toml");
/// Names a file of one's own.
const FILE: &str = "FALCON_CONFIG";

/// See the module. Read once, at start.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// By the name of their variable.
    files: BTreeMap<String, String>,
    /// Whether the environment is looked at.
    environment: bool,
}

impl Source {
    /// The environment and the files.
    ///
    /// # Errors
    /// When the file is none, or names a setting that there is not.
    pub fn read() -> anyhow::Result<Self> {
        let mut this = Self { environment: true, ..Self::defaults()? };
        if let Some(path) = env::var(FILE).ok().filter(|path| !path.trim().is_empty()) {
            let text = fs::read_to_string(&path).with_context(|| format!("{FILE}={path} cannot be read"))?;
            this.add(&text).with_context(|| format!("{FILE}={path}"))?;
        }
        Ok(this)
    }

    /// What is when nothing is said.
    ///
    /// # Errors
    /// None: the file was looked at by the tests.
    pub fn defaults() -> anyhow::Result<Self> {
        let files = flat(DEFAULTS)?.into_iter().map(|(place, value)| (variable(&place), value)).collect();
        Ok(Self { files, environment: false })
    }

    /// Puts what a file says in the place of what was said before.
    fn add(&mut self, text: &str) -> anyhow::Result<()> {
        let places = flat(DEFAULTS)?;
        for (place, value) in flat(text)? {
            if !places.contains_key(&place) {
                bail!("there is no setting {place}; config.default.toml names all there are");
            }
            if said(&value) {
                self.files.insert(variable(&place), value);
            }
        }
        Ok(())
    }

    /// The setting of this variable, unless nothing is said.
    pub(super) fn var(&self, name: &str) -> Option<String> {
        self.given(name).or_else(|| self.files.get(name).filter(|value| said(value)).cloned())
    }

    /// As the environment gives it.
    pub(super) fn given(&self, name: &str) -> Option<String> {
        if self.environment { env::var(name).ok().filter(|value| said(value)) } else { None }
    }

    /// The secret of this variable, or of the file that the variable with `_FILE` after its name names (as container
    /// secrets are given); `None` when neither is set.
    ///
    /// # Errors
    /// When both are set, or the file cannot be read or is empty. Never tells what is in it.
    pub(super) fn secret(&self, name: &str) -> anyhow::Result<Option<Secret>> {
        let file = format!("{name}_FILE");
        if let Some(text) = self.given(name) {
            if self.given(&file).is_some() {
                bail!("{name} and {name}_FILE are both set: keep one");
            }
            return Ok(Some(Secret::new(text.trim().to_owned())));
        }
        let Some(path) = self.var(&file) else { return Ok(None) };
        let text = fs::read_to_string(&path).with_context(|| format!("{name}_FILE={path} cannot be read"))?;
        let text = text.trim();
        if text.is_empty() {
            bail!("{name}_FILE={path} is empty");
        }
        Ok(Some(Secret::new(text.to_owned())))
    }

    /// A whole number.
    ///
    /// # Errors
    /// When it is no whole number, or not within the bounds.
    pub(super) fn number(&self, name: &str, within: RangeInclusive<u32>) -> anyhow::Result<u32> {
        let text = self.var(name).unwrap_or_default();
        match text.trim().parse::<u32>() {
            Ok(number) if within.contains(&number) => Ok(number),
            _ => bail!("{name}={text} must be a whole number from {} to {}", within.start(), within.end()),
        }
    }

    /// Whether something is switched on.
    ///
    /// # Errors
    /// When it is neither `1` nor `0`.
    pub(super) fn switch(&self, name: &str) -> anyhow::Result<bool> {
        match self.var(name).unwrap_or_default().trim() {
            "" | "0" | "false" => Ok(false),
            "1" | "true" => Ok(true),
            other => bail!("{name}={other} must be 1 or 0"),
        }
    }
}

fn said(value: &str) -> bool {
    !value.trim().is_empty()
}

/// Places and values of a file, such as `limits.read` and `120`.
fn flat(text: &str) -> anyhow::Result<BTreeMap<String, String>> {
    // Without the text itself: somebody may have put a secret there.
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].lines().count().max(1));
        anyhow::anyhow!("is not TOML, in line {line}: {}", error.message())
    })?;
    let mut all = BTreeMap::new();
    for (section, settings) in table {
        let toml::Value::Table(settings) = settings else { bail!("{section} stands in no section") };
        for (name, value) in settings {
            let value = match value {
                toml::Value::String(text) => text,
                value @ (toml::Value::Integer(_) | toml::Value::Boolean(_)) => value.to_string(),
                _ => bail!("{section}.{name} must be a text, a whole number, true or false"),
            };
            all.insert(format!("{section}.{name}"), value);
        }
    }
    Ok(all)
}

/// The variable of a place.
fn variable(place: &str) -> String {
    let (section, name) = place.split_once('.').unwrap_or(("", place));
    let name = name.to_uppercase();
    match (section, name.as_str()) {
        ("storage", "DATABASE_URL_FILE") => name,
        ("redis", "URL_FILE") => "REDIS_URL_FILE".into(),
        ("redis", _) => format!("FALCON_REDIS_{name}"),
        ("limits", _) => format!("FALCON_LIMIT_{name}"),
        ("sessions", _) => format!("FALCON_SESSION_{name}"),
        ("audit", _) => format!("FALCON_AUDIT_{name}"),
        ("api", _) => format!("FALCON_API_{name}"),
        ("web" | "storage" | "security" | "telegram", _) => format!("FALCON_{name}"),
        // Of no section of ours: nothing is called so.
        _ => place.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Api, Audit, Config, Limits, PasswordCost, Sessions};
    use super::*;

    #[test]
    fn the_file_of_defaults_says_what_the_program_does() {
        let config = Config::of_source(&Source::defaults().unwrap()).unwrap();
        assert_eq!(
            (config.limits, config.sessions, config.audit, config.api),
            (Limits::default(), Sessions::default(), Audit::default(), Api::default())
        );
        assert_eq!(config.security.password, PasswordCost::default());
        let security = &config.security;
        assert!(!security.open && security.secret.is_none() && security.public_url.is_none());
        assert!(security.telegram.is_none() && security.proxies.is_empty() && security.cors.is_empty());
        assert!(config.redis.is_none() && config.storage.database_url.is_none());
        assert_eq!(config.storage.data, std::path::PathBuf::from("./data"));
        assert!(config.web.organization.is_none() && config.web.tile_url.is_none() && config.web.site.is_none());
    }

    #[test]
    fn the_manual_names_the_variable_of_each_setting() {
        for place in flat(DEFAULTS).unwrap().keys() {
            let name = variable(place);
            let told =
                DEFAULTS.contains(&name) || (name.starts_with("FALCON_LIMIT_") && DEFAULTS.contains("FALCON_LIMIT_…"));
            assert!(told, "config.default.toml does not say {name} beside {place}");
        }
    }

    #[test]
    fn a_file_of_ones_own_comes_before_the_defaults_and_names_what_there_is() {
        let mut source = Source::defaults().unwrap();
        source.add("[limits]\nread = 7\n[security]\nopen = true").unwrap();
        let config = Config::of_source(&source).unwrap();
        assert_eq!((config.limits.read, config.limits.write, config.security.open), (7, 60, true));
        for (text, told) in [
            ("[limits]\nreads = 7", "limits.reads"),
            ("[security]\nsecret = \"q9Zr0uJkV7b3nX1mLw8sYt5cEe2HhGf4\"", "security.secret"),
            ("read = 7", "read"),
            ("[web]\nsecret_file = \"/run/secrets/falcon\"", "web.secret_file"),
            ("[limits]\nread = 1.5", "limits.read"),
            ("[limits", "TOML"),
            ("[security]\nsecret_file = q9Zr0uJkV7b3nX1mLw8sYt5cEe2HhGf4", "line 2"),
            ("FALCON_SECRET=q9Zr0uJkV7b3nX1mLw8sYt5cEe2HhGf4", "line 1"),
            ("[security]\nsigning_keys_file = [\"q9Zr0uJkV7b3nX1mLw8sYt5cEe2HhGf4\"]", "security.signing_keys_file"),
        ] {
            let error = format!("{:#}", Source::defaults().unwrap().add(text).unwrap_err());
            assert!(error.contains(told) && !error.contains("q9Zr"), "{text}: {error}");
        }
        source.add("[limits]\nread = -1").unwrap();
        assert!(format!("{:#}", Config::of_source(&source).unwrap_err()).contains("FALCON_LIMIT_READ=-1"));
    }
}
