//! What the commands tell the person at the terminal. Broken pipes are ignored.

use std::io::Write;

/// A line on standard output: results.
pub fn say(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

/// A line on standard error: progress.
pub fn progress(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}
