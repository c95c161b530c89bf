//! The few questions asked of a local node before there is a client: JSON-RPC over HTTP, which needs no library.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::{json, Value};

use crate::error::{Error, Result, ResultExt};

/// A node on this machine that takes longer is not well.
const PATIENCE: Duration = Duration::from_secs(5);

/// Name of the chain.
///
/// # Errors
/// When no node answers.
pub fn chain(port: u16) -> Result<String> {
    let name = ask(port, "system_chain")?;
    name.as_str().map(str::to_owned).ok_or_else(|| Error::unreachable("the chain has no name"))
}

/// Number of the newest block.
///
/// # Errors
/// When no node answers.
pub fn best_block(port: u16) -> Result<u64> {
    let header = ask(port, "chain_getHeader")?;
    let number = header.get("number").and_then(Value::as_str).unwrap_or_default();
    u64::from_str_radix(number.trim_start_matches("0x"), 16).or_internal("the newest block's number")
}

fn ask(port: u16, method: &str) -> Result<Value> {
    let answer =
        post(port, method).map_err(|e| Error::unreachable(format!("no answer on port {port}: {e}")))?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let mut answer: Value = serde_json::from_str(body)
        .map_err(|_| Error::unreachable(format!("what answers on port {port} is not a node")))?;
    Ok(answer.get_mut("result").map(Value::take).unwrap_or_default())
}

fn post(port: u16, method: &str) -> std::io::Result<String> {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": [] }).to_string();
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let length = body.len();
    // In one piece: a node may answer what it takes for the whole request.
    let request = format!(
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::net::TcpListener;

    use super::*;

    /// Answers one request with `body` and returns the port it listens on.
    fn one_answer(body: &'static str) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let read = stream.read(&mut request).unwrap();
            assert!(String::from_utf8_lossy(&request[..read]).contains("\"method\":"));
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
        });
        port
    }

    #[test]
    fn answers_are_read() {
        assert_eq!(chain(one_answer(r#"{"jsonrpc":"2.0","id":1,"result":"Healink"}"#)).unwrap(), "Healink");
        assert_eq!(best_block(one_answer(r#"{"result":{"number":"0x1f"}}"#)).unwrap(), 31);
    }

    #[test]
    fn what_is_not_a_node_is_told_apart() {
        let error = chain(one_answer("<html>")).unwrap_err();
        assert!(error.message.contains("is not a node"), "{error}");
        let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        assert!(chain(closed).unwrap_err().message.contains("no answer on port"));
    }
}
