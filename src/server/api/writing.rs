//! How writing operations answer: `{"data", "meta"}` with the version of the data, once for each `Idempotency-Key`.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use super::{ApiError, asked::Asked, asked_language, error::Detail, files::takes_json, reading::JSON};
use crate::{
    contract::{Fault, Lang},
    domain::Action,
    server::{
        error::ServerError,
        services::{Desk, Named},
    },
};

const KEY: &str = "idempotency-key";
/// Characters of a key.
const KEY_CHARS: usize = 255;
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// A request that writes.
pub struct Writing {
    desk: Desk,
    lang: Lang,
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Writing
where
    Desk: FromRequestParts<S, Rejection = Response>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        // Who may not come in sends nothing.
        let desk = Desk::from_request_parts(&mut parts, state).await?;
        let (lang, method) = (asked_language(&parts), parts.method.to_string());
        let (path, query) = (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned());
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let body = body.map_err(|rejection| ApiError::body(rejection.status()).into_response())?;
        Ok(Self { desk, lang, method, path, query, headers, body })
    }
}

/// What an operation is given to work with.
pub struct Job {
    pub desk: Desk,
    pub asked: Asked,
    pub lang: Lang,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What was done. It is kept for who asks again by the same key.
#[derive(Serialize, Deserialize)]
pub struct Done {
    status: u16,
    location: Option<String>,
    body: String,
}

/// What every writing operation answers.
#[derive(Serialize, ToSchema)]
pub struct Written<T> {
    data: T,
    meta: Meta,
}

/// What goes with what was done.
#[derive(Serialize, ToSchema)]
#[schema(as = WrittenMeta)]
pub struct Meta {
    pub data_version: i64,
}

impl Done {
    /// Data and what goes with them.
    ///
    /// # Errors
    /// None: whatever an answer holds can be written as JSON.
    pub fn new(status: StatusCode, data: impl Serialize, meta: impl Serialize) -> Result<Self, ApiError> {
        #[derive(Serialize)]
        struct Whole<T, M> {
            data: T,
            meta: M,
        }
        let body = serde_json::to_string(&Whole { data, meta });
        let body = body.map_err(|error| ServerError::Other(error.into()))?;
        Ok(Self { status: status.as_u16(), location: None, body })
    }

    /// Done, and there is nothing to tell.
    pub const fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT.as_u16(), location: None, body: String::new() }
    }

    /// Where the thing is found.
    #[must_use]
    pub fn at(self, location: String) -> Self {
        Self { location: Some(location), ..self }
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = (status, Body::from(self.body)).into_response();
        if status != StatusCode::NO_CONTENT {
            response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        }
        if let Some(Ok(location)) = self.location.map(HeaderValue::try_from) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

impl Writing {
    /// Does what `act` does, whether or not the caller waits for it; by a key that was used before it is not done again.
    ///
    /// # Errors
    /// What is wrong with the request; what `act` tells. Nothing is then done, and the key is free.
    pub async fn answer<F>(self, action: Action, own: &[&str], act: impl FnOnce(Job) -> F) -> Result<Response, ApiError>
    where
        F: Future<Output = Result<Done, ApiError>> + Send + 'static,
    {
        let Self { desk, lang, method, path, query, headers, body } = self;
        if !desk.actor().role.may(action) {
            return Err(ApiError::forbidden());
        }
        if !takes_json(&headers) {
            return Err(ApiError::not_acceptable());
        }
        let asked = Asked::parse(&query, own, &desk.years())?;
        asked.unfiltered()?;
        let header = |name| headers.get(name).map_or(&b""[..], HeaderValue::as_bytes);
        let sent = [header(header::CONTENT_TYPE), header(header::IF_MATCH), query.as_bytes(), &body];
        let job =
            Job { desk: desk.clone(), asked, lang, path: path.clone(), headers: headers.clone(), body: body.clone() };
        once(&desk, &headers, &format!("{method} {path}"), &sent, move || act(job)).await
    }
}

/// Does what `act` does, to its end, also when the caller goes away; by a key in the headers that was used before at this route
/// it is not done again. `sent` is all that tells it from another operation.
///
/// # Errors
/// 409 and 422 for the key; what `act` tells: nothing is then done, and the key is free.
pub async fn once<F>(
    desk: &Desk,
    headers: &HeaderMap,
    route: &str,
    sent: &[&[u8]],
    act: impl FnOnce() -> F,
) -> Result<Response, ApiError>
where
    F: Future<Output = Result<Done, ApiError>> + Send + 'static,
{
    let operation = match key(headers)? {
        None => None,
        Some(key) => match desk.begin_operation::<Done>(route, &key, sent).await? {
            Named::New(operation) => Some(operation),
            Named::UnderWay => return Err(ApiError::in_progress()),
            Named::Other => return Err(ApiError::mismatch()),
            Named::Done(done) => {
                let mut response = done.into_response();
                response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
                return Ok(response);
            }
        },
    };
    let (desk, work) = (desk.clone(), act());
    let task = tokio::spawn(async move {
        let told = work.await;
        if let Some(operation) = operation {
            desk.end_operation(&operation, told.as_ref().ok()).await?;
        }
        told
    });
    let told = task.await.map_err(|panic| ServerError::Other(panic.into()))?;
    told.map(IntoResponse::into_response)
}

/// The key by which the operation is named.
fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut all = headers.get_all(KEY).iter();
    let Some(first) = all.next() else { return Ok(None) };
    let wrong = |code| Err(ApiError::parameter(Detail::of("Idempotency-Key", code)));
    match first.to_str() {
        _ if all.next().is_some() => wrong("contradiction"),
        Ok(key) if key.len() > KEY_CHARS => wrong("too_long"),
        Ok(key) if !key.trim().is_empty() && !key.contains('\t') => Ok(Some(key.to_owned())),
        _ => wrong("malformed"),
    }
}

impl Job {
    /// Of what changes no data.
    pub fn meta(&self) -> Meta {
        Meta { data_version: self.desk.cube().catalog().data_version }
    }

    /// What the body is, without its parameters.
    pub fn content_type(&self) -> String {
        let told = self.headers.get(header::CONTENT_TYPE).and_then(|told| told.to_str().ok()).unwrap_or_default();
        told.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// 415 for another type; 422 for JSON that is not of this form.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        if self.content_type() != "application/json" {
            return Err(ApiError::body(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        parse(&self.body).map_err(|fault| ApiError::unprocessable(vec![Detail::fault(&fault)]))
    }

    /// A parameter that is `true` or `false`.
    ///
    /// # Errors
    /// When it is another.
    pub fn flag(&self, name: &str) -> Result<bool, ApiError> {
        self.asked.word(name, |word| word.parse().ok())
    }
}

/// JSON of a form, or what is wrong with it, as the parser tells.
///
/// # Errors
/// Where and why it is none.
pub fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(json).map_err(|error| Fault { about: error.to_string(), ..Fault::of("", "malformed") })
}
