//! The record of a running node: `node.json`, by which other runs of the program find it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use rustix::process::{kill_process, Pid, Signal};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    paths,
};

const POLL: Duration = Duration::from_millis(50);

/// A node that was started by this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its process.
    pub pid: i32,
    /// Port it answers on; unknown while it starts.
    pub rpc_port: Option<u16>,
    /// Its program.
    pub binary: PathBuf,
    /// Folder of its state; none when it keeps it in memory.
    pub state: Option<PathBuf>,
    /// What it says.
    pub log: PathBuf,
}

impl Record {
    /// The node recorded in a folder, if it still runs. A record that outlived its node counts for nothing.
    pub fn running(folder: &Path) -> Option<Self> {
        let record: Self = paths::read_json(&file(folder)).ok()??;
        record.is_alive().then_some(record)
    }

    /// Writes it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        paths::write_json(&file(folder), self)
    }

    /// Removes the record in a folder, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(folder: &Path) -> Result<()> {
        match std::fs::remove_file(file(folder)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::internal(format!("removing the node's record: {e}")))
            }
            _ => Ok(()),
        }
    }

    /// WebSocket address, once it answers.
    pub fn url(&self) -> Option<String> {
        self.rpc_port.map(|port| format!("ws://127.0.0.1:{port}"))
    }

    /// Whether its process runs and is still the node: process numbers are used again.
    pub fn is_alive(&self) -> bool {
        program_of(self.pid).is_some_and(|program| is_same_program(&program, &self.binary))
    }

    /// Asks it to end, waits for `patience`, then kills it. False when it had to be killed.
    ///
    /// # Errors
    /// When it cannot be signalled, or outlives even that.
    pub fn stop(&self, patience: Duration) -> Result<bool> {
        self.signal(Signal::TERM)?;
        if self.ends_within(patience) {
            return Ok(true);
        }
        self.signal(Signal::KILL)?;
        match self.ends_within(patience) {
            true => Ok(false),
            false => Err(Error::internal(format!("the node (pid {}) cannot be stopped", self.pid))),
        }
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let pid =
            Pid::from_raw(self.pid).ok_or_else(|| Error::internal("the node's record names no process"))?;
        match kill_process(pid, signal) {
            // Gone in the meantime.
            Err(rustix::io::Errno::SRCH) | Ok(()) => Ok(()),
            Err(e) => Err(Error::internal(format!("signalling the node (pid {}): {e}", self.pid))),
        }
    }

    fn ends_within(&self, patience: Duration) -> bool {
        let start = Instant::now();
        while self.is_alive() {
            if start.elapsed() > patience {
                return false;
            }
            std::thread::sleep(POLL);
        }
        true
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("node.json")
}

/// The program a process runs; none when there is no such process, or it has ended and only waits to be noticed.
fn program_of(pid: i32) -> Option<PathBuf> {
    if Path::new("/proc/self/exe").exists() {
        return std::fs::read_link(format!("/proc/{pid}/exe")).ok();
    }
    let answer = Command::new("ps").args(["-o", "comm=", "-p", &pid.to_string()]).output().ok()?;
    let program = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    (!program.is_empty() && !program.starts_with('(')).then(|| PathBuf::from(program))
}

/// Linux marks the program of a process whose file was replaced; elsewhere only the last part may be known.
fn is_same_program(running: &Path, recorded: &Path) -> bool {
    let running = running.to_string_lossy();
    let running = Path::new(running.trim_end_matches(" (deleted)"));
    running == recorded || (running.is_relative() && running.file_name() == recorded.file_name())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn record(pid: i32, binary: PathBuf) -> Record {
        Record { pid, rpc_port: Some(1), binary, state: None, log: "node.log".into() }
    }

    fn sleeper() -> (std::process::Child, PathBuf) {
        let child = Command::new("sleep").arg("60").spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        // The child may not have become `sleep` yet.
        let own = std::env::current_exe().unwrap();
        let program =
            std::iter::repeat_with(|| program_of(pid).unwrap()).find(|program| *program != own).unwrap();
        (child, program)
    }

    #[test]
    fn a_running_node_is_found_stopped_and_then_not_found() {
        let folder = tempfile::tempdir().unwrap();
        let (child, program) = sleeper();
        let record = record(i32::try_from(child.id()).unwrap(), program);
        record.write(folder.path()).unwrap();
        assert_eq!(Record::running(folder.path()), Some(record.clone()));
        assert!(record.stop(Duration::from_secs(5)).unwrap());
        assert_eq!(Record::running(folder.path()), None);
    }

    #[test]
    fn a_process_number_used_again_is_not_the_node() {
        let folder = tempfile::tempdir().unwrap();
        let (mut child, _) = sleeper();
        record(i32::try_from(child.id()).unwrap(), "/opt/healink-node".into()).write(folder.path()).unwrap();
        assert_eq!(Record::running(folder.path()), None);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn a_missing_or_broken_record_is_no_node() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Record::running(folder.path()), None);
        std::fs::write(file(folder.path()), "{\"pid\":").unwrap();
        assert_eq!(Record::running(folder.path()), None);
        Record::remove(folder.path()).unwrap();
        Record::remove(folder.path()).unwrap();
    }

    #[test]
    fn a_replaced_program_is_still_the_node() {
        assert!(is_same_program(Path::new("/a/healink-node (deleted)"), Path::new("/a/healink-node")));
        assert!(is_same_program(Path::new("healink-node"), Path::new("/a/healink-node")));
        assert!(!is_same_program(Path::new("/b/healink-node"), Path::new("/a/healink-node")));
    }
}
