//! Stored rows as inputs of the judge: the same conversion that the live path uses, so that a
//! replayed day is the day that was lived.

use chrono::NaiveDate;
use fieldbeat_domain::{
    fix::Fix,
    id::{DeviceId, RepId, VisitId},
    input::Input,
    mark::{Mark, MarkKind},
    record::{RecordFact, RecordKind},
    rules::Rules,
    time::At,
};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::world::Snapshot;
use crate::{
    store::{
        StoreError, fix,
        mark::{self, StoredMark, StoredRecord},
    },
    wire::{
        device::{MarkType, WireMark},
        device_check::{Receipt, check_fix},
    },
};

/// A mark's identity and times, as received or as stored.
pub struct MarkSource<'a> {
    pub kind: &'a str,
    pub id: Uuid,
    pub device: DeviceId,
    pub at: At,
    pub clock_offset_ms: i32,
    /// The frame verbatim.
    pub body: &'a Value,
}

/// A domain mark. `None` only for a kind or body that this build cannot read.
pub fn to_mark(source: &MarkSource<'_>, snapshot: &Snapshot, rules: &Rules) -> Option<Mark> {
    let text = source.body.to_string();
    let wire: WireMark<'_> = serde_json::from_str(&text).ok()?;
    let outlet = wire.outlet.as_ref().and_then(|o| snapshot.resolve(o));
    let receipt = Receipt {
        device: source.device,
        // Only ranges are checked here: a mark's own position is as old as the mark.
        received_at: source.at.plus_ms(i64::from(source.clock_offset_ms)),
        clock_offset_ms: i64::from(source.clock_offset_ms),
        emulator: false,
    };
    let fix = wire
        .position()
        .and_then(|f| check_fix(&f, &receipt, rules).ok());
    let reason = wire.reason.clone();
    let kind = match MarkType::parse(source.kind)? {
        MarkType::SessionStart => MarkKind::SessionStart,
        MarkType::SessionEnd => MarkKind::SessionEnd,
        MarkType::BreakStart => MarkKind::BreakStart,
        MarkType::BreakEnd => MarkKind::BreakEnd,
        MarkType::CheckIn => MarkKind::CheckIn {
            outlet,
            visit_type: wire.visit_type.unwrap_or_default(),
            fix,
        },
        MarkType::CheckOut => MarkKind::CheckOut { reason, fix },
        MarkType::VisitCancel => MarkKind::VisitCancel {
            outlet,
            reason,
            to: wire.rescheduled_to(),
        },
        MarkType::StopMissed => MarkKind::StopMissed { outlet, reason },
    };
    Some(Mark {
        device: source.device,
        id: source.id,
        at: source.at,
        clock_offset_ms: source.clock_offset_ms,
        kind,
    })
}

/// What the judge needs to know of a record.
pub fn to_fact(
    kind: &str,
    id: Uuid,
    visit: Option<Uuid>,
    at: At,
    clock_offset_ms: i32,
    body: &Value,
) -> RecordFact {
    let lines = body
        .get("lines")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let kind = match kind {
        "order" => RecordKind::Order,
        "collection" => RecordKind::Collection,
        "stock_count" => RecordKind::StockCount,
        "audit" => RecordKind::Audit,
        "opportunity" => RecordKind::Opportunity,
        "survey" => RecordKind::Survey,
        "activity" => RecordKind::Activity,
        "note" => RecordKind::Note,
        _ => RecordKind::Other,
    };
    RecordFact {
        id,
        kind,
        visit: visit.map(VisitId),
        at: at.plus_ms(i64::from(clock_offset_ms)),
        order_lines: if kind == RecordKind::Order {
            u32::try_from(lines).unwrap_or(u32::MAX)
        } else {
            0
        },
    }
}

/// All inputs of a rep-day, sorted.
pub async fn inputs(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
    snapshot: &Snapshot,
    rules: &Rules,
) -> Result<Vec<Input>, StoreError> {
    let bounds = rules.time.day_bounds(date);
    let fixes = fix::of_rep(conn, rep, bounds.start, bounds.end).await?;
    let marks = mark::of_rep_day(conn, rep, date).await?;
    let records = mark::records_of_rep_day(conn, rep, date).await?;
    Ok(sorted(&fixes, &marks, &records, snapshot, rules))
}

/// Stored rows as the judge's inputs, in the order of the fold.
pub fn sorted(
    fixes: &[Fix],
    marks: &[StoredMark],
    records: &[StoredRecord],
    snapshot: &Snapshot,
    rules: &Rules,
) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::with_capacity(fixes.len() + marks.len() + records.len());
    inputs.extend(fixes.iter().copied().map(Input::Fix));
    inputs.extend(marks.iter().filter_map(|m| {
        let source = MarkSource {
            kind: &m.kind,
            id: m.id,
            device: DeviceId(m.device_id),
            at: m.at,
            clock_offset_ms: m.clock_offset_ms,
            body: &m.body,
        };
        to_mark(&source, snapshot, rules).map(Input::Mark)
    }));
    inputs.extend(records.iter().map(|r| {
        Input::Record(to_fact(
            &r.kind,
            r.id,
            r.visit_id,
            r.at,
            r.clock_offset_ms,
            &r.body,
        ))
    }));
    inputs.sort_by(Input::fold_order);
    inputs
}
