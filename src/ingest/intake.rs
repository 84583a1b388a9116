//! From a decoded frame to checked work: the one door of the socket and of HTTP. Pure but for the
//! rules it is given; refuses only what no later knowledge could make acceptable.

use std::sync::Arc;

use fieldbeat_domain::{fix::FixFlags, id::RepId, rules::Rules, time::At};
use serde_json::Value;
use sha2::{Digest, Sha256};
use smallvec::SmallVec;

use super::work::{AcksRef, FrameWork, Items};
use crate::{
    store::{
        device_auth::DeviceIdentity,
        unit::{ItemRef, MarkRow, RecordRow},
    },
    wire::{
        device::{
            Body, Frame, KNOWN_KINDS, MAX_FIXES_PER_FRAME, MarkType, WireFix, WireMark, WireRecord,
        },
        device_check::{Receipt, applied_offset, check_fix},
        device_reply::{Code, ItemResult, Status},
    },
};

/// Years 1 to 9999, less a day for zones and offsets: marks and records are kept whatever their
/// time says, but PostgreSQL and the calendar end somewhere.
const FIRST_AT: At = At(-62_135_510_400_000);
const LAST_AT: At = At(253_402_214_400_000);
/// Of a record's kind, which is part of its key.
const MAX_KIND_CHARS: usize = 64;

/// What a frame came to.
#[derive(Debug, Default)]
pub struct Intake {
    /// One part per rep; nearly always one.
    pub works: SmallVec<[FrameWork; 1]>,
    pub results: Vec<ItemResult>,
}

/// The connection as far as checking needs it.
pub struct Source<'a> {
    pub device: &'a Arc<DeviceIdentity>,
    pub receipt: Receipt,
    pub rules: &'a Rules,
    pub acks: &'a AcksRef,
}

impl Source<'_> {
    fn work(&self, n: u64, rep: RepId, items: Items) -> FrameWork {
        FrameWork {
            rep,
            device: self.device.clone(),
            n,
            received_at: self.receipt.received_at,
            items,
            refused: Vec::new(),
            acks: self.acks.clone(),
        }
    }
}

/// Checks a frame (not `hello` or `heartbeat`). `text` is the frame itself, for what is kept verbatim.
pub fn take(frame: Frame<'_>, text: &str, source: &Source<'_>) -> Intake {
    let n = frame.n;
    match frame.body {
        Body::Fixes { session, fixes } => take_fixes(n, session, fixes, source),
        Body::Mark { kind, mark } => take_mark(n, kind, mark, text, source),
        Body::Record => take_record(n, text, source),
        Body::Unknown => Intake {
            results: vec![ItemResult::new(n, None, Status::Flagged, Code::UnknownType)],
            ..Intake::default()
        },
        Body::Hello(_) | Body::Heartbeat(_) => Intake::default(),
    }
}

fn take_fixes(
    n: u64,
    session: Option<uuid::Uuid>,
    sent: Vec<Result<WireFix<'_>, String>>,
    source: &Source<'_>,
) -> Intake {
    let mut out = Intake::default();
    if sent.len() > MAX_FIXES_PER_FRAME {
        let refused = ItemResult::new(n, None, Status::Rejected, Code::TooLarge)
            .because(format!("at most {MAX_FIXES_PER_FRAME} fixes in a frame"));
        out.results.push(refused);
        return out;
    }
    let mut refused = Vec::new();
    let mut fixes = Vec::with_capacity(sent.len());
    for (i, item) in (0_u32..).zip(sent) {
        let checked = match &item {
            Ok(wire) => check_fix(wire, &source.receipt, source.rules).map_err(|c| (c, None)),
            Err(detail) => Err((Code::Malformed, Some(detail.clone()))),
        };
        match checked {
            Ok(fix) => {
                flag_results(n, i, fix.flags, &mut out.results);
                fixes.push((i, fix));
            }
            Err((code, detail)) => {
                refused.push(code);
                let mut result = ItemResult::new(n, Some(i), Status::Rejected, code);
                result.detail = detail;
                out.results.push(result);
            }
        }
    }
    split_by_rep(n, session, fixes, source, &mut out);
    if let Some(first) = out.works.first_mut() {
        first.refused = refused;
    }
    out
}

fn flag_results(n: u64, i: u32, flags: FixFlags, results: &mut Vec<ItemResult>) {
    const TOLD: [(FixFlags, Code); 4] = [
        (FixFlags::LOW_ACCURACY, Code::LowAccuracy),
        (FixFlags::MOCK, Code::Mock),
        (FixFlags::CLOCK_SUSPECT, Code::ClockSuspect),
        (FixFlags::CLOCK_CORRECTED, Code::ClockCorrected),
    ];
    for (flag, code) in TOLD {
        if flags.contains(flag) {
            results.push(ItemResult::new(n, Some(i), Status::Flagged, code));
        }
    }
}

/// A device handed from one rep to another may send fixes of both in one frame.
fn split_by_rep(
    n: u64,
    session: Option<uuid::Uuid>,
    fixes: Vec<(u32, fieldbeat_domain::fix::Fix)>,
    source: &Source<'_>,
    out: &mut Intake,
) {
    let Some((_, first)) = fixes.first() else {
        return;
    };
    let rep_at = |at: At| source.device.rep_at(at);
    let Some(rep) = rep_at(first.judged_at()) else {
        return;
    };
    let one_rep = source.device.bindings.len() == 1
        || fixes
            .iter()
            .all(|(_, f)| rep_at(f.judged_at()) == Some(rep));
    if one_rep {
        out.works
            .push(source.work(n, rep, Items::Fixes { session, fixes }));
        return;
    }
    let mut parts: SmallVec<[(RepId, Vec<_>); 2]> = SmallVec::new();
    for item in fixes {
        let Some(rep) = rep_at(item.1.judged_at()) else {
            continue;
        };
        match parts.iter_mut().find(|(r, _)| *r == rep) {
            Some((_, part)) => part.push(item),
            None => parts.push((rep, vec![item])),
        }
    }
    for (rep, fixes) in parts {
        out.works
            .push(source.work(n, rep, Items::Fixes { session, fixes }));
    }
}

fn rejected(n: u64, detail: String) -> Intake {
    Intake {
        results: vec![ItemResult::new(n, None, Status::Rejected, Code::Malformed).because(detail)],
        ..Intake::default()
    }
}

fn take_mark(
    n: u64,
    kind: MarkType,
    mark: Result<WireMark<'_>, String>,
    text: &str,
    source: &Source<'_>,
) -> Intake {
    let mark = match mark {
        Ok(mark) => mark,
        Err(detail) => return rejected(n, detail),
    };
    let (offset, flags) =
        applied_offset(mark.clock_offset_ms, false, &source.receipt, source.rules);
    let (at, nonsense) = storable(mark.at.0);
    let judged = storable(at.plus_ms(i64::from(offset))).0;
    let mut out = Intake::default();
    let mut codes = clock_codes(flags);
    if nonsense && !codes.contains(&Code::ClockSuspect) {
        codes.push(Code::ClockSuspect);
    }
    if source.receipt.received_at.since_ms(judged) > late_after_ms(source.rules) {
        codes.push(Code::Late);
    }
    for code in &codes {
        out.results
            .push(ItemResult::new(n, None, Status::Flagged, *code));
    }
    let (body, digest) = verbatim(text);
    let row = MarkRow {
        item: ItemRef { n, i: None },
        kind: kind.as_str(),
        id: mark.id,
        device: source.device.id,
        at,
        clock_offset_ms: offset,
        date: source.rules.time.date_of(judged),
        body,
        digest,
        flags: codes.iter().map(|c| c.as_str().to_owned()).collect(),
        folded: false,
    };
    if let Some(rep) = source.device.rep_at(judged) {
        out.works
            .push(source.work(n, rep, Items::Mark(Box::new(row))));
    }
    out
}

fn take_record(n: u64, text: &str, source: &Source<'_>) -> Intake {
    let (body, digest) = verbatim(text);
    let record = match WireRecord::read(&body) {
        Ok(record) => record,
        Err(detail) => return rejected(n, detail),
    };
    let (offset, flags) =
        applied_offset(record.clock_offset_ms, false, &source.receipt, source.rules);
    let mut codes = clock_codes(flags);
    let kind: String = record.kind.map_or_else(
        || "unknown".to_owned(),
        |kind| kind.chars().take(MAX_KIND_CHARS).collect(),
    );
    if !KNOWN_KINDS.contains(&kind.as_str()) {
        codes.push(Code::UnknownKind);
    }
    let (at, nonsense) = storable(record.at.unwrap_or(source.receipt.received_at));
    if nonsense && !codes.contains(&Code::ClockSuspect) {
        codes.push(Code::ClockSuspect);
    }
    if record.at.is_none() {
        codes.push(Code::InvalidBody);
    }
    let judged = storable(at.plus_ms(i64::from(offset))).0;
    if source.receipt.received_at.since_ms(judged) > late_after_ms(source.rules) {
        codes.push(Code::Late);
    }
    let mut out = Intake::default();
    for code in &codes {
        out.results
            .push(ItemResult::new(n, None, Status::Flagged, *code));
    }
    let row = RecordRow {
        item: ItemRef { n, i: None },
        kind,
        id: record.id,
        device: source.device.id,
        visit: record.visit_id,
        at,
        clock_offset_ms: offset,
        date: source.rules.time.date_of(judged),
        body: body.get("body").cloned().unwrap_or(Value::Null),
        digest,
        flags: codes.iter().map(|c| c.as_str().to_owned()).collect(),
        folded: false,
    };
    if let Some(rep) = source.device.rep_at(judged) {
        out.works
            .push(source.work(n, rep, Items::Record(Box::new(row))));
    }
    out
}

/// An instant that a column and a calendar can hold, and whether it had to be moved there.
fn storable(at: At) -> (At, bool) {
    let near = At(at.0.clamp(FIRST_AT.0, LAST_AT.0));
    (near, near != at)
}

fn late_after_ms(rules: &Rules) -> i64 {
    i64::from(rules.late_upload_days) * 86_400_000
}

fn clock_codes(flags: FixFlags) -> SmallVec<[Code; 4]> {
    let mut codes = SmallVec::new();
    if flags.contains(FixFlags::CLOCK_CORRECTED) {
        codes.push(Code::ClockCorrected);
    }
    if flags.contains(FixFlags::CLOCK_SUSPECT) {
        codes.push(Code::ClockSuspect);
    }
    codes
}

/// The frame as a value without what differs between two sends of the same thing, and its digest.
pub fn verbatim(text: &str) -> (Value, [u8; 32]) {
    let mut value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    if let Some(map) = value.as_object_mut() {
        map.remove("n");
        map.remove("sent_at");
    }
    let mut hasher = Sha256::new();
    canonical(&value, &mut hasher);
    without_nul(&mut value);
    (value, hasher.finalize().into())
}

/// PostgreSQL keeps no U+0000 in text: it becomes the sign of an unreadable character.
fn without_nul(value: &mut Value) {
    let readable = |text: &str| text.replace('\0', "\u{fffd}");
    match value {
        Value::String(text) if text.contains('\0') => *text = readable(text),
        Value::Array(items) => items.iter_mut().for_each(without_nul),
        Value::Object(map) => {
            let unreadable: Vec<String> =
                map.keys().filter(|k| k.contains('\0')).cloned().collect();
            for key in unreadable {
                if let Some(item) = map.remove(&key) {
                    map.insert(readable(&key), item);
                }
            }
            map.values_mut().for_each(without_nul);
        }
        _ => {}
    }
}

/// Hashes JSON with its keys sorted, whatever order the map keeps.
fn canonical(value: &Value, out: &mut Sha256) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(k, _)| k.as_str());
            out.update(b"{");
            for (key, value) in keys {
                out.update(Value::from(key.as_str()).to_string());
                out.update(b":");
                canonical(value, out);
                out.update(b",");
            }
            out.update(b"}");
        }
        Value::Array(items) => {
            out.update(b"[");
            for item in items {
                canonical(item, out);
                out.update(b",");
            }
            out.update(b"]");
        }
        scalar => out.update(scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resend_has_the_same_digest_and_another_body_has_not() {
        let one =
            verbatim(r#"{"type":"record","n":1,"id":"x","sent_at":5,"body":{"a":1,"b":[1,2]}}"#);
        let two = verbatim(r#"{"body":{"b":[1,2],"a":1},"id":"x","n":77,"type":"record"}"#);
        let other = verbatim(r#"{"body":{"b":[2,1],"a":1},"id":"x","n":77,"type":"record"}"#);
        assert_eq!(one.1, two.1);
        assert_ne!(one.1, other.1);
    }
}
