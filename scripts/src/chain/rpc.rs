//! JSON-RPC over WebSocket that survives a lost connection.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use jsonrpsee::{
    core::{
        client::{ClientT, Error as ClientError},
        params::ArrayParams,
    },
    ws_client::{WsClient, WsClientBuilder},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::{sync::Mutex, time::Instant};

use crate::{
    error::{Error, Result, ResultExt},
    networks::Network,
};

/// How long one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How long opening a connection may take.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);
/// Largest answer: the metadata and blocks full of contract code.
const MAX_RESPONSE: u32 = 64 * 1024 * 1024;

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RpcError {
    /// The connection is gone or cannot be had; whether the node saw the request is unknown.
    Lost(String),
    /// The node answered with an error.
    Answered {
        /// JSON-RPC error code.
        code: i32,
        /// The message, with the data where there is any.
        message: String,
    },
}

impl std::fmt::Display for RpcError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lost(why) => f.write_str(why),
            Self::Answered { code, message } => write!(f, "{message} ({code})"),
        }
    }
}

/// An answer on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = std::result::Result<T, RpcError>> + Send + 'a>>;

/// What carries requests to a node.
pub trait Transport: Send + Sync {
    /// One request, one answer; connects first where needed.
    fn request(&self, method: &'static str, params: Vec<Value>) -> Answer<'_, Value>;
}

/// A WebSocket that is opened when needed, and again after it was lost.
struct WebSocket {
    url: String,
    client: Mutex<Option<Arc<WsClient>>>,
}

impl WebSocket {
    async fn client(&self) -> std::result::Result<Arc<WsClient>, RpcError> {
        let mut slot = self.client.lock().await;
        if let Some(client) = slot.as_ref().filter(|client| client.is_connected()) {
            return Ok(Arc::clone(client));
        }
        let builder = WsClientBuilder::default()
            .connection_timeout(CONNECTION_TIMEOUT)
            .request_timeout(REQUEST_TIMEOUT)
            .max_response_size(MAX_RESPONSE);
        let client = builder.build(&self.url).await.map_err(|e| RpcError::Lost(e.to_string()))?;
        let client = Arc::new(client);
        *slot = Some(Arc::clone(&client));
        Ok(client)
    }
}

impl Transport for WebSocket {
    fn request(&self, method: &'static str, params: Vec<Value>) -> Answer<'_, Value> {
        Box::pin(async move {
            let client = self.client().await?;
            let mut array = ArrayParams::new();
            for param in params {
                array.insert(param).map_err(|e| RpcError::Lost(e.to_string()))?;
            }
            client.request(method, array).await.map_err(|error| match error {
                ClientError::Call(object) => RpcError::Answered {
                    code: object.code(),
                    message: match object.data() {
                        Some(data) => format!("{}: {}", object.message(), data.get().trim_matches('"')),
                        None => object.message().to_owned(),
                    },
                },
                other => RpcError::Lost(other.to_string()),
            })
        })
    }
}

/// Waits between attempts: 100 ms, doubling up to five seconds.
pub struct Backoff {
    next: Duration,
    until: Instant,
}

impl Backoff {
    /// Gives up after `patience`.
    pub fn new(patience: Duration) -> Self {
        let now = Instant::now();
        Self { next: Duration::from_millis(100), until: now.checked_add(patience).unwrap_or(now) }
    }

    /// Waits; false when the patience is used up.
    pub async fn wait(&mut self) -> bool {
        if Instant::now() >= self.until {
            return false;
        }
        tokio::time::sleep(self.next).await;
        self.next = self.next.saturating_mul(2).min(Duration::from_secs(5));
        true
    }
}

/// A node to ask.
#[derive(Clone)]
pub struct Rpc {
    transport: Arc<dyn Transport>,
    network: Network,
    patience: Duration,
}

impl Rpc {
    /// A node of a network; nothing is sent yet. `patience` is how long a lost connection is tried again.
    pub fn new(network: Network, patience: Duration) -> Self {
        let transport = Arc::new(WebSocket { url: network.url.clone(), client: Mutex::new(None) });
        Self { transport, network, patience }
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How long a lost connection is tried again.
    pub fn patience(&self) -> Duration {
        self.patience
    }

    /// One request, not repeated.
    ///
    /// # Errors
    /// When the connection is lost or the node answers with an error.
    pub async fn once<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: Vec<Value>,
    ) -> std::result::Result<T, RpcError> {
        let value = self.transport.request(method, params).await?;
        let unexpected =
            |e: serde_json::Error| RpcError::Answered { code: 0, message: format!("{method}: {e}") };
        serde_json::from_value(value).map_err(unexpected)
    }

    /// A request that changes nothing, repeated while the connection is lost.
    ///
    /// # Errors
    /// When the node stays unreachable for the patience, or answers with an error.
    pub async fn read<T: DeserializeOwned>(&self, method: &'static str, params: Vec<Value>) -> Result<T> {
        let mut backoff = Backoff::new(self.patience);
        loop {
            match self.once(method, params.clone()).await {
                Ok(value) => return Ok(value),
                Err(RpcError::Lost(why)) => {
                    if !backoff.wait().await {
                        return Err(self.unreachable(&why));
                    }
                }
                Err(error) => return Err(Error::internal(format!("the node refused {method}: {error}"))),
            }
        }
    }

    /// Calls into the runtime, at a block or at the best one.
    ///
    /// # Errors
    /// See [`Rpc::read`].
    pub async fn state_call(&self, function: &str, input: &[u8], at: Option<&str>) -> Result<Vec<u8>> {
        let mut params = vec![function.into(), to_hex(input).into()];
        params.extend(at.map(Value::from));
        from_hex(&self.read::<String>("state_call", params).await?)
    }

    /// Reads storage, at a block or at the best one.
    ///
    /// # Errors
    /// See [`Rpc::read`].
    pub async fn storage(&self, key: &[u8], at: Option<&str>) -> Result<Option<Vec<u8>>> {
        let mut params = vec![to_hex(key).into()];
        params.extend(at.map(Value::from));
        let value: Option<String> = self.read("state_getStorage", params).await?;
        value.map(|hex| from_hex(&hex)).transpose()
    }

    /// The failure to show when the node does not answer.
    pub fn unreachable(&self, why: &str) -> Error {
        let Network { name, url, .. } = &self.network;
        let what = if name == url { url.clone() } else { format!("{name} at {url}") };
        Error::unreachable(format!("cannot reach {what}"))
            .hint(self.network.when_unreachable())
            .detail(serde_json::json!({ "cause": why }))
    }
}

/// `0x…`.
pub fn to_hex(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// Bytes of `0x…`.
///
/// # Errors
/// When it is no hexadecimal text.
pub fn from_hex(text: &str) -> Result<Vec<u8>> {
    hex::decode(text.strip_prefix("0x").unwrap_or(text)).or_internal("reading hexadecimal text of the node")
}

/// Where a plain storage value is kept.
pub fn storage_key(pallet: &str, item: &str) -> Vec<u8> {
    let mut key = sp_crypto_hashing::twox_128(pallet.as_bytes()).to_vec();
    key.extend(sp_crypto_hashing::twox_128(item.as_bytes()));
    key
}
