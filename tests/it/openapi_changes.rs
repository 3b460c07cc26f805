//! What of a change of an OpenAPI document breaks who relies on it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// In words, each change of `new` against `old` that a program written for `old` does not survive.
pub fn breaking(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in old["paths"].as_object().into_iter().flatten() {
        for (method, before) in item.as_object().into_iter().flatten() {
            let at = format!("{} {path}", method.to_uppercase());
            let now = &new["paths"][path][method];
            if now.is_null() {
                found.push(format!("{at} is gone"));
                continue;
            }
            if before["security"] == json!([{}]) && now["security"] != before["security"] {
                found.push(format!("{at} is no longer open"));
            }
            if before["operationId"] != now["operationId"] {
                found.push(format!("{at} has another id"));
            }
            parameters(&at, before, now, &mut found);
            body(&at, (old, before), (new, now), &mut found);
            answers(&at, (old, before), (new, now), &mut found);
        }
    }
    for (name, response) in old["components"]["responses"].as_object().into_iter().flatten() {
        let codes = |response: &Value| -> BTreeSet<String> {
            let examples = response["content"]["application/json"]["examples"].as_object();
            examples.into_iter().flatten().map(|(code, _)| code.clone()).collect()
        };
        let now = codes(&new["components"]["responses"][name]);
        found.extend(codes(response).difference(&now).map(|code| format!("the error {name} {code} is gone")));
    }
    found
}

fn parameters(at: &str, before: &Value, now: &Value, found: &mut Vec<String>) {
    let of = |operation: &Value| operation["parameters"].as_array().cloned().unwrap_or_default();
    let key = |parameter: &Value| (parameter["name"].clone(), parameter["in"].clone());
    for parameter in of(before) {
        let at = format!("{at}, parameter {}", parameter["name"]);
        match of(now).iter().find(|other| key(other) == key(&parameter)) {
            None => found.push(format!("{at} is gone")),
            Some(other) => {
                if other["required"] == true && parameter["required"] != true {
                    found.push(format!("{at} is required"));
                }
                narrower(&at, &parameter["schema"], &other["schema"], found);
            }
        }
    }
    let known: Vec<_> = of(before).iter().map(key).collect();
    for parameter in
        of(now).iter().filter(|parameter| parameter["required"] == true && !known.contains(&key(parameter)))
    {
        found.push(format!("{at} requires {}", parameter["name"]));
    }
}

/// A parameter that takes less than it did.
fn narrower(at: &str, before: &Value, now: &Value, found: &mut Vec<String>) {
    let words = |schema: &Value| -> BTreeSet<String> {
        let of = |schema: &Value| schema["enum"].as_array().cloned().unwrap_or_default();
        let whole = of(schema).into_iter().chain(schema["oneOf"].as_array().into_iter().flatten().flat_map(of));
        whole.chain(of(&schema["items"])).map(|word| word.to_string()).collect()
    };
    found.extend(words(before).difference(&words(now)).map(|word| format!("{at} no longer takes {word}")));
    if kinds(before) != kinds(now) {
        found.push(format!("{at} is of another type"));
    }
    for (bound, more) in [("minimum", true), ("maximum", false), ("maxLength", false), ("maxItems", false)] {
        let (was, is) = (before[bound].as_f64(), now[bound].as_f64());
        let tighter = match (was, is) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(was), Some(is)) => (more && is > was) || (!more && is < was),
        };
        if tighter {
            found.push(format!("{at} has a tighter {bound}"));
        }
    }
}

fn kinds(schema: &Value) -> BTreeSet<String> {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(Value::to_string).collect(),
        Value::Null => BTreeSet::new(),
        kind => BTreeSet::from([kind.to_string()]),
    }
}

fn body(at: &str, (old, before): (&Value, &Value), (new, now): (&Value, &Value), found: &mut Vec<String>) {
    let (was, is) = (&before["requestBody"], &now["requestBody"]);
    if was.is_null() {
        if is["required"] == true {
            found.push(format!("{at} requires a body"));
        }
        return;
    }
    for (kind, content) in was["content"].as_object().into_iter().flatten() {
        match is["content"].get(kind) {
            None => found.push(format!("{at} no longer takes {kind}")),
            Some(other) => {
                let at = format!("{at}, body");
                compare(&at, (old, &content["schema"]), (new, &other["schema"]), Side::Sent, &mut Vec::new(), found);
            }
        }
    }
}

fn answers(at: &str, (old, before): (&Value, &Value), (new, now): (&Value, &Value), found: &mut Vec<String>) {
    for (status, answer) in
        before["responses"].as_object().into_iter().flatten().filter(|(status, _)| status.starts_with('2'))
    {
        for (kind, content) in answer["content"].as_object().into_iter().flatten() {
            match now["responses"][status]["content"].get(kind) {
                None => found.push(format!("{at} no longer answers {status} {kind}")),
                Some(other) => {
                    let at = format!("{at}, {status}");
                    compare(
                        &at,
                        (old, &content["schema"]),
                        (new, &other["schema"]),
                        Side::Answered,
                        &mut Vec::new(),
                        found,
                    );
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Sent,
    Answered,
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/components/schemas/")) {
        Some(name) => resolved(document, &document["components"]["schemas"][name]),
        None => schema,
    }
}

fn compare(
    at: &str,
    (old, before): (&Value, &Value),
    (new, now): (&Value, &Value),
    side: Side,
    above: &mut Vec<String>,
    found: &mut Vec<String>,
) {
    if let Some(name) = before["$ref"].as_str() {
        if above.iter().any(|known| known == name) {
            return;
        }
        above.push(name.to_owned());
    }
    let named = before["$ref"].is_string();
    let (before, now) = (resolved(old, before), resolved(new, now));
    let (was, is) = (kinds(before), kinds(now));
    let other = match side {
        // An answer may lose a type (null), a body may win one.
        Side::Answered => !is.is_subset(&was),
        Side::Sent => !was.is_subset(&is),
    };
    if other {
        found.push(format!("{at} is {is:?} and was {was:?}"));
    }
    let required = |schema: &Value| -> BTreeSet<String> {
        let names = schema["required"].as_array().into_iter().flatten();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let (must, may) = match side {
        Side::Answered => (required(before), required(now)),
        Side::Sent => (required(now), required(before)),
    };
    found.extend(must.difference(&may).map(|name| match side {
        Side::Answered => format!("{at}.{name} may be missing"),
        Side::Sent => format!("{at}.{name} is required"),
    }));
    for (name, property) in before["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        match now["properties"].get(name) {
            None => found.push(format!("{at} is gone")),
            Some(other) => compare(&at, (old, property), (new, other), side, above, found),
        }
    }
    if !before["items"].is_null() {
        compare(&format!("{at}[]"), (old, &before["items"]), (new, &now["items"]), side, above, found);
    }
    for many in ["oneOf", "allOf"] {
        let (was, is) = (before[many].as_array(), now[many].as_array());
        for (index, part) in was.into_iter().flatten().enumerate() {
            match is.and_then(|parts| parts.get(index)) {
                None => found.push(format!("{at} has lost a part of its {many}")),
                Some(other) => compare(at, (old, part), (new, other), side, above, found),
            }
        }
    }
    if named {
        above.pop();
    }
}

#[test]
fn a_break_is_found() {
    let old = json!({
        "paths": { "/a": { "post": {
            "operationId": "a",
            "security": [{}],
            "parameters": [
                { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["x", "y"] } },
                { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 9 } },
            ],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Sent" } } } },
            "responses": { "200": { "content": { "application/json": { "schema": { "type": "array", "items": {
                "type": "object", "required": ["n"], "properties": { "n": { "type": "integer" } },
            } } } } } },
        } } },
        "components": {
            "schemas": { "Sent": { "type": "object", "properties": { "self": { "$ref": "#/components/schemas/Sent" } } } },
            "responses": { "Not": { "content": { "application/json": { "examples": { "code": {} } } } } },
        },
    });
    assert_eq!(breaking(&old, &old), Vec::<String>::new());
    let operation = "/paths/~1a/post";
    let schema = format!("{operation}/responses/200/content/application~1json/schema/items");
    for (pointer, value, told) in [
        ("/paths/~1a".to_owned(), json!({}), "POST /a is gone"),
        (format!("{operation}/security"), json!([{ "key": [] }]), "no longer open"),
        (format!("{operation}/operationId"), json!("b"), "another id"),
        (format!("{operation}/parameters/0/name"), json!("order"), "\"sort\" is gone"),
        (format!("{operation}/parameters/0/required"), json!(true), "is required"),
        (format!("{operation}/parameters/0/schema/enum"), json!(["x"]), "no longer takes \"y\""),
        (format!("{operation}/parameters/1/schema/maximum"), json!(8), "tighter maximum"),
        (format!("{operation}/parameters/1/schema/type"), json!("string"), "another type"),
        ("/components/schemas/Sent/properties".to_owned(), json!({}), "body.self is gone"),
        ("/components/schemas/Sent/required".to_owned(), json!(["self"]), "body.self is required"),
        (format!("{schema}/properties"), json!({}), "200[].n is gone"),
        (format!("{schema}/required"), json!([]), "n may be missing"),
        (format!("{schema}/properties/n/type"), json!(["integer", "null"]), "200[].n is"),
        ("/components/responses/Not/content".to_owned(), json!({}), "Not code is gone"),
    ] {
        let mut new = old.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = new.pointer_mut(parent).unwrap();
        match name.parse::<usize>() {
            Ok(index) if parent.is_array() => parent[index] = value,
            _ => parent[name.replace("~1", "/")] = value,
        }
        let found = breaking(&old, &new);
        assert!(found.iter().any(|line| line.contains(told)), "{pointer}: {found:?}");
    }
    // What only widens breaks nobody.
    let mut new = old.clone();
    new["paths"]["/a"]["post"]["parameters"][0]["schema"]["enum"] = json!(["x", "y", "z"]);
    new["paths"]["/b"] = json!({ "get": {} });
    let items = new.pointer_mut(&schema).unwrap();
    items["properties"]["more"] = json!({ "type": "string" });
    assert_eq!(breaking(&old, &new), Vec::<String>::new());
}
