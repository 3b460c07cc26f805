//! A struct per section, read once, validated at start.

mod api;
mod audit;
mod limits;
mod redis;
mod secret;
mod security;
mod sessions;
mod source;

use std::{fmt, net::SocketAddr, path::PathBuf};

use anyhow::{Context, bail};

use crate::domain::text::slug;

pub use api::Api;
pub use audit::Audit;
pub use limits::Limits;
pub use redis::Redis;
pub use secret::Secret;
pub use security::{PasswordCost, PublicUrl, Security, Telegram};
pub use sessions::Sessions;
pub use source::Source;

/// Everything that is set outside the program.
#[derive(Clone, Debug)]
pub struct Config {
    pub storage: Storage,
    pub web: Web,
    pub security: Security,
    /// Without one, sessions are in the database and each server counts for itself.
    pub redis: Option<Redis>,
    pub sessions: Sessions,
    pub limits: Limits,
    pub audit: Audit,
    pub api: Api,
}

/// Where the data live.
#[derive(Clone)]
pub struct Storage {
    /// `FALCON_DATA`, default `./data`: holds `falcon.db`, and `rejects/` of imports.
    pub data: PathBuf,
    /// `DATABASE_URL`, or the file that `DATABASE_URL_FILE` names: PostgreSQL instead of the embedded SQLite.
    pub database_url: Option<String>,
}

/// Without the address of the database, which may hold a password.
impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.database_url.as_ref().map(|_| "(secret)");
        f.debug_struct("Storage").field("data", &self.data).field("database_url", &url).finish()
    }
}

/// How pages are served.
#[derive(Clone, Debug)]
pub struct Web {
    /// `FALCON_ADDR`, else `LEPTOS_SITE_ADDR`, else `addr` of the settings' file, else `site-addr` in Leptos.toml, else
    /// 127.0.0.1:3000.
    pub addr: SocketAddr,
    /// `FALCON_ORG`: slug of the organization that pages show; `None`: the only one there is, else `demo`.
    pub organization: Option<String>,
    /// `FALCON_TILE_URL`: raster tiles under the map, with `{z}`, `{x}`, `{y}`; off by default.
    pub tile_url: Option<String>,
    /// `FALCON_SITE`: the packed site instead of the one inside the program.
    pub site: Option<PathBuf>,
}

impl Config {
    /// For this storage and web, everything else as it is when nothing is said.
    #[must_use]
    pub fn of(storage: Storage, web: Web) -> Self {
        Self {
            storage,
            web,
            security: Security::default(),
            redis: None,
            sessions: Sessions::default(),
            limits: Limits::default(),
            audit: Audit::default(),
            api: Api::default(),
        }
    }

    /// Reads the environment, the file of `FALCON_CONFIG` and the defaults; and Leptos.toml for the address.
    ///
    /// # Errors
    /// Names the variable or the file that does not make sense, and what it should look like.
    pub fn read() -> anyhow::Result<Self> {
        Self::of_source(&Source::read()?)
    }

    /// As [`Config::read`], of this source.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn of_source(source: &Source) -> anyhow::Result<Self> {
        let web = Web::read(source)?;
        Ok(Self {
            storage: Storage::read(source)?,
            security: Security::read(source, web.addr)?,
            web,
            redis: Redis::read(source)?,
            sessions: Sessions::read(source)?,
            limits: Limits::read(source)?,
            audit: Audit::read(source)?,
            api: Api::read(source)?,
        })
    }
}

impl Storage {
    fn read(source: &Source) -> anyhow::Result<Self> {
        let database_url = source.secret("DATABASE_URL")?.map(|url| url.reveal().to_owned());
        if let Some(url) = &database_url
            && !url.starts_with("postgres://")
            && !url.starts_with("postgresql://")
        {
            bail!("DATABASE_URL must start with postgres:// (leave it unset for the embedded SQLite in FALCON_DATA)");
        }
        Ok(Self { data: source.var("FALCON_DATA").unwrap_or_else(|| "./data".into()).into(), database_url })
    }
}

impl Web {
    fn read(source: &Source) -> anyhow::Result<Self> {
        let tile_url = source.var("FALCON_TILE_URL");
        if let Some(url) = &tile_url
            && !(url.contains("{z}") && url.contains("{x}") && url.contains("{y}"))
        {
            bail!(
                "FALCON_TILE_URL must hold {{z}}, {{x}} and {{y}}, as in https://tiles.example/{{z}}/{{x}}/{{y}}.png"
            );
        }
        let organization = source.var("FALCON_ORG").map(|given| organization("FALCON_ORG=", &given)).transpose()?;
        Ok(Self { addr: address(source)?, organization, tile_url, site: source.var("FALCON_SITE").map(PathBuf::from) })
    }
}

/// The slug of the organization that a person named, by its slug or its name; `place` is where it was named.
///
/// # Errors
/// When no slug can be made of it.
pub fn organization(place: &str, given: &str) -> anyhow::Result<String> {
    let slug = slug(given);
    if slug.is_empty() || slug.len() > 60 {
        bail!("{place}{given}: an organization's slug has 1 to 60 letters, digits and dashes");
    }
    Ok(slug)
}

/// Where the address may stand when no variable names it; in the folder that the program is started in.
const FILE: &str = "Leptos.toml";

/// The first of `FALCON_ADDR`, `LEPTOS_SITE_ADDR`, the settings' file, `site-addr` in Leptos.toml; else loopback.
fn address(source: &Source) -> anyhow::Result<SocketAddr> {
    let parse = |text: &str, place: &str| {
        text.trim().parse().with_context(|| format!("{place}={text} is not an address like 127.0.0.1:3000"))
    };
    for name in ["FALCON_ADDR", "LEPTOS_SITE_ADDR"] {
        if let Some(text) = source.given(name) {
            return parse(&text, name);
        }
    }
    if let Some(text) = source.var("FALCON_ADDR") {
        return parse(&text, "[web] addr");
    }
    match file_address()? {
        Some(text) => parse(&text, &format!("{FILE}: site-addr")),
        None => Ok(SocketAddr::from(([127, 0, 0, 1], 3000))),
    }
}

/// `site-addr` of the section that Leptos names its own.
fn file_address() -> anyhow::Result<Option<String>> {
    let text = match std::fs::read_to_string(FILE) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{FILE} cannot be read")),
    };
    let table: toml::Table = text.parse().with_context(|| format!("{FILE} is not TOML"))?;
    let leptos =
        ["package", "metadata", "leptos"].into_iter().try_fold(&table, |table, key| table.get(key)?.as_table());
    match leptos.and_then(|leptos| leptos.get("site-addr")) {
        None => Ok(None),
        Some(toml::Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => bail!("{FILE}: site-addr={other} is not an address like \"127.0.0.1:3000\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_databases_password_is_never_printed() {
        let storage = Storage { data: "data".into(), database_url: Some("postgres://falcon:hunter2@db/falcon".into()) };
        let told = format!("{storage:?}");
        assert!(told.contains("data") && !told.contains("hunter2"), "{told}");
    }
}
