//! Who is asking: bearer token or session cookie → scope. Refused by default: a handler gets a
//! scope only through [`Allow`], which names the right it needs.

use std::marker::PhantomData;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use axum_extra::extract::CookieJar;

pub use super::address::Address;
use super::{Api, input::is_json, problem::Problem};
use crate::{
    server::Services,
    store::{
        error::StoreError,
        role::Right,
        scope::{self, Credential, Scope},
        secret::hash_of,
    },
};

/// A proven caller.
#[derive(Clone, Debug)]
pub struct Caller {
    pub scope: Scope,
    /// For [`recheck`] on connections that live long.
    pub credential: Credential,
}

/// Resolves the caller of a request. A bearer token wins and cookies are then ignored; 401 where
/// neither proves anything. Also for the live socket.
pub async fn authenticate(services: &Services, headers: &HeaderMap) -> Result<Caller, Problem> {
    let credential = credential(services, headers).ok_or_else(Problem::unauthorized)?;
    let scope = recheck(services, &credential).await?;
    Ok(Caller { scope, credential })
}

/// The scope of a credential as of now; to be asked again at most 60 s later. One indexed query.
/// 401 once the session or token has ended or the user is disabled.
pub async fn recheck(services: &Services, credential: &Credential) -> Result<Scope, Problem> {
    let now = services.clock.now().to_utc().unwrap_or_default();
    match scope::resolve(&services.db, credential, now).await {
        Err(StoreError::NotFound) => Err(Problem::unauthorized()),
        other => Ok(other?),
    }
}

fn credential(services: &Services, headers: &HeaderMap) -> Option<Credential> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        return scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| Credential::Token(hash_of(token.trim())));
    }
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(services))
        .map(|c| Credential::Session(hash_of(c.value())))
}

/// Whether browsers reach this server over TLS: its own, or a proxy's.
pub fn over_tls(services: &Services) -> bool {
    if services.config.tls.is_some() {
        return true;
    }
    let url = services.config.public_url.as_deref();
    url.is_some_and(|u| {
        u.get(..8)
            .is_some_and(|s| s.eq_ignore_ascii_case("https://"))
    })
}

/// The `__Host-` prefix binds the cookie to this host over TLS; browsers refuse it on plain HTTP.
pub fn cookie_name(services: &Services) -> &'static str {
    if over_tls(services) {
        "__Host-fieldbeat"
    } else {
        "fieldbeat"
    }
}

/// A right as a type.
pub trait Needed: Send + Sync {
    const RIGHT: Right;
}

macro_rules! rights {
    ($($name:ident),* $(,)?) => {$(
        pub struct $name;
        impl Needed for $name {
            const RIGHT: Right = Right::$name;
        }
    )*};
}

rights! {
    Own, ReadField, ReadTrade, ReadReceivables, ReadTrack, ReadOrgUnits, ManageOrgUnits, ReadUsers, ManageUsers, ManageReps, ReadDevices,
    ManageDevices, ManageOutlets, ManageRoutes, ReadScenarios, ReviewVisits, ApprovePins, AppealVisits, ReadSettings, ManageSettings, ReadAudit, ReadPrivacy, ManagePrivacy,
    ClosePeriods, ReopenPeriods, RequestAbsences, DecideAbsences, ChangePlans, RequestOutlets, DecideOutlets, CloseOutlets, ReceiveAlerts, Watch, HandleExceptions, ManageCatalogue, ManageSchemes, TakeOrders, ConfirmOrders, DeliverOrders, TakeCollections, ManageReceivables, ManageReasons, AccompanyVisits, CorrectTime, ManageStock, KeepRelations, ManageSegments, ManageTargets, ManageCampaigns, ManageOccasions, MarkErp, RetryErp, ManageDisplays, EnrolDisplays, ReadClaims, MakeClaims, ClaimExpenses, SendMessages,
}

/// A caller whose role has the right: 401 without a caller, 403 without the right. What lies
/// outside the scope is the store's matter, and not found.
pub struct Allow<R> {
    pub scope: Scope,
    pub credential: Credential,
    right: PhantomData<R>,
}

impl<R> Allow<R> {
    /// Who asks; the system itself is nobody.
    pub fn user(&self) -> Result<i32, Problem> {
        self.scope.user_id().ok_or_else(Problem::forbidden)
    }
}

impl<R: Needed> FromRequestParts<Api> for Allow<R> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let caller = authenticate(&api.services, &parts.headers).await?;
        if let Some(user) = caller.scope.user_id() {
            let now = api.services.clock.now();
            (api.of_user.ask(user, now)).map_err(|wait| Problem::too_many("rate_limited", wait))?;
        }
        may(&caller.scope, R::RIGHT, &parts.method)?;
        Ok(Self {
            scope: caller.scope,
            credential: caller.credential,
            right: PhantomData,
        })
    }
}

/// 403 without the right; what would help is told where it is not the role that lacks it.
fn may(scope: &Scope, right: Right, method: &Method) -> Result<(), Problem> {
    if scope.narrowed.read_only && !is_safe(method) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "token_read_only"));
    }
    if scope.may(right) {
        return Ok(());
    }
    let due = scope.narrowed.second_factor_due && scope.role.may(right);
    Err(if due {
        Problem::new(StatusCode::FORBIDDEN, "second_factor_due")
    } else {
        Problem::forbidden()
    })
}

/// Whether a method only looks.
const fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Cross-site requests (contract §4). Bearer callers carry nothing that a browser adds by itself.
pub async fn guard(
    State(api): State<Api>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let headers = request.headers();
    if is_safe(request.method()) || headers.contains_key(header::AUTHORIZATION) {
        return Ok(next.run(request).await);
    }
    if let Some(site) = headers.get("sec-fetch-site")
        && site != "same-origin"
        && site != "none"
    {
        return Err(Problem::csrf());
    }
    let origin = headers.get(header::ORIGIN);
    if let Some(origin) = origin
        && !own_origin(&api.services, headers, origin.to_str().unwrap_or_default())
    {
        return Err(Problem::csrf());
    }
    if let Some(kind) = headers.get(header::CONTENT_TYPE) {
        let kind = kind.to_str().unwrap_or_default().trim_start();
        let multipart = kind
            .get(..20)
            .is_some_and(|k| k.eq_ignore_ascii_case("multipart/form-data;"));
        // No form of another site sends a file as itself without being asked about first.
        if !(is_json(headers) || is_file(kind) || multipart && origin.is_some()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
            ));
        }
    }
    Ok(next.run(request).await)
}

/// A table or a file of bytes, as a body alone.
fn is_file(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    [
        "application/octet-stream",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    .iter()
    .any(|file| kind.eq_ignore_ascii_case(file))
}

/// Whether an `Origin` is this server: `public_url` where it is set, else the `Host` it was asked by.
pub fn own_origin(services: &Services, headers: &HeaderMap, origin: &str) -> bool {
    if let Some(url) = &services.config.public_url {
        return origin.eq_ignore_ascii_case(url.trim_end_matches('/'));
    }
    let authority = origin.split_once("://").map(|(_, a)| a);
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    matches!((authority, host), (Some(a), Some(h)) if a.eq_ignore_ascii_case(h))
}
