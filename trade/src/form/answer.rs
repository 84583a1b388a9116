//! A form as it was filled in: every answer checked against its question, and what an audit scores.
//!
//! A score is what compliant answers earn ÷ what all answered questions with a weight could have earned.
//! An optional question that was left out counts for neither.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ANSWER_MAX, Asks, Compliant, Level, Measure, Question, Wrong};
use crate::{quantity::half_up, stock::quantity};

/// Answers of one form.
pub const ANSWERS_MAX: usize = 2_000;

/// As kept: a number is a plain decimal, a date ISO, what was chosen a list of codes, photos one of their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormAnswerValue)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Chosen(Vec<String>),
    Text(String),
}

/// One answer that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FormAnswer)]
pub struct Answer {
    /// Code.
    pub question: String,
    /// Code, of a product-level question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    pub value: Value,
    pub earned: u16,
    /// The weight of its question.
    pub possible: u16,
}

/// What an audit earned of what it could.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub earned: i32,
    pub possible: i32,
}

impl Score {
    pub fn of(answers: &[Answer]) -> Self {
        answers.iter().fold(Self::default(), |sum, a| Self {
            earned: sum.earned.saturating_add(a.earned.into()),
            possible: sum.possible.saturating_add(a.possible.into()),
        })
    }

    /// Hundredths of a percent, half up; `None` where nothing could be earned.
    pub fn basis_points(self) -> Option<i64> {
        if self.possible <= 0 {
            return None;
        }
        half_up(i128::from(self.earned) * 10_000, self.possible.into())
    }
}

/// What the answers say of products on the shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub in_stock: Option<bool>,
    pub facings: Option<i32>,
}

/// By code of product.
pub fn seen(questions: &[Question], answers: &[Answer]) -> BTreeMap<String, Seen> {
    let mut out: BTreeMap<String, Seen> = BTreeMap::new();
    for answer in answers {
        let question = questions.iter().find(|q| q.code == answer.question);
        let (Some(measure), Some(product)) =
            (question.and_then(|q| q.measures), answer.product.as_ref())
        else {
            continue;
        };
        let of = out.entry(product.clone()).or_default();
        match (measure, &answer.value) {
            (Measure::InStock, Value::Flag(yes)) => of.in_stock = Some(*yes),
            (Measure::Facings, Value::Text(number)) => {
                let whole = quantity::milli(number).map(|m| m / 1_000);
                of.facings = whole.and_then(|n| i32::try_from(n).ok());
            }
            _ => {}
        }
    }
    out
}

/// Reads `[{question, product?, value}]`; everything that is wrong where anything is. `must_sell` is what
/// a product-level question without products asks of; `known` are the products of the catalogue.
pub fn read(
    questions: &[Question],
    given: &[serde_json::Value],
    must_sell: &[String],
    known: &BTreeSet<String>,
) -> Result<Vec<Answer>, Vec<Wrong>> {
    if given.len() > ANSWERS_MAX {
        return Err(vec![("/answers".into(), "too_many")]);
    }
    let mut wrong = Vec::new();
    let mut answers: Vec<Answer> = Vec::with_capacity(given.len());
    let mut named = HashSet::new();
    for (i, row) in given.iter().enumerate() {
        match one(questions, row, must_sell, known) {
            Ok(answer) => {
                if named.insert((answer.question.clone(), answer.product.clone())) {
                    answers.push(answer);
                } else {
                    wrong.push((format!("/answers/{i}"), "repeated"));
                }
            }
            Err((member, code)) => wrong.push((format!("/answers/{i}/{member}"), code)),
        }
    }
    let told: HashSet<(&str, Option<&String>)> = (answers.iter())
        .map(|a| (a.question.as_str(), a.product.as_ref()))
        .collect();
    for question in questions.iter().filter(|q| q.required) {
        let said = |product: Option<&String>| told.contains(&(question.code.as_str(), product));
        let missing = match question.level {
            Level::Store => !said(None),
            Level::Product => asked_of(question, must_sell).iter().any(|p| !said(Some(p))),
        };
        // A bad answer has been named already.
        if missing && wrong.is_empty() {
            wrong.push(("/answers".into(), "missing_answer"));
        }
    }
    if wrong.is_empty() {
        Ok(answers)
    } else {
        Err(wrong)
    }
}

/// The answers that are photos.
pub fn photos<'a>(
    questions: &'a [Question],
    answers: &'a mut [Answer],
) -> impl Iterator<Item = (&'a Question, &'a mut Vec<String>)> {
    answers.iter_mut().filter_map(|answer| {
        let question = questions.iter().find(|q| q.code == answer.question)?;
        match (&question.asks, &mut answer.value) {
            (Asks::Photo { .. }, Value::Chosen(names)) => Some((question, names)),
            _ => None,
        }
    })
}

/// The products that a question is asked of.
pub fn asked_of<'a>(question: &'a Question, must_sell: &'a [String]) -> &'a [String] {
    if question.products.is_empty() {
        must_sell
    } else {
        &question.products
    }
}

type Member = (&'static str, &'static str);

fn one(
    questions: &[Question],
    row: &serde_json::Value,
    must_sell: &[String],
    known: &BTreeSet<String>,
) -> Result<Answer, Member> {
    let code = row.get("question").and_then(serde_json::Value::as_str);
    let code = code.ok_or(("question", "required"))?;
    let question = questions.iter().find(|q| q.code == code);
    let question = question.ok_or(("question", "unknown_question"))?;
    let product = row.get("product").and_then(serde_json::Value::as_str);
    let product = match (question.level, product) {
        (Level::Store, None) => None,
        (Level::Store, Some(_)) => return Err(("product", "not_asked")),
        (Level::Product, None) => return Err(("product", "required")),
        (Level::Product, Some(code)) => {
            let asked = asked_of(question, must_sell);
            // A phone may have read an older must-sell list.
            let open = question.products.is_empty() && known.contains(code);
            if !open && !asked.iter().any(|p| p == code) {
                return Err(("product", "not_asked"));
            }
            Some(code.to_owned())
        }
    };
    let given = row.get("value").filter(|v| !v.is_null());
    let value = value(&question.asks, given.ok_or(("value", "required"))?)
        .map_err(|code| ("value", code))?;
    let earns = (question.compliant.as_ref()).is_some_and(|c| complies(c, &value));
    Ok(Answer {
        question: question.code.clone(),
        product,
        earned: if earns { question.weight } else { 0 },
        possible: question.weight,
        value,
    })
}

fn value(asks: &Asks, given: &serde_json::Value) -> Result<Value, &'static str> {
    match asks {
        Asks::YesNo {} => given.as_bool().map(Value::Flag).ok_or("invalid"),
        Asks::Number {
            min_milli,
            max_milli,
            ..
        } => {
            let text = match given {
                serde_json::Value::Number(number) => number.to_string(),
                serde_json::Value::String(text) => text.trim().to_owned(),
                _ => return Err("invalid"),
            };
            let milli = signed_milli(&text).ok_or("invalid")?;
            let low = min_milli.is_some_and(|min| milli < min);
            if low || max_milli.is_some_and(|max| milli > max) {
                return Err("out_of_range");
            }
            Ok(Value::Text(plain(milli)))
        }
        Asks::Choice { options, many } => {
            let chosen: Vec<String> = match given {
                serde_json::Value::String(code) => vec![code.clone()],
                serde_json::Value::Array(codes) => (codes.iter())
                    .map(|c| c.as_str().map(str::to_owned).ok_or("invalid"))
                    .collect::<Result<_, _>>()?,
                _ => return Err("invalid"),
            };
            let distinct: HashSet<&String> = chosen.iter().collect();
            if chosen.is_empty() || distinct.len() != chosen.len() || !many && chosen.len() > 1 {
                return Err("invalid");
            }
            if !chosen.iter().all(|c| options.iter().any(|o| o.code == *c)) {
                return Err("unknown_option");
            }
            Ok(Value::Chosen(chosen))
        }
        Asks::Text { max_length } => {
            let text = given.as_str().map(str::trim).ok_or("invalid")?;
            let most = usize::from(max_length.unwrap_or(ANSWER_MAX));
            if text.is_empty() {
                return Err("required");
            }
            if text.contains('\0') {
                return Err("invalid_text");
            }
            if text.chars().count() > most {
                return Err("too_long");
            }
            Ok(Value::Text(text.to_owned()))
        }
        Asks::Photo { most } => {
            let given = given.as_array().ok_or("invalid")?;
            let names: Vec<String> = (given.iter())
                .map(|name| name.as_str().and_then(digest).ok_or("invalid_digest"))
                .collect::<Result<_, _>>()?;
            let distinct: HashSet<&String> = names.iter().collect();
            if names.is_empty() || distinct.len() != names.len() {
                return Err("invalid");
            }
            if names.len() > usize::from(most.unwrap_or(1)) {
                return Err("too_many");
            }
            Ok(Value::Chosen(names))
        }
        Asks::Date {} => {
            let date = given.as_str().and_then(|d| d.parse::<NaiveDate>().ok());
            Ok(Value::Text(date.ok_or("invalid")?.to_string()))
        }
    }
}

/// A SHA-256 in hex, in small letters.
fn digest(name: &str) -> Option<String> {
    let is_one = name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
    is_one.then(|| name.to_ascii_lowercase())
}

fn signed_milli(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(rest) => quantity::milli(rest).map(|m| -m),
        None => quantity::milli(text),
    }
}

/// Without zeros that say nothing.
fn plain(milli: i64) -> String {
    let sign = if milli < 0 { "-" } else { "" };
    let (whole, part) = (milli.unsigned_abs() / 1_000, milli.unsigned_abs() % 1_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:03}");
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

fn complies(compliant: &Compliant, value: &Value) -> bool {
    match (compliant, value) {
        (Compliant::YesNo { is }, Value::Flag(yes)) => is == yes,
        (
            Compliant::Number {
                at_least_milli,
                at_most_milli,
            },
            Value::Text(number),
        ) => signed_milli(number).is_some_and(|n| {
            at_least_milli.is_none_or(|least| n >= least)
                && at_most_milli.is_none_or(|most| n <= most)
        }),
        (Compliant::Choice { among }, Value::Chosen(chosen)) => {
            chosen.iter().all(|c| among.contains(c))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn questions() -> Vec<Question> {
        serde_json::from_value(json!([
            {"code": "clean", "text": {"en": "Clean?"}, "asks": {"type": "yes_no"}, "required": true, "weight": 10,
             "compliant": {"type": "yes_no", "is": true}},
            {"code": "temp", "text": {"en": "Fridge"}, "asks": {"type": "number", "min_milli": -20_000, "max_milli": 40_000, "unit": "°C"},
             "weight": 20, "compliant": {"type": "number", "at_most_milli": 6_000}},
            {"code": "place", "text": {"en": "Where"}, "asks": {"type": "choice", "many": true, "options": [
                {"code": "door", "text": {"en": "Door"}}, {"code": "till", "text": {"en": "Till"}}, {"code": "back", "text": {"en": "Back"}}]},
             "weight": 30, "compliant": {"type": "choice", "among": ["door", "till"]}},
            {"code": "on_shelf", "text": {"en": "On the shelf?"}, "level": "product", "asks": {"type": "yes_no"}, "required": true,
             "weight": 20, "compliant": {"type": "yes_no", "is": true}, "measures": "in_stock"},
            {"code": "facings", "text": {"en": "Facings"}, "level": "product", "products": ["BEER"], "asks": {"type": "number", "min_milli": 0},
             "measures": "facings"},
            {"code": "note", "text": {"en": "Note"}, "asks": {"type": "text", "max_length": 5}},
            {"code": "until", "text": {"en": "Until"}, "asks": {"type": "date"}},
        ]))
        .unwrap()
    }

    fn take(given: &serde_json::Value) -> Result<Vec<Answer>, Vec<String>> {
        let must_sell = ["BEER".to_owned(), "TEA".to_owned()];
        let known = BTreeSet::from(["BEER", "TEA", "RUM"].map(str::to_owned));
        read(&questions(), given.as_array().unwrap(), &must_sell, &known).map_err(|w| {
            w.into_iter()
                .map(|(at, code)| format!("{at} {code}"))
                .collect()
        })
    }

    #[test]
    fn an_audit_scores_what_it_earned_of_what_it_could() {
        // 10 of 10, 20 of 20 (4.5 ≤ 6), 0 of 30 (the back is not among them), 20 of 20, 0 of 20.
        let answers = take(&json!([
            {"question": "clean", "value": true}, {"question": "temp", "value": 4.5},
            {"question": "place", "value": ["door", "back"]},
            {"question": "on_shelf", "product": "BEER", "value": true}, {"question": "on_shelf", "product": "TEA", "value": false},
            {"question": "facings", "product": "BEER", "value": "3"},
        ]))
        .unwrap();
        let score = Score::of(&answers);
        assert_eq!(
            (score.earned, score.possible, score.basis_points()),
            (50, 100, Some(5_000))
        );
        let seen = seen(&questions(), &answers);
        assert_eq!(
            seen["BEER"],
            Seen {
                in_stock: Some(true),
                facings: Some(3)
            }
        );
        assert_eq!(
            seen["TEA"],
            Seen {
                in_stock: Some(false),
                facings: None
            }
        );
    }

    #[test]
    fn an_optional_question_left_out_counts_for_neither() {
        let answers = take(&json!([
            {"question": "clean", "value": true}, {"question": "on_shelf", "product": "BEER", "value": true},
            {"question": "on_shelf", "product": "TEA", "value": false}]))
        .unwrap();
        let score = Score::of(&answers);
        assert_eq!(
            (score.earned, score.possible, score.basis_points()),
            (30, 50, Some(6_000))
        );
        assert_eq!(Score::default().basis_points(), None);
        // 1 of 3 is 33.33 %, 2 of 3 is 66.67 %.
        assert_eq!(
            Score {
                earned: 1,
                possible: 3
            }
            .basis_points(),
            Some(3_333)
        );
        assert_eq!(
            Score {
                earned: 2,
                possible: 3
            }
            .basis_points(),
            Some(6_667)
        );
    }

    #[test]
    fn a_number_is_kept_as_a_plain_decimal() {
        for (given, kept) in [
            (json!(4), "4"),
            (json!("-3.50"), "-3.5"),
            (json!(0.125), "0.125"),
            (json!("7.000"), "7"),
        ] {
            let asks = Asks::Number {
                min_milli: None,
                max_milli: None,
                unit: None,
            };
            assert_eq!(
                value(&asks, &given),
                Ok(Value::Text(kept.into())),
                "{given}"
            );
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let faults = take(&json!([
            {"value": 1}, {"question": "x", "value": 1}, {"question": "clean", "value": "yes"},
            {"question": "clean", "product": "BEER", "value": true}, {"question": "on_shelf", "value": true},
            {"question": "facings", "product": "TEA", "value": 1}, {"question": "on_shelf", "product": "GIN", "value": true},
            {"question": "temp", "value": 41}, {"question": "temp", "value": "warm"},
            {"question": "place", "value": []}, {"question": "place", "value": "roof"},
            {"question": "note", "value": "too long"}, {"question": "note", "value": "ok"}, {"question": "note", "value": "ok"},
            {"question": "until", "value": "31/12/2026"}, {"question": "until"},
        ]))
        .unwrap_err();
        assert_eq!(
            faults,
            [
                "/answers/0/question required",
                "/answers/1/question unknown_question",
                "/answers/2/value invalid",
                "/answers/3/product not_asked",
                "/answers/4/product required",
                "/answers/5/product not_asked",
                "/answers/6/product not_asked",
                "/answers/7/value out_of_range",
                "/answers/8/value invalid",
                "/answers/9/value invalid",
                "/answers/10/value unknown_option",
                "/answers/11/value too_long",
                "/answers/13 repeated",
                "/answers/14/value invalid",
                "/answers/15/value required",
            ]
        );
        // Of a product-level question every product is required.
        let short = json!([{"question": "clean", "value": true}, {"question": "on_shelf", "product": "BEER", "value": true}]);
        assert_eq!(take(&short).unwrap_err(), ["/answers missing_answer"]);
    }

    proptest! {
        #[test]
        fn a_score_is_between_nothing_and_everything(earns in proptest::collection::vec((any::<bool>(), 0..1_000u16), 0..50)) {
            let answers: Vec<Answer> = (earns.iter().enumerate())
                .map(|(i, (earns, weight))| Answer {
                    question: i.to_string(), product: None, value: Value::Flag(*earns),
                    earned: if *earns { *weight } else { 0 }, possible: *weight,
                })
                .collect();
            let score = Score::of(&answers);
            prop_assert!(0 <= score.earned && score.earned <= score.possible);
            prop_assert!(score.basis_points().is_none_or(|bp| (0..=10_000).contains(&bp)));
        }

        #[test]
        fn a_plain_decimal_reads_as_what_it_was(milli in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(signed_milli(&plain(milli)), Some(milli));
        }
    }
}
