//! A spreadsheet as CSV, in the encoding that its first byte picks.
#![no_main]

use fieldbeat_fuzz::imports::sheet::{COLUMNS_MAX, ROWS_MAX, read_named};
use libfuzzer_sys::fuzz_target;

const ENCODINGS: [Option<&str>; 5] = [
    None,
    Some("windows-1258"),
    Some("gb18030"),
    Some("utf-16le"),
    Some("none such"),
];

fuzz_target!(|data: &[u8]| {
    let Some((pick, bytes)) = data.split_first() else {
        return;
    };
    let encoding = ENCODINGS[usize::from(*pick) % ENCODINGS.len()];
    if let Ok(sheet) = read_named(bytes, |_| true, None, encoding) {
        assert!(sheet.headings.len() <= COLUMNS_MAX && sheet.lines.len() <= ROWS_MAX);
        assert!(
            sheet
                .lines
                .iter()
                .all(|line| line.cells.len() <= COLUMNS_MAX)
        );
    }
});
