//! The seven dimensions of a visit verdict (rules.md §3) and the overall table.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }
    };
}

words! {
    /// How the visit relates to the day plan.
    PlanVerdict { OnPlan, OffDay, OffRoute, Unrouted, NewOutlet, Repeat }
}
words! {
    /// Where the rep was, by distance and accuracy. "Unknown" is never "outside".
    PlaceVerdict { Inside, Likely, Borderline, Outside, Unknown, NoReference }
}
words! { DwellVerdict { Ok, Short, Long, AutoClosed, Overlap } }
words! { TimeVerdict { InWindow, OutOfWindow, OffSession } }
words! { IntegrityVerdict { Clean, Suspect, Blocked } }
words! { OutcomeVerdict { Productive, Effective, NonProductive } }
words! {
    /// Precedence invalid > review > valid.
    Overall { Valid, Review, Invalid }
}
words! {
    /// Integrity flags (rules.md §3). Only the first two block.
    IntegrityFlag {
        MockProvider, Emulator, SameSpot, ImplausibleSpeed, CheckinSpeed, ConstantSensor,
        ReplayedTrack, SharedDevice, FixesStopBeforeCheckin, ClockJump, CheckinBurst, Cooldown,
    }
}
words! {
    /// What a flag asks for.
    Severity { Review, Block }
}
words! {
    /// What a flag compared.
    Figure {
        /// Of a fake or emulated fix, from the check-in; at most.
        SecondsFromCheckIn,
        /// How far apart the pins lie; more than.
        PinsMetres,
        /// How far apart the check-ins were seen; less than.
        SeenMetres,
        /// More than.
        TrackKmh,
        CheckInsKmh,
        /// Moving fixes with the same accuracy, bearing and altitude; at least.
        ConstantFixes,
        /// Moving fixes on the other track, and for how long; at least.
        SharedFixes,
        SharedMinutes,
        /// Without a fix before the check-in; at least.
        SilentSeconds,
        /// More than.
        ClockSeconds,
        /// At least so many in at most so long.
        CheckIns,
        WithinSeconds,
        /// Since the check-in before; less than.
        SinceSeconds,
    }
}
words! {
    /// What a visit can prove by the kind of its source.
    EvidenceGrade { NativeApp, TrackerWebApp, WebAppOnly, Import }
}

/// A visit's judgement, dimension by dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Verdict {
    pub overall: Overall,
    pub plan: PlanVerdict,
    /// At check-in; `None` for a detected visit.
    pub place_check_in: Option<PlaceVerdict>,
    pub place_check_out: Option<PlaceVerdict>,
    /// For the visit as a whole.
    pub place: PlaceVerdict,
    pub dwell: DwellVerdict,
    pub time: TimeVerdict,
    pub sequence_ok: bool,
    pub integrity: IntegrityVerdict,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<IntegrityFlag>))]
    pub integrity_flags: SmallVec<[IntegrityFlag; 2]>,
    /// Required steps not done; empty means complete.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub missing_steps: Vec<String>,
    pub outcome: OutcomeVerdict,
    pub outcome_reason: Option<String>,
    /// Stable codes of what decided, most important first, e.g. `place_outside`, `dwell_short`.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub reasons: Vec<std::borrow::Cow<'static, str>>,
}
