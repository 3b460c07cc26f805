//! A struct per section, read once, validated at start.

use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

/// Everything that is set outside the program.
#[derive(Clone, Debug)]
pub struct Config {
    pub storage: Storage,
    pub web: Web,
}

/// Where the data live.
#[derive(Clone, Debug)]
pub struct Storage {
    /// `FALCON_DATA`, default `./data`: holds `falcon.db`, and `rejects/` of imports.
    pub data: PathBuf,
    /// `DATABASE_URL`: PostgreSQL instead of the embedded SQLite.
    pub database_url: Option<String>,
}

/// How pages are served.
#[derive(Clone, Debug)]
pub struct Web {
    /// `FALCON_ADDR`, else `LEPTOS_SITE_ADDR`, else 127.0.0.1:3000.
    pub addr: SocketAddr,
    /// `FALCON_ORG`: slug of the organization that pages show; `None`: the only one there is, else `demo`.
    pub organization: Option<String>,
    /// `FALCON_TILE_URL`: raster tiles under the map, with `{z}`, `{x}`, `{y}`; off by default.
    pub tile_url: Option<String>,
    /// `FALCON_SITE`: the packed site instead of the one inside the program.
    pub site: Option<PathBuf>,
}

/// The variable, unless it is missing or empty.
fn var(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// Names the variable that does not make sense, and what it should look like.
    pub fn from_env() -> anyhow::Result<Self> {
        Ok(Self { storage: Storage::from_env()?, web: Web::from_env()? })
    }
}

impl Storage {
    fn from_env() -> anyhow::Result<Self> {
        let database_url = var("DATABASE_URL");
        if let Some(url) = &database_url
            && !url.starts_with("postgres://")
            && !url.starts_with("postgresql://")
        {
            bail!("DATABASE_URL must start with postgres:// (leave it unset for the embedded SQLite in FALCON_DATA)");
        }
        Ok(Self { data: var("FALCON_DATA").unwrap_or_else(|| "./data".into()).into(), database_url })
    }
}

impl Web {
    fn from_env() -> anyhow::Result<Self> {
        let addr = match var("FALCON_ADDR") {
            Some(addr) => addr,
            None => leptos_addr()?,
        };
        let tile_url = var("FALCON_TILE_URL");
        if let Some(url) = &tile_url
            && !(url.contains("{z}") && url.contains("{x}") && url.contains("{y}"))
        {
            bail!(
                "FALCON_TILE_URL must hold {{z}}, {{x}} and {{y}}, as in https://tiles.example/{{z}}/{{x}}/{{y}}.png"
            );
        }
        Ok(Self {
            addr: addr.parse().with_context(|| format!("FALCON_ADDR={addr} is not an address like 127.0.0.1:3000"))?,
            organization: var("FALCON_ORG"),
            tile_url,
            site: var("FALCON_SITE").map(PathBuf::from),
        })
    }
}

/// The address in Leptos.toml when there is one here, overridden by `LEPTOS_SITE_ADDR`; else loopback.
fn leptos_addr() -> anyhow::Result<String> {
    if !Path::new("Leptos.toml").exists() {
        return Ok(var("LEPTOS_SITE_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into()));
    }
    let settings = leptos::config::get_configuration(Some("Leptos.toml")).context("Leptos.toml cannot be read")?;
    Ok(settings.leptos_options.site_addr.to_string())
}
