//! Who asks, told from the request: where it comes from, and whose session it carries.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use jiff::Timestamp;
use tower_sessions::{Session, session};

use super::{door::Look, preferences, router::WebState};
use crate::{
    domain::access::audit::Act,
    server::{
        db::PersonId,
        proof::{random, token::Token},
        services::{Caller, Who, audit::Record},
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
    /// It cannot be told: the store of sessions does not answer. Neither signed out nor let in.
    Lost,
}

/// Whose session it is, and which organization they look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub person: PersonId,
    /// Slug.
    pub organization: String,
}

/// Seconds after which a session is told again that it was seen: not every request writes.
const TOUCH: i64 = 60;
/// Characters of `User-Agent` that are kept.
const DEVICE: usize = 200;

/// Names of a session's data, beside those that the store itself reads.
pub mod key {
    pub use crate::server::services::sessions::keys::*;

    /// Whose first proof held, while a code is asked for; and until when, in seconds.
    pub const PENDING: &str = "pending";
    pub const PENDING_UNTIL: &str = "pending_until";
    /// An account of Telegram that nobody knows, which may ask to be let in.
    pub const STRANGER: &str = "stranger";
}

/// Puts [`Caller`] and [`Known`] into the request's extensions, and the caller's correlation id on the answer.
pub async fn identify(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let mut caller = caller(&state, &request);
    let known = if state.services.security().open {
        Known::Open
    } else {
        match request.extensions().get::<Session>() {
            Some(session) => match signed_in(session, state.services.now()).await {
                Ok(Some((identity, csrf))) => {
                    caller.who = Who::Person(identity.person);
                    caller.csrf = Some(csrf.into());
                    Known::Person(identity)
                }
                Ok(None) => Known::Nobody,
                Err(error) => {
                    tracing::error!(%error, "the store of sessions does not answer");
                    Known::Lost
                }
            },
            None => Known::Nobody,
        }
    };
    let correlation = HeaderValue::from_str(&caller.correlation);
    let person = match &known {
        Known::Person(identity) => {
            Some((caller.clone(), identity.organization.clone(), request.uri().path().to_owned()))
        }
        _ => None,
    };
    let look =
        Look { style: state.site.current().assets().style.clone(), preferences: preferences::of(request.headers()) };
    request.extensions_mut().insert(look);
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(known);
    let mut response = next.run(request).await;
    if response.status() == StatusCode::FORBIDDEN
        && let Some((caller, organization, path)) = person
    {
        // Not binding: what goes wrong stands in the server's log.
        let _ = state.services.record(&caller, Some(&organization), Record::of(Act::Refused, path).refused()).await;
    }
    if let Ok(correlation) = correlation {
        response.headers_mut().insert("x-request-id", correlation);
    }
    response
}

fn caller(state: &WebState, request: &Request) -> Caller {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip());
    let device = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let correlation = random::bytes::<8>().map(|bytes| data_encoding::HEXLOWER.encode(&bytes)).unwrap_or_default();
    Caller {
        address: origin(peer, request.headers(), |address| state.services.security().trusts(address)),
        correlation: correlation.into(),
        device: device.chars().take(DEVICE).collect::<String>().into(),
        who: Who::Anyone,
        csrf: None,
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

/// Whose session this is, and its token against forgery. A session that was not seen for a minute is told so.
async fn signed_in(session: &Session, now: Timestamp) -> Result<Option<(Identity, String)>, session::Error> {
    let Some(person) = session.get::<PersonId>(key::PERSON).await? else { return Ok(None) };
    let organization = session.get::<String>(key::ORGANIZATION).await?;
    let csrf = session.get::<String>(key::CSRF).await?;
    let seen = session.get::<i64>(key::SEEN).await?.unwrap_or_default();
    let (Some(organization), Some(csrf)) = (organization, csrf) else { return Ok(None) };
    if now.as_second() - seen >= TOUCH {
        session.insert(key::SEEN, now.as_second()).await?;
    }
    Ok(Some((Identity { person, organization }, csrf)))
}

/// Begins a person's session under a new id: whoever knew the old one (fixation) has nothing.
///
/// # Errors
/// The store's.
pub async fn begin(
    session: &Session,
    person: PersonId,
    organization: &str,
    caller: &Caller,
    now: Timestamp,
) -> Result<(), anyhow::Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(key::PERSON, person).await?;
    session.insert(key::ORGANIZATION, organization).await?;
    session.insert(key::STARTED, now.as_second()).await?;
    session.insert(key::SEEN, now.as_second()).await?;
    session.insert(key::ADDRESS, caller.address.to_string()).await?;
    session.insert(key::DEVICE, &*caller.device).await?;
    session.insert(key::CSRF, Token::new(random::bytes()?).reveal()).await?;
    // Now, so that the id is known, and a failure is told to who signs in.
    session.save().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
