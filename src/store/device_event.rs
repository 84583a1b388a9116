//! Events about a device, told to who sees the rep whom it serves then. What happened is the caller's to say.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::DeviceId;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    StoreError,
    event::{self, NewEvent},
};

/// `said` is an object; the device's id and label are added to it.
pub async fn tell(
    tx: &mut PgConnection,
    at: DateTime<Utc>,
    device: DeviceId,
    kind: &'static str,
    mut said: Value,
) -> Result<(), StoreError> {
    let of = sqlx::query!(
        r#"
        select d.label, b.rep_id as "rep_id?", a.org_unit_id as "org_unit_id?"
        from device d
        left join device_binding b on b.device_id = d.id and b.retired_at is null and b.valid @> $2::timestamptz
        left join rep_org_unit a on a.rep_id = b.rep_id and a.retired_at is null and a.valid @> ($2::timestamptz)::date
        where d.id = $1
        "#,
        device.0,
        at,
    )
    .fetch_one(&mut *tx)
    .await?;
    if let Some(body) = said.as_object_mut() {
        body.insert("device_id".to_owned(), device.0.into());
        body.insert("label".to_owned(), of.label.into());
    }
    let new = NewEvent {
        kind,
        org_unit_id: of.org_unit_id,
        rep_id: of.rep_id,
        subject_id: device.0.to_string(),
        body: &said,
    };
    event::insert(tx, at, &new).await?;
    Ok(())
}
