//! Outlets of the master that may be one: suggested by the domain's comparison, decided by a person.
//! One of two that are the same stays; the other is closed and points to it. What happened at either
//! stays where it happened.

use chrono::NaiveDate;
use fieldbeat_domain::{
    duplicate::{self, Shop},
    position::LatLng,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    import_leg::touch_routes,
    instant::Instant,
    outlet_closing::{self, Closing, end, legs_from},
    outlet_closure,
    outlet_like::LikenessView,
    scope::Scope,
    upsert::Now,
};

/// One of a pair.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PairedOutlet {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub org_unit_code: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    /// Visits ever made there.
    pub visits: i64,
    /// Routes that it is on.
    pub routes: Vec<String>,
}

/// Two outlets in scope that may be one.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OutletPair {
    pub first: PairedOutlet,
    pub second: PairedOutlet,
    pub likeness: LikenessView,
    /// The one that would stay: with more visits, else the older.
    pub survivor_id: i32,
}

/// Open outlets in scope that are likely one and of which nobody has said otherwise, the likeliest
/// first; and how many pairs there are.
pub async fn suggested(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    limit: usize,
) -> Result<(Vec<OutletPair>, usize), StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, o.name, coalesce(o.phone, c.phone) as "phone?", p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?"
        from outlet o left join customer c on c.id = o.customer_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $1::date
        where o.closed_at is null and ($2::int4[] is null or o.org_unit_id = any($2))
        order by o.id
        "#,
        today,
        scope.units() as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let decided: std::collections::HashSet<(i32, i32)> =
        sqlx::query!("select first_id, second_id from outlet_pair where undone_at is null")
            .fetch_all(&mut *db)
            .await?
            .into_iter()
            .map(|r| (r.first_id, r.second_id))
            .collect();
    // Comparing tens of thousands takes a good part of a second: not on a thread that serves others.
    let (ids, pairs) = tokio::task::spawn_blocking(move || {
        let shops: Vec<Shop> = rows
            .iter()
            .map(|r| {
                let pin = r
                    .lat_e7
                    .zip(r.lng_e7)
                    .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 });
                Shop::new(&r.name, r.phone.as_deref(), pin)
            })
            .collect();
        let ids: Vec<i32> = rows.iter().map(|r| r.id).collect();
        (ids, duplicate::pairs(&shops))
    })
    .await
    .map_err(|e| StoreError::Other(sqlx::Error::Io(std::io::Error::other(e))))?;
    let mut open: Vec<(i32, i32, LikenessView)> = pairs
        .into_iter()
        .filter_map(|(a, b, likeness)| Some((*ids.get(a)?, *ids.get(b)?, likeness.into())))
        .filter(|(a, b, _)| !decided.contains(&(*a, *b)))
        .collect();
    let total = open.len();
    open.truncate(limit);
    let wanted: Vec<i32> = open.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    let shown = shown(db, scope, today, &wanted).await?;
    let find = |id: i32| {
        let at = shown.binary_search_by_key(&id, |o| o.id).ok()?;
        shown.get(at).cloned()
    };
    let pairs = open.into_iter().filter_map(|(a, b, likeness)| {
        let (first, second) = (find(a)?, find(b)?);
        let survivor_id = if second.visits > first.visits { b } else { a };
        Some(OutletPair {
            first,
            second,
            likeness,
            survivor_id,
        })
    });
    Ok((pairs.collect(), total))
}

/// By id.
async fn shown(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    ids: &[i32],
) -> Result<Vec<PairedOutlet>, StoreError> {
    Ok(sqlx::query_as!(
        PairedOutlet,
        r#"
        select o.id, o.code, o.name, coalesce(o.phone, c.phone) as "phone?", o.address, u.code as org_unit_code,
          p.lat_e7::float8 / 1e7 as "lat?", p.lng_e7::float8 / 1e7 as "lng?",
          (select count(*) from visit v where v.outlet_id = o.id) as "visits!",
          array(select w.code from route_outlet x join route w on w.id = x.route_id
            where x.outlet_id = o.id and x.retired_at is null and x.valid @> $3::date order by w.code) as "routes!"
        from outlet o join org_unit u on u.id = o.org_unit_id left join customer c on c.id = o.customer_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $3::date
        where o.id = any($1) and ($2::int4[] is null or o.org_unit_id = any($2)) order by o.id
        "#,
        ids,
        scope.units() as _,
        today,
    )
    .fetch_all(db)
    .await?)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairDecision {
    Same,
    /// Never suggested again.
    Different,
}

/// A decision being made about two outlets.
pub struct Deciding<'a> {
    /// The lesser id first.
    pub pair: (i32, i32),
    pub decision: PairDecision,
    pub survivor: i32,
    /// First day on which the other is closed.
    pub from: NaiveDate,
    pub reason: &'a str,
}

/// A decision as made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PairDecided {
    pub id: i32,
    pub first_id: i32,
    pub second_id: i32,
    /// same | different
    pub decision: String,
    /// The one that stays.
    pub survivor_id: Option<i32>,
    pub reason: String,
    pub decided_at: Instant,
    pub undone_at: Option<Instant>,
}

/// Locks both outlets; answers the codes of those that are open and in scope.
pub async fn hold(
    tx: &mut PgConnection,
    scope: &Scope,
    pair: (i32, i32),
) -> Result<[(i32, String, bool); 2], StoreError> {
    let rows = sqlx::query!(
        r#"select id, code, closed_at is null as "open!" from outlet
        where (id = $1 or id = $2) and ($3::int4[] is null or org_unit_id = any($3)) order by id for update"#,
        pair.0,
        pair.1,
        scope.units() as _,
    )
    .fetch_all(tx)
    .await?;
    let rows: Vec<(i32, String, bool)> = rows.into_iter().map(|r| (r.id, r.code, r.open)).collect();
    rows.try_into().map_err(|_| StoreError::NotFound)
}

/// Keeps the decision; where they are the same closes one: it leaves its routes, where the other has
/// no place on any the other takes it, and other systems' names for it become the other's.
/// `Conflict("outlet_pair_once")` where the pair is decided already.
pub async fn decide(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    deciding: &Deciding<'_>,
    codes: (&str, &str),
) -> Result<PairDecided, StoreError> {
    let (first, second) = deciding.pair;
    let same = deciding.decision == PairDecision::Same;
    let survivor = same.then_some(deciding.survivor);
    let mut closure = None;
    let mut moved = json!([]);
    if same {
        let (gone, gone_code, kept_code) = if deciding.survivor == first {
            (second, codes.1, codes.0)
        } else {
            (first, codes.0, codes.1)
        };
        let places = legs_from(tx, gone, deciding.from).await?;
        if legs_from(tx, deciding.survivor, deciding.from)
            .await?
            .is_empty()
            && !places.is_empty()
        {
            take_places(tx, now, gone, deciding).await?;
        }
        let closing = Closing {
            outlet: gone,
            from: deciding.from,
            reason: deciding.reason,
            into: Some(deciding.survivor),
        };
        closure = Some(outlet_closure::record(tx, scope, now, &closing).await?);
        moved = rename_external(tx, gone_code, kept_code).await?;
    }
    Ok(sqlx::query_as!(
        PairDecided,
        r#"insert into outlet_pair (first_id, second_id, decision, survivor_id, closure_id, external_codes, reason, decided_by, decided_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning id, first_id, second_id, decision, survivor_id, reason, decided_at as "decided_at: Instant",
          undone_at as "undone_at: Instant""#,
        first,
        second,
        if same { "same" } else { "different" },
        survivor,
        closure,
        moved,
        deciding.reason,
        scope.user_id() as _,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

/// The places on routes of the one that goes, from the day on, for the one that stays.
async fn take_places(
    tx: &mut PgConnection,
    now: Now,
    gone: i32,
    deciding: &Deciding<'_>,
) -> Result<(), StoreError> {
    let routes = sqlx::query_scalar!(
        r#"
        insert into route_outlet (route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min,
          valid, recorded_at)
        select route_id, $2, sequence, pattern, window_from_min, window_to_min, service_min, valid * daterange($3, null), $4
        from route_outlet where outlet_id = $1 and retired_at is null and valid && daterange($3, null)
        returning route_id
        "#,
        gone,
        deciding.survivor,
        deciding.from,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    touch_routes(tx, now.at, &routes).await
}

/// Other systems' codes of the one become the other's; answers which.
async fn rename_external(tx: &mut PgConnection, from: &str, to: &str) -> Result<Value, StoreError> {
    let moved = sqlx::query!(
        "update external_code set own_code = $2 where collection = 'outlets' and own_code = $1 returning system, code",
        from,
        to
    )
    .fetch_all(tx)
    .await?;
    Ok(moved
        .into_iter()
        .map(|m| json!([m.system, m.code]))
        .collect())
}

/// A decision locked, to be taken back.
pub struct HeldPair {
    pub id: i32,
    pub pair: (i32, i32),
    pub survivor: Option<i32>,
    pub undone: bool,
}

pub async fn hold_decision(
    tx: &mut PgConnection,
    scope: &Scope,
    id: i32,
) -> Result<HeldPair, StoreError> {
    let row = sqlx::query!(
        r#"select first_id, second_id, survivor_id, undone_at is not null as "undone!" from outlet_pair where id = $1 for update"#,
        id
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    let pair = (row.first_id, row.second_id);
    hold(tx, scope, pair).await?;
    Ok(HeldPair {
        id,
        pair,
        survivor: row.survivor_id,
        undone: row.undone,
    })
}

/// Takes a decision back: the closed outlet is open and on its routes again, those that the other took
/// over end, and other systems' names are what they were. The pair may be suggested again.
pub async fn undo(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    held: &HeldPair,
    reason: &str,
) -> Result<PairDecided, StoreError> {
    if let Some(survivor) = held.survivor {
        let gone = if survivor == held.pair.0 {
            held.pair.1
        } else {
            held.pair.0
        };
        separate(tx, scope, now, held, (gone, survivor), reason).await?;
    }
    Ok(sqlx::query_as!(
        PairDecided,
        r#"update outlet_pair set undone_by = $2, undone_at = $3 where id = $1
        returning id, first_id, second_id, decision, survivor_id, reason, decided_at as "decided_at: Instant",
          undone_at as "undone_at: Instant""#,
        held.id,
        scope.user_id() as _,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

async fn separate(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    held: &HeldPair,
    (gone, survivor): (i32, i32),
    reason: &str,
) -> Result<(), StoreError> {
    let closure = sqlx::query!(
        r#"update outlet_closure c set reopened_by = $2, reopened_at = $3, reopening_reason = $4
        from outlet_pair q where q.id = $1 and c.id = q.closure_id
        returning c.effective_from as "from!", c.decided_at"#,
        held.id,
        scope.user_id() as _,
        now.at,
        reason,
    )
    .fetch_one(&mut *tx)
    .await?;
    let day = closure.from.max(now.today);
    let taken = sqlx::query_as!(
        outlet_closing::Place,
        r#"select id, route_id as route from route_outlet
        where outlet_id = $1 and recorded_at = $2 and retired_at is null and valid && daterange($3, null) for update"#,
        survivor,
        closure.decided_at,
        day,
    )
    .fetch_all(&mut *tx)
    .await?;
    end(tx, now, &taken, day).await?;
    outlet_closing::reopen(tx, now, gone, (closure.from, closure.decided_at)).await?;
    sqlx::query!(
        r#"update external_code x set own_code = (select code from outlet where id = $2)
        from outlet_pair q, jsonb_array_elements(q.external_codes) e
        where q.id = $1 and x.collection = 'outlets' and x.system = e->>0 and x.code = e->>1"#,
        held.id,
        gone,
    )
    .execute(tx)
    .await?;
    Ok(())
}
