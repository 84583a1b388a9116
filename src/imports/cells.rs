//! The one text that a value of a column has: how a cell is read, and what an export writes.

use chrono::{Datelike, Days, NaiveDate};

use super::{kind::Field, pattern, sheet::Cell, trade_cells};
use crate::store::{route_leg::minute, upsert::TEXT_MAX};

/// What a cell says of its column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing: what is there stays.
    #[default]
    Keep,
    /// `-`: what is there goes.
    Clear,
    Set(String),
}

impl Said {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Set(text) => Some(text),
            Self::Keep | Self::Clear => None,
        }
    }
}

const CODE_MAX: usize = 64;
/// Whole numbers beyond this have lost digits in a workbook.
pub const EXACT_MAX: f64 = 1e15;

/// Reads a cell. The error is a stable code.
pub fn read(field: Field, cell: &Cell) -> Result<Said, &'static str> {
    let text = match cell {
        Cell::Empty => return Ok(Said::Keep),
        Cell::Broken(_) => return Err("error_value"),
        Cell::Text(text) if text == "-" && field.may_be_cleared() => return Ok(Said::Clear),
        Cell::Text(text) if text == "-" => return Ok(Said::Keep),
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => number_text(field, *n)?,
        Cell::Date(date) => match field {
            field if is_date(field) => return Ok(Said::Set(date.to_string())),
            _ => return Err("is_a_date"),
        },
    };
    value(field, &text).map(Said::Set)
}

/// A number as a person would have typed it.
fn number_text(field: Field, n: f64) -> Result<String, &'static str> {
    if !n.is_finite() {
        return Err("error_value");
    }
    if field == Field::Window {
        return Err("invalid_window");
    }
    if is_date(field) {
        return serial_date(n).map(|d| d.to_string()).ok_or("invalid_date");
    }
    if (is_code(field) || field == Field::Batch) && (n.fract() != 0.0 || n.abs() >= EXACT_MAX) {
        return Err("code_is_a_number");
    }
    // A cell that a workbook shows as 8 % holds 0.08.
    if field == Field::TaxPercent && n > 0.0 && n < 0.5 {
        return Err("is_a_fraction");
    }
    Ok(n.to_string())
}

/// Days since 1899-12-30, as workbooks count.
fn serial_date(n: f64) -> Option<NaiveDate> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range"
    )]
    let days = if (1.0..2_958_466.0).contains(&n) {
        n as u64
    } else {
        return None;
    };
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

const fn is_date(field: Field) -> bool {
    matches!(field, Field::ValidFrom | Field::ValidTo | Field::Expiry)
}

pub const fn is_code(field: Field) -> bool {
    matches!(
        field,
        Field::Code
            | Field::CustomerCode
            | Field::OrgUnit
            | Field::RouteCode
            | Field::RepCode
            | Field::OutletCode
            | Field::ListCode
            | Field::PartnerCode
            | Field::ProductCode
            | Field::LocationCode
    )
}

/// The one text of a typed value. The error is a stable code.
pub fn value(field: Field, text: &str) -> Result<String, &'static str> {
    match field {
        field if is_code(field) => code(text),
        Field::Name
        | Field::Class
        | Field::Channel
        | Field::Address
        | Field::RouteName
        | Field::Phone
        | Field::Login
        | Field::Category
        | Field::ListName => {
            if text.chars().count() > TEXT_MAX {
                return Err("too_long");
            }
            Ok(text.to_owned())
        }
        Field::Lat => degrees(text, 90.0),
        Field::Lng => degrees(text, 180.0),
        Field::Position => position(text).map(|(lat, lng)| format!("{lat},{lng}")),
        Field::RadiusM => whole(text, 1, 5_000),
        Field::Sequence => whole(text, 0, 1_000_000),
        Field::ServiceMinutes => whole(text, 0, 1_440),
        Field::Pattern if text.starts_with('{') => Ok(text.to_owned()),
        // `2,1` where the comma is the decimal point.
        Field::Pattern => Ok(text
            .replace(',', ".")
            .to_ascii_lowercase()
            .replace('f', "F")),
        Field::Weekdays => pattern::weekdays_written(text).ok_or("unknown_weekday"),
        Field::Window => window(text).ok_or("invalid_window"),
        field if is_date(field) => date(text).map(|d| d.to_string()).ok_or("invalid_date"),
        Field::TaxPercent => trade_cells::percent(text),
        Field::Units => trade_cells::units(text).ok_or("invalid_units"),
        Field::TaxIncluded => trade_cells::yes_or_no(text).ok_or("not_yes_or_no"),
        Field::Price => trade_cells::amount(text),
        Field::Quantity => trade_cells::quantity(text),
        Field::Batch if is_in_exponents(text) => Err("code_is_a_number"),
        Field::Batch if text.chars().count() > TEXT_MAX => Err("too_long"),
        _ => Ok(text.to_owned()),
    }
}

fn code(text: &str) -> Result<String, &'static str> {
    if is_in_exponents(text) {
        return Err("code_is_a_number");
    }
    if text.chars().count() > CODE_MAX {
        return Err("too_long");
    }
    Ok(text.to_owned())
}

/// `1.23E+11`: what a spreadsheet shows of a long code, whose digits are gone.
pub fn is_in_exponents(text: &str) -> bool {
    text.split_once(['E', 'e'])
        .is_some_and(|(mantissa, exponent)| {
            exponent.starts_with('+')
                && exponent.len() > 1
                && exponent.bytes().skip(1).all(|b| b.is_ascii_digit())
                && mantissa.parse::<f64>().is_ok()
        })
}

/// Degrees with a point or a decimal comma, to seven places.
fn degrees(text: &str, most: f64) -> Result<String, &'static str> {
    let plain = text.trim_end_matches('°').replace(',', ".");
    let value: f64 = plain.parse().map_err(|_| "not_a_number")?;
    if !value.is_finite() || value.abs() > most {
        return Err("out_of_range");
    }
    Ok(e7_text((value * 1e7).round()))
}

/// Degrees of a whole number of 1e-7°.
fn e7_text(e7: f64) -> String {
    let text = format!("{:.7}", e7 / 1e7);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

pub fn degrees_text(e7: i32) -> String {
    e7_text(f64::from(e7))
}

/// `21.03,105.85` · `21.03 105.85` · `(21,03; 105,85)` · `21,03, 105,85`.
pub fn position(text: &str) -> Result<(String, String), &'static str> {
    let bare = text.trim_matches(['(', ')', '[', ']', ' ']);
    let parts: Vec<&str> = if bare.contains(';') {
        bare.split(';').collect()
    } else if bare.matches(',').count() == 1 {
        bare.split(',').collect()
    } else {
        // Two decimal commas: what parts the numbers is the blank.
        bare.split_whitespace().collect()
    };
    let mut numbers = parts.iter().map(|p| p.trim().trim_end_matches(','));
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(lat), Some(lng), None) => match (degrees(lat, 90.0), degrees(lng, 180.0)) {
            (Ok(lat), Ok(lng)) => Ok((lat, lng)),
            (Err("out_of_range"), _)
                if degrees(lat, 180.0).is_ok() && degrees(lng, 90.0).is_ok() =>
            {
                Err("lat_lng_swapped")
            }
            (Err(code), _) | (_, Err(code)) => Err(code),
        },
        _ => Err("not_a_position"),
    }
}

fn whole(text: &str, least: i64, most: i64) -> Result<String, &'static str> {
    let plain = text.strip_suffix(".0").unwrap_or(text);
    let value: i64 = plain.parse().map_err(|_| "not_a_whole_number")?;
    if (least..=most).contains(&value) {
        Ok(value.to_string())
    } else {
        Err("out_of_range")
    }
}

/// `08:00-10:00`, also `8h-10h30`, `8:00–10:00`, `8-10`.
fn window(text: &str) -> Option<String> {
    let (from, to) = text.split_once(['-', '–', '—', '~', '～', '至'])?;
    let (from, to) = (clock(from)?, clock(to)?);
    (minute(&from)? < minute(&to)?).then(|| format!("{from}-{to}"))
}

fn clock(text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase().replace(['h', '：', '.'], ":");
    let plain = plain.trim_end_matches(':');
    let (hour, minutes) = plain.split_once(':').unwrap_or((plain, "00"));
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    let padded = format!("{:0>2}:{:0>2}", hour.trim(), minutes.trim());
    minute(&padded).map(|_| padded)
}

/// Minutes after midnight as `HH:MM`.
pub fn clock_text(minutes: i16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A date of business: a year that is far off is a slip.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    any_date(text).filter(|d| d.year() >= 1990)
}

/// ISO, dd/mm/yyyy (also with `.` or `-`), `2026年3月2日`, or a workbook's serial; of a birthday, too.
pub fn any_date(text: &str) -> Option<NaiveDate> {
    let day = text.split(['T', ' ']).next()?;
    if let Ok(serial) = day.parse::<f64>()
        && serial > 20_000.0
        && serial < 100_000.0
    {
        return serial_date(serial);
    }
    [
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%d.%m.%Y",
        "%Y/%m/%d",
        "%Y年%m月%d日",
    ]
    .iter()
    .find_map(|format| NaiveDate::parse_from_str(day, format).ok())
    .filter(|d| (1900..2200).contains(&d.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(field: Field, text: &str) -> Result<String, &'static str> {
        match read(field, &Cell::Text(text.to_owned()))? {
            Said::Set(text) => Ok(text),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn positions_in_one_cell() {
        let wanted = Ok(("21.0312345".to_owned(), "105.85".to_owned()));
        for text in [
            "21.0312345,105.85",
            "21.0312345, 105.850",
            "(21.0312345; 105.85)",
            "21,0312345 105,85",
            "21,0312345, 105,85",
            "21.0312345 105.85",
        ] {
            assert_eq!(position(text), wanted, "{text}");
        }
        assert_eq!(position("105.85,21.03"), Err("lat_lng_swapped"));
        assert_eq!(position("Hàng Bạc"), Err("not_a_number"));
        assert_eq!(position("21.03"), Err("not_a_position"));
    }

    #[test]
    fn dates_as_people_and_workbooks_write_them() {
        for text in [
            "2026-03-02",
            "02/03/2026",
            "2/3/2026",
            "46083",
            "2026年3月2日",
            "2026-03-02T00:00:00",
        ] {
            assert_eq!(set(Field::ValidFrom, text).unwrap(), "2026-03-02", "{text}");
        }
        assert_eq!(
            read(Field::ValidTo, &Cell::Number(46083.0)),
            Ok(Said::Set("2026-03-02".to_owned()))
        );
        assert_eq!(set(Field::ValidFrom, "31/02/2026"), Err("invalid_date"));
        assert_eq!(set(Field::ValidFrom, "03/2026"), Err("invalid_date"));
    }

    #[test]
    fn codes_that_a_spreadsheet_has_eaten_are_said() {
        assert_eq!(
            read(Field::Code, &Cell::Number(42.0)),
            Ok(Said::Set("42".to_owned()))
        );
        assert_eq!(
            read(Field::Code, &Cell::Number(4.2)),
            Err("code_is_a_number")
        );
        assert_eq!(set(Field::Code, "1.23E+11"), Err("code_is_a_number"));
        assert_eq!(set(Field::Code, "SE+1").unwrap(), "SE+1");
        let day = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
        assert_eq!(read(Field::Pattern, &Cell::Date(day)), Err("is_a_date"));
    }

    #[test]
    fn windows_patterns_and_numbers() {
        for text in ["08:00-10:30", "8h-10h30", "8:00 – 10:30", "8-10.30"] {
            assert_eq!(set(Field::Window, text).unwrap(), "08:00-10:30", "{text}");
        }
        assert_eq!(set(Field::Window, "10:00-08:00"), Err("invalid_window"));
        assert_eq!(
            read(Field::Pattern, &Cell::Number(2.1)),
            Ok(Said::Set("2.1".to_owned()))
        );
        assert_eq!(
            read(Field::Pattern, &Cell::Number(4.0)),
            Ok(Said::Set("4".to_owned()))
        );
        assert_eq!(set(Field::Pattern, "f12").unwrap(), "F12");
        assert_eq!(
            read(Field::Weekdays, &Cell::Number(2.5)),
            Ok(Said::Set("mon,thu".to_owned()))
        );
        assert_eq!(set(Field::RadiusM, "0"), Err("out_of_range"));
    }

    #[test]
    fn a_dash_clears_what_may_be_empty_and_a_blank_says_nothing() {
        assert_eq!(
            read(Field::Address, &Cell::Text("-".into())),
            Ok(Said::Clear)
        );
        assert_eq!(read(Field::Name, &Cell::Text("-".into())), Ok(Said::Keep));
        assert_eq!(read(Field::Address, &Cell::Empty), Ok(Said::Keep));
    }

    #[test]
    fn degrees_are_written_to_the_last_place_that_is_kept() {
        assert_eq!(degrees_text(210_312_345), "21.0312345");
        assert_eq!(degrees_text(-1), "-0.0000001");
        assert_eq!(degrees_text(1_058_500_000), "105.85");
        assert_eq!(value(Field::Lat, "-0.00000001").unwrap(), "0");
    }
}
