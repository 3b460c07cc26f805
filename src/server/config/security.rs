//! Who gets in, and how the server is reached.

use std::net::{IpAddr, SocketAddr};

use anyhow::{Context, bail};
use ipnet::IpNet;

use super::{Secret, Source};

/// See the module. [`Default`] is a server on its own machine where people sign in.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// `FALCON_OPEN=1`: nobody signs in, everybody is an administrator. On loopback only.
    pub open: bool,
    /// `FALCON_PUBLIC_URL`: how browsers reach the server, `https://falcon.example`; cookies are then for TLS alone.
    pub public_url: Option<PublicUrl>,
    /// `FALCON_SECRET`: seals second factors, signs tokens, and chains the audit log
    /// unless that has a secret of its own ([`super::Audit`]); at least 32 characters. Without it, on the own
    /// machine, one is made in the data folder.
    pub secret: Option<Secret>,
    /// `FALCON_SIGNING_KEYS`: seeds that sign tokens of the API, 32 random bytes in base64url each, the newest first, with
    /// spaces or lines between them. The first signs; what the others signed is taken as long as they stand here. Without
    /// any, one key is made of the secret.
    pub signing: Vec<Secret>,
    /// `FALCON_PROXIES`: addresses or networks of proxies whose `X-Forwarded-For` is believed, with commas between them.
    pub proxies: Vec<IpNet>,
    /// `FALCON_CORS_ORIGINS`: sites whose programs in browsers may use the API, `https://one.example, https://two.example`.
    pub cors: Vec<PublicUrl>,
    pub password: PasswordCost,
    pub telegram: Option<Telegram>,
}

/// Where browsers find the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// `https://falcon.example`, no slash at the end.
    pub origin: String,
    pub tls: bool,
}

/// What a password's hash costs: `FALCON_ARGON2_MEMORY` in KiB, `FALCON_ARGON2_PASSES`, `FALCON_ARGON2_LANES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    pub memory: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// What OWASP's cheat sheet on storing passwords names first.
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// The bot that people come by.
#[derive(Clone, Debug)]
pub struct Telegram {
    /// `FALCON_BOT_TOKEN`, as `@BotFather` gave it.
    pub token: Secret,
    /// `FALCON_BOT_NAME`: its name without `@`, for the Login Widget.
    pub name: Option<String>,
    /// `FALCON_BOT_APP`: the short name that `@BotFather` knows its Mini App by; links lead to the bot's main one without it.
    pub app: Option<String>,
}

/// Words that people leave in their settings by mistake.
const EXAMPLES: [&str; 6] = ["changeme", "change-me", "example", "secret", "ejemplo", "0123456789"];

impl Security {
    pub(super) fn read(source: &Source, addr: SocketAddr) -> anyhow::Result<Self> {
        let proxies = source.var("FALCON_PROXIES").unwrap_or_default();
        let proxies = proxies.split(',').map(str::trim).filter(|text| !text.is_empty()).map(network);
        let cors = source.var("FALCON_CORS_ORIGINS").unwrap_or_default();
        let cors = cors.split(',').map(str::trim).filter(|text| !text.is_empty());
        let this = Self {
            open: source.switch("FALCON_OPEN")?,
            public_url: source
                .var("FALCON_PUBLIC_URL")
                .map(|text| PublicUrl::parse("FALCON_PUBLIC_URL", &text))
                .transpose()?,
            secret: source.secret("FALCON_SECRET")?,
            signing: source
                .secret("FALCON_SIGNING_KEYS")?
                .map(|seeds| seeds_of(&seeds))
                .transpose()?
                .unwrap_or_default(),
            proxies: proxies.collect::<Result<_, _>>()?,
            cors: cors.map(|text| PublicUrl::parse("FALCON_CORS_ORIGINS", text)).collect::<Result<_, _>>()?,
            password: PasswordCost {
                memory: source.number("FALCON_ARGON2_MEMORY", 8..=4_194_304)?,
                passes: source.number("FALCON_ARGON2_PASSES", 1..=100)?,
                lanes: source.number("FALCON_ARGON2_LANES", 1..=64)?,
            },
            telegram: source.secret("FALCON_BOT_TOKEN")?.map(|token| Telegram {
                token,
                name: source.var("FALCON_BOT_NAME"),
                app: source.var("FALCON_BOT_APP"),
            }),
        };
        this.check(addr)?;
        Ok(this)
    }

    /// Whether other machines reach the server, directly or by a proxy: then nothing may be left at an example.
    fn production(&self, addr: SocketAddr) -> bool {
        !addr.ip().is_loopback() || self.public_url.as_ref().is_some_and(|url| url.tls || !own_machine(&url.origin))
    }

    fn check(&self, addr: SocketAddr) -> anyhow::Result<()> {
        let production = self.production(addr);
        if self.open && (production || self.public_url.is_some()) {
            bail!(
                "FALCON_OPEN=1 lets everybody in: it goes with an address of this machine (127.0.0.1) and no FALCON_PUBLIC_URL"
            );
        }
        if let Some(secret) = &self.secret {
            strong("FALCON_SECRET", secret.reveal())?;
        } else if production {
            bail!("FALCON_SECRET (or FALCON_SECRET_FILE) is missing: make one with `openssl rand -base64 33`");
        }
        if production && !self.public_url.as_ref().is_some_and(|url| url.tls) {
            bail!(
                "FALCON_PUBLIC_URL must name the https:// address that browsers use: sign-in does not go over the network in the clear"
            );
        }
        if let Some(telegram) = &self.telegram
            && !is_bot_token(telegram.token.reveal())
        {
            bail!("FALCON_BOT_TOKEN is no bot's token: @BotFather gives one like 123456789:AA…");
        }
        let PasswordCost { memory, passes, lanes } = self.password;
        if memory < 8 * lanes || (production && (memory < 7 * 1024 || memory.saturating_mul(passes) < 35_000)) {
            bail!(
                "FALCON_ARGON2_MEMORY={memory} with FALCON_ARGON2_PASSES={passes} is too little: 19456 and 2, or 7168 and 5, at least"
            );
        }
        Ok(())
    }

    /// Whether an address is a proxy's, whose word on where a request came from counts.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|proxies| proxies.contains(&address))
    }

    /// Whether browsers come by TLS.
    #[must_use]
    pub fn tls(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.tls)
    }
}

/// Whether an origin names the machine itself.
fn own_machine(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    };
    host.is_some_and(|host| {
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    })
}

/// An id, a colon, at least 30 letters, digits, `-` or `_`.
fn is_bot_token(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.split_once(':')
        .is_some_and(|(id, secret)| id.parse::<u64>().is_ok() && secret.len() >= 30 && secret.bytes().all(plain))
}

/// Refuses what is short, or stands in an example. Never tells what it is.
pub(super) fn strong(name: &str, secret: &str) -> anyhow::Result<()> {
    let mut different: Vec<char> = secret.chars().collect();
    different.sort_unstable();
    different.dedup();
    let lower = secret.to_lowercase();
    if secret.len() < 32 || different.len() < 10 || EXAMPLES.iter().any(|example| lower.contains(example)) {
        bail!("{name} is too weak: at least 32 random characters, as `openssl rand -base64 33` makes them");
    }
    Ok(())
}

/// The seeds of a list, each looked at. Never tells what they are.
fn seeds_of(list: &Secret) -> anyhow::Result<Vec<Secret>> {
    let mut seeds: Vec<Secret> = Vec::new();
    for text in list.reveal().split_whitespace() {
        let mut different: Vec<u8> = text.bytes().collect();
        different.sort_unstable();
        different.dedup();
        let seed = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes());
        if !seed.is_ok_and(|seed| seed.len() == 32) || different.len() < 10 {
            bail!(
                "FALCON_SIGNING_KEYS: each is 32 random bytes in base64url, 43 characters: \
                 `openssl rand -base64 32 | tr '+/' '-_' | tr -d =`"
            );
        }
        let seed = Secret::new(text.to_owned());
        if seeds.contains(&seed) {
            bail!("FALCON_SIGNING_KEYS names one key twice");
        }
        seeds.push(seed);
    }
    Ok(seeds)
}

fn network(text: &str) -> anyhow::Result<IpNet> {
    let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    network.with_context(|| format!("FALCON_PROXIES: {text} is no address or network like 10.0.0.0/8"))
}

impl PublicUrl {
    /// Of the setting `name`.
    fn parse(name: &str, text: &str) -> anyhow::Result<Self> {
        let origin = text.trim().trim_end_matches('/');
        let wrong = || format!("{name}={text} must be an origin like https://falcon.example");
        let (scheme, host) = origin.split_once("://").with_context(wrong)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
        if !matches!(scheme, "https" | "http") || host.is_empty() || !host.bytes().all(plain) {
            bail!(wrong());
        }
        Ok(Self { tls: scheme == "https", origin: origin.to_ascii_lowercase() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loopback() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 3000))
    }

    fn reached() -> SocketAddr {
        SocketAddr::from(([0, 0, 0, 0], 3000))
    }

    fn good() -> Security {
        Security {
            public_url: Some(PublicUrl::parse("FALCON_PUBLIC_URL", "https://falcon.chain.mx/").unwrap()),
            secret: Some(Secret::new("q9Zr0uJkV7b3nX1mLw8sYt5cEe2HhGf4".into())),
            ..Security::default()
        }
    }

    #[test]
    fn a_server_on_its_own_machine_needs_nothing() {
        assert!(Security::default().check(loopback()).is_ok());
        assert!(Security { open: true, ..Security::default() }.check(loopback()).is_ok());
    }

    #[test]
    fn signing_keys_are_seeds_each_once() {
        let told = |list: &str| seeds_of(&Secret::new(list.into()));
        let (one, other) =
            ("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs");
        let seeds = told(&format!("{one}\n{other}\n")).unwrap();
        assert_eq!(seeds.iter().map(Secret::reveal).collect::<Vec<_>>(), [one, other]);
        assert!(told("").unwrap().is_empty());
        for wrong in [&one[1..], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &format!("{one} {one}")] {
            let error = told(wrong).unwrap_err().to_string();
            assert!(error.contains("FALCON_SIGNING_KEYS") && !error.contains(&one[1..]), "{error}");
        }
    }

    #[test]
    fn others_reach_only_a_server_with_its_secret_and_tls() {
        assert!(good().check(reached()).is_ok() && good().check(loopback()).is_ok());
        let refused = |security: Security| format!("{:#}", security.check(reached()).unwrap_err());
        assert!(refused(Security { secret: None, ..good() }).contains("FALCON_SECRET"));
        assert!(refused(Security { public_url: None, ..good() }).contains("FALCON_PUBLIC_URL"));
        assert!(refused(Security { open: true, ..good() }).contains("FALCON_OPEN"));
        let cheap = PasswordCost { memory: 1024, passes: 1, lanes: 1 };
        assert!(refused(Security { password: cheap, ..good() }).contains("FALCON_ARGON2"));
        let plain = Some(PublicUrl::parse("FALCON_PUBLIC_URL", "http://falcon.chain.mx").unwrap());
        assert!(refused(Security { public_url: plain.clone(), ..good() }).contains("https://"));
        // Behind a proxy of its own machine too.
        let behind = |security: Security| format!("{:#}", security.check(loopback()).unwrap_err());
        assert!(behind(Security { public_url: plain.clone(), ..good() }).contains("https://"));
        assert!(behind(Security { open: true, public_url: plain, ..Security::default() }).contains("FALCON_OPEN"));
        for own in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:3000"] {
            let public_url = Some(PublicUrl::parse("FALCON_PUBLIC_URL", own).unwrap());
            assert!(Security { public_url: public_url.clone(), ..Security::default() }.check(loopback()).is_ok());
            assert!(behind(Security { open: true, public_url, ..Security::default() }).contains("FALCON_OPEN"));
        }
        for weak in
            ["short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "this-is-an-example-of-a-secret-of-forty-chars"]
        {
            let told = refused(Security { secret: Some(Secret::new(weak.into())), ..good() });
            assert!(told.contains("FALCON_SECRET") && !told.contains(weak), "{told}");
        }
    }

    #[test]
    fn proxies_are_addresses_or_networks() {
        let security =
            Security { proxies: vec![network("10.0.0.0/8").unwrap(), network("::1").unwrap()], ..Security::default() };
        assert!(security.trusts("10.1.2.3".parse().unwrap()) && security.trusts("::1".parse().unwrap()));
        assert!(!security.trusts("11.1.2.3".parse().unwrap()));
        assert!(network("nowhere").is_err());
    }

    #[test]
    fn public_urls_are_origins() {
        assert_eq!(PublicUrl::parse("FALCON_PUBLIC_URL", "HTTPS://x.mx").ok(), None, "schemes are written small");
        for wrong in ["falcon.mx", "https://", "https://a.mx/path", "ftp://a.mx", "https://a.mx?x"] {
            assert!(PublicUrl::parse("FALCON_CORS_ORIGINS", wrong).is_err(), "{wrong}");
        }
    }
}
