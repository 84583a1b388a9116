//! The `fieldbeat` command. Everything is in the library; this only hands over the arguments.

use std::process::ExitCode;

fn main() -> ExitCode {
    fieldbeat::cli::run(std::env::args_os())
}
