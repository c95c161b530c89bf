//! From what the compiler made to what is uploaded: `<name>.wasm`, `<name>.json` (metadata), `<name>.contract` (both).

use std::path::{Path, PathBuf};

use contract_build::{code_hash, post_process_wasm, Verbosity, DEFAULT_MAX_MEMORY_PAGES};
use contract_metadata::{ContractMetadata, Source, SourceWasm};
use serde::{Deserialize, Serialize};
use wasm_opt::{Feature, OptimizationOptions, Pass};

use super::{
    about::About,
    compile::{wasm_path, InkMetadata},
    contract::Contract,
};
use crate::{
    error::{Result, ResultExt},
    paths,
};

/// A contract in the output folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Built {
    /// The contract's name.
    pub name: String,
    /// What it was made of.
    pub fingerprint: String,
    /// Size of the code.
    pub wasm_bytes: u64,
    /// BLAKE2-256 of the code, as the chain knows it.
    pub code_hash: String,
    /// The file with code and metadata.
    pub bundle: PathBuf,
}

impl Built {
    /// What lies in the output folder, if it was made of just this.
    pub fn find(output: &Path, name: &str, fingerprint: &str) -> Option<Self> {
        let built: Self = paths::read_json(&file(output, name, "stamp")).ok()??;
        let complete = ["wasm", "json", "contract"].iter().all(|kind| file(output, name, kind).is_file());
        (built.fingerprint == fingerprint && complete).then_some(built)
    }
}

/// Shrinks and checks the compiled code, and writes it with its metadata to the output folder. The stamp by which
/// [`Built::find`] knows it is written last.
///
/// # Errors
/// When the code is not fit for a chain, or cannot be written.
pub fn write(about: &About, contract: &Contract, fingerprint: &str, abi: InkMetadata) -> Result<Built> {
    let output = paths::contracts()?;
    let name = contract.name.as_str();
    let wasm = shrink(contract, &output)?;
    let hash = code_hash(&wasm);
    let built = Built {
        name: name.into(),
        fingerprint: fingerprint.into(),
        wasm_bytes: u64::try_from(wasm.len()).or_internal("the size of the code")?,
        code_hash: format!("0x{}", hex::encode(hash)),
        bundle: file(&output, name, "contract"),
    };
    let code = Some(SourceWasm::new(wasm.clone()));
    let source = Source::new(code, hash.into(), about.language(), about.compiler(), Some(about.build()));
    let mut metadata = ContractMetadata::new(source, about.contract(contract)?, None, None, abi);
    let bundle = serde_json::to_vec(&metadata).or_internal("writing the bundle")?;
    metadata.remove_source_wasm_attribute();
    let lean = serde_json::to_vec_pretty(&metadata).or_internal("writing the metadata")?;
    let stamp = serde_json::to_vec(&built).or_internal("writing the stamp")?;
    for (kind, content) in [("wasm", wasm), ("json", lean), ("contract", bundle), ("stamp", stamp)] {
        paths::write_atomically(&file(&output, name, kind), &content)?;
    }
    Ok(built)
}

/// Same passes and checks as `cargo contract`: no unknown import, only the two entry points exported, memory bounded.
fn shrink(contract: &Contract, output: &Path) -> Result<Vec<u8>> {
    let compiled = wasm_path(contract)?;
    let small = file(output, &contract.name, "small");
    let saying = || format!("shrinking {}", compiled.display());
    OptimizationOptions::new_optimize_for_size_aggressively()
        .mvp_features_only()
        // The compiler cannot be told to leave these out, and older pallets do not know them: allowed in, lowered on
        // the way out.
        .enable_feature(Feature::SignExt)
        .add_pass(Pass::SignextLowering)
        .zero_filled_memory(true)
        .run(&compiled, &small)
        .or_internal(saying())?;
    post_process_wasm(&small, false, &Verbosity::Quiet, DEFAULT_MAX_MEMORY_PAGES).map_err(|e| {
        crate::Error::usage(format!("{} is not fit for a chain", contract.name)).hint(format!("{e:#}"))
    })?;
    let wasm = std::fs::read(&small).or_internal(saying())?;
    std::fs::remove_file(&small).or_internal(saying())?;
    Ok(wasm)
}

fn file(output: &Path, name: &str, kind: &str) -> PathBuf {
    output.join(format!("{name}.{kind}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_what_is_complete_and_of_the_same_sources_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path();
        let bundle = file(output, "claims", "contract");
        let built = Built {
            name: "claims".into(),
            fingerprint: "a".into(),
            wasm_bytes: 1,
            code_hash: "0x".into(),
            bundle,
        };
        for kind in ["wasm", "json", "contract"] {
            std::fs::write(file(output, "claims", kind), kind).unwrap();
        }
        assert!(Built::find(output, "claims", "a").is_none());
        std::fs::write(file(output, "claims", "stamp"), serde_json::to_vec(&built).unwrap()).unwrap();
        assert!(Built::find(output, "claims", "a").is_some());
        assert!(Built::find(output, "claims", "b").is_none());
        std::fs::remove_file(file(output, "claims", "json")).unwrap();
        assert!(Built::find(output, "claims", "a").is_none());
    }
}
