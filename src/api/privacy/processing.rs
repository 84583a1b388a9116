//! The record of processing, for the data protection officer: made of the settings in force, the table of roles and what is set up,
//! so that it says what the server does and not what somebody once wrote.

use axum::{extract::State, response::Response};
use serde::Serialize;

use crate::{
    api::{
        Api,
        auth::{Allow, ReadPrivacy},
        problem::{Problem, ProblemBody},
        write,
    },
    store::{
        instant::Instant,
        privacy::recipients::{self, Deed, Recipient},
        retention::Keep,
        role::{Right, Role},
        setting,
    },
};

/// One kind of data.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Processing {
    /// raw_positions | sealed_positions | visits | working_time | field_records | photos | device_state | unread_records |
    /// refusals | profiles | logins | contacts | messages | consents | access_log | sent_alerts | kept_answers
    pub data: &'static str,
    /// Days after which it goes by itself; null: until it is erased or the company ends.
    pub kept_days: Option<i64>,
    /// Which setting says so: `raw_fix_days` of the process, `evidence_days` of the company; null where it is fixed.
    pub kept_by: Option<&'static str>,
    /// Whether an erasure of the rep takes it: `whole`, `places` (the facts stay) or `no`.
    pub erased: &'static str,
    /// Every look is in the audit log.
    pub looks_are_logged: bool,
    /// Roles that may read it, within their part of the company. A rep reads the own.
    pub readers: Vec<Role>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ProcessingRecord {
    pub made_at: Instant,
    pub company: Option<String>,
    pub reps: i64,
    pub contacts: i64,
    pub items: Vec<Processing>,
    pub recipients: Vec<Recipient>,
    pub deeds: Vec<Deed>,
}

/// What is processed, how long it is kept, who may read it and to whom it leaves, as this server does it now.
#[utoipa::path(get, path = "/privacy/processing-record", operation_id = "processing_record", tag = "privacy",
    responses((status = 200, body = ProcessingRecord), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(State(api): State<Api>, _: Allow<ReadPrivacy>) -> Result<Response, Problem> {
    let now = api.now();
    let rule = setting::effective(api.db(), now.today).await?;
    let evidence_days = rule
        .settings
        .get("evidence_days")
        .and_then(serde_json::Value::as_i64)
        .unwrap_or(Keep::default().evidence_days);
    let raw_days = i64::try_from(api.services.config.raw_fix_days).unwrap_or(i64::MAX);
    let people = recipients::people(api.db()).await?;
    let forward = api.services.config.forward.as_ref();
    let forwarding = forward.into_iter().map(|to| Recipient {
        way: "forwarding".to_owned(),
        host: to.url.host_str().map(str::to_owned),
        count: 1,
    });
    let sent = recipients::list(api.db()).await?;
    write::shown(&ProcessingRecord {
        made_at: Instant(now.at),
        company: people.company,
        reps: people.reps,
        contacts: people.contacts,
        items: items(raw_days, evidence_days),
        recipients: forwarding.chain(sent).collect(),
        deeds: recipients::deeds(api.db()).await?,
    })
}

fn readers(right: Right) -> Vec<Role> {
    Role::ALL.into_iter().filter(|r| r.may(right)).collect()
}

fn items(raw_days: i64, evidence_days: i64) -> Vec<Processing> {
    let keep = Keep::default();
    let hours = |hours: i64| (hours + 23) / 24;
    let item =
        |data, right, kept: (Option<i64>, Option<&'static str>), erased, logged| Processing {
            data,
            kept_days: kept.0,
            kept_by: kept.1,
            erased,
            looks_are_logged: logged,
            readers: readers(right),
        };
    let raw = (Some(raw_days), Some("raw_fix_days"));
    let evidence = (Some(evidence_days), Some("evidence_days"));
    let fixed = |days| (Some(days), None);
    let always = (None, None);
    vec![
        item("raw_positions", Right::ReadTrack, raw, "whole", true),
        item(
            "sealed_positions",
            Right::ReadTrack,
            evidence,
            "whole",
            true,
        ),
        item("visits", Right::ReadField, always, "places", false),
        item("working_time", Right::ReadField, always, "no", false),
        item("field_records", Right::ReadField, always, "places", false),
        item("photos", Right::ReadField, evidence, "whole", false),
        item("device_state", Right::ReadDevices, always, "no", false),
        item("unread_records", Right::ReadTrack, always, "whole", true),
        item(
            "refusals",
            Right::ReadField,
            fixed(keep.refusal_days),
            "no",
            false,
        ),
        item("profiles", Right::ReadField, always, "no", false),
        item("logins", Right::ReadUsers, always, "no", false),
        item("contacts", Right::ReadField, always, "no", false),
        item("messages", Right::ReadField, always, "places", false),
        // They prove on what ground positions were kept.
        item("consents", Right::ReadPrivacy, always, "no", false),
        item("access_log", Right::ReadAudit, always, "no", false),
        item(
            "sent_alerts",
            Right::ReadAlerts,
            fixed(keep.alert_days),
            "no",
            false,
        ),
        item(
            "kept_answers",
            Right::Own,
            fixed(hours(keep.idempotency_hours)),
            "places",
            false,
        ),
    ]
}
