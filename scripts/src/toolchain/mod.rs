//! What is built and run on this machine: the toolchain, the contracts' Wasm, the local node.

pub mod build;
pub mod node;
pub mod process;
pub mod setup;
