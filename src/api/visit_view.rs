//! How visits are shown: summary for lists and days, and the parts of the whole one.

use chrono::NaiveDate;
use fieldbeat_domain::{
    mark::VisitType,
    position::LatLng,
    time::At,
    verdict::{EvidenceGrade, Overall, Verdict},
    visit::{Evidence, PlaceEvidence, Visit, VisitSource, VisitState},
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::finding_view::FindingView;
use crate::store::{
    evidence::VisitSeal,
    expense::Expense,
    instant::Instant,
    joint_visit::Accompanied,
    order::Order,
    quotation::Quotation,
    receivable::{collection::Collection, sales_return::SalesReturn},
    review::Said,
    stock::count::StockCount,
    track::TrackFix,
    trip::TripStop,
    visit::{RecordRow, RevisionRow, VisitRow},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Position {
    pub lat: f64,
    pub lng: f64,
}

impl From<LatLng> for Position {
    fn from(p: LatLng) -> Self {
        Self {
            lat: p.lat(),
            lng: p.lng(),
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VisitOutlet {
    id: i32,
    code: String,
    name: String,
    /// Pin on the day of the visit.
    lat: Option<f64>,
    lng: Option<f64>,
}

/// The latest decision of a person.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ReviewView {
    /// valid | invalid
    decision: String,
    reason: String,
    by: String,
    at: Instant,
}

/// The rep's latest appeal.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AppealView {
    reason: String,
    at: Instant,
    /// Nobody has decided since.
    open: bool,
}

/// A decision or an appeal.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SaidView {
    /// valid | invalid | withdrawn | appeal
    what: String,
    by: String,
    reason: String,
    at: Instant,
}

impl From<Said> for SaidView {
    fn from(s: Said) -> Self {
        Self {
            what: s.what,
            by: s.by,
            reason: s.reason,
            at: s.at,
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VisitSummary {
    id: Uuid,
    rep_id: i32,
    rep_code: String,
    rep_name: String,
    date: NaiveDate,
    org_unit_id: i32,
    outlet: Option<VisitOutlet>,
    source: VisitSource,
    state: VisitState,
    visit_type: VisitType,
    check_in_at: Option<Instant>,
    check_out_at: Option<Instant>,
    arrived_at: Option<Instant>,
    departed_at: Option<Instant>,
    dwell_s: f64,
    /// The departure may still move.
    provisional: bool,
    /// The machine's.
    verdict: Verdict,
    /// The latest review, else the machine's.
    pub effective_overall: Overall,
    review: Option<ReviewView>,
    appeal: Option<AppealView>,
    order_total_minor: Option<i64>,
    currency: Option<String>,
    /// Supervisors who were with the rep.
    accompanied: Vec<Accompanied>,
    revision: i32,
}

/// The verdict that counts.
pub fn effective(row: &VisitRow) -> Overall {
    match row.review_decision.as_deref() {
        Some("valid") => Overall::Valid,
        Some("invalid") => Overall::Invalid,
        _ => row.visit.verdict.overall,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "durations and distances of one day"
)]
pub fn thousandth(value: i64) -> f64 {
    value as f64 / 1000.0
}

pub fn degrees(e7: i32) -> f64 {
    f64::from(e7) / 1e7
}

impl From<VisitRow> for VisitSummary {
    fn from(row: VisitRow) -> Self {
        let effective_overall = effective(&row);
        let visit = row.visit.0;
        let outlet = match (row.outlet_id, row.outlet_code, row.outlet_name) {
            (Some(id), Some(code), Some(name)) => Some(VisitOutlet {
                id,
                code,
                name,
                lat: row.outlet_lat_e7.map(degrees),
                lng: row.outlet_lng_e7.map(degrees),
            }),
            _ => None,
        };
        let review = match (row.review_decision, row.review_at) {
            (Some(decision), Some(at)) => Some(ReviewView {
                decision,
                reason: row.review_reason.unwrap_or_default(),
                by: row.review_by.unwrap_or_default(),
                at,
            }),
            _ => None,
        };
        let appeal = row
            .appeal_reason
            .zip(row.appealed_at)
            .map(|(reason, at)| AppealView {
                reason,
                at,
                open: row.appeal_open,
            });
        Self {
            id: row.id,
            rep_id: row.rep_id,
            rep_code: row.rep_code,
            rep_name: row.rep_name,
            date: row.date,
            org_unit_id: row.org_unit_id,
            outlet,
            source: visit.source,
            state: visit.state,
            visit_type: visit.visit_type,
            check_in_at: visit.check_in_at.map(Instant::from),
            check_out_at: visit.check_out_at.map(Instant::from),
            arrived_at: visit.arrived_at.map(Instant::from),
            departed_at: visit.departed_at.map(Instant::from),
            dwell_s: thousandth(visit.dwell_ms),
            provisional: visit.provisional,
            verdict: visit.verdict,
            effective_overall,
            review,
            appeal,
            order_total_minor: row.order_total_minor,
            currency: row.currency,
            accompanied: row.accompanied.0,
            revision: row.revision,
        }
    }
}

/// A fix that decided.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlaceView {
    at: Instant,
    lat: f64,
    lng: f64,
    /// As used: reported or assumed.
    accuracy_m: f64,
    /// To the pin, or to the polygon's edge, negative inside.
    distance_m: f64,
}

impl From<PlaceEvidence> for PlaceView {
    fn from(p: PlaceEvidence) -> Self {
        Self {
            at: p.at.into(),
            lat: p.position.lat(),
            lng: p.position.lng(),
            accuracy_m: f64::from(p.accuracy_dm) / 10.0,
            distance_m: thousandth(p.distance_mm),
        }
    }
}

/// What the verdict was computed from, as it was then.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct EvidenceView {
    grade: EvidenceGrade,
    pin: Option<Position>,
    radius_m: f64,
    check_in: Option<PlaceView>,
    check_out: Option<PlaceView>,
    best: Option<PlaceView>,
    fixes_inside: u32,
    fixes_seen: u32,
    first_inside_at: Option<Instant>,
    last_inside_at: Option<Instant>,
    /// What the integrity flags were raised on, one of each flag. A visit judged by an older build has
    /// flags without it.
    findings: Vec<FindingView>,
}

impl EvidenceView {
    /// Of a visit of a rep.
    pub fn of(e: &Evidence, rep_id: i32) -> Self {
        Self {
            grade: e.grade,
            pin: e.pin.map(Position::from),
            radius_m: thousandth(e.radius_mm),
            check_in: e.check_in.map(PlaceView::from),
            check_out: e.check_out.map(PlaceView::from),
            best: e.best.map(PlaceView::from),
            fixes_inside: e.fixes_inside,
            fixes_seen: e.fixes_seen,
            first_inside_at: e.first_inside_at.map(Instant::from),
            last_inside_at: e.last_inside_at.map(Instant::from),
            findings: e
                .findings
                .iter()
                .map(|f| FindingView::of(f, rep_id))
                .collect(),
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FixView {
    at: Instant,
    lat: f64,
    lng: f64,
    accuracy_m: Option<f64>,
    mock: bool,
}

impl From<&TrackFix> for FixView {
    fn from(f: &TrackFix) -> Self {
        use fieldbeat_domain::fix::FixFlags;
        Self {
            at: At::from(f.at).plus_ms(i64::from(f.clock_offset_ms)).into(),
            lat: degrees(f.lat_e7),
            lng: degrees(f.lng_e7),
            accuracy_m: f.accuracy_dm.map(|a| f64::from(a) / 10.0),
            mock: FixFlags(f.flags).contains(FixFlags::MOCK),
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VisitCustomer {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RecordView {
    kind: String,
    id: Uuid,
    at: Instant,
    #[schema(value_type = Object)]
    body: Value,
    /// received | applied | invalid
    status: String,
    #[schema(value_type = Option<Object>)]
    status_detail: Option<Value>,
}

impl From<RecordRow> for RecordView {
    fn from(r: RecordRow) -> Self {
        Self {
            kind: r.kind,
            id: r.id,
            at: r.at,
            body: r.body,
            status: r.status,
            status_detail: r.status_detail,
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RevisionView {
    revision: i32,
    /// opened | closed | changed | withdrawn
    change: String,
    recorded_at: Instant,
    before_overall: Option<String>,
    after_overall: Option<String>,
}

impl From<RevisionRow> for RevisionView {
    fn from(r: RevisionRow) -> Self {
        Self {
            revision: r.revision,
            change: r.change,
            recorded_at: r.recorded_at,
            before_overall: r.before_overall,
            after_overall: r.after_overall,
        }
    }
}

/// A visit's place in the sealed chain of its rep-day.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VisitSealView {
    rule_version: i32,
    /// Outlets, pins and routes were known up to then.
    known_at: Instant,
    revision: i32,
    /// 1-based, of `visits`.
    position: i32,
    visits: u32,
    /// Frozen fence as used: pin and radius, and the rings `[[lat_e7, lng_e7], …]` of a drawn one.
    pin: Option<Position>,
    radius_m: f64,
    #[schema(value_type = Option<Vec<Object>>)]
    fence: Option<Value>,
    fixes: i32,
    /// Hexadecimal SHA-256: of the visit, of the chain up to it, of the rep-day.
    digest: String,
    hash: String,
    day_seal: String,
}

impl VisitSealView {
    pub fn of(seal: VisitSeal, evidence: &Evidence) -> Self {
        Self {
            rule_version: seal.day.rule_version.0,
            known_at: seal.day.known_at.into(),
            revision: seal.day.revision,
            position: seal.position,
            visits: seal.day.visits,
            pin: evidence.pin.map(Position::from),
            radius_m: thousandth(evidence.radius_mm),
            fence: seal.fence,
            fixes: seal.fix_count,
            digest: hex::encode(seal.digest),
            hash: hex::encode(seal.hash),
            day_seal: hex::encode(seal.seal),
        }
    }
}

/// One visit with everything that proves it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct VisitWhole {
    #[serde(flatten)]
    pub summary: VisitSummary,
    pub evidence: EvidenceView,
    /// Null until its day is over and judged as a whole.
    pub seal: Option<VisitSealView>,
    /// Visit ± 5 minutes, at most 500; empty for who may not see raw positions.
    pub fixes: Vec<FixView>,
    pub orders: Vec<Order>,
    pub collections: Vec<Collection>,
    pub quotations: Vec<Quotation>,
    pub returns: Vec<SalesReturn>,
    /// Stops of delivery trips that were told of in it.
    pub deliveries: Vec<TripStop>,
    pub expenses: Vec<Expense>,
    /// What the rep found on the shelves.
    pub stock_counts: Vec<StockCount>,
    pub customer: Option<VisitCustomer>,
    pub records: Vec<RecordView>,
    pub revisions: Vec<RevisionView>,
    /// Everything people said about it, oldest first.
    pub said: Vec<SaidView>,
}

/// From when to when the visit lasted, as far as is known.
pub fn span(visit: &Visit) -> Option<(At, At)> {
    let start = [visit.arrived_at, visit.check_in_at]
        .into_iter()
        .flatten()
        .min()?;
    let end = [visit.departed_at, visit.check_out_at]
        .into_iter()
        .flatten()
        .max();
    Some((start, end.unwrap_or(start).max(start)))
}
