//! Exceptions of visits, and of outlets that get none.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use fieldbeat_domain::{
    exception::{DayFlags, Finding, Kind, VisitSeen, visit as visits},
    verdict::IntegrityVerdict,
    visit::VisitState,
};
use sqlx::PgConnection;

use super::{Found, Look};
use crate::store::{StoreError, exception_facts as facts, exception_round::Cause};

impl Look<'_> {
    /// The first date of which visits are looked at.
    pub(super) fn visits_from(&self) -> NaiveDate {
        let today = self.moment.date;
        let days = Days::new(self.set.visit_days.into());
        today.checked_sub_days(days).unwrap_or(today)
    }

    pub(super) async fn visits(
        &self,
        tx: &mut PgConnection,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let (rows, whole) = facts::visits(tx, self.visits_from()).await?;
        let mut flags: BTreeMap<(i32, NaiveDate), (i32, DayFlags)> = BTreeMap::new();
        for row in &rows {
            let seen = VisitSeen {
                visit: &row.visit,
                decision: row.decision,
                dwell_min_s: self
                    .rules
                    .dwell_min_s_of(row.outlet_class.as_deref().unwrap_or_default()),
            };
            for (kind, finding) in [
                (Kind::OffRoute, visits::off_route(&seen, self.set)),
                (
                    Kind::Outside,
                    visits::outside(&seen, self.set, self.moment.at),
                ),
                (Kind::ShortVisit, visits::short_visit(&seen, self.set)),
            ] {
                if let Some(finding) = finding {
                    found.put(Cause {
                        kind,
                        subject: format!("visit/{}", row.id),
                        rep_id: row.rep_id,
                        org_unit_id: row.org_unit_id,
                        date: row.date,
                        visit_id: Some(row.id),
                        outlet_id: row.outlet_id,
                        finding,
                    });
                }
            }
            if row.decision.is_none() && row.visit.state != VisitState::Cancelled {
                let (_, day) = flags
                    .entry((row.rep_id, row.date))
                    .or_insert((row.org_unit_id, DayFlags::default()));
                let verdict = &row.visit.verdict;
                day.flags += u32::try_from(verdict.integrity_flags.len()).unwrap_or(u32::MAX);
                day.blocked += u32::from(verdict.integrity == IntegrityVerdict::Blocked);
            }
        }
        for ((rep_id, date), (org_unit_id, day)) in flags {
            if let Some(finding) = visits::integrity(&day, self.set) {
                found.put(Cause {
                    kind: Kind::Integrity,
                    subject: format!("rep/{rep_id}/{date}"),
                    rep_id,
                    org_unit_id,
                    date,
                    visit_id: None,
                    outlet_id: None,
                    finding,
                });
            }
        }
        let kinds = [
            Kind::OffRoute,
            Kind::Outside,
            Kind::ShortVisit,
            Kind::Integrity,
        ];
        self.known_as_a_whole(found, whole, &kinds);
        Ok(())
    }

    pub(super) async fn misses(
        &self,
        tx: &mut PgConnection,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let (rows, whole) = facts::outlets(tx, self.moment.date).await?;
        for row in rows {
            let finding: Option<Finding> =
                visits::three_misses(row.newest_first.iter().copied(), self.set);
            if let Some(finding) = finding {
                found.put(Cause {
                    kind: Kind::ThreeMisses,
                    subject: format!("outlet/{}", row.outlet_id),
                    rep_id: row.rep_id,
                    org_unit_id: row.org_unit_id,
                    date: row.date,
                    visit_id: None,
                    outlet_id: Some(row.outlet_id),
                    finding,
                });
            }
        }
        self.known_as_a_whole(found, whole, &[Kind::ThreeMisses]);
        Ok(())
    }
}
