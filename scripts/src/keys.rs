//! Keys to sign with: from the environment, from a file, or the well-known development names. A secret is never taken
//! from the command line, where other users of the machine and the shell's history could read it.

use std::{path::Path, str::FromStr};

use subxt_signer::{
    sr25519::{dev, Keypair},
    SecretUri,
};

use crate::error::{Error, Result, ResultExt};

/// Environment variable that holds a secret.
pub const KEY_VARIABLE: &str = "HEALINK_KEY";

/// The development accounts every such chain endows.
pub const DEV_NAMES: [&str; 6] = ["alice", "bob", "charlie", "dave", "eve", "ferdie"];

/// Where the key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A development name, or a path `//Name/…` below the public development phrase.
    Development(String),
    /// A file.
    File(std::path::PathBuf),
    /// [`KEY_VARIABLE`].
    Environment,
}

impl KeySource {
    /// From the options given: a name, a file; else the environment. `None` when there is no key at all.
    ///
    /// # Errors
    /// When both a name and a file are given, or the name is a secret.
    pub fn choose(name: Option<&str>, file: Option<&Path>) -> Result<Option<Self>> {
        match (name, file) {
            (Some(_), Some(_)) => Err(Error::usage("--as and --key-file exclude each other")),
            (Some(name), None) => {
                refuse_secret(name)?;
                Ok(Some(Self::Development(name.to_owned())))
            }
            (None, Some(file)) => Ok(Some(Self::File(file.to_path_buf()))),
            (None, None) => Ok(std::env::var_os(KEY_VARIABLE).map(|_| Self::Environment)),
        }
    }

    /// Is the key known to everybody?
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Development(_))
    }

    /// Reads the key.
    ///
    /// # Errors
    /// When it is missing, malformed, or in a file that others can read.
    pub fn read(&self) -> Result<Keypair> {
        match self {
            Self::Development(name) => development(name),
            Self::File(path) => parse(&read_private(path)?).map_err(|e| e.context(path.display())),
            Self::Environment => {
                let secret = std::env::var(KEY_VARIABLE).or_usage(KEY_VARIABLE)?;
                parse(&secret).map_err(|e| e.context(KEY_VARIABLE))
            }
        }
    }
}

/// The key of a development name (`alice`) or path (`//Alice//1`).
///
/// # Errors
/// When there is no such name.
pub fn development(name: &str) -> Result<Keypair> {
    let pair = match name.to_ascii_lowercase().as_str() {
        "alice" => dev::alice(),
        "bob" => dev::bob(),
        "charlie" => dev::charlie(),
        "dave" => dev::dave(),
        "eve" => dev::eve(),
        "ferdie" => dev::ferdie(),
        _ if name.starts_with("//") => parse(name)?,
        _ => {
            return Err(Error::usage(format!("there is no development key called `{name}`")).hint(format!(
                "use one of {}, or a path such as //Alice//clinic; your own key goes into {KEY_VARIABLE} or --key-file",
                DEV_NAMES.join(", ")
            )))
        }
    };
    Ok(pair)
}

/// A secret that is no key: hashes and salts are made with it. From the environment; on a development chain, where nothing is
/// real, a well-known one stands in.
///
/// # Errors
/// When there is none, or it is too short.
pub fn secret(variable: &str, whose: &str, why_keep: &str, is_development: bool) -> Result<Vec<u8>> {
    const SHORTEST: usize = 32;
    const MAKE: &str = "make one with `openssl rand -hex 32` and keep it";
    match std::env::var(variable) {
        Ok(secret) if secret.len() >= SHORTEST => Ok(secret.into_bytes()),
        Ok(_) => Err(Error::usage(format!("the secret in {variable} is shorter than {SHORTEST} characters"))
            .hint(format!("{MAKE}: {why_keep}"))),
        Err(_) if is_development => Ok(b"known to everybody; for development chains only".to_vec()),
        Err(_) => Err(Error::usage(format!("{whose} secret is not set"))
            .hint(format!("put it into {variable}; {MAKE}: {why_keep}"))),
    }
}

/// Refuses what looks like a secret on the command line.
fn refuse_secret(text: &str) -> Result<()> {
    let words = text.split_whitespace().count();
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let is_seed = digits.len() >= 64 && digits.chars().all(|c| c.is_ascii_hexdigit());
    if words < 3 && !is_seed {
        return Ok(());
    }
    Err(Error::usage("--as was given what looks like a secret; arguments can be read by others on this machine")
        .hint(format!("put it into the environment variable {KEY_VARIABLE} or a file for --key-file, and consider it exposed")))
}

/// A secret: mnemonic or `0x` seed, either with a derivation path, or 64 hexadecimal digits.
fn parse(secret: &str) -> Result<Keypair> {
    let secret = secret.trim();
    let is_bare_seed = secret.len() == 64 && secret.chars().all(|c| c.is_ascii_hexdigit());
    let uri = if is_bare_seed { format!("0x{secret}") } else { secret.to_owned() };
    // The causes are not shown: they could quote the secret.
    let malformed = || {
        Error::usage("this is no key")
            .hint("a key is a mnemonic of 12 to 24 words or a seed of 0x and 64 hexadecimal digits, with or without a path //…")
    };
    if uri.is_empty() {
        return Err(malformed());
    }
    let uri = SecretUri::from_str(&uri).map_err(|_| malformed())?;
    Keypair::from_uri(&uri).map_err(|_| malformed())
}

fn read_private(path: &Path) -> Result<String> {
    let what = || format!("reading the key file {}", path.display());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).or_usage(what())?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::usage(format!("the key file {} can be read by others", path.display()))
                .hint(format!("chmod 600 {}", path.display())));
        }
    }
    std::fs::read_to_string(path).or_usage(what())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    #[test]
    fn a_secret_on_the_command_line_is_refused() {
        for secret in [PHRASE, &format!("0x{}", "ab".repeat(32)), &"cd".repeat(32)] {
            let error = KeySource::choose(Some(secret), None).unwrap_err();
            assert!(error.message.contains("looks like a secret"));
            assert!(!error.message.contains(secret) && !error.hint.unwrap().contains(secret));
        }
    }

    #[test]
    fn names_and_paths_are_the_development_keys() {
        let alice = parse(&format!("{PHRASE}//Alice")).unwrap().public_key().0;
        assert_eq!(development("Alice").unwrap().public_key().0, alice);
        assert_eq!(development("//Alice").unwrap().public_key().0, alice);
        assert!(development("mallory").is_err());
    }

    #[test]
    fn a_secret_stands_in_on_development_chains_only() {
        let ask =
            |is_development| secret("HEALINK_NO_SUCH_SECRET", "the board's", "it salts", is_development);
        assert!(ask(true).unwrap().len() >= 32);
        let error = ask(false).unwrap_err();
        assert!(error.message.contains("the board's secret is not set"));
        assert!(error.hint.unwrap().contains("HEALINK_NO_SUCH_SECRET; make one"));
    }

    #[test]
    fn a_seed_may_lack_its_prefix() {
        let seed = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
        assert_eq!(
            parse(seed).unwrap().public_key().0,
            parse(&format!("0x{seed}\n")).unwrap().public_key().0
        );
        for bad in ["", "one two three", "0x12", &"zz".repeat(32)] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("healink-key-{}", std::process::id()));
        std::fs::write(&path, PHRASE).unwrap();
        let read = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            KeySource::File(path.clone()).read()
        };
        assert!(read(0o644).unwrap_err().hint.unwrap().contains("chmod 600"));
        assert!(read(0o600).is_ok());
        std::fs::remove_file(&path).unwrap();
    }
}
