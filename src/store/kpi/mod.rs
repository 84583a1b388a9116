//! Facts for key figures, read set-based for a range of dates: as organised then or now, as known at a
//! time. Every read is cut to the caller's scope by the stamp of the day. What facts count for is the
//! domain's matter; nothing here adds up.

mod assignment;
mod call;
pub mod directory;
mod plan;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use fieldbeat_domain::{
    day::TimeParts,
    id::{OrgUnitId, OutletId, RepId, RouteId},
    kpi::{Counted, DayFact, Measure, Place, RepDay, Row, Terms, tell},
    time::CompanyTime,
};
use sqlx::PgConnection;

use super::{error::StoreError, scope::Scope};
use assignment::{Assignments, Present};
pub use directory::{Directory, Named};

/// By whose organisation figures are shown.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Organised {
    /// Org unit, rep and route of the day.
    #[default]
    Then,
    /// Outlets count for the rep and org unit that hold them today, days for the rep's org unit of today.
    Now,
}

/// How finely assignments are told: the shortest time that an answer is cut into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    Whole,
    Day,
    Week,
    Month,
}

impl Grain {
    /// First date of the bucket after `date`'s.
    fn next(self, date: NaiveDate) -> Option<NaiveDate> {
        let monday = u64::from(date.weekday().num_days_from_monday());
        match self {
            Self::Whole => None,
            Self::Day => date.succ_opt(),
            Self::Week => date.checked_add_days(Days::new(7 - monday)),
            Self::Month => date.with_day(1)?.checked_add_months(chrono::Months::new(1)),
        }
    }
}

/// Which facts.
#[derive(Clone, Debug)]
pub struct Ask {
    pub from: NaiveDate,
    /// Included.
    pub to: NaiveDate,
    /// Whose days; `None` means all in scope.
    pub reps: Option<Vec<i32>>,
    pub organised: Organised,
    /// `None`: all that is known.
    pub known_at: Option<DateTime<Utc>>,
    pub today: NaiveDate,
    pub time: CompanyTime,
}

impl Ask {
    /// What was recorded by then is known.
    fn known(&self) -> DateTime<Utc> {
        self.known_at
            .unwrap_or(DateTime::<Utc>::MAX_UTC - chrono::TimeDelta::days(366_000))
    }
}

/// Rep-days, assignments, and how they are organised.
pub struct Facts {
    days: Vec<RepDay>,
    assignments: Assignments,
    present: Option<Present>,
    scope: Scope,
}

type ByDay = BTreeMap<(i32, NaiveDate), RepDay>;

/// Everything that figures of the range are made of. Call it in one `snapshot`.
pub async fn facts(db: &mut PgConnection, scope: &Scope, ask: &Ask) -> Result<Facts, StoreError> {
    let mut days = ByDay::new();
    let said = plan::days(db, scope, ask, &mut days).await?;
    plan::stops(db, scope, ask, &said, &mut days).await?;
    let assignments = assignment::of(db, ask).await?;
    let present = match ask.organised {
        Organised::Then => None,
        Organised::Now => Some(assignment::present(db, ask).await?),
    };
    call::calls(db, scope, ask, &mut days).await?;
    call::orders(db, scope, ask, &mut days).await?;
    for rep_day in days.values_mut() {
        let DayFact { rep, date, .. } = rep_day.day;
        rep_day.day.can_declare = assignments.can_declare(rep.0, ask.time.day_bounds(date));
        let planned: HashMap<OutletId, RouteId> =
            rep_day.stops.iter().map(|s| (s.outlet, s.route)).collect();
        let route_of = |outlet: Option<OutletId>| {
            let outlet = outlet?;
            let own = || assignments.route_on(rep.0, outlet.0, date).map(RouteId);
            planned.get(&outlet).copied().or_else(own)
        };
        for call in &mut rep_day.calls {
            call.route = route_of(call.outlet);
            call.assigned = match (&present, call.outlet) {
                (Some(present), Some(outlet)) => present.holds(outlet.0),
                (None, Some(outlet)) => assignments.route_on(rep.0, outlet.0, date).is_some(),
                (_, None) => false,
            };
        }
        for order in &mut rep_day.orders {
            order.route = route_of(order.outlet);
        }
        rep_day
            .calls
            .sort_by_key(|c| (c.since_midnight_ms, c.visit));
    }
    Ok(Facts {
        days: days.into_values().collect(),
        assignments,
        present,
        scope: scope.clone(),
    })
}

impl Facts {
    /// Tells every counted row, placed as asked and cut to the scope.
    pub fn tell(&self, terms: Terms, grain: Grain, mut sink: impl FnMut(&Counted)) {
        let mut place = |mut c: Counted| {
            if let Some(present) = &self.present {
                c.place = present.place(c.place);
                let own = self.scope.rep.is_none_or(|r| r == c.place.rep);
                if !own || !self.scope.covers(c.place.org_unit) {
                    return;
                }
            }
            sink(&c);
        };
        for day in &self.days {
            tell(day, terms, &mut place);
        }
        let assigned = self
            .present
            .as_ref()
            .map_or(&self.assignments.rows, |p| &p.rows);
        for a in assigned {
            let own = self.scope.rep.is_none_or(|r| r.0 == a.rep);
            if !own || !self.scope.covers(OrgUnitId(a.org_unit)) {
                continue;
            }
            let mut date = Some(a.from);
            while let Some(on) = date.filter(|d| *d <= a.to) {
                place(Counted {
                    measure: Measure::AssignedOutlets,
                    row: Row::Outlet(OutletId(a.outlet)),
                    amount: 1,
                    place: Place {
                        date: on,
                        rep: RepId(a.rep),
                        org_unit: OrgUnitId(a.org_unit),
                        route: Some(RouteId(a.route)),
                        outlet: Some(OutletId(a.outlet)),
                    },
                });
                date = grain.next(on);
            }
        }
    }
}

/// The rep-day to add to. Records may come for a day that nothing was planned or judged of.
fn entry(days: &mut ByDay, rep: i32, date: NaiveDate, org_unit: i32) -> &mut RepDay {
    days.entry((rep, date)).or_insert_with(|| RepDay {
        day: DayFact {
            rep: RepId(rep),
            date,
            org_unit: OrgUnitId(org_unit),
            can_declare: true,
            time: TimeParts::default(),
            distance_mm: 0,
            hole_distance_mm: 0,
        },
        stops: Vec::new(),
        calls: Vec::new(),
        orders: Vec::new(),
    })
}
