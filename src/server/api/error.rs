//! The one form of an error:
//! `{"error", "message", "error_code", "timestamp", "correlation_id", "details": [{"field", "code", "message"}]}`.

use std::{borrow::Cow, fmt, sync::Arc};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{asked_language, words};
use crate::{
    contract::{AppError, Fault, Lang},
    domain::{Filter, FilterError, filter::FilterReason},
    server::{
        error::ServerError,
        services::{Caller, Denied, ProofError, Unproven, sign_in::Refusal},
    },
};

/// What went wrong, as a program is told: a code that stays, and a sentence for a person in the language asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    status: StatusCode,
    code: Cow<'static, str>,
    details: Vec<Detail>,
    /// Seconds after which trying again helps.
    after: Option<u32>,
    lang: Lang,
    /// When the request came, and what it is found again by.
    at: Timestamp,
    correlation: Arc<str>,
}

/// One thing that is wrong with a request, or what helps to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Parameter, or field of the body; empty: of none.
    field: Cow<'static, str>,
    code: Cow<'static, str>,
    /// What the sentence of the code names.
    about: String,
}

impl Detail {
    /// A field and what is wrong with it, by a code of its own.
    pub fn of(field: &'static str, code: &'static str) -> Self {
        Self { field: field.into(), code: code.into(), about: String::new() }
    }

    /// What is wrong with a field of a body.
    pub fn fault(fault: &Fault) -> Self {
        Self::of_item("", fault)
    }

    /// What is wrong with a field of one of many; `item` stands before its name.
    pub fn of_item(item: &str, fault: &Fault) -> Self {
        let field = [item, &fault.field].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
        Self { field: field.into(), code: fault.code.into(), about: fault.about.clone() }
    }

    /// As it is told in a language.
    pub fn told(&self, lang: Lang) -> Told<'_> {
        Told { field: &self.field, code: &self.code, message: words::detail(&self.code, &self.about, lang) }
    }

    /// A number that is not within these.
    pub fn bounds(field: &'static str, from: &impl fmt::Display, to: &impl fmt::Display) -> Self {
        Self { about: format!("{from}–{to}"), ..Self::of(field, "out_of_bounds") }
    }
}

/// The one form of an error
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub struct Form<'a> {
    /// The status in words (RFC 9110).
    error: &'a str,
    /// For a person.
    message: &'static str,
    /// Stays the same.
    error_code: &'a str,
    /// When the request came (RFC 3339).
    timestamp: String,
    /// The request's own `X-Request-Id` where it is well formed, else made.
    correlation_id: &'a str,
    details: Vec<Told<'a>>,
}

/// A detail in words.
#[derive(Serialize, ToSchema)]
#[schema(as = ErrorDetail)]
pub struct Told<'a> {
    /// Parameter, or field of the body; empty: of none.
    field: &'a str,
    code: &'a str,
    message: String,
}

/// Every code, by the statuses that it comes with.
pub const CODES: &[(StatusCode, &[&str])] = &[
    (StatusCode::BAD_REQUEST, &["invalid_parameter", "malformed"]),
    (
        StatusCode::UNAUTHORIZED,
        &[
            "signed_out",
            "invalid_credential",
            "expired",
            "revoked",
            "not_a_member",
            "ambiguous_credential",
            "wrong_credentials",
            "code_required",
        ],
    ),
    (StatusCode::FORBIDDEN, &["forbidden", "not_a_member"]),
    (StatusCode::NOT_FOUND, &["not_found"]),
    (StatusCode::METHOD_NOT_ALLOWED, &["method_not_allowed"]),
    (StatusCode::NOT_ACCEPTABLE, &["not_acceptable"]),
    (StatusCode::CONFLICT, &["in_progress"]),
    (StatusCode::PRECONDITION_FAILED, &["precondition_failed"]),
    (StatusCode::PAYLOAD_TOO_LARGE, &["too_large"]),
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, &["unsupported_media_type"]),
    (StatusCode::UNPROCESSABLE_ENTITY, &["malformed", "invalid_value", "idempotency_mismatch"]),
    (StatusCode::TOO_MANY_REQUESTS, &["too_many"]),
    (StatusCode::INTERNAL_SERVER_ERROR, &["internal"]),
    (StatusCode::SERVICE_UNAVAILABLE, &["unavailable"]),
];

/// Seconds to wait when the server says it cannot.
const AGAIN: u32 = 5;

impl ApiError {
    fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code: code.into(),
            details: Vec::new(),
            after: None,
            lang: Lang::default(),
            at: Timestamp::UNIX_EPOCH,
            correlation: "".into(),
        }
    }

    /// A parameter is wrong.
    #[must_use]
    pub fn parameter(detail: Detail) -> Self {
        Self { details: vec![detail], ..Self::new(StatusCode::BAD_REQUEST, "invalid_parameter") }
    }

    /// A cursor that no answer gave.
    #[must_use]
    pub fn cursor() -> Self {
        Self::parameter(Detail::of("cursor", "malformed"))
    }

    /// The caller takes nothing that there is.
    #[must_use]
    pub fn not_acceptable() -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable")
    }

    /// There is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// Not by this method.
    #[must_use]
    pub fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
    }

    /// The body is not what this operation takes.
    #[must_use]
    pub fn body(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::PAYLOAD_TOO_LARGE => "too_large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
            _ => "malformed",
        };
        Self::new(status, code)
    }

    /// What was sent cannot be taken; everything that is wrong with it.
    #[must_use]
    pub fn unprocessable(details: Vec<Detail>) -> Self {
        Self { details, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_value") }
    }

    /// The role does not allow it.
    #[must_use]
    pub fn forbidden() -> Self {
        AppError::Forbidden.into()
    }

    /// The thing is another one than the caller has.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "precondition_failed")
    }

    /// An operation of this name is under way.
    #[must_use]
    pub fn in_progress() -> Self {
        Self { after: Some(1), ..Self::new(StatusCode::CONFLICT, "in_progress") }
    }

    /// An operation of this name is another one.
    #[must_use]
    pub fn mismatch() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_mismatch")
    }

    /// The header that proves who asks proves nothing.
    #[must_use]
    pub fn unproven(reason: Unproven) -> Self {
        let code = match reason {
            Unproven::Wrong => "invalid_credential",
            Unproven::Expired => "expired",
            Unproven::Revoked => "revoked",
            Unproven::Foreign => "not_a_member",
            Unproven::Ambiguous => "ambiguous_credential",
        };
        Self::new(StatusCode::UNAUTHORIZED, code)
    }

    /// In the words of a language.
    #[must_use]
    pub fn in_language(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// In the words that a request asks for, and with what it is found again by.
    #[must_use]
    pub fn asked_by(self, parts: &Parts) -> Self {
        Self { lang: asked_language(parts), ..self.told_to(parts.extensions.get::<Caller>()) }
    }

    /// With what the request of this caller is found again by.
    #[must_use]
    pub fn told_to(self, caller: Option<&Caller>) -> Self {
        match caller {
            Some(caller) => Self { at: caller.at, correlation: Arc::clone(&caller.correlation), ..self },
            None => self,
        }
    }

    /// As it is told.
    pub(super) fn form(&self) -> Form<'_> {
        let details = self.details.iter().map(|detail| detail.told(self.lang));
        Form {
            error: self.status.canonical_reason().unwrap_or_default(),
            message: words::message(&self.code, self.lang),
            error_code: &self.code,
            timestamp: self.at.to_string(),
            correlation_id: &self.correlation,
            details: details.collect(),
        }
    }

    /// What the document shows of a code.
    pub(super) fn example(status: StatusCode, code: &'static str) -> Self {
        let details = match code {
            "invalid_parameter" => vec![Detail::bounds("limit", &1, &1_000)],
            "internal" => vec![Detail { about: "0a1b2c3d4e5f6071".into(), ..Detail::of("", "reference") }],
            _ => Vec::new(),
        };
        let (lang, correlation) = (Lang::En, "3f9c0a51d2e84b67".into());
        Self { details, lang, correlation, ..Self::new(status, code) }
    }

    /// The first detail, for tests.
    #[cfg(test)]
    pub(super) fn told(&self) -> String {
        self.details.first().map_or_else(|| self.code.to_string(), |told| format!("{} {}", told.field, told.code))
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let of = |code: &'static str| Self::new(status, code);
        match error {
            AppError::Input { field, .. } if field.is_empty() => of("malformed"),
            AppError::Input { field, value, reason } => FilterError { field, value, reason }.into(),
            AppError::SignedOut => of("signed_out"),
            AppError::Forbidden => of("forbidden"),
            AppError::NotFound { .. } => of("not_found"),
            AppError::TooLarge { .. } => of("too_large"),
            AppError::Unusable { reason, detail } => {
                // Forms are told by the field alone; here the code is of a field of the body.
                let field = match reason.as_str() {
                    "name" | "role" | "scope" | "days" | "login" => reason.clone(),
                    "no_scope" => "scope".to_owned(),
                    _ => String::new(),
                };
                Self::unprocessable(vec![Detail { field: field.into(), code: reason.into(), about: detail }])
            }
            AppError::TooMany { seconds } => Self { after: Some(seconds), ..of("too_many") },
            AppError::Unavailable | AppError::Offline => Self { after: Some(AGAIN), ..of("unavailable") },
            AppError::Internal { reference } => {
                Self { details: vec![Detail { about: reference, ..Detail::of("", "reference") }], ..of("internal") }
            }
        }
    }
}

impl From<FilterError> for ApiError {
    fn from(FilterError { field, value, reason }: FilterError) -> Self {
        let code = match reason {
            FilterReason::UnknownParameter => "unknown_parameter",
            FilterReason::UnknownValue => "unknown_value",
            FilterReason::Malformed => "malformed",
            FilterReason::TooLong => "too_long",
            FilterReason::Contradiction => "contradiction",
        };
        let field = field.chars().take(Filter::MAX_CHARS).collect::<String>();
        Self::parameter(Detail { field: field.into(), code: code.into(), about: value })
    }
}

impl From<ServerError> for ApiError {
    fn from(error: ServerError) -> Self {
        AppError::from(error).into()
    }
}

impl From<ProofError> for ApiError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::Unproven(reason) => Self::unproven(reason),
            ProofError::Failed(error) => error.into(),
        }
    }
}

impl From<Denied> for ApiError {
    fn from(denied: Denied) -> Self {
        let refused = |code: &'static str| Self::new(StatusCode::UNAUTHORIZED, code);
        match denied {
            Denied::NeedsCode => refused("code_required"),
            Denied::Organization => Self::new(StatusCode::FORBIDDEN, "not_a_member"),
            Denied::Refused(Refusal::Wait { seconds }) => AppError::TooMany { seconds }.into(),
            Denied::Refused(Refusal::Failed(error)) => error.into(),
            Denied::Refused(
                Refusal::Wrong | Refusal::Weak(_) | Refusal::Telegram(_) | Refusal::Passkey | Refusal::NoBot,
            ) => refused("wrong_credentials"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.form())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.lang.code()));
        if let Some(seconds) = self.after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, challenge(&self.code));
        }
        // For who knows the language.
        response.extensions_mut().insert(self);
        response
    }
}

/// RFC 6750, §3: how to prove oneself, and, where a proof was shown, what was wrong with it.
fn challenge(code: &str) -> HeaderValue {
    let bare = HeaderValue::from_static("Bearer realm=\"falcon\"");
    match code {
        "signed_out" | "wrong_credentials" | "code_required" => bare,
        _ => HeaderValue::try_from(format!(
            "Bearer realm=\"falcon\", error=\"invalid_token\", error_description=\"{code}\""
        ))
        .unwrap_or(bare),
    }
}
