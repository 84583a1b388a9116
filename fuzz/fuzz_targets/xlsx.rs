//! A workbook. The first byte says which of its parts is the data: a fuzzer does not find a checksum by itself, so the
//! archive around it is written anew; or the data is the whole file.
#![no_main]

use std::io::{Cursor, Write};

use fieldbeat_fuzz::imports::sheet::{COLUMNS_MAX, ROWS_MAX, read_named};
use libfuzzer_sys::fuzz_target;
use zip::{CompressionMethod::Stored, ZipWriter, write::SimpleFileOptions};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Outlets" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>code</t></si><si><t>name</t></si></sst>"#;
const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C2"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>O1</t></is></c><c r="B2"><v>1.5</v></c><c r="C2" s="1"><v>45000</v></c></row></sheetData></worksheet>"#;
const PARTS: [(&str, &str); 6] = [
    ("xl/worksheets/sheet1.xml", SHEET),
    ("xl/sharedStrings.xml", STRINGS),
    ("xl/styles.xml", STYLES),
    ("xl/workbook.xml", WORKBOOK),
    ("xl/_rels/workbook.xml.rels", RELS),
    ("[Content_Types].xml", TYPES),
];

fn with(changed: usize, data: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(Stored);
    for (i, (name, part)) in PARTS.iter().enumerate() {
        zip.start_file(*name, options).unwrap();
        zip.write_all(if i == changed { data } else { part.as_bytes() })
            .unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fuzz_target!(|data: &[u8]| {
    let Some((pick, data)) = data.split_first() else {
        return;
    };
    let changed = usize::from(*pick) % (PARTS.len() + 1);
    let bytes = if changed < PARTS.len() {
        with(changed, data)
    } else {
        data.to_vec()
    };
    if let Ok(sheet) = read_named(&bytes, |_| true, None, None) {
        assert!(sheet.headings.len() <= COLUMNS_MAX && sheet.lines.len() <= ROWS_MAX);
        assert!(
            sheet
                .lines
                .iter()
                .all(|line| line.cells.len() <= COLUMNS_MAX)
        );
    }
});
