//! Exceptions of reps: what they and their phones do, or do not, now.

use std::collections::{HashMap, HashSet};

use fieldbeat_domain::{
    exception::{Kind, Sign, rep as reps},
    time::At,
};
use sqlx::PgConnection;

use super::{Depth, Found, Look};
use crate::store::{
    StoreError,
    exception_facts::{self as facts, RepFacts, Today},
    exception_round::Cause,
};

impl Look<'_> {
    pub(super) async fn reps(
        &self,
        tx: &mut PgConnection,
        depth: Depth,
    ) -> Result<Vec<RepFacts>, StoreError> {
        let bounds = self.moment.time.day_bounds(self.moment.date);
        let today = Today {
            date: self.moment.date,
            start: bounds.start.to_utc().unwrap_or_default(),
            end: bounds.end.to_utc().unwrap_or_default(),
        };
        let at = self.moment.at.to_utc().unwrap_or_default();
        let mut reps = facts::reps(&mut *tx, at, today).await?;
        let idle: HashMap<i32, At> = self
            .services
            .hub
            .idle()
            .into_iter()
            .map(|(rep, since)| (rep.0, since))
            .collect();
        let nearest = if depth.territory {
            facts::nearest_own(&mut *tx, self.moment.date, &reps).await?
        } else {
            HashMap::new()
        };
        for rep in &mut reps {
            rep.now.idle_since = idle.get(&rep.rep_id).copied();
            rep.now.nearest_own_m = nearest.get(&rep.rep_id).copied();
        }
        self.signs(tx, &mut reps).await?;
        Ok(reps)
    }

    /// Since when phones have said what they say now.
    async fn signs(&self, tx: &mut PgConnection, reps: &mut [RepFacts]) -> Result<(), StoreError> {
        let mut before = facts::signs(&mut *tx).await?;
        let (mut fresh, mut gone) = (Vec::new(), Vec::new());
        for rep in reps {
            for sign in Sign::ALL {
                let key = (rep.rep_id, sign);
                let had = before.remove(&key);
                if !sign.shows(&rep.now, self.set, &self.moment, had.is_some()) {
                    gone.extend(had.map(|_| key));
                    continue;
                }
                if had.is_none() {
                    fresh.push(key);
                }
                let since = Some(had.unwrap_or(self.moment.at));
                match sign {
                    Sign::GpsOff => rep.now.gps_off_since = since,
                    Sign::Backlog => rep.now.backlog_since = since,
                }
            }
        }
        // Of reps that are none any more.
        gone.extend(before.into_keys());
        let now = self.moment.at.to_utc().unwrap_or_default();
        facts::keep_signs(tx, now, &fresh, &gone).await
    }

    pub(super) fn rep(
        &self,
        rep: &RepFacts,
        depth: Depth,
        standing: &HashSet<(Kind, String)>,
        found: &mut Found,
    ) {
        let (set, now) = (self.set, &self.moment);
        let own = format!("rep/{}", rep.rep_id);
        let today = format!("{own}/{}", now.date);
        let stands = |kind| standing.contains(&(kind, own.clone()));
        let away = stands(Kind::LeftTerritory);
        let low = stands(Kind::LowBattery);
        let territory = depth
            .territory
            .then(|| reps::left_territory(&rep.now, set, now, away))
            .flatten();
        for (kind, subject, finding) in [
            (
                Kind::NotStarted,
                &today,
                reps::not_started(&rep.now, set, now),
            ),
            (
                Kind::PlanBehind,
                &today,
                reps::plan_behind(&rep.now, set, now),
            ),
            (Kind::Silent, &own, reps::silent(&rep.now, set, now)),
            (Kind::GpsOff, &own, reps::gps_off(&rep.now, set, now)),
            (
                Kind::LowBattery,
                &own,
                reps::low_battery(&rep.now, set, now, low),
            ),
            (Kind::Backlog, &own, reps::backlog(&rep.now, set, now)),
            (Kind::Idle, &own, reps::idle(&rep.now, set, now)),
            (Kind::LeftTerritory, &own, territory),
        ] {
            if let Some(finding) = finding {
                found.put(Cause {
                    kind,
                    subject: subject.clone(),
                    rep_id: rep.rep_id,
                    org_unit_id: rep.org_unit_id,
                    date: now.date,
                    visit_id: None,
                    outlet_id: None,
                    finding,
                });
            }
        }
    }
}
