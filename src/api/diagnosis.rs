//! "Why do I not see this rep?": the newest word of the rep's phones and what it means.

use axum::{extract::State, response::Response};
use fieldbeat_domain::{
    device_health::{LocationPermission, Permissions},
    diagnosis::{self, Cause, Finding, Known, Refused, Work},
    id::RepId,
    time::At,
};
use serde::Serialize;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Seg,
    problem::{Problem, ProblemBody},
    write,
};
use crate::{
    live::PresenceRule,
    store::{device_health::RepDevice, diagnosis as facts, instant::Instant, rep, snapshot},
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct BatteryView {
    at: Instant,
    /// 0–100.
    pct: Option<u8>,
    charging: Option<bool>,
}

/// Null: the phone does not say.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PermissionsView {
    at: Instant,
    /// always | while_in_use | denied
    location: Option<&'static str>,
    precise: Option<bool>,
    location_service: Option<bool>,
    notifications: Option<bool>,
    background: Option<bool>,
    battery_saver: Option<bool>,
    battery_optimized: Option<bool>,
}

impl PermissionsView {
    fn of((at, p): (At, Permissions)) -> Self {
        Self {
            at: at.into(),
            location: p.location.map(LocationPermission::as_str),
            precise: p.precise,
            location_service: p.location_service,
            notifications: p.notifications,
            background: p.background,
            battery_saver: p.battery_saver,
            battery_optimized: p.battery_optimized,
        }
    }
}

/// A phone bound to the rep now, and its newest word about itself.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PhoneView {
    device_id: i32,
    label: String,
    model: Option<String>,
    os: Option<String>,
    app: Option<String>,
    app_version: Option<String>,
    revoked_at: Option<Instant>,
    last_contact_at: Option<Instant>,
    /// Items that it said it still holds.
    backlog: Option<i32>,
    /// Server time − device time.
    clock_offset_ms: Option<i64>,
    battery: Option<BatteryView>,
    permissions: Option<PermissionsView>,
}

impl PhoneView {
    fn of(d: &RepDevice) -> Self {
        let health = d.health.as_ref();
        Self {
            device_id: d.device_id.0,
            label: d.label.clone(),
            model: d.model.clone(),
            os: d.os.clone(),
            app: d.app.clone(),
            app_version: d.app_version.clone(),
            revoked_at: d.revoked_at,
            last_contact_at: d.last_contact_at,
            backlog: health.and_then(|h| h.backlog),
            clock_offset_ms: health.and_then(|h| h.clock_offset_ms),
            battery: health.and_then(|h| h.battery).map(|b| BatteryView {
                at: b.at.into(),
                pct: b.pct,
                charging: b.charging,
            }),
            permissions: health.and_then(|h| h.permissions).map(PermissionsView::of),
        }
    }
}

/// Items of one code that were refused in the last hour.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RefusedView {
    code: String,
    count: i64,
    last_at: Instant,
}

impl From<&Refused> for RefusedView {
    fn from(r: &Refused) -> Self {
        Self {
            code: r.code.clone(),
            count: r.count,
            last_at: r.last_at.into(),
        }
    }
}

/// One finding. Which fields beside the first four are set depends on `code`.
#[derive(Default, Serialize, utoipa::ToSchema)]
pub struct DiagnosisFindingView {
    /// no_device | token_revoked | never_connected | absent | on_break | session_ended | no_session |
    /// location_service_off | location_denied | battery_likely_empty | silent_since | refusals | clock_skew |
    /// location_while_in_use | background_denied | battery_saver | battery_optimized | backlog_waiting |
    /// online_but_no_fix | location_imprecise | battery_low | notifications_off | outdated_app
    code: &'static str,
    /// cause (enough by itself) | likely | note
    weight: &'static str,
    /// What to do: bind_device | enrol | enrol_again | nothing | wait | start_session | switch_location_on |
    /// allow_location | allow_location_always | allow_precise | allow_background | allow_notifications | charge |
    /// call_rep | look_at_codes | set_clock | switch_battery_saver_off | exempt_from_optimization | find_network |
    /// go_outside | update_app
    remedy: &'static str,
    /// Whose phone; null where it is about the rep.
    device_id: Option<i32>,
    /// Since when, or as of when the phone said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    battery_pct: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backlog: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_offset_ms: Option<i64>,
    /// leave | sickness | meeting | training
    #[serde(skip_serializing_if = "Option::is_none")]
    absence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest_version: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<RefusedView>,
}

impl From<&Finding> for DiagnosisFindingView {
    fn from(f: &Finding) -> Self {
        let mut view = Self {
            code: f.cause.code(),
            weight: f.weight.as_str(),
            remedy: f.cause.remedy(),
            device_id: f.device.map(|d| d.0),
            ..Self::default()
        };
        match &f.cause {
            Cause::NoDevice | Cause::NeverConnected | Cause::NoSession => {}
            Cause::Absent { kind } => view.absence = Some(kind.clone()),
            Cause::TokenRevoked { at } | Cause::OnlineButNoFix { last_fix_at: at } => {
                view.at = at.map(Instant::from);
            }
            Cause::OnBreak { since: at }
            | Cause::SessionEnded { at }
            | Cause::SilentSince { at }
            | Cause::LocationServiceOff { told_at: at }
            | Cause::LocationDenied { told_at: at }
            | Cause::LocationWhileInUse { told_at: at }
            | Cause::LocationImprecise { told_at: at }
            | Cause::BackgroundDenied { told_at: at }
            | Cause::BatterySaver { told_at: at }
            | Cause::BatteryOptimized { told_at: at }
            | Cause::NotificationsOff { told_at: at } => view.at = Some((*at).into()),
            Cause::BatteryLikelyEmpty { pct, at } | Cause::BatteryLow { pct, at } => {
                view.at = Some((*at).into());
                view.battery_pct = Some(*pct);
            }
            Cause::Refusals { refused } => {
                view.refused = refused.iter().map(RefusedView::from).collect();
            }
            Cause::ClockSkew { offset_ms } => view.clock_offset_ms = Some(*offset_ms),
            Cause::BacklogWaiting { items } => view.backlog = Some(*items),
            Cause::OutdatedApp { version, newest } => {
                view.app_version = Some(version.clone());
                view.newest_version = Some(newest.clone());
            }
        }
        view
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DiagnosisView {
    rep_id: i32,
    code: String,
    name: String,
    asked_at: Instant,
    /// The map shows the rep where the rep is; findings then tell what makes the track worse.
    visible: bool,
    /// online | stale | offline, by the newest fix; null: no fix in seven days.
    presence: Option<&'static str>,
    last_fix_at: Option<Instant>,
    /// Of any of the phones.
    last_contact_at: Option<Instant>,
    /// not_started | running | on_break | ended
    work: &'static str,
    /// Weightiest first.
    findings: Vec<DiagnosisFindingView>,
    phones: Vec<PhoneView>,
}

/// Why a rep is not seen, from the newest word of the rep's phones, at most 10 s old.
#[utoipa::path(get, path = "/reps/{id}/diagnosis", operation_id = "rep_diagnosis", tag = "reps", params(("id" = i32, Path)),
    responses((status = 200, body = DiagnosisView), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let now = api.now();
    let at: At = now.at.into();
    let rules = api.rules();
    let mut seen = snapshot(api.db()).await?;
    let rep = rep::get(&mut *seen, &allow.scope, now.today, id).await?;
    let day_start = rules.time.day_bounds(now.today).start;
    let facts = facts::of_rep(&mut seen, &allow.scope, now, RepId(id), day_start).await?;
    seen.commit().await?;
    let (from, to) = rules.working_hours_min;
    let known = Known {
        now: at,
        rules: &rules,
        phones: &facts.phones,
        last_fix_at: facts.last_fix_at,
        work: facts.work,
        absent: facts.absent.as_deref(),
        in_working_hours: (from..to).contains(&rules.time.minute_of_day(at)),
    };
    let presence = PresenceRule::from_seconds(rules.online_s, rules.stale_s);
    write::shown(&DiagnosisView {
        rep_id: rep.id,
        code: rep.code,
        name: rep.name,
        asked_at: now.at.into(),
        visible: known.is_visible(),
        presence: facts
            .last_fix_at
            .map(|fix| presence.judge(fix, at).0.name()),
        last_fix_at: facts.last_fix_at.map(Instant::from),
        last_contact_at: facts.devices.iter().filter_map(|d| d.last_contact_at).max(),
        work: match facts.work {
            Work::NotStarted => "not_started",
            Work::Running {
                on_break_since: None,
            } => "running",
            Work::Running { .. } => "on_break",
            Work::Ended { .. } => "ended",
        },
        findings: diagnosis::findings(&known)
            .iter()
            .map(DiagnosisFindingView::from)
            .collect(),
        phones: facts.devices.iter().map(PhoneView::of).collect(),
    })
}
