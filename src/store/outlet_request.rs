//! New outlets asked for: as read, and how a request is kept. What is alike in the master is
//! `outlet_like`; deciding is `outlet_request_decision`.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{id::OrgUnitId, position::LatLng};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    page::Since,
    photo::bind,
    scope::Scope,
    upsert::{Fault, check_text},
};

/// A new outlet that somebody asks for.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OutletRequest {
    pub id: Uuid,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    /// Who asks from the field; null: from the office.
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub rep_name: Option<String>,
    /// Who asks from the office.
    pub requested_by: Option<String>,
    /// The visit made there.
    pub visit_id: Option<Uuid>,
    pub name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub class: String,
    pub channel: Option<String>,
    pub note: Option<String>,
    pub lat: f64,
    pub lng: f64,
    pub accuracy_m: Option<f64>,
    /// SHA-256 of a photo, in hexadecimal.
    pub photo: Option<String>,
    pub requested_at: Instant,
    /// open | approved | refused
    pub state: String,
    /// The outlet made of it; of a refused one, the outlet that was there already.
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub reason: Option<String>,
    /// First day of the outlet and its route.
    pub effective_from: Option<NaiveDate>,
    pub version: i32,
}

impl OutletRequest {
    pub fn pin(&self) -> Option<LatLng> {
        LatLng::from_degrees(self.lat, self.lng)
    }
}

#[derive(Clone, Debug, Default)]
pub struct OutletRequestFilter {
    pub id: Option<Uuid>,
    pub state: Option<String>,
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
    pub since: Since,
}

/// By id; a rep sees what it asked for itself.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &OutletRequestFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<OutletRequest>, StoreError> {
    let (since_time, since_xid) = match filter.since {
        Since::Ever => (None, None),
        Since::Time(t) => (Some(t), None),
        Since::Xid(x) => (None, Some(x)),
    };
    Ok(sqlx::query_as!(
        OutletRequest,
        r#"
        select q.id, q.org_unit_id, u.code as org_unit_code, q.rep_id, r.code as "rep_code?", r.name as "rep_name?",
          a.name as "requested_by?", q.visit_id, q.name, q.phone, q.address, q.class, q.channel, q.note,
          q.lat_e7::float8 / 1e7 as "lat!", q.lng_e7::float8 / 1e7 as "lng!", q.accuracy_dm::float8 / 10 as accuracy_m,
          encode(q.photo, 'hex') as photo, q.requested_at as "requested_at: Instant", q.state, q.outlet_id, o.code as "outlet_code?",
          d.name as "decided_by?", q.decided_at as "decided_at?: Instant", q.reason, q.effective_from, q.version
        from outlet_request q join org_unit u on u.id = q.org_unit_id
        left join rep r on r.id = q.rep_id left join app_user a on a.id = q.requested_by
        left join outlet o on o.id = q.outlet_id left join app_user d on d.id = q.decided_by
        where ($1::int4[] is null or q.org_unit_id = any($1)) and ($2::int4 is null or q.rep_id = $2)
          and ($3::uuid is null or q.id = $3) and ($4::text is null or q.state = $4)
          and ($5::int4 is null or q.rep_id = $5) and ($6::int4 is null or q.org_unit_id = $6)
          and ($7::timestamptz is null or q.updated_at >= $7) and ($8::int8 is null or q.xid >= $8::int8::text::xid8)
          and ($9::uuid is null or q.id > $9)
        order by q.id limit $10
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.state,
        filter.rep_id,
        filter.org_unit_id,
        since_time,
        since_xid,
        after,
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<OutletRequest, StoreError> {
    let filter = OutletRequestFilter {
        id: Some(id),
        ..OutletRequestFilter::default()
    };
    let mut found = list(db, scope, &filter, None, 1).await?;
    found.pop().ok_or(StoreError::NotFound)
}

/// A request as it comes, from a phone or from the office.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    pub name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub class: Option<String>,
    pub channel: Option<String>,
    pub note: Option<String>,
    pub lat: f64,
    pub lng: f64,
    pub accuracy_m: Option<f64>,
    pub photo: Option<String>,
    pub visit_id: Option<Uuid>,
}

/// Accuracies from here on say nothing.
const ACCURACY_MAX_M: f64 = 100_000.0;

/// A request that can be kept.
#[derive(Clone, Debug)]
pub struct Asked {
    asking: Asking,
    pin: LatLng,
    accuracy_dm: Option<i32>,
    photo: Option<Vec<u8>>,
}

impl Asking {
    pub fn check(mut self) -> Result<Asked, Vec<Fault>> {
        let mut faults = Vec::new();
        for text in [
            &mut self.phone,
            &mut self.address,
            &mut self.class,
            &mut self.channel,
            &mut self.note,
        ] {
            *text = text
                .take()
                .map(|t| t.trim().to_owned())
                .filter(|t| !t.is_empty());
        }
        let name = self.name.trim().to_owned();
        self.name = name;
        check_text("/name", Some(&self.name), true, &mut faults);
        for (pointer, text) in [
            ("/phone", &self.phone),
            ("/address", &self.address),
            ("/class", &self.class),
            ("/channel", &self.channel),
            ("/note", &self.note),
        ] {
            check_text(pointer, text.as_deref(), false, &mut faults);
        }
        let pin = LatLng::from_degrees(self.lat, self.lng);
        if pin.is_none() {
            faults.push(Fault::new("/lat", "out_of_range"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "range checked")]
        let accuracy_dm = match self.accuracy_m {
            None => None,
            Some(m) if (0.0..ACCURACY_MAX_M).contains(&m) => Some((m * 10.0).round() as i32),
            Some(_) => {
                faults.push(Fault::new("/accuracy_m", "out_of_range"));
                None
            }
        };
        let photo = match self.photo.as_deref().map(bind::digest) {
            None => None,
            Some(Some(digest)) => Some(digest.to_vec()),
            Some(None) => {
                faults.push(Fault::new("/photo", "invalid_digest"));
                None
            }
        };
        match pin {
            Some(pin) if faults.is_empty() => Ok(Asked {
                asking: self,
                pin,
                accuracy_dm,
                photo,
            }),
            _ => Err(faults),
        }
    }
}

/// Who asks, and for which unit.
pub struct Asker<'a> {
    pub scope: &'a Scope,
    pub rep: Option<i32>,
    pub org_unit: OrgUnitId,
}

/// Keeps the request; a second coming of the same id changes nothing.
pub async fn keep(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    asker: &Asker<'_>,
    id: Uuid,
    asked: &Asked,
) -> Result<(), StoreError> {
    let a = &asked.asking;
    sqlx::query!(
        r#"insert into outlet_request (id, org_unit_id, rep_id, requested_by, visit_id, name, phone, address, class, channel, note,
          lat_e7, lng_e7, accuracy_dm, photo, requested_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, 'general'), $10, $11, $12, $13, $14, $15, $16, $16)
        on conflict (id) do nothing"#,
        id,
        asker.org_unit.0,
        asker.rep,
        asker.scope.user_id() as _,
        a.visit_id,
        a.name,
        a.phone,
        a.address,
        a.class,
        a.channel,
        a.note,
        asked.pin.lat_e7,
        asked.pin.lng_e7,
        asked.accuracy_dm,
        asked.photo,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A route that a new outlet could join.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RouteName {
    pub id: i32,
    pub code: String,
    pub name: String,
}

/// Today's routes of the rep who asks, in scope.
pub async fn routes(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    rep: i32,
) -> Result<Vec<RouteName>, StoreError> {
    Ok(sqlx::query_as!(
        RouteName,
        r#"
        select r.id, r.code, r.name from route_rep x join route r on r.id = x.route_id
        where x.rep_id = $1 and x.retired_at is null and x.valid @> $2::date
          and ($3::int4[] is null or r.org_unit_id = any($3))
        order by r.code
        "#,
        rep,
        today,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?)
}
