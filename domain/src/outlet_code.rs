//! The scheme by which a company names its new outlets: text with `{unit}`, `{year}` and, at its
//! end, `{number:5}`. Only renders; which number comes next is known elsewhere.

use std::str::FromStr;

/// What a company without a scheme of its own uses.
pub const DEFAULT: &str = "N-{unit}-{number:4}";
/// Digits of a number.
const WIDTH_MAX: usize = 9;
/// Of a scheme's text.
const LENGTH_MAX: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    parts: Vec<Part>,
    /// Digits of the number at the end, filled with zeros.
    width: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Unit,
    Year,
}

/// The text is no scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scheme is text with {{unit}} and {{year}} that ends in {{number:1}} to {{number:9}}")]
pub struct NoScheme;

impl FromStr for Scheme {
    type Err = NoScheme;
    fn from_str(text: &str) -> Result<Self, NoScheme> {
        if text.len() > LENGTH_MAX || text.chars().any(char::is_control) || text.trim() != text {
            return Err(NoScheme);
        }
        let (front, number) = text.rsplit_once("{number:").ok_or(NoScheme)?;
        let width = number.strip_suffix('}').and_then(|w| w.parse().ok());
        let width = width
            .filter(|w| (1..=WIDTH_MAX).contains(w))
            .ok_or(NoScheme)?;
        let mut parts = Vec::new();
        let mut rest = front;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(NoScheme)?;
            parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
            parts.push(match name {
                "unit" => Part::Unit,
                "year" => Part::Year,
                _ => return Err(NoScheme),
            });
            rest = after;
        }
        parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
        Ok(Self { parts, width })
    }
}

impl Scheme {
    /// What stands before the number.
    pub fn prefix(&self, unit: &str, year: i32) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Unit => unit.to_owned(),
                Part::Year => year.to_string(),
            })
            .collect()
    }

    pub fn code(&self, prefix: &str, number: u64) -> String {
        format!("{prefix}{number:0width$}", width = self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_reads_and_renders() {
        let scheme: Scheme = DEFAULT.parse().unwrap();
        assert_eq!(scheme.code(&scheme.prefix("HN01", 2026), 7), "N-HN01-0007");
        let scheme: Scheme = "KH{year}{unit}/{number:3}".parse().unwrap();
        assert_eq!(
            scheme.code(&scheme.prefix("A", 2026), 12_345),
            "KH2026A/12345"
        );
    }

    #[test]
    fn what_has_no_number_at_its_end_is_no_scheme() {
        for text in [
            "",
            "{unit}",
            "{number:0}",
            "{number:10}",
            "{number:3}-X",
            "{team}{number:3}",
            "{unit{number:3}",
            " {number:3}",
        ] {
            assert_eq!(text.parse::<Scheme>(), Err(NoScheme), "{text}");
        }
    }
}
