//! How often a caller may ask, by class of request: budgets in headers, and 429 when one is spent.
//!
//! The site's files are free: a page brings ten of them, and they cost nothing. Pages and server functions are `read`.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};

use super::{Site, refusal, router::WebState};
use crate::{
    contract::AppError,
    server::{
        api,
        services::{
            Caller, Who,
            limits::{Class, Decision, Limiter},
        },
        state::Clock,
    },
};

/// What [`limited`] works with; cheap to clone.
#[derive(Clone)]
pub struct Rate {
    pub limiter: Limiter,
    /// Its files are free.
    pub site: Arc<Site>,
    pub clock: Arc<dyn Clock>,
}

impl Rate {
    /// What the router's state has of it.
    pub(super) fn of(state: &WebState) -> Self {
        let services = &state.services;
        Self { limiter: services.limiter().clone(), site: Arc::clone(&state.site), clock: services.shared_clock() }
    }
}

/// Counts a request and lets it through, or answers 429. Belongs inside of what finds out the [`Caller`], and outside of
/// whatever costs something.
pub async fn limited(State(rate): State<Rate>, request: Request, next: Next) -> Response {
    let class = match class(request.method(), request.uri().path()) {
        Class::Read if is_export(&request) => Class::Heavy,
        class => class,
    };
    if class == Class::Read && rate.site.current().holds(request.uri().path()) {
        return next.run(request).await;
    }
    let key = key(class, request.extensions());
    let Some(decision) = rate.limiter.check(class, &key, rate.clock.now()).await else {
        return next.run(request).await;
    };
    let mut response = if decision.allowed {
        next.run(request).await
    } else {
        tracing::debug!(class = class.name(), key, "a caller has spent the budget");
        let (parts, _) = request.into_parts();
        refusal::of(&parts, &AppError::TooMany { seconds: decision.retry_after_seconds })
    };
    tell(response.headers_mut(), class, &decision);
    response
}

/// Where programs sign in.
const SIGN_IN: [&str; 2] = ["/api/v1/auth/token", "/api/v1/auth/telegram"];

/// Whether a program, or a link of a page, takes data away as a file.
fn is_export(request: &Request) -> bool {
    let uri = request.uri();
    let named = || api::file_asked_for(uri.query().unwrap_or_default(), request.headers());
    // What a report is a name of is a file without saying so.
    api::owns(uri.path()) && (uri.path().ends_with("/file") || named())
}

/// What a request is counted as by its address.
fn class(method: &Method, path: &str) -> Class {
    let under = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if under("/salud") {
        Class::Health
    } else if (method == Method::POST && (under("/entrar") || under("/enlace") || SIGN_IN.contains(&path)))
        // The Login Widget leads back by GET.
        || path == "/entrar/telegram"
    {
        Class::SignIn
    } else if path.ends_with(".csv") || path.ends_with(".xlsx") {
        Class::Heavy
    } else if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        Class::Read
    } else {
        Class::Write
    }
}

/// Whose budget: the key's, the person's, else the address's. Attempts to sign in are the address's, whoever is signed in.
fn key(class: Class, extensions: &Extensions) -> String {
    let caller = extensions.get::<Caller>();
    match caller.map(|caller| caller.who) {
        Some(Who::Key(id)) if class != Class::SignIn => format!("k{id}"),
        Some(Who::Person(id)) if class != Class::SignIn => format!("p{id}"),
        _ => {
            let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
            let address = caller.map(|caller| caller.address).or_else(peer);
            format!("a{}", of_one_network(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
        }
    }
}

/// In IPv6 whoever has an address has at least 2^64 of them: they are counted as one.
fn of_one_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address => address,
    }
}

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
/// The same as structured fields (draft-ietf-httpapi-ratelimit-headers).
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

fn tell(headers: &mut HeaderMap, class: Class, decision: &Decision) {
    let (name, Decision { limit, remaining, reset_seconds, .. }) = (class.name(), *decision);
    headers.insert(LIMIT, limit.into());
    headers.insert(REMAINING, remaining.into());
    headers.insert(RESET, reset_seconds.into());
    for (header, value) in
        [(POLICY, format!("\"{name}\";q={limit};w=60")), (STATE, format!("\"{name}\";r={remaining};t={reset_seconds}"))]
    {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(header, value);
        }
    }
}

#[cfg(test)]
mod tests;
