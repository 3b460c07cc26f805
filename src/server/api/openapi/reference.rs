//! The document taken apart for a page that people read.

use serde_json::Value;
use utoipa::IntoParams as _;

use super::parameters::Filtered;

use crate::{
    contract::{Lang, Reference, ReferenceError, ReferenceOperation, ReferenceParameter, ReferenceSection},
    server::api::{error, words},
};

/// Errors are worded in `lang`; the rest is the document's own English.
#[must_use]
pub fn reference(document: &Value, lang: Lang) -> Reference {
    let operations = document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| (method, path, operation))
    });
    let operations: Vec<_> = operations.collect();
    let filter: Vec<String> = Filtered::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
    let sections = document["tags"].as_array().into_iter().flatten().map(|tag| ReferenceSection {
        name: text(&tag["name"]),
        about: text(&tag["description"]),
        operations: operations
            .iter()
            .filter(|(.., operation)| operation["tags"].as_array().is_some_and(|tags| tags.contains(&tag["name"])))
            .map(|(method, path, operation)| told(method, path, operation, &filter))
            .collect(),
    });
    let errors = error::CODES.iter().flat_map(|(status, codes)| {
        codes.iter().map(|code| ReferenceError {
            status: status.as_str().to_owned(),
            code: (*code).to_owned(),
            message: words::message(code, lang).to_owned(),
        })
    });
    let version = text(&document["info"]["version"]);
    Reference { version, sections: sections.collect(), errors: errors.collect() }
}

/// `filter` names the parameters of a filter.
fn told(method: &str, path: &str, operation: &Value, filter: &[String]) -> ReferenceOperation {
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(parameter);
    let (of_filter, parameters): (Vec<_>, Vec<_>) = parameters
        .partition(|parameter: &ReferenceParameter| parameter.place == "query" && filter.contains(&parameter.name));
    let responses = operation["responses"].as_object();
    let answer = responses.into_iter().flatten().find(|(status, _)| status.starts_with('2'));
    ReferenceOperation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        // A heading of the handler's own documentation, which is Markdown.
        about: text(&operation["description"]).replace("# Errors\n", ""),
        parameters,
        filter: of_filter,
        body: example(&operation["requestBody"]),
        answer: answer.and_then(|(_, answer)| example(answer)),
        statuses: responses.into_iter().flatten().map(|(status, _)| status.clone()).collect(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn example(message: &Value) -> Option<String> {
    let example = &message["content"]["application/json"]["example"];
    if example.is_null() { None } else { serde_json::to_string_pretty(example).ok() }
}

fn parameter(parameter: &Value) -> ReferenceParameter {
    ReferenceParameter {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        required: parameter["required"] == true,
        form: in_words(&parameter["schema"]),
        about: text(&parameter["description"]),
    }
}

/// A schema in a few words: `integer, 1 to 1000`.
pub fn in_words(schema: &Value) -> String {
    if let Some(choices) = schema["oneOf"].as_array() {
        let choice = choices.iter().find(|choice| choice["type"] != "null");
        return choice.map(in_words).unwrap_or_default();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default(),
        kind => kind.as_str().unwrap_or_default(),
    };
    if kind == "array" {
        return format!("{} …", in_words(&schema["items"]));
    }
    let kind = if schema["format"] == "date" { "date" } else { kind };
    match (&schema["minimum"], &schema["maximum"]) {
        (Value::Number(from), Value::Number(to)) => format!("{kind}, {from} to {to}"),
        _ => kind.to_owned(),
    }
}
