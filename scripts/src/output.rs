//! Results go to standard output, everything said on the way to standard error; with `--json` the result is one JSON value.

use comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, ContentArrangement, Table};
use serde::Serialize;

use crate::{
    error::{Error, Result, ResultExt},
    progress::Progress,
};

/// Where and how to print.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// One JSON value on standard output instead of text.
    pub json: bool,
    /// Say more on the way: fees, deposits, weights.
    pub verbose: bool,
}

impl Output {
    /// Prints the result: `value` with `--json`, else the text that `human` makes.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn result<T: Serialize + ?Sized>(&self, value: &T, human: impl FnOnce() -> String) -> Result<()> {
        let text = match self.json {
            true => serde_json::to_string_pretty(value).or_internal("writing JSON")?,
            false => human(),
        };
        write_line(&text)
    }

    /// Prints the result of a run of which a part may have failed: with `--json` the failure is the one value, and the result its
    /// detail.
    ///
    /// # Errors
    /// The outcome's; when the value cannot be written.
    pub fn result_and<T: Serialize + ?Sized>(
        &self,
        value: &T,
        human: impl FnOnce() -> String,
        outcome: Result<()>,
    ) -> Result<()> {
        match outcome {
            Err(error) if self.json => {
                Err(error.detail(serde_json::to_value(value).or_internal("writing JSON")?))
            }
            outcome => self.result(value, human).and(outcome),
        }
    }

    /// A part of the result that is shown before the rest is there; with `--json` it goes to standard error.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn part(&self, text: impl std::fmt::Display) -> Result<()> {
        match self.json {
            true => self.note(text),
            false => write_line(&text.to_string())?,
        }
        Ok(())
    }

    /// A remark on the way, to standard error.
    pub fn note(&self, text: impl std::fmt::Display) {
        eprintln!("{text}");
    }

    /// A remark only for `--verbose`.
    pub fn detail(&self, text: impl std::fmt::Display) {
        if self.verbose {
            eprintln!("{text}");
        }
    }

    /// A progress display of unknown length.
    pub fn spinner(&self, what: impl Into<String>) -> Progress {
        Progress::spinner(what, self.json)
    }

    /// A progress display of `total` steps.
    pub fn bar(&self, what: impl Into<String>, total: u64) -> Progress {
        Progress::bar(what, total, self.json)
    }

    /// Prints a failure.
    pub fn error(&self, error: &Error) {
        if self.json {
            // The result of a failed run is the failure, so it goes where results go.
            let _ = write_line(&error.to_json().to_string());
            return;
        }
        eprintln!("{} {}", console::style("error:").red().bold().for_stderr(), error.message);
        if let Some(hint) = &error.hint {
            eprintln!("  {} {hint}", console::style("what to do:").bold().for_stderr());
        }
    }
}

/// Writes to standard output; a reader that went away (`| head`) is no failure.
fn write_line(text: &str) -> Result<()> {
    use std::io::Write;
    match writeln!(std::io::stdout(), "{text}") {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::internal(format!("writing the result: {e}")))
        }
        _ => Ok(()),
    }
}

/// A table in the program's style. Columns named in `right` are aligned to the right (amounts, counts).
pub fn table(header: &[&str], right: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row);
    }
    for (index, name) in header.iter().enumerate() {
        if let (true, Some(column)) = (right.contains(name), table.column_mut(index)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// A list of named facts, one per line, names aligned.
pub fn facts(rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, value): &(&str, String)| format!("{name:<width$}  {value}");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
