//! Every route under `/api/v1`, by what it is about; the OpenAPI document is made of the same list. Holds no handler.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Api, absences, activities, alerts, appointments, audit, audits, calendar_feeds, campaigns,
    cases, catalogue, claims, collections, commissions, competitor_observations, contacts,
    contracts, coverage, customers, day_plans, deliveries, departures, devices, diagnosis,
    displays, docs, documents, erp, events, exceptions, expenses, export, first_run, holidays,
    imports, invoices_by_code, joint_visits, kpi_cells, kpis, lost_devices, mailboxes,
    message_gateways, messages, occasion_progress, occasions, opportunities, orders, org_units,
    outlet_closures, outlet_duplicates, outlet_map, outlet_requests, outlet_suppliers,
    outlet_tiles, outlets, own_password, papers, periods, phone_apps, photos, pin_proposals,
    plan_deviations, privacy, problem, public, push_key, quarantined_records, quotations,
    receivables, rep_days, reps, reviews, roles, routes, sales_returns, saved_views, scenarios,
    scheme_periods, second_factor, segments, session, sessions, settings, settings_trials,
    sheet_import, single_sign_on, stock_counts, stock_locations, stock_moves, suggested_orders,
    supply, target_progress, target_rows, targets, tasks, territories, timesheet, tokens, track,
    unsynced_days, users, van_days, visit_patterns, visit_reasons, visits,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Fieldbeat",
        description = "GPS telemetry and route supervision. Times are RFC 3339 in UTC, dates are the company's, distances metres. \
            Errors are `application/problem+json` with a stable `code`. Lists page by an opaque `cursor`; `PATCH`, `PUT` and \
            `DELETE` need `If-Match`; writes take `Idempotency-Key`.",
        license(name = "Apache-2.0")
    ),
    paths(export::document, sheet_import::document),
    // Beside it what only parameters name: those are not found from the paths.
    components(schemas(
        problem::ProblemBody,
        fieldbeat_domain::kpi::Part,
        fieldbeat_domain::kpi::Language,
        fieldbeat_trade::crm::campaign::State,
        fieldbeat_trade::crm::segment::Period,
        fieldbeat_trade::crm::segment::Span,
        fieldbeat_trade::crm::opportunity::Outcome,
        fieldbeat_trade::stock::supply::State,
        crate::imports::kind::Language,
        papers::OrderPaper,
        van_days::VanDayState,
    )),
    modifiers(&Security)
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_default();
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("fieldbeat"))),
        );
    }
}

/// Every route.
pub(super) fn paths() -> OpenApiRouter<Api> {
    let v1 = OpenApiRouter::new()
        .merge(entry_paths())
        .merge(company_paths())
        .merge(rep_paths())
        .merge(outlet_paths())
        .merge(planning_paths())
        .merge(import_paths())
        .merge(erp_paths())
        .merge(day_paths())
        .merge(catalogue_paths())
        .merge(order_paths())
        .merge(money_paths())
        .merge(stock_paths())
        .merge(photo_paths())
        .merge(audit_paths())
        .merge(privacy_paths())
        .merge(relation_paths());
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", v1)
}

/// Coming in.
fn entry_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(public::show))
        .routes(routes!(session::create, session::show, session::delete))
        .routes(routes!(session::persona))
        .routes(routes!(single_sign_on::begin))
        .routes(routes!(single_sign_on::callback))
        .routes(routes!(sessions::list, sessions::end_others))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::of_user, sessions::end_of_user))
        .routes(routes!(second_factor::show, second_factor::begin))
        .routes(routes!(second_factor::confirm))
        .routes(routes!(second_factor::recovery_codes))
        .routes(routes!(second_factor::remove))
        .routes(routes!(second_factor::remove_of_user))
        .routes(routes!(second_factor::policy, second_factor::put_policy))
        .routes(routes!(own_password::change))
        .routes(routes!(own_password::issue))
        .routes(routes!(own_password::reset))
        .routes(routes!(first_run::create))
}

/// The company.
fn company_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(org_units::list, org_units::create))
        .routes(routes!(org_units::batch))
        .routes(routes!(org_units::by_code))
        .routes(routes!(org_units::get, org_units::change))
        .routes(routes!(roles::list))
        .routes(routes!(saved_views::list, saved_views::create))
        .routes(routes!(saved_views::change, saved_views::remove))
        .routes(routes!(phone_apps::set_up))
        .routes(routes!(phone_apps::track_file))
        .routes(routes!(quarantined_records::list))
        .routes(routes!(quarantined_records::get))
        .routes(routes!(quarantined_records::decide))
        .routes(routes!(messages::list, messages::send))
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::get, users::change))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::delete))
        .routes(routes!(settings::show, settings::replace))
        .routes(routes!(settings_trials::create))
        .routes(routes!(settings_trials::show, settings_trials::stop))
        .routes(routes!(settings::versions))
}

/// Personal data of reps.
fn privacy_paths() -> OpenApiRouter<Api> {
    use privacy::{consents, erasures, exports, notices, processing};
    OpenApiRouter::new()
        .routes(routes!(erasures::list, erasures::ask))
        .routes(routes!(erasures::get))
        .routes(routes!(erasures::cancel))
        .routes(routes!(exports::of_rep))
        .routes(routes!(exports::own))
        .routes(routes!(notices::list, notices::publish))
        .routes(routes!(consents::list))
        .routes(routes!(consents::summary))
        .routes(routes!(processing::show))
}

/// What-if plans of who calls where and when.
fn planning_paths() -> OpenApiRouter<Api> {
    use scenarios::{files, inputs, outlines, publish, solutions};
    OpenApiRouter::new()
        .routes(routes!(scenarios::list, scenarios::make))
        .routes(routes!(solutions::compare))
        .routes(routes!(
            scenarios::get,
            scenarios::change,
            scenarios::remove
        ))
        .routes(routes!(scenarios::solve))
        .routes(routes!(scenarios::cancel))
        .routes(routes!(inputs::reps))
        .routes(routes!(inputs::change_reps))
        .routes(routes!(inputs::outlets))
        .routes(routes!(inputs::change_outlets))
        .routes(routes!(inputs::assign))
        .routes(routes!(files::import))
        .routes(routes!(files::export))
        .routes(routes!(solutions::list))
        .routes(routes!(solutions::remove))
        .routes(routes!(solutions::outlets))
        .routes(routes!(solutions::days))
        .routes(routes!(publish::publish))
        .routes(routes!(publish::roll_back))
        .routes(routes!(publish::driven))
        .routes(routes!(outlines::draw))
        .routes(routes!(territories::list, territories::create))
        .routes(routes!(territories::batch))
        .routes(routes!(territories::by_code))
        .routes(routes!(territories::check::check))
        .routes(routes!(territories::transfer::export))
        .routes(routes!(territories::transfer::import))
        .routes(routes!(
            territories::get,
            territories::change,
            territories::remove
        ))
        .routes(routes!(territories::outlets))
        .routes(routes!(visit_patterns::list))
}

/// Reps and devices.
fn rep_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(reps::list, reps::create))
        .routes(routes!(reps::today))
        .routes(routes!(reps::batch))
        .routes(routes!(reps::by_code))
        .routes(routes!(reps::get, reps::change))
        .routes(routes!(departures::show, departures::ask))
        .routes(routes!(departures::call_off))
        .routes(routes!(diagnosis::show))
        .routes(routes!(devices::list, devices::create))
        .routes(routes!(devices::batch))
        .routes(routes!(devices::by_code))
        .routes(routes!(devices::get, devices::change))
        .routes(routes!(devices::enrolment_code))
        .routes(routes!(devices::token))
        .routes(routes!(lost_devices::report))
        .routes(routes!(lost_devices::call_off))
        .routes(routes!(devices::revoke))
}

/// Where they go.
fn outlet_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(outlets::list, outlets::create))
        .routes(routes!(outlet_map::near))
        .routes(routes!(outlet_tiles::show))
        .routes(routes!(outlet_map::map))
        .routes(routes!(outlet_map::today))
        .routes(routes!(outlets::batch))
        .routes(routes!(outlets::by_code))
        .routes(routes!(outlets::get, outlets::change))
        .routes(routes!(pin_proposals::list))
        .routes(routes!(pin_proposals::get))
        .routes(routes!(pin_proposals::approve))
        .routes(routes!(pin_proposals::refuse))
        .routes(routes!(pin_proposals::roll_back))
        .routes(routes!(outlet_duplicates::suggested))
        .routes(routes!(outlet_duplicates::decide))
        .routes(routes!(outlet_duplicates::roll_back))
        .routes(routes!(outlet_closures::suggested))
        .routes(routes!(outlet_closures::close))
        .routes(routes!(outlet_closures::keep))
        .routes(routes!(outlet_closures::reopen))
        .routes(routes!(outlet_requests::list, outlet_requests::create))
        .routes(routes!(outlet_requests::get))
        .routes(routes!(outlet_requests::approve))
        .routes(routes!(outlet_requests::refuse))
        .routes(routes!(outlet_requests::roll_back))
        .routes(routes!(customers::list, customers::create))
        .routes(routes!(customers::batch))
        .routes(routes!(customers::by_code))
        .routes(routes!(customers::get, customers::change))
        .routes(routes!(customers::timeline))
        .routes(routes!(routes::list, routes::create))
        .routes(routes!(routes::batch))
        .routes(routes!(routes::by_code))
        .routes(routes!(routes::get, routes::change))
}

/// What an ERP says and owns.
fn erp_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(erp::list))
        .routes(routes!(erp::batch))
        .routes(routes!(erp::retry))
        .routes(routes!(erp::reconcile))
        .routes(routes!(invoices_by_code::batch))
        .routes(routes!(invoices_by_code::put))
}

/// As spreadsheets.
fn import_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(imports::list, imports::create))
        .routes(routes!(imports::get))
        .routes(routes!(imports::changes))
        .routes(routes!(imports::faults))
        .routes(routes!(imports::commit))
        .routes(routes!(imports::revert))
        .routes(routes!(imports::mappings, imports::save_mapping))
        .routes(routes!(imports::delete_mapping))
        .routes(routes!(export::of_kind))
}

/// What happened.
fn day_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(day_plans::show))
        .routes(routes!(day_plans::change))
        .routes(routes!(absences::list, absences::create))
        .routes(routes!(absences::get))
        .routes(routes!(absences::decide))
        .routes(routes!(absences::preview))
        .routes(routes!(plan_deviations::list))
        .routes(routes!(holidays::list))
        .routes(routes!(holidays::replace, holidays::delete))
        .routes(routes!(unsynced_days::list))
        .routes(routes!(visit_reasons::groups))
        .routes(routes!(visit_reasons::put_group))
        .routes(routes!(visit_reasons::list))
        .routes(routes!(visit_reasons::counts))
        .routes(routes!(visit_reasons::put))
        .routes(routes!(rep_days::show))
        .routes(routes!(timesheet::of_rep))
        .routes(routes!(timesheet::list))
        .routes(routes!(timesheet::correct))
        .routes(routes!(track::show))
        .routes(routes!(visits::list))
        .routes(routes!(visits::get))
        .routes(routes!(visits::sealed))
        .routes(routes!(joint_visits::list))
        .routes(routes!(joint_visits::counts))
        .routes(routes!(joint_visits::delete))
        .routes(routes!(joint_visits::of_visit))
        .routes(routes!(joint_visits::of_day))
        .routes(routes!(reviews::create))
        .routes(routes!(reviews::batch))
        .routes(routes!(reviews::appeal))
        .routes(routes!(kpis::report))
        .routes(routes!(kpi_cells::show))
        .routes(routes!(kpis::definitions))
        .routes(routes!(kpis::rows))
        .routes(routes!(periods::list))
        .routes(routes!(periods::get))
        .routes(routes!(periods::adjustments))
        .routes(routes!(periods::close))
        .routes(routes!(periods::reopen))
        .routes(routes!(alerts::options))
        .routes(routes!(push_key::get))
        .routes(routes!(alerts::list, alerts::create))
        .routes(routes!(alerts::get, alerts::change, alerts::delete))
        .routes(routes!(alerts::test))
        .routes(routes!(alerts::replay))
        .routes(routes!(alerts::deliveries))
        .routes(routes!(exceptions::list))
        .routes(routes!(exceptions::summary))
        .routes(routes!(exceptions::get))
        .routes(routes!(exceptions::act))
        .routes(routes!(exceptions::batch))
        .routes(routes!(events::list))
        .routes(routes!(audit::list))
        .routes(routes!(docs::document))
}

/// What is sold, and for how much.
fn catalogue_paths() -> OpenApiRouter<Api> {
    use catalogue::{forms, must_sell_lists, partners, price_lists, products, schemes};
    OpenApiRouter::new()
        .routes(routes!(partners::list, partners::create))
        .routes(routes!(partners::batch))
        .routes(routes!(partners::by_code))
        .routes(routes!(partners::get, partners::change))
        .routes(routes!(outlet_suppliers::supply))
        .routes(routes!(outlet_suppliers::suppliers))
        .routes(routes!(products::list, products::create))
        .routes(routes!(products::batch))
        .routes(routes!(products::by_code))
        .routes(routes!(products::get, products::change))
        .routes(routes!(price_lists::list, price_lists::create))
        .routes(routes!(price_lists::batch))
        .routes(routes!(price_lists::by_code))
        .routes(routes!(price_lists::get, price_lists::change))
        .routes(routes!(catalogue::prices))
        .routes(routes!(schemes::list, schemes::create))
        .routes(routes!(schemes::batch))
        .routes(routes!(schemes::by_code))
        .routes(routes!(schemes::get, schemes::change))
        .routes(routes!(scheme_periods::progress))
        .routes(routes!(scheme_periods::settle))
        .routes(routes!(scheme_periods::of_outlet))
        .routes(routes!(catalogue::price))
        .routes(routes!(must_sell_lists::list, must_sell_lists::create))
        .routes(routes!(must_sell_lists::batch))
        .routes(routes!(must_sell_lists::by_code))
        .routes(routes!(must_sell_lists::get, must_sell_lists::change))
        .routes(routes!(forms::list, forms::create))
        .routes(routes!(forms::batch))
        .routes(routes!(forms::by_code))
        .routes(routes!(forms::get, forms::change))
}

/// What customers order.
fn order_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(orders::list, orders::create))
        .routes(routes!(orders::confirm))
        .routes(routes!(orders::get, orders::revise))
        .routes(routes!(orders::story))
        .routes(routes!(orders::deliver))
        .routes(routes!(orders::act))
        .routes(routes!(papers::of_order))
        .routes(routes!(papers::of_quotation))
        .routes(routes!(deliveries::list, deliveries::create))
        .routes(routes!(deliveries::get, deliveries::change))
        .routes(routes!(deliveries::settle))
        .routes(routes!(deliveries::tell))
        .routes(routes!(deliveries::act))
        .routes(routes!(quotations::list, quotations::create))
        .routes(routes!(quotations::get))
        .routes(routes!(quotations::answer))
        .routes(routes!(suggested_orders::suggested))
        .routes(routes!(suggested_orders::repeated))
}

/// What they owe and pay.
fn money_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(receivables::accounts, receivables::put_account))
        .routes(routes!(receivables::account, receivables::change_account))
        .routes(routes!(receivables::statement))
        .routes(routes!(papers::of_account))
        .routes(routes!(papers::of_collection))
        .routes(routes!(papers::of_settlement))
        .routes(routes!(receivables::invoices, receivables::create_invoice))
        .routes(routes!(receivables::invoice))
        .routes(routes!(sales_returns::list, sales_returns::create))
        .routes(routes!(sales_returns::get))
        .routes(routes!(sales_returns::decide))
        .routes(routes!(collections::list, collections::create))
        .routes(routes!(collections::get))
        .routes(routes!(collections::act))
        .routes(routes!(collections::settlements, collections::hand_in))
        .routes(routes!(collections::settlement))
        .routes(routes!(collections::verify))
        .routes(routes!(collections::post))
        .routes(routes!(expenses::list, expenses::create))
        .routes(routes!(expenses::get))
        .routes(routes!(expenses::act))
        .routes(routes!(commissions::plans))
        .routes(routes!(commissions::plan, commissions::put_plan))
        .routes(routes!(commissions::list, commissions::make))
        .routes(routes!(commissions::get))
}

/// What was asked and seen at outlets, and which of them handle what.
fn audit_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(audits::list))
        .routes(routes!(audits::scores))
        .routes(routes!(audits::get))
        .routes(routes!(audits::surveys))
        .routes(routes!(audits::survey))
        .routes(routes!(audits::must_sell))
        .routes(routes!(competitor_observations::list))
        .routes(routes!(competitor_observations::get))
        .routes(routes!(coverage::report))
        .routes(routes!(coverage::outlets))
}

/// Where goods are, how they moved, what outlets have and sold.
fn stock_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(stock_locations::list, stock_locations::create))
        .routes(routes!(stock_locations::batch))
        .routes(routes!(stock_locations::by_code))
        .routes(routes!(stock_locations::get, stock_locations::change))
        .routes(routes!(stock_locations::balances))
        .routes(routes!(stock_moves::list, stock_moves::post))
        .routes(routes!(stock_moves::counter))
        .routes(routes!(supply::needs))
        .routes(routes!(supply::list, supply::create))
        .routes(routes!(supply::confirm))
        .routes(routes!(supply::get, supply::change))
        .routes(routes!(supply::act))
        .routes(routes!(van_days::list))
        .routes(routes!(van_days::get))
        .routes(routes!(van_days::count))
        .routes(routes!(van_days::close))
        .routes(routes!(stock_counts::list))
        .routes(routes!(stock_counts::out_of_stock))
        .routes(routes!(stock_counts::near_expiry))
        .routes(routes!(stock_counts::get))
        .routes(routes!(stock_counts::of_outlet))
}

/// What reps photographed, what outlets are paid for showing, and what partners claim for it.
fn photo_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(photos::list))
        .routes(routes!(photos::decide))
        .routes(routes!(photos::get))
        .routes(routes!(photos::image))
        .routes(routes!(photos::thumbnail))
        .routes(routes!(displays::list, displays::create))
        .routes(routes!(displays::get, displays::change))
        .routes(routes!(displays::enrol))
        .routes(routes!(displays::enrolments))
        .routes(routes!(displays::act))
        .routes(routes!(displays::enrolment))
        .routes(routes!(claims::list, claims::create))
        .routes(routes!(claims::get, claims::change))
        .routes(routes!(claims::act))
}

/// What is planned and done with customers.
fn relation_paths() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(contacts::list, contacts::create))
        .routes(routes!(contacts::batch))
        .routes(routes!(contacts::by_code))
        .routes(routes!(contacts::get, contacts::change))
        .routes(routes!(activities::list, activities::create))
        .routes(routes!(activities::completion))
        .routes(routes!(activities::call))
        .routes(routes!(activities::get, activities::change))
        .routes(routes!(activities::email))
        .routes(routes!(appointments::list, appointments::create))
        .routes(routes!(appointments::get, appointments::change))
        .routes(routes!(appointments::answer))
        .routes(routes!(tasks::list, tasks::create))
        .routes(routes!(tasks::get, tasks::change))
        .routes(routes!(calendar_feeds::list, calendar_feeds::create))
        .routes(routes!(calendar_feeds::delete))
        .routes(routes!(opportunities::list, opportunities::create))
        .routes(routes!(opportunities::totals))
        .routes(routes!(opportunities::get, opportunities::change))
        .routes(routes!(opportunities::stages))
        .routes(routes!(opportunities::put_stage))
        .routes(routes!(cases::list, cases::create))
        .routes(routes!(cases::get, cases::change))
        .routes(routes!(cases::deadlines))
        .routes(routes!(cases::put_deadline))
        .routes(routes!(contracts::list, contracts::create))
        .routes(routes!(contracts::batch))
        .routes(routes!(contracts::by_code))
        .routes(routes!(contracts::get, contracts::change))
        .routes(routes!(documents::list, documents::create))
        .routes(routes!(documents::batch))
        .routes(routes!(documents::by_code))
        .routes(routes!(documents::get, documents::change))
        .routes(routes!(targets::list))
        .routes(routes!(targets::batch))
        .routes(routes!(target_progress::report))
        .routes(routes!(targets::get))
        .routes(routes!(target_rows::rows))
        .routes(routes!(campaigns::list, campaigns::create))
        .routes(routes!(campaigns::get, campaigns::change))
        .routes(routes!(campaigns::act))
        .routes(routes!(campaigns::preview))
        .routes(routes!(campaigns::recipients))
        .routes(routes!(occasions::list, occasions::create))
        .routes(routes!(occasions::get, occasions::change))
        .routes(routes!(occasions::preview))
        .routes(routes!(occasions::recipients))
        .routes(routes!(occasion_progress::progress))
        .routes(routes!(occasion_progress::customers))
        .routes(routes!(message_gateways::list))
        .routes(routes!(message_gateways::put))
        .routes(routes!(mailboxes::list, mailboxes::create))
        .routes(routes!(
            mailboxes::get,
            mailboxes::change,
            mailboxes::remove
        ))
        .routes(routes!(mailboxes::test))
        .routes(routes!(segments::list, segments::create))
        .routes(routes!(segments::batch))
        .routes(routes!(segments::preview))
        .routes(routes!(segments::get, segments::change))
        .routes(routes!(segments::members))
}
