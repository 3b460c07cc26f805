//! Who asks, told from the request: where it comes from, and whose session it carries.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use jiff::Timestamp;
use tower_sessions::{Session, session};

use super::{
    door::{self, Look},
    guard, headers,
    log::Line,
    preferences, refusal,
    router::WebState,
};
use crate::{
    domain::access::audit::Act,
    server::api,
    server::services::{
        Caller, KeyInUse, Membership, Passed, PersonId, ProofError, Services, Unproven, Who,
        audit::Record,
        bearer,
        sessions::{TOUCH, standing},
        sign_in::Entrant,
    },
};

/// As whom a request is answered.
#[derive(Clone, Debug)]
pub enum Known {
    /// Nobody has signed in.
    Nobody,
    /// Nobody needs to: the server is open.
    Open,
    /// Somebody has.
    Person(Identity),
    /// Somebody has whose browser keeps no cookie: their page shows a pass.
    Pass(Passed),
    /// A program has, by an access token of a person's.
    Token(Identity),
    /// A program has, by a key of its own.
    Key(Arc<KeyInUse>),
    /// A program showed a token or key that opens nothing: it is nobody, whatever else it carries.
    Refused(Unproven),
    /// It cannot be told: the store of sessions does not answer. Neither signed out nor let in.
    Lost,
}

/// Whose session it is, and which organization they look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub entrant: Entrant,
    /// Slug.
    pub organization: String,
}

/// Characters of `User-Agent` that are kept.
const DEVICE: usize = 200;

/// The header of the number that every answer has, by which the log knows it.
pub const NUMBER: &str = "x-request-id";

/// Names of a session's data, beside those that the store itself reads.
pub mod key {
    pub use crate::server::services::sessions::keys::*;

    /// Whose first proof held, in which epoch of theirs, while a code is asked for; and until when, in seconds.
    pub const PENDING: &str = "pending";
    pub const PENDING_EPOCH: &str = "pending_epoch";
    pub const PENDING_UNTIL: &str = "pending_until";
    /// An account of Telegram that nobody knows, which may ask to be let in.
    pub const STRANGER: &str = "stranger";
    /// The session was begun by a launch of Telegram's.
    pub const LAUNCHED: &str = "launched";
}

/// Puts [`Caller`] and [`Known`] into the request's extensions, and the caller's correlation id on the answer.
pub async fn identify(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let mut caller = caller(&state, request.extensions(), request.headers(), request.uri());
    let known = if let Some(shown) = shown(request.headers()) {
        // What a header says counts alone: the cookie's session is not even looked at, and a wrong header is not made good
        // by it.
        let session = request.extensions_mut().remove::<Session>();
        let known = match shown {
            Shown::Token(text) if state.services.claims_to_be_pass(&text) => {
                let cookie = session.is_some_and(|session| session.id().is_some());
                passed(&state.services, &text, request.uri().path(), &caller, cookie).await
            }
            shown => proven(&state.services, shown).await,
        };
        caller.who = match &known {
            Known::Token(identity) => Who::Person(identity.entrant.person),
            Known::Pass(passed) => Who::Person(passed.entrant.person),
            Known::Key(key) => Who::Key(key.id),
            _ => Who::Anyone,
        };
        known
    } else if state.services.security().open {
        Known::Open
    } else {
        match request.extensions().get::<Session>() {
            Some(session) => match signed_in(session, &caller, state.services.now()).await {
                Ok((identity, csrf, launched)) => {
                    caller.csrf = csrf.map(Into::into);
                    caller.in_telegram = launched;
                    match identity {
                        Some(identity) => {
                            caller.who = Who::Person(identity.entrant.person);
                            Known::Person(identity)
                        }
                        None => Known::Nobody,
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the store of sessions does not answer");
                    Known::Lost
                }
            },
            None => Known::Nobody,
        }
    };
    let correlation = HeaderValue::from_str(&caller.correlation);
    let organization = match &known {
        Known::Person(Identity { organization, .. })
        | Known::Token(Identity { organization, .. })
        | Known::Pass(Passed { organization, .. }) => Some(organization),
        Known::Key(key) => Some(&key.organization),
        _ => None,
    };
    let asker = organization.map(|organization| {
        let mut record = Record::of(Act::Refused, refusal::loggable(request.uri().path())).refused();
        if let Known::Key(key) = &known {
            record = record.by(&key.name);
        }
        (caller.clone(), organization.clone(), record)
    });
    let look = look(&state, request.headers());
    let line = Line::of(&request, &caller);
    request.extensions_mut().insert(look);
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(known);
    let mut response = next.run(request).await;
    if response.status() == StatusCode::FORBIDDEN
        && let Some((caller, organization, record)) = asker
    {
        // Not binding: what goes wrong stands in the server's log.
        let _ = state.services.record(&caller, Some(&organization), record).await;
    }
    if let Some(line) = line {
        line.end(&response);
    }
    if let Ok(correlation) = correlation {
        response.headers_mut().insert(NUMBER, correlation);
    }
    response
}

/// What documents of the door need to know.
pub fn look(state: &WebState, headers: &HeaderMap) -> Look {
    Look {
        style: state.site.current().assets().style.clone(),
        preferences: preferences::of(headers),
        framed_by: headers::framed_by(state.services.security()),
    }
}

/// What a program shows to prove who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Token(String),
    Key(String),
    /// Something of the kind that cannot be read, or more than one.
    Unread(Unproven),
}

/// The token or key in a request's headers. Another scheme than `Bearer` is somebody else's, such as a proxy's.
fn shown(headers: &HeaderMap) -> Option<Shown> {
    let authorization = headers.get_all(header::AUTHORIZATION).iter().filter_map(|value| {
        let scheme = value.as_bytes().split(|byte| *byte == b' ').next()?;
        let token = || value.to_str().ok().and_then(bearer).map(|token| Shown::Token(token.to_owned()));
        scheme.eq_ignore_ascii_case(b"bearer").then(|| token().unwrap_or(Shown::Unread(Unproven::Wrong)))
    });
    let keys = headers.get_all("x-api-key").iter().map(|value| match value.to_str() {
        Ok(text) => Shown::Key(text.to_owned()),
        Err(_) => Shown::Unread(Unproven::Wrong),
    });
    let mut all = authorization.chain(keys);
    let first = all.next()?;
    Some(if all.next().is_some() { Shown::Unread(Unproven::Ambiguous) } else { first })
}

/// As whom a program is answered that shows this.
async fn proven(services: &Services, shown: Shown) -> Known {
    let told = match shown {
        Shown::Token(text) => services
            .person_of_token(&text)
            .await
            .map(|(entrant, organization)| Known::Token(Identity { entrant, organization })),
        Shown::Key(text) => services.key_of(&text).await.map(|key| Known::Key(Arc::new(key))),
        Shown::Unread(reason) => Err(reason.into()),
    };
    match told {
        Ok(known) => known,
        Err(ProofError::Unproven(reason)) => Known::Refused(reason),
        Err(ProofError::Failed(error)) => {
            tracing::error!(%error, "it cannot be told whose a token or key is");
            Known::Lost
        }
    }
}

/// As whom a page is answered that shows this pass. It opens server functions, which only read, and what renews and ends it;
/// pages, forms and the API are a cookie's or a key's to open. A browser that does keep a cookie shows no pass: which of the
/// two is meant cannot be told, and neither counts.
async fn passed(services: &Services, text: &str, path: &str, caller: &Caller, cookie: bool) -> Known {
    let asks = path.starts_with("/fn/");
    if cookie {
        return Known::Refused(Unproven::Ambiguous);
    }
    if !asks && !door::pass::owns(path) {
        return Known::Refused(Unproven::Wrong);
    }
    match services.passed(text, asks.then_some(caller)).await {
        Ok(passed) => Known::Pass(passed),
        // The page's to say, in its own words.
        Err(ProofError::Unproven(reason)) => {
            tracing::debug!(%reason, "a pass that is good no longer");
            Known::Nobody
        }
        Err(ProofError::Failed(error)) => {
            tracing::error!(%error, "it cannot be told whose a pass is");
            Known::Lost
        }
    }
}

/// Who is at the other end of a request.
pub(super) fn caller(state: &WebState, extensions: &Extensions, headers: &HeaderMap, uri: &Uri) -> Caller {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip());
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // A program may have named its request; a page's own number is ours.
    let told = headers.get(NUMBER).filter(|_| api::owns(uri.path()));
    let own = told.and_then(|told| told.to_str().ok()).and_then(Caller::own_correlation);
    let correlation = own.unwrap_or_else(Caller::new_correlation);
    Caller {
        at: state.services.now(),
        address: origin(peer, headers, |address| state.services.security().trusts(address)),
        correlation: correlation.into(),
        host: guard::asked_for(headers, uri).map_or_else(String::new, |host| host.to_string()).into(),
        device: device.chars().take(DEVICE).collect::<String>().into(),
        who: Who::Anyone,
        csrf: None,
        in_telegram: false,
    }
}

/// The address that a request came from: the peer's, or, as long as each is a trusted proxy, the one before it in
/// `X-Forwarded-For`, read from its end, where the proxies write.
fn origin(peer: IpAddr, headers: &HeaderMap, trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let told: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut at = peer;
    for text in told.iter().rev() {
        if !trusted(at) {
            break;
        }
        match text.trim().parse() {
            Ok(before) => at = before,
            Err(_) => break,
        }
    }
    at
}

/// Whose session this is, its token against forgery, which one has that is only begun, too, and whether Telegram began it. A
/// session that was not seen for a minute is told so, and from where.
async fn signed_in(
    session: &Session,
    caller: &Caller,
    now: Timestamp,
) -> Result<(Option<Identity>, Option<String>, bool), session::Error> {
    let csrf = session.get::<String>(key::CSRF).await?;
    let person = session.get::<PersonId>(key::PERSON).await?;
    let epoch = session.get::<i64>(key::EPOCH).await?;
    let organization = session.get::<String>(key::ORGANIZATION).await?;
    let (Some(person), Some(epoch), Some(organization), Some(_)) = (person, epoch, organization, &csrf) else {
        return Ok((None, csrf, false));
    };
    let seen = session.get::<i64>(key::SEEN).await?.unwrap_or_default();
    if now.as_second() - seen >= TOUCH {
        session.insert(key::SEEN, now.as_second()).await?;
        session.insert(key::ADDRESS, caller.address.to_string()).await?;
        session.insert(key::DEVICE, &*caller.device).await?;
    }
    let launched = session.get::<bool>(key::LAUNCHED).await?.unwrap_or_default();
    Ok((Some(Identity { entrant: Entrant { person, epoch }, organization }), csrf, launched))
}

/// Begins a person's session under a new id: whoever knew the old one (fixation) has nothing.
///
/// # Errors
/// The store's.
pub async fn begin(
    session: &Session,
    entrant: Entrant,
    home: &Membership,
    caller: &Caller,
    now: Timestamp,
) -> Result<(), anyhow::Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(key::PERSON, entrant.person).await?;
    session.insert(key::EPOCH, entrant.epoch).await?;
    session.insert(key::ORGANIZATION, &home.organization).await?;
    session.insert(key::STANDING, standing(home.role, &home.scope)).await?;
    session.insert(key::STARTED, now.as_second()).await?;
    session.insert(key::SEEN, now.as_second()).await?;
    session.insert(key::ADDRESS, caller.address.to_string()).await?;
    session.insert(key::DEVICE, &*caller.device).await?;
    session.insert(key::CSRF, Caller::new_csrf()?).await?;
    // Now, so that the id is known, and a failure is told to who signs in.
    session.save().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_or_key_is_shown_or_none() {
        let of = |pairs: &[(&'static str, &'static str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in pairs {
                map.append(*name, HeaderValue::from_static(value));
            }
            shown(&map)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("authorization", "Basic dXNlcjpwYXNz")]), None, "a proxy's");
        assert_eq!(of(&[("authorization", "bearer a.b.c")]), Some(Shown::Token("a.b.c".into())));
        assert_eq!(of(&[("x-api-key", "fk_1")]), Some(Shown::Key("fk_1".into())));
        for broken in ["Bearer", "Bearer ", "Bearer a b"] {
            let told = of(&[("authorization", broken)]);
            assert_eq!(told, Some(Shown::Unread(Unproven::Wrong)), "{broken}");
        }
        assert_eq!(of(&[("x-api-key", "")]), Some(Shown::Key(String::new())), "empty is wrong, not absent");
        for two in [
            [("authorization", "Bearer a"), ("x-api-key", "fk_1")],
            [("authorization", "Bearer a"), ("authorization", "Bearer b")],
            [("x-api-key", "fk_1"), ("x-api-key", "fk_1")],
        ] {
            assert_eq!(of(&two), Some(Shown::Unread(Unproven::Ambiguous)));
        }
    }

    #[test]
    fn only_trusted_proxies_tell_where_a_request_came_from() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let trusted = |address: IpAddr| address.to_string().starts_with("10.");
        let told = |peer: &str, forwarded: &[&'static str]| {
            let headers =
                forwarded.iter().map(|text| ("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(text)));
            origin(peer.parse().unwrap(), &headers.collect(), trusted).to_string()
        };
        assert_eq!(told("203.0.113.9", &["198.51.100.7"]), "203.0.113.9", "anybody can write a header");
        assert_eq!(told("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(told("10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.2"]), "198.51.100.7");
        assert_eq!(told("10.0.0.1", &["1.1.1.1", "198.51.100.7"]), "198.51.100.7", "two headers are one list");
        assert_eq!(told("10.0.0.1", &["nonsense"]), proxy.to_string());
        assert_eq!(told("10.0.0.1", &[]), proxy.to_string());
    }
}
