//! A node with deployed contracts for tests of the program. The node is `CONTRACTS_NODE`, the contracts are those that `healink
//! build` left; without either a test says so and does nothing (`scripts/test` has both).

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A node with deployed contracts, and a folder to work in. The node ends with this.
pub struct World {
    node: Child,
    url: String,
    home: TempDir,
}

impl Drop for World {
    fn drop(&mut self) {
        // It may have ended by itself; then the test has failed already.
        let _ = (self.node.kill(), self.node.wait());
    }
}

impl World {
    /// None without a node, or without this contract built.
    pub fn start(contract: &str) -> Option<Self> {
        let Some(binary) = std::env::var_os("CONTRACTS_NODE").filter(|given| !given.is_empty()) else {
            eprintln!("skipped: CONTRACTS_NODE names no node");
            return None;
        };
        let built = healink::paths::contracts().unwrap().join(format!("{contract}.wasm"));
        if !built.is_file() {
            eprintln!("skipped: {} is not built", built.display());
            return None;
        }
        let mut node = Command::new(binary)
            .args(["--dev", "--tmp", "--rpc-port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let url = address(&mut node);
        let world = Self { node, url, home: tempfile::tempdir().unwrap() };
        world.run("alice", &["deploy"]);
        Some(world)
    }

    /// Runs a command.
    pub fn command(&self, signer: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_healink"));
        if !signer.is_empty() {
            command.args(["--as", signer]);
        }
        command
            .args(["--network", &self.url])
            .args(arguments)
            .current_dir(self.home.path())
            .env("HEALINK_HOME", self.home.path())
            .env_remove("HEALINK_KEY")
            .env_remove("HEALINK_BOARD_SECRET")
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    /// Runs a command that has to succeed and returns what it printed.
    pub fn run(&self, signer: &str, arguments: &[&str]) -> String {
        self.expect(0, signer, arguments, &[])
    }

    /// Runs a command and checks exit code and what is said.
    pub fn expect(&self, code: i32, signer: &str, arguments: &[&str], said: &[&str]) -> String {
        let output = self.command(signer, arguments);
        let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        for part in said {
            assert!(text.contains(part), "{arguments:?} does not say `{part}`: {text}");
        }
        text
    }

    /// Runs a command with `--json` and returns its result.
    pub fn json(&self, signer: &str, arguments: &[&str]) -> Value {
        let output = self.command(signer, &[&["--json"], arguments].concat());
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&text).unwrap()
    }

    /// A file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

/// Where the node listens, by its log.
fn address(node: &mut Child) -> String {
    let mut log = BufReader::new(node.stderr.take().unwrap());
    let mut line = String::new();
    loop {
        line.clear();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "the node ended at once");
        if let Some((_, rest)) = line.split_once("Running JSON-RPC server: addr=") {
            let address = rest.split([',', ' ', '\n']).next().unwrap().to_owned();
            // Read on, or the node would block once the pipe is full.
            std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
            return format!("ws://{address}");
        }
    }
}
