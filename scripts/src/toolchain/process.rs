//! Running other programs: their output goes to a log, what they are doing now to a progress display.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use crate::{
    error::{Error, Result, ResultExt},
    paths,
};

/// How much of a log is shown when a program failed.
const SHOWN_LINES: usize = 40;

/// `logs/<name>.log` in the cache.
///
/// # Errors
/// When the folder cannot be made.
pub fn log_path(name: &str) -> Result<PathBuf> {
    let folder = paths::cache()?.join("logs");
    std::fs::create_dir_all(&folder).or_internal(format!("creating {}", folder.display()))?;
    Ok(folder.join(format!("{name}.log")))
}

/// Runs a program to its end with its whole output in `log`, showing each line to `on_line` as it comes.
///
/// # Errors
/// When it cannot be started, or ends with a failure: then the hint holds the end of the log.
pub fn run_logged(mut command: Command, log: &Path, mut on_line: impl FnMut(&str)) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let (reader, writer) = std::io::pipe().or_internal("opening a pipe")?;
    let second = writer.try_clone().or_internal("opening a pipe")?;
    let mut file = File::create(log).or_internal(format!("writing {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(writer).stderr(second);
    let mut child = command.spawn().or_internal(format!("starting {program}"))?;
    // The command holds the writing ends; reading ends only when the child's own copies are the last ones.
    drop(command);
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.or_internal(format!("reading from {program}"))?;
        let line = String::from_utf8_lossy(&line);
        writeln!(file, "{line}").or_internal(format!("writing {}", log.display()))?;
        on_line(&line);
    }
    let status = child.wait().or_internal(format!("waiting for {program}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(Error::internal(format!("{program} failed ({status})")).hint(failure_hint(log))),
    }
}

/// The end of a log, after the first line that says `error` if there is one.
fn failure_hint(log: &Path) -> String {
    format!("the log is {}; what it says:\n{}", log.display(), telling_lines(&read_log(log)))
}

/// A log's text; empty when it cannot be read.
pub fn read_log(log: &Path) -> String {
    std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The lines of a log that tell why: from the first error on, else the last ones.
pub fn telling_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines.len().saturating_sub(SHOWN_LINES);
    let start = lines.iter().position(|line| line.trim_start().starts_with("error")).unwrap_or(tail);
    lines.iter().skip(start).take(SHOWN_LINES).map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// A duration for people: `0.4 s`, `12.3 s`, `2 min 05 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds.checked_div(60) {
        Some(minutes) if minutes > 0 => {
            format!("{minutes} min {:02} s", seconds.checked_rem(60).unwrap_or_default())
        }
        _ => format!("{:.1} s", duration.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_of_both_streams_is_logged_and_seen() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("x.log");
        let mut seen = Vec::new();
        run_logged(shell("echo one; echo two >&2"), &log, |line| seen.push(line.to_owned())).unwrap();
        assert_eq!(seen, ["one", "two"]);
        assert_eq!(read_log(&log), "one\ntwo\n");
    }

    #[test]
    fn a_failure_shows_what_the_log_says() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("x.log");
        let error =
            run_logged(shell("echo fine; echo 'error: no such thing'; exit 3"), &log, |_| ()).unwrap_err();
        let hint = error.hint.unwrap();
        assert!(hint.contains("error: no such thing") && !hint.contains("fine"), "{hint}");
    }

    #[test]
    fn durations_are_spoken() {
        assert_eq!(spoken(Duration::from_millis(1_260)), "1.3 s");
        assert_eq!(spoken(Duration::from_secs(125)), "2 min 05 s");
    }
}
