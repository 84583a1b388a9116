//! How the evidence of an integrity flag is shown.

use chrono::NaiveDate;
use fieldbeat_domain::{
    finding::{Compared, Finding},
    verdict::{IntegrityFlag, Severity},
};
use serde::Serialize;
use uuid::Uuid;

use crate::store::instant::Instant;

/// A fix by its device and its time, by the server's clock.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FixAtView {
    device_id: i32,
    at: Instant,
}

/// The rep-day whose track is the same. Whose it is beside the rep's own, the evidence file tells.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OtherDayView {
    own: bool,
    date: NaiveDate,
}

/// Why a flag was raised: what was compared with what, and where that came from.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FindingView {
    flag: IntegrityFlag,
    /// What it asks for: a person's review, or to count for nothing.
    severity: Severity,
    from: Instant,
    to: Instant,
    compared: Vec<Compared>,
    /// Visits whose check-ins were looked at.
    check_ins: Vec<Uuid>,
    /// Of many the first and the last.
    fixes: Vec<FixAtView>,
    other: Option<OtherDayView>,
}

impl FindingView {
    /// As the visit of a rep shows it.
    pub fn of(finding: &Finding, rep_id: i32) -> Self {
        Self {
            flag: finding.flag,
            severity: finding.severity,
            from: finding.from_at.into(),
            to: finding.to_at.into(),
            compared: finding.compared.to_vec(),
            check_ins: finding.check_ins.iter().map(|v| v.0).collect(),
            fixes: finding
                .fixes
                .iter()
                .map(|f| FixAtView {
                    device_id: f.device.0,
                    at: f.at.into(),
                })
                .collect(),
            other: finding.other.map(|o| OtherDayView {
                own: o.rep.0 == rep_id,
                date: o.date,
            }),
        }
    }
}
