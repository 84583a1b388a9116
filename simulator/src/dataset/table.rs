//! CSV files, plain or gzipped, read by column name. Knows no data set.

use std::{collections::HashMap, fs::File, io::Read, path::Path};

use anyhow::{Context, Result};

/// Opens a file, unpacking it where its name ends in `.gz`.
pub fn open(path: &Path) -> Result<Box<dyn Read>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(if path.extension().is_some_and(|e| e == "gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    })
}

/// A CSV file with a header row, all of it in memory.
pub struct Table {
    name: String,
    columns: HashMap<String, usize>,
    records: Vec<csv::StringRecord>,
}

/// One row, addressed by column name.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    record: &'a csv::StringRecord,
    line: usize,
}

impl Table {
    /// Reads a table; the separator is a comma, or a semicolon where the header has no comma.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let mut text = String::new();
        open(path)?
            .read_to_string(&mut text)
            .with_context(|| format!("{name} is not readable text"))?;
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().next().unwrap_or_default();
        let delimiter = if header.contains(',') { b',' } else { b';' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text.as_bytes());
        let columns = reader
            .headers()
            .with_context(|| format!("{name} has no header row"))?
            .iter()
            .enumerate()
            .map(|(i, c)| (c.trim().to_ascii_lowercase(), i))
            .collect();
        let records = reader
            .records()
            .collect::<Result<_, _>>()
            .with_context(|| format!("{name} is not valid CSV"))?;
        Ok(Self {
            name,
            columns,
            records,
        })
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().enumerate().map(|(i, record)| Row {
            table: self,
            record,
            line: i + 2,
        })
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The first of several names that this table has.
    pub fn first_of<'n>(&self, names: &[&'n str]) -> Option<&'n str> {
        names.iter().copied().find(|n| self.has(n))
    }
}

impl<'a> Row<'a> {
    /// The cell, `None` where the column is missing or the cell empty.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        let index = *self.table.columns.get(column)?;
        self.record
            .get(index)
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
    }

    /// A finite number, `None` where missing or empty.
    pub fn number(&self, column: &str) -> Result<Option<f64>> {
        self.text(column)
            .map(|cell| {
                cell.parse::<f64>()
                    .ok()
                    .filter(|n| n.is_finite())
                    .with_context(|| format!("{}: {column} is no number: {cell:?}", self.place()))
            })
            .transpose()
    }

    pub fn required_text(&self, column: &str) -> Result<&'a str> {
        self.text(column)
            .with_context(|| format!("{}: no {column}", self.place()))
    }

    pub fn required_number(&self, column: &str) -> Result<f64> {
        self.number(column)?
            .with_context(|| format!("{}: no {column}", self.place()))
    }

    fn place(&self) -> String {
        format!("{} line {}", self.table.name, self.line)
    }
}
