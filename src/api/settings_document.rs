//! The company's settings between their public names and the stored document, with the range of
//! each. All faults are reported at once.
//!
//! The stored document is the judge's `Rules` plus keys of other modules; what is not on this page
//! is kept as it is.

use fieldbeat_domain::{
    exception::Thresholds,
    outlet_code::{self, Scheme},
    rules::{ClassRules, Rules},
};
use serde_json::{Map, Value, json};

use super::outlet_closures::DORMANT_DAYS;
use crate::store::{
    erp_owned,
    route_leg::minute,
    setting::{
        BelowZero, CONSENT, KM_TOLERANCE_PCT, OFFLINE_PRICE_H, REPLENISH_COVER_DAYS,
        REPLENISH_LEAD_DAYS, REPLENISH_SERVICE_PCT, TAX_BASES,
    },
    upsert::Fault,
};

/// Whole numbers: name, least, most, default where `Rules` does not give one.
const NUMBERS: &[(&str, i64, i64, i64)] = &[
    ("accuracy_assumed_m", 1, 1_000, 50),
    ("accuracy_reject_m", 10, 5_000, 200),
    ("accuracy_flag_m", 10, 5_000, 100),
    ("accuracy_distance_m", 1, 1_000, 50),
    ("stay_radius_m", 10, 500, 50),
    ("outlet_bias_m", 1, 200, 15),
    ("outlet_sure_pct", 50, 100, 86),
    ("geofence_auto_min_m", 5, 1_000, 40),
    ("geofence_auto_max_m", 5, 5_000, 100),
    ("geofence_block_m", 20, 50_000, 300),
    ("fix_max_age_s", 5, 3_600, 60),
    ("dwell_min_s", 10, 86_400, 180),
    ("dwell_long_min", 1, 1_440, 60),
    ("visit_cap_h", 1, 24, 8),
    ("checkin_cooldown_s", 0, 3_600, 60),
    ("ping_moving_s", 1, 3_600, 15),
    ("ping_still_s", 5, 3_600, 60),
    ("batch_max", 1, 1_000, 100),
    ("online_s", 10, 86_400, 300),
    ("stale_s", 10, 86_400, 900),
    ("gap_flag_min", 1, 1_440, 30),
    ("hole_m", 100, 1_000_000, 4_000),
    ("stop_min_s", 30, 86_400, 300),
    ("idle_flag_min", 1, 1_440, 15),
    ("speed_flag_kmh", 10, 2_000, 200),
    ("checkin_speed_flag_kmh", 10, 2_000, 90),
    ("future_skew_s", 0, 86_400, 300),
    ("late_upload_days", 0, 60, 7),
    ("clock_trust_s", 1, 86_400, 60),
    ("cycle_weeks", 1, 52, 4),
    ("calls_per_day_cap", 1, 500, 40),
    ("review_days", 0, 365, 3),
    ("raw_fix_days", 1, 3_650, 60),
    ("evidence_days", 1, 3_650, 365),
    ("offline_price_h", 0, 720, OFFLINE_PRICE_H),
    ("replenish_cover_days", 1, 90, REPLENISH_COVER_DAYS),
    ("replenish_lead_days", 0, 60, REPLENISH_LEAD_DAYS),
    ("replenish_service_pct", 50, 99, REPLENISH_SERVICE_PCT),
    ("km_rate_minor", 0, 1_000_000, 0),
    ("km_tolerance_pct", 0, 100, KM_TOLERANCE_PCT),
    ("dormant_days", 7, 3_650, DORMANT_DAYS),
];

/// Times of day: public name and the stored key, in minutes after midnight.
const TIMES: &[(&str, &str, i16)] = &[
    ("session_latest_end", "session_latest_end_min", 20 * 60),
    ("plan_freeze", "plan_freeze_min", 0),
];

/// Words: name and those that it may be, the default first.
const WORDS: &[(&str, &[&str])] = &[
    ("stock_below_zero", BelowZero::WORDS),
    ("tax_base", TAX_BASES),
    ("consent", CONSENT),
];

/// The stored document of a fresh company.
pub fn default_document() -> Value {
    let mut document = serde_json::to_value(Rules::default()).unwrap_or_default();
    if let Value::Object(map) = &mut document {
        for (name, _, _, default) in NUMBERS {
            map.entry(*name).or_insert_with(|| json!(default));
        }
        for (_, key, default) in TIMES {
            map.entry(*key).or_insert_with(|| json!(default));
        }
        for (name, words) in WORDS {
            map.entry(*name).or_insert_with(|| json!(words.first()));
        }
        map.entry("currency").or_insert_with(|| json!("VND"));
        map.entry("erp_owned").or_insert_with(|| json!([]));
        map.entry("outlet_code")
            .or_insert_with(|| json!(outlet_code::DEFAULT));
        map.entry("exceptions")
            .or_insert_with(|| json!(Thresholds::default()));
    }
    document
}

/// The stored document under its public names.
pub fn shown(document: &Value) -> Value {
    let mut out = Map::new();
    let time = document.get("time");
    out.insert(
        "time_zone".into(),
        time.and_then(|t| t.get("time_zone"))
            .cloned()
            .unwrap_or_default(),
    );
    let start = time
        .and_then(|t| t.get("day_start_min"))
        .and_then(Value::as_i64)
        .unwrap_or(0);
    out.insert("day_start".into(), json!(clock(start)));
    out.insert(
        "currency".into(),
        document
            .get("currency")
            .cloned()
            .unwrap_or_else(|| json!("VND")),
    );
    let owned = document.get("erp_owned").cloned();
    out.insert("erp_owned".into(), owned.unwrap_or_else(|| json!([])));
    out.insert(
        "outlet_code".into(),
        document
            .get("outlet_code")
            .cloned()
            .unwrap_or_else(|| json!(outlet_code::DEFAULT)),
    );
    let hours = document.get("working_hours_min").and_then(Value::as_array);
    let hours: Vec<String> = hours
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .map(clock)
        .collect();
    out.insert("working_hours".into(), json!(hours));
    for (name, key, default) in TIMES {
        let at = document
            .get(*key)
            .and_then(Value::as_i64)
            .unwrap_or(i64::from(*default));
        out.insert((*name).into(), json!(clock(at)));
    }
    for (name, _, _, default) in NUMBERS {
        out.insert(
            (*name).into(),
            document
                .get(*name)
                .cloned()
                .unwrap_or_else(|| json!(default)),
        );
    }
    for (name, words) in WORDS {
        let word = document.get(*name).cloned();
        out.insert((*name).into(), word.unwrap_or_else(|| json!(words.first())));
    }
    out.insert(
        "classes".into(),
        document
            .get("classes")
            .cloned()
            .unwrap_or_else(|| json!({})),
    );
    out.insert("exceptions".into(), json!(exceptions_of(document)));
    Value::Object(out)
}

/// When exceptions of the field open; the defaults in a document from before there were any.
fn exceptions_of(document: &Value) -> Thresholds {
    let stored = document.get("exceptions").cloned().unwrap_or_default();
    serde_json::from_value(stored).unwrap_or_default()
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The stored document with the public fields given put in; every fault of all of them at once.
pub fn merge(document: &Value, given: &Value) -> Result<Value, Vec<Fault>> {
    let Some(given) = given.as_object() else {
        return Err(vec![Fault::new("", "invalid_type")]);
    };
    let mut faults = Vec::new();
    let mut out = document.as_object().cloned().unwrap_or_default();
    for (name, value) in given {
        if name == "exceptions" {
            match exceptions(document, value) {
                Ok(set) => {
                    out.insert(name.clone(), set);
                }
                Err(found) => faults.extend(found),
            }
        } else if let Err(code) = put(&mut out, name, value) {
            faults.push(Fault::new(format!("/{name}"), code));
        }
    }
    check_together(&out, &mut faults);
    if faults.is_empty() {
        Ok(Value::Object(out))
    } else {
        Err(faults)
    }
}

/// The stored keys that public fields change, for who judges again under other rules. What cuts
/// the days, and what no verdict depends on, cannot be tried.
pub fn patch(document: &Value, given: &Value) -> Result<Map<String, Value>, Vec<Fault>> {
    let mut whole = default_document();
    if let (Value::Object(whole), Value::Object(document)) = (&mut whole, document) {
        whole.extend(document.clone());
    }
    merge(&whole, given)?;
    let judged = serde_json::to_value(Rules::default()).unwrap_or_default();
    let mut out = Map::new();
    let mut faults = Vec::new();
    for (name, value) in given.as_object().into_iter().flatten() {
        let mut one = Map::new();
        // It fits: the whole was merged above.
        let _ = put(&mut one, name, value);
        // Nothing was put where it is another module's document.
        if one.is_empty()
            || one
                .keys()
                .any(|key| key == "time" || judged.get(key).is_none())
        {
            faults.push(Fault::new(format!("/{name}"), "changes_no_verdict"));
        }
        out.extend(one);
    }
    if faults.is_empty() {
        Ok(out)
    } else {
        Err(faults)
    }
}

fn put(out: &mut Map<String, Value>, name: &str, value: &Value) -> Result<(), &'static str> {
    if let Some((_, least, most, _)) = NUMBERS.iter().find(|n| n.0 == name) {
        let number = value.as_i64().ok_or("invalid_type")?;
        if !(*least..=*most).contains(&number) {
            return Err("out_of_range");
        }
        out.insert(name.to_owned(), json!(number));
        return Ok(());
    }
    if let Some((_, words)) = WORDS.iter().find(|w| w.0 == name) {
        let word = value.as_str().ok_or("invalid_type")?;
        if !words.contains(&word) {
            return Err("unknown_word");
        }
        out.insert(name.to_owned(), json!(word));
        return Ok(());
    }
    if let Some((_, key, _)) = TIMES.iter().find(|t| t.0 == name) {
        let at = value.as_str().and_then(minute).ok_or("invalid_time")?;
        out.insert((*key).to_owned(), json!(at));
        return Ok(());
    }
    match name {
        "time_zone" => {
            let zone = value.as_str().ok_or("invalid_type")?;
            zone.parse::<chrono_tz::Tz>()
                .map_err(|_| "unknown_time_zone")?;
            set_time(out, "time_zone", json!(zone));
        }
        "day_start" => {
            let at = value
                .as_str()
                .and_then(minute)
                .filter(|m| *m < 1440)
                .ok_or("invalid_time")?;
            set_time(out, "day_start_min", json!(at));
        }
        "currency" => {
            let code = value.as_str().ok_or("invalid_type")?;
            if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err("unknown_currency");
            }
            out.insert("currency".to_owned(), json!(code));
        }
        "outlet_code" => {
            let scheme = value.as_str().ok_or("invalid_type")?;
            scheme.parse::<Scheme>().map_err(|_| "invalid_scheme")?;
            out.insert("outlet_code".to_owned(), json!(scheme));
        }
        "erp_owned" => {
            let fields: Vec<String> =
                serde_json::from_value(value.clone()).map_err(|_| "invalid_type")?;
            if !fields
                .iter()
                .all(|f| erp_owned::FIELDS.contains(&f.as_str()))
            {
                return Err("unknown_word");
            }
            out.insert("erp_owned".to_owned(), json!(fields));
        }
        "working_hours" => {
            let hours = value
                .as_array()
                .filter(|h| h.len() == 2)
                .ok_or("invalid_type")?;
            let hours: Option<Vec<i16>> =
                hours.iter().map(|h| h.as_str().and_then(minute)).collect();
            match hours.as_deref() {
                Some([from, to]) if from < to => {
                    out.insert("working_hours_min".to_owned(), json!([from, to]))
                }
                _ => return Err("invalid_time"),
            };
        }
        "classes" => {
            out.insert("classes".to_owned(), classes(value)?);
        }
        _ => return Err("unknown_setting"),
    }
    Ok(())
}

/// The thresholds with those given put in, kind by kind.
fn exceptions(document: &Value, given: &Value) -> Result<Value, Vec<Fault>> {
    let mut whole = json!(exceptions_of(document));
    let Some(given) = given.as_object() else {
        return Err(vec![Fault::new("/exceptions", "invalid_type")]);
    };
    for (kind, value) in given {
        match (whole.get_mut(kind), value) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
            (Some(old), _) => *old = value.clone(),
            (None, _) => {
                return Err(vec![Fault::new(
                    format!("/exceptions/{kind}"),
                    "unknown_setting",
                )]);
            }
        }
    }
    let text = whole.to_string();
    let mut json = serde_json::Deserializer::from_str(&text);
    let set: Thresholds = serde_path_to_error::deserialize(&mut json).map_err(|e| {
        let pointer = format!("/exceptions/{}", e.path().to_string().replace('.', "/"));
        vec![Fault::new(pointer, "invalid_type")]
    })?;
    let faults = set.faults();
    if faults.is_empty() {
        Ok(json!(set))
    } else {
        let fault = |p| Fault::new(format!("/exceptions{p}"), "out_of_range");
        Err(faults.into_iter().map(fault).collect())
    }
}

fn set_time(out: &mut Map<String, Value>, key: &str, value: Value) {
    let time = out.entry("time").or_insert_with(|| json!({}));
    if let Some(time) = time.as_object_mut() {
        time.insert(key.to_owned(), value);
    }
}

fn classes(value: &Value) -> Result<Value, &'static str> {
    let classes: std::collections::BTreeMap<String, ClassRules> =
        serde_json::from_value(value.clone()).map_err(|_| "invalid_type")?;
    let sane = |v: Option<i32>, most: i32| v.is_none_or(|v| (1..=most).contains(&v));
    let all = classes.iter().all(|(code, c)| {
        (1..=64).contains(&code.len())
            && sane(c.geofence_m, 5_000)
            && sane(c.dwell_min_s, 86_400)
            && sane(c.dwell_long_min, 1_440)
            && c.required_steps.len() <= 20
    });
    if !all {
        return Err("out_of_range");
    }
    serde_json::to_value(classes).map_err(|_| "invalid_type")
}

/// What must fit together.
fn check_together(out: &Map<String, Value>, faults: &mut Vec<Fault>) {
    let number = |name: &str| out.get(name).and_then(Value::as_i64).unwrap_or(0);
    for (small, big) in [
        ("online_s", "stale_s"),
        ("geofence_auto_min_m", "geofence_auto_max_m"),
        ("accuracy_flag_m", "accuracy_reject_m"),
    ] {
        if number(small) > number(big) {
            faults.push(Fault::new(format!("/{small}"), "above_its_upper_bound"));
        }
    }
    if number("geofence_block_m") < 2 * number("geofence_auto_max_m") {
        faults.push(Fault::new("/geofence_block_m", "below_twice_the_radius"));
    }
    if number("dwell_min_s") > number("dwell_long_min") * 60 {
        faults.push(Fault::new("/dwell_min_s", "above_its_upper_bound"));
    }
    if number("raw_fix_days") < number("late_upload_days") {
        faults.push(Fault::new("/raw_fix_days", "below_late_upload_days"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_document_reads_as_the_default_rules() {
        let rules: Rules = serde_json::from_value(default_document()).unwrap();
        assert_eq!(rules, Rules::default());
        assert!(merge(&default_document(), &shown(&default_document())).is_ok());
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let given = json!({"time_zone": "Mars/Base", "dwell_min_s": 1, "working_hours": ["17:00", "08:00"], "colour": "red"});
        let faults = merge(&default_document(), &given).unwrap_err();
        let mut pointers: Vec<_> = faults.iter().map(|f| f.pointer.as_ref()).collect();
        pointers.sort_unstable();
        assert_eq!(
            pointers,
            ["/colour", "/dwell_min_s", "/time_zone", "/working_hours"]
        );
    }

    #[test]
    fn thresholds_of_exceptions_change_one_by_one() {
        let given =
            json!({"exceptions": {"idle": {"after_min": 40}, "short_visit": {"on": false}}});
        let merged = merge(&default_document(), &given).unwrap();
        let set = exceptions_of(&merged);
        assert_eq!((set.idle.after_min, set.idle.on), (40, true));
        assert!(!set.short_visit.on);
        assert_eq!(set.silent, Thresholds::default().silent);
        for (wrong, pointer, code) in [
            (
                json!({"idle": {"after_min": 0}}),
                "/exceptions/idle/after_min",
                "out_of_range",
            ),
            (
                json!({"idle": {"after_min": "x"}}),
                "/exceptions/idle/after_min",
                "invalid_type",
            ),
            (
                json!({"lazy": {"on": true}}),
                "/exceptions/lazy",
                "unknown_setting",
            ),
            (json!(3), "/exceptions", "invalid_type"),
        ] {
            let faults = merge(&default_document(), &json!({"exceptions": wrong})).unwrap_err();
            assert_eq!((&*faults[0].pointer, &*faults[0].code), (pointer, code));
        }
        assert!(
            patch(&default_document(), &given).is_err(),
            "no verdict depends on it"
        );
    }

    #[test]
    fn a_word_is_one_of_those_known() {
        let merged = merge(&default_document(), &json!({"stock_below_zero": "allow"})).unwrap();
        assert_eq!(shown(&merged)["stock_below_zero"], "allow");
        assert_eq!(
            shown(&json!({}))["stock_below_zero"],
            "refuse",
            "of a document from before"
        );
        let faults = merge(&merged, &json!({"stock_below_zero": "maybe"})).unwrap_err();
        assert_eq!(
            (&*faults[0].pointer, &*faults[0].code),
            ("/stock_below_zero", "unknown_word")
        );
    }

    #[test]
    fn public_names_reach_the_rules() {
        let given = json!({"time_zone": "Europe/Berlin", "day_start": "04:00", "working_hours": ["09:00", "18:00"]});
        let rules: Rules =
            serde_json::from_value(merge(&default_document(), &given).unwrap()).unwrap();
        assert_eq!(rules.time.time_zone, chrono_tz::Europe::Berlin);
        assert_eq!(rules.time.day_start_min, 240);
        assert_eq!(rules.working_hours_min, (540, 1080));
    }
}
