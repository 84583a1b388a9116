//! A row of a file of routes: the route and outlet it names, the piece it speaks of, and what that becomes.

use chrono::{Days, NaiveDate};

use super::{
    super::{
        cells::Said,
        diff::{Action, Change, look_up},
        held::{Leg, Master, Span, State},
        kind::{Field, WeeksOf},
        leg_span::{fields, lay},
        pattern,
        rows::{Row, Table},
    },
    Range, Route, Work,
};

/// What a row becomes in the end.
enum Outcome {
    Same,
    Over,
    Wanted(Span),
}

impl Work<'_> {
    pub(super) fn row(&mut self, table: &mut Table, row: &Row) {
        let Some(code) = self.route(table, row) else {
            return;
        };
        let Some((outlet_id, outlet_code)) = self.outlet(table, row, &code) else {
            return;
        };
        if table.is_bad(row.line) {
            return;
        }
        let key = (code, outlet_id);
        let held: Vec<Span> = self
            .routes
            .get(&key.0)
            .and_then(|r| r.master)
            .and_then(|m| self.state.legs.get(&(m.id, outlet_id)))
            .cloned()
            .unwrap_or_default();
        let was = self.counterpart(row, &held);
        let Some((leg, range)) = self.wanted(table, row, &key.0, was.as_ref()) else {
            return;
        };
        if !self.claim(table, row, &key, range) {
            return;
        }
        let outcome = self.outcome(row, &held, was.as_ref(), leg, range);
        match outcome {
            Outcome::Same => {
                self.unchanged += 1;
                self.after.entry(key).or_insert(held);
            }
            Outcome::Over => {
                self.unchanged += 1;
                table.warning(row.line, Field::ValidTo, "already_over", "");
            }
            Outcome::Wanted(span) => {
                let ends = span
                    .to
                    .is_some_and(|to| span.from.is_some_and(|from| to <= from));
                let action = match (&was, ends) {
                    (_, true) => Action::Ended,
                    (Some(_), _) => Action::Updated,
                    (None, _) => Action::Created,
                };
                self.changes.push(Change {
                    outlet_code: Some(outlet_code),
                    outlet_id: Some(outlet_id),
                    ..Change::new(Some(row.line), action, &key.0, fields(was.as_ref(), &span))
                });
                lay(self.after.entry(key).or_insert(held), span);
            }
        }
    }

    /// The row's route; what it says of the route must be what the rows above said.
    fn route(&mut self, table: &mut Table, row: &Row) -> Option<String> {
        let code = row.text(Field::RouteCode)?;
        let master = look_up(table, row.line, Field::RouteCode, code, &self.state.routes).ok()?;
        if master.is_some_and(|m| !m.reached) {
            table.error(row.line, Field::RouteCode, "code_taken", code);
            return None;
        }
        let own = master.map_or(code, |m| m.code.as_str()).to_owned();
        let name = row.text(Field::RouteName).map(str::to_owned);
        let mut rep = None;
        if let Some(code) = row.text(Field::RepCode) {
            let found = look_up(table, row.line, Field::RepCode, code, &self.state.reps).ok()?;
            let Some(found) = found.filter(|r| r.reached && !r.ended) else {
                table.error(row.line, Field::RepCode, "unknown_rep", code);
                return None;
            };
            rep = Some(found.code.clone());
        }
        if table.is_bad(row.line) {
            return None;
        }
        let state = self.state;
        let route = self.routes.entry(own.clone()).or_insert_with(|| Route {
            master,
            line: row.line,
            name: None,
            rep: None,
            next_sequence: master.map_or(0, |m| last_sequence(state, m.id)) + 1,
        });
        for (field, said, known) in [
            (Field::RouteName, &name, &mut route.name),
            (Field::RepCode, &rep, &mut route.rep),
        ] {
            match (said, &known) {
                (Some(said), Some(known)) if said != known => {
                    table.error(
                        row.line,
                        field,
                        "differs_from_above",
                        format!("{said} ≠ {known}"),
                    );
                    return None;
                }
                (Some(said), None) => *known = Some(said.clone()),
                _ => {}
            }
        }
        Some(own)
    }

    fn outlet(&self, table: &mut Table, row: &Row, route: &str) -> Option<(i32, String)> {
        let code = row.text(Field::OutletCode)?;
        let found = look_up(
            table,
            row.line,
            Field::OutletCode,
            code,
            &self.state.outlets,
        )
        .ok()?;
        // An outlet of another unit may stay where it is, but is not seen anywhere else.
        let stands = |outlet: &Master| {
            self.routes
                .get(route)
                .and_then(|r| r.master)
                .is_some_and(|m| self.state.legs.contains_key(&(m.id, outlet.id)))
        };
        match found {
            Some(outlet) if stands(outlet) => Some((outlet.id, outlet.code.clone())),
            Some(outlet) if outlet.reached && outlet.ended => {
                table.error(row.line, Field::OutletCode, "outlet_closed", code);
                None
            }
            Some(outlet) if outlet.reached => Some((outlet.id, outlet.code.clone())),
            _ => {
                table.error(row.line, Field::OutletCode, "unknown_outlet", code);
                None
            }
        }
    }

    /// The stored piece that the row speaks of: the one on its first date, else the next one.
    fn counterpart(&self, row: &Row, held: &[Span]) -> Option<Span> {
        let first = row
            .text(Field::ValidFrom)
            .and_then(|d| d.parse::<NaiveDate>().ok())
            .map_or(self.terms.effective, |d| d.max(self.terms.effective));
        held.iter()
            .find(|s| s.holds_on(first))
            .or_else(|| {
                held.iter()
                    .find(|s| s.from.is_some_and(|from| from > first))
            })
            .cloned()
    }

    /// The row with its blanks filled from its counterpart, and its dates; `to` is exclusive.
    fn wanted(
        &mut self,
        table: &mut Table,
        row: &Row,
        route: &str,
        was: Option<&Span>,
    ) -> Option<(Leg, Range)> {
        let old = was.map(|w| &w.leg);
        let text = |field: Field| match row.said(field) {
            Said::Keep => old.and_then(|leg| leg.get(field)).map(str::to_owned),
            Said::Clear => None,
            Said::Set(text) => Some(text.clone()),
        };
        let (pattern, weekdays) = self.pattern(table, row, route, was)?;
        let sequence = match text(Field::Sequence) {
            Some(sequence) => sequence,
            None => self.routes.get(route)?.next_sequence.to_string(),
        };
        if let (Some(route), Ok(n)) = (self.routes.get_mut(route), sequence.parse::<i64>()) {
            route.next_sequence = route.next_sequence.max(n + 1);
        }
        let leg = Leg {
            sequence,
            pattern,
            weekdays,
            window: text(Field::Window),
            service_minutes: text(Field::ServiceMinutes),
        };
        let date = |field| row.text(field).and_then(|d| d.parse::<NaiveDate>().ok());
        let from = match row.said(Field::ValidFrom) {
            Said::Set(_) => date(Field::ValidFrom),
            _ => was.and_then(|w| w.from),
        };
        let to = match row.said(Field::ValidTo) {
            Said::Set(_) => date(Field::ValidTo).and_then(|d| d.checked_add_days(Days::new(1))),
            Said::Clear => None,
            Said::Keep => was.and_then(|w| w.to),
        };
        if let (Some(from), Some(to)) = (from, to)
            && to <= from
        {
            let value = row.text(Field::ValidTo).unwrap_or_default();
            table.error(row.line, Field::ValidTo, "ends_before_it_begins", value);
            return None;
        }
        Some((leg, (from, to)))
    }

    /// Pattern and weekdays, each from the row or else from what is there.
    fn pattern(
        &mut self,
        table: &mut Table,
        row: &Row,
        route: &str,
        was: Option<&Span>,
    ) -> Option<(String, String)> {
        let old = was.map(|w| &w.leg);
        let (said, days) = (row.text(Field::Pattern), row.text(Field::Weekdays));
        let (code, days) = match (said, old) {
            (None, Some(old)) if days.is_none() => {
                return Some((old.pattern.clone(), old.weekdays.clone()));
            }
            (None, None) => {
                table.error(row.line, Field::Pattern, "required", "");
                return None;
            }
            (None, Some(old)) => (old.pattern.clone(), days.unwrap_or_default().to_owned()),
            (Some(code), old) => {
                let days = days
                    .map(str::to_owned)
                    .or_else(|| old.map(|o| o.weekdays.clone()));
                (code.to_owned(), days.unwrap_or_default())
            }
        };
        // What was kept is told by its own prefix, whatever the file's weeks are.
        let weeks = if said.is_some() {
            self.terms.weeks
        } else {
            WeeksOf::Cycle
        };
        let iso = pattern::weekdays(&days).unwrap_or_default();
        let slot = self.slot(route, &code, &days, weeks, old);
        match pattern::read(&code, &iso, weeks, slot) {
            Ok(read) => {
                let written = pattern::write(&read);
                Some((written.pattern, written.weekdays))
            }
            Err(fault) => {
                let value = if days.is_empty() {
                    code
                } else {
                    format!("{code} {days}")
                };
                table.error(row.line, Field::Pattern, fault, value);
                None
            }
        }
    }

    /// The week for a code that names none: the one it has, else the least used on the route.
    fn slot(
        &mut self,
        route: &str,
        code: &str,
        days: &str,
        weeks: WeeksOf,
        old: Option<&Leg>,
    ) -> u32 {
        let slots = pattern::slots(code);
        if slots == 1 {
            return 0;
        }
        let iso = pattern::weekdays(days).unwrap_or_default();
        let written: Vec<_> = (0..slots)
            .map(|s| pattern::read(code, &iso, weeks, s).map(|p| pattern::write(&p)))
            .collect();
        let is = |leg: &Leg, slot: usize| matches!(written.get(slot), Some(Ok(w)) if w.pattern == leg.pattern && w.weekdays == leg.weekdays);
        let (state, master) = (self.state, self.routes.get(route).and_then(|r| r.master));
        let key = (route.to_owned(), code.to_owned(), days.to_owned());
        let used = self.slots.entry(key).or_insert_with(|| {
            let mut used = vec![0; slots as usize];
            for span in master.into_iter().flat_map(|m| legs_of(state, m.id)) {
                if let Some(n) = used.iter_mut().enumerate().find(|(s, _)| is(&span.leg, *s)) {
                    *n.1 += 1;
                }
            }
            used
        });
        if let Some(kept) = old.and_then(|leg| (0..slots as usize).find(|s| is(leg, *s))) {
            return u32::try_from(kept).unwrap_or(0);
        }
        let least = (0..used.len())
            .min_by_key(|s| used.get(*s).copied())
            .unwrap_or(0);
        if let Some(n) = used.get_mut(least) {
            *n += 1;
        }
        u32::try_from(least).unwrap_or(0)
    }

    fn claim(&mut self, table: &mut Table, row: &Row, key: &(String, i32), range: Range) -> bool {
        let claimed = self.claimed.entry(key.clone()).or_default();
        let (from, to) = range;
        let overlaps = claimed.iter().any(|(f, t)| {
            t.is_none_or(|t| from.is_none_or(|from| from < t))
                && to.is_none_or(|to| f.is_none_or(|f| f < to))
        });
        if overlaps {
            let code = if range == (None, None) || claimed.contains(&range) {
                "repeated"
            } else {
                "overlaps"
            };
            let value = row.text(Field::OutletCode).unwrap_or_default();
            table.error(row.line, Field::OutletCode, code, value);
            return false;
        }
        claimed.push(range);
        true
    }

    fn outcome(
        &self,
        row: &Row,
        held: &[Span],
        was: Option<&Span>,
        leg: Leg,
        (from, to): Range,
    ) -> Outcome {
        let effective = self.terms.effective;
        let from = match (row.text(Field::ValidFrom), was) {
            (None, None) => Some(effective),
            _ => from,
        };
        let covers = |s: &Span| s.from.is_none_or(|f| from.is_some_and(|from| f <= from));
        if held.iter().any(|s| s.leg == leg && covers(s) && s.to == to) {
            return Outcome::Same;
        }
        let over = to.is_some_and(|to| to <= effective);
        if over && held.is_empty() {
            return Outcome::Over;
        }
        if over {
            return Outcome::Wanted(Span {
                id: None,
                from: Some(effective),
                to: Some(effective),
                leg,
            });
        }
        let goes_on = was.filter(|w| w.leg == leg && covers(w));
        let is_running = held.iter().any(|s| s.from.is_none_or(|f| f < effective));
        let start = match goes_on {
            // The same, with another end: its beginning stays.
            Some(was) => was.from,
            None if is_running => Some(from.map_or(effective, |f| f.max(effective))),
            None => from.or(Some(effective)),
        };
        Outcome::Wanted(Span {
            id: None,
            from: start,
            to,
            leg,
        })
    }
}

fn legs_of(state: &State, route: i32) -> impl Iterator<Item = &Span> {
    state
        .legs
        .range((route, i32::MIN)..=(route, i32::MAX))
        .flat_map(|(_, spans)| spans)
}

fn last_sequence(state: &State, route: i32) -> i64 {
    legs_of(state, route)
        .filter_map(|s| s.leg.sequence.parse().ok())
        .max()
        .unwrap_or(0)
}
