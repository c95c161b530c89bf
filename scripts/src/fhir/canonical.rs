//! One text for one document, however it was laid out.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// How deep a document may nest; FHIR resources stay far below.
const MAX_DEPTH: usize = 64;

/// Elements of a resource that servers rewrite and that say nothing about the claim: left out, as FHIR's canonical form
/// `json#static` does.
const VOLATILE: [&str; 2] = ["text", "meta"];

/// A resource in canonical JSON: without `text` and `meta`, names sorted by their bytes, no white space, strings with the
/// fewest escapes, numbers as written (in FHIR `1.50` is not `1.5`).
pub(super) fn resource(json: &str) -> Result<String, String> {
    let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(json).map_err(|e| e.to_string())?;
    members.retain(|name, _| !VOLATILE.contains(&name.as_str()));
    let mut out = String::with_capacity(json.len());
    object(&members, &mut out, 1)?;
    Ok(out)
}

fn value(json: &str, out: &mut String, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("nests deeper than {MAX_DEPTH} levels"));
    }
    let deeper = depth.saturating_add(1);
    match json.trim_start().as_bytes().first() {
        Some(b'{') => object(&serde_json::from_str(json).map_err(|e| e.to_string())?, out, deeper),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json).map_err(|e| e.to_string())?;
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                value(item.get(), out, deeper)?;
            }
            out.push(']');
            Ok(())
        }
        Some(b'"') => {
            let text: String = serde_json::from_str(json).map_err(|e| e.to_string())?;
            string(&text, out)
        }
        _ => {
            out.push_str(json.trim());
            Ok(())
        }
    }
}

fn object(members: &BTreeMap<String, &RawValue>, out: &mut String, depth: usize) -> Result<(), String> {
    out.push('{');
    for (index, (name, member)) in members.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        string(name, out)?;
        out.push(':');
        value(member.get(), out, depth)?;
    }
    out.push('}');
    Ok(())
}

fn string(text: &str, out: &mut String) -> Result<(), String> {
    out.push_str(&serde_json::to_string(text).map_err(|e| e.to_string())?);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn layout_order_and_server_data_do_not_matter() {
        let one = r#"{"b":[1.50,{"d":"\u00e4\/","c":null}],"a":true}"#;
        let other = "{ \"meta\":{\"versionId\":\"2\"}, \"a\":true,\r\n \"text\":{}, \"b\":[ 1.50 , {\"c\":null,\"d\":\"ä/\"} ] }";
        assert_eq!(resource(one).unwrap(), resource(other).unwrap());
        assert_eq!(resource(one).unwrap(), r#"{"a":true,"b":[1.50,{"c":null,"d":"ä/"}]}"#);
    }

    #[test]
    fn values_matter_as_written() {
        assert_ne!(resource(r#"{"a":1.5}"#), resource(r#"{"a":1.50}"#));
        assert_eq!(resource(r#"{"a":{"meta":1}}"#).unwrap(), r#"{"a":{"meta":1}}"#);
    }

    #[test]
    fn what_nests_without_end_is_refused() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
        assert!(resource(&deep).unwrap_err().contains("nests deeper"));
    }
}
