//! Who may watch the live map: the REST interface's callers, translated for live, which knows
//! nothing of sessions and roles.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use fieldbeat_domain::id::{OrgUnitId, RepId};

use super::Services;
use crate::{
    api::{auth, problem::Problem},
    live::{Answer, Denied, Grant, LiveAuth, Reach},
    store::{
        StoreError, org_unit, rep,
        role::Right,
        scope::{self, Scope},
    },
};

struct Viewers(Services);

/// What live asks at its door and every 60 s at most after.
pub(super) fn auth(services: &Services) -> Arc<dyn LiveAuth> {
    Arc::new(Viewers(services.clone()))
}

impl LiveAuth for Viewers {
    fn authenticate<'a>(&'a self, headers: &'a HeaderMap) -> Answer<'a, Grant> {
        Box::pin(async move {
            let caller = auth::authenticate(&self.0, headers)
                .await
                .map_err(|p| denied(&p))?;
            if !caller.scope.may(Right::Watch) {
                return Err(Denied::Forbidden);
            }
            let user = caller.scope.user_id().unwrap_or_default();
            Ok(Grant {
                user: user.to_string().into(),
                reach: reach(&caller.scope),
            })
        })
    }

    fn subtree(&self, unit: OrgUnitId) -> Answer<'_, Vec<OrgUnitId>> {
        Box::pin(async move {
            let units = org_unit::subtree(&self.0.db, unit.0)
                .await
                .map_err(|_| Denied::Unavailable)?;
            Ok(units.into_iter().map(OrgUnitId).collect())
        })
    }

    fn unit_of_rep(&self, rep: RepId) -> Answer<'_, Option<OrgUnitId>> {
        Box::pin(async move {
            let today = self.0.rules.load().time.date_of(self.0.clock.now());
            match rep::get(&self.0.db, &Scope::system(), today, rep.0).await {
                Ok(rep) => Ok(Some(OrgUnitId(rep.org_unit_id))),
                Err(StoreError::NotFound) => Ok(None),
                Err(_) => Err(Denied::Unavailable),
            }
        })
    }
}

fn denied(problem: &Problem) -> Denied {
    match problem.status() {
        StatusCode::UNAUTHORIZED => Denied::Unauthenticated,
        StatusCode::FORBIDDEN => Denied::Forbidden,
        _ => Denied::Unavailable,
    }
}

fn reach(scope: &Scope) -> Reach {
    match &scope.org_units {
        scope::Reach::All => Reach::All,
        scope::Reach::Units(units) => Reach::units(units.iter().copied().map(OrgUnitId)),
    }
}
