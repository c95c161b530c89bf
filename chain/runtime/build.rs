//! Builds the Wasm form of the runtime, which the native form then carries.

fn main() {
    #[cfg(feature = "std")]
    substrate_wasm_builder::WasmBuilder::build_using_defaults();
}
