//! Whether what is stored of rep-days is what was sealed, and whether the judge still says the same.
//! Each way in which it can be otherwise is told apart in words. Changes nothing.

use chrono::NaiveDate;
use fieldbeat_domain::{
    evidence::{
        Digest, JUDGE, SealedDay, canonical, document_digest, fixes_around, fixes_digest,
        input_digests, link, visit_digest,
    },
    fix::Fix,
    input::Input,
    judge::judge_day,
    visit::Visit,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgPool;
use std::sync::Arc;
use uuid::Uuid;

use super::{Archive, OnProgress, Progress, SealedWorld, Trial, Unsealed};
use crate::store::{
    StoreError,
    evidence_batch::{SealRow, StoredDay, Tombstone, VisitRow, VisitSealRow},
    fix_pack,
    privacy::tombstone,
};

/// Mismatches told of one rep-day.
const MAX_OF_DAY: usize = 20;

/// How a rep-day stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Chains, stored verdicts and raw data are as sealed, and the judge says the same again.
    Identical,
    /// Chains and stored verdicts are as sealed; the raw fixes are gone by retention, or erased: then what was left is as it was left.
    NoRawData,
    /// As sealed, but judged by another version of the judge: not computed again.
    OtherJudge,
    /// Late data waits to be judged, or the day is not over.
    NotSettled,
    /// Judged before verdicts were sealed.
    NotSealed,
    Mismatch,
}

/// One thing that is not as it was sealed. Never holds coordinates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    pub date: NaiveDate,
    pub rep: String,
    pub visit: Option<Uuid>,
    pub code: &'static str,
    pub text: String,
}

/// What a run found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verified {
    pub rep_days: u64,
    pub visits: u64,
    pub fixes: u64,
    pub identical: u64,
    pub no_raw_data: u64,
    pub other_judge: u64,
    pub not_settled: u64,
    pub not_sealed: u64,
    pub mismatched: u64,
    pub mismatches: Vec<Mismatch>,
    /// Digest of all newest seals of the range, by date and rep: kept elsewhere, it proves later
    /// that no rep-day was replaced as a whole.
    pub seals: Option<Digest>,
}

struct Checked {
    key: (NaiveDate, i32),
    standing: Standing,
    visits: u64,
    seal: Option<Digest>,
    mismatches: Vec<Mismatch>,
}

/// Checks every rep-day of a range, both dates included.
pub async fn verify(
    db: &PgPool,
    range: (NaiveDate, NaiveDate),
    on_progress: OnProgress<'_>,
) -> Result<(Verified, Progress), StoreError> {
    let archive = Arc::new(Archive::open(db, Trial::None).await?);
    let mut checked = Vec::new();
    let progress = archive
        .each(range, on_progress, check, async |some| {
            checked.extend(some);
            Ok(())
        })
        .await?;
    checked.sort_by_key(|c| c.key);
    let mut out = Verified {
        rep_days: progress.rep_days,
        fixes: progress.fixes,
        ..Verified::default()
    };
    let mut seals = Digest::ZERO;
    for day in checked {
        out.visits += day.visits;
        let count = match day.standing {
            Standing::Identical => &mut out.identical,
            Standing::NoRawData => &mut out.no_raw_data,
            Standing::OtherJudge => &mut out.other_judge,
            Standing::NotSettled => &mut out.not_settled,
            Standing::NotSealed => &mut out.not_sealed,
            Standing::Mismatch => &mut out.mismatched,
        };
        *count += 1;
        out.mismatches.extend(day.mismatches);
        if let Some(seal) = day.seal {
            seals = link(seals, seal);
        }
    }
    out.seals = (seals != Digest::ZERO).then_some(seals);
    Ok((out, progress))
}

/// Gathers what is wrong with one rep-day.
struct Faults {
    date: NaiveDate,
    rep: String,
    list: Vec<Mismatch>,
}

impl Faults {
    fn add(&mut self, visit: Option<Uuid>, code: &'static str, text: impl Into<String>) {
        if self.list.len() < MAX_OF_DAY {
            self.list.push(Mismatch {
                date: self.date,
                rep: self.rep.clone(),
                visit,
                code,
                text: text.into(),
            });
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "work on a batch owns its day"
)]
fn check(archive: &Archive, day: Unsealed) -> Checked {
    let mut faults = Faults {
        date: day.date,
        rep: archive.rep_code(day.rep).to_owned(),
        list: Vec::new(),
    };
    let unsealed = day.stored.seals.is_empty() && day.stored.visit_seals.is_empty();
    chain(&day.stored.seals, &day.stored.visit_seals, &mut faults);
    let is_over = |j: &crate::store::evidence_batch::JudgedRow| j.judged_as_of >= day.bounds.end;
    let standing = if day.stored.dirty {
        Standing::NotSettled
    } else if unsealed {
        if day.stored.judged.as_ref().is_some_and(is_over) {
            Standing::NotSealed
        } else {
            Standing::NotSettled
        }
    } else {
        settled(archive, &day, &mut faults)
    };
    Checked {
        key: (day.date, day.rep.0),
        standing: if faults.list.is_empty() {
            standing
        } else {
            Standing::Mismatch
        },
        visits: day.stored.visits.len() as u64,
        seal: day.stored.seals.last().and_then(|s| s.seal),
        mismatches: faults.list,
    }
}

/// Revisions follow one another, each sealed over what it says, chained to the one before, and over
/// all its visits in their order.
fn chain(seals: &[SealRow], visits: &[VisitSealRow], faults: &mut Faults) {
    let mut previous = Digest::ZERO;
    for (expected, row) in (1..).zip(seals) {
        if row.revision != expected {
            let text = format!("the seal of revision {expected} is missing");
            return faults.add(None, "revision_missing", text);
        }
        if row.previous != Some(previous) {
            let text = format!("revision {expected} is not chained to the seal before it");
            faults.add(None, "chain_broken", text);
        }
        let sealed = link(
            row.previous.unwrap_or(Digest::ZERO),
            Digest::of(&canonical(&row.day)),
        );
        if row.seal != Some(sealed) {
            let text = format!("what revision {expected} says was changed after sealing");
            faults.add(None, "seal_changed", text);
        }
        previous = row.seal.unwrap_or(Digest::ZERO);
        links(row, visits, faults);
    }
    if let Some(stray) = visits
        .iter()
        .find(|v| !seals.iter().any(|s| s.revision == v.revision))
    {
        let text = format!("the seal of revision {} is missing", stray.revision);
        faults.add(Some(stray.visit), "revision_missing", text);
    }
}

/// The visits of one revision, link by link.
fn links(row: &SealRow, visits: &[VisitSealRow], faults: &mut Faults) {
    let revision = row.revision;
    let mut last = Digest::ZERO;
    let mut count = 0;
    for (position, v) in (1..).zip(visits.iter().filter(|v| v.revision == revision)) {
        count += 1;
        if v.position != position {
            let text = format!("link {position} of revision {revision} is missing");
            return faults.add(None, "link_missing", text);
        }
        let hash = link(last, v.digest.unwrap_or(Digest::ZERO));
        if v.hash != Some(hash) {
            let text = format!("the chain of revision {revision} breaks at link {position}");
            return faults.add(Some(v.visit), "chain_broken", text);
        }
        last = hash;
    }
    let field = |name: &str| row.day.get(name).cloned().unwrap_or_default();
    if field("visits").as_u64() != Some(count) {
        let text = format!(
            "revision {revision} has {count} links, {} were sealed",
            field("visits")
        );
        faults.add(None, "link_missing", text);
    } else if field("head").as_str() != Some(last.to_string().as_str()) {
        let text = format!("the chain of revision {revision} does not end where it was sealed");
        faults.add(None, "chain_broken", text);
    }
}

/// The newest revision against what is stored, and then against the judge.
fn settled(archive: &Archive, day: &Unsealed, faults: &mut Faults) -> Standing {
    let Some(sealed) = &day.sealed else {
        faults.add(None, "seal_changed", "the seal does not read");
        return Standing::Mismatch;
    };
    let links: Vec<&VisitSealRow> = day
        .stored
        .visit_seals
        .iter()
        .filter(|v| v.revision == sealed.revision)
        .collect();
    if let Some(tombstone) = &day.stored.tombstone {
        erased(sealed, &links, &day.stored, tombstone, faults);
        figures(sealed, &day.stored, faults);
        return Standing::NoRawData;
    }
    visits(sealed, &links, &day.stored, faults);
    figures(sealed, &day.stored, faults);
    let Some(world) = &day.world else {
        let what = day.missing.unwrap_or("its world is gone");
        faults.add(None, "world_missing", what);
        return Standing::Mismatch;
    };
    if document_digest(&*world.rules) != sealed.rules {
        let text = format!(
            "rule version {} was changed after sealing",
            sealed.rule_version
        );
        faults.add(None, "rules_changed", text);
    }
    if world.snapshot.digest != sealed.world {
        let text = "outlets or pins as they were known then were changed afterwards";
        faults.add(None, "world_changed", text);
    }
    if day.bounds.start < archive.floor {
        return Standing::NoRawData;
    }
    let inputs = world.inputs(&day.stored);
    raw(sealed, &links, day, &inputs, faults);
    if sealed.judge != JUDGE {
        return Standing::OtherJudge;
    }
    if faults.list.is_empty() {
        recompute(sealed, world, &day.stored, &inputs, faults);
    }
    Standing::Identical
}

/// Stored visits against their links, and the sealed copies of their fixes.
fn visits(sealed: &SealedDay, links: &[&VisitSealRow], stored: &StoredDay, faults: &mut Faults) {
    for v in links {
        if let Some(copy) = &v.fixes {
            let fixes = fix_pack::unpack(copy);
            let same = fixes.is_some_and(|f| Some(fixes_digest(&f)) == v.fix_digest);
            if !same {
                let text = "the sealed copy of its fixes was changed";
                faults.add(Some(v.visit), "evidence_changed", text);
            }
        }
        let Some(visit) = stored.visits.iter().find(|s| s.id == v.visit) else {
            faults.add(Some(v.visit), "visit_missing", "the visit is missing");
            continue;
        };
        let digest = visit_digest(
            usize::try_from(v.position).unwrap_or_default(),
            sealed.rule_version,
            &visit.visit,
            v.fence
                .as_ref()
                .and_then(|f| serde_json::from_value(f.clone()).ok())
                .as_ref(),
            usize::try_from(v.fix_count).unwrap_or_default(),
            v.fix_digest.unwrap_or(Digest::ZERO),
        );
        if Some(digest) != v.digest {
            let text = "the visit or its frozen fence was changed after sealing";
            faults.add(Some(v.visit), "verdict_changed", text);
        } else if !columns_agree(sealed, visit) {
            let text = "what lists show of the visit is not what its verdict says";
            faults.add(Some(v.visit), "verdict_changed", text);
        }
    }
    for extra in stored
        .visits
        .iter()
        .filter(|s| !links.iter().any(|v| v.visit == s.id))
    {
        let text = "the visit was added after sealing";
        faults.add(Some(extra.id), "visit_added", text);
    }
}

/// A day whose places were erased: its visits are those that were sealed, and what is left of them is as it was left.
fn erased(
    sealed: &SealedDay,
    links: &[&VisitSealRow],
    stored: &StoredDay,
    tombstone: &Tombstone,
    faults: &mut Faults,
) {
    let Some(left) = tombstone.digest else {
        // At work.
        return;
    };
    let now = tombstone::digest(stored.visits.iter().map(|v| (v.id, &v.visit)));
    if now != left {
        let text =
            "what was left of the day's visits when their places were erased was changed since";
        faults.add(None, "tombstone_changed", text);
    }
    for v in links {
        match stored.visits.iter().find(|s| s.id == v.visit) {
            None => faults.add(Some(v.visit), "visit_missing", "the visit is missing"),
            Some(visit) if !columns_agree(sealed, visit) => {
                let text = "what lists show of the visit is not what its verdict says";
                faults.add(Some(v.visit), "verdict_changed", text);
            }
            Some(_) => {}
        }
    }
}

/// The columns that lists filter by say what the visit says.
fn columns_agree(sealed: &SealedDay, row: &VisitRow) -> bool {
    let at = |path: &str| row.visit.pointer(path);
    at("/source").and_then(Value::as_str) == Some(&row.source)
        && at("/state").and_then(Value::as_str) == Some(&row.state)
        && at("/verdict/overall").and_then(Value::as_str) == Some(&row.overall)
        && at("/outlet").and_then(Value::as_i64) == row.outlet.map(i64::from)
        && row.org_unit == sealed.org_unit.0
}

/// The rep-day's own row.
fn figures(sealed: &SealedDay, stored: &StoredDay, faults: &mut Faults) {
    match &stored.judged {
        None => faults.add(None, "day_missing", "the judged rep-day is missing"),
        Some(j) if j.hash != Some(sealed.report) || j.rule_version != sealed.rule_version.0 => {
            let text = "the judged rep-day is not the one that was sealed";
            faults.add(None, "report_changed", text);
        }
        Some(_) => {}
    }
}

/// Raw data against the digests; where fixes differ, which of which visit.
fn raw(
    sealed: &SealedDay,
    links: &[&VisitSealRow],
    day: &Unsealed,
    inputs: &[Input],
    faults: &mut Faults,
) {
    let fixes = &day.stored.fixes;
    let now = input_digests(inputs, fixes);
    if now.marks != sealed.marks {
        let text = "a mark of the day was changed, added or removed after sealing";
        faults.add(None, "mark_changed", text);
    }
    if now.records != sealed.records {
        let text = "a record of the day was changed, added or removed after sealing";
        faults.add(None, "record_changed", text);
    }
    if now.fixes == sealed.fixes {
        return;
    }
    let before = faults.list.len();
    for v in links {
        let stored = day.stored.visits.iter().find(|s| s.id == v.visit);
        let Some(visit) = stored.and_then(|s| Visit::deserialize(&s.visit).ok()) else {
            continue;
        };
        let around = fixes_around(&visit, fixes);
        if Some(fixes_digest(&around)) == v.fix_digest {
            continue;
        }
        let copy = v.fixes.as_deref().and_then(fix_pack::unpack);
        let (code, text) = difference(copy.as_deref(), &around);
        faults.add(Some(v.visit), code, text);
    }
    if faults.list.len() == before {
        let text = format!(
            "a stored fix outside every visit was changed, added or removed: {} fixes, {} were sealed",
            now.fix_count, sealed.fix_count
        );
        faults.add(None, "fix_changed", text);
    }
}

/// The first fix that is not as sealed. Both stand in the order of identities.
fn difference(sealed: Option<&[Fix]>, stored: &[Fix]) -> (&'static str, String) {
    let Some(sealed) = sealed else {
        return (
            "fix_changed",
            "a fix was changed, added or removed after sealing".to_owned(),
        );
    };
    let name = |f: &Fix| {
        let at = crate::store::fix::utc(f.at).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        format!("the fix of device {} at {at}", f.device)
    };
    let twin = |f: &Fix, among: &[Fix]| among.iter().any(|o| (o.device, o.at) == (f.device, f.at));
    if let Some(f) = sealed.iter().find(|f| !stored.contains(f)) {
        return if twin(f, stored) {
            ("fix_changed", format!("{} was changed", name(f)))
        } else {
            ("fix_missing", format!("{} is missing", name(f)))
        };
    }
    match stored.iter().find(|f| !sealed.contains(f)) {
        Some(f) => ("fix_added", format!("{} was added", name(f))),
        None => ("fix_changed", "its fixes stand in another order".to_owned()),
    }
}

/// The judge once more, over the same inputs in the same world.
fn recompute(
    sealed: &SealedDay,
    world: &SealedWorld,
    stored: &StoredDay,
    inputs: &[Input],
    faults: &mut Faults,
) {
    let report = judge_day(inputs, world.world(), sealed.as_of);
    for visit in &report.visits {
        let same = |s: &&VisitRow| s.id == visit.id.0;
        let again = serde_json::to_value(visit).unwrap_or_default();
        if stored
            .visits
            .iter()
            .find(same)
            .is_none_or(|s| s.visit != again)
        {
            let text = "the judge says otherwise from the same inputs";
            faults.add(Some(visit.id.0), "verdict_differs", text);
        }
    }
    let mut figures = serde_json::to_value(&report).unwrap_or_default();
    if let Some(map) = figures.as_object_mut() {
        map.remove("visits");
    }
    let stored_figures = stored.judged.as_ref().map(|j| &j.report);
    if Digest(report.hash) != sealed.report && faults.list.is_empty() {
        let text = "the judge gives other figures of the day from the same inputs";
        faults.add(None, "verdict_differs", text);
    } else if stored_figures != Some(&figures) && faults.list.is_empty() {
        let text = "the stored figures of the day were changed after sealing";
        faults.add(None, "report_changed", text);
    }
}
