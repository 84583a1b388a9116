//! One visit's evidence as a file that proves itself without a database: written by the API, checked
//! by `verify --file`. What it cannot prove is that this is the seal the database holds: compare it.

use fieldbeat_domain::evidence::{Digest, MISSING, canonical, fix_integers, link, visit_document};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::store::{evidence::VisitSeal, fix_pack};

/// Which form the file has.
pub const FORMAT: &str = "fieldbeat-evidence-1";

/// A fix as its twelve integers; null where a number is missing.
pub type FixRow = [Option<i64>; 12];

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EvidenceFile {
    /// fieldbeat-evidence-1
    pub format: String,
    /// What the rep-day was judged from, by value or digest.
    #[schema(value_type = Object)]
    pub day: Value,
    /// Seal of the former revision; zeros for the first.
    #[schema(value_type = String)]
    pub previous: Digest,
    #[schema(value_type = String)]
    pub seal: Digest,
    /// Digests of the day's visits in order.
    #[schema(value_type = Vec<String>)]
    pub chain: Vec<Digest>,
    /// The visit with what it was judged from.
    #[schema(value_type = Object)]
    pub visit: Value,
    /// device, at_ms, clock_offset_ms, lat_e7, lng_e7, accuracy_dm, altitude_dm, speed_cmps,
    /// bearing_cdeg, battery_pct, provider, flags. Null once `evidence_days` are over.
    #[schema(value_type = Option<Vec<Vec<i64>>>)]
    pub fixes: Option<Vec<FixRow>>,
}

impl EvidenceFile {
    /// From a stored seal. `visit` is the visit as stored.
    pub fn of(seal: &VisitSeal, day: &Value, visit: &Value, chain: Vec<Digest>) -> Self {
        let digest = |bytes: &[u8]| Digest::from_slice(bytes).unwrap_or(Digest::ZERO);
        let fence = seal.fence.clone();
        let document = visit_document(
            usize::try_from(seal.position).unwrap_or_default(),
            seal.day.rule_version,
            visit,
            fence.and_then(|f| serde_json::from_value(f).ok()).as_ref(),
            usize::try_from(seal.fix_count).unwrap_or_default(),
            digest(&seal.fix_digest),
        );
        let rows = |bytes: &Vec<u8>| {
            let fixes = fix_pack::unpack(bytes)?;
            let row = |f| fix_integers(f).map(|n| (n != MISSING).then_some(n));
            Some(fixes.iter().map(row).collect())
        };
        Self {
            format: FORMAT.to_owned(),
            day: day.clone(),
            previous: digest(&seal.previous),
            seal: digest(&seal.seal),
            chain,
            visit: document,
            fixes: seal.fixes.as_ref().and_then(rows),
        }
    }

    /// Everything that does not fit together, in words.
    pub fn faults(&self) -> Vec<&'static str> {
        let mut faults = Vec::new();
        let mut check = |fits: bool, fault: &'static str| {
            if !fits {
                faults.push(fault);
            }
        };
        let text = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).map(str::to_owned);
        let number = |of: &Value, key: &str| of.get(key).and_then(Value::as_u64);
        check(
            self.format == FORMAT,
            "the file has a form that is not known here",
        );
        if let Some(fixes) = &self.fixes {
            let same = text(&self.visit, "fixes") == Some(rows_digest(fixes).to_string());
            check(same, "the fixes are not those that were sealed");
        }
        let position = number(&self.visit, "position").and_then(|p| usize::try_from(p).ok());
        let mine = position
            .and_then(|p| p.checked_sub(1))
            .and_then(|p| self.chain.get(p));
        let digest = Digest::of(&canonical(&self.visit));
        check(
            mine == Some(&digest),
            "the visit is not the one that was sealed",
        );
        let head = self.chain.iter().fold(Digest::ZERO, |h, d| link(h, *d));
        let whole = text(&self.day, "head") == Some(head.to_string())
            && number(&self.day, "visits") == Some(self.chain.len() as u64);
        check(whole, "the chain of visits is not the one that was sealed");
        let seal = link(self.previous, Digest::of(&canonical(&self.day)));
        check(
            seal == self.seal,
            "the rep-day is not the one that was sealed",
        );
        faults
    }
}

fn rows_digest(rows: &[FixRow]) -> Digest {
    let mut hash = Sha256::new();
    for n in rows.iter().flatten() {
        hash.update(n.unwrap_or(MISSING).to_be_bytes());
    }
    Digest(hash.finalize().into())
}
