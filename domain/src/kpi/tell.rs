//! A rep-day told as counted rows: the one place that says what counts for what.

use std::collections::BTreeSet;

use super::{
    fact::{CallFact, Effective, RepDay, StopOutcome, Terms},
    longest_in_order,
    measure::{Counted, Measure as M, Place, Row},
};
use crate::{id::OutletId, verdict::PlanVerdict, visit::VisitState};

/// Tells every row of the rep-day with the measure that it counts for.
pub fn tell(rep_day: &RepDay, terms: Terms, sink: &mut impl FnMut(Counted)) {
    let teller = Teller { rep_day, terms };
    let calls: Vec<&CallFact> = rep_day.calls.iter().filter(|c| teller.is_call(c)).collect();
    teller.stops(&calls, sink);
    for call in &calls {
        teller.call(call, sink);
    }
    teller.in_order(&calls, sink);
    teller.apart(sink);
    teller.orders(sink);
    teller.day(&calls, sink);
}

struct Teller<'a> {
    rep_day: &'a RepDay,
    terms: Terms,
}

impl Teller<'_> {
    /// Counts as a call: not cancelled, not invalid, stated; phone calls stay out.
    fn is_call(&self, c: &CallFact) -> bool {
        let day = &self.rep_day.day;
        c.state != VisitState::Cancelled
            && !c.phone
            && c.is_stated(day.can_declare)
            && c.effective(day.date, self.terms) != Effective::Invalid
    }

    const fn place(&self) -> Place {
        let day = &self.rep_day.day;
        Place {
            date: day.date,
            rep: day.rep,
            org_unit: day.org_unit,
            route: None,
            outlet: None,
        }
    }

    const fn place_of(&self, c: &CallFact) -> Place {
        Place {
            route: c.route,
            outlet: c.outlet,
            ..self.place()
        }
    }

    fn stops(&self, calls: &[&CallFact], sink: &mut impl FnMut(Counted)) {
        let visited: BTreeSet<OutletId> = calls.iter().filter_map(|c| c.outlet).collect();
        let day = &self.rep_day.day;
        for stop in &self.rep_day.stops {
            let row = Row::Stop {
                rep: day.rep,
                date: day.date,
                outlet: stop.outlet,
            };
            let place = Place {
                route: Some(stop.route),
                outlet: Some(stop.outlet),
                ..self.place()
            };
            let mut count = |measure| sink(one(measure, row, place));
            let state = if visited.contains(&stop.outlet) {
                M::PlannedVisited
            } else {
                match stop.unvisited {
                    StopOutcome::Open => M::OpenStops,
                    StopOutcome::Missed => M::MissedStops,
                    StopOutcome::Cancelled => M::CancelledStops,
                    StopOutcome::Rescheduled => M::RescheduledStops,
                    StopOutcome::Unsynced => M::UnsyncedStops,
                    StopOutcome::Excused => M::ExcusedStops,
                }
            };
            count(state);
            if state != M::ExcusedStops {
                count(M::Planned);
                sink(one(M::PlannedOutlets, Row::Outlet(stop.outlet), place));
            }
        }
    }

    fn call(&self, c: &CallFact, sink: &mut impl FnMut(Counted)) {
        let place = self.place_of(c);
        let row = Row::Visit(c.visit);
        let mut count = |measure| sink(one(measure, row, place));
        count(M::Calls);
        count(match c.effective(self.rep_day.day.date, self.terms) {
            Effective::Accepted => M::AcceptedVisits,
            Effective::Pending => M::PendingVisits,
            Effective::Valid | Effective::Invalid => M::ValidVisits,
        });
        if c.plan == PlanVerdict::OnPlan {
            count(M::OnPlanCalls);
        }
        if c.assigned {
            count(M::AssignedCalls);
        }
        if c.is_productive() {
            count(M::ProductiveCalls);
            if c.assigned {
                count(M::AssignedProductiveCalls);
            }
            for (measure, amount) in [
                (M::PaidSkus, i64::from(c.paid_skus)),
                (M::ProductiveValue, c.value_minor),
            ] {
                told(sink, measure, row, place, amount);
            }
        }
        if let Some(outlet) = c.outlet {
            let outlet = Row::Outlet(outlet);
            sink(one(M::CalledOutlets, outlet, place));
            if c.plan == PlanVerdict::NewOutlet {
                sink(one(M::NewOutlets, outlet, place));
            }
            if c.assigned {
                // Both, so that no part can outgrow its whole wherever assignments were cut.
                sink(one(M::AssignedVisitedOutlets, outlet, place));
                sink(one(M::AssignedOutlets, outlet, place));
            }
        }
    }

    /// The longest in-order subsequence of the day's on-plan calls.
    fn in_order(&self, calls: &[&CallFact], sink: &mut impl FnMut(Counted)) {
        let sequence_of = |c: &CallFact| {
            let stops = &self.rep_day.stops;
            stops
                .iter()
                .find(|s| Some(s.outlet) == c.outlet)
                .map(|s| s.sequence)
        };
        let on_plan: Vec<(&CallFact, i32)> = calls
            .iter()
            .filter(|c| c.plan == PlanVerdict::OnPlan)
            .filter_map(|c| Some((*c, sequence_of(c)?)))
            .collect();
        let sequence: Vec<i32> = on_plan.iter().map(|(_, s)| *s).collect();
        for i in longest_in_order(&sequence) {
            if let Some((c, _)) = on_plan.get(i) {
                sink(one(M::InOrderCalls, Row::Visit(c.visit), self.place_of(c)));
            }
        }
    }

    /// Visits that are no calls, each told apart.
    fn apart(&self, sink: &mut impl FnMut(Counted)) {
        let day = &self.rep_day.day;
        for c in &self.rep_day.calls {
            if c.state == VisitState::Cancelled {
                continue;
            }
            let invalid = c.effective(day.date, self.terms) == Effective::Invalid;
            let measure = if !c.is_stated(day.can_declare) {
                M::DetectedVisits
            } else if invalid {
                M::InvalidVisits
            } else if c.phone {
                M::PhoneCalls
            } else {
                continue;
            };
            sink(one(measure, Row::Visit(c.visit), self.place_of(c)));
        }
    }

    fn orders(&self, sink: &mut impl FnMut(Counted)) {
        for o in &self.rep_day.orders {
            let place = Place {
                route: o.route,
                outlet: o.outlet,
                ..self.place()
            };
            let row = Row::Order(o.order);
            sink(one(M::Orders, row, place));
            told(sink, M::SalesValue, row, place, o.value_minor);
            if let Some(outlet) = o.outlet {
                let row = Row::Outlet(outlet);
                told(sink, M::BilledOutlets, row, place, o.value_minor);
            }
        }
    }

    fn day(&self, calls: &[&CallFact], sink: &mut impl FnMut(Counted)) {
        let day = &self.rep_day.day;
        let row = Row::Day {
            rep: day.rep,
            date: day.date,
        };
        let place = self.place();
        let starts = || calls.iter().map(|c| c.since_midnight_ms);
        if let (Some(first), Some(last)) = (starts().min(), starts().max()) {
            sink(one(M::DaysWithCalls, row, place));
            told(sink, M::FirstCallMs, row, place, first);
            told(sink, M::LastCallMs, row, place, last);
        }
        let time = &day.time;
        for (measure, amount) in [
            (M::TimeInMarketMs, time.time_in_market_ms),
            (M::InStoreMs, time.in_store_ms),
            (M::TravelMs, time.travel_ms),
            (M::IdleMs, time.idle_ms),
            (M::BreakMs, time.break_ms),
            (M::UnobservedMs, time.unobserved_ms),
            (M::DistanceMm, day.distance_mm),
            (M::HoleDistanceMm, day.hole_distance_mm),
        ] {
            told(sink, measure, row, place, amount);
        }
    }
}

const fn one(measure: M, row: Row, place: Place) -> Counted {
    Counted {
        measure,
        row,
        amount: 1,
        place,
    }
}

/// A row of nothing is no row.
fn told(sink: &mut impl FnMut(Counted), measure: M, row: Row, place: Place, amount: i64) {
    if amount != 0 {
        sink(Counted {
            measure,
            row,
            amount,
            place,
        });
    }
}
