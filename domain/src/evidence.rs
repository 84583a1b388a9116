//! Sealed evidence: what a rep-day was judged from, in a form that anybody can hash again.
//!
//! Owns the canonical forms and the chains. Every digest is SHA-256. A document is hashed as JSON
//! with its keys sorted and no white space (RFC 8785; whole numbers only), a fix as twelve
//! big-endian 64-bit integers. `docs/evidence.md` says how to check them with other tools. Never
//! decides about a visit.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    day::DayReport,
    fence::Fence,
    fix::Fix,
    id::{OrgUnitId, OutletId, RepId, RuleVersion, VisitId},
    input::Input,
    plan::Stop,
    rules::Rules,
    time::At,
    verdict::EvidenceGrade,
    visit::Visit,
    world::World,
};

/// Which judge answered. To be raised with every change of what it answers to the same inputs, so
/// that a verdict of an older build is told from a changed one.
pub const JUDGE: u16 = 3;

/// Fixes this long before and after a visit belong to its evidence (rules.md §8).
pub const MARGIN_MS: i64 = 5 * 60_000;

/// Stands for a missing number among the integers of a fix.
pub const MISSING: i64 = i64::MIN;

/// A SHA-256; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What the first link of a chain is chained to.
    pub const ZERO: Self = Self([0; 32]);

    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut out = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(());
        }
        for (byte, i) in out.iter_mut().zip((0..).step_by(2)) {
            let pair = text.get(i..i + 2).ok_or(())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(Self(out))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse()
            .map_err(|()| serde::de::Error::custom("not a SHA-256 in hexadecimal"))
    }
}

/// JSON with sorted keys and no white space.
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            // The map may keep the order of insertion, by a feature that any crate can turn on.
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| key.as_str());
            for (i, (key, value)) in entries.into_iter().enumerate() {
                out.push(if i == 0 { b'{' } else { b',' });
                scalar(key, out);
                out.push(b':');
                write_canonical(value, out);
            }
            out.extend_from_slice(if map.is_empty() { b"{}" } else { b"}" });
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                out.push(if i == 0 { b'[' } else { b',' });
                write_canonical(item, out);
            }
            out.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
        }
        other => scalar(other, out),
    }
}

fn scalar(value: &(impl Serialize + ?Sized), out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = serde_json::to_writer(out, value);
}

/// Digest of a document's canonical form.
pub fn document_digest(document: &impl Serialize) -> Digest {
    Digest::of(&canonical(
        &serde_json::to_value(document).unwrap_or_default(),
    ))
}

/// Digest of many values, each serialised in the order of its fields.
#[derive(Default)]
pub struct DigestOf {
    hash: Sha256,
    line: Vec<u8>,
}

impl DigestOf {
    pub fn add(&mut self, value: &impl Serialize) {
        self.line.clear();
        scalar(value, &mut self.line);
        self.line.push(b'\n');
        self.hash.update(&self.line);
    }
    pub fn finish(self) -> Digest {
        Digest(self.hash.finalize().into())
    }
}

/// The next link of a chain.
pub fn link(previous: Digest, item: Digest) -> Digest {
    let mut hash = Sha256::new();
    hash.update(previous.0);
    hash.update(item.0);
    Digest(hash.finalize().into())
}

/// The twelve integers of a fix, in the order of its fields.
pub fn fix_integers(f: &Fix) -> [i64; 12] {
    let maybe = |v: Option<i32>| v.map_or(MISSING, i64::from);
    [
        i64::from(f.device.0),
        f.at.0,
        i64::from(f.clock_offset_ms),
        i64::from(f.position.lat_e7),
        i64::from(f.position.lng_e7),
        maybe(f.accuracy_dm),
        maybe(f.altitude_dm),
        maybe(f.speed_cmps),
        maybe(f.bearing_cdeg),
        f.battery_pct.map_or(MISSING, i64::from),
        i64::from(f.provider as u8),
        i64::from(f.flags.0),
    ]
}

/// The order in which fixes are sealed: by `at`, device, lat, lng.
pub fn by_identity(f: &Fix) -> (At, i32, i32, i32) {
    (f.at, f.device.0, f.position.lat_e7, f.position.lng_e7)
}

/// Digest of fixes that stand in the order of [`by_identity`].
pub fn fixes_digest<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Digest {
    let mut hash = Sha256::new();
    let mut row = [0_u8; 96];
    for fix in fixes {
        for (bytes, n) in row.chunks_exact_mut(8).zip(fix_integers(fix)) {
            bytes.copy_from_slice(&n.to_be_bytes());
        }
        hash.update(row);
    }
    Digest(hash.finalize().into())
}

/// Digest of a set of outlets: its ids in ascending order, 4 bytes each, big-endian.
pub fn outlets_digest<'a>(outlets: impl IntoIterator<Item = &'a OutletId>) -> Digest {
    let mut hash = Sha256::new();
    for outlet in outlets {
        hash.update(outlet.0.to_be_bytes());
    }
    Digest(hash.finalize().into())
}

/// The settings that shape fences: an outlet index belongs to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FenceSettings {
    auto_m: (i32, i32),
    classes: Vec<(String, i32)>,
}

impl FenceSettings {
    pub fn of(rules: &Rules) -> Self {
        let class = |(code, c): (&String, &crate::rules::ClassRules)| {
            c.geofence_m.map(|m| (code.clone(), m))
        };
        Self {
            auto_m: (rules.geofence_auto_min_m, rules.geofence_auto_max_m),
            classes: rules.classes.iter().filter_map(class).collect(),
        }
    }
}

/// What a rep-day was judged from, all of it by value or by digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedDay {
    pub rep: RepId,
    pub date: NaiveDate,
    /// 1-based; the seal of each is chained to the one before.
    pub revision: i32,
    /// [`JUDGE`] of the build that answered.
    pub judge: u16,
    pub rule_version: RuleVersion,
    /// Of the rules as the judge read them.
    pub rules: Digest,
    /// Of all outlets with pins and fences as they were known.
    pub world: Digest,
    pub known_at: At,
    pub as_of: At,
    pub org_unit: OrgUnitId,
    pub grade: EvidenceGrade,
    pub can_declare: bool,
    /// The frozen plan as used.
    pub stops: Vec<Stop>,
    /// Outlets on the rep's own routes, and on anybody's.
    pub own_outlets: Digest,
    pub routed_outlets: Digest,
    pub fixes: Digest,
    pub fix_count: u32,
    pub marks: Digest,
    pub records: Digest,
    /// `DayReport::hash`
    pub report: Digest,
    pub visits: u32,
    /// Last link of the chain of the visits.
    pub head: Digest,
}

impl SealedDay {
    /// The seal of this revision, chained to the former's.
    pub fn seal(&self, previous: Digest) -> Digest {
        link(previous, document_digest(self))
    }

    /// Whether another judgement came from the same inputs to the same answer.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let inputs = |d: &Self| (d.fixes, d.marks, d.records, d.rules);
        (self.report, self.judge) == (other.report, other.judge)
            && inputs(self) == inputs(other)
            && (self.own_outlets, self.head) == (other.own_outlets, other.head)
            && (self.grade, self.can_declare, &self.stops)
                == (other.grade, other.can_declare, &other.stops)
    }
}

/// Rings of a drawn fence, `[lat_e7, lng_e7]` each vertex.
pub type Rings = Vec<Vec<[i32; 2]>>;

/// A visit's place in the chain, with the fixes that prove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedVisit {
    pub visit: VisitId,
    /// Drawn fence as used; a circle is told by the visit's own pin and radius.
    pub fence: Option<Rings>,
    /// Visit ± [`MARGIN_MS`], by identity.
    pub fixes: Vec<Fix>,
    pub fix_digest: Digest,
    pub digest: Digest,
    pub hash: Digest,
}

/// Digest of a sealed visit: the visit as stored with what it was judged from.
pub fn visit_digest(
    position: usize,
    rule_version: RuleVersion,
    visit: &Value,
    fence: Option<&Rings>,
    fix_count: usize,
    fixes: Digest,
) -> Digest {
    Digest::of(&canonical(&visit_document(
        position,
        rule_version,
        visit,
        fence,
        fix_count,
        fixes,
    )))
}

/// The document behind [`visit_digest`].
pub fn visit_document(
    position: usize,
    rule_version: RuleVersion,
    visit: &Value,
    fence: Option<&Rings>,
    fix_count: usize,
    fixes: Digest,
) -> Value {
    json!({
        "position": position,
        "rule_version": rule_version,
        "visit": visit,
        "fence": fence,
        "fix_count": fix_count,
        "fixes": fixes,
    })
}

/// From when to when fixes belong to a visit's evidence.
pub fn window(visit: &Visit) -> Option<(At, At)> {
    let e = &visit.evidence;
    let known = || {
        [
            visit.check_in_at,
            visit.check_out_at,
            visit.arrived_at,
            visit.departed_at,
            e.first_inside_at,
            e.last_inside_at,
        ]
        .into_iter()
        .flatten()
    };
    Some((
        known().min()?.plus_ms(-MARGIN_MS),
        known().max()?.plus_ms(MARGIN_MS),
    ))
}

/// What the judge's caller knows of the world it judged by.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub world: Digest,
    pub known_at: At,
    pub org_unit: OrgUnitId,
    pub own_outlets: Digest,
    pub routed_outlets: Digest,
}

/// A judged rep-day ready to be sealed: `day.revision` is the store's to give.
#[derive(Clone, Debug)]
pub struct DayEvidence {
    pub day: SealedDay,
    pub visits: Vec<SealedVisit>,
}

/// The inputs of a rep-day by kind, each in its canonical order, as digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputDigests {
    pub fixes: Digest,
    pub fix_count: u32,
    pub marks: Digest,
    pub records: Digest,
}

/// The fixes among sorted inputs, by identity.
pub fn fixes_of(inputs: &[Input]) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = inputs
        .iter()
        .filter_map(|i| match i {
            Input::Fix(f) => Some(*f),
            _ => None,
        })
        .collect();
    fixes.sort_by_key(by_identity);
    fixes
}

/// Digests of sorted inputs; `fixes` are [`fixes_of`] them.
pub fn input_digests(inputs: &[Input], fixes: &[Fix]) -> InputDigests {
    let (mut marks, mut records) = (Sha256::new(), Sha256::new());
    for input in inputs {
        match input {
            Input::Fix(_) => {}
            Input::Mark(m) => marks.update(document_digest(m).0),
            Input::Record(r) => records.update(document_digest(r).0),
        }
    }
    InputDigests {
        fixes: fixes_digest(fixes),
        fix_count: u32::try_from(fixes.len()).unwrap_or(u32::MAX),
        marks: Digest(marks.finalize().into()),
        records: Digest(records.finalize().into()),
    }
}

/// Gathers the evidence of a report that `inputs`, sorted, gave in `world`.
pub fn gather(
    report: &DayReport,
    inputs: &[Input],
    world: &World<'_>,
    known: Known,
    as_of: At,
) -> DayEvidence {
    let fixes = fixes_of(inputs);
    let sums = input_digests(inputs, &fixes);
    let mut head = Digest::ZERO;
    let mut visits = Vec::with_capacity(report.visits.len());
    for (position, visit) in (1..).zip(&report.visits) {
        let sealed = seal_visit(position, visit, &fixes, world, head);
        head = sealed.hash;
        visits.push(sealed);
    }
    let day = SealedDay {
        rep: report.rep,
        date: report.date,
        revision: 0,
        judge: JUDGE,
        rule_version: report.rule_version,
        rules: document_digest(world.rules),
        world: known.world,
        known_at: known.known_at,
        as_of,
        org_unit: known.org_unit,
        grade: world.day.grade,
        can_declare: world.day.can_declare,
        stops: world.day.plan.stops.clone(),
        own_outlets: known.own_outlets,
        routed_outlets: known.routed_outlets,
        fixes: sums.fixes,
        fix_count: sums.fix_count,
        marks: sums.marks,
        records: sums.records,
        report: Digest(report.hash),
        visits: u32::try_from(visits.len()).unwrap_or(u32::MAX),
        head,
    };
    DayEvidence { day, visits }
}

fn seal_visit(
    position: usize,
    visit: &Visit,
    fixes: &[Fix],
    world: &World<'_>,
    previous: Digest,
) -> SealedVisit {
    let mine = fixes_around(visit, fixes);
    let fix_digest = fixes_digest(&mine);
    let fence = fence_of(visit, world);
    let digest = visit_digest(
        position,
        world.rules.version,
        &serde_json::to_value(visit).unwrap_or_default(),
        fence.as_ref(),
        mine.len(),
        fix_digest,
    );
    SealedVisit {
        visit: visit.id,
        fence,
        fixes: mine,
        fix_digest,
        digest,
        hash: link(previous, digest),
    }
}

/// The fixes in a visit's [`window`], by judged time.
pub fn fixes_around(visit: &Visit, fixes: &[Fix]) -> Vec<Fix> {
    let Some((from, to)) = window(visit) else {
        return Vec::new();
    };
    let inside = |f: &&Fix| (from..=to).contains(&f.judged_at());
    fixes.iter().filter(inside).copied().collect()
}

fn fence_of(visit: &Visit, world: &World<'_>) -> Option<Rings> {
    let outlet = world.outlets.get(visit.outlet?, world.day.plan.date)?;
    match &outlet.fence {
        Fence::Polygon { rings, .. } => Some(
            rings
                .iter()
                .map(|ring| ring.iter().map(|v| [v.lat_e7, v.lng_e7]).collect())
                .collect(),
        ),
        Fence::Circle { .. } | Fence::None => None,
    }
}
