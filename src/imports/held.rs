//! What the database holds, in the texts of the columns: what a file is compared with, and what an
//! export writes.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use fieldbeat_domain::pattern::VisitPattern;
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    cells::{clock_text, degrees_text},
    kind::{Field, Kind},
    pattern,
    sheet::tidy,
    trade_held::{self, Trade},
};
use crate::store::{
    StoreError,
    erp_owned::Owned,
    import_state::{self, LegState, Named, OutletState, RepState, RouteState},
    role::Right,
    scope::Scope,
};

pub type Values = BTreeMap<Field, String>;

/// A master that is there.
#[derive(Debug, Default)]
pub struct Master {
    pub id: i32,
    pub code: String,
    /// Whether the scope reaches it; else it is there only to take its code.
    pub reached: bool,
    /// Closed or inactive.
    pub ended: bool,
    pub values: Values,
}

/// How a code in a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Position in the list.
    At(usize),
    /// As before, after its leading zeros were put back.
    Padded(usize),
    /// Several codes differ only in leading zeros.
    Ambiguous,
    Nowhere,
}

/// Codes of one kind of master.
#[derive(Debug, Default)]
pub struct Codes {
    exact: HashMap<String, usize>,
    bare: HashMap<String, Vec<usize>>,
}

impl Codes {
    pub fn new<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for (index, code) in codes.enumerate() {
            // Composed, since so is every cell.
            all.exact.insert(tidy(code), index);
            if let Some(bare) = code.strip_prefix('0')
                && code.bytes().all(|b| b.is_ascii_digit())
            {
                let bare = bare.trim_start_matches('0').to_owned();
                all.bare.entry(bare).or_default().push(index);
            }
        }
        all
    }

    pub fn find(&self, code: &str) -> Found {
        if let Some(index) = self.exact.get(code) {
            return Found::At(*index);
        }
        match self.bare.get(code).map(Vec::as_slice) {
            None | Some([]) => Found::Nowhere,
            Some([index]) => Found::Padded(*index),
            Some(_) => Found::Ambiguous,
        }
    }
}

/// Masters with their codes.
#[derive(Debug, Default)]
pub struct Masters {
    pub all: Vec<Master>,
    pub codes: Codes,
}

impl Masters {
    pub(super) fn new(all: Vec<Master>) -> Self {
        let codes = Codes::new(all.iter().map(|m| m.code.as_str()));
        Self { all, codes }
    }

    pub fn by_id(&self) -> HashMap<i32, &Master> {
        self.all.iter().map(|m| (m.id, m)).collect()
    }

    pub fn find(&self, code: &str) -> (Found, Option<&Master>) {
        let found = self.codes.find(code);
        let master = match found {
            Found::At(i) | Found::Padded(i) => self.all.get(i),
            Found::Ambiguous | Found::Nowhere => None,
        };
        (found, master)
    }
}

/// An outlet on a route over a range of dates; `to` is the first on which it no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// `None`: not stored yet.
    pub id: Option<i64>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub leg: Leg,
}

/// An outlet on a route, in the texts of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leg {
    pub sequence: String,
    pub pattern: String,
    pub weekdays: String,
    pub window: Option<String>,
    pub service_minutes: Option<String>,
}

/// Everything that a file of one kind is compared with.
#[derive(Debug, Default)]
pub struct State {
    pub outlets: Masters,
    pub reps: Masters,
    pub routes: Masters,
    /// By route and outlet id, in order of dates.
    pub legs: BTreeMap<(i32, i32), Vec<Span>>,
    /// Routes and outlets in the order of an export.
    pub leg_order: Vec<(i32, i32, i64)>,
    pub units: Masters,
    pub customers: Masters,
    pub logins: Masters,
    pub trade: Trade,
    /// Where new routes and units go.
    pub top_unit: String,
    /// Whether unknown org units are made.
    pub makes_units: bool,
    /// What whoever brings the file may not change.
    pub owned: Owned,
}

impl State {
    /// What the scope reaches, as it is on a date.
    pub async fn load(
        conn: &mut PgConnection,
        scope: &Scope,
        kind: Kind,
        on: NaiveDate,
    ) -> Result<Self, StoreError> {
        let mut state = Self {
            units: named(import_state::org_units(conn, scope).await?),
            top_unit: import_state::top_unit(conn, scope).await?,
            makes_units: scope.may(Right::ManageOrgUnits),
            ..Self::default()
        };
        if matches!(kind, Kind::Outlets | Kind::Routes) {
            let outlets = import_state::outlets(conn, scope, on).await?;
            state.outlets = Masters::new(outlets.into_iter().map(outlet).collect());
        }
        if matches!(kind, Kind::Reps | Kind::Routes) {
            let reps = import_state::reps(conn, scope, on).await?;
            state.reps = Masters::new(reps.into_iter().map(rep).collect());
        }
        match kind {
            Kind::Outlets => state.customers = named(import_state::customers(conn, scope).await?),
            Kind::Reps => state.logins = named(import_state::logins(conn, scope).await?),
            Kind::Routes => {
                let routes = import_state::routes(conn, scope, on).await?;
                state.routes = Masters::new(routes.into_iter().map(route).collect());
                for leg in import_state::legs(conn, scope, on).await? {
                    let key = (leg.route_id, leg.outlet_id);
                    state.leg_order.push((key.0, key.1, leg.id));
                    state.legs.entry(key).or_default().push(span(&leg));
                }
                for spans in state.legs.values_mut() {
                    spans.sort_by_key(|s| s.from);
                }
            }
            Kind::Customers | Kind::Products | Kind::Prices | Kind::Stock => {
                trade_held::load(conn, scope, kind, on, &mut state).await?;
            }
        }
        Ok(state)
    }
}

pub(super) fn named(rows: Vec<Named>) -> Masters {
    Masters::new(
        rows.into_iter()
            .map(|n| Master {
                code: n.code,
                reached: n.reached,
                ..Master::default()
            })
            .collect(),
    )
}

/// Texts that are there; `-` is what people write for nothing, and a cell that clears.
pub(super) fn values<const N: usize>(pairs: [(Field, Option<String>); N]) -> Values {
    pairs
        .into_iter()
        .filter_map(|(field, text)| {
            let text = tidy(&text?);
            let is_nothing = text.is_empty() || text == "-" && field.may_be_cleared();
            (!is_nothing).then_some((field, text))
        })
        .collect()
}

fn outlet(o: OutletState) -> Master {
    Master {
        id: o.id,
        reached: o.reached,
        ended: o.closed,
        values: values([
            (Field::Code, Some(o.code.clone())),
            (Field::Name, Some(o.name)),
            (Field::Lat, o.lat_e7.map(degrees_text)),
            (Field::Lng, o.lng_e7.map(degrees_text)),
            (Field::RadiusM, o.radius_m.map(|r| r.to_string())),
            (Field::Class, Some(o.class)),
            (Field::Channel, o.channel),
            (Field::Address, o.address),
            (Field::CustomerCode, o.customer_code),
            (Field::OrgUnit, Some(o.org_unit_code)),
        ]),
        code: o.code,
    }
}

fn rep(r: RepState) -> Master {
    Master {
        id: r.id,
        reached: r.reached,
        ended: !r.active,
        values: values([
            (Field::Code, Some(r.code.clone())),
            (Field::Name, Some(r.name)),
            (Field::Phone, r.phone),
            (Field::OrgUnit, r.org_unit_code),
            (Field::Login, r.login),
        ]),
        code: r.code,
    }
}

fn route(r: RouteState) -> Master {
    Master {
        id: r.id,
        reached: r.reached,
        ended: false,
        values: values([
            (Field::RouteCode, Some(r.code.clone())),
            (Field::RouteName, Some(r.name)),
            (Field::RepCode, r.rep_code),
        ]),
        code: r.code,
    }
}

fn span(l: &LegState) -> Span {
    let written = match VisitPattern::deserialize(&l.pattern) {
        Ok(read) => pattern::write(&read),
        Err(_) => pattern::Written {
            pattern: l.pattern.to_string(),
            weekdays: String::new(),
        },
    };
    Span {
        id: Some(l.id),
        from: l.from,
        to: l.to,
        leg: Leg {
            sequence: l.sequence.to_string(),
            pattern: written.pattern,
            weekdays: written.weekdays,
            window: l
                .window_from_min
                .zip(l.window_to_min)
                .map(|(from, to)| format!("{}-{}", clock_text(from), clock_text(to))),
            service_minutes: l.service_min.map(|m| m.to_string()),
        },
    }
}

impl Span {
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date < to)
    }

    /// The last date, as files say it.
    pub fn last(&self) -> Option<NaiveDate> {
        self.to.and_then(|to| to.checked_sub_days(Days::new(1)))
    }
}

impl Leg {
    pub fn get(&self, field: Field) -> Option<&str> {
        let text = match field {
            Field::Sequence => Some(&self.sequence),
            Field::Pattern => Some(&self.pattern),
            Field::Weekdays => Some(&self.weekdays),
            Field::Window => self.window.as_ref(),
            Field::ServiceMinutes => self.service_minutes.as_ref(),
            _ => None,
        };
        text.map(String::as_str).filter(|t| !t.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_its_leading_zeros_is_found_where_only_one_can_be_meant() {
        let codes = Codes::new(["00042", "007", "0007", "12", "A01"].into_iter());
        assert_eq!(codes.find("00042"), Found::At(0));
        assert_eq!(codes.find("42"), Found::Padded(0));
        assert_eq!(codes.find("042"), Found::Nowhere);
        assert_eq!(codes.find("7"), Found::Ambiguous);
        assert_eq!(codes.find("12"), Found::At(3));
        assert_eq!(codes.find("A1"), Found::Nowhere);
    }

    #[test]
    fn composed_and_decomposed_accents_are_one_code() {
        use unicode_normalization::UnicodeNormalization;
        let stored: String = "Cửa-1".nfd().collect();
        assert_eq!(
            Codes::new([stored.as_str()].into_iter()).find("Cửa-1"),
            Found::At(0)
        );
    }
}
