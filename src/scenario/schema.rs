//! JSON Schema (draft 2020-12) of a scenario file, for editors: names, types, units, bounds and texts in both languages.
//!
//! The schema helps while typing; the checks of `load` are the judge.

use serde_json::{Value, json};

use super::names::LABEL_LENGTH;
use super::parameters::{self, Kind, Parameter};

const MONTH: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])(-01)?$";

/// The schema.
pub fn schema() -> Value {
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "skillsim scenario · 情景文件",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "extends": {"type": "string", "title": "File this one builds on · 所继承的文件"},
            "data": {"type": "string", "title": "Directory of tables, relative to this file; over the directory of the file it extends · 数据表目录（相对本文件），叠加在所扩展文件的目录之上"},
            "fitted": {"type": "string", "title": "Table of fitted parameters, relative to this file; each replicate takes a row · 拟合参数表（相对本文件），每次重复取一行"},
            "scenario": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,31}$", "title": "Id · 编号"},
                    "label": text_in_both("Label · 名称"),
                    "description": text_in_both("Description · 说明"),
                    "policies_from": {"type": "string", "pattern": MONTH, "title": "Before this month every lever follows the baseline · 此月之前各政策与基准一致"},
                    "baseline": {"type": "boolean", "title": "The scenario others are compared with · 基准情景"},
                    "alone": {"type": "boolean", "title": "Left out when other files are named with it · 与其他文件一同给出时略去"},
                    "kind": {"enum": ["province", "network"], "title": "What the tables describe · 数据类型"},
                },
            },
        },
    });
    for (_, row) in parameters::all() {
        let mut parts: Vec<&str> = row.path.split('.').collect();
        let Some(name) = parts.pop() else { continue };
        let mut at = &mut root["properties"];
        for part in parts {
            at = &mut at[part];
            if at.is_null() {
                *at = json!({"type": "object", "additionalProperties": false, "properties": {}});
            }
            at = &mut at["properties"];
        }
        at[name] = parameter(row);
    }
    root
}

fn text_in_both(title: &str) -> Value {
    let text = json!({"type": "string", "maxLength": LABEL_LENGTH});
    json!({"type": "object", "title": title, "additionalProperties": false, "properties": {"zh": text, "en": text}})
}

fn parameter(row: &Parameter) -> Value {
    let value = match row.kind {
        Kind::Switch => json!({"type": "boolean"}),
        Kind::Choice(words) => json!({"enum": words}),
        Kind::Month => json!({"type": "string", "pattern": MONTH}),
        Kind::Number | Kind::Integer | Kind::Lever => {
            let number = if row.is_whole() { "integer" } else { "number" };
            json!({"type": number, "minimum": row.bounds.0, "maximum": row.bounds.1})
        }
    };
    let (written, unit) = (super::explain::written(row, row.default), json!({"const": row.unit}));
    let long = if row.kind == Kind::Lever { lever(&value, unit) } else { with_spread(row, &value, unit) };
    json!({
        "title": format!("{} · {}", row.zh, row.en),
        "description": format!("[{}] {}", row.unit, super::explain::source(row.source).en),
        "default": serde_json::from_str::<Value>(&written).unwrap_or(Value::Null),
        "anyOf": [value, long],
    })
}

/// `{ value, spread, unit }`.
fn with_spread(row: &Parameter, value: &Value, unit: Value) -> Value {
    let mut properties = json!({"value": value, "unit": unit});
    if matches!(row.kind, Kind::Number | Kind::Integer) {
        properties["spread"] = json!({"type": "array", "items": value, "maxItems": 2});
    }
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

/// The forms of a path over time.
fn lever(value: &Value, unit: Value) -> Value {
    let number = json!({"type": "number"});
    let month = json!({"type": "string", "pattern": MONTH});
    let one_of = json!([{"required": ["value"]}, {"required": ["multiply"]}, {"required": ["add"]}]);
    let form = |months: &[&str]| {
        let mut properties = json!({"value": value, "multiply": number, "add": number});
        for name in months {
            properties[*name] = month.clone();
        }
        json!({
            "type": "object", "additionalProperties": false, "required": months, "oneOf": one_of,
            "properties": properties,
        })
    };
    let step = form(&["at"]);
    let point = json!({"type": "array", "prefixItems": [month, value], "minItems": 2, "maxItems": 2});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "unit": unit, "value": value, "multiply": number, "add": number,
            "step": {"anyOf": [step, {"type": "array", "items": step, "minItems": 1}]},
            "ramp": form(&["from", "to"]),
            "table": {"type": "array", "items": point, "minItems": 1},
        },
        "oneOf": [
            {"required": ["value"]}, {"required": ["multiply"]}, {"required": ["add"]},
            {"required": ["step"]}, {"required": ["ramp"]}, {"required": ["table"]},
        ],
    })
}
