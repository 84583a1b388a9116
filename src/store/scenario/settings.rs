//! What a scenario is planned with beside its reps and outlets, and what may be asked for. No SQL.

use serde::{Deserialize, Serialize};

use crate::store::{route_leg::minute, upsert::Fault};

/// Thousandths.
const ALL: u32 = 1_000;
/// More tries for each outlet add nothing.
const ROUNDS_MAX: u32 = 1_000;

/// What ways are measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ways {
    /// The best that this server has: a routing engine, else its roads, else the air line.
    #[default]
    Best,
    /// A routing engine at the address that the server was started with.
    Engine,
    /// The roads of the extract that the server was started with.
    Roads,
    /// 1.3 times the air line at 25 km/h.
    Air,
}

/// A break: so long, begun between these times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioBreak {
    /// 1–240
    pub minutes: u16,
    /// `["11:30", "13:00"]`
    pub window: [String; 2],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScenarioSettings {
    /// The same seed finds the same plan.
    pub seed: u32,
    /// Changes tried for each outlet, 1–1000: the budget of the search.
    pub rounds: u32,
    /// Thousandths of the outlets with a rep that may get another one; null: all.
    pub budget_outlets_permille: Option<u32>,
    /// The same, of what they order.
    pub budget_value_permille: Option<u32>,
    pub ways: Ways,
    /// Travel times as the own reps drove them, where there is enough to go by.
    pub learned: bool,
    /// Metres that an outlet may lie off the roads, 10–2000.
    pub snap_m: u32,
    #[serde(rename = "break")]
    pub pause: Option<ScenarioBreak>,
    /// Of outlets that are on no route, 1–28 visits in four weeks.
    pub visits_default: u16,
    /// Where neither route nor outlet says how long a call takes, 1–480.
    pub service_minutes_default: u16,
}

impl Default for ScenarioSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            rounds: 100,
            budget_outlets_permille: None,
            budget_value_permille: None,
            ways: Ways::Best,
            learned: true,
            snap_m: 200,
            pause: None,
            visits_default: 4,
            service_minutes_default: 10,
        }
    }
}

impl ScenarioBreak {
    /// Minutes after midnight between which it begins.
    pub fn window_min(&self) -> Option<(i16, i16)> {
        let (from, to) = (minute(&self.window[0])?, minute(&self.window[1])?);
        (from <= to).then_some((from, to))
    }
}

impl ScenarioSettings {
    pub fn check(&self, faults: &mut Vec<Fault>) {
        let mut within = |name: &'static str, is_right: bool| {
            if !is_right {
                faults.push(Fault::new(format!("/settings/{name}"), "out_of_range"));
            }
        };
        within("rounds", (1..=ROUNDS_MAX).contains(&self.rounds));
        let share = |of: Option<u32>| of.is_none_or(|of| of <= ALL);
        within(
            "budget_outlets_permille",
            share(self.budget_outlets_permille),
        );
        within("budget_value_permille", share(self.budget_value_permille));
        within("snap_m", (10..=2_000).contains(&self.snap_m));
        within("visits_default", (1..=28).contains(&self.visits_default));
        let service = (1..=480).contains(&self.service_minutes_default);
        within("service_minutes_default", service);
        if let Some(pause) = &self.pause {
            within("break/minutes", (1..=240).contains(&pause.minutes));
            within("break/window", pause.window_min().is_some());
        }
    }
}
