//! The one form of an error: `{"error":{"code","message","reference"?}}`.

use std::borrow::Cow;

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{accepted, words};
use crate::{
    contract::{AppError, Lang},
    server::{
        error::ServerError,
        services::{Denied, ProofError, Unproven, sign_in::Refusal},
    },
};

/// What went wrong, as a program is told: a code that stays, and a sentence for a person in the language asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    status: StatusCode,
    code: Cow<'static, str>,
    /// Quoted to who runs the server.
    reference: Option<String>,
    /// Seconds after which trying again helps.
    after: Option<u32>,
    lang: Lang,
}

#[derive(Serialize)]
struct Form<'a> {
    error: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    code: &'a str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

/// Seconds to wait when the server says it cannot.
const AGAIN: u32 = 5;

impl ApiError {
    fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code: code.into(), reference: None, after: None, lang: Lang::default() }
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
        Self::new(status, if status == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "malformed" })
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

    /// In the words that a request asks for.
    #[must_use]
    pub fn asked_by(self, headers: &HeaderMap) -> Self {
        self.in_language(accepted(headers.get(header::ACCEPT_LANGUAGE)))
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let of = |code: &'static str| Self::new(status, code);
        match error {
            AppError::Input { .. } => of("malformed"),
            AppError::SignedOut => of("signed_out"),
            AppError::Forbidden => of("forbidden"),
            AppError::NotFound { .. } => of("not_found"),
            AppError::TooLarge { .. } => of("too_large"),
            AppError::Unusable { reason, .. } => Self::new(status, reason),
            AppError::TooMany { seconds } => Self { after: Some(seconds), ..of("too_many") },
            AppError::Unavailable | AppError::Offline => Self { after: Some(AGAIN), ..of("unavailable") },
            AppError::Internal { reference } => Self { reference: Some(reference), ..of("internal") },
        }
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
        let told = Told {
            code: &self.code,
            message: words::message(&self.code, self.lang),
            reference: self.reference.as_deref(),
        };
        let mut response = (self.status, Json(Form { error: told })).into_response();
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
