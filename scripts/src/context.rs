//! What every command gets: the global options, the output, and from these the chain and the key.

use std::time::Duration;

use subxt_signer::sr25519::Keypair;

use crate::{
    chain::{account, session::Session, Chain},
    cli::Globals,
    error::{Error, Result},
    keys::{KeySource, KEY_VARIABLE},
    networks::{Network, LOCAL},
    output::Output,
    toolchain,
};

/// Handed to every command.
pub struct Context {
    /// The global options as given.
    pub globals: Globals,
    /// Where results and remarks go.
    pub out: Output,
}

impl Context {
    /// From the global options.
    pub fn new(globals: Globals) -> Self {
        let out = Output { json: globals.json, verbose: globals.verbose };
        Self { globals, out }
    }

    /// Connects to the network chosen.
    ///
    /// # Errors
    /// When there is no such network, it cannot be reached, or the key is wrong.
    pub async fn chain(&self) -> Result<Chain> {
        self.chain_at(&self.globals.network).await
    }

    /// Connects to a network.
    ///
    /// # Errors
    /// As [`Context::chain`].
    pub async fn chain_at(&self, network: &str) -> Result<Chain> {
        let mut network = Network::find(network)?;
        if network.name == LOCAL {
            // The local node may have been started on another port.
            network.url = toolchain::node::url().unwrap_or(network.url);
        }
        let key = self.key_source()?.map(|source| source.read()).transpose()?;
        let waiting = self.out.spinner(format!("connecting to {}", network.url));
        let mut chain = Chain::connect(network, Duration::from_secs(self.globals.wait)).await?;
        waiting.finish();
        if let Some(key) = key {
            chain.viewer = account::of(&key);
        }
        Ok(chain)
    }

    /// The chosen key at work on a chain.
    ///
    /// # Errors
    /// When no key is chosen, or a development key on a chain where it is not harmless.
    pub fn session<'c>(&self, chain: &'c Chain) -> Result<Session<'c>> {
        Ok(self.session_of(chain, self.key(chain)?))
    }

    /// The chosen key, to sign what does not go to the chain.
    ///
    /// # Errors
    /// As [`Context::session`].
    pub fn key(&self, chain: &Chain) -> Result<Keypair> {
        let source = self.chosen()?;
        if source.is_public() {
            require_development(chain)?;
        }
        source.read()
    }

    /// The chosen key at work, or, when none is chosen, a development account where that is harmless.
    ///
    /// # Errors
    /// As [`Context::session`].
    pub fn session_or<'c>(&self, chain: &'c Chain, name: &str) -> Result<Session<'c>> {
        match self.key_source()? {
            None if chain.is_development => self.development_session(chain, name),
            _ => self.session(chain),
        }
    }

    /// A development account at work on a chain.
    ///
    /// # Errors
    /// When the chain is no development chain.
    pub fn development_session<'c>(&self, chain: &'c Chain, name: &str) -> Result<Session<'c>> {
        require_development(chain)?;
        Ok(self.session_of(chain, crate::keys::development(name)?))
    }

    fn session_of<'c>(&self, chain: &'c Chain, key: Keypair) -> Session<'c> {
        Session::new(chain, key, self.out, self.globals.dry_run)
    }

    fn chosen(&self) -> Result<KeySource> {
        self.key_source()?.ok_or_else(|| {
            Error::usage("this needs a key to sign with").hint(format!(
                "on a development chain name an account with --as, for example --as alice; elsewhere set {KEY_VARIABLE} or give --key-file"
            ))
        })
    }

    fn key_source(&self) -> Result<Option<KeySource>> {
        KeySource::choose(self.globals.key_name.as_deref(), self.globals.key_file.as_deref())
    }
}

/// Anyone can sign with a development key.
fn require_development(chain: &Chain) -> Result<()> {
    match chain.is_development {
        true => Ok(()),
        false => Err(Error::usage(format!(
            "{} is no development chain, and the development keys are known to everybody",
            chain.rpc.network().name
        ))
        .hint(format!("set {KEY_VARIABLE} or give --key-file"))),
    }
}
