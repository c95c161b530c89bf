//! Files, their encoding and their layout: what stands where, before anybody asks what it means.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use serde::{de::IgnoredAny, Deserialize};
use serde_json::value::RawValue;

use super::{resources::Head, Finding, Origin};
use crate::error::{Error, Result, ResultExt};

const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// How deep Bundles may stand in Bundles.
const MAX_BUNDLES: usize = 4;

/// What stands in a file.
pub(super) enum Found<'a> {
    /// A resource of any type but Bundle.
    Resource(Entry<'a>),
    /// A plain list of claims (`docs/formats.md`).
    Plain(Origin, &'a str),
    /// Something that cannot be read.
    Unreadable(Finding),
}

/// A resource as it stands.
pub(super) struct Entry<'a> {
    pub origin: Origin,
    pub full_url: Option<String>,
    pub head: Head,
    pub json: &'a str,
}

/// The files of a folder that are read, by name, and the number of those that are not; or the one file.
pub(super) fn files(path: &Path) -> Result<(Vec<PathBuf>, usize)> {
    let what = || format!("reading {}", path.display());
    let meta = std::fs::metadata(path).map_err(|e| {
        Error::usage(format!("{}: {e}", what())).hint("name a FHIR or JSON file, or a folder of such files")
    })?;
    if !meta.is_dir() {
        return Ok((vec![path.to_path_buf()], 0));
    }
    let (mut wanted, mut others) = (Vec::new(), 0usize);
    for entry in std::fs::read_dir(path).or_usage(what())? {
        let file = entry.or_usage(what())?.path();
        let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("json" | "ndjson" | "jsonl") if file.is_file() => wanted.push(file),
            _ => others = others.saturating_add(1),
        }
    }
    if wanted.is_empty() {
        return Err(Error::usage(format!("no .json, .ndjson or .jsonl file in {}", path.display())));
    }
    wanted.sort();
    Ok((wanted, others))
}

/// Hands over all that stands in one file.
pub(super) fn file(path: &Path, visit: &mut dyn FnMut(Found<'_>)) {
    let whole = || Origin { file: path.to_path_buf(), line: None, path: String::new() };
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let read = match ending.as_deref() {
        Some("ndjson" | "jsonl") => by_line(path, visit),
        _ => std::fs::read(path).map(|bytes| {
            document(&bytes, whole(), visit);
        }),
    };
    if let Err(error) = read {
        visit(Found::Unreadable(Finding { origin: whole(), reason: format!("cannot be read: {error}") }));
    }
}

/// NDJSON: one resource a line, read line by line so that the file may be larger than memory.
fn by_line(path: &Path, visit: &mut dyn FnMut(Found<'_>)) -> std::io::Result<()> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            let origin = Origin { file: path.to_path_buf(), line: Some(number), path: String::new() };
            document(&line, origin, visit);
        }
    }
    Ok(())
}

/// One JSON document.
fn document(bytes: &[u8], origin: Origin, visit: &mut dyn FnMut(Found<'_>)) {
    let read = utf8(bytes).and_then(|text| {
        let whole: &RawValue = serde_json::from_str(text).map_err(|error| match error.is_eof() {
            true if text.trim().is_empty() => "is empty".to_owned(),
            true => format!("ends in the middle: {error}"),
            false => format!("is no JSON: {error}"),
        })?;
        Ok(whole.get())
    });
    match read {
        Ok(json) => top(json, origin, visit),
        Err(reason) => visit(Found::Unreadable(Finding { origin, reason })),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return Err("is UTF-16, but FHIR JSON is UTF-8".into());
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        format!("is not UTF-8: invalid byte in line {line}")
    })
}

fn top(json: &str, origin: Origin, visit: &mut dyn FnMut(Found<'_>)) {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Top {
        resource_type: Option<IgnoredAny>,
        claims: Option<IgnoredAny>,
    }
    let unreadable =
        |reason: &str| Found::Unreadable(Finding { origin: origin.clone(), reason: reason.into() });
    match serde_json::from_str::<Top>(json) {
        Ok(Top { resource_type: None, claims: Some(_) }) => visit(Found::Plain(origin, json)),
        Ok(Top { resource_type: None, claims: None }) => {
            visit(unreadable("is neither a FHIR resource (no `resourceType`) nor a list of `claims`"));
        }
        Ok(_) => resource(json, origin, None, 0, visit),
        Err(_) => visit(unreadable("is no JSON object")),
    }
}

fn resource(
    json: &str,
    origin: Origin,
    full_url: Option<String>,
    depth: usize,
    visit: &mut dyn FnMut(Found<'_>),
) {
    let head: Head = match parse(json) {
        Ok(head) => head,
        Err(problem) => return visit(Found::Unreadable(problem.at(&origin))),
    };
    // At the top of a file the path begins with the type, inside a Bundle with the way there.
    let origin = match origin.path.is_empty() {
        true => Origin { path: head.resource_type.clone(), ..origin },
        false => origin,
    };
    match head.resource_type.as_str() {
        "Bundle" if depth < MAX_BUNDLES => bundle(json, &origin, depth, visit),
        _ => visit(Found::Resource(Entry { origin, full_url, head, json })),
    }
}

fn bundle(json: &str, origin: &Origin, depth: usize, visit: &mut dyn FnMut(Found<'_>)) {
    #[derive(Deserialize)]
    struct Bundle<'a> {
        #[serde(borrow, default)]
        entry: Vec<&'a RawValue>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct BundleEntry<'a> {
        full_url: Option<String>,
        #[serde(borrow)]
        resource: Option<&'a RawValue>,
    }
    let entries = match parse::<Bundle<'_>>(json) {
        Ok(bundle) => bundle.entry,
        Err(problem) => return visit(Found::Unreadable(problem.at(origin))),
    };
    for (index, entry) in entries.iter().enumerate() {
        let place = origin.at(&format!("entry[{index}]"));
        match parse::<BundleEntry<'_>>(entry.get()) {
            Ok(BundleEntry { full_url, resource: Some(raw) }) => {
                resource(raw.get(), place.at("resource"), full_url, depth.saturating_add(1), visit);
            }
            Ok(BundleEntry { resource: None, .. }) => {
                visit(Found::Unreadable(Finding { origin: place, reason: "has no resource".into() }));
            }
            Err(problem) => visit(Found::Unreadable(problem.at(&place))),
        }
    }
}

/// Something wrong at a path within a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub path: String,
    pub reason: String,
}

impl Problem {
    pub(super) fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    pub(super) fn at(self, origin: &Origin) -> Finding {
        Finding { origin: origin.at(&self.path), reason: self.reason }
    }
}

impl Origin {
    /// The place `path` further in.
    pub(super) fn at(&self, path: &str) -> Self {
        let between = if self.path.is_empty() || path.is_empty() { "" } else { "." };
        Self { path: format!("{}{between}{path}", self.path), ..self.clone() }
    }
}

/// Reads JSON as a type; what does not fit is told with its path. Only for JSON that is known to be well formed.
pub(super) fn parse<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = match error.path().to_string() {
            path if path == "." => String::new(),
            path => path,
        };
        // Line and column would count from where the resource begins.
        let reason = error.inner().to_string();
        let reason = reason.split(" at line ").next().unwrap_or(&reason).to_owned();
        Problem { path, reason }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn read(bytes: &[u8]) -> Vec<String> {
        let origin = Origin { file: "f".into(), line: None, path: String::new() };
        let mut seen = Vec::new();
        document(bytes, origin, &mut |found| {
            seen.push(match found {
                Found::Resource(entry) => format!("{} {}", entry.origin, entry.head.resource_type),
                Found::Plain(origin, _) => format!("{origin} plain"),
                Found::Unreadable(finding) => finding.to_string(),
            });
        });
        seen
    }

    #[test]
    fn bundles_are_taken_apart_and_single_resources_taken_whole() {
        let json = br#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Claim"}},{"resource":{"resourceType":"Bundle",
            "entry":[{"resource":{"resourceType":"Patient"}}]}},{"request":{}},{"resource":{"id":"x"}},7]}"#;
        assert_eq!(
            read(json),
            [
                "f: Bundle.entry[0].resource Claim",
                "f: Bundle.entry[1].resource.entry[0].resource Patient",
                "f: Bundle.entry[2]: has no resource",
                "f: Bundle.entry[3].resource: missing field `resourceType`",
                "f: Bundle.entry[4]: invalid type: integer `7`, expected struct BundleEntry",
            ]
        );
        assert_eq!(read(br#"{"resourceType":"Claim"}"#), ["f: Claim Claim"]);
        assert_eq!(read(br#"{"claims":[]}"#), ["f plain"]);
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(read(b"\xEF\xBB\xBF{\"resourceType\":\"Claim\"}"), ["f: Claim Claim"]);
    }

    #[test]
    fn what_is_no_document_says_why_and_where() {
        assert_eq!(read(b" \n"), ["f: is empty"]);
        assert_eq!(
            read(b"{\n\"a\":"),
            ["f: ends in the middle: EOF while parsing a value at line 2 column 4"]
        );
        assert!(read(b"{\n\"a\" 1}")[0].starts_with("f: is no JSON: expected `:` at line 2 column 5"));
        assert_eq!(read(b"\xFF\xFE{\0}\0"), ["f: is UTF-16, but FHIR JSON is UTF-8"]);
        assert_eq!(read(b"{\n\n\"a\xE4\"}"), ["f: is not UTF-8: invalid byte in line 3"]);
        assert_eq!(read(b"[]"), ["f: is no JSON object"]);
        assert!(read(b"{}")[0].contains("neither a FHIR resource"));
        assert!(read(br#"{"resourceType":"Bundle","entry":{}}"#)[0]
            .starts_with("f: Bundle.entry: invalid type: map"));
    }
}
