//! The dictionary: what each KPI is called, how it is made and what it drills down to.

use serde::{Deserialize, Serialize};

use super::{measure::Measure, names::DEFINITIONS};

/// What a value is measured in, as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 0–1
    Share,
    Count,
    /// A mean, e.g. lines per call.
    Ratio,
    /// Minor units of the currency.
    Money,
    /// Milliseconds.
    DurationMs,
    /// Milliseconds after local midnight, a mean over days.
    TimeOfDayMs,
    /// Millimetres.
    LengthMm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Higher,
    Lower,
    Neither,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schema(as = KpiPart))]
pub enum Part {
    Numerator,
    Denominator,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    Vi,
    Zh,
}

/// One KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Stable, snake_case.
    pub code: &'static str,
    pub unit: Unit,
    pub better: Better,
    pub numerator: Measure,
    pub denominator: Option<Measure>,
    /// The rows it counts: stop | visit | order | outlet | day
    pub rows: &'static str,
    /// (name, formula) in English, Vietnamese, Chinese.
    pub text: [(&'static str, &'static str); 3],
}

impl Definition {
    /// In the order in which they are shown.
    pub const ALL: &'static [Self] = DEFINITIONS;

    pub fn find(code: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|d| d.code == code)
    }

    pub const fn measure(&self, part: Part) -> Option<Measure> {
        match part {
            Part::Numerator => Some(self.numerator),
            Part::Denominator => self.denominator,
        }
    }

    pub const fn name(&self, language: Language) -> &'static str {
        self.words(language).0
    }
    pub const fn formula(&self, language: Language) -> &'static str {
        self.words(language).1
    }

    const fn words(&self, language: Language) -> (&'static str, &'static str) {
        let [en, vi, zh] = self.text;
        match language {
            Language::En => en,
            Language::Vi => vi,
            Language::Zh => zh,
        }
    }

    /// Whether it exists per route, outlet class: what a whole rep-day has does not.
    pub fn by_outlet(&self) -> bool {
        self.rows != "day"
    }
}
