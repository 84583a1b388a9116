//! REST under `/api/v1`: its routes are on the page `paths`, what is served beside them is here.
//!
//! Owns HTTP, authentication and the shapes of answers. Never SQL, never a rule about visits.

mod absences;
mod activities;
pub mod address;
mod alert_input;
mod alert_view;
mod alerts;
mod appointments;
mod attempts;
mod audit;
mod audits;
pub mod auth;
mod calendar_feeds;
mod calendar_file;
mod campaigns;
mod cases;
mod catalogue;
mod claims;
mod collections;
mod commissions;
mod competitor_observations;
mod contacts;
mod contracts;
mod coverage;
mod customers;
mod day_plans;
mod deliveries;
mod departures;
mod devices;
mod diagnosis;
mod displays;
mod docs;
mod documents;
mod erp;
mod etag;
mod events;
mod exceptions;
mod expenses;
mod export;
mod export_columns;
mod export_lists;
mod finding_view;
mod first_run;
mod holidays;
mod import_upload;
mod imports;
mod input;
mod invoices_by_code;
mod joint_visits;
pub mod knock;
mod kpi;
mod kpi_cells;
mod kpi_export;
mod kpi_report;
mod kpis;
mod lost_devices;
mod mailboxes;
mod master;
mod message_gateways;
mod messages;
mod occasion_progress;
mod occasions;
mod opportunities;
mod opt_out;
mod orders;
mod org_units;
mod outlet_closures;
mod outlet_duplicates;
mod outlet_map;
mod outlet_requests;
mod outlet_suppliers;
mod outlet_tiles;
mod outlets;
mod own_password;
mod pace;
mod page;
mod papers;
pub mod password;
mod paths;
mod periods;
mod phone_apps;
mod photos;
mod pin_proposals;
mod plan_deviations;
mod privacy;
pub mod problem;
mod public;
mod push_key;
mod quarantined_records;
mod quotations;
mod receivables;
mod rep_days;
mod rep_time;
mod reps;
mod reviews;
mod roles;
mod routes;
mod sales_returns;
mod saved_views;
mod scenarios;
mod scheme_periods;
mod second_factor;
mod segments;
mod session;
mod sessions;
mod settings;
mod settings_document;
mod settings_trials;
mod sheet_file;
mod sheet_import;
mod sheet_rows;
mod single_sign_on;
mod stock_counts;
mod stock_locations;
mod stock_moves;
mod suggested_orders;
mod supply;
mod target_progress;
mod target_rows;
mod targets;
mod tasks;
mod territories;
mod timesheet;
mod timesheet_export;
mod timesheet_view;
mod tokens;
mod track;
mod track_file;
mod unsynced_days;
mod users;
mod van_days;
mod visit_parts;
mod visit_patterns;
mod visit_reasons;
mod visit_view;
mod visits;
mod write;

use std::sync::Arc;

use crate::{server::Services, store::upsert::Now};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::IntoResponse,
    routing::{any, get, post},
};
use fieldbeat_domain::rules::Rules;
use problem::Problem;
use tower_http::catch_panic::CatchPanicLayer;

pub use settings_document::{default_document, patch as rules_patch};

/// What handlers share.
#[derive(Clone)]
pub struct Api {
    pub services: Services,
    passwords: Arc<password::Passwords>,
    attempts: Arc<attempts::Attempts>,
    trials: Arc<settings_trials::Trials>,
    of_user: Arc<pace::Pace<i32>>,
}

impl Api {
    fn db(&self) -> &sqlx::PgPool {
        &self.services.db
    }
    fn rules(&self) -> Arc<Rules> {
        self.services.rules.load_full()
    }
    fn now(&self) -> Now {
        let at = self.services.clock.now();
        Now {
            at: at.to_utc().unwrap_or_default(),
            today: self.rules().time.date_of(at),
        }
    }
    async fn conn(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Postgres>, Problem> {
        Ok(self.db().acquire().await?)
    }
}

/// The REST surface with its documentation.
pub fn router(services: Services) -> Router {
    let api = Api {
        services,
        passwords: password::Passwords::new(),
        attempts: Arc::default(),
        trials: Arc::default(),
        of_user: Arc::new(pace::Pace::new(pace::OF_USER)),
    };
    let (router, _) = paths::paths().split_for_parts();
    // Files are lists walked page by page.
    let lists = router.clone().with_state(api.clone());
    router
        .merge(export::routes(&lists))
        .merge(sheet_import::routes())
        .route(
            "/api/{*rest}",
            any(|| async { Problem::not_found().into_response() }),
        )
        .route("/calendar/{file}", get(calendar_feeds::show))
        // Each body has its own limit (input::BODY_MAX), files too.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(api.clone(), auth::guard))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn(problem::finish))
        .merge(docs::pages())
        .merge(papers::files())
        .merge(doors())
        .with_state(api)
}

/// What people and machines open by a secret in its address: no login, no cookie, so nothing that another site could
/// misuse.
fn doors() -> Router<Api> {
    Router::new()
        .route(
            "/opt-out/{message}/{signature}",
            get(opt_out::ask).post(opt_out::done),
        )
        .route("/message-reports/{secret}", post(message_gateways::report))
        .layer(DefaultBodyLimit::max(message_gateways::REPORT_MAX))
        .layer(middleware::from_fn(problem::finish))
}

/// The OpenAPI document of the routes above.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = paths::paths().split_for_parts().1;
    export::describe(&mut document);
    sheet_import::describe(&mut document);
    docs::complete(&mut document);
    document
}
