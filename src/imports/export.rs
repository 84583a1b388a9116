//! Masters as files that an import would find unchanged. Codes and numbers are written as text, so that
//! no spreadsheet takes their zeros; no cell is ever a formula.

use fieldbeat_trade::currency;
use rust_xlsxwriter::XlsxError;

use super::{
    headings::heading,
    held::{Master, Span, State},
    kind::{Field, Kind, Language},
    table::{self, Cell},
    trade_cells::quantity_text,
    trade_held::Trade,
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
        Kind::Customers => lines.extend(masters(kind, &state.customers.all)),
        Kind::Products => lines.extend(masters(kind, &state.trade.products.all)),
        Kind::Prices => lines.extend(prices(&state.trade)),
        Kind::Stock => lines.extend(lots(&state.trade)),
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
    let (routes, outlets) = (state.routes.by_id(), state.outlets.by_id());
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
                    .map(|f| leg_cell(*f, route, &outlet.code, span))
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

/// Of lists that are active, by list, product and unit.
fn prices(trade: &Trade) -> impl Iterator<Item = Vec<String>> {
    let mut lines = Vec::new();
    let products = trade.products.by_id();
    for list in trade.lists.all.iter().filter(|l| l.reached && !l.ended) {
        let of_list = trade
            .prices
            .range((list.id, i32::MIN, String::new())..(list.id + 1, i32::MIN, String::new()));
        for ((_, product, unit), minor) in of_list {
            let cell = |field: &Field| match field {
                Field::ProductCode => products
                    .get(product)
                    .map_or_else(String::new, |p| p.code.clone()),
                Field::Unit => unit.clone(),
                Field::Price => currency::text(*minor, trade.digits),
                field => list.values.get(field).cloned().unwrap_or_default(),
            };
            lines.push(Kind::Prices.fields().iter().map(cell).collect());
        }
    }
    lines.into_iter()
}

/// Of warehouses and vans, lot by lot in base units.
fn lots(trade: &Trade) -> impl Iterator<Item = Vec<String>> {
    let (products, locations) = (trade.products.by_id(), trade.locations.by_id());
    let mut lines = Vec::new();
    for ((location, product), held) in &trade.lots {
        let Some(location) = locations.get(location).filter(|l| l.reached) else {
            continue;
        };
        for h in held {
            let cell = |field: &Field| match field {
                Field::LocationCode => location.code.clone(),
                Field::ProductCode => products
                    .get(product)
                    .map_or_else(String::new, |p| p.code.clone()),
                Field::Batch => h.lot.batch.clone(),
                Field::Expiry => h.lot.expires_on.map(|d| d.to_string()).unwrap_or_default(),
                Field::Quantity => quantity_text(h.milli),
                Field::Unit => trade.base_unit(*product).unwrap_or_default().to_owned(),
                _ => String::new(),
            };
            lines.push(Kind::Stock.fields().iter().map(cell).collect());
        }
    }
    lines.into_iter()
}

/// Headings and rows as cells: what is a number stays the text it is.
fn cells(kind: Kind, lines: &Lines) -> Vec<Vec<Cell>> {
    let is_number = |field: &Field| {
        matches!(
            field,
            Field::Lat | Field::Lng | Field::Quantity | Field::Price | Field::TaxPercent
        )
    };
    let cell = |y: usize, field: &Field, text: &String| {
        if y > 0 && is_number(field) {
            Cell::Plain(text.clone())
        } else {
            Cell::Text(text.clone())
        }
    };
    let row = |(y, line): (usize, &Vec<String>)| {
        let fields = kind.fields().iter().zip(line);
        fields.map(|(field, text)| cell(y, field, text)).collect()
    };
    lines.iter().enumerate().map(row).collect()
}

pub fn csv(kind: Kind, lines: &Lines) -> Result<Vec<u8>, ExportError> {
    Ok(table::csv(&cells(kind, lines))?)
}

pub fn xlsx(kind: Kind, lines: &Lines) -> Result<Vec<u8>, ExportError> {
    Ok(table::xlsx(&cells(kind, lines), kind.as_str())?)
}
