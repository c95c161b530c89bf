//! The `healink` program: see `healink --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    healink::cli::main()
}
