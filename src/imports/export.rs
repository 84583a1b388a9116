//! Masters as files that an import would find unchanged. Codes and numbers are written as text, so that
//! no spreadsheet takes their zeros; no cell is ever a formula.

use std::{borrow::Cow, collections::HashMap};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{
    headings::heading,
    held::{Master, Span, State},
    kind::{Field, Kind, Language},
};

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the workbook cannot be written: {0}")]
    Xlsx(#[from] XlsxError),
    #[error("the file cannot be written: {0}")]
    Csv(#[from] csv::Error),
}

/// Headings and rows.
pub type Lines = Vec<Vec<String>>;

/// Everything of the kind that the scope reached when `state` was loaded.
pub fn lines(kind: Kind, state: &State, language: Language) -> Lines {
    let mut lines = vec![
        kind.fields()
            .iter()
            .map(|f| heading(*f, language).to_owned())
            .collect(),
    ];
    match kind {
        Kind::Outlets => lines.extend(masters(kind, &state.outlets.all)),
        Kind::Reps => lines.extend(masters(kind, &state.reps.all)),
        Kind::Routes => lines.extend(legs(state)),
    }
    lines
}

fn masters(kind: Kind, all: &[Master]) -> impl Iterator<Item = Vec<String>> {
    all.iter().filter(|m| m.reached && !m.ended).map(move |m| {
        kind.fields()
            .iter()
            .map(|f| m.values.get(f).cloned().unwrap_or_default())
            .collect()
    })
}

fn legs(state: &State) -> impl Iterator<Item = Vec<String>> {
    let routes: HashMap<i32, &Master> = state.routes.all.iter().map(|r| (r.id, r)).collect();
    let outlets: HashMap<i32, &str> = state
        .outlets
        .all
        .iter()
        .map(|o| (o.id, o.code.as_str()))
        .collect();
    state
        .leg_order
        .iter()
        .filter_map(move |(route, outlet, id)| {
            let span = state
                .legs
                .get(&(*route, *outlet))?
                .iter()
                .find(|s| s.id == Some(*id))?;
            let (route, outlet) = (routes.get(route)?, outlets.get(outlet)?);
            Some(
                Kind::Routes
                    .fields()
                    .iter()
                    .map(|f| leg_cell(*f, route, outlet, span))
                    .collect(),
            )
        })
}

fn leg_cell(field: Field, route: &Master, outlet: &str, span: &Span) -> String {
    let date = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    match field {
        Field::RouteCode => route.code.clone(),
        Field::OutletCode => outlet.to_owned(),
        Field::RouteName | Field::RepCode => route.values.get(&field).cloned().unwrap_or_default(),
        Field::ValidFrom => date(span.from),
        Field::ValidTo => date(span.last()),
        _ => span.leg.get(field).unwrap_or_default().to_owned(),
    }
}

/// With a byte order mark: without one a spreadsheet takes UTF-8 for something else.
pub fn csv(lines: &Lines) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    for line in lines {
        writer.write_record(line.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer
        .into_inner()
        .map_err(|e| ExportError::Csv(csv::Error::from(e.into_error())))
}

/// A text that a spreadsheet would compute gets the apostrophe that says it is one; reading takes it off.
fn harmless(cell: &str) -> Cow<'_, str> {
    let computes = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err()
        || cell.starts_with('+');
    if computes {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

pub fn xlsx(kind: Kind, lines: &Lines) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(kind.as_str())?;
    sheet.set_freeze_panes(1, 0)?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for (column, _) in lines.first().into_iter().flatten().enumerate() {
        sheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), 16)?;
    }
    for (y, line) in lines.iter().enumerate() {
        let y = u32::try_from(y).unwrap_or(u32::MAX);
        for (x, cell) in line.iter().enumerate() {
            let x = u16::try_from(x).unwrap_or(u16::MAX);
            if !cell.is_empty() {
                sheet.write_string_with_format(y, x, cell, if y == 0 { &bold } else { &text })?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}
