//! Stores what a diff says, in statements over thousands of rows, and takes it back.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    ImportError,
    diff::{Action, Change, Diff},
    held::{Found, Masters, State},
    kind::{Field, Kind, WeeksOf},
    leg_diff::RouteWrites,
    pattern,
    run::Progress,
    write_trade,
};
use crate::store::{
    customer::{self, CustomerPut},
    erp_owned::Owned,
    import_leg::{self, LegPieces},
    import_undo::{self, Done},
    instant::Instant,
    org_unit::{self, OrgUnitPut},
    outlet_put::{self, OutletPut},
    rep_put::{self, RepPut},
    route_leg::minute,
    route_put::{self, RoutePut},
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

/// Rows of one statement, and of one step of the progress.
pub(super) const CHUNK: usize = 5_000;

/// Who writes, and when; `now.today` is the first date on which it holds.
pub struct Hand<'a> {
    /// The import.
    pub id: i32,
    pub scope: &'a Scope,
    pub now: Now,
    /// As it is on the date of writing.
    pub owned: &'a Owned,
    pub progress: &'a Progress<'a>,
}

/// Stores a diff; answers the id of each changed master by code.
pub async fn all(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    kind: Kind,
    diff: &Diff,
    state: &State,
) -> Result<HashMap<String, i32>, ImportError> {
    units(conn, hand, diff, state).await?;
    match kind {
        Kind::Outlets => {
            customers(conn, hand, diff, state).await?;
            let puts = diff
                .changes
                .iter()
                .map(|c| outlet(c, &state.outlets, hand))
                .collect();
            outlets(conn, hand, puts).await
        }
        Kind::Reps => {
            let ids = reps(conn, hand, diff.changes.iter().map(rep).collect()).await?;
            let logins = diff
                .changes
                .iter()
                .filter_map(|c| Some((*ids.get(&c.code)?, c.to(Field::Login)?.map(str::to_owned))));
            tie_logins(conn, hand, logins).await?;
            Ok(ids)
        }
        Kind::Routes => routes(conn, hand, &diff.routes, state, &diff.changes).await,
        Kind::Customers => write_trade::customers(conn, hand, &diff.changes).await,
        Kind::Products => write_trade::products(conn, hand, &diff.changes).await,
        Kind::Prices => write_trade::prices(conn, hand, &diff.changes, &diff.prices).await,
        Kind::Stock => {
            write_trade::counts(conn, hand, &diff.counts, state).await?;
            Ok(HashMap::new())
        }
    }
}

/// No row of a checked file should be refused; where one is, nothing is stored.
pub(super) fn accepted(
    results: Vec<RowResult>,
    ids: &mut HashMap<String, i32>,
) -> Result<(), ImportError> {
    for result in results {
        if let Some(fault) = result.error.iter().flatten().next() {
            return Err(ImportError::Refused(result.code, fault.code.to_string()));
        }
        ids.extend(result.id.map(|id| (result.code, id)));
    }
    Ok(())
}

async fn units(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    diff: &Diff,
    state: &State,
) -> Result<(), ImportError> {
    let named: BTreeSet<&str> = diff
        .changes
        .iter()
        .filter_map(|c| c.to(Field::OrgUnit).flatten())
        .collect();
    let puts: Vec<OrgUnitPut> = diff
        .new_units
        .iter()
        .filter(|code| named.contains(code.as_str()))
        .map(|code| OrgUnitPut {
            code: code.clone(),
            name: Some(code.clone()),
            parent_code: Some(state.top_unit.clone()),
            ..OrgUnitPut::default()
        })
        .collect();
    let made = org_unit::upsert(conn, hand.scope, hand.now, Mode::Create, &puts).await?;
    accepted(made, &mut HashMap::new())
}

async fn customers(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    diff: &Diff,
    state: &State,
) -> Result<(), ImportError> {
    let named: BTreeSet<&str> = diff
        .changes
        .iter()
        .filter_map(|c| c.to(Field::CustomerCode).flatten())
        .collect();
    let puts: Vec<CustomerPut> = named
        .into_iter()
        .filter(|code| state.customers.codes.find(code) == Found::Nowhere)
        .filter_map(|code| {
            let (name, unit) = diff.new_customers.get(code)?;
            Some(CustomerPut {
                code: code.to_owned(),
                name: Some(name.clone()),
                org_unit_code: Some(unit.clone()),
                ..CustomerPut::default()
            })
        })
        .collect();
    for chunk in puts.chunks(CHUNK) {
        let as_new = (Mode::Create, hand.owned);
        let made = customer::upsert_but(conn, hand.scope, hand.now, as_new, chunk).await?;
        accepted(made, &mut HashMap::new())?;
    }
    Ok(())
}

pub(super) fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn outlet(change: &Change, held: &Masters, hand: &Hand<'_>) -> OutletPut {
    let field = |f| change.to(f).map(owned);
    let mut put = OutletPut {
        code: change.code.clone(),
        name: field(Field::Name).flatten(),
        class: field(Field::Class).flatten(),
        channel: field(Field::Channel),
        address: field(Field::Address),
        org_unit_code: field(Field::OrgUnit).flatten(),
        radius_m: field(Field::RadiusM).map(|r| r.and_then(|r| r.parse().ok())),
        ..OutletPut::default()
    };
    match change.to(Field::CustomerCode) {
        Some(Some(code)) => put.customer_code = Some(code.to_owned()),
        Some(None) => put.customer_id = Some(None),
        None => {}
    }
    match change.to(Field::Closed) {
        Some(Some(_)) => put.closed_at = Some(Some(Instant(hand.now.at))),
        Some(None) => put.closed_at = Some(None),
        None => {}
    }
    if change.to(Field::Lat).is_some() || change.to(Field::Lng).is_some() {
        let was = held.find(&change.code).1;
        let degrees = |f| {
            let kept = was.and_then(|m| m.values.get(&f)).map(String::as_str);
            change.to(f).flatten().or(kept)
        };
        if let (Some(lat), Some(lng)) = (degrees(Field::Lat), degrees(Field::Lng)) {
            (put.lat, put.lng) = (lat.parse().ok(), lng.parse().ok());
        }
    }
    put
}

async fn outlets(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    puts: Vec<OutletPut>,
) -> Result<HashMap<String, i32>, ImportError> {
    let mut ids = HashMap::with_capacity(puts.len());
    for chunk in puts.chunks(CHUNK) {
        let how = (Mode::Upsert, hand.owned);
        let done = outlet_put::upsert_but(conn, hand.scope, hand.now, how, chunk).await?;
        accepted(done, &mut ids)?;
        hand.progress.step(chunk.len()).await?;
    }
    Ok(ids)
}

fn rep(change: &Change) -> RepPut {
    let field = |f| change.to(f).map(owned);
    RepPut {
        code: change.code.clone(),
        name: field(Field::Name).flatten(),
        phone: field(Field::Phone),
        org_unit_code: field(Field::OrgUnit).flatten(),
        active: change.to(Field::Closed).map(|closed| closed.is_none()),
        ..RepPut::default()
    }
}

async fn reps(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    puts: Vec<RepPut>,
) -> Result<HashMap<String, i32>, ImportError> {
    let mut ids = HashMap::with_capacity(puts.len());
    for chunk in puts.chunks(CHUNK) {
        let done = rep_put::upsert(conn, hand.scope, hand.now, Mode::Upsert, chunk).await?;
        accepted(done, &mut ids)?;
        hand.progress.step(chunk.len()).await?;
    }
    Ok(ids)
}

async fn tie_logins(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    logins: impl Iterator<Item = (i32, Option<String>)>,
) -> Result<(), ImportError> {
    let (reps, logins): (Vec<_>, Vec<_>) = logins.unzip();
    if !reps.is_empty() {
        import_leg::tie_logins(conn, hand.now.at, &reps, &logins).await?;
    }
    Ok(())
}

async fn routes(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    writes: &RouteWrites,
    state: &State,
    changes: &[Change],
) -> Result<HashMap<String, i32>, ImportError> {
    let mut ids: HashMap<String, i32> = state
        .routes
        .all
        .iter()
        .map(|r| (r.code.clone(), r.id))
        .collect();
    let puts: Vec<RoutePut> = writes
        .routes
        .iter()
        .map(|r| RoutePut {
            code: r.code.clone(),
            name: r.name.clone(),
            rep_code: r.rep_code.clone(),
            org_unit_code: r.unit.clone(),
            ..RoutePut::default()
        })
        .collect();
    for chunk in puts.chunks(CHUNK) {
        let done = route_put::upsert(conn, hand.scope, hand.now, Mode::Upsert, chunk).await?;
        accepted(done, &mut ids)?;
    }
    for chunk in writes.retired.chunks(CHUNK) {
        import_leg::retire(conn, hand.now.at, chunk).await?;
    }
    for chunk in writes.added.chunks(CHUNK) {
        let mut pieces = LegPieces::default();
        for (code, outlet, span) in chunk {
            let route = ids.get(code).copied();
            let leg = &span.leg;
            let weekdays = pattern::weekdays(&leg.weekdays).unwrap_or_default();
            let read = pattern::read(&leg.pattern, &weekdays, WeeksOf::Cycle, 0);
            let (Some(route), Ok(read)) = (route, read) else {
                return Err(ImportError::Refused(
                    code.clone(),
                    "invalid_pattern".to_owned(),
                ));
            };
            let window = leg.window.as_deref().and_then(|w| {
                let (from, to) = w.split_once('-')?;
                Some((minute(from)?, minute(to)?))
            });
            pieces.route.push(route);
            pieces.outlet.push(*outlet);
            pieces
                .sequence
                .push(leg.sequence.parse().unwrap_or_default());
            pieces
                .pattern
                .push(serde_json::to_value(read).unwrap_or_default());
            pieces.window_from.push(window.map(|w| w.0));
            pieces.window_to.push(window.map(|w| w.1));
            pieces
                .service
                .push(leg.service_minutes.as_ref().and_then(|m| m.parse().ok()));
            pieces.from.push(span.from);
            pieces.to.push(span.to);
        }
        import_leg::add(conn, hand.now.at, &pieces).await?;
        hand.progress.step(chunk.len()).await?;
    }
    let moved: BTreeSet<i32> = changes
        .iter()
        .filter(|c| c.outlet_id.is_some())
        .filter_map(|c| ids.get(&c.code).copied())
        .collect();
    let moved: Vec<i32> = moved.into_iter().collect();
    import_leg::touch_routes(conn, hand.now.at, &moved).await?;
    Ok(ids)
}

/// A field of a kept change.
#[derive(Deserialize)]
struct Kept {
    field: Field,
    from: Option<String>,
}

/// A change the other way round, on what it made or changed.
fn backwards(done: &Done) -> Change {
    let kept: Vec<Kept> = serde_json::from_value(done.fields.clone()).unwrap_or_default();
    let made = done.action == Action::Created.as_str();
    let fields = if made {
        vec![super::diff::FieldChange {
            field: Field::Closed,
            from: None,
            to: Some("yes".to_owned()),
        }]
    } else {
        kept.into_iter()
            .map(|k| super::diff::FieldChange {
                field: k.field,
                from: None,
                to: k.from,
            })
            .collect()
    };
    Change::new(None, Action::Updated, &done.code, fields)
}

/// Takes back what was written at `then`.
pub async fn back(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    kind: Kind,
    done: &[Done],
    then: chrono::DateTime<chrono::Utc>,
) -> Result<(), ImportError> {
    let now = hand.now.at;
    let ids: Vec<i32> = done.iter().filter_map(|d| d.subject_id).collect();
    let changes: Vec<Change> = done.iter().map(backwards).collect();
    match kind {
        Kind::Outlets => {
            // Pins go back as the dated rows they are.
            let puts = changes.iter().map(|c| OutletPut {
                lat: None,
                lng: None,
                radius_m: None,
                ..outlet(c, &Masters::default(), hand)
            });
            outlets(conn, hand, puts.collect()).await?;
            for chunk in ids.chunks(CHUNK) {
                import_undo::pins(conn, chunk, then, now).await?;
            }
        }
        Kind::Reps => {
            let puts = changes.iter().map(|c| RepPut {
                org_unit_code: None,
                ..rep(c)
            });
            let by_code = reps(conn, hand, puts.collect()).await?;
            let moved: Vec<i32> = done
                .iter()
                .filter(|d| d.action != Action::Created.as_str())
                .filter_map(|d| d.subject_id)
                .collect();
            import_undo::rep_units(conn, &moved, then, now).await?;
            let logins = changes.iter().filter_map(|c| {
                Some((
                    *by_code.get(&c.code)?,
                    c.to(Field::Login)?.map(str::to_owned),
                ))
            });
            tie_logins(conn, hand, logins).await?;
        }
        Kind::Routes => {
            let puts: Vec<RoutePut> = changes
                .iter()
                .filter_map(|c| {
                    Some(RoutePut {
                        code: c.code.clone(),
                        name: Some(c.to(Field::RouteName)??.to_owned()),
                        ..RoutePut::default()
                    })
                })
                .collect();
            let renamed =
                route_put::upsert(conn, hand.scope, hand.now, Mode::Upsert, &puts).await?;
            accepted(renamed, &mut HashMap::new())?;
            let routes: BTreeSet<i32> = ids.into_iter().collect();
            let routes: Vec<i32> = routes.into_iter().collect();
            for chunk in routes.chunks(CHUNK) {
                import_undo::routes(conn, chunk, then, now).await?;
            }
            import_leg::touch_routes(conn, now, &routes).await?;
            hand.progress.step(done.len()).await?;
        }
        Kind::Customers => {
            write_trade::customers(conn, hand, &changes).await?;
        }
        Kind::Products => {
            write_trade::products(conn, hand, &changes).await?;
        }
        Kind::Prices => write_trade::prices_back(conn, hand, done, &changes).await?,
        Kind::Stock => write_trade::counts_back(conn, hand).await?,
    }
    Ok(())
}
