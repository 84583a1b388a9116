//! Forms that reps fill in at outlets: what is asked, what an answer may be, and what an audit scores.
//!
//! Owns the shape of questions and what is wrong with them. Answers are read by [`answer`].

pub mod answer;

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

/// Questions of a form, options of a question, products that it is asked of.
pub const QUESTIONS_MAX: usize = 100;
pub const OPTIONS_MAX: usize = 50;
pub const PRODUCTS_MAX: usize = 500;
/// Photos of one answer.
pub const PHOTOS_MAX: u16 = 10;
/// Characters of an answer in words, and of a question.
pub const ANSWER_MAX: u16 = 2_000;
pub const WORDS_MAX: usize = 500;
const WEIGHT_MAX: u16 = 1_000;
const CODE_MAX: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// Checked against what is compliant, and scored.
    Audit,
    /// Asked to know.
    Survey,
}

impl FormKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Survey => "survey",
        }
    }
}

/// A text in up to three languages, at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormWords)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vi: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

impl Words {
    /// What is wrong with it.
    pub fn fault(&self) -> Option<&'static str> {
        let mut given = [&self.en, &self.vi, &self.zh]
            .into_iter()
            .flatten()
            .peekable();
        if given.peek().is_none() {
            return Some("required");
        }
        given.find_map(|text| {
            if text.trim().is_empty() {
                Some("required")
            } else if text.chars().count() > WORDS_MAX {
                Some("too_long")
            } else {
                text.contains('\0').then_some("invalid_text")
            }
        })
    }
}

/// Which outlets are meant; an empty list means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutletAudience {
    #[serde(default)]
    pub classes: Vec<String>,
    #[serde(default)]
    pub channels: Vec<String>,
    /// Org units; those below are meant, too.
    #[serde(default)]
    pub areas: Vec<i32>,
}

impl OutletAudience {
    const MAX: usize = 200;

    /// What is wrong with it.
    pub fn fault(&self) -> Option<&'static str> {
        let texts = [&self.classes, &self.channels];
        if texts.iter().any(|t| t.len() > Self::MAX) || self.areas.len() > Self::MAX {
            return Some("too_many");
        }
        let named = texts.into_iter().flatten().all(|t| named(t));
        (!named).then_some("invalid_code")
    }
}

/// Of what a question is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormLevel)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    #[default]
    Store,
    /// Once for each of its products.
    Product,
}

/// One way to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormChoice)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: String,
    pub text: Words,
}

/// What an answer may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormAsks)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Asks {
    YesNo {},
    /// Thousandths, both included.
    Number {
        #[serde(default)]
        min_milli: Option<i64>,
        #[serde(default)]
        max_milli: Option<i64>,
        #[serde(default)]
        unit: Option<String>,
    },
    Choice {
        options: Vec<Choice>,
        /// Whether more than one may be chosen.
        #[serde(default)]
        many: bool,
    },
    Text {
        /// Characters; 2,000 where absent.
        #[serde(default)]
        max_length: Option<u16>,
    },
    Date {},
    /// Photos that were uploaded before, by their SHA-256.
    Photo {
        /// At most so many; one where absent, ten at most.
        #[serde(default)]
        most: Option<u16>,
    },
}

/// The answer that an audit asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormCompliant)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Compliant {
    YesNo {
        is: bool,
    },
    /// Thousandths, both included; at least one is given.
    Number {
        #[serde(default)]
        at_least_milli: Option<i64>,
        #[serde(default)]
        at_most_milli: Option<i64>,
    },
    /// Everything chosen is among these.
    Choice {
        among: Vec<String>,
    },
}

/// What an answer about a product says beside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormMeasure)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Yes or no: whether it is on the shelf.
    InStock,
    /// A number: how often it is seen side by side.
    Facings,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormQuestion)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Known by it in answers.
    pub code: String,
    pub text: Words,
    #[serde(default)]
    pub level: Level,
    /// Codes, of a product-level question; empty means the must-sell list of the outlet.
    #[serde(default)]
    pub products: Vec<String>,
    pub asks: Asks,
    /// Whether a form without an answer is refused.
    #[serde(default)]
    pub required: bool,
    /// What a compliant answer earns.
    #[serde(default)]
    pub weight: u16,
    #[serde(default)]
    pub compliant: Option<Compliant>,
    /// Of a product-level question.
    #[serde(default)]
    pub measures: Option<Measure>,
}

/// A pointer into what was given, and a stable code.
pub type Wrong = (String, &'static str);

/// All that is wrong with the questions of a form.
pub fn check(kind: FormKind, questions: &[Question], known: &BTreeSet<String>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if questions.is_empty() || questions.len() > QUESTIONS_MAX {
        wrong.push(("/questions".to_owned(), "out_of_range"));
        return wrong;
    }
    let mut codes = HashSet::new();
    for (i, question) in questions.iter().enumerate() {
        let mut say = |at: &str, code| wrong.push((format!("/questions/{i}{at}"), code));
        if !named(&question.code) {
            say("/code", "invalid_code");
        } else if !codes.insert(question.code.as_str()) {
            say("/code", "repeated");
        }
        if let Some(code) = question.text.fault() {
            say("/text", code);
        }
        check_asked(question, &mut say);
        check_scored(kind, question, &mut say);
        check_products(question, known, &mut say);
    }
    wrong
}

fn named(code: &str) -> bool {
    !code.is_empty()
        && code.chars().count() <= CODE_MAX
        && code.trim() == code
        && !code.chars().any(char::is_control)
}

fn check_asked(question: &Question, say: &mut impl FnMut(&str, &'static str)) {
    match &question.asks {
        Asks::Number {
            min_milli: Some(min),
            max_milli: Some(max),
            ..
        } if min > max => say("/asks/max_milli", "below_min"),
        Asks::Number {
            unit: Some(unit), ..
        } if !named(unit) => say("/asks/unit", "invalid_text"),
        Asks::Choice { options, .. } => {
            if options.is_empty() || options.len() > OPTIONS_MAX {
                say("/asks/options", "out_of_range");
            }
            let mut codes = HashSet::new();
            for (i, option) in options.iter().enumerate() {
                if !named(&option.code) || !codes.insert(option.code.as_str()) {
                    say(&format!("/asks/options/{i}/code"), "invalid_code");
                }
                if let Some(code) = option.text.fault() {
                    say(&format!("/asks/options/{i}/text"), code);
                }
            }
        }
        Asks::Text {
            max_length: Some(most),
        } if !(1..=ANSWER_MAX).contains(most) => say("/asks/max_length", "out_of_range"),
        Asks::Photo { most: Some(most) } if !(1..=PHOTOS_MAX).contains(most) => {
            say("/asks/most", "out_of_range");
        }
        _ => {}
    }
}

fn check_scored(kind: FormKind, question: &Question, say: &mut impl FnMut(&str, &'static str)) {
    if question.weight > WEIGHT_MAX {
        say("/weight", "out_of_range");
    }
    if kind == FormKind::Survey && (question.weight > 0 || question.compliant.is_some()) {
        say("/weight", "only_of_audits");
    }
    match (&question.compliant, &question.asks) {
        (None, _) if question.weight > 0 => say("/compliant", "required"),
        (None, _) | (Some(Compliant::YesNo { .. }), Asks::YesNo {}) => {}
        (
            Some(Compliant::Number {
                at_least_milli,
                at_most_milli,
            }),
            Asks::Number { .. },
        ) => {
            if at_least_milli.or(*at_most_milli).is_none() {
                say("/compliant", "required");
            }
        }
        (Some(Compliant::Choice { among }), Asks::Choice { options, .. }) => {
            let offered = |code: &String| options.iter().any(|o| o.code == *code);
            if among.is_empty() || !among.iter().all(offered) {
                say("/compliant/among", "unknown_option");
            }
        }
        (Some(_), _) => say("/compliant", "wrong_type"),
    }
}

fn check_products(
    question: &Question,
    known: &BTreeSet<String>,
    say: &mut impl FnMut(&str, &'static str),
) {
    if question.level == Level::Store {
        if !question.products.is_empty() {
            say("/products", "only_of_products");
        }
        if question.measures.is_some() {
            say("/measures", "only_of_products");
        }
    }
    if question.products.len() > PRODUCTS_MAX {
        say("/products", "too_many");
    }
    for (i, code) in question.products.iter().enumerate() {
        if !known.contains(code) {
            say(&format!("/products/{i}"), "unknown_product");
        }
    }
    let measurable = match question.measures {
        None => true,
        Some(Measure::InStock) => matches!(question.asks, Asks::YesNo {}),
        Some(Measure::Facings) => matches!(question.asks, Asks::Number { .. }),
    };
    if !measurable {
        say("/measures", "wrong_type");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(json: &str) -> Question {
        serde_json::from_str(json).unwrap()
    }

    fn faults(kind: FormKind, json: &str) -> Vec<String> {
        let known = BTreeSet::from(["BEER".to_owned()]);
        let wrong = check(kind, &[question(json)], &known);
        wrong
            .into_iter()
            .map(|(at, code)| format!("{at} {code}"))
            .collect()
    }

    #[test]
    fn a_question_is_named_worded_and_scored_by_what_it_asks() {
        let good = r#"{"code":"q","text":{"vi":"Có bán?"},"level":"product","products":["BEER"],"asks":{"type":"yes_no"},
            "weight":5,"compliant":{"type":"yes_no","is":true},"measures":"in_stock"}"#;
        assert_eq!(faults(FormKind::Audit, good), Vec::<String>::new());
        assert_eq!(
            faults(FormKind::Survey, good),
            ["/questions/0/weight only_of_audits"]
        );
        for (json, fault) in [
            (
                r#"{"code":"","text":{"en":"x"},"asks":{"type":"date"}}"#,
                "/questions/0/code invalid_code",
            ),
            (
                r#"{"code":"q","text":{},"asks":{"type":"date"}}"#,
                "/questions/0/text required",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"date"},"weight":1}"#,
                "/questions/0/compliant required",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"text"},"compliant":{"type":"yes_no","is":true}}"#,
                "/questions/0/compliant wrong_type",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"number","min_milli":2,"max_milli":1}}"#,
                "/questions/0/asks/max_milli below_min",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"choice","options":[]}}"#,
                "/questions/0/asks/options out_of_range",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"photo","most":11}}"#,
                "/questions/0/asks/most out_of_range",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"photo"},"compliant":{"type":"yes_no","is":true}}"#,
                "/questions/0/compliant wrong_type",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"level":"product","products":["TEA"],"asks":{"type":"date"}}"#,
                "/questions/0/products/0 unknown_product",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"asks":{"type":"yes_no"},"measures":"in_stock"}"#,
                "/questions/0/measures only_of_products",
            ),
            (
                r#"{"code":"q","text":{"en":"x"},"level":"product","asks":{"type":"yes_no"},"measures":"facings"}"#,
                "/questions/0/measures wrong_type",
            ),
        ] {
            assert_eq!(faults(FormKind::Audit, json), [fault], "{json}");
        }
    }

    #[test]
    fn two_questions_of_one_code_are_refused() {
        let one = question(r#"{"code":"q","text":{"en":"x"},"asks":{"type":"date"}}"#);
        let wrong = check(FormKind::Survey, &[one.clone(), one], &BTreeSet::new());
        assert_eq!(wrong, [("/questions/1/code".to_owned(), "repeated")]);
    }
}
