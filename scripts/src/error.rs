//! What can go wrong, and the exit code each kind ends the program with.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// Shorthand for results of the program.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Kinds of failure. The number is the exit code, and part of the program's interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A contract or the chain refused: nothing was changed.
    Refused = 1,
    /// The command line or an input file is wrong; nothing was sent.
    Usage = 2,
    /// The node or network cannot be reached.
    Unreachable = 3,
    /// The program, the node or the machine did something unforeseen.
    Internal = 4,
    /// Something has to be done first: set up, build, deploy, start.
    NotReady = 5,
    /// A transaction was sent, but what became of it was not learned in time.
    Unconfirmed = 6,
}

impl Kind {
    /// The exit code.
    pub const fn exit_code(self) -> u8 {
        self as u8
    }
}

/// A failure: what happened and what to do about it.
#[derive(Clone, Debug)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// One sentence, starting in lower case, without a full stop.
    pub message: String,
    /// What the reader can do now.
    pub hint: Option<String>,
    /// For `--json`: the decoded error of the contract, the line of the file and the like.
    pub detail: Option<Value>,
}

impl Error {
    /// A failure of a kind.
    pub fn new(kind: Kind, message: impl fmt::Display) -> Self {
        Self { kind, message: message.to_string(), hint: None, detail: None }
    }

    /// Wrong input.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Refused by a contract or the chain.
    pub fn refused(message: impl fmt::Display) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// The node cannot be reached.
    pub fn unreachable(message: impl fmt::Display) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    /// Something unforeseen.
    pub fn internal(message: impl fmt::Display) -> Self {
        Self::new(Kind::Internal, message)
    }

    /// Something has to be done first.
    pub fn not_ready(message: impl fmt::Display) -> Self {
        Self::new(Kind::NotReady, message)
    }

    /// Sent, but not confirmed in time.
    pub fn unconfirmed(message: impl fmt::Display) -> Self {
        Self::new(Kind::Unconfirmed, message)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// Adds detail for `--json`.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Says in what the failure happened: `reading plan.toml: …`.
    #[must_use]
    pub fn context(mut self, what: impl fmt::Display) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    /// The failure as the object printed with `--json`.
    pub fn to_json(&self) -> Value {
        serde_json::json!({ "error": {
            "kind": self.kind,
            "exit_code": self.kind.exit_code(),
            "message": self.message,
            "what_to_do": self.hint,
            "detail": self.detail,
        }})
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Turns foreign errors into ours with a word on what was being done.
pub trait ResultExt<T> {
    /// The failure is the reader's: a bad file, a bad argument.
    fn or_usage(self, what: impl fmt::Display) -> Result<T>;
    /// The failure is the program's or the machine's.
    fn or_internal(self, what: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> ResultExt<T> for std::result::Result<T, E> {
    fn or_usage(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|e| Error::usage(format!("{what}: {e}")))
    }
    fn or_internal(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|e| Error::internal(format!("{what}: {e}")))
    }
}
