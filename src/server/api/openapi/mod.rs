//! `GET /api/v1/openapi.json`: the document of this door (OpenAPI 3.1), made of the handlers and of what they answer with.
//!
//! What every operation shares (errors, the credentials) is put in here and not told by each of them. The examples are
//! answers of the tests' own organization: a test asks for them anew and compares.

pub mod parameters;
mod reference;

use std::{ops::RangeInclusive, sync::LazyLock};

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::{
    ApiError, areas, auth, board, branches, error, explain, groups, history, imports, indicators, keys, kpis, map, me,
    people, periods, rankings, reports, settings, supervisions, trends,
};
use crate::server::services::{Services, exports::Format};

use reference::in_words;
pub use reference::reference;

/// Where it is asked for.
pub const ADDRESS: &str = "/api/v1/openapi.json";

/// Answers of the tests' organization by operation.
const EXAMPLES: &str = include_str!("examples.json");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Falcon",
        version = "1.0.0",
        description = "Supervisions of a chain's branches: figures read, records fed. Scores are percent; what ends in \
                       `_hundredths` is in hundredths. See docs/api.md.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    security(("key" = []), ("token" = [])),
    tags(
        (name = "figures", description = "What the pages show"),
        (name = "reports", description = "Names of files: a view, its filter and a format"),
        (name = "supervisions", description = "The visits behind the figures"),
        (name = "master data", description = "Branches, groups, areas, periods, and who asks"),
        (name = "imports", description = "Files, taken by jobs"),
        (name = "administration", description = "People, keys and settings, for administrators"),
        (name = "sign-in", description = "Tokens for people"),
    ),
    paths(
        board::show,
        kpis::show,
        trends::list,
        rankings::list,
        history::list,
        indicators::list,
        map::show,
        explain::show,
        supervisions::list,
        supervisions::show,
        supervisions::create,
        supervisions::delete,
        supervisions::restore,
        branches::list,
        branches::show,
        branches::put,
        groups::list,
        groups::show,
        areas::list,
        periods::list,
        me::show,
        imports::list,
        imports::show,
        imports::create,
        people::list,
        people::invite,
        people::change,
        people::disable,
        people::enable,
        people::remove,
        keys::list,
        keys::create,
        keys::revoke,
        reports::list,
        reports::create,
        reports::show,
        reports::put,
        reports::delete,
        reports::duplicate,
        reports::file,
        settings::show,
        settings::put,
        auth::token,
        auth::telegram,
        auth::refresh,
        auth::logout,
    ),
    components(schemas(error::Form)),
)]
struct Document;

/// The document of a server that takes these years.
#[must_use]
pub fn document(years: &RangeInclusive<i16>) -> Value {
    static WHOLE: LazyLock<Value> = LazyLock::new(whole);
    let mut document = WHOLE.clone();
    operations(&mut document).for_each(|operation| bound(operation, years));
    document
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let items = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    items.flat_map(|item| item.as_object_mut().into_iter().flat_map(Map::values_mut))
}

/// The document but for what settings say.
fn whole() -> Value {
    let mut document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap_or_default();
    for operation in operations(&mut document) {
        refuse(operation);
        exemplify(operation, &examples);
        file(operation);
        may_be_empty(operation);
    }
    let components = &mut document["components"];
    components["securitySchemes"] = json!({
        "key": { "type": "apiKey", "in": "header", "name": "X-API-Key", "description": "A key that an administrator made" },
        "token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token" },
    });
    let refusals = error::CODES.iter().map(|(status, codes)| (name(*status), refusal(*status, codes)));
    components["responses"] = refusals.collect::<Map<_, _>>().into();
    components["responses"]["NotModified"] = json!({
        "description": "`If-None-Match` names what the caller has already",
        "headers": { "ETag": { "description": "Of data, filter and scope", "schema": { "type": "string" } } },
    });
    // By the HTTP layer, before anybody has read it.
    components["responses"]["URITooLong"] =
        json!({ "description": "The address is longer than 64 KB; without a body" });
    document
}

/// See the module. Anybody's: it tells what this program can do, and nothing of anybody's data.
pub async fn show(State(services): State<Services>) -> Response {
    let mut response = Json(document(services.api_years())).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// The refusals that an operation can come to.
fn refuse(operation: &mut Value) {
    let (writes, open) = (operation["requestBody"].is_object(), operation["security"].is_array());
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default().into_iter();
    let named = parameters.clone().any(|parameter| parameter["in"] == "path");
    let sent = [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNSUPPORTED_MEDIA_TYPE];
    let any = [
        StatusCode::BAD_REQUEST,
        StatusCode::URI_TOO_LONG,
        StatusCode::UNAUTHORIZED,
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::SERVICE_UNAVAILABLE,
    ];
    let has = |name: &str| parameters.clone().any(|parameter| parameter["name"] == name);
    let (once, conditional) = (has("Idempotency-Key"), has("If-Match"));
    let more = [
        (!open, StatusCode::NOT_ACCEPTABLE),
        (named, StatusCode::NOT_FOUND),
        (!open || writes, StatusCode::FORBIDDEN),
        (writes || once, StatusCode::UNPROCESSABLE_ENTITY),
        (once, StatusCode::CONFLICT),
        (conditional, StatusCode::PRECONDITION_FAILED),
    ];
    let more = more.into_iter().filter_map(|(comes, status)| comes.then_some(status));
    let sent = sent.into_iter().filter(|_| writes);
    for status in any.into_iter().chain(more).chain(sent) {
        let answer = &mut operation["responses"][status.as_str()];
        if answer.is_null() {
            *answer = json!({ "$ref": format!("#/components/responses/{}", name(status)) });
        }
    }
    if has("format") {
        operation["responses"]["304"] = json!({ "$ref": "#/components/responses/NotModified" });
    }
}

/// What was answered when a test asked.
fn exemplify(operation: &mut Value, examples: &Value) {
    let example = &examples[operation["operationId"].as_str().unwrap_or_default()];
    let answers = operation["responses"].as_object_mut().into_iter().flatten();
    let answers = answers.filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| (answer, &example["answer"]));
    let answers: Vec<_> = answers.filter(|(_, example)| !example.is_null()).collect();
    for (answer, example) in answers {
        if let Some(content) = answer["content"].get_mut("application/json") {
            content["example"] = example.clone();
        }
    }
    if let Some(content) = operation.pointer_mut("/requestBody/content/application~1json")
        && !example["body"].is_null()
    {
        content["example"] = example["body"].clone();
    }
}

/// As forms of pages send them, empty values mean nothing.
fn may_be_empty(operation: &mut Value) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
    for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
        parameter["allowEmptyValue"] = true.into();
    }
}

/// Files that an operation also answers with.
fn file(operation: &mut Value) {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let format = parameters.into_iter().find(|parameter| parameter["name"] == "format");
    let words = format.map(|format| in_words(&format["schema"])).unwrap_or_default();
    let any = operation["operationId"] == "downloadReport";
    for format in Format::ALL.into_iter().filter(|format| any || *format != Format::Json) {
        if any || words.split(" | ").any(|word| word == format.code()) {
            let media = format.media_type().split(';').next().unwrap_or_default();
            let schema = match format {
                Format::GeoJson => json!({ "$ref": "#/components/schemas/FeatureCollection" }),
                Format::Json => json!({ "type": "object" }),
                Format::Csv { .. } => json!({ "type": "string" }),
                Format::Xlsx | Format::Pdf(_) | Format::Png(_) => json!({ "type": "string", "format": "binary" }),
            };
            operation["responses"]["200"]["content"][media] = json!({ "schema": schema });
        }
    }
}

/// `year` is bounded by the settings.
fn bound(operation: &mut Value, years: &RangeInclusive<i16>) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
    for year in parameters.filter(|parameter| parameter["name"] == "year") {
        year["schema"]["minimum"] = json!(years.start());
        year["schema"]["maximum"] = json!(years.end());
    }
}

/// A status in words, as its component is named.
fn name(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or_default().replace(' ', "")
}

/// An error by its status, with every code that it has.
fn refusal(status: StatusCode, codes: &'static [&'static str]) -> Value {
    let examples = codes.iter().map(|code| {
        let form = serde_json::to_value(ApiError::example(status, code).form()).unwrap_or_default();
        ((*code).to_owned(), json!({ "value": form }))
    });
    let examples: Map<_, _> = examples.collect();
    let header = |text: &str| json!({ "description": text, "schema": { "type": "string" } });
    let mut headers = json!({ "X-Request-Id": header("What the request is found again by") });
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        headers["Retry-After"] = header("Seconds after which trying again helps");
    }
    if status == StatusCode::UNAUTHORIZED {
        headers["WWW-Authenticate"] = header("How to prove oneself (RFC 6750, §3)");
    }
    json!({
        "description": status.canonical_reason(),
        "headers": headers,
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" }, "examples": examples } },
    })
}
