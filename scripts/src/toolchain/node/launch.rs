//! Starting a node and waiting until it answers.

use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::{record::Record, rpc};
use crate::{
    error::{Error, Result, ResultExt},
    output::Output,
    toolchain::process::{read_log, telling_lines},
};

const POLL: Duration = Duration::from_millis(100);
/// What Substrate says when its server listens, before the address.
const LISTENS: &str = "Running JSON-RPC server: addr=";

/// Where a chain's state is.
#[derive(Clone, Debug)]
pub enum State {
    /// In a folder.
    Kept(PathBuf),
    /// In memory.
    Temporary,
}

/// A node to be started.
#[derive(Clone, Debug)]
pub struct Launch {
    /// Its program.
    pub binary: PathBuf,
    /// Where the chain's state is.
    pub state: State,
    /// Port to answer on; 0 for a free one.
    pub rpc_port: u16,
    /// More arguments for the node itself.
    pub more: Vec<String>,
    /// How long it has until it must answer.
    pub timeout: Duration,
}

/// What a node says, in the folder of its record.
pub fn log_file(folder: &Path) -> PathBuf {
    folder.join("node.log")
}

impl Launch {
    /// Starts the node in the background, records it in `folder`, and waits until it answers. Should this program be
    /// interrupted meanwhile, the record lets the next run find the node.
    ///
    /// # Errors
    /// When the port is taken, or the node does not come up: then it is stopped again.
    pub fn start(&self, out: &Output, folder: &Path) -> Result<Record> {
        self.check_port()?;
        let binary = self.binary.canonicalize().or_usage(format!("finding {}", self.binary.display()))?;
        std::fs::create_dir_all(folder).or_internal(format!("creating {}", folder.display()))?;
        let log = log_file(folder);
        let mut child = self.spawn(&binary, &log)?;
        let pid = i32::try_from(child.id()).or_internal("the node's process number")?;
        let state = match &self.state {
            State::Kept(path) => Some(path.clone()),
            State::Temporary => None,
        };
        let mut record = Record { pid, rpc_port: None, binary, state, log };
        record.write(folder)?;
        let progress = out.spinner("starting the node");
        let port = self.wait(&mut child, &record.log);
        progress.finish();
        if port.is_err() {
            // Whatever happens now, the first failure is the one to tell.
            let _ = (child.kill(), child.wait(), Record::remove(folder));
        }
        record.rpc_port = Some(port?);
        record.write(folder)?;
        Ok(record)
    }

    fn spawn(&self, binary: &Path, log: &Path) -> Result<Child> {
        let saying = || format!("starting {}", binary.display());
        let output = File::create(log).or_internal(format!("writing {}", log.display()))?;
        let errors = output.try_clone().or_internal(saying())?;
        let mut command = Command::new(binary);
        match &self.state {
            State::Kept(path) => command.arg("--base-path").arg(path),
            State::Temporary => command.arg("--tmp"),
        };
        command.args(["--rpc-port", &self.rpc_port.to_string()]).args(&self.more);
        // A process group of its own: neither Ctrl-C here nor the end of this terminal reaches it.
        command.process_group(0).stdin(Stdio::null()).stdout(output).stderr(errors);
        command.spawn().or_internal(saying())
    }

    /// Waits until the node answers, and returns the port.
    fn wait(&self, child: &mut Child, log: &Path) -> Result<u16> {
        let start = Instant::now();
        loop {
            let said = read_log(log);
            if let Some(port) = listening_port(&said).filter(|port| rpc::chain(*port).is_ok()) {
                return Ok(port);
            }
            if let Some(status) = child.try_wait().or_internal("looking at the node")? {
                return Err(
                    Error::internal(format!("the node ended at once ({status})")).hint(its_log(log, &said))
                );
            }
            if start.elapsed() > self.timeout {
                let seconds = self.timeout.as_secs();
                let late = format!("the node did not answer within {seconds} s");
                return Err(Error::unreachable(late).hint(its_log(log, &said)));
            }
            std::thread::sleep(POLL);
        }
    }

    /// Substrate would quietly take another port.
    fn check_port(&self) -> Result<()> {
        let port = self.rpc_port;
        if port == 0 || TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        let who = holder(port).unwrap_or_else(|| "another program".into());
        let what = rpc::chain(port)
            .map_or_else(|_| String::new(), |chain| format!(", a node of the chain `{chain}`"));
        Err(Error::usage(format!("port {port} is taken by {who}{what}"))
            .hint("stop that program, or give another port: --rpc-port 0 takes a free one"))
    }
}

fn its_log(log: &Path, said: &str) -> String {
    match said.trim().is_empty() {
        true => format!("it said nothing; its log is {}", log.display()),
        false => format!("its log, {}, says:\n{}", log.display(), telling_lines(said)),
    }
}

/// Port in the line that says the server listens.
fn listening_port(log: &str) -> Option<u16> {
    let line = log.lines().find_map(|line| line.split_once(LISTENS))?.1;
    let address = line.split([',', ' ']).next()?;
    address.rsplit_once(':')?.1.parse().ok()
}

/// Who listens on a port, as far as this system tells: `node (pid 123)`.
fn holder(port: u16) -> Option<String> {
    let answer = Command::new("ss").args(["-Hltnp", &format!("sport = :{port}")]).output().ok()?;
    holder_in(&String::from_utf8_lossy(&answer.stdout))
}

fn holder_in(answer: &str) -> Option<String> {
    let (name, rest) = answer.split_once("((\"")?.1.split_once('"')?;
    let pid = rest.split_once("pid=")?.1.split([',', ')']).next()?;
    Some(format!("{name} (pid {pid})"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const OUT: Output = Output { json: true, verbose: false };

    fn launch(folder: &Path, script: &str) -> Launch {
        let binary = folder.join("stand-in");
        std::fs::write(&binary, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755)).unwrap();
        let timeout = Duration::from_millis(300);
        Launch { binary, state: State::Temporary, rpc_port: 0, more: Vec::new(), timeout }
    }

    #[test]
    fn the_port_is_read_from_the_log() {
        let log = "Starting\n2026 INFO Running JSON-RPC server: addr=127.0.0.1:41235,[::1]:41236\n";
        assert_eq!(listening_port(log), Some(41_235));
        assert_eq!(listening_port("Running JSON-RPC server: addr=127.0.0.1:9944"), Some(9_944));
        assert_eq!(listening_port("Starting"), None);
    }

    #[test]
    fn the_holder_of_a_port_is_named() {
        let answer = r#"LISTEN 0 128 127.0.0.1:9944 0.0.0.0:* users:(("python3",pid=77,fd=3))"#;
        assert_eq!(holder_in(answer).unwrap(), "python3 (pid 77)");
        assert_eq!(holder_in("LISTEN 0 128 127.0.0.1:9944 0.0.0.0:*"), None);
    }

    #[test]
    fn a_taken_port_is_refused_before_anything_is_started() {
        let folder = tempfile::tempdir().unwrap();
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let rpc_port = taken.local_addr().unwrap().port();
        let launch = Launch { rpc_port, ..launch(folder.path(), "touch started") };
        // What holds the port does not answer: the question must not wait for it.
        drop(std::thread::spawn(move || taken.accept().map(drop)));
        let error = launch.start(&OUT, folder.path()).unwrap_err();
        assert!(error.message.contains(&format!("port {rpc_port} is taken")), "{error}");
        assert!(!log_file(folder.path()).exists());
    }

    #[test]
    fn a_node_that_ends_at_once_says_why_and_leaves_no_record() {
        let folder = tempfile::tempdir().unwrap();
        let error = launch(folder.path(), "echo 'error: no such chain' >&2; exit 1")
            .start(&OUT, folder.path())
            .unwrap_err();
        assert!(error.hint.unwrap().contains("no such chain"));
        assert_eq!(Record::running(folder.path()), None);
    }

    #[test]
    fn a_node_that_never_answers_is_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let error = launch(folder.path(), "exec sleep 60").start(&OUT, folder.path()).unwrap_err();
        assert!(error.message.contains("did not answer"), "{error}");
        assert_eq!(Record::running(folder.path()), None);
    }
}
