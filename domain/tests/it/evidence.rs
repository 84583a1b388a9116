//! A seal notices everything: whatever part of a day, a visit, a fix or a chain is changed, left out
//! or put elsewhere gives another digest.

use fieldbeat_domain::{
    day::DayReport,
    evidence::{
        DayEvidence, Digest, Known, canonical, document_digest, fixes_digest, gather, link,
        visit_digest,
    },
    fix::Fix,
    id::{OrgUnitId, RuleVersion},
    input::Input,
    mark::MarkKind,
    time::At,
    world::World,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Day, at};

/// Two calls with what proves them.
fn lived() -> Day {
    Day::with_outlet()
        .outlet(2, 300.0, 0.0, Some(60))
        .planned(1)
        .session(-5.0)
        .check_in(0.0, 11, 1)
        .still(0.0, 8.0, 0.5, 3.0, 4.0)
        .check_out(8.0, 11)
        .travel(8.5, 14.0, 0.5, (3.0, 4.0), (300.0, 0.0))
        .check_in(14.5, 12, 2)
        .still(14.5, 22.0, 0.5, 300.0, 1.0)
        .check_out(22.0, 12)
        .mark(60.0, 1, MarkKind::SessionEnd)
}

fn sealed(day: &Day) -> (DayReport, DayEvidence) {
    let (index, context) = (day.index(), day.context());
    let world = World {
        rules: &day.rules,
        day: &context,
        outlets: &index,
    };
    let mut inputs = day.inputs.clone();
    inputs.sort_by(Input::fold_order);
    let report = day.judged(1_200.0);
    let known = Known {
        world: Digest::of(b"world"),
        known_at: At(1),
        org_unit: OrgUnitId(1),
        own_outlets: Digest::of(b"own"),
        routed_outlets: Digest::of(b"routed"),
    };
    let evidence = gather(&report, &inputs, &world, known, at(1_200.0));
    (report, evidence)
}

fn leaves(value: &Value, path: String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) if !map.is_empty() => map
            .iter()
            .for_each(|(k, v)| leaves(v, format!("{path}/{k}"), out)),
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .enumerate()
            .for_each(|(i, v)| leaves(v, format!("{path}/{i}"), out)),
        _ => out.push(path),
    }
}

fn another(value: &Value) -> Value {
    match value {
        Value::Number(n) => json!(n.as_i64().unwrap_or(0) ^ 1),
        Value::Bool(b) => json!(!b),
        Value::String(s) => json!(format!("{s}~")),
        _ => json!(0),
    }
}

/// Every document that differs from `value` in one leaf.
fn changed(value: &Value) -> Vec<(String, Value)> {
    let mut paths = Vec::new();
    leaves(value, String::new(), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let mut copy = value.clone();
            let leaf = copy.pointer_mut(&path).unwrap();
            *leaf = another(leaf);
            (path, copy)
        })
        .collect()
}

#[test]
fn a_canonical_document_is_what_jq_writes() {
    let value = json!({ "b": [1, null, true, {}], "a": { "ü\n": "\"x", "A": -5 }, "c": [] });
    let text = String::from_utf8(canonical(&value)).unwrap();
    assert_eq!(
        text,
        r#"{"a":{"A":-5,"ü\n":"\"x"},"b":[1,null,true,{}],"c":[]}"#
    );
    let digest = Digest::of(b"abc").to_string();
    assert_eq!(
        digest,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(digest.parse(), Ok(Digest::of(b"abc")));
}

#[test]
fn every_part_of_a_sealed_day_is_under_its_seal() {
    let (_, evidence) = sealed(&lived());
    let day = serde_json::to_value(&evidence.day).unwrap();
    let seal = evidence.day.seal(Digest::ZERO);
    assert_eq!(link(Digest::ZERO, document_digest(&day)), seal);
    let parts = changed(&day);
    assert!(parts.len() > 20);
    for (path, other) in parts {
        assert_ne!(link(Digest::ZERO, document_digest(&other)), seal, "{path}");
    }
    assert_ne!(evidence.day.seal(Digest::of(b"another former")), seal);
}

#[test]
fn every_part_of_a_visit_and_its_place_are_under_the_chain() {
    let (report, evidence) = sealed(&lived());
    assert_eq!(evidence.visits.len(), 2);
    for ((position, visit), link_of) in (1..).zip(&report.visits).zip(&evidence.visits) {
        assert!(link_of.fixes.len() > 10);
        let document = serde_json::to_value(visit).unwrap();
        let digest = |position, visit: &Value, count, fixes| {
            visit_digest(position, RuleVersion(0), visit, None, count, fixes)
        };
        let (count, fixes) = (link_of.fixes.len(), link_of.fix_digest);
        assert_eq!(digest(position, &document, count, fixes), link_of.digest);
        for (path, other) in changed(&document) {
            assert_ne!(
                digest(position, &other, count, fixes),
                link_of.digest,
                "{path}"
            );
        }
        assert_ne!(
            digest(position + 1, &document, count, fixes),
            link_of.digest
        );
        assert_ne!(
            digest(position, &document, count + 1, fixes),
            link_of.digest
        );
        assert_ne!(
            digest(position, &document, count, Digest::ZERO),
            link_of.digest
        );
        let fenced = Some(vec![vec![[1, 2]]]);
        let fenced = visit_digest(
            position,
            RuleVersion(0),
            &document,
            fenced.as_ref(),
            count,
            fixes,
        );
        assert_ne!(fenced, link_of.digest);
    }
    let [first, second] = [evidence.visits[0].digest, evidence.visits[1].digest];
    let chain = |links: &[Digest]| links.iter().fold(Digest::ZERO, |h, d| link(h, *d));
    assert_eq!(chain(&[first, second]), evidence.day.head);
    for other in [
        vec![second, first],
        vec![first],
        vec![second],
        vec![first, second, second],
    ] {
        assert_ne!(chain(&other), evidence.day.head);
    }
}

#[test]
fn the_same_day_is_sealed_the_same_in_every_order_of_its_inputs() {
    let day = lived();
    let mut other = day.clone();
    other.inputs.reverse();
    let ((_, one), (_, two)) = (sealed(&day), sealed(&other));
    assert_eq!(one.day, two.day);
    assert_eq!(one.visits, two.visits);
}

proptest! {
    #[test]
    fn every_bit_of_every_fix_is_noticed(which in 0_usize..20, field in 0_usize..12, bit in 0_u32..15) {
        let (_, evidence) = sealed(&lived());
        let fixes = &evidence.visits[0].fixes;
        let which = which % fixes.len();
        let mut other = fixes.clone();
        let turn = |v: &mut i32| *v ^= 1 << bit;
        let maybe = |v: &mut Option<i32>| *v = v.map_or(Some(0), |v| Some(v ^ (1 << bit)));
        let f: &mut Fix = &mut other[which];
        match field {
            0 => turn(&mut f.device.0),
            1 => f.at.0 ^= 1 << bit,
            2 => turn(&mut f.clock_offset_ms),
            3 => turn(&mut f.position.lat_e7),
            4 => turn(&mut f.position.lng_e7),
            5 => maybe(&mut f.accuracy_dm),
            6 => maybe(&mut f.altitude_dm),
            7 => maybe(&mut f.speed_cmps),
            8 => maybe(&mut f.bearing_cdeg),
            9 => f.battery_pct = f.battery_pct.map_or(Some(0), |v| Some(v ^ 1)),
            10 => f.provider = fieldbeat_domain::fix::Provider::Browser,
            _ => turn(&mut f.flags.0),
        }
        prop_assert_ne!(fixes_digest(&other), evidence.visits[0].fix_digest);
        let mut fewer = fixes.clone();
        fewer.remove(which);
        prop_assert_ne!(fixes_digest(&fewer), evidence.visits[0].fix_digest);
    }
}
