//! A line of the log for every request of a program: who asked what, and how it was answered. No bodies, no queries, no secrets.

use std::{sync::Arc, time::Instant};

use axum::{extract::Request, http::Method, response::Response};

use super::refusal;
use crate::server::{
    api,
    services::{Caller, Who},
};

/// Characters of a path.
const PATH: usize = 200;

/// A request that is being answered.
pub struct Line {
    method: Method,
    path: String,
    who: Who,
    correlation: Arc<str>,
    began: Instant,
}

impl Line {
    /// Of a request to the API; pages have none.
    pub fn of(request: &Request, caller: &Caller) -> Option<Self> {
        let path = request.uri().path();
        api::owns(path).then(|| Self {
            method: request.method().clone(),
            path: refusal::loggable(path).chars().take(PATH).collect(),
            who: caller.who,
            correlation: Arc::clone(&caller.correlation),
            began: Instant::now(),
        })
    }

    /// Writes it.
    pub fn end(&self, response: &Response) {
        let (person, key) = match self.who {
            Who::Person(person) => (Some(person), None),
            Who::Key(key) => (None, Some(key)),
            Who::Anyone => (None, None),
        };
        let ms = self.began.elapsed().as_secs_f64() * 1_000.0;
        tracing::info!(
            method = %self.method,
            path = self.path,
            status = response.status().as_u16(),
            ms,
            person,
            key,
            correlation = %self.correlation,
            "a program was answered"
        );
    }
}
