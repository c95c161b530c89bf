//! Lists of credentials to issue: CSV with a header, or JSON.

use std::{collections::BTreeMap, path::Path};

use healink_domain::Taxonomy;
use serde::Deserialize;

use super::document::check_detail;
use crate::{
    error::{Error, Result, ResultExt},
    fhir::{Finding, ImportOptions, Imported, Origin, SourceCredential},
    names, text,
};

/// Columns that state terms; every other one is a detail of the document.
const COLUMNS: [&str; 8] = ["provider", "npi", "kind", "taxonomy", "place", "from", "expires", "verified"];

/// Something wrong in a column, with the reason.
type Wrong = (String, String);

/// Reads a list. Where a row leaves a place, a kind, the end or the day of verification open, the options stand in.
///
/// # Errors
/// When the file cannot be read or has no rows. What is wrong in a row is no error but listed in [`Imported::skipped`].
pub fn read(path: &Path, options: &ImportOptions) -> Result<Imported> {
    let what = || format!("reading {}", path.display());
    let bytes = std::fs::read(path).or_usage(what())?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let rows = if is_json { json(&bytes) } else { csv(&bytes) };
    let rows = rows.map_err(|error| error.context(what()))?;
    if rows.is_empty() {
        return Err(Error::usage(format!("no credential in {}", path.display()))
            .hint(format!("the first line names the columns, such as {}", COLUMNS.join(","))));
    }
    let mut imported = Imported { files: 1, ..Imported::default() };
    for (at, row) in rows {
        let origin = |column: &str| at.origin(path, column);
        match row.and_then(|row| credential(origin(""), row, options)) {
            Ok(read) => imported.credentials.push(read),
            Err((column, reason)) => imported.skipped.push(Finding { origin: origin(&column), reason }),
        }
    }
    Ok(imported)
}

/// Where a row stands.
enum At {
    Line(usize),
    Item(usize),
}

impl At {
    fn origin(&self, file: &Path, column: &str) -> Origin {
        let (line, path) = match self {
            Self::Line(line) => (Some(*line), column.to_owned()),
            Self::Item(index) if column.is_empty() => (None, format!("[{index}]")),
            Self::Item(index) => (None, format!("[{index}].{column}")),
        };
        Origin { file: file.to_path_buf(), line, path }
    }
}

type Row = BTreeMap<String, String>;
type Rows = Vec<(At, std::result::Result<Row, Wrong>)>;

fn csv(bytes: &[u8]) -> Result<Rows> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let header = reader.headers().or_usage("the header")?.clone();
    let names: std::collections::BTreeSet<&str> = header.iter().collect();
    if names.len() != header.len() {
        return Err(Error::usage("the header names a column twice"));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells = header.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned()));
                rows.push((At::Line(usize::try_from(line).unwrap_or(usize::MAX)), Ok(cells.collect())));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let wrong = (String::new(), format!("is no row of the table: {error}"));
                rows.push((At::Line(usize::try_from(line).unwrap_or(usize::MAX)), Err(wrong)));
            }
        }
    }
    Ok(rows)
}

fn json(bytes: &[u8]) -> Result<Rows> {
    /// A text, or a number, which is how an NPI often stands.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Cell {
        Text(String),
        Number(u64),
    }
    let items: Vec<serde_json::Value> =
        serde_json::from_slice(bytes).or_usage("a list of objects is needed")?;
    let row = |(index, item): (usize, serde_json::Value)| {
        let cells = serde_json::from_value::<BTreeMap<String, Cell>>(item)
            .map_err(|_| (String::new(), "is no object of texts and numbers".to_owned()));
        let text = |(name, cell)| match cell {
            Cell::Text(text) => (name, text),
            Cell::Number(number) => (name, number.to_string()),
        };
        (At::Item(index), cells.map(|cells| cells.into_iter().map(text).collect()))
    };
    Ok(items.into_iter().enumerate().map(row).collect())
}

fn credential(
    origin: Origin,
    row: Row,
    options: &ImportOptions,
) -> std::result::Result<SourceCredential, Wrong> {
    let cell = |column: &str| row.get(column).map(String::as_str).filter(|cell| !cell.is_empty());
    let needed = |column: &str| cell(column).ok_or_else(|| (column.to_owned(), "is missing".to_owned()));
    let open = |column: &str| {
        (column.to_owned(), format!("is missing: fill it in, or give it for all with --{column}"))
    };
    let taxonomy = cell("taxonomy").map(|code| speciality(code, options)).transpose()?;
    let day =
        |column: &'static str| cell(column).map(|date| value(column, text::parse_date(date))).transpose();
    let kind = cell("kind").map(|kind| {
        let all = healink_domain::credentials::Kind::ALL;
        value("kind", names::parse("kind of credential", all, kind))
    });
    let place = cell("place").map(|place| value("place", text::parse_place(place))).transpose()?;
    let read = SourceCredential {
        account: cell("provider").map(str::to_owned),
        npi: value("npi", text::parse_npi(needed("npi")?))?,
        kind: kind.transpose()?.or(options.kind).ok_or_else(|| open("kind"))?,
        taxonomy,
        place: place.or(options.place).ok_or_else(|| open("place"))?,
        valid_from: value("from", text::parse_date(needed("from")?))?,
        expires_on: day("expires")?.or(options.expires).ok_or_else(|| open("expires"))?,
        verified_on: day("verified")?.or(options.verified).ok_or_else(|| open("verified"))?,
        details: details(&row)?,
        origin,
    };
    match read.expires_on <= read.valid_from {
        true => Err(("expires".into(), "is not later than `from`".into())),
        false => Ok(read),
    }
}

/// What was read from a column.
fn value<T>(column: &str, read: Result<T>) -> std::result::Result<T, Wrong> {
    read.map_err(|error| {
        let why = error.hint.map(|hint| format!(": {hint}")).unwrap_or_default();
        (column.to_owned(), format!("{}{why}", error.message))
    })
}

fn speciality(code: &str, options: &ImportOptions) -> std::result::Result<Taxonomy, Wrong> {
    let taxonomy = value("taxonomy", text::parse_taxonomy(code))?;
    match &options.specialities {
        Some(known) if !known.contains_key(&taxonomy) => {
            Err(("taxonomy".into(), format!("`{code}` is not among the NUCC codes given with --nucc")))
        }
        _ => Ok(taxonomy),
    }
}

fn details(row: &Row) -> std::result::Result<BTreeMap<String, String>, Wrong> {
    let others = row.iter().filter(|(name, cell)| !COLUMNS.contains(&name.as_str()) && !cell.is_empty());
    let checked = others
        .map(|(name, cell)| value(name, check_detail(name, cell)).map(|()| (name.clone(), cell.clone())));
    checked.collect()
}

/// Reads the NUCC's list of codes, as it is published: CSV with the columns `Code` and `Display Name`.
///
/// # Errors
/// When it cannot be read, or has no such columns.
pub fn specialities(path: &Path) -> Result<BTreeMap<Taxonomy, String>> {
    let what = || format!("reading {}", path.display());
    let bytes = std::fs::read(path).or_usage(what())?;
    // The published file is in the code page of Windows; codes are ASCII, and names are for display only.
    let text = String::from_utf8_lossy(&bytes);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().or_usage(what())?.clone();
    let column = |name: &str| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
    let code = column("Code").ok_or_else(|| {
        Error::usage(format!("{}: there is no column `Code`", what()))
            .hint("give the CSV that nucc.org publishes")
    })?;
    let title = column("Display Name");
    let mut found = BTreeMap::new();
    for record in reader.records() {
        let record = record.or_usage(what())?;
        if let Some(taxonomy) = record.get(code).and_then(|code| Taxonomy::parse(code.trim()).ok()) {
            let title = title.and_then(|title| record.get(title)).unwrap_or_default();
            found.insert(taxonomy, title.to_owned());
        }
    }
    match found.is_empty() {
        true => Err(Error::usage(format!("{}: there is no NUCC code in it", what()))),
        false => Ok(found),
    }
}

/// Reads accounts by NPI: CSV with the columns `npi` and `provider`.
///
/// # Errors
/// When it cannot be read, has no such columns, or an NPI is wrong or stands twice.
pub fn accounts(path: &Path) -> Result<BTreeMap<String, String>> {
    let what = || format!("reading {}", path.display());
    let bytes = std::fs::read(path).or_usage(what())?;
    let mut found = BTreeMap::new();
    for (at, row) in csv(&bytes).map_err(|error| error.context(what()))? {
        let wrong = |(column, reason): Wrong| {
            Error::usage(format!("{}: {reason}", at.origin(path, &column)))
                .hint("the columns are npi and provider, the account as SS58 text or CAIP-10")
        };
        let row = row.map_err(wrong)?;
        let cell = |column: &str| {
            let cell = row.get(column).filter(|cell| !cell.is_empty());
            cell.cloned().ok_or_else(|| wrong((column.to_owned(), "is missing".to_owned())))
        };
        let npi = value("npi", text::parse_npi(&cell("npi")?)).map_err(wrong)?;
        if found.insert(npi.to_string(), cell("provider")?).is_some() {
            return Err(wrong(("npi".into(), format!("{npi} stands twice"))));
        }
    }
    Ok(found)
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
